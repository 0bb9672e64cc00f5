//! The report: the file back, with what became of each row beside it, safe to open in a spreadsheet.

use std::io::{self, Write};
use std::iter::Peekable;

use super::content::Content;
use super::cures::cures;
use super::file::{Format, Layout, REPORT_COLUMNS, RawRow, Scanner};
use super::{Batch, BatchRow, CompletedRow, RowNote, complete, stored_file};
use crate::auth::permission::Caller;
use crate::error::Error;
use crate::registry::work::Registry;
use crate::store::batches as kept;
use crate::tabular::{self, Cell, Encoding, Heading, Kind, LineEnd, Reading, Shape, TableWriter, Wanted};

/// How many rows are read at once.
const AT_ONCE: i64 = 1000;

/// How the report of objects is written down, which are no table.
const OF_OBJECTS: Shape = Shape {
    encoding: Encoding::Utf8,
    byte_order_mark: true,
    separator: b',',
    line_end: LineEnd::CrLf,
    names_separator: false,
};

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// CSV, or a kind of workbook.
    pub format: Format,
    /// In which encoding CSV is.
    pub encoding: Encoding,
}

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

    /// How it is written: as is `wanted`, else as the file came, and for NDJSON as CSV. CSV is in the encoding of the file, if that
    /// has all characters of what is said of the rows and is recognised again; else in UTF-8.
    pub fn form(&self, wanted: Option<Format>) -> Result<Form, Error> {
        let reading = Reading::kept(self.batch.reading.as_deref());
        let came_as = match reading.format(self.batch.format) {
            Format::Ndjson => Format::Csv,
            table => table,
        };
        let format = wanted.unwrap_or(came_as);
        let encoding = if format == Format::Csv { self.encoding(reading.encoding)? } else { Encoding::Utf8 };
        Ok(Form { format, encoding })
    }

    fn encoding(&self, encoding: Encoding) -> Result<Encoding, Error> {
        if encoding != Encoding::Windows1252 {
            return Ok(encoding);
        }
        let mut outcomes = Outcomes::of_report(self);
        while outcomes.read_ahead()? {
            for known in outcomes.ahead.by_ref() {
                if !words(0, Some(&known)).iter().all(|words| encoding.fits(words)) {
                    return Ok(Encoding::Utf8);
                }
            }
        }
        Ok(encoding)
    }

    /// Writes the report in this form: what became of each row, then its cells as they stand in the file; CSV as the file is
    /// written down, and in a workbook days as days and marks as numbers. Rows that have not been processed yet have an empty
    /// outcome.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when `to` takes no more.
    pub fn write(&self, mut to: impl Write, form: Form) -> Result<(), Error> {
        let (columns, kinds) = self.columns()?;
        let mut scanner = self.scan()?;
        let sheet = Reading::kept(self.batch.reading.as_deref()).sheet;
        let shape = scanner.shape().filter(|_| sheet.is_none()).unwrap_or(OF_OBJECTS);
        let name = sheet.as_ref().map_or("report", |sheet| &sheet.name);
        // Where a file has none, its report has one nevertheless: it is for people, whose spreadsheets need it.
        let shape = Shape { encoding: form.encoding, byte_order_mark: form.encoding.has_byte_order_mark(), ..shape };
        let mut table = ReportTable::begin(&mut to, (form.format, name), shape, &columns, &kinds)
            .map_err(|error| broken(&error))?;
        let mut outcomes = Outcomes::of_report(self);
        while let Some(raw) = scanner.next_row().map_err(|error| stored_file(&error))? {
            let words = words(raw.line, outcomes.of(raw.line)?.as_ref());
            table.row(&words, scanner.layout(), &raw).map_err(|error| broken(&error))?;
        }
        table.table.finish().and_then(io::Write::flush).map_err(|error| broken(&error))
    }

    fn scan(&self) -> Result<Scanner<Content<'a>>, Error> {
        Scanner::open(self.batch.format, Content::new(self.registry, self.batch.id))
            .map_err(|error| stored_file(&error))
    }

    /// The file's own columns, with what their cells are. Which of them NDJSON has is known at its end.
    fn columns(&self) -> Result<(Vec<String>, Vec<Kind>), Error> {
        let mut scanner = self.scan()?;
        if scanner.layout().format() == Format::Ndjson {
            while scanner.next_row().map_err(|error| stored_file(&error))?.is_some() {}
        }
        Ok((scanner.layout().columns().to_vec(), scanner.layout().kinds()))
    }
}

/// The table that a report is.
struct ReportTable<W: Write> {
    table: TableWriter<W>,
    separator: u8,
    /// What the cells of each column are: those that are said of a row, and those of the file.
    kinds: Vec<Kind>,
}

impl<W: Write> ReportTable<W> {
    /// Writes the header, of a file with these columns.
    fn begin(
        to: W,
        (format, name): (Format, &str),
        shape: Shape,
        columns: &[String],
        kinds: &[Kind],
    ) -> io::Result<Self> {
        let own = REPORT_COLUMNS.map(|name| (name.to_owned(), if name == "line" { Kind::Number } else { Kind::Text }));
        let head: Vec<_> = own.into_iter().chain(columns.iter().cloned().zip(kinds.iter().copied())).collect();
        let kinds = head.iter().map(|(_, kind)| *kind).collect();
        let separator = shape.separator;
        let table = if format == Format::Csv {
            let mut rows = tabular::Writer::shaped(to, shape)?;
            rows.write_row(head.iter().map(|(name, _)| name.as_str()))?;
            TableWriter::Csv(Box::new(rows))
        } else {
            let wanted = Wanted { format, separator, name, is_continued: false };
            let head = head.into_iter().map(|(name, kind)| Heading { name, kind }).collect();
            TableWriter::begin(to, wanted, head)?
        };
        Ok(Self { table, separator, kinds })
    }

    /// Writes a row with what is said of it. Where its cells are in doubt they will be so again.
    fn row(&mut self, words: &[String; REPORT_COLUMNS.len()], layout: &Layout, raw: &RawRow) -> io::Result<()> {
        let mut cells = layout.cells(raw);
        if layout.has_too_few(raw) {
            let given = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
            cells.truncate(given);
        } else {
            cells.resize(cells.len().max(self.kinds.len() - REPORT_COLUMNS.len()), "".into());
        }
        // Cells of an earlier report have their guards already.
        let cells = cells.iter().map(|cell| tabular::unguard(cell, self.separator));
        let texts = words.iter().map(|word| word.as_str().into()).chain(cells);
        // Cells beyond the columns are texts.
        let kinds = self.kinds.iter().copied().chain(std::iter::repeat(Kind::Text));
        let mut row: Vec<_> = texts.zip(kinds).map(|(text, kind)| Cell::new(kind, text)).collect();
        let is_sheet = !matches!(self.table, TableWriter::Csv(_));
        if is_sheet {
            row.iter_mut().for_each(Cell::guard_in_sheet);
        }
        if is_sheet && layout.is_in_doubt(raw) {
            // In a sheet the cells can be told apart: what was in doubt must stay so until somebody has looked at it.
            row.resize(row.len().max(self.kinds.len()), Cell::Text("".into()));
            row.push(Cell::Text("compare this row with the file, and then empty this cell".into()));
        }
        self.table.write_row_like(&row, raw.doubts())
    }
}

/// What is said of a row, in the order of [`REPORT_COLUMNS`].
fn words(line: u64, known: Option<&CompletedRow>) -> [String; REPORT_COLUMNS.len()] {
    let outcome = known.map_or("", |known| known.row.outcome.as_str()).to_owned();
    let certificate = known.and_then(|known| known.certificate).map_or_else(String::new, |number| number.to_string());
    let reasons = known.map_or_else(String::new, |known| in_one_cell(&known.errors));
    let notes = known.map_or_else(String::new, |known| in_one_cell(&known.notes));
    let cures = known.map_or_else(String::new, |known| cures(&known.errors).join(" | "));
    [line.to_string(), outcome, certificate, reasons, cures, notes]
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

impl<'r> Outcomes<'r> {
    fn of_report(report: &'r Report<'r>) -> Self {
        Self { report, after: 0, ahead: Vec::new().into_iter().peekable() }
    }

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

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
