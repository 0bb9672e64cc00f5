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
use crate::store::page::{Page, PageRequest};
use crate::store::rows::{Columns, Rows};
use crate::store::schema::{candidate_bodies, candidate_distinctions, candidate_duplicates, candidates};

/// Two candidates who were told apart; the one who was registered first stands first.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = candidate_distinctions, treat_none_as_default_value = false)]
pub struct CandidateDistinction {
    #[diesel(column_name = first_id)]
    pub first: CandidateId,
    #[diesel(column_name = second_id)]
    pub second: CandidateId,
    pub reason: String,
    pub decided_by: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub decided_at: Moment,
}

impl CandidateDistinction {
    /// Its key in lists.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}~{}", self.first, self.second)
    }
}

/// Writes that two are two, and that they do not look like one person any more.
pub fn insert_distinction(connection: &mut DatabaseConnection, new: &CandidateDistinction) -> Result<(), Error> {
    diesel::insert_into(candidate_distinctions::table).values(new.clone()).execute(connection)?;
    let pair = candidate_duplicates::table
        .filter(candidate_duplicates::first_id.eq(new.first))
        .filter(candidate_duplicates::second_id.eq(new.second));
    diesel::delete(pair).execute(connection)?;
    // Whoever compares them right now has not seen it, and is put right by the next comparison.
    compare_later(connection, [new.first, new.second].into_iter())
}

/// The distinctions of which one of these records is a side.
pub fn distinctions_of(
    connection: &mut DatabaseConnection,
    ids: &[CandidateId],
) -> Result<Vec<CandidateDistinction>, Error> {
    let all = candidate_distinctions::table.select(CandidateDistinction::columns());
    let mut found = all.filter(candidate_distinctions::first_id.eq_any(ids)).rows(connection)?;
    found.extend(
        all.filter(candidate_distinctions::second_id.eq_any(ids))
            .filter(diesel::dsl::not(candidate_distinctions::first_id.eq_any(ids)))
            .rows::<CandidateDistinction>(connection)?,
    );
    Ok(found)
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
    let pair = |one: &CandidateDistinction| {
        let (first, second) = (survivor(one.first), survivor(one.second));
        (first.min(second), first.max(second))
    };
    Ok(found.iter().map(pair).collect())
}

/// Takes distinctions back.
pub fn delete_distinctions(connection: &mut DatabaseConnection, all: &[CandidateDistinction]) -> Result<(), Error> {
    for distinction in all {
        let key = (distinction.first, distinction.second);
        diesel::delete(candidate_distinctions::table.find(key)).execute(connection)?;
    }
    Ok(())
}

/// A page of them, in the order of registration of the first and then of the second; where a body is given, of those both of whom
/// it knows.
pub fn list_distinctions(
    connection: &mut DatabaseConnection,
    body: Option<BodyId>,
    request: &PageRequest,
) -> Result<Page<CandidateDistinction>, Error> {
    let after = request.after();
    let (first, second) = after.split_once('~').unwrap_or_default();
    let (first, second) = (first.to_owned(), second.to_owned());
    let same_first =
        candidate_distinctions::first_id.eq(first.clone()).and(candidate_distinctions::second_id.gt(second));
    let mut query = candidate_distinctions::table
        .filter(candidate_distinctions::first_id.gt(first).or(same_first))
        .order((candidate_distinctions::first_id, candidate_distinctions::second_id))
        .limit(request.rows())
        .select(CandidateDistinction::columns())
        .into_boxed();
    if let Some(body) = body {
        let known = || {
            candidate_bodies::table.filter(candidate_bodies::body_id.eq(body)).select(candidate_bodies::candidate_id)
        };
        query = query
            .filter(candidate_distinctions::first_id.eq_any(known()))
            .filter(candidate_distinctions::second_id.eq_any(known()));
    }
    Ok(request.page(query.rows(connection)?, CandidateDistinction::key))
}
