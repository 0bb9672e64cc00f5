//! What registrars merged and separated again: append-only.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::error::Error;
use crate::ids::OrganisationId;
use crate::store::connection::DatabaseConnection;
use crate::store::page::{Page, PageRequest};
use crate::store::row::{Place, from_column, to_column};
use crate::store::schema::organisation_merges;

/// Which of the two it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeKind {
    /// The duplicate became one with the survivor.
    Merge,
    /// It is an organisation of its own again.
    Separation,
}

impl MergeKind {
    /// The word in the table and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Separation => "separation",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Merge, Self::Separation].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// A merge or a separation.
#[derive(Clone, Debug)]
pub struct MergeRecord {
    /// Its place in the order of recording; given when it is added.
    pub id: i64,
    /// Which it is.
    pub kind: MergeKind,
    /// The record that became one with another, or is one of its own again.
    pub duplicate: OrganisationId,
    /// The other one.
    pub survivor: OrganisationId,
    /// Why, in words.
    pub reason: String,
    /// By whom.
    pub recorded_by: String,
    /// When.
    pub recorded_at: Moment,
}

/// Adds a record; its id is drawn by the database.
pub fn insert_merge(connection: &mut DatabaseConnection, new: &MergeRecord) -> Result<(), Error> {
    diesel::insert_into(organisation_merges::table)
        .values((
            organisation_merges::kind.eq(new.kind.as_str()),
            organisation_merges::duplicate_id.eq(new.duplicate.to_string()),
            organisation_merges::survivor_id.eq(new.survivor.to_string()),
            organisation_merges::reason.eq(&new.reason),
            organisation_merges::recorded_by.eq(&new.recorded_by),
            organisation_merges::recorded_at.eq(to_column(new.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// For each of these records the one that it was merged into by name, the last time.
pub fn named_survivors(
    connection: &mut DatabaseConnection,
    ids: &[OrganisationId],
) -> Result<HashMap<OrganisationId, OrganisationId>, Error> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows = organisation_merges::table
        .filter(organisation_merges::duplicate_id.eq_any(ids))
        .filter(organisation_merges::kind.eq(MergeKind::Merge.as_str()))
        .order(organisation_merges::id)
        .select((organisation_merges::duplicate_id, organisation_merges::survivor_id))
        .load::<(String, String)>(connection)?;
    let read = |(duplicate, survivor): (String, String)| {
        let place = Place { table: "organisation_merges", row: &duplicate };
        Ok((
            place.value("duplicate_id", OrganisationId::parse(&duplicate))?,
            place.value("survivor_id", OrganisationId::parse(&survivor))?,
        ))
    };
    rows.into_iter().map(read).collect()
}

type MergeRow = (i64, String, String, String, String, String, NaiveDateTime);

/// A page of the merges and separations of these records, as the one or the other side, in the order of recording.
pub fn list_merges(
    connection: &mut DatabaseConnection,
    ids: &[OrganisationId],
    request: &PageRequest,
) -> Result<Page<MergeRecord>, Error> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let after: i64 = request.after().parse().unwrap_or_default();
    let rows = organisation_merges::table
        .filter(organisation_merges::id.gt(after))
        .filter(organisation_merges::duplicate_id.eq_any(ids.clone()).or(organisation_merges::survivor_id.eq_any(ids)))
        .order(organisation_merges::id)
        .limit(request.rows())
        .load::<MergeRow>(connection)?;
    request.page(rows, |row| row.0.to_string()).try_map(|(id, kind, duplicate, survivor, reason, by, at)| {
        let row = id.to_string();
        let place = Place { table: "organisation_merges", row: &row };
        Ok(MergeRecord {
            id,
            kind: place.value("kind", MergeKind::parse(&kind))?,
            duplicate: place.value("duplicate_id", OrganisationId::parse(&duplicate))?,
            survivor: place.value("survivor_id", OrganisationId::parse(&survivor))?,
            reason,
            recorded_by: by,
            recorded_at: from_column(at),
        })
    })
}
