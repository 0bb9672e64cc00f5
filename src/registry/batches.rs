//! Result batches: "a body registers candidates, evidence and results, one by one or by the file".
//!
//! A file is read once before it is accepted, so that whatever makes it unreadable is said at once; then it is stored,
//! and a [worker](Worker) on whichever node processes its rows.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::events::NewEvent;
use super::work::Work;
use super::{Page, PageRequest};
use crate::auth::permission::Permission;
use crate::error::{Code, Error, InputError};
use crate::ids::{ResultBatchId, ResultId};
use crate::scheme::numbers::CertificateNumber;
use crate::store::batches as kept;
use crate::store::certificates;

mod arrival;
mod chunk;
mod content;
mod conversion;
mod cures;
mod failures;
pub mod file;
mod identification;
mod job;
mod marks;
mod order;
mod prepared;
mod processing;
mod quota;
mod report;
mod row;
mod turns;
mod worker;
mod workspace;

pub use arrival::{Inspected, Submission, accept, admit, discard, find_same, no_choice_of_dates};
pub use conversion::FileLimits;
use file::FileError;
pub use kept::{Batch, BatchRow, BatchState, Counts, RowOutcome, WaitReason};
pub use processing::Worked;
pub use quota::Quota;
pub use report::Report;
pub use worker::Worker;

/// What is wrong with a row, or else to be said of it, in the words of its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowNote {
    /// The column, or for NDJSON the JSON pointer into the line; empty where it is the row as a whole.
    pub column: String,
    /// For programs: a stable word.
    pub code: String,
    /// For people: what is the matter, and what to do.
    pub detail: String,
}

impl RowNote {
    /// Errors or notes as they are kept; `None` for none.
    fn keep(notes: &[InputError], place_of: impl Fn(&str) -> String) -> Result<Option<String>, Error> {
        if notes.is_empty() {
            return Ok(None);
        }
        let all: Vec<_> = notes
            .iter()
            .map(|note| Self {
                column: place_of(&note.pointer),
                code: note.code.to_owned(),
                detail: note.detail.clone(),
            })
            .collect();
        serde_json::to_string(&all).map(Some).map_err(|error| Error::Internal(error.to_string()))
    }

    fn read(column: &str, kept: Option<&str>) -> Result<Vec<Self>, Error> {
        let read = |kept| serde_json::from_str(kept);
        kept.map_or(Ok(Vec::new()), read)
            .map_err(|error| Error::Internal(format!("result_batch_rows.{column}: {error}")))
    }
}

/// What became of a row, complete.
#[derive(Clone, Debug)]
pub struct CompletedRow {
    pub row: BatchRow,
    pub certificate: Option<CertificateNumber>,
    pub errors: Vec<RowNote>,
    pub notes: Vec<RowNote>,
}

/// A stored file was read before it was accepted: what fails now is the reading, or the record of it.
fn stored_file(error: &FileError) -> Error {
    if error.code == FileError::NOT_READ {
        return Error::storage("a stored file cannot be read", &error.detail);
    }
    Error::Internal(format!("a stored file cannot be read any more: {}", error.detail))
}

/// The batch with this id, if the caller may see it.
pub fn find(work: &mut Work<'_>, id: &str) -> Result<Batch, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let id = ResultBatchId::parse(id).ok_or(Error::NotFound("result batch"))?;
    kept::find(work.connection, id, caller.body())?.ok_or(Error::NotFound("result batch"))
}

/// The batch for which this one waits: sent earlier for the same body, and not completed.
pub fn in_the_way(work: &mut Work<'_>, of: &Batch) -> Result<Option<Batch>, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let found = kept::in_the_way(work.connection, of)?;
    Ok(found.filter(|batch| caller.body().is_none_or(|own| batch.body == Some(own))))
}

/// A page of the batches that the caller may see, in the order in which they were sent.
pub fn list(work: &mut Work<'_>, request: &PageRequest) -> Result<Page<Batch>, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    kept::list(work.connection, caller.body(), request)
}

/// Stops a batch: the chunk of rows that is being processed right now is the last one.
///
/// # Errors
/// [`Code::StatusConflict`] when it has ended.
pub fn cancel(work: &mut Work<'_>, id: &str) -> Result<Batch, Error> {
    let batch = find(work, id)?;
    if !kept::cancel(work.connection, batch.id, work.now)? {
        let detail = format!("this batch is {} already", batch.state.as_str());
        return Err(Error::refused(Code::StatusConflict, detail));
    }
    let data = json!({"rows": batch.row_count});
    let subject = ("result_batch", batch.id.to_string());
    let kind = "result_batch_cancelled";
    work.record(Permission::RegisterResults, NewEvent { kind, subject, body: batch.body, data, personal_data: None })?;
    find(work, id)
}

/// A page of what became of the rows, in the order of the file; of those with one outcome, if it is given. The key is
/// the line.
pub fn rows(
    work: &mut Work<'_>,
    id: &str,
    outcome: Option<RowOutcome>,
    request: &PageRequest,
) -> Result<Page<CompletedRow>, Error> {
    let batch = find(work, id)?;
    let after = match &request.after {
        None => 0,
        Some(line) => line
            .parse()
            .map_err(|_| Error::refused(Code::InvalidCursor, "this cursor was not handed out by this list"))?,
    };
    let rows = kept::rows(work.connection, batch.id, outcome, after, request.rows())?;
    let page = request.page(rows, |row| row.line.to_string());
    let next = page.next;
    Ok(Page { items: complete(work, page.items)?, next })
}

/// The rows with the certificates of their results: one query.
fn complete(work: &mut Work<'_>, rows: Vec<BatchRow>) -> Result<Vec<CompletedRow>, Error> {
    let results: Vec<ResultId> = rows.iter().filter_map(|row| row.result).collect();
    let numbers = certificates::numbers_by_result(work.connection, &results)?;
    rows.into_iter()
        .map(|row| {
            let certificate = row.result.and_then(|result| numbers.get(&result).copied());
            let errors = RowNote::read("errors", row.errors.as_deref())?;
            let notes = RowNote::read("notes", row.notes.as_deref())?;
            Ok(CompletedRow { row, certificate, errors, notes })
        })
        .collect()
}
