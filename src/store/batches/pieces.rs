//! The content of a batch, in pieces.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::error::Error;
use crate::ids::ResultBatchId;
use crate::store::connection::DatabaseConnection;
use crate::store::row::to_column;
use crate::store::schema::{result_batch_pieces, result_batches};

/// Adds a piece of a batch's content.
pub fn insert_piece(
    connection: &mut DatabaseConnection,
    id: ResultBatchId,
    piece: i32,
    content: &[u8],
) -> Result<(), Error> {
    diesel::insert_into(result_batch_pieces::table)
        .values((
            result_batch_pieces::batch_id.eq(id.to_string()),
            result_batch_pieces::piece.eq(piece),
            result_batch_pieces::content.eq(content),
        ))
        .execute(connection)?;
    Ok(())
}

/// A piece of a batch's content; `None` after the last one.
pub fn piece(connection: &mut DatabaseConnection, id: ResultBatchId, piece: i32) -> Result<Option<Vec<u8>>, Error> {
    let query = result_batch_pieces::table.find((id.to_string(), piece)).select(result_batch_pieces::content);
    Ok(query.first::<Vec<u8>>(connection).optional()?)
}

/// Forgets a batch whose pieces arrived, and that was never made ready.
pub fn discard(connection: &mut DatabaseConnection, id: ResultBatchId) -> Result<(), Error> {
    let receiving = super::BatchState::Receiving.as_str();
    let is_receiving = result_batches::table.find(id.to_string()).filter(result_batches::state.eq(receiving));
    if is_receiving.select(result_batches::id).first::<String>(connection).optional()?.is_some() {
        let pieces = result_batch_pieces::table.filter(result_batch_pieces::batch_id.eq(id.to_string()));
        diesel::delete(pieces).execute(connection)?;
        diesel::delete(result_batches::table.find(id.to_string())).execute(connection)?;
    }
    Ok(())
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
        .filter(result_batches::finished_at.lt(to_column(before)))
        .filter(diesel::dsl::exists(
            result_batch_pieces::table.filter(result_batch_pieces::batch_id.eq(result_batches::id)),
        ))
        .select(result_batches::id)
        .limit(FORGOTTEN_AT_ONCE)
        .load::<String>(connection)?;
    diesel::delete(result_batch_pieces::table.filter(result_batch_pieces::batch_id.eq_any(&ended)))
        .execute(connection)?;
    let abandoned = result_batches::table
        .filter(result_batches::state.eq(super::BatchState::Receiving.as_str()))
        .filter(result_batches::submitted_at.lt(to_column(abandoned_before)))
        .select(result_batches::id)
        .limit(FORGOTTEN_AT_ONCE)
        .load::<String>(connection)?;
    diesel::delete(result_batch_pieces::table.filter(result_batch_pieces::batch_id.eq_any(&abandoned)))
        .execute(connection)?;
    diesel::delete(result_batches::table.filter(result_batches::id.eq_any(&abandoned))).execute(connection)?;
    Ok(ended.len() + abandoned.len())
}
