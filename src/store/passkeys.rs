//! Passkeys: the public half of each, and the challenges that were answered.

use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::rows::{Columns, Rows, values};
use super::schema::{passkeys, used_challenges};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{PasskeyId, PersonId};

/// A passkey that a person signs in with.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = passkeys, treat_none_as_default_value = false)]
pub struct Passkey {
    pub id: PasskeyId,
    #[diesel(column_name = person_id)]
    pub person: PersonId,
    /// What its authenticator calls it, in base64url (`WebAuthn`, "credential ID").
    pub credential_id: String,
    /// What it is checked with: JSON, for `trust::passkeys` to read.
    pub credential: String,
    /// What the person calls it.
    pub name: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub registered_at: Moment,
    /// When it was used last.
    #[diesel(serialize_as = Column<Option<Moment>>)]
    pub used_at: Option<Moment>,
}

pub fn insert(connection: &mut DatabaseConnection, new: &Passkey) -> Result<(), Error> {
    diesel::insert_into(passkeys::table).values(new.clone()).execute(connection)?;
    Ok(())
}

/// The passkey that its authenticator calls so, unless it was removed.
pub fn find_by_credential(connection: &mut DatabaseConnection, credential_id: &str) -> Result<Option<Passkey>, Error> {
    passkeys::table
        .filter(passkeys::credential_id.eq(credential_id))
        .filter(passkeys::removed_at.is_null())
        .select(Passkey::columns())
        .row(connection)
}

/// Whether any passkey, also one that was removed, is called so by its authenticator.
pub fn is_known(connection: &mut DatabaseConnection, credential_id: &str) -> Result<bool, Error> {
    let query = passkeys::table.filter(passkeys::credential_id.eq(credential_id)).select(passkeys::id);
    Ok(query.row::<PasskeyId>(connection)?.is_some())
}

/// A person's passkeys, in the order of registration.
pub fn of(connection: &mut DatabaseConnection, person: PersonId) -> Result<Vec<Passkey>, Error> {
    passkeys::table
        .filter(passkeys::person_id.eq(person))
        .filter(passkeys::removed_at.is_null())
        .order(passkeys::id)
        .select(Passkey::columns())
        .rows(connection)
}

/// Notes that a passkey was used, and what is to be kept of it from now on.
pub fn note_use(
    connection: &mut DatabaseConnection,
    id: PasskeyId,
    credential: Option<&str>,
    at: Moment,
) -> Result<(), Error> {
    diesel::update(passkeys::table.find(id)).set(passkeys::used_at.eq(Column(Some(at)))).execute(connection)?;
    if let Some(credential) = credential {
        diesel::update(passkeys::table.find(id)).set(passkeys::credential.eq(credential)).execute(connection)?;
    }
    Ok(())
}

pub fn rename(connection: &mut DatabaseConnection, id: PasskeyId, name: &str) -> Result<(), Error> {
    diesel::update(passkeys::table.find(id)).set(passkeys::name.eq(name)).execute(connection)?;
    Ok(())
}

pub fn remove(connection: &mut DatabaseConnection, id: PasskeyId, at: Moment) -> Result<(), Error> {
    diesel::update(passkeys::table.find(id)).set(passkeys::removed_at.eq(Column(Some(at)))).execute(connection)?;
    Ok(())
}

/// Remembers that a challenge was answered, and says whether it is the first time.
pub fn use_challenge(connection: &mut DatabaseConnection, digest: &str, expires_at: Moment) -> Result<bool, Error> {
    let known = used_challenges::table.find(digest).select(used_challenges::digest).row::<String>(connection)?;
    if known.is_some() {
        return Ok(false);
    }
    let row = values!(used_challenges: digest = digest, expires_at = Column(expires_at));
    diesel::insert_into(used_challenges::table).values(row).execute(connection)?;
    Ok(true)
}

/// Forgets the challenges that nobody could answer any more.
pub fn forget_challenges(connection: &mut DatabaseConnection, now: Moment) -> Result<usize, Error> {
    Ok(diesel::delete(used_challenges::table.filter(used_challenges::expires_at.lt(Column(now))))
        .execute(connection)?)
}
