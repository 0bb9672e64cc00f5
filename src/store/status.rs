//! Status changes of bodies and certificates, as both tables keep them.

use chrono::{NaiveDate, NaiveDateTime};

use super::row::{Place, from_column};
use crate::clock::Moment;
use crate::error::Error;
use crate::scheme::lifecycle::{Change, History, RecordedChange};

/// A status change with its reason: what, from which day, until which day for a suspension, why, by whom, recorded
/// when.
#[derive(Clone, Debug)]
pub struct StatusRecord {
    /// What changed, and from when.
    pub change: Change,
    /// Why, in a code.
    pub reason_code: Option<String>,
    /// Why, in words.
    pub reason: String,
    /// By whom.
    pub recorded_by: String,
    /// When it was recorded.
    pub recorded_at: Moment,
}

/// The columns that both tables share, in the order in which they are selected.
pub(super) type StatusColumns = (String, NaiveDate, Option<NaiveDate>, Option<String>, String, String, NaiveDateTime);

pub(super) fn from_columns(columns: StatusColumns, table: &'static str, row: &str) -> Result<StatusRecord, Error> {
    let (kind, effective_on, until, reason_code, reason, recorded_by, recorded_at) = columns;
    let change = Place { table, row }.value("kind", Change::restore(&kind, effective_on, until))?;
    Ok(StatusRecord { change, reason_code, reason, recorded_by, recorded_at: from_column(recorded_at) })
}

/// The history that the records make.
#[must_use]
pub fn history(from: NaiveDate, expires_on: Option<NaiveDate>, records: &[StatusRecord]) -> History {
    let changes =
        records.iter().map(|record| RecordedChange { change: record.change, recorded_at: record.recorded_at });
    History { from, expires_on, changes: changes.collect() }
}
