//! A table of whatever columns: a header, and rows below it.

use std::io::Read;

use super::ahead::{Ahead, in_words};
use super::header::{find_delimiter, has_too_many, known_names, named_delimiter, too_many_columns};
use super::kind::refuse_other_kinds;
use super::lines::Lines;
use super::records::Records;
use super::{Encoding, FileError, Format, HEADER_WITHIN, LineEnd, MOST_COLUMNS, RawRow, Shape};

/// The lines of a file in this format, without the byte order mark.
pub fn open_lines<R: Read>(format: Format, reader: R) -> Result<Lines<R>, FileError> {
    let mut lines = Lines::open(reader)?;
    refuse_other_kinds(lines.beginning(), format)?;
    if lines.beginning().starts_with(b"\xEF\xBB\xBF") {
        lines.skip(3);
    }
    Ok(lines)
}

pub struct Table<R> {
    lines: Ahead<R>,
    records: Records,
    header: RawRow,
    shape: Shape,
    passed_over: Vec<String>,
}

impl<R: Read> Table<R> {
    /// Reads up to the header: a byte order mark, comments, Excel's `sep=` and rows of other words may stand above it. `knows`
    /// tells a column's name from other words, which shows what separates the cells.
    pub fn open(reader: R, knows: &dyn Fn(&str) -> bool) -> Result<Self, FileError> {
        let mut lines = Ahead::new(open_lines(Format::Csv, reader)?);
        let (mut header, mut shape) = first_row(&mut lines, knows)?;
        let mut passed_over = Vec::new();
        let names = known_names(&header, knows);
        if (names < 2 || header.cells().any(|cell| !knows(cell)))
            && let Some(found) = lines.find_header(HEADER_WITHIN - 1, names, knows)
        {
            passed_over = found.above;
            passed_over.insert(0, in_words(&header));
            header = found.header;
            shape.separator = found.delimiter;
        }
        if header.cells().count() > MOST_COLUMNS {
            return Err(too_many_columns(header.line));
        }
        Ok(Self { lines, records: Records::new(shape.separator), header, shape, passed_over })
    }

    /// How it is written down; whoever converted it to UTF-8 knows the encoding.
    pub const fn shape(&self) -> Shape {
        self.shape
    }

    /// What stands in the rows above the header that are none of the table.
    pub fn passed_over(&self) -> &[String] {
        &self.passed_over
    }

    pub const fn header(&self) -> &RawRow {
        &self.header
    }

    /// `None` after the last. Where it fails, none of the rows should be taken.
    pub fn next_row(&mut self) -> Result<Option<RawRow>, FileError> {
        while let Some(line) = self.lines.next_line()? {
            if let Some(row) = self.records.push(&line)? {
                return Ok(Some(row));
            }
        }
        self.records.finish()?;
        Ok(None)
    }
}

/// The first row below comments, and how it is written down. What separates its cells is by what most of it is known.
fn first_row<R: Read>(lines: &mut Ahead<R>, knows: &dyn Fn(&str) -> bool) -> Result<(RawRow, Shape), FileError> {
    let has_too_many = has_too_many(lines.beginning());
    let (mut named, mut is_blank) = (None, true);
    let (mut records, mut found): (Option<Records>, Option<u8>) = (None, None);
    loop {
        let line = match lines.next_line() {
            // A line without end: rather say what is wrong with it than that it is long.
            Err(error) if error.code == "row_too_long" && has_too_many => {
                return Err(too_many_columns(error.line.unwrap_or(1)));
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
            if let Some(delimiter) = named_delimiter(text) {
                named = Some(delimiter);
                continue;
            }
        }
        let separator = *found.get_or_insert_with(|| named.unwrap_or_else(|| find_delimiter(line.text, knows)));
        let reading = records.get_or_insert_with(|| Records::new(separator));
        if let Some(row) = reading.push(&line)? {
            let shape = Shape {
                encoding: Encoding::Utf8,
                byte_order_mark: true,
                separator,
                line_end: LineEnd::of(&line.whole[line.text.len()..]),
                names_separator: named.is_some(),
            };
            return Ok((row, shape));
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
    FileError::new("no_header", "the file has no header; one of the first rows must name the columns")
}
