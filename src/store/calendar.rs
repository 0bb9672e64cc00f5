//! How far the registry has told what days bring by themselves, and of which records a day may bring something.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::connection::DatabaseConnection;
use super::rows::{Rows, narrow, values};
use super::schema::{
    body_auditors, calendar, certificate_status_changes, certificates, course_status_changes, courses,
    organisation_certificate_status_changes, organisation_certificates, training_organisation_status_changes,
    training_organisations,
};
use crate::error::Error;
use crate::ids::{BodyAuditorId, BodyId, CertificateId};

/// The day in hand, and after what of it to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarPlace {
    pub day: NaiveDate,
    /// Empty at the beginning of the day.
    pub place: String,
}

/// The only row.
const ID: i32 = 1;

/// Where it goes on; `None` before it has begun.
pub fn reached(connection: &mut DatabaseConnection) -> Result<Option<CalendarPlace>, Error> {
    let row: Option<(NaiveDate, String)> =
        calendar::table.find(ID).select((calendar::day, calendar::place)).row(connection)?;
    Ok(row.map(|(day, place)| CalendarPlace { day, place }))
}

/// Begins.
pub fn begin(connection: &mut DatabaseConnection, at: &CalendarPlace) -> Result<(), Error> {
    let row = values!(calendar: id = ID, day = at.day, place = &at.place);
    diesel::insert_into(calendar::table).values(row).execute(connection)?;
    Ok(())
}

/// Goes on from `before` to `next`.
///
/// # Errors
/// [`Error::Contended`] where somebody else has gone on already: what was recorded meanwhile would be told twice.
pub fn go_on(connection: &mut DatabaseConnection, before: &CalendarPlace, next: &CalendarPlace) -> Result<(), Error> {
    let moved = diesel::update(calendar::table.find(ID))
        .filter(calendar::day.eq(before.day))
        .filter(calendar::place.eq(&before.place))
        .set(values!(calendar: day = next.day, place = &next.place))
        .execute(connection)?;
    if moved == 1 { Ok(()) } else { Err(Error::Contended("the calendar was turned by another node".to_owned())) }
}

/// The ids of records for which one of these days may be the last: those of a table whose last day it is, and those with a
/// change whose last day it is: a suspension, an extension. In order, after an id, at most so many.
macro_rules! ending_on {
    ($name:ident: $changes:ident.$owner:ident $(, $table:ident.$last_day:ident)?) => {
        pub fn $name(
            connection: &mut DatabaseConnection,
            last_days: &[NaiveDate],
            after: &str,
            limit: i64,
        ) -> Result<Vec<String>, Error> {
            let suspended = $changes::table
                .filter($changes::until.eq_any(last_days))
                .filter($changes::$owner.gt(after))
                .order($changes::$owner)
                .limit(limit)
                .select($changes::$owner)
                .distinct();
            let found = [
                suspended.rows::<String>(connection)?,
                $($table::table
                    .filter($table::$last_day.eq_any(last_days))
                    .filter($table::id.gt(after))
                    .order($table::id)
                    .limit(limit)
                    .select($table::id)
                    .rows::<String>(connection)?,)?
            ];
            let ids: BTreeSet<String> = found.into_iter().flatten().collect();
            Ok(ids.into_iter().take(usize::try_from(limit).unwrap_or(usize::MAX)).collect())
        }
    };
}

ending_on!(courses: course_status_changes.course_id, courses.accredited_until);
ending_on!(training_organisations:
    training_organisation_status_changes.training_organisation_id, training_organisations.accredited_until);
ending_on!(certificates: certificate_status_changes.certificate_id, certificates.expires_on);
ending_on!(organisation_certificates:
    organisation_certificate_status_changes.organisation_certificate_id, organisation_certificates.expires_on);

/// The namings of auditors, not ended, by certificates with one of these last days, of one body if one is given: each with its body
/// and the certificate.
pub fn auditors(
    connection: &mut DatabaseConnection,
    last_days: &[NaiveDate],
    body: Option<BodyId>,
    (after, limit): (&str, i64),
) -> Result<Vec<(BodyAuditorId, BodyId, CertificateId)>, Error> {
    let mut query = body_auditors::table
        .inner_join(certificates::table.on(body_auditors::certificate_id.eq(certificates::id.nullable())))
        .filter(certificates::expires_on.eq_any(last_days))
        .filter(body_auditors::removed_at.is_null())
        .filter(body_auditors::id.gt(after))
        .order(body_auditors::id)
        .limit(limit)
        .select((body_auditors::id, body_auditors::body_id, certificates::id))
        .into_boxed();
    narrow!(query: body_auditors::body_id = body);
    query.rows(connection)
}
