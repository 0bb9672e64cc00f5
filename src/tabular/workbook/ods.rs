//! Sheets of an `.ods` (ISO/IEC 26300), which all stand in one part.

use std::collections::HashSet;
use std::io::{Read, Seek};

use super::archive::{Archive, Part};
use super::ods_cell::Cell;
use super::sheets::{MOST_ROWS, Row, Sheets, Take, Turn};
use super::xml::{Node, Xml};
use super::{FileError, damaged, too_large};

/// The most styles that are remembered because they hide a sheet.
const MOST_STYLES: usize = 65_536;

/// The most sheets.
const MOST_SHEETS: usize = 1000;

pub(super) struct Document<R> {
    archive: Archive<R>,
    names: Vec<(String, bool)>,
}

fn content<R: Read + Seek>(archive: &mut Archive<R>) -> Result<Xml<Part<'_, R>>, FileError> {
    archive.part("content.xml")?.map(Xml::new).ok_or_else(|| damaged("its content is missing"))
}

impl<R: Read + Seek> Document<R> {
    pub fn open(mut archive: Archive<R>) -> Result<Self, FileError> {
        let (mut names, mut hidden) = (Vec::new(), HashSet::new());
        let (mut style, mut depth) = (None, 0_usize);
        let mut xml = content(&mut archive)?;
        loop {
            match xml.next()? {
                Node::Start(element) => match element.name() {
                    "style" => style = element.get("style:name")?.map(std::borrow::Cow::into_owned),
                    "table-properties" if element.get("table:display")?.as_deref() == Some("false") => {
                        if hidden.len() > MOST_STYLES {
                            return Err(too_large(format!("it has more than {MOST_STYLES} formats")));
                        }
                        hidden.extend(style.take());
                    }
                    "table" => {
                        depth += 1;
                        if depth == 1 {
                            let name = element.get("table:name")?.unwrap_or_default().into_owned();
                            let is_hidden =
                                element.get("table:style-name")?.is_some_and(|name| hidden.contains(&*name));
                            names.push((name, !is_hidden));
                        }
                        if names.len() > MOST_SHEETS {
                            return Err(too_large(format!("it has more than {MOST_SHEETS} sheets")));
                        }
                    }
                    _ => {}
                },
                Node::End(element) if element.name() == "table" => depth = depth.saturating_sub(1),
                Node::Over => break,
                _ => {}
            }
        }
        Ok(Self { archive, names })
    }
}

impl<R: Read + Seek> Sheets for Document<R> {
    fn names(&self) -> &[(String, bool)] {
        &self.names
    }

    fn read(&mut self, index: usize, take: Take<'_>) -> Result<(), FileError> {
        let mut xml = content(&mut self.archive)?;
        let (mut seen, mut depth) = (0, 0_usize);
        let mut table = Table::default();
        loop {
            match xml.next()? {
                Node::Start(element) if element.name() == "table" => {
                    depth += 1;
                    seen += usize::from(depth == 1);
                }
                Node::End(element) if element.name() == "table" => {
                    depth = depth.saturating_sub(1);
                    if seen == index + 1 && depth == 0 {
                        break;
                    }
                }
                Node::Over => return Err(damaged("a sheet of it is missing")),
                // A table within a cell is none of the sheet's rows.
                node if seen == index + 1 && depth == 1 && table.see(&node, take)? == Turn::Enough => {
                    return Ok(());
                }
                _ => {}
            }
        }
        xml.drain()
    }
}

/// A table that is being read.
#[derive(Default)]
struct Table {
    /// Rows before the one in hand.
    rows: u32,
    row: Row,
    row_repeats: u32,
    columns: usize,
    cell: Option<Cell>,
}

impl Table {
    fn see(&mut self, node: &Node<'_>, take: Take<'_>) -> Result<Turn, FileError> {
        if let Some(cell) = &mut self.cell {
            match node {
                Node::Start(element) => cell.start(element)?,
                Node::Text(text) => cell.text(text),
                Node::End(element) if cell.is_closed_by(element.name()) => {
                    self.columns = self.columns.saturating_add(cell.enter(&mut self.row, self.columns)?);
                    self.cell = None;
                }
                Node::End(element) => cell.end(element.name()),
                Node::Over => {}
            }
            return Ok(Turn::GoOn);
        }
        match node {
            Node::Start(element) => match element.name() {
                "table-row" => {
                    let visibility = element.get("table:visibility")?;
                    let is_hidden = matches!(visibility.as_deref(), Some("collapse" | "filter"));
                    self.row.begin(self.rows.saturating_add(1), is_hidden);
                    self.row_repeats = element.repeats("table:number-rows-repeated")?;
                    self.columns = 0;
                }
                "table-cell" | "covered-table-cell" => self.cell = Some(Cell::begin(element)?),
                _ => {}
            },
            Node::End(element) if element.name() == "table-row" => return self.end_row(take),
            _ => {}
        }
        Ok(Turn::GoOn)
    }

    fn end_row(&mut self, take: Take<'_>) -> Result<Turn, FileError> {
        let repeats = std::mem::take(&mut self.row_repeats);
        let first = self.rows.saturating_add(1);
        self.rows = self.rows.saturating_add(repeats);
        if self.row.is_empty() {
            return Ok(Turn::GoOn);
        }
        if self.rows > MOST_ROWS {
            return Err(damaged("it has a row beyond the last that a sheet can have"));
        }
        for number in first..=self.rows {
            self.row.number = number;
            if take(&self.row)? == Turn::Enough {
                return Ok(Turn::Enough);
            }
        }
        Ok(Turn::GoOn)
    }
}
