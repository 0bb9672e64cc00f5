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
use crate::scheme::definition::Qualification;
use crate::scheme::exam::{ExamFormat, MarksError, Outcome};
use crate::scheme::sitting::{Edition, NamedFormat};
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
    Possible(Box<Submission<'a>>),
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
    let (format, wrong) = choose(&scheme.formats_on(new.sat_on), new.format.as_deref(), &FORMAT, new.sat_on);
    errors.extend(wrong);
    let (edition, wrong) = choose(&scheme.editions_on(new.sat_on), new.edition.as_deref(), &EDITION, new.sat_on);
    let (missing, wrong): (Vec<_>, Vec<_>) = wrong.into_iter().partition(|error| error.code == "required");
    errors.extend(wrong);
    let is_for_registrars = format.is_some_and(|format| format.declared);
    if is_for_registrars && context.caller.role != Role::Registrar && errors.is_empty() {
        return Ok(Checked::Refused(registrar_only(new)));
    }
    errors.extend(missing);
    let marked = match (qualification, format) {
        (Some(qualification), Some(format)) => check_marking(qualification, format, new, &mut errors)?,
        _ => None,
    };
    let chosen = format.zip(edition).filter(|_| errors.is_empty());
    let (Some(qualification), Some((marking, outcome)), Some((format, edition))) = (qualification, marked, chosen)
    else {
        return Ok(Checked::Impossible(errors));
    };
    let result = SittingResult {
        id: ResultId::new(context.now),
        candidate,
        body,
        qualification: qualification.code.clone(),
        format: format.code.clone(),
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
    Ok(Checked::Possible(Box::new(Submission { qualification, result })))
}

/// What a sitting is of: its name in requests, and the code of a wrong one.
struct Choice<T> {
    name: &'static str,
    wrong: &'static str,
    code: fn(&T) -> &str,
}

const FORMAT: Choice<NamedFormat> =
    Choice { name: "format", wrong: "wrong_format", code: |format| format.code.as_str() };
const EDITION: Choice<Edition> =
    Choice { name: "edition", wrong: "wrong_edition", code: |edition| edition.code.as_str() };

/// "Where only one pair is possible on a day it follows from the day, and a client that names another is wrong and is told so;
/// where several are, the client names it." Where it follows from the day it is given beside what is wrong.
fn choose<'a, T>(
    possible: &[&'a T],
    named: Option<&str>,
    choice: &Choice<T>,
    day: NaiveDate,
) -> (Option<&'a T>, Option<InputError>) {
    let Choice { name, wrong, code } = choice;
    let pointer = format!("/{name}");
    let codes = || possible.iter().map(|one| code(one)).collect::<Vec<_>>().join(" or ");
    let (only, found) = match possible {
        [] => {
            let detail = format!("is a day on which nobody can sit: the scheme has no {name} for it");
            return (None, Some(InputError::new("/sat_on", "nothing_to_sit", detail)));
        }
        [only] => (Some(*only), named.is_none_or(|named| named == code(only)).then_some(*only)),
        several => (None, named.and_then(|named| several.iter().copied().find(|one| named == code(one)))),
    };
    let error = match (only, named) {
        _ if found.is_some() => return (found, None),
        (Some(only), _) => {
            let detail = format!("is not the {name} of a sitting on {day}: that is {}; leave it out", code(only));
            InputError::new(pointer, wrong, detail)
        }
        (None, Some(_)) => {
            InputError::new(pointer, wrong, format!("is no {name} of a sitting on {day}: that is {}", codes()))
        }
        (None, None) => {
            let detail = format!("is needed: a sitting on {day} can be of {name} {}", codes());
            InputError::new(pointer, "required", detail)
        }
    };
    (only, Some(error))
}

/// The marking and outcome; `None` when something was wrong, which is then among the errors.
fn check_marking(
    qualification: &Qualification,
    format: &NamedFormat,
    new: &NewSitting,
    errors: &mut Vec<InputError>,
) -> Result<Option<(Marking, Outcome)>, Error> {
    if format.declared {
        return Ok(check_declared(format, new, errors));
    }
    if new.declared_outcome.is_some() {
        let detail = format!(
            "is not taken from anybody for format {}: the outcome is computed from the marks; leave it out",
            format.code
        );
        errors.push(InputError::new("/declared_outcome", "not_allowed", detail));
    }
    let Some(paper) = qualification.paper(&format.code) else {
        let detail = format!("{} has no paper of format {}", qualification.code, format.code);
        return Err(Error::Internal(detail));
    };
    let Some(marks) = new.marks else {
        errors.push(InputError::new("/marks", "required", "is missing"));
        return Ok(None);
    };
    Ok(computed(paper, marks, new.question_marks.as_deref()).map_err(|wrong| errors.extend(wrong)).ok())
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

/// "Before that day the previous format was sat …: only a registrar may record such a sitting."
fn registrar_only(new: &NewSitting) -> Refusal {
    let detail = format!(
        "a sitting on {} was of a format whose papers are not known here, which only a registrar may record, with the outcome \
         as declared",
        new.sat_on
    );
    let place =
        InputError::new("/sat_on", "registrar_only", "lies in the days of a format that only a registrar may record");
    Refusal { errors: vec![place], ..Refusal::new(Code::RegistrarOnly, detail) }
}

/// "… with the outcome as declared and the edition named, and it is marked so."
fn check_declared(format: &NamedFormat, new: &NewSitting, errors: &mut Vec<InputError>) -> Option<(Marking, Outcome)> {
    for (pointer, given) in [("/marks", new.marks.is_some()), ("/question_marks", new.question_marks.is_some())] {
        if given {
            let detail = format!(
                "cannot be given for format {}, whose papers are not known; give `declared_outcome`",
                format.code
            );
            errors.push(InputError::new(pointer, "not_allowed", detail));
        }
    }
    if new.declared_outcome.is_none() {
        let detail = format!("is missing: results of format {} are recorded with the outcome as declared", format.code);
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
