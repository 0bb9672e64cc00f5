//! The thread that deals with result batches while the server runs.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::error::Error;
use crate::registry::Registry;
use crate::registry::batches::{Counts, RowOutcome, Worked, Worker};

use crate::supervision::supervise;

/// How often is looked for batches that another node accepted, or that one left behind.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How long is waited after an error, such as a database that is away.
const AFTER_AN_ERROR: Duration = Duration::from_secs(2);

/// The thread, until it is dropped: then it finishes the rows in its hands, and leaves the rest for whoever goes on.
pub struct Intake {
    bell: Arc<Bell>,
    thread: Option<JoinHandle<()>>,
}

/// Wakes the thread.
#[derive(Debug, Default)]
pub struct Bell {
    rung: Mutex<bool>,
    heard: Condvar,
    stopping: AtomicBool,
}

impl Bell {
    /// Says that a batch waits.
    pub fn ring(&self) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.heard.notify_one();
    }

    fn wait(&self, longest: Duration) {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.heard.wait_timeout_while(rung, longest, |rung| !*rung);
        *waited.unwrap_or_else(PoisonError::into_inner).0 = false;
    }

    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }
}

impl Intake {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the system gives no thread, or no random bytes.
    pub fn start(registry: Arc<Registry>, lease_seconds: u32) -> Result<Self, Error> {
        let worker = Worker::new(&registry, chrono::Duration::seconds(i64::from(lease_seconds)))?;
        let bell = Arc::new(Bell::default());
        let (told, ringing) = (bell.clone(), bell.clone());
        let thread = supervise("intake", move || told.is_stopping(), move || work(&registry, &worker, &ringing))
            .map_err(|error| Error::Internal(format!("no thread for result batches: {error}")))?;
        Ok(Self { bell, thread: Some(thread) })
    }

    /// What wakes it.
    #[must_use]
    pub fn bell(&self) -> Arc<Bell> {
        self.bell.clone()
    }
}

impl Drop for Intake {
    fn drop(&mut self) {
        self.bell.stopping.store(true, Ordering::Release);
        self.bell.ring();
        if let Some(thread) = self.thread.take() {
            // A panic in there has been reported by then.
            let _ = thread.join();
        }
    }
}

fn work(registry: &Registry, worker: &Worker, bell: &Bell) {
    while !bell.is_stopping() {
        let keep_going = || !bell.is_stopping();
        let before = std::cell::Cell::new(Counts::default());
        let progress = |counts: &Counts| count(&before.replace(*counts), counts);
        match registry.work_on_batches(worker, None, &keep_going, &progress) {
            Ok(Worked::Some) => {}
            Ok(Worked::Nothing) => bell.wait(LOOK_EVERY),
            Err(error) => {
                tracing::warn!(%error, "result batches cannot be dealt with; trying again");
                bell.wait(AFTER_AN_ERROR);
            }
        }
    }
}

fn count(before: &Counts, now: &Counts) {
    for outcome in RowOutcome::ALL {
        let more = u64::try_from(now.of(outcome) - before.of(outcome)).unwrap_or(0);
        metrics::counter!("result_batch_rows_total", "outcome" => outcome.as_str()).increment(more);
    }
}
