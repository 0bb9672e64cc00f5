//! Organisation certificates: public once they are published; before that for the body that submitted and for registrars.

use std::sync::Arc;

use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::NaiveDate;
use utoipa::IntoParams;

use super::answers::{PUBLIC_SECONDS, Sent, create, created_beside, dated_tag, public, unchanged};
use super::bodies::one_of;
use super::lists::{self, Listing, PartParameters, PartQuery};
use crate::auth::permission::Caller;
use crate::error::Error;
use crate::http::authentication::{Authenticated, MaybeAuthenticated};
use crate::http::extract::{Body, IdempotencyKey, Parameters};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::Work;
use crate::registry::idempotency::StoredAnswer;
use crate::registry::organisation_certificates::{
    self as certificates, NewOrganisationCertificate, OrganisationCertificate, OrganisationCertificateQuery, Outcome,
    StatusWanted,
};
use crate::scheme::country::CountryCode;
use crate::scheme::definition::EditionCode;
use crate::scheme::organisation_certificate as scheme;
use crate::scheme::text::{Slug, line};

pub mod decisions;
pub mod requests;
pub mod views;

use requests::OrganisationCertificateRequest;
use views::{OrganisationCertificateHistoryView, OrganisationCertificateView};

/// The longest code of an edition that is looked for.
const LONGEST_EDITION: usize = 20;

/// Which organisation certificates are wanted.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what `OrganisationCertificateListQuery` reads")]
pub struct OrganisationCertificateListParameters {
    /// In this state: `submitted`, `returned`, `published` or `application_withdrawn`. All but `published` show only what
    /// the asker may see.
    #[param(pattern = "^(submitted|returned|published|application_withdrawn)$", nullable = false)]
    state: Option<String>,
    /// Published, with this status on the day: `not_yet`, `valid`, `suspended`, `withdrawn` or `expired`.
    #[param(pattern = "^(not_yet|valid|suspended|withdrawn|expired)$", nullable = false)]
    status: Option<String>,
    /// Against this edition of ISO/IEC 20000-1.
    #[param(min_length = 1, max_length = 20, example = "2018", nullable = false)]
    edition: Option<String>,
    /// Of an organisation in this country, or with a site there (ISO 3166-1).
    #[param(pattern = "^[A-Z]{2}$", example = "JP", nullable = false)]
    country: Option<String>,
    /// For which this body answers on the day: id or slug.
    #[param(min_length = 1, max_length = 80, nullable = false)]
    body: Option<String>,
    /// Of this organisation: id or slug.
    #[param(min_length = 1, max_length = 80, nullable = false)]
    organisation: Option<String>,
    /// The day of which status and body speak; today when left out.
    #[param(nullable = false)]
    on: Option<NaiveDate>,
}

/// Which organisation certificates are wanted, as it is read.
pub struct OrganisationCertificateListQuery {
    query: OrganisationCertificateQuery,
    list: PartQuery,
}

impl FromObject for OrganisationCertificateListQuery {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let state_words: Vec<_> = scheme::State::ALL.iter().map(|state| state.as_str()).collect();
        let status_words = StatusWanted::ALL.map(StatusWanted::as_str);
        let state = object.optional("state", |text| one_of(text, &state_words)).and_then(scheme::State::restore);
        let status = object.optional("status", |text| one_of(text, &status_words)).and_then(StatusWanted::restore);
        let edition = object.optional("edition", |text| line(text, LONGEST_EDITION)).map(EditionCode::new);
        let country = object.optional("country", CountryCode::parse);
        let body = object.optional("body", |text| line(text, Slug::LONGEST));
        let organisation = object.optional("organisation", |text| line(text, Slug::LONGEST));
        let on = object.optional_date("on");
        let list = PartQuery::from_object(object);
        let query = OrganisationCertificateQuery { state, status, edition, country, body, organisation, on };
        Some(Self { query, list: list? })
    }
}

/// Of which day.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what `OrganisationCertificateDay` reads")]
pub struct OrganisationCertificateParameters {
    /// The day of which status, body and number speak; today when left out.
    #[param(nullable = false)]
    on: Option<NaiveDate>,
}

/// Of which day, as it is read.
pub struct OrganisationCertificateDay(Option<NaiveDate>);

impl FromObject for OrganisationCertificateDay {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        Some(Self(object.optional_date("on")))
    }
}

/// What anybody is told may be kept for a while; what is told to somebody in particular is kept by nobody.
pub(super) fn told(caller: Option<Caller>, response: HttpResponse) -> HttpResponse {
    let mut response = if caller.is_none() { public(response, PUBLIC_SECONDS) } else { response };
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding, authorization"));
    response
}

/// List the organisation certificates
///
/// Anybody sees the published ones. With a token, a body sees its own applications too, and a registrar all of them:
/// `?state=submitted` is what waits for a review.
#[utoipa::path(tag = "organisation certificates", security((), ("bearer" = [])),
    params(OrganisationCertificateListParameters, PartParameters),
    responses((status = 200, description = "A part of the list, in the order of submission", body = Listing<OrganisationCertificateView>)))]
#[get("/v1/organisation-certificates")]
pub async fn list_organisation_certificates(
    request: HttpRequest,
    caller: MaybeAuthenticated,
    query: Parameters<OrganisationCertificateListQuery>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let OrganisationCertificateListQuery { query, list } = query.0;
    let part = list.request(&request)?;
    let page = state.read(caller.0, move |work| {
        let page = certificates::list(work, &query, &part)?;
        Ok(page.map(|shown| OrganisationCertificateView::new(work, &shown)))
    });
    Ok(told(caller.0, lists::answer(&request, page.await?)))
}

/// Read an organisation certificate
#[utoipa::path(tag = "organisation certificates", security((), ("bearer" = [])),
    params(("id" = String, Path, description = "The certificate's id"), OrganisationCertificateParameters),
    responses((status = 200, description = "The certificate, or the application", body = OrganisationCertificateView)))]
#[get("/v1/organisation-certificates/{id}")]
pub async fn read_organisation_certificate(
    caller: MaybeAuthenticated,
    id: Path<String>,
    query: Parameters<OrganisationCertificateDay>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let on = query.0.0;
    let view = state.read(caller.0, move |work| {
        let shown = certificates::read(work, &id, on)?;
        tagged(work, &shown)
    });
    let (view, tag) = view.await?;
    Ok(told(caller.0, HttpResponse::Ok().insert_header((header::ETAG, tag)).json(view)))
}

/// Read an organisation certificate's history
///
/// What happened since it was issued, up to today, for anybody; the steps of the application and the words of every
/// change for the bodies that it concerns and for registrars.
#[utoipa::path(tag = "organisation certificates", security((), ("bearer" = [])),
    params(("id" = String, Path, description = "The certificate's id")),
    responses((status = 200, description = "The history", body = OrganisationCertificateHistoryView)))]
#[get("/v1/organisation-certificates/{id}/history")]
pub async fn read_organisation_certificate_history(
    caller: MaybeAuthenticated,
    id: Path<String>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let view = state.read(caller.0, move |work| {
        let (shown, steps) = certificates::history(work, &id)?;
        Ok(OrganisationCertificateHistoryView::new(&shown, steps.as_deref()))
    });
    Ok(told(caller.0, HttpResponse::Ok().json(view.await?)))
}

/// Submit an organisation certificate
///
/// For the body that audited, or for a registrar who names it. It is published once a registrar has agreed to its scope
/// statement. The very same submission again is answered with what is on record.
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), request_body = OrganisationCertificateRequest,
    responses(
        (status = 201, description = "It is submitted, and waits for its review", body = OrganisationCertificateView),
        (status = 200, description = "The same was submitted before", body = OrganisationCertificateView)
    ))]
#[post("/v1/organisation-certificates")]
pub async fn submit_organisation_certificate(
    request: HttpRequest,
    caller: Authenticated,
    key: IdempotencyKey,
    body: Body<NewOrganisationCertificate>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        let (certificate, outcome) = certificates::submit(work, body.value.clone())?;
        let (view, tag) = shown_now(work, &certificate)?;
        let address = format!("/v1/organisation-certificates/{}", certificate.id);
        let answer = match outcome {
            Outcome::New => created_beside(address, &view),
            Outcome::Unchanged => unchanged(address, &view),
        };
        Ok(StoredAnswer { tag: Some(tag), ..answer? })
    })
    .await
}

/// The record as it is after a write, and its tag.
fn shown_now(
    work: &mut Work<'_>,
    certificate: &OrganisationCertificate,
) -> Result<(OrganisationCertificateView, String), Error> {
    let shown = certificates::read(work, &certificate.id.to_string(), None)?;
    tagged(work, &shown)
}

fn tagged(work: &Work<'_>, shown: &certificates::Shown) -> Result<(OrganisationCertificateView, String), Error> {
    let view = OrganisationCertificateView::new(work, shown);
    let tag = dated_tag(&OrganisationCertificateView::new(work, shown).version(), &view)?;
    Ok((view, tag))
}
