//! Who attended: somebody who is known by number and birth date, somebody of whom the organisation recorded an attendance
//! before, or somebody new.

use std::sync::Arc;

use super::new_attendance::NewAttendance;
use crate::error::{Code, Error, InputError, Refusal};
use crate::ids::TrainingOrganisationId;
use crate::registry::additions::Additions;
use crate::registry::candidates::{self, Candidate, NewCandidate};
use crate::registry::evidence::{self, Claim};
use crate::registry::guesses::CandidateGuesses;
use crate::registry::work::{Context, Work};
use crate::scheme::identity::Identity;
use crate::scheme::likeness::Names;
use crate::scheme::numbers::CandidateNumber;
use crate::store::attendances::{self, known_among};
use crate::store::candidates::{self as kept, Found};

pub(super) enum Attendee {
    /// Among the additions.
    New(Candidate),
    Known(Candidate),
    /// Nobody has this number and this birth date.
    Unknown(Error),
}

pub(super) fn find_or_enter(
    work: &mut Work<'_>,
    context: &Context<'_>,
    new: &NewAttendance,
    (organisation, claim): (TrainingOrganisationId, &Claim),
    guesses: Option<&mut CandidateGuesses>,
    additions: &mut Additions,
) -> Result<Attendee, Error> {
    if let Some(number) = new.candidate_number {
        return numbered(work, new, number, guesses);
    }
    let Some(family_name) = new.family_name.clone() else {
        return Err(Error::Internal("an attendance without a number has no name".to_owned()));
    };
    let identity = Identity { given_names: new.given_names.clone(), family_name, birth_date: new.birth_date };
    let names = Arc::new(Names::of(&identity));
    let own = of_own(work, &names, organisation)?;
    let known = if new.confirm_new { who_attended(work, own, organisation, claim)? } else { only(own)? };
    if let Some(known) = known {
        return Ok(Attendee::Known(known));
    }
    let Identity { given_names, family_name, birth_date } = identity;
    let (email, country) = (new.email.clone(), new.country);
    let registered = NewCandidate { given_names, family_name, birth_date, email, country, listed: false };
    candidates::enter(context, registered, names, None, additions).map(Attendee::New)
}

/// The candidate with this number and birth date, whoever knows it. Names that are given beside them must be those on record:
/// a number that was mistaken for another is told so.
fn numbered(
    work: &mut Work<'_>,
    new: &NewAttendance,
    number: CandidateNumber,
    guesses: Option<&mut CandidateGuesses>,
) -> Result<Attendee, Error> {
    if let Some(guesses) = &guesses {
        guesses.check(number)?;
    }
    let found = kept::numbered(work.connection, &[number], None)?.pop();
    let Some(found) = found.filter(|found| found.is_born(new.birth_date)) else {
        if let Some(guesses) = guesses {
            guesses.count(number, new.birth_date);
        }
        let detail = "there is no candidate with this number and this birth date".to_owned();
        let errors = vec![InputError::new("/candidate_number", "unknown_reference", detail.clone())];
        return Ok(Attendee::Unknown(Error::Refused(Refusal { errors, ..Refusal::new(Code::NotFound, detail) })));
    };
    if !has_names(&found, new) {
        let detail =
            "belongs to somebody with this birth date and other names; check the number, or leave the names out";
        return Err(Error::invalid("/candidate_number", "candidate_mismatch", detail));
    }
    Ok(Attendee::Known(found.candidate))
}

fn has_names(found: &Found, new: &NewAttendance) -> bool {
    let Some(family_name) = new.family_name.clone() else { return new.given_names.is_none() };
    let given = Identity { given_names: new.given_names.clone(), family_name, birth_date: new.birth_date };
    let given = Names::of(&given);
    let records = [&found.candidate, found.record()];
    records.into_iter().any(|record| Names::of(&record.identity()).names_key() == given.names_key())
}

/// Those who have these names and this birth date, of those of whom the organisation recorded an attendance.
fn of_own(work: &mut Work<'_>, names: &Names, organisation: TrainingOrganisationId) -> Result<Vec<Candidate>, Error> {
    let found = kept::matching(work.connection, &[&names.matching_key()], None)?;
    let ids: Vec<_> = found.iter().flat_map(|one| [one.candidate.id, one.record().id]).collect();
    let own = known_among(work.connection, &ids, organisation)?;
    let is_own = |one: &Found| own.contains(&one.candidate.id) || own.contains(&one.record().id);
    let mut own: Vec<Candidate> = found.into_iter().filter(is_own).map(|one| one.candidate).collect();
    own.dedup_by_key(|one| one.id);
    Ok(own)
}

/// The only one, if there is any.
fn only(mut own: Vec<Candidate>) -> Result<Option<Candidate>, Error> {
    if own.len() > 1 {
        let detail =
            "is that of several people with these names of whom you recorded an attendance; give the candidate number";
        return Err(Error::invalid("/birth_date", "ambiguous", detail));
    }
    Ok(own.pop())
}

/// The one of whom the organisation recorded this very attendance: sent again, it is the same, and nobody else's.
fn who_attended(
    work: &mut Work<'_>,
    own: Vec<Candidate>,
    organisation: TrainingOrganisationId,
    claim: &Claim,
) -> Result<Option<Candidate>, Error> {
    for candidate in own {
        for piece in evidence::of_candidate(work, candidate.id)?.iter().filter(|piece| piece.claim == *claim) {
            if attendances::find(work.connection, piece.id, Some(organisation))?.is_some() {
                return Ok(Some(candidate));
            }
        }
    }
    Ok(None)
}
