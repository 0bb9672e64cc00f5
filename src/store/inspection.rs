//! Looking at a database without changing it: for the operator's questions.

use diesel::dsl::max;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::connection::{DatabaseConnection, Engine};
use super::row::from_column;
use super::schema::events;
use crate::clock::Moment;
use crate::error::Error;

#[derive(QueryableByName)]
struct TextAnswer {
    #[diesel(sql_type = Text)]
    answer: String,
}

fn ask(connection: &mut DatabaseConnection, query: &str) -> Result<String, Error> {
    Ok(diesel::sql_query(query).get_result::<TextAnswer>(connection)?.answer)
}

/// The version of the engine, as it calls it itself.
pub fn version(connection: &mut DatabaseConnection) -> Result<String, Error> {
    match connection.engine() {
        Engine::Sqlite => ask(connection, "SELECT sqlite_version() AS answer"),
        Engine::Postgresql => ask(connection, "SELECT current_setting('server_version') AS answer"),
    }
}

/// The clock of the database's machine; `None` where it is our own.
pub fn clock(connection: &mut DatabaseConnection) -> Result<Option<Moment>, Error> {
    match connection.engine() {
        Engine::Sqlite => Ok(None),
        Engine::Postgresql => super::clock::now(connection).map(Some),
    }
}

/// When the last write was recorded.
pub fn last_write(connection: &mut DatabaseConnection) -> Result<Option<Moment>, Error> {
    let last = events::table.select(max(events::recorded_at)).first::<Option<chrono::NaiveDateTime>>(connection)?;
    Ok(last.map(from_column))
}
