//! Status lists: which places are taken, and what a list has to show.

use std::collections::HashMap;

use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::rows::{Rows, values};
use super::schema::{certificate_status_changes, certificates, credentials, organisation_credentials, status_lists};
use super::status::{StatusRecord, status_columns};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::CertificateId;
use crate::scheme::lifecycle::History;
use crate::scheme::words::words;

/// A credential of which a list may have something to show.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its place, from 0.
    pub index: u32,
    /// Whether another credential took its place.
    pub replaced: bool,
    pub history: History,
}

words! {
    /// Whose credentials a list is of.
    Subject {
        Person = "person",
        Organisation = "organisation",
    }
}

/// The number of the newest list of a subject, and the issuer that opened it, if there is any.
pub fn newest(connection: &mut DatabaseConnection, subject: Subject) -> Result<Option<(u32, Option<u32>)>, Error> {
    let query = status_lists::table.filter(status_lists::subject.eq(subject.as_str()));
    let query = query.order(status_lists::number.desc());
    query.select((status_lists::number, status_lists::issuer)).row(connection)
}

/// The greatest number of all lists; 0 where there is none.
pub fn greatest(connection: &mut DatabaseConnection) -> Result<u32, Error> {
    let query = status_lists::table.order(status_lists::number.desc()).select(status_lists::number);
    Ok(query.row::<u32>(connection)?.unwrap_or(0))
}

/// Whose credentials a list is of; `None` where there is no such list.
pub fn subject(connection: &mut DatabaseConnection, list: u32) -> Result<Option<Subject>, Error> {
    let query = status_lists::table.find(Column(list)).select(status_lists::subject);
    Ok(query.row::<String>(connection)?.and_then(|word| Subject::parse(&word)))
}

/// The issuer that opened a list; `None` where that is not known, or there is no such list.
pub fn issuer(connection: &mut DatabaseConnection, list: u32) -> Result<Option<u32>, Error> {
    let query = status_lists::table.find(Column(list)).select(status_lists::issuer);
    Ok(query.row::<Option<u32>>(connection)?.flatten())
}

/// Opens the list with this number, of an issuer.
pub fn open(
    connection: &mut DatabaseConnection,
    number: u32,
    (issuer, subject): (u32, Subject),
    at: Moment,
) -> Result<(), Error> {
    let new = values!(status_lists: number = Column(number), version = 1_i64, opened_at = Column(at),
        issuer = Column(issuer), subject = subject.as_str());
    diesel::insert_into(status_lists::table).values(new).execute(connection)?;
    Ok(())
}

/// Those of `places` in a list that are taken.
pub fn taken(connection: &mut DatabaseConnection, list: u32, places: &[u32]) -> Result<Vec<u32>, Error> {
    let places: Vec<_> = places.iter().map(|place| Column(*place)).collect();
    let there = credentials::status_list.eq(Column(list)).and(credentials::status_index.eq_any(places.clone()));
    let mut taken: Vec<u32> = credentials::table.filter(there).select(credentials::status_index).rows(connection)?;
    let there = organisation_credentials::status_list.eq(Column(list));
    let there = there.and(organisation_credentials::status_index.eq_any(places));
    let of_organisations = organisation_credentials::table.filter(there);
    taken.extend(of_organisations.select(organisation_credentials::status_index).rows::<u32>(connection)?);
    Ok(taken)
}

/// Moves the versions of the lists that have credentials of a certificate: what they show changes with this transaction.
pub fn touch(connection: &mut DatabaseConnection, certificate: CertificateId) -> Result<(), Error> {
    let of_certificate = credentials::table.filter(credentials::certificate_id.eq(certificate));
    let lists = of_certificate.select(credentials::status_list).distinct().rows(connection)?;
    touch_lists(connection, lists)
}

/// Moves the versions of these lists.
pub(super) fn touch_lists(connection: &mut DatabaseConnection, lists: Vec<u32>) -> Result<(), Error> {
    let lists = status_lists::table.filter(status_lists::number.eq_any(lists.into_iter().map(Column)));
    diesel::update(lists).set(status_lists::version.eq(status_lists::version + 1)).execute(connection)?;
    Ok(())
}

/// Moves the versions of all lists: other keys sign them from this transaction on.
pub fn touch_all(connection: &mut DatabaseConnection) -> Result<(), Error> {
    diesel::update(status_lists::table).set(status_lists::version.eq(status_lists::version + 1)).execute(connection)?;
    Ok(())
}

/// The version of a list; `None` where there is no such list.
pub fn version(connection: &mut DatabaseConnection, list: u32) -> Result<Option<i64>, Error> {
    status_lists::table.find(Column(list)).select(status_lists::version).row(connection)
}

/// All credentials of a list that were replaced, or whose certificates' status ever changed: one query.
pub fn entries(connection: &mut DatabaseConnection, list: u32) -> Result<Vec<Entry>, Error> {
    let rows: Vec<(u32, Option<Moment>, History, Option<StatusRecord>)> = credentials::table
        .inner_join(certificates::table.left_join(certificate_status_changes::table))
        .filter(credentials::status_list.eq(Column(list)))
        .filter(credentials::replaced_at.is_not_null().or(certificate_status_changes::id.nullable().is_not_null()))
        .order(certificate_status_changes::id)
        .select((
            credentials::status_index,
            credentials::replaced_at,
            (certificates::awarded_on, certificates::expires_on),
            status_columns!(certificate_status_changes).nullable(),
        ))
        .rows(connection)?;
    let mut found: HashMap<u32, Entry> = HashMap::new();
    for (index, replaced_at, history, change) in rows {
        let entry = found.entry(index).or_insert(Entry { index, replaced: replaced_at.is_some(), history });
        entry.history.changes.extend(change.as_ref().map(StatusRecord::recorded));
    }
    Ok(found.into_values().collect())
}
