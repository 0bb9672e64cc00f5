//! The keys that sign access tokens: public halves in clear, private halves sealed.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::connection::DatabaseConnection;
use super::row::{from_column, to_column};
use super::schema::signing_keys;
use crate::clock::Moment;
use crate::error::Error;

/// A key pair as it is kept.
#[derive(Clone, Debug)]
pub struct StoredKey {
    /// The key's id: its RFC 7638 thumbprint.
    pub id: String,
    /// The public half, in unpadded base64url.
    pub public_key: String,
    /// The private half, sealed.
    pub sealed_private_key: String,
    /// When it was made.
    pub generated_at: Moment,
    /// Since when it signs no longer.
    pub retired_at: Option<Moment>,
    /// Since when what it signed is good no longer.
    pub revoked_at: Option<Moment>,
}

/// Adds a key, which signs from now on.
pub fn insert(connection: &mut DatabaseConnection, key: &StoredKey) -> Result<(), Error> {
    diesel::insert_into(signing_keys::table)
        .values((
            signing_keys::id.eq(&key.id),
            signing_keys::public_key.eq(&key.public_key),
            signing_keys::sealed_private_key.eq(&key.sealed_private_key),
            signing_keys::generated_at.eq(to_column(key.generated_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Ends the signing of every key that still signs.
pub fn retire_all(connection: &mut DatabaseConnection, at: Moment) -> Result<(), Error> {
    diesel::update(signing_keys::table.filter(signing_keys::retired_at.is_null()))
        .set(signing_keys::retired_at.eq(Some(to_column(at))))
        .execute(connection)?;
    Ok(())
}

/// Notes that what a key signed is good no longer.
pub fn revoke(connection: &mut DatabaseConnection, id: &str, at: Moment, reason: Option<&str>) -> Result<(), Error> {
    diesel::update(signing_keys::table.find(id))
        .set((signing_keys::revoked_at.eq(Some(to_column(at))), signing_keys::revocation_reason.eq(reason)))
        .execute(connection)?;
    Ok(())
}

/// All keys, the newest first. One that is not retired signs; the others verify until the last token that they signed has
/// expired, unless they were revoked.
pub fn all(connection: &mut DatabaseConnection) -> Result<Vec<StoredKey>, Error> {
    type Row = (String, String, String, NaiveDateTime, Option<NaiveDateTime>, Option<NaiveDateTime>);
    let rows = signing_keys::table
        .order((signing_keys::generated_at.desc(), signing_keys::retired_at.is_null().desc(), signing_keys::id))
        .select((
            signing_keys::id,
            signing_keys::public_key,
            signing_keys::sealed_private_key,
            signing_keys::generated_at,
            signing_keys::retired_at,
            signing_keys::revoked_at,
        ))
        .load::<Row>(connection)?;
    let key = |(id, public_key, sealed_private_key, generated_at, retired_at, revoked_at): Row| StoredKey {
        id,
        public_key,
        sealed_private_key,
        generated_at: from_column(generated_at),
        retired_at: retired_at.map(from_column),
        revoked_at: revoked_at.map(from_column),
    };
    Ok(rows.into_iter().map(key).collect())
}
