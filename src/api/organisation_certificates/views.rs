//! Organisation certificates as they are answered.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::status_changes::StatusChangeView;
use crate::registry::Work;
use crate::registry::organisation_certificates::{
    BodyName, PublicTurn, RecordedStep, Shown, Site, StatusWanted, Transfer, Turned, is_known_whole,
};
use crate::registry::organisations::Organisation;
use crate::scheme::lifecycle::Status;

/// An organisation certificate, or the application for one.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationCertificateView {
    /// Its id.
    pub id: String,
    /// `submitted`, `returned` (with feedback), `published` or `application_withdrawn`.
    pub state: String,
    /// `valid`, `suspended`, `withdrawn` or `expired` on the day `as_of`, `not_yet` before its issue; null for an
    /// application.
    pub status: Option<String>,
    /// The day of which status, body and number speak.
    pub as_of: NaiveDate,
    /// Who is certified.
    pub organisation: OrganisationNameView,
    /// The body that answers for it.
    pub body: BodyNameView,
    /// The number that it has with that body.
    pub number: String,
    /// The edition of ISO/IEC 20000-1.
    pub edition: String,
    /// The first day.
    pub issued_on: NaiveDate,
    /// The last day.
    pub expires_on: NaiveDate,
    /// What the organisation is certified for.
    pub scope_statement: String,
    /// Where.
    pub sites: Vec<SiteView>,
    /// The certificate that it renews.
    pub renews_id: Option<String>,
    /// The published certificate that renews it.
    pub renewed_by_id: Option<String>,
    /// How many rounds of feedback there were; null for those whom the application does not concern.
    pub feedback_rounds: Option<u32>,
    /// When it was submitted; null for those whom the application does not concern.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
}

/// An organisation as a certificate names it. One that was found to be a duplicate is the one that it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationNameView {
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
#[derive(Debug, Serialize, ToSchema)]
pub struct BodyNameView {
    /// Its id.
    pub id: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// A place at which an organisation is certified.
#[derive(Debug, Serialize, ToSchema)]
pub struct SiteView {
    /// What it is called there.
    pub name: Option<String>,
    /// The town.
    pub locality: String,
    /// The part of the country.
    pub region: Option<String>,
    /// The country (ISO 3166-1).
    pub country: String,
}

/// The history of an organisation certificate.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationCertificateHistoryView {
    /// The certificate's id.
    pub id: String,
    /// `submitted`, `returned`, `published` or `application_withdrawn`.
    pub state: String,
    /// What happened in the end, up to today, in the order of the days; nothing before it is published.
    pub turns: Vec<TurnView>,
    /// The steps of the application, in their order; null for those whom it does not concern.
    pub steps: Option<Vec<StepView>>,
    /// Every change of the status, in the order of recording; null for those whom it does not concern.
    pub status_changes: Option<Vec<StatusChangeView>>,
    /// Every transfer, in the order of recording; null for those whom it does not concern.
    pub transfers: Option<Vec<TransferView>>,
}

/// A day on which something turned.
#[derive(Debug, Serialize, ToSchema)]
pub struct TurnView {
    /// The day.
    pub on: NaiveDate,
    /// The status that it turned into, `valid`, `suspended`, `withdrawn` or `expired`; or `transferred`.
    pub what: String,
    /// The last day of a suspension that ends by itself.
    pub until: Option<NaiveDate>,
    /// The body that a transferred certificate went to.
    pub body: Option<BodyNameView>,
    /// The number that it gave.
    pub number: Option<String>,
}

/// A step of an application.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepView {
    /// `submission`, `feedback`, `revision`, `agreement`, `disagreement` or `withdrawal`.
    pub kind: String,
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
#[derive(Debug, Serialize, ToSchema)]
pub struct TransferView {
    /// The body that it went to.
    pub body_id: String,
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

impl OrganisationCertificateView {
    pub(super) fn new(work: &Work<'_>, shown: &Shown) -> Self {
        let Shown { record, public } = shown;
        let is_known_whole = is_known_whole(work, record);
        Self {
            id: record.id.to_string(),
            state: record.application.state.as_str().to_owned(),
            status: record.is_published().then(|| StatusWanted::of(public.status).as_str().to_owned()),
            as_of: public.as_of,
            organisation: (&public.organisation).into(),
            body: (&public.body).into(),
            number: public.number.clone(),
            edition: record.edition.as_str().to_owned(),
            issued_on: record.issued_on,
            expires_on: record.expires_on,
            scope_statement: record.scope_statement.clone(),
            sites: record.sites.iter().map(Into::into).collect(),
            renews_id: record.renews.map(|renewed| renewed.to_string()),
            renewed_by_id: record.renewed_by.map(|renewal| renewal.to_string()),
            feedback_rounds: is_known_whole.then_some(record.application.rounds),
            submitted_at: is_known_whole.then_some(record.submitted_at),
            published_at: record.published_at,
        }
    }

    /// What of it a review is of: not the day on which it was read. Nothing else of an application follows from the day.
    pub(super) fn version(self) -> Self {
        Self { as_of: self.issued_on, ..self }
    }
}

impl OrganisationCertificateHistoryView {
    pub(super) fn new(shown: &Shown, steps: Option<&[RecordedStep]>) -> Self {
        let Shown { record, public } = shown;
        let is_known_whole = steps.is_some();
        Self {
            id: record.id.to_string(),
            state: record.application.state.as_str().to_owned(),
            turns: public.turns.iter().map(Into::into).collect(),
            steps: steps.map(|steps| steps.iter().map(Into::into).collect()),
            status_changes: is_known_whole.then(|| record.status_changes.iter().map(Into::into).collect()),
            transfers: is_known_whole.then(|| record.transfers.iter().map(Into::into).collect()),
        }
    }
}

impl From<&Organisation> for OrganisationNameView {
    fn from(organisation: &Organisation) -> Self {
        Self {
            id: organisation.id.to_string(),
            slug: organisation.slug.as_str().to_owned(),
            name: organisation.name.clone(),
            latin_name: organisation.latin_name.clone(),
            country: organisation.country.to_string(),
        }
    }
}

impl From<&BodyName> for BodyNameView {
    fn from(body: &BodyName) -> Self {
        Self { id: body.id.to_string(), slug: body.slug.as_str().to_owned(), name: body.name.clone() }
    }
}

impl From<&Site> for SiteView {
    fn from(site: &Site) -> Self {
        Self {
            name: site.name.clone(),
            locality: site.locality.clone(),
            region: site.region.clone(),
            country: site.country.to_string(),
        }
    }
}

impl From<&PublicTurn> for TurnView {
    fn from(turn: &PublicTurn) -> Self {
        let on = turn.on;
        match &turn.what {
            Turned::Status(status) => {
                let until = if let Status::Suspended { until } = status { *until } else { None };
                let what = StatusWanted::of(*status).as_str().to_owned();
                Self { on, what, until, body: None, number: None }
            }
            Turned::Transferred { body, number } => Self {
                on,
                what: "transferred".to_owned(),
                until: None,
                body: Some(body.into()),
                number: Some(number.clone()),
            },
        }
    }
}

impl From<&RecordedStep> for StepView {
    fn from(step: &RecordedStep) -> Self {
        Self {
            kind: step.step.as_str().to_owned(),
            scope_statement: step.scope_statement.clone(),
            words: step.words.clone(),
            recorded_by: step.recorded_by.clone(),
            recorded_at: step.recorded_at,
        }
    }
}

impl From<&Transfer> for TransferView {
    fn from(transfer: &Transfer) -> Self {
        Self {
            body_id: transfer.body.to_string(),
            number: transfer.number.clone(),
            effective_on: transfer.effective_on,
            reason: transfer.reason.clone(),
            recorded_by: transfer.recorded_by.clone(),
            recorded_at: transfer.recorded_at,
        }
    }
}
