//! The report of a workbook is one: the same kind, columns, order and types, good to be sent again.

use calamine::Data;
use serde_json::Value;

use crate::support::batches::{self, finished, foundation, send, submit};
use crate::support::command::Program;
use crate::support::opened_workbooks::{ODS, XLSX, day, sheets, texts};
use crate::support::workbooks::Cell::{Day, Empty, Number, Text};
use crate::support::workbooks::{Cell, both};
use crate::support::world::{World, text};
use crate::support::{Answer, Client, Service, on_both_engines};

const ADDED: [&str; 6] = ["line", "outcome", "certificate_number", "reasons", "cure", "notes"];

/// A title, a header in German and three rows, of which the second and the third are wrong.
fn results() -> Vec<Vec<Cell>> {
    let header = ["Referenz", "Nachname", "Vorname", "Geburtsdatum", "Prüfung", "Prüfungsdatum", "Punkte"];
    vec![
        vec![Text("Juni 2015")],
        header.map(Text).to_vec(),
        vec![
            Text("00042"),
            Text("Müller"),
            Text("=Greta"),
            Day("1985-04-12"),
            Text("foundation"),
            Day("2015-06-01"),
            Number(30.0),
        ],
        vec![Text("00043"), Text("  "), Empty, Day("1985-04-13"), Text("foundation"), Day("2015-06-01"), Number(31.0)],
        vec![
            Text("00044"),
            Text("王"),
            Text("'x"),
            Text("Mai 1985"),
            Text("foundation"),
            Day("2015-06-02"),
            Text("32,5"),
        ],
    ]
}

fn sent(client: &Client, query: &str, media_type: &str, file: &[u8]) -> String {
    let id = text(&send(client, query, media_type, file).expect(202), "id");
    finished(client, &id);
    id
}

fn report(client: &Client, id: &str, query: &str) -> Answer {
    let answer = client.get(&format!("/v1/result-batches/{id}/report{query}"));
    assert_eq!(answer.status, 200, "{answer}");
    answer
}

fn outcomes(client: &Client, id: &str) -> Vec<String> {
    batches::words(&batches::rows(client, id, ""))
}

on_both_engines! {
    fn it_comes_back_as_it_came_and_can_be_sent_again(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        for (media_type, file) in both(&[("Juni", true, results())]) {
            let format = if media_type == XLSX { "xlsx" } else { "ods" };
            let id = sent(client, &format!("?again=true&file_name=Mai.{format}"), media_type, &file);
            let first = outcomes(client, &id);
            assert_eq!(first[1..], ["invalid", "invalid"]);
            let answer = report(client, &id, "");
            assert_eq!(answer.header("content-type"), if format == "xlsx" { XLSX } else { ODS });
            assert!(answer.header("content-disposition").contains(&format!("Mai-report.{format}")), "{answer}");
            let shown = texts(&answer.body, 0);
            let head = ["Referenz", "Nachname", "Vorname", "Geburtsdatum", "Prüfung", "Prüfungsdatum", "Punkte"];
            assert_eq!(shown[0], [&ADDED[..], &head].concat());
            assert_eq!(shown[1][..2], ["3".to_owned(), first[0].clone()]);
            assert_eq!(shown[1][6..], ["00042", "Müller", "=Greta", "1985-04-12", "foundation", "2015-06-01", "30"]);
            assert!(shown[3][3].contains("Geburtsdatum:") && shown[3][3].contains("Punkte:"), "{shown:?}");
            assert_eq!(shown[3][9..], ["Mai 1985", "foundation", "2015-06-02", "32,5"], "what is wrong is as it was");
            let typed = sheets(&answer.body).remove(0).1;
            assert_eq!(day(&typed[1][9]).as_deref(), Some("1985-04-12"), "a day is a day");
            assert!(matches!(typed[1][12], Data::Float(marks) if (marks - 30.0).abs() < 0.01), "marks are a number");
            assert!(matches!(&typed[1][6], Data::String(_)), "a reference keeps its zeros");
            // What was added is ignored, and nothing has changed.
            let again = sent(client, "", media_type, &answer.body);
            assert_eq!(outcomes(client, &again), ["unchanged", "invalid", "invalid"]);
            let twice = report(client, &again, "");
            let second = texts(&twice.body, 0);
            assert_eq!((&second[0], &second[1][6..]), (&shown[0], &shown[1][6..]));
        }
    }

    fn another_form_can_be_wanted(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let csv = submit(client, "", &batches::csv(&[foundation("=1", &[("marks", "33")])]));
        let ndjson = sent(client, "", "application/x-ndjson", &batches::ndjson(&[foundation("2", &[("family_name", "Zwei")])]));
        finished(client, &csv);
        for id in [&csv, &ndjson] {
            let usual = report(client, id, "");
            assert_eq!(usual.header("content-type"), "text/csv; charset=utf-8; header=present");
            assert_eq!(usual.body, client.get(&format!("/v1/result-batches/{id}/report.csv")).body);
            for (format, media_type) in [("xlsx", XLSX), ("ods", ODS)] {
                let answer = report(client, id, &format!("?format={format}"));
                assert_eq!(answer.header("content-type"), media_type);
                let rows = texts(&answer.body, 0);
                let place = |name: &str| rows[0].iter().position(|one| one == name).unwrap();
                assert!(["=1", "2"].contains(&rows[1][place("reference")].as_str()), "{rows:?}");
                let typed = sheets(&answer.body).remove(0).1;
                assert!(day(&typed[1][place("sat_on")]).is_some() && matches!(typed[1][place("marks")], Data::Float(_)));
                let again = sent(client, "?again=true", media_type, &answer.body);
                assert_eq!(outcomes(client, &again), ["unchanged"]);
            }
        }
        let xlsx = both(&[("x", true, results())]).into_iter().next().unwrap();
        let id = sent(client, "?dry_run=true", xlsx.0, &xlsx.1);
        assert!(report(client, &id, "?format=csv").text().contains("00042,Müller,'=Greta,1985-04-12"));
        for wrong in ["ndjson", "xls"] {
            let answer = client.get(&format!("/v1/result-batches/{id}/report?format={wrong}"));
            assert_eq!((answer.status, answer.pointers()), (400, vec!["/format".to_owned()]), "{answer}");
        }
    }

    /// A row of which nobody can say where its cells end is refused again, in whichever form its report is sent.
    fn what_is_refused_stays_so_in_every_form(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let header = "reference,given_names,family_name,birth_date,qualification,sat_on,marks,";
        for (row, outcome) in [
            ("1,Ada,\"Mis\"quoted,1990-01-01,foundation,2015-06-01,30,\r\n", "invalid"),
            ("1,Ada,Cut,1990-01-01,foundation,2015-06-01,30,\r\n2,Ada,Off,1990-01-01,foundation,2015-06-01", "invalid"),
            ("1,Ada,\"Weber\r\no2,Bob\",1990-01-01,foundation,2015-06-01,30,\r\n", "invalid"),
            ("1,Ada,Nameless,1990-01-01,foundation,2015-06-01,30,x\r\n", "invalid"),
            ("1,\"Ann\r\nMaria\",Plain,1990-01-01,foundation,2015-06-01,30,\r\n", "pass"),
        ] {
            let file = format!("{header}\r\n{row}");
            let id = sent(client, "?dry_run=true", "text/csv", file.as_bytes());
            let first = outcomes(client, &id);
            assert_eq!(first.last().unwrap(), outcome, "{row}");
            for (format, media_type) in [("csv", "text/csv"), ("xlsx", XLSX), ("ods", ODS)] {
                let report = report(client, &id, &format!("?format={format}"));
                let again = sent(client, "?dry_run=true", media_type, &report.body);
                assert_eq!(outcomes(client, &again), first, "{format}: {row}");
            }
        }
    }

    /// The same command sends the report as it sent the file.
    fn the_sheet_of_a_report_has_the_name_of_the_sheet_that_was_sent(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        for (media_type, file) in both(&[("Other", true, vec![vec![Text("x")]]), ("Mai & Juni", true, results())]) {
            let query = "?dry_run=true&sheet=Mai%20%26%20Juni";
            let id = sent(client, query, media_type, &file);
            let again = sent(client, query, media_type, &report(client, &id, "").body);
            assert_eq!(outcomes(client, &again), outcomes(client, &id));
        }
    }

    fn the_command_line_writes_what_its_name_says(service: Service) {
        let world = World::new(&service);
        let program = Program::beside(&service);
        let folder = service.data_directory().parent().unwrap().to_owned();
        let (_, file) = both(&[("x", true, results())]).into_iter().next().unwrap();
        std::fs::write(folder.join("results.xlsx"), file).unwrap();
        for (name, beginning) in [("r.xlsx", &b"PK"[..]), ("r.ods", b"PK"), ("r.csv", b"\xEF\xBB\xBFline,"), ("r.report", b"PK")] {
            let (file, report) = (folder.join("results.xlsx"), folder.join(name));
            let arguments = ["import", file.to_str().unwrap(), "--body", &world.body.slug, "--dry-run", "--json", "--report", report.to_str().unwrap()];
            let ended = program.run(&arguments);
            let summary: Value = serde_json::from_str(&ended.printed).unwrap_or_else(|error| panic!("{error}: {ended:?}"));
            assert_eq!(summary["rows"], 3, "{summary}");
            let written = std::fs::read(&report).unwrap();
            assert!(written.starts_with(beginning), "{name}");
            assert_eq!(written.windows(8).any(|part| part == b"mimetype"), name == "r.ods", "{name}");
        }
    }
}
