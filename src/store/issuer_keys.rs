//! The keys that sign credentials: public halves in clear, private halves sealed as long as they sign.

use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::rows::{Columns, Rows};
use super::schema::issuer_keys;
use crate::clock::Moment;
use crate::error::Error;

#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = issuer_keys, treat_none_as_default_value = false)]
pub struct StoredIssuerKey {
    /// The key's id: its RFC 7638 thumbprint.
    pub id: String,
    /// The name of its algorithm in JOSE.
    pub algorithm: String,
    /// The public half, in unpadded base64url.
    pub public_key: String,
    /// The private half, sealed; gone once the key is retired.
    pub sealed_private_key: Option<String>,
    #[diesel(serialize_as = Column<Moment>)]
    pub generated_at: Moment,
    /// Since when it no longer signs.
    #[diesel(skip_insertion)]
    pub retired_at: Option<Moment>,
    /// Since when what it signed counts no longer, and why.
    #[diesel(skip_insertion, select_expression = (
        issuer_keys::revoked_at.assume_not_null(),
        issuer_keys::revocation_reason.assume_not_null(),
    ).nullable())]
    pub revoked: Option<(Moment, String)>,
}

/// Adds a key, which signs from now on. Another one of its algorithm that is not retired violates a constraint.
pub fn insert(connection: &mut DatabaseConnection, key: &StoredIssuerKey) -> Result<(), Error> {
    diesel::insert_into(issuer_keys::table).values(key.clone()).execute(connection)?;
    Ok(())
}

/// Ends the signing of a key and forgets its private half.
pub fn retire(connection: &mut DatabaseConnection, id: &str, at: Moment) -> Result<(), Error> {
    diesel::update(issuer_keys::table.find(id))
        .set((issuer_keys::retired_at.eq(Column(at)), issuer_keys::sealed_private_key.eq(None::<String>)))
        .execute(connection)?;
    Ok(())
}

/// Notes that what a retired key signed counts no longer.
pub fn revoke(connection: &mut DatabaseConnection, id: &str, at: Moment, reason: &str) -> Result<(), Error> {
    diesel::update(issuer_keys::table.find(id))
        .set((issuer_keys::revoked_at.eq(Column(at)), issuer_keys::revocation_reason.eq(Some(reason))))
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
    issuer_keys::table
        .order((issuer_keys::generated_at.desc(), issuer_keys::algorithm.desc(), issuer_keys::id))
        .select(StoredIssuerKey::columns())
        .rows(connection)
}
