//! The attempts of a client to reach URLs that have not answered yet. They are remembered apart from subscriptions and
//! deliveries, which a client can remove and make anew.

use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::schema::webhook_trials;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{ClientId, WebhookDeliveryId};

/// How many attempts a client has made since then; those before are forgotten.
pub fn count_since(connection: &mut DatabaseConnection, client: ClientId, since: Moment) -> Result<i64, Error> {
    let theirs = webhook_trials::table.filter(webhook_trials::client_id.eq(client));
    diesel::delete(theirs.filter(webhook_trials::tried_at.lt(Column(since)))).execute(connection)?;
    let theirs = webhook_trials::table.filter(webhook_trials::client_id.eq(client));
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
            webhook_trials::delivery_id.eq(delivery),
            webhook_trials::attempt.eq(attempt),
            webhook_trials::client_id.eq(client),
            webhook_trials::tried_at.eq(Column(at)),
        ))
        .execute(connection)?;
    Ok(())
}
