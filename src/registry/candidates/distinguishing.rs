//! Telling apart: two candidates look like one person, and are two.

use serde_json::json;

use super::kept::{self, Distinction};
use super::merging::{distinctions_between, tell};
use super::{Candidate, find_survivor};
use crate::auth::permission::Permission;
use crate::error::{Code, Error};
use crate::ids::CandidateId;
use crate::input::fields::Line;
use crate::input::form::{Several, form};
use crate::registry::work::Work;
use crate::registry::{Page, PageRequest};
use crate::scheme::text::Reason;

form! {
    /// Two candidates who are to be told apart.
    #[example({"candidate_ids": ["0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e70", "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e71"], "reason": "Two identity cards, with two numbers."})]
    pub struct NewCandidateDistinction as "CandidateDistinctionRequest" {
        /// The ids of the two.
        pub candidates as "candidate_ids": Several<Line<100>, 2, 2>,
        /// Why they are two, in words that name nobody.
        pub reason: Reason,
    }
}

/// Records that two candidates whom the caller may know of are two, however alike they look.
///
/// # Errors
/// [`Code::CandidateConflict`] where they are one on record, and where they were told apart before.
pub fn distinguish(work: &mut Work<'_>, new: &NewCandidateDistinction) -> Result<Distinction, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let [one, other] = [0, 1].map(|place| named(work, new, place));
    let (one, other) = (one?, other?);
    let conflict = |detail: String| Err(Error::refused(Code::CandidateConflict, detail));
    if one.id == other.id {
        return conflict(format!("the two are one candidate on record, `{}`", one.number));
    }
    if let Some(known) = distinctions_between(work, &one, &other)?.first() {
        let day = known.decided_at.date_naive();
        return conflict(format!("the two were told apart before, on {day}: {}", known.reason));
    }
    let (first, second) = if one.id < other.id { (one, other) } else { (other, one) };
    let distinction = Distinction {
        first: first.id,
        second: second.id,
        reason: new.reason.as_str().to_owned(),
        decided_by: caller.principal.to_string(),
        decided_at: work.now,
    };
    kept::tell_apart(work.connection, &distinction)?;
    let mut bodies = kept::knowing(work.connection, first.id)?;
    let knows_both = kept::knowing(work.connection, second.id)?;
    bodies.retain(|body| knows_both.contains(body));
    let data = json!({"candidate_ids": [first.id.to_string(), second.id.to_string()]});
    let words = json!({"reason": distinction.reason});
    tell(work, Permission::RegisterResults, &bodies, ("candidates_distinguished", &first), &data, Some(&words))?;
    Ok(distinction)
}

/// The candidate whom the request names in this place.
fn named(work: &mut Work<'_>, new: &NewCandidateDistinction, place: usize) -> Result<Candidate, Error> {
    let pointer = format!("/candidate_ids/{place}");
    let missing = || Error::missing(&pointer, "candidate");
    let id = new.candidates.get(place).and_then(|id| CandidateId::parse(id)).ok_or_else(missing)?;
    match find_survivor(work, id) {
        Err(Error::NotFound(_)) => Err(missing()),
        found => found,
    }
}

/// A page of those who were told apart and whom the caller may know of, in the order of registration.
pub fn list_distinctions(work: &mut Work<'_>, request: &PageRequest) -> Result<Page<Distinction>, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    kept::list_distinctions(work.connection, caller.body(), request)
}
