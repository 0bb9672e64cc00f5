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

/// The longest row in bytes, line ends included.
pub const LONGEST_ROW: usize = 64 * 1024;
/// The most columns that a CSV file may have.
pub const MOST_COLUMNS: usize = 200;

/// How a result file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values, or separated by semicolons or tabs, with a header.
    Csv,
    /// One JSON object on each line.
    Ndjson,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 2] = [Self::Csv, Self::Ndjson];

    /// The word in the tables and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == text)
    }

    /// The registered media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Ndjson => "application/x-ndjson",
        }
    }

    /// The format that a `Content-Type` names; its parameters are left to the caller.
    #[must_use]
    pub fn from_media_type(content_type: &str) -> Option<Self> {
        let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "text/csv" | "application/csv" => Some(Self::Csv),
            "application/x-ndjson" | "application/ndjson" | "application/jsonl" | "application/x-jsonlines" => {
                Some(Self::Ndjson)
            }
            _ => None,
        }
    }

    /// The format that a file's name promises by its ending.
    #[must_use]
    pub fn from_file_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "csv" | "tsv" => Some(Self::Csv),
            "ndjson" | "jsonl" => Some(Self::Ndjson),
            _ => None,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

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
