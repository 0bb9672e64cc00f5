//! What is measured, in an order in which each scenario leaves what the next one needs.

use std::fmt::Write as _;
use std::time::Duration;

use super::Settings;
use super::connection::{Answer, find};
use super::measure::{Measurement, Source, measure};
use super::overload;
use super::support::World;

/// No scenario that has to end by itself lasts longer.
const LONG: Duration = Duration::from_mins(10);

/// Runs every scenario on one engine and prints a line of the table for each.
pub fn run(engine: &str, world: &World, settings: &Settings) {
    let port: u16 = world.public.base().rsplit(':').next().unwrap().parse().unwrap();
    let host = format!("host: 127.0.0.1:{port}\r\n");
    let token = world.body.caller.client.token().unwrap();
    let authorised = format!("{host}authorization: Bearer {token}\r\n");
    let get = |path: &str, head: &str| format!("GET {path} HTTP/1.1\r\n{head}\r\n").into_bytes();

    let livez = get("/livez", &host);
    let mut sources = each(settings, |seed| Choice { requests: vec![livez.clone()], seed });
    measure(port, settings, Duration::from_secs(1), &mut sources);
    let fixed = measure(port, settings, settings.duration, &mut sources);
    let show = |scenario: &str, measured: &Measurement| print(engine, scenario, measured, fixed.rate);
    show("static answer (`GET /livez`)", &fixed);

    let candidates = fill(port, settings, &authorised, settings.certificates);
    let mut sources = results(&candidates, settings, &authorised);
    let filled = measure(port, settings, LONG, &mut sources);
    let numbers: Vec<String> = sources.into_iter().flat_map(|source| source.found).collect();
    assert!(filled.refused == 0 && numbers.len() == candidates.len(), "{} certificates", numbers.len());

    let verifications: Vec<_> =
        numbers.iter().map(|number| get(&format!("/v1/verifications/{number}"), &host)).collect();
    let mut sources = each(settings, |seed| Choice { requests: verifications.clone(), seed });
    show("verification of one number", &measure(port, settings, settings.duration, &mut sources));

    let pages: Vec<_> = numbers.iter().map(|number| get(&format!("/verify/{number}"), &host)).collect();
    let mut sources = each(settings, |seed| Choice { requests: pages.clone(), seed });
    show("the page of one certificate", &measure(port, settings, settings.duration, &mut sources));

    let batches: Vec<_> = numbers.chunks(1000).take(8).map(|numbers| batch(numbers, &authorised)).collect();
    let mut sources = each(settings, |seed| Choice { requests: batches.clone(), seed });
    show("1,000 numbers at once", &measure(port, settings, settings.duration, &mut sources));

    let credentials: Vec<_> =
        numbers.iter().map(|number| get(&format!("/v1/certificates/{number}/credential"), &authorised)).collect();
    let mut sources: Vec<_> = shares(&credentials, settings).map(|share| InTurn { left: share.iter() }).collect();
    show("a credential for the first time", &measure(port, settings, settings.duration, &mut sources));
    let issued: Vec<_> = credentials.iter().take(200).cloned().collect();
    let mut sources = each(settings, |seed| Choice { requests: issued.clone(), seed });
    show("a credential again", &measure(port, settings, settings.duration, &mut sources));
    let lists = vec![get("/v1/status-lists/1/revocation", &host)];
    let mut sources = each(settings, |seed| Choice { requests: lists.clone(), seed });
    show("a status list", &measure(port, settings, settings.duration, &mut sources));
    let papers: Vec<_> =
        numbers.iter().take(50).map(|number| get(&format!("/v1/certificates/{number}/pdf"), &authorised)).collect();
    let mut sources = each(settings, |seed| Choice { requests: papers.clone(), seed });
    show("a PDF", &measure(port, settings, settings.duration, &mut sources));

    let eligibility = |id: &String| get(&format!("/v1/candidates/{id}/eligibility/practitioner"), &authorised);
    let eligibilities: Vec<_> = candidates.iter().map(eligibility).collect();
    let mut sources = each(settings, |seed| Choice { requests: eligibilities.clone(), seed });
    show("eligibility for Practitioner", &measure(port, settings, settings.duration, &mut sources));

    let mut sources = registrations(settings, &authorised, usize::MAX);
    show("registering a candidate", &measure(port, settings, settings.duration, &mut sources));
    let candidates: Vec<String> = sources.into_iter().flat_map(|source| source.found).collect();
    let mut sources = results(&candidates, settings, &authorised);
    show("registering a passed result", &measure(port, settings, settings.duration, &mut sources));
}

/// Offers more results than can be recorded; the peak is measured first.
pub fn overload(engine: &str, world: &World, settings: &Settings) {
    let port: u16 = world.public.base().rsplit(':').next().unwrap().parse().unwrap();
    let token = world.body.caller.client.token().unwrap();
    let head = format!("host: 127.0.0.1:{port}\r\nauthorization: Bearer {token}\r\n");
    let mut sources = registrations(settings, &head, usize::MAX);
    measure(port, settings, settings.duration, &mut sources);
    let first: Vec<String> = sources.into_iter().flat_map(|source| source.found).collect();
    let mut sources = results(&first, settings, &head);
    let peak = measure(port, settings, settings.duration, &mut sources).rate;
    let candidates = fill(port, settings, &head, overload::candidates(peak, settings));
    overload::run(engine, port, &head, candidates, peak, settings);
}

fn print(engine: &str, scenario: &str, measured: &Measurement, fixed: f64) {
    println!(
        "| {engine} | {scenario} | {:.0} | {:.1} % | {:.2?} | {:.2?} | {} |",
        measured.rate,
        100.0 * measured.rate / fixed,
        measured.median,
        measured.slowest,
        measured.refused
    );
}

/// Registers candidates before the clock runs, and returns their ids.
fn fill(port: u16, settings: &Settings, head: &str, count: usize) -> Vec<String> {
    let mut sources = registrations(settings, head, count.div_ceil(settings.threads));
    let filled = measure(port, settings, LONG, &mut sources);
    assert_eq!(filled.refused, 0, "candidates are registered");
    sources.into_iter().flat_map(|source| source.found).collect()
}

fn each<S>(settings: &Settings, source: impl Fn(u64) -> S) -> Vec<S> {
    (1..=settings.threads as u64).map(source).collect()
}

/// The parts of the threads.
fn shares<'a, T>(all: &'a [T], settings: &Settings) -> impl Iterator<Item = &'a [T]> {
    all.chunks(all.len().div_ceil(settings.threads).max(1))
}

/// The verification of many numbers with one request.
fn batch(numbers: &[String], head: &str) -> Vec<u8> {
    let questions: Vec<_> = numbers.iter().map(|number| format!(r#"{{"number":"{number}"}}"#)).collect();
    let body = format!(r#"{{"verifications":[{}]}}"#, questions.join(","));
    let length = body.len();
    format!("POST /v1/verifications HTTP/1.1\r\n{head}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

/// Each of the requests once.
struct InTurn<'a> {
    left: std::slice::Iter<'a, Vec<u8>>,
}

impl Source for InTurn<'_> {
    fn next(&mut self, request: &mut Vec<u8>) -> bool {
        self.left.next().is_some_and(|next| {
            request.extend_from_slice(next);
            true
        })
    }
}

/// One of the requests at random, for ever.
struct Choice {
    requests: Vec<Vec<u8>>,
    seed: u64,
}

impl Source for Choice {
    fn next(&mut self, request: &mut Vec<u8>) -> bool {
        // A multiplicative congruential generator; the upper bits are random enough to spread over a table.
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let index = usize::try_from(self.seed >> 33).unwrap_or(0) % self.requests.len();
        request.extend_from_slice(&self.requests[index]);
        true
    }
}

/// `POST`s with a body made anew each time; collects one text field of the answers.
struct Posts<B> {
    path: &'static str,
    head: String,
    body: B,
    /// What precedes the wanted value in an answer's JSON, such as `"id":"`.
    wanted: &'static [u8],
    found: Vec<String>,
}

impl<B: FnMut(&mut String) -> bool + Send> Source for Posts<B> {
    fn next(&mut self, request: &mut Vec<u8>) -> bool {
        let mut body = String::with_capacity(512);
        if !(self.body)(&mut body) {
            return false;
        }
        let Self { path, head, .. } = self;
        let length = body.len();
        let text = format!(
            "POST {path} HTTP/1.1\r\n{head}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        request.extend_from_slice(text.as_bytes());
        true
    }

    fn answered(&mut self, answer: &Answer<'_>) {
        if let Some(at) = find(answer.body, self.wanted) {
            let value = answer.body[at + self.wanted.len()..].split(|byte| *byte == b'"').next().unwrap_or_default();
            self.found.push(String::from_utf8_lossy(value).into_owned());
        }
    }
}

/// Registers new candidates, at most `most` a thread.
fn registrations(settings: &Settings, head: &str, most: usize) -> Vec<Posts<impl FnMut(&mut String) -> bool + Send>> {
    each(settings, |thread| {
        let mut number = 0;
        let body = move |body: &mut String| {
            number += 1;
            let person = format!(
                r#"{{"given_names":"Load","family_name":"Test {thread} {number}","birth_date":"1980-01-01","country":"NL","listed":false}}"#
            );
            body.push_str(&person);
            number <= most
        };
        Posts { path: "/v1/candidates", head: head.to_owned(), body, wanted: br#""id":""#, found: Vec::new() }
    })
}

/// Registers a passed Foundation for each of the candidates.
fn results(
    candidates: &[String],
    settings: &Settings,
    head: &str,
) -> Vec<Posts<impl FnMut(&mut String) -> bool + Send>> {
    shares(candidates, settings)
        .map(|share| {
            let mut left = share.iter();
            let body = move |body: &mut String| {
                let Some(id) = left.next() else { return false };
                let rest = r#"","qualification":"foundation","sat_on":"2015-06-01","marks":33}"#;
                write!(body, r#"{{"candidate_id":"{id}{rest}"#).is_ok()
            };
            Posts { path: "/v1/results", head: head.to_owned(), body, wanted: br#""number":""#, found: Vec::new() }
        })
        .collect()
}
