//! Accredited courses: public to read, for registrars to accredit.

use actix_web::web::Path;
use actix_web::{get, post};
use chrono::{DateTime, NaiveDate, Utc};

use super::answers::{Answer, created};
use super::commands::{Command, NoForm};
use super::lists::{Listing, PartQuery};
use super::questions::{Anybody, Question, TableQuestion};
use super::tables::{FormatQuery, Row};
use crate::http::view::view;
use crate::input::fields::{Key, Language, SearchWords};
use crate::input::form::form;
use crate::registry::directory::{Facet, Search, Standing};
use crate::registry::training::{self, Course, Delivery, NewCourse};
use crate::scheme::country::CountryCode;

view! {
    /// An accredited course.
    pub struct CourseView(course: &Course) {
        /// Its id.
        pub id: String,
        /// Its name in addresses.
        pub slug: String,
        /// Who runs it.
        pub training_organisation_id: String = course.training_organisation,
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
        pub accredited_from: NaiveDate = course.accredited.from,
        /// The last day of its accreditation.
        pub accredited_until: Option<NaiveDate> = course.accredited.until,
        /// When it was registered here.
        pub registered_at: DateTime<Utc>,
    }
}

form! {
    /// Which courses are wanted.
    pub struct CourseQuery {
        /// For this qualification.
        #[example("auditor")]
        pub qualification: Option<Key<64>>,
        /// In this country (ISO 3166-1).
        #[example("DE")]
        pub country: Option<CountryCode>,
        /// In this language (BCP 47).
        #[example("de")]
        pub language: Option<Language>,
        /// Given so: `classroom` or `online`.
        pub delivery: Option<Delivery>,
        /// Accredited, with its organisation, on this day.
        pub on: Option<NaiveDate>,
        /// With these words or parts of words in the title or, as beginnings of words, in the name of the organisation, in any
        /// order; case and accents do not matter.
        pub q: Option<SearchWords>,
    }
}

impl CourseQuery {
    /// What is accredited on a day, if one is named: a course, or a training organisation by its courses.
    pub(super) fn search(self, today: NaiveDate) -> Search {
        let facets = [
            (Facet::Qualification, self.qualification),
            (Facet::Country, self.country.map(|country| country.to_string())),
            (Facet::Language, self.language),
            (Facet::Delivery, self.delivery.map(str::to_owned)),
        ];
        let facets = facets.into_iter().filter_map(|(facet, value)| Some((facet, value?))).collect();
        let status = self.on.map(|_| Standing::Accredited);
        Search { query: self.q, facets, status, ..Search::of(self.on.unwrap_or(today)) }
    }
}

impl Row for CourseView {
    const TABLE: &'static str = "courses";
    const COLUMNS: &'static str = "id slug training_organisation_id qualification title languages countries delivery accredited_from \
         accredited_until registered_at";
}

/// List the courses
///
/// In the order of the titles; with words to look for, the best answers first.
#[utoipa::path(tag = "training", params(CourseQuery, PartQuery, FormatQuery),
    responses((status = 200, description = "A part of the list", content((Listing<CourseView> = "application/json"), (String = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/vnd.oasis.opendocument.spreadsheet")))))]
#[get("/v1/courses")]
pub async fn list_courses(question: TableQuestion<CourseQuery>) -> Answer {
    question
        .list(move |work, query, part| {
            let wanted = query.clone().search(work.today());
            Ok(training::search_courses(work, &wanted, part)?.map(CourseView::of))
        })
        .await
}

/// Read a course
#[utoipa::path(tag = "training",
    params(("id" = String, Path, description = "The course's id or slug", example = "auditor-course-1")),
    responses((status = 200, description = "The course", body = CourseView)))]
#[get("/v1/courses/{id}")]
pub async fn read_course(id: Path<String>, question: Question<NoForm, Anybody>) -> Answer {
    question.answer(move |work, _| Ok(CourseView::of(training::find_course(work, &id)?))).await
}

/// Accredit a course
#[utoipa::path(tag = "training", security(("bearer" = [])), request_body = NewCourse,
    responses((status = 201, description = "It is accredited", body = CourseView)))]
#[post("/v1/courses")]
pub async fn create_course(command: Command<NewCourse>) -> Answer {
    command
        .create(move |work, new| {
            let course = training::accredit_course(work, new.clone())?;
            created(format!("/v1/courses/{}", course.id), &CourseView::of(course))
        })
        .await
}
