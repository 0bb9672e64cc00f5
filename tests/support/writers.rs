//! Clients that write and remember what was acknowledged, and what must be true of the registry afterwards, whatever
//! happened meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::world::{World, candidate, result, text};
use super::{Client, Service, events};

/// How many clients write at the same time.
const WRITERS: usize = 4;

/// Answers with status 201, by the address where the record can be read.
pub type Acknowledged = BTreeMap<String, Value>;

/// Lets the writers write, kills the service after `patience`, and returns what it had acknowledged.
pub fn write_until_killed(service: &mut Service, world: &World, patience: Duration) -> Acknowledged {
    let (acknowledged, ended) = (Mutex::new(Acknowledged::new()), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for _ in 0..WRITERS {
            let client = world.body.caller.client.with_own_connections();
            let (acknowledged, ended) = (&acknowledged, &ended);
            scope.spawn(move || while !ended.load(Ordering::Relaxed) && write(&client, acknowledged).is_some() {});
        }
        std::thread::sleep(patience);
        service.kill_nine();
        ended.store(true, Ordering::Relaxed);
    });
    acknowledged.into_inner().unwrap()
}

/// Registers a candidate who passes one examination and fails another. `None` as soon as an answer fails to come, and
/// `false` when the writer was sent away.
fn write(client: &Client, acknowledged: &Mutex<Acknowledged>) -> Option<bool> {
    let post = |path: &str, body: &Value| {
        let answer = client.try_post(path, body).ok()?;
        // Too many writers at once may be sent away. Any other answer than "created" is a defect.
        if answer.status == 503 {
            return Some(Value::Null);
        }
        let created = answer.expect(201);
        acknowledged.lock().unwrap().insert(format!("{path}/{}", text(&created, "id")), created.clone());
        Some(created)
    };
    let created = post("/v1/candidates", &candidate(&Value::Null))?;
    let Some(id) = created["id"].as_str() else { return Some(false) };
    let failed = post("/v1/results", &result(id, "foundation", "2015-06-01", 12))?;
    let passed = post("/v1/results", &result(id, "foundation", "2015-07-01", 33))?;
    Some(!failed.is_null() && !passed.is_null())
}

/// Lets the writers write while `fault` happens to something beside the service, and returns what was acknowledged and how
/// many were sent away with 503. Every other answer is a defect, and so is none unless the fault may hit the connections of
/// clients as well.
pub fn write_while(world: &World, hits_clients: bool, fault: impl FnOnce()) -> (Acknowledged, usize) {
    let (acknowledged, sent_away, ()) = write_beside(WRITERS, world, hits_clients, |_| fault());
    (acknowledged, sent_away)
}

/// The same with so many writers, beside something that may look at what has been acknowledged so far, and whose outcome
/// is returned too.
pub fn write_beside<T>(
    writers: usize,
    world: &World,
    hits_clients: bool,
    beside: impl FnOnce(&Mutex<Acknowledged>) -> T,
) -> (Acknowledged, usize, T) {
    let (acknowledged, ended, sent_away) = (Mutex::default(), AtomicBool::new(false), AtomicUsize::new(0));
    let outcome = std::thread::scope(|scope| {
        // Also where what happens beside them fails: else the writers would never end.
        let _end = End(&ended);
        for _ in 0..writers {
            let client = world.body.caller.client.with_own_connections();
            let (acknowledged, ended, sent_away) = (&acknowledged, &ended, &sent_away);
            scope.spawn(move || {
                while !ended.load(Ordering::Relaxed) {
                    match write(&client, acknowledged) {
                        Some(true) => {}
                        Some(false) => {
                            sent_away.fetch_add(1, Ordering::Relaxed);
                            std::thread::sleep(Duration::from_millis(20));
                        }
                        None => {
                            assert!(hits_clients, "a writer got no answer");
                            std::thread::sleep(Duration::from_millis(20));
                        }
                    }
                }
            });
        }
        beside(&acknowledged)
    });
    (acknowledged.into_inner().unwrap(), sent_away.into_inner(), outcome)
}

/// Ends the writers when it is dropped.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Waits until so many more answers were acknowledged; all that there are then.
pub fn wait_for_more(acknowledged: &Mutex<Acknowledged>, more: usize) -> Acknowledged {
    let count = || acknowledged.lock().unwrap().len();
    let (wanted, deadline) = (count() + more, Instant::now() + Duration::from_mins(2));
    while count() < wanted {
        assert!(Instant::now() < deadline, "{} of {wanted} answers were acknowledged", count());
        std::thread::sleep(Duration::from_millis(10));
    }
    acknowledged.lock().unwrap().clone()
}

/// Waits until a write is acknowledged again, and says for how long.
pub fn wait_until_writable(world: &World, patience: Duration) -> Duration {
    let (client, started) = (world.body.caller.client.with_own_connections(), Instant::now());
    loop {
        if write(&client, &Mutex::default()) == Some(true) {
            return started.elapsed();
        }
        assert!(started.elapsed() < patience, "nothing can be written {patience:?} after the fault is over");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Asserts that what was acknowledged is as it was, and that nothing is there by half.
pub fn check(world: &World, acknowledged: &Acknowledged) {
    let registrar = &world.registrar.client;
    let mut problems = Vec::new();
    for (address, created) in acknowledged {
        let answer = registrar.get(address);
        if answer.status != 200 || answer.json() != *created {
            problems.push(format!("{address}\n  acknowledged {created}\n  now {answer}"));
        }
    }
    let results = events::all_items(registrar, "/v1/results");
    let candidates = ids(&events::all_items(registrar, "/v1/candidates"));
    let certificates = events::all_items(registrar, "/v1/certificates");
    let log = events::all(registrar);
    problems.extend(halves(registrar, &results, &log));
    problems.extend(strays(&log, &candidates, &ids(&results), &certificates));
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

/// Results without all that belongs to them: the certificate of a pass, exactly one event.
fn halves(client: &Client, results: &[Value], log: &[Value]) -> Vec<String> {
    let announced = events::subjects(log, "result_registered");
    let mut problems = Vec::new();
    for result in results {
        let id = text(result, "id");
        if announced.get(&id) != Some(&1) {
            problems.push(format!("result {id} has {:?} events", announced.get(&id)));
        }
        if result["outcome"] == "pass" {
            let certificate = &result["certificate"];
            let number = certificate.as_str().or_else(|| certificate["number"].as_str()).unwrap_or("none");
            let status = client.get(&format!("/v1/certificates/{number}")).status;
            if status != 200 {
                problems.push(format!("result {id} is a pass, and its certificate {number} answers {status}"));
            }
        } else if !result["certificate"].is_null() {
            problems.push(format!("result {id} is no pass and has a certificate"));
        }
    }
    problems
}

/// Events about something that does not exist.
fn strays(
    log: &[Value],
    candidates: &BTreeSet<String>,
    results: &BTreeSet<String>,
    certificates: &[Value],
) -> Vec<String> {
    let mut names = ids(certificates);
    names.extend(certificates.iter().filter_map(|certificate| certificate["number"].as_str().map(str::to_owned)));
    let mut problems = Vec::new();
    for event in log {
        let (kind, id) = (text(&event["subject"], "kind"), text(&event["subject"], "id"));
        let exists = match kind.as_str() {
            "candidate" => candidates.contains(&id),
            "result" => results.contains(&id),
            "certificate" => names.contains(&id),
            // Made before the first kill.
            _ => true,
        };
        if !exists {
            problems.push(format!("an event about the {kind} {id}, which is not there: {event}"));
        }
    }
    problems
}

fn ids(items: &[Value]) -> BTreeSet<String> {
    items.iter().filter_map(|item| item["id"].as_str().map(str::to_owned)).collect()
}

/// The next number of a sequence that looks random (splitmix64).
pub fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
