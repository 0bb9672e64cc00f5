//! One connection to either database.

use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};

use crate::error::Error;

pub use either::DatabaseConnection;

mod either {

    /// A connection to PostgreSQL or SQLite. The same queries serve both.
    #[derive(diesel::MultiConnection)]
    pub enum DatabaseConnection {
        /// PostgreSQL: the production engine.
        Postgresql(diesel::PgConnection),
        /// SQLite: inside the program.
        Sqlite(diesel::SqliteConnection),
    }
}

/// Which database it is; the scheme of the URL alone decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// `postgres://…` or `postgresql://…`
    Postgresql,
    /// `sqlite:PATH`
    Sqlite,
}

impl Engine {
    /// The engine of a database URL.
    ///
    /// # Errors
    /// A text for the operator, without the URL, which may hold a password.
    pub fn of(url: &str) -> Result<Self, String> {
        match url.split_once(':') {
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgresql),
            Some(("sqlite", path)) if !path.trim_start_matches('/').is_empty() => Ok(Self::Sqlite),
            _ => Err("the database URL must begin with `sqlite:` and a path, or with `postgres://`".to_owned()),
        }
    }

    /// The engine's name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Postgresql => "PostgreSQL",
            Self::Sqlite => "SQLite",
        }
    }
}

/// From how many rows on PostgreSQL's `COPY` pays off: it takes two more round trips than a prepared insertion, and then
/// next to nothing a row.
pub(super) const COPY_FROM: usize = 8;

/// How many rows SQLite takes in one statement, where there are so many: each statement costs as much as several rows,
/// and one of always the same length stays prepared.
pub(super) const ROWS_IN_ONE: usize = 25;

/// Adds rows (a `Vec` of one `Insertable` type) in the way that the engine takes fastest. None of the ways is open to
/// the enum over both, which would make its SQL anew for every row.
macro_rules! insert_all {
    ($connection:expr, $table:expr, $rows:expr) => {{
        use $crate::store::connection::{COPY_FROM, DatabaseConnection, ROWS_IN_ONE};
        let mut rows = $rows;
        let connection: &mut DatabaseConnection = $connection;
        match connection {
            DatabaseConnection::Postgresql(connection) if rows.len() >= COPY_FROM => {
                diesel::copy_from($table).from_insertable(rows).execute(connection)?;
            }
            DatabaseConnection::Postgresql(connection) => {
                for row in rows {
                    diesel::insert_into($table).values(row).execute(connection)?;
                }
            }
            DatabaseConnection::Sqlite(connection) => {
                while rows.len() >= ROWS_IN_ONE {
                    let rest = rows.split_off(ROWS_IN_ONE);
                    if let Ok(some) = <[_; ROWS_IN_ONE]>::try_from(std::mem::replace(&mut rows, rest)) {
                        diesel::insert_into($table).values(some).execute(connection)?;
                    }
                }
                for row in rows {
                    diesel::insert_into($table).values(row).execute(connection)?;
                }
            }
        }
    }};
}

pub(super) use insert_all;

/// How long a writer waits for another process that holds SQLite's write lock.
const SQLITE_BUSY_TIMEOUT: Duration = Duration::from_secs(10);

impl DatabaseConnection {
    /// Connects to the database at `url`.
    ///
    /// # Errors
    /// What the database's library says.
    pub fn connect(url: &str) -> Result<Self, String> {
        match Engine::of(url)? {
            Engine::Postgresql => connect_postgresql(url).map(Self::Postgresql),
            Engine::Sqlite => connect_sqlite(url).map(Self::Sqlite),
        }
    }

    /// Which engine it is connected to.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self {
            Self::Postgresql(_) => Engine::Postgresql,
            Self::Sqlite(_) => Engine::Sqlite,
        }
    }

    /// Begins a transaction that writes.
    pub fn begin(&mut self) -> Result<(), Error> {
        self.run(match self.engine() {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgresql => "BEGIN",
        })
    }

    /// Ends a transaction: keeps what was written, or takes it back.
    pub fn end(&mut self, keep: bool) -> Result<(), Error> {
        self.run(if keep { "COMMIT" } else { "ROLLBACK" })
    }

    pub(super) fn run(&mut self, sql: &str) -> Result<(), Error> {
        self.batch_execute(sql).map_err(Error::from)
    }

    /// Does work within a transaction and takes back whatever it wrote; what it found out stays.
    ///
    /// # Errors
    /// Those of the work; then the transaction is to be ended.
    pub fn rehearse<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        self.run("SAVEPOINT rehearsal")?;
        let found = work(self)?;
        self.run("ROLLBACK TO SAVEPOINT rehearsal")?;
        self.run("RELEASE SAVEPOINT rehearsal")?;
        Ok(found)
    }

    /// Checks that what the database acknowledges survives a power cut.
    ///
    /// # Errors
    /// Which setting is wrong, what it means, and what to do.
    pub fn check_durability(&mut self) -> Result<(), String> {
        let wrong = match self {
            Self::Postgresql(connection) => postgresql_durability(connection),
            Self::Sqlite(connection) => sqlite_durability(connection),
        };
        match wrong.map_err(|error| format!("its durability settings cannot be read: {error}"))? {
            None => Ok(()),
            Some(setting) => {
                Err(format!("{setting}: an acknowledged result could be lost; a registry does not run like that"))
            }
        }
    }
}

/// What libpq is told unless the URL says otherwise: a server that does not answer a connection attempt within three
/// seconds is away, and one that goes silent is given up after about fifteen.
const POSTGRESQL_PARAMETERS: [(&str, &str); 5] = [
    ("connect_timeout", "3"),
    ("keepalives_idle", "5"),
    ("keepalives_interval", "3"),
    ("keepalives_count", "3"),
    ("tcp_user_timeout", "15000"),
];

fn connect_postgresql(url: &str) -> Result<diesel::PgConnection, String> {
    let mut bounded = url.to_owned();
    for (name, value) in POSTGRESQL_PARAMETERS {
        if !url.contains(name) {
            let separator = if bounded.contains('?') { "&" } else { "?" };
            bounded.extend([separator, name, "=", value]);
        }
    }
    let mut connection = diesel::PgConnection::establish(&bounded).map_err(|error| error.to_string())?;
    connection
        .batch_execute(
            "SET TIME ZONE 'UTC'; SET statement_timeout = '15s'; SET idle_in_transaction_session_timeout = '30s'",
        )
        .map_err(|error| error.to_string())?;
    Ok(connection)
}

/// The file that an SQLite URL names.
pub(super) fn sqlite_path(url: &str) -> &str {
    let path = url.strip_prefix("sqlite:").unwrap_or(url);
    path.strip_prefix("//").unwrap_or(path)
}

fn connect_sqlite(url: &str) -> Result<diesel::SqliteConnection, String> {
    let mut connection = diesel::SqliteConnection::establish(sqlite_path(url)).map_err(|error| error.to_string())?;
    // The busy timeout comes first, because changing the journal mode may have to wait. Pages that many rows change are
    // copied out of the log once for all of them, not at every thousandth page. What a statement would undo by stays in
    // memory: it is a few pages. Mapped pages count as the process's own for whoever measures it, so not all are mapped.
    let pragmas = format!(
        "PRAGMA busy_timeout = {};
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA wal_autocheckpoint = 4000;
         PRAGMA temp_store = MEMORY;
         PRAGMA mmap_size = 16777216;
         PRAGMA cache_size = -8192;",
        SQLITE_BUSY_TIMEOUT.as_millis()
    );
    connection.batch_execute(&pragmas).map_err(|error| error.to_string())?;
    Ok(connection)
}

#[derive(QueryableByName)]
struct TextSetting {
    #[diesel(sql_type = Text)]
    setting: String,
}

#[derive(QueryableByName)]
struct NumberSetting {
    #[diesel(sql_type = Integer)]
    setting: i32,
}

fn postgresql_durability(connection: &mut diesel::PgConnection) -> QueryResult<Option<String>> {
    for name in ["fsync", "full_page_writes", "synchronous_commit"] {
        let query = format!("SELECT current_setting('{name}') AS setting");
        let TextSetting { setting } = diesel::sql_query(query).get_result(connection)?;
        if setting == "off" {
            return Ok(Some(format!("PostgreSQL's setting `{name}` is off")));
        }
    }
    Ok(None)
}

fn sqlite_durability(connection: &mut diesel::SqliteConnection) -> QueryResult<Option<String>> {
    let TextSetting { setting: journal } =
        diesel::sql_query("SELECT journal_mode AS setting FROM pragma_journal_mode").get_result(connection)?;
    if journal != "wal" {
        return Ok(Some(format!(
            "SQLite's journal mode is `{journal}`, not `wal`, which this file or file system does not allow"
        )));
    }
    let NumberSetting { setting: synchronous } =
        diesel::sql_query("SELECT synchronous AS setting FROM pragma_synchronous").get_result(connection)?;
    Ok((synchronous < 2).then(|| format!("SQLite's setting `synchronous` is {synchronous}, not 2 (FULL)")))
}

#[cfg(test)]
mod tests {
    use super::Engine;

    #[test]
    fn the_scheme_of_the_url_alone_chooses_the_engine() {
        for (url, engine) in [
            ("sqlite:./data/x.db", Some(Engine::Sqlite)),
            ("sqlite:///tmp/x.db", Some(Engine::Sqlite)),
            ("postgres://u:p@h/d", Some(Engine::Postgresql)),
            ("postgresql://h/d", Some(Engine::Postgresql)),
            ("postgre://h/d", None),
            ("sqlite:", None),
            ("./data/x.db", None),
            ("", None),
        ] {
            assert_eq!(Engine::of(url).ok(), engine, "{url}");
        }
    }
}
