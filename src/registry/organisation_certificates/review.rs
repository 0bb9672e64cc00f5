//! The review of a scope statement: "at most three times: each of the first two reviews agrees or returns it with words; the
//! third agrees, or the application is withdrawn".

use serde_json::json;

use super::{NOUN, OrganisationCertificate, RecordedStep, Shown, find, kept, read, record, told};
use crate::auth::permission::Permission;
use crate::entropy::random;
use crate::error::{Code, Error};
use crate::registry::work::Work;
use crate::registry::{bodies, organisations};
use crate::scheme::lifecycle::{Inadmissible, Status};
use crate::scheme::numbers::RegisterNumber;
use crate::scheme::organisation_certificate::{Act, State, Step, edition_obstacle};
use crate::scheme::text::{Reason, ScopeStatement};

/// What a registrar says of a scope statement.
#[derive(Clone, Debug)]
pub enum Review {
    /// It is agreed, and the certificate is published.
    Agreed { words: Option<Reason> },
    NotAgreed {
        /// Why, and what would be better.
        words: Reason,
    },
}

/// Reviews the scope statement of an application, if `unchanged` agrees with the version on record.
///
/// # Errors
/// [`Code::StatusConflict`] where it is not submitted, or agreed to although what it renews cannot be renewed any more.
pub fn review(
    work: &mut Work<'_>,
    id: &str,
    unchanged: impl Fn(&Work<'_>, &Shown) -> Result<(), Error>,
    review: &Review,
) -> Result<OrganisationCertificate, Error> {
    work.authorise(Permission::Administer)?;
    let shown = read(work, id, None)?;
    unchanged(work, &shown)?;
    let mut certificate = shown.record;
    let (act, words) = match review {
        Review::Agreed { words } => (Act::Agree, words.as_ref()),
        Review::NotAgreed { words } => (Act::Disagree, Some(words)),
    };
    if act == Act::Agree && certificate.application.after(act).is_ok() {
        check_renewal(work, &certificate)?;
        check_edition(work, &certificate)?;
    }
    let step = take(work, Permission::Administer, &mut certificate, act, words, None)?;
    let rounds = certificate.application.rounds;
    let (kind, data) = match step {
        Step::Agreement => ("organisation_certificate_published", told(&certificate)),
        Step::Feedback => ("organisation_scope_feedback_given", json!({"round": rounds})),
        _ => ("organisation_application_withdrawn", json!({"step": step.as_str(), "rounds": rounds})),
    };
    let personal_data = words.map(|words| json!({"words": words.as_str()}));
    record(work, Permission::Administer, &certificate, kind, data, personal_data.as_ref())?;
    if certificate.is_published() {
        organisations::refresh(work, certificate.organisation)?;
    }
    Ok(certificate)
}

/// The scheme may have closed the edition since the application came, and the body may be approved for it no longer.
fn check_edition(work: &mut Work<'_>, certificate: &OrganisationCertificate) -> Result<(), Error> {
    let body = bodies::find(work, &certificate.body.to_string())?;
    if let Some(why) = edition_obstacle(&body.approved_editions, &certificate.edition) {
        let detail = format!("it cannot be published: {} {why}", body.name);
        return Err(Error::refused(Code::StatusConflict, detail));
    }
    let Some(edition) = work.scheme.standard_edition(certificate.edition.as_str()) else { return Ok(()) };
    let wrong = edition.check_days(certificate.issued_on, certificate.expires_on);
    let Some((name, complaint)) = wrong.into_iter().next() else { return Ok(()) };
    let detail =
        format!("it cannot be published: `{name}` {}; do not agree, so that the body sends it back", complaint.detail);
    Err(Error::refused(Code::StatusConflict, detail))
}

/// What a renewal names may have changed since it was submitted: it is published only if it could still be submitted.
fn check_renewal(work: &mut Work<'_>, renewal: &OrganisationCertificate) -> Result<(), Error> {
    let Some(id) = renewal.renews else { return Ok(()) };
    let lost = || Error::Internal(format!("the certificate that {} renews is lost", renewal.id));
    let renewed = kept::find(work.connection, id)?.ok_or_else(lost)?;
    let issued_on = renewal.issued_on;
    let number = renewed.number_on(issued_on);
    let why = if renewed.history().status_on(issued_on) == Status::Withdrawn {
        format!("{number} is withdrawn on {issued_on}, and a withdrawal is for good")
    } else if renewed.body_on(issued_on) != renewal.body {
        format!("on {issued_on} another body answers for {number}, and a body renews its own")
    } else if !is_same_organisation(work, &renewed, renewal)? {
        format!("{number} is a certificate of another organisation by now")
    } else {
        return Ok(());
    };
    let detail = format!("what it renews cannot be renewed any more: {why}; nothing was changed");
    Err(Error::refused(Code::StatusConflict, detail))
}

fn is_same_organisation(
    work: &mut Work<'_>,
    one: &OrganisationCertificate,
    other: &OrganisationCertificate,
) -> Result<bool, Error> {
    let survivor = organisations::find(work, &one.organisation.to_string())?;
    Ok(survivor.id == organisations::find(work, &other.organisation.to_string())?.id)
}

/// Hands in another scope statement after feedback.
pub fn revise_scope(
    work: &mut Work<'_>,
    id: &str,
    statement: &ScopeStatement,
) -> Result<OrganisationCertificate, Error> {
    let permission = Permission::SubmitOrganisationCertificates;
    let mut certificate = find_own(work, id)?;
    if certificate.application.state == State::Returned && certificate.scope_statement == statement.as_str() {
        let detail = "is the very statement that the feedback is about; change it, or withdraw the application";
        return Err(Error::invalid("/scope_statement", "unchanged", detail));
    }
    take(work, permission, &mut certificate, Act::Revise, None, Some(statement))?;
    let data = json!({"round": certificate.application.rounds, "scope_statement": certificate.scope_statement});
    record(work, permission, &certificate, "organisation_scope_revised", data, None)?;
    Ok(certificate)
}

/// Withdraws an application before it is published.
pub fn withdraw_application(work: &mut Work<'_>, id: &str, reason: &Reason) -> Result<OrganisationCertificate, Error> {
    let permission = Permission::SubmitOrganisationCertificates;
    let mut certificate = find_own(work, id)?;
    let step = take(work, permission, &mut certificate, Act::Withdraw, Some(reason), None)?;
    let data = json!({"step": step.as_str(), "rounds": certificate.application.rounds});
    let personal_data = json!({"words": reason.as_str()});
    record(work, permission, &certificate, "organisation_application_withdrawn", data, Some(&personal_data))?;
    Ok(certificate)
}

/// The application with this id that the caller may change: its own for a body, any for a registrar.
fn find_own(work: &mut Work<'_>, id: &str) -> Result<OrganisationCertificate, Error> {
    let caller = work.authorise(Permission::SubmitOrganisationCertificates)?;
    let certificate = find(work, id)?;
    if caller.body().is_some_and(|own| own != certificate.body) {
        let detail = format!("this {NOUN} was submitted by another body");
        return Err(Error::refused(Code::Forbidden, detail));
    }
    Ok(certificate)
}

/// Takes a step of the application and records it; the caller appends the event.
fn take(
    work: &mut Work<'_>,
    permission: Permission,
    certificate: &mut OrganisationCertificate,
    act: Act,
    words: Option<&Reason>,
    statement: Option<&ScopeStatement>,
) -> Result<Step, Error> {
    let by = work.authorise(permission)?.principal.to_string();
    let (application, step) = certificate.application.after(act).map_err(|Inadmissible(why)| {
        Error::refused(Code::StatusConflict, format!("this is not possible now: {why}"))
    })?;
    certificate.application = application;
    if let Some(statement) = statement {
        statement.as_str().clone_into(&mut certificate.scope_statement);
    }
    certificate.published_at = certificate.is_published().then_some(work.now);
    let recorded = RecordedStep {
        step,
        scope_statement: statement.map(|statement| statement.as_str().to_owned()),
        words: words.map(|words| words.as_str().to_owned()),
        recorded_by: by,
        recorded_at: work.now,
    };
    kept::advance(work.connection, certificate, &recorded)?;
    if certificate.is_published() {
        let number = RegisterNumber::from_entropy(random(work.entropy)?);
        kept::add_register_number(work.connection, certificate, number)?;
        certificate.register_number = Some(number);
    }
    Ok(step)
}
