//! What no rule needs to look at: values that no result can have, all of them at once.

use chrono::NaiveDate;

use super::NewSitting;
use crate::auth::permission::Role;
use crate::error::{Code, Error, InputError, Refusal};
use crate::ids::{BodyId, CandidateId, ResultId};
use crate::registry::candidates::before_birth;
use crate::registry::references::unknown_qualification;
use crate::registry::work::Context;
use crate::scheme::calendar::impossible_age;
use crate::scheme::definition::{Edition, Qualification};
use crate::scheme::exam::{ExamFormat, MarksError, Outcome};
use crate::store::results::{Marking, SittingResult};

/// A submission whose values are possible.
pub struct Submission<'a> {
    pub qualification: &'a Qualification,
    /// As it would be recorded.
    pub result: SittingResult,
}

/// What came of checking values.
pub enum Checked<'a> {
    /// They are possible.
    Possible(Submission<'a>),
    /// They are not: all of what is wrong.
    Impossible(Vec<InputError>),
    /// They may be, and only a registrar may submit them.
    Refused(Refusal),
}

/// Checks the values of a submission of which `errors` are known already. The day of birth is `None` where what was given
/// for it is none, the body where a registrar names none.
pub fn check<'a>(
    context: &Context<'a>,
    candidate: CandidateId,
    birth_date: Option<NaiveDate>,
    body: Option<BodyId>,
    new: &NewSitting,
    mut errors: Vec<InputError>,
) -> Result<Checked<'a>, Error> {
    let scheme = context.scheme;
    if new.sat_on > context.latest_day() {
        let detail = "lies in the future everywhere on Earth; register a result once the examination was sat";
        errors.push(InputError::new("/sat_on", "in_the_future", detail));
    } else {
        errors.extend(birth_date.and_then(|birth_date| {
            before_birth(birth_date, new.sat_on, "/sat_on").or_else(|| {
                let age = impossible_age(birth_date, new.sat_on)?;
                Some(InputError::new("/sat_on", age.code, age.detail))
            })
        }));
    }
    let qualification = scheme.qualification(&new.qualification);
    if qualification.is_none() {
        errors.push(unknown_qualification(scheme, "/qualification"));
    }
    let edition =
        scheme.edition_on(new.sat_on).ok_or_else(|| Error::Internal("the scheme has no edition".to_owned()))?;
    if let Some(named) = &new.edition
        && named != edition.code.as_str()
    {
        let detail =
            format!("is not the edition of a sitting on {}: that is {}; leave it out", new.sat_on, edition.code);
        errors.push(InputError::new("/edition", "wrong_edition", detail));
    }
    if edition.declared && context.caller.role != Role::Registrar && errors.is_empty() {
        return Ok(Checked::Refused(registrar_only(edition, new)));
    }
    let marked = match qualification {
        Some(qualification) => check_marking(qualification, edition, new, &mut errors)?,
        None => None,
    };
    let (Some(qualification), Some((marking, outcome)), true) = (qualification, marked, errors.is_empty()) else {
        return Ok(Checked::Impossible(errors));
    };
    let result = SittingResult {
        id: ResultId::new(context.now),
        candidate,
        body,
        qualification: qualification.code.clone(),
        edition: edition.code.clone(),
        sat_on: new.sat_on,
        marking,
        outcome,
        reference: new.reference.clone().map(String::from),
        correction: None,
        sitting_number: 1,
        annulment: None,
        registered_by: context.caller.principal.to_string(),
        registered_at: context.now,
    };
    Ok(Checked::Possible(Submission { qualification, result }))
}

/// The marking and outcome; `None` when something was wrong, which is then among the errors.
fn check_marking(
    qualification: &Qualification,
    edition: &Edition,
    new: &NewSitting,
    errors: &mut Vec<InputError>,
) -> Result<Option<(Marking, Outcome)>, Error> {
    if edition.declared {
        return Ok(check_declared(edition, new, errors));
    }
    if new.declared_outcome.is_some() {
        let detail = format!(
            "is not taken from anybody for edition {}: the outcome is computed from the marks; leave it out",
            edition.code
        );
        errors.push(InputError::new("/declared_outcome", "not_allowed", detail));
    }
    let Some(format) = qualification.format(&edition.code) else {
        let detail = format!("{} has no format in edition {}", qualification.code, edition.code);
        return Err(Error::Internal(detail));
    };
    let Some(marks) = new.marks else {
        errors.push(InputError::new("/marks", "required", "is missing"));
        return Ok(None);
    };
    Ok(computed(format, marks, new.question_marks.as_deref()).map_err(|wrong| errors.extend(wrong)).ok())
}

/// The marking of a paper with these marks, and the outcome.
pub fn computed(
    format: &ExamFormat,
    marks: i64,
    question_marks: Option<&[i64]>,
) -> Result<(Marking, Outcome), Vec<InputError>> {
    let paper =
        format.mark(marks, question_marks).map_err(|wrong| wrong.into_iter().map(describe).collect::<Vec<_>>())?;
    let each = question_marks.map(|each| each.iter().filter_map(|mark| u16::try_from(*mark).ok()).collect());
    let marking = Marking::Computed {
        marks: paper.marks,
        question_marks: each,
        marks_available: format.marks_available(),
        pass_mark: format.pass_mark,
    };
    Ok((marking, paper.outcome))
}

/// "Earlier sittings were on the 2005 edition …: only a registrar may record them."
fn registrar_only(edition: &Edition, new: &NewSitting) -> Refusal {
    let detail =
        format!("a sitting on {} was on edition {}, which only a registrar may record", new.sat_on, edition.code);
    let place = InputError::new("/sat_on", "registrar_only", "lies in an edition that only a registrar may record");
    Refusal { errors: vec![place], ..Refusal::new(Code::RegistrarOnly, detail) }
}

/// "… with the outcome as declared, and they are marked so."
fn check_declared(edition: &Edition, new: &NewSitting, errors: &mut Vec<InputError>) -> Option<(Marking, Outcome)> {
    for (pointer, given) in [("/marks", new.marks.is_some()), ("/question_marks", new.question_marks.is_some())] {
        if given {
            let detail = format!(
                "cannot be given for edition {}, whose formats are not known; give `declared_outcome`",
                edition.code
            );
            errors.push(InputError::new(pointer, "not_allowed", detail));
        }
    }
    if new.declared_outcome.is_none() {
        let detail =
            format!("is missing: results of edition {} are recorded with the outcome as declared", edition.code);
        errors.push(InputError::new("/declared_outcome", "required", detail));
    }
    new.declared_outcome.map(|outcome| (Marking::Declared, outcome))
}

fn describe(error: MarksError) -> InputError {
    match error {
        MarksError::Marks(detail) => InputError::new("/marks", "impossible_marks", detail),
        MarksError::QuestionMarks(detail) => InputError::new("/question_marks", "impossible_marks", detail),
        MarksError::QuestionMark(index, detail) => {
            InputError::new(format!("/question_marks/{index}"), "impossible_marks", detail)
        }
    }
}
