//! The cells of a sheet of an `.xlsx`, one after another.

use std::borrow::Cow;
use std::io::Read;

use super::shared::{RichText, SharedTexts};
use super::sheets::{MOST_ROWS, Row, Take, Turn, push};
use super::values::{Shown, iso};
use super::xml::{Element, Node, Xml};
use super::{FileError, damaged};

/// What cells refer to.
pub(super) struct Book {
    /// Whether days are counted from 1904, as on old Macintoshes.
    pub since_1904: bool,
    /// What the formats of cells show.
    pub formats: Vec<Shown>,
    pub texts: SharedTexts,
}

/// A cell that is being read.
#[derive(Default)]
struct Cell {
    column: usize,
    kind: String,
    format: usize,
    is_formula: bool,
    is_value: bool,
    /// What stands in `v`.
    value: String,
    /// What stands in `is`.
    own: RichText,
}

/// Hands out the rows of a sheet that are not empty.
pub(super) fn read_cells(content: impl Read, book: &Book, take: Take<'_>) -> Result<(), FileError> {
    let mut xml = Xml::new(content);
    let (mut row, mut cell) = (Row::default(), Cell::default());
    let (mut number, mut next_column, mut is_in_cell) = (0, 0, false);
    loop {
        match xml.next()? {
            Node::Start(element) if is_in_cell => cell.start(element.name()),
            Node::Start(element) => match element.name() {
                "row" => {
                    number = row_number(&element, number)?;
                    next_column = 0;
                    let is_hidden = matches!(element.get("hidden")?.as_deref(), Some("1" | "true"));
                    row.begin(number, is_hidden);
                }
                "c" => {
                    is_in_cell = true;
                    cell.begin(&element, number, next_column)?;
                    next_column = cell.column + 1;
                }
                _ => {}
            },
            Node::Text(text) if is_in_cell => cell.text(&text),
            Node::Text(_) => {}
            Node::End(element) => match element.name() {
                "c" if is_in_cell => {
                    is_in_cell = false;
                    cell.enter(&mut row, book)?;
                }
                "row" if !row.is_empty() && take(&row)? == Turn::Enough => {
                    return Ok(());
                }
                "sheetData" => break,
                name if is_in_cell => cell.end(name),
                _ => {}
            },
            Node::Over => return Err(damaged("a sheet of it has no cells")),
        }
    }
    xml.drain()
}

/// The number of a row, which may be left out where it is the next one.
fn row_number(element: &Element<'_>, before: u32) -> Result<u32, FileError> {
    let number = element.get("r")?.map_or(Some(before + 1), |text| text.parse().ok());
    let number = number.filter(|number| (before + 1..=MOST_ROWS).contains(number));
    number.ok_or_else(|| damaged("its rows are not in order, or one is beyond the last that a sheet can have"))
}

/// The column of a reference such as `AB12`, from 0.
fn column_of(reference: &str, row: u32) -> Option<usize> {
    let letters = reference.find(|one: char| !one.is_ascii_alphabetic())?;
    let (letters, digits) = reference.split_at(letters);
    let column = letters.bytes().try_fold(0_usize, |column, letter| {
        column.checked_mul(26)?.checked_add(usize::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    (digits.parse() == Ok(row)).then_some(column.checked_sub(1)?)
}

impl Cell {
    fn begin(&mut self, element: &Element<'_>, row: u32, next: usize) -> Result<(), FileError> {
        self.column = match element.get("r")? {
            None => next,
            Some(reference) => column_of(&reference, row)
                .filter(|column| *column >= next)
                .ok_or_else(|| damaged("its cells are not in order"))?,
        };
        self.kind.clear();
        self.kind.push_str(&element.get("t")?.unwrap_or(Cow::Borrowed("n")));
        self.format = element.get("s")?.and_then(|style| style.parse().ok()).unwrap_or_default();
        (self.is_formula, self.is_value) = (false, false);
        self.value.clear();
        self.own.begin();
        Ok(())
    }

    fn start(&mut self, name: &str) {
        match name {
            "f" => self.is_formula = true,
            "v" => self.is_value = true,
            name => self.own.start(name),
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_value {
            push(&mut self.value, text);
        } else {
            self.own.text(text);
        }
    }

    fn end(&mut self, name: &str) {
        if name == "v" {
            self.is_value = false;
        } else {
            self.own.end(name);
        }
    }

    /// Puts its text into the row.
    fn enter(&self, row: &mut Row, book: &Book) -> Result<(), FileError> {
        let kind = self.kind.as_str();
        if self.value.is_empty() && kind != "inlineStr" {
            // A formula may come to nothing, as a text.
            if self.is_formula && kind != "str" {
                row.uncalculated(self.column);
            }
            return Ok(());
        }
        let text = match kind {
            "s" => unescaped(book.texts.get(&self.value)?),
            "str" => unescaped(&self.value),
            "inlineStr" => unescaped(&self.own.text),
            "b" => Cow::Borrowed(if matches!(&*self.value, "1" | "true") { "TRUE" } else { "FALSE" }),
            "d" => Cow::Owned(iso(&self.value)),
            "n" => {
                let shown = book.formats.get(self.format).unwrap_or(&Shown::Number);
                Cow::Owned(shown.write(&self.value, book.since_1904))
            }
            // An error, by the name that the spreadsheet shows.
            _ => Cow::Borrowed(self.value.as_str()),
        };
        row.set(self.column, &text)
    }
}

/// A text in which characters are written by their numbers, as `_x000D_`, that XML or a program would not keep.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, found) = rest.split_at(at);
        plain.push_str(before);
        let digits = found.get(2..6).filter(|_| found[6..].starts_with('_'));
        let character = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).filter(|code| *code > 0);
        if let Some(character) = character.and_then(char::from_u32) {
            plain.push(character);
            rest = &found[7..];
        } else {
            plain.push_str("_x");
            rest = &found[2..];
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}
