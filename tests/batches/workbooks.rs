//! Workbooks: one sheet of them is read as the same table would be as CSV, with the rows by their own numbers.

use serde_json::{Value, json};

use crate::support::batches::{self, finished, registry, send, words, wrong};
use crate::support::events;
use crate::support::organisation_certificates::STATEMENT;
use crate::support::sql::Sql;
use crate::support::workbooks::Cell::{Day, Empty, Figures, Number, Percentage, Text};
use crate::support::workbooks::{Cell, Sheet, XLSX, both, xlsx};
use crate::support::world::{World, text};
use crate::support::{Client, Service, on_both_engines};

/// Sends a workbook, and waits for its end; the batch and its rows.
fn sent(client: &Client, query: &str, media_type: &str, file: &[u8]) -> (Value, Vec<Value>) {
    let id = text(&send(client, query, media_type, file).expect(202), "id");
    finished(client, &id);
    (client.get(&format!("/v1/result-batches/{id}")).expect(200), batches::rows(client, &id, ""))
}

fn texts(cells: &[&'static str]) -> Vec<Cell> {
    cells.iter().map(|text| if text.is_empty() { Empty } else { Text(text) }).collect()
}

/// A title, a header and rows, as somebody in Germany has them in a sheet.
fn results() -> Vec<Vec<Cell>> {
    let person = |reference, name: &'static str, marks| {
        vec![
            Figures(reference, 5),
            Text(name),
            Text("Greta"),
            Day("1985-04-12"),
            Text("foundation"),
            Day("2015-06-01"),
            marks,
            Empty,
        ]
    };
    vec![
        texts(&["Ergebnisse Juni 2015", "", "Name"]),
        vec![],
        texts(&["Referenz", "Name", "Vorname", "Geburtsdatum", "Prüfung", "Prüfungsdatum", "Punkte", ""]),
        person(42.0, "Müller\n", Number(30.0)),
        vec![Empty; 8],
        person(43.0, "Zwei, \"Drei\"\nVier", Number(3.0)),
        person(44.0, "Fünf", Number(26.5)),
        person(45.0, "Wahr", Text("#NV")),
        [person(46.0, "Rechts", Number(30.0)), vec![Empty, Text("?")]].concat(),
    ]
}

fn workbook() -> Vec<Sheet<'static>> {
    vec![
        ("Alt", false, vec![texts(&["Name", "Geburtsdatum"]), texts(&["x", "y"])]),
        ("Erklärung", true, vec![texts(&["Name", "wie im Ausweis"]), texts(&["Punkte", "0 bis 40"])]),
        ("Juni", true, results()),
    ]
}

on_both_engines! {
    fn a_sheet_is_read_as_the_table_that_people_see(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let mut left = None;
        for (media_type, file) in both(&workbook()) {
            let (batch, rows) = sent(client, "?dry_run=true", media_type, &file);
            let taken = if left.is_none() { ["pass", "fail"] } else { ["unchanged", "unchanged"] };
            let expected = [&taken[..], &["invalid", "invalid", "invalid"]].concat();
            assert_eq!(words(&rows), expected, "{rows:?}");
            let lines: Vec<_> = rows.iter().map(|row| (row["line"].as_u64().unwrap(), text(row, "reference"))).collect();
            let expected_lines = [(4, "00042"), (6, "00043"), (7, "00044"), (8, "00045"), (9, "00046")];
            assert!(lines.iter().zip(expected_lines).all(|(one, (line, reference))| one.0 == line && one.1 == reference), "{lines:?}");
            assert_eq!(wrong(&rows[2]), [("Punkte".to_owned(), "wrong_type".to_owned())]);
            assert_eq!(wrong(&rows[4]), [(String::new(), "too_many_cells".to_owned())]);
            let format = if media_type == XLSX { "xlsx" } else { "ods" };
            let sheet = json!({"format": format, "name": "Juni", "others": ["Alt", "Erklärung"], "hidden_rows": 0});
            assert_eq!((&batch["format"], &batch["sheet"], &batch["bytes"]), (&json!(format), &sheet, &json!(file.len())), "{batch}");
            assert_eq!(batch["passed_over"], json!(["Ergebnisse Juni 2015 Name"]));
            assert_eq!(batch["understood"].as_array().map(Vec::len), Some(7), "{batch}");
            // Whatever it is sent as, and as often as it is sent, it is the same.
            assert_eq!(send(client, "?dry_run=true", "text/csv", &file).expect(200)["id"], batch["id"]);
            let (_, rows) = sent(client, "", "application/vnd.ms-excel", &file);
            assert_eq!(words(&rows), expected, "{rows:?}");
            let entered = registry(&service, &world.body.id);
            assert_eq!(*left.get_or_insert_with(|| entered.clone()), entered, "{format}");
        }
        let names: Vec<_> = events::all_items(client, "/v1/candidates").iter().map(|one| text(one, "family_name")).collect();
        assert!(names.contains(&"Müller".to_owned()) && names.contains(&"Zwei, \"Drei\" Vier".to_owned()), "{names:?}");
    }

    fn a_sheet_can_be_named(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let rows = |name: &'static str| vec![texts(&["family_name", "birth_date", "qualification", "sat_on", "marks"]),
            vec![Text(name), Day("1985-04-12"), Text("foundation"), Day("2015-06-01"), Number(30.0)]];
        let sheets = [("May & June", true, rows("May")), ("July", true, rows("July")), ("Old", false, rows("Old"))];
        for (media_type, file) in both(&sheets) {
            let problem = send(client, "?sheet=Jul", media_type, &file).expect_problem(422, "invalid_file");
            assert_eq!(problem["errors"][0]["code"], "unknown_sheet");
            assert!(text(&problem, "detail").contains("`July`, `Old`"), "{problem}");
            let mut ids = Vec::new();
            for (query, name) in [("", "May & June"), ("&sheet=july", "July"), ("&sheet=Old", "Old")] {
                let (batch, _) = sent(client, &format!("?dry_run=true{query}"), media_type, &file);
                assert_eq!(batch["sheet"]["name"], name);
                ids.push(batch["id"].clone());
            }
            // Each sheet is recognised for itself.
            assert_eq!(send(client, "?dry_run=true&sheet=July", media_type, &file).expect(200)["id"], ids[1]);
            assert_eq!(send(client, "?dry_run=true&sheet=May%20%26%20June", media_type, &file).expect(200)["id"], ids[0]);
        }
        let csv = batches::csv(&[batches::foundation("1", &[])]);
        let problem = send(client, "?sheet=July", "text/csv", &csv).expect_problem(422, "invalid_file");
        assert_eq!(problem["errors"][0]["code"], "no_sheets");
        // What is called a workbook and is none is read as what it is.
        assert_eq!(send(client, "?dry_run=true", XLSX, &csv).expect(202)["format"], "csv");
    }

    fn what_is_no_table_in_a_workbook_is_refused_with_the_row(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let with = |marks: &[Cell]| {
            let mut rows = vec![texts(&["family_name", "birth_date", "qualification", "sat_on", "marks"])];
            rows.extend(marks.iter().map(|marks| vec![Text("Uhr"), Day("1985-04-12"), Text("foundation"), Day("2015-06-01"), *marks]));
            vec![("T", true, rows)]
        };
        for (sheets, code, said) in [
            (with(&[Number(30.0), Percentage(0.65)]), "percentages", "line 3"),
            (vec![("T", true, vec![])], "empty_file", "header"),
            (vec![("T", true, vec![texts(&["what", "is this"])])], "no_header", "names no column"),
            (with(&[]), "no_rows", "at least one row"),
        ] {
            for (media_type, file) in both(&sheets) {
                let problem = send(client, "", media_type, &file).expect_problem(422, "invalid_file");
                assert_eq!(problem["errors"][0]["code"], code, "{problem}");
                assert!(text(&problem, "detail").contains(said), "{said}: {problem}");
            }
        }
        let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".repeat(100);
        let problem = send(client, "", "application/vnd.ms-excel", &old).expect_problem(422, "invalid_file");
        assert!(text(&problem, "detail").contains(".xlsx"), "{problem}");
        let link = br#"{"":"WARNING!","doc_id":"1a2b","resource_key":"","email":"a@example.org"}"#;
        for media_type in ["text/csv", XLSX, "application/x-ndjson"] {
            let problem = send(client, "", media_type, link).expect_problem(422, "invalid_file");
            assert!(text(&problem, "detail").contains("Google"), "{problem}");
        }
        let instant = with(&[Number(30.0)]).into_iter().map(|(name, seen, mut rows)| {
            rows[1][1] = Number(31_149.75);
            (name, seen, rows)
        });
        let (_, rows) = sent(client, "", XLSX, &xlsx(&instant.collect::<Vec<_>>()));
        assert_eq!(wrong(&rows[0])[0].1, "invalid_date", "{rows:?}");
    }

    fn what_is_kept_of_a_file_is_what_counts(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let rows: Vec<_> = std::iter::once(texts(&["family_name", "birth_date", "qualification", "sat_on", "marks"]))
            .chain((0..50).map(|_| vec![Text("Viele"), Day("1985-04-12"), Text("foundation"), Day("2015-06-01"), Number(30.0)]))
            .collect();
        let (batch, _) = sent(client, "", XLSX, &xlsx(&[("T", true, rows)]));
        let wide: Vec<u8> = format!("\u{FEFF}{}", String::from_utf8(batches::csv(&[batches::foundation("1", &[])])).unwrap())
            .encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (converted, _) = sent(client, "", "text/csv", &wide);
        let mut sql = Sql::of(&service);
        for batch in [batch, converted] {
            let id = text(&batch, "id");
            let stored = format!("SELECT CAST(stored_bytes AS TEXT) AS value FROM result_batches WHERE id = '{id}'");
            let pieces = format!("SELECT CAST(SUM(LENGTH(content)) AS TEXT) AS value FROM result_batch_pieces WHERE batch_id = '{id}'");
            let (stored, pieces) = (sql.texts(&stored).concat(), sql.texts(&pieces).concat());
            assert_eq!(stored, pieces);
            assert_ne!(stored, batch["bytes"].to_string());
        }
    }

    fn organisation_certificates_come_in_workbooks_as_well(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let statement: &'static str = format!("{STATEMENT}\n\nMail, \"and\" more.").leak();
        let row = |number: &'static str| {
            vec![Text("Müller AG"), Text("DE"), Text(number), Number(2018.0), Day("2020-05-01"), Day("2023-04-30"), Text("Köln | DE\nBonn | DE"), Text(statement)]
        };
        let header = texts(&["Firma", "Land", "Zertifikatsnummer", "Norm", "Ausgestellt am", "Gültig bis", "Standorte", "Geltungsbereich"]);
        let mut first = None;
        for (number, (media_type, file)) in (0..).zip(both(&[("Zertifikate", true, vec![texts(&["Stand", "2020"]), vec![], header, row("A-1"), vec![], row("")])])) {
            let answer = client.send("POST", "/v1/organisation-certificate-files", &[("content-type", media_type)], &file);
            let report = answer.expect(if number == 0 { 201 } else { 200 });
            let lines: Vec<_> = report["rows"].as_array().unwrap().iter().map(|row| row["line"].as_u64().unwrap()).collect();
            assert_eq!(lines, [4, 6], "{report}");
            assert_eq!((&report["sheet"]["name"], &report["passed_over"]), (&json!("Zertifikate"), &json!(["Stand 2020"])));
            assert_eq!(report["rows"][1]["errors"][0]["column"], "Zertifikatsnummer", "{report}");
            let id = text(&report["rows"][0], "id");
            assert_eq!(*first.get_or_insert_with(|| id.clone()), id);
            let kept = client.get(&format!("/v1/organisation-certificates/{id}")).expect(200);
            assert_eq!(kept["scope_statement"], statement);
            assert_eq!(kept["sites"].as_array().map(Vec::len), Some(2));
        }
        let csv = client.send("POST", "/v1/organisation-certificate-files?sheet=x", &[("content-type", "text/csv")], b"a,b\n");
        assert_eq!(csv.expect_problem(422, "invalid_file")["errors"][0]["code"], "no_sheets");
    }

    fn rows_above_the_header_of_a_csv_file_are_passed_over(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let file = "Results, June;;;;\r\n# a comment\r\n\"two; words\";;marks;;\r\n\r\nfamily_name;birth_date;qualification;sat_on;marks\r\n\
            Title;1985-04-12;foundation;2015-06-01;30\r\n";
        let (batch, rows) = sent(client, "", "text/csv", file.as_bytes());
        assert_eq!(batch["passed_over"], json!(["Results, June", "two; words marks"]));
        assert_eq!((words(&rows), rows[0]["line"].as_i64()), (vec!["pass".to_owned()], Some(6)));
        let below = format!("{}{}", "title\n".repeat(20), "family_name,birth_date,qualification,sat_on,marks\nx,1985-04-12,foundation,2015-06-01,30\n");
        let problem = send(client, "", "text/csv", below.as_bytes()).expect_problem(422, "invalid_file");
        assert_eq!(problem["errors"][0]["code"], "no_header");
    }
}
