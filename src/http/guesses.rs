//! What this node knows of guesses: the database counts wrong ones over all addresses and nodes (`registry/guesses.rs`), and
//! the node remembers who has to wait, so that a guess over the limit costs the database nothing.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::clock::Moment;
use crate::error::Error;
use crate::registry::guesses::{NameGuesses, Subject};

/// How many different wrong guesses of one asker this node gathers before it writes them down together.
const GATHERED: usize = 20;

/// How many subjects this node remembers. Beyond it forgets what it knows, and asks the database again.
const MOST_REMEMBERED: usize = 50_000;

#[derive(Default)]
pub(super) struct Guesses {
    waits: Mutex<HashMap<String, Moment>>,
    gathered: Mutex<HashMap<String, Vec<String>>>,
    turns: Mutex<HashMap<String, Arc<Semaphore>>>,
    /// Names that this node has counted: the same one counts once, so that asking again writes nothing.
    counted: Mutex<HashSet<u64>>,
}

impl Guesses {
    /// Agrees when, as far as this node knows, guesses at this subject need not wait.
    pub fn check(&self, subject: &Subject, now: Moment) -> Result<(), Error> {
        let mut waits = lock(&self.waits);
        match waits.get(subject.key()).map(|until| *until - now) {
            Some(wait) if wait > Duration::zero() => Err(subject.refusal(wait)),
            Some(_) => {
                waits.remove(subject.key());
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Remembers until when guesses at this subject wait, or that they need not.
    pub fn remember(&self, subject: &Subject, wait: Option<Duration>, now: Moment) {
        let mut waits = lock(&self.waits);
        let Some(wait) = wait else {
            waits.remove(subject.key());
            return;
        };
        if waits.len() >= MOST_REMEMBERED {
            waits.retain(|_, until| *until > now);
        }
        if waits.len() >= MOST_REMEMBERED {
            waits.clear();
        }
        waits.insert(subject.key().to_owned(), now + wait);
    }

    /// Gathers a wrong guess; says how many there are when it is time to write them down.
    pub fn gather(&self, subject: &Subject, guess: &str) -> Option<u32> {
        let mut gathered = lock(&self.gathered);
        if gathered.len() >= MOST_REMEMBERED {
            gathered.clear();
        }
        let guesses = gathered.entry(subject.key().to_owned()).or_default();
        if guesses.iter().all(|known| known != guess) {
            guesses.push(guess.to_owned());
        }
        let number = guesses.len();
        if number < GATHERED {
            return None;
        }
        gathered.remove(subject.key());
        u32::try_from(number).ok()
    }

    pub fn has_counted(&self, guesses: &NameGuesses) -> bool {
        let counted = lock(&self.counted);
        guesses.digests().all(|digest| counted.contains(&digest))
    }

    pub fn note_counted(&self, guesses: &NameGuesses) {
        let mut counted = lock(&self.counted);
        if counted.len() >= MOST_REMEMBERED {
            counted.clear();
        }
        counted.extend(guesses.digests());
    }

    /// A turn to guess at this subject, once one is free.
    pub async fn turn(&self, subject: &Subject, at_once: usize) -> Turn<'_> {
        let semaphore = {
            let mut turns = lock(&self.turns);
            turns.entry(subject.key().to_owned()).or_insert_with(|| Arc::new(Semaphore::new(at_once))).clone()
        };
        let mut turn = Turn { guesses: self, key: subject.key().to_owned(), permit: None };
        // It is never closed; were it, nobody would have to wait for a turn.
        turn.permit = semaphore.acquire_owned().await.ok();
        turn
    }
}

/// A turn, until it is dropped.
pub(super) struct Turn<'a> {
    guesses: &'a Guesses,
    key: String,
    permit: Option<OwnedSemaphorePermit>,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut turns = lock(&self.guesses.turns);
        self.permit = None;
        // Whoever waits holds it too.
        if turns.get(&self.key).is_some_and(|semaphore| Arc::strong_count(semaphore) == 1) {
            turns.remove(&self.key);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
