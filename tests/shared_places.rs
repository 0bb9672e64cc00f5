//! Places are shared: what one body or one address holds, idle or slow, is never what others need.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::support::batches::{csv, foundation, send};
use crate::support::world::{World, text};
use crate::support::{Answer, Client, Service, on_both_engines};

/// How soon somebody who has nothing to do with the others is served on a busy machine.
const SOON: Duration = Duration::from_secs(10);

/// A request whose body is still to come.
fn begin(client: &Client, path: &str, headers: &[(&str, &str)]) -> TcpStream {
    let port: u16 = client.base().rsplit(':').next().unwrap().parse().unwrap();
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
    let mut head = format!("POST {path} HTTP/1.1\r\nhost: x\r\n");
    if let Some(token) = client.token() {
        head = format!("{head}authorization: Bearer {token}\r\n");
    }
    for (name, value) in headers {
        head = format!("{head}{name}: {value}\r\n");
    }
    stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
    stream
}

fn upload(client: &Client, length: usize) -> TcpStream {
    begin(client, "/v1/result-batches", &[("content-type", "text/csv"), ("content-length", &length.to_string())])
}

/// Whether an answer has begun.
fn has_answer(stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    let peeked = stream.peek(&mut [0; 12]);
    stream.set_nonblocking(false).unwrap();
    matches!(peeked, Ok(12))
}

/// The answer, as far as it comes.
fn answer(stream: &mut TcpStream) -> String {
    let (mut answer, mut buffer) = (Vec::new(), [0; 4096]);
    while !String::from_utf8_lossy(&answer).contains('}') {
        match stream.read(&mut buffer) {
            Ok(length @ 1..) => answer.extend_from_slice(&buffer[..length]),
            _ => break,
        }
    }
    String::from_utf8_lossy(&answer).into_owned()
}

fn from(client: &Client, address: &str) -> Client {
    client.with_own_connections().with_header("x-forwarded-for", address)
}

const MULTIPART: &str = "multipart/form-data; boundary=x";

/// A form with a file of so many bytes, which is no credential.
fn form(bytes: usize) -> Vec<u8> {
    let head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
    [head.as_bytes(), &vec![b'a'; bytes], b"\r\n--x--\r\n"].concat()
}

fn check(client: &Client) -> Answer {
    client.send("POST", "/verify/file", &[("content-type", MULTIPART)], &form(1000))
}

on_both_engines! {
    fn idle_and_slow_uploads_of_one_body_keep_nobody_out(service: Service) with [("TOUCHSTONE_BODY_DEADLINE_SECONDS", "3")] {
        let world = World::new(&service);
        let (body, other) = (&world.body.caller.client, &world.other_body.caller.client);
        let file = csv(&[foundation("1", &[])]);
        let began = Instant::now();
        let mut idle: Vec<_> = (0..5).map(|_| upload(body, 1000)).collect();
        // Which of the five came last is not known.
        let deadline = Instant::now() + SOON;
        let refused = loop {
            if let Some(refused) = idle.iter().position(has_answer) {
                break refused;
            }
            assert!(Instant::now() < deadline, "nobody is refused");
            std::thread::sleep(Duration::from_millis(20));
        };
        let told = answer(&mut idle.swap_remove(refused));
        assert!(told.starts_with("HTTP/1.1 429 ") && told.contains("4 result files that arrive of yours"), "{told}");
        assert!(told.contains("retry-after: "), "{told}");
        for _ in 0..4 {
            let asked = Instant::now();
            let sent = send(other, "", "text/csv", &file);
            assert!(matches!(sent.status, 200 | 202) && asked.elapsed() < SOON, "{sent}");
        }
        body.get("/v1/result-batches").expect(200);
        // One of them sends a little now and then, and still is too slow.
        let slow = &mut idle[0];
        let still_open = |stream: &mut TcpStream| stream.write_all(b"r").is_ok();
        while began.elapsed() < Duration::from_secs(5) && still_open(slow) {
            std::thread::sleep(Duration::from_millis(300));
        }
        for stream in &mut idle {
            let told = answer(stream);
            assert!(told.contains(" 408 ") && told.contains("too slowly: send at least 4096 bytes"), "{told}");
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
        let sent = send(body, "", "text/csv", &file);
        assert_eq!(sent.status, 202, "its places are free again: {sent}");
    }

    fn what_has_arrived_takes_turns_and_all_of_it_is_served(service: Service) {
        let world = World::new(&service);
        let (body, other) = (&world.body.caller.client, &world.other_body.caller.client);
        let file = |sender: usize| csv(&[foundation(&sender.to_string(), &[("family_name", &format!("N{sender}"))])]);
        std::thread::scope(|scope| {
            let senders: Vec<_> = (0..8)
                .map(|sender| {
                    let client = if sender < 4 { body } else { other }.with_own_connections();
                    scope.spawn(move || send(&client, "", "text/csv", &file(sender)))
                })
                .collect();
            for sender in senders {
                let sent = sender.join().unwrap();
                assert_eq!(sent.status, 202, "{sent}");
            }
        });
    }

    fn idle_forms_of_one_address_keep_nobody_out(service: Service) with [("TOUCHSTONE_TRUSTED_PROXIES", "127.0.0.0/8")] {
        let world = World::new(&service);
        let here = [("content-type", MULTIPART), ("content-length", "100000"), ("x-forwarded-for", "198.51.100.1")];
        let idle: Vec<_> = (0..40).map(|_| begin(&world.public, "/verify/file", &here)).collect();
        let raw = [("content-length", "100000"), ("x-forwarded-for", "198.51.100.1")];
        let more: Vec<_> = (0..40).map(|_| begin(&world.public, "/v1/credential-checks", &raw)).collect();
        for address in ["198.51.100.2", "198.51.100.1"] {
            let asked = Instant::now();
            let found = check(&from(&world.public, address));
            assert!(found.status == 200 && asked.elapsed() < SOON, "{address}: {found}");
            from(&world.public, address).send("POST", "/v1/credential-checks", &[], b"{}").expect(200);
        }
        drop((idle, more));
    }

    fn half_sent_bodies_of_one_address_leave_memory_for_others(service: Service) with [
        ("TOUCHSTONE_TRUSTED_PROXIES", "127.0.0.0/8"), ("TOUCHSTONE_BODY_DEADLINE_SECONDS", "60"),
    ] {
        let world = World::new(&service);
        let large = form((5 << 20) - 1000);
        let length = large.len().to_string();
        let here = [("content-type", MULTIPART), ("content-length", &length), ("x-forwarded-for", "198.51.100.1")];
        let mut halves: Vec<_> = (0..14)
            .map(|_| {
                let mut stream = begin(&world.public, "/verify/file", &here);
                // The one beyond the share may be refused before all of it is sent.
                let _ = stream.write_all(&large[..large.len() - 10]);
                stream
            })
            .collect();
        let deadline = Instant::now() + Duration::from_secs(30);
        let refused = loop {
            if let Some(refused) = halves.iter().position(has_answer) {
                break refused;
            }
            assert!(Instant::now() < deadline, "nobody is refused");
            std::thread::sleep(Duration::from_millis(20));
        };
        let told = answer(&mut halves.swap_remove(refused));
        assert!(told.starts_with("HTTP/1.1 429 "), "{told}");
        let asked = Instant::now();
        let found = from(&world.public, "198.51.100.2").send("POST", "/verify/file", &[("content-type", MULTIPART)], &large);
        assert!(found.status == 200 && asked.elapsed() < SOON, "{found}");
        let small = from(&world.public, "198.51.100.1").send("POST", "/v1/credential-checks", &[], b"{}");
        assert_eq!(text(&small.expect(200), "finding"), "no_credential", "what is small is taken from anybody");
    }
}
