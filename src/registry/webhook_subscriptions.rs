//! Subscriptions: a client is told of the events that it could also read in the feed.
//!
//! Subscribing is a write like others, with its event. What is sent is not: deliveries are the service's own
//! bookkeeping, and an event for each would be told to subscribers in turn, without end.

use chrono::Duration;
use serde_json::{Value, json};

use super::events::{EventKind, NewEvent};
use super::webhook_queue::ask_for_an_answer;
use super::work::Work;
use super::{Page, PageRequest};
use crate::auth::permission::{Permission, Principal};
use crate::error::{Code, Error};
use crate::ids::{ClientId, WebhookSubscriptionId};
use crate::input::fields::text_fields;
use crate::input::form::{Field, OrUsual, Replacement, Several, form};
use crate::input::object::ObjectReader;
use crate::outbound::{Destination, DestinationRules};
use crate::secret::Secret;
use crate::store::{events, webhook_subscriptions as kept};
use crate::trust::sealing::SealingKey;
use crate::trust::webhooks::WebhookSecret;

pub use kept::{Subscription, SubscriptionState};

/// How many subscriptions one client may have.
pub const MOST: i64 = 20;

/// For how long a secret goes on signing beside the one that has taken its place.
const SIGNS_AFTER_ROTATION: Duration = Duration::hours(24);

/// Kinds of events, each once.
pub struct EventKinds;

impl Field for EventKinds {
    type Value = Vec<String>;

    fn read(reader: &mut ObjectReader<'_>, pointer: String, value: &Value) -> Option<Vec<String>> {
        let mut kinds = Several::<EventKind, 1, 100>::read(reader, pointer, value)?;
        kinds.sort_unstable();
        kinds.dedup();
        Some(kinds)
    }

    fn schema() -> Value {
        json!({"type": "array", "items": {"type": "string"}, "minItems": 1})
    }
}

text_fields! {
    Destination: Self = Self::parse, {"minLength": 1, "maxLength": 2000};
}

form! {
    /// A subscription that is to be registered.
    #[example({"url": "https://hooks.example.org/touchstone", "event_kinds": ["result_registered", "certificate_withdrawn"]})]
    pub struct NewSubscription as "WebhookSubscriptionRequest" {
        /// Where messages go: https, a public address, and a port that the operator allows (443).
        pub url: Destination,
        /// Which kinds of events; all when left out.
        pub event_kinds: OrUsual<EventKinds>,
    }

    /// What is to be changed of a subscription; what is left out stays.
    #[example({"paused": true})]
    #[derive(Default)]
    pub struct SubscriptionChanges as "WebhookSubscriptionPatch" {
        /// Where messages go from now on.
        pub url: Replacement<Destination>,
        /// Which kinds of events from now on; null for all.
        pub event_kinds: Option<OrUsual<EventKinds>>,
        /// Whether nothing is to be sent for a while; false resumes, also what was disabled.
        pub paused: Option<bool>,
    }
}

/// Registers a subscription of the caller. It begins behind its own event, once its URL has answered a test message: who
/// cannot answer for the URL has nothing sent there but that. The secret is shown this once.
///
/// # Errors
/// A destination that can never be reached, and more subscriptions than [`MOST`].
pub fn register(
    work: &mut Work<'_>,
    new: &NewSubscription,
    rules: &DestinationRules,
    sealing_key: &SealingKey,
) -> Result<(Subscription, Secret), Error> {
    let client = subscriber(work)?;
    check(rules, &new.url)?;
    if kept::count(work.connection, client)? >= MOST {
        let detail = format!("a client may have {MOST} subscriptions at most; remove one first");
        return Err(Error::refused(Code::LimitReached, detail));
    }
    let id = WebhookSubscriptionId::new(work.now);
    let secret = WebhookSecret::generate();
    let mut subscription = Subscription {
        client,
        url: new.url.as_str().to_owned(),
        event_kinds: new.event_kinds.clone(),
        state: SubscriptionState::Active,
        sealed_secret: secret.sealed(sealing_key, &id.to_string())?,
        secret_changed_at: work.now,
        previous_secret: None,
        starts_after: 0,
        registered_at: work.now,
        changed_at: work.now,
        confirmed_at: None,
        id,
    };
    record(work, &subscription, "webhook_subscription_registered")?;
    // This transaction's own event is the last that it sees, and what is drawn later comes behind it.
    subscription.starts_after = events::last(work.connection)?;
    kept::insert(work.connection, &subscription)?;
    ask_for_an_answer(work, id)?;
    Ok((subscription, secret.to_text()))
}

/// The client that subscribes. An operator at the command line is none.
fn subscriber(work: &Work<'_>) -> Result<ClientId, Error> {
    match work.authorise(Permission::FollowEvents)?.principal {
        Principal::Client(client) => Ok(client),
        Principal::Operator | Principal::Person(_) | Principal::HolderLink(_) | Principal::Registry => {
            Err(Error::refused(Code::Forbidden, "subscriptions belong to clients"))
        }
    }
}

fn check(rules: &DestinationRules, url: &Destination) -> Result<(), Error> {
    rules.check(url).map_err(|complaint| Error::invalid("/url", complaint.code, complaint.detail))
}

/// The URL may hold a secret of the subscriber's, so events do not have it.
fn record(work: &mut Work<'_>, subscription: &Subscription, kind: &'static str) -> Result<(), Error> {
    let data = json!({"client_id": subscription.client.to_string(), "state": subscription.state.as_str()});
    let subject = ("webhook_subscription", subscription.id.to_string());
    work.record(Permission::FollowEvents, NewEvent { kind, subject, body: None, data, personal_data: None })
}

/// A page of the caller's subscriptions.
pub fn list(work: &mut Work<'_>, request: &PageRequest) -> Result<Page<Subscription>, Error> {
    let client = subscriber(work)?;
    kept::list(work.connection, client, request)
}

/// The subscription with this id, if it is the caller's.
pub fn find(work: &mut Work<'_>, id: &str) -> Result<Subscription, Error> {
    let client = subscriber(work)?;
    let missing = || Error::NotFound("webhook subscription");
    let id = WebhookSubscriptionId::parse(id).ok_or_else(missing)?;
    kept::find(work.connection, id)?.filter(|found| found.client == client).ok_or_else(missing)
}

/// Changes a subscription of the caller, if `precondition` agrees to what it is now. While it is paused, or its new URL has
/// not answered, no event is sent, and none is missed: it goes on where it stopped.
pub fn change(
    work: &mut Work<'_>,
    id: &str,
    precondition: impl FnOnce(&Subscription) -> Result<(), Error>,
    changes: &SubscriptionChanges,
    rules: &DestinationRules,
) -> Result<Subscription, Error> {
    let known = find(work, id)?;
    precondition(&known)?;
    let mut subscription = known.clone();
    if let Some(url) = &changes.url {
        check(rules, url)?;
        url.as_str().clone_into(&mut subscription.url);
    }
    if let Some(kinds) = &changes.event_kinds {
        subscription.event_kinds.clone_from(kinds);
    }
    subscription.state = match changes.paused {
        Some(true) => SubscriptionState::Paused,
        Some(false) => SubscriptionState::Active,
        None => known.state,
    };
    let what = |one: &Subscription| (one.url.clone(), one.event_kinds.clone(), one.state);
    if what(&known) == what(&subscription) {
        return Ok(known);
    }
    subscription.changed_at = work.now;
    if subscription.url != known.url {
        subscription.confirmed_at = None;
    }
    kept::update(work.connection, &subscription)?;
    if subscription.confirmed_at.is_none() && subscription.state == SubscriptionState::Active {
        ask_for_an_answer(work, subscription.id)?;
    }
    record(work, &subscription, "webhook_subscription_changed")?;
    Ok(subscription)
}

/// Removes a subscription of the caller, with what was still to be sent and what is known of earlier deliveries.
pub fn remove(work: &mut Work<'_>, id: &str) -> Result<(), Error> {
    let subscription = find(work, id)?;
    kept::remove(work.connection, subscription.id)?;
    record(work, &subscription, "webhook_subscription_removed")
}

/// Replaces the secret of a subscription; the one before signs too for a day, so that the subscriber can change over
/// without missing a message.
pub fn replace_secret(
    work: &mut Work<'_>,
    id: &str,
    sealing_key: &SealingKey,
) -> Result<(Subscription, Secret), Error> {
    let known = find(work, id)?;
    let secret = WebhookSecret::generate();
    let changed = Subscription {
        sealed_secret: secret.sealed(sealing_key, &known.id.to_string())?,
        secret_changed_at: work.now,
        previous_secret: Some((known.sealed_secret.clone(), work.now + SIGNS_AFTER_ROTATION)),
        ..known
    };
    kept::update(work.connection, &changed)?;
    record(work, &changed, "webhook_secret_replaced")?;
    Ok((changed, secret.to_text()))
}

/// Notes that the URL of a subscription has answered a test message: events are sent from then on. The answer of a URL that
/// was changed meanwhile says nothing of the new one, which is asked itself.
pub(super) fn confirm(work: &mut Work<'_>, id: WebhookSubscriptionId, url: &str) -> Result<(), Error> {
    let known = kept::find(work.connection, id)?;
    let Some(known) = known.filter(|known| known.confirmed_at.is_none()) else { return Ok(()) };
    if known.url != url {
        return match known.state {
            SubscriptionState::Active => ask_for_an_answer(work, id),
            _ => Ok(()),
        };
    }
    let confirmed = Subscription { confirmed_at: Some(work.now), ..known };
    kept::update(work.connection, &confirmed)?;
    record(work, &confirmed, "webhook_subscription_confirmed")
}

/// Sends nothing any more to a subscriber that says it is gone, until its client resumes the subscription.
pub(super) fn disable(work: &mut Work<'_>, id: WebhookSubscriptionId) -> Result<(), Error> {
    let Some(known) = kept::find(work.connection, id)? else { return Ok(()) };
    if known.state != SubscriptionState::Active {
        return Ok(());
    }
    let disabled = Subscription { state: SubscriptionState::Disabled, changed_at: work.now, ..known };
    kept::update(work.connection, &disabled)?;
    record(work, &disabled, "webhook_subscription_disabled")
}
