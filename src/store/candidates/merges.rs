//! Candidates of whom two records are one: which record stays, and what registrars merged and separated again.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::access::known_among;
use super::duplicates::compare_later;
use super::{Candidate, find};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId};
use crate::store::column::Column;
use crate::store::connection::DatabaseConnection;
use crate::store::merges::{MergeKind, merges};
use crate::store::page::{Page, PageRequest};
use crate::store::rows::{Columns, Rows};
use crate::store::schema::{candidate_merges, candidates};

merges!(candidate_merges, CandidateId);

/// Says which candidate these are from now on; `None`: they are candidates of their own, and are compared with others anew.
pub fn lead_to(
    connection: &mut DatabaseConnection,
    ids: &[CandidateId],
    survivor: Option<CandidateId>,
    at: Moment,
) -> Result<(), Error> {
    diesel::update(candidates::table.filter(candidates::id.eq_any(ids)))
        .set((candidates::merged_into_id.eq(survivor), candidates::changed_at.eq(Column(at))))
        .execute(connection)?;
    let alone = ids.iter().copied().filter(|_| survivor.is_none());
    compare_later(connection, alone)
}

/// The candidate that a record is: its own, or the one that it was merged into.
pub fn survivor(connection: &mut DatabaseConnection, id: CandidateId) -> Result<Option<Candidate>, Error> {
    match find(connection, id, None)? {
        Some(Candidate { merged_into: Some(into), .. }) => find(connection, into, None),
        other => Ok(other),
    }
}

/// The candidate that the record with this id is, if `body` knows that one; without a body, any.
pub fn find_survivor(
    connection: &mut DatabaseConnection,
    id: CandidateId,
    body: Option<BodyId>,
) -> Result<Option<Candidate>, Error> {
    let found = find(connection, id, body)?;
    let into = match &found {
        Some(candidate) => candidate.merged_into,
        // Whoever knows the one that stays need not know what was merged into it.
        None if body.is_some() => find(connection, id, None)?.and_then(|candidate| candidate.merged_into),
        None => None,
    };
    into.map_or(Ok(found), |into| find(connection, into, body))
}

/// What was merged into these candidates: each record with its survivor, in the order of registration.
pub fn merged_into(
    connection: &mut DatabaseConnection,
    survivors: &[CandidateId],
) -> Result<Vec<(Candidate, CandidateId)>, Error> {
    if survivors.is_empty() {
        return Ok(Vec::new());
    }
    candidates::table
        .filter(candidates::merged_into_id.eq_any(survivors))
        .order(candidates::id)
        .select((Candidate::columns(), candidates::merged_into_id.assume_not_null()))
        .rows(connection)
}

/// Of these records those that are of a candidate with several, and the others of those candidates, each with the survivor.
pub fn survivors_of_merged(
    connection: &mut DatabaseConnection,
    records: &[CandidateId],
) -> Result<HashMap<CandidateId, CandidateId>, Error> {
    if records.is_empty() {
        return Ok(HashMap::new());
    }
    let into: Vec<CandidateId> = candidates::table
        .filter(candidates::id.eq_any(records))
        .filter(candidates::merged_into_id.is_not_null())
        .select(candidates::merged_into_id.assume_not_null())
        .rows(connection)?;
    let survivors: Vec<CandidateId> = records.iter().copied().chain(into).collect();
    let merged: Vec<(CandidateId, CandidateId)> = candidates::table
        .filter(candidates::merged_into_id.eq_any(survivors))
        .select((candidates::id, candidates::merged_into_id.assume_not_null()))
        .rows(connection)?;
    Ok(merged.into_iter().flat_map(|(record, survivor)| [(record, survivor), (survivor, survivor)]).collect())
}

/// This candidate with all that was merged into it.
pub fn group(connection: &mut DatabaseConnection, survivor: CandidateId) -> Result<Vec<CandidateId>, Error> {
    let merged = candidates::table.filter(candidates::merged_into_id.eq(survivor)).select(candidates::id);
    let mut ids = vec![survivor];
    ids.extend(merged.rows::<CandidateId>(connection)?);
    Ok(ids)
}

/// All records of the candidate that a record is.
pub fn group_of(connection: &mut DatabaseConnection, record: CandidateId) -> Result<Vec<CandidateId>, Error> {
    let into = candidates::table.find(record).select(candidates::merged_into_id);
    let into: Option<Option<CandidateId>> = into.row(connection)?;
    group(connection, into.flatten().unwrap_or(record))
}

/// A record that was looked for, and the candidate that it is.
#[derive(Clone, Debug)]
pub struct Found {
    /// The one who is meant.
    pub candidate: Candidate,
    /// The record that was found, where it was merged into that of the candidate.
    pub merged: Option<Candidate>,
    /// Whether the body that asks knows the candidate; all are known where none asks.
    pub is_known: bool,
}

impl Found {
    /// The record that was found.
    #[must_use]
    pub fn record(&self) -> &Candidate {
        self.merged.as_ref().unwrap_or(&self.candidate)
    }

    /// Whether the candidate has this birth date: on record, or on the record that was found.
    #[must_use]
    pub fn is_born(&self, day: NaiveDate) -> bool {
        day == self.candidate.birth_date || day == self.record().birth_date
    }
}

/// The candidates that these records are, in their order.
pub fn follow(
    connection: &mut DatabaseConnection,
    records: Vec<Candidate>,
    body: Option<BodyId>,
) -> Result<Vec<Found>, Error> {
    let into: Vec<CandidateId> = records.iter().filter_map(|record| record.merged_into).collect();
    let kept: HashMap<CandidateId, Candidate> = if into.is_empty() {
        HashMap::new()
    } else {
        let kept = candidates::table.filter(candidates::id.eq_any(into)).select(Candidate::columns());
        kept.rows::<Candidate>(connection)?.into_iter().map(|one| (one.id, one)).collect()
    };
    let found = records.into_iter().map(|record| match record.merged_into.and_then(|into| kept.get(&into)) {
        Some(candidate) => Found { candidate: candidate.clone(), merged: Some(record), is_known: true },
        None => Found { candidate: record, merged: None, is_known: true },
    });
    let mut found: Vec<Found> = found.collect();
    if let Some(body) = body {
        let known = known_among(connection, found.iter().map(|one| one.candidate.id), body)?;
        for one in &mut found {
            one.is_known = known.contains(&one.candidate.id);
        }
    }
    Ok(found)
}

/// What records that were merged are matched by, each with what the candidate is that it is.
pub fn merged_keys(connection: &mut DatabaseConnection) -> Result<Vec<(String, String)>, Error> {
    let survivors = diesel::alias!(candidates as survivors);
    let is_survivor = survivors.field(candidates::id).nullable().eq(candidates::merged_into_id);
    candidates::table
        .inner_join(survivors.on(is_survivor))
        .filter(candidates::merged_into_id.is_not_null())
        .select((candidates::matching_key, survivors.field(candidates::matching_key)))
        .rows(connection)
}

/// Enters that what was merged into a candidate is not to be shown by name either.
pub fn withdraw_consent_of_merged(connection: &mut DatabaseConnection, survivor: CandidateId) -> Result<(), Error> {
    diesel::update(candidates::table.filter(candidates::merged_into_id.eq(survivor)))
        .set(candidates::listed.eq(false))
        .execute(connection)?;
    Ok(())
}
