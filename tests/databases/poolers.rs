//! pgbouncer in front of the server, in each of its modes that keep a transaction together.

use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::command::{NOBODY, Program, free_address};
use crate::support::world::{World, candidate, result, text};
use crate::support::{Service, postgres, reaper, scratch};

/// A pooler of the test's own, which ends with the value.
struct Pooler {
    child: Child,
    port: u16,
    _directory: TempDir,
}

impl Pooler {
    /// Starts one in front of a database; `None`, and loudly, where it is not installed.
    fn start(database: &postgres::Database, mode: &str, parameters: &str) -> Option<Self> {
        let programs = ["pgbouncer", "/usr/sbin/pgbouncer"];
        let Some(program) =
            programs.into_iter().find(|program| Command::new(program).arg("--version").output().is_ok())
        else {
            assert!(std::env::var("CI").as_deref() != Ok("true"), "CI must test a pooler too: install pgbouncer");
            let _ = std::io::stderr().write_all(b"\nSKIPPED: tests behind a pooler: there is no pgbouncer.\n");
            return None;
        };
        let directory = scratch::directory("pooler");
        std::fs::set_permissions(directory.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let (host, upstream) = database.upstream();
        let user = database.url().trim_start_matches("postgres://").split(['@', ':']).next().unwrap().to_owned();
        let port = free_address().port();
        // A session has a connection of the server for as long as it lasts; transactions share a few.
        let size = if mode == "session" { 20 } else { 3 };
        let settings = format!(
            "[databases]\n* = host={host} port={upstream} user={user}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
             unix_socket_dir =\nauth_type = any\npool_mode = {mode}\ndefault_pool_size = {size}\nquery_wait_timeout = 30\n{parameters}\n"
        );
        let file = directory.path().join("pgbouncer.ini");
        std::fs::write(&file, settings).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        let mut command = Command::new(program);
        command.arg("--quiet").arg(&file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if rustix::process::geteuid().is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        let child = command.spawn().unwrap();
        reaper::process(child.id());
        let pooler = Self { child, port, _directory: directory };
        let deadline = Instant::now() + Duration::from_secs(30);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < deadline, "the pooler does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(pooler)
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.child.kill();
        if self.child.wait().is_ok() {
            reaper::gone(self.child.id());
        }
    }
}

fn serves_behind(mode: &str, parameters: &str) {
    let Some(database) = postgres::Database::without_tables() else { return };
    let Some(pooler) = Pooler::start(&database, mode, parameters) else { return };
    let url = database.url_through(pooler.port);
    let directory = scratch::directory("pooler");
    let program = Program::new(directory.path()).known().set("DATABASE_URL", &url);
    program.run(&["migrate"]).done();
    // A backup and a restore need a session of their own.
    Program::new(directory.path()).set("DATABASE_URL", database.url()).run(&["backup", "x.backup"]).done();
    let words = ["a pooler stands between", "the server's own address in DATABASE_URL"];
    program.run(&["backup", "y.backup"]).refused(&words);
    program.run(&["restore", "x.backup"]).refused(&[&words[..], &["as it was"]].concat());
    let changed = "SELECT CAST(nspname AS text) AS answer FROM pg_namespace WHERE nspname LIKE 'touchstone%' \
                   UNION ALL SELECT kind FROM events";
    assert_eq!(postgres::ask(database.url(), changed), Vec::<String>::new(), "{mode}");
    let name = database.name().to_owned();
    let doctor = program.run(&["doctor"]);
    assert!(doctor.done().contains("a pooler stands in between"), "{mode}: {doctor:?}");
    for setting in ["statement_timeout = '15s'", "idle_in_transaction_session_timeout = '30s'"] {
        database.execute(&format!("ALTER DATABASE {name} SET {setting}"));
    }
    database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
    let service = Service::start_on_postgres(database, &url, &[]);
    let world = World::new(&service);
    let body = &world.body.caller.client;
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let body = body.with_own_connections();
                for _ in 0..5 {
                    let registered = body.post("/v1/candidates", &candidate(&Value::Null)).expect(201);
                    let id = text(&registered, "id");
                    body.post("/v1/results", &result(&id, "foundation", "2015-07-01", 33)).expect(201);
                    body.get(&format!("/v1/candidates/{id}")).expect(200);
                    body.get("/v1/events").expect(200);
                    world.public.get("/readyz").expect(200);
                }
            });
        }
    });
    let exported = world.registrar.client.get("/v1/exports/candidates?format=ndjson");
    assert_eq!(exported.text().lines().count(), 20, "{mode}: {exported}");
    assert!(!service.log().contains("prepared statement"), "{mode}: {}", service.log());
}

#[test]
fn it_serves_behind_a_pooler_of_transactions() {
    serves_behind("transaction", "");
}

#[test]
fn it_serves_behind_a_pooler_that_swallows_options() {
    serves_behind("transaction", "ignore_startup_parameters = options,extra_float_digits");
}

#[test]
fn it_serves_behind_a_pooler_of_sessions() {
    serves_behind("session", "");
}
