//! What a connection says by itself.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use super::{GET, HALF, SETTINGS, connection, port};
use crate::support::{Engine, Service};

/// One answer, to its end.
fn whole_answer(stream: &mut TcpStream) -> String {
    let mut answer = String::new();
    loop {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        answer.push(byte[0].into());
        let Some((head, body)) = answer.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
        if body.len() == length.parse::<usize>().unwrap() {
            return answer;
        }
    }
}

/// What actix or the connection itself says before there is a request is a problem document with an id, too.
#[test]
fn what_could_not_become_a_request_is_answered_with_an_id() {
    let settings =
        [SETTINGS, &[("TOUCHSTONE_CONNECTIONS", "64"), ("TOUCHSTONE_CONNECTIONS_PER_ADDRESS", "8")]].concat();
    let service = Service::start_with(Engine::Sqlite, &settings).expect("SQLite is always there");
    let port = port(&service.client());
    let check = |sent: &[&[u8]], status: u16, code: &str| {
        let mut stream = connection(3, port, None);
        let mut answer = Vec::new();
        for (index, part) in sent.iter().enumerate() {
            stream.write_all(part).unwrap();
            if index + 1 < sent.len() {
                assert!(whole_answer(&mut stream).starts_with("HTTP/1.1 200"));
            }
        }
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let answer = &answer[answer.rfind("HTTP/1.1 4").unwrap_or_default()..];
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let header =
            |name: &str| head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap_or_default();
        let problem: serde_json::Value = serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"));
        assert_eq!((&problem["code"], &problem["status"]), (&code.into(), &status.into()), "{answer}");
        assert!(!header("x-request-id").is_empty() && problem["request_id"] == header("x-request-id"), "{answer}");
        assert_eq!(header("content-type"), "application/problem+json", "{answer}");
        assert_eq!(
            (header("connection"), header("content-length")),
            ("close", body.len().to_string().as_str()),
            "{answer}"
        );
    };
    for sent in [
        &b"BROKEN\r\n\r\n"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\r\n\r\n",
        b"POST /v1/candidates HTTP/1.1\r\nhost: x\r\ncontent-length: x\r\n\r\n",
        b"POST /v1/candidates HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
    ] {
        check(&[sent], 400, "malformed_request");
        check(&[GET, sent], 400, "malformed_request");
    }
    check(&[HALF], 408, "request_timeout");
    // Another address, whose share no connection that was answered above can still count in. Several threads take
    // connections over, so it need not be the last one that is too many; the others say nothing until their time is over.
    let asking: Vec<_> = (0..9).map(|_| connection(4, port, None)).collect();
    let mut answers = asking
        .into_iter()
        .map(|mut stream| {
            let mut answer = String::new();
            let _ = stream.read_to_string(&mut answer);
            answer
        })
        .filter(|answer| !answer.is_empty());
    let answer = answers.next().expect("one is refused");
    assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("\r\nretry-after: 10\r\n"), "{answer}");
    assert!(answer.contains("\"code\":\"overloaded\"") && answer.contains("\r\nx-request-id: "), "{answer}");
    assert_eq!(answers.next(), None, "only one is");
}
