//! The report: the file back, with what became of each row beside it, safe to open in a spreadsheet.

use std::io::Write;
use std::iter::Peekable;

use super::content::Content;
use super::cures::cures;
use super::file::{Format, Layout, REPORT_COLUMNS, RawRow, Scanner};
use super::{Batch, BatchRow, CompletedRow, RowNote, complete, stored_file};
use crate::auth::permission::Caller;
use crate::error::Error;
use crate::registry::work::Registry;
use crate::store::batches as kept;
use crate::tabular::{self, Encoding, LineEnd, Reading, Shape};

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

    /// In which encoding the report is: that of the file, if it has all characters of what is said of the rows and is
    /// recognised again; else UTF-8.
    pub fn encoding(&self) -> Result<Encoding, Error> {
        let encoding = Reading::kept(self.batch.reading.as_deref()).encoding;
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

    /// Writes the report as the file is written down, in this encoding: what became of each row, then its cells as they stand in
    /// the file. Rows that have not been processed yet have an empty outcome.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when `to` takes no more.
    pub fn write(&self, to: impl Write, encoding: Encoding) -> Result<(), Error> {
        let columns = self.columns()?;
        let mut scanner = self.scan()?;
        let shape = scanner.shape().unwrap_or(OF_OBJECTS);
        // Where a file has none, its report has one nevertheless: it is for people, whose spreadsheets need it.
        let shape = Shape { encoding, byte_order_mark: encoding.has_byte_order_mark(), ..shape };
        let mut table = ReportTable::begin(to, shape, &columns).map_err(|error| broken(&error))?;
        let mut outcomes = Outcomes::of_report(self);
        while let Some(raw) = scanner.next_row().map_err(|error| stored_file(&error))? {
            let words = words(raw.line, outcomes.of(raw.line)?.as_ref());
            table.row(&words, scanner.layout(), &raw).map_err(|error| broken(&error))?;
        }
        table.rows.flush().map_err(|error| broken(&error))
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

/// The table that a report is.
struct ReportTable<W: Write> {
    rows: tabular::Writer<W>,
    separator: u8,
    /// How many columns the file has.
    columns: usize,
}

impl<W: Write> ReportTable<W> {
    /// Writes the header, of a file with these columns.
    fn begin(to: W, shape: Shape, columns: &[String]) -> std::io::Result<Self> {
        let mut rows = tabular::Writer::shaped(to, shape)?;
        rows.write_row(REPORT_COLUMNS.into_iter().chain(columns.iter().map(String::as_str)))?;
        Ok(Self { rows, separator: shape.separator, columns: columns.len() })
    }

    /// Writes a row with what is said of it. Where its cells are in doubt they will be so again.
    fn row(&mut self, words: &[String; REPORT_COLUMNS.len()], layout: &Layout, raw: &RawRow) -> std::io::Result<()> {
        let mut cells = layout.cells(raw);
        if layout.has_too_few(raw) {
            let given = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
            cells.truncate(given);
        } else {
            cells.resize(cells.len().max(self.columns), "".into());
        }
        // Cells of an earlier report have their guards already.
        let cells: Vec<_> = cells.iter().map(|cell| tabular::unguard(cell, self.separator)).collect();
        let row = words.iter().map(String::as_str).chain(cells.iter().map(|cell| &**cell));
        self.rows.write_row_like(row, raw.doubts())
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
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    /// A file as a spreadsheet writes it.
    fn file(rows: &[Vec<String>], shape: Shape) -> Vec<u8> {
        let mut table = tabular::Writer::shaped(Vec::new(), shape).unwrap();
        let header = ["Referenz", "Nachname", "birth_date", "Prüfung", "sat_on", "Punkte"];
        table.write_row(header).unwrap();
        for row in rows {
            table.write_row(row.iter().map(String::as_str)).unwrap();
        }
        table.into_inner().unwrap()
    }

    fn in_utf8(bytes: &[u8], encoding: Encoding) -> Vec<u8> {
        let mut text = Vec::new();
        assert!(encoding.convert(bytes, &mut text).unwrap());
        text
    }

    /// The columns, the cells of all rows and what is in doubt about them, and how the file is written down.
    fn scanned(text: &[u8]) -> (Vec<String>, Vec<(Vec<String>, Option<&'static str>)>, Shape) {
        let mut scanner = Scanner::open(Format::Csv, text).unwrap();
        let shape = scanner.shape().unwrap();
        let mut rows = Vec::new();
        while let Some(raw) = scanner.next_row().unwrap() {
            let cells = scanner.layout().cells(&raw);
            let cells = cells.iter().map(|cell| tabular::unguard(cell, shape.separator).into_owned()).collect();
            let error = scanner.layout().interpret(&raw).errors.into_iter().find(|error| error.pointer.is_empty());
            rows.push((cells, error.map(|error| error.code)));
        }
        (scanner.layout().columns().to_vec(), rows, shape)
    }

    fn reported(text: &[u8], encoding: Encoding) -> Vec<u8> {
        let mut scanner = Scanner::open(Format::Csv, text).unwrap();
        let columns = scanner.layout().columns().to_vec();
        let byte_order_mark = encoding.has_byte_order_mark();
        let shape = Shape { encoding, byte_order_mark, ..scanner.shape().unwrap() };
        let mut table = ReportTable::begin(Vec::new(), shape, &columns).unwrap();
        while let Some(raw) = scanner.next_row().unwrap() {
            let words = ["7", "invalid", "", "marks: is wrong; put it right, \"please\" | =1", "put it right", ""];
            table.row(&words.map(str::to_owned), scanner.layout(), &raw).unwrap();
        }
        table.rows.into_inner().unwrap()
    }

    proptest! {
        #[test]
        fn a_report_that_is_read_again_has_the_cells_of_its_file(
            rows in proptest::collection::vec(
                proptest::collection::vec("[a-zäöü0-9 ,;\"'=\t\r\n.-]{0,10}", 6), 1..8
            ),
            separator in proptest::sample::select(&b",;\t"[..]),
            line_end in proptest::sample::select(&[LineEnd::CrLf, LineEnd::Lf, LineEnd::Cr][..]),
            encoding in proptest::sample::select(
                &[Encoding::Utf8, Encoding::Utf16LittleEndian, Encoding::Utf16BigEndian][..]
            ),
            names_separator in any::<bool>(),
        ) {
            prop_assume!(rows.iter().all(|row| !row.concat().trim().is_empty()));
            let shape = Shape { encoding, byte_order_mark: true, separator, line_end, names_separator };
            let text = in_utf8(&file(&rows, shape), encoding);
            let report = reported(&text, encoding);
            let again = in_utf8(&report, encoding);
            prop_assert_eq!(scanned(&again), scanned(&text));
            // Nor does it change any more.
            prop_assert_eq!(reported(&again, encoding), report);
        }
    }

    #[test]
    fn what_is_in_doubt_stays_so() {
        let header = "reference;family_name;birth_date;qualification;sat_on;marks\r\n";
        let mut text = String::new();
        for (rows, code) in [
            ("1;\"Smith\"son;1990-01-01;foundation;2015-06-01;30\r\n", Some("misplaced_quote")),
            ("1;A;1990-01-01;foundation;2015-06-01;30\r\n2;B;1990-01-01;foundation;2015-06-01", Some("too_few_cells")),
            ("1;A;1990-01-01;foundation;2015-06-01;30;more\r\n", Some("too_many_cells")),
            ("1;\"A;\nB\";1990-01-01;foundation;2015-06-01;30\r\n", Some("line_break")),
            ("1;\"A;1990\n2;B\"\r\n", Some("too_few_cells")),
            ("1;A;1990-01-01;foundation\r\n", None),
        ] {
            text.clear();
            write!(text, "{header}{rows}").unwrap();
            let (_, found, _) = scanned(text.as_bytes());
            assert_eq!(found.last().unwrap().1, code, "{rows}");
            let report = reported(text.as_bytes(), Encoding::Utf8);
            assert_eq!(scanned(&report).1, found, "{}", String::from_utf8_lossy(&report));
        }
    }
}
