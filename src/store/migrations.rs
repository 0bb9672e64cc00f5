//! Bringing the database's schema to the version that this program is made for, and telling when it is another one.

use diesel::migration::MigrationSource;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{DatabaseConnection, Engine};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRESQL: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// How the database's schema compares with the one this program is made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaState {
    Current,
    /// These migrations have not been run yet.
    Older(Vec<String>),
    /// A later version of the program has run these.
    Newer(Vec<String>),
}

/// Compares the schemas without changing anything.
///
/// # Errors
/// What the database says.
pub fn state(connection: &mut DatabaseConnection) -> Result<SchemaState, String> {
    let applied = applied(connection)?;
    let newer = unknown(connection.engine(), &applied)?;
    let known = versions(connection.engine())?;
    if !newer.is_empty() {
        return Ok(SchemaState::Newer(newer));
    }
    let older: Vec<_> = known.into_iter().filter(|version| !applied.contains(version)).collect();
    Ok(if older.is_empty() { SchemaState::Current } else { SchemaState::Older(older) })
}

/// Runs the migrations that are missing; says which.
///
/// # Errors
/// What the database says, or that it is newer than this program.
pub fn migrate(connection: &mut DatabaseConnection) -> Result<Vec<String>, String> {
    if let SchemaState::Newer(versions) = state(connection)? {
        return Err(format!(
            "the database is newer than this program (it has {}): use a newer program",
            versions.join(", ")
        ));
    }
    if connection.engine() == Engine::Postgresql && !connection.is_pooled().map_err(|error| error.to_string())? {
        // A migration of many rows takes as long as it takes, but nobody's lock is waited for that long.
        let settings = "SET statement_timeout = 0; SET lock_timeout = '30s'";
        connection.run(settings).map_err(|error| error.to_string())?;
    }
    let run = match connection {
        DatabaseConnection::Sqlite(connection) => connection.run_pending_migrations(SQLITE).map(|run| names(&run)),
        DatabaseConnection::Postgresql(connection) => {
            connection.run_pending_migrations(POSTGRESQL).map(|run| names(&run))
        }
    };
    run.map_err(|error| error.to_string())
}

fn names(versions: &[diesel::migration::MigrationVersion<'_>]) -> Vec<String> {
    versions.iter().map(ToString::to_string).collect()
}

fn versions(engine: Engine) -> Result<Vec<String>, String> {
    match engine {
        Engine::Sqlite => MigrationSource::<diesel::sqlite::Sqlite>::migrations(&SQLITE)
            .map(|all| all.iter().map(|one| one.name().version().to_string()).collect()),
        Engine::Postgresql => MigrationSource::<diesel::pg::Pg>::migrations(&POSTGRESQL)
            .map(|all| all.iter().map(|one| one.name().version().to_string()).collect()),
    }
    .map_err(|error| error.to_string())
}

/// Those of these versions that a later program has.
pub fn unknown(engine: Engine, applied: &[String]) -> Result<Vec<String>, String> {
    let known = versions(engine)?;
    Ok(applied.iter().filter(|version| !known.contains(version)).cloned().collect())
}

/// The versions that have been run. The table that lists them is looked for first, because asking diesel would make it.
pub(super) fn applied(connection: &mut DatabaseConnection) -> Result<Vec<String>, String> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = diesel::sql_types::Text)]
        version: String,
    }
    let table = match connection {
        DatabaseConnection::Sqlite(_) => {
            "SELECT name AS version FROM sqlite_master WHERE name = '__diesel_schema_migrations'"
        }
        DatabaseConnection::Postgresql(_) => {
            "SELECT CAST(tablename AS text) AS version FROM pg_tables \
             WHERE tablename = '__diesel_schema_migrations' AND schemaname = ANY (current_schemas(false))"
        }
    };
    let mut load = |query: &str| -> Result<Vec<String>, String> {
        let rows = diesel::sql_query(query).load::<Found>(connection).map_err(|error| error.to_string())?;
        Ok(rows.into_iter().map(|row| row.version).collect())
    };
    if load(table)?.is_empty() {
        return Ok(Vec::new());
    }
    load("SELECT version FROM __diesel_schema_migrations ORDER BY version")
}
