//! Result batches: the files that bodies sent, and what became of their rows.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest};
use super::row::{Place, from_column, to_column};
use super::schema::result_batches;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, ResultBatchId};

mod leases;
mod pieces;
mod rows;
mod state;

pub use leases::{Claim, Wanted, advance, cancel, claim, finish, in_the_way, next, postpone, release, renew};
pub use pieces::{Usage, discard, forget_pieces, insert_piece, piece, usage};
pub use rows::{BatchRow, insert_rows, lines_done, rows};
pub use state::{BatchState, Counts, RowOutcome, WaitReason};

/// A file of results.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The record.
    pub id: ResultBatchId,
    /// Whose results they are; `None` where a registrar sent results of no body of the registry.
    pub body: Option<BodyId>,
    /// Who sent it, as events name them.
    pub submitted_by: String,
    /// In which role: `body` or `registrar`.
    pub submitted_as: String,
    /// When.
    pub submitted_at: Moment,
    /// The form of the file: `csv` or `ndjson`.
    pub format: String,
    /// Its name where it comes from.
    pub file_name: Option<String>,
    /// SHA-256 of the content, in hexadecimal.
    pub digest: String,
    /// Its length.
    pub bytes: i64,
    /// How many rows it has.
    pub row_count: i32,
    /// Whether everything is to be done but kept.
    pub dry_run: bool,
    /// How far it is.
    pub state: BatchState,
    /// What became of the rows so far.
    pub counts: Counts,
    /// How many rows named a candidate by a number and a birth date that do not belong together.
    pub missed_numbers: i32,
    /// When the first row was looked at.
    pub started_at: Option<Moment>,
    /// When the last one was, or when it was cancelled.
    pub finished_at: Option<Moment>,
    /// Why it waits although it was begun, and until when it is left alone.
    pub waits: Option<(WaitReason, Moment)>,
}

type BatchColumns = (
    (String, Option<String>, String, String, NaiveDateTime),
    (String, Option<String>, String, i64, i32, bool, String),
    (i32, i32, i32, i32, i32, i32, i32, i32),
    (Option<NaiveDateTime>, Option<NaiveDateTime>, Option<NaiveDateTime>, Option<String>),
);

macro_rules! columns {
    () => {
        (
            (
                result_batches::id,
                result_batches::body_id,
                result_batches::submitted_by,
                result_batches::submitted_as,
                result_batches::submitted_at,
            ),
            (
                result_batches::format,
                result_batches::file_name,
                result_batches::digest,
                result_batches::bytes,
                result_batches::row_count,
                result_batches::dry_run,
                result_batches::state,
            ),
            (
                result_batches::pass,
                result_batches::fail,
                result_batches::unchanged,
                result_batches::not_eligible,
                result_batches::invalid,
                result_batches::conflict,
                result_batches::refused,
                result_batches::missed_numbers,
            ),
            (
                result_batches::started_at,
                result_batches::finished_at,
                result_batches::leased_until,
                result_batches::waits_because,
            ),
        )
    };
}

/// Adds a batch whose pieces are still to come.
pub fn insert(connection: &mut DatabaseConnection, batch: &Batch) -> Result<(), Error> {
    diesel::insert_into(result_batches::table)
        .values((
            (
                result_batches::id.eq(batch.id.to_string()),
                result_batches::body_id.eq(batch.body.map(|body| body.to_string())),
                result_batches::submitted_by.eq(&batch.submitted_by),
                result_batches::submitted_as.eq(&batch.submitted_as),
                result_batches::submitted_at.eq(to_column(batch.submitted_at)),
                result_batches::format.eq(&batch.format),
                result_batches::file_name.eq(&batch.file_name),
                result_batches::digest.eq(&batch.digest),
                result_batches::bytes.eq(batch.bytes),
                result_batches::row_count.eq(batch.row_count),
                result_batches::dry_run.eq(batch.dry_run),
                result_batches::state.eq(batch.state.as_str()),
            ),
            (
                result_batches::pass.eq(0),
                result_batches::fail.eq(0),
                result_batches::unchanged.eq(0),
                result_batches::not_eligible.eq(0),
                result_batches::invalid.eq(0),
                result_batches::conflict.eq(0),
                result_batches::refused.eq(0),
                result_batches::missed_numbers.eq(0),
            ),
        ))
        .execute(connection)?;
    Ok(())
}

/// Says that all pieces are stored: the batch waits for its turn from now on.
pub fn make_ready(connection: &mut DatabaseConnection, id: ResultBatchId) -> Result<(), Error> {
    diesel::update(result_batches::table.find(id.to_string()))
        .set(result_batches::state.eq(BatchState::Waiting.as_str()))
        .execute(connection)?;
    Ok(())
}

/// The batch with this id, once it is stored; of this body only, if one is given.
pub fn find(
    connection: &mut DatabaseConnection,
    id: ResultBatchId,
    body: Option<BodyId>,
) -> Result<Option<Batch>, Error> {
    let mut query = result_batches::table
        .select(columns!())
        .filter(result_batches::id.eq(id.to_string()))
        .filter(result_batches::state.ne(BatchState::Receiving.as_str()))
        .into_boxed();
    if let Some(body) = body {
        query = query.filter(result_batches::body_id.eq(body.to_string()));
    }
    query.first::<BatchColumns>(connection).optional()?.map(from_columns).transpose()
}

/// The latest batch with this content for this body, sent in this role, that was not cancelled. What a body sent is
/// refused in places where a registrar's is not.
pub fn find_same(
    connection: &mut DatabaseConnection,
    digest: &str,
    body: Option<BodyId>,
    submitted_as: &str,
    dry_run: bool,
) -> Result<Option<Batch>, Error> {
    let found = result_batches::table
        .select(columns!())
        .filter(result_batches::digest.eq(digest))
        .filter(result_batches::submitted_as.eq(submitted_as))
        .filter(result_batches::dry_run.eq(dry_run))
        .filter(result_batches::state.ne_all([BatchState::Receiving.as_str(), BatchState::Cancelled.as_str()]))
        .order(result_batches::id.desc())
        .load::<BatchColumns>(connection)?;
    let batches = found.into_iter().map(from_columns).collect::<Result<Vec<_>, _>>()?;
    Ok(batches.into_iter().find(|batch| batch.body == body))
}

/// A page of batches, the oldest first.
pub fn list(
    connection: &mut DatabaseConnection,
    body: Option<BodyId>,
    request: &PageRequest,
) -> Result<Page<Batch>, Error> {
    let mut query = result_batches::table
        .select(columns!())
        .filter(result_batches::id.gt(request.after()))
        .filter(result_batches::state.ne(BatchState::Receiving.as_str()))
        .order(result_batches::id)
        .limit(request.rows())
        .into_boxed();
    if let Some(body) = body {
        query = query.filter(result_batches::body_id.eq(body.to_string()));
    }
    let rows = query.load::<BatchColumns>(connection)?;
    request.page(rows, |row| row.0.0.clone()).try_map(from_columns)
}

fn from_columns(columns: BatchColumns) -> Result<Batch, Error> {
    let (
        (id, body, submitted_by, submitted_as, sent_at),
        (format, file_name, digest, bytes, row_count, dry_run, state),
        (pass, fail, unchanged, not_eligible, invalid, conflict, refused, missed_numbers),
        (started_at, finished_at, leased_until, waits_because),
    ) = columns;
    let place = Place { table: "result_batches", row: &id };
    let waits = place.optional("waits_because", waits_because, |word| WaitReason::parse(&word))?;
    Ok(Batch {
        id: place.value("id", ResultBatchId::parse(&id))?,
        body: place.optional("body_id", body, |body| BodyId::parse(&body))?,
        submitted_at: from_column(sent_at),
        state: place.value("state", BatchState::parse(&state))?,
        counts: Counts([pass, fail, unchanged, not_eligible, invalid, conflict, refused]),
        started_at: started_at.map(from_column),
        finished_at: finished_at.map(from_column),
        waits: waits.zip(leased_until.map(from_column)),
        submitted_by,
        submitted_as,
        format,
        file_name,
        digest,
        bytes,
        row_count,
        dry_run,
        missed_numbers,
    })
}
