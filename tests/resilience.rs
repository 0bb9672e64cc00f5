//! What fails beside the service does not stop it: its log, its disk, its database; and it says what fails.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicU16;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Resource, Rlimit, prlimit};
use serde_json::{Value, json};

use crate::support::command::{Program, free_address};
use crate::support::proxy::Proxy;
use crate::support::sql::Sql;
use crate::support::world::{World, candidate, text};
use crate::support::{Answer, Client, Engine, Service, on_both_engines, postgres, scratch};

/// How long the service may take to notice that all is well again.
const NOTICED: Duration = Duration::from_secs(5);

/// The value of a metric, the sum over its labels.
fn metric(page: &Answer, name: &str) -> f64 {
    let page = String::from_utf8_lossy(&page.body).into_owned();
    assert!(page.contains("# TYPE"), "no metrics: {page}");
    let values = page.lines().filter(|line| line.starts_with(name)).filter_map(|line| line.rsplit(' ').next());
    values.filter_map(|value| value.parse::<f64>().ok()).sum()
}

#[track_caller]
fn wait_until(what: &str, patience: Duration, holds: impl Fn() -> bool) {
    let deadline = Instant::now() + patience;
    while !holds() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// 503 with a time to come back, and nothing of the inside.
#[track_caller]
fn unavailable(answer: &Answer) {
    answer.expect_problem(503, "database_unavailable");
    assert!(answer.header("retry-after").parse::<u64>().is_ok(), "{answer}");
}

/// A server whose log goes where the test says serves as if nothing were wrong, and counts what it lost.
fn serves_without_its_log(name: &str, printed: Stdio, said: Stdio) {
    let directory = scratch::directory("resilience");
    let free = free_address();
    let program = Program::new(directory.path()).set("TOUCHSTONE_LOG_FILTER", "trace");
    let program = program.set("TOUCHSTONE_METRICS_BIND", &free.to_string());
    let metrics = Client::new(Arc::new(AtomicU16::new(free.port())));
    program.run(&["migrate"]).done();
    let registrar = program.run(&["client", "add", "--name", "R", "--role", "registrar", "--json"]).json();
    let serving = program.serve_into(printed, said);
    let client = serving.client();
    let token =
        crate::support::world::token_for(&client, &text(&registrar, "client_id"), &text(&registrar, "client_secret"));
    let client = client.with_token(&token);
    let deadline = Instant::now() + Duration::from_mins(1);
    loop {
        // A line each at least, until the pipe and what waits for it are full.
        for _ in 0..100 {
            client.get("/livez").expect(200);
        }
        client.post("/v1/clients", &json!({"name": "Employer", "role": "employer"})).expect(201);
        if metric(&metrics.get("/metrics"), "log_lines_lost_total") > 0.0 {
            break;
        }
        assert!(Instant::now() < deadline, "{name}: no line was lost");
    }
    let ready = json!({"status": "ok", "workers_down": []});
    assert_eq!(client.get("/readyz").expect(200), ready, "{name}: nobody stands still");
    assert!(metric(&metrics.get("/metrics"), "worker_up") >= 3.0, "{name}: intake, webhooks and metrics are at work");
    assert!(metric(&metrics.get("/metrics"), "worker_restarts_total") == 0.0, "{name}: none of them panicked");
    assert_eq!(serving.terminate(), Some(0), "{name}");
}

#[test]
fn a_log_that_cannot_be_written_stops_nothing() {
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").expect("this is Linux");
    serves_without_its_log("full", full().into(), full().into());
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    serves_without_its_log("closed", writer.try_clone().unwrap().into(), writer.into());
    let (reader, writer) = std::io::pipe().unwrap();
    serves_without_its_log("stuck", Stdio::null(), writer.into());
    drop(reader);
}

/// Limits the size of files that a running service may write; `None` for no limit.
fn limit_files(service: &Service, bytes: Option<u64>) {
    let process = Pid::from_raw(i32::try_from(service.process_id()).unwrap());
    prlimit(process, Resource::Fsize, Rlimit { current: bytes, maximum: None }).expect("it is our child");
}

/// A disk that takes no more is answered with 503; what was acknowledged stays, and all goes on when there is room.
#[test]
fn a_full_disk_is_unavailable_until_there_is_room() {
    let Some(service) = Service::start(Engine::Sqlite) else { return };
    let world = World::new(&service);
    let body = &world.body.caller.client;
    let kept = world.register_candidate(body, &Value::Null);
    world.public.get("/readyz").expect(200);
    let before = metric(&service.metrics(), "worker_restarts_total");
    // Whoever opens the database last makes files beside it, for which there would be no room.
    let mut reader = Sql::of(&service);
    assert_eq!(reader.texts("SELECT CAST(count(*) AS TEXT) AS value FROM candidates"), ["1"]);
    // Not even the first page of the log fits, wherever SQLite goes on writing in it.
    limit_files(&service, Some(4096));
    for _ in 0..3 {
        unavailable(&body.post("/v1/candidates", &candidate(&Value::Null)));
    }
    // It is looked at once a second at most.
    wait_until("it is told that it is not ready", NOTICED, || world.public.get("/readyz").status == 503);
    let not_ready = world.public.get("/readyz");
    unavailable(&not_ready);
    assert!(not_ready.text().contains("the database cannot be written"), "{not_ready}");
    std::thread::sleep(Duration::from_millis(2500));
    unavailable(&world.public.get("/readyz"));
    world.public.get("/livez").expect(200);
    body.get(&format!("/v1/candidates/{kept}")).expect(200);
    limit_files(&service, None);
    wait_until("it is ready again", NOTICED, || world.public.get("/readyz").status == 200);
    world.register_candidate(body, &Value::Null);
    body.get(&format!("/v1/candidates/{kept}")).expect(200);
    assert!(metric(&service.metrics(), "worker_restarts_total") <= before, "no thread died of it");
}

/// Runs the binary in a name space of its own, in which `script` mounts something first; `None` where this user may not.
fn mounted(program: &Program, script: &str, arguments: &[&str]) -> Option<(Option<i32>, String)> {
    let own = |script: &str| {
        let plain = program.command(arguments);
        let mut command = Command::new("unshare");
        command.args(["--mount", "sh", "-c", script, "sh"]).arg(plain.get_program()).args(plain.get_args());
        command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.current_dir(plain.get_current_dir().unwrap()).stdin(Stdio::null());
        command.output()
    };
    own("mount -t tmpfs none /mnt").ok().filter(|tried| tried.status.success())?;
    let output = own(&format!("{script} && exec timeout 30 \"$@\"")).unwrap();
    let said = [output.stdout, output.stderr].concat();
    Some((output.status.code(), String::from_utf8_lossy(&said).into_owned()))
}

/// A database that can only be read is no place for a registry: `serve` refuses, and `doctor` says why.
#[test]
fn a_read_only_mount_is_refused_and_diagnosed() {
    let Some(mut service) = Service::start(Engine::Sqlite) else { return };
    World::new(&service);
    service.terminate();
    let program = Program::beside(&service);
    let directory = service.data_directory().parent().unwrap().display().to_string();
    let read_only = format!("mount --bind '{directory}' '{directory}' && mount -o remount,bind,ro '{directory}'");
    let Some((code, said)) = mounted(&program, &read_only, &["serve", "--bind", "127.0.0.1:0"]) else { return };
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("readonly") || said.contains("unable to open"), "{said}");
    let (code, said) = mounted(&program, &read_only, &["doctor"]).unwrap();
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("data directory") && said.contains("cannot be written"), "{said}");
}

/// Lets every backend of the service end: the next connection has the settings that hold now.
fn end_backends(service: &Service) {
    let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    Sql::of(service).execute(others).unwrap();
}

/// A setting of the database, which holds for every connection made from now on; `DEFAULT` takes it back.
fn set_for_database(service: &Service, name: &str, value: &str) {
    let database = service.database_url().rsplit('/').next().unwrap().to_owned();
    let mut sql = Sql::of(service);
    sql.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE").unwrap();
    sql.execute(&format!("ALTER DATABASE {database} SET {name} = {value}")).unwrap();
    end_backends(service);
}

/// A server that became a replica, or takes no writes for another reason.
#[test]
fn a_read_only_server_is_unavailable_until_it_is_none() {
    let Some(service) = Service::start(Engine::Postgres) else { return };
    let world = World::new(&service);
    let body = &world.body.caller.client;
    world.register_candidate(body, &Value::Null);
    world.public.get("/readyz").expect(200);

    set_for_database(&service, "default_transaction_read_only", "on");
    unavailable(&body.post("/v1/candidates", &candidate(&Value::Null)));
    let not_ready = world.public.get("/readyz");
    unavailable(&not_ready);
    assert!(not_ready.text().contains("read-only"), "{not_ready}");
    body.get("/v1/candidates").expect(200);
    let doctor = Program::beside(&service).run(&["doctor"]);
    assert!(doctor.code == Some(1) && doctor.printed.contains("read-only"), "{doctor:?}");

    set_for_database(&service, "default_transaction_read_only", "DEFAULT");
    wait_until("it is ready again", NOTICED, || world.public.get("/readyz").status == 200);
    world.register_candidate(body, &Value::Null);
}

/// No room for temporary files, which a disk without room shows as well.
#[test]
fn a_server_without_temporary_space_is_not_ready() {
    let Some(service) = Service::start(Engine::Postgres) else { return };
    let client = service.client();
    client.get("/readyz").expect(200);
    set_for_database(&service, "temp_file_limit", "'64kB'");
    let not_ready = client.get("/readyz");
    unavailable(&not_ready);
    assert!(not_ready.text().contains("cannot be written"), "{not_ready}");
    set_for_database(&service, "temp_file_limit", "DEFAULT");
    wait_until("it is ready again", NOTICED, || client.get("/readyz").status == 200);
}

/// A statement that an operator cancels is no fault of the request.
#[test]
fn a_cancelled_statement_is_unavailable() {
    let Some(service) = Service::start(Engine::Postgres) else { return };
    let world = World::new(&service);
    let body = &world.body.caller.client;
    unavailable(&while_locked(&service, body));
    world.register_candidate(body, &Value::Null);
}

/// What a write is answered that waits for a lock until an operator cancels it.
fn while_locked(service: &Service, body: &Client) -> Answer {
    let mut sql = Sql::of(service);
    sql.execute("BEGIN").unwrap();
    sql.execute("LOCK TABLE candidates IN ACCESS EXCLUSIVE MODE").unwrap();
    let answer = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| body.with_own_connections().post("/v1/candidates", &candidate(&Value::Null)));
        let mut other = Sql::of(service);
        let cancel = "SELECT CAST(pg_cancel_backend(pid) AS text) AS value FROM pg_stat_activity \
                      WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while !waiting.is_finished() {
            other.texts(cancel);
            std::thread::sleep(Duration::from_millis(20));
        }
        waiting.join().unwrap()
    });
    sql.execute("ROLLBACK").unwrap();
    answer
}

/// What a server says is in its own language, and nothing is read out of it.
#[test]
fn a_server_may_speak_another_language() {
    let Some(cluster) = postgres::german_cluster() else { return };
    let database = postgres::Database::in_cluster(&cluster);
    let url = database.url().to_owned();
    let service = Service::start_on_postgres(database, &url, &[]);
    let world = World::new(&service);
    let body = &world.body.caller.client;
    world.register_candidate(body, &Value::Null);

    set_for_database(&service, "default_transaction_read_only", "on");
    unavailable(&body.post("/v1/candidates", &candidate(&Value::Null)));
    unavailable(&world.public.get("/readyz"));
    set_for_database(&service, "default_transaction_read_only", "DEFAULT");
    world.register_candidate(body, &Value::Null);
    world.public.get("/readyz").expect(200);

    let cancelled = while_locked(&service, body);
    unavailable(&cancelled);
    service.wait_for_log("storniere");
    world.register_candidate(body, &Value::Null);
}

/// Clocks that differ are warned of, and measured.
#[test]
fn a_clock_that_is_off_is_told_of() {
    let Some(mut service) = Service::start(Engine::Postgres) else { return };
    assert!(!service.log().contains("clock and this machine's differ"), "one machine has one clock");
    let mut sql = Sql::of(&service);
    let ahead = "CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql \
                 AS $$SELECT pg_catalog.clock_timestamp() + interval '10 min'$$";
    sql.execute(ahead).unwrap();
    service.terminate();
    set_for_database(&service, "search_path", "public, pg_catalog");
    service.restart();
    service.wait_for_log("clock and this machine's differ");
    let skew = metric(&service.metrics(), "database_clock_skew_seconds");
    assert!((590.0..610.0).contains(&skew), "{skew}");
}

/// While a database refuses every connection nobody waits for it, and its return shows at once.
#[test]
fn a_database_that_refuses_is_told_of_without_waiting() {
    let Some(database) = postgres::Database::clone_of_template() else { return };
    let proxy = Proxy::start(database.upstream());
    let url = database.url_through(proxy.port());
    let service = Service::start_on_postgres(database, &url, &[]);
    let world = World::new(&service);
    let body = &world.body.caller.client;
    for _ in 0..2 {
        world.public.get("/readyz").expect(200);
        proxy.cut();
        for path in ["/readyz", "/v1/candidates", "/v1/bodies", "/readyz"] {
            let asked = Instant::now();
            let answer = body.get(path);
            unavailable(&answer);
            assert!(asked.elapsed() < Duration::from_secs(1), "{path} took {:?}", asked.elapsed());
        }
        let asked = Instant::now();
        std::thread::scope(|scope| {
            let all: Vec<_> =
                (0..64).map(|_| scope.spawn(|| body.with_own_connections().get("/v1/candidates"))).collect();
            for one in all {
                unavailable(&one.join().unwrap());
            }
        });
        assert!(asked.elapsed() < Duration::from_secs(5), "64 at once took {:?}", asked.elapsed());
        unavailable(&world.public.get("/readyz"));
        proxy.restore();
        body.get("/v1/candidates").expect(200);
        world.public.get("/readyz").expect(200);
    }
}

on_both_engines! {
    fn the_doctor_names_numbers_that_are_none(mut service: Service) {
        let world = World::new(&service);
        let (_, passed) = world.certified_candidate(&Value::Null);
        let number = text(&passed["certificate"], "number").replace('-', "");
        let program = Program::beside(&service);
        assert!(program.run(&["doctor"]).done().contains("has its check symbol"));
        service.terminate();
        let last = if number.ends_with('0') { '1' } else { '0' };
        let changed = format!("{}{last}", &number[..number.len() - 1]);
        let mut sql = Sql::of(&service);
        match service.engine() {
            Engine::Sqlite => sql.execute("DROP TRIGGER certificates_no_update"),
            Engine::Postgres => sql.execute("ALTER TABLE certificates DISABLE TRIGGER USER"),
        }.unwrap();
        sql.execute(&format!("UPDATE certificates SET number = '{changed}'")).unwrap();
        let doctor = program.run(&["doctor"]);
        assert!(doctor.code == Some(1) && doctor.printed.contains(&changed), "{doctor:?}");
    }
}

/// Pages that something else wrote over are found by `doctor`.
#[test]
fn the_doctor_finds_damaged_pages() {
    use std::os::unix::fs::FileExt as _;
    let Some(mut service) = Service::start(Engine::Sqlite) else { return };
    let world = World::new(&service);
    for _ in 0..5 {
        world.register_candidate(&world.body.caller.client, &Value::Null);
    }
    service.terminate();
    let mut sql = Sql::of(&service);
    sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let page = sql.texts("SELECT CAST(rootpage AS text) AS value FROM sqlite_master WHERE name = 'candidates'");
    drop(sql);
    let page: u64 = page[0].parse().unwrap();
    let path = service.database_url().trim_start_matches("sqlite:").to_owned();
    let file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    file.write_all_at(&[0xAA; 4096], (page - 1) * 4096).unwrap();
    let doctor = Program::beside(&service).run(&["doctor"]);
    assert!(doctor.code == Some(1) && doctor.printed.contains("integrity"), "{doctor:?}");
    assert!(!doctor.printed.contains("ok       integrity"), "{doctor:?}");
}
