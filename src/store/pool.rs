//! The pool of connections, and the two ways to use one: to read, and to write in one transaction.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use diesel::r2d2;

use super::connection::{DatabaseConnection, Engine};
use crate::config::DatabaseSettings;
use crate::error::{Code, Error};

/// How often a write is tried when other writes get in between.
const ATTEMPTS: u32 = 12;

/// The database, shared by all threads.
pub struct Store {
    pool: r2d2::Pool<Manager>,
    engine: Engine,
    /// SQLite has one writer at a time; queueing here is fair and wakes the next one at once, where SQLite's own busy
    /// handler polls. Other processes are met by the busy timeout.
    sqlite_writer: Mutex<()>,
}

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
            .build_unchecked(Manager { url });
        Ok(Self { pool, engine, sqlite_writer: Mutex::new(()) })
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
    /// begins. A connection that turns out to be dead is replaced once, as reading twice does no harm.
    pub fn read<T>(&self, work: impl Fn(&mut DatabaseConnection) -> Result<T, Error>) -> Result<T, Error> {
        match self.on_connection(&work) {
            Err(Error::Unavailable { code: Code::DatabaseUnavailable, .. }) => self.on_connection(&work),
            answer => answer,
        }
    }

    /// Runs `work` in one transaction: all of it, or nothing. It is run again, from the beginning, when another write
    /// got in between (which PostgreSQL reports by a serialization failure, or either engine by a unique constraint),
    /// so it must take everything it decides on from the connection it is given.
    pub fn write<T>(&self, work: impl Fn(&mut DatabaseConnection) -> Result<T, Error>) -> Result<T, Error> {
        let mut cause = String::new();
        for attempt in 0..ATTEMPTS {
            if attempt > 0 {
                std::thread::sleep(pause(attempt));
            }
            match self.attempt(&work) {
                Err(Error::Contended(reason)) => cause = reason,
                answer => return answer,
            }
        }
        Err(Error::Unavailable { code: Code::Overloaded, cause: format!("{ATTEMPTS} attempts: {cause}") })
    }

    fn attempt<T>(&self, work: impl Fn(&mut DatabaseConnection) -> Result<T, Error>) -> Result<T, Error> {
        let _turn = match self.engine {
            Engine::Sqlite => Some(self.sqlite_writer.lock().unwrap_or_else(PoisonError::into_inner)),
            Engine::Postgresql => None,
        };
        self.on_connection(|connection| in_transaction(connection, &work))
    }

    fn on_connection<T>(&self, work: impl FnOnce(&mut DatabaseConnection) -> Result<T, Error>) -> Result<T, Error> {
        let unavailable = |cause: String| Error::Unavailable { code: Code::DatabaseUnavailable, cause };
        let mut pooled = self.pool.get().map_err(|error| unavailable(error.to_string()))?;
        let answer = work(&mut pooled.connection);
        if let Err(Error::Unavailable { .. } | Error::Internal(_)) = answer {
            pooled.broken = true;
        }
        answer
    }
}

fn in_transaction<T>(
    connection: &mut DatabaseConnection,
    work: impl Fn(&mut DatabaseConnection) -> Result<T, Error>,
) -> Result<T, Error> {
    connection.run(match connection.engine() {
        Engine::Sqlite => "BEGIN IMMEDIATE",
        Engine::Postgresql => "BEGIN ISOLATION LEVEL SERIALIZABLE",
    })?;
    let answer = work(connection).and_then(|answer| connection.run("COMMIT").map(|()| answer));
    if answer.is_err() {
        // Where this fails the connection is lost, and the database rolls back by itself.
        let _ = connection.run("ROLLBACK");
    }
    answer
}

/// Longer with every attempt, and different for every thread, so that writers that met once do not meet again.
fn pause(attempt: u32) -> Duration {
    let mut random = [0];
    let _ = aws_lc_rs::rand::fill(&mut random);
    Duration::from_micros(u64::from(attempt) * (500 + 20 * u64::from(random[0])))
}

#[derive(Debug)]
struct LogConnectErrors;

impl r2d2::HandleError<ConnectError> for LogConnectErrors {
    fn handle_error(&self, error: ConnectError) {
        tracing::warn!(%error, "cannot connect to the database");
    }
}
