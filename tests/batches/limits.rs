//! How much is taken, how long is waited, and how many may send at once.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::support::batches::{csv, finished, foundation, send, submit};
use crate::support::world::{World, text};
use crate::support::{Client, Service, on_both_engines};

/// A request for an upload whose body is still to come.
fn begin(client: &Client, framing: &str) -> TcpStream {
    let port: u16 = client.base().rsplit(':').next().unwrap().parse().unwrap();
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let token = client.token().unwrap();
    let head = format!(
        "POST /v1/result-batches HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: text/csv\r\n{framing}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

fn blocking(stream: TcpStream) -> TcpStream {
    stream.set_nonblocking(false).unwrap();
    stream
}

/// The status line of the answer.
fn status(stream: &mut TcpStream) -> String {
    let mut beginning = [0; 12];
    stream.read_exact(&mut beginning).unwrap();
    String::from_utf8_lossy(&beginning).into_owned()
}

on_both_engines! {
    fn a_file_may_be_so_large_and_not_larger(service: Service) with [
        ("TOUCHSTONE_BATCH_LIMIT_BYTES", "20000"), ("TOUCHSTONE_BATCH_LIMIT_ROWS", "3"),
    ] {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let mut announced = begin(client, "content-length: 20001");
        assert_eq!(status(&mut announced), "HTTP/1.1 413", "before anything of it is sent");
        let mut chunked = begin(client, "transfer-encoding: chunked");
        let chunk = format!("{:x}\r\n{}\r\n", 15_000, "x".repeat(15_000));
        // The service may answer before it has read everything.
        let _ = chunked.write_all(chunk.repeat(2).as_bytes());
        assert_eq!(status(&mut chunked), "HTTP/1.1 413");
        let people = |count: usize| -> Vec<u8> {
            let rows: Vec<_> =
                (0..count).map(|number| foundation(&number.to_string(), &[("family_name", &format!("N {number}"))])).collect();
            csv(&rows)
        };
        let problem = send(client, "", "text/csv", &people(4)).expect_problem(413, "payload_too_large");
        assert!(text(&problem, "detail").contains("3 rows"), "{problem}");
        let mut exact = people(3);
        exact.resize(20_000, b'\n');
        assert_eq!(finished(client, &submit(client, "", &exact))["counts"]["pass"], 3);
    }

    fn a_file_has_so_long_to_arrive(service: Service) with [("TOUCHSTONE_BATCH_DEADLINE_SECONDS", "1")] {
        let world = World::new(&service);
        let started = Instant::now();
        let mut slow = begin(&world.body.caller.client, "content-length: 1000");
        slow.write_all(b"reference").unwrap();
        assert_eq!(status(&mut slow), "HTTP/1.1 408");
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    fn so_many_may_send_at_once(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let file = csv(&[foundation("1", &[])]);
        let framing = format!("content-length: {}", file.len());
        let mut open: Vec<TcpStream> = (0..5)
            .map(|_| {
                let mut stream = begin(client, &framing);
                stream.write_all(&file[..10]).unwrap();
                stream.set_nonblocking(true).unwrap();
                stream
            })
            .collect();
        let deadline = Instant::now() + Duration::from_secs(30);
        let refused = loop {
            let answered = open.iter().position(|stream| matches!(stream.peek(&mut [0; 12]), Ok(12)));
            if let Some(answered) = answered {
                break open.swap_remove(answered);
            }
            assert!(Instant::now() < deadline, "nobody is turned away");
            std::thread::sleep(Duration::from_millis(10));
        };
        assert_eq!(status(&mut blocking(refused)), "HTTP/1.1 429");
        let refused = send(client, "", "text/csv", &file);
        refused.expect_problem(429, "too_many_requests");
        assert!(!refused.header("retry-after").is_empty(), "{refused}");
        client.get("/v1/result-batches").expect(200);
        let mut first = blocking(open.remove(0));
        first.write_all(&file[10..]).unwrap();
        assert_eq!(status(&mut first), "HTTP/1.1 202");
        let answer = send(client, "", "text/csv", &file);
        assert_eq!(answer.status, 200, "a place is free again: {answer}");
    }

    fn who_may_not_send_is_told_so_before_anything_is_sent(service: Service) {
        let world = World::new(&service);
        let mut employer = begin(&world.employer.client, "content-length: 1000000");
        assert_eq!(status(&mut employer), "HTTP/1.1 403");
        let mut other_kind = begin(&world.body.caller.client.with_token("junk"), "content-length: 1000000");
        assert_eq!(status(&mut other_kind), "HTTP/1.1 401");
        for framing in ["content-length: 1000000\r\ncontent-encoding: gzip", "content-length: 1000000\r\nidempotency-key: a b"] {
            let answer = status(&mut begin(&world.body.caller.client, framing));
            assert!(matches!(answer.as_str(), "HTTP/1.1 415" | "HTTP/1.1 400"), "{answer}");
        }
    }

    fn what_breaks_off_leaves_nothing(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let mut cut = begin(client, "content-length: 1000");
        cut.write_all(b"reference,marks").unwrap();
        drop(cut);
        let id = submit(client, "", &csv(&[foundation("1", &[])]));
        finished(client, &id);
        assert_eq!(client.get("/v1/result-batches").expect(200)["items"].as_array().unwrap().len(), 1);
        let states = crate::support::sql::Sql::of(&service).texts("SELECT state AS value FROM result_batches");
        assert_eq!(states, ["completed"]);
    }
}
