//! The threads that process result batches while the server runs: one looks for batches, and each batch in hand has one
//! of its own. Their chunks take turns, so that no body waits for the end of another's file.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::ids::ResultBatchId;
use crate::registry::Registry;
use crate::registry::batches::{Batch, Counts, RowOutcome, Worker};
use crate::supervision::supervise;

/// The polling interval: how soon a batch is found that another node accepted, or left behind.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How long is waited after an error, such as a database that is away.
const AFTER_AN_ERROR: Duration = Duration::from_secs(2);

/// How many batches one node has in hand at once.
const AT_ONCE: usize = 16;

/// How many of them may be large: the other places are for files that are done at once.
const LARGE_AT_ONCE: usize = 10;

/// Up to how many rows a batch is not large.
const NOT_LARGE: i32 = 1000;

/// How long a large batch is processed before it gives its place to another that waits for one.
const SLICE: Duration = Duration::from_secs(15);

/// The threads, until it is dropped: then they finish the chunk in hand, and leave the rest for whoever goes on.
pub struct Intake {
    wake_up: Arc<WakeUp>,
    thread: Option<JoinHandle<()>>,
}

/// Wakes the thread that looks for batches.
#[derive(Debug, Default)]
pub struct WakeUp {
    notified: Mutex<bool>,
    signal: Condvar,
    stopping: AtomicBool,
}

impl WakeUp {
    /// Says that a batch waits.
    pub fn notify(&self) {
        *self.notified.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.signal.notify_one();
    }

    fn wait(&self, longest: Duration) {
        let notified = self.notified.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.signal.wait_timeout_while(notified, longest, |notified| !*notified);
        *waited.unwrap_or_else(PoisonError::into_inner).0 = false;
    }

    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }
}

impl Intake {
    /// Starts the thread that looks for batches.
    ///
    /// # Errors
    /// When the system gives no thread, or no random bytes.
    pub fn start(registry: Arc<Registry>, lease_seconds: u32) -> Result<Self, Error> {
        let worker = Worker::new(&registry, chrono::Duration::seconds(i64::from(lease_seconds)))?;
        let wake_up = Arc::new(WakeUp::default());
        let shared =
            Arc::new(Shared { registry, worker, wake_up: wake_up.clone(), is_crowded: AtomicBool::new(false) });
        let told = wake_up.clone();
        let work = move || InHand { shared: shared.clone(), batches: HashMap::new() }.work();
        let thread = supervise("intake", move || told.is_stopping(), work)
            .map_err(|error| Error::Internal(format!("no thread for result batches: {error}")))?;
        Ok(Self { wake_up, thread: Some(thread) })
    }

    /// What wakes the thread when a batch was accepted here.
    #[must_use]
    pub fn wake_up(&self) -> Arc<WakeUp> {
        self.wake_up.clone()
    }
}

impl Drop for Intake {
    fn drop(&mut self) {
        self.wake_up.stopping.store(true, Ordering::Release);
        self.wake_up.notify();
        if let Some(thread) = self.thread.take() {
            // A panic in there has been reported by then.
            let _ = thread.join();
        }
    }
}

/// What the threads share.
struct Shared {
    registry: Arc<Registry>,
    worker: Worker,
    wake_up: Arc<WakeUp>,
    /// Whether a batch waits because all places for large ones are taken.
    is_crowded: AtomicBool,
}

/// The batches in hand.
struct InHand {
    shared: Arc<Shared>,
    batches: HashMap<ResultBatchId, BatchThread>,
}

struct BatchThread {
    is_large: bool,
    thread: JoinHandle<()>,
}

impl InHand {
    fn work(mut self) {
        while !self.shared.wake_up.is_stopping() {
            self.put_down_what_has_ended();
            match self.take_one() {
                Ok(true) => {}
                Ok(false) => self.shared.wake_up.wait(LOOK_EVERY),
                Err(error) => {
                    tracing::warn!(%error, "result batches cannot be looked for; trying again");
                    self.shared.wake_up.wait(AFTER_AN_ERROR);
                }
            }
        }
    }

    fn put_down_what_has_ended(&mut self) {
        let ended: Vec<_> =
            self.batches.iter().filter(|(_, batch)| batch.thread.is_finished()).map(|(id, _)| *id).collect();
        for id in ended {
            if self.batches.remove(&id).is_some_and(|batch| batch.thread.join().is_err()) {
                let error = Error::Internal("a thread panicked".to_owned());
                tracing::error!(batch = %id, %error, "a result batch waits");
                self.shared.registry.postpone_batch(&self.shared.worker, id, &error);
            }
        }
    }

    /// Takes the next batch that waits; whether there was one, and a place for it.
    fn take_one(&mut self) -> Result<bool, Error> {
        let Shared { registry, worker, is_crowded, .. } = &*self.shared;
        let in_hand: Vec<_> = self.batches.keys().copied().collect();
        let is_full = self.batches.values().filter(|batch| batch.is_large).count() >= LARGE_AT_ONCE;
        is_crowded.store(is_full && registry.has_waiting_batch(worker, &in_hand)?, Ordering::Relaxed);
        if self.batches.len() >= AT_ONCE {
            return Ok(false);
        }
        let most_rows = is_full.then_some(NOT_LARGE);
        let Some(batch) = registry.claim_batch(worker, &in_hand, most_rows)? else { return Ok(false) };
        let (id, is_large) = (batch.id, batch.row_count > NOT_LARGE);
        let shared = self.shared.clone();
        let spawned = Builder::new().name("intake-batch".to_owned()).spawn(move || shared.process(&batch, is_large));
        match spawned {
            Ok(thread) => {
                self.batches.insert(id, BatchThread { is_large, thread });
                Ok(true)
            }
            Err(error) => {
                let error = Error::Internal(format!("no thread for a result batch: {error}"));
                self.shared.registry.postpone_batch(&self.shared.worker, id, &error);
                Err(error)
            }
        }
    }
}

/// However it ends, no batch goes on in a thread that nobody knows of: the next one would take it for free.
impl Drop for InHand {
    fn drop(&mut self) {
        for (_, batch) in self.batches.drain() {
            // What it panicked about has been reported.
            let _ = batch.thread.join();
        }
    }
}

impl Shared {
    fn process(&self, batch: &Batch, is_large: bool) {
        let started = Instant::now();
        let keep_going = || {
            let gives_way = is_large && started.elapsed() > SLICE && self.is_crowded.load(Ordering::Relaxed);
            !self.wake_up.is_stopping() && !gives_way
        };
        let before = std::cell::Cell::new(batch.counts);
        let progress = |counts: &Counts| count(&before.replace(*counts), counts);
        if let Err(error) = self.registry.work_on_batch(&self.worker, batch, &keep_going, &progress) {
            tracing::warn!(batch = %batch.id, %error, "a result batch waits; it is tried again");
        }
        // There is a place again, and the next file of the body may begin.
        self.wake_up.notify();
    }
}

fn count(before: &Counts, now: &Counts) {
    for outcome in RowOutcome::ALL {
        let more = u64::try_from(now.of(outcome) - before.of(outcome)).unwrap_or(0);
        metrics::counter!("result_batch_rows_total", "outcome" => outcome.as_str()).increment(more);
    }
}
