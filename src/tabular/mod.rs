//! TABLES THAT PEOPLE WRITE AND OPEN IN A SPREADSHEET. Reading: bytes to lines, lines to rows, and whatever makes a file
//! unreadable, with what to do about it. Writing: CSV in which no formula runs. Pure, and it knows no columns: those are of
//! whoever reads.
//!
//! A reader holds a few rows' worth of bytes, however large the file.

use std::fmt;

use crate::error::{Code, Error, InputError, Refusal};

mod dates;
mod encoded;
mod encoding;
mod format;
mod guard;
mod header;
mod kind;
mod lines;
mod raw;
mod reading;
mod records;
mod separator;
mod table;
mod western;
mod writing;

pub use dates::DateColumns;
pub use encoding::Encoding;
pub use format::Format;
pub use guard::{cell_value, guard, unguard};
pub use header::{Understood, check_columns, names_columns};
pub use kind::{refuse_other_kinds, wrong_kind};
pub use lines::{Line, Lines};
pub use raw::{Doubts, RawRow, one_line};
pub use reading::Reading;
pub use separator::Separator;
pub use table::{Table, open_lines};
pub use writing::{LineEnd, Shape, Writer};

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
    /// The code where bytes are no characters in UTF-8.
    pub const WRONG_ENCODING: &'static str = "wrong_encoding";

    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, line: None, detail: detail.into() }
    }

    pub fn on(line: u64, code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, line: Some(line), detail: detail.into() }
    }
}

impl From<FileError> for Error {
    /// What is said to whoever sent the file.
    fn from(error: FileError) -> Self {
        if error.code == FileError::NOT_READ {
            return Self::storage("the temporary file of an upload cannot be used", &error.detail);
        }
        let reason = error.to_string();
        let errors = vec![InputError::new("", error.code, reason.clone())];
        let detail = format!("the file cannot be read: {reason}");
        Self::Refused(Refusal { errors, ..Refusal::new(Code::InvalidFile, detail) })
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
