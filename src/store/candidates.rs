//! Candidates, and which bodies know them.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::connection::{DatabaseConnection, insert_all};
use super::page::{Page, PageRequest};
use super::row::{Place, from_column, to_column};
use super::schema::{candidate_bodies, candidates};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId};
use crate::scheme::country::CountryCode;
use crate::scheme::identity::Identity;
use crate::scheme::numbers::CandidateNumber;
use crate::scheme::person::{FamilyName, GivenNames, full_name, matching_key};

/// A person who sits examinations.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The record.
    pub id: CandidateId,
    /// The number that the candidate is known by.
    pub number: CandidateNumber,
    /// All names but the family name.
    pub given_names: Option<GivenNames>,
    /// The family name, or the only name.
    pub family_name: FamilyName,
    /// The day of birth.
    pub birth_date: NaiveDate,
    /// Where to write.
    pub email: Option<String>,
    /// Where the candidate lives.
    pub country: Option<CountryCode>,
    /// Whether the candidate agreed to be shown by name.
    pub listed: bool,
    /// The body that registered the candidate; `None` when a registrar did.
    pub registered_by_body: Option<BodyId>,
    /// When.
    pub registered_at: Moment,
    /// When the record last changed.
    pub changed_at: Moment,
}

impl Candidate {
    /// Who it is on record.
    #[must_use]
    pub fn identity(&self) -> Identity {
        Identity {
            given_names: self.given_names.clone(),
            family_name: self.family_name.clone(),
            birth_date: self.birth_date,
        }
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
}

type CandidateRow = (
    String,
    String,
    Option<String>,
    String,
    NaiveDate,
    Option<String>,
    Option<String>,
    bool,
    Option<String>,
    NaiveDateTime,
    NaiveDateTime,
);

macro_rules! columns {
    () => {
        (
            candidates::id,
            candidates::number,
            candidates::given_names,
            candidates::family_name,
            candidates::birth_date,
            candidates::email,
            candidates::country,
            candidates::listed,
            candidates::registered_by_body_id,
            candidates::registered_at,
            candidates::changed_at,
        )
    };
}

mod matching;

pub use matching::{fill_matching_keys, matching, numbered};

#[derive(Insertable)]
#[diesel(table_name = candidates, treat_none_as_default_value = false)]
struct NewRow {
    id: String,
    number: String,
    given_names: Option<String>,
    family_name: String,
    birth_date: NaiveDate,
    email: Option<String>,
    country: Option<String>,
    listed: bool,
    registered_by_body_id: Option<String>,
    registered_at: NaiveDateTime,
    changed_at: NaiveDateTime,
    matching_key: String,
}

impl From<&Candidate> for NewRow {
    fn from(candidate: &Candidate) -> Self {
        Self {
            id: candidate.id.to_string(),
            number: candidate.number.compact(),
            given_names: candidate.given_names.as_ref().map(|names| names.as_str().to_owned()),
            family_name: candidate.family_name.as_str().to_owned(),
            birth_date: candidate.birth_date,
            email: candidate.email.clone(),
            country: candidate.country.map(|country| country.as_str().to_owned()),
            listed: candidate.listed,
            registered_by_body_id: candidate.registered_by_body.map(|body| body.to_string()),
            registered_at: to_column(candidate.registered_at),
            changed_at: to_column(candidate.changed_at),
            matching_key: candidate.matching_key(),
        }
    }
}

/// Adds candidates.
pub fn insert(connection: &mut DatabaseConnection, all: &[Candidate]) -> Result<(), Error> {
    insert_all!(connection, candidates::table, all.iter().map(NewRow::from).collect::<Vec<_>>());
    Ok(())
}

/// Writes what can change: names, birth date, address, country, and whether the name may be shown.
pub fn update(connection: &mut DatabaseConnection, candidate: &Candidate) -> Result<(), Error> {
    diesel::update(candidates::table.find(candidate.id.to_string()))
        .set((
            candidates::given_names.eq(candidate.given_names.as_ref().map(GivenNames::as_str)),
            candidates::family_name.eq(candidate.family_name.as_str()),
            candidates::birth_date.eq(candidate.birth_date),
            candidates::email.eq(&candidate.email),
            candidates::country.eq(candidate.country.map(CountryCode::as_str)),
            candidates::listed.eq(candidate.listed),
            candidates::changed_at.eq(to_column(candidate.changed_at)),
            candidates::matching_key.eq(candidate.matching_key()),
        ))
        .execute(connection)?;
    Ok(())
}

/// That a body knows a candidate.
#[derive(Clone, Copy, Debug)]
pub struct Acquaintance {
    /// Whom.
    pub candidate: CandidateId,
    /// Who.
    pub body: BodyId,
    /// From when on.
    pub since: Moment,
}

#[derive(Insertable)]
#[diesel(table_name = candidate_bodies, treat_none_as_default_value = false)]
struct NewAcquaintance {
    candidate_id: String,
    body_id: String,
    known_since: NaiveDateTime,
}

/// Notes that bodies know candidates. Once each is enough: a second note would be a duplicate key.
pub fn introduce(connection: &mut DatabaseConnection, all: &[Acquaintance]) -> Result<(), Error> {
    let rows = all.iter().map(|one| NewAcquaintance {
        candidate_id: one.candidate.to_string(),
        body_id: one.body.to_string(),
        known_since: to_column(one.since),
    });
    insert_all!(connection, candidate_bodies::table, rows.collect::<Vec<_>>());
    Ok(())
}

/// The candidate, if `body` knows it; without a body, any candidate.
pub fn find(
    connection: &mut DatabaseConnection,
    id: CandidateId,
    body: Option<BodyId>,
) -> Result<Option<Candidate>, Error> {
    let row = match body {
        None => candidates::table.find(id.to_string()).select(columns!()).first::<CandidateRow>(connection),
        Some(body) => candidate_bodies::table
            .inner_join(candidates::table)
            .filter(candidate_bodies::body_id.eq(body.to_string()))
            .filter(candidate_bodies::candidate_id.eq(id.to_string()))
            .select(columns!())
            .first::<CandidateRow>(connection),
    };
    row.optional()?.map(from_row).transpose()
}

/// A page of the candidates that `body` knows, or of all, in the order of registration.
pub fn list(
    connection: &mut DatabaseConnection,
    body: Option<BodyId>,
    request: &PageRequest,
) -> Result<Page<Candidate>, Error> {
    let mut query = candidates::table
        .select(columns!())
        .filter(candidates::id.gt(request.after()))
        .order(candidates::id)
        .limit(request.rows())
        .into_boxed();
    if let Some(body) = body {
        let known = candidate_bodies::table
            .filter(candidate_bodies::body_id.eq(body.to_string()))
            .select(candidate_bodies::candidate_id);
        query = query.filter(candidates::id.eq_any(known));
    }
    let rows = query.load::<CandidateRow>(connection)?;
    request.page(rows, |row| row.0.clone()).try_map(from_row)
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
        .filter(candidate_bodies::body_id.eq(body.to_string()))
        .filter(candidate_bodies::candidate_id.gt(request.after()))
        .order(candidate_bodies::candidate_id)
        .limit(request.rows())
        .select(columns!());
    let rows = query.load::<CandidateRow>(connection)?;
    request.page(rows, |row| row.0.clone()).try_map(from_row)
}

/// The given names and the family names of these candidates.
pub fn names(
    connection: &mut DatabaseConnection,
    ids: &[CandidateId],
) -> Result<HashMap<CandidateId, (Option<String>, String)>, Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows = candidates::table
        .filter(candidates::id.eq_any(ids))
        .select((candidates::id, candidates::given_names, candidates::family_name))
        .load::<(String, Option<String>, String)>(connection)?;
    let named = rows.into_iter().map(|(id, given_names, family_name)| {
        let place = Place { table: "candidates", row: &id };
        Ok((place.value("id", CandidateId::parse(&id))?, (given_names, family_name)))
    });
    named.collect()
}

/// These candidates, as far as `body` knows them; without a body, all of them.
pub fn find_many(
    connection: &mut DatabaseConnection,
    ids: &[CandidateId],
    body: Option<BodyId>,
) -> Result<HashMap<CandidateId, Candidate>, Error> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows = match body {
        None => {
            candidates::table.filter(candidates::id.eq_any(ids)).select(columns!()).load::<CandidateRow>(connection)?
        }
        Some(body) => candidate_bodies::table
            .inner_join(candidates::table)
            .filter(candidate_bodies::body_id.eq(body.to_string()))
            .filter(candidate_bodies::candidate_id.eq_any(ids))
            .select(columns!())
            .load::<CandidateRow>(connection)?,
    };
    rows.into_iter().map(|row| from_row(row).map(|candidate| (candidate.id, candidate))).collect()
}

fn from_row(row: CandidateRow) -> Result<Candidate, Error> {
    let (id, number, given_names, family_name, birth_date, email, country, listed, body, registered_at, changed_at) =
        row;
    let place = Place { table: "candidates", row: &id };
    Ok(Candidate {
        id: place.value("id", CandidateId::parse(&id))?,
        number: place.value("number", CandidateNumber::parse(&number).ok())?,
        given_names: place.optional("given_names", given_names, |names| GivenNames::on_record(&names).ok())?,
        family_name: place.value("family_name", FamilyName::on_record(&family_name).ok())?,
        country: place.optional("country", country, |country| CountryCode::parse(&country).ok())?,
        registered_by_body: place.optional("registered_by_body_id", body, |body| BodyId::parse(&body))?,
        registered_at: from_column(registered_at),
        changed_at: from_column(changed_at),
        birth_date,
        email,
        listed,
    })
}
