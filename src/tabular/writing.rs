//! Tables that people open in a spreadsheet: CSV (RFC 4180), safe to open.
//!
//! - UTF-8, with a byte order mark where asked for: without one, Excel takes it for the code page of the country.
//! - Lines end in CRLF, as RFC 4180 has it. A cell of ours never holds a CR, so that CRLF always ends a row.
//! - No formula ever runs: every cell is guarded ([`guard`]).

use std::io;

use super::guard::guard;

/// What Excel recognises UTF-8 by.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Writes rows of cells, each guarded.
pub struct Writer<W: io::Write> {
    rows: csv::Writer<W>,
    separator: u8,
}

impl<W: io::Write> Writer<W> {
    /// A table that is written to `writer`, beginning with a byte order mark if it is to be opened as a file of its own.
    pub fn new(mut writer: W, byte_order_mark: bool, separator: u8) -> io::Result<Self> {
        if byte_order_mark {
            writer.write_all(BYTE_ORDER_MARK)?;
        }
        let mut builder = csv::WriterBuilder::new();
        let builder = builder.flexible(true).terminator(csv::Terminator::CRLF).delimiter(separator);
        Ok(Self { rows: builder.from_writer(writer), separator })
    }

    pub fn write_row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
        for cell in cells {
            self.rows.write_field(guard(cell, self.separator).as_bytes()).map_err(io::Error::from)?;
        }
        self.rows.write_record(None::<&[u8]>).map_err(io::Error::from)
    }

    pub fn flush(&mut self) -> io::Result<()> {
        self.rows.flush()
    }

    /// Where it was written to, with everything handed on.
    pub fn into_inner(self) -> io::Result<W> {
        self.rows.into_inner().map_err(csv::IntoInnerError::into_error)
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
