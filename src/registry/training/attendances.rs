//! Attendance at a training organisation's own courses: its word is enough, as nobody knows better who was there.

use serde_json::json;

use super::attendees::{self, Attendee};
use super::kept::AccreditedCourse;
pub use super::new_attendance::NewAttendance;
use crate::auth::permission::Permission;
use crate::error::{Code, Error, InputError};
use crate::ids::{EvidenceId, TrainingOrganisationId};
use crate::registry::accredited_courses::AccreditedCourses;
use crate::registry::additions::Additions;
use crate::registry::candidates::before_birth;
use crate::registry::candidates::impossible_birth_date;
use crate::registry::events::NewEvent;
use crate::registry::evidence::claims::{in_the_future, unknown_course};
use crate::registry::evidence::{self, Claim, NewAttestation, Recorded};
use crate::registry::guesses::CandidateGuesses;
use crate::registry::work::{Context, Work};
use crate::registry::{Page, PageRequest};
use crate::scheme::assessment::{not_accredited, not_accredited_words};
use crate::scheme::evidence::Standing;
use crate::scheme::numbers::CandidateNumber;
use crate::scheme::text::{Method, Note};
use crate::store::attendances::{self as kept, AttendanceRecord};

pub use kept::Attendance;

/// What became of an attendance that was sent.
#[derive(Debug)]
pub enum Attended {
    New(Attendance),
    /// The same was recorded before.
    Unchanged(Attendance),
    /// Nobody was found, which is to be remembered as a guess.
    Unknown(Error),
}

/// Records an attendance. The same sent again is the same.
///
/// # Errors
/// [`Error::Invalid`] for a course of others, and for a day on which the course or who ran it was not accredited;
/// [`Error::TooManyGuesses`].
pub fn record(work: &mut Work<'_>, new: &NewAttendance) -> Result<Attended, Error> {
    let context = work.context(Permission::Train)?;
    let mut guesses = load_guesses(work, &context, &new.candidate_number.into_iter().collect::<Vec<_>>())?;
    let attended = record_beside(work, &context, new, guesses.as_mut())?;
    if let Some(guesses) = guesses {
        guesses.write(work.connection)?;
    }
    Ok(attended)
}

/// What the caller has guessed of candidates with these numbers; a registrar, who sees them all, guesses nothing.
pub(super) fn load_guesses(
    work: &mut Work<'_>,
    context: &Context<'_>,
    numbers: &[CandidateNumber],
) -> Result<Option<CandidateGuesses>, Error> {
    let Some(organisation) = context.caller.role.training_organisation() else { return Ok(None) };
    if numbers.is_empty() { Ok(None) } else { CandidateGuesses::load(work, &organisation, numbers).map(Some) }
}

/// The same beside others; what is guessed is counted and not yet written.
pub(super) fn record_beside(
    work: &mut Work<'_>,
    context: &Context<'_>,
    new: &NewAttendance,
    guesses: Option<&mut CandidateGuesses>,
) -> Result<Attended, Error> {
    let courses = AccreditedCourses::load(work, vec![new.course.clone()])?;
    let course = check(context, new, courses.find(&new.course))?;
    let organisation = course.training_organisation_id;
    let claim = Claim::CourseAttendance { course: course.id, completed_on: new.completed_on };
    let mut additions = Additions::default();
    let (candidate, on_record) =
        match attendees::find_or_enter(work, context, new, (organisation, &claim), guesses, &mut additions)? {
            Attendee::New(candidate) => (candidate, Vec::new()),
            Attendee::Known(candidate) => {
                let on_record = evidence::of_candidate(work, candidate.id)?;
                (candidate, on_record)
            }
            Attendee::Unknown(refusal) => return Ok(Attended::Unknown(refusal)),
        };
    let recorded =
        evidence::enter(context, &on_record, candidate.id, claim, Some(&attestation(course)), None, &mut additions);
    let (piece, was_there) = match recorded {
        Recorded::New(piece) => (piece, false),
        Recorded::Unchanged(piece) => (piece, true),
    };
    if let Standing::Rejected { .. } = piece.standing() {
        let detail = "this attendance was rejected by a registrar, and stays rejected; ask a registrar why";
        return Err(Error::refused(Code::StatusConflict, detail));
    }
    if let Some(known) = kept::find(work.connection, piece.id, Some(organisation))? {
        return Ok(Attended::Unchanged(known));
    }
    if was_there && additions.events.is_empty() {
        let data =
            json!({"candidate_id": candidate.id.to_string(), "training_organisation_id": organisation.to_string()});
        let subject = ("evidence", piece.id.to_string());
        let event =
            NewEvent { kind: "attendance_confirmed", subject, body: piece.recorded_by_body, data, personal_data: None };
        additions.events.push(event.by(context));
    }
    additions.write(work.connection)?;
    let record = AttendanceRecord {
        evidence: piece.id,
        training_organisation: organisation,
        recorded_by: context.caller.principal.to_string(),
        recorded_at: context.now,
    };
    kept::insert(work.connection, record)?;
    Ok(Attended::New(Attendance {
        evidence: piece,
        candidate_number: candidate.number,
        training_organisation: organisation,
        recorded_at: context.now,
    }))
}

/// How it was checked: who ran the course was there.
fn attestation(course: &AccreditedCourse) -> NewAttestation {
    NewAttestation {
        method: Method::parse("recorded by the training organisation that ran the course").ok(),
        note: Note::parse(&course.training_organisation).ok(),
    }
}

/// The course, if the caller runs it and it could be attended and completed on that day.
fn check<'a>(
    context: &Context<'_>,
    new: &NewAttendance,
    course: Option<&'a AccreditedCourse>,
) -> Result<&'a AccreditedCourse, Error> {
    let mut wrong: Vec<InputError> = Vec::new();
    wrong.extend(impossible_birth_date(context.today(), new.birth_date, "/birth_date"));
    wrong.extend(in_the_future(new.completed_on, context.latest_day(), "/completed_on"));
    wrong.extend(before_birth(new.birth_date, new.completed_on, "/completed_on"));
    if new.candidate_number.is_none() && new.family_name.is_none() {
        let detail = "is missing: whoever has no candidate number is registered by name";
        wrong.push(InputError::new("/family_name", "required", detail));
    }
    match course {
        None => wrong.push(unknown_course("/course_id")),
        Some(course) if !is_own(context.caller.role.training_organisation(), course) => {
            let detail =
                "is a course of another training organisation; attendance is recorded by whoever runs the course";
            wrong.push(InputError::new("/course_id", "not_allowed", detail));
        }
        Some(course) => {
            let what = not_accredited(&course.accreditation, &course.organisation_accreditation, new.completed_on);
            wrong.extend(what.map(|what| {
                let detail = format!("does not count: the course {}", not_accredited_words(what));
                InputError::new("/completed_on", "not_accredited", detail)
            }));
        }
    }
    course.filter(|_| wrong.is_empty()).ok_or(Error::Invalid(wrong))
}

/// A registrar records what any of them is behind with.
fn is_own(organisation: Option<TrainingOrganisationId>, course: &AccreditedCourse) -> bool {
    organisation.is_none_or(|own| own == course.training_organisation_id)
}

/// A page of the attendances that the caller recorded, or of all for a registrar, in the order of recording.
pub fn list(work: &mut Work<'_>, request: &PageRequest) -> Result<Page<Attendance>, Error> {
    let caller = work.authorise(Permission::Train)?;
    kept::list(work.connection, caller.role.training_organisation(), request)
}

/// The attendance with this id, of those that the caller may see.
pub fn find(work: &mut Work<'_>, id: &str) -> Result<Attendance, Error> {
    let caller = work.authorise(Permission::Train)?;
    let id = EvidenceId::parse(id).ok_or(Error::NotFound("attendance"))?;
    kept::find(work.connection, id, caller.role.training_organisation())?.ok_or(Error::NotFound("attendance"))
}
