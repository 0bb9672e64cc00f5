//! Rows in files: the two formats, and CSV (RFC 4180) that is safe to open in a spreadsheet.
//!
//! - UTF-8, with a byte order mark where asked for: without one, Excel takes it for the code page of the country.
//! - Lines end in CRLF, as RFC 4180 has it. A cell of ours never holds a CR, so that CRLF always ends a row.
//! - No formula ever runs. What a spreadsheet would take for one gets an apostrophe in front ([`guard`]), and whoever
//!   reads the file back takes it off again ([`unguard`]).

use std::borrow::Cow;
use std::{fmt, io};

/// What Excel recognises UTF-8 by.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// What a formula begins with, in the usual and the full-width form, which spreadsheets of East Asia take for the same.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// What begins a cell, for a spreadsheet that separates by something else than the comma: half of Europe's takes the
/// semicolon, and then neither quotation marks nor line breaks mean what they mean to us.
const BREAKS: [char; 4] = [';', '\t', '\r', '\n'];

/// How rows are written.
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

    /// The word in tables and queries, on the command line, and at the end of file names.
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

/// Writes rows of cells, each guarded.
pub struct Writer<W: io::Write> {
    rows: csv::Writer<W>,
}

impl<W: io::Write> Writer<W> {
    /// A table that is written to `writer`, beginning with a byte order mark if it is to be opened as a file of its own.
    ///
    /// # Errors
    /// When the mark cannot be written.
    pub fn new(mut writer: W, byte_order_mark: bool) -> io::Result<Self> {
        if byte_order_mark {
            writer.write_all(BYTE_ORDER_MARK)?;
        }
        let rows = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(writer);
        Ok(Self { rows })
    }

    /// Writes one row.
    ///
    /// # Errors
    /// When the row cannot be written.
    pub fn write_row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
        for cell in cells {
            self.rows.write_field(guard(cell).as_bytes()).map_err(io::Error::from)?;
        }
        self.rows.write_record(None::<&[u8]>).map_err(io::Error::from)
    }

    /// Hands on what is still held back.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.rows.flush()
    }

    /// Where it was written to, with everything handed on.
    ///
    /// # Errors
    /// When the last of it cannot be written.
    pub fn into_inner(self) -> io::Result<W> {
        self.rows.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

/// The text as a cell in which no spreadsheet finds a formula: an apostrophe stands before what looks like one at the
/// beginning, and wherever a spreadsheet with another separator would begin a cell.
///
/// A text that looks guarded already is guarded once more, so that [`unguard`] gives back exactly what it was.
#[must_use]
pub fn guard(text: &str) -> Cow<'_, str> {
    let places: Vec<usize> = starts(text).filter(|start| looks_like_formula(text, *start)).collect();
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut guarded = String::with_capacity(text.len() + places.len());
    let mut done = 0;
    for place in places {
        guarded.push_str(&text[done..place]);
        guarded.push('\'');
        done = place;
    }
    guarded.push_str(&text[done..]);
    Cow::Owned(guarded)
}

/// The text of a cell that [`guard`] made; any other cell as it is.
#[must_use]
pub fn unguard(cell: &str) -> Cow<'_, str> {
    let is_guard = |start: &usize| cell[*start..].starts_with('\'') && looks_like_formula(cell, *start);
    let places: Vec<usize> = starts(cell).filter(is_guard).collect();
    if places.is_empty() {
        return Cow::Borrowed(cell);
    }
    let mut text = String::with_capacity(cell.len());
    let mut done = 0;
    for place in places {
        text.push_str(&cell[done..place]);
        done = place + '\''.len_utf8();
    }
    text.push_str(&cell[done..]);
    Cow::Owned(text)
}

/// Where a spreadsheet may begin a cell.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(text.match_indices(BREAKS).map(|(at, found)| at + found.len()))
}

/// Whether a cell that begins at `start` would be a formula. An apostrophe in front changes nothing in this answer:
/// that is what makes a guard recognisable.
fn looks_like_formula(text: &str, start: usize) -> bool {
    let cell = text[start..].trim_start_matches('\'');
    if start == 0 && cell.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    let is_passed_over =
        |character: char| matches!(character, '\'' | '"') || character.is_whitespace() && !BREAKS.contains(&character);
    cell.trim_start_matches(is_passed_over).starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_formula_is_guarded_wherever_a_spreadsheet_finds_one() {
        for (text, guarded) in [
            ("=1+1", "'=1+1"),
            ("+49 30 1234", "'+49 30 1234"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1＋1", "'＝1＋1"),
            ("－1", "'－1"),
            ("\t=1", "'\t'=1"),
            ("\rx", "'\rx"),
            ("  =1", "'  =1"),
            ("\"=1", "'\"=1"),
            ("'=1", "''=1"),
            ("a;=1;b", "a;'=1;b"),
            ("a;\"=1\"", "a;'\"=1\""),
            ("first\n=second", "first\n'=second"),
        ] {
            assert_eq!(guard(text), guarded);
            assert_eq!(unguard(guarded), text);
        }
    }

    #[test]
    fn what_is_no_formula_stays_as_it_is() {
        for text in ["", "O'Brien", "'Abd al-Raḥmān", "a=b", "a-b; c", "王小明", "محمد", "2015-06-01", "''", ";"]
        {
            assert_eq!(guard(text), text);
            assert_eq!(unguard(text), text);
        }
    }

    #[test]
    fn rows_are_as_rfc_4180_has_them() {
        let mut table = Writer::new(Vec::new(), true).unwrap();
        table.write_row(["name", "note"]).unwrap();
        table.write_row(["Smith, \"Jo\"", "=1"]).unwrap();
        table.write_row(["", "two\nlines"]).unwrap();
        table.write_row(["alone"]).unwrap();
        let written = String::from_utf8(table.into_inner().unwrap()).unwrap();
        let expected = "\u{feff}name,note\r\n\"Smith, \"\"Jo\"\"\",'=1\r\n,\"two\nlines\"\r\nalone\r\n";
        assert_eq!(written, expected);
    }

    proptest! {
        #[test]
        fn unguarding_gives_back_what_was_guarded(text in r#"[';"=+@＝\t\r\n a王-]{0,12}"#) {
            let guarded = guard(&text);
            let back = unguard(&guarded);
            prop_assert_eq!(back.as_ref(), text.as_str());
        }

        #[test]
        fn a_guarded_cell_is_no_formula(text in r#"[';"=+@＝\t\r\n a王-]{0,12}"#) {
            for cell in guard(&text).split(BREAKS) {
                let bare = cell.trim_start_matches([' ', '"']);
                prop_assert!(!bare.starts_with(FORMULA), "{:?} of {:?}", cell, text);
            }
        }
    }
}
