//! One connection to either database.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::{postgresql, sqlite_file};
use crate::config::DatabaseUrl;
use crate::error::Error;

pub use either::DatabaseConnection;
pub(super) use either::MultiBackend;

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
        match DatabaseUrl::parse(url) {
            Ok(DatabaseUrl::Postgresql(_)) => Ok(Self::Postgresql),
            Ok(DatabaseUrl::Sqlite(_)) => Ok(Self::Sqlite),
            Err(reason) => Err(format!("the database URL {reason}")),
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

/// Adds rows (all of one `Insertable` type) in the way that the engine takes fastest. None of the ways is open to
/// the enum over both, which would make its SQL anew for every row. On SQLite no more of them are made at a time than one
/// statement takes.
macro_rules! insert_all {
    ($connection:expr, $table:expr, $rows:expr) => {{
        use $crate::store::connection::{COPY_FROM, DatabaseConnection, ROWS_IN_ONE};
        let mut rows = IntoIterator::into_iter($rows);
        let connection: &mut DatabaseConnection = $connection;
        match connection {
            DatabaseConnection::Postgresql(connection) => {
                let rows: Vec<_> = rows.collect();
                if rows.len() >= COPY_FROM {
                    diesel::copy_from($table).from_insertable(rows).execute(connection)?;
                } else {
                    for row in rows {
                        diesel::insert_into($table).values(row).execute(connection)?;
                    }
                }
            }
            DatabaseConnection::Sqlite(connection) => loop {
                let some: Vec<_> = rows.by_ref().take(ROWS_IN_ONE).collect();
                match <[_; ROWS_IN_ONE]>::try_from(some) {
                    Ok(some) => {
                        diesel::insert_into($table).values(some).execute(connection)?;
                    }
                    Err(last) => {
                        for row in last {
                            diesel::insert_into($table).values(row).execute(connection)?;
                        }
                        break;
                    }
                }
            },
        }
    }};
}

pub(super) use insert_all;

impl DatabaseConnection {
    /// Connects to the database at `url`.
    ///
    /// # Errors
    /// What the database's library says.
    pub fn connect(url: &str) -> Result<Self, String> {
        match DatabaseUrl::parse(url)? {
            DatabaseUrl::Postgresql(url) => postgresql::connect(&url).map(Self::Postgresql),
            DatabaseUrl::Sqlite(path) => sqlite_file::connect(path).map(Self::Sqlite),
        }
    }

    /// Connects for a look that changes no byte of a file.
    ///
    /// # Errors
    /// What the database's library says.
    pub fn look(url: &str) -> Result<Self, String> {
        match DatabaseUrl::parse(url)? {
            DatabaseUrl::Sqlite(path) => sqlite_file::look(path.as_ref()).map(Self::Sqlite),
            DatabaseUrl::Postgresql(_) => Self::connect(url),
        }
    }

    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self {
            Self::Postgresql(_) => Engine::Postgresql,
            Self::Sqlite(_) => Engine::Sqlite,
        }
    }

    /// Begins a transaction that writes.
    pub fn begin(&mut self) -> Result<(), Error> {
        match self {
            Self::Sqlite(connection) => sqlite_file::begin(connection),
            Self::Postgresql(_) => self.run("BEGIN"),
        }
    }

    /// Ends a transaction: keeps what was written, or takes it back.
    pub fn end(&mut self, keep: bool) -> Result<(), Error> {
        self.run(if keep { "COMMIT" } else { "ROLLBACK" })
    }

    pub(super) fn run(&mut self, sql: &str) -> Result<(), Error> {
        self.batch_execute(sql).map_err(Error::from)
    }

    /// Has PostgreSQL look keys up by indexes for what is left of the transaction. Until it has counted what is in a table
    /// that is being filled, it takes each key for that of many rows, and would read all of the table for the keys of a
    /// chunk, again and again.
    pub(super) fn use_indexes(&mut self) -> Result<(), Error> {
        match self {
            Self::Postgresql(_) => self.run("SET LOCAL enable_seqscan = off"),
            Self::Sqlite(_) => Ok(()),
        }
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

    /// Whether the session may be another one after every transaction, so that nothing may be set in it.
    pub(super) fn is_pooled(&mut self) -> Result<bool, Error> {
        match self {
            Self::Postgresql(connection) => Ok(postgresql::is_pooled(connection)?),
            Self::Sqlite(_) => Ok(false),
        }
    }

    /// Which time-outs are missing because a pooler does not hand them on.
    pub fn missing_time_outs(&mut self) -> Result<Vec<&'static str>, Error> {
        match self {
            Self::Postgresql(connection) => Ok(postgresql::missing_time_outs(connection)?),
            Self::Sqlite(_) => Ok(Vec::new()),
        }
    }

    /// The encoding of PostgreSQL's texts.
    pub fn encoding(&mut self) -> Result<Option<String>, Error> {
        match self {
            Self::Postgresql(connection) => Ok(postgresql::setting(connection, "server_encoding")?),
            Self::Sqlite(_) => Ok(None),
        }
    }

    /// Why the server takes no writes, if it says so itself.
    pub fn read_only(&mut self) -> Result<Option<&'static str>, Error> {
        match self {
            Self::Postgresql(connection) => Ok(postgresql::read_only(connection)?),
            Self::Sqlite(_) => Ok(None),
        }
    }

    /// Whether the server follows another one, and may not have received everything yet.
    pub fn is_standby(&mut self) -> Result<bool, Error> {
        match self {
            Self::Postgresql(connection) => Ok(postgresql::is_standby(connection)?),
            Self::Sqlite(_) => Ok(false),
        }
    }

    /// Makes an SQLite file ready for a service: it writes ahead, and says whose it is. Does nothing where that is so.
    ///
    /// # Errors
    /// What the database's library says.
    pub fn settle(&mut self) -> Result<(), Error> {
        match self {
            Self::Sqlite(connection) => sqlite_file::settle(connection),
            Self::Postgresql(_) => Ok(()),
        }
    }

    /// Checks that what the database acknowledges survives a power cut.
    ///
    /// # Errors
    /// Which setting is wrong, what it means, and what to do.
    pub fn check_durability(&mut self) -> Result<(), String> {
        let wrong = match self {
            Self::Postgresql(connection) => postgresql_durability(connection),
            Self::Sqlite(connection) => sqlite_file::durability(connection),
        };
        match wrong.map_err(|error| format!("its durability settings cannot be read: {error}"))? {
            None => Ok(()),
            Some(setting) => {
                Err(format!("{setting}: an acknowledged result could be lost; a registry does not run like that"))
            }
        }
    }
}

#[derive(QueryableByName)]
struct TextSetting {
    #[diesel(sql_type = Text)]
    setting: String,
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
