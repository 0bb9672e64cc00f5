//! Records that look like one organisation, and those that a registrar told apart: for registrars.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answers::{Sent, create, created_beside};
use super::lists::{self, Listing, PartParameters, PartQuery};
use super::organisations::OrganisationView;
use crate::http::authentication::Authenticated;
use crate::http::extract::{Body, IdempotencyKey, Parameters};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::organisations::{self, Distinction, DuplicatePair, NewDistinction};
use crate::scheme::Complaint;
use crate::scheme::resemblance::{Reason, Resemblance};
use crate::scheme::text::{self, line};

/// Two organisations that look like one.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationDuplicateView {
    /// The id of the pair.
    pub id: String,
    /// The two, the one that was registered first in front.
    #[schema(min_items = 2, max_items = 2)]
    pub organisations: Vec<OrganisationView>,
    /// Why they look like one, the weightiest reason first.
    pub reasons: Vec<ResemblanceView>,
}

/// Why two organisations look like one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Resemblance)]
pub struct ResemblanceView {
    /// `same_registration_number`, `same_name`, `same_latin_name`, `same_website` or `similar_name`.
    pub code: String,
    /// In words.
    pub detail: String,
}

impl From<Resemblance> for ResemblanceView {
    fn from(resemblance: Resemblance) -> Self {
        Self { code: resemblance.reason.as_str().to_owned(), detail: resemblance.detail }
    }
}

impl From<DuplicatePair> for OrganisationDuplicateView {
    fn from(DuplicatePair { pair, reasons }: DuplicatePair) -> Self {
        Self {
            id: format!("{}~{}", pair.first.id, pair.second.id),
            organisations: vec![(&pair.first).into(), (&pair.second).into()],
            reasons: reasons.into_iter().map(Into::into).collect(),
        }
    }
}

/// Which pairs are wanted.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what `DuplicateQuery` reads")]
pub struct DuplicateParameters {
    /// With this organisation: its id or slug.
    #[param(min_length = 1, max_length = 100, nullable = false)]
    organisation: Option<String>,
    /// That look like one for this reason, perhaps among others.
    #[param(
        pattern = "^(same_registration_number|same_name|same_latin_name|same_website|similar_name)$",
        nullable = false
    )]
    reason: Option<String>,
}

/// Which pairs are wanted, as it is read.
pub struct DuplicateQuery {
    organisation: Option<String>,
    reason: Option<Reason>,
    list: PartQuery,
}

impl FromObject for DuplicateQuery {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let organisation = object.optional("organisation", |text| line(text, 100));
        let reason = object.optional("reason", |text| {
            let words = Reason::ALL.map(Reason::as_str).join(", ");
            Reason::parse(text).ok_or_else(|| Complaint::new("unknown_word", format!("must be one of {words}")))
        });
        let list = PartQuery::from_object(object);
        Some(Self { organisation, reason, list: list? })
    }
}

/// List the organisations that look like one
///
/// Pairs come from the records themselves whenever one is registered or changed: the same number in the register of a
/// country, the same name but for case, accents, spaces and legal form (in any script, or in Latin letters), the same
/// host of the website, or names of one country that share three in five of their groups of three letters. Pairs that
/// were merged or told apart are not here. Not found are translations, abbreviations and spellings in other letters
/// without a Latin name; where more than fifty look like one, those that look most like it come first.
#[utoipa::path(tag = "organisations", security(("bearer" = [])), params(DuplicateParameters, PartParameters),
    responses((status = 200, description = "A part of the list, in the order of registration", body = Listing<OrganisationDuplicateView>)))]
#[get("/v1/organisation-duplicates")]
pub async fn list_organisation_duplicates(
    request: HttpRequest,
    caller: Authenticated,
    query: Parameters<DuplicateQuery>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let DuplicateQuery { organisation, reason, list } = query.0;
    let part = list.request(&request)?;
    let page = state
        .read(Some(caller.0), move |work| organisations::list_duplicates(work, organisation.as_deref(), reason, &part));
    Ok(lists::answer(&request, page.await?.map(OrganisationDuplicateView::from)))
}

/// Two organisations that are to be told apart.
#[derive(ToSchema)]
#[schema(example = json!({"organisation_ids": ["nordwind-gmbh", "nordwind-ag"], "reason": "Two companies of one family, each with a register entry."}))]
pub struct DistinctionRequest {
    /// The two: ids or slugs.
    #[schema(min_items = 2, max_items = 2)]
    pub organisation_ids: Vec<String>,
    /// Why they are two, in words.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

impl FromObject for NewDistinction {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        if !object.has("organisation_ids") {
            object.complain("organisation_ids", Complaint::new("required", "is missing"));
        }
        let ids = object.optional_array_of_texts("organisation_ids", 2..=2, |text| line(text, 100));
        let reason = object.required("reason", text::Reason::parse);
        let [first, second] = <[String; 2]>::try_from(ids?).ok()?;
        Some(Self { first, second, reason: reason? })
    }
}

/// Two organisations that a registrar told apart.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationDistinctionView {
    /// The id of the pair.
    pub id: String,
    /// The ids of the two, the one that was registered first in front.
    #[schema(min_items = 2, max_items = 2)]
    pub organisation_ids: Vec<String>,
    /// Why they are two, in words.
    pub reason: String,
    /// Who told them apart.
    pub decided_by: String,
    /// When.
    pub decided_at: DateTime<Utc>,
}

impl From<Distinction> for OrganisationDistinctionView {
    fn from(distinction: Distinction) -> Self {
        Self {
            id: distinction.key(),
            organisation_ids: vec![distinction.first.to_string(), distinction.second.to_string()],
            reason: distinction.reason,
            decided_by: distinction.decided_by,
            decided_at: distinction.decided_at,
        }
    }
}

/// List the organisations that were told apart
#[utoipa::path(tag = "organisations", security(("bearer" = [])), params(PartParameters),
    responses((status = 200, description = "A part of the list, in the order of registration", body = Listing<OrganisationDistinctionView>)))]
#[get("/v1/organisation-distinctions")]
pub async fn list_organisation_distinctions(
    request: HttpRequest,
    caller: Authenticated,
    query: Parameters<PartQuery>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let part = query.0.request(&request)?;
    let page = state.read(Some(caller.0), move |work| organisations::list_distinctions(work, &part));
    Ok(lists::answer(&request, page.await?.map(OrganisationDistinctionView::from)))
}

/// Tell two organisations apart
///
/// They look like one and are two: the pair does not come again, and they are not merged unless that is taken back.
#[utoipa::path(tag = "organisations", security(("bearer" = [])), request_body = DistinctionRequest,
    responses((status = 201, description = "It is on record", body = OrganisationDistinctionView)))]
#[post("/v1/organisation-distinctions")]
pub async fn distinguish_organisations(
    request: HttpRequest,
    caller: Authenticated,
    key: IdempotencyKey,
    body: Body<NewDistinction>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        let distinction = organisations::distinguish(work, &body.value)?;
        let location = format!("/v1/organisation-duplicates?organisation={}", distinction.first);
        created_beside(location, &OrganisationDistinctionView::from(distinction))
    })
    .await
}
