//! How long a search of the directory takes, next to reading one record by its id, with a hundred thousand organisations.
//!
//! Run it with `cargo bench --bench search`; `benches/README.md` says what the numbers mean.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that can't go on stops")]

#[path = "../load/connection.rs"]
mod connection;
mod questions;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use connection::Connection;
use support::directory_records::{Amounts, analyse, fill};
use support::service::UNLIMITED;
use support::{Engine, Service};

/// What to measure, from the environment.
pub struct Settings {
    /// What there is to be found.
    pub amounts: Amounts,
    /// How often each kind of question is asked.
    pub questions: usize,
}

fn main() {
    let number = |name: &str, usual: usize| {
        let given = std::env::var(name).ok();
        given.map_or(usual, |text| text.parse().unwrap_or_else(|_| panic!("{name}={text} is not a number")))
    };
    let settings = Settings {
        amounts: Amounts {
            organisations: number("SEARCH_ORGANISATIONS", 100_000),
            bodies: number("SEARCH_BODIES", 10_000),
            courses: number("SEARCH_COURSES", 10_000),
        },
        questions: number("SEARCH_QUESTIONS", 300).max(100),
    };
    let wanted = std::env::var("SEARCH_ENGINES").unwrap_or_else(|_| "sqlite,postgres".to_owned());
    println!(
        "{} organisations, {} bodies, {} courses; {} questions of each kind, one at a time",
        settings.amounts.organisations, settings.amounts.bodies, settings.amounts.courses, settings.questions
    );
    for (name, engine) in [("sqlite", Engine::Sqlite), ("postgres", Engine::Postgres)] {
        if wanted.split(',').any(|one| one.trim() == name) {
            run(name, engine, &settings);
        }
    }
}

fn run(name: &str, engine: Engine, settings: &Settings) {
    let quiet = [UNLIMITED, &[("TOUCHSTONE_LOG_FILTER", "warn")]].concat();
    let Some(service) = Service::start_with(engine, &quiet) else { return };
    let started = Instant::now();
    let ids = fill(&service, &settings.amounts);
    let records = started.elapsed();
    // The index is made of what is on record, as after an update from a version without it.
    let started = Instant::now();
    let migrated = service.command(&["migrate"]);
    assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
    println!("\n{name}: records in {records:.1?}, the index over them in {:.1?}\n", started.elapsed());
    analyse(&service);
    println!("| engine | question | p50 | p99 | slowest | of a look-up | found |");
    println!("|---|---|--:|--:|--:|--:|--:|");
    let port: u16 = service.client().base().rsplit(':').next().unwrap().parse().unwrap();
    let mut connection = Connection::open(port).expect("the service listens");
    let looked_up: Vec<String> =
        (0..settings.questions).map(|number| format!("/v1/organisations/{}", ids[number * 7919 % ids.len()])).collect();
    ask(&mut connection, port, &looked_up);
    let (reference, _) = ask(&mut connection, port, &looked_up);
    let base = reference[reference.len() / 2];
    print(name, "one organisation by its id", &reference, base, "");
    for (question, addresses) in questions::all(settings) {
        // What is asked for the first time is in no cache; a service that runs has most of it there.
        ask(&mut connection, port, &addresses[..addresses.len() / 4]);
        let (times, found) = ask(&mut connection, port, &addresses);
        print(name, question, &times, base, &format!("{found:.0}"));
    }
    for (page, address) in questions::BROWSED {
        // The first time is told, too: nobody has asked for the statistics before.
        let (first, _) = ask(&mut connection, port, &[address.to_owned()]);
        let (times, _) = ask(&mut connection, port, &vec![address.to_owned(); settings.questions]);
        print(name, page, &times, base, &format!("first {:.2?}", first[0]));
    }
    for question in questions::DEEP {
        let times = pages(&service, question, settings.questions / 10);
        print(name, &format!("page 5 of “{question}”"), &times, base, "50");
    }
}

/// Asks each, and gives the times in order and how many items there were on the average.
fn ask(connection: &mut Connection, port: u16, addresses: &[String]) -> (Vec<Duration>, f64) {
    let (mut times, mut items) = (Vec::with_capacity(addresses.len()), 0);
    for address in addresses {
        let request = format!("GET {address} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n\r\n");
        let started = Instant::now();
        connection.send(request.as_bytes()).expect("the service reads");
        let answer = connection.receive().expect("the service answers");
        times.push(started.elapsed());
        assert_eq!(answer.status, 200, "{address}");
        items += count_items(answer.body);
    }
    times.sort_unstable();
    #[allow(clippy::cast_precision_loss, reason = "an average is read with three digits")]
    let average = items as f64 / addresses.len() as f64;
    (times, average)
}

/// How many items a list has; a page for people is none.
fn count_items(body: &[u8]) -> usize {
    let list = serde_json::from_slice::<serde_json::Value>(body).ok();
    list.as_ref().and_then(|list| list["items"].as_array()).map_or(0, Vec::len)
}

/// The times of the fifth page of a question.
fn pages(service: &Service, question: &str, times: usize) -> Vec<Duration> {
    let client = service.client();
    let mut found = Vec::new();
    for _ in 0..times.max(10) {
        let mut address = questions::address("/v1/organisations", &[("q", question)]);
        for page in 1..=5 {
            let started = Instant::now();
            let answer = client.get(&address).expect(200);
            if page == 5 {
                found.push(started.elapsed());
            }
            let Some(cursor) = answer["next_cursor"].as_str() else { return found };
            address = questions::address("/v1/organisations", &[("q", question), ("cursor", cursor)]);
        }
    }
    found.sort_unstable();
    found
}

fn print(engine: &str, question: &str, times: &[Duration], base: Duration, found: &str) {
    if times.is_empty() {
        println!("| {engine} | {question} | – | – | – | – | |");
        return;
    }
    let at = |hundredth: usize| times[(times.len() * hundredth / 100).min(times.len() - 1)];
    println!(
        "| {engine} | {question} | {:.2?} | {:.2?} | {:.2?} | {:.1} | {found} |",
        at(50),
        at(99),
        times[times.len() - 1],
        at(50).as_secs_f64() / base.as_secs_f64(),
    );
}
