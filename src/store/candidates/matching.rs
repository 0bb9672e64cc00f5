//! Which candidates the rows of a file mean.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::Candidate;
use super::merges::{Found, follow};
use crate::error::Error;
use crate::ids::{BodyId, CandidateId};
use crate::scheme::likeness::Names;
use crate::scheme::numbers::CandidateNumber;
use crate::store::connection::DatabaseConnection;
use crate::store::filling::fill;
use crate::store::rows::{Columns, Rows, values};
use crate::store::schema::candidates;

/// How many candidates are looked at, at most, for those who are alike: of each key so many on average, and some more, so that
/// one key may be that of many (a Nguyen shares a birth date with twenty others among a million candidates).
const MOST_ALIKE: i64 = 4;
const MORE_ALIKE: i64 = 200;

/// The candidates with these matching keys that `body` knows; without a body, all. In the order of registration.
pub fn matching(connection: &mut DatabaseConnection, keys: &[&str], body: Option<BodyId>) -> Result<Vec<Found>, Error> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    if keys.len() > 1 {
        connection.use_indexes()?;
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

/// The candidates who may be like one of those who are asked for (see [`Names`]) and whom `body` knows; without a body, all. In
/// the order of registration.
pub fn alike(connection: &mut DatabaseConnection, asked: &[&Names], body: Option<BodyId>) -> Result<Vec<Found>, Error> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let names: BTreeSet<&str> = asked.iter().map(|names| names.names_key()).collect();
    let family = by_key(asked, Names::family_key);
    let given = by_key(asked, Names::given_key);
    let of_names = candidates::table.filter(candidates::names_key.eq_any(&names)).limit(most_alike(names.len()));
    let mut ids: BTreeSet<CandidateId> = of_names.select(candidates::id).rows(connection)?.into_iter().collect();
    // Many share a birth date and a name; most of them are told from one another by the names alone, before they are read.
    let of_family = candidates::table
        .filter(candidates::family_key.eq_any(family.keys()))
        .limit(most_alike(family.len()))
        .select((candidates::id, candidates::family_key, candidates::names_key));
    ids.extend(of_family.rows(connection)?.into_iter().filter_map(|one| may_be_like(&family, one)));
    let of_given = candidates::table
        .filter(candidates::given_key.eq_any(given.keys()))
        .limit(most_alike(given.len()))
        .select((candidates::id, candidates::given_key, candidates::names_key));
    ids.extend(of_given.rows(connection)?.into_iter().filter_map(|one| may_be_like(&given, one)));
    let found = candidates::table.filter(candidates::id.eq_any(ids)).select(Candidate::columns()).rows(connection)?;
    known(connection, found, body)
}

fn most_alike(keys: usize) -> i64 {
    i64::try_from(keys).unwrap_or(i64::MAX).saturating_mul(MOST_ALIKE).saturating_add(MORE_ALIKE)
}

fn by_key<'a>(asked: &[&'a Names], key: impl Fn(&'a Names) -> &'a str) -> BTreeMap<&'a str, Vec<&'a Names>> {
    let mut by_key: BTreeMap<&str, Vec<&Names>> = BTreeMap::new();
    for names in asked {
        by_key.entry(key(names)).or_default().push(names);
    }
    by_key
}

/// The candidate with this key and these names, if one of those who are asked for with the key may be alike.
fn may_be_like(
    asked: &BTreeMap<&str, Vec<&Names>>,
    (id, key, names_key): (CandidateId, String, String),
) -> Option<CandidateId> {
    asked.get(key.as_str())?.iter().any(|names| names.may_be_like(&names_key)).then_some(id)
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
