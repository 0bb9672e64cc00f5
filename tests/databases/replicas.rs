//! Several servers: a standby is read, and one that takes over is found without a restart.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::command::Program;
use crate::support::postgres::{self, Cluster, Database};
use crate::support::world::{World, candidate};
use crate::support::{Client, Service, scratch};

/// How long a server may take to catch up, to be promoted, or to be found.
const PATIENCE: Duration = Duration::from_mins(1);

#[track_caller]
fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn is_written(body: &Client) -> bool {
    let answer = body.post("/v1/candidates", &candidate(&Value::Null));
    assert!(answer.status == 201 || answer.status == 503, "{answer}");
    if answer.status == 503 {
        assert!(answer.header("retry-after").parse::<u64>().is_ok(), "{answer}");
    }
    answer.status == 201
}

/// A primary with records and its standby, which has them too; `None` where PostgreSQL is not to be had.
fn pair() -> Option<(Cluster, Cluster, Database)> {
    let primary = postgres::own_cluster()?;
    let database = Database::in_cluster(&primary);
    let standby = Cluster::standby_of(&primary).unwrap_or_else(|reason| panic!("no standby: {reason}"));
    Some((primary, standby, database))
}

#[test]
fn a_standby_is_read() {
    let Some((primary, standby, database)) = pair() else { return };
    let name = database.name().to_owned();
    let service = Service::start_on_postgres(database, &primary.url(&name), &[]);
    let world = World::new(&service);
    let person = world.register_candidate(&world.body.caller.client, &Value::Null);
    let url = standby.url(&name);
    let followed = format!("SELECT count(*)::text AS answer FROM candidates WHERE id = '{person}'");
    wait_until("the standby follows", || postgres::ask(&url, &followed) == ["1"]);

    let program = Program::beside(&service).set("DATABASE_URL", &url);
    assert!(program.run(&["client", "list", "--json"]).done().contains("client_id"));
    assert!(program.run(&["export", "candidates", "--format", "ndjson"]).done().contains(&person));
    assert!(program.run(&["body", "list", "--json"]).done().contains("slug"));
    let doctor = program.run(&["doctor"]);
    assert!(doctor.code == Some(1) && doctor.printed.contains("the server is a standby"), "{doctor:?}");
    assert!(doctor.printed.contains("Problems: 1."), "all the rest is in order: {doctor:?}");

    let reading = program.serve(&[]);
    let token = world.body.caller.client.token().unwrap();
    let body = reading.client().with_token(token);
    body.get(&format!("/v1/candidates/{person}")).expect(200);
    let not_ready = body.get("/readyz").expect_problem(503, "database_unavailable");
    assert!(not_ready["detail"].as_str().unwrap().contains("read-only"), "{not_ready}");
    assert!(!is_written(&body));
    // What is final is known where events are made.
    body.get("/v1/events").expect_problem(503, "database_unavailable");
    postgres::administer(&standby.url("postgres"), "SELECT pg_promote()");
    wait_until("it is ready", || body.get("/readyz").status == 200);
    wait_until("it is written to", || is_written(&body));
    body.get("/v1/events").expect(200);
    assert_eq!(reading.terminate(), Some(0));
}

#[test]
fn a_server_that_takes_over_is_found_without_a_restart() {
    let Some((mut primary, standby, database)) = pair() else { return };
    let name = database.name().to_owned();
    postgres::administer(&primary.url("postgres"), "ALTER SYSTEM SET synchronous_standby_names = '*'");
    postgres::administer(&primary.url("postgres"), "SELECT pg_reload_conf()");
    let hosts = format!("127.0.0.1:{},127.0.0.1:{}", primary.port(), standby.port());
    let url = format!("postgres://touchstone@{hosts}/{name}?target_session_attrs=read-write");
    let service = Service::start_on_postgres(database, &url, &[]);
    let world = World::new(&service);
    let body = &world.body.caller.client;
    let person = world.register_candidate(body, &Value::Null);
    primary.crash();
    assert!(!is_written(body), "nobody takes writes");
    postgres::administer(&standby.url("postgres"), "SELECT pg_promote()");
    wait_until("the service goes on", || is_written(body));
    body.get(&format!("/v1/candidates/{person}")).expect(200);
    wait_until("it is ready", || world.public.get("/readyz").status == 200);
}

/// A database that has no room for every letter is refused; one that converts nothing is taken, and warned of.
#[test]
fn a_narrow_encoding_is_refused() {
    for encoding in ["LATIN1", "WIN1252", "EUC_JP"] {
        let Some(database) = Database::with_encoding(encoding) else { return };
        let directory = scratch::directory("encoding");
        let program = Program::new(directory.path()).set("DATABASE_URL", database.url());
        for arguments in [&["migrate"][..], &["serve", "--migrate", "--bind", "127.0.0.1:0"], &["client", "list"]] {
            program.run(arguments).refused(&[encoding, "--encoding UTF8"]);
        }
        let doctor = program.run(&["doctor"]);
        assert!(doctor.code == Some(1) && doctor.printed.contains("problem  encoding"), "{doctor:?}");
        assert_eq!(
            postgres::ask(
                database.url(),
                "SELECT tablename::text AS answer FROM pg_tables WHERE schemaname = 'public'"
            ),
            [""; 0]
        );
    }
    let Some(database) = Database::with_encoding("SQL_ASCII") else { return };
    let directory = scratch::directory("encoding");
    let program = Program::new(directory.path()).known().set("DATABASE_URL", database.url());
    program.run(&["migrate"]).done();
    let doctor = program.run(&["doctor"]);
    assert!(doctor.done().contains("warning  encoding"), "{doctor:?}");
    program.run(&["body", "add", "--name", "Łódź 王 Ж", "--country", "PL"]).done();
    assert!(program.run(&["body", "list", "--json"]).done().contains("Łódź 王 Ж"));
}
