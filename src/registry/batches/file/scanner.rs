//! From a stream of bytes to rows.

use std::collections::VecDeque;
use std::io::Read;

use serde::de::IgnoredAny;

use super::fields::GROUPS;
use super::kind::{refuse_other_kinds, wrong_kind};
use super::lines::Lines;
use super::records::Records;
use super::{FileError, Format, Layout, RawRow, header};

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
    lines: Lines<R>,
    layout: Layout,
    rows: Rows,
    /// Rows handed out.
    count: u64,
}

enum Rows {
    Csv(Box<Records>),
    Ndjson {
        /// Lines that were read to see what the file is.
        first: VecDeque<RawRow>,
        /// The most pieces of evidence of each kind in a row so far.
        pieces: [usize; GROUPS.len()],
    },
}

impl<R: Read> Scanner<R> {
    /// Reads the beginning: what kind of file it is, in which encoding, and the header.
    ///
    /// # Errors
    /// Why the file cannot be taken.
    pub fn open(format: Format, reader: R) -> Result<Self, FileError> {
        let mut lines = Lines::open(reader)?;
        refuse_other_kinds(lines.beginning(), format)?;
        if lines.beginning().starts_with(b"\xEF\xBB\xBF") {
            lines.skip(3);
        }
        match format {
            Format::Csv => {
                let (layout, records) = open_csv(&mut lines)?;
                Ok(Self { lines, layout, rows: Rows::Csv(Box::new(records)), count: 0 })
            }
            Format::Ndjson => {
                let first = open_ndjson(&mut lines)?;
                let rows = Rows::Ndjson { first, pieces: [1; GROUPS.len()] };
                Ok(Self { lines, layout: Layout::ndjson([1; GROUPS.len()]), rows, count: 0 })
            }
        }
    }

    /// What the columns mean. That of an NDJSON file grows with the evidence of the rows that are read: a report takes
    /// it after the last row.
    #[must_use]
    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The next row as it stands in the file; `None` after the last.
    ///
    /// # Errors
    /// Why the file cannot be taken; then none of its rows should be.
    pub fn next_row(&mut self) -> Result<Option<RawRow>, FileError> {
        let row = match &mut self.rows {
            Rows::Csv(records) => next_record(&mut self.lines, records)?,
            Rows::Ndjson { first, pieces } => {
                let row = match first.pop_front() {
                    Some(row) => Some(row),
                    None => next_object(&mut self.lines)?,
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

/// The next row of a table; `None` after the last.
pub(super) fn next_record<R: Read>(lines: &mut Lines<R>, records: &mut Records) -> Result<Option<RawRow>, FileError> {
    while let Some(line) = lines.next()? {
        if let Some(row) = records.push(&line)? {
            return Ok(Some(row));
        }
    }
    records.finish()?;
    Ok(None)
}

fn next_object<R: Read>(lines: &mut Lines<R>) -> Result<Option<RawRow>, FileError> {
    while let Some(line) = lines.next()? {
        if !line.text.trim().is_empty() {
            let (line, text) = (line.number, line.text.to_owned());
            return Ok(Some(RawRow { line, lines: 1, misquoted: false, text, ends: Vec::new() }));
        }
    }
    Ok(None)
}

/// Notes how many pieces of evidence the row has, at most, without reading it: by the names of members. Whether there
/// are more than in all rows before.
fn count_pieces(text: &str, pieces: &mut [usize; GROUPS.len()]) -> bool {
    let mut grown = false;
    for (most, name) in pieces.iter_mut().zip(["\"certification\"", "\"completed_on\"", "\"role\""]) {
        let count = text.matches(name).count();
        if count > *most {
            (*most, grown) = (count, true);
        }
    }
    grown
}

/// Finds the header below comments, and reads it.
fn open_csv<R: Read>(lines: &mut Lines<R>) -> Result<(Layout, Records), FileError> {
    let (row, delimiter) = find_header(lines, &header::knows)?;
    let names: Vec<String> = row.cells().map(str::to_owned).collect();
    let contents = header::read(row.line, &names)?;
    Ok((Layout::csv(names, contents), Records::new(delimiter)))
}

/// The header below comments, and what separates its cells: it is the line of which most is known.
pub(super) fn find_header<R: Read>(
    lines: &mut Lines<R>,
    knows: &dyn Fn(&str) -> bool,
) -> Result<(RawRow, u8), FileError> {
    let has_too_many = header::has_too_many(lines.beginning());
    let (mut separator, mut is_blank) = (None, true);
    let mut records: Option<Records> = None;
    loop {
        let line = match lines.next() {
            // A line without end: rather say what is wrong with it than that it is long.
            Err(error) if error.code == "row_too_long" && has_too_many => {
                return Err(header::too_many_columns(error.line.unwrap_or(1)));
            }
            other => other?,
        };
        let Some(line) = line else {
            if let Some(records) = records {
                records.finish()?;
            }
            return Err(no_header(is_blank));
        };
        if records.is_none() {
            let text = line.text.trim_start();
            is_blank &= text.is_empty();
            if text.is_empty() || text.starts_with('#') || text.starts_with("\"#") {
                continue;
            }
            if let Some(delimiter) = header::named_delimiter(text) {
                separator = Some(delimiter);
                continue;
            }
        }
        let delimiter = *separator.get_or_insert_with(|| header::find_delimiter(line.text, knows));
        let reading = records.get_or_insert_with(|| Records::new(delimiter));
        if let Some(row) = reading.push(&line)? {
            return Ok((row, delimiter));
        }
    }
}

fn no_header(is_blank: bool) -> FileError {
    if is_blank {
        return FileError::new(
            "empty_file",
            "the file has nothing but white space; send a header and at least one row",
        );
    }
    FileError::new("no_header", "the file has no header; the first line must name the columns")
}

/// The first rows, once it is clear that the file is NDJSON.
fn open_ndjson<R: Read>(lines: &mut Lines<R>) -> Result<VecDeque<RawRow>, FileError> {
    let Some(row) = next_object(lines)? else {
        return Err(FileError::new("empty_file", "the file has nothing but white space; send one object on each line"));
    };
    let text = row.text().trim_start();
    if !text.starts_with('{') {
        let detail = if header::names_columns(text) {
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
