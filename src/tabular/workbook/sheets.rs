//! What every kind of workbook is read as: sheets by name, and rows of texts.

use super::{FileError, MOST_COLUMNS, damaged};
use crate::tabular::LONGEST_ROW;

/// The most rows of a sheet, and the most columns, in every program.
pub(super) const MOST_ROWS: u32 = 1_048_576;
const LAST_COLUMN: usize = 16_384;

pub(super) trait Sheets {
    /// Their names, in order, and whether people see them.
    fn names(&self) -> &[(String, bool)];

    /// Hands out the rows of a sheet that are not empty, from the first, for as long as more are wanted.
    fn read(&mut self, index: usize, take: Take<'_>) -> Result<(), FileError>;
}

pub(super) type Take<'a> = &'a mut dyn FnMut(&Row) -> Result<Turn, FileError>;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    GoOn,
    Enough,
}

/// A row of a sheet.
#[derive(Default)]
pub(super) struct Row {
    /// As people see it at the left edge, from 1.
    pub number: u32,
    pub is_hidden: bool,
    cells: Vec<String>,
    filled: usize,
    /// A cell with a formula whose value is not in the file, as its column.
    uncalculated: Option<usize>,
}

impl Row {
    /// Empties it for the next row.
    pub fn begin(&mut self, number: u32, is_hidden: bool) {
        for cell in &mut self.cells[..self.filled] {
            cell.clear();
        }
        (self.number, self.is_hidden, self.filled, self.uncalculated) = (number, is_hidden, 0, None);
    }

    /// Fills a cell; an empty one is as good as none, wherever it is.
    pub fn set(&mut self, column: usize, text: &str) -> Result<(), FileError> {
        if text.trim().is_empty() {
            return Ok(());
        }
        if column >= LAST_COLUMN {
            return Err(damaged("it has a cell beyond the last column that a sheet can have"));
        }
        if column >= MOST_COLUMNS {
            let detail = format!(
                "has a value in column {}, and a table may have {MOST_COLUMNS} columns; empty what does not belong to the table",
                letters(column)
            );
            return Err(FileError::on(self.number.into(), "too_many_columns", detail));
        }
        if self.cells.len() <= column {
            self.cells.resize_with(column + 1, String::new);
        }
        self.filled = self.filled.max(column + 1);
        push(&mut self.cells[column], text);
        Ok(())
    }

    pub fn uncalculated(&mut self, column: usize) {
        self.uncalculated.get_or_insert(column);
    }

    pub const fn is_empty(&self) -> bool {
        self.filled == 0 && self.uncalculated.is_none()
    }

    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells[..self.filled].iter().map(String::as_str)
    }

    /// Why it cannot be taken: only a spreadsheet program knows what a formula comes to.
    pub fn complaint(&self) -> Option<FileError> {
        let cell = format!("{}{}", letters(self.uncalculated?), self.number);
        let detail = format!(
            "has a formula in cell {cell} whose value is not in the file, because the program that wrote it does not calculate; \
             open the workbook in a spreadsheet program, save it, and send it again"
        );
        Some(FileError::on(self.number.into(), "uncalculated_formula", detail))
    }
}

/// Adds to a text, which need not be longer than what refuses its row.
pub(super) fn push(text: &mut String, more: &str) {
    let room = (LONGEST_ROW + 4).saturating_sub(text.len());
    text.push_str(&more[..more.floor_char_boundary(room)]);
}

/// A column by its letters, as a sheet shows it.
fn letters(column: usize) -> String {
    let (mut rest, mut letters) = (column + 1, Vec::new());
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or_default()));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}
