//! The bare insertion of the rows that intake wrote: by the database itself, in one transaction, from tables that hold
//! them, into empty tables with the same constraints and indexes. Nothing that a program could do is faster.

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, SqliteConnection};

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

/// Inserts what the database of `full` holds into an empty one, and says how long it took.
pub fn insert(full: &Service) -> Duration {
    match full.engine() {
        Engine::Sqlite => sqlite(full),
        Engine::Postgres => postgres(full),
    }
}

fn sqlite(full: &Service) -> Duration {
    let path = full.database_url().strip_prefix("sqlite:").unwrap();
    let empty = format!("{path}.empty");
    let migrated = clean_command().arg("migrate").env("DATABASE_URL", format!("sqlite:{empty}")).output().unwrap();
    assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
    let mut connection = SqliteConnection::establish(&empty).unwrap();
    connection.batch_execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON").unwrap();
    connection
        .batch_execute(
            "PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 33554432;
             PRAGMA cache_size = -16384",
        )
        .unwrap();
    let mut sql = Sql::Sqlite(connection);
    let mut execute = |statement: &str| sql.execute(statement).unwrap_or_else(|error| panic!("{statement}: {error}"));
    execute(&format!("ATTACH '{path}' AS saved"));
    for table in GIVEN {
        execute(&format!("INSERT INTO main.{table} SELECT * FROM saved.{table}"));
    }
    let started = Instant::now();
    execute("BEGIN IMMEDIATE");
    for table in WRITTEN {
        execute(&format!("INSERT INTO main.{table} SELECT * FROM saved.{table}"));
    }
    execute("COMMIT");
    started.elapsed()
}

fn postgres(full: &Service) -> Duration {
    let mut sql = Sql::of(full);
    let mut execute = |statement: &str| sql.execute(statement).unwrap_or_else(|error| panic!("{statement}: {error}"));
    execute("CREATE SCHEMA saved");
    for table in GIVEN.iter().chain(&WRITTEN) {
        execute(&format!("CREATE TABLE saved.{table} AS TABLE public.{table}"));
    }
    execute("DROP SCHEMA public CASCADE");
    execute("CREATE SCHEMA public");
    let migrated = full.command(&["migrate"]);
    assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
    for table in GIVEN {
        execute(&format!("INSERT INTO public.{table} SELECT * FROM saved.{table}"));
    }
    execute("CHECKPOINT");
    let started = Instant::now();
    execute("BEGIN");
    for table in WRITTEN {
        execute(&format!("INSERT INTO public.{table} SELECT * FROM saved.{table}"));
    }
    execute("COMMIT");
    started.elapsed()
}
