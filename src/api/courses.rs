//! Accredited courses: public to read, for registrars to accredit.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answers::{PUBLIC_SECONDS, Sent, create, created, public};
use super::bodies::one_of;
use super::lists::{Listing, PartParameters, PartQuery};
use super::tables::{self, FormatParameter, Row, Wanted};
use crate::http::authentication::Authenticated;
use crate::http::extract::{Body, IdempotencyKey, Parameters};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::directory::{Facet, Search, Standing};
use crate::registry::training::{self, Course, DELIVERIES, NewCourse};
use crate::scheme::calendar::Period;
use crate::scheme::country::CountryCode;
use crate::scheme::search;
use crate::scheme::text::{Slug, Title, Word, language, line};

/// An accredited course.
#[derive(Debug, Serialize, ToSchema)]
pub struct CourseView {
    /// Its id.
    pub id: String,
    /// Its name in addresses.
    pub slug: String,
    /// Who runs it.
    pub training_organisation_id: String,
    /// The qualification it is accredited for.
    pub qualification: String,
    /// Its title.
    pub title: String,
    /// In which languages it is given (BCP 47).
    pub languages: Vec<String>,
    /// In which countries (ISO 3166-1).
    pub countries: Vec<String>,
    /// How: `classroom`, `online`.
    pub delivery: Vec<String>,
    /// The first day of its accreditation.
    pub accredited_from: NaiveDate,
    /// The last day of its accreditation.
    pub accredited_until: Option<NaiveDate>,
    /// When it was registered here.
    pub registered_at: DateTime<Utc>,
}

impl From<Course> for CourseView {
    fn from(course: Course) -> Self {
        Self {
            id: course.id.to_string(),
            slug: course.slug.as_str().to_owned(),
            training_organisation_id: course.training_organisation.to_string(),
            qualification: course.qualification.as_str().to_owned(),
            title: course.title,
            languages: course.languages,
            countries: course.countries,
            delivery: course.delivery,
            accredited_from: course.accredited.from,
            accredited_until: course.accredited.until,
            registered_at: course.registered_at,
        }
    }
}

/// A course that is to be accredited.
#[derive(ToSchema)]
#[schema(example = json!({"training_organisation_id": "lernwerk-akademie", "qualification": "auditor", "title": "Auditing ISO/IEC 20000", "slug": "auditor-course-1", "languages": ["de", "en"], "delivery": ["online"], "countries": ["DE"], "accredited_from": "2024-01-01"}))]
pub struct CourseRequest {
    /// Who runs it: id or slug.
    pub training_organisation_id: String,
    /// The qualification it is accredited for.
    pub qualification: String,
    /// Its title.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// Its name in addresses; made from the title when left out.
    #[schema(max_length = 80, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")]
    pub slug: Option<String>,
    /// In which languages it is given (BCP 47: a language, or a language and a region).
    #[schema(max_items = 100)]
    pub languages: Option<Vec<String>>,
    /// How: `classroom`, `online`.
    #[schema(max_items = 2)]
    pub delivery: Option<Vec<String>>,
    /// In which countries (ISO 3166-1).
    #[schema(max_items = 300)]
    pub countries: Option<Vec<String>>,
    /// The first day of its accreditation.
    pub accredited_from: NaiveDate,
    /// The last day of its accreditation.
    pub accredited_until: Option<NaiveDate>,
}

impl FromObject for NewCourse {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let training_organisation = object.required("training_organisation_id", |text| line(text, 100));
        let qualification = object.required("qualification", |text| line(text, Word::LONGEST));
        let title = object.required("title", Title::parse);
        let slug = object.optional("slug", Slug::parse);
        let languages = object.optional_array_of_texts("languages", 0..=100, language);
        let countries = object.optional_array_of_texts("countries", 0..=300, CountryCode::parse);
        let delivery =
            object.optional_array_of_texts("delivery", 0..=2, |text| one_of(text, &DELIVERIES).map(str::to_owned));
        let from = object.required_date("accredited_from");
        let until = object.optional_date("accredited_until");
        Some(Self {
            training_organisation: training_organisation?,
            qualification: qualification?,
            title: title?,
            slug,
            languages: languages.unwrap_or_default(),
            countries: countries.unwrap_or_default(),
            delivery: delivery.unwrap_or_default(),
            accredited: Period { from: from?, until },
        })
    }
}

/// Which courses are wanted.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what `CourseQuery` reads")]
pub struct CourseParameters {
    /// For this qualification.
    #[param(example = "auditor", nullable = false)]
    qualification: Option<String>,
    /// In this country (ISO 3166-1).
    #[param(pattern = "^[A-Z]{2}$", example = "DE", nullable = false)]
    country: Option<String>,
    /// In this language (BCP 47).
    #[param(pattern = "^[a-z]{2,3}(-[A-Z]{2})?$", example = "de", nullable = false)]
    language: Option<String>,
    /// Given so: `classroom` or `online`.
    #[param(pattern = "^(classroom|online)$", nullable = false)]
    delivery: Option<String>,
    /// Accredited, with its organisation, on this day.
    #[param(nullable = false)]
    on: Option<NaiveDate>,
    /// With these words or parts of words in the title or, as beginnings of words, in the name of the organisation, in any
    /// order; case and accents do not matter.
    #[param(min_length = 1, max_length = 200, nullable = false)]
    q: Option<String>,
}

/// Which courses are wanted, as it is read.
pub struct CourseQuery {
    words: Option<String>,
    facets: Vec<(Facet, String)>,
    on: Option<NaiveDate>,
    list: PartQuery,
    format: Wanted,
}

impl FromObject for CourseQuery {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let facets = course_facets(object);
        let on = object.optional_date("on");
        let words = object.optional("q", search::line);
        let list = PartQuery::from_object(object);
        let format = Wanted::read(object);
        Some(Self { words, facets, on, list: list?, format })
    }
}

/// Reads what courses are filtered by, and what training organisations are for their courses.
pub(super) fn course_facets(object: &mut ObjectReader<'_>) -> Vec<(Facet, String)> {
    let facets = [
        (Facet::Qualification, object.optional("qualification", |text| line(text, 64))),
        (Facet::Country, object.optional("country", CountryCode::parse).map(|country| country.to_string())),
        (Facet::Language, object.optional("language", language)),
        (Facet::Delivery, object.optional("delivery", |text| one_of(text, &DELIVERIES).map(str::to_owned))),
    ];
    facets.into_iter().filter_map(|(facet, value)| Some((facet, value?))).collect()
}

impl Row for CourseView {
    const TABLE: &'static str = "courses";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "slug",
        "training_organisation_id",
        "qualification",
        "title",
        "languages",
        "countries",
        "delivery",
        "accredited_from",
        "accredited_until",
        "registered_at",
    ];
}

/// List the courses
///
/// In the order of the titles; with words to look for, the best answers first.
#[utoipa::path(tag = "training", params(CourseParameters, PartParameters, FormatParameter),
    responses((status = 200, description = "A part of the list", content((Listing<CourseView> = "application/json"), (String = "text/csv")))))]
#[get("/v1/courses")]
pub async fn list_courses(
    request: HttpRequest,
    query: Parameters<CourseQuery>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let CourseQuery { words, facets, on, list, format } = query.0;
    let part = list.request(&request)?;
    let page = state.read(None, move |work| {
        let day = on.unwrap_or_else(|| work.today());
        let status = on.map(|_| Standing::Accredited);
        let wanted = Search { query: words.clone(), facets: facets.clone(), status, ..Search::of(day) };
        training::search_courses(work, &wanted, &part)
    });
    Ok(public(tables::answer(&request, format, page.await?.map(CourseView::from))?, PUBLIC_SECONDS))
}

/// Read a course
#[utoipa::path(tag = "training",
    params(("id" = String, Path, description = "The course's id or slug", example = "auditor-course-1")),
    responses((status = 200, description = "The course", body = CourseView)))]
#[get("/v1/courses/{id}")]
pub async fn read_course(id: Path<String>, state: Data<Arc<State>>) -> Result<HttpResponse, ApiError> {
    let found = state.read(None, move |work| training::find_course(work, &id)).await?;
    Ok(public(HttpResponse::Ok().json(CourseView::from(found)), PUBLIC_SECONDS))
}

/// Accredit a course
#[utoipa::path(tag = "training", security(("bearer" = [])), request_body = CourseRequest,
    responses((status = 201, description = "It is accredited", body = CourseView)))]
#[post("/v1/courses")]
pub async fn create_course(
    request: HttpRequest,
    caller: Authenticated,
    key: IdempotencyKey,
    body: Body<NewCourse>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        let course = training::accredit_course(work, body.value.clone())?;
        created(format!("/v1/courses/{}", course.id), &CourseView::from(course))
    })
    .await
}
