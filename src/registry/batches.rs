//! Result batches: "a body registers candidates, evidence and results, one by one or by the file".
//!
//! A file is read once before it is accepted, so that whatever makes it unreadable is said at once; then it is stored,
//! and a [worker](Worker) on whichever node deals with its rows.

use std::fs::File;
use std::io::{BufReader, Read, Seek};

use chrono::Duration;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::bodies;
use super::events::NewEvent;
use super::work::{Registry, Work};
use super::{Page, PageRequest};
use crate::auth::permission::{Caller, Permission};
use crate::error::{Code, Error, InputError, Refusal};
use crate::ids::{BodyId, ResultBatchId, ResultId};
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::text::Title;
use crate::store::batches as kept;
use crate::store::certificates;
use crate::trust::Sha256;

mod chunk;
mod content;
pub mod file;
mod job;
mod order;
mod quota;
mod report;
mod row;
mod turns;
mod worker;
mod workspace;

use file::{FileError, Format, Scanner};
pub use kept::{Batch, BatchRow, BatchState, Counts, RowOutcome, WaitReason};
pub use quota::Quota;
pub use report::Report;
pub use worker::{Worked, Worker};

/// How much of a file is stored in one piece, in bytes.
const PIECE: usize = 1 << 20;

/// After how many hours a file that was stored and never accepted is forgotten.
const ABANDONED_AFTER_HOURS: i64 = 6;

/// A file as it arrived, read through once.
#[derive(Debug)]
pub struct Inspected {
    content: File,
    format: Format,
    digest: String,
    bytes: u64,
    rows: u32,
}

/// What is asked for with a file.
#[derive(Clone, Debug, Default)]
pub struct Submission {
    /// Whose results they are: id or slug. A registrar may name one; a body is always itself.
    pub body: Option<String>,
    /// The file's name where it comes from.
    pub file_name: Option<Title>,
    /// Whether everything is to be done but kept.
    pub dry_run: bool,
    /// Whether a file that was sent before is to be gone through again.
    pub again: bool,
}

/// What is wrong with a row, in the words of its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowError {
    /// The column, or for NDJSON the JSON pointer into the line; empty where it is the row as a whole.
    pub column: String,
    /// For programs: a stable word.
    pub code: String,
    /// For people: what is wrong, and what to do.
    pub detail: String,
}

impl RowError {
    /// The errors as they are kept.
    fn keep(errors: &[InputError], place_of: impl Fn(&str) -> String) -> Result<String, Error> {
        let all: Vec<_> = errors
            .iter()
            .map(|error| Self {
                column: place_of(&error.pointer),
                code: error.code.to_owned(),
                detail: error.detail.clone(),
            })
            .collect();
        serde_json::to_string(&all).map_err(|error| Error::Internal(error.to_string()))
    }

    fn read(kept: &str) -> Result<Vec<Self>, Error> {
        serde_json::from_str(kept).map_err(|error| Error::Internal(format!("result_batch_rows.errors: {error}")))
    }
}

/// What became of a row, complete.
#[derive(Clone, Debug)]
pub struct CompletedRow {
    /// What became of it.
    pub row: BatchRow,
    /// The certificate that was awarded on its result.
    pub certificate: Option<CertificateNumber>,
    /// What was wrong.
    pub errors: Vec<RowError>,
}

impl Inspected {
    /// SHA-256 of the content, in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Reads a file through once, from its beginning: whatever makes it unreadable is said before anything is stored.
    ///
    /// # Errors
    /// [`Code::InvalidFile`] with what is wrong, where, and what to do; [`Code::PayloadTooLarge`].
    pub fn read(mut content: File, format: Format, most_rows: u32) -> Result<Self, Error> {
        content.rewind().map_err(|error| unusable(&error))?;
        let mut digest = Sha256::new();
        let mut bytes = 0;
        let tee = Tee { inner: BufReader::new(&content), digest: &mut digest, bytes: &mut bytes };
        let rows = count_rows(tee, format, most_rows)?;
        let digest = digest.finish();
        Ok(Self { content, format, digest, bytes, rows })
    }
}

fn count_rows(content: impl Read, format: Format, most_rows: u32) -> Result<u32, Error> {
    let mut scanner = Scanner::open(format, content).map_err(|error| invalid_file(&error))?;
    let mut rows = 0;
    while scanner.next_row().map_err(|error| invalid_file(&error))?.is_some() {
        rows += 1;
        if rows > most_rows {
            let detail = format!("a file may have {most_rows} rows at most; split it, and send the parts");
            return Err(Error::refused(Code::PayloadTooLarge, detail));
        }
    }
    Ok(rows)
}

pub(super) fn invalid_file(error: &FileError) -> Error {
    if error.code == FileError::NOT_READ {
        return Error::storage("the temporary file of an upload cannot be used", &error.detail);
    }
    let reason = error.to_string();
    Error::Refused(Refusal {
        code: Code::InvalidFile,
        detail: format!("the file cannot be read: {reason}"),
        errors: vec![InputError::new("", error.code, reason)],
        assessment: None,
    })
}

/// A stored file was read before it was accepted: what fails now is the reading, or the record of it.
fn stored_file(error: &FileError) -> Error {
    if error.code == FileError::NOT_READ {
        return Error::storage("a stored file cannot be read", &error.detail);
    }
    Error::Internal(format!("a stored file cannot be read any more: {}", error.detail))
}

fn unusable(error: &std::io::Error) -> Error {
    Error::storage("the temporary file of an upload cannot be used", error)
}

/// Reads on what another reader gives, and counts and digests it on the way.
struct Tee<'a, R> {
    inner: R,
    digest: &'a mut Sha256,
    bytes: &'a mut u64,
}

impl<R: Read> Read for Tee<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.digest.update(&buffer[..read]);
        *self.bytes += read as u64;
        Ok(read)
    }
}

/// Whose results a caller's file holds.
fn body_of(work: &mut Work<'_>, caller: &Caller, named: Option<&str>) -> Result<Option<BodyId>, Error> {
    bodies::in_whose_name(work, caller, named, "/body")
}

/// Whether the caller may submit a file like this: asked before the file arrives, so that nobody sends much in vain. What
/// may be a repetition (`is_keyed`) is let in whatever the body's listing: only the whole of it tells which answer it had.
pub fn admit(work: &mut Work<'_>, submission: &Submission, is_keyed: bool) -> Result<(), Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    if !is_keyed {
        bodies::require_listed(work)?;
    }
    body_of(work, &caller, submission.body.as_deref()).map(|_| ())
}

/// The batch that the same file was accepted as before, for the same body: what was cancelled does not count.
pub fn find_same(work: &mut Work<'_>, file: &Inspected, submission: &Submission) -> Result<Option<Batch>, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let body = body_of(work, &caller, submission.body.as_deref())?;
    if submission.again {
        return Ok(None);
    }
    kept::find_same(work.connection, &file.digest, body, caller.role.as_str(), submission.dry_run)
}

impl Registry {
    /// Stores the content of a file, for [`accept`] to make a batch of. Several transactions, so that others get their
    /// turn in between. What cannot be stored whole is deleted; should not even that be possible, then after some hours.
    ///
    /// # Errors
    /// [`Code::QuotaExceeded`] when the body has no room for it.
    pub fn store_file(
        &self,
        caller: Caller,
        file: &Inspected,
        submission: &Submission,
        quota: Quota,
    ) -> Result<ResultBatchId, Error> {
        let batch = self.write(caller, |work| {
            let caller = work.authorise(Permission::RegisterResults)?;
            let body = body_of(work, &caller, submission.body.as_deref())?;
            let batch = new_batch(work, &caller, body, file, submission)?;
            quota.check(work, body, batch.bytes)?;
            kept::insert(work.connection, &batch)?;
            Ok(batch.id)
        })?;
        self.store_pieces(file, batch).inspect_err(|_| self.discard_file(batch))
    }

    /// Gives up what was stored and is not accepted. Where that fails, the next cleaning does.
    pub fn discard_file(&self, id: ResultBatchId) {
        let _ = self.store.write(|connection| kept::discard(connection, id));
    }

    fn store_pieces(&self, file: &Inspected, batch: ResultBatchId) -> Result<ResultBatchId, Error> {
        (&file.content).rewind().map_err(|error| unusable(&error))?;
        for number in 0.. {
            let mut piece = Vec::with_capacity(PIECE);
            (&file.content).take(PIECE as u64).read_to_end(&mut piece).map_err(|error| unusable(&error))?;
            if piece.is_empty() {
                break;
            }
            self.store.write(|connection| kept::insert_piece(connection, batch, number, &piece))?;
        }
        Ok(batch)
    }
}

impl Registry {
    /// Forgets the files of batches that ended longer ago than `kept_for`, and what was stored and never accepted; says
    /// of how many. What became of the rows stays on record.
    pub fn forget_files(&self, kept_for: Duration) -> Result<usize, Error> {
        let now = self.now();
        let abandoned = now - Duration::hours(ABANDONED_AFTER_HOURS);
        let mut forgotten = 0;
        loop {
            match self.store.write(|connection| kept::forget_pieces(connection, now - kept_for, abandoned))? {
                0 => return Ok(forgotten),
                some => forgotten += some,
            }
        }
    }
}

fn new_batch(
    work: &Work<'_>,
    caller: &Caller,
    body: Option<BodyId>,
    file: &Inspected,
    submission: &Submission,
) -> Result<Batch, Error> {
    let too_large = |_| Error::refused(Code::PayloadTooLarge, "the file is larger than can be counted");
    Ok(Batch {
        id: ResultBatchId::new(work.now()),
        body,
        submitted_by: caller.principal.to_string(),
        submitted_as: caller.role.as_str().to_owned(),
        submitted_at: work.now(),
        format: file.format.as_str().to_owned(),
        file_name: submission.file_name.clone().map(String::from),
        digest: file.digest.clone(),
        bytes: i64::try_from(file.bytes).map_err(too_large)?,
        row_count: i32::try_from(file.rows).map_err(too_large)?,
        dry_run: submission.dry_run,
        state: BatchState::Receiving,
        counts: Counts::default(),
        missed_numbers: 0,
        started_at: None,
        finished_at: None,
        waits: None,
    })
}

/// Accepts a stored file: from now on it will be dealt with, whatever happens.
pub fn accept(work: &mut Work<'_>, id: ResultBatchId) -> Result<Batch, Error> {
    let context = work.context(Permission::RegisterResults)?;
    kept::make_ready(work.connection, id)?;
    let batch = kept::find(work.connection, id, context.caller.body())?.ok_or(Error::NotFound("result batch"))?;
    let data = json!({
        "format": batch.format,
        "digest": format!("sha256:{}", batch.digest),
        "rows": batch.row_count,
        "dry_run": batch.dry_run,
    });
    let personal_data = json!({"file_name": batch.file_name});
    let subject = ("result_batch", id.to_string());
    let kind = "result_batch_submitted";
    let event = NewEvent { kind, subject, body: batch.body, data, personal_data: Some(&personal_data) };
    work.record(Permission::RegisterResults, event)?;
    Ok(batch)
}

/// Forgets a stored file that is not to be accepted after all.
pub fn discard(work: &mut Work<'_>, id: ResultBatchId) -> Result<(), Error> {
    work.authorise(Permission::RegisterResults)?;
    kept::discard(work.connection, id)
}

/// The batch with this id, if the caller may see it.
pub fn find(work: &mut Work<'_>, id: &str) -> Result<Batch, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let id = ResultBatchId::parse(id).ok_or(Error::NotFound("result batch"))?;
    kept::find(work.connection, id, caller.body())?.ok_or(Error::NotFound("result batch"))
}

/// The batch that has its turn before this one: sent earlier, for the same body, and not at its end.
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
            let errors = row.errors.as_deref().map(RowError::read).transpose()?.unwrap_or_default();
            Ok(CompletedRow { row, certificate, errors })
        })
        .collect()
}
