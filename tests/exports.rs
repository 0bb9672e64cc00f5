//! Exports: what is in them, for whom, in both formats, through HTTP and by the command line.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use touchstone::tabular;

use crate::support::command::Program;
use crate::support::steps::{certificate_of, change_certificate, search};
use crate::support::world::{World, result, text};
use crate::support::{Answer, Client, Service, events, on_both_engines};

/// What can be exported.
pub const KINDS: [&str; 3] = ["candidates", "results", "certificates"];

/// The rows of a table, each by the names of its columns, as they were before they were guarded.
pub fn rows(table: &str) -> Vec<BTreeMap<String, String>> {
    separated_rows(table, b',')
}

pub fn separated_rows(table: &str, separator: u8) -> Vec<BTreeMap<String, String>> {
    let table = table.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(table.as_bytes());
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let row = |row: csv::StringRecord| {
        names.iter().cloned().zip(row.iter().map(|cell| tabular::unguard(cell, separator).into_owned())).collect()
    };
    reader.records().map(Result::unwrap).map(row).collect()
}

/// The objects of the other format.
pub fn objects(lines: &str) -> Vec<Value> {
    assert!(lines.is_empty() || lines.ends_with('\n'), "{lines:?}");
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn export(client: &Client, kind: &str, query: &str) -> String {
    let answer = client.get(&format!("/v1/exports/{kind}{query}"));
    assert_eq!(answer.status, 200, "{answer}");
    answer.text()
}

fn ids(client: &Client, kind: &str, query: &str) -> Vec<String> {
    let name = if kind == "certificates" { "number" } else { "id" };
    rows(&export(client, kind, query)).into_iter().map(|row| row[name].clone()).collect()
}

fn listed(client: &Client, kind: &str) -> Vec<String> {
    let name = if kind == "certificates" { "number" } else { "id" };
    events::all_items(client, &format!("/v1/{kind}")).iter().map(|item| text(item, name)).collect()
}

/// An object as the cells of a row.
fn flat(object: &Value) -> BTreeMap<String, String> {
    let mut cells = BTreeMap::new();
    for (name, value) in object.as_object().unwrap() {
        match value {
            Value::Null if name == "certificate" => {
                cells.extend(["number", "awarded_on"].map(|part| (format!("certificate_{part}"), String::new())));
            }
            Value::Null if name == "annulment" => {
                let parts = ["annulled_by", "annulled_at", "reason"];
                cells.extend(parts.map(|part| (format!("annulment_{part}"), String::new())));
            }
            Value::Object(parts) => {
                cells.extend(parts.iter().map(|(part, value)| (format!("{name}_{part}"), cell(value))));
            }
            other => drop(cells.insert(name.clone(), cell(other))),
        }
    }
    cells
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(Value::to_string).collect::<Vec<_>>().join("+"),
        other => other.to_string(),
    }
}

/// People whose names are hard on tables, with results of both outcomes and certificates of every status.
pub fn populate(world: &World) -> Vec<String> {
    let client = &world.body.caller.client;
    let names =
        ["=HYPERLINK(\"x\")", "@cmd", "+49; =1+1 Z", "أحمد", "王小明", "O'Brien, \"Jo\"", "'-1 Z", "－１ A", "Ó 𠮷"];
    let mut certificates = Vec::new();
    for name in names {
        let (_, result) = world.certified_candidate(&json!({"family_name": name, "given_names": format!("={name}")}));
        certificates.push(certificate_of(&result));
    }
    let person = world.register_candidate(client, &json!({"given_names": null, "email": null, "country": null}));
    world.add_foundation_evidence(client, &person);
    let mut failed = result(&person, "practitioner", "2015-06-01", 39);
    failed["question_marks"] = json!([9, 11, 9, 10]);
    failed["reference"] = json!("-2+3");
    let failed = client.post("/v1/results", &failed).expect(201);
    let correction = json!({"marks": 40, "reason": "First line\n=second line"});
    let path = format!("/v1/results/{}/corrections", text(&failed, "id"));
    world.registrar.client.post(&path, &correction).expect(201);
    let (_, annulled) = world.certified_candidate(&json!({}));
    let path = format!("/v1/results/{}/annulments", text(&annulled, "id"));
    world.registrar.client.post(&path, &json!({"reason": "=Nobody sat"})).expect(201);
    change_certificate(world, &certificates[0], "suspensions", "2016-01-01", None).expect(201);
    change_certificate(world, &certificates[1], "suspensions", "2016-01-01", Some("2090-12-31")).expect(201);
    change_certificate(world, &certificates[2], "withdrawals", "2016-02-01", None).expect(201);
    certificates
}

on_both_engines! {
    fn both_formats_say_what_the_lists_say(service: Service) {
        let world = World::new(&service);
        let certificates = populate(&world);
        let client = &world.body.caller.client;
        for kind in KINDS {
            let answer = client.get(&format!("/v1/exports/{kind}?format=ndjson"));
            let exported = objects(&answer.text());
            let list = events::all_items(client, &format!("/v1/{kind}"));
            assert_eq!(exported.len(), list.len(), "{kind}");
            for (exported, listed) in exported.iter().zip(&list) {
                for (name, value) in listed.as_object().unwrap() {
                    assert_eq!(&exported[name], value, "{kind} {name}");
                }
            }
            let table = export(client, kind, "?format=csv");
            let cells = rows(&table);
            let expected: Vec<_> = exported.iter().map(flat).collect();
            // The cursors of two exports differ, because they begin at different moments.
            let without_cursor = |rows: &[BTreeMap<String, String>]| -> Vec<_> {
                rows.iter().map(|row| row.iter().filter(|(name, _)| *name != "cursor").map(|(name, cell)| (name.clone(), cell.clone())).collect::<BTreeMap<_, _>>()).collect()
            };
            assert_eq!(without_cursor(&cells), without_cursor(&expected), "{kind}");
            assert!(cells.iter().all(|row| row["cursor"].starts_with('A')));
            for line in table.split(['\r', '\n', ',', ';']) {
                let bare = line.trim_start_matches([' ', '"']);
                assert!(!bare.starts_with(['=', '+', '-', '@', '－']), "{line:?} could run");
            }
        }
        assert!(export(client, "results", "").contains("9+11+9+10"));
        assert!(export(client, "candidates", "").contains(",\"'=HYPERLINK(\"\"x\"\")\","));
        let exported = objects(&export(client, "certificates", "?format=ndjson"));
        let status = |number: &String| {
            let found = exported.iter().find(|line| line["number"] == **number).unwrap();
            [&found["status"], &found["status_since"], &found["suspended_until"]].map(|value| value.as_str().unwrap_or("-").to_owned())
        };
        assert_eq!(status(&certificates[0]), ["suspended", "2016-01-01", "-"]);
        assert_eq!(status(&certificates[1]), ["suspended", "2016-01-01", "2090-12-31"]);
        assert_eq!(status(&certificates[2]), ["withdrawn", "2016-02-01", "-"]);
        assert_eq!(status(&certificates[3]), ["valid", "2015-06-01", "-"]);
        assert_eq!((&exported[3]["family_name"], &exported[3]["given_names"]), (&json!("أحمد"), &json!("=أحمد")));
        let candidates = events::all_items(client, "/v1/candidates");
        assert_eq!(exported[3]["candidate_number"], candidates[3]["number"]);
    }

    fn an_answer_says_what_it_is(service: Service) {
        let world = World::new(&service);
        world.certified_candidate(&json!({}));
        let client = &world.body.caller.client;
        let is_table = |answer: &Answer| answer.header("content-type") == "text/csv; charset=utf-8";
        let answer = client.get("/v1/exports/results");
        assert!(is_table(&answer), "{answer}");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("etag"), "");
        let as_of = answer.header("export-as-of").to_owned();
        assert!(chrono::DateTime::parse_from_rfc3339(&as_of).is_ok() && as_of.ends_with('Z'), "{as_of}");
        let name = format!("attachment; filename=\"{}-results-", world.body.slug);
        assert!(answer.header("content-disposition").starts_with(&name), "{answer}");
        let all = world.registrar.client.get("/v1/exports/results?format=ndjson");
        assert_eq!(all.header("content-type"), "application/x-ndjson");
        let disposition = all.header("content-disposition");
        assert!(disposition.starts_with("attachment; filename=\"results-20") && disposition.ends_with("Z.ndjson\""), "{all}");
        let ndjson = client.with_header("accept", "application/x-ndjson");
        assert_eq!(ndjson.get("/v1/exports/results").header("content-type"), "application/x-ndjson");
        assert!(is_table(&ndjson.get("/v1/exports/results?format=csv")), "the parameter is the clearer word");
        assert!(is_table(&client.with_header("accept", "application/json").get("/v1/exports/results")));
        for kind in KINDS {
            let head = client.head(&format!("/v1/exports/{kind}"));
            assert!((head.status, head.body.len()) == (200, 0) && is_table(&head), "{head}");
            let empty = export(&world.other_body.caller.client, kind, "");
            assert!(empty.ends_with(",cursor\r\n") && rows(&empty).is_empty(), "{empty:?}");
            assert_eq!(export(&world.other_body.caller.client, kind, "?format=ndjson"), "");
            assert_eq!(client.post(&format!("/v1/exports/{kind}"), &json!({})).problem_code(), "method_not_allowed");
        }
    }

    fn cells_are_separated_as_is_asked(service: Service) {
        let world = World::new(&service);
        populate(&world);
        let client = &world.body.caller.client;
        let without_cursor = |mut rows: Vec<BTreeMap<String, String>>| {
            for row in &mut rows {
                row.remove("cursor");
            }
            rows
        };
        let program = Program::beside(&service);
        for kind in KINDS {
            let expected = without_cursor(rows(&export(client, kind, "")));
            for (word, separator) in [("comma", b','), ("semicolon", b';'), ("tab", b'\t')] {
                let table = export(&client.with_header("accept", "application/x-ndjson"), kind, &format!("?separator={word}"));
                assert_eq!(without_cursor(separated_rows(&table, separator)), expected, "{kind} {word}");
                let printed = program.run(&["export", kind, "--body", &world.body.slug, "--separator", word]);
                assert_eq!(without_cursor(separated_rows(printed.done(), separator)), expected, "{kind} {word}");
            }
        }
        let both = ["export", "results", "--separator", "tab", "--format", "ndjson"];
        assert_eq!(program.run(&both).code, Some(2));
        for address in ["bodies", "courses", "organisations", "training-organisations"] {
            let address = format!("/v1/{address}?separator=semicolon");
            let answer = client.get(&address);
            assert_eq!((answer.status, answer.header("content-type")), (200, "text/csv; charset=utf-8"), "{answer}");
            let head = answer.text().lines().next().unwrap_or_default().to_owned();
            assert!(head.contains(';') && !head.contains(','), "{head}");
            let answer = client.get(&format!("{address}&format=json"));
            assert_eq!((answer.status, &answer.pointers()[..]), (400, &["/separator".to_owned()][..]), "{answer}");
        }
    }

    fn everybody_gets_what_the_lists_show(service: Service) {
        let world = World::new(&service);
        let (client, other, registrar) = (&world.body.caller.client, &world.other_body.caller.client, &world.registrar.client);
        let (found, _) = world.certified_candidate(&json!({"birth_date": "1980-01-01"}));
        let (named, _) = world.certified_candidate(&json!({}));
        let own = world.register_candidate(other, &json!({}));
        world.submit_result(other, &own, "foundation", "2015-06-01", 30).expect(201);
        let number = text(&client.get(&format!("/v1/candidates/{found}")).expect(200), "number");
        search(other, &number, "1980-01-01").expect(200);
        // A registrar records for the other body what that body does not know.
        world.add_foundation_evidence(client, &named);
        let mut for_other = result(&named, "practitioner", "2015-06-01", 60);
        for_other["body_id"] = json!(world.other_body.id);
        registrar.post("/v1/results", &for_other).expect(201);
        let unattached = world.register_candidate(registrar, &json!({}));
        world.submit_result(registrar, &unattached, "foundation", "2015-06-01", 30).expect(201);
        for (kind, expected) in [("candidates", [2, 2, 4]), ("results", [2, 2, 5]), ("certificates", [2, 2, 5])] {
            for (caller, expected) in [client, other, registrar].into_iter().zip(expected) {
                let exported = ids(caller, kind, "");
                assert_eq!((exported.len(), &exported), (expected, &listed(caller, kind)), "{kind}");
            }
            for (body, caller) in [(&world.body, client), (&world.other_body, other)] {
                for name in [&body.id, &body.slug] {
                    let query = format!("?body={name}");
                    assert_eq!(ids(registrar, kind, &query), ids(caller, kind, ""), "{kind}");
                    assert_eq!(ids(caller, kind, &query), ids(caller, kind, ""), "{kind}");
                }
            }
            for name in [&world.body.id, &world.body.slug] {
                other.get(&format!("/v1/exports/{kind}?body={name}")).expect_problem(403, "forbidden");
            }
            for caller in [client, registrar] {
                for name in ["nobody", "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00", "%20"] {
                    let answer = caller.get(&format!("/v1/exports/{kind}?body={name}"));
                    assert_eq!(answer.pointers(), ["/body"], "{answer}");
                    assert!(matches!(answer.status, 400 | 404), "{answer}");
                }
            }
            world.employer.client.get(&format!("/v1/exports/{kind}")).expect_problem(403, "forbidden");
            world.public.get(&format!("/v1/exports/{kind}")).expect_problem(401, "unauthenticated");
        }
        let practitioner = |caller: &Client, query: &str| {
            rows(&export(caller, "certificates", query)).into_iter().find(|row| row["qualification"] == "practitioner").unwrap()
        };
        let shown = practitioner(other, "");
        assert_eq!((shown["family_name"].as_str(), shown["candidate_number"].as_str()), ("", ""), "it does not know the holder");
        let query = format!("?body={}", world.other_body.slug);
        assert!(practitioner(registrar, &query)["family_name"].starts_with("Ferreira"));
    }

    fn what_is_asked_wrongly_is_told(service: Service) {
        let world = World::new(&service);
        world.certified_candidate(&json!({}));
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        for (query, pointer) in [
            ("format=xls", "/format"), ("separator=tab&format=xlsx", "/separator"), ("limit=5", "/limit"), ("format=csv&format=csv", "/format"), ("boddy=x", "/boddy"),
            ("format=", "/format"), ("separator=;", "/separator"), ("separator=tab&format=ndjson", "/separator"),
        ] {
            let answer = client.get(&format!("/v1/exports/results?{query}"));
            answer.expect_problem(400, "invalid_parameter");
            assert_eq!(answer.pointers(), [pointer], "{answer}");
        }
        let cursor = |caller: &Client, kind: &str| rows(&export(caller, kind, ""))[0]["cursor"].clone();
        let own = cursor(client, "results");
        let refused = |caller: &Client, kind: &str, cursor: &str| {
            let answer = caller.get(&format!("/v1/exports/{kind}?cursor={cursor}"));
            answer.expect_problem(400, "invalid_cursor");
            assert_eq!(answer.pointers(), ["/cursor"], "{answer}");
        };
        for bad in ["", "x", &own[1..], &own[..own.len() - 4], &own.chars().rev().collect::<String>()] {
            refused(client, "results", bad);
        }
        let list = registrar.get("/v1/results?limit=1").expect(200);
        assert!(list["next_cursor"].is_null());
        refused(client, "candidates", &own);
        refused(client, "certificates", &own);
        refused(registrar, "results", &own);
        refused(&world.other_body.caller.client, "results", &own);
        refused(client, "results", &cursor(registrar, "results"));
        // The body by its slug, by its id and as itself is the same body, and the format is no filter.
        for body in [&world.body.slug, &world.body.id] {
            assert_eq!(export(registrar, "results", &format!("?body={body}&cursor={own}")), "");
        }
        assert_eq!(export(client, "results", &format!("?format=ndjson&cursor={own}")), "");
    }

    fn the_operator_exports_straight_from_the_database(service: Service) {
        let world = World::new(&service);
        populate(&world);
        let program = Program::beside(&service);
        let folder = service.data_directory().parent().unwrap().to_owned();
        for kind in KINDS {
            for (format, extra) in [("csv", &[][..]), ("ndjson", &["--body", world.body.slug.as_str()])] {
                let arguments = [&["export", kind, "--format", format], extra].concat();
                let printed = program.run(&arguments);
                let lines = if format == "csv" { rows(printed.done()).len() } else { objects(printed.done()).len() };
                assert_eq!(lines, listed(&world.registrar.client, kind).len(), "{printed:?}");
                let said = format!("exported {lines} {kind} as of ");
                assert!(printed.said.starts_with(&said) && printed.said.lines().count() == 1, "{printed:?}");
                let file = folder.join(format!("{kind}.{format}"));
                std::fs::write(&file, "what was there before").unwrap();
                let output = program.run(&[&arguments[..], &["--output", file.to_str().unwrap()]].concat());
                assert_eq!(output.done(), "");
                let written = std::fs::read_to_string(&file).unwrap();
                assert_eq!(written.lines().count(), printed.printed.lines().count());
                let body = if extra.is_empty() { String::new() } else { format!("&body={}", world.body.slug) };
                let cursor = written.trim_end().rsplit(['\n', ',', '"']).find(|word| word.len() > 40).unwrap();
                let rest = program.run(&[&arguments[..], &["--cursor", cursor]].concat());
                assert_eq!(rest.done(), "", "nothing is after the last line");
                let query = format!("?format={format}{body}&cursor={cursor}");
                assert_eq!(export(&world.registrar.client, kind, &query), "", "the same cursors serve over HTTP");
            }
        }
        let file = folder.join("results.csv");
        let before = std::fs::read(&file).unwrap();
        for (flag, value, words) in [("--body", "nobody", "no such body"), ("--cursor", "x", "this cursor")] {
            program.run(&["export", "results", flag, value, "--output", file.to_str().unwrap()]).refused(&[words]);
        }
        program.run(&["export", "results", "--output", "no/such/folder.csv"]).refused(&["no/such/folder.csv"]);
        assert!(std::fs::read(&file).unwrap() == before, "a failure leaves what was there");
        let temporary = std::fs::read_dir(&folder).unwrap().flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(".tmp"));
        assert_eq!(temporary.count(), 0);
        for line in ["export", "export bodies", "export results --format xls", "export results --limit 3"] {
            assert_eq!(program.run(&line.split(' ').collect::<Vec<_>>()).code, Some(2), "{line}");
        }
    }
}
