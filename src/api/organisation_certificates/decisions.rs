//! What becomes of organisation certificates: the review of the scope statement, and what happens after publication.

use actix_web::post;
use actix_web::web::Path;

use super::requests::{ApplicationWithdrawalRequest, ScopeReviewRequest, ScopeRevisionRequest};
use super::shown_now;
use super::views::OrganisationCertificateView;
use crate::api::answers::{Answer, IfMatch, created_beside};
use crate::api::commands::Command;
use crate::api::status_changes::{CertificateChangeRequest, CertificateSuspensionRequest};
use crate::error::Error;
use crate::registry::Work;
use crate::registry::idempotency::StoredAnswer;
use crate::registry::organisation_certificates::{self as certificates, NewTransfer, OrganisationCertificate, Review};
use crate::registry::status_changes::NewStatusChange;

/// The answer to what was recorded of a certificate.
fn recorded(work: &mut Work<'_>, certificate: &OrganisationCertificate) -> Result<StoredAnswer, Error> {
    let address = format!("/v1/organisation-certificates/{}/history", certificate.id);
    created_beside(address, &shown_now(work, certificate)?.0)
}

fn change_status(work: &mut Work<'_>, id: &str, change: &NewStatusChange) -> Result<StoredAnswer, Error> {
    let certificate = certificates::change_status(work, id, change)?;
    recorded(work, &certificate)
}

/// Review a scope statement
///
/// For registrars. Agreed, the certificate is published; not agreed, it goes back to the body with the words, three times
/// at most: who does not agree after that withdraws the application. `If-Match` with the `ETag` of what was read makes
/// sure that the statement is still the one that was reviewed.
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), request_body = ScopeReviewRequest,
    params(("id" = String, Path, description = "The certificate's id")),
    responses((status = 201, description = "The certificate, or application, as it is now", body = OrganisationCertificateView)))]
#[post("/v1/organisation-certificates/{id}/scope-reviews")]
pub async fn review_scope(id: Path<String>, command: Command<Review>) -> Answer {
    let if_match = IfMatch::if_any(&command.request);
    command
        .create(move |work, new| {
            let unchanged = |work: &Work<'_>, shown: &certificates::Shown| match &if_match {
                Some(if_match) => if_match.check_version(&OrganisationCertificateView::of(shown, work).version()),
                None => Ok(()),
            };
            let certificate = certificates::review(work, &id, unchanged, new)?;
            recorded(work, &certificate)
        })
        .await
}

/// Revise a scope statement
///
/// For the body, after feedback.
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), request_body = ScopeRevisionRequest,
    params(("id" = String, Path, description = "The certificate's id")),
    responses((status = 201, description = "The application as it is now", body = OrganisationCertificateView)))]
#[post("/v1/organisation-certificates/{id}/scope-revisions")]
pub async fn revise_scope(id: Path<String>, command: Command<ScopeRevisionRequest>) -> Answer {
    command
        .create(move |work, new| {
            let certificate = certificates::revise_scope(work, &id, &new.scope_statement)?;
            recorded(work, &certificate)
        })
        .await
}

/// Withdraw an application
///
/// For the body, before publication.
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), request_body = ApplicationWithdrawalRequest,
    params(("id" = String, Path, description = "The certificate's id")),
    responses((status = 201, description = "The application as it is now", body = OrganisationCertificateView)))]
#[post("/v1/organisation-certificates/{id}/application-withdrawals")]
pub async fn withdraw_organisation_application(
    id: Path<String>,
    command: Command<ApplicationWithdrawalRequest>,
) -> Answer {
    command
        .create(move |work, new| {
            let certificate = certificates::withdraw_application(work, &id, &new.reason)?;
            recorded(work, &certificate)
        })
        .await
}

/// Suspend an organisation certificate
///
/// For the body that answers for it, or for registrars.
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), request_body = CertificateSuspensionRequest,
    params(("id" = String, Path, description = "The certificate's id")),
    responses((status = 201, description = "The certificate as it is now", body = OrganisationCertificateView)))]
#[post("/v1/organisation-certificates/{id}/suspensions")]
pub async fn suspend_organisation_certificate(
    id: Path<String>,
    command: Command<CertificateSuspensionRequest>,
) -> Answer {
    command.create(move |work, new| change_status(work, &id, &new.suspension())).await
}

/// Reinstate a suspended organisation certificate
///
/// For the body that answers for it, or for registrars.
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), request_body = CertificateChangeRequest,
    params(("id" = String, Path, description = "The certificate's id")),
    responses((status = 201, description = "The certificate as it is now", body = OrganisationCertificateView)))]
#[post("/v1/organisation-certificates/{id}/reinstatements")]
pub async fn reinstate_organisation_certificate(
    id: Path<String>,
    command: Command<CertificateChangeRequest>,
) -> Answer {
    command.create(move |work, new| change_status(work, &id, &new.reinstatement())).await
}

/// Withdraw an organisation certificate
///
/// For the body that answers for it, or for registrars.
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), request_body = CertificateChangeRequest,
    params(("id" = String, Path, description = "The certificate's id")),
    responses((status = 201, description = "The certificate as it is now", body = OrganisationCertificateView)))]
#[post("/v1/organisation-certificates/{id}/withdrawals")]
pub async fn withdraw_organisation_certificate(id: Path<String>, command: Command<CertificateChangeRequest>) -> Answer {
    command.create(move |work, new| change_status(work, &id, &new.withdrawal())).await
}

/// Transfer an organisation certificate to another body
///
/// For registrars. From the day on the other body answers for it, under a number of its own.
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), request_body = NewTransfer,
    params(("id" = String, Path, description = "The certificate's id")),
    responses((status = 201, description = "The certificate as it is now", body = OrganisationCertificateView)))]
#[post("/v1/organisation-certificates/{id}/transfers")]
pub async fn transfer_organisation_certificate(id: Path<String>, command: Command<NewTransfer>) -> Answer {
    command
        .create(move |work, new| {
            let certificate = certificates::transfer(work, &id, new)?;
            recorded(work, &certificate)
        })
        .await
}
