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

/// The public URL that the service was started with last, and since when it has been.
pub fn last_start(connection: &mut DatabaseConnection) -> Result<Option<(String, Moment)>, Error> {
    let row = service_starts::table
        .select((service_starts::public_url, service_starts::started_at))
        .first::<(String, NaiveDateTime)>(connection)
        .optional()?;
    Ok(row.map(|(url, at)| (url, from_column(at))))
}

/// Notes that the service is started with a public URL.
pub fn note_start(connection: &mut DatabaseConnection, url: &str, at: Moment) -> Result<(), Error> {
    let columns = (service_starts::public_url.eq(url), service_starts::started_at.eq(to_column(at)));
    if diesel::update(service_starts::table).set(columns).execute(connection)? == 0 {
        diesel::insert_into(service_starts::table).values((service_starts::id.eq(1), columns)).execute(connection)?;
    }
    Ok(())
}
