//! Certificates: who may read them, and their status on any day and as it was believed at any moment.

use serde_json::{Value, json};

use crate::support::steps::{certificate_of, change_certificate, day, each, expect_mistakes, spellings};
use crate::support::world::{World, text};
use crate::support::{Client, Service, events, on_both_engines};

/// A certificate of Foundation, awarded on 2015-06-01: its number.
fn awarded(world: &World) -> String {
    certificate_of(&world.certified_candidate(&Value::Null).1)
}

fn status(client: &Client, number: &str, query: &str) -> String {
    text(&client.get(&format!("/v1/certificates/{number}{query}")).expect(200), "status")
}

fn history(client: &Client, number: &str) -> Value {
    client.get(&format!("/v1/certificates/{number}/history")).expect(200)
}

on_both_engines! {
    fn a_body_reads_the_certificates_of_its_own_results(service: Service) {
        let world = World::new(&service);
        let (client, other, registrar) =
            (&world.body.caller.client, &world.other_body.caller.client, &world.registrar.client);
        let (candidate, passed) = world.certified_candidate(&Value::Null);
        let number = certificate_of(&passed);
        let practitioner = world.submit_result(client, &candidate, "practitioner", "2015-06-02", 44).expect(201);
        let theirs = world.register_candidate(other, &Value::Null);
        let foreign = world.submit_result(other, &theirs, "foundation", "2015-06-03", 30).expect(201);

        let shown = client.get(&format!("/v1/certificates/{number}")).expect(200);
        for (name, value) in [
            ("number", json!(number)),
            ("status", json!("valid")),
            ("qualification", json!("foundation")),
            ("edition", json!("2011")),
            ("candidate_id", json!(candidate)),
            ("result_id", passed["id"].clone()),
            ("body_id", json!(world.body.id)),
            ("awarded_on", json!("2015-06-01")),
            ("expires_on", Value::Null),
        ] {
            assert_eq!(shown[name], value, "{name}");
        }
        for spelling in spellings(&number) {
            assert_eq!(client.get(&format!("/v1/certificates/{spelling}")).expect(200)["number"], number, "{spelling}");
        }
        let all = [number.clone(), certificate_of(&practitioner), certificate_of(&foreign)];
        assert_eq!(each(&registrar.get("/v1/certificates").expect(200), "number"), all);
        for (query, expected) in [
            (String::new(), &all[..2]),
            (format!("?candidate_id={candidate}"), &all[..2]),
            ("?qualification=foundation".to_owned(), &all[..1]),
            ("?qualification=auditor".to_owned(), &[]),
            (format!("?candidate_id={theirs}"), &[]),
        ] {
            assert_eq!(
                each(&client.get(&format!("/v1/certificates{query}")).expect(200), "number"),
                expected,
                "{query}"
            );
        }
        for unseen in [certificate_of(&foreign), "2B8D-0000-4TTF".to_owned(), "nothing".to_owned()] {
            for rest in ["", "/history"] {
                client.get(&format!("/v1/certificates/{unseen}{rest}")).expect_problem(404, "not_found");
            }
        }
        world.employer.client.get(&format!("/v1/certificates/{number}")).expect_problem(403, "forbidden");
        world.public.get(&format!("/v1/certificates/{number}")).expect_problem(401, "unauthenticated");
    }

    fn the_status_on_a_day_follows_the_history(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let number = awarded(&world);
        for (step, effective_on, until) in [
            ("suspensions", "2016-01-01", Some("2016-01-31")),
            ("suspensions", "2016-03-01", None),
            ("reinstatements", "2016-04-01", None),
            ("suspensions", "2016-06-01", Some("2016-12-31")),
            ("reinstatements", "2016-07-01", None),
            ("withdrawals", "2017-01-01", None),
        ] {
            let answer = change_certificate(&world, &number, step, effective_on, until);
            answer.expect(201);
            assert_eq!(answer.header("location"), format!("/v1/certificates/{number}/history"));
            let all = history(client, &number);
            let last = all["items"].as_array().unwrap().last().unwrap();
            assert_eq!(format!("{}s", text(last, "kind")), step);
            assert_eq!((&last["effective_on"], &last["until"]), (&json!(effective_on), &json!(until)));
            assert_eq!(last["reason_code"], "complaint");
            assert_eq!(last["reason"], "A complaint is being looked into.");
            assert_eq!(last["recorded_by"], format!("client:{}", world.registrar.client_id));
        }
        for (on, expected) in [
            ("2015-05-31", "unknown"),
            ("2015-06-01", "valid"),
            ("2015-12-31", "valid"),
            ("2016-01-01", "suspended"),
            ("2016-01-31", "suspended"),
            ("2016-02-01", "valid"),
            ("2016-03-01", "suspended"),
            ("2016-03-31", "suspended"),
            ("2016-04-01", "valid"),
            ("2016-06-01", "suspended"),
            ("2016-06-30", "suspended"),
            ("2016-07-01", "valid"),
            ("2016-12-31", "valid"),
            ("2017-01-01", "withdrawn"),
            ("2199-12-31", "withdrawn"),
        ] {
            let shown = client.get(&format!("/v1/certificates/{number}?on={on}")).expect(200);
            assert_eq!((text(&shown, "status"), text(&shown, "as_of")), (expected.to_owned(), on.to_owned()));
        }
        let whole = history(&world.registrar.client, &number);
        assert_eq!((&whole["number"], &whole["awarded_on"]), (&json!(number), &json!("2015-06-01")));
        assert_eq!(whole["items"].as_array().unwrap().len(), 6);
    }

    fn what_was_believed_at_an_earlier_moment_can_be_asked(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let number = awarded(&world);
        change_certificate(&world, &number, "suspensions", "2016-01-01", None).expect(201);
        change_certificate(&world, &number, "withdrawals", "2015-09-01", None).expect(201);
        let whole = history(client, &number);
        let awarded_at = text(&whole, "awarded_at");
        let [suspended_at, withdrawn_at] = [0, 1].map(|place| text(&whole["items"][place], "recorded_at"));
        for (on, believed_at, expected) in [
            ("2016-06-01", "2015-06-01T00:00:00Z", "unknown"),
            ("2016-06-01", &awarded_at, "valid"),
            ("2016-06-01", &suspended_at, "suspended"),
            ("2016-06-01", &withdrawn_at, "withdrawn"),
            ("2015-12-31", &awarded_at, "valid"),
            ("2015-12-31", &suspended_at, "valid"),
            ("2015-12-31", &withdrawn_at, "withdrawn"),
            ("2015-08-31", &withdrawn_at, "valid"),
            ("2015-05-31", &withdrawn_at, "unknown"),
            ("2016-06-01", "2199-01-01T00:00:00%2B02:00", "withdrawn"),
        ] {
            let query = format!("?on={on}&believed_at={believed_at}");
            assert_eq!(status(client, &number, &query), expected, "{query}");
        }
        for query in ["believed_at=2016-01-01", "believed_at=now", "on=2016-02-30", "as_of=2016-01-01"] {
            client.get(&format!("/v1/certificates/{number}?{query}")).expect_problem(400, "invalid_parameter");
        }
    }

    fn a_change_may_lie_in_the_past_and_in_the_future(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let number = awarded(&world);
        for (step, effective_on, until, now) in [
            ("suspensions", day(5), Some(day(10)), "valid"),
            ("suspensions", day(-10), Some(day(-5)), "valid"),
            ("suspensions", day(-3), Some(day(3)), "suspended"),
            ("reinstatements", day(-2), None, "valid"),
            ("withdrawals", day(20), None, "valid"),
            ("withdrawals", day(-1), None, "withdrawn"),
        ] {
            let changed = change_certificate(&world, &number, step, &effective_on, until.as_deref()).expect(201);
            assert_eq!(changed["status"], now, "{step} from {effective_on}");
            assert_eq!(status(client, &number, ""), now);
            let listed = client.get("/v1/certificates").expect(200);
            assert_eq!(each(&listed, "status"), [now]);
        }
    }

    fn a_change_of_status_starts_from_the_status_of_its_day(service: Service) {
        let world = World::new(&service);
        let suspended = ("suspensions", "2016-01-01", Some("2016-01-31"));
        let withdrawn = ("withdrawals", "2016-01-01", None);
        for (before, step, effective_on, until, status) in [
            (None, "reinstatements", "2016-01-01", None, 409),
            (None, "suspensions", "2015-05-31", None, 409),
            (None, "withdrawals", "2015-05-31", None, 409),
            (None, "suspensions", "2016-01-10", Some("2016-01-09"), 409),
            (None, "suspensions", "2016-01-10", Some("2016-01-10"), 201),
            (None, "withdrawals", "2015-06-01", None, 201),
            (Some(suspended), "suspensions", "2016-01-31", None, 409),
            (Some(suspended), "suspensions", "2016-02-01", None, 201),
            (Some(suspended), "reinstatements", "2016-02-01", None, 409),
            (Some(suspended), "reinstatements", "2016-01-31", None, 201),
            (Some(suspended), "withdrawals", "2016-01-31", None, 201),
            (Some(withdrawn), "withdrawals", "2016-01-01", None, 409),
            (Some(withdrawn), "withdrawals", "2015-12-31", None, 201),
            (Some(withdrawn), "suspensions", "2016-02-01", None, 409),
            (Some(withdrawn), "reinstatements", "2016-02-01", None, 409),
        ] {
            let number = awarded(&world);
            if let Some((step, effective_on, until)) = before {
                change_certificate(&world, &number, step, effective_on, until).expect(201);
            }
            let answer = change_certificate(&world, &number, step, effective_on, until);
            assert_eq!(answer.status, status, "{before:?}, then {step} from {effective_on}: {answer}");
            if status == 409 {
                answer.expect_problem(409, "status_conflict");
                let items = history(&world.registrar.client, &number)["items"].clone();
                assert_eq!(items.as_array().unwrap().len(), usize::from(before.is_some()), "nothing is recorded");
            }
        }
        let number = awarded(&world);
        let path = format!("/v1/certificates/{number}/suspensions");
        let wrong = json!({"effective_on": "2016-1-1", "until": "soon", "reason_code": "A Complaint", "reason": ""});
        expect_mistakes(
            &world.registrar.client.post(&path, &wrong),
            &[
                ("/effective_on", "invalid_date"),
                ("/until", "invalid_date"),
                ("/reason_code", "not_a_code"),
                ("/reason", "empty"),
            ],
        );
        let until = json!({"effective_on": "2016-01-01", "until": "2016-02-01", "reason_code": "a", "reason": "b"});
        let path = format!("/v1/certificates/{number}/withdrawals");
        expect_mistakes(&world.registrar.client.post(&path, &until), &[("/until", "unknown_field")]);
        change_certificate(&world, "2B8D-0000-4TTF", "withdrawals", "2016-01-01", None)
            .expect_problem(404, "not_found");
        let change = json!({"effective_on": "2016-01-01", "reason_code": "a", "reason": "b"});
        for client in [&world.body.caller.client, &world.employer.client] {
            client.post(&path, &change).expect_problem(403, "forbidden");
        }
    }

    fn every_change_is_one_event_that_the_body_sees(service: Service) {
        let world = World::new(&service);
        let number = awarded(&world);
        let before = events::all(&world.registrar.client).len();
        change_certificate(&world, &number, "suspensions", "2016-01-01", Some("2016-01-31")).expect(201);
        change_certificate(&world, &number, "reinstatements", "2016-01-15", None).expect(201);
        change_certificate(&world, &number, "withdrawals", "2017-01-01", None).expect(201);
        change_certificate(&world, &number, "withdrawals", "2017-01-01", None).expect_problem(409, "status_conflict");
        let log = events::all(&world.registrar.client)[before..].to_vec();
        let told: Vec<_> = log.iter().map(|event| (text(event, "kind"), event["data"].clone())).collect();
        let data = |effective_on: &str, until: Value| {
            json!({
                "certificate_number": number, "effective_on": effective_on, "until": until, "reason_code": "complaint",
            })
        };
        assert_eq!(
            told,
            [
                ("certificate_suspended".to_owned(), data("2016-01-01", json!("2016-01-31"))),
                ("certificate_reinstated".to_owned(), data("2016-01-15", Value::Null)),
                ("certificate_withdrawn".to_owned(), data("2017-01-01", Value::Null)),
            ]
        );
        for event in &log {
            assert_eq!(event["subject"], json!({"kind": "certificate", "id": number}));
        }
        let own = events::all(&world.body.caller.client);
        assert_eq!(own[own.len() - 3..], log);
        assert_eq!(events::all(&world.other_body.caller.client).len(), 1, "of its own listing only");
    }
}
