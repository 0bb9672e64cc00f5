//! Opening the database: it must be there, durable, and of the schema that this program is made for.

use std::time::Duration;

use crate::clock::Moment;
use crate::config::DatabaseSettings;
use crate::error::Error;
use crate::store::migrations;
use crate::store::{DatabaseConnection, Store, candidates, file_modes, grants, inspection};

use super::directory;
pub use crate::store::inspection::Integrity;
pub use crate::store::migrations::SchemaState;
pub use crate::store::{Engine, Trouble, TroubleKind};

/// Why the database cannot be used, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL names no database.
    #[error("{0}")]
    Url(String),
    /// It does not answer.
    #[error("the {} database cannot be reached: {reason}\n{advice}", engine.name())]
    Unreachable {
        /// Which engine.
        engine: Engine,
        /// What it or the system says.
        reason: String,
        /// What to do.
        advice: &'static str,
    },
    /// It could forget what it acknowledged.
    #[error("the {} database is not durable: {reason}\n{advice}", engine.name())]
    NotDurable {
        /// Which engine.
        engine: Engine,
        /// Which setting, and what it means.
        reason: String,
        /// What to do.
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

/// How often another process that is migrating is waited for, and how long each time.
const PATIENCE: (u32, Duration) = (50, Duration::from_millis(200));

/// The engine that the settings choose.
pub fn engine(settings: &DatabaseSettings) -> Result<Engine, OpenError> {
    Engine::of(settings.url.expose()).map_err(OpenError::Url)
}

/// Opens the database once it is certain that it can be used. SQLite is the registry's own affair, so its schema is
/// brought up to date by itself; PostgreSQL's only if `migrate` says so, as other nodes may be running on it.
pub fn open(settings: &DatabaseSettings, migrate: bool) -> Result<Store, OpenError> {
    let mut connection = connect(settings)?;
    keep_private(settings);
    check_durability(&mut connection)?;
    match state(&mut connection)? {
        SchemaState::Current => {}
        SchemaState::Newer(versions) => return Err(OpenError::Newer(versions)),
        SchemaState::Older(_) if migrate || connection.engine() == Engine::Sqlite => {
            run_migrations(&mut connection)?;
        }
        SchemaState::Older(versions) => return Err(OpenError::Older(versions)),
    }
    fill_in(&mut connection)?;
    Store::open(settings).map_err(OpenError::Url)
}

/// Brings the schema up to date, and says which migrations were run.
pub fn migrate(settings: &DatabaseSettings) -> Result<Vec<String>, OpenError> {
    let mut connection = connect(settings)?;
    keep_private(settings);
    check_durability(&mut connection)?;
    match state(&mut connection)? {
        SchemaState::Newer(versions) => Err(OpenError::Newer(versions)),
        SchemaState::Current | SchemaState::Older(_) => {
            let run = run_migrations(&mut connection)?;
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

/// Whether others than its owner can use a file of the SQLite database; `None` where none can be looked at.
#[must_use]
pub fn is_open_to_others(settings: &DatabaseSettings) -> Option<bool> {
    let files = file_modes::of(&sqlite_file(settings)?);
    files.iter().map(|file| file_modes::is_open(file).ok()).reduce(|one, other| Some(one? || other?))?
}

/// What no migration can compute: the matching keys of candidates and the entries in the directory of what an earlier
/// version registered. Looked for at every opening, as a node of that version may have gone on for a while.
fn fill_in(connection: &mut DatabaseConnection) -> Result<(), OpenError> {
    const AT_ONCE: i64 = 1000;
    in_stretches(|| candidates::fill_matching_keys(connection, AT_ONCE))?;
    for kind in directory::Kind::ALL {
        let mut after = String::new();
        in_stretches(|| directory::fill(connection, *kind, &mut after, AT_ONCE))?;
    }
    Ok(())
}

/// Fills some in until there is nothing left. Another node that opens the database may be at the same work.
fn in_stretches(mut fill: impl FnMut() -> Result<usize, Error>) -> Result<(), OpenError> {
    let (attempts, pause) = PATIENCE;
    let mut attempt = 0;
    loop {
        match fill() {
            Ok(0) => return Ok(()),
            Ok(_) => attempt = 0,
            Err(Error::Contended(_)) if attempt < attempts => {
                attempt += 1;
                std::thread::sleep(pause);
            }
            Err(error) => return Err(OpenError::Migration(error.to_string())),
        }
    }
}

fn connect(settings: &DatabaseSettings) -> Result<DatabaseConnection, OpenError> {
    let engine = engine(settings)?;
    let advice = match engine {
        Engine::Postgresql => UNREACHABLE_POSTGRESQL,
        Engine::Sqlite => UNREACHABLE_SQLITE,
    };
    DatabaseConnection::connect(settings.url.expose()).map_err(|reason| OpenError::Unreachable {
        engine,
        reason: reason.trim_end().to_owned(),
        advice,
    })
}

fn check_durability(connection: &mut DatabaseConnection) -> Result<(), OpenError> {
    let engine = connection.engine();
    let advice = match engine {
        Engine::Postgresql => NOT_DURABLE_POSTGRESQL,
        Engine::Sqlite => NOT_DURABLE_SQLITE,
    };
    connection.check_durability().map_err(|reason| OpenError::NotDurable { engine, reason, advice })
}

/// How the schema compares with the one that this program is made for, if its tables are open to this role.
fn state(connection: &mut DatabaseConnection) -> Result<SchemaState, OpenError> {
    let closed = grants::unreadable(connection).map_err(|error| OpenError::Migration(error.to_string()))?;
    if !closed.is_empty() {
        return Err(OpenError::Closed(closed));
    }
    migrations::state(connection).map_err(OpenError::Migration)
}

/// Several processes may start at the same moment on an empty database. One of them migrates; the others fail, wait,
/// and find that there is nothing left to do.
fn run_migrations(connection: &mut DatabaseConnection) -> Result<Vec<String>, OpenError> {
    let (attempts, pause) = PATIENCE;
    let mut attempt = 0;
    loop {
        let missing = |state| match state {
            SchemaState::Older(versions) => versions.len(),
            SchemaState::Current | SchemaState::Newer(_) => 0,
        };
        let before = missing(state(connection)?);
        match migrations::migrate(connection) {
            Ok(run) => {
                tracing::info!(migrations = run.join(", "), "the schema is up to date");
                return Ok(run);
            }
            Err(reason) => {
                std::thread::sleep(pause);
                attempt += 1;
                // Where nobody makes headway it is the migration that is wrong, and waiting would only hide it.
                let others_work = missing(state(connection)?) < before || is_contention(&reason);
                if attempt == attempts || !others_work {
                    return Err(OpenError::Migration(reason));
                }
            }
        }
    }
}

/// Whether the words mean that another process is at the same work: SQLite's lock, or the unique indexes of
/// PostgreSQL's catalogue on which two `CREATE TABLE` meet.
fn is_contention(reason: &str) -> bool {
    ["locked", "pg_type_typname_nsp_index", "pg_class_relname_nsp_index", "already exists", "duplicate key", "UNIQUE"]
        .iter()
        .any(|sign| reason.contains(sign))
}

/// What can be seen of a database without changing it.
#[derive(Debug)]
pub struct Inspection {
    /// The version of the engine.
    pub version: String,
    /// How its schema compares with the one that this program is made for.
    pub schema: SchemaState,
    /// Which durability setting is wrong, if one is.
    pub not_durable: Option<String>,
    /// The clock of the database's machine, where it is another one than ours.
    pub clock: Option<Moment>,
    /// When the last write was recorded; unknown where the schema is not current.
    pub last_write: Option<Moment>,
    /// What the role that connects may do though the service never needs it, in words. Looked for in a current schema.
    pub excess_powers: Vec<String>,
}

/// Looks at the database.
pub fn inspect(settings: &DatabaseSettings) -> Result<Inspection, OpenError> {
    let mut connection = connect(settings)?;
    let unreadable = |error: Error| OpenError::Migration(error.to_string());
    let schema = state(&mut connection)?;
    let is_current = schema == SchemaState::Current;
    let excess_powers = if is_current { grants::excess(&mut connection).map_err(unreadable)? } else { Vec::new() };
    let last_write = if is_current { inspection::last_write(&mut connection).map_err(unreadable)? } else { None };
    Ok(Inspection {
        version: inspection::version(&mut connection).map_err(unreadable)?,
        not_durable: connection.check_durability().err(),
        clock: inspection::clock(&mut connection).map_err(unreadable)?,
        schema,
        last_write,
        excess_powers,
    })
}

/// What a look through all of the database found.
#[derive(Debug)]
pub struct Examination {
    /// Whether its structure is whole.
    pub integrity: Integrity,
    /// Numbers on record that are none.
    pub mistyped_numbers: Vec<String>,
}

/// Looks through all of the database, which takes as long as it takes to read it.
pub fn examine(settings: &DatabaseSettings) -> Result<Examination, String> {
    let mut connection = connect(settings).map_err(|error| error.to_string())?;
    let unreadable = |error: Error| format!("the database cannot be read: {error}");
    let integrity = inspection::integrity(&mut connection).map_err(unreadable)?;
    let mistyped_numbers = inspection::mistyped_numbers(&mut connection).map_err(unreadable)?;
    Ok(Examination { integrity, mistyped_numbers })
}

/// Whether the database can be read and written.
pub fn probe(settings: &DatabaseSettings) -> Result<(), Trouble> {
    let store = Store::open(settings).map_err(|cause| Trouble { kind: TroubleKind::Unreachable, cause })?;
    store.probe()
}

/// The file of an SQLite database; `None` for PostgreSQL and for a database in memory.
#[must_use]
pub fn sqlite_file(settings: &DatabaseSettings) -> Option<std::path::PathBuf> {
    let path = settings.url.expose().strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    (!path.is_empty() && path != ":memory:").then(|| path.into())
}
