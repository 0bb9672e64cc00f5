//! Finding a candidate by the number: one whom the caller knows, or with the birth date one of another body.

use chrono::NaiveDate;
use serde_json::json;

use super::kept::{self, CandidateAccess, Found};
use super::{Candidate, told};
use crate::auth::permission::Permission;
use crate::error::Error;
use crate::ids::BodyId;
use crate::registry::additions::Additions;
use crate::registry::guesses::CandidateGuesses;
use crate::registry::work::{Context, Work};
use crate::scheme::numbers::CandidateNumber;

/// The candidate with this number, of those that the caller may see; with whether it has the birth date, if one is given.
pub fn find_known(
    work: &mut Work<'_>,
    number: CandidateNumber,
    birth_date: Option<NaiveDate>,
) -> Result<Option<(Candidate, bool)>, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let found = kept::numbered(work.connection, &[number], caller.body())?.pop().filter(|found| found.is_known);
    Ok(found.map(|found| (birth_date.is_none_or(|day| found.is_born(day)), found)).map(|(is, one)| (one.candidate, is)))
}

/// Finds a candidate whom the caller may see by the number, and the candidate of another body by number and birth date
/// together. A body that did not know the candidate knows it from then on, and an event of its own says so. A wrong birth
/// date is a guess, and counts as one.
///
/// # Errors
/// [`Error::TooManyGuesses`], before anything is looked at.
pub fn search(
    work: &mut Work<'_>,
    number: CandidateNumber,
    birth_date: Option<NaiveDate>,
) -> Result<Option<Candidate>, Error> {
    let context = work.context(Permission::RegisterResults)?;
    let found = kept::numbered(work.connection, &[number], context.caller.body())?.pop();
    if let Some(known) = found.as_ref().filter(|found| found.is_known) {
        return Ok(birth_date.is_none_or(|day| known.is_born(day)).then(|| known.candidate.clone()));
    }
    let (Some(birth_date), Some(body)) = (birth_date, context.caller.body()) else { return Ok(None) };
    let mut guesses = CandidateGuesses::load(work, &body, &[number])?;
    guesses.check(number)?;
    let Some(Found { candidate, merged, .. }) = found.filter(|found| found.is_born(birth_date)) else {
        guesses.count(number, birth_date);
        guesses.write(work.connection)?;
        return Ok(None);
    };
    let mut additions = Additions::default();
    grant_access(&context, &candidate, body, &mut additions);
    if let Some(record) = merged.filter(|record| record.birth_date == birth_date) {
        // It is this record that the body has told it knows: should the two be two again, it knows the other no more.
        let knows = CandidateAccess { candidate: record.id, body, since: context.now, by_merge: false };
        for access in &mut additions.access {
            access.by_merge = true;
        }
        additions.access.push(knows);
    }
    additions.write(work.connection)?;
    Ok(Some(candidate))
}

/// Makes a candidate known to a body that did not know it, and enters the event of it.
pub(in crate::registry) fn grant_access(
    context: &Context<'_>,
    candidate: &Candidate,
    body: BodyId,
    additions: &mut Additions,
) {
    additions.access.push(CandidateAccess { candidate: candidate.id, body, since: context.now, by_merge: false });
    let data = json!({"number": candidate.number, "found_by_body_id": body.to_string()});
    additions.events.push(told(context, candidate, Some(body), "candidate_found", data, false));
}
