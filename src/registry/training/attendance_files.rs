//! Many attendances at once, each exactly as one that is recorded by itself.
//!
//! All of a file is one transaction. A row is decided before anything of it is written, so a refused row leaves nothing and the
//! others stay; what fails unexpectedly fails the whole file, and nothing of it is left.

use std::collections::HashSet;

use super::attendances::{Attendance, Attended, NewAttendance, load_guesses, record_beside};
use crate::auth::permission::Permission;
use crate::error::{Code, Error, InputError, Refusal};
use crate::registry::guesses::CandidateGuesses;
use crate::registry::work::{Context, Work};
use crate::tabular::objects::ReadRow;

/// What became of a row.
#[derive(Clone, Debug)]
pub struct EnteredAttendance {
    /// The line on which it begins, or which entry it is, counted from 1.
    pub line: u64,
    /// The attendance, and whether it is new; or the refusal.
    pub outcome: Result<(Attendance, bool), Refusal>,
    /// Whether the attendance is on record after this: nothing is that only a dry run has entered.
    pub is_kept: bool,
}

/// Whether the caller may send a file: asked before the file arrives, so that nobody sends much in vain.
pub fn admit_file(work: &mut Work<'_>) -> Result<(), Error> {
    work.authorise(Permission::Train).map(|_| ())
}

/// Records the attendances of a file; of a dry run nothing stays but what was guessed, and what would become of each row is
/// said.
///
/// # Errors
/// Only what concerns the whole file: who may send it, and what was unexpected.
pub fn submit_file(
    work: &mut Work<'_>,
    rows: &[ReadRow<NewAttendance>],
    dry_run: bool,
) -> Result<Vec<EnteredAttendance>, Error> {
    let context = work.context(Permission::Train)?;
    let numbers: Vec<_> =
        rows.iter().filter_map(|row| row.read.as_ref().ok()).filter_map(|new| new.candidate_number).collect();
    let mut guesses = load_guesses(work, &context, &numbers)?;
    let entered = if dry_run {
        let mut entered = work.rehearse(|work| enter(work, &context, rows, &mut guesses))?;
        let is_new = |row: &EnteredAttendance| {
            row.outcome.as_ref().ok().filter(|(_, is_new)| *is_new).map(|(one, _)| one.evidence.id)
        };
        let new: HashSet<_> = entered.iter().filter_map(is_new).collect();
        for row in &mut entered {
            row.is_kept = row.outcome.as_ref().is_ok_and(|(one, _)| !new.contains(&one.evidence.id));
        }
        entered
    } else {
        enter(work, &context, rows, &mut guesses)?
    };
    if let Some(guesses) = guesses {
        guesses.write(work.connection)?;
    }
    Ok(entered)
}

fn enter(
    work: &mut Work<'_>,
    context: &Context<'_>,
    rows: &[ReadRow<NewAttendance>],
    guesses: &mut Option<CandidateGuesses>,
) -> Result<Vec<EnteredAttendance>, Error> {
    let mut entered = Vec::with_capacity(rows.len());
    for row in rows {
        let outcome = match &row.read {
            Ok(new) => decided(record_beside(work, context, new, guesses.as_mut()))?,
            Err(errors) => Err(invalid(errors.clone())),
        };
        entered.push(EnteredAttendance { line: row.line, is_kept: outcome.is_ok(), outcome });
    }
    Ok(entered)
}

/// What became of one row; the outer error is that of the whole file.
fn decided(attended: Result<Attended, Error>) -> Result<Result<(Attendance, bool), Refusal>, Error> {
    match attended {
        Ok(Attended::New(attendance)) => Ok(Ok((attendance, true))),
        Ok(Attended::Unchanged(attendance)) => Ok(Ok((attendance, false))),
        Ok(Attended::Unknown(Error::Refused(refusal))) | Err(Error::Refused(refusal)) => Ok(Err(refusal)),
        Err(Error::Invalid(errors)) => Ok(Err(invalid(errors))),
        Err(Error::TooManyGuesses { detail, .. }) => Ok(Err(Refusal::new(Code::TooManyGuesses, detail))),
        Ok(Attended::Unknown(other)) | Err(other) => Err(other),
    }
}

fn invalid(errors: Vec<InputError>) -> Refusal {
    let detail = match errors.as_slice() {
        [one] => format!("one value is wrong: {}", one.detail),
        all => format!("{} values are wrong; `errors` says which", all.len()),
    };
    Refusal { errors, ..Refusal::new(Code::InvalidInput, detail) }
}
