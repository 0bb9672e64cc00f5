//! The pool of connections, and the two ways to use one: to read, and to write in one transaction.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::connection::{DatabaseConnection, Engine};
use super::connections::{Connections, Lent};
use super::events;
use super::fair_lock::FairLock;
use crate::config::DatabaseSettings;
use crate::error::{Code, Error};

/// For how long a write is tried again when other writes get in between.
const KEEP_TRYING: Duration = Duration::from_secs(5);

/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_millis(100);

/// A connection whose peer is gone fails at once; what fails later than this is no matter of a stale connection.
const DEAD_CONNECTIONS_SHOW_WITHIN: Duration = Duration::from_secs(1);

/// The last write that failed for a reason that lies with the database.
#[derive(Clone)]
pub(super) struct WriteFailure {
    pub at: Instant,
    pub cause: String,
    /// Whether another write has succeeded since.
    pub is_over: bool,
}

/// The connection on which it is asked whether the database can be used, and when something was last written on it.
#[derive(Default)]
pub(super) struct Probe {
    pub connection: Option<DatabaseConnection>,
    pub wrote: Option<Instant>,
}

/// The database, shared by all threads.
pub struct Store {
    connections: Connections,
    engine: Engine,
    /// SQLite has one writer at a time; queueing here is fair and wakes the next one at once, where SQLite's own busy
    /// handler polls. Other processes are met by the busy timeout.
    pub(super) sqlite_writer: FairLock,
    /// How many threads of this process write or wait for their turn to.
    writers: AtomicU32,
    write_failed: Mutex<Option<WriteFailure>>,
    pub(super) probe: Mutex<Probe>,
}

/// Beside which other transactions one that writes may run on PostgreSQL. On SQLite each of them is alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Beside all others that are shared; whichever is found to have contradicted another at its end is run again.
    Shared,
    /// Beside no other. It waits for those that have begun, others wait for it, and nothing can get in between. For work
    /// that takes long and would otherwise lose against short transactions again and again; it must end soon.
    Exclusive,
}

/// Locked before anything is read, as it takes no snapshot: what others wrote before the lock was had is seen. The table
/// has no rows. Dumps, which lock every table in `ACCESS SHARE` mode, wait for neither and hold up neither.
const BEGIN_SHARED: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE write_gate IN ROW SHARE MODE";

/// Whoever waits for the exclusive lock holds up all who come later, so it does not wait long for a long transaction.
const BEGIN_EXCLUSIVE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL lock_timeout = '2s'; \
     LOCK TABLE write_gate IN EXCLUSIVE MODE; SET LOCAL lock_timeout TO DEFAULT";

impl Store {
    /// Opens the pool. It connects when it is first used; see [`migrations`](super::migrations) for making sure that
    /// the database is there and current.
    ///
    /// # Errors
    /// A text for the operator.
    pub fn open(settings: &DatabaseSettings) -> Result<Self, String> {
        let url = settings.url.expose().to_owned();
        let engine = Engine::of(&url)?;
        let wait = Duration::from_secs(settings.wait_seconds);
        Ok(Self {
            connections: Connections::new(url, settings.connections, wait),
            engine,
            sqlite_writer: FairLock::default(),
            writers: AtomicU32::new(0),
            write_failed: Mutex::default(),
            probe: Mutex::default(),
        })
    }

    /// Takes a connection to this database that was made to look at it first.
    pub fn keep(&self, connection: DatabaseConnection) {
        self.connections.keep(connection);
    }

    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// The address of the database, which may hold a password.
    pub(super) fn url(&self) -> &str {
        self.connections.url()
    }

    /// How many writers at once get the most done, of so many connections. On SQLite one writes while the next one makes
    /// ready; PostgreSQL runs a transaction again that another one got in the way of, the more often the more there are.
    #[must_use]
    pub fn writers(&self, connections: u32) -> usize {
        match self.engine {
            Engine::Sqlite => 2,
            Engine::Postgresql => usize::try_from(connections / 2).unwrap_or(usize::MAX).max(1),
        }
    }

    /// Connections in use and idle.
    #[must_use]
    pub fn connections(&self) -> (u32, u32) {
        let (busy, idle) = self.connections.count();
        (u32::try_from(busy).unwrap_or(u32::MAX), u32::try_from(idle).unwrap_or(u32::MAX))
    }

    /// Runs `work` on a connection, outside of any transaction: every statement sees what is committed when it
    /// begins. Reading twice does no harm, so a connection that turns out to be dead is replaced.
    pub fn read<T>(&self, work: impl Fn(&mut DatabaseConnection) -> Result<T, Error>) -> Result<T, Error> {
        match self.on_live_connection(&work) {
            Ok((_, answer)) => Ok(answer),
            // On a replica a read may lose against the changes that arrive.
            Err(Error::Contended(cause)) => Err(Error::Unavailable { code: Code::Overloaded, cause }),
            Err(error) => Err(error.explained(self.engine)),
        }
    }

    /// The same for work that asks for many keys at once, see [`DatabaseConnection::use_indexes`].
    pub fn read_by_index<T>(&self, work: impl Fn(&mut DatabaseConnection) -> Result<T, Error>) -> Result<T, Error> {
        self.read(|connection| match self.engine {
            Engine::Sqlite => work(connection),
            Engine::Postgresql => {
                connection.run("BEGIN READ ONLY")?;
                let answer = connection.use_indexes().and_then(|()| work(connection));
                let ended = connection.end(answer.is_ok());
                answer.and_then(|answer| ended.map(|()| answer))
            }
        })
    }

    /// Runs `work` in one transaction: all of it, or nothing. It is run again, from the beginning, when another write
    /// got in between (which PostgreSQL reports by a serialization failure, or either engine by a unique constraint),
    /// so it must take everything it decides on from the connection it is given.
    pub fn write<T>(&self, work: impl Fn(&mut DatabaseConnection) -> Result<T, Error>) -> Result<T, Error> {
        let started = Instant::now();
        for attempt in 1.. {
            match self.attempt(Access::Shared, &work) {
                Err(Error::Contended(cause)) if started.elapsed() > KEEP_TRYING => {
                    let cause = format!("{attempt} attempts: {cause}");
                    return Err(Error::Unavailable { code: Code::Overloaded, cause });
                }
                Err(Error::Contended(_)) => {
                    metrics::counter!("database_transactions_retried_total").increment(1);
                    std::thread::sleep(pause(attempt));
                }
                answer => {
                    let answer = answer.map_err(|error| error.explained(self.engine));
                    self.note_write(&answer);
                    return answer;
                }
            }
        }
        Err(Error::Internal("more attempts than can be counted".to_owned()))
    }

    /// Runs `work` on one unchanging state of the database, while others go on writing, on a connection of its own: a
    /// long look holds none of the pool's. Also gives it the sequence of the last event that is part of that state for
    /// certain.
    ///
    /// The database ends a transaction in which nothing is asked for 30 seconds, so `work` must not wait for anybody.
    pub fn snapshot<T>(&self, work: impl FnOnce(&mut DatabaseConnection, i64) -> Result<T, Error>) -> Result<T, Error> {
        let connected = DatabaseConnection::connect(self.url());
        let unavailable = |cause| Error::Unavailable { code: Code::DatabaseUnavailable, cause };
        let mut connection = connected.map_err(unavailable)?;
        let look = || {
            let horizon = events::horizon(&mut connection)?;
            connection.run(match self.engine {
                Engine::Sqlite => "BEGIN",
                Engine::Postgresql => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            })?;
            let found = work(&mut connection, horizon)?;
            // Nothing was written. After a failure the transaction ends with the connection.
            connection.end(false)?;
            Ok(found)
        };
        look().map_err(|error| match error {
            // On a replica a long look may lose against the changes that arrive.
            Error::Contended(cause) => Error::Unavailable { code: Code::Overloaded, cause },
            other => other.explained(self.engine),
        })
    }

    /// Remembers whether the database took the last write that it was asked for.
    fn note_write<T>(&self, answer: &Result<T, Error>) {
        let mut failed = self.write_failed.lock().unwrap_or_else(PoisonError::into_inner);
        match (answer, &mut *failed) {
            (Err(Error::Unavailable { code: Code::DatabaseUnavailable, cause }), failed) => {
                *failed = Some(WriteFailure { at: Instant::now(), cause: cause.clone(), is_over: false });
            }
            (Ok(_), Some(failed)) => failed.is_over = true,
            _ => {}
        }
    }

    /// The last write that failed, if one did.
    pub(super) fn last_failure(&self) -> Option<WriteFailure> {
        self.write_failed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Runs `work` in one transaction, once.
    ///
    /// # Errors
    /// [`Error::Contended`] when another write got in between, and what the work says.
    pub fn write_once<T>(
        &self,
        access: Access,
        work: impl Fn(&mut DatabaseConnection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let answer = self.attempt(access, work).map_err(|error| error.explained(self.engine));
        self.note_write(&answer);
        answer
    }

    /// How many threads of this process write right now, or wait for their turn to.
    #[must_use]
    pub fn writing_now(&self) -> u32 {
        self.writers.load(Ordering::Relaxed)
    }

    fn attempt<T>(
        &self,
        access: Access,
        work: impl Fn(&mut DatabaseConnection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let _counted = Writer::count(&self.writers);
        let _turn = match self.engine {
            Engine::Sqlite => Some(self.sqlite_writer.lock()),
            Engine::Postgresql => None,
        };
        // Nothing is written before the transaction has begun, so up to here a dead connection can be replaced.
        let begin = |connection: &mut DatabaseConnection| match (self.engine, access) {
            (Engine::Sqlite, _) => connection.begin(),
            (Engine::Postgresql, Access::Shared) => connection.run(BEGIN_SHARED),
            (Engine::Postgresql, Access::Exclusive) => connection.run(BEGIN_EXCLUSIVE),
        };
        let (mut lent, ()) = self.on_live_connection(|connection| {
            begin(connection).map_err(|error| {
                // The transaction may have begun, without the lock. A dead connection cannot roll back, and need not.
                let _ = connection.run("ROLLBACK");
                waited_too_long(error, access)
            })
        })?;
        let connection = lent.connection()?;
        let answer = work(connection).and_then(|answer| connection.run("COMMIT").map(|()| answer));
        if let Err(error) = &answer {
            // A connection that cannot roll back is of no further use; the database rolls back by itself.
            let rolled_back = connection.run("ROLLBACK").is_ok();
            lent.is_broken = !rolled_back || is_lost(error);
        }
        answer
    }

    /// Runs `work` on a connection that is alive. After the database was away every idle connection is dead: they are
    /// replaced by a new one, which works, or shows that the database is away still.
    fn on_live_connection<T>(
        &self,
        work: impl Fn(&mut DatabaseConnection) -> Result<T, Error>,
    ) -> Result<(Lent<'_>, T), Error> {
        let started = Instant::now();
        loop {
            let mut lent = self.connections.lend()?;
            let error = match work(lent.connection()?) {
                Ok(answer) => return Ok((lent, answer)),
                Err(error) => error,
            };
            lent.is_broken = is_lost(&error);
            let may_be_stale = !lent.is_fresh && matches!(error, Error::Unavailable { .. });
            drop(lent);
            if !may_be_stale || started.elapsed() > DEAD_CONNECTIONS_SHOW_WITHIN {
                return Err(error);
            }
            self.connections.forget_idle();
        }
    }
}

/// A writer, counted for as long as the value lives.
struct Writer<'a>(&'a AtomicU32);

impl<'a> Writer<'a> {
    fn count(writers: &'a AtomicU32) -> Self {
        writers.fetch_add(1, Ordering::Relaxed);
        Self(writers)
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What is not explained of a transaction that wants to be alone is that others kept the lock for too long, which is no
/// fault of the database.
fn waited_too_long(error: Error, access: Access) -> Error {
    match (error, access) {
        (Error::Unexplained(cause), Access::Exclusive) => Error::Contended(cause),
        (other, _) => other,
    }
}

/// Whether an error says that the connection is of no further use.
fn is_lost(error: &Error) -> bool {
    matches!(
        error,
        Error::Unavailable { code: Code::DatabaseUnavailable, .. } | Error::Internal(_) | Error::Unexplained(_)
    )
}

/// Anything up to a bound that doubles with every attempt, so that writers that met once do not meet again.
fn pause(attempt: u32) -> Duration {
    let mut random = [0];
    let _ = aws_lc_rs::rand::fill(&mut random);
    let bound = Duration::from_millis(1 << attempt.min(10)).min(LONGEST_PAUSE);
    bound * u32::from(random[0]) / 255
}
