//! What the columns of a file mean.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::fields::{Content, FIRST_EVIDENCE, Field, GROUPS, MOST_NUMBERED};
use super::interpret::{Gathered, Row, interpret};
use super::nested;
use super::slot::{ANY_NUMBER, Slot};
use super::template::TEMPLATE;
use super::{Format, RawRow};
use crate::error::InputError;
use crate::input::dates::{DateForms, DateOrder, day, readings};
use crate::input::given::Given;
use crate::input::tree::Json;
use crate::scheme::Complaint;
use crate::tabular::{DateColumns, Kind, Understood, cell_value};

/// How many kinds of evidence there are.
pub(super) const EVIDENCE: usize = GROUPS.len() - FIRST_EVIDENCE;

/// What the columns of a file mean: from a row as it stands to its values, and from the place of a mistake to the words
/// of the sender.
#[derive(Clone, Debug)]
pub struct Layout {
    format: Format,
    /// Names of the columns that are the sender's own, as the file has them; empty for those without one.
    columns: Vec<String>,
    /// What every column holds, those of our report included.
    contents: Vec<Content>,
    /// In which forms a table has its dates.
    pub(super) dates: DateForms,
}

/// What a row says of a sitting, without whose it is.
pub struct Sitting {
    pub qualification: String,
    /// Its day: with the day before the month, and with the month before the day.
    pub sat_on: [Option<NaiveDate>; 2],
    pub marks: Result<i64, Complaint>,
}

impl Layout {
    /// The layout of a CSV file with this header.
    pub(super) fn csv(names: Vec<String>, contents: Vec<Content>) -> Self {
        let columns = names.into_iter().zip(&contents).filter(|(_, content)| content.is_sent());
        let columns = columns.map(|(name, _)| name).collect();
        Self { format: Format::Csv, columns, contents, dates: DateForms::default() }
    }

    /// The layout of an NDJSON file whose rows have at most so many pieces of evidence of each kind.
    pub(super) fn ndjson(pieces: [usize; EVIDENCE]) -> Self {
        let most =
            |group: usize| group.checked_sub(FIRST_EVIDENCE).map_or(1, |kind| pieces[kind].clamp(1, MOST_NUMBERED));
        let fields = GROUPS.iter().enumerate().flat_map(|(group, one)| {
            let members = 0..one.members.len();
            (0..most(group)).flat_map(move |piece| members.clone().map(move |member| Field { group, piece, member }))
        });
        let fields: Vec<Field> = fields.collect();
        let columns = fields.iter().map(|field| field.column()).collect();
        let contents = fields.into_iter().map(Content::Field).collect();
        Self { format: Format::Ndjson, columns, contents, dates: DateForms::default() }
    }

    /// How the file is written.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// The columns that hold what the sender said, as the header names them; those that an earlier report added are
    /// left out. For NDJSON: the flat columns that show the rows scanned so far.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// What the cells of these columns are.
    #[must_use]
    pub fn kinds(&self) -> Vec<Kind> {
        let values = self.contents.iter().filter_map(|content| match content {
            Content::Field(field) => Some(TEMPLATE.kind(GROUPS[field.group].members[field.member].0)),
            Content::Nameless => Some(Kind::Text),
            Content::Report => None,
        });
        values.collect()
    }

    /// The columns that are called something else, with what they were understood as.
    #[must_use]
    pub fn understood(&self) -> Vec<Understood> {
        let values = self.contents.iter().filter(|content| content.is_sent());
        let each = self
            .columns
            .iter()
            .zip(values)
            .filter_map(|(heading, content)| Understood::new(heading, &content.column()?));
        if self.format == Format::Csv { each.collect() } else { Vec::new() }
    }

    /// What is to be seen of the dates of the file, if it is a table, in the order that the sender says.
    #[must_use]
    pub fn date_columns(&self, said: Option<DateOrder>) -> DateColumns {
        let days = self.contents.iter().enumerate().filter_map(|(index, content)| match content {
            Content::Field(field) if field.is_day() && self.format == Format::Csv => Some((index, *field)),
            _ => None,
        });
        DateColumns::new(days.map(|(index, field)| (index, self.place_of(&field.pointer()))), said)
    }

    /// Whether it is certain under which columns the cells of a row stand.
    #[must_use]
    pub fn is_well_formed(&self, raw: &RawRow) -> bool {
        raw.misshapen(self.contents.len()).is_none() && !raw.may_hold_others()
    }

    /// Whether it is not certain what the cells of a row are, of which there are no more than columns.
    #[must_use]
    pub fn is_in_doubt(&self, raw: &RawRow) -> bool {
        self.format == Format::Csv && self.malformed(raw).is_some_and(|error| error.code != "too_many_cells")
    }

    /// Whether cells are missing at the end of a row that cannot be taken for empty ones.
    #[must_use]
    pub fn has_too_few(&self, raw: &RawRow) -> bool {
        self.format == Format::Csv
            && raw.misshapen(self.contents.len()).is_some_and(|error| error.code == "too_few_cells")
    }

    /// What decides how many marks a row could have, as far as it can be read; `None` where that does not suffice. Much cheaper
    /// than to read all of the row.
    pub fn sitting(&self, raw: &RawRow) -> Option<Sitting> {
        const FIELDS: [Field; 3] = [Field::QUALIFICATION, Field::SAT_ON, Field::MARKS];
        let json;
        let [qualification, sat_on, marks] = if self.format == Format::Csv {
            let place = |field| self.contents.iter().position(|content| *content == Content::Field(field));
            let [first, second, third] = FIELDS.map(place);
            let cell = |wanted: Option<usize>| raw.cells().nth(wanted?).and_then(cell_value).map(Slot::Cell);
            [cell(first), cell(second), cell(third)]
        } else {
            json = Json::parse(raw.text()).ok()?;
            FIELDS.map(|field| nested::find(&json, field).map(Slot::Json))
        };
        let sat_on = match Given::from(sat_on?) {
            Given::Cell(cell) => readings(cell),
            given => [given.line().and_then(day).ok(); 2],
        };
        Some(Sitting {
            qualification: Given::from(qualification?).line().ok()?.to_owned(),
            sat_on,
            marks: Given::from(marks?).integer(&ANY_NUMBER),
        })
    }

    /// The cells of a row under [`columns`](Self::columns), as they stand in the file. There are as many as columns; in
    /// a CSV row that has too many of them there are more, so that nothing is lost.
    #[must_use]
    pub fn cells<'a>(&self, raw: &'a RawRow) -> Vec<Cow<'a, str>> {
        match self.format {
            Format::Csv | Format::Xlsx | Format::Ods => {
                let is_shown = |index: usize| self.contents.get(index).is_none_or(|content| content.is_sent());
                let mut cells: Vec<_> = raw
                    .cells()
                    .enumerate()
                    .filter(|(index, _)| is_shown(*index))
                    .map(|(_, cell)| cell.into())
                    .collect();
                cells.resize(cells.len().max(self.columns.len()), Cow::Borrowed(""));
                cells
            }
            Format::Ndjson => {
                let json = Json::parse(raw.text()).unwrap_or(Json::Null);
                let find = |content: &Content| {
                    let Content::Field(field) = *content else { return None };
                    Some(Cow::Owned(nested::find(&json, field)?.cell().into_owned()))
                };
                self.contents.iter().map(|content| find(content).unwrap_or_default()).collect()
            }
        }
    }

    /// Where a mistake lies, in the words of the sender: the column's name as the header has it, or for NDJSON the
    /// pointer itself. Empty for what concerns the whole row.
    #[must_use]
    pub fn place_of(&self, pointer: &str) -> String {
        if self.format == Format::Ndjson {
            return pointer.to_owned();
        }
        let Some(field) = Field::at(pointer) else {
            return pointer.rsplit('/').next().unwrap_or_default().to_owned();
        };
        let shown =
            self.contents.iter().filter(|content| content.is_sent()).position(|other| *other == Content::Field(field));
        shown.and_then(|index| self.columns.get(index)).map_or_else(|| field.column(), |name| name.trim().to_owned())
    }

    /// Reads the values of a row: all that can be read, and all that is wrong.
    #[must_use]
    pub fn interpret(&self, raw: &RawRow) -> Row {
        self.read(raw, |_| true)
    }

    /// Reads of a row what tells whose it is and where in the order of all it belongs, and possibly more.
    #[must_use]
    pub(in crate::registry::batches) fn interpret_for_order(&self, raw: &RawRow) -> Row {
        self.read(raw, Field::is_of_order)
    }

    fn read(&self, raw: &RawRow, is_wanted: impl Fn(Field) -> bool) -> Row {
        match self.format {
            Format::Csv | Format::Xlsx | Format::Ods => self.interpret_cells(raw, is_wanted),
            Format::Ndjson => match Json::parse(raw.text()) {
                Ok(json @ Json::Object(_)) => interpret(raw.line, nested::gather(&json), &self.dates),
                Ok(other) => {
                    let complaint = Given::from(&other).wrong_type("an object");
                    Row::unreadable(raw.line, None, InputError::new("", complaint.code, complaint.detail))
                }
                Err(error) => Row::unreadable(raw.line, None, broken_json(&error)),
            },
        }
    }

    fn interpret_cells(&self, raw: &RawRow, is_wanted: impl Fn(Field) -> bool) -> Row {
        if let Some(error) = self.malformed(raw) {
            return Row::unreadable(raw.line, self.safe_reference(raw), error);
        }
        let one_line;
        let raw = if raw.lines > 1 {
            one_line = raw.on_one_line();
            &one_line
        } else {
            raw
        };
        let mut gathered = Gathered::default();
        for (index, (content, cell)) in self.contents.iter().zip(raw.cells()).enumerate() {
            let Some(given) = cell_value(cell).map(Slot::Cell) else { continue };
            match *content {
                Content::Field(field) if !is_wanted(field) => {}
                Content::Field(field) => gathered.piece(field.group, field.piece).given[field.member] = Some(given),
                Content::Report => {}
                Content::Nameless => {
                    let detail = format!(
                        "has a value in column {}, which has no name in the header; name it or empty it",
                        index + 1
                    );
                    gathered.errors.push(InputError::new("", "unnamed_column", detail));
                }
            }
        }
        gathered.drop_empty_claims();
        interpret(raw.line, gathered, &self.dates)
    }

    /// Why the cells of a row cannot be told apart with certainty.
    fn malformed(&self, raw: &RawRow) -> Option<InputError> {
        raw.misshapen(self.contents.len()).or_else(|| {
            let detail = format!(
                "has a line break and what separates cells in one cell, which may be another row; it {}; close them on the \
                 line on which they open, or take line breaks out of cells",
                raw.extent()
            );
            raw.may_hold_others().then(|| InputError::new("", "line_break", detail))
        })
    }

    /// The reference of a malformed row: only the first and the last cell are sure to be what their columns say.
    fn safe_reference<'a>(&self, raw: &'a RawRow) -> Option<Slot<'a>> {
        let is_reference = |content: Option<&Content>| content == Some(&Content::Field(Field::REFERENCE));
        let cell = if is_reference(self.contents.first()) {
            raw.cells().next()
        } else if is_reference(self.contents.last()) && raw.lines == 1 {
            raw.cells().last()
        } else {
            None
        };
        cell.and_then(cell_value).map(Slot::Cell)
    }
}

/// The complaint about a line that is no JSON, with the place in the line.
fn broken_json(error: &serde_json::Error) -> InputError {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or_default();
    let detail = format!("is not valid JSON: {what}, at position {} of the line", error.column());
    InputError::new("", "malformed_json", detail)
}
