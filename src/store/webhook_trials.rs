//! The attempts of a client to reach URLs that have not answered yet. They are remembered apart from subscriptions and
//! deliveries, which a client can remove and make anew.

use diesel::prelude::*;

use super::connection::DatabaseConnection;
use super::row::to_column;
use super::schema::webhook_trials;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{ClientId, WebhookDeliveryId};

/// How many attempts a client has made since then; those before are forgotten.
pub fn count_since(connection: &mut DatabaseConnection, client: ClientId, since: Moment) -> Result<i64, Error> {
    let theirs = webhook_trials::table.filter(webhook_trials::client_id.eq(client.to_string()));
    diesel::delete(theirs.filter(webhook_trials::tried_at.lt(to_column(since)))).execute(connection)?;
    let theirs = webhook_trials::table.filter(webhook_trials::client_id.eq(client.to_string()));
    Ok(theirs.count().get_result(connection)?)
}

/// Adds an attempt.
pub fn insert(
    connection: &mut DatabaseConnection,
    client: ClientId,
    (delivery, attempt): (WebhookDeliveryId, i32),
    at: Moment,
) -> Result<(), Error> {
    diesel::insert_into(webhook_trials::table)
        .values((
            webhook_trials::delivery_id.eq(delivery.to_string()),
            webhook_trials::attempt.eq(attempt),
            webhook_trials::client_id.eq(client.to_string()),
            webhook_trials::tried_at.eq(to_column(at)),
        ))
        .execute(connection)?;
    Ok(())
}
