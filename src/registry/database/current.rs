//! Bringing the database up to date: its schema, and what no migration can compute.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::{OpenError, SchemaState, unusable};
use crate::config::DatabaseSettings;
use crate::entropy::{SystemEntropy, random};
use crate::error::Error;
use crate::registry::directory;
use crate::scheme::numbers::RegisterNumber;
use crate::store::{
    DatabaseConnection, Engine, candidates, grants, identity_changes, migrations, organisation_certificates,
};

/// For how long others that are at the same work are waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// The pause between two attempts.
const PAUSE: Duration = Duration::from_millis(200);

/// After how long it is said that it takes a while.
const SILENT: Duration = Duration::from_secs(1);

/// How the schema compares with the one that this program is made for, if its tables are open to this role.
pub(super) fn state(
    connection: &mut DatabaseConnection,
    settings: &DatabaseSettings,
) -> Result<SchemaState, OpenError> {
    let closed = grants::unreadable(connection).map_err(|error| unusable(settings, &error.to_string()))?;
    if !closed.is_empty() {
        return Err(OpenError::Closed(closed));
    }
    migrations::state(connection).map_err(|reason| unusable(settings, &reason))
}

/// What no migration can compute: the matching keys of candidates, now and before, the numbers by which organisations'
/// certificates are looked up, and the entries in the directory of what an earlier version registered. Looked for at every opening, as a node of that version may have gone on for a while; where nothing
/// can be written, whoever can fills them in.
pub(super) fn fill_in(connection: &mut DatabaseConnection) -> Result<(), OpenError> {
    const AT_ONCE: i64 = 1000;
    if connection.read_only().map_err(failed)?.is_some() {
        return Ok(());
    }
    in_stretches(|| candidates::fill_matching_keys(connection, AT_ONCE))?;
    in_stretches(|| identity_changes::fill_earlier_keys(connection, AT_ONCE))?;
    let number = || Ok(RegisterNumber::from_entropy(random(&SystemEntropy)?));
    in_stretches(|| organisation_certificates::fill_numbers(connection, number, AT_ONCE))?;
    for kind in directory::Kind::ALL {
        let mut after = String::new();
        in_stretches(|| directory::fill(connection, kind, &mut after, AT_ONCE))?;
    }
    Ok(())
}

/// Fills some in until there is nothing left. Another node that opens the database may be at the same work.
fn in_stretches(mut fill: impl FnMut() -> Result<usize, Error>) -> Result<(), OpenError> {
    let mut deadline = Instant::now() + PATIENCE;
    loop {
        match fill() {
            Ok(0) => return Ok(()),
            Ok(_) => deadline = Instant::now() + PATIENCE,
            Err(Error::Contended(_)) if Instant::now() < deadline => std::thread::sleep(PAUSE),
            Err(error) => return Err(failed(error)),
        }
    }
}

fn failed(error: Error) -> OpenError {
    OpenError::Migration(match error {
        Error::Contended(cause) | Error::Unavailable { cause, .. } => cause,
        other => other.to_string(),
    })
}

/// Runs the migrations that are missing, and says which. Several processes may start at the same moment on an empty
/// database. One of them migrates; the others fail, wait, and find that there is nothing left to do.
pub(super) fn bring_up_to_date(
    connection: &mut DatabaseConnection,
    settings: &DatabaseSettings,
) -> Result<Vec<String>, OpenError> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let before = missing(&state(connection, settings)?);
        if before == 0 {
            return Ok(Vec::new());
        }
        match migrate(connection) {
            Ok(run) => {
                tracing::info!(migrations = run.join(", "), "the schema is up to date");
                return Ok(run);
            }
            Err(reason) => {
                std::thread::sleep(PAUSE);
                // Where nobody makes headway it is the migration that is wrong, and waiting would only hide it.
                let others_work = missing(&state(connection, settings)?) < before || reason.contains(LOCKED);
                if Instant::now() > deadline || !others_work {
                    return Err(OpenError::Migration(reason));
                }
            }
        }
    }
}

fn missing(state: &SchemaState) -> usize {
    match state {
        SchemaState::Older(versions) => versions.len(),
        SchemaState::Current | SchemaState::Newer(_) => 0,
    }
}

/// Runs the migrations once. A server says nothing while it waits for a lock, so it is said here that it may.
fn migrate(connection: &mut DatabaseConnection) -> Result<Vec<String>, String> {
    if connection.engine() == Engine::Sqlite {
        // Waits for the lock, and says so.
        connection.begin().and_then(|()| connection.end(false)).map_err(|error| match error {
            Error::Contended(cause) => format!("{cause} ({LOCKED})"),
            other => other.to_string(),
        })?;
    }
    let (done, is_done) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if is_done.recv_timeout(SILENT) == Err(RecvTimeoutError::Timeout) {
                tracing::warn!(
                    "the schema is being brought up to date: this takes as long as there are records, and waits for \
                     transactions of others on the same tables"
                );
            }
        });
        let run = migrations::migrate(connection);
        drop(done);
        run
    })
}

/// SQLite's word for its lock, under which another process may be at the same work without having finished anything yet. On
/// PostgreSQL two `CREATE TABLE` meet, and the one that fails finds the other's work done.
const LOCKED: &str = "locked";
