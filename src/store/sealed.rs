//! Everything that is kept sealed, wherever it lies: to look at it, and to put it under another key.

use diesel::prelude::*;

use super::connection::DatabaseConnection;
use super::rows::Rows;
use super::schema::{idempotency_keys, issuer_keys, signing_keys, webhook_subscriptions};
use crate::error::Error;

/// A column of sealed texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The private half of the key that signs access tokens; that of a retired one is forgotten.
    SigningKey,
    /// The private halves of the keys that sign credentials; those of retired ones are forgotten.
    IssuerKey,
    /// The secrets of webhook subscriptions.
    WebhookSecret,
    /// Those that were replaced, and sign for a day more.
    PreviousWebhookSecret,
    /// Answers that hold a secret, kept for the same request sent again.
    Answer,
}

impl Column {
    pub const ALL: [Self; 5] =
        [Self::SigningKey, Self::IssuerKey, Self::WebhookSecret, Self::PreviousWebhookSecret, Self::Answer];
}

/// A sealed text and the row in which it lies.
#[derive(Clone, Debug, Queryable)]
pub struct SealedText {
    /// The row's id; of an answer, whose it is.
    pub id: String,
    /// Of an answer, the idempotency key; else empty.
    pub key: String,
    pub sealed: String,
}

/// What the body of no answer in clear begins otherwise with: they are JSON objects.
const IN_CLEAR: &str = "{%";

/// All sealed texts of a column.
pub fn all(connection: &mut DatabaseConnection, column: Column) -> Result<Vec<SealedText>, Error> {
    let rows: Vec<(String, Option<String>)> = match column {
        Column::SigningKey => {
            signing_keys::table.select((signing_keys::id, signing_keys::sealed_private_key.nullable())).rows(connection)
        }
        Column::IssuerKey => {
            issuer_keys::table.select((issuer_keys::id, issuer_keys::sealed_private_key)).rows(connection)
        }
        Column::WebhookSecret => webhook_subscriptions::table
            .select((webhook_subscriptions::id, webhook_subscriptions::sealed_secret.nullable()))
            .rows(connection),
        Column::PreviousWebhookSecret => webhook_subscriptions::table
            .select((webhook_subscriptions::id, webhook_subscriptions::sealed_previous_secret))
            .rows(connection),
        Column::Answer => return answers(connection),
    }?;
    let of_row = |(id, sealed): (String, Option<String>)| {
        Some(SealedText { id, key: String::new(), sealed: sealed.filter(|sealed| !sealed.is_empty())? })
    };
    Ok(rows.into_iter().filter_map(of_row).collect())
}

fn answers(connection: &mut DatabaseConnection) -> Result<Vec<SealedText>, Error> {
    idempotency_keys::table
        .filter(idempotency_keys::body.not_like(IN_CLEAR).and(idempotency_keys::body.ne("")))
        .select((idempotency_keys::client_id, idempotency_keys::idempotency_key, idempotency_keys::body))
        .rows(connection)
}

/// Puts `new` in the place of a text, unless something else lies there by now.
pub fn replace(
    connection: &mut DatabaseConnection,
    column: Column,
    old: &SealedText,
    new: &str,
) -> Result<bool, Error> {
    macro_rules! replace {
        ($table:ident, $row:expr, $column:ident) => {
            diesel::update($table::table.find($row))
                .filter($table::$column.eq(&old.sealed))
                .set($table::$column.eq(new))
                .execute(connection)?
        };
    }
    let changed = match column {
        Column::SigningKey => replace!(signing_keys, &old.id, sealed_private_key),
        Column::IssuerKey => replace!(issuer_keys, &old.id, sealed_private_key),
        Column::WebhookSecret => replace!(webhook_subscriptions, &old.id, sealed_secret),
        Column::PreviousWebhookSecret => replace!(webhook_subscriptions, &old.id, sealed_previous_secret),
        Column::Answer => replace!(idempotency_keys, (&old.id, &old.key), body),
    };
    Ok(changed == 1)
}
