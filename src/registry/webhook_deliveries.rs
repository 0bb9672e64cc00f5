//! Deliveries as a subscriber's client sees them: what was sent, what came of it, and sending it again.

use std::collections::HashMap;

use super::events::FeedItem;
use super::webhook_subscriptions;
use super::work::Work;
use super::{Page, PageRequest};
use crate::clock::Moment;
use crate::error::{Code, Error};
use crate::ids::{WebhookDeliveryId, WebhookSubscriptionId};
use crate::store::{clock, events, webhook_deliveries as kept};

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
    make_out(work, subscription.id, reason)
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
    make_out(work, subscription.id, DeliveryReason::Test)
}

/// Sends the test message whose answer shows that the URL is the subscriber's own, unless one is on its way.
pub(super) fn ask_for_an_answer(work: &mut Work<'_>, to: WebhookSubscriptionId) -> Result<(), Error> {
    if kept::pending_tests(work.connection, to)? == 0 {
        enqueue(work, to, DeliveryReason::Test)?;
    }
    Ok(())
}

fn make_out(work: &mut Work<'_>, to: WebhookSubscriptionId, reason: DeliveryReason) -> Result<Told, Error> {
    let delivery = enqueue(work, to, reason)?;
    tell(work, delivery)
}

fn enqueue(work: &mut Work<'_>, to: WebhookSubscriptionId, reason: DeliveryReason) -> Result<Delivery, Error> {
    let due = clock::now(work.connection)?;
    let delivery = new(work.now, due, to, reason);
    kept::insert(work.connection, &delivery)?;
    Ok(delivery)
}

/// A delivery that is due at once: `due` is the present instant by the database's clock, which decides when it is sent.
pub(super) fn new(now: Moment, due: Moment, subscription: WebhookSubscriptionId, reason: DeliveryReason) -> Delivery {
    let id = WebhookDeliveryId::new(now);
    Delivery { id, subscription, reason, state: DeliveryState::Pending(due), attempts: 0, created_at: now }
}
