//! What spreadsheets, converters and forms leave where a name or a number of a document should be: refused with its cause by
//! everything that takes one.

use serde_json::{Value, json};

use crate::support::batches::{self, csv, finished, foundation, ndjson, outcome, send, words, wrong};
use crate::support::events;
use crate::support::organisation_certificates::application;
use crate::support::steps::expect_mistakes;
use crate::support::world::{World, candidate, external_certificate, text};
use crate::support::{Service, on_both_engines};

/// What is no name of a person, nor of anything else, and no number: with the code of the complaint.
const DEBRIS: [(&str, &str); 9] = [
    ("#REF!", "spreadsheet_error"),
    ("#NV", "spreadsheet_error"),
    ("#¡VALOR!", "spreadsheet_error"),
    ("Err:502", "spreadsheet_error"),
    ("1,23457E+14", "shortened_number"),
    ("Fr\u{FFFD}hlich", "lost_character"),
    ("MÃ¼ller", "wrong_encoding"),
    ("M&uuml;ller", "escaped_character"),
    ("M?ller", "placeholder"),
];

/// Which are no name of a person besides.
const NAMELESS: [(&str, &str); 3] = [("TRUE", "placeholder"), ("\u{3164}", "empty"), ("\u{115F}\u{E0041}", "empty")];

/// Which are no number of a document besides.
const NUMBERLESS: [(&str, &str); 5] =
    [("-", "placeholder"), ("0", "placeholder"), ("???", "placeholder"), ("NaN", "placeholder"), ("\u{3164}", "empty")];

/// What looks like debris and is a name.
const NAMES: [&str; 7] = ["Null", "Nan", "None", "True", "CONCEIÇÃO", "Kříž", "O’Brien"];

on_both_engines! {
    fn debris_is_no_name_of_a_person(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let registrar = &world.registrar.client;
        let columns = [("family_name", "/candidate/family_name"), ("given_names", "/candidate/given_names")];
        for (debris, code) in DEBRIS.into_iter().chain(NAMELESS) {
            for (column, _) in columns {
                let answer = client.post("/v1/candidates", &candidate(&json!({column: debris})));
                expect_mistakes(&answer, &[(&format!("/{column}"), code)]);
            }
            expect_mistakes(&registrar.post("/v1/approved-auditors", &json!({"name": debris})), &[("/name", code)]);
        }
        let all: Vec<_> = DEBRIS.into_iter().chain(NAMELESS).collect();
        for (column, pointer) in columns {
            let rows: Vec<_> =
                (0..).zip(&all).map(|(number, (debris, _))| foundation(&format!("{column}{number}"), &[(column, debris)])).collect();
            let lines = send(client, "", "application/x-ndjson", &ndjson(&rows)).expect(202);
            finished(client, &text(&lines, "id"));
            let lines = batches::rows(client, &text(&lines, "id"), "");
            for (decided, column) in [(outcome(client, "", &csv(&rows)), column), (lines, pointer)] {
                assert_eq!(decided.len(), all.len());
                for ((debris, code), row) in all.iter().zip(decided) {
                    let found = wrong(&row);
                    assert!(found.contains(&(column.to_owned(), (*code).to_owned())), "{debris}: {row}");
                    assert_eq!(text(&row, "outcome"), "invalid", "{debris}");
                }
            }
        }
        assert_eq!(events::all_items(client, "/v1/candidates"), Vec::<Value>::new());
        let rows: Vec<_> = NAMES.map(|name| foundation(name, &[("family_name", name), ("given_names", name)])).into();
        assert_eq!(words(&outcome(client, "", &csv(&rows))), NAMES.map(|_| "pass"));
    }

    fn debris_is_no_name_and_no_number_of_a_thing(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let registrar = &world.registrar.client;
        let person = world.register_candidate(client, &json!({}));
        let evidence = format!("/v1/candidates/{person}/external-certificates");
        for (debris, code) in DEBRIS.into_iter().chain([("???", "placeholder"), ("\u{3164}", "empty")]) {
            let name = json!({"name": debris, "country": "DE"});
            expect_mistakes(&registrar.post("/v1/organisations", &name), &[("/name", code)]);
            let trainer = json!({"name": debris, "country": "NL", "accredited_from": "2010-01-01"});
            expect_mistakes(&registrar.post("/v1/training-organisations", &trainer), &[("/name", code)]);
            let course = json!({"training_organisation_id": world.training_organisation_id, "qualification": "auditor",
                "title": debris, "accredited_from": "2010-01-01"});
            expect_mistakes(&registrar.post("/v1/courses", &course), &[("/title", code)]);
            let named = application(&json!({"organisation": {"name": debris, "country": "NL"}}));
            expect_mistakes(&client.post("/v1/organisation-certificates", &named), &[("/organisation/name", code)]);
        }
        for (debris, code) in DEBRIS.into_iter().chain(NUMBERLESS) {
            let answer = client.post(&evidence, &external_certificate("itil_foundation", debris, "2014-01-01"));
            expect_mistakes(&answer, &[("/number", code)]);
            let numbered = application(&json!({"number": debris}));
            expect_mistakes(&client.post("/v1/organisation-certificates", &numbered), &[("/number", code)]);
        }
        let all: Vec<_> = DEBRIS.into_iter().chain(NUMBERLESS).collect();
        let prior = |debris: &str, number: usize| {
            foundation(&number.to_string(), &[("prior_certification", "itil_foundation"), ("prior_number", debris),
                ("prior_awarded_on", "2014-01-01")])
        };
        let rows: Vec<_> = (0..).zip(&all).map(|(number, (debris, _))| prior(debris, number)).collect();
        for ((debris, code), row) in all.iter().zip(outcome(client, "", &csv(&rows))) {
            assert_eq!(wrong(&row), [("prior_number".to_owned(), (*code).to_owned())], "{debris}");
        }
        let header = "organisation,country,number,edition,issued_on,expires_on,sites,scope_statement";
        let file = format!("{header}\n#REF!,DE,#N/A,2018,2020-05-01,2023-04-30,#WERT! | DE,#NAME?\n");
        let answer = client.send("POST", "/v1/organisation-certificate-files", &[("content-type", "text/csv")], file.as_bytes());
        let refused = answer.expect(200)["rows"][0].clone();
        assert_eq!(
            wrong(&refused),
            ["organisation", "number", "sites", "scope_statement"].map(|column| (column.to_owned(), "spreadsheet_error".to_owned()))
        );
        for thing in ["R&D; Co", "#1 Hosting!", "NESCAFÉ® GmbH", "1&1"] {
            registrar.post("/v1/organisations", &json!({"name": thing, "country": "DE"})).expect(201);
        }
    }

    fn one_name_is_enough_and_a_lost_letter_is_said(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        for nothing in ["", ".", "-", "\u{3164}"] {
            let answer = client.post("/v1/candidates", &candidate(&json!({"given_names": nothing})));
            let detail = text(&answer.expect_problem(422, "invalid_input")["errors"][0], "detail");
            assert!(detail.ends_with("leave it out, or null, for a person with one name"), "{nothing}: {detail}");
        }
        client.post("/v1/candidates", &candidate(&json!({"given_names": null}))).expect(201);
        let asked = world.public.get("/v1/verifications/4J7RT-9WQ2C?family_name=Fr%EF%BF%BDhlich");
        let detail = text(&asked.expect_problem(400, "invalid_parameter")["errors"][0], "detail");
        assert!(detail.contains("U+FFFD"), "{detail}");
    }
}
