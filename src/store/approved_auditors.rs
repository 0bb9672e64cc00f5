//! The registrar's own list of approved auditors.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::bodies::sort_key;
use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest};
use super::row::{Place, from_column, to_column};
use super::schema::approved_auditors;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::ApprovedAuditorId;
use crate::scheme::listing::Ground;

/// That somebody was taken off the registrar's list, or that a listing no longer names somebody.
#[derive(Clone, Debug)]
pub struct Removal {
    /// By whom.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Why, in words.
    pub reason: String,
}

/// The columns of a removal, all of them or none.
pub(super) type RemovalColumns = (Option<String>, Option<NaiveDateTime>, Option<String>);

impl Removal {
    /// The first day on which what was removed holds no longer, in UTC.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        self.at.date_naive()
    }

    pub(super) fn from_columns((by, at, reason): RemovalColumns) -> Option<Self> {
        Some(Self { by: by?, at: from_column(at?), reason: reason? })
    }
}

/// Somebody whom the registrar approved as an auditor.
#[derive(Clone, Debug)]
pub struct ApprovedAuditor {
    /// The record.
    pub id: ApprovedAuditorId,
    /// The person's whole name.
    pub name: String,
    /// What the registrar noted beside it.
    pub note: Option<String>,
    /// The first day of the approval.
    pub approved_on: NaiveDate,
    /// Who put the person on the list.
    pub registered_by: String,
    /// When.
    pub registered_at: Moment,
    /// That the person was taken off it, if so.
    pub removal: Option<Removal>,
}

impl ApprovedAuditor {
    /// What makes the person an approved auditor.
    #[must_use]
    pub fn ground(&self) -> Ground {
        let removed_on = self.removal.as_ref().map(Removal::day);
        Ground::OwnList { id: self.id, approved_on: self.approved_on, removed_on }
    }
}

type AuditorRow = (String, String, Option<String>, NaiveDate, String, NaiveDateTime, RemovalColumns);

macro_rules! columns {
    () => {
        (
            approved_auditors::id,
            approved_auditors::name,
            approved_auditors::note,
            approved_auditors::approved_on,
            approved_auditors::registered_by,
            approved_auditors::registered_at,
            (approved_auditors::removed_by, approved_auditors::removed_at, approved_auditors::removal_reason),
        )
    };
}

/// Adds somebody.
pub fn insert(connection: &mut DatabaseConnection, auditor: &ApprovedAuditor) -> Result<(), Error> {
    diesel::insert_into(approved_auditors::table)
        .values((
            approved_auditors::id.eq(auditor.id.to_string()),
            approved_auditors::name.eq(&auditor.name),
            approved_auditors::sort_key.eq(sort_key(&auditor.name, &auditor.id.to_string())),
            approved_auditors::note.eq(&auditor.note),
            approved_auditors::approved_on.eq(auditor.approved_on),
            approved_auditors::registered_by.eq(&auditor.registered_by),
            approved_auditors::registered_at.eq(to_column(auditor.registered_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Takes somebody off the list.
pub fn remove(connection: &mut DatabaseConnection, id: ApprovedAuditorId, removal: &Removal) -> Result<(), Error> {
    diesel::update(approved_auditors::table.find(id.to_string()))
        .set((
            approved_auditors::removed_by.eq(&removal.by),
            approved_auditors::removed_at.eq(to_column(removal.at)),
            approved_auditors::removal_reason.eq(&removal.reason),
        ))
        .execute(connection)?;
    Ok(())
}

/// The entry with this id.
pub fn find(connection: &mut DatabaseConnection, id: ApprovedAuditorId) -> Result<Option<ApprovedAuditor>, Error> {
    let query = approved_auditors::table.find(id.to_string()).select(columns!());
    query.first::<AuditorRow>(connection).optional()?.map(from_row).transpose()
}

/// The entries with these ids, in no particular order.
pub fn find_all(connection: &mut DatabaseConnection, ids: &[String]) -> Result<Vec<ApprovedAuditor>, Error> {
    let query = approved_auditors::table.filter(approved_auditors::id.eq_any(ids)).select(columns!());
    query.load::<AuditorRow>(connection)?.into_iter().map(from_row).collect()
}

/// A page of the list in the order of the names, those who were taken off it included.
pub fn list(connection: &mut DatabaseConnection, request: &PageRequest) -> Result<Page<ApprovedAuditor>, Error> {
    let rows = approved_auditors::table
        .filter(approved_auditors::sort_key.gt(request.after()))
        .order(approved_auditors::sort_key)
        .limit(request.rows())
        .select(columns!())
        .load::<AuditorRow>(connection)?;
    request.page(rows, |row| sort_key(&row.1, &row.0)).try_map(from_row)
}

fn from_row(row: AuditorRow) -> Result<ApprovedAuditor, Error> {
    let (id, name, note, approved_on, registered_by, registered_at, removal) = row;
    let place = Place { table: "approved_auditors", row: &id };
    Ok(ApprovedAuditor {
        id: place.value("id", ApprovedAuditorId::parse(&id))?,
        name,
        note,
        approved_on,
        registered_by,
        registered_at: from_column(registered_at),
        removal: Removal::from_columns(removal),
    })
}
