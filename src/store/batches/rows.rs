//! What became of the rows of a batch.

use diesel::prelude::*;

use super::RowOutcome;
use crate::error::Error;
use crate::ids::{ResultBatchId, ResultId};
use crate::store::connection::{DatabaseConnection, insert_all};
use crate::store::rows::{Columns, Rows, narrow, values};
use crate::store::schema::result_batch_rows;

/// What became of one row.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = result_batch_rows)]
pub struct BatchRow {
    /// The line on which it begins in the file.
    pub line: i32,
    /// The body's own reference, as it stands in the file.
    pub reference: Option<String>,
    pub outcome: RowOutcome,
    /// The result that it is on record as.
    #[diesel(column_name = result_id)]
    pub result: Option<ResultId>,
    /// What was wrong: JSON.
    pub errors: Option<String>,
    /// What else is to be said: JSON.
    pub notes: Option<String>,
}

/// Adds what became of rows.
pub fn insert_rows(connection: &mut DatabaseConnection, id: ResultBatchId, rows: Vec<BatchRow>) -> Result<(), Error> {
    let rows = rows.into_iter().map(|row| {
        values!(result_batch_rows: batch_id = id, line = row.line, reference = row.reference,
            outcome = row.outcome, result_id = row.result, errors = row.errors, notes = row.notes)
    });
    insert_all!(connection, result_batch_rows::table, rows);
    Ok(())
}

/// The lines of the rows that have been dealt with, after `after`, at most `limit`.
pub fn lines_done(
    connection: &mut DatabaseConnection,
    id: ResultBatchId,
    after: i32,
    limit: i64,
) -> Result<Vec<i32>, Error> {
    result_batch_rows::table
        .filter(result_batch_rows::batch_id.eq(id))
        .filter(result_batch_rows::line.gt(after))
        .order(result_batch_rows::line)
        .limit(limit)
        .select(result_batch_rows::line)
        .rows(connection)
}

/// What became of the rows after the line `after`, at most `limit`; of one outcome, if it is given.
pub fn rows(
    connection: &mut DatabaseConnection,
    id: ResultBatchId,
    outcome: Option<RowOutcome>,
    after: i32,
    limit: i64,
) -> Result<Vec<BatchRow>, Error> {
    let mut query = result_batch_rows::table
        .filter(result_batch_rows::batch_id.eq(id))
        .filter(result_batch_rows::line.gt(after))
        .order(result_batch_rows::line)
        .limit(limit)
        .select(BatchRow::columns())
        .into_boxed();
    narrow!(query: result_batch_rows::outcome = outcome);
    query.rows(connection)
}
