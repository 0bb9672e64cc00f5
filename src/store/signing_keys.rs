//! The keys that sign access tokens: public halves in clear, private halves sealed.

use diesel::prelude::*;

use super::connection::DatabaseConnection;
use super::row::to_column;
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
}

/// Adds a key.
pub fn insert(connection: &mut DatabaseConnection, key: &StoredKey, at: Moment) -> Result<(), Error> {
    diesel::insert_into(signing_keys::table)
        .values((
            signing_keys::id.eq(&key.id),
            signing_keys::public_key.eq(&key.public_key),
            signing_keys::sealed_private_key.eq(&key.sealed_private_key),
            signing_keys::generated_at.eq(to_column(at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// All keys, the newest first: it signs, and the others verify until the last token they signed has expired.
pub fn all(connection: &mut DatabaseConnection) -> Result<Vec<(StoredKey, Moment)>, Error> {
    let rows = signing_keys::table
        .order((signing_keys::generated_at.desc(), signing_keys::id))
        .select((
            signing_keys::id,
            signing_keys::public_key,
            signing_keys::sealed_private_key,
            signing_keys::generated_at,
        ))
        .load::<(String, String, String, chrono::NaiveDateTime)>(connection)?;
    let key = |(id, public_key, sealed_private_key, at)| {
        (StoredKey { id, public_key, sealed_private_key }, super::row::from_column(at))
    };
    Ok(rows.into_iter().map(key).collect())
}
