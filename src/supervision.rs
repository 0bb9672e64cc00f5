//! Threads that must not end while the process lives: where the work of one panics, it is begun again after a pause, and
//! `/readyz` and the metrics tell that it is down meanwhile.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle, sleep};
use std::time::{Duration, Instant};

/// The pause after the first panic; it doubles with each that follows.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How long work must have gone well for the pauses to begin anew.
const GOES_WELL: Duration = Duration::from_mins(1);

/// How often a pause looks whether the thread should end.
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// The threads of this process that are looked after, and whether each is at work.
static WORKERS: Mutex<BTreeMap<&'static str, bool>> = Mutex::new(BTreeMap::new());

/// Runs `work` on a thread called `name` until it returns. Where it panics before `is_stopping` says that it should end,
/// it is begun again.
///
/// # Errors
/// When the system gives no thread.
pub fn supervise(
    name: &'static str,
    is_stopping: impl Fn() -> bool + Send + 'static,
    work: impl Fn() + Send + 'static,
) -> io::Result<JoinHandle<()>> {
    metrics::describe_counter!("worker_restarts_total", "Threads that were begun again after a panic, by name.");
    metrics::describe_gauge!("worker_up", "Whether a thread is at work (1) or waits to be begun again (0), by name.");
    mark(name, true);
    Builder::new().name(name.to_owned()).spawn(move || {
        let mut panics = 0;
        loop {
            let begun = Instant::now();
            // Unwind-safe: workers share only what is built to be shared, and its locks are taken over when poisoned.
            if catch_unwind(AssertUnwindSafe(&work)).is_ok() || is_stopping() {
                return;
            }
            panics = if begun.elapsed() > GOES_WELL { 0 } else { panics + 1 };
            mark(name, false);
            rest(pause(panics), &is_stopping);
            if is_stopping() {
                return;
            }
            tracing::warn!(worker = name, "a thread is begun again after a panic");
            metrics::counter!("worker_restarts_total", "worker" => name).increment(1);
            mark(name, true);
        }
    })
}

/// Those that wait to be begun again, by name.
pub fn down() -> Vec<&'static str> {
    workers().iter().filter(|(_, is_up)| !**is_up).map(|(name, _)| *name).collect()
}

/// Tells the metrics of all of them: a recorder that was installed after a thread began has not heard of it.
pub fn publish() {
    for (name, is_up) in workers().iter() {
        metrics::gauge!("worker_up", "worker" => *name).set(f64::from(u8::from(*is_up)));
    }
}

fn workers() -> MutexGuard<'static, BTreeMap<&'static str, bool>> {
    WORKERS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn mark(name: &'static str, is_up: bool) {
    workers().insert(name, is_up);
}

fn pause(panics: u32) -> Duration {
    FIRST_PAUSE.saturating_mul(1 << panics.saturating_sub(1).min(10)).min(LONGEST_PAUSE)
}

fn rest(pause: Duration, is_stopping: &impl Fn() -> bool) {
    let until = Instant::now() + pause;
    while Instant::now() < until && !is_stopping() {
        sleep(BETWEEN_LOOKS);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

    use super::*;

    fn wait_until(what: &str, holds: impl Fn() -> bool) {
        let deadline = Instant::now() + Duration::from_secs(10);
        while !holds() {
            assert!(Instant::now() < deadline, "{what}");
            sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn a_thread_that_panics_is_begun_again_and_told_of() {
        let (runs, stopping) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicBool::new(false)));
        let thread = supervise(
            "panics-once",
            {
                let stopping = stopping.clone();
                move || stopping.load(Ordering::Acquire)
            },
            {
                let (runs, stopping) = (runs.clone(), stopping.clone());
                move || {
                    assert!(runs.fetch_add(1, Ordering::AcqRel) > 0, "the first run panics");
                    while !stopping.load(Ordering::Acquire) {
                        sleep(Duration::from_millis(1));
                    }
                }
            },
        );
        wait_until("it is told of", || down().contains(&"panics-once"));
        wait_until("it is begun again", || runs.load(Ordering::Acquire) == 2);
        wait_until("it is up again", || !down().contains(&"panics-once"));
        stopping.store(true, Ordering::Release);
        thread.unwrap().join().unwrap();
    }

    #[test]
    fn a_thread_that_is_down_ends_when_it_should() {
        let stopping = Arc::new(AtomicBool::new(false));
        let copy = stopping.clone();
        let thread = supervise("always-panics", move || copy.load(Ordering::Acquire), || panic!("as always"));
        wait_until("it is told of", || down().contains(&"always-panics"));
        stopping.store(true, Ordering::Release);
        let asked = Instant::now();
        thread.unwrap().join().unwrap();
        assert!(asked.elapsed() < FIRST_PAUSE, "it does not wait for the end of the pause");
    }

    #[test]
    fn pauses_grow_to_a_bound() {
        assert_eq!([1, 2, 3, 6, 99].map(|panics| pause(panics).as_secs()), [1, 2, 4, 30, 30]);
    }
}
