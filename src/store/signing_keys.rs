//! The keys that sign access tokens: public halves in clear, private halves sealed.

use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::rows::{Columns, Rows};
use super::schema::signing_keys;
use crate::clock::Moment;
use crate::error::Error;

/// A key pair as it is kept.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = signing_keys)]
pub struct StoredKey {
    /// The key's id: its RFC 7638 thumbprint.
    pub id: String,
    /// The public half, in unpadded base64url.
    pub public_key: String,
    /// The private half, sealed; empty once the key is retired.
    pub sealed_private_key: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub generated_at: Moment,
    /// Since when it signs no longer.
    #[diesel(skip_insertion)]
    pub retired_at: Option<Moment>,
    /// Since when what it signed is good no longer.
    #[diesel(skip_insertion)]
    pub revoked_at: Option<Moment>,
}

/// Adds a key, which signs from now on.
pub fn insert(connection: &mut DatabaseConnection, key: &StoredKey) -> Result<(), Error> {
    diesel::insert_into(signing_keys::table).values(key.clone()).execute(connection)?;
    Ok(())
}

/// Ends the signing of every key that still signs, and forgets their private halves.
pub fn retire_all(connection: &mut DatabaseConnection, at: Moment) -> Result<(), Error> {
    diesel::update(signing_keys::table.filter(signing_keys::retired_at.is_null()))
        .set((signing_keys::retired_at.eq(Column(at)), signing_keys::sealed_private_key.eq("")))
        .execute(connection)?;
    Ok(())
}

/// Notes that what a key signed is good no longer.
pub fn revoke(connection: &mut DatabaseConnection, id: &str, at: Moment, reason: Option<&str>) -> Result<(), Error> {
    diesel::update(signing_keys::table.find(id))
        .set((signing_keys::revoked_at.eq(Column(at)), signing_keys::revocation_reason.eq(reason)))
        .execute(connection)?;
    Ok(())
}

/// All keys, the newest first. One that is not retired signs; the others verify until the last token that they signed has
/// expired, unless they were revoked.
pub fn all(connection: &mut DatabaseConnection) -> Result<Vec<StoredKey>, Error> {
    signing_keys::table
        .order((signing_keys::generated_at.desc(), signing_keys::retired_at.is_null().desc(), signing_keys::id))
        .select(StoredKey::columns())
        .rows(connection)
}
