//! Candidates, and which bodies know them.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::column::Column;
use super::connection::{DatabaseConnection, insert_all};
use super::page::{Page, PageRequest, paged};
use super::rows::{Columns, Rows, values};
use super::schema::{candidate_bodies, candidates};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId};
use crate::scheme::country::CountryCode;
use crate::scheme::identity::Identity;
use crate::scheme::likeness::Names;
use crate::scheme::numbers::CandidateNumber;
use crate::scheme::person::{FamilyName, GivenNames, full_name, matching_key};

mod access;
mod distinctions;
mod duplicates;
mod matching;
mod merges;

pub use access::{CandidateAccess, follow_merges, grant_access, keep_who_recorded, knowing};
pub use distinctions::{Distinction, delete_distinctions, distinctions_of, list_distinctions, tell_apart, told_apart};
pub use duplicates::{
    DuplicateCandidates, compared, list_duplicates, meet, met, replace_duplicates, to_compare, who_know,
};
pub use matching::{alike, fill_matching_keys, matching, numbered};
pub use merges::{
    Found, MergeRecord, find_survivor, follow, group, group_of, insert_merge, lead_to, list_merges, merged_into,
    merged_keys, named_survivors, survivor, survivors_of_merged, withdraw_consent_of_merged,
};

/// A person who sits examinations.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = candidates)]
pub struct Candidate {
    pub id: CandidateId,
    pub number: CandidateNumber,
    pub given_names: Option<GivenNames>,
    pub family_name: FamilyName,
    pub birth_date: NaiveDate,
    pub email: Option<String>,
    pub country: Option<CountryCode>,
    /// Whether the candidate agreed to be shown by name; see [`is_listed`](Self::is_listed).
    pub listed: bool,
    /// Whether the candidate is not shown all the same, because what was merged into the record did not agree.
    pub held_back: bool,
    /// The record that this one was found to be a duplicate of. That one is nobody's duplicate.
    #[diesel(column_name = merged_into_id)]
    pub merged_into: Option<CandidateId>,
    /// The body that registered the candidate; `None` when a registrar did.
    #[diesel(column_name = registered_by_body_id)]
    pub registered_by_body: Option<BodyId>,
    pub registered_at: Moment,
    pub changed_at: Moment,
}

impl Candidate {
    #[must_use]
    pub fn identity(&self) -> Identity {
        Identity {
            given_names: self.given_names.clone(),
            family_name: self.family_name.clone(),
            birth_date: self.birth_date,
        }
    }

    /// Whether the candidate is shown by name.
    #[must_use]
    pub const fn is_listed(&self) -> bool {
        self.listed && !self.held_back
    }

    /// All names, given names first, as they are signed.
    #[must_use]
    pub fn full_name(&self) -> String {
        full_name(self.given_names.as_ref().map(GivenNames::as_str), self.family_name.as_str())
    }

    /// What a row of a file is matched by.
    #[must_use]
    pub fn matching_key(&self) -> String {
        matching_key(self.given_names.as_ref(), &self.family_name, self.birth_date)
    }

    /// What is compared with others who may be the same person.
    pub fn names(&self) -> Names {
        Names::of(&self.identity())
    }
}

/// The names of `most` candidates behind this one, in the order of registration.
pub fn names_after(
    connection: &mut DatabaseConnection,
    after: Option<CandidateId>,
    most: i64,
) -> Result<Vec<(CandidateId, Option<GivenNames>, FamilyName)>, Error> {
    let mut query = candidates::table
        .select((candidates::id, candidates::given_names, candidates::family_name))
        .order(candidates::id)
        .limit(most)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(candidates::id.gt(after));
    }
    query.rows(connection)
}

/// A candidate who is to be added, with what is compared of the names.
#[derive(Clone, Debug)]
pub struct AddedCandidate {
    pub candidate: Candidate,
    pub names: Arc<Names>,
}

/// Adds candidates, those next to one another whose keys are.
pub fn insert(connection: &mut DatabaseConnection, all: Vec<AddedCandidate>) -> Result<(), Error> {
    // Of whom a body registers it is noted with the body's access.
    let of_registrars = all.iter().map(|one| &one.candidate).filter(|one| one.registered_by_body.is_none());
    let of_registrars: Vec<CandidateId> = of_registrars.map(|one| one.id).collect();
    let mut keyed: Vec<_> = all.into_iter().map(|one| (one.names.matching_key(), one)).collect();
    // Three of the keys begin with the birth date: fewer pages of their indexes are looked for, and copied, again and again.
    keyed.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    let rows = keyed.into_iter().map(|(key, AddedCandidate { candidate, names })| {
        values!(candidates: id = candidate.id, number = candidate.number, given_names = candidate.given_names,
            family_name = candidate.family_name, birth_date = candidate.birth_date, email = candidate.email,
            country = candidate.country, listed = candidate.listed,
            registered_by_body_id = candidate.registered_by_body, registered_at = Column(candidate.registered_at),
            changed_at = Column(candidate.changed_at), matching_key = key, names_key = names.names_key().to_owned(),
            family_key = names.family_key().to_owned(), given_key = names.given_key().to_owned())
    });
    insert_all!(connection, candidates::table, rows);
    duplicates::compare_later(connection, of_registrars.into_iter())
}

/// Writes what can change: names, birth date, address, country, and whether the name may be shown.
pub fn update(connection: &mut DatabaseConnection, candidate: &Candidate) -> Result<(), Error> {
    let names = candidate.names();
    let change = values!(candidates: given_names = &candidate.given_names, family_name = &candidate.family_name,
        birth_date = candidate.birth_date, email = &candidate.email, country = candidate.country,
        listed = candidate.listed, held_back = candidate.held_back, changed_at = Column(candidate.changed_at),
        matching_key = names.matching_key(), names_key = names.names_key(), family_key = names.family_key(),
        given_key = names.given_key());
    diesel::update(candidates::table.find(candidate.id)).set(change).execute(connection)?;
    duplicates::compare_later(connection, [candidate.id].into_iter())
}

/// The candidate, if `body` knows it; without a body, any candidate.
pub fn find(
    connection: &mut DatabaseConnection,
    id: CandidateId,
    body: Option<BodyId>,
) -> Result<Option<Candidate>, Error> {
    match body {
        None => candidates::table.find(id).select(Candidate::columns()).row(connection),
        Some(body) => candidate_bodies::table
            .inner_join(candidates::table)
            .filter(candidate_bodies::body_id.eq(body))
            .filter(candidate_bodies::candidate_id.eq(id))
            .select(Candidate::columns())
            .row(connection),
    }
}

/// A page of the candidates that `body` knows, or of all, in the order of registration.
pub fn list(
    connection: &mut DatabaseConnection,
    body: Option<BodyId>,
    request: &PageRequest,
) -> Result<Page<Candidate>, Error> {
    let mut query = paged!(candidates::id, request).select(Candidate::columns()).into_boxed();
    if let Some(body) = body {
        let known = candidate_bodies::table.filter(candidate_bodies::body_id.eq(body));
        query = query.filter(candidates::id.eq_any(known.select(candidate_bodies::candidate_id)));
    }
    Ok(request.page(query.rows(connection)?, |one: &Candidate| one.id))
}

/// A page of the candidates that `body` knows, in the order of registration: along the index of those that it knows,
/// so that the last page costs no more than the first.
pub fn known_to(
    connection: &mut DatabaseConnection,
    body: BodyId,
    request: &PageRequest,
) -> Result<Page<Candidate>, Error> {
    let query = candidate_bodies::table
        .inner_join(candidates::table)
        .filter(candidate_bodies::body_id.eq(body))
        .filter(candidate_bodies::candidate_id.gt(request.after()))
        .order(candidate_bodies::candidate_id)
        .limit(request.rows())
        .select(Candidate::columns());
    Ok(request.page(query.rows(connection)?, |one: &Candidate| one.id))
}

/// The candidates that these records are, by the records, whoever knows them.
pub fn holders(
    connection: &mut DatabaseConnection,
    records: &[CandidateId],
) -> Result<HashMap<CandidateId, Candidate>, Error> {
    if records.is_empty() {
        return Ok(HashMap::new());
    }
    let found = find_many(connection, records, None)?;
    let found = merges::follow(connection, found.into_values().collect(), None)?;
    Ok(found.into_iter().map(|one| (one.record().id, one.candidate)).collect())
}

/// These candidates, as far as `body` knows them; without a body, all of them.
pub fn find_many(
    connection: &mut DatabaseConnection,
    ids: &[CandidateId],
    body: Option<BodyId>,
) -> Result<HashMap<CandidateId, Candidate>, Error> {
    let found: Vec<Candidate> = match body {
        None => candidates::table.filter(candidates::id.eq_any(ids)).select(Candidate::columns()).rows(connection)?,
        Some(body) => candidate_bodies::table
            .inner_join(candidates::table)
            .filter(candidate_bodies::body_id.eq(body))
            .filter(candidate_bodies::candidate_id.eq_any(ids))
            .select(Candidate::columns())
            .rows(connection)?,
    };
    Ok(found.into_iter().map(|candidate| (candidate.id, candidate)).collect())
}
