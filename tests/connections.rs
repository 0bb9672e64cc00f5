//! Connections that do not speak: each is closed within its deadline, and whoever speaks is answered meanwhile.
//!
//! No database takes part, so that one engine is enough.

mod farewells;
mod signals;

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::io::{FdFlags, fcntl_setfd};
use rustix::net::{AddressFamily, SocketType, bind, connect, socket, sockopt};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::support::{Client, Engine, Service};

/// How many say nothing at the same time.
const CROWD: usize = 2000;

/// The loopback addresses that they come from, each less than its share of the connections.
const ADDRESSES: u8 = 8;

const SETTINGS: &[(&str, &str)] = &[
    ("TOUCHSTONE_HEAD_DEADLINE_SECONDS", "2"),
    ("TOUCHSTONE_KEEP_ALIVE_SECONDS", "3"),
    ("TOUCHSTONE_ANSWER_DEADLINE_SECONDS", "2"),
    ("TOUCHSTONE_BODY_DEADLINE_SECONDS", "2"),
];

/// How long a connection is given that should be closed.
const PATIENCE: Duration = Duration::from_secs(30);

/// How many crowds there are right now: each needs thousands of the files that this process may open.
static CROWDS: (Mutex<usize>, Condvar) = (Mutex::new(0), Condvar::new());

/// A crowd's share of the files, until it is dropped.
struct Share;

impl Share {
    /// Waits until the files suffice.
    fn wait_for(most: usize) -> Self {
        let (crowds, changed) = &CROWDS;
        let crowds = crowds.lock().unwrap_or_else(PoisonError::into_inner);
        let mut crowds = changed.wait_while(crowds, |crowds| *crowds >= most).unwrap_or_else(PoisonError::into_inner);
        *crowds += 1;
        Self
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        *CROWDS.0.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        CROWDS.1.notify_all();
    }
}

const GET: &[u8] = b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n";
const HALF: &[u8] = b"GET /livez HTTP/1.1\r\nhost: x\r\nx-half";

/// What a connection does before it falls silent, and after.
struct Behaviour {
    /// Sent at once.
    sent: Vec<u8>,
    /// Sent again and again.
    drip: &'static [u8],
    /// Whether an answer is awaited, and read, first.
    is_answered: bool,
    /// Whether answers are never read.
    is_deaf: bool,
    /// After how many seconds it may be closed, and within how many after the last was opened it must be.
    closed: std::ops::RangeInclusive<u64>,
}

impl Behaviour {
    fn sending(sent: &[u8]) -> Self {
        Self { sent: sent.to_vec(), drip: b"", is_answered: false, is_deaf: false, closed: 1..=10 }
    }
}

/// The limit of open files of this process, raised as far as may be.
fn raise_limit() -> usize {
    let limit = getrlimit(Resource::Nofile);
    let most = limit.maximum.unwrap_or(65_536);
    let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(most), maximum: limit.maximum });
    usize::try_from(most).unwrap_or(usize::MAX)
}

fn port(client: &Client) -> u16 {
    client.base().rsplit(':').next().unwrap().parse().unwrap()
}

/// A connection from `127.0.0.number`.
fn connection(number: u8, port: u16, receive_buffer: Option<usize>) -> TcpStream {
    let socket = socket(AddressFamily::INET, SocketType::STREAM, None).expect("a socket");
    // Servers that other tests start meanwhile must not inherit a thousand of them.
    fcntl_setfd(&socket, FdFlags::CLOEXEC).expect("a flag of a descriptor");
    if let Some(bytes) = receive_buffer {
        sockopt::set_socket_recv_buffer_size(&socket, bytes).unwrap();
    }
    bind(&socket, &SocketAddr::from((Ipv4Addr::new(127, 0, 0, number), 0))).expect("an address of the loopback");
    connect(&socket, &SocketAddr::from((Ipv4Addr::LOCALHOST, port))).expect("the service listens");
    let stream = TcpStream::from(socket);
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// Whether the service has closed it. What it has sent before is thrown away, unless the client is deaf.
fn is_closed(stream: &mut TcpStream, is_deaf: bool) -> bool {
    if is_deaf {
        return !matches!(stream.take_error(), Ok(None));
    }
    let mut buffer = [0; 1024];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => return error.kind() != ErrorKind::WouldBlock,
        }
    }
}

/// Opens the crowd, lets it fall silent, and sees that all are closed in time while others are answered.
fn crowd_is_closed(behaviour: &Behaviour) {
    let limit = raise_limit().saturating_sub(300);
    let number = CROWD.min(limit);
    // More would keep each other from the processor.
    let _share = Share::wait_for((limit / (2 * CROWD)).clamp(1, 2));
    let service = Service::start_with(Engine::Sqlite, SETTINGS).expect("SQLite is always there");
    let client = service.client();
    let port = port(&client);
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let honest: Vec<_> = (0..2).map(|_| scope.spawn(|| ask_until(&stop, &client))).collect();
        // Else a failure would be waited for.
        let stop = Stop(&stop);
        let mut streams = Vec::new();
        for index in 0..number {
            let address = 2 + u8::try_from(index % usize::from(ADDRESSES)).unwrap();
            let mut stream = connection(address, port, behaviour.is_deaf.then_some(4096));
            stream.write_all(&behaviour.sent).unwrap();
            if behaviour.is_answered {
                let mut status = [0; 9];
                stream.read_exact(&mut status).unwrap();
                assert_eq!(&status, b"HTTP/1.1 ");
            }
            stream.set_nonblocking(true).unwrap();
            streams.push((stream, Instant::now()));
        }
        let opened = Instant::now();
        let (mut dripped, mut times) = (opened, Vec::new());
        while !streams.is_empty() {
            std::thread::sleep(Duration::from_millis(50));
            let drips = !behaviour.drip.is_empty() && dripped.elapsed() > Duration::from_millis(300);
            streams.retain_mut(|(stream, since)| {
                // Whichever call meets the error first takes it away from the others.
                let is_gone =
                    drips && stream.write(behaviour.drip).is_err_and(|error| error.kind() != ErrorKind::WouldBlock);
                let closed = is_gone || is_closed(stream, behaviour.is_deaf);
                if closed {
                    times.push(since.elapsed());
                }
                assert!(closed || opened.elapsed() < PATIENCE, "not closed; {} were", times.len());
                !closed
            });
            if drips {
                dripped = Instant::now();
            }
        }
        drop(stop);
        let answers: usize = honest.into_iter().map(|asked| asked.join().unwrap()).sum();
        assert!(answers > 20, "{answers} answers");
        let (first, last) = (times.iter().min().unwrap(), opened.elapsed());
        let (from, to) = (Duration::from_secs(*behaviour.closed.start()), Duration::from_secs(*behaviour.closed.end()));
        assert!(*first >= from, "closed after {first:?}");
        assert!(last <= to, "closed {last:?} after the last was opened");
    });
}

/// Ends those that ask, when it is dropped.
struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Asks for one thing after the other, each on a connection of its own; every one must be answered.
fn ask_until(stop: &AtomicBool, client: &Client) -> usize {
    let mut answers = 0;
    while !stop.load(Ordering::Relaxed) {
        for path in ["/livez", "/v1/qualifications", "/v1/bodies"] {
            client.with_own_connections().get(path).expect(200);
            answers += 1;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    answers
}

#[test]
fn who_sends_nothing_is_closed() {
    crowd_is_closed(&Behaviour::sending(b""));
}

#[test]
fn who_sends_half_a_head_is_closed() {
    crowd_is_closed(&Behaviour::sending(HALF));
}

#[test]
fn who_sends_a_long_half_of_a_head_is_closed() {
    let head = format!("GET /livez HTTP/1.1\r\nhost: x\r\nx-long: {}", "x".repeat(30_000));
    crowd_is_closed(&Behaviour::sending(head.as_bytes()));
}

#[test]
fn who_sends_empty_lines_before_a_head_is_closed() {
    crowd_is_closed(&Behaviour { drip: b"\r\n", ..Behaviour::sending(b"\r\n\r\n") });
}

#[test]
fn who_sends_half_a_second_head_along_with_the_first_is_closed() {
    crowd_is_closed(&Behaviour { is_answered: true, ..Behaviour::sending(&[GET, HALF].concat()) });
}

#[test]
fn who_drips_a_head_is_closed() {
    crowd_is_closed(&Behaviour { drip: b"x", ..Behaviour::sending(b"GET /") });
}

#[test]
fn who_drips_a_second_head_is_closed() {
    crowd_is_closed(&Behaviour { drip: b"x", is_answered: true, ..Behaviour::sending(GET) });
}

#[test]
fn who_asks_nothing_more_is_closed_after_the_keep_alive_time() {
    crowd_is_closed(&Behaviour { is_answered: true, closed: 2..=12, ..Behaviour::sending(GET) });
}

#[test]
fn who_does_not_finish_a_body_that_is_read_is_closed() {
    let head = "POST /oauth/token HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n";
    let chunked = format!("{head}transfer-encoding: chunked\r\n\r\n5\r\ngrant");
    crowd_is_closed(&Behaviour { closed: 1..=12, ..Behaviour::sending(chunked.as_bytes()) });
}

#[test]
fn who_does_not_finish_a_chunked_body_that_nobody_reads_is_closed() {
    // Refused before it is read, and ignored; silent, and without an end.
    for (head, drip) in [("POST /v1/candidates", b"".as_slice()), ("GET /livez", b"1\r\nx\r\n")] {
        let chunked = format!("{head} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n4\r\n\r\n\r\n\r\n");
        crowd_is_closed(&Behaviour { drip, is_answered: true, ..Behaviour::sending(chunked.as_bytes()) });
    }
}

#[test]
fn who_does_not_finish_a_sized_body_that_nobody_reads_is_closed() {
    let sized = b"POST /v1/candidates HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nhalf";
    crowd_is_closed(&Behaviour { is_answered: true, closed: 0..=10, ..Behaviour::sending(sized) });
}

#[test]
fn who_does_not_take_an_answer_is_closed() {
    let page = b"GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nhost: x\r\naccept-encoding: gzip\r\n\r\n";
    // Where the system gives a client up, it does not say so before it hears of it again.
    crowd_is_closed(&Behaviour { is_deaf: true, drip: b"x", closed: 1..=10, ..Behaviour::sending(page) });
}

/// The services answer, or the end of the connection, to one request on it.
fn asked(stream: &mut TcpStream) -> String {
    // One that is not admitted may be closed already.
    let _ = stream.write_all(GET);
    let mut head = vec![0; 12];
    let read = stream.read_exact(&mut head).map(|()| String::from_utf8_lossy(&head).into_owned());
    read.unwrap_or_else(|_| "closed".to_owned())
}

fn is_refused(stream: &mut TcpStream) -> bool {
    matches!(asked(stream).as_str(), "closed" | "HTTP/1.1 503")
}

#[test]
fn one_address_has_no_more_than_its_share_of_the_connections() {
    let settings = [
        ("TOUCHSTONE_CONNECTIONS", "64"),
        ("TOUCHSTONE_CONNECTIONS_PER_ADDRESS", "8"),
        ("TOUCHSTONE_TRUSTED_PROXIES", "127.0.0.9/32"),
    ];
    let service = Service::start_with(Engine::Sqlite, &settings).expect("SQLite is always there");
    let port = port(&service.client());
    let mut held: Vec<_> = (0..8).map(|_| connection(2, port, None)).collect();
    assert!(held.iter_mut().all(|stream| asked(stream) == "HTTP/1.1 200"));
    assert!(is_refused(&mut connection(2, port, None)), "the ninth");
    assert_eq!(asked(&mut connection(3, port, None)), "HTTP/1.1 200", "another address");
    let mut proxied: Vec<_> = (0..20).map(|_| connection(9, port, None)).collect();
    assert!(proxied.iter_mut().all(|stream| asked(stream) == "HTTP/1.1 200"), "a trusted proxy");
    drop(held.pop());
    let deadline = Instant::now() + Duration::from_secs(5);
    while is_refused(&mut connection(2, port, None)) {
        assert!(Instant::now() < deadline, "a place that was left stays taken");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn where_there_is_no_room_those_make_it_that_say_nothing() {
    let settings = [("TOUCHSTONE_CONNECTIONS", "32"), ("TOUCHSTONE_CONNECTIONS_PER_ADDRESS", "32")];
    let service = Service::start_with(Engine::Sqlite, &settings).expect("SQLite is always there");
    let client = service.client();
    let port = port(&client);
    let mut idle = connection(1, port, None);
    assert_eq!(asked(&mut idle), "HTTP/1.1 200");
    let mut silent: Vec<_> = (0..200).map(|_| connection(2, port, None)).collect();
    for _ in 0..10 {
        client.with_own_connections().get("/v1/bodies").expect(200);
    }
    for stream in &silent {
        stream.set_nonblocking(true).unwrap();
    }
    let deadline = Instant::now() + Duration::from_secs(5);
    let mut closed = 0;
    while closed < 168 {
        assert!(Instant::now() < deadline, "{closed}");
        closed = silent.iter_mut().filter_map(|stream| is_closed(stream, false).then_some(())).count();
    }
    let mut rest = Vec::new();
    idle.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    assert!(
        matches!(idle.read_to_end(&mut rest), Err(error) if error.kind() == ErrorKind::WouldBlock),
        "who has been answered is closed after those who said nothing"
    );
}

#[test]
fn who_takes_an_answer_slowly_gets_all_of_it() {
    let service = Service::start_with(Engine::Sqlite, SETTINGS).expect("SQLite is always there");
    let client = service.client();
    let whole = client.get("/openapi.json").body;
    let mut stream = connection(2, port(&client), Some(16 * 1024));
    stream.write_all(b"GET /openapi.json HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    let (started, mut answer, mut part) = (Instant::now(), Vec::new(), [0; 16 * 1024]);
    while let length @ 1.. = stream.read(&mut part).unwrap() {
        answer.extend_from_slice(&part[..length]);
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(started.elapsed() > Duration::from_secs(3), "{:?} is no test", started.elapsed());
    assert!(answer.ends_with(&whole), "{} of {} bytes", answer.len(), whole.len());
}

#[test]
fn requests_in_one_piece_are_all_answered_and_the_connection_is_kept() {
    let settings = [("TOUCHSTONE_HEAD_DEADLINE_SECONDS", "1"), ("TOUCHSTONE_KEEP_ALIVE_SECONDS", "60")];
    let service = Service::start_with(Engine::Sqlite, &settings).expect("SQLite is always there");
    let mut stream = connection(2, port(&service.client()), None);
    let form = "grant_type=client_credentials";
    let sized = format!(
        "POST /oauth/token HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        form.len()
    );
    let chunked = format!(
        "POST /oauth/token HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{form}\r\n0\r\n\r\n",
        form.len()
    );
    let many = GET.repeat(40);
    let all = [GET, sized.as_bytes(), chunked.as_bytes(), &many, chunked.as_bytes(), GET].concat();
    for round in 0..2 {
        stream.write_all(&all).unwrap();
        let (mut answers, mut part) = (Vec::new(), [0; 4096]);
        while String::from_utf8_lossy(&answers).matches("HTTP/1.1 ").count() < 45 {
            let length = stream.read(&mut part).unwrap();
            assert!(length > 0, "closed in round {round} after {}", String::from_utf8_lossy(&answers));
            answers.extend_from_slice(&part[..length]);
        }
        // Within the keep-alive time, beyond the time for a head: nothing of a head has come.
        std::thread::sleep(Duration::from_millis(1500));
    }
}

#[test]
fn who_sends_much_and_takes_nothing_costs_no_processor_time() {
    let service = Service::start_with(Engine::Sqlite, SETTINGS).expect("SQLite is always there");
    let port = port(&service.client());
    let mut streams: Vec<_> = (0..4).map(|_| connection(2, port, Some(4096))).collect();
    for stream in &mut streams {
        stream.set_nonblocking(true).unwrap();
        let _ = stream.write(b"GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nhost: x\r\n\r\n");
        let _ = stream.write(&vec![b'x'; 400_000]);
    }
    std::thread::sleep(Duration::from_millis(300));
    let before = processor_ticks(&service);
    std::thread::sleep(Duration::from_secs(1));
    let ticks = processor_ticks(&service) - before;
    assert!(ticks < 30, "{ticks} of some 100 ticks a second");
}

/// The processor time of the service so far, in ticks of a hundredth of a second.
fn processor_ticks(service: &Service) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", service.process_id())).unwrap();
    let fields: Vec<_> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

#[test]
fn a_head_that_is_late_or_long_is_told_so() {
    let service = Service::start_with(Engine::Sqlite, SETTINGS).expect("SQLite is always there");
    let port = port(&service.client());
    let header = format!("x-long: {}\r\n", "x".repeat(15_000));
    let long = format!("GET /livez HTTP/1.1\r\nhost: x\r\n{}", header.repeat(3));
    let whole = format!("{long}\r\n");
    for (sent, status, code) in [
        (HALF, "408", "request_timeout"),
        (long.as_bytes(), "431", "headers_too_large"),
        (whole.as_bytes(), "431", "headers_too_large"),
    ] {
        let mut stream = connection(2, port, None);
        let _ = stream.write_all(sent);
        let mut answer = String::new();
        // What is not read yet when the connection is closed may take the answer along.
        match stream.read_to_string(&mut answer) {
            Ok(_) => assert!(answer.starts_with(&format!("HTTP/1.1 {status}")) && answer.contains(code), "{answer}"),
            Err(error) => assert_eq!(status, "431", "{error}"),
        }
    }
}
