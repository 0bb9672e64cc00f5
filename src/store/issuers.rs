//! Under which public URLs the registry issued credentials, and under which it was started.

use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::rows::{Columns, Rows};
use super::schema::{issuers, service_starts};
use crate::clock::Moment;
use crate::error::Error;

/// An issuer on record: the registry under one public URL.
#[derive(Clone, Debug, PartialEq, Eq, Insertable, Queryable, Selectable)]
#[diesel(table_name = issuers)]
pub struct RecordedIssuer {
    /// Counted from 1, in the order of recording.
    #[diesel(serialize_as = Column<u32>)]
    pub number: u32,
    pub url: String,
    /// The decentralized identifier that follows from it.
    pub did: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub recorded_at: Moment,
}

/// What the service was started with.
#[derive(Clone, Debug, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = service_starts)]
pub struct ServiceStart {
    #[diesel(column_name = public_url)]
    pub url: String,
    pub issuer_name: String,
    /// The digest of the scheme's words.
    pub words: String,
    /// Since when it has been.
    #[diesel(serialize_as = Column<Moment>)]
    pub started_at: Moment,
}

/// All issuers, the earliest first; the last one issues now.
pub fn all(connection: &mut DatabaseConnection) -> Result<Vec<RecordedIssuer>, Error> {
    issuers::table.order(issuers::number).select(RecordedIssuer::columns()).rows(connection)
}

/// Adds an issuer. Another one with its number violates a constraint.
pub fn insert(connection: &mut DatabaseConnection, issuer: &RecordedIssuer) -> Result<(), Error> {
    diesel::insert_into(issuers::table).values(issuer.clone()).execute(connection)?;
    Ok(())
}

/// What the service was started with last.
pub fn last_start(connection: &mut DatabaseConnection) -> Result<Option<ServiceStart>, Error> {
    service_starts::table.select(ServiceStart::columns()).row(connection)
}

/// Notes what the service is started with.
pub fn note_start(connection: &mut DatabaseConnection, start: &ServiceStart) -> Result<(), Error> {
    if diesel::update(service_starts::table).set(start.clone()).execute(connection)? == 0 {
        let values = (service_starts::id.eq(1), start.clone());
        diesel::insert_into(service_starts::table).values(values).execute(connection)?;
    }
    Ok(())
}
