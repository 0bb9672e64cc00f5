use actix_web::get;
use actix_web::web::Path;
use chrono::NaiveDate;

use touchstone::api::answers::Answer;
use touchstone::api::questions::{Anybody, Question};
use touchstone::http::view::view;
use touchstone::input::form::form;
use touchstone::registry::training::{self, Course};

form! {
    /// Of which day.
    pub struct AccreditationQuery {
        /// The day that is asked about; today when left out.
        pub on: Option<NaiveDate>,
    }
}

view! {
    /// Whether a course is accredited.
    pub struct AccreditationView(course: &Course, on: NaiveDate) {
        /// The day that the answer speaks of.
        pub on: NaiveDate = on,
        /// Whether it is accredited on that day.
        pub accredited: bool = course.accreditation().is_in_force_on(on),
    }
}

/// Read whether a course is accredited
#[utoipa::path(tag = "training",
    params(("id" = String, Path, description = "The course's id or slug"), AccreditationQuery),
    responses((status = 200, description = "Whether it is", body = AccreditationView)))]
#[get("/v1/courses/{id}/accreditation")]
pub async fn read_accreditation(id: Path<String>, question: Question<AccreditationQuery, Anybody>) -> Answer {
    question
        .answer(move |work, query| {
            let on = query.on.unwrap_or_else(|| work.today());
            Ok(AccreditationView::of(training::find_course(work, &id)?, on))
        })
        .await
}
