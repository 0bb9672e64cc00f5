//! Results: "a body registers the result of a sitting. The registry, not the body, decides: it assesses the
//! requirement as of the sitting day and refuses what the scheme does not allow, with the whole assessment; otherwise
//! it records the result, computes the outcome and, on a pass, awards the certificate. Result, decision, certificate
//! and audit event commit together or not at all."

use chrono::NaiveDate;

use super::accredited_courses::AccreditedCourses;
use super::additions::Additions;
use super::bodies::{self, Body};
use super::candidates::find_referred;
use super::lettering::Warnings;
use super::work::{Context, Work};
use crate::auth::permission::Permission;
use crate::error::{Error, InputError, Refusal};
use crate::ids::ResultId;
use crate::scheme::assessment::Assessment;
use crate::scheme::exam::Outcome;
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::requirement::Requirement;
use crate::scheme::text::Reference;
use crate::store::results as kept;

mod annulments;
mod award;
mod checks;
mod corrections;
mod decision;
mod reading;
mod record;
mod request;
mod taking_back;

pub use annulments::{NewAnnulment, annul};
pub(super) use checks::{Checked, Submission, check};
pub use corrections::{Corrected, NewCorrection, correct};
pub(super) use decision::{Decision, Grounds, decide, refused};
pub use kept::{Annulment, DecidedResult, Marking, ResultFilter, SittingResult};
pub(super) use reading::complete_with;
pub use reading::{ResultQuery, find, list};
pub(super) use record::{CandidateRecord, load_records};
pub use request::ResultRequest;

/// A result as it is submitted.
#[derive(Clone, Debug)]
pub struct NewResult {
    /// Whose: the candidate's id.
    pub candidate: String,
    pub sitting: NewSitting,
    /// The body that examined: id or slug. A registrar may name one; a body is always itself.
    pub body: Option<String>,
}

/// What the result of a sitting says.
#[derive(Clone, Debug)]
pub struct NewSitting {
    pub qualification: String,
    pub sat_on: NaiveDate,
    /// The marks; for every format whose outcome is computed.
    pub marks: Option<i64>,
    pub question_marks: Option<Vec<i64>>,
    /// The format that was sat; needed where several are possible on the day, and checked else.
    pub format: Option<String>,
    /// The edition that it was on; needed where several are possible on the day, and checked else.
    pub edition: Option<String>,
    /// The outcome as declared; for formats whose papers are not known only.
    pub declared_outcome: Option<Outcome>,
    pub reference: Option<Reference>,
}

/// A result with what belongs to it.
#[derive(Clone, Debug)]
pub struct RegisteredResult {
    pub result: SittingResult,
    pub certificate: Option<CertificateNumber>,
    /// The record that corrects it.
    pub corrected_by: Option<ResultId>,
    /// Where it was annulled or corrects a pass to a fail, the certificates that rested on that.
    pub questioned: Vec<CertificateNumber>,
}

/// What became of a submission.
#[derive(Clone, Debug)]
pub enum Registration {
    /// It was recorded, on this reasoned answer.
    Registered(Box<RegisteredResult>, Box<Assessment>),
    /// "The same result sent again is the same result." With the reasoned answer, unless it has been erased.
    Unchanged(Box<RegisteredResult>, Option<Assessment>),
    /// The scheme does not allow it. The refusal itself is on record, as an event; the result is not.
    Refused(Box<Refusal>),
}

/// What is on record that the decision about one result rests on.
struct Loaded {
    record: CandidateRecord,
    courses: AccreditedCourses,
    examiner: Option<Body>,
    /// What is wrong with the body that the submission names.
    errors: Vec<InputError>,
}

/// Registers the result of a sitting.
/// What is to be told besides is what the paper of its certificate cannot show.
pub fn register(work: &mut Work<'_>, new: &NewResult) -> Result<(Registration, Warnings), Error> {
    let context = work.context(Permission::RegisterResults)?;
    let loaded = load(work, &context, new)?;
    let holder = &loaded.record.candidate;
    let warnings = context.unshown_names("/candidate_id", holder.given_names.as_ref(), Some(&holder.family_name));
    let mut additions = Additions::default();
    let registration = match decide_alone(&context, loaded, &new.sitting, &mut additions)? {
        Decision::Registered(decided, certificate) => {
            let registered = RegisteredResult {
                result: decided.result.clone(),
                certificate,
                corrected_by: None,
                questioned: Vec::new(),
            };
            let assessment = Box::new(decided.assessment.clone());
            additions.results.push(decided);
            Registration::Registered(Box::new(registered), assessment)
        }
        Decision::Unchanged(same) => {
            let assessment = kept::decision(work.connection, same.id)?;
            Registration::Unchanged(Box::new(reading::complete(work, same)?), assessment)
        }
        Decision::Refused(refusal) => Registration::Refused(Box::new(refusal)),
    };
    additions.write(work.connection)?;
    Ok((registration, warnings))
}

/// Loads the candidate's record, and the body that examined: the caller itself, or the one that a registrar names.
fn load(work: &mut Work<'_>, context: &Context<'_>, new: &NewResult) -> Result<Loaded, Error> {
    let mut record = CandidateRecord::new(find_referred(work, &new.candidate, "/candidate_id")?, true);
    let mut errors = Vec::new();
    let examiner = bodies::find_acting(work, &context.caller, new.body.as_deref(), &mut errors)?;
    let qualification = context.scheme.qualification(&new.sitting.qualification);
    let needs_evidence = qualification.is_some_and(|known| known.requirement != Requirement::Anyone);
    load_records(work, std::slice::from_mut(&mut record), needs_evidence)?;
    let courses = AccreditedCourses::load(work, record.courses().collect())?;
    Ok(Loaded { record, courses, examiner, errors })
}

/// Decides a result that comes by itself, as [`decide`] does one of a file. The refusal is among the additions.
fn decide_alone(
    context: &Context<'_>,
    Loaded { record, courses, examiner, errors }: Loaded,
    sitting: &NewSitting,
    additions: &mut Additions,
) -> Result<Decision, Error> {
    let (candidate, body) = (record.candidate.id, examiner.as_ref().map(|body| body.id));
    let birth_date = Some(record.candidate.birth_date);
    let decision = match check(context, candidate, birth_date, body, sitting, errors)? {
        Checked::Possible(submission) => {
            let grounds = Grounds { record: &record, courses: &courses, examiner: examiner.as_ref() };
            decide(context, *submission, &grounds, additions)?
        }
        Checked::Impossible(errors) => return Err(Error::Invalid(errors)),
        Checked::Refused(refusal) => Decision::Refused(refusal),
    };
    if let Decision::Refused(refusal) = &decision {
        let subject = ("candidate", candidate.to_string());
        additions.events.push(refused(context, subject, body, sitting, refusal, None));
    }
    Ok(decision)
}
