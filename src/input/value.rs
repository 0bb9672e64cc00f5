//! Single values of a JSON object or a query string, with complaints that say what was expected and what came.

use std::ops::RangeInclusive;

use serde_json::Value;

use super::given::Given;
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

impl Source {
    fn of(self, value: &Value) -> Given<'_> {
        match (self, value) {
            (Self::Query, Value::String(text)) => Given::Parameter(text),
            _ => value.into(),
        }
    }
}

pub(super) fn string(value: &Value) -> Result<&str, Complaint> {
    Given::from(value).spelling()
}

pub(super) fn text(value: &Value) -> Result<&str, Complaint> {
    Given::from(value).text()
}

pub(super) fn integer(value: &Value, source: Source, range: &RangeInclusive<i64>) -> Result<i64, Complaint> {
    source.of(value).integer(range)
}

pub(super) fn boolean(value: &Value, source: Source) -> Result<bool, Complaint> {
    source.of(value).boolean()
}

pub(super) fn wrong_type(expected: &str, value: &Value) -> Complaint {
    Given::from(value).wrong_type(expected)
}

pub(super) fn kind(value: &Value) -> &'static str {
    Given::from(value).kind()
}
