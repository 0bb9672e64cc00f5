//! Exports on their way to a client: from one state of the database while others write, past clients that stall or go
//! away, and on from where they broke off.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use touchstone::clock::{Clock as _, SystemClock};
use touchstone::ids::CandidateId;
use touchstone::scheme::numbers::CandidateNumber;

use crate::exports::{KINDS, objects, rows};
use crate::support::service::clean_command;
use crate::support::sql::Sql;
use crate::support::steps::{certificate_of, change_certificate, patch, search};
use crate::support::world::{World, text};
use crate::support::{Client, Engine, Service, on_both_engines};

/// Enough that no buffer between the service and a client takes it all.
const MANY: usize = 8000;

/// How long a test waits for what must happen, on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// Registers candidates past the service, as many of them at once as it takes to be quick; the ids, in their order.
fn register_many(service: &Service, many: usize) -> Vec<String> {
    let mut sql = Sql::of(service);
    let mut ids: Vec<String> = (0..many).map(|_| CandidateId::new(SystemClock.now()).to_string()).collect();
    ids.sort();
    for (block, part) in ids.chunks(500).enumerate() {
        let mut statement = "INSERT INTO candidates (id, number, family_name, birth_date, email, listed, registered_at, changed_at) VALUES ".to_owned();
        for (index, id) in part.iter().enumerate() {
            let place = block * 500 + index;
            let entropy = std::array::from_fn(|digit| u8::try_from((place >> (5 * digit)) & 31).unwrap());
            let number = CandidateNumber::from_entropy(entropy).compact();
            let (comma, name, email) = (if index == 0 { "" } else { "," }, "Ñ".repeat(150), "e".repeat(800));
            let moment = "2020-01-01 00:00:00";
            write!(
                statement,
                "{comma}('{id}','{number}','{name}','1980-01-01','{email}@x.example',false,'{moment}','{moment}')"
            )
            .unwrap();
        }
        sql.execute(&statement).unwrap();
    }
    ids
}

/// A download that the test reads, or does not read, by itself.
struct Download {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Download {
    fn begin(client: &Client, path: &str, headers: &str) -> Self {
        let address = client.base().replace("http://", "");
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let token = client.token().unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n{headers}connection: close\r\n\r\n"
        )
        .unwrap();
        Self { stream, read: Vec::new() }
    }

    /// Reads until there are this many bytes.
    fn read_to(&mut self, length: usize) -> String {
        let mut buffer = [0; 4096];
        while self.read.len() < length {
            let read = self.stream.read(&mut buffer).unwrap();
            assert!(read > 0, "the answer ends after {} bytes", self.read.len());
            self.read.extend_from_slice(&buffer[..read]);
        }
        String::from_utf8_lossy(&self.read).into_owned()
    }

    /// Reads to the end; whether that was a polite one, and the body.
    fn finish(mut self) -> (bool, String) {
        let _ = self.stream.read_to_end(&mut self.read);
        let head = self.read.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("the head is there") + 4;
        let (mut body, mut rest) = (Vec::new(), &self.read[head..]);
        while let Some(end) = rest.windows(2).position(|bytes| bytes == b"\r\n") {
            let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
            if size == 0 {
                return (true, String::from_utf8(body).unwrap());
            }
            let chunk = &rest[end + 2..];
            body.extend_from_slice(&chunk[..size.min(chunk.len())]);
            rest = chunk.get(size + 2..).unwrap_or_default();
        }
        (false, String::from_utf8_lossy(&body).into_owned())
    }
}

/// What a client has that lost its connection after `length` bytes: the whole lines, and the cursor of the last.
fn whole_lines(export: &str, length: usize, format: &str) -> Option<(usize, String)> {
    let end = if format == "csv" { "\r\n" } else { "\n" };
    let kept = String::from_utf8_lossy(&export.as_bytes()[..length]).rfind(end)? + end.len();
    let last = export[..kept].trim_end_matches(end).rsplit(end).next()?;
    let cursor = match format {
        "csv" => last.rsplit(',').next()?.to_owned(),
        _ => text(&serde_json::from_str(last).ok()?, "cursor"),
    };
    (cursor != "cursor").then_some((kept, cursor))
}

#[track_caller]
fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !done() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

on_both_engines! {
    fn what_broke_off_goes_on_as_it_was(service: Service) {
        let world = World::new(&service);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let results: Vec<Value> = (0..12).map(|_| world.certified_candidate(&json!({})).1).collect();
        let certificates: Vec<String> = results.iter().map(certificate_of).collect();
        change_certificate(&world, &certificates[8], "suspensions", "2016-01-01", None).expect(201);
        let correct = |result: &Value, marks: u32| {
            let path = format!("/v1/results/{}/corrections", text(result, "id"));
            registrar.post(&path, &json!({"marks": marks, "reason": "One sheet was\nread twice."})).expect(201)
        };
        let corrected = correct(&results[9], 30);
        let mut exports = Vec::new();
        for (caller, query) in [(client, String::new()), (registrar, String::new()), (registrar, format!("&body={}", world.body.slug))] {
            for (kind, format) in KINDS.iter().flat_map(|kind| [(*kind, "csv"), (*kind, "ndjson")]) {
                let path = format!("/v1/exports/{kind}?format={format}{query}");
                let answer = caller.get(&path);
                let as_of = answer.header("export-as-of").to_owned();
                exports.push((caller, path, format, answer.text(), as_of));
            }
        }
        // All that can happen to a registry afterwards.
        for number in &certificates[..6] {
            change_certificate(&world, number, "suspensions", "2016-03-01", None).expect(201);
        }
        change_certificate(&world, &certificates[8], "reinstatements", "2016-02-01", None).expect(201);
        correct(&results[7], 10);
        correct(&corrected, 10);
        (0..3).for_each(|_| drop(world.certified_candidate(&json!({}))));
        let stranger = world.register_candidate(&world.other_body.caller.client, &json!({"birth_date": "1981-01-01"}));
        let number = text(&registrar.get(&format!("/v1/candidates/{stranger}")).expect(200), "number");
        search(client, &number, "1981-01-01").expect(200);
        for (caller, path, format, whole, as_of) in exports {
            for step in 0..9 {
                let length = whole.len() * step / 8;
                let Some((kept, cursor)) = whole_lines(&whole, length, format) else { continue };
                let rest = caller.get(&format!("{path}&cursor={cursor}"));
                assert_eq!((rest.status, rest.header("export-as-of")), (200, as_of.as_str()), "{rest}");
                assert_eq!(whole[..kept].to_owned() + &rest.text(), whole, "{path} after {length}");
            }
            assert!(whole.matches('\n').count() >= 12 && caller.get(&path).text() != whole, "{path}: nothing has changed");
        }
    }

    fn an_export_is_of_one_moment_while_others_write(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let ids = register_many(&service, MANY);
        let path = "/v1/exports/candidates?format=ndjson";
        let started = Instant::now();
        let mut download = Download::begin(registrar, path, "");
        assert!(download.read_to(2000).starts_with("HTTP/1.1 200"));
        let first = started.elapsed();
        // The client has the first lines and takes no more; meanwhile the last record changes and others are added.
        let last = format!("/v1/candidates/{}", ids[MANY - 1]);
        patch(registrar, &last, &json!({"family_name": "Changed"})).expect(200);
        let added = world.register_candidate(&world.body.caller.client, &json!({}));
        let (is_whole, body) = download.finish();
        assert!(is_whole);
        let lines = objects(&body);
        assert!(lines.iter().map(|line| text(line, "id")).eq(ids.iter().cloned()), "{} lines", lines.len());
        assert_ne!(lines[MANY - 1]["family_name"], "Changed");
        assert!(first < started.elapsed() / 2, "the first line came after {first:?} of {:?}", started.elapsed());
        // Going on from the middle says what is on record of the changed one, and does not know the added one.
        let cursor = text(&lines[MANY / 2], "cursor");
        let rest = objects(&registrar.get(&format!("{path}&cursor={cursor}")).text());
        assert_eq!((rest.len(), text(&rest[0], "id")), (MANY / 2 - 1, ids[MANY / 2 + 1].clone()));
        assert_eq!(rest.last().unwrap()["family_name"], "Changed");
        assert!(rest.iter().all(|line| line["id"] != added.as_str()));
        assert!(registrar.get(path).text().contains(&added));

        let started = Instant::now();
        let mut packed = Download::begin(registrar, path, "accept-encoding: gzip\r\n");
        let head = packed.read_to(2000);
        assert!(head.contains("content-encoding: gzip"), "{head}");
        let first = started.elapsed();
        while packed.stream.read(&mut [0; 4096]).unwrap() > 0 {}
        assert!(first < started.elapsed() / 2, "packed, the first lines came after {first:?} of {:?}", started.elapsed());
    }

    fn clients_that_stall_stand_in_nobodys_way(service: Service) with [
        ("TOUCHSTONE_EXPORTS", "6"),
        ("TOUCHSTONE_DATABASE_CONNECTIONS", "2"),
    ] {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        register_many(&service, MANY);
        let path = "/v1/exports/candidates";
        // On a slow machine the third may be told to come back when the others have been read.
        let stall = |_| {
            let deadline = Instant::now() + PATIENCE;
            loop {
                let mut download = Download::begin(registrar, path, "");
                if download.read_to(12).starts_with("HTTP/1.1 200") {
                    download.read_to(2000);
                    return download;
                }
                assert!(Instant::now() < deadline, "no place to read");
            }
        };
        let mut stalled: Vec<Download> = (0..3).map(stall).collect();
        let refused = registrar.get(path);
        let problem = refused.expect_problem(429, "too_many_requests");
        assert!(text(&problem, "detail").starts_with("3 exports of yours"), "{problem}");
        assert!(!refused.header("retry-after").is_empty());
        let others = world.body.caller.client.get(path);
        assert_eq!(others.status, 200, "one party's exports leave room for others': {others}");
        let started = Instant::now();
        for _ in 0..5 {
            world.certified_candidate(&json!({}));
        }
        assert!(started.elapsed() < Duration::from_secs(20), "writing took {:?}", started.elapsed());
        if service.engine() == Engine::Postgres {
            let query = "SELECT pid::text AS value FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL";
            wait_until("nothing holds a transaction", || Sql::of(&service).texts(query).is_empty());
        } else {
            // The log of writes can be emptied only when nobody holds an older state of the database.
            let log = format!("{}-wal", service.database_url().trim_start_matches("sqlite:"));
            wait_until("nothing holds a state", || {
                let _ = Sql::of(&service).execute("PRAGMA wal_checkpoint(TRUNCATE)");
                std::fs::metadata(&log).unwrap().len() == 0
            });
        }
        stalled.pop();
        wait_until("who hangs up makes room", || registrar.get(path).status == 200);
        for download in stalled {
            let (is_whole, body) = download.finish();
            assert!(is_whole && rows(&body).len() == MANY, "who goes on reading gets it all");
        }
    }

    fn what_fails_on_the_way_is_broken_off(service: Service) {
        let world = World::new(&service);
        let ids = register_many(&service, 2500);
        let registrar = &world.registrar.client;
        Sql::of(&service).execute(&format!("UPDATE candidates SET number = 'BROKEN' WHERE id = '{}'", ids[2000])).unwrap();
        for (query, headers) in [("?format=csv", ""), ("?format=ndjson", "")] {
            let (is_whole, body) = Download::begin(registrar, &format!("/v1/exports/candidates{query}"), headers).finish();
            assert!(!is_whole && body.contains(&ids[0]) && !body.contains(&ids[2000]), "{} bytes", body.len());
        }
        service.wait_for_log("an export broke off");
        assert!(!service.log().contains(&"Ñ".repeat(9)), "nothing personal is logged");
        // Where nothing has been sent yet, it is a problem like any other.
        Sql::of(&service).execute(&format!("UPDATE candidates SET number = 'BROKEN TOO' WHERE id = '{}'", ids[1])).unwrap();
        registrar.get("/v1/exports/candidates").expect_problem(500, "internal_error");
    }

    fn who_has_read_enough_of_standard_output_is_content(service: Service) {
        register_many(&service, 300);
        let mut command = clean_command();
        command.args(["export", "candidates"]).env("DATABASE_URL", service.database_url());
        command.env("TOUCHSTONE_DATA_DIRECTORY", service.data_directory());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut start = [0; 40];
        child.stdout.take().unwrap().read_exact(&mut start).unwrap();
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success() && said.starts_with("exported 300 candidates as of"), "{said}");
        assert!(start.starts_with("\u{feff}id,number,".as_bytes()));
    }
}
