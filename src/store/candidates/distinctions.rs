//! Candidates who look like one person and are two.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;

use super::duplicates::compare_later;
use super::merges::merged_into;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId};
use crate::store::column::Column;
use crate::store::connection::DatabaseConnection;
use crate::store::distinctions::{distinctions, paged_pairs, pair_key};
use crate::store::page::{Page, PageRequest};
use crate::store::rows::{Columns, Rows};
use crate::store::schema::{candidate_bodies, candidate_distinctions, candidate_duplicates, candidates};

distinctions!(candidate_distinctions, CandidateId);

/// Writes that two are two, and that they do not look like one person any more.
pub fn tell_apart(connection: &mut DatabaseConnection, new: &Distinction) -> Result<(), Error> {
    insert_distinction(connection, new)?;
    let pair = candidate_duplicates::table
        .filter(candidate_duplicates::first_id.eq(new.first))
        .filter(candidate_duplicates::second_id.eq(new.second));
    diesel::delete(pair).execute(connection)?;
    // Whoever compares them right now has not seen it, and is put right by the next comparison.
    compare_later(connection, [new.first, new.second].into_iter())
}

/// Which of these candidates, with all their records, were told apart from which, as pairs of those who stand for themselves now.
pub fn told_apart(
    connection: &mut DatabaseConnection,
    ids: &[CandidateId],
) -> Result<BTreeSet<(CandidateId, CandidateId)>, Error> {
    let merged = merged_into(connection, ids)?;
    let records: Vec<CandidateId> = ids.iter().copied().chain(merged.iter().map(|(record, _)| record.id)).collect();
    let found = distinctions_of(connection, &records)?;
    let sides: Vec<CandidateId> = found.iter().flat_map(|one| [one.first, one.second]).collect();
    let known = candidates::table.filter(candidates::id.eq_any(&sides));
    let known: HashMap<CandidateId, Option<CandidateId>> =
        known.select((candidates::id, candidates::merged_into_id)).rows(connection)?.into_iter().collect();
    let survivor = |id: CandidateId| known.get(&id).copied().flatten().unwrap_or(id);
    let pair = |one: &Distinction| {
        let (first, second) = (survivor(one.first), survivor(one.second));
        (first.min(second), first.max(second))
    };
    Ok(found.iter().map(pair).collect())
}

/// A page of them, in the order of registration of the first and then of the second; where a body is given, of those both of whom
/// it knows.
pub fn list_distinctions(
    connection: &mut DatabaseConnection,
    body: Option<BodyId>,
    request: &PageRequest,
) -> Result<Page<Distinction>, Error> {
    let mut query = paged_pairs!(candidate_distinctions, request).select(Distinction::columns()).into_boxed();
    if let Some(body) = body {
        let known = || {
            candidate_bodies::table.filter(candidate_bodies::body_id.eq(body)).select(candidate_bodies::candidate_id)
        };
        query = query
            .filter(candidate_distinctions::first_id.eq_any(known()))
            .filter(candidate_distinctions::second_id.eq_any(known()));
    }
    Ok(request.page(query.rows(connection)?, Distinction::key))
}
