//! Deliveries that wait to be sent.

use super::work::Work;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{WebhookDeliveryId, WebhookSubscriptionId};
use crate::store::clock;
use crate::store::webhook_deliveries::{self as kept, Delivery, DeliveryReason, DeliveryState};

/// Sends the test message whose answer shows that the URL is the subscriber's own, unless one is on its way.
pub(super) fn ask_for_an_answer(work: &mut Work<'_>, to: WebhookSubscriptionId) -> Result<(), Error> {
    if kept::pending_tests(work.connection, to)? == 0 {
        enqueue(work, to, DeliveryReason::Test)?;
    }
    Ok(())
}

pub(super) fn enqueue(
    work: &mut Work<'_>,
    to: WebhookSubscriptionId,
    reason: DeliveryReason,
) -> Result<Delivery, Error> {
    let due = clock::now(work.connection)?;
    let delivery = due_at_once(work.now, due, to, reason);
    kept::insert(work.connection, &delivery)?;
    Ok(delivery)
}

/// A delivery that is due at once: `due` is the present instant by the database's clock, which decides when it is sent.
pub(super) fn due_at_once(
    now: Moment,
    due: Moment,
    subscription: WebhookSubscriptionId,
    reason: DeliveryReason,
) -> Delivery {
    let id = WebhookDeliveryId::new(now);
    Delivery { id, subscription, reason, state: DeliveryState::Pending(due), attempts: 0, created_at: now }
}
