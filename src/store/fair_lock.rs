//! A lock that is handed on in the order of asking.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Whoever asks first is served first. The standard library's lock goes to whoever is quickest, which may be for a long
/// time whoever has just let it go.
#[derive(Debug, Default)]
pub(super) struct FairLock {
    counters: Mutex<Counters>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Counters {
    /// The number that the next one to ask draws.
    next: u64,
    /// The number that is being served.
    serving: u64,
}

/// Holds the lock as long as it lives.
pub(super) struct Turn<'a>(&'a FairLock);

impl FairLock {
    /// Waits for its turn.
    pub(super) fn lock(&self) -> Turn<'_> {
        let mut counters = self.counters();
        let number = counters.next;
        counters.next += 1;
        while counters.serving != number {
            counters = self.changed.wait(counters).unwrap_or_else(PoisonError::into_inner);
        }
        Turn(self)
    }

    /// Takes it if nobody has it and nobody waits.
    pub(super) fn try_lock(&self) -> Option<Turn<'_>> {
        let mut counters = self.counters();
        if counters.serving != counters.next {
            return None;
        }
        counters.next += 1;
        Some(Turn(self))
    }

    fn counters(&self) -> MutexGuard<'_, Counters> {
        self.counters.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.counters().serving += 1;
        self.0.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[test]
    fn one_at_a_time_and_whoever_waits_comes_before_whoever_was_there() {
        let (lock, inside, done) = (FairLock::default(), AtomicU32::new(0), AtomicU32::new(0));
        std::thread::scope(|scope| {
            let first = lock.lock();
            let waiting = scope.spawn(|| {
                let _turn = lock.lock();
                done.load(Ordering::SeqCst)
            });
            while lock.counters().next < 2 {
                std::thread::yield_now();
            }
            drop(first);
            // Asks for it again at once, and again; the one that waited was before.
            for _ in 0..3 {
                let _turn = lock.lock();
                assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                done.fetch_add(1, Ordering::SeqCst);
                inside.fetch_sub(1, Ordering::SeqCst);
            }
            assert_eq!(waiting.join().unwrap(), 0);
        });
    }

    #[test]
    fn a_panic_hands_it_on() {
        let lock = FairLock::default();
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _turn = lock.lock();
            panic!("in the middle");
        }));
        assert!(panicked.is_err());
        drop(lock.lock());
    }
}
