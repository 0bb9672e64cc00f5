//! Results that the scheme does not allow: refused with the reasons, on record as events, and nothing else of them.

use serde_json::{Value, json};

use crate::support::steps::{
    certificate_of, change_body, change_certificate, day, eligibility, expect_mistakes, search, verification,
};
use crate::support::world::{Caller, World, result, text};
use crate::support::{Answer, Service, events, on_both_engines};

/// The refusals on record, as the registrar sees them.
fn refusals(world: &World) -> Vec<Value> {
    let mut log = events::all(&world.registrar.client);
    log.retain(|event| event["kind"] == "result_refused");
    log
}

/// Submits a Foundation of the first body.
fn foundation(world: &World, candidate: &str, sat_on: &str, marks: u32) -> Answer {
    world.submit_result(&world.body.caller.client, candidate, "foundation", sat_on, marks)
}

on_both_engines! {
    fn who_is_not_eligible_is_refused_with_the_whole_assessment(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &Value::Null);
        world.add_audit_experience(client, &candidate, "2013-01-01", Some("2013-12-31"));
        for (qualification, missing) in [("auditor", 2), ("practitioner", 4)] {
            let answer = world.submit_result(client, &candidate, qualification, "2015-06-01", 40);
            let problem = answer.expect_problem(422, "not_eligible");
            let mut assessment = eligibility(client, &candidate, qualification, "2015-06-01");
            assert_eq!(assessment.as_object_mut().unwrap().remove("renewal"), Some(Value::Null));
            assert_eq!(problem["assessment"], assessment, "the very answer to the question about eligibility");
            let unmet = assessment["unmet"].as_array().unwrap();
            assert_eq!(unmet.len(), missing);
            for summary in unmet {
                assert!(text(&problem, "detail").contains(summary.as_str().unwrap()), "{problem}");
            }
        }
    }

    fn a_withdrawal_to_come_does_not_make_room_for_a_second_certificate(service: Service) {
        let world = World::new(&service);
        let (candidate, passed) = world.certified_candidate(&Value::Null);
        change_certificate(&world, &certificate_of(&passed), "withdrawals", "2190-01-01", None).expect(201);
        foundation(&world, &candidate, "2015-05-01", 30).expect_problem(409, "certificate_exists");
        foundation(&world, &candidate, "2016-05-01", 30).expect_problem(409, "certificate_exists");
    }

    fn a_refusal_leaves_one_event_without_personal_data_and_no_result(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let person = json!({
            "given_names": "Xanthippe", "family_name": "Quintanilla", "birth_date": "1971-07-17",
            "email": "xq@example.org",
        });
        let candidate = world.register_candidate(client, &person);
        world.add_external_certificate(client, &candidate, "itil_intermediate", "2013-01-01");
        let before = events::all(&world.registrar.client).len();
        world.submit_result(client, &candidate, "practitioner", "2015-06-01", 44).expect_problem(422, "not_eligible");
        let log = events::all(&world.registrar.client);
        assert_eq!(log.len(), before + 1, "one event");
        let refused = refusals(&world);
        assert_eq!(refused.len(), 1);
        assert_eq!(refused[0]["subject"], json!({"kind": "candidate", "id": candidate}));
        assert_eq!(refused[0]["body_id"], world.body.id);
        assert_eq!(refused[0]["actor"], format!("client:{}", world.body.caller.client_id));
        let expected = json!({
            "code": "not_eligible", "qualification": "practitioner", "sat_on": "2015-06-01",
            "scheme_version": "2026-12",
        });
        assert_eq!(refused[0]["data"], expected);
        let shown = refused[0].to_string();
        for personal in ["Xanthippe", "Quintanilla", "1971-07-17", "xq@", "EXT-1", "44"] {
            assert!(!refused[0]["data"].to_string().contains(personal), "{personal} in {shown}");
        }
        assert_eq!(events::all(client).last(), Some(&refused[0]), "the body sees it");
        assert_eq!(events::all_items(client, "/v1/results"), Vec::<Value>::new());
        assert_eq!(events::all_items(client, "/v1/certificates"), Vec::<Value>::new());
    }

    fn a_failed_candidate_may_sit_again_and_a_certified_one_not(service: Service) {
        let world = World::new(&service);
        let candidate = world.register_candidate(&world.body.caller.client, &Value::Null);
        for sat_on in ["2015-06-01", "2015-06-02", "2015-05-31"] {
            assert_eq!(foundation(&world, &candidate, sat_on, 25).expect(201)["certificate"], Value::Null);
        }
        foundation(&world, &candidate, "2015-07-01", 26).expect(201);
        assert_eq!(foundation(&world, &candidate, "2015-08-01", 25).expect(201)["outcome"], "fail");
        for sat_on in ["2015-09-01", "2014-09-01"] {
            foundation(&world, &candidate, sat_on, 26).expect_problem(409, "certificate_exists");
        }
        assert_eq!(refusals(&world).len(), 2, "refusals, too, are on record");
        assert_eq!(events::all_items(&world.body.caller.client, "/v1/results").len(), 5);
    }

    fn a_certificate_that_was_withdrawn_can_be_awarded_again(service: Service) {
        let world = World::new(&service);
        let (candidate, first) = world.certified_candidate(&Value::Null);
        let old = certificate_of(&first);
        change_certificate(&world, &old, "suspensions", "2015-12-01", None).expect(201);
        foundation(&world, &candidate, "2015-12-02", 30).expect_problem(409, "certificate_exists");
        change_certificate(&world, &old, "withdrawals", "2016-01-01", None).expect(201);
        foundation(&world, &candidate, "2015-11-30", 30).expect_problem(409, "certificate_exists");
        let again = foundation(&world, &candidate, "2016-01-01", 30).expect(201);
        let new = certificate_of(&again);
        assert_ne!(new, old);
        assert_eq!(verification(&world, &old, "")["status"], "withdrawn");
        assert_eq!(verification(&world, &new, "")["status"], "valid");
        assert_eq!(verification(&world, &new, "?on=2015-12-31")["status"], "unknown", "not awarded yet");
        foundation(&world, &candidate, "2016-01-02", 30).expect_problem(409, "certificate_exists");
    }

    fn a_sitting_cannot_lie_in_the_future(service: Service) {
        let world = World::new(&service);
        let candidate = world.register_candidate(&world.body.caller.client, &Value::Null);
        expect_mistakes(&foundation(&world, &candidate, &day(2), 30), &[("/sat_on", "in_the_future")]);
        expect_mistakes(&foundation(&world, &candidate, "2199-12-31", 30), &[("/sat_on", "in_the_future")]);
        let today = foundation(&world, &candidate, &day(0), 30).expect(201);
        assert_eq!(verification(&world, &certificate_of(&today), "")["status"], "valid");
    }

    fn a_body_examines_only_while_it_is_listed(service: Service) {
        let world = World::new(&service);
        let arguments = ["body", "add", "--name", "Elm", "--country", "NL", "--listed-on", "2014-01-01", "--json"];
        service.command_json(&arguments);
        let (client, registrar) =
            (Caller::new(&service, "Elm's system", "body", Some("elm")).client, &world.registrar.client);
        change_body(&world, "elm", "suspensions", "2014-03-01").expect(201);
        change_body(&world, "elm", "reinstatements", "2014-04-01").expect(201);
        change_body(&world, "elm", "withdrawals", "2015-01-01").expect(201);
        let candidate = world.register_candidate(registrar, &json!({"body_id": "elm"}));
        world
            .submit_result(&client, &candidate, "foundation", "2014-01-01", 12)
            .expect_problem(403, "body_not_listed_today");
        let mut refused = 0;
        for (sat_on, words) in [
            ("2013-12-31", Some("is listed from 2014-01-01 on")),
            ("2014-01-01", None),
            ("2014-02-28", None),
            ("2014-03-01", Some("was suspended on that day")),
            ("2014-03-31", Some("was suspended on that day")),
            ("2014-04-01", None),
            ("2014-12-31", None),
            ("2015-01-01", Some("was withdrawn by that day")),
            ("2016-06-01", Some("was withdrawn by that day")),
        ] {
            let mut named = result(&candidate, "foundation", sat_on, 12);
            named["body_id"] = json!("elm");
            let answer = registrar.post("/v1/results", &named);
            let Some(words) = words else {
                answer.expect(201);
                continue;
            };
            let problem = answer.expect_problem(422, "body_not_listed");
            assert!(text(&problem, "detail").contains(words), "{sat_on}: {problem}");
            refused += 1;
            let on_record = refusals(&world);
            assert_eq!(on_record.len(), refused);
            assert_eq!(on_record[refused - 1]["data"]["code"], "body_not_listed");
        }
        assert_eq!(events::all_items(&client, "/v1/results").len(), 4);
    }

    /// The examination of a body that knows the candidate too is a result of its own, and conflicts.
    fn another_body_cannot_record_the_same_sitting(service: Service) {
        let world = World::new(&service);
        let other = &world.other_body.caller.client;
        let (candidate, first) = world.certified_candidate(&json!({"birth_date": "1985-04-12"}));
        let registered = world.body.caller.client.get(&format!("/v1/candidates/{candidate}")).expect(200);
        search(other, &text(&registered, "number"), "1985-04-12").expect(200);
        let answer = world.submit_result(other, &candidate, "foundation", "2015-06-01", 33);
        answer.expect_problem(409, "result_conflict");
        assert!(!answer.text().contains(&text(&first, "id")), "what it may not read it is not told: {answer}");
        world
            .submit_result(other, &candidate, "foundation", "2015-06-02", 33)
            .expect_problem(409, "certificate_exists");
        let own: Vec<_> =
            refusals(&world).into_iter().filter(|event| event["body_id"] == world.other_body.id).collect();
        assert_eq!(own.len(), 2);
    }
}
