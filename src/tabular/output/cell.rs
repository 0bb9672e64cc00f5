//! What a cell holds.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};

use crate::scheme::calendar::parse_date;
use crate::tabular::guard_in_sheet;

/// What the cells of a column hold; those of it that cannot be read so are texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    Day,
}

/// The head of a column.
#[derive(Clone, Debug)]
pub struct Heading {
    pub name: String,
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    Text(Cow<'a, str>),
    /// A number as it is written everywhere: digits, with a point before a fraction.
    Number(Cow<'a, str>),
    Day(NaiveDate),
}

impl<'a> Cell<'a> {
    /// The cell of a column of this kind, as which a text is read if it is written exactly so.
    pub fn new(kind: Kind, text: Cow<'a, str>) -> Self {
        match kind {
            Kind::Number if is_number(&text) => Self::Number(text),
            // Earlier days have other numbers in Excel, to which 1900 was a leap year.
            Kind::Day => match parse_date(&text) {
                Ok(day) if (day.year(), day.month()) >= (1900, 3) && day.to_string() == text => Self::Day(day),
                _ => Self::Text(text),
            },
            Kind::Text | Kind::Number => Self::Text(text),
        }
    }

    /// Makes it one of a workbook that is sent again, which is read as what it is now.
    pub fn guard_in_sheet(&mut self) {
        let Self::Text(text) = self else { return };
        let guarded = match guard_in_sheet(text) {
            Cow::Owned(guarded) => guarded,
            Cow::Borrowed(_) => return,
        };
        *text = guarded.into();
    }

    /// As it stands in a text.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Number(text) => Cow::Borrowed(text),
            Self::Day(day) => Cow::Owned(day.to_string()),
        }
    }
}

/// Whether a text is a whole number that no spreadsheet shortens, written as a spreadsheet would show it.
fn is_number(text: &str) -> bool {
    text.len() <= 15 && text.parse::<i64>().is_ok_and(|number| number.to_string() == text)
}
