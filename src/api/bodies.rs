//! Bodies: public to read, for registrars to list, change, suspend, reinstate and withdraw.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::{IfMatch, PUBLIC_SECONDS, Sent, changed, create, created, public};
use super::auditors::AuditorRequest;
use super::status_changes::{BodyChangeRequest, BodyReinstatement, BodySuspension, BodyWithdrawal};
use crate::error::Error;
use crate::http::authentication::Authenticated;
use crate::http::extract::{Body, IdempotencyKey};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::auditors::{AuditorReference, MOST};
use crate::registry::bodies::{self, BodyChanges, NewBody, status_word};
use crate::registry::idempotency::StoredAnswer;
use crate::registry::status_changes::NewStatusChange;
use crate::registry::{StatusRecord, Work};
use crate::scheme::Complaint;
use crate::scheme::country::CountryCode;
use crate::scheme::text::{Contact, ForeignNumber, Slug, Title, website};

pub mod listing;

/// A Registered Certification Body.
#[derive(Debug, Serialize, ToSchema)]
pub struct BodyView {
    /// Its id.
    pub id: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Where it is (ISO 3166-1).
    pub country: String,
    /// Its website.
    pub website: Option<String>,
    /// Whom to ask there.
    pub contact: Option<String>,
    /// Who accredited it.
    pub accredited_by: Option<String>,
    /// The number of that accreditation.
    pub accreditation_number: Option<String>,
    /// `listed`, `suspended` or `withdrawn` today, or on the day that a list was asked for; null before the listing begins.
    pub status: Option<String>,
    /// The first day of the listing.
    pub listed_on: NaiveDate,
    /// What happened to the listing since, in the order of recording.
    pub history: Vec<ListingChangeView>,
    /// When it was registered here.
    pub registered_at: DateTime<Utc>,
}

/// A change of a listing. By whom is on record, and not for the public.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListingChangeView {
    /// `suspension`, `reinstatement` or `withdrawal`.
    pub kind: String,
    /// The first day of it.
    pub effective_on: NaiveDate,
    /// Why, in words.
    pub reason: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

impl From<&StatusRecord> for ListingChangeView {
    fn from(record: &StatusRecord) -> Self {
        Self {
            kind: record.change.kind().to_owned(),
            effective_on: record.change.from(),
            reason: record.reason.clone(),
            recorded_at: record.recorded_at,
        }
    }
}

impl BodyView {
    fn new(body: &bodies::Body, today: NaiveDate) -> Self {
        Self {
            id: body.id.to_string(),
            slug: body.slug.as_str().to_owned(),
            name: body.name.clone(),
            country: body.country.to_string(),
            website: body.website.clone(),
            contact: body.contact.clone(),
            accredited_by: body.accredited_by.clone(),
            accreditation_number: body.accreditation_number.clone(),
            status: status_word(body.listing().status_on(today)).map(str::to_owned),
            listed_on: body.listed_on,
            history: body.status_changes.iter().map(Into::into).collect(),
            registered_at: body.registered_at,
        }
    }
}

/// A body that is to be listed.
#[derive(ToSchema)]
#[schema(example = json!({"name": "Nordic Certification AB", "country": "SE", "website": "https://nordic.example", "listed_on": "2024-01-01", "auditors": [{"certificate_number": "7K3M-9QXP-T2VC"}, {"approved_auditor_id": "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00"}]}))]
pub struct BodyRequest {
    /// Its name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Its name in addresses; made from the name when left out.
    #[schema(max_length = 80, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")]
    pub slug: Option<String>,
    /// Where it is (ISO 3166-1).
    #[schema(pattern = "^[A-Z]{2}$")]
    pub country: String,
    /// Its website.
    #[schema(max_length = 500)]
    pub website: Option<String>,
    /// Whom to ask there.
    #[schema(min_length = 1, max_length = 500)]
    pub contact: Option<String>,
    /// Who accredited it.
    #[schema(min_length = 1, max_length = 200)]
    pub accredited_by: Option<String>,
    /// The number of that accreditation.
    #[schema(min_length = 1, max_length = 100)]
    pub accreditation_number: Option<String>,
    /// The first day of the listing; today when left out.
    pub listed_on: Option<NaiveDate>,
    /// The approved auditors whom the listing names, at most 50. Each must count today, and there must be as many as the
    /// scheme asks for: at least two.
    #[schema(max_items = 50)]
    pub auditors: Vec<AuditorRequest>,
}

impl FromObject for NewBody {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let name = object.required("name", Title::parse);
        let slug = object.optional("slug", Slug::parse);
        let country = object.required("country", CountryCode::parse);
        let website = object.optional("website", website);
        let contact = object.optional("contact", Contact::parse);
        let accredited_by = object.optional("accredited_by", Title::parse);
        let accreditation_number = object.optional("accreditation_number", ForeignNumber::parse);
        let listed_on = object.optional_date("listed_on");
        let auditors = object.required_array_of_objects("auditors", 0..=MOST, AuditorReference::from_object);
        Some(Self {
            name: name?,
            slug,
            country: country?,
            website,
            contact,
            accredited_by,
            accreditation_number,
            listed_on,
            auditors: auditors?,
        })
    }
}

/// What is to change of a body. What is left out stays; null clears.
#[derive(ToSchema)]
#[schema(example = json!({"website": "https://nordic.example/certification", "contact": null}))]
pub struct BodyPatch {
    /// Its name.
    #[schema(min_length = 1, max_length = 200, nullable = false)]
    pub name: Option<String>,
    /// Where it is (ISO 3166-1).
    #[schema(pattern = "^[A-Z]{2}$", nullable = false)]
    pub country: Option<String>,
    /// Its website.
    #[schema(max_length = 500)]
    pub website: Option<String>,
    /// Whom to ask there.
    #[schema(min_length = 1, max_length = 500)]
    pub contact: Option<String>,
    /// Who accredited it.
    #[schema(min_length = 1, max_length = 200)]
    pub accredited_by: Option<String>,
    /// The number of that accreditation.
    #[schema(min_length = 1, max_length = 100)]
    pub accreditation_number: Option<String>,
}

impl FromObject for BodyChanges {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        Some(Self {
            name: object.replacement("name", Title::parse),
            country: object.replacement("country", CountryCode::parse),
            website: object.change("website", website),
            contact: object.change("contact", Contact::parse),
            accredited_by: object.change("accredited_by", Title::parse),
            accreditation_number: object.change("accreditation_number", ForeignNumber::parse),
        })
    }
}

/// The word among `words` that `text` is.
pub(super) fn one_of(text: &str, words: &[&'static str]) -> Result<&'static str, Complaint> {
    words
        .iter()
        .copied()
        .find(|word| *word == text)
        .ok_or_else(|| Complaint::new("unknown_word", format!("must be one of {}", words.join(", "))))
}

/// Read a body
#[utoipa::path(tag = "bodies",
    params(("id" = String, Path, description = "The body's id or slug", example = "nordic-certification-ab")),
    responses((status = 200, description = "The body", body = BodyView)))]
#[get("/v1/bodies/{id}")]
pub async fn read_body(id: Path<String>, state: Data<Arc<State>>) -> Result<HttpResponse, ApiError> {
    let view = state.read(None, move |work| {
        let today = work.today();
        Ok(BodyView::new(&bodies::find(work, &id)?, today))
    });
    Ok(public(HttpResponse::Ok().json(view.await?), PUBLIC_SECONDS))
}

/// List a new body
///
/// Refused (`too_few_auditors`) where fewer of the auditors whom it names count today than a listing needs; `errors` says
/// who does not, and why.
#[utoipa::path(tag = "bodies", security(("bearer" = [])), request_body = BodyRequest,
    responses((status = 201, description = "The body is listed", body = BodyView)))]
#[post("/v1/bodies")]
pub async fn create_body(
    request: HttpRequest,
    caller: Authenticated,
    key: IdempotencyKey,
    body: Body<NewBody>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        let body = bodies::list_new(work, body.value.clone())?;
        created(format!("/v1/bodies/{}", body.id), &BodyView::new(&body, work.today()))
    })
    .await
}

/// Change a body
#[utoipa::path(tag = "bodies", security(("bearer" = [])), request_body = BodyPatch,
    params(("id" = String, Path, description = "The body's id or slug")),
    responses((status = 200, description = "The body as it is now", body = BodyView)))]
#[patch("/v1/bodies/{id}")]
pub async fn change_body(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    body: Body<BodyChanges>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let if_match = IfMatch::of(&request)?;
    let view = state.write(caller.0, move |work| {
        let today = work.today();
        let changed = bodies::change(work, &id, |known| if_match.check(&BodyView::new(known, today)), &body.value)?;
        Ok(BodyView::new(&changed, today))
    });
    changed(&view.await?)
}

fn change_status(work: &mut Work<'_>, id: &str, change: &NewStatusChange) -> Result<StoredAnswer, Error> {
    let body = bodies::change_status(work, id, change)?;
    created(format!("/v1/bodies/{}", body.id), &BodyView::new(&body, work.today()))
}

/// Suspend a listing
#[utoipa::path(tag = "bodies", security(("bearer" = [])), request_body = BodyChangeRequest,
    params(("id" = String, Path, description = "The body's id or slug")),
    responses((status = 201, description = "The body as it is now", body = BodyView)))]
#[post("/v1/bodies/{id}/suspensions")]
pub async fn suspend_body(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<BodySuspension>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| change_status(work, &id, &body.value.0)).await
}

/// Reinstate a suspended listing
#[utoipa::path(tag = "bodies", security(("bearer" = [])), request_body = BodyChangeRequest,
    params(("id" = String, Path, description = "The body's id or slug")),
    responses((status = 201, description = "The body as it is now", body = BodyView)))]
#[post("/v1/bodies/{id}/reinstatements")]
pub async fn reinstate_body(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<BodyReinstatement>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| change_status(work, &id, &body.value.0)).await
}

/// Withdraw a listing
#[utoipa::path(tag = "bodies", security(("bearer" = [])), request_body = BodyChangeRequest,
    params(("id" = String, Path, description = "The body's id or slug")),
    responses((status = 201, description = "The body as it is now", body = BodyView)))]
#[post("/v1/bodies/{id}/withdrawals")]
pub async fn withdraw_body(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<BodyWithdrawal>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| change_status(work, &id, &body.value.0)).await
}
