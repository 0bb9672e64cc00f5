//! Candidates: for the bodies that know them, and for registrars. With them their eligibility.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answers::{IfMatch, Sent, changed, create, created};
use super::lists::{self, Listing, PartParameters, PartQuery};
use crate::error::Error;
use crate::http::assessment::AssessmentView;
use crate::http::authentication::Authenticated;
use crate::http::extract::{Body, IdempotencyKey, Parameters};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::ids::CandidateId;
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::candidates::{self, Candidate, CandidateChanges, NewCandidate};
use crate::registry::eligibility;
use crate::scheme::country::CountryCode;
use crate::scheme::person::{FamilyName, GivenNames};
use crate::scheme::text::{email, line};

/// A candidate.
#[derive(Debug, Serialize, ToSchema)]
pub struct CandidateView {
    /// The candidate's id.
    pub id: String,
    /// The candidate's number: an identifier that opens nothing without the birth date.
    #[schema(example = "4J7RT-9WQ2C")]
    pub number: String,
    /// All names but the family name.
    pub given_names: Option<String>,
    /// The family name, or the only name.
    pub family_name: String,
    /// The day of birth.
    pub birth_date: NaiveDate,
    /// Where to write.
    pub email: Option<String>,
    /// Where the candidate lives (ISO 3166-1).
    pub country: Option<String>,
    /// Whether the candidate agreed to be shown by name.
    pub listed: bool,
    /// The body that registered the candidate, or in whose name a registrar did; null when a registrar did in nobody's.
    pub registered_by_body_id: Option<String>,
    /// When.
    pub registered_at: DateTime<Utc>,
    /// When the record last changed.
    pub changed_at: DateTime<Utc>,
}

impl From<&Candidate> for CandidateView {
    fn from(candidate: &Candidate) -> Self {
        Self {
            id: candidate.id.to_string(),
            number: candidate.number.to_string(),
            given_names: candidate.given_names.as_ref().map(|names| names.as_str().to_owned()),
            family_name: candidate.family_name.as_str().to_owned(),
            birth_date: candidate.birth_date,
            email: candidate.email.clone(),
            country: candidate.country.map(|country| country.to_string()),
            listed: candidate.listed,
            registered_by_body_id: candidate.registered_by_body.map(|body| body.to_string()),
            registered_at: candidate.registered_at,
            changed_at: candidate.changed_at,
        }
    }
}

/// A candidate who is to be registered.
#[derive(ToSchema)]
#[schema(example = json!({"given_names": "Adèle", "family_name": "Gaillard", "birth_date": "1996-05-01", "email": "adele@example.org", "country": "FR", "listed": true}))]
pub struct CandidateRequest {
    /// All names but the family name.
    #[schema(min_length = 1, max_length = 200)]
    pub given_names: Option<String>,
    /// The family name, or the only name: at least one letter, in any script.
    #[schema(min_length = 1, max_length = 200)]
    pub family_name: String,
    /// The day of birth: from 1900-01-01 to yesterday.
    pub birth_date: NaiveDate,
    /// Where to write.
    #[schema(format = "email", max_length = 254)]
    pub email: Option<String>,
    /// Where the candidate lives (ISO 3166-1).
    #[schema(pattern = "^[A-Z]{2}$")]
    pub country: Option<String>,
    /// Whether the candidate agreed to be shown by name; not, when left out.
    pub listed: Option<bool>,
    /// The body in whose name the candidate is registered: id or slug. For registrars; a body is always itself.
    pub body_id: Option<String>,
}

/// A candidate as the request describes it.
pub struct CandidateRegistration {
    new: NewCandidate,
    body: Option<String>,
}

impl FromObject for CandidateRegistration {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let given_names = object.optional("given_names", GivenNames::parse);
        let family_name = object.required("family_name", FamilyName::parse);
        let birth_date = object.required_date("birth_date");
        let email = object.optional("email", email);
        let country = object.optional("country", CountryCode::parse);
        let listed = object.optional_boolean("listed").unwrap_or(false);
        let body = object.optional("body_id", |text| line(text, 100));
        let (family_name, birth_date) = (family_name?, birth_date?);
        Some(Self { new: NewCandidate { given_names, family_name, birth_date, email, country, listed }, body })
    }
}

/// What is to change of a candidate. What is left out stays; null clears.
#[derive(ToSchema)]
#[schema(example = json!({"family_name": "Gaillard-Petit", "email": null}))]
pub struct CandidatePatch {
    /// All names but the family name.
    #[schema(min_length = 1, max_length = 200)]
    pub given_names: Option<String>,
    /// The family name, or the only name.
    #[schema(min_length = 1, max_length = 200, nullable = false)]
    pub family_name: Option<String>,
    /// The day of birth.
    #[schema(nullable = false)]
    pub birth_date: Option<NaiveDate>,
    /// Where to write.
    #[schema(format = "email", max_length = 254)]
    pub email: Option<String>,
    /// Where the candidate lives (ISO 3166-1).
    #[schema(pattern = "^[A-Z]{2}$")]
    pub country: Option<String>,
    /// Whether the candidate agreed to be shown by name; null keeps it as it is.
    pub listed: Option<bool>,
}

impl FromObject for CandidateChanges {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        Some(Self {
            given_names: object.change("given_names", GivenNames::parse),
            family_name: object.replacement("family_name", FamilyName::parse),
            birth_date: object.replacement("birth_date", crate::input::object::parse_date),
            email: object.change("email", email),
            country: object.change("country", CountryCode::parse),
            listed: object.optional_boolean("listed"),
        })
    }
}

/// List the candidates
///
/// A body sees its own. `POST /v1/candidate-searches` finds one by the number.
#[utoipa::path(tag = "candidates", security(("bearer" = [])), params(PartParameters),
    responses((status = 200, description = "A part of the list, in the order of registration", body = Listing<CandidateView>)))]
#[get("/v1/candidates")]
pub async fn list_candidates(
    request: HttpRequest,
    caller: Authenticated,
    query: Parameters<PartQuery>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let part = query.0.request(&request)?;
    let page = state.read(Some(caller.0), move |work| candidates::list(work, &part)).await?;
    Ok(lists::answer(&request, page.map(|candidate| CandidateView::from(&candidate))))
}

/// Register a candidate
#[utoipa::path(tag = "candidates", security(("bearer" = [])), request_body = CandidateRequest,
    responses((status = 201, description = "The candidate is registered", body = CandidateView)))]
#[post("/v1/candidates")]
pub async fn create_candidate(
    request: HttpRequest,
    caller: Authenticated,
    key: IdempotencyKey,
    body: Body<CandidateRegistration>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        let candidate = candidates::register(work, body.value.new.clone(), body.value.body.as_deref())?;
        created(format!("/v1/candidates/{}", candidate.id), &CandidateView::from(&candidate))
    })
    .await
}

/// The candidate's id in an address.
pub(super) fn parse_id(id: &str) -> Result<CandidateId, Error> {
    CandidateId::parse(id).ok_or(Error::NotFound("candidate"))
}

/// Read a candidate
#[utoipa::path(tag = "candidates", security(("bearer" = [])),
    params(("id" = String, Path, description = "The candidate's id")),
    responses((status = 200, description = "The candidate", body = CandidateView)))]
#[get("/v1/candidates/{id}")]
pub async fn read_candidate(
    caller: Authenticated,
    id: Path<String>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let candidate = state.read(Some(caller.0), move |work| candidates::find(work, parse_id(&id)?)).await?;
    Ok(HttpResponse::Ok().json(CandidateView::from(&candidate)))
}

/// Change a candidate
///
/// For the body that registered the candidate, and for registrars. Of somebody who holds or held a certificate a body
/// changes neither names nor birth date here: it asks for that with `POST /v1/candidates/{id}/identity-changes`.
#[utoipa::path(tag = "candidates", security(("bearer" = [])), request_body = CandidatePatch,
    params(("id" = String, Path, description = "The candidate's id")),
    responses((status = 200, description = "The candidate as it is now", body = CandidateView)))]
#[patch("/v1/candidates/{id}")]
pub async fn change_candidate(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    body: Body<CandidateChanges>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let if_match = IfMatch::of(&request)?;
    let candidate = state.write(caller.0, move |work| {
        let unchanged = |known: &Candidate| if_match.check(&CandidateView::from(known));
        candidates::change(work, parse_id(&id)?, unchanged, &body.value)
    });
    changed(&CandidateView::from(&candidate.await?))
}

/// On which day.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what `EligibilityQuery` reads")]
pub struct EligibilityParameters {
    /// The day of the sitting; today when left out.
    #[param(nullable = false)]
    on: Option<NaiveDate>,
}

/// On which day, as it is read.
pub struct EligibilityQuery(Option<NaiveDate>);

impl FromObject for EligibilityQuery {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        Some(Self(object.optional_date("on")))
    }
}

/// Assess a candidate's eligibility
///
/// Every requirement, met or unmet, with the evidence that met it or what is missing.
#[utoipa::path(tag = "candidates", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "The candidate's id"),
        ("qualification" = String, Path, description = "The qualification's code", example = "auditor"),
        EligibilityParameters
    ),
    responses((status = 200, description = "The reasoned answer", body = AssessmentView)))]
#[get("/v1/candidates/{id}/eligibility/{qualification}")]
pub async fn assess_eligibility(
    caller: Authenticated,
    path: Path<(String, String)>,
    query: Parameters<EligibilityQuery>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let (id, qualification) = path.into_inner();
    let on = query.0.0;
    let assessment =
        state.read(Some(caller.0), move |work| eligibility::assess(work, parse_id(&id)?, &qualification, on));
    Ok(HttpResponse::Ok().json(AssessmentView::from(&assessment.await?)))
}
