//! The rows of a sheet as CSV, each on the line that has its number.

use std::borrow::Cow;
use std::io::{BufWriter, Write};

use super::sheets::Row;
use super::{FileError, LINE_BREAK, Wanted, failure};
use crate::tabular::one_line;

pub(super) struct Output<'a, W: Write> {
    to: BufWriter<W>,
    wanted: &'a Wanted<'a>,
    line: Vec<u8>,
    /// Lines and bytes that were written.
    lines: u32,
    bytes: u64,
    hidden_rows: u32,
}

impl<'a, W: Write> Output<'a, W> {
    pub fn new(to: W, wanted: &'a Wanted<'a>) -> Self {
        Self { to: BufWriter::new(to), wanted, line: Vec::new(), lines: 0, bytes: 0, hidden_rows: 0 }
    }

    /// Writes a row, below empty lines for the rows that are left out above it.
    pub fn write(&mut self, row: &Row) -> Result<(), FileError> {
        if let Some(complaint) = row.complaint() {
            return Err(complaint);
        }
        self.hidden_rows += u32::from(row.is_hidden);
        self.line.clear();
        let left_out = row.number.saturating_sub(self.lines + 1);
        self.line.resize(usize::try_from(left_out).unwrap_or_default(), b'\n');
        for (index, cell) in row.cells().enumerate() {
            if index > 0 {
                self.line.push(b',');
            }
            write_cell(&mut self.line, cell, self.wanted.keeps_lines);
        }
        self.line.push(b'\n');
        self.lines = row.number;
        self.bytes += self.line.len() as u64;
        if self.bytes > self.wanted.most_bytes {
            return Err(FileError::too_large(self.wanted.most_bytes));
        }
        self.to.write_all(&self.line).map_err(|error| failure(&error))
    }

    /// How many rows that were written are hidden.
    pub fn finish(mut self) -> Result<u32, FileError> {
        self.to.flush().map_err(|error| failure(&error))?;
        Ok(self.hidden_rows)
    }
}

fn write_cell(line: &mut Vec<u8>, cell: &str, keeps_lines: bool) {
    let cell = cell.trim();
    let cell = match cell.contains(['\n', '\r']) {
        false => Cow::Borrowed(cell),
        true if keeps_lines => Cow::Owned(cell.replace("\r\n", "\n").replace(['\n', '\r'], LINE_BREAK)),
        true => one_line(cell),
    };
    if cell.contains([',', '"']) {
        line.push(b'"');
        line.extend(cell.replace('"', "\"\"").as_bytes());
        line.push(b'"');
    } else {
        line.extend(cell.as_bytes());
    }
}
