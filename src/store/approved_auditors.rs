//! The registrar's own list of approved auditors.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest, paged, sort_key};
use super::rows::{Columns, Rows, values};
use super::schema::approved_auditors;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::ApprovedAuditorId;
use crate::scheme::listing::Ground;

/// That somebody was taken off the registrar's list, or that a listing no longer names somebody.
#[derive(Clone, Debug, Queryable)]
pub struct Removal {
    pub by: String,
    pub at: Moment,
    pub reason: String,
}

impl Removal {
    /// The first day on which what was removed holds no longer, in UTC.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        self.at.date_naive()
    }
}

/// Somebody whom the registrar approved as an auditor.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = approved_auditors, treat_none_as_default_value = false)]
pub struct ApprovedAuditor {
    pub id: ApprovedAuditorId,
    pub name: String,
    pub note: Option<String>,
    pub approved_on: NaiveDate,
    pub registered_by: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub registered_at: Moment,
    #[diesel(skip_insertion, select_expression = (
        approved_auditors::removed_by.assume_not_null(),
        approved_auditors::removed_at.assume_not_null(),
        approved_auditors::removal_reason.assume_not_null(),
    ).nullable())]
    pub removal: Option<Removal>,
}

impl ApprovedAuditor {
    #[must_use]
    pub fn ground(&self) -> Ground {
        let removed_on = self.removal.as_ref().map(Removal::day);
        Ground::OwnList { id: self.id, approved_on: self.approved_on, removed_on }
    }
}

pub fn insert(connection: &mut DatabaseConnection, auditor: &ApprovedAuditor) -> Result<(), Error> {
    let key = approved_auditors::sort_key.eq(sort_key(&auditor.name, auditor.id));
    diesel::insert_into(approved_auditors::table).values((auditor.clone(), key)).execute(connection)?;
    Ok(())
}

pub fn remove(connection: &mut DatabaseConnection, id: ApprovedAuditorId, removal: &Removal) -> Result<(), Error> {
    let change = values!(approved_auditors: removed_by = &removal.by, removed_at = Column(removal.at),
        removal_reason = &removal.reason);
    diesel::update(approved_auditors::table.find(id)).set(change).execute(connection)?;
    Ok(())
}

pub fn find(connection: &mut DatabaseConnection, id: ApprovedAuditorId) -> Result<Option<ApprovedAuditor>, Error> {
    approved_auditors::table.find(id).select(ApprovedAuditor::columns()).row(connection)
}

/// The entries with these ids, in no particular order.
pub fn find_all(connection: &mut DatabaseConnection, ids: &[ApprovedAuditorId]) -> Result<Vec<ApprovedAuditor>, Error> {
    let query = approved_auditors::table.filter(approved_auditors::id.eq_any(ids));
    query.select(ApprovedAuditor::columns()).rows(connection)
}

/// A page of the list in the order of the names, those who were taken off it included.
pub fn list(connection: &mut DatabaseConnection, request: &PageRequest) -> Result<Page<ApprovedAuditor>, Error> {
    let rows = paged!(approved_auditors::sort_key, request).select(ApprovedAuditor::columns()).rows(connection)?;
    Ok(request.page(rows, |one: &ApprovedAuditor| sort_key(&one.name, one.id)))
}
