//! From a stream of bytes to rows.

use std::collections::VecDeque;
use std::io::Read;

use serde::de::IgnoredAny;

use super::layout::EVIDENCE;
use super::{FileError, Format, Layout, RawRow, header};
use crate::input::dates::DateForms;
use crate::tabular::{Lines, Shape, Table, names_columns, open_lines, wrong_kind};

/// Reads rows one by one; what it holds is bounded by the longest allowed row, however large the file.
///
/// ```
/// # use touchstone::registry::batches::file::{Format, Scanner};
/// let file = "reference;family_name;birth_date;qualification;sat_on;marks\r\n\
///     A-1;Gaillard;1996-05-01;foundation;2024-05-17;31\r\n";
/// let mut scanner = Scanner::open(Format::Csv, file.as_bytes()).unwrap();
/// let raw = scanner.next_row().unwrap().unwrap();
/// let row = scanner.layout().interpret(&raw);
/// assert_eq!((row.line, row.draft.marks, row.errors.len()), (2, Some(31), 0));
/// ```
pub struct Scanner<R> {
    layout: Layout,
    rows: Rows<R>,
    /// Rows handed out.
    count: u64,
}

enum Rows<R> {
    Csv(Box<Table<R>>),
    Ndjson {
        lines: Lines<R>,
        /// Lines that were read to see what the file is.
        first: VecDeque<RawRow>,
        /// The most pieces of evidence of each kind in a row so far.
        pieces: [usize; EVIDENCE],
    },
}

impl<R: Read> Scanner<R> {
    /// Reads the beginning: what kind of file it is, in which encoding, and the header.
    ///
    /// # Errors
    /// Why the file cannot be taken.
    pub fn open(format: Format, reader: R) -> Result<Self, FileError> {
        let (layout, rows) = match format {
            // Of a workbook, the CSV that it was converted into.
            Format::Csv | Format::Xlsx | Format::Ods => {
                let table = Table::open(reader, &header::knows)?;
                let names: Vec<String> = table.header().cells().map(str::to_owned).collect();
                let contents = header::read(table.header().line, &names)?;
                (Layout::csv(names, contents), Rows::Csv(Box::new(table)))
            }
            Format::Ndjson => {
                let mut lines = open_lines(format, reader)?;
                let first = open_ndjson(&mut lines)?;
                let pieces = [1; EVIDENCE];
                (Layout::ndjson(pieces), Rows::Ndjson { lines, first, pieces })
            }
        };
        Ok(Self { layout, rows, count: 0 })
    }

    /// With the dates of a table in these forms, which were found out when it was looked through.
    #[must_use]
    pub fn with_dates(mut self, forms: DateForms) -> Self {
        self.layout.dates = forms;
        self
    }

    /// What the columns mean. That of an NDJSON file grows with the evidence of the rows that are read: a report takes
    /// it after the last row.
    #[must_use]
    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// What stands in the rows above the header of a table, which are none of it.
    #[must_use]
    pub fn passed_over(&self) -> &[String] {
        match &self.rows {
            Rows::Csv(table) => table.passed_over(),
            Rows::Ndjson { .. } => &[],
        }
    }

    /// How the file is written down, if it is a table.
    #[must_use]
    pub fn shape(&self) -> Option<Shape> {
        match &self.rows {
            Rows::Csv(table) => Some(table.shape()),
            Rows::Ndjson { .. } => None,
        }
    }

    /// The next row as it stands in the file; `None` after the last.
    ///
    /// # Errors
    /// Why the file cannot be taken; then none of its rows should be.
    pub fn next_row(&mut self) -> Result<Option<RawRow>, FileError> {
        let row = match &mut self.rows {
            Rows::Csv(table) => table.next_row()?,
            Rows::Ndjson { lines, first, pieces } => {
                let row = match first.pop_front() {
                    Some(row) => Some(row),
                    None => next_object(lines)?,
                };
                if let Some(row) = &row
                    && count_pieces(row.text(), pieces)
                {
                    self.layout = Layout::ndjson(*pieces);
                }
                row
            }
        };
        match &row {
            Some(_) => self.count += 1,
            None if self.count == 0 => {
                let detail = "the file has a header and no row below it; send at least one row";
                return Err(FileError::new("no_rows", detail));
            }
            None => {}
        }
        Ok(row)
    }
}

fn next_object<R: Read>(lines: &mut Lines<R>) -> Result<Option<RawRow>, FileError> {
    while let Some(line) = lines.next_line()? {
        if !line.text.trim().is_empty() {
            return Ok(Some(RawRow::whole(&line)));
        }
    }
    Ok(None)
}

/// Notes how many pieces of evidence the row has, at most, without reading it: by the names of members. Whether there
/// are more than in all rows before.
fn count_pieces(text: &str, pieces: &mut [usize; EVIDENCE]) -> bool {
    let mut grown = false;
    for (most, name) in pieces.iter_mut().zip(["\"certification\"", "\"completed_on\"", "\"role\""]) {
        let count = text.matches(name).count();
        if count > *most {
            (*most, grown) = (count, true);
        }
    }
    grown
}

/// The first rows, once it is clear that the file is NDJSON.
fn open_ndjson<R: Read>(lines: &mut Lines<R>) -> Result<VecDeque<RawRow>, FileError> {
    let Some(row) = next_object(lines)? else {
        return Err(FileError::new("empty_file", "the file has nothing but white space; send one object on each line"));
    };
    let text = row.text().trim_start();
    if !text.starts_with('{') {
        let detail = if names_columns(text, &header::knows) {
            "the file is CSV, not NDJSON; send it with the media type text/csv"
        } else {
            "the first line is no JSON object; NDJSON is one object on each line"
        };
        return Err(FileError { line: Some(row.line), ..wrong_kind(detail.to_owned()) });
    }
    let is_begun = serde_json::from_str::<IgnoredAny>(text).is_err_and(|error| error.is_eof());
    let mut first = VecDeque::from([row]);
    if is_begun && let Some(second) = next_object(lines)? {
        if !second.text().trim_start().starts_with('{') {
            let detail = "the first object goes over several lines; NDJSON is one object on each line (`jq -c .` makes \
                          it so)";
            return Err(FileError { line: first.front().map(|row| row.line), ..wrong_kind(detail.to_owned()) });
        }
        first.push_back(second);
    }
    Ok(first)
}
