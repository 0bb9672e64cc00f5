//! Which candidates the rows of a file mean.

use std::collections::HashSet;

use diesel::prelude::*;

use super::Candidate;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId};
use crate::scheme::numbers::CandidateNumber;
use crate::store::connection::DatabaseConnection;
use crate::store::filling::fill;
use crate::store::rows::{Columns, Rows, values};
use crate::store::schema::{candidate_bodies, candidates};

/// How many candidates with each key are looked at on average, at most, for those who are alike.
const MOST_ALIKE: i64 = 20;

/// The candidates with these matching keys that `body` knows; without a body, all. In the order of registration.
pub fn matching(
    connection: &mut DatabaseConnection,
    keys: &[&str],
    body: Option<BodyId>,
) -> Result<Vec<Candidate>, Error> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    // Two questions instead of a join, whose planner could begin with everybody whom the body knows.
    let query = candidates::table.filter(candidates::matching_key.eq_any(keys)).select(Candidate::columns());
    let mut found: Vec<Candidate> = query.rows(connection)?;
    if let Some(body) = body {
        let known = known_among(connection, &found, body)?;
        found.retain(|candidate| known.contains(&candidate.id));
    }
    found.sort_unstable_by_key(|candidate| candidate.id);
    Ok(found)
}

/// The candidates with one of these keys (see [`Names`](crate::scheme::likeness::Names)) that `body` knows; without a body,
/// all. In the order of registration.
pub fn alike(
    connection: &mut DatabaseConnection,
    names_keys: &[&str],
    family_keys: &[&str],
    body: Option<BodyId>,
) -> Result<Vec<Candidate>, Error> {
    if names_keys.is_empty() {
        return Ok(Vec::new());
    }
    let most = MOST_ALIKE.saturating_mul(i64::try_from(names_keys.len()).unwrap_or(i64::MAX));
    let of_names = candidates::table.filter(candidates::names_key.eq_any(names_keys));
    let of_family = candidates::table.filter(candidates::family_key.eq_any(family_keys));
    let mut found: Vec<Candidate> = of_names.limit(most).select(Candidate::columns()).rows(connection)?;
    found.extend(of_family.limit(most).select(Candidate::columns()).rows::<Candidate>(connection)?);
    found.sort_unstable_by_key(|candidate| candidate.id);
    found.dedup_by_key(|candidate| candidate.id);
    if let Some(body) = body {
        let known = known_among(connection, &found, body)?;
        found.retain(|candidate| known.contains(&candidate.id));
    }
    Ok(found)
}

/// Which of these candidates `body` knows.
fn known_among(
    connection: &mut DatabaseConnection,
    candidates: &[Candidate],
    body: BodyId,
) -> Result<HashSet<CandidateId>, Error> {
    if candidates.is_empty() {
        return Ok(HashSet::new());
    }
    let known = candidate_bodies::table
        .filter(candidate_bodies::body_id.eq(body))
        .filter(candidate_bodies::candidate_id.eq_any(candidates.iter().map(|candidate| candidate.id)))
        .select(candidate_bodies::candidate_id);
    Ok(known.rows(connection)?.into_iter().collect())
}

/// The candidates with these numbers, each with whether `body` knows it; without a body, all are known.
pub fn numbered(
    connection: &mut DatabaseConnection,
    numbers: &[CandidateNumber],
    body: Option<BodyId>,
) -> Result<Vec<(Candidate, bool)>, Error> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let query = candidates::table.filter(candidates::number.eq_any(numbers)).select(Candidate::columns());
    let found: Vec<Candidate> = query.rows(connection)?;
    let known = body.map(|body| known_among(connection, &found, body)).transpose()?;
    let is_known = |candidate: &Candidate| known.as_ref().is_none_or(|known| known.contains(&candidate.id));
    Ok(found.into_iter().map(|candidate| (is_known(&candidate), candidate)).map(|(known, one)| (one, known)).collect())
}

/// Fills the keys that are missing because an earlier version of the program made the record, or made the keys otherwise: of
/// those without one, a few at a time; says how many.
pub fn fill_matching_keys(connection: &mut DatabaseConnection, at_once: i64) -> Result<usize, Error> {
    // A node of the earlier version, which knows one key only, may go on for a while beside this one.
    let is_missing = candidates::matching_key.eq("").or(candidates::family_key.eq(""));
    let query = candidates::table.filter(is_missing).limit(at_once).select(Candidate::columns());
    let found = query.rows(connection)?;
    fill(
        connection,
        found,
        |candidate: &Candidate| candidate.id,
        |connection, candidate| {
            let names = candidate.names();
            let keys = values!(candidates: matching_key = candidate.matching_key(), names_key = names.names_key(),
                family_key = names.family_key());
            diesel::update(candidates::table.find(candidate.id)).filter(is_missing).set(keys).execute(connection)
        },
    )
}
