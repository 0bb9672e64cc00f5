//! Sessions of courses: public to read, for whoever runs the courses to publish, change and cancel.

use actix_web::web::Path;
use actix_web::{get, patch, post};
use chrono::{DateTime, NaiveDate, Utc};

use super::answers::{Answer, created};
use super::commands::{Change, Command, NoForm};
use super::lists::{Listing, PartQuery};
use super::questions::{Anybody, Question, TableQuestion};
use super::tables::{FormatQuery, Row};
use crate::http::view::view;
use crate::input::fields::{Key, Language, Line, SearchWords};
use crate::input::form::form;
use crate::registry::training::Delivery;
use crate::registry::training::sessions::{
    self, CourseSessionChanges, NewCourseSession, SessionFilter, SessionOfCourse,
};
use crate::scheme::country::CountryCode;

view! {
    /// A session of a course.
    pub struct CourseSessionView(known: &SessionOfCourse) {
        let session = &known.session;
        /// Its id.
        pub id: String = session.id,
        /// The course.
        pub course_id: String = session.course,
        /// The title of the course.
        pub title: String = &known.course.title,
        /// The qualification that the course is accredited for.
        pub qualification: String = &known.course.qualification,
        /// Who runs it.
        pub training_organisation_id: String = known.by.id,
        /// Its name.
        pub training_organisation: String = &known.by.name,
        /// Its first day.
        pub starts_on: NaiveDate = session.starts_on,
        /// Its last day.
        pub ends_on: NaiveDate = session.ends_on,
        /// `classroom` or `online`.
        pub delivery: String = if session.locality.is_none() { "online" } else { "classroom" },
        /// In which country (ISO 3166-1); null online.
        pub country: Option<String> = session.country,
        /// In which place; null online.
        pub locality: Option<String> = &session.locality,
        /// In which language (BCP 47).
        pub language: String = &session.language,
        /// Where to enrol.
        pub enrol_url: String = &session.enrol_url,
        /// `scheduled` or `cancelled`.
        pub status: String = if session.cancelled_at.is_some() { "cancelled" } else { "scheduled" },
        /// When it was published.
        pub published_at: DateTime<Utc> = session.published_at,
        /// When it last changed.
        pub changed_at: DateTime<Utc> = session.changed_at,
    }
}

form! {
    /// Which sessions are wanted.
    pub struct CourseSessionQuery {
        /// Of this course: id or slug.
        pub course: Option<Key>,
        /// Of courses for this qualification.
        #[example("auditor")]
        pub qualification: Option<Key<64>>,
        /// Of courses that are accredited, with their organisation, on this day too.
        pub on: Option<NaiveDate>,
        /// That have not ended before this day; today when left out.
        pub from: Option<NaiveDate>,
        /// That begin by this day.
        pub until: Option<NaiveDate>,
        /// In this country (ISO 3166-1).
        pub country: Option<CountryCode>,
        /// With this in the name of the place; case and accents do not matter.
        pub place: Option<Line<200>>,
        /// In this language (BCP 47).
        pub language: Option<Language>,
        /// Given so: `classroom` or `online`.
        pub delivery: Option<Delivery>,
        /// With these words in the title of the course or the name of the organisation.
        pub q: Option<SearchWords>,
    }
}

impl CourseSessionQuery {
    fn filter(self) -> SessionFilter {
        let Self { course, qualification, on, from, until, country, place, language, delivery, q } = self;
        let online = delivery.map(|delivery| delivery == "online");
        SessionFilter { query: q, course, qualification, on, from, until, country, place, language, online }
    }
}

impl Row for CourseSessionView {
    const TABLE: &'static str = "course-sessions";
    const COLUMNS: &'static str = "id course_id title qualification training_organisation_id training_organisation starts_on ends_on \
         delivery country locality language enrol_url status published_at changed_at";
}

/// List the sessions of courses
///
/// Those that are to take place, of courses that are accredited on the last day of it, in the order of their days.
#[utoipa::path(tag = "training", params(CourseSessionQuery, PartQuery, FormatQuery),
    responses((status = 200, description = "A part of the list", content((Listing<CourseSessionView> = "application/json"),
        (String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/vnd.oasis.opendocument.spreadsheet")))))]
#[get("/v1/course-sessions")]
pub async fn list_course_sessions(question: TableQuestion<CourseSessionQuery>) -> Answer {
    question
        .list(move |work, query, part| {
            Ok(sessions::list(work, &query.clone().filter(), part)?.map(CourseSessionView::of))
        })
        .await
}

/// Read a session of a course
#[utoipa::path(tag = "training", params(("id" = String, Path, description = "The session's id")),
    responses((status = 200, description = "The session, cancelled or not", body = CourseSessionView)))]
#[get("/v1/course-sessions/{id}")]
pub async fn read_course_session(id: Path<String>, question: Question<NoForm, Anybody>) -> Answer {
    question.answer(move |work, _| Ok(CourseSessionView::of(sessions::find(work, &id)?))).await
}

/// Publish a session of a course
///
/// For the training organisation that runs the course, accredited today; for registrars of any.
#[utoipa::path(tag = "training", security(("bearer" = [])), request_body = NewCourseSession,
    responses((status = 201, description = "It is published", body = CourseSessionView)))]
#[post("/v1/course-sessions")]
pub async fn publish_course_session(command: Command<NewCourseSession>) -> Answer {
    command
        .create(move |work, new| {
            let known = sessions::publish(work, new.clone())?;
            created(format!("/v1/course-sessions/{}", known.session.id), &CourseSessionView::of(known))
        })
        .await
}

/// Change a session of a course
#[utoipa::path(tag = "training", security(("bearer" = [])), request_body = CourseSessionChanges,
    params(("id" = String, Path, description = "The session's id")),
    responses((status = 200, description = "The session as it is now", body = CourseSessionView)))]
#[patch("/v1/course-sessions/{id}")]
pub async fn change_course_session(id: Path<String>, change: Change<CourseSessionChanges>) -> Answer {
    change
        .carry_out(move |work, if_match, changes| {
            let unchanged = |known: &SessionOfCourse| if_match.check(&CourseSessionView::of(known));
            Ok(CourseSessionView::of(sessions::change(work, &id, unchanged, changes)?))
        })
        .await
}

/// Cancel a session of a course
///
/// It stays to be read, and is not listed any more.
#[utoipa::path(tag = "training", security(("bearer" = [])), params(("id" = String, Path, description = "The session's id")),
    responses((status = 201, description = "The session as it is now", body = CourseSessionView)))]
#[post("/v1/course-sessions/{id}/cancellations")]
pub async fn cancel_course_session(id: Path<String>, command: Command) -> Answer {
    command
        .create(move |work, _| {
            let known = sessions::cancel(work, &id)?;
            created(format!("/v1/course-sessions/{}", known.session.id), &CourseSessionView::of(known))
        })
        .await
}
