//! The keys that sign credentials: public halves in clear, private halves sealed as long as they sign.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::connection::DatabaseConnection;
use super::row::{from_column, to_column};
use super::schema::issuer_keys;
use crate::clock::Moment;
use crate::error::Error;

/// A key as it is kept.
#[derive(Clone, Debug)]
pub struct StoredIssuerKey {
    /// The key's id: its RFC 7638 thumbprint.
    pub id: String,
    /// The name of its algorithm in JOSE.
    pub algorithm: String,
    /// The public half, in unpadded base64url.
    pub public_key: String,
    /// The private half, sealed; gone once the key is retired.
    pub sealed_private_key: Option<String>,
    /// When it was made.
    pub generated_at: Moment,
    /// Since when it no longer signs.
    pub retired_at: Option<Moment>,
    /// Since when what it signed counts no longer, and why.
    pub revoked: Option<(Moment, String)>,
}

/// Adds a key, which signs from now on. Another one of its algorithm that is not retired violates a constraint.
pub fn insert(connection: &mut DatabaseConnection, key: &StoredIssuerKey) -> Result<(), Error> {
    diesel::insert_into(issuer_keys::table)
        .values((
            issuer_keys::id.eq(&key.id),
            issuer_keys::algorithm.eq(&key.algorithm),
            issuer_keys::public_key.eq(&key.public_key),
            issuer_keys::sealed_private_key.eq(&key.sealed_private_key),
            issuer_keys::generated_at.eq(to_column(key.generated_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Ends the signing of a key and forgets its private half.
pub fn retire(connection: &mut DatabaseConnection, id: &str, at: Moment) -> Result<(), Error> {
    diesel::update(issuer_keys::table.find(id))
        .set((issuer_keys::retired_at.eq(Some(to_column(at))), issuer_keys::sealed_private_key.eq(None::<String>)))
        .execute(connection)?;
    Ok(())
}

/// Notes that what a retired key signed counts no longer.
pub fn revoke(connection: &mut DatabaseConnection, id: &str, at: Moment, reason: &str) -> Result<(), Error> {
    diesel::update(issuer_keys::table.find(id))
        .set((issuer_keys::revoked_at.eq(Some(to_column(at))), issuer_keys::revocation_reason.eq(Some(reason))))
        .execute(connection)?;
    Ok(())
}

/// Whether what any of these keys signed counts no longer.
pub fn any_revoked(connection: &mut DatabaseConnection, ids: &[&str]) -> Result<bool, Error> {
    let revoked = issuer_keys::table.filter(issuer_keys::id.eq_any(ids).and(issuer_keys::revoked_at.is_not_null()));
    Ok(diesel::select(diesel::dsl::exists(revoked)).get_result(connection)?)
}

/// All keys, the newest first.
pub fn all(connection: &mut DatabaseConnection) -> Result<Vec<StoredIssuerKey>, Error> {
    type Row = (
        String,
        String,
        String,
        Option<String>,
        NaiveDateTime,
        Option<NaiveDateTime>,
        Option<NaiveDateTime>,
        Option<String>,
    );
    let rows = issuer_keys::table
        .order((issuer_keys::generated_at.desc(), issuer_keys::algorithm.desc(), issuer_keys::id))
        .load::<Row>(connection)?;
    let key = |(id, algorithm, public_key, sealed_private_key, generated_at, retired_at, revoked_at, reason): Row| {
        StoredIssuerKey {
            id,
            algorithm,
            public_key,
            sealed_private_key,
            generated_at: from_column(generated_at),
            retired_at: retired_at.map(from_column),
            revoked: revoked_at.map(from_column).zip(reason),
        }
    };
    Ok(rows.into_iter().map(key).collect())
}
