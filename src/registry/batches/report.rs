//! The report: the file back, with what became of each row beside it, safe to open in a spreadsheet.

use std::io::Write;
use std::iter::Peekable;

use super::content::Content;
use super::file::{Format, REPORT_COLUMNS, Scanner};
use super::{Batch, BatchRow, CompletedRow, RowNote, complete, stored_file};
use crate::auth::permission::Caller;
use crate::error::Error;
use crate::registry::work::Registry;
use crate::store::batches as kept;
use crate::tabular;

/// How many rows are read at once.
const AT_ONCE: i64 = 1000;

/// The report of a batch.
pub struct Report<'a> {
    registry: &'a Registry,
    caller: Caller,
    batch: &'a Batch,
}

impl<'a> Report<'a> {
    /// The report of a batch that the caller may see.
    #[must_use]
    pub const fn new(registry: &'a Registry, caller: Caller, batch: &'a Batch) -> Self {
        Self { registry, caller, batch }
    }

    /// Whether the file is still there.
    pub fn has_file(&self) -> Result<bool, Error> {
        self.registry.store.read(|connection| kept::piece(connection, self.batch.id, 0)).map(|piece| piece.is_some())
    }

    /// Writes the report, separated as the file is: what became of each row, then its cells as they stand in the file. Rows that have not been
    /// processed yet have an empty outcome.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when `to` takes no more.
    pub fn write(&self, to: impl Write) -> Result<(), Error> {
        let columns = self.columns()?;
        let mut scanner = self.scan()?;
        let separator = scanner.separator();
        let mut table = tabular::Writer::new(to, true, separator).map_err(|error| broken(&error))?;
        let header = REPORT_COLUMNS.into_iter().chain(columns.iter().map(String::as_str));
        table.write_row(header).map_err(|error| broken(&error))?;
        let mut outcomes = Outcomes { report: self, after: 0, ahead: Vec::new().into_iter().peekable() };
        while let Some(raw) = scanner.next_row().map_err(|error| stored_file(&error))? {
            let words = words(raw.line, outcomes.of(raw.line)?.as_ref());
            let mut cells = scanner.layout().cells(&raw);
            cells.resize(cells.len().max(columns.len()), "".into());
            // Cells of an earlier report have their guards already.
            let cells: Vec<_> = cells.iter().map(|cell| tabular::unguard(cell, separator)).collect();
            let row = words.iter().map(String::as_str).chain(cells.iter().map(|cell| &**cell));
            table.write_row(row).map_err(|error| broken(&error))?;
        }
        table.flush().map_err(|error| broken(&error))
    }

    fn scan(&self) -> Result<Scanner<Content<'a>>, Error> {
        Scanner::open(self.batch.format, Content::new(self.registry, self.batch.id))
            .map_err(|error| stored_file(&error))
    }

    /// The file's own columns. Which of them NDJSON has is known at its end.
    fn columns(&self) -> Result<Vec<String>, Error> {
        let mut scanner = self.scan()?;
        if scanner.layout().format() == Format::Ndjson {
            while scanner.next_row().map_err(|error| stored_file(&error))?.is_some() {}
        }
        Ok(scanner.layout().columns().to_vec())
    }
}

/// What is said of a row, in the order of [`REPORT_COLUMNS`].
fn words(line: u64, known: Option<&CompletedRow>) -> [String; REPORT_COLUMNS.len()] {
    let outcome = known.map_or("", |known| known.row.outcome.as_str()).to_owned();
    let certificate = known.and_then(|known| known.certificate).map_or_else(String::new, |number| number.to_string());
    let reasons = known.map_or_else(String::new, |known| in_one_cell(&known.errors));
    let notes = known.map_or_else(String::new, |known| in_one_cell(&known.notes));
    [line.to_string(), outcome, certificate, reasons, notes]
}

fn in_one_cell(notes: &[RowNote]) -> String {
    let each = notes.iter().map(|note| match note.column.as_str() {
        "" => note.detail.clone(),
        column => format!("{column}: {}", note.detail),
    });
    each.collect::<Vec<_>>().join(" | ")
}

/// What became of the rows, read along with the file.
struct Outcomes<'r> {
    report: &'r Report<'r>,
    after: i32,
    ahead: Peekable<std::vec::IntoIter<CompletedRow>>,
}

impl Outcomes<'_> {
    /// Of the row that begins on this line; lines are asked for in ascending order.
    fn of(&mut self, line: u64) -> Result<Option<CompletedRow>, Error> {
        let line_of = |row: &CompletedRow| u64::try_from(row.row.line).unwrap_or_default();
        loop {
            while let Some(row) = self.ahead.next_if(|row| line_of(row) <= line) {
                if line_of(&row) == line {
                    return Ok(Some(row));
                }
            }
            if self.ahead.peek().is_some() || !self.read_ahead()? {
                return Ok(None);
            }
        }
    }

    fn read_ahead(&mut self) -> Result<bool, Error> {
        let Report { registry, caller, batch } = *self.report;
        let rows = registry.read(Some(caller), |work| {
            let rows: Vec<BatchRow> = kept::rows(work.connection, batch.id, None, self.after, AT_ONCE)?;
            complete(work, rows)
        })?;
        let Some(last) = rows.last() else { return Ok(false) };
        self.after = last.row.line;
        self.ahead = rows.into_iter().peekable();
        Ok(true)
    }
}

fn broken(error: &std::io::Error) -> Error {
    Error::storage("the report cannot be written", error)
}
