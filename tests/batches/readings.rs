//! Files as spreadsheets of several countries write them: read as they are meant, with what was assumed said.

use serde_json::{Value, json};

use crate::support::batches::{self, csv, finished, foundation, outcome, registry, send, words, wrong};
use crate::support::events;
use crate::support::organisation_certificates::STATEMENT;
use crate::support::world::{World, text};
use crate::support::{Client, Service, on_both_engines};

const GERMAN: &str = "Referenz;Vorname;Name;Geburtsdatum;Prüfung;Prüfungsdatum;Punkte;E-Mail;;\r\n\
    1;Jürgen; \"Müller\";1985–04–12;foundation;2015-06-01;30,0\r\n\
    2;\"Ann\r\nMarie\";Groß;1985-04-12;foundation;2015-06-01;3\r\n";

/// Sends a file, and waits for its end; the batch and its rows.
fn sent(client: &Client, query: &str, file: &[u8]) -> (Value, Vec<Value>) {
    let id = text(&send(client, query, "text/csv", file).expect(202), "id");
    finished(client, &id);
    (client.get(&format!("/v1/result-batches/{id}")).expect(200), batches::rows(client, &id, ""))
}

on_both_engines! {
    fn headings_and_encodings_of_several_countries_are_understood_and_said(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let western: Vec<u8> =
            GERMAN.chars().map(|one| if one == '–' { 0x96 } else { u8::try_from(u32::from(one)).unwrap() }).collect();
        let wide = |big: bool, mark: &str| -> Vec<u8> {
            format!("{mark}{GERMAN}").encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        let mut first = None;
        for (file, encoding) in [
            (GERMAN.as_bytes().to_vec(), "UTF-8"), (western, "windows-1252"), (wide(false, "\u{FEFF}"), "UTF-16LE"),
            (wide(true, "\u{FEFF}"), "UTF-16BE"), (wide(false, ""), "UTF-16LE"),
        ] {
            let (batch, rows) = sent(client, "?dry_run=true", &file);
            let expected = if first.is_none() { ["pass", "fail"] } else { ["unchanged", "unchanged"] };
            assert_eq!(words(&rows), expected, "{encoding}: {rows:?}");
            assert_eq!((&batch["encoding"], &batch["bytes"]), (&json!(encoding), &json!(file.len())), "{batch}");
            let heading = |heading: &str, column: &str| json!({"heading": heading, "column": column});
            assert_eq!(batch["understood"], json!([
                heading("Referenz", "reference"), heading("Vorname", "given_names"), heading("Name", "family_name"),
                heading("Geburtsdatum", "birth_date"), heading("Prüfung", "qualification"),
                heading("Prüfungsdatum", "sat_on"), heading("Punkte", "marks"), heading("E-Mail", "email"),
            ]));
            assert_eq!(send(client, "?dry_run=true", "text/csv", &file).expect(200)["id"], batch["id"], "{encoding}");
            let (_, rows) = sent(client, "", &file);
            assert_eq!(words(&rows), expected, "{encoding}: {rows:?}");
            let entered = registry(&service, &world.body.id);
            assert_eq!(*first.get_or_insert_with(|| entered.clone()), entered, "{encoding}");
        }
        let names: Vec<_> = events::all_items(client, "/v1/candidates")
            .iter()
            .map(|candidate| (text(candidate, "given_names"), text(candidate, "family_name")))
            .collect();
        assert!(names.contains(&("Jürgen".to_owned(), "Müller".to_owned())), "{names:?}");
        assert!(names.contains(&("Ann Marie".to_owned(), "Groß".to_owned())), "{names:?}");
    }

    fn percentages_refuse_the_file_and_not_some_rows(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let rows: Vec<_> = ["92", "65", "40", "35", "28"]
            .map(|marks| foundation(marks, &[("family_name", marks_name(marks)), ("marks", marks)]))
            .into();
        for query in ["?dry_run=true", ""] {
            for (media_type, file) in [("text/csv", csv(&rows)), ("application/x-ndjson", batches::ndjson(&rows))] {
                let problem = send(client, query, media_type, &file).expect_problem(422, "invalid_file");
                assert_eq!(problem["errors"][0]["code"], "percentages", "{problem}");
                assert!(text(&problem, "detail").contains("re these percentages?"), "{problem}");
            }
        }
        assert_eq!(events::all_items(client, "/v1/candidates"), Vec::<Value>::new());
        let all_above: Vec<_> =
            ["92", "65"].map(|marks| foundation(marks, &[("family_name", marks_name(marks)), ("marks", marks)])).into();
        for row in outcome(client, "", &csv(&all_above)) {
            assert_eq!(wrong(&row), [("marks".to_owned(), "impossible_marks".to_owned())]);
            assert!(row.to_string().contains("is it a percentage?"), "{row}");
        }
    }

    fn a_mark_that_cannot_be_read_is_told_once(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        for (marks, said) in [("26.5", "has a fraction"), ("26/40", "write the marks alone, such as 26"), ("many", "whole number")] {
            let rows = outcome(client, "", &csv(&[foundation(marks, &[("marks", marks)])]));
            assert_eq!(wrong(&rows[0]), [("marks".to_owned(), "wrong_type".to_owned())], "{marks}");
            assert!(rows[0].to_string().contains(said), "{}", rows[0]);
        }
        let line = |marks: &str| {
            format!(r#"{{"reference":"{marks}","candidate":{{"family_name":"Point","birth_date":"1990-01-01"}},"result":{{"qualification":"foundation","sat_on":"2015-06-01","marks":{marks}}}}}"#)
        };
        let id = text(&send(client, "", "application/x-ndjson", line("30.5").as_bytes()).expect(202), "id");
        finished(client, &id);
        let row = &batches::rows(client, &id, "")[0];
        assert_eq!(wrong(row), [("/result/marks".to_owned(), "wrong_type".to_owned())]);
        let id = text(&send(client, "", "application/x-ndjson", line("30.0").as_bytes()).expect(202), "id");
        finished(client, &id);
        assert_eq!(words(&batches::rows(client, &id, "")), ["pass"]);
        let rows: Vec<_> = ["31,0", "٣٢", "３３"]
            .map(|marks| foundation(marks, &[("family_name", &format!("Digits {marks}")), ("marks", marks)]))
            .into();
        assert_eq!(words(&outcome(client, "", &csv(&rows))), ["pass", "pass", "pass"]);
    }

    fn a_table_of_organisations_is_understood_as_well(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let file = format!(
            "Firma;Land;Zertifikatsnummer;Norm;Ausgestellt am;Gültig bis;Standorte;Geltungsbereich;;\r\n\
             Müller Rechenzentren;DE;A-1;2018;2020-05-01;2023-04-30;\"Köln | DE\r\nBonn | DE\";\"{STATEMENT}\r\nMail.\"\r\n"
        );
        let western: Vec<u8> = file.chars().map(|one| u8::try_from(u32::from(one)).unwrap()).collect();
        let send = |bytes: &[u8], query: &str| {
            client.send("POST", &format!("/v1/organisation-certificate-files{query}"), &[("content-type", "text/csv")], bytes)
        };
        for (bytes, encoding) in [(file.as_bytes(), "UTF-8"), (&western, "windows-1252")] {
            let report = send(bytes, "?dry_run=true").expect(200);
            assert_eq!((&report["submitted"], &report["encoding"]), (&json!(1), &json!(encoding)), "{report}");
            assert_eq!(report["understood"][0], json!({"heading": "Firma", "column": "organisation"}));
            assert_eq!(report["understood"].as_array().map(Vec::len), Some(8));
        }
        let id = text(&send(&western, "").expect(201)["rows"][0], "id");
        let kept = client.get(&format!("/v1/organisation-certificates/{id}")).expect(200);
        assert_eq!(kept["scope_statement"], format!("{STATEMENT}\nMail."));
        assert_eq!(kept["sites"].as_array().map(Vec::len), Some(2));
        let twice = send(b"Firma,company,country,number,edition,issued_on,expires_on,sites,scope\nx,y,DE,1,2018,,,,\n", "");
        assert_eq!(twice.expect_problem(422, "invalid_file")["errors"][0]["code"], "duplicate_column");
    }
}

/// A family name for each.
fn marks_name(marks: &str) -> &'static str {
    match marks {
        "92" => "Alder",
        "65" => "Birch",
        "40" => "Cedar",
        "35" => "Damson",
        _ => "Elm",
    }
}
