//! Tables that people open in a spreadsheet: CSV (RFC 4180), safe to open.
//!
//! - UTF-8, with a byte order mark where asked for: without one, Excel takes it for the code page of the country.
//! - Lines end in CRLF, as RFC 4180 has it; but for what comes back to whoever sent it, which keeps its [`Shape`].
//! - No formula ever runs: every cell is guarded ([`guard`]).

use std::borrow::Cow;
use std::io::{self, BufWriter, Write as _};

use super::encoded::Encoded;
use super::guard::guard;
use super::{Doubts, Encoding};

/// What Excel recognises Unicode by.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// How a table is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub encoding: Encoding,
    pub byte_order_mark: bool,
    /// What separates the cells.
    pub separator: u8,
    pub line_end: LineEnd,
    /// Whether a line `sep=;` above the header names the separator to Excel.
    pub names_separator: bool,
}

/// What ends a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineEnd {
    #[default]
    CrLf,
    Lf,
    Cr,
}

impl LineEnd {
    /// By how a line ends; the one of RFC 4180 where the file ends with it.
    pub fn of(end: &str) -> Self {
        match end {
            "\n" => Self::Lf,
            "\r" => Self::Cr,
            _ => Self::CrLf,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::CrLf => "\r\n",
            Self::Lf => "\n",
            Self::Cr => "\r",
        }
    }
}

/// Writes rows of cells, each guarded.
pub struct Writer<W: io::Write> {
    rows: BufWriter<Encoded<W>>,
    separator: u8,
    line_end: LineEnd,
}

impl<W: io::Write> Writer<W> {
    /// A table that is written to `writer`, beginning with a byte order mark if it is to be opened as a file of its own.
    pub fn new(writer: W, byte_order_mark: bool, separator: u8) -> io::Result<Self> {
        let (encoding, line_end) = (Encoding::Utf8, LineEnd::CrLf);
        Self::shaped(writer, Shape { encoding, byte_order_mark, separator, line_end, names_separator: false })
    }

    /// A table that is written down like this.
    pub fn shaped(writer: W, shape: Shape) -> io::Result<Self> {
        let Shape { encoding, byte_order_mark, separator, line_end, names_separator } = shape;
        let mut writer = Encoded::new(writer, encoding);
        if byte_order_mark {
            writer.write_all(BYTE_ORDER_MARK.as_bytes())?;
        }
        if names_separator {
            write!(writer, "sep={}{}", char::from(separator), line_end.as_str())?;
        }
        Ok(Self { rows: BufWriter::new(writer), separator, line_end })
    }

    pub fn write_row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
        self.write_row_like(cells, Doubts::default())
    }

    /// Writes a row of which there is the same doubt when it is read again.
    pub fn write_row_like<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>, doubts: Doubts) -> io::Result<()> {
        let cells: Vec<Cow<'_, str>> = cells.into_iter().map(|cell| guard(cell, self.separator)).collect();
        let is_plain = |cell: &Cow<'_, str>| cell.chars().last().is_some_and(char::is_alphanumeric);
        let misquoted = cells.iter().rposition(is_plain).filter(|_| doubts.misquoted);
        let is_blank = matches!(&*cells, [only] if only.is_empty());
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.rows.write_all(&[self.separator])?;
            }
            if misquoted == Some(index) {
                let last = cell.chars().last().map_or(0, char::len_utf8);
                let (quoted, rest) = cell.split_at(cell.len() - last);
                write!(self.rows, "\"{}\"{rest}", quoted.replace('"', "\"\""))?;
            } else if is_blank || cell.bytes().any(|byte| byte == self.separator || b"\"\r\n".contains(&byte)) {
                write!(self.rows, "\"{}\"", cell.replace('"', "\"\""))?;
            } else {
                self.rows.write_all(cell.as_bytes())?;
            }
        }
        let end = if doubts.may_be_cut { "" } else { self.line_end.as_str() };
        self.rows.write_all(end.as_bytes())
    }

    pub fn flush(&mut self) -> io::Result<()> {
        self.rows.flush()
    }

    /// Where it was written to, with everything handed on.
    pub fn into_inner(self) -> io::Result<W> {
        self.rows.into_inner().map(Encoded::into_inner).map_err(io::IntoInnerError::into_error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_rfc_4180_has_them() {
        let mut table = Writer::new(Vec::new(), true, b',').unwrap();
        table.write_row(["name", "note"]).unwrap();
        table.write_row(["Smith, \"Jo\"", "=1"]).unwrap();
        table.write_row(["", "two\nlines"]).unwrap();
        table.write_row(["alone"]).unwrap();
        let written = String::from_utf8(table.into_inner().unwrap()).unwrap();
        let expected = "\u{feff}name,note\r\n\"Smith, \"\"Jo\"\"\",'=1\r\n,\"two\nlines\"\r\nalone\r\n";
        assert_eq!(written, expected);
    }
}
