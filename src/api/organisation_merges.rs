//! Merging what are two records of one organisation, and separating what was merged wrongly: for registrars.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::{Sent, create, created};
use super::lists::{self, Listing, PartParameters, PartQuery};
use super::organisations::{OrganisationView, address};
use crate::error::Error;
use crate::http::authentication::Authenticated;
use crate::http::extract::{Body, IdempotencyKey, Parameters};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::organisations::{self, NewMerge};
use crate::scheme::text::{Reason, line};

/// A duplicate that is to become one with an organisation.
#[derive(ToSchema)]
#[schema(example = json!({"duplicate_id": "tokyo-joho-2", "reason": "The same register entry; the name was spelled with and without the legal form."}))]
pub struct MergeRequest {
    /// The duplicate: id or slug.
    #[schema(min_length = 1, max_length = 100)]
    pub duplicate_id: String,
    /// Why the two are one, in words.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
    /// Whether that the two were told apart before is taken back; false when left out.
    pub overrules_distinction: Option<bool>,
}

impl FromObject for NewMerge {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let duplicate = object.required("duplicate_id", |text| line(text, 100));
        let reason = object.required("reason", Reason::parse);
        let overrules_distinction = object.optional_boolean("overrules_distinction").unwrap_or_default();
        Some(Self { duplicate: duplicate?, reason: reason?, overrules_distinction })
    }
}

/// A separation of what was merged.
#[derive(ToSchema)]
#[schema(example = json!({"reason": "The sister company has a register entry of its own."}))]
pub struct SeparationRequest {
    /// Why they are two, in words.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// A separation as it is read.
pub struct NewSeparation(Reason);

impl FromObject for NewSeparation {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        object.required("reason", Reason::parse).map(Self)
    }
}

/// A merge or a separation on record.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationMergeView {
    /// Its id.
    pub id: String,
    /// `merge` or `separation`.
    pub kind: String,
    /// The record that was found to be a duplicate, or not to be one.
    pub duplicate: OrganisationView,
    /// The organisation that it was merged into, or separated from.
    pub survivor: OrganisationView,
    /// Why, in words.
    pub reason: String,
    /// Who recorded it.
    pub recorded_by: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// List what was merged into an organisation, and separated from it
///
/// Also what was merged into its duplicates before they were merged.
#[utoipa::path(tag = "organisations", security(("bearer" = [])), params(
        ("id" = String, Path, description = "The organisation's id or slug"), PartParameters),
    responses((status = 200, description = "A part of the list, in the order of recording", body = Listing<OrganisationMergeView>)))]
#[get("/v1/organisations/{id}/merges")]
pub async fn list_organisation_merges(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    query: Parameters<PartQuery>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let part = query.0.request(&request)?;
    let page = state.read(Some(caller.0), move |work| {
        let (page, named) = organisations::list_merges(work, &id, &part)?;
        page.try_map(|record| {
            let missing = || Error::Internal(format!("organisation_merges row {} names no organisation", record.id));
            Ok(OrganisationMergeView {
                id: record.id.to_string(),
                kind: record.kind.as_str().to_owned(),
                duplicate: named.get(&record.duplicate).ok_or_else(missing)?.into(),
                survivor: named.get(&record.survivor).ok_or_else(missing)?.into(),
                reason: record.reason,
                recorded_by: record.recorded_by,
                recorded_at: record.recorded_at,
            })
        })
    });
    Ok(lists::answer(&request, page.await?))
}

/// Merge a duplicate into an organisation
///
/// The two are one from then on: the duplicate's id and slug lead to the organisation, and so do those of whatever was
/// merged into the duplicate before. Its certificates are shown with the organisation's.
#[utoipa::path(tag = "organisations", security(("bearer" = [])), request_body = MergeRequest,
    params(("id" = String, Path, description = "The id or slug of the organisation that stays")),
    responses((status = 201, description = "The organisation that stays", body = OrganisationView)))]
#[post("/v1/organisations/{id}/merges")]
pub async fn merge_organisation(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<NewMerge>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        let survivor = organisations::merge(work, &id, &body.value)?;
        created(address(&survivor), &OrganisationView::from(&survivor))
    })
    .await
}

/// Separate a duplicate from the organisation that it was merged into
///
/// It is an organisation of its own again, with whatever was merged into it before.
#[utoipa::path(tag = "organisations", security(("bearer" = [])), request_body = SeparationRequest,
    params(("id" = String, Path, description = "The id or slug of the duplicate")),
    responses((status = 201, description = "The organisation that was a duplicate", body = OrganisationView)))]
#[post("/v1/organisations/{id}/separations")]
pub async fn separate_organisation(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<NewSeparation>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        let separate = organisations::separate(work, &id, &body.value.0)?;
        created(address(&separate), &OrganisationView::from(&separate))
    })
    .await
}
