//! The pool of connections, and the two ways to use one: to read, and to write in one transaction.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use diesel::r2d2;

use super::connection::{DatabaseConnection, Engine};
use super::events;
use crate::config::DatabaseSettings;
use crate::error::{Code, Error};

/// For how long a write is tried again when other writes get in between.
const KEEP_TRYING: Duration = Duration::from_secs(5);

/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_millis(100);

/// A connection whose peer is gone fails at once; what fails later than this is no matter of a stale connection.
const DEAD_CONNECTIONS_SHOW_WITHIN: Duration = Duration::from_secs(1);

/// The database, shared by all threads.
pub struct Store {
    pool: r2d2::Pool<Manager>,
    url: String,
    engine: Engine,
    /// SQLite has one writer at a time; queueing here is fair and wakes the next one at once, where SQLite's own busy
    /// handler polls. Other processes are met by the busy timeout.
    sqlite_writer: Mutex<()>,
    /// How many threads of this process write or wait for their turn to.
    writers: AtomicU32,
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

/// A pooled connection, and whether it is still of use.
struct Pooled {
    connection: DatabaseConnection,
    broken: bool,
}

struct Manager {
    url: String,
}

impl r2d2::ManageConnection for Manager {
    type Connection = Pooled;
    type Error = ConnectError;

    fn connect(&self) -> Result<Pooled, ConnectError> {
        DatabaseConnection::connect(&self.url)
            .map(|connection| Pooled { connection, broken: false })
            .map_err(ConnectError)
    }

    fn is_valid(&self, _: &mut Pooled) -> Result<(), ConnectError> {
        Ok(())
    }

    fn has_broken(&self, pooled: &mut Pooled) -> bool {
        pooled.broken || std::thread::panicking()
    }
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct ConnectError(String);

impl Store {
    /// Opens the pool. It connects when it is first used; see [`migrations`](super::migrations) for making sure that
    /// the database is there and current.
    ///
    /// # Errors
    /// A text for the operator.
    pub fn open(settings: &DatabaseSettings) -> Result<Self, String> {
        let url = settings.url.expose().to_owned();
        let engine = Engine::of(&url)?;
        let pool = r2d2::Pool::builder()
            .max_size(settings.connections)
            .min_idle(Some(0))
            .test_on_check_out(false)
            .connection_timeout(Duration::from_secs(settings.wait_seconds))
            .error_handler(Box::new(LogConnectErrors))
            .build_unchecked(Manager { url: url.clone() });
        Ok(Self { pool, url, engine, sqlite_writer: Mutex::new(()), writers: AtomicU32::new(0) })
    }

    /// The engine it runs on.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// Connections in use and idle.
    #[must_use]
    pub fn connections(&self) -> (u32, u32) {
        let state = self.pool.state();
        (state.connections - state.idle_connections, state.idle_connections)
    }

    /// Runs `work` on a connection, outside of any transaction: every statement sees what is committed when it
    /// begins. Reading twice does no harm, so a connection that turns out to be dead is replaced.
    pub fn read<T>(&self, work: impl Fn(&mut DatabaseConnection) -> Result<T, Error>) -> Result<T, Error> {
        match self.on_live_connection(&work) {
            Ok((_, answer)) => Ok(answer),
            // On a replica a read may lose against the changes that arrive.
            Err(Error::Contended(cause)) => Err(Error::Unavailable { code: Code::Overloaded, cause }),
            Err(error) => Err(error),
        }
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
                answer => return answer,
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
        let connected = DatabaseConnection::connect(&self.url);
        let unavailable = |cause| Error::Unavailable { code: Code::DatabaseUnavailable, cause };
        let mut connection = connected.map_err(unavailable)?;
        let horizon = events::horizon(&mut connection)?;
        connection.run(match self.engine {
            Engine::Sqlite => "BEGIN",
            Engine::Postgresql => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        })?;
        // Nothing was written: with the connection the transaction ends.
        work(&mut connection, horizon).map_err(|error| match error {
            // On a replica a long look may lose against the changes that arrive.
            Error::Contended(cause) => Error::Unavailable { code: Code::Overloaded, cause },
            other => other,
        })
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
        self.attempt(access, work)
    }

    /// How many threads of this process write right now, or wait for their turn to.
    #[must_use]
    pub fn writers(&self) -> u32 {
        self.writers.load(Ordering::Relaxed)
    }

    fn attempt<T>(
        &self,
        access: Access,
        work: impl Fn(&mut DatabaseConnection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let _counted = Writer::count(&self.writers);
        let _turn = match self.engine {
            Engine::Sqlite => Some(self.sqlite_writer.lock().unwrap_or_else(PoisonError::into_inner)),
            Engine::Postgresql => None,
        };
        // Nothing is written before the transaction has begun, so up to here a dead connection can be replaced.
        let begin = match (self.engine, access) {
            (Engine::Sqlite, _) => "BEGIN IMMEDIATE",
            (Engine::Postgresql, Access::Shared) => BEGIN_SHARED,
            (Engine::Postgresql, Access::Exclusive) => BEGIN_EXCLUSIVE,
        };
        let (mut pooled, ()) = self.on_live_connection(|connection| {
            connection.run(begin).map_err(|error| {
                // The transaction may have begun, without the lock. A dead connection cannot roll back, and need not.
                let _ = connection.run("ROLLBACK");
                lock_timeout(error)
            })
        })?;
        let connection = &mut pooled.connection;
        let answer = work(connection).and_then(|answer| connection.run("COMMIT").map(|()| answer));
        if let Err(error) = &answer {
            // A connection that cannot roll back is of no further use; the database rolls back by itself.
            let rolled_back = pooled.connection.run("ROLLBACK").is_ok();
            pooled.broken = !rolled_back || is_lost(error);
        }
        answer
    }

    /// Runs `work` on a connection that is alive. After the database was away every pooled connection is dead: they
    /// are discarded one after the other, until one works or the database turns out to be away still.
    fn on_live_connection<T>(
        &self,
        work: impl Fn(&mut DatabaseConnection) -> Result<T, Error>,
    ) -> Result<(r2d2::PooledConnection<Manager>, T), Error> {
        let unavailable = |cause: String| Error::Unavailable { code: Code::DatabaseUnavailable, cause };
        let started = Instant::now();
        loop {
            let mut pooled = self.pool.get().map_err(|error| unavailable(error.to_string()))?;
            match work(&mut pooled.connection) {
                Ok(answer) => return Ok((pooled, answer)),
                Err(error) => {
                    pooled.broken = is_lost(&error);
                    let may_be_stale = matches!(error, Error::Unavailable { .. });
                    if !may_be_stale || started.elapsed() > DEAD_CONNECTIONS_SHOW_WITHIN {
                        return Err(error);
                    }
                    drop(pooled);
                    std::thread::sleep(Duration::from_millis(2));
                }
            }
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

/// Others kept the lock for too long: that is no fault of the database.
fn lock_timeout(error: Error) -> Error {
    match error {
        Error::Internal(cause) | Error::Unavailable { cause, .. } if cause.contains("lock timeout") => {
            Error::Contended(cause)
        }
        other => other,
    }
}

/// Whether an error says that the connection is of no further use.
fn is_lost(error: &Error) -> bool {
    matches!(error, Error::Unavailable { code: Code::DatabaseUnavailable, .. } | Error::Internal(_))
}

/// Anything up to a bound that doubles with every attempt, so that writers that met once do not meet again.
fn pause(attempt: u32) -> Duration {
    let mut random = [0];
    let _ = aws_lc_rs::rand::fill(&mut random);
    let bound = Duration::from_millis(1 << attempt.min(10)).min(LONGEST_PAUSE);
    bound * u32::from(random[0]) / 255
}

#[derive(Debug)]
struct LogConnectErrors;

impl r2d2::HandleError<ConnectError> for LogConnectErrors {
    fn handle_error(&self, error: ConnectError) {
        tracing::warn!(%error, "cannot connect to the database");
    }
}
