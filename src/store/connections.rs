//! The connections to the database that are kept: at most so many, each lent to one at a time.
//!
//! A database that is away is asked at most every [`BETWEEN_ATTEMPTS`], by whoever needs it next. A few wait for what
//! comes of it, so that its return shows at once; all others are told without waiting.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::connection::DatabaseConnection;
use crate::error::{Code, Error};

/// The pause between two attempts to connect to a database that did not take the last one.
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(100);

/// How many wait for the next attempt. Each holds a thread.
const WAITING: usize = 4;

/// After how long a connection is replaced by a new one, which gives the server its memory back.
const LIFETIME: Duration = Duration::from_mins(30);

pub(super) struct Connections {
    url: String,
    most: usize,
    wait: Duration,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Kept>,
    lent: usize,
    /// How many are being made.
    making: usize,
    /// How many attempts to make one have failed so far.
    failures: u64,
    /// How many wait for the next attempt.
    waiting: usize,
    /// Since the last attempt failed.
    away: Option<Away>,
}

struct Away {
    since: Instant,
    last_attempt: Instant,
    cause: String,
}

struct Kept {
    connection: DatabaseConnection,
    made: Instant,
}

/// A connection that somebody has; it goes back with the value.
pub(super) struct Lent<'a> {
    connections: &'a Connections,
    kept: Option<Kept>,
    /// Whether it was made just now, so that it cannot have died while nobody had it.
    pub is_fresh: bool,
    /// Whether it is of no further use.
    pub is_broken: bool,
}

impl Connections {
    /// At most `most` connections to the database at `url`; somebody waits for one for `wait` at most.
    pub fn new(url: String, most: u32, wait: Duration) -> Self {
        let most = usize::try_from(most).unwrap_or(usize::MAX).max(1);
        Self { url, most, wait, state: Mutex::default(), changed: Condvar::new() }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// How many are in use, and how many are idle.
    pub fn count(&self) -> (usize, usize) {
        let state = self.state();
        (state.lent, state.idle.len())
    }

    /// Takes one that was made elsewhere.
    pub fn keep(&self, connection: DatabaseConnection) {
        self.state().idle.push(Kept { connection, made: Instant::now() });
    }

    pub fn lend(&self) -> Result<Lent<'_>, Error> {
        let deadline = Instant::now() + self.wait;
        let mut state = self.state();
        let failures = state.failures;
        loop {
            if let Some(kept) = state.idle.pop() {
                state.lent += 1;
                return Ok(self.lent(kept, false));
            }
            if self.may_make(&state) {
                state.making += 1;
                drop(state);
                return self.make(deadline);
            }
            let until = match &state.away {
                // Nobody has one to give back: the next attempt decides for all who wait for it.
                Some(away) if state.lent == 0 => {
                    if state.failures > failures || state.waiting >= WAITING {
                        return Err(is_away(away.cause.clone()));
                    }
                    if state.making > 0 { deadline } else { away.last_attempt + BETWEEN_ATTEMPTS }
                }
                _ => deadline,
            };
            let now = Instant::now();
            if now >= deadline {
                let cause = "no connection to the database became free in time".to_owned();
                return Err(Error::Unavailable { code: Code::Overloaded, cause });
            }
            state.waiting += 1;
            let waited = self.changed.wait_timeout(state, until.saturating_duration_since(now));
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
            state.waiting -= 1;
        }
    }

    /// Forgets the idle connections: where one turned out to be dead the others most likely are as well.
    pub fn forget_idle(&self) {
        let idle = std::mem::take(&mut self.state().idle);
        drop(idle);
    }

    fn may_make(&self, state: &State) -> bool {
        let has_room = state.lent + state.making < self.most;
        let is_time =
            state.away.as_ref().is_none_or(|away| state.making == 0 && away.last_attempt.elapsed() >= BETWEEN_ATTEMPTS);
        has_room && is_time
    }

    /// Makes the connection that was counted as being made.
    fn make(&self, deadline: Instant) -> Result<Lent<'_>, Error> {
        let made = DatabaseConnection::connect(&self.url);
        let mut state = self.state();
        state.making -= 1;
        let outcome = match made {
            Ok(connection) => {
                if let Some(away) = state.away.take() {
                    tracing::info!(
                        seconds = away.since.elapsed().as_secs_f64(),
                        "the database takes connections again"
                    );
                }
                state.lent += 1;
                Ok(self.lent(Kept { connection, made: Instant::now() }, true))
            }
            Err(cause) => {
                let now = Instant::now();
                let since = state.away.as_ref().map_or(now, |away| away.since);
                if since == now {
                    tracing::warn!(cause, "cannot connect to the database");
                }
                state.failures += 1;
                state.away = Some(Away { since, last_attempt: now, cause: cause.clone() });
                // A server that takes no more of them still answers on those that there are.
                if state.lent > 0 { Err(None) } else { Err(Some(is_away(cause))) }
            }
        };
        drop(state);
        self.changed.notify_all();
        outcome.or_else(|error| error.map_or_else(|| self.lend_before(deadline), Err))
    }

    /// Waits for one that somebody gives back.
    fn lend_before(&self, deadline: Instant) -> Result<Lent<'_>, Error> {
        let mut state = self.state();
        loop {
            if let Some(kept) = state.idle.pop() {
                state.lent += 1;
                return Ok(self.lent(kept, false));
            }
            let rest = deadline.saturating_duration_since(Instant::now());
            if state.lent == 0 || rest.is_zero() {
                let cause = state.away.as_ref().map_or("no connection became free in time", |away| away.cause.as_str());
                return Err(is_away(cause.to_owned()));
            }
            state = self.changed.wait_timeout(state, rest).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lent(&self, kept: Kept, is_fresh: bool) -> Lent<'_> {
        Lent { connections: self, kept: Some(kept), is_fresh, is_broken: false }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_away(cause: String) -> Error {
    Error::Unavailable { code: Code::DatabaseUnavailable, cause }
}

impl Lent<'_> {
    pub fn connection(&mut self) -> Result<&mut DatabaseConnection, Error> {
        let gone = || Error::Internal("a connection was given back and used".to_owned());
        self.kept.as_mut().map(|kept| &mut kept.connection).ok_or_else(gone)
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let is_of_use = !self.is_broken && !std::thread::panicking();
        let kept = self.kept.take().filter(|kept| is_of_use && kept.made.elapsed() < LIFETIME);
        let mut state = self.connections.state();
        state.lent -= 1;
        state.idle.extend(kept);
        drop(state);
        self.connections.changed.notify_all();
    }
}
