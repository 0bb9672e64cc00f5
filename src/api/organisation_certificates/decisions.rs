//! What becomes of organisation certificates: the review of the scope statement, and what happens after publication.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};

use super::requests::{
    ApplicationWithdrawal, ApplicationWithdrawalRequest, ScopeReviewRequest, ScopeRevision, ScopeRevisionRequest,
    TransferRequest,
};
use super::shown_now;
use super::views::OrganisationCertificateView;
use crate::api::answers::{IfMatch, Sent, create, created_beside};
use crate::api::status_changes::{
    CertificateChangeRequest, CertificateReinstatement, CertificateSuspension, CertificateSuspensionRequest,
    CertificateWithdrawal,
};
use crate::error::Error;
use crate::http::authentication::Authenticated;
use crate::http::extract::{Body, IdempotencyKey};
use crate::http::problem::ApiError;
use crate::http::state::State;
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
pub async fn review_scope(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<Review>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let if_match = IfMatch::if_any(&request);
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        let unchanged = |work: &Work<'_>, shown: &certificates::Shown| match &if_match {
            Some(if_match) => if_match.check_version(&OrganisationCertificateView::new(work, shown).version()),
            None => Ok(()),
        };
        let certificate = certificates::review(work, &id, unchanged, &body.value)?;
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
pub async fn revise_scope(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<ScopeRevision>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        let certificate = certificates::revise_scope(work, &id, &body.value.0)?;
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
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<ApplicationWithdrawal>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        let certificate = certificates::withdraw_application(work, &id, &body.value.0)?;
        recorded(work, &certificate)
    })
    .await
}

/// Suspend an organisation certificate
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), request_body = CertificateSuspensionRequest,
    params(("id" = String, Path, description = "The certificate's id")),
    responses((status = 201, description = "The certificate as it is now", body = OrganisationCertificateView)))]
#[post("/v1/organisation-certificates/{id}/suspensions")]
pub async fn suspend_organisation_certificate(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<CertificateSuspension>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| change_status(work, &id, &body.value.0)).await
}

/// Reinstate a suspended organisation certificate
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), request_body = CertificateChangeRequest,
    params(("id" = String, Path, description = "The certificate's id")),
    responses((status = 201, description = "The certificate as it is now", body = OrganisationCertificateView)))]
#[post("/v1/organisation-certificates/{id}/reinstatements")]
pub async fn reinstate_organisation_certificate(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<CertificateReinstatement>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| change_status(work, &id, &body.value.0)).await
}

/// Withdraw an organisation certificate
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), request_body = CertificateChangeRequest,
    params(("id" = String, Path, description = "The certificate's id")),
    responses((status = 201, description = "The certificate as it is now", body = OrganisationCertificateView)))]
#[post("/v1/organisation-certificates/{id}/withdrawals")]
pub async fn withdraw_organisation_certificate(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<CertificateWithdrawal>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| change_status(work, &id, &body.value.0)).await
}

/// Transfer an organisation certificate to another body
///
/// For registrars. From the day on the other body answers for it, under a number of its own.
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), request_body = TransferRequest,
    params(("id" = String, Path, description = "The certificate's id")),
    responses((status = 201, description = "The certificate as it is now", body = OrganisationCertificateView)))]
#[post("/v1/organisation-certificates/{id}/transfers")]
pub async fn transfer_organisation_certificate(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<NewTransfer>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        let certificate = certificates::transfer(work, &id, &body.value)?;
        recorded(work, &certificate)
    })
    .await
}
