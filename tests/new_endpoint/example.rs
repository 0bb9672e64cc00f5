use actix_web::get;
use actix_web::web::Path;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use touchstone::api::answers::Answer;
use touchstone::api::questions::{Anybody, Question};
use touchstone::input::form::form;
use touchstone::registry::training;

form! {
    /// Of which day.
    pub struct AccreditationQuery {
        /// The day that is asked about; today when left out.
        pub on: Option<NaiveDate>,
    }
}

/// Whether a course is accredited.
#[derive(Serialize, ToSchema)]
pub struct AccreditationView {
    /// The day that the answer speaks of.
    pub on: NaiveDate,
    /// Whether it is accredited on that day.
    pub accredited: bool,
}

/// Read whether a course is accredited
#[utoipa::path(tag = "training",
    params(("id" = String, Path, description = "The course's id or slug"), AccreditationQuery),
    responses((status = 200, description = "Whether it is", body = AccreditationView)))]
#[get("/v1/courses/{id}/accreditation")]
pub async fn read_accreditation(id: Path<String>, question: Question<AccreditationQuery, Anybody>) -> Answer {
    question
        .answer(move |work, query| {
            let course = training::find_course(work, &id)?;
            let on = query.on.unwrap_or_else(|| work.today());
            Ok(AccreditationView { on, accredited: course.accredited.contains(on) })
        })
        .await
}
