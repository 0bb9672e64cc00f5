//! A value as it was given: as JSON, as a parameter of an address, or as a cell of a table. What a number, a truth value or a
//! day is, is decided here for all of them.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde_json::Value;

use super::dates::{self, DateForms};
use super::digits;
use super::tree::Json;
use crate::scheme::Complaint;

/// A value as it was given; of what has values inside, only that it has.
#[derive(Clone, Copy, Debug)]
pub enum Given<'a> {
    Null,
    Boolean(bool),
    Integer(i64),
    /// A whole number above all that [`Given::Integer`] holds.
    TooLarge,
    Fraction,
    Text(&'a str),
    Array,
    Object,
    /// Of an address, where everything is text: `true`, and numbers in plain digits.
    Parameter(&'a str),
    /// Of a table, trimmed: `yes`, and numbers in plain digits.
    Cell(&'a str),
}

impl<'a> From<&'a Value> for Given<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(truth) => Self::Boolean(*truth),
            Value::Number(number) if number.is_u64() => number.as_i64().map_or(Self::TooLarge, Self::Integer),
            Value::Number(number) => {
                number.as_i64().map_or_else(|| Self::of_float(number.as_f64().unwrap_or(f64::NAN)), Self::Integer)
            }
            Value::String(text) => Self::Text(text),
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }
}

impl<'a> From<&'a Json<'a>> for Given<'a> {
    fn from(json: &'a Json<'a>) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Boolean(truth) => Self::Boolean(*truth),
            Json::Integer(number) => Self::Integer(*number),
            Json::TooLarge => Self::TooLarge,
            Json::Fraction(number) => Self::of_float(*number),
            Json::Text(text) => Self::Text(text),
            Json::Array(_) => Self::Array,
            Json::Object(_) => Self::Object,
        }
    }
}

impl<'a> Given<'a> {
    /// 30.0 is a whole number (JSON Schema 2020-12, validation, 6.1.1). Beyond 2^53 it may not be the one that was written.
    fn of_float(number: f64) -> Self {
        if number.fract() != 0.0 || !number.is_finite() {
            return Self::Fraction;
        }
        let is_exact = number.abs() <= 9_007_199_254_740_992.0;
        is_exact.then(|| format!("{number:.0}").parse().ok()).flatten().map_or(Self::TooLarge, Self::Integer)
    }

    /// What it is, for people.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a truth value",
            Self::Integer(_) | Self::TooLarge | Self::Fraction => "a number",
            Self::Text(_) | Self::Parameter(_) | Self::Cell(_) => "a text",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }

    /// The complaint about a value of another type than `expected`.
    pub fn wrong_type(self, expected: &str) -> Complaint {
        Complaint::new("wrong_type", format!("must be {expected}, not {}", self.kind()))
    }

    /// A text as it came, control characters included: for numbers of records, which are read in any spelling.
    pub fn spelling(self) -> Result<&'a str, Complaint> {
        match self {
            Self::Text(text) | Self::Parameter(text) | Self::Cell(text) => Ok(text),
            other => Err(other.wrong_type("a text")),
        }
    }

    /// A text without control characters but line ends and tabs, which are for the field's own parser to judge.
    pub fn text(self) -> Result<&'a str, Complaint> {
        without_controls(self.spelling()?, &['\n', '\r', '\t'])
    }

    /// A text on one line: without any control characters.
    pub fn line(self) -> Result<&'a str, Complaint> {
        without_controls(self.spelling()?, &[])
    }

    pub fn integer(self, range: &RangeInclusive<i64>) -> Result<i64, Complaint> {
        let out_of_range =
            || Complaint::new("out_of_range", format!("must be from {} to {}", range.start(), range.end()));
        let number = match self {
            Self::Integer(number) => number,
            Self::TooLarge => return Err(out_of_range()),
            // Beyond what 64 bits hold it is as good as their end: too large a limit is lowered, however large.
            Self::Parameter(text) if is_decimal(text) => {
                text.parse().unwrap_or(if text.starts_with('-') { i64::MIN } else { i64::MAX })
            }
            Self::Fraction => return Err(digits::has_a_fraction()),
            Self::Cell(_) => match digits::whole_number(self.line()?) {
                Ok(digits) => digits.parse().map_err(|_| out_of_range())?,
                Err(why) => return Err(why),
            },
            other => return Err(other.wrong_type("a whole number")),
        };
        if range.contains(&number) { Ok(number) } else { Err(out_of_range()) }
    }

    /// `true` or `false`; `yes` or `no` in a cell.
    pub fn boolean(self) -> Result<bool, Complaint> {
        let is = |text: &str, words: [&str; 2]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
        match self {
            Self::Boolean(truth) => Ok(truth),
            Self::Parameter("true") => Ok(true),
            Self::Parameter("false") => Ok(false),
            Self::Cell(text) if is(text, ["yes", "true"]) => Ok(true),
            Self::Cell(text) if is(text, ["no", "false"]) => Ok(false),
            Self::Cell(_) => Err(Complaint::new("wrong_type", "must be `yes` or `no`")),
            other => Err(other.wrong_type("`true` or `false`")),
        }
    }

    /// A day: in a cell in the forms of its table, else in the ISO form only.
    pub fn day(self, forms: &DateForms) -> Result<NaiveDate, Complaint> {
        let text = self.line()?;
        if let Self::Cell(_) = self { forms.read(text) } else { dates::day(text) }
    }
}

/// The complaint about an array of another length.
pub fn wrong_length(lengths: &RangeInclusive<usize>, found: usize) -> Complaint {
    let (least, most) = (lengths.start(), lengths.end());
    let wanted = if least == most { least.to_string() } else { format!("from {least} to {most}") };
    Complaint::new("wrong_length", format!("must have {wanted} entries, not {found}"))
}

fn without_controls<'a>(text: &'a str, allowed: &[char]) -> Result<&'a str, Complaint> {
    match text.chars().find(|character| character.is_control() && !allowed.contains(character)) {
        Some(character) => Err(Complaint::new(
            "control_character",
            format!("contains the control character U+{:04X}; take it out", u32::from(character)),
        )),
        None => Ok(text),
    }
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: RangeInclusive<i64> = i64::MIN..=i64::MAX;

    #[test]
    fn a_line_has_no_control_characters() {
        assert_eq!(Given::Cell("a\nb").line().unwrap_err().code, "control_character");
    }

    #[test]
    fn numbers_are_plain() {
        assert_eq!(Given::Cell("-24").integer(&ANY), Ok(-24));
        for whole in
            ["024", "24.0", "24,0", "24.00", "24,0000", "٢٤", "۲۴", "२४", "２４", "２４．０", "٢٤٫٠", "'24", "24."]
        {
            assert_eq!(Given::Cell(whole).integer(&ANY), Ok(24), "{whole}");
        }
        assert_eq!(Given::Cell("\u{2212}24,0").integer(&ANY), Ok(-24));
        for (text, code, words) in [
            ("24.5", "wrong_type", "has a fraction"),
            ("24,5", "wrong_type", "has a fraction"),
            ("٢٤٫٥", "wrong_type", "has a fraction"),
            ("24.000", "wrong_type", "thousands"),
            ("65%", "percentage", "are these percentages?"),
            ("65 %", "percentage", "are these percentages?"),
            ("65,5％", "percentage", "are these percentages?"),
            ("٦٥٪", "percentage", "are these percentages?"),
            ("26/40", "wrong_type", "write the marks alone, such as 26"),
            ("26 / 40", "wrong_type", "write the marks alone, such as 26"),
            ("26 of 40", "wrong_type", "write the marks alone, such as 26"),
            ("26 von 40", "wrong_type", "write the marks alone, such as 26"),
            ("+24", "wrong_type", "must be a whole number"),
            ("-", "wrong_type", "must be a whole number"),
            ("1e3", "wrong_type", "must be a whole number"),
            ("1.2.0", "wrong_type", "must be a whole number"),
            (".0", "wrong_type", "must be a whole number"),
            ("99999999999999999999", "out_of_range", "must be from"),
        ] {
            let complaint = Given::Cell(text).integer(&ANY).unwrap_err();
            assert_eq!(complaint.code, code, "{text}");
            assert!(complaint.detail.contains(words), "{text}: {}", complaint.detail);
        }
    }

    #[test]
    fn whole_numbers_of_json_may_have_a_point() {
        for (text, whole) in [("30.0", 30), ("3e1", 30), ("-2.0", -2), ("-0.0", 0), ("9007199254740992.0", 1 << 53)] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(Given::from(&value).integer(&ANY), Ok(whole), "{text}");
            assert_eq!(Given::from(&Json::parse(text).unwrap()).integer(&ANY), Ok(whole), "{text}");
        }
        for (text, code) in [("30.5", "wrong_type"), ("1e300", "out_of_range"), ("9007199254740994.0", "out_of_range")]
        {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(Given::from(&value).integer(&ANY).unwrap_err().code, code, "{text}");
        }
        assert!(Given::Fraction.integer(&ANY).unwrap_err().detail.starts_with("has a fraction"));
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
    fn only_cells_have_other_dates_than_programs_write() {
        let forms = DateForms::default();
        assert_eq!(Given::Cell("1990/12/27").day(&forms).unwrap().to_string(), "1990-12-27");
        for given in [Given::Text("1990/12/27"), Given::Parameter("1990/12/27")] {
            assert!(given.day(&forms).unwrap_err().detail.contains("with hyphens"));
        }
    }
}
