//! Organisations: public to read once a certificate is published, for bodies and registrars to register, for registrars
//! to change.

use std::sync::Arc;

use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::{IfMatch, Sent, changed, create, created};
use super::organisation_certificates::requests::NewOrganisationRequest;
use super::organisation_certificates::told;
use crate::http::authentication::{Authenticated, MaybeAuthenticated};
use crate::http::extract::{Body, IdempotencyKey};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::organisations::{self, NewOrganisation, Organisation, OrganisationChanges};
use crate::scheme::country::CountryCode;
use crate::scheme::text::{ForeignNumber, Region, Title, website};

/// An organisation that is certified, or applies to be.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationView {
    /// Its id.
    pub id: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its name, in its own script.
    pub name: String,
    /// Its name in Latin letters, where it is written in others.
    pub latin_name: Option<String>,
    /// Where it is (ISO 3166-1).
    pub country: String,
    /// The part of the country.
    pub region: Option<String>,
    /// Its website.
    pub website: Option<String>,
    /// Its number in the company register of its country.
    pub registration_number: Option<String>,
    /// When it was registered here.
    pub registered_at: DateTime<Utc>,
    /// When its record was last changed.
    pub changed_at: DateTime<Utc>,
}

impl From<&Organisation> for OrganisationView {
    fn from(organisation: &Organisation) -> Self {
        Self {
            id: organisation.id.to_string(),
            slug: organisation.slug.as_str().to_owned(),
            name: organisation.name.clone(),
            latin_name: organisation.latin_name.clone(),
            country: organisation.country.to_string(),
            region: organisation.region.clone(),
            website: organisation.website.clone(),
            registration_number: organisation.registration_number.clone(),
            registered_at: organisation.registered_at,
            changed_at: organisation.changed_at,
        }
    }
}

/// Where an organisation is.
pub(super) fn address(organisation: &Organisation) -> String {
    format!("/v1/organisations/{}", organisation.id)
}

/// What is to change of an organisation. What is left out stays; null clears.
#[derive(ToSchema)]
#[schema(example = json!({"website": "https://joho.example/en", "region": null}))]
pub struct OrganisationPatch {
    /// Its name, in its own script.
    #[schema(min_length = 1, max_length = 200, nullable = false)]
    pub name: Option<String>,
    /// Its name in Latin letters, where it is written in others.
    #[schema(min_length = 1, max_length = 200)]
    pub latin_name: Option<String>,
    /// Where it is (ISO 3166-1).
    #[schema(pattern = "^[A-Z]{2}$", nullable = false)]
    pub country: Option<String>,
    /// The part of the country.
    #[schema(min_length = 1, max_length = 100)]
    pub region: Option<String>,
    /// Its website.
    #[schema(max_length = 500)]
    pub website: Option<String>,
    /// Its number in the company register of its country.
    #[schema(min_length = 1, max_length = 100)]
    pub registration_number: Option<String>,
}

impl FromObject for OrganisationChanges {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        Some(Self {
            name: object.replacement("name", Title::parse),
            latin_name: object.change("latin_name", Title::parse),
            country: object.replacement("country", CountryCode::parse),
            region: object.change("region", Region::parse),
            website: object.change("website", website),
            registration_number: object.change("registration_number", ForeignNumber::parse),
        })
    }
}

/// Read an organisation
///
/// The id or slug of one that was found to be a duplicate leads to the one that it is; `Content-Location` names that one.
/// Before a certificate of it is published, registrars and the bodies that registered it or applied for a certificate of
/// it find it, with their token.
#[utoipa::path(tag = "organisations", security((), ("bearer" = [])),
    params(("id" = String, Path, description = "The organisation's id or slug", example = "tokyo-joho-k-k")),
    responses((status = 200, description = "The organisation", body = OrganisationView)))]
#[get("/v1/organisations/{id}")]
pub async fn read_organisation(
    caller: MaybeAuthenticated,
    id: Path<String>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let caller = caller.0;
    let found = state.read(caller, move |work| organisations::find_visible(work, &id)).await?;
    let mut response = HttpResponse::Ok().json(OrganisationView::from(&found));
    if let Ok(location) = HeaderValue::from_str(&address(&found)) {
        response.headers_mut().insert(header::CONTENT_LOCATION, location);
    }
    Ok(told(caller, response))
}

/// Register an organisation
///
/// It has no certificate yet. An application for a certificate may also name its organisation itself.
#[utoipa::path(tag = "organisations", security(("bearer" = [])), request_body = NewOrganisationRequest,
    responses((status = 201, description = "The organisation is registered", body = OrganisationView)))]
#[post("/v1/organisations")]
pub async fn create_organisation(
    request: HttpRequest,
    caller: Authenticated,
    key: IdempotencyKey,
    body: Body<NewOrganisation>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        let organisation = organisations::register_new(work, body.value.clone())?;
        created(address(&organisation), &OrganisationView::from(&organisation))
    })
    .await
}

/// Change an organisation
#[utoipa::path(tag = "organisations", security(("bearer" = [])), request_body = OrganisationPatch,
    params(("id" = String, Path, description = "The organisation's id or slug")),
    responses((status = 200, description = "The organisation as it is now", body = OrganisationView)))]
#[patch("/v1/organisations/{id}")]
pub async fn change_organisation(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    body: Body<OrganisationChanges>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let if_match = IfMatch::of(&request)?;
    let view = state.write(caller.0, move |work| {
        let unchanged = |known: &Organisation| if_match.check(&OrganisationView::from(known));
        let changed = organisations::change(work, &id, unchanged, &body.value)?;
        Ok(OrganisationView::from(&changed))
    });
    changed(&view.await?)
}
