//! Sends requests for a while over many connections and counts.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::Settings;
use super::connection::{Answer, Connection};

/// What a thread sends: writes the next request into the buffer, or returns false when there is none left.
pub trait Source: Send {
    /// Writes the next request, whole, into the empty buffer.
    fn next(&mut self, request: &mut Vec<u8>) -> bool;

    /// Looks at the answer to one of the requests.
    fn answered(&mut self, _answer: &Answer<'_>) {}
}

/// What was counted.
pub struct Measurement {
    /// Answers per second.
    pub rate: f64,
    /// The time that half of the answers took at most.
    pub median: Duration,
    /// The time that 99 of 100 answers took at most.
    pub slowest: Duration,
    /// Answers that were no success.
    pub refused: usize,
}

/// Sends what the sources give, one thread a source, until the time is over or the sources are empty.
///
/// A thread sends one request on each of its connections and then reads the answers in the same order, so that the
/// server always has work and the generator needs two system calls a request, no more.
pub fn measure(port: u16, settings: &Settings, duration: Duration, sources: &mut [impl Source]) -> Measurement {
    let share = settings.connections.div_ceil(sources.len());
    let (times, refused) = (Mutex::new(Vec::new()), Mutex::new(0));
    let started = Instant::now();
    std::thread::scope(|scope| {
        for source in sources {
            scope.spawn(|| {
                let (own_times, own_refused) = drive(port, share, started + duration, source);
                times.lock().unwrap().extend(own_times);
                *refused.lock().unwrap() += own_refused;
            });
        }
    });
    let elapsed = started.elapsed();
    let mut times: Vec<u32> = times.into_inner().unwrap();
    times.sort_unstable();
    let at = |hundredth: usize| {
        let index = times.len() * hundredth / 100;
        Duration::from_nanos(times.get(index).copied().unwrap_or(0).into())
    };
    #[allow(clippy::cast_precision_loss, reason = "a rate is read with three digits")]
    let rate = times.len() as f64 / elapsed.as_secs_f64();
    Measurement { rate, median: at(50), slowest: at(99), refused: refused.into_inner().unwrap() }
}

/// The time of every answer in nanoseconds, and how many were no success.
fn drive(port: u16, connections: usize, deadline: Instant, source: &mut impl Source) -> (Vec<u32>, usize) {
    let mut connections: Vec<Connection> =
        (0..connections).map(|_| Connection::open(port).expect("the service listens")).collect();
    let mut sent: Vec<Instant> = vec![deadline; connections.len()];
    let (mut times, mut refused, mut request) = (Vec::with_capacity(1 << 20), 0, Vec::with_capacity(4096));
    loop {
        let mut under_way = 0;
        for (connection, sent) in connections.iter_mut().zip(&mut sent) {
            request.clear();
            if !source.next(&mut request) {
                break;
            }
            *sent = Instant::now();
            connection.send(&request).expect("the service reads");
            under_way += 1;
        }
        for (connection, sent) in connections.iter_mut().zip(&sent).take(under_way) {
            let answer = connection.receive().expect("the service answers");
            times.push(u32::try_from(sent.elapsed().as_nanos()).unwrap_or(u32::MAX));
            refused += usize::from(!(200..300).contains(&answer.status));
            source.answered(&answer);
        }
        if under_way == 0 || Instant::now() >= deadline {
            return (times, refused);
        }
    }
}
