//! How many requests per second the service answers, next to how many the same server answers without a database.
//!
//! Run it with `cargo bench --bench load`; `benches/README.md` says what the numbers mean.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that can't go on stops")]

mod connection;
mod measure;
mod overload;
mod scenarios;
mod signing;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::time::Duration;

use support::service::UNLIMITED;
use support::{Engine, Service, World};

/// What to measure, from the environment.
pub struct Settings {
    /// How long each scenario is measured.
    pub duration: Duration,
    /// How many connections are open at once, over all threads.
    pub connections: usize,
    /// How many threads send.
    pub threads: usize,
    /// How many certificates there are to choose from.
    pub certificates: usize,
    /// Whether only the overload is measured.
    pub only_overload: bool,
}

impl Settings {
    fn from_environment() -> Self {
        let number = |name: &str, usual: usize| {
            let given = std::env::var(name).ok();
            given.map_or(usual, |text| text.parse().unwrap_or_else(|_| panic!("{name}={text} is not a number")))
        };
        Self {
            duration: Duration::from_secs(number("LOAD_SECONDS", 5) as u64),
            connections: number("LOAD_CONNECTIONS", 32).max(1),
            threads: number("LOAD_THREADS", 2).max(1),
            certificates: number("LOAD_CERTIFICATES", 2000).max(1),
            only_overload: number("LOAD_ONLY_OVERLOAD", 0) > 0,
        }
    }
}

fn main() {
    let settings = Settings::from_environment();
    let wanted = std::env::var("LOAD_ENGINES").unwrap_or_else(|_| "sqlite,postgres".to_owned());
    println!(
        "Databases in {}; {} s a scenario, {} connections on {} threads, {} certificates",
        support::scratch::places()[0].display(),
        settings.duration.as_secs(),
        settings.connections,
        settings.threads,
        settings.certificates
    );
    println!();
    signing::run(settings.duration.min(Duration::from_secs(3)));
    println!("| engine | scenario | requests/s | of static | p50 | p99 | refused |");
    println!("|---|---|--:|--:|--:|--:|--:|");
    for (name, engine) in [("sqlite", Engine::Sqlite), ("postgres", Engine::Postgres)] {
        if !wanted.split(',').any(|one| one.trim() == name) {
            continue;
        }
        let quiet = [UNLIMITED, &[("TOUCHSTONE_LOG_FILTER", "warn")]].concat();
        let Some(service) = Service::start_with(engine, &quiet) else { continue };
        let world = World::new(&service);
        if !settings.only_overload {
            scenarios::run(name, &world, &settings);
        }
        scenarios::overload(name, &world, &settings);
    }
}
