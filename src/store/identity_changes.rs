//! Changes of who a candidate is on record, and what was on record before.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;

use super::candidates::merged_into;
use super::column::{Column, composed};
use super::connection::DatabaseConnection;
use super::filling::fill;
use super::page::{Page, PageRequest, paged};
use super::rows::{Columns, Rows, grouped, narrow, values};
use super::schema::{candidate_bodies, candidates, identity_changes};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId, IdentityChangeId};
use crate::scheme::identity::{ChangeReason, ChangeState, Identity, IdentityEdit};
use crate::scheme::numbers::CandidateNumber;
use crate::scheme::person::{FamilyName, GivenNames};

/// A change that was asked for, or made.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = identity_changes, treat_none_as_default_value = false)]
pub struct IdentityChange {
    pub id: IdentityChangeId,
    #[diesel(column_name = candidate_id)]
    pub candidate: CandidateId,
    /// The body that asks for it; `None` for a registrar's own.
    #[diesel(column_name = body_id)]
    pub body: Option<BodyId>,
    #[diesel(skip_insertion)]
    pub state: ChangeState,
    #[diesel(skip_insertion, select_expression = (
        identity_changes::changes_given_names,
        identity_changes::given_names,
        identity_changes::family_name,
        identity_changes::birth_date,
    ))]
    pub edit: IdentityEdit,
    pub reason: ChangeReason,
    /// How it was proved: in a word or two.
    pub proof_method: Option<String>,
    /// What else is to be said of the proof.
    pub proof_note: Option<String>,
    pub requested_by: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub requested_at: Moment,
    #[diesel(skip_insertion, select_expression = (
        identity_changes::decided_by.assume_not_null(),
        identity_changes::decided_at.assume_not_null(),
        identity_changes::words,
    ).nullable())]
    pub decision: Option<Decision>,
    /// What it took the place of, once it is agreed.
    #[diesel(skip_insertion, select_expression = (
        (
            identity_changes::earlier_given_names,
            identity_changes::earlier_family_name.assume_not_null(),
            identity_changes::earlier_birth_date.assume_not_null(),
        ),
        identity_changes::earlier_from.assume_not_null(),
    ).nullable())]
    pub earlier: Option<EarlierIdentity>,
}

composed!(IdentityEdit: (bool, Option<GivenNames>, Option<FamilyName>, Option<NaiveDate>),
    |(changes_given_names, given_names, family_name, birth_date)|
    Ok(Self { given_names: changes_given_names.then_some(given_names), family_name, birth_date }));
composed!(Identity: (Option<GivenNames>, FamilyName, NaiveDate),
    |(given_names, family_name, birth_date)| Ok(Self { given_names, family_name, birth_date }));

/// The end of a change.
#[derive(Clone, Debug, Queryable)]
pub struct Decision {
    pub by: String,
    pub at: Moment,
    pub words: Option<String>,
}

/// What was on record before.
#[derive(Clone, Debug, Queryable)]
pub struct EarlierIdentity {
    pub identity: Identity,
    /// The first day on which they were on record.
    pub from: NaiveDate,
}

/// What becomes of a change.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = identity_changes, treat_none_as_default_value = false, treat_none_as_null = true)]
struct End<'a> {
    state: ChangeState,
    decided_by: Option<&'a str>,
    decided_at: Option<Column<Moment>>,
    words: Option<&'a str>,
    earlier_given_names: Option<&'a GivenNames>,
    earlier_family_name: Option<&'a FamilyName>,
    earlier_birth_date: Option<NaiveDate>,
    earlier_from: Option<NaiveDate>,
    earlier_matching_key: Option<String>,
}

impl<'a> From<&'a IdentityChange> for End<'a> {
    fn from(change: &'a IdentityChange) -> Self {
        let (decision, earlier) = (change.decision.as_ref(), change.earlier.as_ref());
        Self {
            state: change.state,
            decided_by: decision.map(|decision| decision.by.as_str()),
            decided_at: decision.map(|decision| Column(decision.at)),
            words: decision.and_then(|decision| decision.words.as_deref()),
            earlier_given_names: earlier.and_then(|one| one.identity.given_names.as_ref()),
            earlier_family_name: earlier.map(|one| &one.identity.family_name),
            earlier_birth_date: earlier.map(|one| one.identity.birth_date),
            earlier_from: earlier.map(|one| one.from),
            earlier_matching_key: earlier.map(|one| one.identity.matching_key()),
        }
    }
}

/// Adds a change. A second one of the candidate that waits violates a constraint.
pub fn insert(connection: &mut DatabaseConnection, change: &IdentityChange) -> Result<(), Error> {
    let edit = &change.edit;
    let edit = values!(identity_changes: changes_given_names = edit.given_names.is_some(),
        given_names = edit.given_names.as_ref().and_then(Option::as_ref), family_name = edit.family_name.as_ref(),
        birth_date = edit.birth_date);
    diesel::insert_into(identity_changes::table)
        .values((change.clone(), edit, End::from(change)))
        .execute(connection)?;
    Ok(())
}

/// Writes the end of a change: its state, the decision, and what it took the place of.
pub fn end(connection: &mut DatabaseConnection, change: &IdentityChange) -> Result<(), Error> {
    diesel::update(identity_changes::table.find(change.id)).set(End::from(change)).execute(connection)?;
    Ok(())
}

pub fn find(connection: &mut DatabaseConnection, id: IdentityChangeId) -> Result<Option<IdentityChange>, Error> {
    identity_changes::table.find(id).select(IdentityChange::columns()).row(connection)
}

/// The change of a candidate that waits for a decision: there is one at most.
pub fn waiting(connection: &mut DatabaseConnection, candidate: CandidateId) -> Result<Option<IdentityChangeId>, Error> {
    identity_changes::table
        .filter(identity_changes::candidate_id.eq(candidate))
        .filter(identity_changes::state.eq(ChangeState::Requested))
        .select(identity_changes::id)
        .row(connection)
}

/// When the names and the birth date that are on record got there, if that was by a change.
pub fn last_agreed(connection: &mut DatabaseConnection, candidate: CandidateId) -> Result<Option<Moment>, Error> {
    let latest = identity_changes::table
        .filter(identity_changes::candidate_id.eq(candidate))
        .filter(identity_changes::state.eq(ChangeState::Agreed))
        .select(diesel::dsl::max(identity_changes::decided_at));
    Ok(latest.row(connection)?.flatten())
}

/// A page of the changes of a candidate, in the order in which they were asked for.
pub fn list(
    connection: &mut DatabaseConnection,
    candidate: CandidateId,
    request: &PageRequest,
) -> Result<Page<IdentityChange>, Error> {
    let query = paged!(identity_changes::id, request)
        .filter(identity_changes::candidate_id.eq(candidate))
        .select(IdentityChange::columns());
    Ok(request.page(query.rows(connection)?, |change: &IdentityChange| change.id))
}

/// A page of all changes that wait for a decision, the oldest first, each with the candidate's number.
pub fn all_waiting(
    connection: &mut DatabaseConnection,
    body: Option<BodyId>,
    request: &PageRequest,
) -> Result<Page<(IdentityChange, CandidateNumber)>, Error> {
    let mut query = identity_changes::table
        .inner_join(candidates::table)
        .filter(identity_changes::state.eq(ChangeState::Requested))
        .filter(identity_changes::id.gt(request.after()))
        .order(identity_changes::id)
        .limit(request.rows())
        .select((IdentityChange::columns(), candidates::number))
        .into_boxed();
    narrow!(query: identity_changes::body_id = body);
    Ok(request.page(query.rows(connection)?, |(change, _): &(IdentityChange, _)| change.id))
}

/// The family names that were on record of these candidates before, as far as they are not erased, and those of what was merged
/// into them: two queries.
pub fn earlier_family_names(
    connection: &mut DatabaseConnection,
    ids: &[CandidateId],
) -> Result<HashMap<CandidateId, Vec<FamilyName>>, Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let merged = merged_into(connection, ids)?;
    let survivors: HashMap<CandidateId, CandidateId> = merged.iter().map(|(record, into)| (record.id, *into)).collect();
    let records: Vec<CandidateId> = ids.iter().chain(survivors.keys()).copied().collect();
    let rows: Vec<(CandidateId, FamilyName)> = identity_changes::table
        .filter(identity_changes::candidate_id.eq_any(records))
        .filter(identity_changes::state.eq(ChangeState::Agreed))
        .filter(identity_changes::earlier_family_name.is_not_null())
        .select((identity_changes::candidate_id, identity_changes::earlier_family_name.assume_not_null()))
        .rows(connection)?;
    let changed = rows.into_iter().map(|(record, name)| (survivors.get(&record).copied().unwrap_or(record), name));
    Ok(grouped(changed.chain(merged.into_iter().map(|(record, into)| (into, record.family_name))).collect()))
}

/// Which of these matching keys are those of names and birth dates that a candidate whom `body` knows had on record before;
/// without a body, any candidate.
pub fn earlier_keys(
    connection: &mut DatabaseConnection,
    keys: &[&str],
    body: Option<BodyId>,
) -> Result<HashSet<String>, Error> {
    let mut query = identity_changes::table
        .filter(identity_changes::earlier_matching_key.eq_any(keys))
        .select(identity_changes::earlier_matching_key.assume_not_null())
        .into_boxed();
    if let Some(body) = body {
        let known = candidate_bodies::table
            .filter(candidate_bodies::body_id.eq(body))
            .filter(candidate_bodies::candidate_id.eq(identity_changes::candidate_id));
        query = query.filter(exists(known));
    }
    Ok(query.rows(connection)?.into_iter().collect())
}

/// Fills the keys of earlier names that a migration emptied, a few at a time; says how many.
pub fn fill_earlier_keys(connection: &mut DatabaseConnection, at_once: i64) -> Result<usize, Error> {
    let is_missing = identity_changes::earlier_matching_key.eq("");
    let query = identity_changes::table.filter(is_missing).limit(at_once).select(IdentityChange::columns());
    let found = query.rows(connection)?;
    fill(
        connection,
        found,
        |change: &IdentityChange| change.id,
        |connection, change| {
            // A name that was erased meanwhile has no key any more.
            let key = change.earlier.as_ref().map(|earlier| earlier.identity.matching_key());
            let key = identity_changes::earlier_matching_key.eq(key);
            diesel::update(identity_changes::table.find(change.id)).filter(is_missing).set(key).execute(connection)
        },
    )
}
