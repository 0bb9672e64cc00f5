//! The database's clock: the one clock that all nodes share. What a node holds for a while, it holds by this clock.

use diesel::prelude::*;

use super::column::Instant;
use super::connection::{DatabaseConnection, Engine};
use crate::clock::Moment;
use crate::error::Error;

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Instant)]
    now: Moment,
}

/// The present instant by the clock of the database's machine, also within a transaction that began earlier.
pub fn now(connection: &mut DatabaseConnection) -> Result<Moment, Error> {
    let query = diesel::sql_query(match connection.engine() {
        Engine::Sqlite => "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now') AS now",
        Engine::Postgresql => "SELECT clock_timestamp() AT TIME ZONE 'UTC' AS now",
    });
    Ok(query.get_result::<Answer>(connection)?.now)
}
