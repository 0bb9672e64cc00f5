//! A value as it was given, in a cell or in JSON, and what can be read from it.

use chrono::NaiveDate;

use super::json::Json;
use crate::scheme::Complaint;
use crate::scheme::calendar::parse_date;

/// A value that was given; what was not is `None` in its stead.
#[derive(Clone, Copy, Debug)]
pub(in crate::registry) enum Given<'a> {
    /// The text of a cell, not empty.
    Cell(&'a str),
    /// A JSON value, not null.
    Json(&'a Json<'a>),
}

impl<'a> Given<'a> {
    /// The value of a cell: trimmed, and without the apostrophe that guards a spreadsheet against formulas. `None` for
    /// an empty one.
    pub fn cell(cell: &'a str) -> Option<Self> {
        let trimmed = cell.trim();
        let trimmed = unguarded(trimmed).trim();
        (!trimmed.is_empty()).then_some(Self::Cell(trimmed))
    }

    /// A text as it came, control characters included: for numbers, which are read in any spelling.
    pub fn spelling(self) -> Result<&'a str, Complaint> {
        match self {
            Self::Cell(text) => Ok(text),
            Self::Json(Json::Text(text)) => Ok(text),
            Self::Json(other) => Err(other.wrong_type("a text")),
        }
    }

    /// A text without control characters.
    pub fn text(self) -> Result<&'a str, Complaint> {
        let text = self.spelling()?;
        match text.chars().find(|character| character.is_control()) {
            Some(character) => Err(Complaint::new(
                "control_character",
                format!("contains the control character U+{:04X}; take it out", u32::from(character)),
            )),
            None => Ok(text),
        }
    }

    /// A whole number.
    pub fn integer(self) -> Result<i64, Complaint> {
        match self {
            Self::Cell(_) => decimal(self.text()?, "must be a whole number, such as 31"),
            Self::Json(Json::Integer(number)) => Ok(*number),
            Self::Json(Json::TooLarge) => Err(out_of_range()),
            Self::Json(other) => Err(other.wrong_type("a whole number")),
        }
    }

    /// Whole numbers: joined by `+` in a cell. Everything that is wrong with them, each with its place if it has one.
    pub fn integers(self, most: usize) -> Result<Vec<i64>, Vec<(Option<usize>, Complaint)>> {
        let read: Vec<Result<i64, Complaint>> = match self {
            Self::Cell(text) => text
                .split('+')
                .map(|part| decimal(part.trim(), "must be whole numbers joined by `+`, such as 14+12+11+15"))
                .collect(),
            Self::Json(Json::Array(items)) => items.iter().map(|item| Self::Json(item).integer()).collect(),
            Self::Json(other) => return Err(vec![(None, other.wrong_type("an array"))]),
        };
        if read.len() > most {
            return Err(vec![(None, wrong_length(most, read.len()))]);
        }
        let (mut numbers, mut complaints) = (Vec::with_capacity(read.len()), Vec::new());
        for (index, number) in read.into_iter().enumerate() {
            match number {
                Ok(number) => numbers.push(number),
                Err(complaint) => complaints.push((Some(index), complaint)),
            }
        }
        if complaints.is_empty() { Ok(numbers) } else { Err(complaints) }
    }

    /// A truth value: yes or no in a cell.
    pub fn boolean(self) -> Result<bool, Complaint> {
        match self {
            Self::Cell(text) if ["yes", "true"].iter().any(|word| text.eq_ignore_ascii_case(word)) => Ok(true),
            Self::Cell(text) if ["no", "false"].iter().any(|word| text.eq_ignore_ascii_case(word)) => Ok(false),
            Self::Cell(_) => Err(Complaint::new("wrong_type", "must be `yes` or `no`")),
            Self::Json(Json::Boolean(truth)) => Ok(*truth),
            Self::Json(other) => Err(other.wrong_type("`true` or `false`")),
        }
    }

    /// A day, in the ISO form only.
    pub fn date(self) -> Result<NaiveDate, Complaint> {
        let text = self.text()?;
        parse_date(text).map_err(|complaint| misread_date(text).unwrap_or(complaint))
    }
}

/// The complaint about an array of another length.
pub(super) fn wrong_length(most: usize, found: usize) -> Complaint {
    Complaint::new("wrong_length", format!("must have from 0 to {most} entries, not {found}"))
}

fn out_of_range() -> Complaint {
    Complaint::new("out_of_range", format!("must be from {} to {}", i64::MIN, i64::MAX))
}

/// A number in plain digits; what spreadsheets and scripts make of numbers, such as `24.0`, is for the sender to look at.
fn decimal(text: &str, expected: &'static str) -> Result<i64, Complaint> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Complaint::new("wrong_type", expected));
    }
    text.parse().map_err(|_| out_of_range())
}

/// The cell without the apostrophe that our own report, and careful others, put before what a spreadsheet would take
/// for a formula.
fn unguarded(cell: &str) -> &str {
    let is_formula =
        |text: &str| text.starts_with(['=', '+', '-', '@', '\t', '\r', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}']);
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

/// What to say about a date that people and spreadsheets write so, and that is not guessed at. The day itself is not
/// repeated: complaints are kept, and a day of birth is personal.
fn misread_date(text: &str) -> Option<Complaint> {
    let complaint = |detail: &str| Some(Complaint::new("invalid_date", detail));
    if let Some((day, rest)) = text.split_at_checked(10)
        && parse_date(day).is_ok()
        && rest.starts_with(['T', ' '])
    {
        return complaint("has a time of day after the date; write the date alone, like 2026-11-22");
    }
    if text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return complaint(
            "is the number by which a spreadsheet counts days; format the column as YYYY-MM-DD, like 2026-11-22",
        );
    }
    let mut parts = text.split(['.', '/', '-', ' ']).filter(|part| !part.is_empty());
    let mut number = || parts.next().filter(|part| part.bytes().all(|byte| byte.is_ascii_digit())).map(str::len);
    let (first, second, third) = (number()?, number()?, number()?);
    match (first, second, third) {
        // Of the right form, and no day of the calendar.
        (4, 2, 2) if text.len() == 10 && text.contains('-') => None,
        (4, 1..=2, 1..=2) if parts.next().is_none() => complaint(
            "is not read in this form; write it with hyphens and two digits each, YYYY-MM-DD, like 1990-12-07",
        ),
        (1..=2, 1..=2, 2 | 4) if parts.next().is_none() => complaint(
            "is not read in this form, in which day and month are easily taken for each other; write the year first, \
             YYYY-MM-DD: the 27th of December 1990 is 1990-12-27",
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(cell: &str) -> Option<&str> {
        Given::cell(cell).map(|given| given.text().unwrap())
    }

    #[test]
    fn cells_are_trimmed_and_lose_their_guard() {
        for (cell, expected) in [
            ("", None),
            (" \t\u{A0}", None),
            (" Ada ", Some("Ada")),
            ("'=1+1", Some("=1+1")),
            ("'-5", Some("-5")),
            ("'＝x", Some("＝x")),
            ("'\tx", Some("x")),
            ("'t Hooft", Some("'t Hooft")),
            ("''", Some("''")),
            ("'", Some("'")),
        ] {
            assert_eq!(text(cell), expected, "{cell:?}");
        }
        assert_eq!(Given::Cell("a\nb").text().unwrap_err().code, "control_character");
    }

    #[test]
    fn numbers_are_plain() {
        assert_eq!(Given::Cell("-24").integer(), Ok(-24));
        assert_eq!(Given::Cell("024").integer(), Ok(24));
        for (text, code) in [
            ("24.0", "wrong_type"),
            ("24,5", "wrong_type"),
            ("+24", "wrong_type"),
            ("٢٤", "wrong_type"),
            ("-", "wrong_type"),
            ("1e3", "wrong_type"),
            ("99999999999999999999", "out_of_range"),
        ] {
            assert_eq!(Given::Cell(text).integer().unwrap_err().code, code, "{text}");
        }
        assert_eq!(Given::Cell("14+12 + 11+15").integers(4), Ok(vec![14, 12, 11, 15]));
        let wrong = Given::Cell("14++x").integers(4).unwrap_err();
        assert_eq!(wrong.iter().map(|(index, _)| *index).collect::<Vec<_>>(), [Some(1), Some(2)]);
        assert_eq!(Given::Cell("1+1+1").integers(2).unwrap_err()[0].1.code, "wrong_length");
    }

    #[test]
    fn truth_is_yes_or_no() {
        for (cell, truth) in [("yes", true), ("Yes", true), ("TRUE", true), ("no", false), ("False", false)] {
            assert_eq!(Given::Cell(cell).boolean(), Ok(truth));
        }
        for cell in ["1", "0", "y", "ja", "wahr"] {
            assert!(Given::Cell(cell).boolean().is_err());
        }
    }

    #[test]
    fn only_the_iso_form_of_a_date_is_read_and_others_are_explained() {
        assert!(Given::Cell("1990-12-27").date().is_ok());
        for (cell, words) in [
            ("27.12.1990", "taken for each other"),
            ("27. 12. 1990", "taken for each other"),
            ("12/27/1990", "1990-12-27"),
            ("5/6/90", "the year first"),
            ("1990/12/27", "with hyphens"),
            ("1990-1-2", "with hyphens"),
            ("1990-12-27T00:00:00Z", "write the date alone"),
            ("1990-12-27 00:00", "write the date alone"),
            ("33234", "spreadsheet counts days"),
            ("1.2.3.4", "is not a date written YYYY-MM-DD"),
            ("Dec 27, 1990", "is not a date written YYYY-MM-DD"),
            ("1990-02-30", "is no day of the calendar"),
            ("1890-01-01", "must lie in the years"),
            ("๒๕๓๓-12-27", "is not a date written YYYY-MM-DD"),
            ("4294967296-1-1", "is not a date"),
        ] {
            let complaint = Given::Cell(cell).date().unwrap_err();
            assert_eq!(complaint.code, "invalid_date");
            assert!(complaint.detail.contains(words), "{cell}: {}", complaint.detail);
        }
    }
}
