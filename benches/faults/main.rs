//! Breaks what stands beside the service while clients write, and holds the registry against what it acknowledged.
//!
//! Run it with `cargo bench --bench faults`, or with the names of some experiments behind `--`; `benches/README.md` says
//! what each does. It ends with a panic, and so with failure, at the first thing that should not be.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "an experiment that finds a fault stops")]

mod cuts;
mod disk;
mod failover;
mod kills;
#[path = "../../tests/support/mod.rs"]
mod support;
mod system_calls;

use std::time::Duration;

use support::Engine;

/// How long the service may take to be as before once the fault is over.
const RECOVERY: Duration = Duration::from_secs(30);

/// Settings of every service here: nobody is refused for asking often, and a seed says nothing of the log.
const QUIET: &[(&str, &str)] = &[
    ("TOUCHSTONE_VERIFICATIONS_PER_MINUTE", "0"),
    ("TOUCHSTONE_TOKENS_PER_MINUTE", "0"),
    ("TOUCHSTONE_LOG_FILTER", "off"),
];

/// An experiment on one engine; what it did, or why it could not be done here.
type Experiment = fn(Engine, u32) -> Result<String, String>;

const EXPERIMENTS: &[(&str, Experiment)] = &[
    ("kills", kills::run),
    ("system-calls", system_calls::run),
    ("cuts", cuts::run),
    ("full-disk", disk::run),
    ("failover", failover::run),
];

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    for name in &wanted {
        assert!(EXPERIMENTS.iter().any(|(known, _)| known == name), "there is no experiment {name}");
    }
    let rounds = std::env::var("FAULT_ROUNDS").map_or(10, |text| text.parse().expect("FAULT_ROUNDS is a number"));
    println!("| experiment | engine | what happened |\n|---|---|---|");
    for (name, experiment) in EXPERIMENTS {
        if !wanted.is_empty() && !wanted.iter().any(|one| one == name) {
            continue;
        }
        for (engine, called) in [(Engine::Sqlite, "sqlite"), (Engine::Postgres, "postgres")] {
            let said = experiment(engine, rounds).unwrap_or_else(|reason| format!("not done: {reason}"));
            println!("| {name} | {called} | {said} |");
        }
    }
}
