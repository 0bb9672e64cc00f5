//! The numbers by which published certificates of organisations are looked up: the registry's own, and those of the bodies.

use diesel::dsl::{exists, max, not};
use diesel::prelude::*;

use super::OrganisationCertificate;
use super::rows::complete;
use crate::error::Error;
use crate::ids::{BodyId, OrganisationCertificateId as Id};
use crate::scheme::numbers::RegisterNumber;
use crate::scheme::organisation_certificate::{State, number_key};
use crate::store::connection::DatabaseConnection;
use crate::store::filling::fill;
use crate::store::rows::{Columns, Rows, values};
use crate::store::schema::{organisation_certificate_numbers as numbers, organisation_certificates as certificates};

/// A number that a certificate has.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = numbers)]
pub struct Numbered {
    #[diesel(column_name = organisation_certificate_id)]
    pub certificate: Id,
    /// The body that gave it; `None` for the registry's own.
    #[diesel(column_name = body_id)]
    pub body: Option<BodyId>,
    pub number: String,
}

/// The numbers that have this key: those of published certificates, all that they have had. Those of confidential ones only where
/// they are asked for: else they are as if they were not there, and take no longer.
pub fn numbered(
    connection: &mut DatabaseConnection,
    key: &str,
    with_confidential: bool,
) -> Result<Vec<Numbered>, Error> {
    let allowed: &[bool] = if with_confidential { &[false, true] } else { &[false] };
    let query = numbers::table.inner_join(certificates::table).filter(numbers::number_key.eq(key));
    let query = query.filter(certificates::confidential.eq_any(allowed));
    query.order((numbers::organisation_certificate_id, numbers::position)).select(Numbered::columns()).rows(connection)
}

/// Gives a certificate that was just published the registry's own number, and writes down those that its bodies gave it.
pub fn add_register_number(
    connection: &mut DatabaseConnection,
    certificate: &OrganisationCertificate,
    number: RegisterNumber,
) -> Result<(), Error> {
    Ok(write(connection, certificate, number).map(drop)?)
}

fn write(
    connection: &mut DatabaseConnection,
    certificate: &OrganisationCertificate,
    number: RegisterNumber,
) -> Result<usize, diesel::result::Error> {
    insert(connection, certificate.id, 0, (None, &number.compact()))?;
    insert(connection, certificate.id, 1, (Some(certificate.body), &certificate.number))?;
    for (position, transfer) in (2..).zip(&certificate.transfers) {
        insert(connection, certificate.id, position, (Some(transfer.body), &transfer.number))?;
    }
    Ok(1)
}

/// Writes down a number that another body gives the certificate.
pub(super) fn add_number(connection: &mut DatabaseConnection, id: Id, body: BodyId, number: &str) -> Result<(), Error> {
    let last = numbers::table.filter(numbers::organisation_certificate_id.eq(id)).select(max(numbers::position));
    let last: Option<i32> = last.row(connection)?.flatten();
    // One without any was published by an earlier version of the program; all of its numbers are filled in together.
    if let Some(last) = last {
        insert(connection, id, last + 1, (Some(body), number))?;
    }
    Ok(())
}

fn insert(
    connection: &mut DatabaseConnection,
    id: Id,
    position: i32,
    (body, number): (Option<BodyId>, &str),
) -> Result<usize, diesel::result::Error> {
    let row = values!(numbers: organisation_certificate_id = id, position = position, body_id = body, number = number,
        number_key = number_key(number));
    diesel::insert_into(numbers::table).values(row).execute(connection)
}

/// Writes down the numbers of what an earlier version of the program published, a few at a time; `make` gives each the
/// registry's own. Says how many.
pub fn fill_numbers(
    connection: &mut DatabaseConnection,
    make: impl Fn() -> Result<RegisterNumber, Error>,
    at_once: i64,
) -> Result<usize, Error> {
    let known = numbers::table.filter(numbers::organisation_certificate_id.eq(certificates::id));
    let found = certificates::table
        .filter(certificates::state.eq(State::Published))
        .filter(not(exists(known)))
        .limit(at_once)
        .select(OrganisationCertificate::columns())
        .rows(connection)?;
    let found = complete(connection, found)?.into_iter().map(|one| Ok((one, make()?)));
    let found = found.collect::<Result<Vec<_>, Error>>()?;
    fill(connection, found, |(one, _)| one.id, |connection, (one, number)| write(connection, one, *number))
}
