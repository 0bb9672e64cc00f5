//! Formats and editions: two things with days of their own, that follow from the day of the sitting or are named.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::batches::{by_reference, csv, finished, foundation, ndjson, outcome, send, wrong};
use crate::support::command::Program;
use crate::support::credentials::{document, pdf};
use crate::support::paper::lines;
use crate::support::sql::Sql;
use crate::support::steps::{certificate_of, expect_mistakes, use_scheme, verification};
use crate::support::world::{World, text};
use crate::support::{Engine, Service, events, on_both_engines};

fn sitting(candidate: &str, sat_on: &str, more: &Value) -> Value {
    let mut sitting = json!({"candidate_id": candidate, "qualification": "foundation", "sat_on": sat_on});
    more.as_object().unwrap().iter().for_each(|(name, value)| sitting[name] = value.clone());
    sitting
}

on_both_engines! {
    fn a_sitting_in_the_previous_format_on_the_edition_of_2011_is_recorded_as_that(service: Service) {
        let world = World::new(&service);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let candidate = world.register_candidate(client, &Value::Null);
        let declared = |more: &Value| {
            let mut whole = json!({"declared_outcome": "pass"});
            more.as_object().unwrap().iter().for_each(|(name, value)| whole[name] = value.clone());
            sitting(&candidate, "2012-02-15", &whole)
        };
        // A body is told what is in its way, whatever else is missing; a registrar is told what is.
        for more in [json!({}), json!({"edition": "2011"})] {
            client.post("/v1/results", &declared(&more)).expect_problem(422, "registrar_only");
        }
        let unnamed = registrar.post("/v1/results", &declared(&json!({})));
        expect_mistakes(&unnamed, &[("/edition", "required")]);
        assert!(unnamed.to_string().contains("a sitting on 2012-02-15 can be of edition 2005 or 2011"), "{unnamed}");
        for (more, mistakes) in [
            (json!({"edition": "2018"}), &[("/edition", "wrong_edition")][..]),
            (json!({"edition": "2011", "format": "2011"}), &[("/format", "wrong_format")]),
            (json!({"edition": "2018", "format": "2018"}), &[("/format", "wrong_format"), ("/edition", "wrong_edition")]),
            (json!({"edition": "2011", "marks": 30}), &[("/marks", "not_allowed")]),
        ] {
            expect_mistakes(&registrar.post("/v1/results", &declared(&more)), mistakes);
        }
        let recorded = registrar.post("/v1/results", &declared(&json!({"edition": "2011"}))).expect(201);
        let said = ["format", "edition", "declared", "outcome"].map(|name| recorded[name].clone());
        assert_eq!(said, [json!("previous"), json!("2011"), json!(true), json!("pass")]);
        let number = certificate_of(&recorded);
        let certificate = registrar.get(&format!("/v1/certificates/{number}")).expect(200);
        assert_eq!((&certificate["format"], &certificate["edition"]), (&json!("previous"), &json!("2011")));
        assert_eq!(verification(&world, &number, "")["edition"], "2011");
        let told = events::all(registrar).into_iter().find(|event| event["kind"] == "result_registered").unwrap();
        assert_eq!((&told["data"]["format"], &told["data"]["edition"]), (&json!("previous"), &json!("2011")));
        for kind in ["results", "certificates"] {
            let exported = registrar.get(&format!("/v1/exports/{kind}?format=ndjson")).text();
            let exported: Value = serde_json::from_str(exported.lines().next().unwrap()).unwrap();
            assert_eq!((&exported["format"], &exported["edition"]), (&json!("previous"), &json!("2011")), "{kind}");
        }
        // What is signed, drawn and shown names the part with the guidance of no examination that was not based on it.
        let (part_one, both) = ("ISO/IEC 20000-1:2011", "ISO/IEC 20000-1:2011 with ISO/IEC 20000-2:2012");
        let later = registrar.post("/v1/results", &sitting(&world.register_candidate(client, &Value::Null), "2012-06-01", &json!({"marks": 30})));
        for (number, title) in [(&number, part_one), (&certificate_of(&later.expect(201)), both)] {
            let signed: Value = serde_json::from_str(&document(registrar, number)).unwrap();
            let achievement = &signed["credentialSubject"]["achievement"];
            assert_eq!(achievement["specialization"], title);
            assert!(text(achievement, "description").ends_with(&format!("Examined on {title}.")), "{achievement}");
            let page = world.public.get(&format!("/verify/{number}")).text();
            assert!(page.contains(&format!(">{title}<")), "{title}: {page}");
            let paper = lines(&pdf(registrar, number)).join(" ");
            assert!(paper.contains(&format!("on the basis of {title}")), "{title}: {paper}");
            assert_eq!(paper.contains("ISO/IEC 20000-2"), title == both, "{paper}");
        }
        // The same on another edition is another result; who holds the edition of 2011 is not awarded it once more.
        let named = json!({"edition": "2011", "format": "previous"});
        assert_eq!(registrar.post("/v1/results", &declared(&named)).expect(200)["id"], recorded["id"]);
        registrar.post("/v1/results", &declared(&json!({"edition": "2005"}))).expect_problem(409, "result_conflict");
        let later = world.submit_result(client, &candidate, "foundation", "2012-06-01", 33);
        later.expect_problem(409, "certificate_exists");
        let corrections = format!("/v1/results/{}/corrections", text(&recorded, "id"));
        let corrected = registrar.post(&corrections, &json!({"declared_outcome": "fail", "reason": "R"})).expect(201);
        assert_eq!((&corrected["format"], &corrected["edition"]), (&json!("previous"), &json!("2011")));
        for (day, edition) in [("2011-03-31", "2005"), ("2012-06-01", "2011")] {
            let other = world.register_candidate(client, &Value::Null);
            let more = if edition == "2005" { json!({"declared_outcome": "pass"}) } else { json!({"marks": 30}) };
            let recorded = registrar.post("/v1/results", &sitting(&other, day, &more)).expect(201);
            assert_eq!(recorded["edition"], edition, "it follows from {day}");
        }
    }

    fn files_name_format_and_edition_as_requests_do(service: Service) {
        let world = World::new(&service);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let row = |reference: &str, more: &[(&str, &str)]| {
            let usual = [("family_name", reference), ("sat_on", "2012-02-15"), ("marks", ""), ("declared_outcome", "pass")];
            foundation(reference, &[&usual[..], more].concat())
        };
        let rows = [
            row("on-2011", &[("edition", "2011")]),
            row("whole", &[("edition", "2005"), ("format", "previous")]),
            row("unnamed", &[]),
            row("wrong", &[("edition", "2011"), ("format", "2011")]),
            row("before", &[("sat_on", "2011-03-31")]),
        ];
        let query = format!("?body={}", world.body.slug);
        let answered = outcome(registrar, &query, &csv(&rows));
        let found = by_reference(&answered);
        for (reference, expected) in
            [("on-2011", "pass"), ("whole", "pass"), ("unnamed", "invalid"), ("wrong", "invalid"), ("before", "pass")]
        {
            assert_eq!(found[reference], expected, "{answered:?}");
        }
        let mistake = |reference: &str| wrong(answered.iter().find(|row| row["reference"] == reference).unwrap()).remove(0);
        assert_eq!(mistake("unnamed"), ("edition".to_owned(), "required".to_owned()));
        assert_eq!(mistake("wrong"), ("format".to_owned(), "wrong_format".to_owned()));
        let again = send(registrar, &query, "application/x-ndjson", &ndjson(&rows)).expect(202);
        assert_eq!(finished(registrar, &text(&again, "id"))["counts"]["unchanged"], 3);
        let results = events::all_items(client, "/v1/results");
        let pairs: Vec<_> = results.iter().map(|one| (text(one, "reference"), text(one, "format"), text(one, "edition"))).collect();
        for (reference, edition) in [("on-2011", "2011"), ("whole", "2005"), ("before", "2005")] {
            assert!(pairs.contains(&(reference.to_owned(), "previous".to_owned(), edition.to_owned())), "{pairs:?}");
        }
        let rows = outcome(client, "", &csv(&[row("by-a-body", &[("edition", "2011")])]));
        assert_eq!(wrong(&rows[0])[0].1, "registrar_only");
    }

    fn where_formats_overlap_a_body_names_its_own(mut service: Service) {
        use_scheme(&mut service, |scheme| {
            let later = "[[format]]\ncode = \"2016\"\ntitle = \"Later format\"\nsat_from = 2016-01-01\n\n[listing]";
            let paper = |block: &str| block.replacen("\"2011\"", "\"2016\"", 1).replace("pass_mark = 26", "pass_mark = 30");
            let mut edited = scheme.replacen("[listing]", later, 1);
            let mut from = 0;
            while let Some(start) = edited[from..].find("[[qualification.format]]").map(|found| from + found) {
                let end = edited[start..].find("\n\n").map_or(edited.len(), |length| start + length);
                let addition = format!("\n\n{}", paper(edited[start..end].trim_end()));
                edited.insert_str(end, &addition);
                from = end + addition.len();
            }
            edited.replacen("sat_from = 2012-06-01", "sat_from = 2012-06-01\nsat_until = 2016-06-30", 1)
        });
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &Value::Null);
        let ask = |day: &str, more: &Value| client.post("/v1/results", &sitting(&candidate, day, more));
        expect_mistakes(&ask("2016-03-01", &json!({"marks": 29})), &[("/format", "required")]);
        expect_mistakes(&ask("2016-03-01", &json!({"marks": 29, "format": "previous"})), &[("/format", "wrong_format")]);
        expect_mistakes(&ask("2015-12-31", &json!({"marks": 29, "format": "2016"})), &[("/format", "wrong_format")]);
        let failed = ask("2016-03-01", &json!({"marks": 29, "format": "2016"})).expect(201);
        assert_eq!((&failed["outcome"], &failed["pass_mark"]), (&json!("fail"), &json!(30)), "{failed}");
        let path = format!("/v1/results/{}/corrections", text(&failed, "id"));
        let corrected = world.registrar.client.post(&path, &json!({"marks": 28, "reason": "R"})).expect(201);
        assert_eq!((&corrected["format"], &corrected["outcome"]), (&json!("2016"), &json!("fail")), "by its own pass mark");
        let passed = ask("2016-03-02", &json!({"marks": 29, "format": "2011"})).expect(201);
        assert_eq!((&passed["outcome"], &passed["format"], &passed["edition"]), (&json!("pass"), &json!("2011"), &json!("2011")));
        let other = world.register_candidate(client, &Value::Null);
        let only = client.post("/v1/results", &sitting(&other, "2016-07-01", &json!({"marks": 30}))).expect(201);
        assert_eq!(only["format"], "2016", "it follows from the day");
        let page = world.public.get("/qualifications/foundation").text();
        for words in ["Later format", "2011 format", "Previous format", "30 June 2016", "31 May 2012", "1 April 2011"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let file = service.data_directory().with_file_name("scheme.toml");
        let checked = Program::beside(&service).run(&["scheme", "check", file.to_str().unwrap()]);
        assert!(checked.done().contains("from 2016-01-01 to 2016-06-30: a client names the format: 2011 or 2016."), "{checked:?}");
        assert!(checked.printed.contains("from 2011-04-01 to 2012-05-31: a client names the edition: 2005 or 2011."));
    }

    /// Records of before say which format it was: that of their edition, or the declared one.
    fn what_was_on_record_keeps_its_meaning(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let candidate = world.certified_candidate(&Value::Null).0;
        let declared = sitting(&candidate, "2011-03-31", &json!({"declared_outcome": "pass"}));
        registrar.post("/v1/results", &declared).expect(201);
        let mut sql = Sql::of(&service);
        let mut formats = || {
            ["results", "certificates"].map(|table| {
                sql.texts(&format!("SELECT edition || ' ' || format AS value FROM {table} ORDER BY edition"))
            })
        };
        let expected = ["2005 previous", "2011 2011"];
        assert_eq!(formats(), [expected, expected]);
        let folder = if service.engine() == Engine::Postgres { "postgres" } else { "sqlite" };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("migrations/{folder}/00000000000035_formats"));
        let mut other = Sql::of(&service);
        for file in ["down.sql", "up.sql"] {
            let statements = std::fs::read_to_string(folder.join(file)).unwrap();
            other.script(&statements);
        }
        assert_eq!(formats(), [expected, expected]);
        let refused = other.execute("UPDATE results SET format = 'another'").unwrap_err();
        assert!(refused.contains("append-only"), "{refused}");
    }
}
