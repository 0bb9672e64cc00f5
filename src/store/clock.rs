//! The database's clock: the one clock that all nodes share. What a node holds for a while, it holds by this clock.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::Timestamp;

use super::connection::{DatabaseConnection, Engine};
use super::row::from_column;
use crate::clock::Moment;
use crate::error::Error;

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Timestamp)]
    now: NaiveDateTime,
}

/// The present instant by the clock of the database's machine, also within a transaction that began earlier.
pub fn now(connection: &mut DatabaseConnection) -> Result<Moment, Error> {
    let query = diesel::sql_query(match connection.engine() {
        Engine::Sqlite => "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now') AS now",
        Engine::Postgresql => "SELECT clock_timestamp() AT TIME ZONE 'UTC' AS now",
    });
    Ok(from_column(query.get_result::<Answer>(connection)?.now))
}
