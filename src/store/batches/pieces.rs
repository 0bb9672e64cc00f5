//! The content of a batch, in pieces.

use diesel::prelude::*;

use super::BatchState;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, ResultBatchId};
use crate::store::column::Column;
use crate::store::connection::DatabaseConnection;
use crate::store::rows::{Rows, values};
use crate::store::schema::{result_batch_pieces, result_batches};

/// Adds a piece of a batch's content.
pub fn insert_piece(
    connection: &mut DatabaseConnection,
    id: ResultBatchId,
    piece: i32,
    content: &[u8],
) -> Result<(), Error> {
    let new = values!(result_batch_pieces: batch_id = id, piece = piece, content = content);
    diesel::insert_into(result_batch_pieces::table).values(new).execute(connection)?;
    Ok(())
}

/// A piece of a batch's content; `None` after the last one.
pub fn piece(connection: &mut DatabaseConnection, id: ResultBatchId, piece: i32) -> Result<Option<Vec<u8>>, Error> {
    let query = result_batch_pieces::table.find((id, piece)).select(result_batch_pieces::content);
    query.row(connection)
}

/// Forgets a batch whose pieces arrived, and that was never made ready.
pub fn discard(connection: &mut DatabaseConnection, id: ResultBatchId) -> Result<(), Error> {
    let receiving = result_batches::table.find(id).filter(result_batches::state.eq(BatchState::Receiving));
    if receiving.select(result_batches::id).row::<ResultBatchId>(connection)?.is_some() {
        let pieces = result_batch_pieces::table.filter(result_batch_pieces::batch_id.eq(id));
        diesel::delete(pieces).execute(connection)?;
        diesel::delete(result_batches::table.find(id)).execute(connection)?;
    }
    Ok(())
}

/// What a body's files take up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// How many of its batches have not ended, those that are arriving included.
    pub open: i64,
    /// How many bytes of its files are kept.
    pub bytes: i64,
}

/// What the files of a body take up; those of no body where none is given. A file that began to arrive before
/// `arriving_since` is taken for broken off: it is not open, though its bytes count until they are deleted.
pub fn usage(
    connection: &mut DatabaseConnection,
    body: Option<BodyId>,
    arriving_since: Moment,
) -> Result<Usage, Error> {
    let has_pieces =
        diesel::dsl::exists(result_batch_pieces::table.filter(result_batch_pieces::batch_id.eq(result_batches::id)));
    let mut kept = result_batches::table
        .filter(result_batches::state.eq(BatchState::Receiving).or(has_pieces))
        .select((
            result_batches::state,
            result_batches::submitted_at,
            result_batches::bytes,
            result_batches::stored_bytes,
        ))
        .into_boxed();
    kept = match body {
        Some(body) => kept.filter(result_batches::body_id.eq(body)),
        None => kept.filter(result_batches::body_id.is_null()),
    };
    let mut usage = Usage::default();
    for (state, submitted_at, sent, stored) in kept.rows::<(BatchState, Moment, i64, Option<i64>)>(connection)? {
        let is_open = match state {
            BatchState::Receiving => submitted_at >= arriving_since,
            state => !state.is_final(),
        };
        usage.open += i64::from(is_open);
        usage.bytes = usage.bytes.saturating_add(stored.unwrap_or(sent));
    }
    Ok(usage)
}

/// How many contents are forgotten at once: those of many large files would hold others up for long.
const FORGOTTEN_AT_ONCE: i64 = 10;

/// Forgets the content of a few of the batches that ended before `before`, and of those that never arrived whole; says of
/// how many.
pub fn forget_pieces(
    connection: &mut DatabaseConnection,
    before: Moment,
    abandoned_before: Moment,
) -> Result<usize, Error> {
    let ended = result_batches::table
        .filter(result_batches::finished_at.lt(Column(before)))
        .filter(diesel::dsl::exists(
            result_batch_pieces::table.filter(result_batch_pieces::batch_id.eq(result_batches::id)),
        ))
        .select(result_batches::id)
        .limit(FORGOTTEN_AT_ONCE)
        .rows::<ResultBatchId>(connection)?;
    diesel::delete(result_batch_pieces::table.filter(result_batch_pieces::batch_id.eq_any(&ended)))
        .execute(connection)?;
    let abandoned = result_batches::table
        .filter(result_batches::state.eq(BatchState::Receiving))
        .filter(result_batches::submitted_at.lt(Column(abandoned_before)))
        .select(result_batches::id)
        .limit(FORGOTTEN_AT_ONCE)
        .rows::<ResultBatchId>(connection)?;
    diesel::delete(result_batch_pieces::table.filter(result_batch_pieces::batch_id.eq_any(&abandoned)))
        .execute(connection)?;
    diesel::delete(result_batches::table.filter(result_batches::id.eq_any(&abandoned))).execute(connection)?;
    Ok(ended.len() + abandoned.len())
}
