//! Corrections: a new record with a reason that points at the old one, and what it does to the certificate.

use serde_json::{Value, json};

use crate::support::steps::{certificate_of, change_certificate, expect_mistakes, verification};
use crate::support::world::{World, text};
use crate::support::{Answer, Service, events, on_both_engines};

/// A Foundation of 2015-06-01 with these marks: the candidate's id and the result.
fn sat(world: &World, marks: u32) -> (String, Value) {
    let client = &world.body.caller.client;
    let candidate = world.register_candidate(client, &Value::Null);
    let result = world.submit_result(client, &candidate, "foundation", "2015-06-01", marks).expect(201);
    (candidate, result)
}

fn correct(world: &World, result: &Value, marks: u32) -> Answer {
    let correction = json!({"marks": marks, "reason": "Quintanilla's sheet was read upside down."});
    world.registrar.client.post(&format!("/v1/results/{}/corrections", text(result, "id")), &correction)
}

fn read(world: &World, result: &Value) -> Value {
    world.body.caller.client.get(&format!("/v1/results/{}", text(result, "id"))).expect(200)
}

/// The numbers of a candidate's certificates in the order of award.
fn certificates(world: &World, candidate: &str) -> Vec<String> {
    let list = events::all_items(&world.body.caller.client, &format!("/v1/certificates?candidate_id={candidate}"));
    list.iter().map(|certificate| text(certificate, "number")).collect()
}

on_both_engines! {
    fn from_fail_to_pass_the_certificate_is_awarded_as_of_the_sitting(service: Service) {
        let world = World::new(&service);
        let (candidate, failed) = sat(&world, 12);
        let answer = correct(&world, &failed, 30);
        let corrected = answer.expect(201);
        assert_eq!(answer.header("location"), format!("/v1/results/{}", text(&corrected, "id")));
        for (name, value) in [
            ("corrects_id", failed["id"].clone()),
            ("correction_reason", json!("Quintanilla's sheet was read upside down.")),
            ("marks", json!(30)),
            ("outcome", json!("pass")),
            ("registered_by", json!(format!("client:{}", world.registrar.client_id))),
            ("corrected_by_id", Value::Null),
        ] {
            assert_eq!(corrected[name], value, "{name}");
        }
        for same in ["candidate_id", "body_id", "qualification", "edition", "sat_on"] {
            assert_eq!(corrected[same], failed[same], "{same}");
        }
        let number = certificate_of(&corrected);
        assert_eq!(certificates(&world, &candidate), [&*number]);
        let verified = verification(&world, &number, "?on=2015-06-01");
        assert_eq!((&verified["status"], &verified["awarded_on"]), (&json!("valid"), &json!("2015-06-01")));
    }

    fn from_pass_to_fail_the_certificate_is_withdrawn_as_of_its_award(service: Service) {
        let world = World::new(&service);
        let (candidate, passed) = sat(&world, 30);
        let number = certificate_of(&passed);
        change_certificate(&world, &number, "suspensions", "2016-01-01", None).expect(201);
        let corrected = correct(&world, &passed, 12).expect(201);
        assert_eq!((&corrected["outcome"], &corrected["certificate"]), (&json!("fail"), &Value::Null));
        for on in ["2015-06-01", "2015-12-31", "2016-01-02", "2199-12-31"] {
            assert_eq!(verification(&world, &number, &format!("?on={on}"))["status"], "withdrawn", "on {on}");
        }
        let history = world.body.caller.client.get(&format!("/v1/certificates/{number}/history")).expect(200);
        let last = history["items"].as_array().unwrap().last().unwrap();
        assert_eq!((&last["kind"], &last["effective_on"]), (&json!("withdrawal"), &json!("2015-06-01")));
        assert_eq!(last["reason_code"], "result_corrected");
        let client = &world.body.caller.client;
        let practitioner = world.submit_result(client, &candidate, "practitioner", "2015-06-02", 44);
        practitioner.expect_problem(422, "not_eligible");
        let again = world.submit_result(client, &candidate, "foundation", "2015-06-02", 30).expect(201);
        assert_ne!(certificate_of(&again), number, "there was never a certificate in its way");
    }

    fn from_pass_to_pass_the_certificate_stays(service: Service) {
        let world = World::new(&service);
        let (candidate, passed) = sat(&world, 30);
        let corrected = correct(&world, &passed, 31).expect(201);
        assert_eq!(corrected["certificate"], passed["certificate"]);
        let third = correct(&world, &corrected, 32).expect(201);
        assert_eq!(third["certificate"], passed["certificate"]);
        assert_eq!(read(&world, &third)["certificate"], passed["certificate"]);
        assert_eq!(certificates(&world, &candidate), [certificate_of(&passed)]);
        assert_eq!(verification(&world, &certificate_of(&passed), "")["status"], "valid");
    }

    fn from_pass_to_fail_and_back_a_new_certificate_is_awarded(service: Service) {
        let world = World::new(&service);
        let (candidate, passed) = sat(&world, 30);
        let failed = correct(&world, &passed, 12).expect(201);
        let still_failed = correct(&world, &failed, 13).expect(201);
        assert_eq!(still_failed["certificate"], Value::Null);
        let back = correct(&world, &still_failed, 30).expect(201);
        let (old, new) = (certificate_of(&passed), certificate_of(&back));
        assert_ne!(old, new);
        assert_eq!(certificates(&world, &candidate), [&*old, &*new]);
        assert_eq!(verification(&world, &old, "")["status"], "withdrawn");
        assert_eq!(verification(&world, &new, "")["status"], "valid");
    }

    fn a_result_is_never_edited(service: Service) {
        let world = World::new(&service);
        let (candidate, failed) = sat(&world, 12);
        let before = read(&world, &failed);
        let corrected = correct(&world, &failed, 30).expect(201);
        let mut expected = before;
        expected["corrected_by_id"] = corrected["id"].clone();
        assert_eq!(read(&world, &failed), expected, "the old record says what it said, and what corrects it");
        let address = format!("/v1/results/{}", text(&failed, "id"));
        for method in ["PATCH", "PUT", "DELETE"] {
            let headers = [("content-type", "application/json"), ("if-match", "*")];
            let answer = world.registrar.client.send(method, &address, &headers, br#"{"marks": 40}"#);
            answer.expect_problem(405, "method_not_allowed");
        }
        for marks in [12, 30] {
            let again = world.submit_result(&world.body.caller.client, &candidate, "foundation", "2015-06-01", marks);
            again.expect(200);
        }
        let again = world.submit_result(&world.body.caller.client, &candidate, "foundation", "2015-06-01", 31);
        again.expect_problem(409, "result_conflict");
    }

    fn only_the_latest_record_is_corrected_and_only_to_something_else(service: Service) {
        let world = World::new(&service);
        let (candidate, failed) = sat(&world, 12);
        correct(&world, &failed, 12).expect_problem(409, "result_conflict");
        let corrected = correct(&world, &failed, 30).expect(201);
        for marks in [30, 31, 11] {
            let problem = correct(&world, &failed, marks).expect_problem(409, "already_corrected");
            assert!(text(&problem, "detail").contains(&text(&corrected, "id")), "{problem}");
        }
        let path = format!("/v1/results/{}/corrections", text(&corrected, "id"));
        let registrar = &world.registrar.client;
        expect_mistakes(
            &registrar.post(&path, &json!({"marks": 41, "reason": "R"})),
            &[("/marks", "impossible_marks")],
        );
        expect_mistakes(&registrar.post(&path, &json!({"marks": 31})), &[("/reason", "required")]);
        expect_mistakes(&registrar.post(&path, &json!({"reason": "R"})), &[("/marks", "required")]);
        let declared = json!({"declared_outcome": "fail", "reason": "R"});
        expect_mistakes(&registrar.post(&path, &declared), &[("/declared_outcome", "not_allowed")]);
        let own_wish = world.body.caller.client.post(&path, &json!({"marks": 31, "reason": "R"}));
        own_wish.expect_problem(403, "forbidden");
        let nothing = registrar.post("/v1/results/nothing/corrections", &json!({"marks": 31, "reason": "R"}));
        nothing.expect_problem(404, "not_found");
        let path = format!("/v1/results?candidate_id={candidate}");
        assert_eq!(events::all_items(registrar, &path).len(), 2);
    }

    fn a_correction_to_a_pass_is_a_decision_under_all_rules(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (candidate, failed) = sat(&world, 12);
        world.submit_result(client, &candidate, "foundation", "2015-07-01", 30).expect(201);
        let right = correct(&world, &failed, 30).expect(201);
        assert_eq!((&right["outcome"], &right["certificate"]), (&json!("pass"), &Value::Null), "one is enough");

        let candidate = world.register_candidate(client, &Value::Null);
        let evidence = world.add_foundation_evidence(client, &candidate);
        let failed = world.submit_result(client, &candidate, "practitioner", "2015-06-01", 12).expect(201);
        let rejections = format!("/v1/candidates/{candidate}/external-certificates/{evidence}/rejections");
        world.registrar.client.post(&rejections, &json!({"reason": "Forged."})).expect(201);
        let problem = correct(&world, &failed, 44).expect_problem(422, "not_eligible");
        assert_eq!(problem["assessment"]["eligible"], false);
        assert_eq!(read(&world, &failed)["corrected_by_id"], Value::Null, "nothing is written");
        let refusals = events::subjects(&events::all(&world.registrar.client), "correction_refused");
        assert_eq!(refusals.get(&text(&failed, "id")), Some(&1), "but the refusal");
        assert_eq!(correct(&world, &failed, 13).expect(201)["outcome"], "fail", "what awards nothing is recorded");
    }

    fn what_rested_on_a_pass_that_was_none_is_asked_about(service: Service) {
        let world = World::new(&service);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let (candidate, first) = world.certified_candidate(&json!({}));
        let above = certificate_of(&world.submit_result(client, &candidate, "practitioner", "2016-06-01", 60).expect(201));
        let corrected = correct(&world, &first, 12).expect(201);
        assert_eq!(corrected["questioned_certificates"], json!([above]));
        assert_eq!(read(&world, &corrected)["questioned_certificates"], json!([above]));
        assert_eq!(read(&world, &first)["questioned_certificates"], json!([]), "the record that says so has them");
        for (asker, action) in [
            (registrar, "Withdraw the certificate, or confirm that it stands."),
            (client, "Nothing: a registrar decides. Say what speaks for the certificate."),
        ] {
            let items = events::all_items(asker, "/v1/attention?kind=certificate_questioned");
            assert_eq!((items.len(), &items[0]["action"]), (1, &json!(action)), "{items:?}");
            assert_eq!(items[0]["records"][1]["id"], corrected["id"]);
        }
        let others = events::all_items(&world.other_body.caller.client, "/v1/attention?kind=certificate_questioned");
        assert_eq!(others, Vec::<Value>::new(), "it is none of theirs");
        let kinds: Vec<_> = events::all(client).iter().rev().take(2).map(|event| text(event, "kind")).collect();
        assert_eq!(kinds, ["result_corrected", "certificate_questioned"]);
        // Right again, and wrong again: each record that says so has it, it waits once, and one word decides.
        let again = correct(&world, &corrected, 30).expect(201);
        assert_eq!(again["questioned_certificates"], json!([]));
        let failed = correct(&world, &again, 13).expect(201);
        assert_eq!(failed["questioned_certificates"], json!([above]));
        let waiting = || events::all_items(client, "/v1/attention?kind=certificate_questioned").len();
        let confirm = || registrar.post(&format!("/v1/certificates/{above}/confirmations"), &json!({"reason": "ITIL was shown."}));
        assert_eq!((waiting(), confirm().status, waiting()), (1, 201, 0));
        confirm().expect_problem(409, "status_conflict");
        // A fail that is another fail carried nothing; another pass that is none asks again.
        let other_fail = correct(&world, &failed, 14).expect(201);
        assert_eq!((&other_fail["questioned_certificates"], waiting()), (&json!([]), 0));
        let right = correct(&world, &other_fail, 30).expect(201);
        assert_eq!((correct(&world, &right, 12).expect(201)["questioned_certificates"].clone(), waiting()), (json!([above]), 1));
    }

    fn a_declared_result_is_corrected_by_declaration(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let candidate = world.register_candidate(&world.body.caller.client, &Value::Null);
        let declared = json!({
            "candidate_id": candidate, "qualification": "foundation", "sat_on": "2011-06-01",
            "edition": "2005", "declared_outcome": "pass",
        });
        let passed = registrar.post("/v1/results", &declared).expect(201);
        let path = format!("/v1/results/{}/corrections", text(&passed, "id"));
        let by_marks = registrar.post(&path, &json!({"marks": 12, "reason": "R"}));
        expect_mistakes(&by_marks, &[("/declared_outcome", "required")]);
        let corrected = registrar.post(&path, &json!({"declared_outcome": "fail", "reason": "R"})).expect(201);
        assert_eq!((&corrected["declared"], &corrected["outcome"]), (&json!(true), &json!("fail")));
        assert_eq!(verification(&world, &certificate_of(&passed), "?on=2011-06-01")["status"], "withdrawn");
    }

    fn a_correction_is_one_event_that_says_what_changed(service: Service) {
        let world = World::new(&service);
        let (_, passed) = sat(&world, 30);
        let before = events::all(&world.registrar.client).len();
        let corrected = correct(&world, &passed, 12).expect(201);
        let log = events::all(&world.registrar.client);
        assert_eq!(log.len(), before + 1, "the withdrawal is told by the same event");
        let told = &log[before];
        assert_eq!((&told["kind"], &told["subject"]["id"]), (&json!("result_corrected"), &corrected["id"]));
        let expected = json!({
            "corrects_id": passed["id"],
            "candidate_id": passed["candidate_id"],
            "qualification": "foundation",
            "sat_on": "2015-06-01",
            "outcome_before": "pass",
            "outcome": "fail",
            "certificate_number": certificate_of(&passed),
            "certificate_withdrawn": true,
            "questioned_certificates": [],
        });
        assert_eq!(told["data"], expected);
        assert!(!told.to_string().contains("Quintanilla"), "the reason may name people: {told}");
        assert_eq!(events::all(&world.body.caller.client).last(), Some(told), "the body sees it");
    }
}
