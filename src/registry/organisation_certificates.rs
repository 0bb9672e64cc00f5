//! Organisation certificates: from the application by the body that audited, over the review of the scope statement by
//! a registrar, to a published certificate, its status and the bodies that answer for it.
//!
//! Before it is published only the body and registrars know of it.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::bodies::Body;
use super::events::NewEvent;
use super::references::{known_or, refuse_unknown};
use super::work::Work;
use super::{Page, PageRequest, bodies, organisations};
use crate::auth::permission::{Caller, Permission, Role};
use crate::clock::latest_day_on_earth;
use crate::error::{Error, InputError};
use crate::ids::{BodyId, OrganisationCertificateId, OrganisationId};
use crate::input::fields::{Line, word_fields};
use crate::input::form::form;
use crate::scheme::calendar::day_of;
use crate::scheme::country::CountryCode;
use crate::scheme::definition::EditionCode;
use crate::scheme::organisation_certificate::State;
use crate::store::organisation_certificates as kept;
use crate::store::organisation_certificates::Visible;

pub mod confirmation_file;
mod confirming;
mod decision;
mod description;
mod exporting;
pub mod file;
pub mod files;
mod loading;
mod review;
mod shown;
mod standing;
mod submission;
mod submitting;
pub mod template;
mod verifying;

pub use crate::store::bodies::BodyName;
pub use confirming::{Confirmation, ConfirmedNumber, ConfirmedRow, NewConfirmation, confirm, confirm_file};
pub use exporting::export;
pub use kept::{LegalEntity, OrganisationCertificate, Particulars, RecordedStep, Site, StatusWanted, Transfer};
pub use review::{Review, review, revise_scope, withdraw_application};
pub(in crate::registry) use shown::show as show_all;
pub use shown::{PublicOrganisationCertificate, PublicTurn, RelatedCertificate, Shown, Turned, place};
pub use standing::{NewTransfer, change_status, transfer};
pub use submission::{NamedOrganisation, NewLegalEntity, NewOrganisationCertificate, NewSite, Outcome};
pub use submitting::submit;
pub use verifying::{Choice, Question, Verification, verify};

/// What an address or an error calls one.
const NOUN: &str = "organisation certificate";

/// What an event calls one.
const SUBJECT: &str = "organisation_certificate";

form! {
    /// Which organisation certificates are wanted.
    pub struct OrganisationCertificateQuery {
        /// In this state: `submitted`, `returned`, `published` or `application_withdrawn`. All but `published` show only what
        /// the asker may see.
        pub state: Option<State>,
        /// Published, with this status on the day: `not_yet`, `valid`, `suspended`, `withdrawn` or `expired`.
        pub status: Option<StatusWanted>,
        /// Against this edition of ISO/IEC 20000-1.
        #[example("2018")]
        pub edition: Option<Line<20>>,
        /// Of an organisation in this country, or with a site there (ISO 3166-1).
        #[example("JP")]
        pub country: Option<CountryCode>,
        /// For which this body answers on the day: id or slug.
        pub body: Option<Line<80>>,
        /// Of this organisation: id or slug.
        pub organisation: Option<Line<80>>,
        /// The day of which status and body speak; today when left out.
        pub on: Option<NaiveDate>,
    }
}

word_fields! {
    State: Self = Self::ALL, Self::as_str;
    StatusWanted: Self = Self::ALL, Self::as_str;
}

/// The certificate or application with this id, as of a day, if the asker may see it.
pub fn read(work: &mut Work<'_>, id: &str, on: Option<NaiveDate>) -> Result<Shown, Error> {
    let certificate = find(work, id)?;
    shown::show_one(work, certificate, on)
}

/// The certificate as of a day with the steps of its application; those are for the bodies that it concerns and for
/// registrars, and `None` for others.
pub fn history(work: &mut Work<'_>, id: &str) -> Result<(Shown, Option<Vec<RecordedStep>>), Error> {
    let certificate = find(work, id)?;
    let steps =
        if is_known_whole(work, &certificate) { Some(kept::steps(work.connection, certificate.id)?) } else { None };
    Ok((shown::show_one(work, certificate, None)?, steps))
}

/// Whether the asker may know all of this record, and not only what is published of it.
#[must_use]
pub fn is_known_whole(work: &Work<'_>, certificate: &OrganisationCertificate) -> bool {
    match visible(work) {
        Visible::All => true,
        Visible::PublishedAndOf(body) => certificate.concerns(body),
        Visible::Published => false,
    }
}

/// A page of the certificates and applications that the asker may see, in the order of submission.
pub fn list(
    work: &mut Work<'_>,
    query: &OrganisationCertificateQuery,
    request: &PageRequest,
) -> Result<Page<Shown>, Error> {
    let mut wrong = Vec::new();
    let body = match &query.body {
        None => None,
        Some(named) => known_or(bodies::find(work, named), "/body", "body", &mut wrong)?.map(|body| body.id),
    };
    let organisation = match &query.organisation {
        None => None,
        Some(named) => known_or(organisations::find_visible(work, named), "/organisation", "organisation", &mut wrong)?,
    };
    refuse_unknown(wrong)?;
    let wanted = Wanted { body, status: query.status, is_in_use: false, on: query.on };
    let filter = kept::OrganisationCertificateFilter {
        visible_to: visible(work),
        state: if query.status.is_some() && query.state.is_none() { Some(State::Published) } else { query.state },
        edition: query.edition.clone().map(EditionCode::new),
        country: query.country,
        body,
        organisations: organisation
            .map(|organisation| kept::same_organisation(work.connection, organisation.id))
            .transpose()?,
        submitted_by: None,
        status: query.status.map(|status| {
            let (first, last) = query.on.map_or((work.today(), latest_day_on_earth(work.now)), |on| (on, on));
            (status, first, last)
        }),
    };
    let page = list_wanted(work, &filter, &wanted, request)?;
    let next = page.next;
    Ok(Page { items: shown::show(work, page.items, query.on)?, next })
}

/// What follows from the history of a certificate, and is looked at here.
struct Wanted {
    body: Option<BodyId>,
    status: Option<StatusWanted>,
    /// Whether only what is valid or suspended is.
    is_in_use: bool,
    on: Option<NaiveDate>,
}

impl Wanted {
    fn is_met_by(&self, work: &Work<'_>, certificate: &OrganisationCertificate) -> bool {
        let day = self.on.unwrap_or_else(|| day_of(work.now, certificate.issued_on));
        let has_status = self.status.is_none_or(|status| {
            certificate.is_published() && StatusWanted::of(certificate.history().status_on(day)) == status
        });
        let is_in_use = !self.is_in_use || certificate.is_in_use_on(day);
        has_status && is_in_use && self.body.is_none_or(|body| certificate.body_on(day) == body)
    }
}

/// Pages are read until one is full.
fn list_wanted(
    work: &mut Work<'_>,
    filter: &kept::OrganisationCertificateFilter,
    wanted: &Wanted,
    request: &PageRequest,
) -> Result<Page<OrganisationCertificate>, Error> {
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let (mut items, mut part) = (Vec::new(), request.clone());
    loop {
        let page = kept::list(work.connection, filter, &part)?;
        for certificate in page.items {
            if !wanted.is_met_by(work, &certificate) {
                continue;
            }
            if items.len() == limit {
                let next = items.last().map(|last: &OrganisationCertificate| last.id.to_string());
                return Ok(Page { items, next });
            }
            items.push(certificate);
        }
        if page.next.is_none() || items.len() == limit {
            return Ok(Page { items, next: page.next });
        }
        part.after = page.next;
    }
}

/// The published certificates of an organisation, and of all that were merged into it, the latest issue first. Public.
pub fn of_organisation(
    work: &mut Work<'_>,
    organisation: OrganisationId,
) -> Result<Vec<PublicOrganisationCertificate>, Error> {
    let all = kept::same_organisation(work.connection, organisation)?;
    let found = kept::public_of_organisations(work.connection, &all)?;
    Ok(shown::show(work, found, None)?.into_iter().map(|shown| shown.public).collect())
}

/// A page of the published certificates that a body answers for today. Public.
pub fn of_body(
    work: &mut Work<'_>,
    body: BodyId,
    request: &PageRequest,
) -> Result<Page<PublicOrganisationCertificate>, Error> {
    answered_for(work, body, false, request)
}

/// Those of them that are valid or suspended: what another body may take over once that one is withdrawn. Public.
pub fn left_by(
    work: &mut Work<'_>,
    body: BodyId,
    request: &PageRequest,
) -> Result<Page<PublicOrganisationCertificate>, Error> {
    answered_for(work, body, true, request)
}

fn answered_for(
    work: &mut Work<'_>,
    body: BodyId,
    is_in_use: bool,
    request: &PageRequest,
) -> Result<Page<PublicOrganisationCertificate>, Error> {
    let filter = kept::OrganisationCertificateFilter { body: Some(body), ..Default::default() };
    let wanted = Wanted { body: Some(body), status: None, is_in_use, on: None };
    let page = list_wanted(work, &filter, &wanted, request)?;
    let next = page.next;
    let items = shown::show(work, page.items, None)?.into_iter().map(|shown| shown.public).collect();
    Ok(Page { items, next })
}

/// What the asker may see.
fn visible(work: &Work<'_>) -> Visible {
    match work.caller().map(|caller| caller.role) {
        Some(Role::Registrar) => Visible::All,
        Some(Role::Body(body)) => Visible::PublishedAndOf(body),
        Some(Role::Training(_) | Role::Employer | Role::Holder | Role::Unresolved) | None => Visible::Published,
    }
}

/// The certificate or application with this id, if the asker may see it.
fn find(work: &mut Work<'_>, id: &str) -> Result<OrganisationCertificate, Error> {
    let id = OrganisationCertificateId::parse(id).ok_or(Error::NotFound(NOUN))?;
    let found = kept::find(work.connection, id)?.ok_or(Error::NotFound(NOUN))?;
    if found.is_public() || is_known_whole(work, &found) { Ok(found) } else { Err(Error::NotFound(NOUN)) }
}

/// The body in whose name the caller acts, which a registrar has to name. What is wrong with that joins `wrong`, at `pointer`.
fn acting_body(
    work: &mut Work<'_>,
    caller: &Caller,
    named: Option<&str>,
    pointer: &'static str,
    wrong: &mut Vec<InputError>,
) -> Result<Option<Body>, Error> {
    let mut found = Vec::new();
    let body = bodies::find_acting(work, caller, named, &mut found)?;
    if body.is_none() && found.is_empty() {
        found.push(InputError::new(pointer, "required", "is missing: a registrar names the body"));
    }
    wrong.extend(found.into_iter().map(|error| InputError { pointer: pointer.to_owned(), ..error }));
    Ok(body)
}

/// What events tell of a certificate that was submitted or published.
fn told(certificate: &OrganisationCertificate) -> Value {
    json!({
        "organisation_id": certificate.organisation.to_string(),
        "number": certificate.number,
        "edition": certificate.edition,
        "issued_on": certificate.issued_on,
        "expires_on": certificate.expires_on,
        "renews_id": certificate.renews.map(|renewed| renewed.to_string()),
        "scope_statement": certificate.scope_statement,
        "confidential": certificate.confidential,
    })
}

/// Appends the event of a write. The body that answers for the certificate reads of it.
fn record(
    work: &mut Work<'_>,
    permission: Permission,
    certificate: &OrganisationCertificate,
    kind: &'static str,
    data: Value,
    personal_data: Option<&Value>,
) -> Result<(), Error> {
    let subject = (SUBJECT, certificate.id.to_string());
    let body = Some(certificate.body_on(day_of(work.now, certificate.issued_on)));
    work.record(permission, NewEvent { kind, subject, body, data, personal_data })
}
