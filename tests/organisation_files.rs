//! Organisation certificates by the file: as a table and as an array.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::support::organisation_certificates::{PATH, STATEMENT, agree, application, published, read};
use crate::support::steps::patch;
use crate::support::world::{World, text};
use crate::support::{Answer, Client, Service, events, on_both_engines};

const FILES: &str = "/v1/organisation-certificate-files";
const HEADER: &str =
    "organisation,country,registration_number,number,edition,issued_on,expires_on,sites,scope_statement";

/// A row of a table under [`HEADER`].
fn row(organisation: &str, number: &str) -> String {
    format!("{organisation},DE,,{number},2018,2020-05-01,2023-04-30,Bonn | DE; Graz | Steiermark | AT,{STATEMENT}")
}

fn table(rows: &[String]) -> String {
    rows.iter().fold(format!("{HEADER}\r\n"), |mut table, row| {
        write!(table, "{row}\r\n").unwrap();
        table
    })
}

fn send(client: &Client, query: &str, media_type: &str, file: &[u8]) -> Answer {
    client.send("POST", &format!("{FILES}{query}"), &[("content-type", media_type)], file)
}

fn send_table(client: &Client, rows: &[String]) -> Answer {
    send(client, "", "text/csv", table(rows).as_bytes())
}

/// Line and outcome of every row.
#[track_caller]
fn outcomes(report: &Value) -> Vec<(u64, String)> {
    let rows = report["rows"].as_array().unwrap_or_else(|| panic!("no rows in {report}"));
    rows.iter().map(|row| (row["line"].as_u64().unwrap(), text(row, "outcome"))).collect()
}

/// Column, pointer and code of every mistake of a row.
fn mistakes(row: &Value) -> Vec<(String, String, String)> {
    let word = |error: &Value, name: &str| error[name].as_str().unwrap_or_default().to_owned();
    let errors = row["errors"].as_array().unwrap();
    errors.iter().map(|error| (word(error, "column"), word(error, "pointer"), word(error, "code"))).collect()
}

fn count(client: &Client) -> usize {
    events::all_items(client, PATH).len()
}

fn expected(all: &[(u64, &str)]) -> Vec<(u64, String)> {
    all.iter().map(|(line, outcome)| (*line, (*outcome).to_owned())).collect()
}

on_both_engines! {
    fn every_row_is_submitted_or_refused_with_every_mistake(service: Service) {
        let world = World::new(&service);
        let body = &world.body.caller.client;
        let rows = [
            row("Nordwind GmbH", "A-1"),
            "Südsturm,XX,,A-2,1999,1.5.20,2019-01-01,Bonn; | ZZ,".to_owned(),
            row("شركة نور ش.م.م", "A-3"),
            row("Nordwind GmbH", "A-1"),
            row("Anders", "A-1"),
            "zu,wenig".to_owned(),
        ];
        let answer = send_table(body, &rows);
        let report = answer.expect(201);
        assert_eq!(answer.header("location"), PATH);
        assert_eq!(outcomes(&report), expected(&[
            (2, "submitted"), (3, "refused"), (4, "submitted"), (5, "unchanged"), (6, "refused"), (7, "refused"),
        ]));
        assert_eq!((&report["submitted"], &report["unchanged"], &report["refused"]), (&json!(2), &json!(1), &json!(3)));
        let mut found = mistakes(&report["rows"][1]);
        found.sort();
        let mistake = |column: &str, pointer: &str, code: &str| (column.to_owned(), pointer.to_owned(), code.to_owned());
        assert_eq!(found, [
            mistake("country", "/organisation/country", "unknown_country"),
            mistake("issued_on", "/issued_on", "invalid_date"),
            mistake("scope_statement", "/scope_statement", "required"),
            mistake("sites", "/sites/0", "not_a_site"),
            mistake("sites", "/sites/1/country", "unknown_country"),
            mistake("sites", "/sites/1/locality", "required"),
        ]);
        assert_eq!(report["rows"][0]["id"], report["rows"][3]["id"]);
        assert_eq!(report["rows"][4]["code"], "duplicate");
        assert_eq!(mistakes(&report["rows"][4]), [mistake("organisation", "/organisation", "differs")]);
        let short: Vec<_> = mistakes(&report["rows"][5]).into_iter().map(|(column, _, code)| (column, code)).collect();
        for (column, code) in [("country", "unknown_country"), ("number", "required"), ("scope_statement", "required")] {
            assert!(short.contains(&(column.to_owned(), code.to_owned())), "{short:?}");
        }
        assert_eq!(count(body), 2, "refused rows leave nothing");
        let kept = body.get(&format!("{PATH}/{}", text(&report["rows"][0], "id"))).expect(200);
        assert_eq!((&kept["number"], &kept["state"]), (&json!("A-1"), &json!("submitted")));
        assert_eq!(kept["sites"][1], json!({
            "name": null, "locality": "Graz", "region": "Steiermark", "country": "AT", "street": null, "postcode": null, "scope": null,
        }));

        let again = send_table(body, &rows);
        assert_eq!(again.expect(200)["unchanged"], 3, "the same file changes nothing");
        assert_eq!(count(body), 2);
        let submissions = events::subjects(&events::all(body), "organisation_certificate_submitted");
        assert_eq!(submissions.values().sum::<usize>(), 2, "one event for each");
    }

    fn rows_of_the_same_new_organisation_are_for_one(service: Service) {
        let world = World::new(&service);
        let body = &world.body.caller.client;
        let with_number = |name: &str, number: &str, register: &str| {
            row(name, number).replacen(",DE,,", &format!(",DE,{register},"), 1)
        };
        let report = send_table(body, &[
            row("Nordwind GmbH", "A-1"),
            row("NORDWIND  gmbh", "A-2"),
            with_number("Nordwind GmbH", "A-3", "HRB 1"),
            with_number("Nordwind GmbH", "A-4", "hrb1"),
            row("Nordwind GmbH", "A-5").replacen(",DE,", ",AT,", 1),
        ]).expect(201);
        let ids: Vec<String> = report["rows"].as_array().unwrap().iter().map(|row| text(row, "organisation_id")).collect();
        assert_eq!((&ids[0], &ids[2]), (&ids[1], &ids[3]));
        assert!(ids[0] != ids[2] && ids[4] != ids[0] && ids[4] != ids[2], "{ids:?}");

        let next = table(&[
            format!(",,,B-1,2018,2020-05-01,2023-04-30,Bonn|DE,{STATEMENT},{}", ids[0]),
            format!("Nordwind,DE,,B-2,2018,2020-05-01,2023-04-30,Bonn|DE,{STATEMENT},{}", ids[0]),
        ]).replacen("scope_statement", "scope_statement,organisation_id", 1);
        let report = send(body, "", "text/csv", next.as_bytes()).expect(201);
        assert_eq!(outcomes(&report), expected(&[(2, "submitted"), (3, "refused")]));
        assert_eq!(report["rows"][0]["organisation_id"], ids[0].as_str());
        assert_eq!(mistakes(&report["rows"][1])[0].2, "one_too_many");
    }

    fn a_row_sent_again_is_unchanged_alone_and_after_a_correction(service: Service) {
        let world = World::new(&service);
        let body = &world.body.caller.client;
        let rows = [row("Nordwind GmbH", "A-1"), row("NORDWIND  gmbh", "A-2"), row("Nördwind GmbH", "A-3")];
        let report = send_table(body, &rows).expect(201);
        let organisation = text(&report["rows"][0], "organisation_id");
        let is_unchanged = |rows: &[String]| {
            let again = send_table(body, rows).expect(200);
            assert_eq!(again["unchanged"], rows.len(), "{again}");
            assert!(again["rows"].as_array().unwrap().iter().all(|row| row["organisation_id"] == organisation.as_str()), "{again}");
        };
        let each_way = || {
            for row in &rows {
                is_unchanged(std::slice::from_ref(row));
            }
            is_unchanged(&rows);
            is_unchanged(&[rows[2].clone(), rows[1].clone(), rows[0].clone()]);
        };
        each_way();
        let corrected = json!({"name": "Südwind GmbH", "region": "Hessen"});
        patch(&world.registrar.client, &format!("/v1/organisations/{organisation}"), &corrected).expect(200);
        each_way();
        let more = send_table(body, &[rows[0].clone(), row("Nordwind GmbH", "A-4")]).expect(201);
        assert_eq!(more["rows"][1]["organisation_id"], organisation.as_str(), "the file says that they are one");
        let other = send_table(body, &[row("Nordwind GmbH", "A-2")]).expect(200);
        assert_eq!(mistakes(&other["rows"][0])[0].2, "differs", "{other}");
        assert_eq!(count(body), 4);
    }

    fn a_row_that_renews_is_for_the_organisation_that_is_renewed_wherever_it_stands(service: Service) {
        let world = World::new(&service);
        let body = &world.body.caller.client;
        let file = |rows: &[String]| table(rows).replacen("scope_statement", "scope_statement,renews", 1);
        for (name, renewal) in [("Nordwind GmbH", 1), ("Ostwind GmbH", 0)] {
            let renewed = published(&world, &json!({"organisation": {"name": name, "country": "DE"}}));
            let organisation = text(&read(body, &renewed, "")["organisation"], "id");
            let later = |number: &str, renews: &str| {
                let row = row(name, &format!("{name} {number}"));
                format!("{},{renews}", row.replacen("2020-05-01,2023-04-30", "2023-05-01,2026-04-30", 1))
            };
            let mut rows = [later("A", ""), later("B", "")];
            rows[renewal] = later("R", &renewed);
            let rehearsed = send(body, "?dry_run=true", "text/csv", file(&rows).as_bytes()).expect(200);
            assert_eq!(rehearsed["submitted"], 2, "{rehearsed}");
            let report = send(body, "", "text/csv", file(&rows).as_bytes()).expect(201);
            assert_eq!(report["submitted"], 2, "{report}");
            assert_eq!(report["rows"][renewal]["organisation_id"], organisation.as_str());
            assert_ne!(report["rows"][1 - renewal]["organisation_id"], organisation.as_str(), "it names none on record");
            assert_eq!(read(body, &text(&report["rows"][renewal], "id"), "")["renews_id"], renewed.as_str());
            let again = send(body, "", "text/csv", file(&rows).as_bytes()).expect(200);
            assert_eq!(again["unchanged"], 2, "{again}");
        }
    }

    fn what_two_bodies_describe_alike_in_one_file_stays_two_for_the_registrar(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let entry = |body: &str, number: &str| {
            application(&json!({"organisation": {"name": "Nordwind GmbH", "country": "DE"}, "body_id": body, "number": number}))
        };
        let entries = json!([
            entry(&world.body.id, "N-1"),
            entry(&world.other_body.slug, "N-1"),
            entry(&world.body.slug, "N-2"),
            entry(&world.other_body.id, "N-2"),
            entry("nobody", "N-3"),
        ]);
        let report = send(registrar, "", "application/json", entries.to_string().as_bytes()).expect(201);
        assert_eq!((&report["submitted"], &report["refused"]), (&json!(4), &json!(1)), "{report}");
        assert_eq!(mistakes(&report["rows"][4])[0].1, "/body_id");
        let ids: Vec<Value> = report["rows"].as_array().unwrap().iter().map(|row| row["organisation_id"].clone()).collect();
        assert_eq!((&ids[0], &ids[1]), (&ids[2], &ids[3]), "each body says of its own that they are one");
        assert_ne!(ids[0], ids[1], "nobody says it of both");
        let alike = registrar.get("/v1/organisation-duplicates").expect(200);
        // They were registered in one moment, so either may stand first.
        let pair: BTreeSet<_> = alike["items"][0]["organisations"].as_array().unwrap().iter().map(|one| one["id"].as_str()).collect();
        assert_eq!(pair, ids[..2].iter().map(Value::as_str).collect(), "{alike}");
    }

    fn a_dry_run_says_the_same_and_keeps_nothing(service: Service) {
        let world = World::new(&service);
        let body = &world.body.caller.client;
        send_table(body, &[row("Nordwind", "A-1")]).expect(201);
        let before = events::all(&world.registrar.client).len();
        let rows = [row("Nordwind", "A-1"), row("Südsturm", "A-2"), row("Südsturm", "A-3"), row("", "A-4")];
        let report = send(body, "?dry_run=true", "text/csv", table(&rows).as_bytes()).expect(200);
        assert_eq!(report["dry_run"], true);
        assert_eq!(outcomes(&report), expected(&[(2, "unchanged"), (3, "submitted"), (4, "submitted"), (5, "refused")]));
        assert_eq!((&report["rows"][1]["id"], report["rows"][0]["id"].is_string()), (&Value::Null, true));
        assert_eq!((count(body), events::all(&world.registrar.client).len()), (1, before));
        let report = send_table(body, &rows).expect(201);
        assert_eq!(report["submitted"], 2, "it can still be sent");
    }

    fn json_is_an_array_of_single_submissions(service: Service) {
        let world = World::new(&service);
        let (body, registrar) = (&world.body.caller.client, &world.registrar.client);
        let good = application(&json!({"number": "J-1"}));
        let entries = json!([good, 7, application(&json!({"number": "J-2", "sites": [], "edition": "1999"})), {"nmber": 1}]);
        let report = send(body, "", "application/json", entries.to_string().as_bytes()).expect(201);
        assert_eq!(outcomes(&report), expected(&[(1, "submitted"), (2, "refused"), (3, "refused"), (4, "refused")]));
        let told = &report["rows"][2]["errors"][0];
        assert_eq!((&told["column"], &told["pointer"]), (&Value::Null, &json!("/sites")));
        assert!(mistakes(&report["rows"][3]).iter().any(|mistake| mistake.1 == "/nmber" && mistake.2 == "unknown_field"));

        let unnamed = send(registrar, "", "application/json", json!([application(&json!({}))]).to_string().as_bytes());
        assert_eq!(mistakes(&unnamed.expect(200)["rows"][0])[0].1, "/body_id", "a registrar names the body");
        let path = format!("?body={}", world.other_body.slug);
        let named = send(registrar, &path, "application/json", json!([application(&json!({}))]).to_string().as_bytes());
        let id = text(&named.expect(201)["rows"][0], "id");
        agree(&world, &id);
        assert_eq!(world.public.get(&format!("{PATH}/{id}")).expect(200)["body"]["slug"], world.other_body.slug.as_str());
        let theirs = send(body, &path, "text/csv", table(&[row("Nordwind", "A-9")]).as_bytes()).expect(200);
        assert_eq!(mistakes(&theirs["rows"][0])[0].2, "not_allowed");
    }

    fn ugly_files_are_refused_in_words_and_leave_nothing(service: Service) {
        let world = World::new(&service);
        let body = &world.body.caller.client;
        let many: Vec<String> = (0..1001).map(|number| row("Nordwind", &format!("A-{number}"))).collect();
        for (file, code) in [
            (Vec::new(), "empty_file"),
            (b"\r\n \r\n".to_vec(), "empty_file"),
            (table(&[]).into_bytes(), "no_rows"),
            (b"PK\x03\x04 a spreadsheet".to_vec(), "damaged_workbook"),
            (b"\xD0\xCF\x11\xE0 an old one".to_vec(), "wrong_file_type"),
            (b"[{}]".to_vec(), "wrong_file_type"),
            (b"\xFF\xFEo\0r\0g\0a\0n\0\0".to_vec(), "wrong_encoding"),
            (table(&[row("Nord\0wind", "A-1")]).into_bytes(), "nul_byte"),
            ([table(&[]).into_bytes(), b"Dvo\xF8\xE1k,DE".to_vec()].concat(), "wrong_encoding"),
            (b"titel,ort\nNordwind,DE\n".to_vec(), "no_header"),
            (table(&[]).replace(",number,", ",nummmer,").into_bytes(), "unknown_column"),
            (table(&[]).replace(",number,", ",").into_bytes(), "missing_column"),
            (table(&["\"Nordwind,DE".to_owned()]).into_bytes(), "unclosed_quote"),
            (table(&many).into_bytes(), "too_many_rows"),
            (vec![b'x'; 100_000], "row_too_long"),
        ] {
            let answer = send(body, "", "text/csv", &file);
            let problem = answer.expect_problem(422, "invalid_file");
            assert_eq!(problem["errors"][0]["code"], code, "{answer}");
        }
        send(body, "", "text/csv", &vec![b'\n'; (2 << 20) + 1]).expect_problem(413, "payload_too_large");
        send(body, "", "application/json", b"[]").expect_problem(422, "invalid_input");
        let too_many = vec![json!({}); 1001];
        send(body, "", "application/json", json!(too_many).to_string().as_bytes()).expect_problem(422, "invalid_input");
        send(body, "", "application/xml", b"<a/>").expect_problem(415, "unsupported_media_type");
        send(body, "?dry_run=perhaps", "text/csv", b"").expect_problem(400, "invalid_parameter");
        for client in [&world.employer.client, &world.public] {
            assert!(matches!(send_table(client, &[row("Nordwind", "A-1")]).status, 401 | 403));
        }
        let deceiving = send_table(body, &[row("\u{202E}dniwdroN", "A-1"), row("'=1+1", "A-2"), row("\u{FEFF}", "A-3")]);
        let report = deceiving.expect(201);
        assert_eq!(outcomes(&report), expected(&[(2, "refused"), (3, "submitted"), (4, "refused")]));
        assert_eq!(mistakes(&report["rows"][0])[0].2, "invisible_character");
        assert_eq!(count(body), 1);
        let read = world.registrar.client.get(&format!("/v1/organisations/{}", text(&report["rows"][1], "organisation_id")));
        assert_eq!(read.expect(200)["name"], "=1+1", "the guard against formulas is taken off");
    }

    fn hundreds_of_rows_are_answered_at_once(service: Service) {
        let world = World::new(&service);
        let body = &world.body.caller.client;
        let rows: Vec<String> = (0..300).map(|number| row(&format!("Haus {number}"), &format!("T-{number}"))).collect();
        let report = send_table(body, &rows).expect(201);
        assert_eq!((&report["submitted"], &report["refused"]), (&json!(300), &json!(0)));
        assert_eq!(count(body), 300);
    }
}
