//! Dates: how programs write them, and in how many ways people and spreadsheets do. Those of which the parts may be taken for each
//! other are read as all of their table is: see [`DateForms`].

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::scheme::Complaint;
use crate::scheme::calendar::{date_of, parse_date};
use crate::scheme::characters::{is_dash, is_unseen, plain_digit};
use crate::scheme::words::words;

words! {
    /// The order of the parts of a date.
    DateOrder {
        DayMonthYear = "day_month_year",
        MonthDayYear = "month_day_year",
        YearMonthDay = "year_month_day",
    }
}

/// What stands between the parts of a date.
pub const SEPARATORS: [char; 3] = ['.', '/', '-'];

/// A form of dates, such as `DD/MM/YYYY`; zeros in front may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DateForm {
    pub order: DateOrder,
    pub separator: char,
}

impl fmt::Display for DateForm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second, third] = match self.order {
            DateOrder::DayMonthYear => ["DD", "MM", "YYYY"],
            DateOrder::MonthDayYear => ["MM", "DD", "YYYY"],
            DateOrder::YearMonthDay => ["YYYY", "MM", "DD"],
        };
        write!(formatter, "{first}{0}{second}{0}{third}", self.separator)
    }
}

impl From<DateForm> for String {
    fn from(form: DateForm) -> Self {
        form.to_string()
    }
}

impl TryFrom<String> for DateForm {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let of = |order| SEPARATORS.map(|separator| Self { order, separator });
        let mut all = DateOrder::ALL.into_iter().flat_map(of);
        all.find(|form| form.to_string() == text).ok_or("is no form of dates")
    }
}

/// The forms in which the dates of one table are read, beside those with the year first, which mean one day only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DateForms(pub Vec<DateForm>);

impl DateForms {
    /// A day as it stands in a cell of the table, or why it is not read. The day itself is not repeated: complaints are kept, and
    /// a day of birth is personal.
    pub fn read(&self, cell: &str) -> Result<NaiveDate, Complaint> {
        let complaint = |detail: &str| Err(Complaint::new("invalid_date", detail));
        let text = plain(cell);
        let Some(written) = Written::parse(&text) else { return Err(not_a_date(&text)) };
        let order = match written.year {
            Year::First => DateOrder::YearMonthDay,
            Year::Last => match self.0.iter().find(|form| form.separator == written.separator && !form.is_year_first())
            {
                Some(form) => form.order,
                None if written.readings() == [None; 2] => return complaint("is no day of the calendar"),
                None => {
                    return complaint(
                        "is in a form in which the dates of this file are not read; write the year first, YYYY-MM-DD: the \
                         27th of December 1990 is 1990-12-27",
                    );
                }
            },
            Year::Short => {
                return complaint(
                    "has a year of two digits, which is not guessed; write all four, best YYYY-MM-DD: the 27th of \
                     December 1990 is 1990-12-27",
                );
            }
        };
        written.day(order).map_err(|complaint| match order {
            DateOrder::YearMonthDay => complaint,
            order => {
                let form = DateForm { order, separator: written.separator };
                Complaint {
                    detail: format!("{}, read as {form} as in the rest of the file", complaint.detail),
                    ..complaint
                }
            }
        })
    }

    /// Whether the month comes before the day in a form of these.
    pub fn is_month_first(&self) -> bool {
        self.0.iter().any(|form| form.order == DateOrder::MonthDayYear)
    }
}

impl DateForm {
    pub fn is_year_first(self) -> bool {
        self.order == DateOrder::YearMonthDay
    }
}

/// Where the year stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Year {
    First,
    Last,
    /// It has two digits, wherever it stands.
    Short,
}

/// A date as it is written: three numbers with the same between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    pub separator: char,
    pub year: Year,
    /// Whether there are days or months below ten with a zero in front, and without.
    pub padding: [bool; 2],
    numbers: [u32; 3],
}

impl Written {
    /// Reads a text as [`plain`] gives it. There may be spaces beside what separates, and a point may end it, as in Czech and
    /// Hungarian.
    pub fn parse(text: &str) -> Option<Self> {
        let (first, rest) = digits(text)?;
        let separator = rest.chars().next().filter(|one| SEPARATORS.contains(one))?;
        let (second, rest) = digits(rest.strip_prefix(separator)?)?;
        let (third, rest) = digits(rest.strip_prefix(separator)?)?;
        if !(rest.is_empty() || separator == '.' && rest == ".") {
            return None;
        }
        let parts = [first, second, third];
        let year = match parts.map(str::len) {
            [4, 1..=2, 1..=2] => Year::First,
            [1..=2, 1..=2, 4] => Year::Last,
            [2, 1..=2, 1..=2] | [1..=2, 1..=2, 2] => Year::Short,
            _ => return None,
        };
        let padding = [
            parts.iter().any(|part| part.len() == 2 && part.starts_with('0')),
            parts.iter().any(|part| part.len() == 1),
        ];
        let numbers = parts.map(|part| part.parse().unwrap_or_default());
        Some(Self { separator, year, padding, numbers })
    }

    /// The day that it is in this order, which must have the year where it stands.
    fn day(self, order: DateOrder) -> Result<NaiveDate, Complaint> {
        let [first, second, third] = self.numbers;
        match order {
            DateOrder::DayMonthYear => date_of(third, second, first),
            DateOrder::MonthDayYear => date_of(third, first, second),
            DateOrder::YearMonthDay => date_of(first, second, third),
        }
    }

    /// The days that it can be: with the day before the month, and with the month before the day.
    pub fn readings(self) -> [Option<NaiveDate>; 2] {
        match self.year {
            Year::First => [self.day(DateOrder::YearMonthDay).ok(); 2],
            Year::Last => [DateOrder::DayMonthYear, DateOrder::MonthDayYear].map(|order| self.day(order).ok()),
            Year::Short => [None; 2],
        }
    }
}

/// The days that a cell can be: with the day before the month, and with the month before the day.
pub fn readings(cell: &str) -> [Option<NaiveDate>; 2] {
    Written::parse(&plain(cell)).map_or([None; 2], Written::readings)
}

/// The digits that a text begins with, and what comes after them, without the spaces around.
fn digits(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_ascii_start();
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    (!digits.is_empty()).then_some((digits, rest.trim_ascii()))
}

/// A date with the signs and digits that keyboards of other scripts and input methods write turned into ASCII. Of the digits, only
/// those of Arabic and of East Asia, where our years are counted beside others, which lie outside all that is read.
pub fn plain(cell: &str) -> Cow<'_, str> {
    if cell.is_ascii() && !cell.starts_with('\'') {
        return Cow::Borrowed(cell);
    }
    let character = |one: char| match one {
        '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' | '\u{FF10}'..='\u{FF19}' => plain_digit(one),
        '\u{FF0E}' => '.',
        '\u{FF0F}' | '\u{2044}' | '\u{2215}' | '\u{60D}' | '年' | '月' => '/',
        one if is_dash(one) => '-',
        one if one.is_whitespace() => ' ',
        one => one,
    };
    // An apostrophe tells a spreadsheet that the cell is text.
    let text = cell.strip_prefix(['\'', '’']).unwrap_or(cell).trim();
    let seen = text.strip_suffix('日').unwrap_or(text).chars().filter(|one| !is_unseen(*one));
    Cow::Owned(seen.map(character).collect())
}

/// A day in the ISO form, or why it is not read: as programs write it.
pub fn day(text: &str) -> Result<NaiveDate, Complaint> {
    parse_date(text).map_err(|complaint| {
        let detail = match Written::parse(text) {
            // Of the right form, and no day of the calendar.
            Some(Written { separator: '-', year: Year::First, .. }) if text.len() == 10 => return complaint,
            Some(Written { year: Year::First, .. }) => {
                "is not read in this form; write it with hyphens and two digits each, YYYY-MM-DD, like 1990-12-07"
            }
            Some(_) => {
                "is not read in this form, in which day and month are easily taken for each other; write the year first, \
                 YYYY-MM-DD: the 27th of December 1990 is 1990-12-27"
            }
            None => return misread(text).unwrap_or(complaint),
        };
        Complaint::new("invalid_date", detail)
    })
}

/// The complaint about a cell that is no date in any form.
fn not_a_date(text: &str) -> Complaint {
    let detail =
        "is not a date; write it YYYY-MM-DD, like 2026-11-22, or with the day first and points, like 22.11.2026";
    misread(text).unwrap_or_else(|| Complaint::new("invalid_date", detail))
}

/// What to say about what spreadsheets and programs write for a date, and is none.
fn misread(text: &str) -> Option<Complaint> {
    let complaint = |detail: &str| Some(Complaint::new("invalid_date", detail));
    if let Some(time) = time_of_instant(text) {
        return complaint(if is_midnight(time) {
            "is an instant and not a date: it has a time of day; send the date as it was typed, like 2026-11-22"
        } else {
            "is an instant and not a date, and a time zone may have moved the day; send the date as it was typed, like \
             2026-11-22, and not what is left of this"
        });
    }
    if text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return complaint(
            "is the number by which a spreadsheet counts days; format the column as YYYY-MM-DD, like 2026-11-22",
        );
    }
    None
}

/// The time of day after a date of any form.
fn time_of_instant(text: &str) -> Option<&str> {
    let at = text.find(['T', ' ', ',']).filter(|at| Written::parse(&text[..*at]).is_some());
    // In a date with spaces, the time comes after the last of them before a colon.
    let in_words = || {
        let colon = text.find(':')?;
        let space = text[..colon].rfind(' ')?;
        Written::parse(&text[..space]).map(|_| space)
    };
    let at = at.or_else(in_words)?;
    let time = text[at..].trim_start_matches(['T', ' ', ',']);
    time.starts_with(|one: char| one.is_ascii_digit()).then_some(time)
}

/// Whether a time of day, without its zone, has no digit but zeros.
fn is_midnight(time: &str) -> bool {
    let without_zone = time.split(['Z', '+', '-']).next().unwrap_or_default();
    !without_zone.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

#[cfg(test)]
#[path = "dates_tests.rs"]
mod tests;
