//! What a row enters: all of it or nothing, in the order of the days, whatever the order in the file.

use serde_json::{Value, json};

use crate::support::batches::{
    body, by_reference, csv, finished, foundation, hold_back, let_go, ndjson, outcome, registry, row, rows, shuffled,
    submit, words, wrong,
};
use crate::support::steps::change_body;
use crate::support::world::{Caller, World, text};
use crate::support::{Service, events, on_both_engines};

/// Somebody who sits Practitioner on a day.
fn practitioner(reference: &str, name: &str, sat_on: &str) -> crate::support::batches::Row {
    let marks = [("qualification", "practitioner"), ("sat_on", sat_on), ("marks", "50"), ("family_name", name)];
    foundation(reference, &marks)
}

/// Rows that depend on one another, of several candidates.
fn dependent() -> Vec<crate::support::batches::Row> {
    vec![
        practitioner("later", "Order", "2015-06-02"),
        foundation("first", &[("family_name", "Order")]),
        practitioner("afternoon", "Same", "2015-06-01"),
        foundation("morning", &[("family_name", "Same")]),
        practitioner("too-early", "Early", "2015-05-31"),
        foundation("too-late", &[("family_name", "Early")]),
        practitioner("failed-before", "Failed", "2015-06-02"),
        foundation("failed", &[("family_name", "Failed"), ("marks", "12")]),
        foundation("second-pass", &[("family_name", "Order"), ("sat_on", "2015-08-01")]),
        foundation("one-way", &[("family_name", "Twice")]),
        foundation("other-way", &[("family_name", "Twice"), ("marks", "31")]),
        foundation("same-again", &[("family_name", "Same")]),
    ]
}

on_both_engines! {
    fn what_only_a_registrar_may_record_is_refused_on_record(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let rows = outcome(client, "", &csv(&[foundation("old", &[("sat_on", "2010-03-04")])]));
        assert_eq!(words(&rows), ["invalid"]);
        assert_eq!(wrong(&rows[0]), [("sat_on".to_owned(), "registrar_only".to_owned())], "{rows:?}");
        let events = events::all(&world.registrar.client);
        let refusals: Vec<&Value> = events.iter().filter(|event| event["kind"] == "result_refused").collect();
        assert_eq!(refusals.len(), 1);
        assert_eq!(refusals[0]["data"]["code"], "registrar_only");
        assert_eq!(refusals[0]["data"]["line"], 2);
    }

    fn a_row_with_very_many_mistakes_lists_the_first_ones(service: Service) {
        let world = World::new(&service);
        let marks = vec!["x"; 900].join("+");
        let rows = outcome(&world.body.caller.client, "", &csv(&[foundation("many", &[("question_marks", &marks)])]));
        assert_eq!(words(&rows), ["invalid"]);
        let errors = rows[0]["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 51);
        assert_eq!(errors[50]["code"], "more_mistakes");
    }

    fn the_order_in_the_file_does_not_matter(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let found = by_reference(&outcome(client, "", &csv(&dependent())));
        for (reference, word) in [
            ("first", "pass"), ("later", "pass"), ("morning", "pass"), ("afternoon", "pass"), ("too-early", "not_eligible"),
            ("too-late", "pass"), ("failed", "fail"), ("failed-before", "not_eligible"), ("second-pass", "conflict"),
        ] {
            assert_eq!(found[reference], word, "{reference} in {found:?}");
        }
        let mut contradicting = [found["one-way"].as_str(), found["other-way"].as_str()];
        contradicting.sort_unstable();
        assert_eq!(contradicting, ["conflict", "pass"], "one of them holds");
        let mut repeated = [found["morning"].as_str(), found["same-again"].as_str()];
        repeated.sort_unstable();
        assert_eq!(repeated, ["pass", "unchanged"]);
        let entered = registry(&service, &world.body.id);
        for seed in 0..3 {
            let other = body(&world, &format!("Order {seed}"));
            let rows = shuffled(&dependent(), seed);
            let theirs = by_reference(&outcome(&world.registrar.client, &format!("?body={other}"), &csv(&rows)));
            assert_eq!(theirs, found, "{seed}");
            assert_eq!(registry(&service, &other), entered, "{seed}");
        }
    }

    fn a_row_that_is_refused_adds_nothing_but_its_refusal(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let refused = foundation("refused", &[("qualification", "practitioner"), ("marks", "50"),
            ("prior_certification", "itil_intermediate"), ("prior_number", "N-1"), ("prior_awarded_on", "2014-01-01")]);
        let invalid = foundation("invalid", &[("family_name", "Other"), ("marks", "410"), ("course", "auditor-course-1"),
            ("course_completed_on", "2014-01-01")]);
        let rows = outcome(client, "", &csv(&[refused, invalid]));
        assert_eq!(words(&rows), ["not_eligible", "invalid"], "{rows:?}");
        assert_eq!(registry(&service, &world.body.id), [
            r#"event result_refused ["practitioner","2015-06-01",null,"not_eligible",null,null,null]"#
        ]);
        for path in ["/v1/candidates", "/v1/results", "/v1/certificates"] {
            assert_eq!(events::all_items(&world.registrar.client, path), Vec::<Value>::new(), "{path}");
        }
        let feed = events::all(client);
        let refusal = feed.iter().find(|event| event["kind"] == "result_refused").unwrap();
        assert_eq!(refusal["data"]["line"], 2, "{refusal}");
        assert_eq!(refusal["subject"]["kind"], "result_batch", "{refusal}");
    }

    fn everything_that_is_wrong_is_told_at_once_in_the_words_of_the_file(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let file = "Reference;Family Name;BIRTH-DATE;Email;Country;Qualification;sat_on;marks;course;course_completed_on\r\n\
            1;Alder;31.02.1990;nobody;XX;foundation;2999-01-01;many;;\r\n\
            2;Birch;1990-01-01;;;auditor;2015-06-01;410;no-such-course;2015-01-01\r\n";
        let rows = outcome(client, "", file.as_bytes());
        assert_eq!(words(&rows), ["invalid", "invalid"]);
        let columns = |row: &Value| -> Vec<String> { wrong(row).into_iter().map(|(column, _)| column).collect() };
        for column in ["BIRTH-DATE", "Email", "Country", "sat_on", "marks"] {
            assert!(columns(&rows[0]).contains(&column.to_owned()), "{column} in {:?}", rows[0]);
        }
        for column in ["marks", "course"] {
            assert!(columns(&rows[1]).contains(&column.to_owned()), "{column} in {:?}", rows[1]);
        }
        let nested = br#"{"reference":"3","candidate":{"family_name":"Cedar","birth_date":"1990-13-01","shoe":1},"result":{"qualification":"foundation","sat_on":"2015-06-01","marks":"30"}}"#;
        let sent = crate::support::batches::send(client, "", "application/x-ndjson", nested).expect(202);
        finished(client, &text(&sent, "id"));
        let row = &crate::support::batches::rows(client, &text(&sent, "id"), "")[0];
        for pointer in ["/candidate/birth_date", "/candidate/shoe", "/result/marks"] {
            assert!(columns(row).contains(&pointer.to_owned()), "{pointer} in {row}");
        }
    }

    fn a_dry_run_keeps_nothing_and_foretells_everything(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let mut rows = dependent();
        rows.extend((0..30).map(|number| foundation(&format!("n{number}"), &[("family_name", &format!("Crowd {number}"))])));
        rows.push(row(&[("reference", "bad"), ("qualification", "foundation"), ("sat_on", "2015-06-01"), ("marks", "1")]));
        for file in [csv(&rows), csv(&shuffled(&rows, 7))] {
            let foretold = outcome(client, "?dry_run=true", &file);
            assert_eq!(registry(&service, &world.body.id), Vec::<String>::new(), "nothing is kept");
            assert!(foretold.iter().all(|row| row["result_id"].is_null() && row["certificate_number"].is_null()));
            let other = body(&world, &format!("Real {}", file.len() + usize::from(file[200])));
            let real = outcome(&world.registrar.client, &format!("?body={other}"), &file);
            let held = |row: &Value| row["errors"].as_array().unwrap().iter().any(|one| one["code"] == "certificate_exists");
            let told = |rows: &[Value]| -> Vec<Value> {
                rows.iter()
                    .map(|row| json!([row["line"], row["outcome"], wrong(row), if held(row) { &Value::Null } else { &row["errors"] }]))
                    .collect()
            };
            let holder = foretold.iter().find(|row| held(row)).unwrap();
            assert!(text(&holder["errors"][0], "detail").contains("already holds a certificate of"), "no invented number: {holder}");
            assert_eq!(told(&foretold), told(&real));
        }
        let kinds: Vec<String> = events::all(client).iter().map(|event| text(event, "kind")).collect();
        assert!(kinds.contains(&"result_batch_completed".to_owned()) && !kinds.contains(&"result_refused".to_owned()), "{kinds:?}");
    }

    fn a_dry_run_knows_what_is_on_record(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        outcome(client, "", &csv(&dependent()));
        let before = registry(&service, &world.body.id);
        let foretold = outcome(client, "?dry_run=true", &csv(&dependent()));
        let first = foretold.iter().find(|row| row["reference"] == "first").unwrap();
        assert_eq!(first["outcome"], "unchanged");
        assert!(first["result_id"].is_string(), "it is on record: {first}");
        assert_eq!(registry(&service, &world.body.id), before);
        let real = outcome(client, "?again=true", &csv(&dependent()));
        assert_eq!(words(&foretold), words(&real));
    }

    fn a_body_that_was_not_listed_may_not_examine(service: Service) {
        let world = World::new(&service);
        change_body(&world, &world.body.id, "suspensions", "2015-06-02").expect(201);
        change_body(&world, &world.body.id, "reinstatements", "2015-06-03").expect(201);
        let file = csv(&[foundation("before", &[]), foundation("within", &[("sat_on", "2015-06-02"), ("family_name", "Other")])]);
        // The body itself, suspended to this day, may send nothing.
        let rows = outcome(&world.registrar.client, &format!("?body={}", world.body.id), &file);
        assert_eq!(words(&rows), ["pass", "invalid"], "{rows:?}");
        assert_eq!(wrong(&rows[1]), [("sat_on".to_owned(), "body_not_listed".to_owned())]);
        assert_eq!(events::all_items(&world.body.caller.client, "/v1/candidates").len(), 1);
    }

    fn what_was_accepted_is_finished_though_its_client_is_gone(service: Service) {
        let world = World::new(&service);
        let leaving = Caller::new(&service, "Leaving", "body", Some(&world.body.slug));
        hold_back(&service, &world.body.id);
        let id = submit(&leaving.client, "", &csv(&[foundation("1", &[])]));
        assert_eq!(world.registrar.client.delete(&format!("/v1/clients/{}", leaving.client_id)).status, 204);
        let_go(&service);
        let batch = finished(&world.body.caller.client, &id);
        assert_eq!((&batch["state"], &batch["counts"]["pass"]), (&json!("completed"), &json!(1)));
        let registered = &events::all_items(&world.body.caller.client, "/v1/results")[0];
        assert_eq!(registered["registered_by"], format!("client:{}", leaving.client_id));
    }

    fn a_registrar_sends_for_a_body_and_for_none(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let file = csv(&[foundation("1", &[])]);
        let theirs = submit(registrar, &format!("?body={}", world.body.slug), &file);
        assert_eq!(finished(&world.body.caller.client, &theirs)["body_id"], world.body.id);
        assert_eq!(events::all_items(&world.body.caller.client, "/v1/results")[0]["body_id"], world.body.id);
        let nobodys = submit(registrar, "", &csv(&[foundation("1", &[("family_name", "Free")])]));
        assert_eq!(finished(registrar, &nobodys)["body_id"], Value::Null);
        assert_eq!(words(&rows(registrar, &nobodys, "")), ["pass"]);
        world.body.caller.client.get(&format!("/v1/result-batches/{nobodys}")).expect_problem(404, "not_found");
        let nested = ndjson(&[foundation("1", &[])]);
        let sent = |client: &crate::support::Client, query: &str| {
            crate::support::batches::send(client, query, "application/x-ndjson", &nested)
        };
        sent(registrar, "?body=nobody").expect_problem(404, "not_found");
        sent(&world.body.caller.client, &format!("?body={}", world.other_body.slug)).expect_problem(422, "invalid_input");
        sent(&world.body.caller.client, &format!("?body={}", world.body.slug)).expect(202);
    }
}
