//! A table that is written as it is asked for: as CSV or as a sheet of a workbook. Whoever writes one gives cells with their
//! types, and memory holds a row.

use std::io::{self, Write};

mod cell;
mod escape;
mod ods;
mod package;
mod xlsx;

pub use cell::{Cell, Heading, Kind};
use ods::Ods;
use xlsx::Xlsx;

use super::{Doubts, Format, Writer};

/// A table that is being written.
pub enum TableWriter<W: Write> {
    /// Each cell guarded, so that no spreadsheet finds a formula.
    Csv(Box<Writer<W>>),
    /// A text in a workbook is no formula, whatever it begins with.
    Xlsx(Box<Xlsx<W>>),
    Ods(Box<Ods<W>>),
}

/// How a table is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Of what is no table, CSV.
    pub format: Format,
    /// Between the cells of CSV.
    pub separator: u8,
    /// What the sheet is called.
    pub name: &'a str,
    /// Without a head, to be appended to what is there; of workbooks, which nothing can be appended to, each has one.
    pub is_continued: bool,
}

impl<W: Write> TableWriter<W> {
    /// Begins with the names of the columns.
    pub fn begin(writer: W, wanted: Wanted<'_>, head: Vec<Heading>) -> io::Result<Self> {
        match wanted.format {
            Format::Xlsx => Xlsx::begin(writer, wanted.name, head).map(|sheet| Self::Xlsx(Box::new(sheet))),
            Format::Ods => Ods::begin(writer, wanted.name, head).map(|sheet| Self::Ods(Box::new(sheet))),
            Format::Csv | Format::Ndjson => {
                let mut table = Writer::new(writer, !wanted.is_continued, wanted.separator)?;
                if !wanted.is_continued {
                    table.write_row(head.iter().map(|heading| heading.name.as_str()))?;
                }
                Ok(Self::Csv(Box::new(table)))
            }
        }
    }

    pub fn write_row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.write_row_like(cells, Doubts::default())
    }

    /// Writes a row of which, in CSV, there is the same doubt when it is read again.
    pub fn write_row_like(&mut self, cells: &[Cell<'_>], doubts: Doubts) -> io::Result<()> {
        match self {
            Self::Csv(table) => {
                let texts: Vec<_> = cells.iter().map(Cell::text).collect();
                table.write_row_like(texts.iter().map(|text| &**text), doubts)
            }
            Self::Xlsx(sheet) => sheet.write_row(cells),
            Self::Ods(sheet) => sheet.write_row(cells),
        }
    }

    /// Hands on what is held back, as far as the format can.
    pub fn flush(&mut self) -> io::Result<()> {
        if let Self::Csv(table) = self { table.flush() } else { Ok(()) }
    }

    /// Ends it; where it was written to, with everything handed on.
    pub fn finish(self) -> io::Result<W> {
        match self {
            Self::Csv(table) => table.into_inner(),
            Self::Xlsx(sheet) => sheet.finish(),
            Self::Ods(sheet) => sheet.finish(),
        }
    }
}

#[cfg(test)]
#[path = "output/tests.rs"]
mod tests;
