//! API clients. A secret is kept as its SHA-256 digest only.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest};
use super::row::{Place, from_column, to_column};
use super::schema::{clients, signing_keys};
use crate::auth::permission::Role;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, ClientId};

/// A program that may ask for access tokens.
#[derive(Clone, Debug)]
pub struct Client {
    /// Its id, which is its `client_id` in OAuth.
    pub id: ClientId,
    /// Its name for people.
    pub name: String,
    /// What it acts as.
    pub role: Role,
    /// When it was registered.
    pub registered_at: Moment,
    /// When its secret was last replaced.
    pub secret_changed_at: Moment,
}

type ClientRow = (String, String, String, Option<String>, NaiveDateTime, NaiveDateTime);

macro_rules! columns {
    () => {
        (
            clients::id,
            clients::name,
            clients::role,
            clients::body_id,
            clients::registered_at,
            clients::secret_changed_at,
        )
    };
}

/// Adds a client with the digest of its secret, in hexadecimal.
pub fn insert(connection: &mut DatabaseConnection, client: &Client, secret_digest: &str) -> Result<(), Error> {
    let body = client.role.body().map(|body| body.to_string());
    diesel::insert_into(clients::table)
        .values((
            clients::id.eq(client.id.to_string()),
            clients::name.eq(&client.name),
            clients::role.eq(client.role.as_str()),
            clients::body_id.eq(body),
            clients::secret_digest.eq(secret_digest),
            clients::registered_at.eq(to_column(client.registered_at)),
            clients::secret_changed_at.eq(to_column(client.secret_changed_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The client with this id, unless it was removed.
pub fn find(connection: &mut DatabaseConnection, id: ClientId) -> Result<Option<Client>, Error> {
    let query = clients::table.find(id.to_string()).filter(clients::removed_at.is_null()).select(columns!());
    query.first::<ClientRow>(connection).optional()?.map(from_row).transpose()
}

/// The client with this id and the digest of its secret, unless it was removed.
pub fn find_with_digest(connection: &mut DatabaseConnection, id: ClientId) -> Result<Option<(Client, String)>, Error> {
    let query = clients::table.find(id.to_string()).filter(clients::removed_at.is_null());
    let found =
        query.select((columns!(), clients::secret_digest)).first::<(ClientRow, String)>(connection).optional()?;
    found.map(|(row, digest)| from_row(row).map(|client| (client, digest))).transpose()
}

/// What an access token rests on, as the record has it now.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// What the client acts as.
    pub role: Role,
    /// When its secret was last replaced.
    pub secret_changed_at: Moment,
    /// The key that signed the token, if there is one of this id.
    pub key: Option<KeyStanding>,
}

/// What a key that signs access tokens is good for.
#[derive(Clone, Copy, Debug)]
pub struct KeyStanding {
    /// Since when it signs no longer.
    pub retired_at: Option<Moment>,
    /// Since when what it signed is good no longer.
    pub revoked_at: Option<Moment>,
}

/// What a token of this client that is signed by the key with this id rests on; `None` once the client is removed.
pub fn standing(connection: &mut DatabaseConnection, id: ClientId, key: &str) -> Result<Option<Standing>, Error> {
    type Key = Option<(Option<NaiveDateTime>, Option<NaiveDateTime>)>;
    let found = clients::table
        .left_join(signing_keys::table.on(signing_keys::id.eq(key)))
        .filter(clients::id.eq(id.to_string()).and(clients::removed_at.is_null()))
        .select((columns!(), (signing_keys::retired_at, signing_keys::revoked_at).nullable()))
        .first::<(ClientRow, Key)>(connection)
        .optional()?;
    let Some((row, key)) = found else { return Ok(None) };
    let Client { role, secret_changed_at, .. } = from_row(row)?;
    let key = key.map(|(retired_at, revoked_at)| KeyStanding {
        retired_at: retired_at.map(from_column),
        revoked_at: revoked_at.map(from_column),
    });
    Ok(Some(Standing { role, secret_changed_at, key }))
}

/// A page of clients in the order of registration.
pub fn list(connection: &mut DatabaseConnection, request: &PageRequest) -> Result<Page<Client>, Error> {
    let rows = clients::table
        .filter(clients::removed_at.is_null())
        .filter(clients::id.gt(request.after()))
        .order(clients::id)
        .limit(request.rows())
        .select(columns!())
        .load::<ClientRow>(connection)?;
    request.page(rows, |row| row.0.clone()).try_map(from_row)
}

/// Replaces a client's secret.
pub fn replace_secret(
    connection: &mut DatabaseConnection,
    id: ClientId,
    secret_digest: &str,
    at: Moment,
) -> Result<(), Error> {
    diesel::update(clients::table.find(id.to_string()))
        .set((clients::secret_digest.eq(secret_digest), clients::secret_changed_at.eq(to_column(at))))
        .execute(connection)?;
    Ok(())
}

/// Removes a client: it stays on record, as events name it, and can do nothing any more.
pub fn remove(connection: &mut DatabaseConnection, id: ClientId, at: Moment) -> Result<(), Error> {
    diesel::update(clients::table.find(id.to_string()))
        .set(clients::removed_at.eq(to_column(at)))
        .execute(connection)?;
    Ok(())
}

fn from_row(row: ClientRow) -> Result<Client, Error> {
    let (id, name, role, body, registered_at, secret_changed_at) = row;
    let place = Place { table: "clients", row: &id };
    let body = place.optional("body_id", body, |body| BodyId::parse(&body))?;
    let role = match (role.as_str(), body) {
        ("registrar", None) => Some(Role::Registrar),
        ("employer", None) => Some(Role::Employer),
        ("body", Some(body)) => Some(Role::Body(body)),
        _ => None,
    };
    Ok(Client {
        id: place.value("id", ClientId::parse(&id))?,
        role: place.value("role", role)?,
        registered_at: from_column(registered_at),
        secret_changed_at: from_column(secret_changed_at),
        name,
    })
}

/// Whether there is a client at all; also the question that tells whether the database answers.
pub fn any(connection: &mut DatabaseConnection) -> Result<bool, Error> {
    let query = clients::table.filter(clients::removed_at.is_null()).select(clients::id);
    Ok(query.first::<String>(connection).optional()?.is_some())
}
