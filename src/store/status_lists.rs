//! Status lists: which places are taken, and what a list has to show.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::certificates::status_columns;
use super::connection::DatabaseConnection;
use super::credentials::to_number;
use super::row::{Place, to_column};
use super::schema::{certificate_status_changes, certificates, credentials, status_lists};
use super::status::{self, StatusColumns};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::CertificateId;
use crate::scheme::lifecycle::History;

/// A credential of which a list may have something to show.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its place, from 0.
    pub index: u32,
    /// Whether another credential took its place.
    pub replaced: bool,
    /// The history of its certificate.
    pub history: History,
}

/// The number of the newest list, and the issuer that opened it, if there is any.
pub fn newest(connection: &mut DatabaseConnection) -> Result<Option<(u32, Option<u32>)>, Error> {
    let row = status_lists::table
        .order(status_lists::number.desc())
        .select((status_lists::number, status_lists::issuer))
        .first::<(i32, Option<i32>)>(connection)
        .optional()?;
    row.map(|(number, issuer)| Ok((list_number(number)?, issuer_number(issuer)?))).transpose()
}

fn list_number(number: i32) -> Result<u32, Error> {
    Place { table: "status_lists", row: "any" }.value("number", u32::try_from(number).ok())
}

fn issuer_number(number: Option<i32>) -> Result<Option<u32>, Error> {
    Place { table: "status_lists", row: "any" }.optional("issuer", number, |number| u32::try_from(number).ok())
}

/// The issuer that opened a list; `None` where that is not known, or there is no such list.
pub fn issuer(connection: &mut DatabaseConnection, list: u32) -> Result<Option<u32>, Error> {
    let issuer =
        status_lists::table.find(to_number(list)?).select(status_lists::issuer).first(connection).optional()?;
    issuer_number(issuer.flatten())
}

/// Opens the list with this number, of an issuer.
pub fn open(connection: &mut DatabaseConnection, number: u32, issuer: u32, at: Moment) -> Result<(), Error> {
    diesel::insert_into(status_lists::table)
        .values((
            status_lists::number.eq(to_number(number)?),
            status_lists::version.eq(1_i64),
            status_lists::opened_at.eq(to_column(at)),
            status_lists::issuer.eq(Some(to_number(issuer)?)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Those of `places` in a list that are taken.
pub fn taken(connection: &mut DatabaseConnection, list: u32, places: &[u32]) -> Result<Vec<u32>, Error> {
    let places = places.iter().map(|place| to_number(*place)).collect::<Result<Vec<_>, _>>()?;
    let taken = credentials::table
        .filter(credentials::status_list.eq(to_number(list)?).and(credentials::status_index.eq_any(places)))
        .select(credentials::status_index)
        .load::<i32>(connection)?;
    Ok(taken.into_iter().filter_map(|index| u32::try_from(index).ok()).collect())
}

/// Moves the versions of the lists that have credentials of a certificate: what they show changes with this transaction.
pub fn touch(connection: &mut DatabaseConnection, certificate: CertificateId) -> Result<(), Error> {
    let lists = credentials::table
        .filter(credentials::certificate_id.eq(certificate.to_string()))
        .select(credentials::status_list)
        .distinct()
        .load::<i32>(connection)?;
    touch_lists(connection, &lists)
}

/// Moves the versions of these lists.
pub(super) fn touch_lists(connection: &mut DatabaseConnection, lists: &[i32]) -> Result<(), Error> {
    diesel::update(status_lists::table.filter(status_lists::number.eq_any(lists)))
        .set(status_lists::version.eq(status_lists::version + 1))
        .execute(connection)?;
    Ok(())
}

/// Moves the versions of all lists: other keys sign them from this transaction on.
pub fn touch_all(connection: &mut DatabaseConnection) -> Result<(), Error> {
    diesel::update(status_lists::table).set(status_lists::version.eq(status_lists::version + 1)).execute(connection)?;
    Ok(())
}

/// The version of a list; `None` where there is no such list.
pub fn version(connection: &mut DatabaseConnection, list: u32) -> Result<Option<i64>, Error> {
    let Ok(number) = to_number(list) else { return Ok(None) };
    Ok(status_lists::table.find(number).select(status_lists::version).first(connection).optional()?)
}

/// All credentials of a list that were replaced, or whose certificates' status ever changed: one query.
pub fn entries(connection: &mut DatabaseConnection, list: u32) -> Result<Vec<Entry>, Error> {
    type Row = ((i32, Option<chrono::NaiveDateTime>), (NaiveDate, Option<NaiveDate>), Option<StatusColumns>);
    let rows = credentials::table
        .inner_join(certificates::table.left_join(certificate_status_changes::table))
        .filter(credentials::status_list.eq(to_number(list)?))
        .filter(credentials::replaced_at.is_not_null().or(certificate_status_changes::id.nullable().is_not_null()))
        .order(certificate_status_changes::id)
        .select((
            (credentials::status_index, credentials::replaced_at),
            (certificates::awarded_on, certificates::expires_on),
            status_columns!(),
        ))
        .load::<Row>(connection)?;
    let mut found: HashMap<i32, Entry> = HashMap::new();
    for ((index, replaced_at), (awarded_on, expires_on), change) in rows {
        let row = format!("{list}/{index}");
        let place = Place { table: "credentials", row: &row };
        let place_in_list = place.value("status_index", u32::try_from(index).ok())?;
        let entry = found.entry(index).or_insert_with(|| Entry {
            index: place_in_list,
            replaced: replaced_at.is_some(),
            history: status::history(awarded_on, expires_on, &[]),
        });
        if let Some(columns) = change {
            let record = status::from_columns(columns, "certificate_status_changes", &row)?;
            entry.history.changes.extend(status::history(awarded_on, expires_on, &[record]).changes);
        }
    }
    Ok(found.into_values().collect())
}
