//! The bare insertion of the rows that intake wrote, in one transaction, into empty tables with the same constraints and
//! indexes: as a program does that has them in memory, and as the database does by itself from tables that hold them.

use std::path::Path;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection, SqliteConnection};

use crate::rows::Written;
use crate::support::service::clean_command;
use crate::support::sql::Sql;
use crate::support::{Engine, Service};

/// What intake writes, what is referred to before what refers to it.
const WRITTEN: [&str; 11] = [
    "result_batches",
    "result_batch_pieces",
    "candidates",
    "candidate_bodies",
    "evidence",
    "results",
    "decisions",
    "certificates",
    "events",
    "event_personal_data",
    "result_batch_rows",
];

/// What was there before.
const GIVEN: [&str; 5] = ["bodies", "clients", "training_organisations", "courses", "signing_keys"];

/// How many rows were written into each table.
pub fn counts(service: &Service) -> Vec<(&'static str, u64)> {
    let mut sql = Sql::of(service);
    let mut count = |table: &str| {
        let counted = sql.texts(&format!("SELECT CAST(count(*) AS TEXT) AS value FROM {table}"));
        counted[0].parse().unwrap()
    };
    WRITTEN.iter().map(|table| (*table, count(table))).collect()
}

/// How long the insertion takes.
pub struct Bare {
    /// From a program's memory: on PostgreSQL by `COPY`, on SQLite by prepared statements of many rows.
    pub by_program: Duration,
    /// From another table of the database: nothing that a program could do is faster.
    pub by_database: Duration,
}

/// Inserts what the database of `full` holds into empty tables, in both ways.
pub fn insert(full: &Service) -> Bare {
    match full.engine() {
        Engine::Sqlite => sqlite(full),
        Engine::Postgres => postgres(full),
    }
}

/// What the service sets for its own connections.
const SQLITE_SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
    PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 16777216;
    PRAGMA cache_size = -8192;";

fn sqlite(full: &Service) -> Bare {
    let path = full.database_url().strip_prefix("sqlite:").unwrap();
    let written = Written::of_sqlite(&mut SqliteConnection::establish(path).unwrap());
    let mut connection = empty_sqlite(path);
    let by_program = timed(|| {
        connection.immediate_transaction(|connection| {
            written.into_sqlite(connection);
            diesel::QueryResult::Ok(())
        })
    });
    drop(connection);
    let mut connection = empty_sqlite(path);
    let by_database = timed(|| {
        connection.immediate_transaction(|connection| {
            for table in WRITTEN {
                connection.batch_execute(&format!("INSERT INTO main.{table} SELECT * FROM saved.{table}"))?;
            }
            diesel::QueryResult::Ok(())
        })
    });
    Bare { by_program, by_database }
}

/// A migrated database beside the full one, attached as `saved`, with nothing in it but what was there before intake.
fn empty_sqlite(full: &str) -> SqliteConnection {
    let empty = format!("{full}.empty");
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(Path::new(&format!("{empty}{ending}")));
    }
    let migrated = clean_command().arg("migrate").env("DATABASE_URL", format!("sqlite:{empty}")).output().unwrap();
    assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
    let mut connection = SqliteConnection::establish(&empty).unwrap();
    connection.batch_execute(SQLITE_SETTINGS).unwrap();
    connection.batch_execute(&format!("ATTACH '{full}' AS saved")).unwrap();
    for table in GIVEN {
        connection.batch_execute(&format!("INSERT INTO main.{table} SELECT * FROM saved.{table}")).unwrap();
    }
    connection
}

fn postgres(full: &Service) -> Bare {
    let mut connection = PgConnection::establish(full.database_url()).unwrap();
    let written = Written::of_postgres(&mut connection);
    let mut execute = |statement: &str| connection.batch_execute(statement).unwrap();
    execute("CREATE SCHEMA saved");
    for table in GIVEN.iter().chain(&WRITTEN) {
        execute(&format!("CREATE TABLE saved.{table} AS TABLE public.{table}"));
    }
    empty_postgres(full, &mut connection);
    let by_program = timed(|| {
        connection.transaction(|connection| {
            written.into_postgres(connection);
            diesel::QueryResult::Ok(())
        })
    });
    empty_postgres(full, &mut connection);
    let by_database = timed(|| {
        connection.transaction(|connection| {
            for table in WRITTEN {
                connection.batch_execute(&format!("INSERT INTO public.{table} SELECT * FROM saved.{table}"))?;
            }
            diesel::QueryResult::Ok(())
        })
    });
    Bare { by_program, by_database }
}

/// Makes the tables anew, with nothing in them but what was there before intake.
fn empty_postgres(full: &Service, connection: &mut PgConnection) {
    connection.batch_execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public").unwrap();
    let migrated = full.command(&["migrate"]);
    assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
    for table in GIVEN {
        connection.batch_execute(&format!("INSERT INTO public.{table} SELECT * FROM saved.{table}")).unwrap();
    }
    connection.batch_execute("CHECKPOINT").unwrap();
}

fn timed(insertion: impl FnOnce() -> diesel::QueryResult<()>) -> Duration {
    let started = Instant::now();
    insertion().expect("what was there once fits again");
    started.elapsed()
}
