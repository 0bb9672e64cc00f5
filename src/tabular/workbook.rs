//! Workbooks of spreadsheet programs, `.xlsx` and `.ods`: one sheet of them becomes CSV, and everything else is done with
//! that. Each row of the sheet is one line, so that lines have the numbers that people see at the left edge.
//!
//! What is in memory is one row and the texts that cells share; everything that a workbook may have much of is bounded, and the
//! refusal names the bound.

use std::io::{self, Read, Seek, SeekFrom, Write};

use super::{FileError, Format, HEADER_WITHIN, MOST_COLUMNS, Sheet, wrong_kind};
use archive::Archive;
use output::Output;
use sheets::{Row, Sheets, Turn};

mod archive;
mod kinds;
mod ods;
mod ods_cell;
mod output;
mod shared;
mod sheets;
mod values;
mod worksheet;
mod xlsx;
mod xml;

#[cfg(test)]
#[path = "workbook/workbook_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "workbook/refusal_tests.rs"]
mod refusal_tests;

/// What is asked of a workbook, and how much of it may come.
pub struct Wanted<'a> {
    /// The name of the sheet; without one, the first that is to be seen and has a header.
    pub sheet: Option<&'a str>,
    /// Whether a column is called so.
    pub knows: &'a dyn Fn(&str) -> bool,
    /// Whether line breaks in cells are kept, as [`LINE_BREAK`]; else they are spaces.
    pub keeps_lines: bool,
    /// The most bytes that may come out of the archive.
    pub most_unpacked: u64,
    /// The most bytes of the table as CSV.
    pub most_bytes: u64,
}

/// What stands for a line break in a cell of a row on one line: LINE SEPARATOR.
pub const LINE_BREAK: &str = "\u{2028}";

/// Sheets of which a name is told.
const MOST_NAMES: usize = 20;

/// Whether a file begins as a workbook does, or as something that people take for one.
#[must_use]
pub fn is_workbook(beginning: &[u8]) -> bool {
    kinds::is_archive(beginning) || kinds::is_compound(beginning)
}

/// Writes a sheet of a workbook as CSV; what the workbook is, and which sheet of it that was.
///
/// # Errors
/// Why it cannot be read, and what to do about it.
pub fn convert(file: &mut (impl Read + Seek), wanted: &Wanted<'_>, to: impl Write) -> Result<Sheet, FileError> {
    file.seek(SeekFrom::Start(0)).map_err(|error| failure(&error))?;
    let mut beginning = [0; 8];
    let read = file.read(&mut beginning).map_err(|error| failure(&error))?;
    if kinds::is_compound(&beginning[..read]) {
        return Err(kinds::compound(file));
    }
    let mut archive = Archive::open(file, wanted.most_unpacked)?;
    let format = kinds::format(&mut archive)?;
    let mut sheets: Box<dyn Sheets + '_> = match format {
        Format::Ods => Box::new(ods::Document::open(archive)?),
        _ => Box::new(xlsx::Package::open(archive)?),
    };
    let chosen = choose(&mut *sheets, wanted)?;
    let mut output = Output::new(to, wanted);
    sheets.read(chosen, &mut |row| output.write(row).map(|()| Turn::GoOn))?;
    let hidden_rows = output.finish()?;
    let mut names: Vec<String> = sheets.names().iter().map(|(name, _)| short(name)).collect();
    let name = names.remove(chosen);
    names.truncate(MOST_NAMES);
    Ok(Sheet { format, name, others: names, hidden_rows })
}

/// Which sheet is read.
fn choose(sheets: &mut dyn Sheets, wanted: &Wanted<'_>) -> Result<usize, FileError> {
    let names = sheets.names().to_vec();
    if names.is_empty() {
        return Err(damaged("it has no sheet with cells"));
    }
    if let Some(name) = wanted.sheet {
        let same = |other: &str| other.trim().to_lowercase() == name.trim().to_lowercase();
        let found = names.iter().position(|(other, _)| other == name);
        return found.or_else(|| names.iter().position(|(other, _)| same(other))).ok_or_else(|| unknown(name, &names));
    }
    let visible = || names.iter().enumerate().filter(|(_, (_, is_visible))| *is_visible).map(|(index, _)| index);
    let mut first_filled = None;
    for index in visible().take(MOST_NAMES) {
        let (mut rows, mut has_header) = (0, false);
        sheets.read(index, &mut |row: &Row| {
            rows += 1;
            has_header = row.cells().filter(|cell| !cell.trim().is_empty() && (wanted.knows)(cell)).count() > 1;
            Ok(if has_header || rows == HEADER_WITHIN { Turn::Enough } else { Turn::GoOn })
        })?;
        if has_header {
            return Ok(index);
        }
        first_filled = first_filled.or((rows > 0).then_some(index));
    }
    first_filled.or_else(|| visible().next()).ok_or_else(|| {
        let names = listed(&names);
        FileError::new(
            "unknown_sheet",
            format!("all sheets of the workbook are hidden ({names}); name the one that is meant"),
        )
    })
}

fn unknown(name: &str, names: &[(String, bool)]) -> FileError {
    let detail = format!("the workbook has no sheet `{}`; it has {}", short(name), listed(names));
    FileError::new("unknown_sheet", detail)
}

fn listed(names: &[(String, bool)]) -> String {
    let listed: Vec<_> = names.iter().take(MOST_NAMES).map(|(name, _)| format!("`{}`", short(name))).collect();
    listed.join(", ")
}

/// A name from outside, for a message.
fn short(name: &str) -> String {
    name.chars().filter(|one| !one.is_control()).take(60).collect()
}

/// The complaint about what no spreadsheet program would write.
fn damaged(what: &str) -> FileError {
    let detail = format!(
        "the file is a workbook that is damaged: {what}; open it in a spreadsheet program, save it again, and send it whole"
    );
    FileError::new("damaged_workbook", detail)
}

fn too_large(what: impl AsRef<str>) -> FileError {
    let detail = format!(
        "the workbook is larger than is read here: {}; copy the table into a new workbook, without pictures and empty rows \
         that are formatted, or save it as \"CSV UTF-8\"",
        what.as_ref()
    );
    FileError::new("workbook_too_large", detail)
}

fn encrypted() -> FileError {
    let detail = "the workbook can only be opened with a password; take the password off (in Excel: File, Info, Protect \
                  Workbook, Encrypt with Password, and empty it), save it, and send it again";
    FileError::new("encrypted_workbook", detail)
}

/// Why reading failed: what was said by whoever noticed, or else what the system says of the temporary file.
fn failure(error: &io::Error) -> FileError {
    if let Some(known) = error.get_ref().and_then(|inner| inner.downcast_ref::<FileError>()) {
        return known.clone();
    }
    if error.raw_os_error().is_some() {
        return FileError::new(FileError::NOT_READ, error.to_string());
    }
    damaged("what is packed into it cannot be unpacked")
}
