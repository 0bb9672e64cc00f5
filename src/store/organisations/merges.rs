//! What registrars merged and separated again: append-only.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::clock::Moment;
use crate::error::Error;
use crate::ids::OrganisationId;
use crate::scheme::words::words;
use crate::store::column::{Column, word_columns};
use crate::store::connection::DatabaseConnection;
use crate::store::page::{Page, PageRequest};
use crate::store::rows::{Columns, Rows};
use crate::store::schema::organisation_merges;

words! {
    MergeKind {
        /// The duplicate became one with the survivor.
        Merge = "merge",
        /// It is an organisation of its own again.
        Separation = "separation",
    }
}

word_columns!(MergeKind);

#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = organisation_merges, treat_none_as_default_value = false)]
pub struct MergeRecord {
    /// Its place in the order of recording; given when it is added.
    #[diesel(skip_insertion)]
    pub id: i64,
    pub kind: MergeKind,
    /// The record that became one with another, or is one of its own again.
    #[diesel(column_name = duplicate_id)]
    pub duplicate: OrganisationId,
    #[diesel(column_name = survivor_id)]
    pub survivor: OrganisationId,
    pub reason: String,
    pub recorded_by: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub recorded_at: Moment,
}

/// Adds a record; its id is drawn by the database.
pub fn insert_merge(connection: &mut DatabaseConnection, new: &MergeRecord) -> Result<(), Error> {
    diesel::insert_into(organisation_merges::table).values(new.clone()).execute(connection)?;
    Ok(())
}

/// For each of these records the one that it was merged into by name, the last time.
pub fn named_survivors(
    connection: &mut DatabaseConnection,
    ids: &[OrganisationId],
) -> Result<HashMap<OrganisationId, OrganisationId>, Error> {
    let rows: Vec<_> = organisation_merges::table
        .filter(organisation_merges::duplicate_id.eq_any(ids))
        .filter(organisation_merges::kind.eq(MergeKind::Merge))
        .order(organisation_merges::id)
        .select((organisation_merges::duplicate_id, organisation_merges::survivor_id))
        .rows(connection)?;
    Ok(rows.into_iter().collect())
}

/// A page of the merges and separations of these records, as the one or the other side, in the order of recording.
pub fn list_merges(
    connection: &mut DatabaseConnection,
    ids: &[OrganisationId],
    request: &PageRequest,
) -> Result<Page<MergeRecord>, Error> {
    let after: i64 = request.after().parse().unwrap_or_default();
    let rows = organisation_merges::table
        .filter(organisation_merges::id.gt(after))
        .filter(organisation_merges::duplicate_id.eq_any(ids).or(organisation_merges::survivor_id.eq_any(ids)))
        .order(organisation_merges::id)
        .limit(request.rows())
        .select(MergeRecord::columns())
        .rows(connection)?;
    Ok(request.page(rows, |record: &MergeRecord| record.id))
}
