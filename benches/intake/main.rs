//! How many rows per second a result file takes with all rules on, next to the bare insertion of what it ends up writing.
//!
//! Run it with `cargo bench --bench intake`; `benches/README.md` says what the numbers mean.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that can't go on stops")]

mod bare;
mod file;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::fs::File;
use std::sync::Arc;
use std::time::Instant;

use support::{Engine, Service, World};
use touchstone::auth::permission::Caller;
use touchstone::clock::SystemClock;
use touchstone::config::DatabaseSettings;
use touchstone::entropy::SystemEntropy;
use touchstone::registry::Registry;
use touchstone::registry::batches::file::Format;
use touchstone::registry::batches::{self, FileLimits, Inspected, Submission, Worker};
use touchstone::registry::database;
use touchstone::scheme::Scheme;
use touchstone::secret::Secret;

fn main() {
    let rows: usize = std::env::var("INTAKE_ROWS").map_or(100_000, |text| text.parse().unwrap());
    let wanted = std::env::var("LOAD_ENGINES").unwrap_or_else(|_| "sqlite,postgres".to_owned());
    let directory = support::scratch::directory("intake");
    let path = file::make(directory.path(), rows);
    for (name, engine) in [("sqlite", Engine::Sqlite), ("postgres", Engine::Postgres)] {
        if !wanted.contains(name) {
            continue;
        }
        let Some(mut service) = Service::start(engine) else { continue };
        let world = World::new(&service);
        let slug = world.body.slug.clone();
        service.terminate();
        let settings = DatabaseSettings {
            url: Secret::new(service.database_url().to_owned()),
            connections: 4,
            queue: 10,
            wait_seconds: 3,
        };
        let store = database::open(&settings, false).unwrap();
        let scheme = Arc::new(Scheme::shipped().unwrap());
        let registry = Registry::new(store, scheme, Arc::new(SystemClock), Arc::new(SystemEntropy));
        let started = Instant::now();
        let limits = FileLimits { bytes: 1 << 30, rows: 10_000_000 };
        let inspected = Inspected::read(File::open(&path).unwrap(), Format::Csv, limits).unwrap();
        println!("{name}: inspected {:?}", started.elapsed());
        let submission = Submission { body: Some(slug), ..Submission::default() };
        let id = registry.store_file(Caller::OPERATOR, &inspected, &submission).unwrap();
        registry.write(Caller::OPERATOR, |work| batches::accept(work, id)).unwrap();
        println!("{name}: stored {:?}", started.elapsed());
        let worker = Worker::new(&registry, chrono::Duration::seconds(10)).unwrap();
        let first = std::cell::Cell::new(None);
        let progress = |_: &batches::Counts| {
            if first.get().is_none() {
                first.set(Some(started.elapsed()));
            }
        };
        registry.work_on_batches(&worker, None, &|| true, &progress).unwrap();
        println!("{name}: first stretch {:?}", first.get().unwrap());
        let batch = registry.read(Some(Caller::OPERATOR), |work| batches::find(work, &id.to_string())).unwrap();
        let elapsed = started.elapsed();
        let rate = f64::from(u32::try_from(rows).unwrap()) / elapsed.as_secs_f64();
        println!("{name}: {:?} {elapsed:?} {rate:.0} rows/s", batch.counts);
        drop(registry);
        println!("{:?}", bare::counts(&service));
        let bare = bare::insert(&service);
        println!("{name}: bare {bare:?} ratio {:.3}", bare.as_secs_f64() / elapsed.as_secs_f64());
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    println!("{}", status.lines().find(|line| line.starts_with("VmHWM")).unwrap());
}
