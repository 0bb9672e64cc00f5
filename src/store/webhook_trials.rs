//! The attempts of a client to reach URLs that have not answered yet. They are remembered apart from subscriptions and
//! deliveries, which a client can remove and make anew.

use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::rows::values;
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
    let new = values!(webhook_trials: delivery_id = delivery, attempt = attempt, client_id = client,
        tried_at = Column(at));
    diesel::insert_into(webhook_trials::table).values(new).execute(connection)?;
    Ok(())
}
