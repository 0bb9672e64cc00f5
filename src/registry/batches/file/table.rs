//! A table of whatever columns: a header, and rows below it, told apart as those of a result file are.

use std::io::Read;

use super::kind::refuse_other_kinds;
use super::lines::Lines;
use super::records::Records;
use super::scanner::{find_header, next_record};
use super::{FileError, Format, MOST_COLUMNS, RawRow, header};

/// Reads the rows of a table one by one.
pub(in crate::registry) struct Table<R> {
    lines: Lines<R>,
    records: Records,
    header: RawRow,
}

impl<R: Read> Table<R> {
    /// Reads up to the header: a byte order mark, comments and Excel's `sep=` may stand above it. `knows` tells a
    /// column's name from other words, which shows what separates the cells.
    ///
    /// # Errors
    /// Why the file cannot be taken.
    pub fn open(reader: R, knows: &dyn Fn(&str) -> bool) -> Result<Self, FileError> {
        let mut lines = Lines::open(reader)?;
        refuse_other_kinds(lines.beginning(), Format::Csv)?;
        if lines.beginning().starts_with(b"\xEF\xBB\xBF") {
            lines.skip(3);
        }
        let (header, delimiter) = find_header(&mut lines, knows)?;
        if header.cells().count() > MOST_COLUMNS {
            return Err(header::too_many_columns(header.line));
        }
        Ok(Self { lines, records: Records::new(delimiter), header })
    }

    /// The header.
    pub const fn header(&self) -> &RawRow {
        &self.header
    }

    /// The next row; `None` after the last.
    ///
    /// # Errors
    /// Why the file cannot be taken; then none of its rows should be.
    pub fn next_row(&mut self) -> Result<Option<RawRow>, FileError> {
        next_record(&mut self.lines, &mut self.records)
    }
}
