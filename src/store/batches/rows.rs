//! What became of the rows of a batch.

use diesel::prelude::*;

use super::RowOutcome;
use crate::error::Error;
use crate::ids::{ResultBatchId, ResultId};
use crate::store::connection::{DatabaseConnection, insert_all};
use crate::store::row::Place;
use crate::store::schema::result_batch_rows;

/// What became of one row.
#[derive(Clone, Debug)]
pub struct BatchRow {
    /// The line on which it begins in the file.
    pub line: i32,
    /// The body's own reference, as it stands in the file.
    pub reference: Option<String>,
    /// What became of it.
    pub outcome: RowOutcome,
    /// The result that it is on record as.
    pub result: Option<ResultId>,
    /// What was wrong: JSON.
    pub errors: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = result_batch_rows, treat_none_as_default_value = false)]
struct NewRow {
    batch_id: String,
    line: i32,
    reference: Option<String>,
    outcome: &'static str,
    result_id: Option<String>,
    errors: Option<String>,
}

/// Adds what became of rows.
pub fn insert_rows(connection: &mut DatabaseConnection, id: ResultBatchId, rows: &[BatchRow]) -> Result<(), Error> {
    let id = id.to_string();
    let rows = rows.iter().map(|row| NewRow {
        batch_id: id.clone(),
        line: row.line,
        reference: row.reference.clone(),
        outcome: row.outcome.as_str(),
        result_id: row.result.map(|result| result.to_string()),
        errors: row.errors.clone(),
    });
    insert_all!(connection, result_batch_rows::table, rows.collect::<Vec<_>>());
    Ok(())
}

/// The lines of the rows that have been dealt with, after `after`, at most `limit`.
pub fn lines_done(
    connection: &mut DatabaseConnection,
    id: ResultBatchId,
    after: i32,
    limit: i64,
) -> Result<Vec<i32>, Error> {
    Ok(result_batch_rows::table
        .filter(result_batch_rows::batch_id.eq(id.to_string()))
        .filter(result_batch_rows::line.gt(after))
        .order(result_batch_rows::line)
        .limit(limit)
        .select(result_batch_rows::line)
        .load::<i32>(connection)?)
}

/// What became of the rows after the line `after`, at most `limit`; of one outcome, if it is given.
pub fn rows(
    connection: &mut DatabaseConnection,
    id: ResultBatchId,
    outcome: Option<RowOutcome>,
    after: i32,
    limit: i64,
) -> Result<Vec<BatchRow>, Error> {
    type Row = (i32, Option<String>, String, Option<String>, Option<String>);
    let mut query = result_batch_rows::table
        .filter(result_batch_rows::batch_id.eq(id.to_string()))
        .filter(result_batch_rows::line.gt(after))
        .order(result_batch_rows::line)
        .limit(limit)
        .select((
            result_batch_rows::line,
            result_batch_rows::reference,
            result_batch_rows::outcome,
            result_batch_rows::result_id,
            result_batch_rows::errors,
        ))
        .into_boxed();
    if let Some(outcome) = outcome {
        query = query.filter(result_batch_rows::outcome.eq(outcome.as_str()));
    }
    let found = query.load::<Row>(connection)?;
    found
        .into_iter()
        .map(|(line, reference, outcome, result, errors)| {
            let place = Place { table: "result_batch_rows", row: &line.to_string() };
            Ok(BatchRow {
                outcome: place.value("outcome", RowOutcome::parse(&outcome))?,
                result: place.optional("result_id", result, |id| ResultId::parse(&id))?,
                line,
                reference,
                errors,
            })
        })
        .collect()
}
