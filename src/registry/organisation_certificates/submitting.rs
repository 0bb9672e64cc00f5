//! Submitting an organisation certificate for publication.

use serde_json::json;

use super::decision::{Accepted, Decision, decide};
use super::loading::{Described, load};
use super::{
    NamedOrganisation, NewOrganisationCertificate, OrganisationCertificate, Outcome, RecordedStep, Site, kept, record,
    told,
};
use crate::auth::permission::{Caller, Permission};
use crate::error::Error;
use crate::ids::OrganisationCertificateId;
use crate::registry::organisations;
use crate::registry::work::Work;
use crate::scheme::organisation_certificate::{Application, Step};
use crate::store::organisation_certificates::DescribedOrganisation;

/// Submits a certificate for review. The very same submission again is what is on record.
///
/// # Errors
/// [`Error::Invalid`] with every impossible value, pointed at by `/body_id`, `/organisation_id`, `/edition`, `/issued_on`,
/// `/expires_on`, `/sites`, `/renews_id` and `/follows_id`; [`BodyNotListed`](crate::error::Code::BodyNotListed);
/// [`Duplicate`](crate::error::Code::Duplicate) for a number or a renewal that is on record with other content;
/// [`StatusConflict`](crate::error::Code::StatusConflict) for the renewal of a withdrawn one.
pub fn submit(
    work: &mut Work<'_>,
    new: NewOrganisationCertificate,
) -> Result<(OrganisationCertificate, Outcome), Error> {
    submit_beside(work, new, &mut Described::default())
}

/// The same for a row of a file whose earlier rows have `described` organisations.
pub(super) fn submit_beside(
    work: &mut Work<'_>,
    new: NewOrganisationCertificate,
    described: &mut Described,
) -> Result<(OrganisationCertificate, Outcome), Error> {
    let context = work.context(Permission::SubmitOrganisationCertificates)?;
    let loaded = load(work, &context, &new, described)?;
    let described_as = loaded.described_as.clone();
    let (certificate, outcome) = match decide(&context, &new, loaded)? {
        Decision::Unchanged(known) => (*known, Outcome::Unchanged),
        Decision::Accepted(accepted) => (enter(work, context.caller, new, *accepted)?, Outcome::New),
    };
    if let Some(same) = described_as {
        described.entry(same).or_insert(certificate.organisation);
    }
    Ok((certificate, outcome))
}

/// Writes the application, with its organisation where that is new, and their one event.
fn enter(
    work: &mut Work<'_>,
    caller: Caller,
    new: NewOrganisationCertificate,
    accepted: Accepted,
) -> Result<OrganisationCertificate, Error> {
    let is_new = accepted.organisation.is_none();
    let described = match &new.organisation {
        NamedOrganisation::New(described) => Some(DescribedOrganisation::from(described)),
        NamedOrganisation::Known(_) => None,
    };
    let organisation = match (accepted.organisation, new.organisation) {
        (Some(known), _) => known,
        (None, NamedOrganisation::New(named)) => organisations::register(work, named)?,
        (None, NamedOrganisation::Known(_)) => return Err(Error::Internal("an organisation was lost".to_owned())),
    };
    let certificate = OrganisationCertificate {
        id: OrganisationCertificateId::new(work.now),
        organisation: organisation.id,
        body: accepted.body,
        number: new.number.into(),
        edition: accepted.edition,
        issued_on: new.issued_on,
        expires_on: new.expires_on,
        renews: accepted.renews,
        follows: accepted.follows,
        confidential: new.confidential,
        first_issued_on: Some(accepted.originally_issued_on),
        particulars: new.particulars,
        application: Application::SUBMITTED,
        scope_statement: new.scope_statement.into(),
        submitted_by: caller.principal.to_string(),
        submitted_at: work.now,
        published_at: None,
        sites: new.sites.into_iter().map(Site::from).collect(),
        status_changes: Vec::new(),
        transfers: Vec::new(),
        withdrawals: Vec::new(),
        renewed_by: None,
        register_number: None,
        confirmed_on: Vec::new(),
    };
    let first = RecordedStep {
        step: Step::Submission,
        scope_statement: Some(certificate.scope_statement.clone()),
        words: None,
        recorded_by: certificate.submitted_by.clone(),
        recorded_at: work.now,
    };
    kept::insert(work.connection, &certificate, described.as_ref(), &first)?;
    let mut data = told(&certificate);
    data["organisation_is_new"] = json!(is_new);
    let kind = "organisation_certificate_submitted";
    record(work, Permission::SubmitOrganisationCertificates, &certificate, kind, data, None)?;
    Ok(certificate)
}
