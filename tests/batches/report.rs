//! The report: the file back, with what became of each row, safe to open, and good to be sent again.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::Value;

use crate::support::batches::{
    Row, by_reference, csv, finished, foundation, hold_back, ndjson, outcome, read, rows, send, submit, words, wrong,
};
use crate::support::sql::Sql;
use crate::support::world::{World, text};
use crate::support::{Answer, Client, Service, events, on_both_engines};

fn report(client: &Client, id: &str) -> Answer {
    let answer = client.get(&format!("/v1/result-batches/{id}/report.csv"));
    assert_eq!(answer.status, 200, "{answer}");
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert!(answer.body.starts_with(b"\xEF\xBB\xBF"), "{answer}");
    answer
}

/// A text as a program writes it in this encoding.
fn encoded(text: &str, encoding: &str) -> Vec<u8> {
    let units = || "\u{FEFF}".encode_utf16().chain(text.encode_utf16());
    match encoding {
        "UTF-16LE" => units().flat_map(u16::to_le_bytes).collect(),
        "UTF-16BE" => units().flat_map(u16::to_be_bytes).collect(),
        "windows-1252" => text.chars().map(|one| u8::try_from(u32::from(one)).unwrap()).collect(),
        _ => text.as_bytes().to_vec(),
    }
}

/// The text of a file, without its mark.
fn decoded(bytes: &[u8], encoding: &str) -> String {
    let units = |of: fn([u8; 2]) -> u16| bytes.chunks(2).map(|pair| of([pair[0], pair[1]])).collect::<Vec<_>>();
    let text = match encoding {
        "UTF-16LE" => String::from_utf16(&units(u16::from_le_bytes)).unwrap(),
        "UTF-16BE" => String::from_utf16(&units(u16::from_be_bytes)).unwrap(),
        "windows-1252" => return bytes.iter().map(|byte| char::from(*byte)).collect(),
        _ => String::from_utf8(bytes.to_vec()).unwrap(),
    };
    text.strip_prefix('\u{FEFF}').expect("a byte order mark").to_owned()
}

on_both_engines! {
    fn it_has_the_file_and_what_became_of_each_row(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let given = vec![
            foundation("1", &[("given_names", "O'Brien, \"Jo\"")]),
            foundation("2", &[("family_name", "王"), ("marks", "3")]),
            foundation("2b", &[("family_name", "王"), ("marks", "2"), ("sat_on", "2015-07-01"), ("country", "TW")]),
            foundation("3", &[("birth_date", "1990-13-01"), ("marks", "999")]),
            foundation("4", &[("qualification", "practitioner"), ("marks", "50"), ("family_name", "Four")]),
        ];
        for (name, file) in [("text/csv", csv(&given)), ("application/x-ndjson", ndjson(&given))] {
            let sent = send(client, "?again=true&file_name=Mai+2015.csv", name, &file);
            let id = text(&sent.expect(202), "id");
            finished(client, &id);
            let answer = report(client, &id);
            assert_eq!(
                answer.header("content-disposition"),
                "attachment; filename=\"Mai_2015-report.csv\"; filename*=UTF-8''Mai%202015-report.csv"
            );
            let told = read(&answer.body, b',');
            assert_eq!(told.len(), 5);
            assert!(told[2]["notes"].contains("country"), "{told:?}");
            for ((told, given), shown) in told.iter().zip(&given).zip(rows(client, &id, "")) {
                for (column, value) in given {
                    assert_eq!(told.get(column), Some(value), "{column} of {told:?}");
                }
                assert_eq!(told["outcome"], text(&shown, "outcome"));
                assert_eq!(told["line"], shown["line"].to_string());
                assert_eq!(told.get("certificate_number").map(String::as_str), shown["certificate_number"].as_str());
                assert_eq!(told.contains_key("cure"), !wrong(&shown).is_empty(), "{told:?}");
                for error in shown["errors"].as_array().unwrap() {
                    assert!(told["reasons"].contains(&text(error, "detail")), "{told:?}");
                }
                for note in shown["notes"].as_array().unwrap() {
                    assert!(told["notes"].contains(&text(note, "detail")), "{told:?}");
                }
            }
            let compressed = client.send("GET", &format!("/v1/result-batches/{id}/report.csv"), &[("accept-encoding", "gzip")], b"");
            assert_eq!(compressed.header("content-encoding"), "gzip");
            assert!(compressed.body.starts_with(&[0x1F, 0x8B]));
        }
    }

    fn every_piece_of_evidence_of_a_line_is_in_it(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let line = r#"{"reference":"1","candidate":{"family_name":"Many","birth_date":"1990-01-01"},"result":{"qualification":"foundation","sat_on":"2015-06-01","marks":30}}
{"reference":"2","candidate":{"family_name":"More","birth_date":"1990-01-01"},"external_certificates":[{"certification":"itil_foundation","number":"N-1","awarded_on":"2014-01-01"},{"certification":"itil_foundation","number":"N-2","awarded_on":"2014-02-01"}],"result":{"qualification":"foundation","sat_on":"2015-06-01","marks":30}}
"#;
        let id = text(&send(client, "", "application/x-ndjson", line.as_bytes()).expect(202), "id");
        finished(client, &id);
        let told = read(&report(client, &id).body, b',');
        assert_eq!((told[1]["prior_number"].as_str(), told[1]["prior_number_2"].as_str()), ("N-1", "N-2"), "{told:?}");
        assert_eq!(told[1]["outcome"], "pass");
    }

    fn no_formula_runs_and_the_report_can_be_sent_back_corrected(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let given = vec![
            foundation("=1+1", &[("given_names", "@SUM(A1)"), ("family_name", "=A1+A2"), ("marks", "999")]),
            foundation("'quoted", &[("given_names", "+Ann"), ("family_name", "-Dash"), ("marks", "30")]),
        ];
        let first = outcome(client, "", &csv(&given));
        assert_eq!(words(&first), ["invalid", "pass"], "{first:?}");
        let id = text(&client.get("/v1/result-batches").expect(200)["items"][0], "id");
        let told = report(client, &id).text();
        for cell in ["=1+1", "@SUM(A1)", "=A1+A2", "+Ann", "-Dash"] {
            assert!(told.contains(&format!("'{cell}")), "{told}");
            assert!(!told.split([',', '\n', '"']).any(|found| found == cell), "{told}");
        }
        let corrected = told.replace(",999,", ",30,");
        let second = outcome(client, "", corrected.as_bytes());
        assert_eq!(words(&second), ["pass", "unchanged"], "{second:?}");
        assert_eq!(by_reference(&second).into_keys().collect::<Vec<_>>(), ["'quoted", "=1+1"]);
        let mut names: Vec<String> =
            events::all_items(client, "/v1/candidates").iter().map(|candidate| text(candidate, "family_name")).collect();
        names.sort();
        assert_eq!(names, ["-Dash", "=A1+A2"]);
    }

    /// Half of Europe's spreadsheets separate by semicolons, and the registry's own words have commas and semicolons in them.
    fn it_is_separated_as_the_file_is(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        for (separator, tag) in [(',', "Comma"), (';', "Semi"), ('\t', "Tab")] {
            let joined = |cells: [&str; 6]| cells.join(&separator.to_string());
            let file = [
                joined(["reference", "family_name", "birth_date", "qualification", "sat_on", "marks"]),
                joined(["1", tag, "1990-01-01", "foundation", "01.06.15", "30"]),
                joined(["2", &format!("{tag} two"), "1990-01-01", "foundation", "2015-06-01", "30"]),
            ];
            let id = submit(client, "", file.join("\n").as_bytes());
            finished(client, &id);
            let answer = report(client, &id);
            let told = read(&answer.body, u8::try_from(separator).unwrap());
            assert_eq!((told[0]["outcome"].as_str(), told[1]["outcome"].as_str()), ("invalid", "pass"), "{told:?}");
            assert!(told[0]["reasons"].contains("; write all four, best YYYY-MM-DD"), "{told:?}");
            let again = outcome(client, "", &answer.body);
            assert_eq!(words(&again), ["invalid", "unchanged"], "{again:?}");
            let corrected = answer.text().replace("01.06.15", "01.06.2015");
            let corrected = outcome(client, "", corrected.as_bytes());
            assert_eq!(words(&corrected), ["pass", "unchanged"], "{corrected:?}");
        }
    }

    fn it_comes_back_as_it_came_and_says_the_same_when_it_is_sent_again(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let german = "Aktenzeichen;Nachname;Vorname;Geburtsdatum;Prüfung;Prüfungsdatum;Punkte";
        let english = "Our reference\tSurname\tFirst name\tDate of birth\tExam\tExam date\tScore";
        for (name, encoding, charset, end, header, [born, sat, short]) in [
            ("A", "windows-1252", "windows-1252", "\r\n", german, ["27.12.1990", "01.06.2015", "01.06.15"]),
            ("B", "UTF-16LE", "utf-16", "\r\n", english, ["12/27/1990", "6/1/2015", "6/1/15"]),
            ("C", "UTF-16BE", "utf-16", "\n", german, ["1990/12/27", "2015-06-01", "15-06-01"]),
            ("D", "UTF-8", "utf-8", "\n", german, ["27-12-1990", "01-06-2015", "01-06-15"]),
            ("E", "UTF-8", "utf-8", "\r", &format!("sep=;\r{german}"), ["27.12.1990", "1.6.2015", "1.6.15"]),
        ] {
            let separator = if header == english { "\t" } else { ";" };
            let row = |number: &str, sat: &str, marks: &str| {
                [number, &format!("Rück{name}"), "Zoë, \"Z\"", born, "foundation", sat, marks]
                    .map(|cell| if cell.contains('"') { "\"Zoë, \"\"Z\"\"\"" } else { cell })
                    .join(separator)
            };
            let lines = [header.to_owned(), row("1", sat, "30"), row("2", short, "30"), format!("\"3\"x{}", row("", sat, "31"))];
            let file = lines.join(end) + end;
            let id = submit(client, "", &encoded(&file, encoding));
            finished(client, &id);
            let first = rows(client, &id, "");
            assert_eq!(words(&first), ["pass", "invalid", "invalid"], "{name}: {first:?}");
            let answer = client.get(&format!("/v1/result-batches/{id}/report.csv"));
            assert_eq!(answer.header("content-type"), format!("text/csv; charset={charset}; header=present"));
            let report = decoded(&answer.body, encoding);
            let own = header.rsplit(end).next().unwrap();
            let added = ["line", "outcome", "certificate_number", "reasons", "cure", "notes", own].join(separator);
            let sep = if name == "E" { "sep=;\r" } else { "" };
            assert!(report.starts_with(&format!("{sep}{added}{end}")), "{report:?}");
            assert!(report.ends_with(end) && report.matches(end).count() == file.matches(end).count(), "{report:?}");
            assert!(end == "\r\n" || !report.contains("\r\n"), "{report:?}");
            assert!(report.contains(&row("1", sat, "30")) && report.contains(&row("2", short, "30")), "{report:?}");

            let again = outcome(client, "", &answer.body);
            assert_eq!(words(&again), ["unchanged", "invalid", "invalid"], "{name}: {again:?}");
            let reasons = |rows: &[Value]| rows[1..].iter().map(|row| row["errors"].clone()).collect::<Vec<_>>();
            assert_eq!(reasons(&again), reasons(&first), "{name}");
            // Of another day: a candidate holds one certificate of an edition.
            let corrected = report.replace(&row("2", short, "30"), &row("2", sat, "30").replace("Rück", "Anders"));
            let corrected = outcome(client, "", &encoded(&corrected, encoding));
            assert_eq!(words(&corrected), ["unchanged", "pass", "invalid"], "{name}: {corrected:?}");
        }
    }

    fn what_its_encoding_does_not_have_makes_it_unicode(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &serde_json::json!({"family_name": "王", "birth_date": "1990-12-27"}));
        let number = text(&client.get(&format!("/v1/candidates/{candidate}")).expect(200), "number");
        let file = format!("reference;candidate_number;Nachname;Prüfung;sat_on;marks\n1;{number};Müller;foundation;2015-06-01;30\n");
        let id = submit(client, "", &encoded(&file, "windows-1252"));
        finished(client, &id);
        let told = read(&report(client, &id).body, b';');
        assert!(told[0]["reasons"].contains("王") && told[0]["Nachname"] == "Müller", "{told:?}");
        assert!(told[0]["cure"].contains("candidate number"), "{told:?}");
    }

    fn rows_that_are_too_short_or_too_long_are_in_it(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let file = "reference,family_name,birth_date,qualification,sat_on,marks\n1,Short\n2,Long,1990-01-01,foundation,2015-06-01,30,more\n";
        let id = submit(client, "", file.as_bytes());
        finished(client, &id);
        let told = report(client, &id).text();
        assert!(told.contains("1,Short,") && told.contains("2,Long,1990-01-01,foundation,2015-06-01,30,more"), "{told}");
        assert_eq!(told.lines().count(), 3, "{told}");
    }

    fn rows_that_are_not_dealt_with_have_no_outcome(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        hold_back(&service, &world.body.id);
        let id = submit(client, "", &csv(&[foundation("1", &[])]));
        let told = read(&report(client, &id).body, b',');
        assert_eq!((told[0].get("outcome"), told[0]["line"].as_str()), (None, "2"), "{told:?}");
        assert_eq!(report(client, &id).header("content-disposition"), format!("attachment; filename=\"{id}-report.csv\""));
    }

    fn it_is_gone_with_the_file(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let id = submit(client, "", &csv(&[foundation("1", &[])]));
        finished(client, &id);
        Sql::of(&service).execute(&format!("DELETE FROM result_batch_pieces WHERE batch_id = '{id}'")).unwrap();
        let gone = client.get(&format!("/v1/result-batches/{id}/report.csv")).expect_problem(404, "not_found");
        assert!(text(&gone, "detail").contains("not kept any more"), "{gone}");
        assert_eq!(rows(client, &id, "").len(), 1);
    }

    fn a_client_that_does_not_read_holds_nobody_up(service: Service) with [("TOUCHSTONE_DATABASE_CONNECTIONS", "1")] {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        // Larger than all that the system keeps for a connection.
        let people: Vec<Row> = (0..1500)
            .map(|number| {
                let email = format!("{}@example.org", "x".repeat(5000));
                foundation(&number.to_string(), &[("family_name", &format!("Row {number}")), ("email", &email), ("marks", "99")])
            })
            .collect();
        let id = submit(client, "", &csv(&people));
        finished(client, &id);
        let port: u16 = client.base().rsplit(':').next().unwrap().parse().unwrap();
        let head = format!(
            "GET /v1/result-batches/{id}/report.csv HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\r\n",
            client.token().unwrap()
        );
        let mut slow: Vec<TcpStream> = (0..3)
            .map(|_| {
                let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
                stream.write_all(head.as_bytes()).unwrap();
                let mut beginning = [0; 12];
                stream.read_exact(&mut beginning).unwrap();
                assert_eq!(&beginning, b"HTTP/1.1 200");
                stream
            })
            .collect();
        client.get("/v1/candidates").expect(200);
        assert_eq!(read(&report(client, &id).body, b',').len(), 1500);
        let mut rest = Vec::new();
        let mut first = slow.remove(0);
        first.set_read_timeout(Some(std::time::Duration::from_secs(20))).unwrap();
        let mut buffer = vec![0; 1 << 16];
        while !rest.ends_with(b"0\r\n\r\n") {
            let length = first.read(&mut buffer).unwrap();
            assert!(length > 0, "it broke off after {} bytes", rest.len());
            rest.extend_from_slice(&buffer[..length]);
        }
        assert!(rest.len() > 7_000_000, "{}", rest.len());
    }
}
