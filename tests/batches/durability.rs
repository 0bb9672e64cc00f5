//! A batch ends as if nothing had happened, however often its node is killed; and nodes share the work.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher as _, RandomState};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::batches::{Row, body, csv, finished, random, read, registry, rows, sample_file, submit};
use crate::support::command::Program;
use crate::support::sql::Sql;
use crate::support::world::{World, token_for};
use crate::support::{Engine, Service, on_both_engines};

/// How often the service is killed.
const ROUNDS: u32 = 20;
/// How often the sample is repeated, each time with other people.
const TIMES: usize = 7;
/// Set to the number that a failed run printed, to kill after the same times again.
const SEED: &str = "TEST_SEED";

/// Many rows of all kinds, no two of the same person but where the sample has it so.
fn crowd(times: usize) -> Vec<Row> {
    let sample = read(&sample_file("results-a.csv"), b',');
    let copy = |time: usize| {
        sample.iter().map(move |row| {
            let mut row = row.clone();
            let family_name = row.get("family_name").cloned().unwrap_or_default();
            row.insert("family_name".to_owned(), format!("{family_name} {time}"));
            let reference = format!("{time}-{}", row["reference"]);
            row.insert("reference".to_owned(), reference);
            row
        })
    };
    (0..times).flat_map(copy).collect()
}

/// Every line once, in order.
fn each_once(rows: &[Value], count: usize) {
    let lines: Vec<i64> = rows.iter().filter_map(|row| row["line"].as_i64()).collect();
    let expected: Vec<i64> = (2..).take(count).collect();
    assert_eq!(lines, expected);
}

on_both_engines! {
    fn a_batch_survives_being_killed(mut service: Service) with [("TOUCHSTONE_BATCH_LEASE_SECONDS", "1")] {
        let seed = std::env::var(SEED).ok().and_then(|seed| seed.parse().ok());
        let mut seed: u64 = seed.unwrap_or_else(|| RandomState::new().hash_one(ROUNDS));
        println!("{SEED}={seed}");
        let world = World::new(&service);
        let crowd = crowd(TIMES);
        let file = csv(&crowd);
        let registrar = &world.registrar.client;
        let undisturbed = body(&world, "Undisturbed");
        let first = submit(registrar, &format!("?body={undisturbed}"), &file);
        let started = Instant::now();
        finished(registrar, &first);
        let whole = started.elapsed();

        let id = submit(registrar, &format!("?body={}", world.body.id), &file);
        let mut killed_midway = 0;
        for round in 0..ROUNDS {
            // A third of the time is for starting and for the lease of the one that was killed.
            let share = u64::try_from(whole.as_millis()).unwrap() / u64::from(ROUNDS);
            let patience = Duration::from_millis(100 + random(&mut seed) % (3 * share).max(100));
            std::thread::sleep(patience);
            if round % 4 == 3 {
                assert!(service.terminate().success());
            } else {
                service.kill_nine();
            }
            let state = Sql::of(&service).texts(&format!("SELECT state AS value FROM result_batches WHERE id = '{id}'"));
            killed_midway += u32::from(state == ["running"]);
            service.restart();
        }
        let token = token_for(&service.client(), &world.registrar.client_id, &world.registrar.client_secret);
        let registrar = &service.client().with_token(&token);
        let batch = finished(registrar, &id);
        println!("killed {killed_midway} times on the way, {whole:?} undisturbed");
        assert!(killed_midway > 2, "{killed_midway}");
        let done = rows(registrar, &id, "");
        each_once(&done, crowd.len());
        let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
        for row in &done {
            *counts.entry(row["outcome"].as_str().unwrap()).or_default() += 1;
        }
        for (outcome, count) in counts {
            assert_eq!(batch["counts"][outcome], count, "{outcome}");
        }
        let (disturbed, undisturbed) = (registry(&service, &world.body.id), registry(&service, &undisturbed));
        let other: Vec<_> = disturbed.iter().filter(|line| !undisturbed.contains(line)).take(5).collect();
        assert!(disturbed == undisturbed, "{} and {} lines; {other:#?}", disturbed.len(), undisturbed.len());
    }
}

/// Two nodes on one database: each takes batches, and nothing is done twice, also when one of them ends on the way.
#[test]
fn two_nodes_share_the_work() {
    let settings = [("TOUCHSTONE_BATCH_LEASE_SECONDS", "1"), ("TOUCHSTONE_PUBLIC_URL", "http://registry.example")];
    let Some(mut service) = Service::start_with(Engine::Postgres, &settings) else { return };
    let world = World::new(&service);
    let other = Program::beside(&service)
        .set("TOUCHSTONE_BATCH_LEASE_SECONDS", "1")
        .set("TOUCHSTONE_PUBLIC_URL", "http://registry.example")
        .serve(&[]);
    let crowd = crowd(2);
    let file = csv(&crowd);
    let client = other.client().with_token(world.registrar.client.token().unwrap());
    let bodies: Vec<String> = (0..6).map(|number| body(&world, &format!("Share {number}"))).collect();
    // Each node is told of half of them: the other half it would look for a second later only.
    let nodes = [&world.registrar.client, &client];
    let ids: Vec<String> = bodies
        .iter()
        .enumerate()
        .map(|(number, body)| submit(nodes[number % 2], &format!("?body={body}"), &file))
        .collect();
    let mut sql = Sql::of(&service);
    let deadline = Instant::now() + Duration::from_mins(1);
    let mut workers = BTreeSet::new();
    while workers.len() < 2 {
        workers.extend(sql.texts("SELECT worker AS value FROM result_batches WHERE worker <> ''"));
        assert!(Instant::now() < deadline, "only one node takes batches");
        std::thread::sleep(Duration::from_millis(10));
    }
    service.kill_nine();
    for id in &ids {
        assert_eq!(finished(&client, id)["state"], "completed");
        each_once(&rows(&client, id, ""), crowd.len());
    }
    let first = registry(&service, &bodies[0]);
    for body in &bodies[1..] {
        assert!(registry(&service, body) == first, "{body}");
    }
    drop(sql);
    assert_eq!(other.terminate(), Some(0));
}
