//! Which candidates the rows of a file mean.

use std::collections::HashSet;

use diesel::prelude::*;

use super::{Candidate, CandidateRow, from_row};
use crate::error::Error;
use crate::ids::BodyId;
use crate::scheme::numbers::CandidateNumber;
use crate::store::connection::DatabaseConnection;
use crate::store::schema::{candidate_bodies, candidates};

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
    let rows = candidates::table
        .filter(candidates::matching_key.eq_any(keys))
        .select(columns!())
        .load::<CandidateRow>(connection)?;
    let mut found = rows.into_iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
    if let Some(body) = body {
        let known = known_among(connection, &found, body)?;
        found.retain(|candidate| known.contains(&candidate.id.to_string()));
    }
    found.sort_unstable_by_key(|candidate| candidate.id);
    Ok(found)
}

/// Which of these candidates `body` knows.
fn known_among(
    connection: &mut DatabaseConnection,
    candidates: &[Candidate],
    body: BodyId,
) -> Result<HashSet<String>, Error> {
    if candidates.is_empty() {
        return Ok(HashSet::new());
    }
    let ids: Vec<String> = candidates.iter().map(|candidate| candidate.id.to_string()).collect();
    let known = candidate_bodies::table
        .filter(candidate_bodies::body_id.eq(body.to_string()))
        .filter(candidate_bodies::candidate_id.eq_any(ids))
        .select(candidate_bodies::candidate_id);
    Ok(known.load::<String>(connection)?.into_iter().collect())
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
    let compact: Vec<String> = numbers.iter().map(CandidateNumber::compact).collect();
    let rows = candidates::table
        .filter(candidates::number.eq_any(compact))
        .select(columns!())
        .load::<CandidateRow>(connection)?;
    let found = rows.into_iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
    let Some(body) = body else { return Ok(found.into_iter().map(|candidate| (candidate, true)).collect()) };
    let known = known_among(connection, &found, body)?;
    let is_known = |candidate: &Candidate| known.contains(&candidate.id.to_string());
    Ok(found.into_iter().map(|candidate| (is_known(&candidate), candidate)).map(|(known, one)| (one, known)).collect())
}

/// Fills the matching keys that are missing because an earlier version of the program made the record, or made the keys
/// otherwise, a few at a time; says how many.
pub fn fill_matching_keys(connection: &mut DatabaseConnection, at_once: i64) -> Result<usize, Error> {
    let rows = candidates::table
        .filter(candidates::matching_key.eq(""))
        .limit(at_once)
        .select(columns!())
        .load::<CandidateRow>(connection)?;
    let mut found = rows.into_iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
    if found.is_empty() {
        return Ok(0);
    }
    // Here, not in the database, which would sort all that are missing at every step. Nodes at the same work meet in order.
    found.sort_unstable_by_key(|candidate| candidate.id);
    connection.begin()?;
    let filled = found.iter().try_for_each(|candidate| {
        let update =
            diesel::update(candidates::table.find(candidate.id.to_string())).filter(candidates::matching_key.eq(""));
        update.set(candidates::matching_key.eq(candidate.matching_key())).execute(connection)?;
        Ok(())
    });
    connection.end(filled.is_ok())?;
    filled.map(|()| found.len())
}
