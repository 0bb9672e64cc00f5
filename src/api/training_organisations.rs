//! Training organisations: public to read, for registrars to accredit.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answers::{PUBLIC_SECONDS, Sent, create, created, public};
use super::courses::course_facets;
use super::lists::{Listing, PartParameters, PartQuery};
use super::tables::{self, FormatParameter, Row, Wanted};
use crate::http::authentication::Authenticated;
use crate::http::extract::{Body, IdempotencyKey, Parameters};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::directory::{Facet, Search, Standing};
use crate::registry::training::{self, NewTrainingOrganisation, TrainingOrganisation};
use crate::scheme::calendar::Period;
use crate::scheme::country::CountryCode;
use crate::scheme::search;
use crate::scheme::text::{Slug, Title, website};

/// A training organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingOrganisationView {
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
    /// The first day of its accreditation.
    pub accredited_from: NaiveDate,
    /// The last day of its accreditation.
    pub accredited_until: Option<NaiveDate>,
    /// When it was registered here.
    pub registered_at: DateTime<Utc>,
}

impl From<TrainingOrganisation> for TrainingOrganisationView {
    fn from(organisation: TrainingOrganisation) -> Self {
        Self {
            id: organisation.id.to_string(),
            slug: organisation.slug.as_str().to_owned(),
            name: organisation.name,
            country: organisation.country.to_string(),
            website: organisation.website,
            accredited_from: organisation.accredited.from,
            accredited_until: organisation.accredited.until,
            registered_at: organisation.registered_at,
        }
    }
}

/// A training organisation that is to be accredited.
#[derive(ToSchema)]
#[schema(example = json!({"name": "Lernwerk Akademie", "country": "DE", "website": "https://lernwerk.example", "accredited_from": "2024-01-01"}))]
pub struct TrainingOrganisationRequest {
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
    /// The first day of its accreditation.
    pub accredited_from: NaiveDate,
    /// The last day of its accreditation.
    pub accredited_until: Option<NaiveDate>,
}

impl FromObject for NewTrainingOrganisation {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let name = object.required("name", Title::parse);
        let slug = object.optional("slug", Slug::parse);
        let country = object.required("country", CountryCode::parse);
        let website = object.optional("website", website);
        let from = object.required_date("accredited_from");
        let until = object.optional_date("accredited_until");
        Some(Self { name: name?, slug, country: country?, website, accredited: Period { from: from?, until } })
    }
}

/// Which training organisations are wanted.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what `TrainingOrganisationQuery` reads")]
pub struct TrainingOrganisationParameters {
    /// In this country (ISO 3166-1).
    #[param(pattern = "^[A-Z]{2}$", example = "DE", nullable = false)]
    country: Option<String>,
    /// With a course for this qualification.
    #[param(example = "auditor", nullable = false)]
    qualification: Option<String>,
    /// With a course in this language (BCP 47).
    #[param(pattern = "^[a-z]{2,3}(-[A-Z]{2})?$", example = "de", nullable = false)]
    language: Option<String>,
    /// With a course given so: `classroom` or `online`.
    #[param(pattern = "^(classroom|online)$", nullable = false)]
    delivery: Option<String>,
    /// Accredited, with the course that is asked for, on this day.
    #[param(nullable = false)]
    on: Option<NaiveDate>,
    /// With these words or parts of words in the name, in any order; case and accents do not matter.
    #[param(min_length = 1, max_length = 200, nullable = false)]
    q: Option<String>,
}

/// Which training organisations are wanted, as it is read.
pub struct TrainingOrganisationQuery {
    words: Option<String>,
    facets: Vec<(Facet, String)>,
    on: Option<NaiveDate>,
    list: PartQuery,
    format: Wanted,
}

impl FromObject for TrainingOrganisationQuery {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let facets = course_facets(object);
        let on = object.optional_date("on");
        let words = object.optional("q", search::line);
        let list = PartQuery::from_object(object);
        let format = Wanted::read(object);
        Some(Self { words, facets, on, list: list?, format })
    }
}

impl Row for TrainingOrganisationView {
    const TABLE: &'static str = "training-organisations";
    const COLUMNS: &'static [&'static str] =
        &["id", "slug", "name", "country", "website", "accredited_from", "accredited_until", "registered_at"];
}

/// List the training organisations
///
/// In the order of the names; with words to look for, the best answers first.
#[utoipa::path(tag = "training", params(TrainingOrganisationParameters, PartParameters, FormatParameter),
    responses((status = 200, description = "A part of the list", content(
        (Listing<TrainingOrganisationView> = "application/json"), (String = "text/csv")))))]
#[get("/v1/training-organisations")]
pub async fn list_training_organisations(
    request: HttpRequest,
    query: Parameters<TrainingOrganisationQuery>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let TrainingOrganisationQuery { words, facets, on, list, format } = query.0;
    let part = list.request(&request)?;
    let page = state.read(None, move |work| {
        let day = on.unwrap_or_else(|| work.today());
        let status = on.map(|_| Standing::Accredited);
        let wanted = Search { query: words.clone(), facets: facets.clone(), status, ..Search::of(day) };
        training::search_organisations(work, &wanted, &part)
    });
    Ok(public(tables::answer(&request, format, page.await?.map(TrainingOrganisationView::from))?, PUBLIC_SECONDS))
}

/// Read a training organisation
#[utoipa::path(tag = "training",
    params(("id" = String, Path, description = "The training organisation's id or slug", example = "lernwerk-akademie")),
    responses((status = 200, description = "The training organisation", body = TrainingOrganisationView)))]
#[get("/v1/training-organisations/{id}")]
pub async fn read_training_organisation(id: Path<String>, state: Data<Arc<State>>) -> Result<HttpResponse, ApiError> {
    let found = state.read(None, move |work| training::find_organisation(work, &id)).await?;
    Ok(public(HttpResponse::Ok().json(TrainingOrganisationView::from(found)), PUBLIC_SECONDS))
}

/// Accredit a training organisation
#[utoipa::path(tag = "training", security(("bearer" = [])), request_body = TrainingOrganisationRequest,
    responses((status = 201, description = "It is accredited", body = TrainingOrganisationView)))]
#[post("/v1/training-organisations")]
pub async fn create_training_organisation(
    request: HttpRequest,
    caller: Authenticated,
    key: IdempotencyKey,
    body: Body<NewTrainingOrganisation>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        let organisation = training::accredit_organisation(work, body.value.clone())?;
        let location = format!("/v1/training-organisations/{}", organisation.id);
        created(location, &TrainingOrganisationView::from(organisation))
    })
    .await
}
