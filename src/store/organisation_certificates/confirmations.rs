//! That bodies found the records of their certificates right, as of a day.

use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::OrganisationCertificate;
use super::reading::is_certified_by;
use super::rows::complete;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, OrganisationCertificateId as Id};
use crate::scheme::organisation_certificate::State;
use crate::store::column::Column;
use crate::store::connection::{DatabaseConnection, insert_all};
use crate::store::rows::{Columns, Rows, values};
use crate::store::schema::{
    organisation_certificate_confirmations as confirmations, organisation_certificates as certificates,
};

/// Those of the certificates that are confirmed as of this very day.
pub fn confirmed_on(connection: &mut DatabaseConnection, ids: &[Id], day: NaiveDate) -> Result<Vec<Id>, Error> {
    confirmations::table
        .filter(confirmations::organisation_certificate_id.eq_any(ids))
        .filter(confirmations::confirmed_on.eq(day))
        .select(confirmations::organisation_certificate_id)
        .rows(connection)
}

/// Records that these certificates are confirmed as of a day, as none of them is yet.
pub fn confirm(
    connection: &mut DatabaseConnection,
    ids: &[Id],
    day: NaiveDate,
    (by, at): (&str, Moment),
) -> Result<(), Error> {
    let rows = ids.iter().map(|id| {
        values!(confirmations: organisation_certificate_id = *id, confirmed_on = day, recorded_by = by.to_owned(),
            recorded_at = Column(at))
    });
    insert_all!(connection, confirmations::table, rows);
    Ok(())
}

/// The published certificates whose last day is not before `today`, that were published before `since`, and that nobody has
/// confirmed as of a day from then on; of those for which a body answers or answered if one is given.
pub fn unconfirmed(
    connection: &mut DatabaseConnection,
    since: NaiveDate,
    today: NaiveDate,
    body: Option<BodyId>,
) -> Result<Vec<OrganisationCertificate>, Error> {
    let confirmed = confirmations::table
        .filter(confirmations::organisation_certificate_id.eq(certificates::id))
        .filter(confirmations::confirmed_on.ge(since));
    let mut query = certificates::table
        .filter(certificates::state.eq(State::Published))
        .filter(certificates::expires_on.ge(today))
        .filter(certificates::published_at.lt(Column(since.and_time(chrono::NaiveTime::MIN).and_utc())))
        .filter(not(exists(confirmed)))
        .order(certificates::id)
        .select(OrganisationCertificate::columns())
        .into_boxed();
    if let Some(body) = body {
        query = query.filter(is_certified_by(body));
    }
    let found = query.rows(connection)?;
    complete(connection, found)
}
