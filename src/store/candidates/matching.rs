//! Which candidates the rows of a file mean.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::Candidate;
use super::merges::{Found, follow};
use crate::error::Error;
use crate::ids::BodyId;
use crate::scheme::numbers::CandidateNumber;
use crate::store::connection::DatabaseConnection;
use crate::store::filling::fill;
use crate::store::rows::{Columns, Rows, values};
use crate::store::schema::candidates;

/// How many candidates with each key are looked at on average, at most, for those who are alike.
const MOST_ALIKE: i64 = 20;

/// The candidates with these matching keys that `body` knows; without a body, all. In the order of registration.
pub fn matching(connection: &mut DatabaseConnection, keys: &[&str], body: Option<BodyId>) -> Result<Vec<Found>, Error> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    // Two questions instead of a join, whose planner could begin with everybody whom the body knows.
    let query = candidates::table.filter(candidates::matching_key.eq_any(keys)).select(Candidate::columns());
    let found = query.rows(connection)?;
    known(connection, found, body)
}

/// Those of these records whose candidates `body` knows, in the order of registration.
fn known(
    connection: &mut DatabaseConnection,
    mut records: Vec<Candidate>,
    body: Option<BodyId>,
) -> Result<Vec<Found>, Error> {
    records.sort_unstable_by_key(|record| record.id);
    records.dedup_by_key(|record| record.id);
    let mut found = follow(connection, records, body)?;
    found.retain(|one| one.is_known);
    Ok(found)
}

/// Keys of candidates who may be one person, each once.
#[derive(Debug)]
pub struct LikenessKeys<'a> {
    pub names: BTreeSet<&'a str>,
    pub family: BTreeSet<&'a str>,
    pub given: BTreeSet<&'a str>,
}

/// The candidates with one of these keys (see [`Names`](crate::scheme::likeness::Names)) that `body` knows; without a body,
/// all. In the order of registration.
pub fn alike(
    connection: &mut DatabaseConnection,
    keys: &LikenessKeys<'_>,
    body: Option<BodyId>,
) -> Result<Vec<Found>, Error> {
    if keys.names.is_empty() {
        return Ok(Vec::new());
    }
    let most = |keys: &BTreeSet<&str>| MOST_ALIKE.saturating_mul(i64::try_from(keys.len()).unwrap_or(i64::MAX));
    let of_names = candidates::table.filter(candidates::names_key.eq_any(&keys.names)).limit(most(&keys.names));
    let of_family = candidates::table.filter(candidates::family_key.eq_any(&keys.family)).limit(most(&keys.family));
    let of_given = candidates::table.filter(candidates::given_key.eq_any(&keys.given)).limit(most(&keys.given));
    let mut found: Vec<Candidate> = of_names.select(Candidate::columns()).rows(connection)?;
    found.extend(of_family.select(Candidate::columns()).rows::<Candidate>(connection)?);
    found.extend(of_given.select(Candidate::columns()).rows::<Candidate>(connection)?);
    known(connection, found, body)
}

/// Whom these numbers mean, each with whether `body` knows the candidate; without a body, all are known.
pub fn numbered(
    connection: &mut DatabaseConnection,
    numbers: &[CandidateNumber],
    body: Option<BodyId>,
) -> Result<Vec<Found>, Error> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let query = candidates::table.filter(candidates::number.eq_any(numbers)).select(Candidate::columns());
    let found = query.rows(connection)?;
    follow(connection, found, body)
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
            let keys = values!(candidates: matching_key = names.matching_key(), names_key = names.names_key(),
                family_key = names.family_key(), given_key = names.given_key());
            diesel::update(candidates::table.find(candidate.id)).filter(is_missing).set(keys).execute(connection)
        },
    )
}
