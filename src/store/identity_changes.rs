//! Changes of who a candidate is on record, and what was on record before.

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::exists;
use diesel::prelude::*;

use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest};
use super::row::{Place, from_column, to_column};
use super::schema::{candidate_bodies, candidates, identity_changes};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId, IdentityChangeId};
use crate::scheme::identity::{ChangeReason, ChangeState, Identity, IdentityEdit};
use crate::scheme::numbers::CandidateNumber;
use crate::scheme::person::{FamilyName, GivenNames};

/// A change that was asked for, or made.
#[derive(Clone, Debug)]
pub struct IdentityChange {
    /// The record.
    pub id: IdentityChangeId,
    /// Who is to be known otherwise.
    pub candidate: CandidateId,
    /// The body that asks for it; `None` for a registrar's own.
    pub body: Option<BodyId>,
    /// What became of it.
    pub state: ChangeState,
    /// What changes.
    pub edit: IdentityEdit,
    /// Why.
    pub reason: ChangeReason,
    /// How it was proved: in a word or two.
    pub proof_method: Option<String>,
    /// What else is to be said of the proof.
    pub proof_note: Option<String>,
    /// Who asked.
    pub requested_by: String,
    /// When.
    pub requested_at: Moment,
    /// Who ended it, when, and in which words.
    pub decision: Option<Decision>,
    /// What it took the place of, once it is agreed.
    pub earlier: Option<EarlierIdentity>,
}

/// The end of a change.
#[derive(Clone, Debug)]
pub struct Decision {
    /// By whom.
    pub by: String,
    /// When.
    pub at: Moment,
    /// In which words.
    pub words: Option<String>,
}

/// What was on record before.
#[derive(Clone, Debug)]
pub struct EarlierIdentity {
    /// Names and birth date.
    pub identity: Identity,
    /// The first day on which they were on record.
    pub from: NaiveDate,
}

type RequestColumns = (
    String,
    String,
    Option<String>,
    String,
    bool,
    Option<String>,
    Option<String>,
    Option<NaiveDate>,
    String,
    Option<String>,
    Option<String>,
    String,
    NaiveDateTime,
);
type DecisionColumns = (Option<String>, Option<NaiveDateTime>, Option<String>);
type EarlierColumns = (Option<String>, Option<String>, Option<NaiveDate>, Option<NaiveDate>);
type Row = (RequestColumns, DecisionColumns, EarlierColumns);

macro_rules! columns {
    () => {
        (
            (
                identity_changes::id,
                identity_changes::candidate_id,
                identity_changes::body_id,
                identity_changes::state,
                identity_changes::changes_given_names,
                identity_changes::given_names,
                identity_changes::family_name,
                identity_changes::birth_date,
                identity_changes::reason,
                identity_changes::proof_method,
                identity_changes::proof_note,
                identity_changes::requested_by,
                identity_changes::requested_at,
            ),
            (identity_changes::decided_by, identity_changes::decided_at, identity_changes::words),
            (
                identity_changes::earlier_given_names,
                identity_changes::earlier_family_name,
                identity_changes::earlier_birth_date,
                identity_changes::earlier_from,
            ),
        )
    };
}

#[derive(Insertable)]
#[diesel(table_name = identity_changes, treat_none_as_default_value = false)]
struct NewRow<'a> {
    id: String,
    candidate_id: String,
    body_id: Option<String>,
    changes_given_names: bool,
    given_names: Option<&'a str>,
    family_name: Option<&'a str>,
    birth_date: Option<NaiveDate>,
    reason: &'a str,
    proof_method: Option<&'a str>,
    proof_note: Option<&'a str>,
    requested_by: &'a str,
    requested_at: NaiveDateTime,
    #[diesel(embed)]
    end: End<'a>,
}

/// What becomes of a change.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = identity_changes, treat_none_as_default_value = false, treat_none_as_null = true)]
struct End<'a> {
    state: &'a str,
    decided_by: Option<&'a str>,
    decided_at: Option<NaiveDateTime>,
    words: Option<&'a str>,
    earlier_given_names: Option<&'a str>,
    earlier_family_name: Option<&'a str>,
    earlier_birth_date: Option<NaiveDate>,
    earlier_from: Option<NaiveDate>,
    earlier_matching_key: Option<String>,
}

impl<'a> From<&'a IdentityChange> for End<'a> {
    fn from(change: &'a IdentityChange) -> Self {
        let (decision, earlier) = (change.decision.as_ref(), change.earlier.as_ref());
        Self {
            state: change.state.as_str(),
            decided_by: decision.map(|decision| decision.by.as_str()),
            decided_at: decision.map(|decision| to_column(decision.at)),
            words: decision.and_then(|decision| decision.words.as_deref()),
            earlier_given_names: earlier.and_then(|one| one.identity.given_names.as_ref()).map(GivenNames::as_str),
            earlier_family_name: earlier.map(|one| one.identity.family_name.as_str()),
            earlier_birth_date: earlier.map(|one| one.identity.birth_date),
            earlier_from: earlier.map(|one| one.from),
            earlier_matching_key: earlier.map(|one| one.identity.matching_key()),
        }
    }
}

/// Adds a change. A second one of the candidate that waits violates a constraint.
pub fn insert(connection: &mut DatabaseConnection, change: &IdentityChange) -> Result<(), Error> {
    let row = NewRow {
        id: change.id.to_string(),
        candidate_id: change.candidate.to_string(),
        body_id: change.body.map(|body| body.to_string()),
        changes_given_names: change.edit.given_names.is_some(),
        given_names: change.edit.given_names.as_ref().and_then(Option::as_ref).map(GivenNames::as_str),
        family_name: change.edit.family_name.as_ref().map(FamilyName::as_str),
        birth_date: change.edit.birth_date,
        reason: change.reason.as_str(),
        proof_method: change.proof_method.as_deref(),
        proof_note: change.proof_note.as_deref(),
        requested_by: &change.requested_by,
        requested_at: to_column(change.requested_at),
        end: End::from(change),
    };
    diesel::insert_into(identity_changes::table).values(row).execute(connection)?;
    Ok(())
}

/// Writes the end of a change: its state, the decision, and what it took the place of.
pub fn end(connection: &mut DatabaseConnection, change: &IdentityChange) -> Result<(), Error> {
    diesel::update(identity_changes::table.find(change.id.to_string())).set(End::from(change)).execute(connection)?;
    Ok(())
}

/// The change with this id.
pub fn find(connection: &mut DatabaseConnection, id: IdentityChangeId) -> Result<Option<IdentityChange>, Error> {
    let query = identity_changes::table.find(id.to_string()).select(columns!());
    query.first::<Row>(connection).optional()?.map(from_row).transpose()
}

/// The change of a candidate that waits for a decision: there is one at most.
pub fn waiting(connection: &mut DatabaseConnection, candidate: CandidateId) -> Result<Option<IdentityChangeId>, Error> {
    let query = identity_changes::table
        .filter(identity_changes::candidate_id.eq(candidate.to_string()))
        .filter(identity_changes::state.eq(ChangeState::Requested.as_str()))
        .select(identity_changes::id);
    let found = query.first::<String>(connection).optional()?;
    found.map(|id| Place { table: "identity_changes", row: &id }.value("id", IdentityChangeId::parse(&id))).transpose()
}

/// When the names and the birth date that are on record got there, if that was by a change.
pub fn last_agreed(connection: &mut DatabaseConnection, candidate: CandidateId) -> Result<Option<Moment>, Error> {
    let query = identity_changes::table
        .filter(identity_changes::candidate_id.eq(candidate.to_string()))
        .filter(identity_changes::state.eq(ChangeState::Agreed.as_str()))
        .select(diesel::dsl::max(identity_changes::decided_at));
    Ok(query.first::<Option<NaiveDateTime>>(connection)?.map(from_column))
}

/// A page of the changes of a candidate, in the order in which they were asked for.
pub fn list(
    connection: &mut DatabaseConnection,
    candidate: CandidateId,
    request: &PageRequest,
) -> Result<Page<IdentityChange>, Error> {
    let query = identity_changes::table
        .filter(identity_changes::candidate_id.eq(candidate.to_string()))
        .filter(identity_changes::id.gt(request.after()))
        .order(identity_changes::id)
        .limit(request.rows())
        .select(columns!());
    let rows = query.load::<Row>(connection)?;
    request.page(rows, |row| row.0.0.clone()).try_map(from_row)
}

/// A page of all changes that wait for a decision, the oldest first, each with the candidate's number.
pub fn all_waiting(
    connection: &mut DatabaseConnection,
    request: &PageRequest,
) -> Result<Page<(IdentityChange, CandidateNumber)>, Error> {
    let query = identity_changes::table
        .inner_join(candidates::table)
        .filter(identity_changes::state.eq(ChangeState::Requested.as_str()))
        .filter(identity_changes::id.gt(request.after()))
        .order(identity_changes::id)
        .limit(request.rows())
        .select((columns!(), candidates::number));
    let rows = query.load::<(Row, String)>(connection)?;
    request.page(rows, |(row, _)| row.0.0.clone()).try_map(|(row, number)| {
        let place = Place { table: "candidates", row: &row.0.1 };
        let number = place.value("number", CandidateNumber::parse(&number).ok())?;
        Ok((from_row(row)?, number))
    })
}

/// The family names that were on record of these candidates before, as far as they are not erased: one query.
pub fn earlier_family_names(
    connection: &mut DatabaseConnection,
    ids: &[CandidateId],
) -> Result<HashMap<CandidateId, Vec<FamilyName>>, Error> {
    let mut names: HashMap<CandidateId, Vec<FamilyName>> = HashMap::new();
    if ids.is_empty() {
        return Ok(names);
    }
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows = identity_changes::table
        .filter(identity_changes::candidate_id.eq_any(ids))
        .filter(identity_changes::state.eq(ChangeState::Agreed.as_str()))
        .select((identity_changes::candidate_id, identity_changes::earlier_family_name))
        .load::<(String, Option<String>)>(connection)?;
    for (candidate, name) in rows {
        let place = Place { table: "identity_changes", row: &candidate };
        let id = place.value("candidate_id", CandidateId::parse(&candidate))?;
        let name = place.optional("earlier_family_name", name, |name| FamilyName::on_record(&name).ok())?;
        names.entry(id).or_default().extend(name);
    }
    Ok(names)
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
            .filter(candidate_bodies::body_id.eq(body.to_string()))
            .filter(candidate_bodies::candidate_id.eq(identity_changes::candidate_id));
        query = query.filter(exists(known));
    }
    Ok(query.load::<String>(connection)?.into_iter().collect())
}

/// Fills the keys of earlier names that a migration emptied, a few at a time; says how many.
pub fn fill_earlier_keys(connection: &mut DatabaseConnection, at_once: i64) -> Result<usize, Error> {
    let rows = identity_changes::table
        .filter(identity_changes::earlier_matching_key.eq(""))
        .limit(at_once)
        .select(columns!())
        .load::<Row>(connection)?;
    let mut found = rows.into_iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
    if found.is_empty() {
        return Ok(0);
    }
    found.sort_unstable_by_key(|change| change.id);
    connection.begin()?;
    let filled = found.iter().try_for_each(|change| {
        let key = change.earlier.as_ref().map(|earlier| earlier.identity.matching_key());
        // A name that was erased meanwhile has no key any more.
        let update = diesel::update(identity_changes::table.find(change.id.to_string()))
            .filter(identity_changes::earlier_matching_key.eq(""));
        update.set(identity_changes::earlier_matching_key.eq(key)).execute(connection)?;
        Ok(())
    });
    connection.end(filled.is_ok())?;
    filled.map(|()| found.len())
}

fn from_row((request, decision, earlier): Row) -> Result<IdentityChange, Error> {
    let (id, candidate, body, state, changes_given_names, given_names, family_name, birth_date, ..) = request.clone();
    let (.., reason, proof_method, proof_note, requested_by, requested_at) = request;
    let place = Place { table: "identity_changes", row: &id };
    let given = |names: String| GivenNames::on_record(&names).ok();
    let family = |name: String| FamilyName::on_record(&name).ok();
    let given_names = place.optional("given_names", given_names, given)?;
    let edit = IdentityEdit {
        given_names: changes_given_names.then_some(given_names),
        family_name: place.optional("family_name", family_name, family)?,
        birth_date,
    };
    let (earlier_given_names, earlier_family_name, earlier_birth_date, earlier_from) = earlier;
    let earlier_given_names = place.optional("earlier_given_names", earlier_given_names, given)?;
    let earlier_family_name = place.optional("earlier_family_name", earlier_family_name, family)?;
    let earlier = match (earlier_family_name, earlier_birth_date, earlier_from) {
        (Some(family_name), Some(birth_date), Some(from)) => {
            let identity = Identity { given_names: earlier_given_names, family_name, birth_date };
            Some(EarlierIdentity { identity, from })
        }
        _ => None,
    };
    let (by, at, words) = decision;
    Ok(IdentityChange {
        id: place.value("id", IdentityChangeId::parse(&id))?,
        candidate: place.value("candidate_id", CandidateId::parse(&candidate))?,
        body: place.optional("body_id", body, |body| BodyId::parse(&body))?,
        state: place.value("state", ChangeState::parse(&state).ok())?,
        reason: place.value("reason", ChangeReason::parse(&reason).ok())?,
        edit,
        proof_method,
        proof_note,
        requested_by,
        requested_at: from_column(requested_at),
        decision: by.zip(at).map(|(by, at)| Decision { by, at: from_column(at), words }),
        earlier,
    })
}
