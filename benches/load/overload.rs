//! What is recorded of results that are offered faster than they can be recorded: half, once, twice and four times the
//! peak. What is turned away must cost next to nothing, so that as much is recorded as at the peak.

use std::fmt::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::Settings;
use super::connection::Connection;

/// How many connections send at most: more than the service has places for, so that it has to turn some away.
const CONNECTIONS: u32 = 600;

/// The offered load of each step, of the peak.
const STEPS: [f64; 4] = [0.5, 1.0, 2.0, 4.0];

/// How many candidates a run of all steps needs, when no more than `peak` results a second can be recorded.
pub fn candidates(peak: f64, settings: &Settings) -> usize {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few ten thousand")]
    let each = (1.5 * peak * settings.duration.as_secs_f64()) as usize;
    each * STEPS.len() + CONNECTIONS as usize
}

/// Offers results for these candidates and prints a line of the table for each step.
pub fn run(engine: &str, port: u16, head: &str, candidates: Vec<String>, peak: f64, settings: &Settings) {
    println!();
    println!("| engine | offered, of the peak | offered/s | recorded/s | of the peak | refused/s |");
    println!("|---|--:|--:|--:|--:|--:|");
    let left = Mutex::new(candidates);
    for step in STEPS {
        let (sent, recorded, seconds) = offer(port, head, &left, step * peak, settings.duration);
        #[allow(clippy::cast_precision_loss, reason = "a rate is read with three digits")]
        let rate = |number: usize| number as f64 / seconds;
        println!(
            "| {engine} | {step:.1} | {:.0} | {:.0} | {:.0} % | {:.0} |",
            rate(sent),
            rate(recorded),
            100.0 * rate(recorded) / peak,
            rate(sent - recorded)
        );
    }
    println!();
}

/// Sends at this rate for a while: how many were sent and how many recorded, and in how many seconds.
///
/// Each connection has its own beat. One whose answer is late sends the next request at once, and skips the beats that it
/// has missed.
fn offer(port: u16, head: &str, left: &Mutex<Vec<String>>, rate: f64, duration: Duration) -> (usize, usize, f64) {
    let (sent, recorded) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let beat = Duration::from_secs_f64(f64::from(CONNECTIONS) / rate);
    let started = Instant::now();
    std::thread::scope(|scope| {
        for number in 0..CONNECTIONS {
            let (sent, recorded) = (&sent, &recorded);
            let sender = std::thread::Builder::new().stack_size(256 * 1024);
            let work = move || {
                let mut connection = Connection::open(port).expect("the service listens");
                let mut next = started + beat.mul_f64(f64::from(number) / f64::from(CONNECTIONS));
                while next < started + duration {
                    std::thread::sleep(next.saturating_duration_since(Instant::now()));
                    let Some(candidate) = left.lock().unwrap().pop() else { return };
                    sent.fetch_add(1, Ordering::Relaxed);
                    if post(&mut connection, port, head, &candidate) {
                        recorded.fetch_add(1, Ordering::Relaxed);
                    } else {
                        left.lock().unwrap().push(candidate);
                    }
                    next = (next + beat).max(Instant::now());
                }
            };
            sender.spawn_scoped(scope, work).expect("a thread can be started");
        }
    });
    (sent.into_inner(), recorded.into_inner(), started.elapsed().as_secs_f64())
}

/// Whether a result for this candidate was recorded.
fn post(connection: &mut Connection, port: u16, head: &str, candidate: &str) -> bool {
    let rest = r#"","qualification":"foundation","sat_on":"2015-06-01","marks":33}"#;
    let body = format!(r#"{{"candidate_id":"{candidate}{rest}"#);
    let mut request = format!("POST /v1/results HTTP/1.1\r\n{head}content-type: application/json\r\n");
    let _ = write!(request, "content-length: {}\r\n\r\n{body}", body.len());
    let answered = connection.send(request.as_bytes()).and_then(|()| connection.receive().map(|answer| answer.status));
    // A refusal may close the connection.
    if !matches!(answered, Ok(200..=299)) {
        *connection = Connection::open(port).expect("the service listens");
    }
    matches!(answered, Ok(200..=299))
}
