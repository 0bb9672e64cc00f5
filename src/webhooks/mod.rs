//! WHAT SUBSCRIBERS ARE SENT: on every node, one thread looks what is due, and threads of its own send it, one for each
//! subscriber that is being served. The registry keeps the books (`registry/webhook_dispatch.rs`); while a message is
//! on its way no connection to the database and no transaction waits for it.

mod attempt;

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use crate::config::WebhookSettings;
use crate::error::Error;
use crate::http::state::destination_rules;
use crate::ids::WebhookSubscriptionId;
use crate::outbound::{Sender, tls_config};
use crate::registry::Registry;
use crate::registry::webhook_deliveries::DeliveryState;
use crate::registry::webhook_dispatch::{ClaimedDelivery, Due, Outcome};
use crate::supervision::supervise;
use crate::trust::sealing::SealingKey;

/// The longest time between two looks, and how long a subscriber that did not take a message is left alone for each failure
/// in a row: the others of its messages would most likely fail as well. A pause between attempts that is shorter takes its
/// place, or it would be overslept.
const LONGEST_BEAT: Duration = Duration::from_secs(1);

/// How long the database is left alone after it failed.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// How many subscribers one node serves at the same time. Each has one message on its way at most, so one that is slow
/// holds up nobody else, and one that is fast is served in the order of the events.
const AT_ONCE: usize = 48;

/// How many of them may be of one party: a body, or a client that acts for none.
const AT_ONCE_OF_ONE_PARTY: usize = 8;

/// How many of them may be subscribers that did not take the last message.
const FAILING_AT_ONCE: usize = AT_ONCE / 2;

/// For how long one subscriber is served before others that wait get their turn.
const TURN: Duration = Duration::from_secs(10);

/// The most failures in a row that count.
const MOST_FAILURES: u32 = 30;

/// For how long it is remembered when a subscriber was served.
const REMEMBERED: Duration = Duration::from_hours(1);

/// How long messages on their way may take once the server ends. What is cut off is sent again later.
const GRACE: Duration = Duration::from_secs(5);

/// Sends what is due, until it is stopped.
pub struct Dispatcher {
    shared: Arc<Shared>,
    thread: JoinHandle<()>,
}

struct Shared {
    registry: Arc<Registry>,
    sealing_key: Arc<SealingKey>,
    settings: WebhookSettings,
    beat: Duration,
    /// Made when the first message is sent: reading the machine's certificates takes a while.
    sender: OnceLock<Sender>,
    /// One thread at a time asks the database, so that webhooks take one of its connections at the most.
    turn: Mutex<()>,
    work: Mutex<InHand>,
    /// Somebody has ended, or all should.
    changed: Condvar,
}

#[derive(Default)]
struct InHand {
    serving: HashMap<WebhookSubscriptionId, Serving>,
    served: HashMap<WebhookSubscriptionId, Served>,
    is_stopping: bool,
}

struct Serving {
    party: String,
    is_failing: bool,
}

struct Served {
    at: Instant,
    /// How often in a row it did not take a message.
    failures: u32,
    /// For how long it asked to be left alone.
    pause: Duration,
}

impl Served {
    fn rests(&self, beat: Duration) -> bool {
        self.at.elapsed() < self.pause.max(beat * self.failures.min(MOST_FAILURES))
    }
}

impl InHand {
    /// Takes as many of those to whom something is due as may be served, in the order of who has waited longest: a party
    /// of whom fewer are being served comes first, and none gets more than its share.
    fn take(&mut self, mut due: Vec<Due>, beat: Duration) -> Vec<WebhookSubscriptionId> {
        self.served.retain(|_, served| served.at.elapsed() < REMEMBERED.max(served.pause));
        due.retain(|due| {
            let id = &due.subscription;
            !self.serving.contains_key(id) && !self.served.get(id).is_some_and(|served| served.rests(beat))
        });
        let mut taken = Vec::new();
        while self.serving.len() < AT_ONCE {
            let failing = self.serving.values().filter(|serving| serving.is_failing).count();
            let of_party = |party: &str| self.serving.values().filter(|serving| serving.party == party).count();
            let is_failing = |due: &Due| self.served.get(&due.subscription).is_some_and(|served| served.failures > 0);
            let next = due
                .iter()
                .enumerate()
                .filter(|(_, due)| of_party(&due.party) < AT_ONCE_OF_ONE_PARTY)
                .filter(|(_, due)| failing < FAILING_AT_ONCE || !is_failing(due))
                .min_by_key(|(_, due)| {
                    let served = self.served.get(&due.subscription).map(|served| served.at);
                    (of_party(&due.party), served)
                })
                .map(|(place, due)| (place, is_failing(due)));
            let Some((place, is_failing)) = next else { break };
            let Due { subscription, party } = due.swap_remove(place);
            self.serving.insert(subscription, Serving { party, is_failing });
            taken.push(subscription);
        }
        taken
    }
}

impl Dispatcher {
    /// Fails when the system gives no thread.
    pub fn start(
        registry: Arc<Registry>,
        sealing_key: Arc<SealingKey>,
        settings: &WebhookSettings,
    ) -> Result<Self, Error> {
        describe_metrics();
        let shared = Arc::new(Shared {
            registry,
            sealing_key,
            settings: settings.clone(),
            beat: settings.pauses.iter().copied().fold(LONGEST_BEAT, Duration::min),
            sender: OnceLock::new(),
            turn: Mutex::default(),
            work: Mutex::default(),
            changed: Condvar::new(),
        });
        let (told, copy) = (shared.clone(), shared.clone());
        let thread = supervise("webhooks", move || told.in_hand().is_stopping, move || look_after(&copy));
        let thread = thread.map_err(|error| Error::Internal(format!("webhooks cannot be sent: {error}")))?;
        Ok(Self { shared, thread })
    }

    /// Begins nothing new, and waits a little for what is on its way: for `longest` at the most.
    pub fn stop(self, longest: Duration) {
        self.shared.in_hand().is_stopping = true;
        self.shared.changed.notify_all();
        let work = self.shared.in_hand();
        let ended = self.shared.changed.wait_timeout_while(work, longest.min(GRACE), |work| !work.serving.is_empty());
        if ended.is_ok_and(|(_, timeout)| !timeout.timed_out()) {
            // It has seen the sign and ends by itself; its panic, if any, is in the log.
            let _ = self.thread.join();
        }
    }
}

fn describe_metrics() {
    metrics::describe_counter!("webhook_attempts_total", "Attempts to deliver a webhook, by outcome.");
    metrics::describe_counter!("webhook_deliveries_total", "Webhooks that were delivered or given up, by outcome.");
}

/// Looks what is due, again and again. Not at once: a server that starts has better things to ask the database.
fn look_after(shared: &Arc<Shared>) {
    let mut pause = shared.beat;
    loop {
        let work = shared.in_hand();
        if !work.is_stopping && !pause.is_zero() {
            drop(shared.changed.wait_timeout(work, pause));
        } else {
            drop(work);
        }
        if shared.in_hand().is_stopping {
            return;
        }
        pause = match shared.look() {
            Ok((more, due)) => {
                serve(shared, due);
                if more { Duration::ZERO } else { shared.beat }
            }
            Err(error) => {
                tracing::warn!(%error, "webhooks wait for the database");
                AFTER_FAILURE
            }
        };
    }
}

/// Serves as many subscribers as may be served at once, each on a thread of its own.
fn serve(shared: &Arc<Shared>, due: Vec<Due>) {
    let mut work = shared.in_hand();
    if work.is_stopping {
        return;
    }
    let taken = work.take(due, shared.beat);
    // A turn that gets no thread ends at once, and wants the lock for that.
    drop(work);
    for id in taken {
        let turn = DeliverySlot { shared: shared.clone(), id, has_failed: false, pause: Duration::ZERO };
        let thread = Builder::new().name("webhook".to_owned()).spawn(move || turn.take());
        if let Err(error) = thread {
            tracing::warn!(%error, "a webhook waits for a thread");
        }
    }
}

impl Shared {
    fn in_hand(&self) -> MutexGuard<'_, InHand> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sender(&self) -> &Sender {
        let WebhookSettings { attempt_deadline, .. } = self.settings;
        self.sender.get_or_init(|| Sender::new(destination_rules(&self.settings), tls_config(), attempt_deadline))
    }

    /// Asks the registry when it is this thread's turn.
    fn ask<T>(&self, question: impl FnOnce(&Registry) -> Result<T, Error>) -> Result<T, Error> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        question(&self.registry)
    }

    /// Whether there is more to make out at once, and to whom something is to be sent.
    fn look(&self) -> Result<(bool, Vec<Due>), Error> {
        let more = self.ask(Registry::enqueue_webhooks)?;
        Ok((more, self.ask(Registry::due_webhooks)?))
    }

    fn record(&self, claim: &ClaimedDelivery, outcome: &Outcome) {
        let label = if outcome.is_success() { "delivered" } else { "failed" };
        metrics::counter!("webhook_attempts_total", "outcome" => label).increment(1);
        let recorded = self.ask(|registry| registry.record_webhook_outcome(claim, outcome, &self.settings.pauses));
        let (delivery, subscription) = (claim.delivery.id, claim.subscription.id);
        match recorded.map(|delivery| delivery.map(|delivery| delivery.state)) {
            Ok(Some(state @ DeliveryState::Delivered(_))) => count(state),
            Ok(Some(state @ DeliveryState::GivenUp(_))) => {
                count(state);
                let attempts = claim.delivery.attempts;
                tracing::warn!(%delivery, %subscription, attempts, "a webhook was given up");
            }
            Ok(Some(DeliveryState::Pending(_)) | None) => {}
            Err(error) => {
                tracing::warn!(%delivery, %subscription, %error, "what came of a webhook was not noted: it is sent again");
            }
        }
    }
}

fn count(state: DeliveryState) {
    metrics::counter!("webhook_deliveries_total", "outcome" => state.as_str()).increment(1);
}

/// One subscriber's turn; it ends with the value, also when sending panics.
struct DeliverySlot {
    shared: Arc<Shared>,
    id: WebhookSubscriptionId,
    has_failed: bool,
    /// For how long the subscriber asked to be left alone.
    pause: Duration,
}

impl DeliverySlot {
    /// Sends what is due until the time is up, nothing is left, or the subscriber does not take a message.
    fn take(mut self) {
        let started = Instant::now();
        while started.elapsed() < TURN && !self.shared.in_hand().is_stopping {
            let claim = match self.shared.ask(|registry| registry.claim_webhook(self.id, self.shared.settings.lease)) {
                Ok(Some(claim)) => claim,
                Ok(None) => return,
                Err(error) => {
                    tracing::warn!(subscription = %self.id, %error, "a webhook waits for the database");
                    return;
                }
            };
            let outcome = attempt::make(self.shared.sender(), &self.shared.sealing_key, &claim, &self.shared.registry);
            self.shared.record(&claim, &outcome);
            if !outcome.is_success() {
                self.has_failed = true;
                self.pause = outcome.pause().unwrap_or_default();
                return;
            }
        }
    }
}

impl Drop for DeliverySlot {
    fn drop(&mut self) {
        let mut work = self.shared.in_hand();
        work.serving.remove(&self.id);
        let fresh = || Served { at: Instant::now(), failures: 0, pause: Duration::ZERO };
        let served = work.served.entry(self.id).or_insert_with(fresh);
        served.at = Instant::now();
        served.pause = self.pause;
        served.failures = if self.has_failed { served.failures.saturating_add(1) } else { 0 };
        drop(work);
        self.shared.changed.notify_all();
    }
}
