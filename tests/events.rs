//! The change feed: every event once, in the order of commit, and nothing personal in any of them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::steps::{certificate_of, change_body, change_certificate, patch, search};
use crate::support::world::{World, candidate, external_certificate, result, text};
use crate::support::{Client, Service, events, on_both_engines};

/// How many clients write while others follow.
const WRITERS: usize = 8;
/// How many candidates each of them registers, with two results each.
const ROUNDS: usize = 12;
/// How long the writers may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

fn kinds(log: &[Value]) -> Vec<String> {
    log.iter().map(|event| text(event, "kind")).collect()
}

/// Reads what is new, a few events at a time, until the writers have ended and nothing is new any more.
fn follow(client: &Client, writing: &AtomicUsize) -> Vec<Value> {
    let (mut seen, mut after) = (Vec::<Value>::new(), 0);
    let deadline = Instant::now() + PATIENCE;
    loop {
        assert!(Instant::now() < deadline, "the writers do not end");
        let ended = writing.load(Ordering::SeqCst) == 0;
        let page = client.get(&format!("/v1/events?after={after}&limit=7")).expect(200);
        let items = page["items"].as_array().unwrap();
        if items.is_empty() && ended {
            return seen;
        }
        for event in items {
            let sequence = event["sequence"].as_u64().unwrap();
            assert!(sequence > after, "event {sequence} after {after}");
            after = sequence;
        }
        seen.extend(items.iter().cloned());
    }
}

fn write(client: &Client) {
    for round in 0..ROUNDS {
        let id = text(&client.post("/v1/candidates", &candidate(&Value::Null)).expect(201), "id");
        client.post("/v1/results", &result(&id, "foundation", "2015-06-01", 12)).expect(201);
        let second = if round % 2 == 0 { ("foundation", 201) } else { ("practitioner", 422) };
        client
            .post("/v1/results", &result(&id, second.0, "2015-07-01", 44 - 12 * u32::from(second.1 == 201)))
            .expect(second.1);
    }
}

on_both_engines! {
    fn every_write_is_one_event_in_order(service: Service) {
        let world = World::new(&service);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let start = events::all(registrar).len();
        let id = world.register_candidate(client, &Value::Null);
        patch(client, &format!("/v1/candidates/{id}"), &json!({"country": "ES"})).expect(200);
        let evidence = world.add_foundation_evidence(client, &id);
        world.add_course_attendance(client, &id, "2014-06-12");
        world.add_audit_experience(client, &id, "2011-03-01", None);
        let passed = world.submit_result(client, &id, "practitioner", "2015-06-01", 44).expect(201);
        world.submit_result(client, &id, "practitioner", "2015-06-01", 44).expect(200);
        world.submit_result(client, &id, "practitioner", "2015-06-01", 45).expect(409);
        let rejections = format!("/v1/candidates/{id}/external-certificates/{evidence}/rejections");
        registrar.post(&rejections, &json!({"reason": "Forged."})).expect(201);
        change_certificate(&world, &certificate_of(&passed), "withdrawals", "2016-01-01", None).expect(201);
        change_body(&world, &world.body.id, "withdrawals", "2016-01-01").expect(201);
        client.post("/v1/candidates", &json!({})).expect(422);
        client.get(&format!("/v1/candidates/{id}")).expect(200);

        let log = events::all(registrar);
        assert_eq!(
            kinds(&log[start..]),
            [
                "candidate_registered",
                "candidate_changed",
                "evidence_recorded",
                "evidence_recorded",
                "evidence_recorded",
                "result_registered",
                "result_refused",
                "evidence_rejected",
                "certificate_withdrawn",
                "body_withdrawn",
            ]
        );
        let registered = &log[start + 5];
        assert_eq!(registered["subject"], json!({"kind": "result", "id": passed["id"]}));
        assert_eq!(registered["recorded_at"], passed["registered_at"]);
        assert_eq!(registered["actor"], format!("client:{}", world.body.caller.client_id));
        let expected = json!({
            "candidate_id": id, "qualification": "practitioner", "format": "2011", "edition": "2011", "sat_on": "2015-06-01",
            "outcome": "pass", "declared": false, "certificate_number": certificate_of(&passed),
            "scheme_version": "2026-12",
        });
        assert_eq!(registered["data"], expected);

        let after = log[start]["sequence"].as_u64().unwrap();
        let part = registrar.get(&format!("/v1/events?after={after}&limit=2")).expect(200);
        assert_eq!(part["items"].as_array().unwrap()[..], log[start + 1..start + 3]);
        let cursor = text(&part, "next_cursor");
        assert_eq!(cursor.split('.').next().unwrap(), log[start + 2]["sequence"].to_string());
        let next = registrar.get(&format!("/v1/events?after={cursor}&limit=1")).expect(200);
        assert_eq!(next["items"][0], log[start + 3]);
        let last = log.last().unwrap()["sequence"].as_u64().unwrap();
        let rest = registrar.get(&format!("/v1/events?after={last}")).expect(200);
        assert_eq!(rest, json!({"items": [], "next_cursor": null}));
    }

    fn a_body_follows_its_own_events_only(service: Service) {
        let world = World::new(&service);
        for body in [&world.body, &world.other_body] {
            let client = &body.caller.client;
            let id = world.register_candidate(client, &Value::Null);
            world.add_foundation_evidence(client, &id);
            let passed = world.submit_result(client, &id, "practitioner", "2015-06-01", 44).expect(201);
            world.submit_result(client, &id, "auditor", "2015-06-01", 30).expect(422);
            change_certificate(&world, &certificate_of(&passed), "suspensions", "2016-01-01", None).expect(201);
        }
        let log = events::all(&world.registrar.client);
        for body in [&world.body, &world.other_body] {
            let own = events::all(&body.caller.client);
            let expected: Vec<_> = log.iter().filter(|event| event["body_id"] == body.id).cloned().collect();
            assert_eq!(own, expected);
            assert_eq!(
                kinds(&own),
                [
                    "body_listed",
                    "candidate_registered",
                    "evidence_recorded",
                    "result_registered",
                    "result_refused",
                    "certificate_suspended",
                ]
            );
        }
        for kind in ["client_registered", "course_accredited", "training_organisation_accredited"] {
            assert!(kinds(&log).contains(&kind.to_owned()), "the registrar sees {kind}");
        }
        world.employer.client.get("/v1/events").expect_problem(403, "forbidden");
        world.public.get("/v1/events").expect_problem(401, "unauthenticated");
        for query in ["after=x", "after=-1", "limit=0", "cursor=1"] {
            world.body.caller.client.get(&format!("/v1/events?{query}")).expect_problem(400, "invalid_parameter");
        }
    }

    /// Whoever goes on after the last event seen misses none and sees none out of order, however many write.
    fn a_follower_misses_nothing_while_eight_write(service: Service) {
        let world = World::new(&service);
        let writing = AtomicUsize::new(WRITERS);
        let (all, own) = std::thread::scope(|scope| {
            let follower = |client: &Client| {
                let (client, writing) = (client.with_own_connections(), &writing);
                scope.spawn(move || follow(&client, writing))
            };
            let all = follower(&world.registrar.client);
            let own = follower(&world.body.caller.client);
            let writers: Vec<_> = (0..WRITERS)
                .map(|place| {
                    let body = if place % 2 == 0 { &world.body } else { &world.other_body };
                    let (client, writing) = (body.caller.client.with_own_connections(), &writing);
                    scope.spawn(move || {
                        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| write(&client)));
                        writing.fetch_sub(1, Ordering::SeqCst);
                        if let Err(panic) = outcome {
                            std::panic::resume_unwind(panic);
                        }
                    })
                })
                .collect();
            for writer in writers {
                writer.join().unwrap();
            }
            (all.join().unwrap(), own.join().unwrap())
        });
        assert_eq!(all, events::all(&world.registrar.client), "what was seen while they wrote is what there is");
        assert_eq!(own, events::all(&world.body.caller.client));
        let counts = |kind: &str| all.iter().filter(|event| event["kind"] == kind).count();
        let rounds = WRITERS * ROUNDS;
        assert_eq!(counts("candidate_registered"), rounds);
        assert_eq!(counts("result_registered"), rounds + rounds / 2);
        assert_eq!(counts("result_refused"), rounds / 2);
    }

    fn nothing_personal_is_in_any_event(service: Service) {
        let world = World::new(&service);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let person = json!({
            "given_names": "Xanthippe", "family_name": "Quintanilla", "birth_date": "1971-07-17",
            "email": "xq@example.org", "listed": true,
        });
        let reason = "Ms Quintanilla wrote from xq@example.org that she was born on 1971-07-17.";
        let registered = client.post("/v1/candidates", &candidate(&person)).expect(201);
        let id = text(&registered, "id");
        let at = |rest: &str| format!("/v1/candidates/{id}{rest}");
        search(&world.other_body.caller.client, &text(&registered, "number"), "1971-07-17").expect(200);
        let mut external = external_certificate("itil_foundation", "GR-99-XANTHIPPE", "2013-01-01");
        external["verification"] = json!({"method": "Xanthippe showed it", "note": reason});
        external["verified"] = json!(true);
        let evidence = client.post(&at("/external-certificates"), &external).expect(201);
        let experience = json!({
            "organisation": "Quintanilla & Sons", "role": "internal", "it_environment": true,
            "started_on": "2011-03-01", "verified": false,
        });
        let unverified = client.post(&at("/audit-experience"), &experience).expect(201);
        let verifying = at(&format!("/audit-experience/{}/verifications", text(&unverified, "id")));
        client.post(&verifying, &json!({"note": reason})).expect(201);
        client.post("/v1/results", &result(&id, "auditor", "2015-06-01", 30)).expect(422);
        let mut submission = result(&id, "practitioner", "2015-06-01", 44);
        submission["reference"] = json!("Quintanilla, X.");
        let passed = client.post("/v1/results", &submission).expect(201);
        let rejecting = at(&format!("/external-certificates/{}/rejections", text(&evidence, "id")));
        registrar.post(&rejecting, &json!({"reason": reason})).expect(201);
        let change = json!({"effective_on": "2016-01-01", "reason_code": "complaint", "reason": reason});
        let number = certificate_of(&passed);
        registrar.post(&format!("/v1/certificates/{number}/suspensions"), &change).expect(201);
        registrar.post(&format!("/v1/certificates/{number}/reinstatements"), &change).expect(201);
        let correcting = format!("/v1/results/{}/corrections", text(&passed, "id"));
        registrar.post(&correcting, &json!({"marks": 12, "reason": reason})).expect(201);
        patch(client, &at(""), &json!({"email": "ruiz@example.org"})).expect(200);
        let changes = json!({
            "family_name": "Quintanilla-Ruiz", "birth_date": "1971-07-18", "reason": "marriage",
            "proof": {"method": "Xanthippe showed it", "note": reason},
        });
        let asked = text(&client.post(&at("/identity-changes"), &changes).expect(201), "id");
        let decision = json!({"agreed": true, "words": reason});
        registrar.post(&at(&format!("/identity-changes/{asked}/decisions")), &decision).expect(201);
        change_body(&world, &world.body.id, "suspensions", "2016-01-01").expect(201);

        let log = events::all(registrar);
        assert!(log.len() > 20, "{}", log.len());
        for event in &log {
            let shown = event.to_string().to_lowercase();
            for personal in ["xanthippe", "quintanilla", "ruiz", "@example.org", "1971-07-1", "gr-99", "upside"] {
                assert!(!shown.contains(personal), "{personal} in {event}");
            }
        }
    }
}
