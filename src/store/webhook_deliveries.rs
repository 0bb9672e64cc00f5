//! Messages to subscribers, and what came of every attempt to deliver them.

use std::collections::HashMap;

use diesel::dsl::{count_star, exists, min, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::clock;
use super::column::{Column, composed};
use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest};
use super::rows::{Columns, Impossible, Rows, narrow, values};
use super::schema::{clients, webhook_attempts, webhook_deliveries, webhook_subscriptions};
use super::webhook_subscriptions::SubscriptionState;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, WebhookDeliveryId, WebhookSubscriptionId};

/// Why a message is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryReason {
    /// The event with this place in the feed happened.
    Event(i64),
    /// The event with this place in the feed is to be told once more.
    Redelivery(i64),
    /// The subscriber is being tried out.
    Test,
}

impl DeliveryReason {
    /// The reason's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Event(_) => "event",
            Self::Redelivery(_) => "redelivery",
            Self::Test => "test",
        }
    }

    /// The place in the feed of the event that the message tells of.
    #[must_use]
    pub const fn sequence(self) -> Option<i64> {
        match self {
            Self::Event(sequence) | Self::Redelivery(sequence) => Some(sequence),
            Self::Test => None,
        }
    }
}

/// What has become of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryState {
    /// It is to be sent at this time.
    Pending(Moment),
    /// The subscriber has taken it, then.
    Delivered(Moment),
    /// The last attempt failed, then.
    GivenUp(Moment),
}

impl DeliveryState {
    /// Every state's name on the wire.
    pub const NAMES: [&str; 3] = ["pending", "delivered", "given_up"];

    /// The state's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        let [pending, delivered, given_up] = Self::NAMES;
        match self {
            Self::Pending(_) => pending,
            Self::Delivered(_) => delivered,
            Self::GivenUp(_) => given_up,
        }
    }
}

composed!(DeliveryReason: (String, Option<i64>), |(reason, sequence)| match (reason.as_str(), sequence) {
    ("event", Some(sequence)) => Ok(Self::Event(sequence)),
    ("redelivery", Some(sequence)) => Ok(Self::Redelivery(sequence)),
    ("test", None) => Ok(Self::Test),
    _ => Err(Impossible("reason")),
});
composed!(DeliveryState: (String, Option<Moment>, Option<Moment>), |(state, next, finished)| {
    match (state.as_str(), next, finished) {
        ("pending", Some(next), None) => Ok(Self::Pending(next)),
        ("delivered", None, Some(at)) => Ok(Self::Delivered(at)),
        ("given_up", None, Some(at)) => Ok(Self::GivenUp(at)),
        _ => Err(Impossible("state")),
    }
});

/// A message to a subscriber.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = webhook_deliveries)]
pub struct Delivery {
    pub id: WebhookDeliveryId,
    #[diesel(column_name = subscription_id)]
    pub subscription: WebhookSubscriptionId,
    #[diesel(skip_insertion, select_expression = (webhook_deliveries::reason, webhook_deliveries::event_sequence))]
    pub reason: DeliveryReason,
    #[diesel(skip_insertion, select_expression = (
        webhook_deliveries::state,
        webhook_deliveries::next_attempt_at,
        webhook_deliveries::finished_at,
    ))]
    pub state: DeliveryState,
    /// How often sending it was begun.
    pub attempts: i32,
    #[diesel(serialize_as = Column<Moment>)]
    pub created_at: Moment,
}

/// What came of an attempt.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = webhook_attempts, treat_none_as_default_value = false)]
pub struct Attempt {
    /// Which attempt, from 1.
    pub number: i32,
    #[diesel(serialize_as = Column<Moment>)]
    pub started_at: Moment,
    pub duration_ms: i32,
    /// The status of the answer, if there was one.
    pub status: Option<i32>,
    /// Why it failed, for people.
    pub error: Option<String>,
}

/// The times that a state is kept as: of the next attempt, and of the end.
fn times(state: DeliveryState) -> (Option<Column<Moment>>, Option<Column<Moment>>) {
    match state {
        DeliveryState::Pending(next) => (Some(Column(next)), None),
        DeliveryState::Delivered(at) | DeliveryState::GivenUp(at) => (None, Some(Column(at))),
    }
}

pub fn insert(connection: &mut DatabaseConnection, delivery: &Delivery) -> Result<(), Error> {
    let (next, finished) = times(delivery.state);
    let rest = values!(webhook_deliveries: reason = delivery.reason.as_str(),
        event_sequence = delivery.reason.sequence(), state = delivery.state.as_str(), next_attempt_at = next,
        finished_at = finished);
    diesel::insert_into(webhook_deliveries::table).values((delivery.clone(), rest)).execute(connection)?;
    Ok(())
}

/// Writes what has become of a message, and how often sending it was begun.
pub fn update(connection: &mut DatabaseConnection, delivery: &Delivery) -> Result<(), Error> {
    let (next, finished) = times(delivery.state);
    let change = values!(webhook_deliveries: state = delivery.state.as_str(), attempts = delivery.attempts,
        next_attempt_at = next, finished_at = finished);
    diesel::update(webhook_deliveries::table.find(delivery.id)).set(change).execute(connection)?;
    Ok(())
}

pub fn find(connection: &mut DatabaseConnection, id: WebhookDeliveryId) -> Result<Option<Delivery>, Error> {
    webhook_deliveries::table.find(id).select(Delivery::columns()).row(connection)
}

/// A page of the messages to a subscriber, the latest first; those in one state only, if its name is given.
pub fn list(
    connection: &mut DatabaseConnection,
    subscription: WebhookSubscriptionId,
    state: Option<&str>,
    request: &PageRequest,
) -> Result<Page<Delivery>, Error> {
    let mut query = webhook_deliveries::table
        .filter(webhook_deliveries::subscription_id.eq(subscription))
        .order(webhook_deliveries::id.desc())
        .limit(request.rows())
        .select(Delivery::columns())
        .into_boxed();
    if let Some(before) = &request.after {
        query = query.filter(webhook_deliveries::id.lt(before));
    }
    narrow!(query: webhook_deliveries::state = state);
    Ok(request.page(query.rows(connection)?, |delivery: &Delivery| delivery.id))
}

/// A subscription with messages that were given up.
#[derive(Clone, Debug)]
pub struct GivenUp {
    pub subscription: WebhookSubscriptionId,
    pub client_name: String,
    /// The body that the client acts for.
    pub body: Option<BodyId>,
    pub messages: i64,
    /// When the first of them was.
    pub first: Moment,
}

/// A page of the subscriptions with messages of events that were given up, and of which none was sent again since, or is to
/// be; of clients of this body only, if one is given.
pub fn given_up(
    connection: &mut DatabaseConnection,
    body: Option<BodyId>,
    request: &PageRequest,
) -> Result<Page<GivenUp>, Error> {
    let sent_again = sql::<Bool>(
        "NOT EXISTS (SELECT 1 FROM webhook_deliveries l WHERE l.reason = 'redelivery' AND l.state <> 'given_up' \
         AND l.subscription_id = webhook_deliveries.subscription_id \
         AND l.event_sequence = webhook_deliveries.event_sequence AND l.id > webhook_deliveries.id)",
    );
    let subscriptions = webhook_subscriptions::table
        .inner_join(clients::table)
        .filter(clients::removed_at.is_null())
        .select(webhook_subscriptions::id);
    let mut query = webhook_deliveries::table
        .filter(sql::<Bool>("webhook_deliveries.state = 'given_up'"))
        .filter(webhook_deliveries::event_sequence.is_not_null())
        .filter(webhook_deliveries::subscription_id.gt(request.after()))
        .filter(webhook_deliveries::subscription_id.eq_any(subscriptions))
        .filter(sent_again)
        .group_by(webhook_deliveries::subscription_id)
        .order(webhook_deliveries::subscription_id)
        .limit(request.rows())
        .select((webhook_deliveries::subscription_id, count_star(), min(webhook_deliveries::finished_at)))
        .into_boxed();
    if let Some(body) = body {
        query =
            query.filter(webhook_deliveries::subscription_id.eq_any(subscriptions.filter(clients::body_id.eq(body))));
    }
    let rows: Vec<(WebhookSubscriptionId, i64, Option<Moment>)> = query.rows(connection)?;
    let ids: Vec<WebhookSubscriptionId> = rows.iter().map(|(id, ..)| *id).collect();
    let of = webhook_subscriptions::table
        .inner_join(clients::table)
        .filter(webhook_subscriptions::id.eq_any(ids))
        .select((webhook_subscriptions::id, (clients::name, clients::body_id)));
    let of: HashMap<WebhookSubscriptionId, (String, Option<BodyId>)> = of.rows(connection)?.into_iter().collect();
    let found = rows.into_iter().filter_map(|(subscription, messages, first)| {
        let (client_name, body) = of.get(&subscription).cloned()?;
        Some(GivenUp { subscription, client_name, body, messages, first: first? })
    });
    Ok(request.page(found.collect(), |one: &GivenUp| one.subscription))
}

/// A subscription to which something is to be sent.
#[derive(Clone, Debug)]
pub struct Due {
    pub subscription: WebhookSubscriptionId,
    /// Whose it is: the id of the client's body, or of the client where it acts for none.
    pub party: String,
}

/// The active subscriptions to which something is to be sent by now, as the database's clock has it: a test, while the URL
/// has not answered one.
pub fn due(connection: &mut DatabaseConnection) -> Result<Vec<Due>, Error> {
    let now = clock::now(connection)?;
    let something_due = webhook_deliveries::table
        .filter(webhook_deliveries::subscription_id.eq(webhook_subscriptions::id))
        .filter(webhook_deliveries::next_attempt_at.le(Column(now)))
        .filter(
            webhook_deliveries::reason
                .eq(DeliveryReason::Test.as_str())
                .or(webhook_subscriptions::confirmed_at.is_not_null()),
        );
    let found = webhook_subscriptions::table
        .inner_join(clients::table)
        .filter(webhook_subscriptions::state.eq(SubscriptionState::Active))
        .filter(clients::removed_at.is_null())
        .filter(exists(something_due))
        .select((webhook_subscriptions::id, clients::id, clients::body_id))
        .rows::<(_, String, Option<String>)>(connection)?;
    let due = |(subscription, client, body): (_, _, Option<_>)| Due { subscription, party: body.unwrap_or(client) };
    Ok(found.into_iter().map(due).collect())
}

/// What is to be sent to a subscriber by now: what has waited longest, and of that the earliest event. Only tests, if it
/// says so.
pub fn next_due(
    connection: &mut DatabaseConnection,
    subscription: WebhookSubscriptionId,
    now: Moment,
    only_tests: bool,
) -> Result<Option<Delivery>, Error> {
    let mut query = webhook_deliveries::table
        .filter(webhook_deliveries::subscription_id.eq(subscription))
        .filter(webhook_deliveries::next_attempt_at.le(Column(now)))
        .order((webhook_deliveries::next_attempt_at, webhook_deliveries::event_sequence, webhook_deliveries::id))
        .select(Delivery::columns())
        .into_boxed();
    if only_tests {
        query = query.filter(webhook_deliveries::reason.eq(DeliveryReason::Test.as_str()));
    }
    query.row(connection)
}

/// How many tests are still to be sent to a subscriber, now or later.
pub fn pending_tests(connection: &mut DatabaseConnection, subscription: WebhookSubscriptionId) -> Result<i64, Error> {
    let pending = webhook_deliveries::table
        .filter(webhook_deliveries::subscription_id.eq(subscription))
        .filter(webhook_deliveries::next_attempt_at.is_not_null())
        .filter(webhook_deliveries::reason.eq(DeliveryReason::Test.as_str()));
    Ok(pending.count().get_result(connection)?)
}

pub fn insert_attempt(
    connection: &mut DatabaseConnection,
    delivery: WebhookDeliveryId,
    attempt: &Attempt,
) -> Result<(), Error> {
    let values = (webhook_attempts::delivery_id.eq(delivery), attempt.clone());
    diesel::insert_into(webhook_attempts::table).values(values).execute(connection)?;
    Ok(())
}

/// What came of the attempts to deliver a message, in their order.
pub fn attempts(connection: &mut DatabaseConnection, delivery: WebhookDeliveryId) -> Result<Vec<Attempt>, Error> {
    let query = webhook_attempts::table.filter(webhook_attempts::delivery_id.eq(delivery));
    query.order(webhook_attempts::number).select(Attempt::columns()).rows(connection)
}

/// Forgets the messages that were delivered or given up before `before`, with their attempts.
pub fn forget(connection: &mut DatabaseConnection, before: Moment) -> Result<usize, Error> {
    let old = webhook_deliveries::table.filter(webhook_deliveries::finished_at.lt(Column(before)));
    Ok(diesel::delete(old).execute(connection)?)
}
