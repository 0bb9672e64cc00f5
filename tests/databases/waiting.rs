//! What only reads waits for nobody; what must wait says so, and does not wait for ever.

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection, SqliteConnection};

use crate::support::command::Program;
use crate::support::sql::Sql;
use crate::support::world::World;
use crate::support::{Engine, Service, postgres, scratch};

const WAITING: &str = "waiting for another process";

/// Another process holds SQLite's write lock: reading goes on.
#[test]
fn reading_commands_do_not_wait_for_a_writer() {
    let Some(service) = Service::start(Engine::Sqlite) else { return };
    let world = World::new(&service);
    let program = Program::beside(&service);
    let mut sql = Sql::of(&service);
    sql.execute("BEGIN IMMEDIATE").unwrap();
    for arguments in [
        &["client", "list"][..],
        &["body", "list"],
        &["export", "candidates"],
        &["doctor"],
        &["keys", "list"],
        &["migrate"],
    ] {
        let ended = program.run(arguments);
        ended.done();
        assert!(!ended.said.contains(WAITING), "{arguments:?}: {ended:?}");
    }
    let another = program.serve(&[]);
    another.client().get("/readyz").expect(200);
    world.public.get("/v1/bodies").expect(200);
    assert_eq!(another.terminate(), Some(0));
    sql.execute("ROLLBACK").unwrap();
}

/// What writes says what it waits for, and goes on when it can, or ends.
#[test]
fn writing_commands_say_that_they_wait() {
    let Some(service) = Service::start(Engine::Sqlite) else { return };
    let program = Program::beside(&service);
    let mut sql = Sql::of(&service);
    let add = ["client", "add", "--name", "N", "--role", "employer"];
    sql.execute("BEGIN IMMEDIATE").unwrap();
    let mut running = program.start(&add);
    running.wait_until_it_says(WAITING);
    sql.execute("ROLLBACK").unwrap();
    running.ended().done();
    sql.execute("BEGIN IMMEDIATE").unwrap();
    program.run(&add).refused(&[WAITING, "another process has held the write lock"]);
    sql.execute("ROLLBACK").unwrap();
}

/// The same where the schema has to be brought up to date first.
#[test]
fn a_schema_that_waits_says_so() {
    let directory = scratch::directory("waiting");
    let file = directory.path().join("x.db");
    let program = Program::new(directory.path()).set("DATABASE_URL", &format!("sqlite:{}", file.display()));
    program.run(&["migrate"]).done();
    let mut other = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    other.batch_execute("DELETE FROM __diesel_schema_migrations; BEGIN IMMEDIATE").unwrap();
    let mut running = program.start(&["client", "list"]);
    running.wait_until_it_says(WAITING);
    other.batch_execute("ROLLBACK").unwrap();
    // The tables are there in truth: what matters is that the wait has an end.
    running.ended().refused(&["cannot be brought up to date"]);
}

/// A server says nothing of what it waits for, so the command does.
#[test]
fn a_migration_that_waits_for_others_says_so() {
    let Some(database) = postgres::Database::without_tables() else { return };
    let directory = scratch::directory("waiting");
    let program = Program::new(directory.path()).set("DATABASE_URL", database.url());
    let mut other = PgConnection::establish(database.url()).unwrap();
    other.batch_execute("BEGIN; CREATE TABLE candidates (id text)").unwrap();
    let mut running = program.start(&["migrate"]);
    running.wait_until_it_says("being brought up to date");
    other.batch_execute("ROLLBACK").unwrap();
    running.ended().done();
}
