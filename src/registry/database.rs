//! Opening the database: it must be there, ours, durable, and of the schema that this program is made for. What is so
//! already is only looked at, so a replica can be opened, and a database that another process writes to.

mod current;
mod look;

use crate::config::DatabaseSettings;
use crate::error::Error;
use crate::store::sqlite_file::{self, Owner};
use crate::store::{DatabaseConnection, Store, file_modes, grants};

pub use crate::store::inspection::Integrity;
pub use crate::store::migrations::SchemaState;
pub use crate::store::{Engine, STATEMENT_TIMEOUT, Trouble, TroubleKind};
use current::{bring_up_to_date, fill_in, state};
pub use look::{Examination, Inspection, examine, inspect, is_open_to_others, probe};

/// Why the database cannot be used, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL names no database.
    #[error("{0}")]
    Url(String),
    /// It does not answer.
    #[error("the {} database cannot be reached: {reason}\n{advice}", engine.name())]
    Unreachable {
        engine: Engine,
        /// What it or the system says.
        reason: String,
        advice: &'static str,
    },
    /// It is something else than a database of the registry.
    #[error("{file} is not the registry's: {reason}\nNothing was changed. {advice}")]
    Foreign {
        file: String,
        /// What it is, or seems to be.
        reason: String,
        advice: &'static str,
    },
    /// It cannot be read any more.
    #[error(
        "{0} is damaged: SQLite cannot read it\nStop the service, keep a copy of the file and of those beside it that end in -wal \
         and -shm, and restore the last backup that is whole."
    )]
    Damaged(String),
    /// It has no room for every letter.
    #[error(
        "the database's encoding is {0}, which has no room for the names of all people\nMake one in UTF-8 and move the tables \
         there: createdb --encoding UTF8 --template template0 NAME"
    )]
    Encoding(String),
    /// It could forget what it acknowledged.
    #[error("the {} database is not durable: {reason}\n{advice}", engine.name())]
    NotDurable {
        engine: Engine,
        /// Which setting, and what it means.
        reason: String,
        advice: &'static str,
    },
    /// It is empty, or an earlier version of this program made its schema.
    #[error(
        "the database is empty, or its schema is older than this program; it lacks {}\nMake a backup, then run `touchstone migrate`, \
         or start with `touchstone serve --migrate`.", .0.join(", ")
    )]
    Older(Vec<String>),
    /// A later version of this program made its schema.
    #[error(
        "the database's schema is newer than this program; it has {}\nUse the version of touchstone that made it, or a \
         later one.", .0.join(", ")
    )]
    Newer(Vec<String>),
    /// The role may not read these tables.
    #[error(
        "the database's role may not read {}\nRun `touchstone migrate --grant-to ROLE` as the role that owns the tables, after \
         each migration.", .0.join(", ")
    )]
    Closed(Vec<String>),
    /// A migration failed; nothing of it is left behind.
    #[error("the database's schema cannot be brought up to date: {0}")]
    Migration(String),
}

const UNREACHABLE_POSTGRESQL: &str =
    "Check that the server runs and that DATABASE_URL has the right host, port, user, password and database.";
const UNREACHABLE_SQLITE: &str =
    "Check that the directory exists and that this user may write to it, and the path in DATABASE_URL.";
const NOT_DURABLE_POSTGRESQL: &str =
    "Turn fsync, full_page_writes and synchronous_commit on in postgresql.conf and for this role, and reload.";
const NOT_DURABLE_SQLITE: &str =
    "Put the database into a file on a local disk, for example sqlite:./data/touchstone.db.";
const OTHER_FILE: &str = "Check the path in DATABASE_URL: the registry has a file of its own.";
const NO_DATABASE: &str = "Check the path in DATABASE_URL; if it is the right one, the file was overwritten: move it away, and restore the last \
     backup.";

/// SQLite's words for a file whose content it cannot make sense of.
const DAMAGED: &str = "malformed";

/// The engine that the settings choose.
pub fn engine(settings: &DatabaseSettings) -> Result<Engine, OpenError> {
    Engine::of(settings.url.expose()).map_err(OpenError::Url)
}

/// Opens the database once it is certain that it can be used. SQLite is the registry's own affair, so its schema is
/// brought up to date by itself; PostgreSQL's only if `migrate` says so, as other nodes may be running on it.
pub fn open(settings: &DatabaseSettings, migrate: bool) -> Result<Store, OpenError> {
    let mut connection = enter(settings)?;
    let state = state(&mut connection, settings)?;
    match &state {
        SchemaState::Current => {}
        SchemaState::Newer(versions) => return Err(OpenError::Newer(versions.clone())),
        SchemaState::Older(_) if migrate || connection.engine() == Engine::Sqlite => {
            bring_up_to_date(&mut connection, settings)?;
        }
        SchemaState::Older(versions) => return Err(OpenError::Older(versions.clone())),
    }
    fill_in(&mut connection)?;
    let store = Store::open(settings).map_err(OpenError::Url)?;
    // Migrations leave time-outs of their own in their session.
    if matches!(state, SchemaState::Current) {
        store.keep(connection);
    }
    Ok(store)
}

/// Opens a database whose schema is current as it is, and changes nothing.
pub fn open_as_it_is(settings: &DatabaseSettings) -> Result<Store, OpenError> {
    Store::open(settings).map_err(OpenError::Url)
}

/// Brings the schema up to date, and says which migrations were run.
pub fn migrate(settings: &DatabaseSettings) -> Result<Vec<String>, OpenError> {
    let mut connection = enter(settings)?;
    match state(&mut connection, settings)? {
        SchemaState::Newer(versions) => Err(OpenError::Newer(versions)),
        SchemaState::Current | SchemaState::Older(_) => {
            let run = bring_up_to_date(&mut connection, settings)?;
            fill_in(&mut connection)?;
            Ok(run)
        }
    }
}

/// Gives a role of PostgreSQL what the service needs of the tables that are there now, and nothing else; says how many
/// they are. The database's role must own them.
pub fn grant(settings: &DatabaseSettings, role: &str) -> Result<usize, Error> {
    let mut connection = connect(settings).map_err(|error| Error::Internal(error.to_string()))?;
    grants::grant(&mut connection, role)
}

/// A connection to a database that the registry may use.
fn enter(settings: &DatabaseSettings) -> Result<DatabaseConnection, OpenError> {
    refuse_strangers(settings)?;
    let mut connection = connect(settings)?;
    keep_private(settings);
    connection.settle().map_err(|error| unusable(settings, &error.to_string()))?;
    check_encoding(&mut connection, settings)?;
    check_durability(&mut connection)?;
    Ok(connection)
}

/// Refuses a file that is something else, before anything of it is changed.
pub(super) fn refuse_strangers(settings: &DatabaseSettings) -> Result<(), OpenError> {
    let Some(path) = sqlite_file(settings) else { return Ok(()) };
    let file = path.display().to_string();
    match sqlite_file::owner(&path) {
        Ok(Owner::Nobody | Owner::Registry) => Ok(()),
        Ok(Owner::Stranger(reason)) => {
            let reason = format!("another program made it, as {reason}");
            Err(OpenError::Foreign { file, reason, advice: OTHER_FILE })
        }
        Ok(Owner::NoDatabase) => {
            let reason = "it is no SQLite database".to_owned();
            Err(OpenError::Foreign { file, reason, advice: NO_DATABASE })
        }
        Err(reason) => Err(unusable(settings, &reason)),
    }
}

/// What the engine's words mean for somebody who wants to use the database.
fn unusable(settings: &DatabaseSettings, reason: &str) -> OpenError {
    let engine = match engine(settings) {
        Ok(engine) => engine,
        Err(error) => return error,
    };
    let reason = reason.trim_end().to_owned();
    match (engine, sqlite_file(settings)) {
        (Engine::Sqlite, Some(file)) if reason.contains(DAMAGED) => OpenError::Damaged(file.display().to_string()),
        (Engine::Sqlite, _) => OpenError::Unreachable { engine, reason, advice: UNREACHABLE_SQLITE },
        (Engine::Postgresql, _) => OpenError::Unreachable { engine, reason, advice: UNREACHABLE_POSTGRESQL },
    }
}

fn connect(settings: &DatabaseSettings) -> Result<DatabaseConnection, OpenError> {
    engine(settings)?;
    DatabaseConnection::connect(settings.url.expose()).map_err(|reason| unusable(settings, &reason))
}

/// Takes the files of an SQLite database from everybody but their owner, also those that an earlier version left open.
fn keep_private(settings: &DatabaseSettings) {
    let Some(file) = sqlite_file(settings) else { return };
    match file_modes::make_private(&file) {
        Ok(false) => {}
        Ok(true) => tracing::warn!(
            file = %file.display(),
            "other users of this machine could read the database; from now on only its owner can"
        ),
        Err(error) => tracing::warn!(
            file = %file.display(), %error,
            "other users of this machine may be able to use the database, and its mode cannot be changed"
        ),
    }
}

fn check_encoding(connection: &mut DatabaseConnection, settings: &DatabaseSettings) -> Result<(), OpenError> {
    let encoding = connection.encoding().map_err(|error| unusable(settings, &error.to_string()))?;
    encoding.filter(|encoding| is_narrow(encoding)).map_or(Ok(()), |encoding| Err(OpenError::Encoding(encoding)))
}

/// Whether an encoding of PostgreSQL has no room for every letter. `SQL_ASCII` converts and checks nothing, so what is
/// written as UTF-8 is read as UTF-8.
#[must_use]
pub fn is_narrow(encoding: &str) -> bool {
    !matches!(encoding, "UTF8" | "SQL_ASCII")
}

fn check_durability(connection: &mut DatabaseConnection) -> Result<(), OpenError> {
    let engine = connection.engine();
    let advice = match engine {
        Engine::Postgresql => NOT_DURABLE_POSTGRESQL,
        Engine::Sqlite => NOT_DURABLE_SQLITE,
    };
    connection.check_durability().map_err(|reason| OpenError::NotDurable { engine, reason, advice })
}

/// The file of an SQLite database; `None` for PostgreSQL and for a database in memory.
#[must_use]
pub fn sqlite_file(settings: &DatabaseSettings) -> Option<std::path::PathBuf> {
    sqlite_file::path(settings.url.expose()).map(Into::into)
}

/// The file of an SQLite database that is not there, or in which there is nothing yet; `None` where there is something, and
/// for all other databases.
#[must_use]
pub fn missing_file(settings: &DatabaseSettings) -> Option<std::path::PathBuf> {
    sqlite_file(settings).filter(|file| sqlite_file::owner(file) == Ok(Owner::Nobody))
}
