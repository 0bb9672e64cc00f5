//! Whether the database can be read and written right now: asked on a connection of its own, so that the answer waits
//! for nobody's work.

use std::fmt;
use std::path::Path;
use std::sync::TryLockError;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::connection::{DatabaseConnection, Engine};
use super::pool::{Probe, Store};
use super::{clients, inspection, sqlite_file};
use crate::error::Error;

/// How long a probe's write that succeeded counts, unless another write fails.
const BETWEEN_WRITES: Duration = Duration::from_secs(1);

/// How long a write that failed counts on SQLite, unless another one succeeds: a disk is full for one who writes much
/// before it is for one who writes little. A server fails a single statement for reasons that concern no other.
const FAILURE_COUNTS: Duration = Duration::from_secs(2);

/// How long SQLite's lock is waited for: whoever holds it can write.
const LOCK_WAIT_MILLISECONDS: u32 = 50;

/// With less room than this beside an SQLite database the next write may not fit.
const LEAST_ROOM: u64 = 1 << 20;

/// What a server writes into a temporary file, larger than the memory it may use for it: a disk without room shows.
const SPILL: &str = "SELECT CAST(count(*) AS text) AS answer FROM generate_series(1, 20000)";

/// What the database cannot do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TroubleKind {
    /// Answer.
    Unreachable,
    /// Write: it is a replica, or only to be read.
    ReadOnly,
    /// Write: there is no room.
    NoRoom,
    /// Write, for another reason.
    NotWritable,
}

/// Why the database is of no use right now.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{kind}: {cause}")]
pub struct Trouble {
    pub kind: TroubleKind,
    /// What it or the system says; for the operator only.
    pub cause: String,
}

impl TroubleKind {
    /// In words that anybody may read.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreachable => "the database does not answer",
            Self::ReadOnly => "the database is read-only",
            Self::NoRoom => "the disk of the database is full",
            Self::NotWritable => "the database cannot be written",
        }
    }
}

impl fmt::Display for TroubleKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Trouble {
    fn unreachable(cause: impl fmt::Display) -> Self {
        Self { kind: TroubleKind::Unreachable, cause: cause.to_string() }
    }

    /// A connection that could not be made. SQLite writes for it what all connections share.
    fn of_opening(cause: impl fmt::Display) -> Self {
        let cause = cause.to_string();
        if cause.contains("disk I/O error") || cause.contains("disk is full") {
            return Self::of_write(cause);
        }
        Self::unreachable(cause)
    }

    /// A write that failed. SQLite says why in the same words everywhere.
    fn of_write(cause: String) -> Self {
        let kind = match &cause {
            cause if cause.contains("readonly database") => TroubleKind::ReadOnly,
            cause if cause.contains("disk is full") => TroubleKind::NoRoom,
            _ => TroubleKind::NotWritable,
        };
        Self { kind, cause }
    }
}

impl Store {
    /// Asks whether the database can be read and written. It really writes, once a second at most.
    ///
    /// # Errors
    /// What it cannot do, and why.
    pub fn probe(&self) -> Result<(), Trouble> {
        let mut probe = match self.probe.try_lock() {
            Ok(probe) => probe,
            Err(TryLockError::Poisoned(probe)) => probe.into_inner(),
            Err(TryLockError::WouldBlock) => return Err(Trouble::unreachable("it has not answered the last question")),
        };
        let asked = probe.ask(self);
        if asked.is_err() {
            *probe = Probe::default();
        }
        asked
    }
}

impl Probe {
    fn ask(&mut self, store: &Store) -> Result<(), Trouble> {
        let read_only = if let Some(Ok(read_only)) = self.connection.as_mut().map(read_only) {
            read_only
        } else {
            // A connection that nobody used for a while may be dead; a new one shows.
            self.wrote = None;
            let connection = self.connection.insert(connect(store).map_err(Trouble::of_opening)?);
            read_only(connection).map_err(Trouble::of_opening)?
        };
        if let Some(cause) = read_only {
            return Err(Trouble { kind: TroubleKind::ReadOnly, cause: cause.to_owned() });
        }
        let failed = store.last_failure();
        if let Some(failed) = failed.as_ref().filter(|failed| !failed.is_over && store.engine() == Engine::Sqlite)
            && failed.at.elapsed() < FAILURE_COUNTS
        {
            return Err(Trouble::of_write(failed.cause.clone()));
        }
        let has_failed_since = |wrote: Instant| failed.as_ref().is_some_and(|failed| failed.at > wrote);
        if self.wrote.is_none_or(|wrote| wrote.elapsed() > BETWEEN_WRITES || has_failed_since(wrote)) {
            self.write(store)?;
            self.wrote = Some(Instant::now());
        }
        Ok(())
    }

    fn write(&mut self, store: &Store) -> Result<(), Trouble> {
        let Some(connection) = self.connection.as_mut() else { return Err(Trouble::unreachable("no connection")) };
        let written = match store.engine() {
            Engine::Postgresql => spill(connection),
            Engine::Sqlite => {
                check_room(store.url())?;
                // Whoever writes at this moment finds out by itself whether that is possible.
                let Some(_turn) = store.sqlite_writer.try_lock() else { return Ok(()) };
                write_a_little(connection)
            }
        };
        match written.map_err(|error| error.explained(store.engine())) {
            Ok(()) | Err(Error::Contended(_)) => Ok(()),
            Err(Error::Unavailable { cause, .. }) => Err(Trouble::of_write(cause)),
            Err(other) => Err(Trouble::of_write(other.to_string())),
        }
    }
}

fn connect(store: &Store) -> Result<DatabaseConnection, String> {
    let mut connection = DatabaseConnection::connect(store.url())?;
    if store.engine() == Engine::Sqlite {
        let settings = format!("PRAGMA busy_timeout = {LOCK_WAIT_MILLISECONDS}; PRAGMA cache_size = 10");
        connection.run(&settings).map_err(|error| error.to_string())?;
    }
    Ok(connection)
}

/// Makes the server write a temporary file.
fn spill(connection: &mut DatabaseConnection) -> Result<(), Error> {
    let spilt = connection
        .run("BEGIN; SET LOCAL work_mem = '64kB'")
        .and_then(|()| inspection::ask(connection, SPILL))
        .and_then(|_| connection.end(true));
    if spilt.is_err() {
        // The connection is dropped, and the transaction with it, where not even this works.
        let _ = connection.end(false);
    }
    spilt
}

/// Why the server only lets read; an error where it does not even let that.
fn read_only(connection: &mut DatabaseConnection) -> Result<Option<&'static str>, Error> {
    clients::any(connection)?;
    connection.read_only()
}

fn check_room(url: &str) -> Result<(), Trouble> {
    let directory = sqlite_file::path(url).and_then(Path::parent).filter(|path| !path.as_os_str().is_empty());
    let Ok(statistics) = rustix::fs::statvfs(directory.unwrap_or(Path::new("."))) else { return Ok(()) };
    let free = statistics.f_bavail.saturating_mul(statistics.f_frsize);
    if free < LEAST_ROOM {
        return Err(Trouble { kind: TroubleKind::NoRoom, cause: format!("{free} bytes are free") });
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = BigInt)]
    user_version: i64,
}

/// Writes to an SQLite database: a table that is taken back, larger than the few pages that this connection keeps in
/// memory, so that there must be room for it in the log; and the first page as it is, through the log and to the disk.
fn write_a_little(connection: &mut DatabaseConnection) -> Result<(), Error> {
    const TAKEN_BACK: &str = "SAVEPOINT probe; CREATE TABLE probe (filling BLOB); \
                              INSERT INTO probe VALUES (zeroblob(262144)); ROLLBACK TO probe; RELEASE probe";
    // Whoever holds the lock can write: nobody waits for it here.
    connection.run("BEGIN IMMEDIATE")?;
    let query = "SELECT user_version FROM pragma_user_version";
    let written = connection
        .run(TAKEN_BACK)
        .and_then(|()| Ok(diesel::sql_query(query).get_result::<Version>(connection)?))
        .and_then(|Version { user_version }| connection.run(&format!("PRAGMA user_version = {user_version}")))
        .and_then(|()| connection.end(true));
    if written.is_err() {
        // The connection is dropped, and the transaction with it, where not even this works.
        let _ = connection.end(false);
    }
    written
}
