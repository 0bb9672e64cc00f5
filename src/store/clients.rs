//! API clients. A secret is kept as its SHA-256 digest only.

use std::collections::HashMap;

use diesel::prelude::*;

use super::column::{Column, composed};
use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest, paged};
use super::rows::{Columns, Impossible, Rows, narrow, values};
use super::schema::{clients, signing_keys};
use crate::auth::permission::Role;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, ClientId, TrainingOrganisationId};

composed!(Role: (String, Option<BodyId>, Option<TrainingOrganisationId>), |(role, body, training)| {
    match (role.as_str(), body, training) {
        ("registrar", None, None) => Ok(Self::Registrar),
        ("employer", None, None) => Ok(Self::Employer),
        ("employer", None, Some(training)) => Ok(Self::Training(training)),
        ("body", Some(body), None) => Ok(Self::Body(body)),
        _ => Err(Impossible("role")),
    }
});

/// The word for a role in the table, which has none for the client of a training organisation.
const fn word_of(role: Role) -> &'static str {
    match role {
        Role::Training(_) => Role::Employer.as_str(),
        Role::Registrar | Role::Body(_) | Role::Employer | Role::Holder | Role::Unresolved => role.as_str(),
    }
}

/// A program that may ask for access tokens.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = clients)]
pub struct Client {
    /// Its id, which is its `client_id` in OAuth.
    pub id: ClientId,
    pub name: String,
    #[diesel(select_expression = (clients::role, clients::body_id, clients::training_organisation_id), skip_insertion)]
    pub role: Role,
    #[diesel(serialize_as = Column<Moment>)]
    pub registered_at: Moment,
    #[diesel(serialize_as = Column<Moment>)]
    pub secret_changed_at: Moment,
}

/// Adds a client with the digest of its secret, in hexadecimal.
pub fn insert(connection: &mut DatabaseConnection, client: &Client, secret_digest: &str) -> Result<(), Error> {
    let rest = values!(clients: role = word_of(client.role), body_id = client.role.body(),
        training_organisation_id = client.role.training_organisation(), secret_digest = secret_digest);
    diesel::insert_into(clients::table).values((client.clone(), rest)).execute(connection)?;
    Ok(())
}

/// The client with this id, unless it was removed.
pub fn find(connection: &mut DatabaseConnection, id: ClientId) -> Result<Option<Client>, Error> {
    clients::table.find(id).filter(clients::removed_at.is_null()).select(Client::columns()).row(connection)
}

/// The client with this id and the digest of its secret, unless it was removed.
pub fn find_with_digest(connection: &mut DatabaseConnection, id: ClientId) -> Result<Option<(Client, String)>, Error> {
    let query = clients::table.find(id).filter(clients::removed_at.is_null());
    query.select((Client::columns(), clients::secret_digest)).row(connection)
}

/// What an access token rests on, as the record has it now; what the token itself says is `TokenBasis`.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct RecordedBasis {
    pub role: Role,
    pub secret_changed_at: Moment,
    /// The key that signed the token, if there is one of this id.
    pub key: Option<SigningKeyDates>,
}

/// What becomes of a key that signs access tokens.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct SigningKeyDates {
    /// Since when it signs no longer.
    pub retired_at: Option<Moment>,
    /// Since when what it signed is good no longer.
    pub revoked_at: Option<Moment>,
}

/// What a token of this client that is signed by the key with this id rests on; `None` once the client is removed.
pub fn token_basis(
    connection: &mut DatabaseConnection,
    id: ClientId,
    key: &str,
) -> Result<Option<RecordedBasis>, Error> {
    clients::table
        .left_join(signing_keys::table.on(signing_keys::id.eq(key)))
        .filter(clients::id.eq(id).and(clients::removed_at.is_null()))
        .select((
            (clients::role, clients::body_id, clients::training_organisation_id),
            clients::secret_changed_at,
            (signing_keys::retired_at, signing_keys::revoked_at).nullable(),
        ))
        .row(connection)
}

/// A page of clients in the order of registration: all, or those of a body.
pub fn list(
    connection: &mut DatabaseConnection,
    body: Option<BodyId>,
    request: &PageRequest,
) -> Result<Page<Client>, Error> {
    let query = paged!(clients::id, request).filter(clients::removed_at.is_null()).select(Client::columns());
    let mut query = query.into_boxed();
    narrow!(query: clients::body_id = body);
    Ok(request.page(query.rows(connection)?, |client: &Client| client.id))
}

/// What these clients are called, and the body that each acts for, also of those that were removed.
pub fn names(
    connection: &mut DatabaseConnection,
    ids: &[ClientId],
) -> Result<HashMap<ClientId, (String, Option<BodyId>)>, Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let query = clients::table.filter(clients::id.eq_any(ids)).select((clients::id, clients::name, clients::body_id));
    let found: Vec<(ClientId, String, Option<BodyId>)> = query.rows(connection)?;
    Ok(found.into_iter().map(|(id, name, body)| (id, (name, body))).collect())
}

pub fn replace_secret(
    connection: &mut DatabaseConnection,
    id: ClientId,
    secret_digest: &str,
    at: Moment,
) -> Result<(), Error> {
    diesel::update(clients::table.find(id))
        .set((clients::secret_digest.eq(secret_digest), clients::secret_changed_at.eq(Column(at))))
        .execute(connection)?;
    Ok(())
}

/// Removes a client: it stays on record, as events name it, and can do nothing any more.
pub fn remove(connection: &mut DatabaseConnection, id: ClientId, at: Moment) -> Result<(), Error> {
    diesel::update(clients::table.find(id)).set(clients::removed_at.eq(Column(at))).execute(connection)?;
    Ok(())
}

/// Whether there is a client at all; also the question that tells whether the database answers.
pub fn any(connection: &mut DatabaseConnection) -> Result<bool, Error> {
    let query = clients::table.filter(clients::removed_at.is_null()).select(clients::id);
    Ok(query.row::<String>(connection)?.is_some())
}
