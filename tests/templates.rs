//! Files to begin with: what is in them, in every language, and that what they are called is understood.

use serde_json::json;

use crate::support::command::Program;
use crate::support::opened_workbooks::{XLSX, part, texts};
use crate::support::scratch;
use crate::support::world::World;
use crate::support::{Client, Service, on_both_engines};

const LANGUAGES: [&str; 5] = ["en", "de", "fr", "es", "ja"];

/// What a template is of, with the address that takes its file, and how many columns are of which form: days, drop-downs, numbers.
const KINDS: [(&str, &str, [usize; 3]); 2] = [
    ("results", "/v1/result-batches?dry_run=true", [9, 10, 1]),
    ("organisation-certificates", "/v1/organisation-certificate-files?dry_run=true", [3, 3, 0]),
];

fn workbook(client: &Client, kind: &str, language: &str) -> Vec<u8> {
    let answer = client.get(&format!("/v1/templates/{kind}?format=xlsx&language={language}"));
    assert_eq!((answer.status, answer.header("content-type")), (200, XLSX), "{answer}");
    assert_eq!(answer.header("content-language"), language);
    assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"{kind}.xlsx\""));
    answer.body
}

on_both_engines! {
    fn a_workbook_has_a_sheet_to_fill_in_and_its_explanations_in_every_language(service: Service) {
        let client = service.client().anonymous();
        for (kind, _, [days, lists, numbers]) in KINDS {
            let mut headers = Vec::new();
            for language in LANGUAGES {
                let book = workbook(&client, kind, language);
                let [to_fill_in, explanations, codes] = [0, 1, 2].map(|sheet| texts(&book, sheet));
                let [header] = &to_fill_in[..] else { panic!("nothing but a header: {to_fill_in:?}") };
                // Of each column that stands in the header there is an explanation.
                let explained: Vec<&String> = explanations.iter().filter(|row| !row[2].is_empty()).map(|row| &row[0]).skip(1).collect();
                assert_eq!(explained, header.iter().collect::<Vec<_>>());
                assert!(explanations.iter().any(|row| row[4] == "2026-03-01" || row[4] == "2024-05-17"), "examples: {explanations:?}");
                let japan = codes.iter().find_map(|row| row.windows(2).find(|cells| cells[0] == "JP").map(|cells| cells[1].clone()));
                let expected = ["Japan", "Japan", "Japon", "Japón", "日本"];
                let place = LANGUAGES.iter().position(|one| *one == language).unwrap();
                assert_eq!(japan.as_deref(), Some(expected[place]));
                let sheet = part(&book, "xl/worksheets/sheet1.xml").unwrap();
                let count = |what: &str| sheet.matches(what).count();
                assert_eq!((count("type=\"date\""), count("type=\"list\""), count("type=\"whole\"")), (days, lists, numbers));
                assert_eq!(count("<dataValidation "), header.len(), "every column has its message");
                assert!(sheet.contains("state=\"frozen\"") && !sheet.contains("<f>"), "{sheet}");
                let columns = sheet.split("<col min=\"").skip(1).map(|one| one.split('"').step_by(2).take(2).map(|end| end.parse::<usize>().unwrap()));
                let typed: usize = columns.map(std::iter::Iterator::collect::<Vec<_>>).map(|ends| ends[1] + 1 - ends[0]).sum();
                assert_eq!(typed, header.len(), "every column has its form");
                headers.push(header.clone());
            }
            headers.dedup();
            assert_eq!(headers.len(), LANGUAGES.len(), "{headers:?}");
        }
    }

    fn headings_of_every_language_are_understood_when_the_file_is_sent(service: Service) {
        let world = World::new(&service);
        for (kind, address, _) in KINDS {
            let mut outcomes = Vec::new();
            for language in LANGUAGES {
                let csv = world.public.get(&format!("/v1/templates/{kind}?format=csv&language={language}"));
                assert_eq!((csv.status, csv.header("content-language")), (200, language), "{csv}");
                let header = texts(&workbook(&world.public, kind, language), 0).remove(0);
                let text = csv.text();
                let separator = if matches!(language, "en" | "ja") { "," } else { ";" };
                assert!(text.lines().any(|line| line == header.join(separator)), "{header:?}: {text}");
                let sent = world.body.caller.client.send("POST", address, &[("content-type", "text/csv")], &csv.body);
                assert!(matches!(sent.status, 200 | 202), "{sent}");
                let columns = sent.json()["understood"].as_array().unwrap().len();
                assert!(language == "en" && columns == 0 || columns > 10, "{language}: {sent}");
                outcomes.push(sent.json()["rows"].clone());
            }
            outcomes.dedup();
            assert_eq!(outcomes.len(), 1, "the same rows in every language: {outcomes:?}");
        }
    }

    fn form_and_language_are_negotiated(service: Service) {
        let client = service.client().anonymous();
        let of = |query: &str, headers: &[(&str, &str)]| client.send("GET", &format!("/v1/templates/results{query}"), headers, b"");
        let usual = of("", &[]);
        assert_eq!((usual.header("content-language"), usual.header("vary")), ("en", "accept, accept-encoding, accept-language, authorization"));
        assert!(usual.header("content-type").starts_with("text/csv") && usual.header("cache-control").contains("public"));
        let german = of("", &[("accept-language", "de-AT, en;q=0.5"), ("accept", XLSX)]);
        assert_eq!((german.header("content-language"), german.header("content-type")), ("de", XLSX));
        assert_eq!(of("?language=fr", &[("accept-language", "de")]).header("content-language"), "fr");
        let again = of("?format=xlsx&language=de", &[("if-none-match", german.header("etag"))]);
        assert_eq!(again.status, 304, "the same template is the same bytes: {again}");
        let lines = of("?format=ndjson", &[]).text();
        assert_eq!(lines.lines().count(), 4);
        assert_eq!(of("?format=xls&language=xx", &[]).pointers(), ["/format", "/language"]);
        client.get("/v1/templates/organisation-certificates?format=ndjson").expect_problem(422, "invalid_input");
        client.get("/v1/templates/bodies").expect_problem(404, "not_found");
    }

    fn a_scheme_of_ones_own_has_its_own_codes(service: Service) {
        let shown = service.client().get("/v1/qualifications").expect(200);
        let titles = texts(&workbook(&service.client(), "results", "en"), 2);
        for one in shown["items"].as_array().unwrap() {
            assert!(titles.iter().any(|row| row.iter().any(|cell| json!(cell) == one["code"])), "{one}");
        }
    }
}

#[test]
fn the_command_line_hands_out_the_same() {
    let folder = scratch::directory("templates");
    let program = Program::new(folder.path());
    let file = folder.path().join("x.xlsx");
    let path = file.display().to_string();
    program.run(&["template", "xlsx", "--language", "ja", "--output", &path]).done();
    assert_eq!(texts(&std::fs::read(&file).unwrap(), 0)[0][0], "参照番号");
    program.run(&["template", "xlsx", "--for", "organisation-certificates", "--output", &path]).done();
    assert_eq!(texts(&std::fs::read(&file).unwrap(), 0)[0][0], "organisation");
    let german = program.run(&["template", "csv", "--language", "de"]);
    assert!(german.done().contains("Kandidatennummer;Vornamen;Familienname"));
    program.run(&["template", "ndjson", "--for", "organisation-certificates"]).refused(&["csv"]);
    let missing = folder.path().join("no/x.csv").display().to_string();
    program.run(&["template", "csv", "--output", &missing]).refused(&["no/x.csv cannot be written"]);
}
