//! The registry's side of sending webhooks: enqueuing deliveries as the feed grows, handing each to one node at a
//! time, and noting what came of it. The sending itself is done by `webhooks/`, outside of any transaction.

use std::collections::BTreeMap;
use std::time::Duration as StdDuration;

use chrono::Duration;

use super::events::FeedItem;
use super::webhook_deliveries::{Attempt, Delivery, DeliveryReason, DeliveryState};
use super::webhook_queue::due_at_once;
use super::webhook_subscriptions::{self, Subscription, SubscriptionState};
use super::work::Registry;
use crate::auth::permission::Caller;
use crate::clock::Moment;
use crate::entropy::random;
use crate::error::Error;
use crate::ids::WebhookSubscriptionId;
use crate::store::events::{self, Heading};
use crate::store::webhook_subscriptions::Follower;
use crate::store::{
    DatabaseConnection, clock, webhook_deliveries as kept, webhook_subscriptions as subscriptions,
    webhook_trials as trials,
};

pub use kept::Due;

/// How many events are enqueued in one transaction.
const BATCH: u32 = 200;

/// How many messages a client may have sent, within [`TRIALS_WITHIN`], to URLs that have not answered yet, whatever
/// subscriptions it makes and removes: nobody's host can be flooded by way of the registry.
const MOST_TRIALS: i64 = 30;

/// See [`MOST_TRIALS`].
const TRIALS_WITHIN: Duration = Duration::hours(1);

/// How long the next one then waits.
const AFTER_TOO_MANY_TRIALS: Duration = Duration::minutes(10);

/// After how many pauses a test is given up that nobody has answered yet.
const PAUSES_OF_A_TRIAL: usize = 3;

/// The longest pause that a subscriber may ask for.
pub const LONGEST_RETRY_AFTER: StdDuration = StdDuration::from_hours(1);

/// A delivery that this node is to send now.
#[derive(Clone, Debug)]
pub struct ClaimedDelivery {
    /// The delivery; `attempts` is the number of this attempt.
    pub delivery: Delivery,
    pub subscription: Subscription,
    /// The event that it tells of, if it is no test.
    pub event: Option<FeedItem>,
}

/// What came of a claim.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub started_at: Moment,
    pub duration_ms: i32,
    /// The status of the answer, or why there was none.
    pub answer: Result<u16, String>,
    /// For how long the subscriber asked to be left alone.
    pub retry_after: Option<StdDuration>,
}

impl Outcome {
    pub fn is_success(&self) -> bool {
        matches!(self.answer, Ok(200..=299))
    }

    /// Whether the subscriber wants no message ever again.
    fn is_gone(&self) -> bool {
        matches!(self.answer, Ok(410))
    }

    /// For how long the subscriber is left alone, as it asked: by 429 or 503 with `Retry-After` (RFC 9110, section 10.2.3;
    /// RFC 6585, section 4), and within bounds.
    pub fn pause(&self) -> Option<StdDuration> {
        let is_heeded = matches!(self.answer, Ok(429 | 503));
        self.retry_after.filter(|_| is_heeded).map(|asked| asked.min(LONGEST_RETRY_AFTER))
    }

    fn to_attempt(&self, number: i32) -> Attempt {
        let error = match &self.answer {
            Ok(200..=299) => None,
            Ok(300..=399) => Some("redirects are not followed".to_owned()),
            Ok(410) => Some("the subscriber is gone; the subscription was disabled".to_owned()),
            Ok(_) => Some("only an answer from 200 to 299 says that the message was taken".to_owned()),
            Err(reason) => Some(reason.clone()),
        };
        let status = self.answer.as_ref().ok().map(|status| i32::from(*status));
        Attempt { number, started_at: self.started_at, duration_ms: self.duration_ms, status, error }
    }
}

impl Registry {
    /// Enqueues deliveries of what has happened since the last time, and moves each subscription's place in the feed,
    /// in one transaction. Says whether there is more to do at once.
    ///
    /// The feed is read before the transaction: read within it, the events that others are just writing would make
    /// PostgreSQL run their transactions again.
    pub fn enqueue_webhooks(&self) -> Result<bool, Error> {
        let (followers, last) = self.store.read(|connection| {
            let followers = subscriptions::followers(connection)?;
            let last = if followers.is_empty() { 0 } else { events::last(connection)? };
            Ok((followers, last))
        })?;
        let mut places: BTreeMap<i64, Vec<WebhookSubscriptionId>> = BTreeMap::new();
        for follower in followers.iter().filter(|follower| follower.after < last) {
            places.entry(follower.after).or_default().push(follower.id);
        }
        if places.is_empty() {
            return Ok(false);
        }
        let horizon = self.store.read(events::horizon)?;
        let mut more = false;
        // Those who lie far behind, after a pause, do not hold up those who are nearly there: these come first.
        for (after, ids) in places.into_iter().rev() {
            let headings = self.store.read(|connection| events::headings(connection, after, horizon, BATCH))?;
            let is_full = headings.len() >= usize::try_from(BATCH).unwrap_or(usize::MAX);
            let through = headings.last().map(|last| last.sequence).filter(|_| is_full).unwrap_or(horizon);
            more |= is_full;
            self.store.write(|connection| enqueue(connection, &ids, &headings, through, self.now()))?;
        }
        Ok(more)
    }

    /// The subscriptions to which something is to be sent now.
    pub fn due_webhooks(&self) -> Result<Vec<Due>, Error> {
        self.store.read(kept::due)
    }

    /// Takes what is next to be sent to a subscriber, if there is anything, so that no other node sends it meanwhile: for
    /// the time of the lease, by the database's clock. A node that is killed in the middle delays the delivery by this.
    pub fn claim_webhook(
        &self,
        id: WebhookSubscriptionId,
        lease: StdDuration,
    ) -> Result<Option<ClaimedDelivery>, Error> {
        let claimed = self.store.write(|connection| {
            let at = clock::now(connection)?;
            let found = subscriptions::find(connection, id)?;
            let Some(subscription) = found.filter(|found| found.state == SubscriptionState::Active) else {
                return Ok(None);
            };
            let is_trial = subscription.confirmed_at.is_none();
            let Some(mut delivery) = kept::next_due(connection, id, at, is_trial)? else { return Ok(None) };
            if is_trial && trials::count_since(connection, subscription.client, at - TRIALS_WITHIN)? >= MOST_TRIALS {
                delivery.state = DeliveryState::Pending(at + AFTER_TOO_MANY_TRIALS);
                kept::update(connection, &delivery)?;
                return Ok(None);
            }
            delivery.attempts += 1;
            delivery.state = DeliveryState::Pending(at + lease);
            kept::update(connection, &delivery)?;
            if is_trial {
                trials::insert(connection, subscription.client, (delivery.id, delivery.attempts), at)?;
            }
            Ok(Some(ClaimedDelivery { delivery, subscription, event: None }))
        })?;
        let Some(mut claim) = claimed else { return Ok(None) };
        if let Some(sequence) = claim.delivery.reason.sequence() {
            claim.event = self.store.read(|connection| events::find(connection, sequence))?;
        }
        Ok(Some(claim))
    }

    /// Notes what came of a claim, and when the next attempt is due if it failed: after the next of the `pauses`, or later
    /// if the subscriber asked for that, and never again after the last. Gives the delivery as it is then; `None` when it
    /// was removed meanwhile.
    pub fn record_webhook_outcome(
        &self,
        claim: &ClaimedDelivery,
        outcome: &Outcome,
        pauses: &[StdDuration],
    ) -> Result<Option<Delivery>, Error> {
        self.write(Caller::OPERATOR, |work| {
            let number = claim.delivery.attempts;
            let Some(mut delivery) = kept::find(work.connection, claim.delivery.id)? else { return Ok(None) };
            kept::insert_attempt(work.connection, delivery.id, &outcome.to_attempt(number))?;
            let is_pending = matches!(delivery.state, DeliveryState::Pending(_));
            // After a very slow attempt another node may have begun the next one: a failure is then its to tell of.
            let is_latest = delivery.attempts == number;
            let is_trial = claim.subscription.confirmed_at.is_none();
            if is_pending && (is_latest || outcome.is_success()) {
                let pauses = if is_trial { pauses.get(..PAUSES_OF_A_TRIAL).unwrap_or(pauses) } else { pauses };
                let pause = usize::try_from(number - 1).ok().and_then(|place| pauses.get(place));
                delivery.state = match pause {
                    _ if outcome.is_success() => DeliveryState::Delivered(work.now),
                    Some(pause) => {
                        let pause = jittered(*pause, random(work.entropy)?).max(outcome.pause().unwrap_or_default());
                        DeliveryState::Pending(clock::now(work.connection)? + pause)
                    }
                    None => DeliveryState::GivenUp(work.now),
                };
                kept::update(work.connection, &delivery)?;
            }
            if is_trial && outcome.is_success() {
                webhook_subscriptions::confirm(work, delivery.subscription, &claim.subscription.url)?;
            }
            if outcome.is_gone() {
                webhook_subscriptions::disable(work, delivery.subscription)?;
            }
            Ok(Some(delivery))
        })
    }

    /// Purges the deliveries that ended longer ago than `kept_for`; says how many.
    pub fn purge_webhooks(&self, kept_for: Duration) -> Result<usize, Error> {
        let before = self.now() - kept_for;
        self.store.write(|connection| kept::forget(connection, before))
    }
}

fn enqueue(
    connection: &mut DatabaseConnection,
    ids: &[WebhookSubscriptionId],
    headings: &[Heading],
    through: i64,
    now: Moment,
) -> Result<(), Error> {
    // Looked at again: another node may have been faster, and a client may have paused.
    let followers: Vec<_> =
        subscriptions::followers(connection)?.into_iter().filter(|follower| ids.contains(&follower.id)).collect();
    let due = clock::now(connection)?;
    for follower in &followers {
        for heading in headings.iter().filter(|heading| is_for(heading, follower)) {
            let reason = DeliveryReason::Event(heading.sequence);
            kept::insert(connection, &due_at_once(now, due, follower.id, reason))?;
        }
    }
    let ids: Vec<_> = followers.iter().map(|follower| follower.id).collect();
    subscriptions::advance(connection, &ids, through)
}

fn is_for(heading: &Heading, follower: &Follower) -> bool {
    heading.sequence > follower.after
        && (follower.body.is_none() || follower.body == heading.body)
        && (follower.event_kinds.is_empty() || follower.event_kinds.contains(&heading.kind))
}

/// The pause, a tenth more or less, in whole milliseconds, so that what failed together is not tried together.
fn jittered(pause: StdDuration, [random]: [u8; 1]) -> StdDuration {
    StdDuration::from_millis(
        (pause * (900 + u32::from(random) * 200 / 255) / 1000).as_millis().try_into().unwrap_or(u64::MAX),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_what_it_is_by_a_tenth() {
        let ten = StdDuration::from_secs(10);
        assert_eq!(jittered(ten, [0]), StdDuration::from_secs(9));
        assert_eq!(jittered(ten, [255]), StdDuration::from_secs(11));
        assert!((9990..=10010).contains(&jittered(ten, [128]).as_millis()));
    }

    #[test]
    fn only_2xx_is_success() {
        let outcome = |answer| Outcome { started_at: Moment::UNIX_EPOCH, duration_ms: 1, answer, retry_after: None };
        for (answer, is_success) in [(200, true), (204, true), (299, true), (199, false), (301, false), (410, false)] {
            let outcome = outcome(Ok(answer));
            assert_eq!(outcome.is_success(), is_success, "{answer}");
            assert_eq!(outcome.to_attempt(1).error.is_none(), is_success, "{answer}");
            assert_eq!(outcome.is_gone(), answer == 410);
        }
        assert!(!outcome(Err("refused".to_owned())).is_success());
    }

    #[test]
    fn a_pause_that_is_asked_for_is_heeded_within_bounds() {
        let second = StdDuration::from_secs(1);
        for (status, asked, heeded) in [
            (429, Some(120 * second), Some(120 * second)),
            (503, Some(120 * second), Some(120 * second)),
            (429, Some(86_400 * second), Some(LONGEST_RETRY_AFTER)),
            (429, None, None),
            (500, Some(second), None),
            (204, Some(second), None),
        ] {
            let outcome =
                Outcome { started_at: Moment::UNIX_EPOCH, duration_ms: 1, answer: Ok(status), retry_after: asked };
            assert_eq!(outcome.pause(), heeded, "{status} {asked:?}");
        }
    }
}
