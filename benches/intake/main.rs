//! How many rows per second a result file takes with all rules on, next to the bare insertion of what it ends up writing;
//! how much memory that needs; and how long a verification takes meanwhile.
//!
//! Run it with `cargo bench --bench intake`; `benches/README.md` says what the numbers mean.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that can't go on stops")]

mod bare;
#[path = "../load/connection.rs"]
mod connection;
mod file;
mod rows;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use connection::Connection;
use serde_json::{Value, json};
use support::service::UNLIMITED;
use support::world::{World, text};
use support::{Engine, Service};

/// How often it is looked whether the file is done.
const LOOK_EVERY: Duration = Duration::from_millis(20);

fn main() {
    let rows: usize =
        std::env::var("INTAKE_ROWS").map_or(100_000, |text| text.parse().expect("INTAKE_ROWS is a number"));
    let wanted = std::env::var("LOAD_ENGINES").unwrap_or_else(|_| "sqlite,postgres".to_owned());
    let directory = support::scratch::directory("intake");
    let path = file::make(directory.path(), rows, std::env::var_os("INTAKE_CONFIRM_NEW").is_some());
    let workbook = file::as_workbook(&path);
    println!("A file of {rows} rows, databases in {}", support::scratch::places()[0].display());
    println!();
    println!(
        "| engine | rows/s | bare | of bare | the database itself | of that | memory | verification p50 | p99 | longest |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    let (mut written, mut workbooks) = (Vec::new(), Vec::new());
    for (name, engine) in [("sqlite", Engine::Sqlite), ("postgres", Engine::Postgres)] {
        if !wanted.split(',').any(|one| one.trim() == name) {
            continue;
        }
        let quiet = [UNLIMITED, &[("TOUCHSTONE_LOG_FILTER", "warn")]].concat();
        let Some(mut service) = Service::start_with(engine, &quiet) else { continue };
        let world = World::new(&service);
        let alone = send(&world, &path);
        let memory = most_memory(&service);
        service.terminate();
        written.push((name, bare::counts(&service)));
        let bare = bare::insert(&service);
        drop(service);

        let Some(service) = Service::start_with(engine, &quiet) else { continue };
        let of_csv = alone.as_secs_f64() / send(&World::new(&service), &workbook).as_secs_f64();
        workbooks
            .push(format!("{name} takes the same as .xlsx {of_csv:.2} times as fast, in {} MB", most_memory(&service)));
        drop(service);

        let Some(service) = Service::start_with(engine, &quiet) else { continue };
        let times = verify_meanwhile(&service, &World::new(&service), &path);
        let at = |part: usize| times[(times.len() * part / 100).min(times.len() - 1)];
        #[allow(clippy::cast_precision_loss, reason = "a rate is read with three digits")]
        let rate = |time: Duration| rows as f64 / time.as_secs_f64();
        println!(
            "| {name} | {:.0} | {:.0} | {:.0} % | {:.0} | {:.0} % | {memory} MB | {:.1?} | {:.1?} | {:.1?} |",
            rate(alone),
            rate(bare.by_program),
            100.0 * rate(alone) / rate(bare.by_program),
            rate(bare.by_database),
            100.0 * rate(alone) / rate(bare.by_database),
            at(50),
            at(99),
            at(100),
        );
    }
    println!();
    for workbook in workbooks {
        println!("{workbook}.");
    }
    for (name, counts) in written {
        let counts: Vec<String> = counts.iter().map(|(table, count)| format!("{count} {table}")).collect();
        println!("Written on {name}: {}.", counts.join(", "));
    }
}

/// Sends the file as its body would, and says how long it took from the sending to the last row.
fn send(world: &World, path: &Path) -> Duration {
    let content = std::fs::read(path).unwrap();
    let client = &world.body.caller.client;
    let started = Instant::now();
    let sent = client.send("POST", "/v1/result-batches", &[("content-type", "text/csv")], &content);
    let batch = sent.expect(202);
    let address = format!("/v1/result-batches/{}", text(&batch, "id"));
    loop {
        let batch: Value = client.get(&address).expect(200);
        if batch["state"] == "completed" {
            let elapsed = started.elapsed();
            let accepted: u64 = ["pass", "fail"].iter().map(|outcome| batch["counts"][outcome].as_u64().unwrap()).sum();
            assert!(accepted * 10 > batch["rows"].as_u64().unwrap() * 8, "most rows are accepted: {batch}");
            return elapsed;
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

/// The most memory that the process of the service has had, in megabytes.
fn most_memory(service: &Service) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", service.process_id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux says so");
    let kibibytes: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    kibibytes * 1024 / 1_000_000
}

/// Verifies one certificate after the other while the file is dealt with; how long each took, in order of length.
fn verify_meanwhile(service: &Service, world: &World, path: &Path) -> Vec<Duration> {
    let candidate = world.register_candidate(&world.body.caller.client, &json!({}));
    let sat = json!({"candidate_id": candidate, "qualification": "foundation", "sat_on": "2020-02-03", "marks": 30});
    let passed = world.body.caller.client.post("/v1/results", &sat).expect(201);
    let number = support::steps::certificate_of(&passed);
    let request = format!("GET /v1/verifications/{number} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    let port: u16 = service.client().base().rsplit(':').next().unwrap().parse().unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let mut connection = Connection::open(port).expect("the service listens");
            let mut times = Vec::new();
            while !done.load(Ordering::Relaxed) {
                let asked = Instant::now();
                connection.send(request.as_bytes()).expect("the service reads");
                let answer = connection.receive().expect("the service answers");
                assert_eq!(answer.status, 200);
                times.push(asked.elapsed());
                // A person or two, not a load: what is measured is how long one waits.
                std::thread::sleep(Duration::from_millis(1));
            }
            times.sort_unstable();
            times
        });
        send(world, path);
        done.store(true, Ordering::Relaxed);
        asking.join().expect("verifications are answered")
    })
}
