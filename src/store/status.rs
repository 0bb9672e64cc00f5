//! Status changes of bodies, certificates and organisation certificates: three tables of one form.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::column::{composed, later};
use super::rows::Impossible;
use crate::clock::Moment;
use crate::scheme::lifecycle::{Change, History, RecordedChange};

/// A status change with its reason: what, from which day, until which day for a suspension, why, by whom, recorded
/// when.
#[derive(Clone, Debug, Queryable)]
pub struct StatusRecord {
    pub change: Change,
    pub reason_code: Option<String>,
    pub reason: String,
    pub recorded_by: String,
    pub recorded_at: Moment,
}

composed!(Change: (String, NaiveDate, Option<NaiveDate>),
    |(kind, from, until)| Self::restore(&kind, from, until).ok_or(Impossible("kind")));
later!(Vec<StatusRecord>);
// What happened since is loaded along with it.
composed!(History: (NaiveDate, Option<NaiveDate>),
    |(from, expires_on)| Ok(Self { from, expires_on, changes: Vec::new() }));

impl StatusRecord {
    /// As far as it makes history.
    pub(super) const fn recorded(&self) -> RecordedChange {
        RecordedChange { change: self.change, recorded_at: self.recorded_at }
    }
}

/// The history that the records make.
#[must_use]
pub fn history(from: NaiveDate, expires_on: Option<NaiveDate>, records: &[StatusRecord]) -> History {
    History { from, expires_on, changes: records.iter().map(StatusRecord::recorded).collect() }
}

/// The columns of a [`StatusRecord`].
macro_rules! status_columns {
    ($table:ident) => {
        (
            ($table::kind, $table::effective_on, $table::until),
            $table::reason_code.nullable(),
            $table::reason,
            $table::recorded_by,
            $table::recorded_at,
        )
    };
}
pub(super) use status_columns;

/// Declares for a kind of record `insert_status_change`, and `with_changes` by which records get theirs: of records with an
/// `id` and `status_changes`, the table of the changes, its column with the owner, and how a reason code is put there
/// (`identity` where it may be null).
macro_rules! status_changes {
    ($record:ident, $id:ident: $table:ident, $owner:ident, $reason_code:expr) => {
        pub fn insert_status_change(
            connection: &mut DatabaseConnection,
            id: $id,
            record: &StatusRecord,
        ) -> Result<(), Error> {
            use $crate::store::schema::$table;
            let new = $crate::store::rows::values!($table: $owner = id, kind = record.change.kind(),
                effective_on = record.change.from(), until = record.change.until(),
                reason_code = $reason_code(record.reason_code.as_deref()), reason = &record.reason,
                recorded_by = &record.recorded_by, recorded_at = Column(record.recorded_at));
            diesel::insert_into($table::table).values(new).execute(connection)?;
            Ok(())
        }

        /// These records with their status changes in the order of recording: one more query, however many.
        fn with_changes(connection: &mut DatabaseConnection, mut found: Vec<$record>) -> Result<Vec<$record>, Error> {
            use $crate::store::schema::$table;
            if found.is_empty() {
                return Ok(found);
            }
            let ids: Vec<$id> = found.iter().map(|one| one.id).collect();
            let changes = $table::table.filter($table::$owner.eq_any(&ids)).order($table::id);
            let changes = changes.select(($table::$owner, $crate::store::status::status_columns!($table)));
            let changes: Vec<($id, StatusRecord)> = changes.rows(connection)?;
            let mut changes = $crate::store::rows::grouped(changes);
            for one in &mut found {
                one.status_changes = changes.remove(&one.id).unwrap_or_default();
            }
            Ok(found)
        }
    };
}
pub(super) use status_changes;
