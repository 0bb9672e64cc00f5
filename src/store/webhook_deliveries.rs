//! Messages to subscribers, and what came of every attempt to deliver them.

use chrono::NaiveDateTime;
use diesel::dsl::exists;
use diesel::prelude::*;

use super::clock;
use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest};
use super::row::{Place, from_column, to_column};
use super::schema::{clients, webhook_attempts, webhook_deliveries, webhook_subscriptions};
use super::webhook_subscriptions::SubscriptionState;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{WebhookDeliveryId, WebhookSubscriptionId};

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

/// A message to a subscriber.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The record.
    pub id: WebhookDeliveryId,
    /// To whom.
    pub subscription: WebhookSubscriptionId,
    /// Why.
    pub reason: DeliveryReason,
    /// What has become of it.
    pub state: DeliveryState,
    /// How often sending it was begun.
    pub attempts: i32,
    /// When it was made out.
    pub created_at: Moment,
}

/// What came of an attempt.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Which attempt, from 1.
    pub number: i32,
    /// When it was begun.
    pub started_at: Moment,
    /// How long it took, in milliseconds.
    pub duration_ms: i32,
    /// The status of the answer, if there was one.
    pub status: Option<i32>,
    /// Why it failed, for people.
    pub error: Option<String>,
}

type DeliveryRow =
    (String, String, String, Option<i64>, String, i32, Option<NaiveDateTime>, NaiveDateTime, Option<NaiveDateTime>);

macro_rules! columns {
    () => {
        (
            webhook_deliveries::id,
            webhook_deliveries::subscription_id,
            webhook_deliveries::reason,
            webhook_deliveries::event_sequence,
            webhook_deliveries::state,
            webhook_deliveries::attempts,
            webhook_deliveries::next_attempt_at,
            webhook_deliveries::created_at,
            webhook_deliveries::finished_at,
        )
    };
}

/// The times that a state is kept as: of the next attempt, and of the end.
fn times(state: DeliveryState) -> (Option<NaiveDateTime>, Option<NaiveDateTime>) {
    match state {
        DeliveryState::Pending(next) => (Some(to_column(next)), None),
        DeliveryState::Delivered(at) | DeliveryState::GivenUp(at) => (None, Some(to_column(at))),
    }
}

/// Adds a message.
pub fn insert(connection: &mut DatabaseConnection, delivery: &Delivery) -> Result<(), Error> {
    let (next, finished) = times(delivery.state);
    diesel::insert_into(webhook_deliveries::table)
        .values((
            webhook_deliveries::id.eq(delivery.id.to_string()),
            webhook_deliveries::subscription_id.eq(delivery.subscription.to_string()),
            webhook_deliveries::reason.eq(delivery.reason.as_str()),
            webhook_deliveries::event_sequence.eq(delivery.reason.sequence()),
            webhook_deliveries::state.eq(delivery.state.as_str()),
            webhook_deliveries::attempts.eq(delivery.attempts),
            webhook_deliveries::next_attempt_at.eq(next),
            webhook_deliveries::created_at.eq(to_column(delivery.created_at)),
            webhook_deliveries::finished_at.eq(finished),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes what has become of a message, and how often sending it was begun.
pub fn update(connection: &mut DatabaseConnection, delivery: &Delivery) -> Result<(), Error> {
    let (next, finished) = times(delivery.state);
    diesel::update(webhook_deliveries::table.find(delivery.id.to_string()))
        .set((
            webhook_deliveries::state.eq(delivery.state.as_str()),
            webhook_deliveries::attempts.eq(delivery.attempts),
            webhook_deliveries::next_attempt_at.eq(next),
            webhook_deliveries::finished_at.eq(finished),
        ))
        .execute(connection)?;
    Ok(())
}

/// The message with this id.
pub fn find(connection: &mut DatabaseConnection, id: WebhookDeliveryId) -> Result<Option<Delivery>, Error> {
    let query = webhook_deliveries::table.find(id.to_string()).select(columns!());
    query.first::<DeliveryRow>(connection).optional()?.map(from_row).transpose()
}

/// A page of the messages to a subscriber, the latest first; those in one state only, if its name is given.
pub fn list(
    connection: &mut DatabaseConnection,
    subscription: WebhookSubscriptionId,
    state: Option<&str>,
    request: &PageRequest,
) -> Result<Page<Delivery>, Error> {
    let mut query = webhook_deliveries::table
        .filter(webhook_deliveries::subscription_id.eq(subscription.to_string()))
        .order(webhook_deliveries::id.desc())
        .limit(request.rows())
        .select(columns!())
        .into_boxed();
    if let Some(before) = &request.after {
        query = query.filter(webhook_deliveries::id.lt(before.clone()));
    }
    if let Some(state) = state {
        query = query.filter(webhook_deliveries::state.eq(state.to_owned()));
    }
    let rows = query.load::<DeliveryRow>(connection)?;
    request.page(rows, |row| row.0.clone()).try_map(from_row)
}

/// A subscription to which something is to be sent.
#[derive(Clone, Debug)]
pub struct Due {
    /// Which.
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
        .filter(webhook_deliveries::next_attempt_at.le(to_column(now)))
        .filter(
            webhook_deliveries::reason
                .eq(DeliveryReason::Test.as_str())
                .or(webhook_subscriptions::confirmed_at.is_not_null()),
        );
    let found = webhook_subscriptions::table
        .inner_join(clients::table)
        .filter(webhook_subscriptions::state.eq(SubscriptionState::Active.as_str()))
        .filter(clients::removed_at.is_null())
        .filter(exists(something_due))
        .select((webhook_subscriptions::id, clients::id, clients::body_id))
        .load::<(String, String, Option<String>)>(connection)?;
    let parsed = |(id, client, body): (String, String, Option<String>)| {
        let place = Place { table: "webhook_subscriptions", row: &id };
        let subscription = place.value("id", WebhookSubscriptionId::parse(&id))?;
        Ok(Due { subscription, party: body.unwrap_or(client) })
    };
    found.into_iter().map(parsed).collect()
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
        .filter(webhook_deliveries::subscription_id.eq(subscription.to_string()))
        .filter(webhook_deliveries::next_attempt_at.le(to_column(now)))
        .order((webhook_deliveries::next_attempt_at, webhook_deliveries::event_sequence, webhook_deliveries::id))
        .select(columns!())
        .into_boxed();
    if only_tests {
        query = query.filter(webhook_deliveries::reason.eq(DeliveryReason::Test.as_str()));
    }
    query.first::<DeliveryRow>(connection).optional()?.map(from_row).transpose()
}

/// How many tests are still to be sent to a subscriber, now or later.
pub fn pending_tests(connection: &mut DatabaseConnection, subscription: WebhookSubscriptionId) -> Result<i64, Error> {
    let pending = webhook_deliveries::table
        .filter(webhook_deliveries::subscription_id.eq(subscription.to_string()))
        .filter(webhook_deliveries::next_attempt_at.is_not_null())
        .filter(webhook_deliveries::reason.eq(DeliveryReason::Test.as_str()));
    Ok(pending.count().get_result(connection)?)
}

/// Adds what came of an attempt.
pub fn insert_attempt(
    connection: &mut DatabaseConnection,
    delivery: WebhookDeliveryId,
    attempt: &Attempt,
) -> Result<(), Error> {
    diesel::insert_into(webhook_attempts::table)
        .values((
            webhook_attempts::delivery_id.eq(delivery.to_string()),
            webhook_attempts::number.eq(attempt.number),
            webhook_attempts::started_at.eq(to_column(attempt.started_at)),
            webhook_attempts::duration_ms.eq(attempt.duration_ms),
            webhook_attempts::status.eq(attempt.status),
            webhook_attempts::error.eq(&attempt.error),
        ))
        .execute(connection)?;
    Ok(())
}

/// What came of the attempts to deliver a message, in their order.
pub fn attempts(connection: &mut DatabaseConnection, delivery: WebhookDeliveryId) -> Result<Vec<Attempt>, Error> {
    type Row = (i32, NaiveDateTime, i32, Option<i32>, Option<String>);
    let rows = webhook_attempts::table
        .filter(webhook_attempts::delivery_id.eq(delivery.to_string()))
        .order(webhook_attempts::number)
        .select((
            webhook_attempts::number,
            webhook_attempts::started_at,
            webhook_attempts::duration_ms,
            webhook_attempts::status,
            webhook_attempts::error,
        ))
        .load::<Row>(connection)?;
    let attempt = |(number, started_at, duration_ms, status, error)| {
        let started_at = from_column(started_at);
        Attempt { number, started_at, duration_ms, status, error }
    };
    Ok(rows.into_iter().map(attempt).collect())
}

/// Forgets the messages that were delivered or given up before `before`, with their attempts.
pub fn forget(connection: &mut DatabaseConnection, before: Moment) -> Result<usize, Error> {
    let old = webhook_deliveries::table.filter(webhook_deliveries::finished_at.lt(to_column(before)));
    Ok(diesel::delete(old).execute(connection)?)
}

fn from_row(row: DeliveryRow) -> Result<Delivery, Error> {
    let (id, subscription, reason, sequence, state, attempts, next, created, finished) = row;
    let place = Place { table: "webhook_deliveries", row: &id };
    let reason = match (reason.as_str(), sequence) {
        ("event", Some(sequence)) => Some(DeliveryReason::Event(sequence)),
        ("redelivery", Some(sequence)) => Some(DeliveryReason::Redelivery(sequence)),
        ("test", None) => Some(DeliveryReason::Test),
        _ => None,
    };
    let state = match (state.as_str(), next.map(from_column), finished.map(from_column)) {
        ("pending", Some(next), None) => Some(DeliveryState::Pending(next)),
        ("delivered", None, Some(at)) => Some(DeliveryState::Delivered(at)),
        ("given_up", None, Some(at)) => Some(DeliveryState::GivenUp(at)),
        _ => None,
    };
    Ok(Delivery {
        id: place.value("id", WebhookDeliveryId::parse(&id))?,
        subscription: place.value("subscription_id", WebhookSubscriptionId::parse(&subscription))?,
        reason: place.value("reason", reason)?,
        state: place.value("state", state)?,
        created_at: from_column(created),
        attempts,
    })
}
