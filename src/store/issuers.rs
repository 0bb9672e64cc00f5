//! Under which public URLs the registry issued credentials, and under which it was started.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::connection::DatabaseConnection;
use super::credentials::to_number;
use super::row::{Place, from_column, to_column};
use super::schema::{issuers, service_starts};
use crate::clock::Moment;
use crate::error::Error;

/// An issuer on record: the registry under one public URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedIssuer {
    /// Counted from 1, in the order of recording.
    pub number: u32,
    /// The public URL.
    pub url: String,
    /// The decentralized identifier that follows from it.
    pub did: String,
    /// When it was recorded.
    pub recorded_at: Moment,
}

/// What the service was started with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceStart {
    /// The public URL.
    pub url: String,
    /// The name of the issuer.
    pub issuer_name: String,
    /// The digest of the scheme's words.
    pub words: String,
    /// Since when it has been.
    pub started_at: Moment,
}

/// All issuers, the earliest first; the last one issues now.
pub fn all(connection: &mut DatabaseConnection) -> Result<Vec<RecordedIssuer>, Error> {
    let rows = issuers::table
        .order(issuers::number)
        .select((issuers::number, issuers::url, issuers::did, issuers::recorded_at))
        .load::<(i32, String, String, NaiveDateTime)>(connection)?;
    let issuer = |(number, url, did, recorded_at): (i32, String, String, NaiveDateTime)| {
        let place = Place { table: "issuers", row: &url };
        let number = place.value("number", u32::try_from(number).ok())?;
        Ok(RecordedIssuer { number, url, did, recorded_at: from_column(recorded_at) })
    };
    rows.into_iter().map(issuer).collect()
}

/// Adds an issuer. Another one with its number violates a constraint.
pub fn insert(connection: &mut DatabaseConnection, issuer: &RecordedIssuer) -> Result<(), Error> {
    diesel::insert_into(issuers::table)
        .values((
            issuers::number.eq(to_number(issuer.number)?),
            issuers::url.eq(&issuer.url),
            issuers::did.eq(&issuer.did),
            issuers::recorded_at.eq(to_column(issuer.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// What the service was started with last.
pub fn last_start(connection: &mut DatabaseConnection) -> Result<Option<ServiceStart>, Error> {
    let row = service_starts::table
        .select((
            service_starts::public_url,
            service_starts::issuer_name,
            service_starts::words,
            service_starts::started_at,
        ))
        .first::<(String, String, String, NaiveDateTime)>(connection)
        .optional()?;
    Ok(row.map(|(url, issuer_name, words, at)| ServiceStart { url, issuer_name, words, started_at: from_column(at) }))
}

/// Notes what the service is started with.
pub fn note_start(connection: &mut DatabaseConnection, start: &ServiceStart) -> Result<(), Error> {
    let columns = (
        service_starts::public_url.eq(&start.url),
        service_starts::issuer_name.eq(&start.issuer_name),
        service_starts::words.eq(&start.words),
        service_starts::started_at.eq(to_column(start.started_at)),
    );
    if diesel::update(service_starts::table).set(columns).execute(connection)? == 0 {
        diesel::insert_into(service_starts::table).values((service_starts::id.eq(1), columns)).execute(connection)?;
    }
    Ok(())
}
