//! Reading the files that bodies send: rows of candidates, evidence and results, as CSV or NDJSON.
//!
//! Pure: bytes go in, rows come out, and nothing is looked up. [`Scanner`] finds the rows and whatever makes the file
//! as a whole unreadable; [`Layout::interpret`] reads the values of one row, and says all that is wrong with them at
//! once, in the words of the JSON face. What a rule decides (marks too large, unknown qualifications, days in the
//! future) is not looked at here.
//!
//! A scanner holds a few rows' worth of bytes, however large the file.

use std::fmt;

mod fields;
mod given;
mod header;
mod interpret;
mod json;
mod kind;
mod layout;
mod lines;
mod nested;
mod raw;
mod records;
mod scanner;
mod table;
pub mod template;

pub use fields::REPORT_COLUMNS;
pub(in crate::registry) use fields::plain;
pub(in crate::registry) use given::Given;
pub(in crate::registry) use header::{duplicate_columns, unknown_columns};
pub use interpret::{Draft, DraftClaim, Row};
pub use layout::Layout;
pub use raw::RawRow;
pub use scanner::Scanner;
pub(in crate::registry) use table::Table;

pub use crate::tabular::Format;

/// The longest row in bytes, line ends included.
pub const LONGEST_ROW: usize = 64 * 1024;
/// The most columns that a CSV file may have.
pub const MOST_COLUMNS: usize = 200;

/// Why a file cannot be taken at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// For programs: a stable word such as `wrong_encoding`.
    pub code: &'static str,
    /// The physical line on which it shows, counted from 1.
    pub line: Option<u64>,
    /// For people: what is wrong, and what to do about it.
    pub detail: String,
}

impl FileError {
    /// The code when the bytes could not be had: the only one for which the file is not to blame.
    pub const NOT_READ: &'static str = "not_read";

    /// An error of the file as a whole.
    pub(in crate::registry) fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, line: None, detail: detail.into() }
    }

    /// An error on a line.
    pub(in crate::registry) fn on(line: u64, code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, line: Some(line), detail: detail.into() }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "line {line}: {}", self.detail),
            None => formatter.write_str(&self.detail),
        }
    }
}

impl std::error::Error for FileError {}

#[cfg(test)]
#[path = "file/file_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "file/row_tests.rs"]
mod row_tests;

#[cfg(test)]
#[path = "file/round_trip_tests.rs"]
mod round_trip_tests;
