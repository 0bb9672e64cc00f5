//! Result batches: the files that bodies sent, and what became of their rows.

use diesel::prelude::*;

use super::column::{Column, composed};
use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest, paged};
use super::rows::{Columns, Rows, narrow, values};
use super::schema::result_batches;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, ResultBatchId};
use crate::tabular::Format;

mod leases;
mod pieces;
mod rows;
mod state;

pub use leases::{Lease, Wanted, advance, cancel, claim, finish, in_the_way, next, postpone, release, renew};
pub use pieces::{Usage, discard, forget_pieces, insert_piece, piece, usage};
pub use rows::{BatchRow, insert_rows, lines_done, rows};
pub use state::{BatchState, Counts, RowOutcome, WaitReason};

composed!(Counts: (i32, i32, i32, i32, i32, i32, i32), |counts| Ok(Self(counts.into())));

/// A file of results.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = result_batches, treat_none_as_default_value = false)]
pub struct Batch {
    pub id: ResultBatchId,
    /// Whose results they are; `None` where a registrar sent results of no body of the registry.
    #[diesel(column_name = body_id)]
    pub body: Option<BodyId>,
    /// Who sent it, as events name them.
    pub submitted_by: String,
    /// In which role: `body` or `registrar`.
    pub submitted_as: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub submitted_at: Moment,
    /// Of what is kept: a workbook is kept as CSV.
    pub format: Format,
    /// Its name where it comes from.
    pub file_name: Option<String>,
    /// SHA-256 of the content, in hexadecimal.
    pub digest: String,
    pub bytes: i64,
    /// How many of them are kept, which is another number where the file was converted; `None` of files of before.
    pub stored_bytes: Option<i64>,
    pub row_count: i32,
    pub dry_run: bool,
    pub state: BatchState,
    #[diesel(skip_insertion, select_expression = (
        result_batches::pass,
        result_batches::fail,
        result_batches::unchanged,
        result_batches::not_eligible,
        result_batches::invalid,
        result_batches::conflict,
        result_batches::refused,
    ))]
    pub counts: Counts,
    /// How many rows named a candidate by a number and a birth date that do not belong together.
    #[diesel(skip_insertion)]
    pub missed_numbers: i32,
    /// How it was understood, as JSON; `None` where there was nothing to understand.
    pub reading: Option<String>,
    /// When the first row was looked at.
    #[diesel(skip_insertion)]
    pub started_at: Option<Moment>,
    /// When the last one was, or when it was cancelled.
    #[diesel(skip_insertion)]
    pub finished_at: Option<Moment>,
    /// Why it waits although it was begun, and until when it is left alone.
    #[diesel(skip_insertion, select_expression = (
        result_batches::waits_because.assume_not_null(),
        result_batches::leased_until.assume_not_null(),
    ).nullable())]
    pub waits: Option<(WaitReason, Moment)>,
}

/// Adds a batch whose pieces are still to come.
pub fn insert(connection: &mut DatabaseConnection, batch: &Batch) -> Result<(), Error> {
    let none = values!(result_batches: pass = 0, fail = 0, unchanged = 0, not_eligible = 0, invalid = 0, conflict = 0,
        refused = 0, missed_numbers = 0);
    diesel::insert_into(result_batches::table).values((batch.clone(), none)).execute(connection)?;
    Ok(())
}

/// Says that all pieces are stored: the batch waits for its turn from now on.
pub fn make_ready(connection: &mut DatabaseConnection, id: ResultBatchId) -> Result<(), Error> {
    let waiting = result_batches::state.eq(BatchState::Waiting);
    diesel::update(result_batches::table.find(id)).set(waiting).execute(connection)?;
    Ok(())
}

/// The batch with this id, once it is stored; of this body only, if one is given.
pub fn find(
    connection: &mut DatabaseConnection,
    id: ResultBatchId,
    body: Option<BodyId>,
) -> Result<Option<Batch>, Error> {
    let mut query = result_batches::table
        .select(Batch::columns())
        .filter(result_batches::id.eq(id))
        .filter(result_batches::state.ne(BatchState::Receiving))
        .into_boxed();
    narrow!(query: result_batches::body_id = body);
    query.row(connection)
}

/// The latest batch with this content, sent in this role, that was not cancelled and is the same in all else. What a body sent
/// is refused in places where a registrar's is not.
pub fn find_same(
    connection: &mut DatabaseConnection,
    digest: &str,
    submitted_as: &str,
    dry_run: bool,
    is_same: impl Fn(&Batch) -> bool,
) -> Result<Option<Batch>, Error> {
    let found = result_batches::table
        .select(Batch::columns())
        .filter(result_batches::digest.eq(digest))
        .filter(result_batches::submitted_as.eq(submitted_as))
        .filter(result_batches::dry_run.eq(dry_run))
        .filter(result_batches::state.ne_all([BatchState::Receiving, BatchState::Cancelled]))
        .order(result_batches::id.desc())
        .rows::<Batch>(connection)?;
    Ok(found.into_iter().find(is_same))
}

/// A page of batches, the oldest first.
pub fn list(
    connection: &mut DatabaseConnection,
    body: Option<BodyId>,
    request: &PageRequest,
) -> Result<Page<Batch>, Error> {
    let mut query = paged!(result_batches::id, request)
        .select(Batch::columns())
        .filter(result_batches::state.ne(BatchState::Receiving))
        .into_boxed();
    narrow!(query: result_batches::body_id = body);
    Ok(request.page(query.rows(connection)?, |batch: &Batch| batch.id))
}

/// A page of the files of which every row was refused, that were finished since a moment and changed something; of this body
/// only, if one is given.
pub fn refused_since(
    connection: &mut DatabaseConnection,
    body: Option<BodyId>,
    since: Moment,
    request: &PageRequest,
) -> Result<Page<Batch>, Error> {
    let mut query = paged!(result_batches::id, request)
        .select(Batch::columns())
        .filter(result_batches::refused.gt(0))
        .filter(result_batches::refused.eq(result_batches::row_count))
        .filter(result_batches::finished_at.ge(Column(since)))
        .filter(result_batches::dry_run.eq(false))
        .into_boxed();
    narrow!(query: result_batches::body_id = body);
    Ok(request.page(query.rows(connection)?, |batch: &Batch| batch.id))
}
