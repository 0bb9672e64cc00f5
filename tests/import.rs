//! `touchstone import` and `touchstone template`: result files by the operator's hand, straight in the database.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::support::command::{Ended, Program, Running};
use crate::support::result_files::{SAMPLES, counts, counts_of, expected, outcomes, passes, sample, write};
use crate::support::sql::Sql;
use crate::support::workbooks::{Cell, ods, xlsx};
use crate::support::world::World;
use crate::support::{Service, events, on_both_engines};

/// Rows that take a while.
const MANY: u32 = 1500;

/// Settings under which a batch of a process that was killed is gone on with soon.
const SOON: (&str, &str) = ("TOUCHSTONE_BATCH_LEASE_SECONDS", "1");

on_both_engines! {
    fn the_samples_come_out_as_expected_and_are_recognised(mut service: Service) {
        let world = World::new(&service);
        for (name, with_server) in SAMPLES.into_iter().zip([true, false]) {
            if !with_server {
                service.terminate();
            }
            let (expected, report) = (expected(name), directory(&service).join("report.csv"));
            let import = ["import", &sample(name), "--body", &world.body.slug, "--json", "--report", &report.display().to_string()];
            let summary = summary(&touchstone(&service, &import), 1);
            assert_eq!(counts_of(&summary), counts(&expected), "{summary}");
            assert_eq!((&summary["state"], &summary["sent_before"]), (&json!("completed"), &json!(false)));
            assert_eq!(summary["certificates_awarded"], summary["counts"]["pass"]);
            assert_eq!(outcomes(&std::fs::read(&report).unwrap()), expected);
            let recorded = recorded(&service);

            let once_more = touchstone(&service, &import);
            assert!(once_more.said.contains("the same file was dealt with before"), "{once_more:?}");
            let again = self::summary(&once_more, 1);
            assert_eq!((&again["id"], &again["counts"], &again["sent_before"]), (&summary["id"], &summary["counts"], &json!(true)));
            assert_eq!(self::recorded(&service), recorded);
        }
    }

    fn a_dry_run_keeps_nothing(service: Service) {
        let world = World::new(&service);
        let (name, before) = (SAMPLES[1], recorded(&service));
        let import = ["import", &sample(name), "--body", &world.body.slug, "--dry-run"];
        let words = touchstone(&service, &import);
        assert_eq!(words.code, Some(1), "{words:?}");
        for part in ["Dry run", "nothing was recorded", "would be awarded", "LINE", "REASON", "touchstone import", "--report"] {
            assert!(words.printed.contains(part), "{part:?} is not in {words:?}");
        }
        let summary = summary(&touchstone(&service, &[&import[..], &["--json"]].concat()), 1);
        assert_eq!(counts_of(&summary), counts(&expected(name)));
        assert_eq!((&summary["dry_run"], &summary["certificates_awarded"]), (&json!(true), &json!(0)));
        assert_eq!(recorded(&service), before);
    }

    fn rows_that_are_all_accepted_end_well_and_again_changes_nothing(service: Service) {
        let world = World::new(&service);
        let file = write(&directory(&service), "good.csv", passes("Good", 7));
        let import = ["import", &file, "--body", &world.body.id];
        let words = touchstone(&service, &import);
        assert!(words.done().contains("Certificates awarded: 7") && !words.printed.contains("refused:\n"), "{words:?}");
        let before = recorded(&service);
        let again = touchstone(&service, &[&import[..], &["--again", "--json"]].concat()).json();
        assert_eq!((&again["counts"]["unchanged"], &again["counts"]["pass"]), (&json!(7), &json!(0)), "{again}");
        assert_eq!(recorded(&service), before);
        let last = touchstone(&service, &[&import[..], &["--json"]].concat()).json();
        assert_eq!((&last["id"], &last["sent_before"]), (&again["id"], &json!(true)));
    }

    fn workbooks_are_imported_and_submitted(service: Service) {
        let world = World::new(&service);
        let directory = directory(&service);
        let row = |name: &'static str| {
            vec![Cell::Text(name), Cell::Day("1990-01-01"), Cell::Text("foundation"), Cell::Day("2015-06-01"), Cell::Number(33.0)]
        };
        let header = ["family_name", "birth_date", "qualification", "sat_on", "marks"].map(Cell::Text).to_vec();
        let title = vec![Cell::Text("Results")];
        let sheets = [
            ("First", true, vec![title.clone(), header.clone(), row("First")]), ("Second", true, vec![title, header, row("Second")]),
        ];
        for (name, content) in [("results.xlsx", xlsx(&sheets)), ("results.ods", ods(&sheets)), ("workbook", ods(&sheets)), ("results.csv", xlsx(&sheets))] {
            let file = write(&directory, name, content);
            for (sheet, read) in [(&[][..], "First"), (&["--sheet", "second"], "Second")] {
                let import = [&["import", &file, "--body", &world.body.slug, "--dry-run"][..], sheet].concat();
                let ended = touchstone(&service, &import);
                assert_eq!(ended.code, Some(0), "{name}: {ended:?}");
                for said in [format!("the sheet `{read}` was read, and not"), "this row was passed over: `Results`".to_owned()] {
                    assert!(ended.printed.contains(&said) || ended.said.contains(&said), "{name}: {said}: {ended:?}");
                }
            }
            let ended = touchstone(&service, &["import", &file, "--body", &world.body.slug, "--sheet", "Third"]);
            ended.refused(&["`Third`", "`First`, `Second`"]);
        }
        let report = directory.join("report.csv").display().to_string();
        let file = directory.join("results.xlsx").display().to_string();
        let import = ["import", &file, "--body", &world.body.slug, "--json", "--report", &report];
        assert_eq!(counts_of(&summary(&touchstone(&service, &import), 0))["pass"], 1);
        let report = std::fs::read_to_string(report).unwrap();
        assert!(report.contains("\n3,pass,"), "{report}");
    }

    fn what_cannot_be_imported_is_refused_with_the_reason(service: Service) {
        let world = World::new(&service);
        let directory = directory(&service);
        let good = write(&directory, "good.csv", passes("Good", 2));
        let with_name = |name: &str, content: &[u8]| write(&directory, name, content);
        let (nowhere, folder) = (directory.join("nowhere.csv").display().to_string(), directory.join("data").display().to_string());
        let slug = world.body.slug.as_str();
        let utf16: Vec<u8> = passes("Wide", 2).encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (file, body, words) in [
            (nowhere.as_str(), slug, &["nowhere.csv", "cannot be read", "Check its name"][..]),
            (&folder, slug, &["--format"]),
            (&format!("{folder}/"), slug, &["--format"]),
            (&good, "nobody", &["--body", "body"]),
            (&with_name("latin.csv", b"reference,family_name,birth_date,qualification,sat_on,marks\nR,Dvo\xF8\xE1k,1990-01-01,foundation,2015-06-01,33\n"), slug, &["cannot be read", "UTF-8"]),
            (&with_name("wide.csv", &[b"\xFF\xFE", &utf16[1..]].concat()), slug, &["cannot be read", "UTF-8"]),
            (&with_name("results.xlsx", b"PK\x03\x04\x14\0\x06\0"), slug, &["cannot be read", "damaged", "cut off"]),
            (&with_name("results", b"PK\x03\x04\x14\0\x06\0"), slug, &["cannot be read", "damaged", "cut off"]),
            (&with_name("results.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), slug, &["cannot be read", ".xls", "CSV UTF-8"]),
            (&with_name("results.xls.htm", b"<html><table>"), slug, &["cannot be read", "HTML"]),
            (&with_name("percent.csv", b"family_name,birth_date,qualification,sat_on,marks\nA,1990-01-01,foundation,2015-06-01,65%\n"), slug, &["cannot be read", "re these percentages?"]),
            (&with_name("empty.csv", b""), slug, &["cannot be read"]),
            (&with_name("strange.csv", b"what,is,this\n1,2,3\n"), slug, &["cannot be read", "names no column", "touchstone template"]),
        ] {
            let ended = touchstone(&service, &["import", file, "--body", body]);
            let expected = if words.contains(&"--format") { 2 } else { 1 };
            assert_eq!(ended.code, Some(expected), "{file}: {ended:?}");
            assert!(ended.printed.is_empty() && words.iter().all(|word| ended.said.contains(word)), "{file}: {ended:?}");
        }
        let folder_with_format = touchstone(&service, &["import", &folder, "--body", slug, "--format", "csv"]);
        folder_with_format.refused(&["cannot be read", "Name the file itself"]);
        let (report, into_folder) = (directory.join("no/such/report.csv").display().to_string(), folder.clone());
        touchstone(&service, &["import", &good, "--body", slug, "--report", &report]).refused(&["no/such/report.csv cannot be written"]);
        touchstone(&service, &["import", &good, "--body", slug, "--report", &into_folder]).refused(&["is a directory"]);
        for wrong in [
            &["import", &good, "--body", slug, "--format", "pdf"][..],
            &["import", &good],
            &["import", "--body", slug],
            &["import", "-", "--body", slug],
            &["import", &good, "--body", slug, "--report", &good],
            &["template", "ods"],
            &["template"],
        ] {
            let ended = touchstone(&service, wrong);
            assert!(ended.code == Some(2) && ended.printed.is_empty() && !ended.said.is_empty(), "{wrong:?}: {ended:?}");
        }
        assert_eq!(std::fs::read_to_string(&good).unwrap(), passes("Good", 2));
        assert_eq!(batches(&service), Vec::<String>::new());
        let limited = program(&service).set("TOUCHSTONE_BATCH_LIMIT_BYTES", "1024");
        let large = write(&directory, "large.csv", passes("Large", 100));
        limited.run(&["import", &large, "--body", slug]).refused(&["more than 1024 bytes", "split it"]);
        let limited = program(&service).set("TOUCHSTONE_BATCH_LIMIT_ROWS", "10");
        limited.run(&["import", &large, "--body", slug]).refused(&["10 rows at most"]);
        assert_eq!(batches(&service), Vec::<String>::new());
    }

    fn a_report_takes_its_place_as_a_whole(service: Service) {
        let world = World::new(&service);
        let directory = directory(&service).join("reports");
        std::fs::create_dir(&directory).unwrap();
        let (file, report) = (write(&directory, "good.csv", passes("=Good", 3)), write(&directory, "report.csv", "the old one"));
        let import = ["import", &file, "--body", &world.body.slug, "--report", &report];
        touchstone(&service, &[&import[..3], &["nobody"], &import[4..]].concat()).refused(&["--body"]);
        assert_eq!(std::fs::read_to_string(&report).unwrap(), "the old one");
        assert!(touchstone(&service, &import).done().contains("report.csv"));
        let written = std::fs::read_to_string(&report).unwrap();
        assert!(written.contains("'=Good-1") && written.contains("certificate_number"), "{written}");
        let names: Vec<_> = std::fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
    }

    fn an_import_that_was_killed_is_gone_on_with(mut service: Service) with [SOON] {
        let world = World::new(&service);
        service.terminate();
        let file = write(&directory(&service), "many.csv", passes("Many", MANY));
        let import = ["import", &file, "--body", &world.body.slug, "--json"];
        let mut first = program(&service).start(&import);
        wait_for_rows(&service, &mut first);
        first.signal(Signal::KILL);
        assert_eq!(first.ended().code, None);
        let finished = touchstone(&service, &import);
        assert!(finished.said.contains("going on with it"), "{finished:?}");
        everything_is_there_once(&mut service, &world, &finished.json());
    }

    fn an_import_that_is_told_to_stop_says_how_it_goes_on(mut service: Service) with [SOON] {
        let world = World::new(&service);
        service.terminate();
        let file = write(&directory(&service), "many.csv", passes("Many", MANY));
        let import = ["import", &file, "--body", &world.body.slug, "--json"];
        let mut first = program(&service).start(&import);
        wait_for_rows(&service, &mut first);
        first.signal(Signal::INT);
        let stopped = first.ended();
        stopped.refused(&["stopped after", "What has been recorded stays", "touchstone import"]);
        assert!(stopped.printed.is_empty(), "{stopped:?}");
        let finished = touchstone(&service, &import);
        everything_is_there_once(&mut service, &world, &finished.json());
    }

    fn what_another_process_has_in_hand_is_waited_for(mut service: Service) with [SOON] {
        let world = World::new(&service);
        service.terminate();
        let directory = directory(&service);
        let (many, few) = (write(&directory, "many.csv", passes("Many", MANY)), write(&directory, "few.csv", passes("Few", 3)));
        let slug = world.body.slug.as_str();
        let mut first = program(&service).start(&["import", &many, "--body", slug]);
        wait_for_rows(&service, &mut first);
        first.signal(Signal::KILL);
        first.ended();
        // As if a server had it in hand, and then had it no more.
        let hold = |until: &str| {
            let hold = format!("UPDATE result_batches SET worker = 'another', leased_until = '{until} 00:00:00'");
            Sql::of(&service).execute(&hold).unwrap();
        };
        hold("2100-01-01");
        let mut beside = program(&service).start(&["import", &many, "--body", slug, "--json"]);
        beside.wait_until_it_says("another process");
        let mut behind = program(&service).start(&["import", &few, "--body", slug, "--json"]);
        behind.wait_until_it_says("many.csv");
        assert!(beside.is_running() && behind.is_running());
        hold("2000-01-01");
        let (behind, beside) = (behind.ended(), beside.ended());
        assert!(behind.said.contains("comes first"), "{behind:?}");
        assert_eq!(behind.json()["counts"]["pass"], 3);
        everything_is_there_once(&mut service, &world, &beside.json());
    }

    fn a_server_takes_over_what_an_import_left(mut service: Service) with [SOON] {
        let world = World::new(&service);
        service.terminate();
        let file = write(&directory(&service), "many.csv", passes("Many", MANY));
        let import = ["import", &file, "--body", &world.body.slug, "--json"];
        let mut first = program(&service).start(&import);
        wait_for_rows(&service, &mut first);
        first.signal(Signal::KILL);
        first.ended();
        service.restart();
        let finished = touchstone(&service, &import);
        everything_is_there_once(&mut service, &world, &finished.json());
    }

    fn a_template_is_a_file_that_can_be_sent(service: Service) {
        let world = World::new(&service);
        for format in ["csv", "ndjson"] {
            let template = touchstone(&service, &["template", format]);
            let arguments = ["import", "-", "--format", format, "--body", &world.body.slug, "--dry-run", "--json"];
            let ended = program(&service).run_with_input(&arguments, template.done());
            let summary: Value = serde_json::from_str(&ended.printed).unwrap_or_else(|error| panic!("{error}: {ended:?}"));
            assert_eq!((&summary["rows"], &summary["processed"]), (&json!(4), &json!(4)), "{summary}");
            assert!(summary["counts"]["pass"].as_u64() > Some(0), "{summary}");
        }
    }
}

fn directory(service: &Service) -> PathBuf {
    service.data_directory().parent().map(Path::to_path_buf).unwrap()
}

fn program(service: &Service) -> Program {
    Program::beside(service).set(SOON.0, SOON.1)
}

fn touchstone(service: &Service, arguments: &[&str]) -> Ended {
    program(service).run(arguments)
}

/// The summary in JSON of a command that ended with this code.
#[track_caller]
fn summary(ended: &Ended, code: i32) -> Value {
    assert_eq!(ended.code, Some(code), "{ended:?}");
    serde_json::from_str(&ended.printed).unwrap_or_else(|error| panic!("{error}: {ended:?}"))
}

/// How many records there are of what results leave behind.
fn recorded(service: &Service) -> Vec<String> {
    let mut sql = Sql::of(service);
    let tables = ["candidates", "evidence", "results", "certificates", "decisions"];
    tables
        .into_iter()
        .flat_map(|table| sql.texts(&format!("SELECT CAST(COUNT(*) AS TEXT) AS value FROM {table}")))
        .collect()
}

fn batches(service: &Service) -> Vec<String> {
    Sql::of(service).texts("SELECT id AS value FROM result_batches")
}

/// Waits until some rows have been dealt with, and some have not.
#[track_caller]
fn wait_for_rows(service: &Service, import: &mut Running) {
    let mut sql = Sql::of(service);
    let deadline = Instant::now() + Duration::from_mins(1);
    while sql.texts("SELECT CAST(COUNT(*) AS TEXT) AS value FROM result_batch_rows") == ["0"] {
        assert!(import.is_running() && Instant::now() < deadline, "no row was dealt with");
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(import.is_running(), "it was too fast: it takes more rows");
}

/// Of each of [`MANY`] rows there is one result with one certificate, and one event.
#[track_caller]
fn everything_is_there_once(service: &mut Service, world: &World, summary: &Value) {
    assert_eq!((&summary["state"], &summary["counts"]["pass"]), (&json!("completed"), &json!(MANY)), "{summary}");
    service.restart();
    let registered = events::subjects(&events::all(&world.registrar.client), "result_registered");
    assert!(registered.values().all(|times| *times == 1));
    let query = "SELECT CAST(COUNT(*) AS TEXT) AS value FROM results WHERE reference LIKE 'Many-%'";
    assert_eq!(Sql::of(service).texts(query), [MANY.to_string()]);
    assert!(registered.len() >= MANY as usize);
}
