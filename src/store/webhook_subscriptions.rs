//! Subscriptions to events. Their secrets are kept sealed.

use diesel::prelude::*;

use super::column::{Column, word_columns};
use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest, paged};
use super::rows::{Columns, Rows, values};
use super::schema::{clients, webhook_subscriptions};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, ClientId, WebhookSubscriptionId};
use crate::scheme::words::words;

words! {
    SubscriptionState {
        Active = "active",
        /// Its client wants nothing for a while.
        Paused = "paused",
        /// The subscriber has answered that there is nobody there any more (410).
        Disabled = "disabled",
    }
}

word_columns!(SubscriptionState);

/// A client's wish to be told of events.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = webhook_subscriptions)]
pub struct Subscription {
    pub id: WebhookSubscriptionId,
    #[diesel(column_name = client_id)]
    pub client: ClientId,
    pub url: String,
    /// Which kinds of events; empty for all.
    #[diesel(serialize_as = Column<Vec<String>>)]
    pub event_kinds: Vec<String>,
    pub state: SubscriptionState,
    /// The secret that signs, sealed.
    pub sealed_secret: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub secret_changed_at: Moment,
    /// The secret before, sealed, and until when it signs too.
    #[diesel(skip_insertion, select_expression = (
        webhook_subscriptions::sealed_previous_secret.assume_not_null(),
        webhook_subscriptions::previous_secret_until.assume_not_null(),
    ).nullable())]
    pub previous_secret: Option<(String, Moment)>,
    /// The place in the feed behind which it begins.
    pub starts_after: i64,
    #[diesel(serialize_as = Column<Moment>)]
    pub registered_at: Moment,
    /// When its client last changed it.
    #[diesel(serialize_as = Column<Moment>)]
    pub changed_at: Moment,
    /// When its URL first answered a test message; `None` as long as it has not, and then it is told of no event.
    #[diesel(skip_insertion)]
    pub confirmed_at: Option<Moment>,
}

/// A subscription as far as it decides on which events are for it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = webhook_subscriptions)]
pub struct Follower {
    pub id: WebhookSubscriptionId,
    /// The place in the feed up to which deliveries were made out.
    #[diesel(column_name = after_sequence)]
    pub after: i64,
    /// Which kinds of events; empty for all.
    pub event_kinds: Vec<String>,
    /// The body whose events it may see; `None` where it may see all.
    #[diesel(select_expression = clients::body_id)]
    pub body: Option<BodyId>,
}

pub fn insert(connection: &mut DatabaseConnection, subscription: &Subscription) -> Result<(), Error> {
    let after = webhook_subscriptions::after_sequence.eq(subscription.starts_after);
    diesel::insert_into(webhook_subscriptions::table).values((subscription.clone(), after)).execute(connection)?;
    Ok(())
}

pub fn update(connection: &mut DatabaseConnection, subscription: &Subscription) -> Result<(), Error> {
    let (previous, until) = match &subscription.previous_secret {
        Some((sealed, until)) => (Some(sealed), Some(Column(*until))),
        None => (None, None),
    };
    let change = values!(webhook_subscriptions: url = &subscription.url,
        event_kinds = Column(subscription.event_kinds.clone()), state = subscription.state,
        sealed_secret = &subscription.sealed_secret, secret_changed_at = Column(subscription.secret_changed_at),
        sealed_previous_secret = previous, previous_secret_until = until,
        changed_at = Column(subscription.changed_at), confirmed_at = subscription.confirmed_at.map(Column));
    diesel::update(webhook_subscriptions::table.find(subscription.id)).set(change).execute(connection)?;
    Ok(())
}

pub fn find(connection: &mut DatabaseConnection, id: WebhookSubscriptionId) -> Result<Option<Subscription>, Error> {
    webhook_subscriptions::table.find(id).select(Subscription::columns()).row(connection)
}

/// A page of a client's subscriptions in the order of registration.
pub fn list(
    connection: &mut DatabaseConnection,
    client: ClientId,
    request: &PageRequest,
) -> Result<Page<Subscription>, Error> {
    let query = paged!(webhook_subscriptions::id, request)
        .filter(webhook_subscriptions::client_id.eq(client))
        .select(Subscription::columns());
    Ok(request.page(query.rows(connection)?, |one: &Subscription| one.id))
}

pub fn count(connection: &mut DatabaseConnection, client: ClientId) -> Result<i64, Error> {
    let query = webhook_subscriptions::table.filter(webhook_subscriptions::client_id.eq(client));
    Ok(query.count().get_result(connection)?)
}

/// Removes a subscription, with its deliveries.
pub fn remove(connection: &mut DatabaseConnection, id: WebhookSubscriptionId) -> Result<(), Error> {
    diesel::delete(webhook_subscriptions::table.find(id)).execute(connection)?;
    Ok(())
}

/// Removes all subscriptions of a client, with their deliveries.
pub fn remove_of(connection: &mut DatabaseConnection, client: ClientId) -> Result<(), Error> {
    let theirs = webhook_subscriptions::table.filter(webhook_subscriptions::client_id.eq(client));
    diesel::delete(theirs).execute(connection)?;
    Ok(())
}

/// The active subscriptions of clients that may act, whose URLs have answered.
pub fn followers(connection: &mut DatabaseConnection) -> Result<Vec<Follower>, Error> {
    webhook_subscriptions::table
        .inner_join(clients::table)
        .filter(webhook_subscriptions::state.eq(SubscriptionState::Active))
        .filter(clients::removed_at.is_null())
        .filter(webhook_subscriptions::confirmed_at.is_not_null())
        .order(webhook_subscriptions::id)
        .select(Follower::columns())
        .rows(connection)
}

/// Notes that all deliveries up to `through` were made out for these subscriptions.
pub fn advance(
    connection: &mut DatabaseConnection,
    subscriptions: &[WebhookSubscriptionId],
    through: i64,
) -> Result<(), Error> {
    let behind = webhook_subscriptions::table
        .filter(webhook_subscriptions::id.eq_any(subscriptions))
        .filter(webhook_subscriptions::after_sequence.lt(through));
    diesel::update(behind).set(webhook_subscriptions::after_sequence.eq(through)).execute(connection)?;
    Ok(())
}
