//! `touchstone submit`: a body sends its result file to a registry elsewhere.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::support::command::{Ended, Program};
use crate::support::result_files::{SAMPLES, counts, counts_of, expected, outcomes, passes, sample, write};
use crate::support::workbooks::{Cell, ods, xlsx};
use crate::support::world::{Caller, World};
use crate::support::{Service, events, on_both_engines};

on_both_engines! {
    fn a_workbook_is_submitted_as_it_is(service: Service) {
        let sender = Sender::new(&service);
        let header = ["family_name", "birth_date", "qualification", "sat_on", "marks"].map(Cell::Text).to_vec();
        let row = vec![Cell::Text("Book"), Cell::Day("1990-01-01"), Cell::Text("foundation"), Cell::Day("2015-06-01"), Cell::Number(33.0)];
        let sheets = [("Read me", true, vec![vec![Cell::Text("Hello")]]), ("May & June", true, vec![header, row])];
        for (name, content) in [("book.xlsx", xlsx(&sheets)), ("book.ods", ods(&sheets))] {
            let file = write(&sender.directory, name, content);
            let ended = sender.run(&[&file, "--dry-run", "--sheet", "May & June"]);
            assert_eq!(ended.code, Some(0), "{ended:?}");
            let said = format!("{}{}", ended.printed, ended.said);
            assert!(said.contains("the sheet `May & June` was read, and not `Read me`"), "{ended:?}");
            sender.run(&[&file, "--sheet", "July"]).refused(&["`July`", "`May & June`"]);
        }
        let file = write(&sender.directory, "book.csv", xlsx(&sheets));
        assert_eq!(counts_of(&sender.summary(&[&file, "--json"], 0))["pass"], 1);
    }

    fn the_samples_come_out_as_expected_and_are_recognised(service: Service) {
        let sender = Sender::new(&service);
        let (name, report) = (SAMPLES[1], sender.file("report.csv"));
        let (expected, file) = (expected(name), sample(name));
        let summary = sender.summary(&[&file, "--json", "--report", &report], 1);
        assert_eq!(counts_of(&summary), counts(&expected), "{summary}");
        assert_eq!((&summary["state"], &summary["sent_before"]), (&json!("completed"), &json!(false)));
        assert_eq!(summary["certificates_awarded"], summary["counts"]["pass"]);
        assert!(summary["first_refused"].as_array().is_some_and(|rows| rows.len() == 5), "{summary}");
        assert_eq!(outcomes(&std::fs::read(&report).unwrap()), expected);

        let happened = events::all(&sender.world.registrar.client).len();
        let once_more = sender.run(&[&file]);
        assert_eq!(once_more.code, Some(1), "{once_more:?}");
        assert!(once_more.said.contains("was sent before"), "{once_more:?}");
        for part in ["LINE", "REASON", "touchstone submit", "--report", "not_eligible"] {
            assert!(once_more.printed.contains(part), "{part:?} is not in {once_more:?}");
        }
        assert_eq!(events::all(&sender.world.registrar.client).len(), happened);
    }

    fn choices_reach_the_registry(service: Service) {
        let sender = Sender::new(&service);
        let file = write(&sender.directory, "Prüfung & Co.csv", passes("Good", 5));
        let dry = sender.summary(&[&file, "--dry-run", "--json"], 0);
        assert_eq!((&dry["dry_run"], &dry["counts"]["pass"], &dry["certificates_awarded"]), (&json!(true), &json!(5), &json!(0)));
        let real = sender.summary(&[&file, "--json"], 0);
        assert_eq!((&real["counts"]["pass"], &real["sent_before"]), (&json!(5), &json!(false)));
        let known = sender.summary(&[&file, "--json"], 0);
        assert_eq!((&known["id"], &known["sent_before"]), (&real["id"], &json!(true)));
        for _ in 0..2 {
            let again = sender.summary(&[&file, "--again", "--json"], 0);
            assert_eq!((&again["counts"]["unchanged"], &again["sent_before"]), (&json!(5), &json!(false)), "{again}");
        }
        let kept = sender.world.body.caller.client.get(&format!("/v1/result-batches/{}", real["id"].as_str().unwrap()));
        assert_eq!(kept.expect(200)["file_name"], "Prüfung & Co.csv");
        let later = write(&sender.directory, "later.csv", passes("Later", 3));
        let sent = sender.summary(&[&later, "--no-wait", "--json"], 0);
        assert_eq!(sent["rows"], 3, "{sent}");
        assert_eq!(sender.run(&[&later, "--no-wait", "--report", "report.csv"]).code, Some(2));
        let template = sender.program.run(&["template", "ndjson"]);
        let dry = ["submit", "-", "--format", "ndjson", "--dry-run", "--json", "--url", &sender.url];
        let ended = sender.program.run_with_input(&dry, template.done());
        let summary: Value = serde_json::from_str(&ended.printed).unwrap_or_else(|error| panic!("{error}: {ended:?}"));
        assert_eq!((&summary["rows"], &summary["processed"]), (&json!(4), &json!(4)), "{summary}");
    }

    fn the_secret_is_never_seen(service: Service) {
        let sender = Sender::new(&service);
        let secret = sender.world.body.caller.client_secret.clone();
        let file = write(&sender.directory, "good.csv", passes("Good", 5));
        let secret_file = write(&sender.directory, "secret", format!("{secret}\n"));
        let plain = Program::new(&sender.directory);
        let client = ["--url", &sender.url, "--client-id", &sender.world.body.caller.client_id, "--client-secret-file", &secret_file];
        let running = plain.start(&[&["submit", &file], &client[..]].concat());
        assert!(!running.arguments().contains(&secret));
        let ended = running.ended();
        assert!(ended.done().contains("Certificates awarded: 5"));
        assert!(ended.said.contains("can be read by others"), "{ended:?}");
        for ended in [
            ended,
            sender.run(&[&file, "--log-filter", "trace"]),
            sender.program.run(&["submit", &file, "--url", "http://127.0.0.1:1"]),
            sender.program.run(&["config", "show"]),
        ] {
            assert!(!format!("{ended:?}").contains(&secret), "{ended:?}");
        }
        let missing = plain.run(&["submit", &file, "--url", &sender.url]);
        assert!(missing.code == Some(2) && missing.said.contains("--client-id"), "{missing:?}");
        let missing = plain.run(&["submit", &file, "--url", &sender.url, "--client-id", "somebody"]);
        assert!(missing.code == Some(2) && missing.said.contains("TOUCHSTONE_CLIENT_SECRET"), "{missing:?}");
        assert!(plain.run(&["submit", "--help"]).done().contains("cannot be an argument"));
    }

    fn what_is_refused_is_told_in_words(service: Service) {
        let sender = Sender::new(&service);
        let file = write(&sender.directory, "good.csv", passes("Good", 2));
        let submit = ["submit", &file, "--url", &sender.url];
        let with_secret = |secret: &str| sender.program.clone().set("TOUCHSTONE_CLIENT_SECRET", secret);
        with_secret("ts_secret_of_somebody_else").run(&submit).refused(&["Check the client's id and its secret"]);
        let employer = sender.program_of(&sender.world.employer);
        employer.run(&submit).refused(&["Only clients of a body or a registrar"]);
        let latin = write(&sender.directory, "latin.csv", b"reference,family_name,birth_date,qualification,sat_on,marks\nR,Dvo\xF8\xE1k,1990-01-01,foundation,2015-06-01,33\n");
        sender.run(&[&latin]).refused(&["cannot be read", "UTF-8"]);
        sender.run(&["nowhere.csv"]).refused(&["nowhere.csv cannot be read"]);
        for (url, code, words) in [
            ("127.0.0.1", 2, "https://"),
            ("ftp://127.0.0.1", 2, "https://"),
            ("http://me:hunter2@127.0.0.1", 2, "--client-id"),
            ("http://nowhere.invalid", 1, "the host name is not known"),
            (&format!("{}/elsewhere", sender.url), 1, "Check --url"),
        ] {
            let ended = sender.program.run(&["submit", &file, "--url", url]);
            assert_eq!(ended.code, Some(code), "{url}: {ended:?}");
            assert!(ended.said.contains(words) && ended.printed.is_empty(), "{url}: {ended:?}");
        }
        let in_clear = sender.program.run(&["submit", &file, "--url", "http://nowhere.invalid"]);
        in_clear.refused(&["travel in clear"]);
        let batches = sender.world.body.caller.client.get("/v1/result-batches").expect(200);
        assert_eq!(batches["items"], json!([]));
    }

    fn a_file_that_is_too_large_is_told_so(service: Service) with [("TOUCHSTONE_BATCH_LIMIT_BYTES", "100000")] {
        let sender = Sender::new(&service);
        let large = write(&sender.directory, "large.csv", passes("Large", 100_000));
        let ended = sender.run(&[&large]);
        ended.refused(&["100000 bytes"]);
    }

    fn a_registry_that_is_away_is_waited_for(mut service: Service) with [("TOUCHSTONE_BATCH_LEASE_SECONDS", "1")] {
        let sender = Sender::new(&service);
        let file = write(&sender.directory, "many.csv", passes("Many", 2000));
        let away = sender.program.run(&["submit", &file, "--url", "http://127.0.0.1:1"]);
        away.refused(&["trying again", "4 times in a row", "Check --url"]);
        service.terminate();
        let mut waiting = sender.program.start(&["submit", &file, "--url", &sender.url, "--json"]);
        waiting.wait_until_it_says("trying again");
        service.restart();
        assert_eq!(service.client().base(), sender.url);
        std::thread::sleep(Duration::from_millis(1500));
        service.kill_nine();
        service.restart();
        let ended = waiting.ended();
        assert_eq!(ended.json()["counts"]["pass"], 2000, "{ended:?}");
        let registered = events::subjects(&events::all(&sender.world.registrar.client), "result_registered");
        assert!(registered.len() == 2000 && registered.values().all(|times| *times == 1));
    }

    fn who_stops_waiting_is_told_how_it_goes_on(service: Service) {
        let sender = Sender::new(&service);
        let file = write(&sender.directory, "many.csv", passes("Many", 2000));
        let mut waiting = sender.program.start(&["submit", &file, "--url", &sender.url, "--json"]);
        let deadline = Instant::now() + Duration::from_mins(1);
        let batches = || sender.world.body.caller.client.get("/v1/result-batches").expect(200);
        while !["waiting", "running"].iter().any(|state| batches()["items"][0]["state"] == *state) {
            assert!(Instant::now() < deadline, "{}", batches());
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(waiting.is_running());
        waiting.signal(Signal::INT);
        waiting.ended().refused(&["stopped"]);
        assert_eq!(sender.summary(&[&file, "--json"], 0)["counts"]["pass"], 2000);
    }
}

/// A body that sends files.
struct Sender {
    world: World,
    program: Program,
    directory: PathBuf,
    url: String,
}

impl Sender {
    fn new(service: &Service) -> Self {
        let world = World::new(service);
        let directory = service.data_directory().parent().map(Path::to_path_buf).unwrap().join("elsewhere");
        std::fs::create_dir(&directory).unwrap();
        let (url, program) = (world.public.base(), Program::new(&directory));
        let sender = Self { world, program, directory, url };
        let program = sender.program_of(&sender.world.body.caller);
        Self { program, ..sender }
    }

    /// The program with the credentials of this caller.
    fn program_of(&self, caller: &Caller) -> Program {
        let program = Program::new(&self.directory).set("TOUCHSTONE_CLIENT_ID", &caller.client_id);
        program.set("TOUCHSTONE_CLIENT_SECRET", &caller.client_secret)
    }

    fn file(&self, name: &str) -> String {
        self.directory.join(name).display().to_string()
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        self.program.run(&[&["submit", "--url", &self.url], arguments].concat())
    }

    /// The summary in JSON of a run that ended with this code.
    #[track_caller]
    fn summary(&self, arguments: &[&str], code: i32) -> Value {
        let ended = self.run(arguments);
        assert_eq!(ended.code, Some(code), "{ended:?}");
        serde_json::from_str(&ended.printed).unwrap_or_else(|error| panic!("{error}: {ended:?}"))
    }
}
