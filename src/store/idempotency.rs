//! First answers to creating requests, so that the same request sent again gets the same answer.

use diesel::prelude::*;

use super::column::{Column, composed};
use super::connection::DatabaseConnection;
use super::rows::{Impossible, Rows, values};
use super::schema::idempotency_keys;
use crate::clock::Moment;
use crate::error::Error;

/// The answer to a request, as far as it is sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAnswer {
    pub status: u16,
    /// Where the new record is.
    pub location: Option<String>,
    /// Its version, as HTTP has it.
    pub tag: Option<String>,
    pub content_type: String,
    pub body: String,
}

composed!(StoredAnswer: (i32, Option<String>, Option<String>, String, String),
    |(status, location, tag, content_type, body)| {
    let status = u16::try_from(status).map_err(|_| Impossible("status"))?;
    Ok(Self { status, location, tag, content_type, body })
});

/// Whose key, which key, for which request.
#[derive(Clone, Debug)]
pub struct IdempotencyKey {
    /// The client that sent it, as events name it.
    pub client: String,
    pub key: String,
    /// The digest of method, address and body, in hexadecimal.
    pub request_digest: String,
}

/// The answer given under this key since `since`, and the digest of the request it answered.
pub fn find(
    connection: &mut DatabaseConnection,
    key: &IdempotencyKey,
    since: Moment,
) -> Result<Option<(String, StoredAnswer)>, Error> {
    let answer = (
        idempotency_keys::status,
        idempotency_keys::location,
        idempotency_keys::tag,
        idempotency_keys::content_type,
        idempotency_keys::body,
    );
    idempotency_keys::table
        .find((&key.client, &key.key))
        .filter(idempotency_keys::answered_at.ge(Column(since)))
        .select((idempotency_keys::request_digest, answer))
        .row(connection)
}

/// Keeps an answer, in place of an older one that has had its time.
pub fn keep(
    connection: &mut DatabaseConnection,
    key: &IdempotencyKey,
    answer: &StoredAnswer,
    at: Moment,
) -> Result<(), Error> {
    diesel::delete(idempotency_keys::table.find((&key.client, &key.key))).execute(connection)?;
    let new = values!(idempotency_keys: client_id = &key.client, idempotency_key = &key.key,
        request_digest = &key.request_digest, status = i32::from(answer.status), location = &answer.location,
        tag = &answer.tag, content_type = &answer.content_type, body = &answer.body, answered_at = Column(at));
    diesel::insert_into(idempotency_keys::table).values(new).execute(connection)?;
    Ok(())
}

/// Forgets the answers given before `before`.
pub fn forget(connection: &mut DatabaseConnection, before: Moment) -> Result<usize, Error> {
    let old = idempotency_keys::table.filter(idempotency_keys::answered_at.lt(Column(before)));
    Ok(diesel::delete(old).execute(connection)?)
}
