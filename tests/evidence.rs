//! Evidence: the four kinds, who checked it, and what it counts for.

use serde_json::{Value, json};

use crate::support::steps::{certificate_of, day, eligibility, expect_mistakes, verification};
use crate::support::world::{World, external_certificate, result, text};
use crate::support::{Answer, Client, Service, events, on_both_engines};

/// The kinds, each with its address and a claim.
fn claims() -> [(&'static str, &'static str, Value); 4] {
    let experience = json!({
        "organisation": "Elder Audits",
        "role": "internal",
        "it_environment": true,
        "started_on": "2011-03-01",
        "ended_on": "2014-02-28",
    });
    [
        (
            "external_certificate",
            "external-certificates",
            json!({
                "certification": "itil_foundation", "number": "GR75/0012345", "awarded_on": "2013-03-14",
            }),
        ),
        (
            "course_attendance",
            "course-attendances",
            json!({
                "course_id": "auditor-course-1", "completed_on": "2014-06-12",
            }),
        ),
        ("audit_experience", "audit-experience", experience),
        (
            "continuing_education",
            "continuing-education",
            json!({"points": 12, "activity": "Two days on audits", "organisation": "Fig Academy", "completed_on": "2016-05-20"}),
        ),
    ]
}

fn record(client: &Client, candidate: &str, segment: &str, claim: &Value, more: &Value) -> Answer {
    let mut body = claim.clone();
    for (name, value) in more.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    client.post(&format!("/v1/candidates/{candidate}/{segment}"), &body)
}

fn listed(client: &Client, candidate: &str, segment: &str) -> Value {
    client.get(&format!("/v1/candidates/{candidate}/{segment}")).expect(200)["items"].clone()
}

/// Rejects a piece of evidence as the registrar.
fn reject(world: &World, candidate: &str, segment: &str, id: &str) -> Answer {
    let path = format!("/v1/candidates/{candidate}/{segment}/{id}/rejections");
    world.registrar.client.post(&path, &json!({"reason": "The issuer does not know this number."}))
}

on_both_engines! {
    fn each_kind_is_recorded_with_who_checked_it_and_how(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &Value::Null);
        let attested = json!({"verification": {"method": "issuer_confirmed", "note": "By telephone,\nwith Ms Oduya."}});
        for (kind, segment, claim) in claims() {
            let recorded = record(client, &candidate, segment, &claim, &attested).expect(201);
            for (name, value) in claim.as_object().unwrap() {
                let expected = if name == "course_id" { &json!(world.course_id) } else { value };
                assert_eq!(&recorded[name], expected, "{kind} {name}");
            }
            assert_eq!((&recorded["kind"], &recorded["standing"]), (&json!(kind), &json!("verified")));
            assert_eq!(recorded["recorded_by_body_id"], world.body.id);
            let verification = &recorded["verification"];
            assert_eq!(verification["verified_by"], format!("client:{}", world.body.caller.client_id));
            assert_eq!(verification["verified_at"], recorded["recorded_at"]);
            assert_eq!(verification["method"], "issuer_confirmed");
            assert_eq!(verification["note"], "By telephone,\nwith Ms Oduya.");
            assert_eq!(listed(client, &candidate, segment), json!([recorded]));
        }
        let (_, segment, claim) = &claims()[0];
        let mut by_registrar = claim.clone();
        by_registrar["number"] = json!("another");
        let recorded = record(&world.registrar.client, &candidate, segment, &by_registrar, &Value::Null).expect(201);
        assert_eq!((&recorded["standing"], &recorded["recorded_by_body_id"]), (&json!("verified"), &Value::Null));
        assert_eq!(listed(client, &candidate, segment).as_array().unwrap().len(), 2);
    }

    fn the_same_claim_again_is_the_same_record(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &Value::Null);
        let other_candidate = world.register_candidate(client, &Value::Null);
        for (kind, segment, claim) in claims() {
            let first = record(client, &candidate, segment, &claim, &Value::Null).expect(201);
            for again in [client, &world.registrar.client] {
                assert_eq!(record(again, &candidate, segment, &claim, &Value::Null).expect(200), first, "{kind}");
            }
            reject(&world, &candidate, segment, &text(&first, "id")).expect(201);
            let again = record(client, &candidate, segment, &claim, &Value::Null).expect(200);
            assert_eq!(
                (&again["id"], &again["standing"]),
                (&first["id"], &json!("rejected")),
                "{kind}: stays rejected"
            );
            assert_eq!(listed(client, &candidate, segment).as_array().unwrap().len(), 1);
            record(client, &other_candidate, segment, &claim, &Value::Null).expect(201);
        }
        let counts = events::subjects(&events::all(&world.registrar.client), "evidence_recorded");
        assert_eq!(counts.len(), 8, "one event for each record");
    }

    fn what_is_not_verified_counts_for_nothing_until_it_is(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &Value::Null);
        let unverified = json!({"verified": false});
        for (kind, segment, claim) in claims() {
            let recorded = record(client, &candidate, segment, &claim, &unverified).expect(201);
            assert_eq!(
                (&recorded["standing"], &recorded["verification"]),
                (&json!("unverified"), &Value::Null),
                "{kind}"
            );
        }
        for qualification in ["practitioner", "auditor"] {
            let assessment = eligibility(client, &candidate, qualification, "2015-06-01");
            assert_eq!(assessment["eligible"], false);
            let told = assessment["requirement"].to_string();
            assert!(told.contains("is not verified yet and counts for nothing"), "{told}");
        }
        for (_, segment, _) in claims() {
            let id = text(&listed(client, &candidate, segment)[0], "id");
            let path = format!("/v1/candidates/{candidate}/{segment}/{id}/verifications");
            let verified = client.post(&path, &json!({"method": "original_seen"})).expect(201);
            assert_eq!(
                (&verified["standing"], &verified["verification"]["method"]),
                (&json!("verified"), &json!("original_seen"))
            );
            client.post(&path, &json!({})).expect_problem(409, "status_conflict");
        }
        for qualification in ["practitioner", "auditor"] {
            assert_eq!(
                eligibility(client, &candidate, qualification, "2015-06-01")["eligible"],
                true,
                "{qualification}"
            );
        }
    }

    fn what_was_unverified_is_verified_by_sending_it_with_an_attestation(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &Value::Null);
        for (kind, segment, claim) in claims() {
            let first = record(client, &candidate, segment, &claim, &json!({"verified": false})).expect(201);
            let path = format!("/v1/candidates/{candidate}/{segment}/{}", text(&first, "id"));
            assert_eq!(client.get(&path).expect(200), first, "{kind}");
            world.other_body.caller.client.get(&path).expect_problem(404, "not_found");
            let attested = json!({"verification": {"method": "original_seen"}});
            let again = record(client, &candidate, segment, &claim, &attested).expect(200);
            assert_eq!((&again["id"], &again["standing"]), (&first["id"], &json!("verified")), "{kind}");
            assert_eq!(client.get(&path).expect(200), again);
            let both = json!({"verified": false, "verification": {"method": "original_seen"}});
            let contradiction = record(client, &candidate, segment, &claim, &both);
            assert_eq!((contradiction.status, contradiction.pointers()), (422, vec!["/verified".to_owned()]));
        }
        let verified = events::subjects(&events::all(client), "evidence_verified");
        assert_eq!(verified.len(), 4, "each is an event, once: {verified:?}");
    }

    fn rejected_evidence_counts_for_nothing_and_what_was_decided_stays(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &Value::Null);
        let evidence = world.add_foundation_evidence(client, &candidate);
        let submission = result(&candidate, "practitioner", "2015-06-01", 44);
        let passed = client.post("/v1/results", &submission).expect(201);

        let segment = "external-certificates";
        let path = format!("/v1/candidates/{candidate}/{segment}/{evidence}/rejections");
        client.post(&path, &json!({"reason": "Forged."})).expect_problem(403, "forbidden");
        expect_mistakes(&world.registrar.client.post(&path, &json!({})), &[("/reason", "required")]);
        let rejected = reject(&world, &candidate, segment, &evidence).expect(201);
        assert_eq!(rejected["standing"], "rejected");
        assert_eq!(rejected["rejection"]["reason"], "The issuer does not know this number.");
        assert_eq!(rejected["rejection"]["rejected_by"], format!("client:{}", world.registrar.client_id));
        reject(&world, &candidate, segment, &evidence).expect_problem(409, "status_conflict");
        let verifying = format!("/v1/candidates/{candidate}/{segment}/{evidence}/verifications");
        client.post(&verifying, &json!({})).expect_problem(409, "status_conflict");

        let assessment = eligibility(client, &candidate, "practitioner", "2015-06-01");
        assert_eq!(assessment["eligible"], false);
        let told = assessment["unmet"].to_string();
        assert!(told.contains("was rejected (The issuer does not know this number.) and counts for nothing"), "{told}");
        let later = world.submit_result(client, &candidate, "practitioner", "2015-07-01", 10);
        later.expect_problem(422, "not_eligible");

        let address = format!("/v1/results/{}", text(&passed, "id"));
        assert_eq!(client.get(&address).expect(200), passed, "with the assessment that it was accepted on");
        assert_eq!(client.post("/v1/results", &submission).expect(200)["id"], passed["id"]);
        assert_eq!(verification(&world, &certificate_of(&passed), "")["status"], "valid");
    }

    fn impossible_claims_are_refused_for_every_reason_at_once(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &json!({"birth_date": "1985-04-12"}));
        let [(_, certificates, certificate), (_, courses, course), (_, experiences, experience), _] = claims();
        let soon = day(3);
        for (segment, claim, changes, expected) in [
            (certificates, &certificate, json!({"awarded_on": soon}), &[("/awarded_on", "in_the_future")][..]),
            (certificates, &certificate, json!({"awarded_on": "1985-04-12"}), &[("/awarded_on", "before_birth")]),
            (
                certificates,
                &certificate,
                json!({"certification": "ITIL Foundation"}),
                &[("/certification", "not_a_code")],
            ),
            (courses, &course, json!({"course_id": "no-such-course"}), &[("/course_id", "unknown_reference")]),
            (
                courses,
                &course,
                json!({"course_id": "no-such-course", "completed_on": soon}),
                &[("/completed_on", "in_the_future"), ("/course_id", "unknown_reference")],
            ),
            (courses, &course, json!({"completed_on": "1985-04-11"}), &[("/completed_on", "before_birth")]),
            (experiences, &experience, json!({"ended_on": "2011-02-28"}), &[("/ended_on", "ends_before_it_begins")]),
            (
                experiences,
                &experience,
                json!({"started_on": soon, "ended_on": null}),
                &[("/started_on", "in_the_future")],
            ),
            (
                experiences,
                &experience,
                json!({"started_on": "1984-01-01", "ended_on": "1983-01-01"}),
                &[
                    ("/started_on", "before_birth"),
                    ("/ended_on", "before_birth"),
                    ("/ended_on", "ends_before_it_begins"),
                ],
            ),
            (
                experiences,
                &experience,
                json!({"role": "consultant", "it_environment": null, "organisation": " "}),
                &[("/role", "unknown_word"), ("/it_environment", "required"), ("/organisation", "empty")],
            ),
            (
                experiences,
                &experience,
                json!({"verification": {"how": "seen"}, "verified": "no"}),
                &[("/verification/how", "unknown_field"), ("/verified", "wrong_type")],
            ),
        ] {
            expect_mistakes(&record(client, &candidate, segment, claim, &changes), expected);
        }
        for (_, segment, claim) in claims() {
            assert_eq!(listed(client, &candidate, segment), json!([]));
            world
                .employer
                .client
                .post(&format!("/v1/candidates/{candidate}/{segment}"), &claim)
                .expect_problem(403, "forbidden");
            reject(&world, &candidate, segment, "nothing").expect_problem(404, "not_found");
        }
        let (id, other) =
            (world.add_foundation_evidence(client, &candidate), world.register_candidate(client, &Value::Null));
        reject(&world, &other, certificates, &id).expect_problem(404, "not_found");
        reject(&world, &candidate, courses, &id).expect_problem(404, "not_found");
        reject(&world, &candidate, "certificates", &id).expect_problem(404, "not_found");
    }

    fn an_unrecognised_certification_counts_for_nothing_and_says_so(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &Value::Null);
        for code in ["itil_intermediate", "itil_fundation"] {
            let claim = external_certificate(code, "GR-1", "2013-01-01");
            let recorded = record(client, &candidate, "external-certificates", &claim, &Value::Null).expect(201);
            assert_eq!(recorded["certification"], code, "recorded as it is");
        }
        let assessment = eligibility(client, &candidate, "practitioner", "2015-06-01");
        assert_eq!(assessment["eligible"], false);
        for code in ["itil_intermediate", "itil_fundation"] {
            let words = format!(
                "The certification `{code}` (number GR-1) is not recognised by the scheme and counts for nothing."
            );
            assert!(assessment["unmet"].to_string().contains(&words), "{assessment}");
        }
        world.add_external_certificate(client, &candidate, "itil_foundation", "2013-01-01");
        assert_eq!(eligibility(client, &candidate, "practitioner", "2015-06-01")["eligible"], true);
    }
}
