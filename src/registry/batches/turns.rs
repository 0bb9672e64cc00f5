//! Whose chunk is next, and how large it may be. The batches in a worker's hands take turns, one chunk each, so that a
//! file with one row never waits for the end of a large one.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::store::Access;

/// The most rows of a chunk.
pub(super) const MOST_ROWS: usize = 1000;

/// The fewest rows of a chunk whose size is chosen.
const FEWEST_ROWS: usize = 20;

/// How many rows the first chunk has.
const FIRST_ROWS: usize = 200;

/// By how many rows a chunk grows that went well.
const GROWTH: usize = 100;

/// How long a chunk may take while nobody waits for it.
const UNDISTURBED: Duration = Duration::from_millis(500);

/// How long one may take while others wait: other batches, or single requests that write.
const BESIDE_OTHERS: Duration = Duration::from_millis(200);

/// How long others count as writing at the same time after they were noticed.
const CONTENDED_FOR: Duration = Duration::from_secs(2);

/// The turns of one worker.
#[derive(Debug, Default)]
pub(super) struct Turns {
    queue: Mutex<Queue>,
    called: Condvar,
    pace: Mutex<Pace>,
}

#[derive(Debug, Default)]
struct Queue {
    last: u64,
    /// Who is in the queue; the turn is the first one's.
    waiting: VecDeque<u64>,
}

/// A place in the queue, left with the value.
pub(super) struct Ticket<'a> {
    turns: &'a Turns,
    number: u64,
}

impl Turns {
    /// Takes the last place in the queue.
    pub fn line_up(&self) -> Ticket<'_> {
        let mut queue = lock(&self.queue);
        queue.last += 1;
        let number = queue.last;
        queue.waiting.push_back(number);
        Ticket { turns: self, number }
    }

    pub fn pace(&self) -> MutexGuard<'_, Pace> {
        lock(&self.pace)
    }

    /// Whether more than one batch is in the queue.
    pub fn others_wait(&self) -> bool {
        lock(&self.queue).waiting.len() > 1
    }
}

impl Ticket<'_> {
    /// Waits for its turn, for so long at most; whether it is its turn.
    pub fn wait(&self, longest: Duration) -> bool {
        let is_later = |queue: &mut Queue| queue.waiting.front() != Some(&self.number);
        let waited = self.turns.called.wait_timeout_while(lock(&self.turns.queue), longest, is_later);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        lock(&self.turns.queue).waiting.retain(|waiting| *waiting != self.number);
        self.turns.called.notify_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How large a chunk may be: it grows by addition while chunks go well, and shrinks by a factor when one took too long or
/// lost against other writers. What was learnt from one chunk holds for the next, of whichever batch.
#[derive(Debug)]
pub(super) struct Pace {
    rows: usize,
    contended_until: Option<Instant>,
}

impl Default for Pace {
    fn default() -> Self {
        Self { rows: FIRST_ROWS, contended_until: None }
    }
}

impl Pace {
    /// How many rows the next chunk may have.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Notes that others write at the same time.
    pub fn contended(&mut self) {
        self.contended_until = Some(Instant::now() + CONTENDED_FOR);
    }

    /// Whether others wrote at the same time of late.
    pub fn is_contended(&self) -> bool {
        self.contended_until.is_some_and(|until| Instant::now() < until)
    }

    /// Beside whom the next chunk is written. A chunk that reads and writes much would lose against short transactions
    /// every time, so beside others it excludes them for its moment.
    pub fn access(&self) -> Access {
        if self.is_contended() { Access::Exclusive } else { Access::Shared }
    }

    /// Notes that another transaction got in between.
    pub fn lost(&mut self) {
        self.contended();
        self.rows = (self.rows / 2).max(FEWEST_ROWS);
    }

    /// Notes that a chunk of so many rows was written, and how long it took.
    pub fn won(&mut self, rows: usize, took: Duration, others_wait: bool) {
        let longest = if others_wait || self.is_contended() { BESIDE_OTHERS } else { UNDISTURBED };
        let took = took.as_micros().max(1);
        let rows_in_time = usize::try_from(rows as u128 * longest.as_micros() / took).unwrap_or(usize::MAX);
        if rows_in_time < rows {
            self.rows = rows_in_time;
        } else if rows >= self.rows {
            self.rows = (self.rows + GROWTH).min(rows_in_time);
        }
        self.rows = self.rows.clamp(FEWEST_ROWS, MOST_ROWS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_in_the_order_of_the_queue() {
        let turns = Turns::default();
        let (first, second) = (turns.line_up(), turns.line_up());
        let soon = Duration::from_millis(1);
        assert!(first.wait(soon) && !second.wait(soon) && turns.others_wait());
        let third = turns.line_up();
        drop(second);
        assert!(!third.wait(soon), "whoever leaves the queue calls nobody before the turn is over");
        drop(first);
        assert!(third.wait(soon) && !turns.others_wait());
    }

    #[test]
    fn a_chunk_grows_by_addition_and_shrinks_by_a_factor() {
        let mut pace = Pace::default();
        let quick = Duration::from_millis(1);
        pace.won(FIRST_ROWS, quick, false);
        assert_eq!(pace.rows(), FIRST_ROWS + GROWTH);
        pace.won(5, quick, false);
        assert_eq!(pace.rows(), FIRST_ROWS + GROWTH, "the end of a file says nothing");
        for _ in 0..20 {
            pace.won(pace.rows(), quick, false);
        }
        assert_eq!(pace.rows(), MOST_ROWS);
        pace.won(MOST_ROWS, UNDISTURBED * 2, false);
        assert_eq!(pace.rows(), MOST_ROWS / 2);
        pace.won(MOST_ROWS / 2, BESIDE_OTHERS * 2, true);
        assert_eq!((pace.rows(), pace.access()), (MOST_ROWS / 4, Access::Shared));
        pace.lost();
        assert_eq!((pace.rows(), pace.access()), (MOST_ROWS / 8, Access::Exclusive));
        for _ in 0..20 {
            pace.lost();
        }
        assert_eq!(pace.rows(), FEWEST_ROWS);
    }
}
