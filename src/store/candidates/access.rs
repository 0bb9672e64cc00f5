//! Which bodies know which candidates.

use std::collections::{BTreeSet, HashSet};

use diesel::dsl::exists;
use diesel::prelude::*;

use super::duplicates::compare_later;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId};
use crate::store::column::Column;
use crate::store::connection::{DatabaseConnection, insert_all};
use crate::store::rows::Rows;
use crate::store::schema::{candidate_bodies, evidence, results};

/// That a body knows a candidate.
#[derive(Clone, Copy, Debug, Insertable)]
#[diesel(table_name = candidate_bodies, treat_none_as_default_value = false)]
pub struct CandidateAccess {
    #[diesel(column_name = candidate_id)]
    pub candidate: CandidateId,
    #[diesel(column_name = body_id)]
    pub body: BodyId,
    #[diesel(column_name = known_since, serialize_as = Column<Moment>)]
    pub since: Moment,
    /// Whether only because it knows what was merged into the candidate.
    pub by_merge: bool,
}

/// Notes that bodies know candidates. Once each is enough: a second note would be a duplicate key.
pub fn grant_access(connection: &mut DatabaseConnection, all: &[CandidateAccess]) -> Result<(), Error> {
    insert_all!(connection, candidate_bodies::table, all.iter().copied());
    compare_later(connection, all.iter().map(|access| access.candidate))
}

/// Which of these candidates `body` knows.
pub(super) fn known_among(
    connection: &mut DatabaseConnection,
    candidates: impl Iterator<Item = CandidateId>,
    body: BodyId,
) -> Result<HashSet<CandidateId>, Error> {
    let ids: Vec<CandidateId> = candidates.collect();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let known = candidate_bodies::table
        .filter(candidate_bodies::body_id.eq(body))
        .filter(candidate_bodies::candidate_id.eq_any(ids))
        .select(candidate_bodies::candidate_id);
    Ok(known.rows(connection)?.into_iter().collect())
}

/// The bodies that know this candidate, in the order of their ids.
pub fn knowing(connection: &mut DatabaseConnection, candidate: CandidateId) -> Result<BTreeSet<BodyId>, Error> {
    let known = candidate_bodies::table.filter(candidate_bodies::candidate_id.eq(candidate));
    Ok(known.select(candidate_bodies::body_id).rows(connection)?.into_iter().collect())
}

/// Makes those know a candidate who know what was merged into it, and nobody else by that; says who is new.
pub fn follow_merges(
    connection: &mut DatabaseConnection,
    candidate: CandidateId,
    merged: &[CandidateId],
    at: Moment,
) -> Result<Vec<BodyId>, Error> {
    let of_merged: BTreeSet<BodyId> = candidate_bodies::table
        .filter(candidate_bodies::candidate_id.eq_any(merged))
        .filter(candidate_bodies::by_merge.eq(false))
        .select(candidate_bodies::body_id)
        .rows(connection)?
        .into_iter()
        .collect();
    let stale = candidate_bodies::table
        .filter(candidate_bodies::candidate_id.eq(candidate))
        .filter(candidate_bodies::by_merge.eq(true))
        .filter(candidate_bodies::body_id.ne_all(&of_merged));
    diesel::delete(stale).execute(connection)?;
    let known = knowing(connection, candidate)?;
    let new: Vec<BodyId> = of_merged.difference(&known).copied().collect();
    let access = |body: &BodyId| CandidateAccess { candidate, body: *body, since: at, by_merge: true };
    grant_access(connection, &new.iter().map(access).collect::<Vec<_>>())?;
    Ok(new)
}

/// Lets bodies that recorded something for a candidate, whom they knew only because of what was merged into it, know it
/// by themselves.
pub fn keep_who_recorded(connection: &mut DatabaseConnection, candidate: CandidateId) -> Result<(), Error> {
    let of_results = results::table
        .filter(results::candidate_id.eq(candidate))
        .filter(results::body_id.eq(candidate_bodies::body_id.nullable()))
        .filter(results::registered_at.ge(candidate_bodies::known_since));
    let of_evidence = evidence::table
        .filter(evidence::candidate_id.eq(candidate))
        .filter(evidence::recorded_by_body_id.eq(candidate_bodies::body_id.nullable()))
        .filter(evidence::recorded_at.ge(candidate_bodies::known_since));
    let by_merge = candidate_bodies::table
        .filter(candidate_bodies::candidate_id.eq(candidate))
        .filter(candidate_bodies::by_merge.eq(true))
        .filter(exists(of_results).or(exists(of_evidence)));
    diesel::update(by_merge).set(candidate_bodies::by_merge.eq(false)).execute(connection)?;
    Ok(())
}
