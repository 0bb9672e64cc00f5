//! Statements past the service, on either engine.

use diesel::connection::SimpleConnection as _;
use diesel::sql_types::Text;
use diesel::{Connection as _, PgConnection, QueryableByName, RunQueryDsl as _, SqliteConnection, sql_query};

use super::{Engine, Service};

/// A connection of the test's own to the database of a service.
pub enum Sql {
    /// To the server.
    Postgres(PgConnection),
    /// To the file.
    Sqlite(SqliteConnection),
}

/// A row of a query with one column of text called `value`.
#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    value: String,
}

impl Sql {
    /// Connects to the database of `service`.
    pub fn of(service: &Service) -> Self {
        Self::at(service.engine(), service.database_url())
    }

    /// Connects to a database.
    pub fn at(engine: Engine, url: &str) -> Self {
        match engine {
            Engine::Postgres => Self::Postgres(PgConnection::establish(url).expect("the server answers")),
            Engine::Sqlite => {
                let path = url.strip_prefix("sqlite:").expect("it is a file");
                let mut connection = SqliteConnection::establish(path).expect("the file can be opened");
                let settings = "PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON";
                connection.batch_execute(settings).expect("SQLite has these settings");
                Self::Sqlite(connection)
            }
        }
    }

    /// Connects as who made the database, past whatever stands between it and the service.
    pub fn as_maker_for(service: &Service) -> Self {
        let Some(database) = service.database() else { return Self::of(service) };
        Self::Postgres(PgConnection::establish(database.url()).expect("the server answers"))
    }

    /// Carries out a statement; what the database says when it refuses.
    pub fn execute(&mut self, statement: &str) -> Result<usize, String> {
        let done = match self {
            Self::Postgres(connection) => sql_query(statement).execute(connection),
            Self::Sqlite(connection) => sql_query(statement).execute(connection),
        };
        done.map_err(|error| error.to_string())
    }

    /// Carries out several statements.
    #[track_caller]
    pub fn script(&mut self, statements: &str) {
        let done = match self {
            Self::Postgres(connection) => connection.batch_execute(statements),
            Self::Sqlite(connection) => connection.batch_execute(statements),
        };
        done.unwrap_or_else(|error| panic!("{error}: {statements}"));
    }

    /// The texts in the column `value` of a query.
    pub fn texts(&mut self, query: &str) -> Vec<String> {
        let rows: Result<Vec<Row>, _> = match self {
            Self::Postgres(connection) => sql_query(query).load(connection),
            Self::Sqlite(connection) => sql_query(query).load(connection),
        };
        let rows = rows.unwrap_or_else(|error| panic!("{query}: {error}"));
        rows.into_iter().map(|row| row.value).collect()
    }
}
