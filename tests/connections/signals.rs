//! Signals: which ask for the end, and what becomes of what is in flight.

use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::{connection, port};
use crate::support::{Engine, Service};

/// A request whose body is half sent when the first signals come is answered, whatever comes after them, and the service
/// ends as one that was asked to.
#[test]
fn what_is_in_flight_is_finished_whichever_signal_asks_for_the_end() {
    let cases: [(&[Signal], &[Signal]); 5] = [
        (&[Signal::TERM], &[]),
        (&[Signal::HUP], &[]),
        (&[Signal::TERM], &[Signal::TERM, Signal::TERM]),
        (&[Signal::HUP], &[Signal::TERM, Signal::HUP]),
        (&[Signal::USR1, Signal::USR2, Signal::PIPE, Signal::TERM], &[Signal::USR1, Signal::HUP]),
    ];
    for (first, then) in cases {
        let mut service = Service::start_with(Engine::Sqlite, &[]).expect("SQLite is always there");
        let port = port(&service.client());
        let process = Pid::from_raw(i32::try_from(service.process_id()).unwrap()).unwrap();
        let mut stream = connection(2, port, None);
        let head = "POST /oauth/token HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n";
        stream.write_all(format!("{head}content-length: 4\r\n\r\na=").as_bytes()).unwrap();
        let deadline = Instant::now() + Duration::from_secs(30);
        while !service.metrics().text().contains("http_requests_in_flight 1") {
            assert!(Instant::now() < deadline, "{}", service.metrics().text());
            std::thread::sleep(Duration::from_millis(10));
        }
        for signal in first {
            kill_process(process, *signal).unwrap();
        }
        service.wait_for_log("stopping");
        for signal in then {
            kill_process(process, *signal).unwrap();
        }
        stream.write_all(b"bc").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        answer.truncate(12);
        assert_eq!(String::from_utf8_lossy(&answer), "HTTP/1.1 401", "{first:?} {then:?}");
        assert_eq!(service.ended().code(), Some(0), "{first:?} {then:?}");
    }
}

#[test]
fn signals_that_mean_something_else_to_others_end_nothing() {
    let service = Service::start_with(Engine::Sqlite, &[]).expect("SQLite is always there");
    let process = Pid::from_raw(i32::try_from(service.process_id()).unwrap()).unwrap();
    for signal in [Signal::USR1, Signal::USR2, Signal::PIPE, Signal::WINCH, Signal::XFSZ] {
        kill_process(process, signal).unwrap();
    }
    // Each has arrived by the time that others are answered a few times.
    for _ in 0..20 {
        service.client().with_own_connections().get("/v1/bodies").expect(200);
    }
}
