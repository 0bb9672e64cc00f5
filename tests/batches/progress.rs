//! How far a batch is, as a stream of events.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::batches::{csv, finished, foundation, hold_back, let_go, submit};
use crate::support::world::{World, text};
use crate::support::{Client, Service, on_both_engines};

/// An open stream.
struct Stream {
    reader: BufReader<TcpStream>,
}

/// What a stream says: the event, its id and its data.
type Event = (String, String, Value);

impl Stream {
    /// Opens it, and reads the head.
    fn open(client: &Client, id: &str, headers: &str) -> (String, Self) {
        let port: u16 = client.base().rsplit(':').next().unwrap().parse().unwrap();
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let token = client.token().unwrap();
        let head = format!(
            "GET /v1/result-batches/{id}/progress HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n{headers}\r\n"
        );
        (&stream).write_all(head.as_bytes()).unwrap();
        let mut reader = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(reader.read_line(&mut head).unwrap() > 0, "{head}");
        }
        (head, Self { reader })
    }

    /// The next event; `None` when the stream has come to its end.
    fn next(&mut self) -> Option<Event> {
        let (mut name, mut id, mut data) = (String::new(), String::new(), Value::Null);
        loop {
            let mut line = String::new();
            assert!(self.reader.read_line(&mut line).unwrap() > 0, "it broke off");
            let line = line.trim_end();
            if let Some(value) = line.strip_prefix("event: ") {
                value.clone_into(&mut name);
            } else if let Some(value) = line.strip_prefix("id: ") {
                value.clone_into(&mut id);
            } else if let Some(value) = line.strip_prefix("data: ") {
                data = serde_json::from_str(value).unwrap();
            } else if line == "0" {
                return None;
            } else if line.is_empty() && !data.is_null() {
                return Some((name, id, data));
            }
        }
    }
}

on_both_engines! {
    fn a_batch_is_followed_to_its_end(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        hold_back(&service, &world.body.id);
        let id = submit(client, "", &csv(&[foundation("1", &[])]));
        let started = Instant::now();
        let (head, mut stream) = Stream::open(client, &id, "accept-encoding: gzip\r\n");
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        for wanted in ["content-type: text/event-stream; charset=utf-8\r\n", "cache-control: no-store\r\n"] {
            assert!(head.contains(wanted), "{head}");
        }
        assert!(!head.contains("gzip"), "{head}");
        let (name, first, data) = stream.next().unwrap();
        assert!(started.elapsed() < Duration::from_secs(5), "at once");
        assert_eq!((name.as_str(), &data["state"], &data["processed"]), ("progress", &json!("waiting"), &json!(0)));
        assert_eq!(data, client.get(&format!("/v1/result-batches/{id}")).expect(200));
        let_go(&service);
        let mut last = stream.next().unwrap();
        while last.0 == "progress" {
            last = stream.next().unwrap();
        }
        assert_eq!((last.0.as_str(), &last.2["counts"]["pass"]), ("completed", &json!(1)));
        assert_ne!(last.1, first);
        assert!(stream.next().is_none());
        let (head, _) = Stream::open(client, &id, &format!("last-event-id: {}\r\n", last.1));
        assert!(head.starts_with("HTTP/1.1 204"), "so that a page does not come back for ever: {head}");
        let (_, mut again) = Stream::open(client, &id, &format!("last-event-id: {first}\r\n"));
        assert_eq!(again.next().unwrap(), last);
        assert!(again.next().is_none());
    }

    fn a_cancellation_is_told(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        hold_back(&service, &world.body.id);
        let id = submit(client, "", &csv(&[foundation("1", &[])]));
        let (_, mut stream) = Stream::open(client, &id, "");
        assert_eq!(stream.next().unwrap().0, "progress");
        client.send("POST", &format!("/v1/result-batches/{id}/cancellations"), &[], b"").expect(201);
        let (name, _, data) = stream.next().unwrap();
        assert_eq!((name.as_str(), &data["state"]), ("cancelled", &json!("cancelled")));
        assert!(stream.next().is_none());
    }

    fn streams_are_bounded_and_end_with_the_service(mut service: Service) {
        let world = World::new(&service);
        let client = world.body.caller.client.clone();
        hold_back(&service, &world.body.id);
        let id = submit(&client, "", &csv(&[foundation("1", &[])]));
        let mut streams: Vec<Stream> = (0..16)
            .map(|_| {
                let (head, stream) = Stream::open(&client, &id, "");
                assert!(head.starts_with("HTTP/1.1 200"), "{head}");
                stream
            })
            .collect();
        let refused = client.get(&format!("/v1/result-batches/{id}/progress"));
        refused.expect_problem(429, "too_many_requests");
        assert!(!refused.header("retry-after").is_empty(), "{refused}");
        let other = &world.other_body.caller.client;
        let theirs = submit(other, "", &csv(&[foundation("1", &[])]));
        let (head, _) = Stream::open(other, &theirs, "");
        assert!(head.starts_with("HTTP/1.1 200"), "one body's streams leave room for another's: {head}");
        assert_eq!(client.head(&format!("/v1/result-batches/{id}")).status, 200, "everything else goes on");
        let started = Instant::now();
        let ended = service.terminate();
        assert_eq!(ended.code(), Some(0));
        assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
        for stream in &mut streams {
            assert_eq!(stream.next().unwrap().0, "progress");
            assert!(stream.next().is_none(), "in good order");
        }
    }

    fn a_head_of_a_stream_ends_at_once(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        hold_back(&service, &world.body.id);
        let id = submit(client, "", &csv(&[foundation("1", &[])]));
        for _ in 0..40 {
            let answer = client.head(&format!("/v1/result-batches/{id}/progress"));
            assert_eq!((answer.status, answer.header("content-type")), (200, "text/event-stream; charset=utf-8"), "{answer}");
        }
    }

    fn the_stream_of_a_removed_client_ends(service: Service) {
        let world = World::new(&service);
        let leaving = crate::support::world::Caller::new(&service, "Leaving", "body", Some(&world.body.slug));
        hold_back(&service, &world.body.id);
        let id = submit(&leaving.client, "", &csv(&[foundation("1", &[])]));
        let (_, mut stream) = Stream::open(&leaving.client, &id, "");
        assert_eq!(text(&stream.next().unwrap().2, "id"), id);
        assert_eq!(world.registrar.client.delete(&format!("/v1/clients/{}", leaving.client_id)).status, 204);
        assert!(stream.next().is_none());
        let_go(&service);
        finished(&world.body.caller.client, &id);
    }
}
