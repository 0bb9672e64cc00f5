//! Single values of a JSON object or a query string, with complaints that say what was expected and what came.

use std::ops::RangeInclusive;

use serde_json::Value;

use crate::scheme::Complaint;
pub use crate::scheme::calendar::parse_date;

/// Where the members come from, which decides how numbers and truth values are spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// JSON, with types of its own.
    Json,
    /// A query string, in which everything is text.
    Query,
}

/// A text as it came.
pub(super) fn string(value: &Value) -> Result<&str, Complaint> {
    value.as_str().ok_or_else(|| wrong_type("a text", value))
}

/// A text without control characters.
pub(super) fn text(value: &Value) -> Result<&str, Complaint> {
    let text = string(value)?;
    // Line breaks and tabs are for the field's own parser to judge; the others have no place in any text.
    let is_refused = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
    if let Some(character) = text.chars().find(|character| is_refused(*character)) {
        let detail = format!("contains the control character U+{:04X}; take it out", u32::from(character));
        return Err(Complaint::new("control_character", detail));
    }
    Ok(text)
}

/// A whole number within `range`.
pub(super) fn integer(value: &Value, source: Source, range: &RangeInclusive<i64>) -> Result<i64, Complaint> {
    let (start, end) = (range.start(), range.end());
    let out_of_range = || Complaint::new("out_of_range", format!("must be from {start} to {end}"));
    let number = match (source, value) {
        (Source::Json, Value::Number(number)) if number.is_u64() => number.as_i64().ok_or_else(out_of_range)?,
        // Beyond what 64 bits hold it is as good as their end: too large a limit is lowered, however large.
        (Source::Query, Value::String(text)) if is_decimal(text) => {
            text.parse().unwrap_or(if text.starts_with('-') { i64::MIN } else { i64::MAX })
        }
        _ => value.as_i64().ok_or_else(|| wrong_type("a whole number", value))?,
    };
    if range.contains(&number) { Ok(number) } else { Err(out_of_range()) }
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `true` or `false`.
pub(super) fn boolean(value: &Value, source: Source) -> Result<bool, Complaint> {
    match (source, value) {
        (Source::Query, Value::String(text)) if text == "true" => Ok(true),
        (Source::Query, Value::String(text)) if text == "false" => Ok(false),
        _ => value.as_bool().ok_or_else(|| wrong_type("`true` or `false`", value)),
    }
}

/// The complaint about a value of another type than `expected`.
pub(super) fn wrong_type(expected: &str, value: &Value) -> Complaint {
    Complaint::new("wrong_type", format!("must be {expected}, not {}", kind(value)))
}

/// What `value` is, for people.
pub(super) const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
