//! What duplicates are found by, the pairs that look like one, and the pairs that a registrar told apart.

use chrono::NaiveDateTime;
use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::error::Error;
use crate::ids::OrganisationId;
use crate::scheme::resemblance::{Key, KeyKind, Reason};
use crate::store::connection::{DatabaseConnection, insert_all};
use crate::store::page::{Page, PageRequest};
use crate::store::row::{Place, from_column, set_from_column, set_to_column, to_column};
use crate::store::schema::{organisation_distinctions, organisation_duplicates, organisation_keys};

#[derive(Insertable)]
#[diesel(table_name = organisation_keys, treat_none_as_default_value = false)]
struct NewKey {
    kind: &'static str,
    key: String,
    organisation_id: String,
}

#[derive(Insertable)]
#[diesel(table_name = organisation_duplicates, treat_none_as_default_value = false)]
struct NewPair {
    first_id: String,
    second_id: String,
    reasons: String,
}

/// Two organisations that look like one; the one that was registered first stands first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The one.
    pub first: OrganisationId,
    /// The other.
    pub second: OrganisationId,
    /// Why they look like one.
    pub reasons: Vec<Reason>,
}

/// Which pairs are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct DuplicateFilter {
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// That look like one for this reason, perhaps among others.
    pub reason: Option<Reason>,
}

/// Writes what a record is found by, in the place of what was there.
pub fn replace_keys(connection: &mut DatabaseConnection, id: OrganisationId, keys: Vec<Key>) -> Result<(), Error> {
    let id = id.to_string();
    diesel::delete(organisation_keys::table.filter(organisation_keys::organisation_id.eq(&id))).execute(connection)?;
    let rows =
        keys.into_iter().map(|key| NewKey { kind: key.kind.as_str(), key: key.text, organisation_id: id.clone() });
    insert_all!(connection, organisation_keys::table, rows.collect::<Vec<_>>());
    Ok(())
}

/// The records with one of these keys of a kind, but for `group`: those with the most of the keys first, then those that
/// were registered first, at most `limit`.
pub fn sharing(
    connection: &mut DatabaseConnection,
    kind: KeyKind,
    keys: &[&str],
    group: &[String],
    limit: i64,
) -> Result<Vec<String>, Error> {
    let rows = organisation_keys::table
        .filter(organisation_keys::kind.eq(kind.as_str()))
        .filter(organisation_keys::key.eq_any(keys))
        .filter(organisation_keys::organisation_id.ne_all(group))
        .group_by(organisation_keys::organisation_id)
        .select((organisation_keys::organisation_id, count_star()))
        .order((count_star().desc(), organisation_keys::organisation_id))
        .limit(limit)
        .load::<(String, i64)>(connection)?;
    Ok(rows.into_iter().map(|(id, _)| id).collect())
}

/// Writes the pairs of which `of` is one, in the place of those that were there.
pub fn replace_pairs(connection: &mut DatabaseConnection, of: &[OrganisationId], pairs: &[Pair]) -> Result<(), Error> {
    let ids: Vec<String> = of.iter().map(ToString::to_string).collect();
    let first = organisation_duplicates::table.filter(organisation_duplicates::first_id.eq_any(&ids));
    diesel::delete(first).execute(connection)?;
    let second = organisation_duplicates::table.filter(organisation_duplicates::second_id.eq_any(&ids));
    diesel::delete(second).execute(connection)?;
    let rows = pairs.iter().map(|pair| NewPair {
        first_id: pair.first.to_string(),
        second_id: pair.second.to_string(),
        reasons: set_to_column(pair.reasons.iter().map(|reason| reason.as_str())),
    });
    insert_all!(connection, organisation_duplicates::table, rows.collect::<Vec<_>>());
    Ok(())
}

/// The key of a pair in lists.
pub fn pair_key(first: OrganisationId, second: OrganisationId) -> String {
    format!("{first}~{second}")
}

/// The two ids of a key; of what is none, such that nothing comes before.
fn split_key(key: &str) -> (&str, &str) {
    key.split_once('~').unwrap_or_default()
}

/// A page of the pairs that look like one, in the order of registration of the first and then of the second.
pub fn list_pairs(
    connection: &mut DatabaseConnection,
    filter: &DuplicateFilter,
    request: &PageRequest,
) -> Result<Page<Pair>, Error> {
    let after = request.after();
    let (first, second) = split_key(&after);
    let mut query = organisation_duplicates::table
        .filter(
            organisation_duplicates::first_id
                .gt(first)
                .or(organisation_duplicates::first_id.eq(first).and(organisation_duplicates::second_id.gt(second))),
        )
        .into_boxed();
    if let Some(id) = filter.organisation {
        let id = id.to_string();
        query = query
            .filter(organisation_duplicates::first_id.eq(id.clone()).or(organisation_duplicates::second_id.eq(id)));
    }
    if let Some(reason) = filter.reason {
        query = query.filter(organisation_duplicates::reasons.like(format!("%,{},%", reason.as_str())));
    }
    let rows = query
        .order((organisation_duplicates::first_id, organisation_duplicates::second_id))
        .limit(request.rows())
        .load::<(String, String, String)>(connection)?;
    request.page(rows, |row| format!("{}~{}", row.0, row.1)).try_map(|(first, second, reasons)| {
        let place = Place { table: "organisation_duplicates", row: &first };
        let reasons = set_from_column(&reasons).iter().map(|code| Reason::parse(code)).collect();
        Ok(Pair {
            first: place.value("first_id", OrganisationId::parse(&first))?,
            second: place.value("second_id", OrganisationId::parse(&second))?,
            reasons: place.value("reasons", reasons)?,
        })
    })
}

/// Two records that a registrar told apart; the one that was registered first stands first.
#[derive(Clone, Debug)]
pub struct Distinction {
    /// The one.
    pub first: OrganisationId,
    /// The other.
    pub second: OrganisationId,
    /// Why they are two.
    pub reason: String,
    /// By whom.
    pub decided_by: String,
    /// When.
    pub decided_at: Moment,
}

impl Distinction {
    /// Its key in lists.
    #[must_use]
    pub fn key(&self) -> String {
        pair_key(self.first, self.second)
    }
}

type DistinctionRow = (String, String, String, String, NaiveDateTime);

/// Adds a distinction.
pub fn insert_distinction(connection: &mut DatabaseConnection, new: &Distinction) -> Result<(), Error> {
    diesel::insert_into(organisation_distinctions::table)
        .values((
            organisation_distinctions::first_id.eq(new.first.to_string()),
            organisation_distinctions::second_id.eq(new.second.to_string()),
            organisation_distinctions::reason.eq(&new.reason),
            organisation_distinctions::decided_by.eq(&new.decided_by),
            organisation_distinctions::decided_at.eq(to_column(new.decided_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The distinctions of which one of these records is a side.
pub fn distinctions_of(connection: &mut DatabaseConnection, ids: &[OrganisationId]) -> Result<Vec<Distinction>, Error> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let mut rows = organisation_distinctions::table
        .filter(organisation_distinctions::first_id.eq_any(&ids))
        .load::<DistinctionRow>(connection)?;
    rows.extend(
        organisation_distinctions::table
            .filter(organisation_distinctions::second_id.eq_any(&ids))
            .filter(diesel::dsl::not(organisation_distinctions::first_id.eq_any(&ids)))
            .load::<DistinctionRow>(connection)?,
    );
    rows.into_iter().map(from_row).collect()
}

/// Takes distinctions back.
pub fn delete_distinctions(connection: &mut DatabaseConnection, all: &[Distinction]) -> Result<(), Error> {
    for distinction in all {
        let key = (distinction.first.to_string(), distinction.second.to_string());
        diesel::delete(organisation_distinctions::table.find(key)).execute(connection)?;
    }
    Ok(())
}

/// A part of the distinctions.
pub type DistinctionPage = Page<Distinction>;

/// A page of the pairs that registrars told apart, in the order of registration of the first and then of the second.
pub fn list_distinctions(connection: &mut DatabaseConnection, request: &PageRequest) -> Result<DistinctionPage, Error> {
    let after = request.after();
    let (first, second) = split_key(&after);
    let rows = organisation_distinctions::table
        .filter(
            organisation_distinctions::first_id
                .gt(first)
                .or(organisation_distinctions::first_id.eq(first).and(organisation_distinctions::second_id.gt(second))),
        )
        .order((organisation_distinctions::first_id, organisation_distinctions::second_id))
        .limit(request.rows())
        .load::<DistinctionRow>(connection)?;
    request.page(rows, |row| format!("{}~{}", row.0, row.1)).try_map(from_row)
}

fn from_row((first, second, reason, decided_by, decided_at): DistinctionRow) -> Result<Distinction, Error> {
    let place = Place { table: "organisation_distinctions", row: &first };
    Ok(Distinction {
        first: place.value("first_id", OrganisationId::parse(&first))?,
        second: place.value("second_id", OrganisationId::parse(&second))?,
        decided_at: from_column(decided_at),
        reason,
        decided_by,
    })
}
