//! One row as it stands in the file.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::lines::Line;
use crate::error::InputError;

/// One row as it stands in the file: its cells, or its JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawRow {
    /// The physical line on which the row begins, counted from 1.
    pub line: u64,
    /// How many physical lines it takes; more than one when a quoted cell has line breaks in it.
    pub lines: u32,
    /// Whether text comes after a closing quotation mark, so that it is not sure where the cells end.
    pub(super) misquoted: bool,
    /// Whether the file ends in it without a line end, and it is shorter than all others: it may have been cut off.
    pub(super) may_be_cut: bool,
    /// The cells one after another, or the JSON text.
    pub(super) text: String,
    /// Where each cell ends in the text; empty for JSON.
    pub(super) ends: Vec<u32>,
}

/// Why it is not certain what the cells of a row are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Doubts {
    /// Text comes after a closing quotation mark.
    pub misquoted: bool,
    /// The file ends in it without a line end, and it is shorter than all others.
    pub may_be_cut: bool,
}

impl RawRow {
    /// A line that is not taken apart: of NDJSON.
    pub fn whole(line: &Line<'_>) -> Self {
        Self {
            line: line.number,
            lines: 1,
            misquoted: false,
            may_be_cut: false,
            text: line.text.to_owned(),
            ends: Vec::new(),
        }
    }

    /// The cells as they stand in the file. For NDJSON there are none.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let end = usize::try_from(*end).unwrap_or(usize::MAX);
            let cell = self.text.get(start..end).unwrap_or_default();
            start = end;
            cell
        })
    }

    pub const fn doubts(&self) -> Doubts {
        Doubts { misquoted: self.misquoted, may_be_cut: self.may_be_cut }
    }

    /// The line of an NDJSON file; of a CSV file, the cells one after another.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a cell of several lines has in it what separates cells: a quotation mark that is closed too late may hold other
    /// rows in it.
    pub fn may_hold_others(&self) -> bool {
        self.lines > 1 && self.cells().any(|cell| cell.contains(['\n', '\r']) && cell.contains([',', ';', '\t']))
    }

    /// The row with each cell on one line: line breaks, with the space around them, are single spaces.
    #[must_use]
    pub fn on_one_line(&self) -> Self {
        let mut row = Self { text: String::with_capacity(self.text.len()), ends: Vec::new(), ..self.clone() };
        for cell in self.cells() {
            row.text.push_str(&one_line(cell));
            row.ends.push(u32::try_from(row.text.len()).unwrap_or(u32::MAX));
        }
        row
    }

    /// Why the cells of a row below a header of so many columns are more, or cannot be told apart. Those that are missing at the
    /// end are empty: spreadsheets leave them out.
    pub fn misshapen(&self, columns: usize) -> Option<InputError> {
        if self.misquoted {
            let detail = "has text after the closing quotation mark of a cell; write a quotation mark inside a quoted \
                          cell twice (\"\"), or leave the quotation marks out";
            return Some(InputError::new("", "misplaced_quote", detail));
        }
        let found = self.ends.len();
        let (code, hint) = match found.cmp(&columns) {
            Ordering::Equal => return None,
            Ordering::Less if self.may_be_cut => (
                "too_few_cells",
                "the file ends in this row without a line end, and may have been cut off: send all of it",
            ),
            Ordering::Less if !self.may_hold_others() => return None,
            Ordering::Less => {
                ("too_few_cells", "a quotation mark seems to be closed too late, with the next row in the cell")
            }
            Ordering::Greater => {
                let hint = "empty what stands to the right of the table; in CSV, put a cell that contains the delimiter in \
                            quotation marks (\"…\")";
                ("too_many_cells", hint)
            }
        };
        let mut detail = format!("has {found} cells, but the header names {columns} columns; {hint}");
        if self.lines > 1 {
            detail = format!("{detail}; the row {}", self.extent());
        }
        Some(InputError::new("", code, detail))
    }

    /// From which line to which a row of several lines goes, in words.
    pub fn extent(&self) -> String {
        let last = self.line + u64::from(self.lines).saturating_sub(1);
        format!("goes from line {} to line {last}, held together by quotation marks", self.line)
    }

    /// Appends the row to `bytes` in a form that [`from_bytes`](Self::from_bytes) reads; for a file that outlives
    /// nothing but the run of this program.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        bytes.reserve(17 + 4 * self.ends.len() + self.text.len());
        bytes.extend(self.line.to_le_bytes());
        bytes.extend(self.lines.to_le_bytes());
        bytes.push(u8::from(self.misquoted) | u8::from(self.may_be_cut) << 1);
        bytes.extend(u32::try_from(self.ends.len()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend(self.ends.iter().flat_map(|end| end.to_le_bytes()));
        bytes.extend(self.text.as_bytes());
    }

    /// Reads what [`write`](Self::write) wrote, all of `bytes`; `None` when it was something else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (line, bytes) = bytes.split_first_chunk()?;
        let (lines, bytes) = bytes.split_first_chunk()?;
        let (flags, bytes) = bytes.split_first()?;
        let (count, bytes) = bytes.split_first_chunk()?;
        let count = usize::try_from(u32::from_le_bytes(*count)).ok()?;
        let (ends, text) = bytes.split_at_checked(count.checked_mul(4)?)?;
        Some(Self {
            line: u64::from_le_bytes(*line),
            lines: u32::from_le_bytes(*lines),
            misquoted: flags & 1 != 0,
            may_be_cut: flags & 2 != 0,
            ends: ends.chunks_exact(4).map(|end| u32::from_le_bytes([end[0], end[1], end[2], end[3]])).collect(),
            text: std::str::from_utf8(text).ok()?.to_owned(),
        })
    }
}

/// The text of a cell on one line.
pub fn one_line(cell: &str) -> Cow<'_, str> {
    if !cell.contains(['\n', '\r']) {
        return Cow::Borrowed(cell);
    }
    let lines = cell.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    Cow::Owned(lines.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_comes_back_from_its_bytes() {
        for (text, ends) in [("", vec![]), ("Ada Løvelace", vec![3, 4, 13]), ("{}", vec![]), ("", vec![0, 0])] {
            let row = RawRow { line: 7, lines: 2, misquoted: true, may_be_cut: true, text: text.to_owned(), ends };
            let mut bytes = Vec::new();
            row.write(&mut bytes);
            assert_eq!(RawRow::from_bytes(&bytes), Some(row));
        }
        for bytes in [&b""[..], &[0; 16], &[255; 40]] {
            assert_eq!(RawRow::from_bytes(bytes), None);
        }
    }
}
