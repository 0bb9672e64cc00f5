//! Attendances: for the training organisations whose courses they are at, and for registrars.

use actix_web::web::Path;
use actix_web::{get, post};
use chrono::{DateTime, NaiveDate, Utc};

use super::answers::{Answer, created, refused, unchanged};
use super::commands::Command;
use super::lists::{Listing, PartQuery};
use super::questions::{ListQuestion, Question};
use crate::http::view::view;
use crate::registry::evidence::Claim;
use crate::registry::training::attendances::{self, Attendance, Attended, NewAttendance};
use crate::scheme::evidence::Standing;

pub mod files;

view! {
    /// An attendance at a course, as whoever ran the course recorded it.
    pub struct AttendanceView(attendance: &Attendance) {
        let (course, completed_on) = match &attendance.evidence.claim {
            Claim::CourseAttendance { course, completed_on } => (Some(*course), Some(*completed_on)),
            Claim::ExternalCertificate { .. }
            | Claim::AuditExperience { .. }
            | Claim::ContinuingEducation { .. } => (None, None),
        };
        let standing = attendance.evidence.standing();
        /// Its id, which is that of the evidence.
        pub id: String = attendance.evidence.id,
        /// The training organisation that recorded it.
        pub training_organisation_id: String = attendance.training_organisation,
        /// The course.
        pub course_id: Option<String> = course,
        /// The last day of it.
        pub completed_on: Option<NaiveDate> = completed_on,
        /// The candidate's number: with the birth date it opens the record to a body.
        #[schema(example = "4J7RT-9WQ2C")]
        pub candidate_number: String,
        /// `verified`, or `rejected` by a registrar.
        pub standing: String = if matches!(standing, Standing::Rejected { .. }) { "rejected" } else { "verified" },
        /// Why it was rejected.
        pub rejection_reason: Option<String> = match standing {
            Standing::Rejected { reason } => Some(reason),
            Standing::Verified | Standing::Unverified => None,
        },
        /// When it was recorded.
        pub recorded_at: DateTime<Utc>,
    }
}

/// Record an attendance
///
/// For a training organisation that is accredited today, at a course of its own that was accredited on the day of completion;
/// for registrars at any. The evidence is verified by it and needs nobody else's word. A candidate is found by number and birth
/// date together (wrong birth dates are counted, as for bodies), or registered.
#[utoipa::path(tag = "training", security(("bearer" = [])), request_body = NewAttendance,
    responses(
        (status = 201, description = "It is recorded", body = AttendanceView),
        (status = 200, description = "It was recorded before, and is what it was", body = AttendanceView)
    ))]
#[post("/v1/attendances")]
pub async fn record_attendance(command: Command<NewAttendance>) -> Answer {
    command
        .create(move |work, new| {
            let address = |attendance: &Attendance| format!("/v1/attendances/{}", attendance.evidence.id);
            match attendances::record(work, new)? {
                Attended::New(attendance) => created(address(&attendance), &AttendanceView::of(&attendance)),
                Attended::Unchanged(attendance) => unchanged(address(&attendance), &AttendanceView::of(&attendance)),
                Attended::Unknown(refusal) => Ok(refused(refusal)),
            }
        })
        .await
}

/// List the attendances
///
/// Those that the training organisation recorded; for registrars those of all.
#[utoipa::path(tag = "training", security(("bearer" = [])), params(PartQuery),
    responses((status = 200, description = "A part of the list, in the order of recording", body = Listing<AttendanceView>)))]
#[get("/v1/attendances")]
pub async fn list_attendances(question: ListQuestion) -> Answer {
    question.list(move |work, (), part| Ok(attendances::list(work, part)?.map(AttendanceView::of))).await
}

/// Read an attendance
#[utoipa::path(tag = "training", security(("bearer" = [])),
    params(("id" = String, Path, description = "The attendance's id")),
    responses((status = 200, description = "The attendance", body = AttendanceView)))]
#[get("/v1/attendances/{id}")]
pub async fn read_attendance(id: Path<String>, question: Question) -> Answer {
    question.answer(move |work, _| Ok(AttendanceView::of(attendances::find(work, &id)?))).await
}
