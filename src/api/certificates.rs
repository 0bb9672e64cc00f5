//! Certificates: for the body whose results they were awarded on, and for registrars, who change their status.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answers::{Sent, create, created_beside};
use super::lists::{self, Listing, PartParameters, PartQuery};
use super::results::{candidate_id, qualification_code};
use super::status_changes::{
    CertificateChangeRequest, CertificateReinstatement, CertificateSuspension, CertificateSuspensionRequest,
    CertificateWithdrawal, StatusChangeView,
};
use crate::error::Error;
use crate::http::authentication::Authenticated;
use crate::http::extract::{Body, IdempotencyKey, Parameters};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::ids::CandidateId;
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::Work;
use crate::registry::certificates::{self, Certificate, status_word};
use crate::registry::idempotency::StoredAnswer;
use crate::registry::status_changes::NewStatusChange;
use crate::scheme::Complaint;
use crate::scheme::definition::QualificationCode;
use crate::scheme::lifecycle::Status;

/// A certificate.
#[derive(Debug, Serialize, ToSchema)]
pub struct CertificateView {
    /// Its number.
    #[schema(example = "7K3M-9QXP-T2VC")]
    pub number: String,
    /// `valid`, `suspended`, `withdrawn` or `expired`; `unknown` before its award.
    pub status: String,
    /// The day that the status speaks of.
    pub as_of: NaiveDate,
    /// What it certifies.
    pub qualification: String,
    /// On which edition.
    pub edition: String,
    /// The holder's id.
    pub candidate_id: String,
    /// The result on which it was awarded.
    pub result_id: String,
    /// The body that registered the result; null when a registrar did.
    pub body_id: Option<String>,
    /// As of which day it is awarded.
    pub awarded_on: NaiveDate,
    /// Its last day, if it has one.
    pub expires_on: Option<NaiveDate>,
    /// When it was awarded.
    pub awarded_at: DateTime<Utc>,
}

impl CertificateView {
    /// The certificate with its status on the day `as_of`, as believed now or at an earlier moment.
    pub(super) fn new(certificate: &Certificate, as_of: NaiveDate, believed_at: Option<DateTime<Utc>>) -> Self {
        let status = match believed_at {
            None => certificate.history().status_on(as_of),
            Some(moment) if moment < certificate.awarded_at => Status::NotYet,
            Some(moment) => certificate.history().believed_at(moment).status_on(as_of),
        };
        Self {
            number: certificate.number.to_string(),
            status: status_word(status).to_owned(),
            as_of,
            qualification: certificate.qualification.as_str().to_owned(),
            edition: certificate.edition.as_str().to_owned(),
            candidate_id: certificate.candidate.to_string(),
            result_id: certificate.result.to_string(),
            body_id: certificate.body.map(|body| body.to_string()),
            awarded_on: certificate.awarded_on,
            expires_on: certificate.expires_on,
            awarded_at: certificate.awarded_at,
        }
    }
}

/// The history of a certificate's status.
#[derive(Serialize, ToSchema)]
pub struct HistoryView {
    /// The certificate's number.
    pub number: String,
    /// The day from which it is valid.
    pub awarded_on: NaiveDate,
    /// When it was awarded.
    pub awarded_at: DateTime<Utc>,
    /// Its last day, if it has one.
    pub expires_on: Option<NaiveDate>,
    /// Every change since, in the order of recording.
    pub items: Vec<StatusChangeView>,
}

/// Which certificates are wanted.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what `CertificateListQuery` reads")]
pub struct CertificateListParameters {
    /// Of this candidate.
    #[param(nullable = false)]
    candidate_id: Option<String>,
    /// Of this qualification.
    #[param(example = "foundation", nullable = false)]
    qualification: Option<String>,
}

/// Which certificates are wanted, as it is read.
pub struct CertificateListQuery {
    candidate: Option<CandidateId>,
    qualification: Option<QualificationCode>,
    list: PartQuery,
}

impl FromObject for CertificateListQuery {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let candidate = object.optional("candidate_id", candidate_id);
        let qualification = object.optional("qualification", qualification_code);
        let list = PartQuery::from_object(object);
        Some(Self { candidate, qualification, list: list? })
    }
}

/// Of which day, and as believed when.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what `CertificateQuery` reads")]
pub struct CertificateParameters {
    /// The day of which the status speaks; today when left out.
    #[param(nullable = false)]
    on: Option<NaiveDate>,
    /// The status as the registry believed it at this instant (RFC 3339); now when left out.
    #[param(nullable = false)]
    believed_at: Option<DateTime<Utc>>,
}

/// Of which day, and as believed when, as it is read.
pub struct CertificateQuery {
    on: Option<NaiveDate>,
    believed_at: Option<DateTime<Utc>>,
}

impl FromObject for CertificateQuery {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let on = object.optional_date("on");
        let believed_at = object.optional("believed_at", |text| {
            let moment = chrono::DateTime::parse_from_rfc3339(text).map(|moment| moment.to_utc());
            moment.map_err(|_| {
                Complaint::new("invalid_instant", "is not an instant as RFC 3339 writes it, like 2026-11-22T10:00:00Z")
            })
        });
        Some(Self { on, believed_at })
    }
}

/// List the certificates
///
/// A body sees those of its own results.
#[utoipa::path(tag = "certificates", security(("bearer" = [])), params(CertificateListParameters, PartParameters),
    responses((status = 200, description = "A part of the list, in the order of award", body = Listing<CertificateView>)))]
#[get("/v1/certificates")]
pub async fn list_certificates(
    request: HttpRequest,
    caller: Authenticated,
    query: Parameters<CertificateListQuery>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let CertificateListQuery { candidate, qualification, list } = query.0;
    let part = list.request(&request)?;
    let page = state.read(Some(caller.0), move |work| {
        let page = certificates::list(work, candidate, qualification.clone(), &part)?;
        Ok(page.map(|certificate| CertificateView::new(&certificate, certificates::as_of(work, &certificate), None)))
    });
    Ok(lists::answer(&request, page.await?))
}

/// Read a certificate
///
/// With the status on a day, and as the registry believed it at an earlier instant.
#[utoipa::path(tag = "certificates", security(("bearer" = [])),
    params(("number" = String, Path, description = "The certificate's number, in any spelling", example = "7K3M-9QXP-T2VC"), CertificateParameters),
    responses((status = 200, description = "The certificate", body = CertificateView)))]
#[get("/v1/certificates/{number}")]
pub async fn read_certificate(
    caller: Authenticated,
    number: Path<String>,
    query: Parameters<CertificateQuery>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let CertificateQuery { on, believed_at } = query.0;
    let view = state.read(Some(caller.0), move |work| {
        let certificate = certificates::find(work, &number)?;
        let as_of = on.unwrap_or_else(|| certificates::as_of(work, &certificate));
        Ok(CertificateView::new(&certificate, as_of, believed_at))
    });
    Ok(HttpResponse::Ok().json(view.await?))
}

/// Read a certificate's history
#[utoipa::path(tag = "certificates", security(("bearer" = [])),
    params(("number" = String, Path, description = "The certificate's number, in any spelling", example = "7K3M-9QXP-T2VC")),
    responses((status = 200, description = "The history", body = HistoryView)))]
#[get("/v1/certificates/{number}/history")]
pub async fn read_certificate_history(
    caller: Authenticated,
    number: Path<String>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let certificate = state.read(Some(caller.0), move |work| certificates::find(work, &number)).await?;
    Ok(HttpResponse::Ok().json(HistoryView {
        number: certificate.number.to_string(),
        awarded_on: certificate.awarded_on,
        awarded_at: certificate.awarded_at,
        expires_on: certificate.expires_on,
        items: certificate.status_changes.iter().map(Into::into).collect(),
    }))
}

fn change_status(work: &mut Work<'_>, number: &str, change: &NewStatusChange) -> Result<StoredAnswer, Error> {
    let certificate = certificates::change_status(work, number, change)?;
    let view = CertificateView::new(&certificate, certificates::as_of(work, &certificate), None);
    created_beside(format!("/v1/certificates/{}/history", certificate.number), &view)
}

/// Suspend a certificate
#[utoipa::path(tag = "certificates", security(("bearer" = [])), request_body = CertificateSuspensionRequest,
    params(("number" = String, Path, description = "The certificate's number, in any spelling")),
    responses((status = 201, description = "The certificate as it is now", body = CertificateView)))]
#[post("/v1/certificates/{number}/suspensions")]
pub async fn suspend_certificate(
    request: HttpRequest,
    caller: Authenticated,
    number: Path<String>,
    key: IdempotencyKey,
    body: Body<CertificateSuspension>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| change_status(work, &number, &body.value.0)).await
}

/// Reinstate a suspended certificate
#[utoipa::path(tag = "certificates", security(("bearer" = [])), request_body = CertificateChangeRequest,
    params(("number" = String, Path, description = "The certificate's number, in any spelling")),
    responses((status = 201, description = "The certificate as it is now", body = CertificateView)))]
#[post("/v1/certificates/{number}/reinstatements")]
pub async fn reinstate_certificate(
    request: HttpRequest,
    caller: Authenticated,
    number: Path<String>,
    key: IdempotencyKey,
    body: Body<CertificateReinstatement>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| change_status(work, &number, &body.value.0)).await
}

/// Withdraw a certificate
#[utoipa::path(tag = "certificates", security(("bearer" = [])), request_body = CertificateChangeRequest,
    params(("number" = String, Path, description = "The certificate's number, in any spelling")),
    responses((status = 201, description = "The certificate as it is now", body = CertificateView)))]
#[post("/v1/certificates/{number}/withdrawals")]
pub async fn withdraw_certificate(
    request: HttpRequest,
    caller: Authenticated,
    number: Path<String>,
    key: IdempotencyKey,
    body: Body<CertificateWithdrawal>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| change_status(work, &number, &body.value.0)).await
}
