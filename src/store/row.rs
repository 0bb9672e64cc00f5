//! From rows to typed values. What does not fit is the database's inconsistency, reported with its place.

use chrono::NaiveDateTime;

use crate::clock::Moment;
use crate::error::Error;

/// The row that a value stands in.
pub(super) struct Place<'a> {
    pub table: &'static str,
    pub row: &'a str,
}

impl Place<'_> {
    /// The value, or the error that names its table, column and row. Not the value itself: it may be personal.
    pub(super) fn value<T>(&self, column: &'static str, value: Option<T>) -> Result<T, Error> {
        value.ok_or_else(|| {
            Error::Internal(format!("{}.{column} of row {} has an impossible value", self.table, self.row))
        })
    }

    /// The same for a value that may be absent.
    pub(super) fn optional<V, T>(
        &self,
        column: &'static str,
        value: Option<V>,
        parse: impl FnOnce(V) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        value.map(|value| self.value(column, parse(value))).transpose()
    }
}

/// An instant as both databases keep it: without a zone, in UTC.
pub(super) fn to_column(moment: Moment) -> NaiveDateTime {
    moment.naive_utc()
}

/// The instant back.
pub(super) fn from_column(column: NaiveDateTime) -> Moment {
    column.and_utc()
}

/// A set of codes as it is kept: `,de,en,`.
pub(super) fn set_to_column<'a>(codes: impl IntoIterator<Item = &'a str>) -> String {
    let mut column = String::from(",");
    for code in codes {
        column.push_str(code);
        column.push(',');
    }
    column
}

/// The set back.
pub(super) fn set_from_column(column: &str) -> Vec<String> {
    column.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect()
}
