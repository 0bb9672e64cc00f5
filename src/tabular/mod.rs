//! TABLES THAT PEOPLE WRITE AND OPEN IN A SPREADSHEET. Reading: bytes to lines, lines to rows, and whatever makes a file
//! unreadable, with what to do about it. Writing: CSV in which no formula runs. Pure, and it knows no columns: those are of
//! whoever reads.
//!
//! A reader holds a few rows' worth of bytes, however large the file.

use std::fmt;

use crate::error::{Code, Error, InputError, Refusal};

mod ahead;
mod dates;
mod encoded;
mod encoding;
mod format;
mod guard;
mod header;
mod kind;
mod lines;
pub mod objects;
mod output;
mod raw;
mod reading;
mod records;
mod separator;
mod table;
pub mod template;
mod western;
pub mod workbook;
mod writing;

pub use dates::DateColumns;
pub use encoding::Encoding;
pub use format::Format;
pub use guard::{cell_value, guard, guard_in_sheet, unguard};
pub use header::{Understood, check_columns, names_columns};
pub use kind::{is_json, refuse_other_kinds, wrong_kind};
pub use lines::{Line, Lines};
pub use output::{Cell, Heading, Kind, TableWriter, Wanted};
pub use raw::{Doubts, RawRow, one_line};
pub use reading::{Reading, Said, Sheet};
pub use separator::Separator;
pub use table::{Table, open_lines};
pub use writing::{LineEnd, Shape, Writer};

/// The longest row in bytes, line ends included.
pub const LONGEST_ROW: usize = 64 * 1024;
/// The most columns that a table may have.
pub const MOST_COLUMNS: usize = 200;
/// Among how many rows, from the first that is not empty, the header is looked for.
const HEADER_WITHIN: usize = 20;

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
    /// The code where it is more than may be kept.
    pub const TOO_LARGE: &'static str = "too_large";

    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, line: None, detail: detail.into() }
    }

    /// A file that has more bytes as UTF-8, and as CSV, than may be kept.
    pub fn too_large(most: u64) -> Self {
        let detail = format!(
            "as CSV in UTF-8, which it is kept as, the file has more than {most} bytes; split it, and send the parts"
        );
        Self::new(Self::TOO_LARGE, detail)
    }

    /// A sheet is asked for of what is no workbook.
    pub fn no_sheets(wanted: &str) -> Self {
        let detail = format!("the sheet `{wanted}` is asked for, and the file is no workbook; leave the sheet out");
        Self::new("no_sheets", detail)
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
        if error.code == FileError::TOO_LARGE {
            return Self::refused(Code::PayloadTooLarge, error.detail);
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
