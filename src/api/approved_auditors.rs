//! The registrar's own list of approved auditors. For registrars only: it consists of names.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::{Sent, create, created};
use super::lists::{self, Listing, PartParameters, PartQuery};
use crate::http::authentication::Authenticated;
use crate::http::extract::{Body, IdempotencyKey, Parameters};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::approved_auditors::{self, ApprovedAuditor, NewApprovedAuditor};
use crate::scheme::person::FullName;
use crate::scheme::text::{Note, Reason};

/// Somebody whom the registrar approved as an auditor.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApprovedAuditorView {
    /// The entry's id, by which a listing names the person.
    pub id: String,
    /// The person's whole name.
    pub name: String,
    /// What was noted beside it.
    pub note: Option<String>,
    /// The first day of the approval.
    pub approved_on: NaiveDate,
    /// Who put the person on the list.
    pub registered_by: String,
    /// When.
    pub registered_at: DateTime<Utc>,
    /// Who took the person off it; null if nobody did.
    pub removed_by: Option<String>,
    /// When. From that day on the person counts in no listing.
    pub removed_at: Option<DateTime<Utc>>,
    /// Why, in words.
    pub removal_reason: Option<String>,
}

impl From<ApprovedAuditor> for ApprovedAuditorView {
    fn from(auditor: ApprovedAuditor) -> Self {
        let removal = auditor.removal;
        Self {
            id: auditor.id.to_string(),
            name: auditor.name,
            note: auditor.note,
            approved_on: auditor.approved_on,
            registered_by: auditor.registered_by,
            registered_at: auditor.registered_at,
            removed_at: removal.as_ref().map(|removal| removal.at),
            removal_reason: removal.as_ref().map(|removal| removal.reason.clone()),
            removed_by: removal.map(|removal| removal.by),
        }
    }
}

/// Somebody who is to be approved.
#[derive(ToSchema)]
#[schema(example = json!({"name": "Ingrid Solberg", "note": "Assessed by the board in March.", "approved_on": "2024-03-01"}))]
pub struct ApprovedAuditorRequest {
    /// The person's whole name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// What is to be noted beside it.
    #[schema(min_length = 1, max_length = 2000)]
    pub note: Option<String>,
    /// The first day of the approval; today when left out.
    pub approved_on: Option<NaiveDate>,
}

impl FromObject for NewApprovedAuditor {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let name = object.required("name", FullName::parse);
        let note = object.optional("note", Note::parse);
        let approved_on = object.optional_date("approved_on");
        Some(Self { name: name?, note, approved_on })
    }
}

/// Why somebody is removed.
#[derive(ToSchema)]
#[schema(example = json!({"reason": "Has retired."}))]
pub struct RemovalRequest {
    /// Why, in words.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// A removal as it is read.
pub struct NewRemoval(pub Reason);

impl FromObject for NewRemoval {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        object.required("reason", Reason::parse).map(Self)
    }
}

/// List the registrar's approved auditors
///
/// Those who were taken off the list included.
#[utoipa::path(tag = "auditors", security(("bearer" = [])), params(PartParameters),
    responses((status = 200, description = "A part of the list, in the order of the names", body = Listing<ApprovedAuditorView>)))]
#[get("/v1/approved-auditors")]
pub async fn list_approved_auditors(
    request: HttpRequest,
    caller: Authenticated,
    query: Parameters<PartQuery>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let part = query.0.request(&request)?;
    let page = state.read(Some(caller.0), move |work| approved_auditors::list(work, &part));
    Ok(lists::answer(&request, page.await?.map(ApprovedAuditorView::from)))
}

/// Read an entry of the registrar's list
#[utoipa::path(tag = "auditors", security(("bearer" = [])), params(("id" = String, Path, description = "The entry's id")),
    responses((status = 200, description = "The entry", body = ApprovedAuditorView)))]
#[get("/v1/approved-auditors/{id}")]
pub async fn read_approved_auditor(
    caller: Authenticated,
    id: Path<String>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let auditor = state.read(Some(caller.0), move |work| approved_auditors::find(work, &id)).await?;
    Ok(HttpResponse::Ok().json(ApprovedAuditorView::from(auditor)))
}

/// Put somebody on the registrar's list
///
/// For people who are approved without a certificate of this registry; its holders need no entry. The registry cannot
/// tell whether two entries, or an entry and a certificate, are of one person: put nobody on the list twice.
#[utoipa::path(tag = "auditors", security(("bearer" = [])), request_body = ApprovedAuditorRequest,
    responses((status = 201, description = "The entry", body = ApprovedAuditorView)))]
#[post("/v1/approved-auditors")]
pub async fn approve_auditor(
    request: HttpRequest,
    caller: Authenticated,
    key: IdempotencyKey,
    body: Body<NewApprovedAuditor>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        let auditor = ApprovedAuditorView::from(approved_auditors::approve(work, body.value.clone())?);
        created(format!("/v1/approved-auditors/{}", auditor.id), &auditor)
    })
    .await
}

/// Take somebody off the registrar's list
///
/// From today on the person counts in no listing. No listing is changed by it: one that has too few approved auditors
/// without this person is shown by `GET /v1/attention`.
#[utoipa::path(tag = "auditors", security(("bearer" = [])), request_body = RemovalRequest,
    params(("id" = String, Path, description = "The entry's id")),
    responses((status = 201, description = "The entry as it is now", body = ApprovedAuditorView)))]
#[post("/v1/approved-auditors/{id}/removals")]
pub async fn remove_approved_auditor(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<NewRemoval>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        let auditor = ApprovedAuditorView::from(approved_auditors::remove(work, &id, &body.value.0)?);
        created(format!("/v1/approved-auditors/{}", auditor.id), &auditor)
    })
    .await
}
