//! Accredited courses: public to read, for registrars to accredit.

use actix_web::web::Path;
use actix_web::{get, patch, post};
use chrono::{DateTime, NaiveDate, Utc};

use super::accreditations::{
    AccreditationChangeRequest, AccreditationChangeView, AccreditationExtensionRequest, AccreditationSuspensionRequest,
};
use super::answers::{Answer, created};
use super::commands::{Change, Command, NoForm};
use super::lists::{Listing, PartQuery};
use super::questions::{Anybody, Question, TableQuestion};
use super::tables::{FormatQuery, Row};
use crate::error::Error;
use crate::http::view::view;
use crate::input::fields::{Key, Language, SearchWords};
use crate::input::form::form;
use crate::registry::Work;
use crate::registry::directory::{Facet, Search, Standing};
use crate::registry::idempotency::StoredAnswer;
use crate::registry::status_changes::NewStatusChange;
use crate::registry::training::{self, Course, CourseChanges, Delivery, NewCourse, TrainingOrganisation};
use crate::scheme::country::CountryCode;
use crate::scheme::lifecycle::joint_status;

view! {
    /// An accredited course.
    pub struct CourseView(course: &Course, by: &TrainingOrganisation, today: NaiveDate) {
        let accreditation = course.accreditation();
        let days = accreditation.days();
        let status = joint_status(accreditation.status_on(today), by.accreditation().status_on(today));
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
        /// `accredited`, `suspended`, `withdrawn` or `expired` today, with whoever runs it: the graver of the two; null before
        /// the accreditation begins.
        pub status: Option<String> = training::status_word(status),
        /// The first day of its accreditation.
        pub accredited_from: NaiveDate = days.from,
        /// The last day of its accreditation, as extended.
        pub accredited_until: Option<NaiveDate> = days.until,
        /// What happened to the accreditation since, in the order of recording; what happened to that of whoever runs it stands
        /// there.
        pub history: Vec<AccreditationChangeView> = &course.status_changes,
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
    const COLUMNS: &'static str = "id slug training_organisation_id qualification title languages countries delivery status accredited_from \
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
            let today = work.today();
            let wanted = query.clone().search(today);
            let found = training::search_courses_with_organisations(work, &wanted, part)?;
            Ok(found.map(|(course, by)| CourseView::of(course, &by, today)))
        })
        .await
}

/// Read a course
#[utoipa::path(tag = "training",
    params(("id" = String, Path, description = "The course's id or slug", example = "auditor-course-1")),
    responses((status = 200, description = "The course", body = CourseView)))]
#[get("/v1/courses/{id}")]
pub async fn read_course(id: Path<String>, question: Question<NoForm, Anybody>) -> Answer {
    question
        .answer(move |work, _| {
            let (course, by) = training::find_course_with_organisation(work, &id)?;
            Ok(CourseView::of(course, &by, work.today()))
        })
        .await
}

/// Accredit a course
#[utoipa::path(tag = "training", security(("bearer" = [])), request_body = NewCourse,
    responses((status = 201, description = "It is accredited", body = CourseView)))]
#[post("/v1/courses")]
pub async fn create_course(command: Command<NewCourse>) -> Answer {
    command
        .create(move |work, new| {
            let course = training::accredit_course(work, new.clone())?;
            answer(work, &course)
        })
        .await
}

fn view(work: &mut Work<'_>, course: &Course) -> Result<CourseView, Error> {
    let by = training::find_organisation(work, &course.training_organisation.to_string())?;
    Ok(CourseView::of(course, &by, work.today()))
}

fn answer(work: &mut Work<'_>, course: &Course) -> Result<StoredAnswer, Error> {
    created(format!("/v1/courses/{}", course.id), &view(work, course)?)
}

/// Correct the record of a course
///
/// What is wrong in it: a title, a language, the days of the accreditation. Days that were decided on anew are an extension.
#[utoipa::path(tag = "training", security(("bearer" = [])), request_body = CourseChanges,
    params(("id" = String, Path, description = "The course's id or slug")),
    responses((status = 200, description = "The course as it is now", body = CourseView)))]
#[patch("/v1/courses/{id}")]
pub async fn change_course(id: Path<String>, change: Change<CourseChanges>) -> Answer {
    change
        .carry_out(move |work, if_match, changes| {
            let unchanged = |work: &mut Work<'_>, known: &Course| if_match.check(&view(work, known)?);
            let changed = training::change_course(work, &id, unchanged, changes)?;
            view(work, &changed)
        })
        .await
}

fn change_status(work: &mut Work<'_>, id: &str, change: &NewStatusChange) -> Result<StoredAnswer, Error> {
    let course = training::change_status(work, id, change)?;
    answer(work, &course)
}

/// Extend the accreditation of a course
#[utoipa::path(tag = "training", security(("bearer" = [])), request_body = AccreditationExtensionRequest,
    params(("id" = String, Path, description = "The course's id or slug")),
    responses((status = 201, description = "The course as it is now", body = CourseView)))]
#[post("/v1/courses/{id}/extensions")]
pub async fn extend_course(id: Path<String>, command: Command<AccreditationExtensionRequest>) -> Answer {
    command.create(move |work, new| change_status(work, &id, &new.extension())).await
}

/// Suspend the accreditation of a course
#[utoipa::path(tag = "training", security(("bearer" = [])), request_body = AccreditationSuspensionRequest,
    params(("id" = String, Path, description = "The course's id or slug")),
    responses((status = 201, description = "The course as it is now", body = CourseView)))]
#[post("/v1/courses/{id}/suspensions")]
pub async fn suspend_course(id: Path<String>, command: Command<AccreditationSuspensionRequest>) -> Answer {
    command.create(move |work, new| change_status(work, &id, &new.suspension())).await
}

/// Reinstate the suspended accreditation of a course
#[utoipa::path(tag = "training", security(("bearer" = [])), request_body = AccreditationChangeRequest,
    params(("id" = String, Path, description = "The course's id or slug")),
    responses((status = 201, description = "The course as it is now", body = CourseView)))]
#[post("/v1/courses/{id}/reinstatements")]
pub async fn reinstate_course(id: Path<String>, command: Command<AccreditationChangeRequest>) -> Answer {
    command.create(move |work, new| change_status(work, &id, &new.reinstatement())).await
}

/// Withdraw the accreditation of a course
#[utoipa::path(tag = "training", security(("bearer" = [])), request_body = AccreditationChangeRequest,
    params(("id" = String, Path, description = "The course's id or slug")),
    responses((status = 201, description = "The course as it is now", body = CourseView)))]
#[post("/v1/courses/{id}/withdrawals")]
pub async fn withdraw_course(id: Path<String>, command: Command<AccreditationChangeRequest>) -> Answer {
    command.create(move |work, new| change_status(work, &id, &new.withdrawal())).await
}
