//! Which candidates the rows of a file mean.

use std::collections::HashSet;

use diesel::prelude::*;

use super::{Candidate, CandidateRow, from_row};
use crate::error::Error;
use crate::ids::BodyId;
use crate::scheme::numbers::CandidateNumber;
use crate::store::connection::DatabaseConnection;
use crate::store::schema::{candidate_bodies, candidates};

/// The candidates with these matching keys that `body` knows; without a body, all.
pub fn matching(
    connection: &mut DatabaseConnection,
    keys: &[&str],
    body: Option<BodyId>,
) -> Result<Vec<Candidate>, Error> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let rows = match body {
        None => candidates::table
            .filter(candidates::matching_key.eq_any(keys))
            .order(candidates::id)
            .select(columns!())
            .load::<CandidateRow>(connection)?,
        Some(body) => candidates::table
            .inner_join(candidate_bodies::table)
            .filter(candidates::matching_key.eq_any(keys))
            .filter(candidate_bodies::body_id.eq(body.to_string()))
            .order(candidates::id)
            .select(columns!())
            .load::<CandidateRow>(connection)?,
    };
    rows.into_iter().map(from_row).collect()
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
    let ids: Vec<String> = found.iter().map(|candidate| candidate.id.to_string()).collect();
    let known: HashSet<String> = candidate_bodies::table
        .filter(candidate_bodies::candidate_id.eq_any(&ids))
        .filter(candidate_bodies::body_id.eq(body.to_string()))
        .select(candidate_bodies::candidate_id)
        .load::<String>(connection)?
        .into_iter()
        .collect();
    Ok(found.into_iter().zip(ids).map(|(candidate, id)| (candidate, known.contains(&id))).collect())
}

/// Fills the matching keys of records that an earlier version of the program made, a few at a time; says how many.
pub fn fill_matching_keys(connection: &mut DatabaseConnection, at_once: i64) -> Result<usize, Error> {
    let rows = candidates::table
        .filter(candidates::matching_key.eq(""))
        .order(candidates::id)
        .limit(at_once)
        .select(columns!())
        .load::<CandidateRow>(connection)?;
    let found = rows.into_iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
    if found.is_empty() {
        return Ok(0);
    }
    connection.run("BEGIN")?;
    for candidate in &found {
        diesel::update(candidates::table.find(candidate.id.to_string()))
            .set(candidates::matching_key.eq(candidate.matching_key()))
            .execute(connection)?;
    }
    connection.run("COMMIT")?;
    Ok(found.len())
}
