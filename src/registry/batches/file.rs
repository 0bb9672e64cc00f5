//! Reading the files that bodies send: rows of candidates, evidence and results, as CSV or NDJSON.
//!
//! Pure: bytes go in, rows come out, and nothing is looked up. [`Scanner`] finds the rows and whatever makes the file
//! as a whole unreadable; [`Layout::interpret`] reads the values of one row, and says all that is wrong with them at
//! once, in the words of the JSON face. What a rule decides (marks too large, unknown qualifications, days in the
//! future) is not looked at here.
//!
//! A scanner holds a few rows' worth of bytes, however large the file.

mod fields;
mod header;
mod interpret;
mod layout;
mod nested;
mod scanner;
mod slot;
pub mod template;

pub use fields::REPORT_COLUMNS;
pub use header::knows;
pub use interpret::{Draft, DraftClaim, Row};
pub use layout::Layout;
pub use scanner::Scanner;

pub use crate::tabular::{FileError, Format, RawRow};

#[cfg(test)]
#[path = "file/file_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "file/row_tests.rs"]
mod row_tests;

#[cfg(test)]
#[path = "file/round_trip_tests.rs"]
mod round_trip_tests;
