//! Organisation certificates as they are answered.

use chrono::{DateTime, NaiveDate, Utc};

use crate::api::status_changes::StatusChangeView;
use crate::http::view::view;
use crate::registry::Work;
use crate::registry::organisation_certificates::{
    BodyName, LegalEntity, PublicTurn, RecordedStep, Shown, Site, StatusWanted, Transfer, Turned, is_known_whole,
};
use crate::registry::organisations::Organisation;
use crate::scheme::lifecycle::Status;

view! {
    /// An organisation certificate, or the application for one.
    pub struct OrganisationCertificateView(shown: &Shown, work: &Work<'_>) {
        let Shown { record, public } = shown;
        let is_known_whole = is_known_whole(work, record);
        let particulars = &record.particulars;
        /// Its id.
        pub id: String = record.id,
        /// `submitted`, `returned` (with feedback), `published` or `application_withdrawn`.
        pub state: String = record.application.state,
        /// `valid`, `suspended`, `withdrawn` or `expired` on the day `as_of`, `not_yet` before its issue; null for an
        /// application.
        pub status: Option<String> = record.is_published().then(|| StatusWanted::of(public.status)),
        /// The day of which status, body and number speak.
        pub as_of: NaiveDate = public.as_of,
        /// Who is certified.
        pub organisation: OrganisationNameView = &public.organisation,
        /// The body that answers for it.
        pub body: BodyNameView = &public.body,
        /// The first day on which that body answers for it and is withdrawn; null while it is not.
        pub issuer_withdrawn_on: Option<NaiveDate> = public.departure.map(|departure| departure.withdrawn_on),
        /// The last day on which another body may take it over then, and on which it is valid if none does.
        pub transferable_until: Option<NaiveDate> = public.departure.map(|departure| departure.transferable_until),
        /// The number that it has with that body.
        pub number: String = &public.number,
        /// The registry's own number of it, by which it is verified at the short address `/o/{register_number}`; null until it is
        /// published, and of a confidential one.
        pub register_number: Option<String> = public.register_number.map(|number| number.to_string()),
        /// The edition of ISO/IEC 20000-1.
        pub edition: String = &record.edition,
        /// The first day.
        pub issued_on: NaiveDate = record.issued_on,
        /// The last day.
        pub expires_on: NaiveDate = record.expires_on,
        /// What the organisation is certified for.
        pub scope_statement: String = &record.scope_statement,
        /// Where.
        pub sites: Vec<SiteView> = &record.sites,
        /// The certificate that it renews.
        pub renews_id: Option<String> = record.renews.filter(|_| is_known_whole || public.renews.is_some()),
        /// The withdrawn application, or the certificate that is over, which it follows; null for those whom the application does
        /// not concern.
        pub follows_id: Option<String> = record.follows.filter(|_| is_known_whole),
        /// The published certificate that renews it.
        pub renewed_by_id: Option<String> =
            record.renewed_by.filter(|_| is_known_whole || public.renewed_by.is_some()),
        /// When the organisation was certified first.
        pub originally_issued_on: NaiveDate = record.originally_issued_on(),
        /// By which other names the organisation trades.
        pub trading_names: Vec<String> = &particulars.trading_names,
        /// The street of the organisation, with the number of the house.
        pub street: Option<String> = particulars.street.as_ref(),
        /// Its postcode.
        pub postcode: Option<String> = particulars.postcode.as_ref(),
        /// Under whose accreditation the body certified.
        pub accreditation_body: Option<String> = particulars.accreditation_body.as_ref(),
        /// The number of that accreditation.
        pub accreditation_number: Option<String> = particulars.accreditation_number.as_ref(),
        /// The other legal entities that it covers.
        pub legal_entities: Vec<LegalEntityView> = &particulars.legal_entities,
        /// The sectors that it covers, by their codes in IAF ID 1.
        pub sector_codes: Vec<i64> = particulars.sector_codes.clone(),
        /// Whether it is told only to who knows its number and its body.
        pub confidential: bool = record.confidential,
        /// How many reviews returned it with words, of the three at most that there are; null for those whom the application does not concern.
        pub feedback_rounds: Option<u32> = is_known_whole.then_some(record.application.rounds),
        /// When it was submitted; null for those whom the application does not concern.
        pub submitted_at: Option<DateTime<Utc>> = is_known_whole.then_some(record.submitted_at),
        /// As of which day, by then, the body that answers for it confirmed it last.
        pub last_confirmed_on: Option<NaiveDate> = public.last_confirmed_on,
        /// When it was published.
        pub published_at: Option<DateTime<Utc>> = record.published_at,
    }

    /// An organisation as a certificate names it. One that was found to be a duplicate is the one that it is.
    pub struct OrganisationNameView(organisation: &Organisation) {
        /// Its id.
        pub id: String,
        /// Its name in addresses.
        pub slug: String,
        /// Its name, in its own script.
        pub name: String,
        /// Its name in Latin letters, where it is written in others.
        pub latin_name: Option<String>,
        /// Where it is (ISO 3166-1).
        pub country: String,
    }

    /// A body as a certificate names it.
    pub struct BodyNameView(body: &BodyName) {
        /// Its id.
        pub id: String,
        /// Its name in addresses.
        pub slug: String,
        /// Its name.
        pub name: String,
    }

    /// A place at which an organisation is certified.
    pub struct SiteView(site: &Site) {
        /// What it is called there.
        pub name: Option<String>,
        /// The town.
        pub locality: String,
        /// The part of the country.
        pub region: Option<String>,
        /// The country (ISO 3166-1).
        pub country: String,
        /// The street, with the number of the house.
        pub street: Option<String>,
        /// The postcode.
        pub postcode: Option<String>,
        /// What is certified there, where that differs from the whole.
        pub scope: Option<String>,
    }

    /// Another legal entity that a certificate covers.
    pub struct LegalEntityView(entity: &LegalEntity) {
        /// Its name.
        pub name: String,
        /// Its number in the company register of its country.
        pub registration_number: Option<String>,
        /// Where it is (ISO 3166-1).
        pub country: Option<String>,
    }

    /// The history of an organisation certificate.
    pub struct OrganisationCertificateHistoryView(shown: &Shown, steps: Option<Vec<RecordedStep>>) {
        let Shown { record, public } = shown;
        let is_known_whole = steps.is_some();
        /// The certificate's id.
        pub id: String = record.id,
        /// `submitted`, `returned`, `published` or `application_withdrawn`.
        pub state: String = record.application.state,
        /// What happened in the end, up to today, in the order of the days; nothing before it is published.
        pub turns: Vec<TurnView> = &public.turns,
        /// The steps of the application, in their order; null for those whom it does not concern.
        pub steps: Option<Vec<StepView>> = steps,
        /// Every change of the status, in the order of recording; null for those whom it does not concern.
        pub status_changes: Option<Vec<StatusChangeView>> = is_known_whole.then_some(&record.status_changes),
        /// Every transfer, in the order of recording; null for those whom it does not concern.
        pub transfers: Option<Vec<TransferView>> = is_known_whole.then_some(&record.transfers),
    }

    /// A day on which something turned.
    pub struct TurnView(turn: &PublicTurn) {
        let (what, body, number) = match &turn.what {
            Turned::Status(status) => (StatusWanted::of(*status).as_str(), None, None),
            Turned::Lapsed => ("lapsed", None, None),
            Turned::IssuerWithdrawn { body, .. } => ("issuer_withdrawn", Some(body), None),
            Turned::Transferred { body, number } => ("transferred", Some(body), Some(number)),
        };
        /// The day.
        pub on: NaiveDate,
        /// The status that it turned into, `valid`, `suspended`, `withdrawn` or `expired`; `transferred`; `issuer_withdrawn` where
        /// the body that answers for it left, and `lapsed` where no other took it over in time, so that it has expired.
        pub what: String = what,
        /// The last day of a suspension that ends by itself, or on which another body may take the certificate over.
        pub until: Option<NaiveDate> = match &turn.what {
            Turned::Status(Status::Suspended { until }) => *until,
            Turned::IssuerWithdrawn { transferable_until, .. } => Some(*transferable_until),
            _ => None,
        },
        /// The body that a transferred certificate went to, or that left.
        pub body: Option<BodyNameView> = body,
        /// The number that the body gave to which it was transferred.
        pub number: Option<String> = number,
    }

    /// A step of an application.
    pub struct StepView(step: &RecordedStep) {
        /// `submission`, `feedback`, `revision`, `agreement`, `disagreement` or `withdrawal`.
        pub kind: String = step.step,
        /// The scope statement that was handed in with it.
        pub scope_statement: Option<String>,
        /// What the registrar said, or why the body withdrew.
        pub words: Option<String>,
        /// By whom.
        pub recorded_by: String,
        /// When.
        pub recorded_at: DateTime<Utc>,
    }

    /// A transfer on record.
    pub struct TransferView(transfer: &Transfer) {
        /// The body that it went to.
        pub body_id: String = transfer.body,
        /// The number that it gave.
        pub number: String,
        /// The first day on which it answers for the certificate.
        pub effective_on: NaiveDate,
        /// Why, in words.
        pub reason: String,
        /// By whom.
        pub recorded_by: String,
        /// When.
        pub recorded_at: DateTime<Utc>,
    }
}

impl OrganisationCertificateView {
    /// What of it a review is of: not the day on which it was read. Nothing else of an application follows from the day.
    pub(super) fn version(self) -> Self {
        Self { as_of: self.issued_on, ..self }
    }
}
