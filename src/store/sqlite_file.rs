//! The file of an SQLite database: whose it is, and the connections to it.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::file_modes;
use crate::config::DatabaseUrl;
use crate::error::Error;

/// What our files bear in their header ("TOUC"), by which SQLite's `PRAGMA application_id` and `file` know them.
const APPLICATION_ID: i64 = 0x544F_5543;

/// The first bytes of every SQLite database.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// How long a writer waits for another process that holds SQLite's write lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// After how long it says that it waits. Who reads waits no longer, as nothing but a repair keeps them from it.
const SILENT: Duration = Duration::from_secs(1);

/// Whose file it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Nobody's: it is not there, or there is nothing in it.
    Nobody,
    /// The registry's.
    Registry,
    /// Another program's, and by what that is seen.
    Stranger(String),
    /// It is no database at all, no file even, or its beginning is lost.
    NoDatabase,
}

/// The file that a database URL names; `None` for PostgreSQL, and for what is in memory only.
#[must_use]
pub fn path(url: &str) -> Option<&Path> {
    match DatabaseUrl::parse(url) {
        Ok(DatabaseUrl::Sqlite(path)) if path != ":memory:" => Some(Path::new(path)),
        _ => None,
    }
}

/// Connects, and makes the file where it is not there.
pub(super) fn connect(path: &str) -> Result<SqliteConnection, String> {
    let mut connection = SqliteConnection::establish(path).map_err(|error| error.to_string())?;
    // Pages that many rows change are copied out of the log once for all of them, not at every thousandth page. What a
    // statement would undo by stays in memory: it is a few pages. Mapped pages count as the process's own for whoever
    // measures it, so not all are mapped.
    let pragmas = format!(
        "PRAGMA busy_timeout = {};
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA wal_autocheckpoint = 4000;
         PRAGMA temp_store = MEMORY;
         PRAGMA mmap_size = 16777216;
         PRAGMA cache_size = -8192;",
        SILENT.as_millis()
    );
    connection.batch_execute(&pragmas).map_err(|error| error.to_string())?;
    Ok(connection)
}

/// Connects for a look: nothing is written to the file, and nothing is made beside it that was not there.
pub(super) fn look(path: &Path) -> Result<SqliteConnection, String> {
    // Where there is no log nobody has the file open, and to read it needs none. An unfinished journal would be applied.
    let is_still = writes_ahead(path) && !has_companion(path, "-wal") || has_companion(path, "-journal");
    let immutable = if is_still { "&immutable=1" } else { "" };
    let mut encoded = String::new();
    for &byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => encoded.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            // Writing to a text cannot fail.
            _ => drop(write!(encoded, "%{byte:02X}")),
        }
    }
    let mut connection = SqliteConnection::establish(&format!("file:{encoded}?mode=ro{immutable}"))
        .map_err(|error| error.to_string())?;
    let pragmas = format!("PRAGMA busy_timeout = {}; PRAGMA trusted_schema = OFF", BUSY_TIMEOUT.as_millis());
    connection.batch_execute(&pragmas).map_err(|error| error.to_string())?;
    Ok(connection)
}

/// The header of the file: as much as there is of its hundred bytes.
fn header(path: &Path) -> io::Result<Vec<u8>> {
    let mut header = Vec::new();
    File::open(path)?.take(100).read_to_end(&mut header)?;
    Ok(header)
}

fn has_companion(path: &Path, suffix: &str) -> bool {
    file_modes::of(path).iter().any(|file| file.as_os_str().as_encoded_bytes().ends_with(suffix.as_bytes()))
}

fn writes_ahead(path: &Path) -> bool {
    header(path).is_ok_and(|header| header.get(18..20) == Some(&[2, 2]))
}

/// Whether the header bears the registry's mark, which shows in a damaged file too.
#[must_use]
pub fn bears_mark(path: &Path) -> bool {
    path.is_file() && header(path).is_ok_and(|header| header.starts_with(MAGIC) && header.get(68..72) == Some(b"TOUC"))
}

/// Looks whose file it is, without changing anything.
///
/// # Errors
/// What the system or the database's library says.
pub fn owner(path: &Path) -> Result<Owner, String> {
    match std::fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => return Ok(Owner::NoDatabase),
        Ok(metadata) if metadata.len() == 0 => return Ok(Owner::Nobody),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Owner::Nobody),
        Err(error) => return Err(error.to_string()),
    }
    let header = header(path).map_err(|error| error.to_string())?;
    if !header.starts_with(MAGIC) && !has_companion(path, "-journal") {
        return Ok(Owner::NoDatabase);
    }
    let mut connection = look(path)?;
    match owner_by_content(&mut connection) {
        Err(error) if error.to_string().contains("file is not a database") => Ok(Owner::NoDatabase),
        other => other.map_err(|error| error.to_string()),
    }
}

fn owner_by_content(connection: &mut SqliteConnection) -> Result<Owner, Error> {
    match application_id(connection)? {
        APPLICATION_ID => return Ok(Owner::Registry),
        0 => {}
        other => return Ok(Owner::Stranger(format!("its application_id is {other}"))),
    }
    // A file of an earlier version of this program bears no id.
    let query = "SELECT name AS setting FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
                 ORDER BY rowid";
    let tables: Vec<String> =
        diesel::sql_query(query).load::<TextSetting>(connection)?.into_iter().map(|row| row.setting).collect();
    let has = |name: &str| tables.iter().any(|table| table == name);
    let is_new = tables.iter().all(|table| table == "__diesel_schema_migrations");
    Ok(match tables.first() {
        None => Owner::Nobody,
        Some(_) if is_new || ["__diesel_schema_migrations", "candidates", "certificates"].into_iter().all(has) => {
            Owner::Registry
        }
        Some(_) => {
            let some: Vec<_> = tables.iter().take(3).map(String::as_str).collect();
            Owner::Stranger(format!("it has the tables {}", some.join(", ")))
        }
    })
}

fn application_id(connection: &mut SqliteConnection) -> QueryResult<i64> {
    let query = "SELECT application_id AS setting FROM pragma_application_id";
    Ok(diesel::sql_query(query).get_result::<NumberSetting>(connection)?.setting)
}

/// See [`settle`](super::DatabaseConnection::settle). The id can wait for the next opening where another process writes.
pub(super) fn settle(connection: &mut SqliteConnection) -> Result<(), Error> {
    if journal_mode(connection)? != "wal" {
        waiting(connection, BUSY_TIMEOUT, "PRAGMA journal_mode = WAL")?;
    }
    if application_id(connection)? == 0 {
        let mark = format!("PRAGMA application_id = {APPLICATION_ID}");
        if let Err(error) = waiting(connection, Duration::ZERO, &mark) {
            tracing::debug!(%error, "the file is not marked as the registry's yet");
        }
    }
    Ok(())
}

/// Carries out a statement that waits this long for other processes.
fn waiting(connection: &mut SqliteConnection, wait: Duration, statement: &str) -> Result<(), Error> {
    connection.batch_execute(&format!("PRAGMA busy_timeout = {}", wait.as_millis()))?;
    let done = connection.batch_execute(statement);
    connection.batch_execute(&format!("PRAGMA busy_timeout = {}", SILENT.as_millis()))?;
    Ok(done?)
}

/// Begins a transaction that writes. Says when another process keeps it waiting, and gives up in the end.
pub(super) fn begin(connection: &mut SqliteConnection) -> Result<(), Error> {
    const BEGIN: &str = "BEGIN IMMEDIATE";
    match connection.batch_execute(BEGIN).map_err(Error::from) {
        Err(Error::Contended(_)) => {}
        other => return other,
    }
    tracing::warn!(
        at_most_seconds = BUSY_TIMEOUT.as_secs(),
        "waiting for another process, which holds the write lock of the SQLite database"
    );
    waiting(connection, BUSY_TIMEOUT.saturating_sub(SILENT), BEGIN).map_err(|error| match error {
        Error::Contended(_) => Error::Contended(format!(
            "another process has held the write lock of the SQLite database for {} s",
            BUSY_TIMEOUT.as_secs()
        )),
        other => other,
    })
}

#[derive(QueryableByName)]
struct TextSetting {
    #[diesel(sql_type = Text)]
    setting: String,
}

#[derive(QueryableByName)]
struct NumberSetting {
    #[diesel(sql_type = BigInt)]
    setting: i64,
}

fn journal_mode(connection: &mut SqliteConnection) -> QueryResult<String> {
    let query = "SELECT journal_mode AS setting FROM pragma_journal_mode";
    Ok(diesel::sql_query(query).get_result::<TextSetting>(connection)?.setting)
}

/// Which setting makes that what was acknowledged could be lost.
pub(super) fn durability(connection: &mut SqliteConnection) -> QueryResult<Option<String>> {
    let journal = journal_mode(connection)?;
    if journal != "wal" {
        return Ok(Some(format!(
            "SQLite's journal mode is `{journal}`, not `wal`, which this file or file system does not allow"
        )));
    }
    let query = "SELECT synchronous AS setting FROM pragma_synchronous";
    let NumberSetting { setting: synchronous } = diesel::sql_query(query).get_result(connection)?;
    Ok((synchronous < 2).then(|| format!("SQLite's setting `synchronous` is {synchronous}, not 2 (FULL)")))
}
