//! Subscriptions to events. Their secrets are kept sealed.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest};
use super::row::{Place, from_column, set_from_column, set_to_column, to_column};
use super::schema::{clients, webhook_subscriptions};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, ClientId, WebhookSubscriptionId};

/// Whether a subscription is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubscriptionState {
    /// It is.
    Active,
    /// Its client wants nothing for a while.
    Paused,
    /// The subscriber has answered that there is nobody there any more (410).
    Disabled,
}

impl SubscriptionState {
    /// The state's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Disabled => "disabled",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Active, Self::Paused, Self::Disabled].into_iter().find(|state| state.as_str() == text)
    }
}

/// A client's wish to be told of events.
#[derive(Clone, Debug)]
pub struct Subscription {
    /// The record.
    pub id: WebhookSubscriptionId,
    /// Whose it is.
    pub client: ClientId,
    /// Where messages go.
    pub url: String,
    /// Which kinds of events; empty for all.
    pub event_kinds: Vec<String>,
    /// Whether it is served.
    pub state: SubscriptionState,
    /// The secret that signs, sealed.
    pub sealed_secret: String,
    /// When it was made.
    pub secret_changed_at: Moment,
    /// The secret before, sealed, and until when it signs too.
    pub previous_secret: Option<(String, Moment)>,
    /// The place in the feed behind which it begins.
    pub starts_after: i64,
    /// When it was registered.
    pub registered_at: Moment,
    /// When its client last changed it.
    pub changed_at: Moment,
    /// When its URL first answered a test message; `None` as long as it has not, and then it is told of no event.
    pub confirmed_at: Option<Moment>,
}

/// A subscription as far as it decides on which events are for it.
#[derive(Clone, Debug)]
pub struct Follower {
    /// Which.
    pub id: WebhookSubscriptionId,
    /// The place in the feed up to which deliveries were made out.
    pub after: i64,
    /// Which kinds of events; empty for all.
    pub event_kinds: Vec<String>,
    /// The body whose events it may see; `None` where it may see all.
    pub body: Option<BodyId>,
}

type SubscriptionRow = (
    String,
    String,
    String,
    String,
    String,
    String,
    NaiveDateTime,
    Option<String>,
    Option<NaiveDateTime>,
    i64,
    NaiveDateTime,
    NaiveDateTime,
    Option<NaiveDateTime>,
);

macro_rules! columns {
    () => {
        (
            webhook_subscriptions::id,
            webhook_subscriptions::client_id,
            webhook_subscriptions::url,
            webhook_subscriptions::event_kinds,
            webhook_subscriptions::state,
            webhook_subscriptions::sealed_secret,
            webhook_subscriptions::secret_changed_at,
            webhook_subscriptions::sealed_previous_secret,
            webhook_subscriptions::previous_secret_until,
            webhook_subscriptions::starts_after,
            webhook_subscriptions::registered_at,
            webhook_subscriptions::changed_at,
            webhook_subscriptions::confirmed_at,
        )
    };
}

/// Adds a subscription.
pub fn insert(connection: &mut DatabaseConnection, subscription: &Subscription) -> Result<(), Error> {
    diesel::insert_into(webhook_subscriptions::table)
        .values((
            webhook_subscriptions::id.eq(subscription.id.to_string()),
            webhook_subscriptions::client_id.eq(subscription.client.to_string()),
            webhook_subscriptions::url.eq(&subscription.url),
            webhook_subscriptions::event_kinds.eq(kinds_to_column(subscription)),
            webhook_subscriptions::state.eq(subscription.state.as_str()),
            webhook_subscriptions::sealed_secret.eq(&subscription.sealed_secret),
            webhook_subscriptions::secret_changed_at.eq(to_column(subscription.secret_changed_at)),
            webhook_subscriptions::starts_after.eq(subscription.starts_after),
            webhook_subscriptions::after_sequence.eq(subscription.starts_after),
            webhook_subscriptions::registered_at.eq(to_column(subscription.registered_at)),
            webhook_subscriptions::changed_at.eq(to_column(subscription.changed_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes what can change of a subscription.
pub fn update(connection: &mut DatabaseConnection, subscription: &Subscription) -> Result<(), Error> {
    let (previous, until) = match &subscription.previous_secret {
        Some((sealed, until)) => (Some(sealed), Some(to_column(*until))),
        None => (None, None),
    };
    diesel::update(webhook_subscriptions::table.find(subscription.id.to_string()))
        .set((
            webhook_subscriptions::url.eq(&subscription.url),
            webhook_subscriptions::event_kinds.eq(kinds_to_column(subscription)),
            webhook_subscriptions::state.eq(subscription.state.as_str()),
            webhook_subscriptions::sealed_secret.eq(&subscription.sealed_secret),
            webhook_subscriptions::secret_changed_at.eq(to_column(subscription.secret_changed_at)),
            webhook_subscriptions::sealed_previous_secret.eq(previous),
            webhook_subscriptions::previous_secret_until.eq(until),
            webhook_subscriptions::changed_at.eq(to_column(subscription.changed_at)),
            webhook_subscriptions::confirmed_at.eq(subscription.confirmed_at.map(to_column)),
        ))
        .execute(connection)?;
    Ok(())
}

fn kinds_to_column(subscription: &Subscription) -> String {
    set_to_column(subscription.event_kinds.iter().map(String::as_str))
}

/// The subscription with this id.
pub fn find(connection: &mut DatabaseConnection, id: WebhookSubscriptionId) -> Result<Option<Subscription>, Error> {
    let query = webhook_subscriptions::table.find(id.to_string()).select(columns!());
    query.first::<SubscriptionRow>(connection).optional()?.map(from_row).transpose()
}

/// A page of a client's subscriptions in the order of registration.
pub fn list(
    connection: &mut DatabaseConnection,
    client: ClientId,
    request: &PageRequest,
) -> Result<Page<Subscription>, Error> {
    let rows = webhook_subscriptions::table
        .filter(webhook_subscriptions::client_id.eq(client.to_string()))
        .filter(webhook_subscriptions::id.gt(request.after()))
        .order(webhook_subscriptions::id)
        .limit(request.rows())
        .select(columns!())
        .load::<SubscriptionRow>(connection)?;
    request.page(rows, |row| row.0.clone()).try_map(from_row)
}

/// How many subscriptions a client has.
pub fn count(connection: &mut DatabaseConnection, client: ClientId) -> Result<i64, Error> {
    let query = webhook_subscriptions::table.filter(webhook_subscriptions::client_id.eq(client.to_string()));
    Ok(query.count().get_result(connection)?)
}

/// Removes a subscription, with its deliveries.
pub fn remove(connection: &mut DatabaseConnection, id: WebhookSubscriptionId) -> Result<(), Error> {
    diesel::delete(webhook_subscriptions::table.find(id.to_string())).execute(connection)?;
    Ok(())
}

/// Removes all subscriptions of a client, with their deliveries.
pub fn remove_of(connection: &mut DatabaseConnection, client: ClientId) -> Result<(), Error> {
    let theirs = webhook_subscriptions::table.filter(webhook_subscriptions::client_id.eq(client.to_string()));
    diesel::delete(theirs).execute(connection)?;
    Ok(())
}

/// The active subscriptions of clients that may act, whose URLs have answered.
pub fn followers(connection: &mut DatabaseConnection) -> Result<Vec<Follower>, Error> {
    let rows = webhook_subscriptions::table
        .inner_join(clients::table)
        .filter(webhook_subscriptions::state.eq(SubscriptionState::Active.as_str()))
        .filter(clients::removed_at.is_null())
        .filter(webhook_subscriptions::confirmed_at.is_not_null())
        .order(webhook_subscriptions::id)
        .select((
            webhook_subscriptions::id,
            webhook_subscriptions::after_sequence,
            webhook_subscriptions::event_kinds,
            clients::body_id,
        ))
        .load::<(String, i64, String, Option<String>)>(connection)?;
    rows.into_iter()
        .map(|(id, after, kinds, body)| {
            let place = Place { table: "webhook_subscriptions", row: &id };
            Ok(Follower {
                id: place.value("id", WebhookSubscriptionId::parse(&id))?,
                body: place.optional("client_id", body, |body| BodyId::parse(&body))?,
                event_kinds: set_from_column(&kinds),
                after,
            })
        })
        .collect()
}

/// Notes that all deliveries up to `through` were made out for these subscriptions.
pub fn advance(
    connection: &mut DatabaseConnection,
    subscriptions: &[WebhookSubscriptionId],
    through: i64,
) -> Result<(), Error> {
    let ids: Vec<_> = subscriptions.iter().map(ToString::to_string).collect();
    let behind = webhook_subscriptions::table
        .filter(webhook_subscriptions::id.eq_any(ids))
        .filter(webhook_subscriptions::after_sequence.lt(through));
    diesel::update(behind).set(webhook_subscriptions::after_sequence.eq(through)).execute(connection)?;
    Ok(())
}

fn from_row(row: SubscriptionRow) -> Result<Subscription, Error> {
    let (
        id,
        client,
        url,
        kinds,
        state,
        sealed_secret,
        secret_changed,
        previous,
        until,
        starts_after,
        registered,
        changed,
        confirmed,
    ) = row;
    let place = Place { table: "webhook_subscriptions", row: &id };
    Ok(Subscription {
        id: place.value("id", WebhookSubscriptionId::parse(&id))?,
        client: place.value("client_id", ClientId::parse(&client))?,
        event_kinds: set_from_column(&kinds),
        state: place.value("state", SubscriptionState::parse(&state))?,
        secret_changed_at: from_column(secret_changed),
        previous_secret: previous.zip(until.map(from_column)),
        registered_at: from_column(registered),
        changed_at: from_column(changed),
        confirmed_at: confirmed.map(from_column),
        url,
        sealed_secret,
        starts_after,
    })
}
