//! Deliveries as a subscriber's client sees them: what was sent, what came of it, and sending it again.

use std::collections::HashMap;

use super::events::FeedItem;
use super::webhook_queue::enqueue;
use super::webhook_subscriptions;
use super::work::Work;
use super::{Page, PageRequest};
use crate::error::{Code, Error};
use crate::ids::{WebhookDeliveryId, WebhookSubscriptionId};
use crate::store::{events, webhook_deliveries as kept};

pub use kept::{Attempt, Delivery, DeliveryReason, DeliveryState};

/// How many test messages may wait for the answer of a URL that has not answered any.
const MOST_UNANSWERED: i64 = 3;

/// A delivery, with the event that it tells of; a test tells of none.
pub type Told = (Delivery, Option<FeedItem>);

/// A page of the deliveries of a subscription of the caller, the latest first; in one state only, if it is given.
pub fn list(
    work: &mut Work<'_>,
    subscription: &str,
    state: Option<&str>,
    request: &PageRequest,
) -> Result<Page<Told>, Error> {
    let subscription = webhook_subscriptions::find(work, subscription)?;
    let page = kept::list(work.connection, subscription.id, state, request)?;
    let places = page.items.iter().filter_map(|delivery| delivery.reason.sequence()).collect();
    let mut found: HashMap<i64, FeedItem> = HashMap::new();
    for item in events::find_all(work.connection, places)? {
        found.insert(item.sequence, item);
    }
    Ok(page.map(|delivery| {
        let event = delivery.reason.sequence().and_then(|sequence| found.get(&sequence).cloned());
        (delivery, event)
    }))
}

/// A delivery of a subscription of the caller, with all its attempts.
pub fn find(work: &mut Work<'_>, subscription: &str, id: &str) -> Result<(Told, Vec<Attempt>), Error> {
    let subscription = webhook_subscriptions::find(work, subscription)?;
    let delivery = of(work, subscription.id, id)?;
    let attempts = kept::attempts(work.connection, delivery.id)?;
    Ok((tell(work, delivery)?, attempts))
}

fn of(work: &mut Work<'_>, subscription: WebhookSubscriptionId, id: &str) -> Result<Delivery, Error> {
    let missing = || Error::NotFound("delivery");
    let id = WebhookDeliveryId::parse(id).ok_or_else(missing)?;
    kept::find(work.connection, id)?.filter(|found| found.subscription == subscription).ok_or_else(missing)
}

fn tell(work: &mut Work<'_>, delivery: Delivery) -> Result<Told, Error> {
    let event = match delivery.reason.sequence() {
        Some(sequence) => events::find(work.connection, sequence)?,
        None => None,
    };
    Ok((delivery, event))
}

/// Sends the message of a delivery once more, as a delivery of its own: the subscriber sees the same `webhook-id`.
pub fn redeliver(work: &mut Work<'_>, subscription: &str, id: &str) -> Result<Told, Error> {
    let subscription = webhook_subscriptions::find(work, subscription)?;
    let earlier = of(work, subscription.id, id)?;
    let reason = earlier.reason.sequence().map_or(DeliveryReason::Test, DeliveryReason::Redelivery);
    send(work, subscription.id, reason)
}

/// Sends a message that tells of no event, for trying a subscriber out.
///
/// # Errors
/// [`Code::LimitReached`] while the URL has not answered the last few.
pub fn test(work: &mut Work<'_>, subscription: &str) -> Result<Told, Error> {
    let subscription = webhook_subscriptions::find(work, subscription)?;
    let unanswered = kept::pending_tests(work.connection, subscription.id)?;
    if subscription.confirmed_at.is_none() && unanswered >= MOST_UNANSWERED {
        let detail = format!(
            "{unanswered} test messages wait for their next attempt, as the URL has not answered any; see its deliveries for why"
        );
        return Err(Error::refused(Code::LimitReached, detail));
    }
    send(work, subscription.id, DeliveryReason::Test)
}

fn send(work: &mut Work<'_>, to: WebhookSubscriptionId, reason: DeliveryReason) -> Result<Told, Error> {
    let delivery = enqueue(work, to, reason)?;
    tell(work, delivery)
}
