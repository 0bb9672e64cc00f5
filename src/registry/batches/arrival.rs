//! How a file arrives: it is read through once, stored in pieces, and accepted.

use std::fs::File;
use std::io::{BufReader, Read, Seek};

use chrono::Duration;
use serde_json::json;

use super::conversion::{Converted, FileLimits, Tee, in_utf8, sheet_of, unusable};
use super::file::{FileError, Format, Scanner};
use super::marks::MarksColumn;
use super::quota::Quota;
use super::{Batch, BatchState, Counts, kept};
use crate::auth::permission::{Caller, Permission};
use crate::error::{Code, Error, InputError, Refusal};
use crate::ids::{BodyId, ResultBatchId};
use crate::input::dates::{DateForms, DateOrder};
use crate::registry::bodies;
use crate::registry::events::NewEvent;
use crate::registry::work::{Registry, Work};
use crate::scheme::Scheme;
use crate::scheme::text::FileName;
use crate::tabular::{Encoding, Reading, Said, Sheet, Understood};

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
    /// What of it is kept.
    stored_bytes: u64,
    rows: u32,
    reading: Reading,
}

/// What is asked for with a file.
#[derive(Clone, Debug, Default)]
pub struct Submission {
    /// Whose results they are: id or slug. A registrar may name one; a body is always itself.
    pub body: Option<String>,
    /// The file's name where it comes from.
    pub file_name: Option<FileName>,
    pub dry_run: bool,
    /// Whether a file that was sent before is to be gone through again.
    pub again: bool,
}

impl Inspected {
    /// SHA-256 of the content, in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Reads a file through once, from its beginning: whatever makes it unreadable is said before anything is stored. One in
    /// another encoding than UTF-8, and the wanted sheet of a workbook, are converted and read again.
    ///
    /// # Errors
    /// [`Code::InvalidFile`] with what is wrong, where, and what to do; [`Code::PayloadTooLarge`];
    /// [`Code::InvalidParameter`] where something is said of the dates of NDJSON.
    pub fn read(
        content: File,
        format: Format,
        said: Said<'_>,
        limits: FileLimits,
        scheme: &Scheme,
    ) -> Result<Self, Error> {
        if format == Format::Ndjson && said.dates.is_some() {
            return Err(no_choice_of_dates("NDJSON"));
        }
        let mut sent = content.try_clone().map_err(|error| unusable(&error))?;
        let Converted { content, format, sheet } = sheet_of(content, format, said.sheet, limits)?;
        let (dates, is_sheet) = (said.dates, sheet.is_some());
        let look_through =
            |content: &mut dyn Read| look_through(content, format, (dates, is_sheet), limits.rows, scheme);
        if sheet.is_some() {
            let contained = look_through(&mut BufReader::new(&content))?;
            sent.rewind().map_err(|error| unusable(&error))?;
            let told = Tee::new(BufReader::new(&sent)).finish()?;
            return Self::of(content, format, told, contained.reading(Encoding::Utf8, sheet));
        }
        let mut tee = Tee::new(BufReader::new(&sent));
        match look_through(&mut tee) {
            Ok(contained) => {
                let told = tee.finish()?;
                Self::of(content, format, told, contained.reading(Encoding::Utf8, None))
            }
            Err(Unread::File(error)) => {
                let (converted, encoding) = in_utf8(&mut sent, &error, limits)?.ok_or(error)?;
                let contained = look_through(&mut BufReader::new(&converted))?;
                sent.rewind().map_err(|error| unusable(&error))?;
                let told = Tee::new(BufReader::new(&sent)).finish()?;
                Self::of(converted, format, told, contained.reading(encoding, None))
            }
            Err(Unread::Other(error)) => Err(error),
        }
    }

    /// The digest and the length are those of what was sent: that is what is recognised when it is sent again.
    fn of(content: File, format: Format, told: (String, u64), read: (u32, Reading)) -> Result<Self, Error> {
        let ((digest, bytes), (rows, reading)) = (told, read);
        let stored_bytes = content.metadata().map_err(|error| unusable(&error))?.len();
        Ok(Self { content, format, digest, bytes, stored_bytes, rows, reading })
    }
}

/// The refusal where the form of dates is chosen for a kind of file that has one only.
pub fn no_choice_of_dates(kind: &str) -> Error {
    let detail = format!("is for tables that people write: in {kind} dates are written YYYY-MM-DD; leave it out");
    let errors = vec![InputError::new("/dates", "contradiction", detail.clone())];
    Error::Refused(Refusal { errors, ..Refusal::new(Code::InvalidParameter, format!("`dates` {detail}")) })
}

/// Why a file is not taken.
enum Unread {
    File(FileError),
    Other(Error),
}

impl From<FileError> for Unread {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl From<Unread> for Error {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::File(error) => error.into(),
            Unread::Other(error) => error,
        }
    }
}

/// What is in a file.
struct Contained {
    rows: u32,
    understood: Vec<Understood>,
    dates: DateForms,
    passed_over: Vec<String>,
}

impl Contained {
    fn reading(self, encoding: Encoding, sheet: Option<Sheet>) -> (u32, Reading) {
        let Self { rows, understood, dates, passed_over } = self;
        (rows, Reading { encoding, understood, dates, sheet, passed_over })
    }
}

fn look_through(
    content: &mut dyn Read,
    format: Format,
    (said, is_sheet): (Option<DateOrder>, bool),
    most_rows: u32,
    scheme: &Scheme,
) -> Result<Contained, Unread> {
    let mut scanner = Scanner::open(format, content)?;
    let mut dates = scanner.layout().date_columns(said).typed(is_sheet);
    let mut marks = MarksColumn::new(scheme);
    let mut rows = 0;
    while let Some(raw) = scanner.next_row()? {
        rows += 1;
        if rows > most_rows {
            let detail = format!("a file may have {most_rows} rows at most; split it, and send the parts");
            return Err(Unread::Other(Error::refused(Code::PayloadTooLarge, detail)));
        }
        marks.see(scanner.layout(), &raw)?;
        if scanner.layout().is_well_formed(&raw) {
            dates.see(&raw);
        }
    }
    let dates = dates.judge()?;
    marks.judge(dates.is_month_first())?;
    let passed_over = scanner.passed_over().to_vec();
    Ok(Contained { rows, understood: scanner.layout().understood(), dates, passed_over })
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
    // Another sheet of the same workbook is another file; and with its dates in another form, the same file says something else.
    let name = |reading: &Reading| reading.sheet.as_ref().map(|sheet| sheet.name.clone());
    let wanted = (body, name(&file.reading), &file.reading.dates);
    let is_same = |batch: &Batch| {
        let kept = Reading::kept(batch.reading.as_deref());
        (batch.body, name(&kept), &kept.dates) == wanted
    };
    kept::find_same(work.connection, &file.digest, caller.role.as_str(), submission.dry_run, is_same)
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
            quota.check(work, body, batch.stored_bytes.unwrap_or(batch.bytes))?;
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
        format: file.format,
        file_name: submission.file_name.clone().map(String::from),
        digest: file.digest.clone(),
        bytes: i64::try_from(file.bytes).map_err(too_large)?,
        stored_bytes: Some(i64::try_from(file.stored_bytes).map_err(too_large)?),
        row_count: i32::try_from(file.rows).map_err(too_large)?,
        dry_run: submission.dry_run,
        state: BatchState::Receiving,
        counts: Counts::default(),
        missed_numbers: 0,
        reading: file.reading.keep(),
        started_at: None,
        finished_at: None,
        waits: None,
    })
}

/// Accepts a stored file: from now on its rows are processed, whatever happens.
pub fn accept(work: &mut Work<'_>, id: ResultBatchId) -> Result<Batch, Error> {
    let context = work.context(Permission::RegisterResults)?;
    kept::make_ready(work.connection, id)?;
    let batch = kept::find(work.connection, id, context.caller.body())?.ok_or(Error::NotFound("result batch"))?;
    let data = json!({
        "format": Reading::kept(batch.reading.as_deref()).format(batch.format).as_str(),
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
