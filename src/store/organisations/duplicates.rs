//! What duplicates are found by, the pairs that look like one, and the pairs that a registrar told apart.

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::error::Error;
use crate::ids::OrganisationId;
use crate::scheme::resemblance::{Key, KeyKind, Reason};
use crate::store::column::Column;
use crate::store::connection::{DatabaseConnection, insert_all};
use crate::store::distinctions::{distinctions, paged_pairs, pair_key};
use crate::store::page::{Page, PageRequest};
use crate::store::rows::{Columns, Rows, values};
use crate::store::schema::{organisation_distinctions, organisation_duplicates, organisation_keys};

/// Two organisations that look like one; the one that was registered first stands first.
#[derive(Clone, Debug, PartialEq, Eq, Insertable, Queryable, Selectable)]
#[diesel(table_name = organisation_duplicates, treat_none_as_default_value = false)]
pub struct Pair {
    #[diesel(column_name = first_id)]
    pub first: OrganisationId,
    #[diesel(column_name = second_id)]
    pub second: OrganisationId,
    #[diesel(serialize_as = Column<Vec<Reason>>, deserialize_as = Column<Vec<Reason>>)]
    pub reasons: Vec<Reason>,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct DuplicateFilter {
    pub organisation: Option<OrganisationId>,
    /// That look like one for this reason, perhaps among others.
    pub reason: Option<Reason>,
}

/// Writes what a record is found by, in the place of what was there.
pub fn replace_keys(connection: &mut DatabaseConnection, id: OrganisationId, keys: Vec<Key>) -> Result<(), Error> {
    diesel::delete(organisation_keys::table.filter(organisation_keys::organisation_id.eq(id))).execute(connection)?;
    let rows =
        keys.into_iter().map(|key| values!(organisation_keys: kind = key.kind, key = key.text, organisation_id = id));
    insert_all!(connection, organisation_keys::table, rows);
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
    let rows: Vec<(String, i64)> = organisation_keys::table
        .filter(organisation_keys::kind.eq(kind))
        .filter(organisation_keys::key.eq_any(keys))
        .filter(organisation_keys::organisation_id.ne_all(group))
        .group_by(organisation_keys::organisation_id)
        .select((organisation_keys::organisation_id, count_star()))
        .order((count_star().desc(), organisation_keys::organisation_id))
        .limit(limit)
        .rows(connection)?;
    Ok(rows.into_iter().map(|(id, _)| id).collect())
}

/// Writes the pairs of which `of` is one, in the place of those that were there.
pub fn replace_pairs(connection: &mut DatabaseConnection, of: &[OrganisationId], pairs: &[Pair]) -> Result<(), Error> {
    let first = organisation_duplicates::table.filter(organisation_duplicates::first_id.eq_any(of));
    diesel::delete(first).execute(connection)?;
    let second = organisation_duplicates::table.filter(organisation_duplicates::second_id.eq_any(of));
    diesel::delete(second).execute(connection)?;
    insert_all!(connection, organisation_duplicates::table, pairs.iter().cloned());
    Ok(())
}

/// A page of the pairs that look like one, in the order of registration of the first and then of the second.
pub fn list_pairs(
    connection: &mut DatabaseConnection,
    filter: &DuplicateFilter,
    request: &PageRequest,
) -> Result<Page<Pair>, Error> {
    let mut query = paged_pairs!(organisation_duplicates, request).select(Pair::columns()).into_boxed();
    if let Some(id) = filter.organisation {
        query = query.filter(organisation_duplicates::first_id.eq(id).or(organisation_duplicates::second_id.eq(id)));
    }
    if let Some(reason) = filter.reason {
        query = query.filter(organisation_duplicates::reasons.like(format!("%,{},%", reason.as_str())));
    }
    Ok(request.page(query.rows(connection)?, |pair: &Pair| pair_key(pair.first, pair.second)))
}

distinctions!(organisation_distinctions, OrganisationId);

pub type DistinctionPage = Page<Distinction>;

/// A page of the pairs that registrars told apart, in the order of registration of the first and then of the second.
pub fn list_distinctions(connection: &mut DatabaseConnection, request: &PageRequest) -> Result<DistinctionPage, Error> {
    let query = paged_pairs!(organisation_distinctions, request).select(Distinction::columns());
    Ok(request.page(query.rows(connection)?, Distinction::key))
}
