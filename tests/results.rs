//! Results: the outcome that the registry computes, the certificate that it awards, and what it takes as the same.

use std::collections::BTreeSet;
use std::sync::Barrier;

use serde_json::{Value, json};

use crate::support::steps::{certificate_of, change_certificate, day, expect_mistakes, verification};
use crate::support::world::{World, result, text};
use crate::support::{Answer, Client, Service, events, on_both_engines};

/// How many clients send at the same moment.
const CLIENTS: usize = 50;

/// Sends every submission at the same moment, each over a connection of its own.
fn send_at_once(client: &Client, submissions: &[Value]) -> Vec<Answer> {
    let ready = Barrier::new(submissions.len());
    std::thread::scope(|scope| {
        let senders: Vec<_> = submissions
            .iter()
            .map(|submission| {
                let (client, ready) = (client.with_own_connections(), &ready);
                scope.spawn(move || {
                    // The connection is made before the start, so that the requests arrive together.
                    client.get("/livez").expect(200);
                    ready.wait();
                    client.post("/v1/results", submission)
                })
            })
            .collect();
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    })
}

fn with(mut submission: Value, name: &str, value: Value) -> Value {
    submission[name] = value;
    submission
}

on_both_engines! {
    fn the_outcome_follows_from_the_marks_alone(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        for (qualification, marks, available, pass_mark, outcome) in [
            ("foundation", 0, 40, 26, "fail"),
            ("foundation", 25, 40, 26, "fail"),
            ("foundation", 26, 40, 26, "pass"),
            ("foundation", 40, 40, 26, "pass"),
            ("practitioner", 39, 80, 40, "fail"),
            ("practitioner", 40, 80, 40, "pass"),
            ("practitioner", 80, 80, 40, "pass"),
            ("auditor", 25, 40, 26, "fail"),
            ("auditor", 26, 40, 26, "pass"),
        ] {
            let candidate = world.register_candidate(client, &Value::Null);
            world.add_foundation_evidence(client, &candidate);
            world.add_course_attendance(client, &candidate, "2014-06-12");
            world.add_audit_experience(client, &candidate, "2011-03-01", None);
            let submission = with(result(&candidate, qualification, "2015-06-01", marks), "reference", json!("R-1"));
            let answer = client.post("/v1/results", &submission);
            let registered = answer.expect(201);
            let expected = json!({
                "candidate_id": candidate, "body_id": world.body.id, "qualification": qualification,
                "format": "2011", "edition": "2011", "sat_on": "2015-06-01", "declared": false, "marks": marks,
                "question_marks": null, "marks_available": available, "pass_mark": pass_mark, "outcome": outcome,
                "reference": "R-1", "corrects_id": null, "correction_reason": null, "corrected_by_id": null, "annulment": null,
            });
            for (name, value) in expected.as_object().unwrap() {
                assert_eq!(&registered[name], value, "{name} of {marks} marks in {qualification}");
            }
            assert_eq!(registered["assessment"]["eligible"], true);
            assert_eq!(registered["assessment"]["on"], "2015-06-01");
            assert_eq!(registered["certificate"].is_null(), outcome == "fail");
            if outcome == "pass" {
                assert_eq!(registered["certificate"]["awarded_on"], "2015-06-01");
                assert_eq!(verification(&world, &certificate_of(&registered), "")["status"], "valid");
            }
            let address = format!("/v1/results/{}", text(&registered, "id"));
            assert_eq!(answer.header("location"), address);
            assert_eq!(client.get(&address).expect(200), registered);
        }
    }

    fn impossible_marks_are_refused_for_every_reason_at_once(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &Value::Null);
        world.add_foundation_evidence(client, &candidate);
        let sum = ("/question_marks", "impossible_marks");
        for (qualification, marks, each, expected) in [
            ("foundation", json!(-1), Value::Null, &[("/marks", "impossible_marks")][..]),
            ("foundation", json!(41), Value::Null, &[("/marks", "impossible_marks")]),
            ("foundation", json!(26.5), Value::Null, &[("/marks", "wrong_type")]),
            ("foundation", json!("26"), Value::Null, &[("/marks", "wrong_type")]),
            ("foundation", Value::Null, Value::Null, &[("/marks", "required")]),
            ("foundation", json!(26), json!([6, 20, 0, 0]), &[sum]),
            ("practitioner", json!(81), Value::Null, &[("/marks", "impossible_marks")]),
            ("practitioner", json!(40), json!([10, 10, 10, 9]), &[sum]),
            ("practitioner", json!(40), json!([20, 20, 0]), &[sum]),
            ("practitioner", json!(40), json!([]), &[sum]),
            ("practitioner", json!(40), json!([21, 19, 0, 0]), &[("/question_marks/0", "impossible_marks")]),
            (
                "practitioner",
                json!(40),
                json!([20, 21, -1, 0]),
                &[("/question_marks/1", "impossible_marks"), ("/question_marks/2", "impossible_marks")],
            ),
            (
                "practitioner",
                json!(90),
                json!([30, 30, 30, 1]),
                &[
                    ("/marks", "impossible_marks"),
                    ("/question_marks/0", "impossible_marks"),
                    ("/question_marks/1", "impossible_marks"),
                    ("/question_marks/2", "impossible_marks"),
                    sum,
                ],
            ),
        ] {
            let mut submission = result(&candidate, qualification, "2015-06-01", 0);
            submission["marks"] = marks;
            submission["question_marks"] = each;
            expect_mistakes(&client.post("/v1/results", &submission), expected);
        }
        assert_eq!(events::all_items(client, "/v1/results"), Vec::<Value>::new());
        let submission =
            with(result(&candidate, "practitioner", "2015-06-01", 40), "question_marks", json!([20, 0, 19, 1]));
        let registered = client.post("/v1/results", &submission).expect(201);
        assert_eq!((&registered["question_marks"], &registered["outcome"]), (&json!([20, 0, 19, 1]), &json!("pass")));
    }

    fn impossible_values_are_told_together(service: Service) {
        let world = World::new(&service);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let candidate = world.register_candidate(client, &json!({"birth_date": "1985-04-12"}));
        let plain = || result(&candidate, "foundation", "2015-06-01", 26);
        let wrong = json!({
            "candidate_id": candidate, "qualification": "expert", "sat_on": day(3), "marks": 26, "edition": "2005",
            "body_id": world.other_body.id,
        });
        expect_mistakes(
            &client.post("/v1/results", &wrong),
            &[
                ("/qualification", "unknown_qualification"),
                ("/sat_on", "in_the_future"),
                ("/edition", "wrong_edition"),
                ("/body_id", "not_allowed"),
            ],
        );
        for (name, value, code) in [
            ("sat_on", json!("2015-06-31"), "invalid_date"),
            ("edition", json!("2018"), "wrong_edition"),
            ("format", json!("previous"), "wrong_format"),
            ("declared_outcome", json!("pass"), "not_allowed"),
            ("body_id", json!("nobody"), "unknown_reference"),
            ("outcome", json!("pass"), "unknown_field"),
            ("reference", json!(""), "empty"),
        ] {
            expect_mistakes(&client.post("/v1/results", &with(plain(), name, value)), &[(&format!("/{name}"), code)]);
        }
        let unborn = world.register_candidate(client, &json!({"birth_date": "2015-06-01"}));
        let answer = world.submit_result(client, &unborn, "foundation", "2015-06-01", 26);
        expect_mistakes(&answer, &[("/sat_on", "before_birth")]);
        for (born, sat_on, age) in
            [("2015-05-31", "2015-06-01", "age of 0 years"), ("2005-06-02", "2015-06-01", "age of 9 years"), ("1900-01-01", "2021-01-01", "more than 120 years")]
        {
            let somebody = world.register_candidate(client, &json!({"birth_date": born}));
            let answer = world.submit_result(client, &somebody, "foundation", sat_on, 26);
            expect_mistakes(&answer, &[("/sat_on", "impossible_age")]);
            let detail = text(&answer.json()["errors"][0], "detail");
            assert!(detail.contains(age) && detail.contains(sat_on) && detail.contains("check both dates"), "{answer}");
        }
        let missing = result("0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00", "foundation", "2015-06-01", 26);
        let answer = client.post("/v1/results", &missing);
        answer.expect_problem(404, "not_found");
        assert_eq!(answer.pointers(), ["/candidate_id"]);
        assert_eq!(events::all_items(registrar, "/v1/results"), Vec::<Value>::new());
        world.employer.client.post("/v1/results", &plain()).expect_problem(403, "forbidden");

        let named = with(with(plain(), "edition", json!("2011")), "body_id", json!(world.body.slug));
        assert_eq!(client.post("/v1/results", &named).expect(201)["edition"], "2011");
    }

    /// "Before that day the previous format was sat …: only a registrar may record such a sitting, with the outcome as declared
    /// and the edition named, and it is marked so."
    fn sittings_in_the_previous_format_are_declared_by_a_registrar(service: Service) {
        let world = World::new(&service);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let candidate = world.register_candidate(client, &Value::Null);
        let last_day = || json!({"candidate_id": candidate, "qualification": "foundation", "sat_on": "2012-05-31", "edition": "2005"});
        let declared = || with(last_day(), "declared_outcome", json!("pass"));
        for submission in [with(last_day(), "marks", json!(30)), declared()] {
            let answer = client.post("/v1/results", &submission);
            answer.expect_problem(422, "registrar_only");
            assert_eq!(answer.pointers(), ["/sat_on"]);
        }
        let refused = events::subjects(&events::all(registrar), "result_refused");
        assert_eq!(refused.get(&candidate), Some(&2), "a refusal is on record");
        expect_mistakes(
            &registrar.post("/v1/results", &with(last_day(), "marks", json!(30))),
            &[("/marks", "not_allowed"), ("/declared_outcome", "required")],
        );
        expect_mistakes(
            &registrar.post("/v1/results", &with(declared(), "edition", json!("2018"))),
            &[("/edition", "wrong_edition")],
        );
        let recorded = registrar.post("/v1/results", &with(declared(), "body_id", json!(world.body.slug))).expect(201);
        for (name, value) in [
            ("declared", json!(true)),
            ("edition", json!("2005")),
            ("format", json!("previous")),
            ("outcome", json!("pass")),
            ("marks", Value::Null),
            ("marks_available", Value::Null),
            ("pass_mark", Value::Null),
            ("body_id", json!(world.body.id)),
        ] {
            assert_eq!(recorded[name], value, "{name}");
        }
        assert_eq!(client.get(&format!("/v1/results/{}", text(&recorded, "id"))).expect(200), recorded);
        assert_eq!(verification(&world, &certificate_of(&recorded), "")["edition"], "2005");

        let first_of_2011 = world.submit_result(client, &candidate, "foundation", "2012-06-01", 26).expect(201);
        assert_eq!((&first_of_2011["edition"], &first_of_2011["declared"]), (&json!("2011"), &json!(false)));
        assert_ne!(certificate_of(&first_of_2011), certificate_of(&recorded), "one certificate for each edition");
    }

    fn the_same_result_sent_again_is_the_same_result(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (candidate, first) = world.certified_candidate(&Value::Null);
        let submission = result(&candidate, "foundation", "2015-06-01", 33);
        assert_eq!(client.post("/v1/results", &submission).expect(200), first);
        let renamed = with(submission.clone(), "reference", json!("another reference says nothing"));
        assert_eq!(client.post("/v1/results", &renamed).expect(200), first);
        for (marks, sender) in [(32, client), (12, client), (33, &world.registrar.client)] {
            let answer = world.submit_result(sender, &candidate, "foundation", "2015-06-01", marks);
            answer.expect_problem(409, "result_conflict");
        }
        change_certificate(&world, &certificate_of(&first), "withdrawals", "2016-01-01", None).expect(201);
        assert_eq!(client.post("/v1/results", &submission).expect(200)["id"], first["id"], "whatever happened since");
        assert_eq!(events::all_items(&world.registrar.client, "/v1/results").len(), 1);
    }

    fn fifty_clients_sending_the_same_result_make_one(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &Value::Null);
        let submissions = vec![result(&candidate, "foundation", "2015-06-01", 33); CLIENTS];
        let answers = send_at_once(client, &submissions);
        let with_status = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
        let other = answers.iter().find(|answer| !matches!(answer.status, 200 | 201));
        assert!(other.is_none(), "{}", other.unwrap());
        assert_eq!((with_status(201), with_status(200)), (1, CLIENTS - 1));
        let different: BTreeSet<String> = answers.iter().map(|answer| answer.json().to_string()).collect();
        assert_eq!(different.len(), 1, "{different:?}");
        let id = text(&answers[0].json(), "id");
        let log = events::all(&world.registrar.client);
        assert_eq!(events::subjects(&log, "result_registered"), [(id, 1)].into());
        assert_eq!(events::subjects(&log, "result_refused"), [].into());
        assert_eq!(events::all_items(client, "/v1/results").len(), 1);
        assert_eq!(events::all_items(client, "/v1/certificates").len(), 1);
    }

    fn different_results_at_the_same_moment_make_one_too(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &Value::Null);
        let same_day: Vec<_> = (27..37).map(|marks| result(&candidate, "foundation", "2015-06-01", marks)).collect();
        let answers = send_at_once(client, &same_day);
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        for answer in answers.iter().filter(|answer| answer.status != 201) {
            answer.expect_problem(409, "result_conflict");
        }
        let candidate = world.register_candidate(client, &Value::Null);
        let days: Vec<_> =
            (10..20).map(|day| result(&candidate, "foundation", &format!("2015-06-{day}"), 33)).collect();
        let answers = send_at_once(client, &days);
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1, "one certificate");
        for answer in answers.iter().filter(|answer| answer.status != 201) {
            answer.expect_problem(409, "certificate_exists");
        }
        assert_eq!(events::all_items(client, "/v1/results").len(), 2);
        assert_eq!(events::all_items(client, "/v1/certificates").len(), 2);
    }

    fn the_list_is_filtered(service: Service) {
        let world = World::new(&service);
        let (client, other) = (&world.body.caller.client, &world.other_body.caller.client);
        let (first, second) =
            (world.register_candidate(client, &Value::Null), world.register_candidate(client, &Value::Null));
        world.add_foundation_evidence(client, &second);
        for (candidate, qualification, sat_on, reference) in [
            (&first, "foundation", "2015-06-01", "A"),
            (&second, "foundation", "2015-06-01", "B"),
            (&second, "practitioner", "2015-06-02", "A"),
        ] {
            let submission = with(result(candidate, qualification, sat_on, 12), "reference", json!(reference));
            client.post("/v1/results", &submission).expect(201);
        }
        let foreign = world.register_candidate(other, &Value::Null);
        world.submit_result(other, &foreign, "foundation", "2015-06-01", 12).expect(201);
        for (query, expected) in [
            (String::new(), 3),
            (format!("?candidate_id={second}"), 2),
            ("?qualification=foundation".to_owned(), 2),
            ("?reference=A".to_owned(), 2),
            (format!("?candidate_id={second}&qualification=foundation&reference=B"), 1),
            (format!("?candidate_id={foreign}"), 0),
        ] {
            assert_eq!(events::all_items(client, &format!("/v1/results{query}")).len(), expected, "{query}");
        }
        assert_eq!(events::all_items(other, "/v1/results").len(), 1);
        assert_eq!(events::all_items(&world.registrar.client, "/v1/results").len(), 4);
    }
}
