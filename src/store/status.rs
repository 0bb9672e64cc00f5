//! Status changes of bodies, certificates and organisation certificates: three tables of one form.

use std::collections::HashMap;
use std::convert::identity;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::column::{Column, composed, later};
use super::connection::DatabaseConnection;
use super::rows::{Impossible, Rows, grouped};
use super::schema;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CertificateId, OrganisationCertificateId};
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

/// Declares how status changes are added to one of the tables, and read for a number of records, in the order of recording.
macro_rules! status_changes {
    ($table:ident, $owner:ident, $id:ty: $insert:ident, $of:ident, $code:expr) => {
        pub fn $insert(connection: &mut DatabaseConnection, id: $id, record: &StatusRecord) -> Result<(), Error> {
            use schema::$table;
            diesel::insert_into($table::table)
                .values((
                    $table::$owner.eq(id),
                    $table::kind.eq(record.change.kind()),
                    $table::effective_on.eq(record.change.from()),
                    $table::until.eq(record.change.until()),
                    $table::reason_code.eq($code(record.reason_code.as_deref())),
                    $table::reason.eq(&record.reason),
                    $table::recorded_by.eq(&record.recorded_by),
                    $table::recorded_at.eq(Column(record.recorded_at)),
                ))
                .execute(connection)?;
            Ok(())
        }

        pub(super) fn $of(
            connection: &mut DatabaseConnection,
            ids: &[$id],
        ) -> Result<HashMap<$id, Vec<StatusRecord>>, Error> {
            use schema::$table;
            if ids.is_empty() {
                return Ok(HashMap::new());
            }
            let query = $table::table.filter($table::$owner.eq_any(ids)).order($table::id);
            Ok(grouped(query.select(($table::$owner, status_columns!($table))).rows(connection)?))
        }
    };
}

status_changes!(body_status_changes, body_id, BodyId: insert_of_body, of_bodies, identity);
status_changes!(certificate_status_changes, certificate_id, CertificateId:
    insert_of_certificate, of_certificates, Option::unwrap_or_default);
status_changes!(organisation_certificate_status_changes, organisation_certificate_id, OrganisationCertificateId:
    insert_of_organisation_certificate, of_organisation_certificates, identity);
