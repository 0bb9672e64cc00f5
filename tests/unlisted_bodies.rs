//! A body that is not listed today registers and changes nothing, by any operation; it reads and exports what is its own,
//! and a registrar records in its name.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::authorisation;
use crate::support::operations::{self, Operation};
use crate::support::organisation_certificates::{self, application, published};
use crate::support::steps::{certificate_of, change_body, change_certificate, day, patch, search};
use crate::support::webhooks::{Hook, LOCAL};
use crate::support::world::{Caller, World, candidate, external_certificate, result, text};
use crate::support::{Answer, Client, Receiver, Service, batches, events, holder_links, on_both_engines};

/// What a body does by reading, and goes on doing when it is not listed.
const READS: &[&str] = &[
    "assess_eligibility",
    "count_attention",
    "export_candidates",
    "export_certificates",
    "export_organisation_certificates",
    "export_results",
    "follow_result_batch",
    "list_attention",
    "list_audit",
    "list_audit_experience",
    "list_body_auditors",
    "list_candidate_distinctions",
    "list_candidates",
    "list_certificates",
    "list_continuing_education",
    "list_course_attendances",
    "list_events",
    "list_external_certificates",
    "list_holder_links",
    "list_identity_changes",
    "list_preliminary_scopes",
    "list_result_batch_rows",
    "list_result_batches",
    "list_results",
    "list_webhook_deliveries",
    "list_webhook_subscriptions",
    "read_body_auditor",
    "read_candidate",
    "read_certificate",
    "read_certificate_history",
    "read_certificate_pdf",
    "read_credential",
    "read_evidence",
    "read_holder_link",
    "read_identity_change",
    "read_organisation_confirmation",
    "read_organisation_credential",
    "read_preliminary_scope",
    "read_result",
    "read_result_batch",
    "read_result_batch_report",
    "read_result_batch_report_as_csv",
    "read_webhook_delivery",
    "read_webhook_subscription",
    "verify_certificates",
];

/// What a body registers or changes, only while it is listed.
const WRITES: &[&str] = &[
    "cancel_result_batch",
    "change_candidate",
    "change_webhook_subscription",
    "confirm_organisation_certificates",
    "confirm_organisation_certificates_by_file",
    "create_candidate",
    "create_organisation",
    "create_result",
    "create_result_batch",
    "create_webhook_subscription",
    "distinguish_candidates",
    "issue_holder_link",
    "record_audit_experience",
    "record_continuing_education",
    "record_course_attendance",
    "record_external_certificate",
    "redeliver_webhook",
    "reinstate_organisation_certificate",
    "remove_webhook_subscription",
    "renew_certificate",
    "replace_webhook_secret",
    "request_identity_change",
    "request_preliminary_scope",
    "revise_scope",
    "revoke_holder_link",
    "search_candidates",
    "submit_organisation_certificate",
    "submit_organisation_certificate_file",
    "suspend_organisation_certificate",
    "test_webhook",
    "verify_evidence",
    "withdraw_identity_change",
    "withdraw_organisation_application",
    "withdraw_organisation_certificate",
    "withdraw_preliminary_scope",
];

/// Records of the first body: one of each kind that an address can lead to.
struct Own {
    body: String,
    candidate: String,
    evidence: String,
    change: String,
    result: String,
    number: String,
    links: String,
    link: String,
    batch: String,
    hook: Hook,
    delivery: String,
    application: String,
    preliminary: String,
    /// A certificate of an organisation that it has published.
    certified: String,
}

impl Own {
    fn new(world: &World, receiver: &Receiver) -> Self {
        let client = &world.body.caller.client;
        let (candidate, number, links) = holder_links::certified(world);
        let evidence = world.add_foundation_evidence(client, &candidate);
        let asked = json!({"family_name": "King", "reason": "marriage", "proof": {"method": "deed_seen"}});
        let changes = format!("/v1/candidates/{candidate}/identity-changes");
        let change = text(&client.post(&changes, &asked).expect(201), "id");
        let result = text(&events::all_items(client, "/v1/results")[0], "id");
        let (link, _) = holder_links::issue(client, &links);
        let rows = [batches::foundation("1", &[])];
        let batch = batches::submit(client, "", &batches::csv(&rows));
        batches::finished(client, &batch);
        let hook = Hook::new(client, &receiver.url(), &["certificate_suspended"]);
        let delivery = hook.test();
        hook.wait_for_state(&delivery, "delivered");
        let application = organisation_certificates::submit(client, &json!({}));
        let statement =
            json!({"organisation_name": "Heather", "country": "NL", "edition": "2018", "scope_statement": "Hosting."});
        let preliminary = text(&client.post("/v1/preliminary-scopes", &statement).expect(201), "id");
        let certified = published(world, &json!({"expires_on": day(900)}));
        let body = world.body.id.clone();
        Self {
            body,
            candidate,
            evidence,
            change,
            result,
            number,
            links,
            link,
            batch,
            hook,
            delivery,
            application,
            preliminary,
            certified,
        }
    }

    /// The operation at the address of the record of its kind.
    fn operation(&self, operation: &Operation) -> Operation {
        let last = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        let hook = last(&self.hook.path);
        let id = match operation.template.split('/').nth(2).unwrap_or("") {
            "bodies" => &self.body,
            "candidates" => &self.candidate,
            "results" => &self.result,
            "result-batches" => &self.batch,
            "webhook-subscriptions" => &hook,
            "organisation-certificates" if READS.contains(&operation.id.as_str()) => &self.certified,
            "organisation-certificates" => &self.application,
            "preliminary-scopes" => &self.preliminary,
            "certificates" => &last(&self.link),
            _ => "nothing",
        };
        let template = operation.template.replace("{evidence_id}", &self.evidence).replace("{number}", &self.number);
        let template = template.replace("{change_id}", &self.change);
        let template = template.replace("{delivery_id}", &last(&self.delivery)).replace("{id}", id);
        Operation { template, ..operation.clone() }
    }

    /// All that a write of the body's could have changed.
    fn snapshot(&self, world: &World) -> Vec<Value> {
        let client = &world.body.caller.client;
        let mut found = events::all(&world.registrar.client);
        found.push(client.get(&format!("/v1/candidates/{}", self.candidate)).expect(200));
        found.push(self.hook.read());
        found.extend(self.hook.deliveries());
        for list in [
            "/v1/candidates",
            "/v1/results",
            "/v1/result-batches",
            "/v1/webhook-subscriptions",
            "/v1/preliminary-scopes",
            &self.links,
        ] {
            found.extend(events::all_items(client, list));
        }
        found
    }
}

fn operations_of(client: &Client, ids: &[&str]) -> Vec<Operation> {
    let all = operations::all(client);
    ids.iter().map(|id| all.iter().find(|one| one.id == *id).unwrap_or_else(|| panic!("no {id}")).clone()).collect()
}

/// Asserts that this is the refusal, in words that say since when.
#[track_caller]
fn refused(answer: &Answer, words: &str, what: &str) {
    assert_eq!(answer.status, 403, "{what}: {answer}");
    let problem = answer.expect_problem(403, "body_not_listed_today");
    assert!(text(&problem, "detail").contains(words), "{what}: {problem}");
    assert!(text(&problem, "detail").contains("a registrar records in its name"), "{what}: {problem}");
}

/// Asserts that the body writes nothing and reads everything of its own.
fn reads_and_nothing_else(world: &World, own: &Own, words: &str) {
    let client = &world.body.caller.client;
    let before = own.snapshot(world);
    for operation in operations_of(client, WRITES) {
        refused(&own.operation(&operation).send(client), words, &operation.id);
        refused(&operation.send(client), words, &format!("{}, of nothing that is there", operation.id));
    }
    let number = text(&client.get(&format!("/v1/candidates/{}", own.candidate)).expect(200), "number");
    let found = search(client, &number, "1985-04-12").expect(200);
    assert_eq!(found["items"][0]["id"], own.candidate, "who is known is found");
    assert_eq!(own.snapshot(world), before);
    let office = &world.registrar.client;
    let theirs = world.register_candidate(office, &json!({}));
    let number = text(&office.get(&format!("/v1/candidates/{theirs}")).expect(200), "number");
    let before = own.snapshot(world);
    let searched = search(client, &number, "1985-04-12");
    refused(&searched, words, "a search that makes the body know the candidate");
    assert_eq!(own.snapshot(world), before);
    for operation in operations_of(client, READS) {
        if operation.id == "read_body_auditor" {
            continue;
        }
        let answer = own.operation(&operation).send(client);
        // What the body left has lapsed, where it left so long ago: nobody vouches for it any more.
        let vouches =
            ["read_organisation_confirmation", "read_organisation_credential"].contains(&operation.id.as_str());
        let has_lapsed = vouches && answer.problem_code() == "certificate_not_valid";
        assert!(answer.status == 200 || has_lapsed && words.contains("withdrawn"), "{}: {answer}", operation.id);
    }
}

on_both_engines! {
    fn the_table_knows_every_operation_of_a_body(service: Service) {
        let known: BTreeSet<&str> = READS.iter().chain(WRITES).copied().collect();
        assert_eq!(known.len(), READS.len() + WRITES.len(), "nothing stands in both");
        let of_bodies = authorisation::TABLE.iter().filter(|(_, roles)| roles.contains(&"body"));
        let of_bodies: BTreeSet<&str> = of_bodies.map(|(id, _)| *id).collect();
        assert_eq!(of_bodies, known, "what is on the left only needs a line in a table, the right is gone");
        let reading = |operation: &Operation| operation.method == "GET" || operation.id == "verify_certificates";
        for operation in operations_of(&service.client(), READS) {
            assert!(reading(&operation), "{}", operation.id);
        }
        for operation in operations_of(&service.client(), WRITES) {
            assert!(!reading(&operation), "{}", operation.id);
        }
    }

    fn suspended_it_only_reads_until_it_is_reinstated(service: Service) with [LOCAL[0], LOCAL[1]] {
        let (world, receiver) = (World::new(&service), Receiver::start());
        let own = Own::new(&world, &receiver);
        change_body(&world, &world.body.id, "suspensions", &day(-1)).expect(201);
        reads_and_nothing_else(&world, &own, &format!("is suspended since {}", day(-1)));
        world.register_candidate(&world.other_body.caller.client, &json!({}));
        change_body(&world, &world.body.id, "reinstatements", &day(0)).expect(201);
        world.certified_candidate(&json!({}));
        own.hook.change(&json!({"paused": true}));
        assert_eq!(world.body.caller.client.delete(&own.link).status, 204);
    }

    fn withdrawn_it_only_reads_and_is_still_told(service: Service) with [LOCAL[0], LOCAL[1]] {
        let (world, receiver) = (World::new(&service), Receiver::start());
        let own = Own::new(&world, &receiver);
        change_body(&world, &world.body.id, "withdrawals", "2020-06-30").expect(201);
        reads_and_nothing_else(&world, &own, "is withdrawn since 2020-06-30");
        let before = receiver.received().len();
        change_certificate(&world, &own.number, "suspensions", &day(0), None).expect(201);
        receiver.wait_for(before + 1);
        let fresh = Caller::new(&service, "A new client of a withdrawn body", "body", Some(&world.body.slug)).client;
        fresh.get("/v1/results").expect(200);
        refused(&fresh.post("/v1/candidates", &candidate(&json!({}))), "is withdrawn since 2020-06-30", "a new client");
    }

    fn before_its_listing_it_writes_nothing(service: Service) {
        let first = day(3);
        let listing = ["body", "add", "--name", "Elm", "--country", "NL", "--listed-on", &first, "--json"];
        service.command_json(&listing);
        let client = Caller::new(&service, "Elm's system", "body", Some("elm")).client;
        for operation in operations_of(&client, WRITES) {
            refused(&operation.send(&client), &format!("is not listed before {first}"), &operation.id);
        }
        for operation in operations_of(&client, READS) {
            let answer = operation.send(&client);
            assert!(matches!(answer.status, 200 | 404), "{}: {answer}", operation.id);
        }
    }

    fn a_change_of_the_listing_counts_from_its_own_day(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let change = |step: &str, effective_on: &str| {
            change_body(&world, &world.body.id, step, effective_on).expect(201);
        };
        change("suspensions", &day(-9));
        change("reinstatements", &day(-5));
        change("suspensions", &day(1));
        world.register_candidate(client, &json!({}));
        change("suspensions", &day(0));
        change("reinstatements", &day(2));
        let words = format!("is suspended since {}", day(0));
        refused(&client.post("/v1/candidates", &candidate(&json!({}))), &words, "on its first day");
        change("reinstatements", &day(0));
        change("withdrawals", &day(1));
        world.register_candidate(client, &json!({}));
    }

    fn what_was_answered_is_answered_again(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let keyed = client.with_header("idempotency-key", "before-the-end");
        let request = candidate(&json!({}));
        let first = keyed.post("/v1/candidates", &request).expect(201);
        let file = batches::csv(&[batches::foundation("1", &[])]);
        let sending = client.with_header("idempotency-key", "a-file");
        let batch = batches::submit(&sending, "", &file);
        batches::finished(client, &batch);
        change_body(&world, &world.body.id, "withdrawals", &day(0)).expect(201);
        let again = keyed.post("/v1/candidates", &request);
        assert_eq!((again.expect(201), again.header("idempotent-replayed")), (first, "true"));
        assert_eq!(batches::submit(&sending, "", &file), batch, "the answer of then");
        let words = format!("is withdrawn since {}", day(0));
        let other = client.with_header("idempotency-key", "after-the-end");
        refused(&other.post("/v1/candidates", &request), &words, "another key");
        refused(&batches::send(client, "", "text/csv", &file), &words, "the same file without a key");
        refused(&batches::send(&other, "", "text/csv", &file), &words, "the same file with another key");
        refused(&batches::send(client, "?dry_run=true", "text/csv", &file), &words, "a dry run");
        keyed.post("/v1/candidates", &candidate(&json!({}))).expect_problem(422, "idempotency_key_reused");
    }

    fn what_the_holder_decides_stays_the_holders(service: Service) {
        let world = World::new(&service);
        let (_, number, links) = holder_links::certified(&world);
        let (link, token) = holder_links::issue(&world.body.caller.client, &links);
        change_body(&world, &world.body.id, "withdrawals", &day(0)).expect(201);
        let (holder, page) = holder_links::open_page(&world.public, &format!("/holder/{}", token.expose()));
        assert_eq!(holder.get(&page).status, 200);
        let form = [("content-type", "application/x-www-form-urlencoded")];
        assert_eq!(holder.send("POST", &format!("{page}/listing"), &form, b"listed=true").status, 303);
        let shown = world.public.get(&format!("/v1/verifications/{number}")).expect(200);
        assert_eq!(shown["holder"]["family_name"], "Lovelace");
        assert_eq!(world.registrar.client.delete(&link).status, 204, "a registrar revokes it");
    }

    fn a_registrar_records_in_its_name(service: Service) {
        let world = World::new(&service);
        let (registrar, body) = (&world.registrar.client, &world.body.caller.client);
        change_body(&world, &world.body.id, "withdrawals", "2020-06-30").expect(201);
        for named in [&world.body.id, &world.body.slug] {
            let person = world.register_candidate(registrar, &json!({"body_id": named}));
            let shown = body.get(&format!("/v1/candidates/{person}")).expect(200);
            assert_eq!(shown["registered_by_body_id"], world.body.id, "it reads what is its own");
            for (kind, request) in [
                ("external-certificates", external_certificate("itil_foundation", "GR7", "2012-07-01")),
                ("course-attendances", json!({"course_id": world.course_id, "completed_on": "2013-06-01"})),
                (
                    "audit-experience",
                    json!({"organisation": "Elder", "role": "internal", "it_environment": true, "started_on": "2010-01-01"}),
                ),
                (
                    "continuing-education",
                    json!({"points": 3, "activity": "Webinar", "organisation": "Elder", "completed_on": "2016-01-01"}),
                ),
            ] {
                let mut request = request;
                request["body_id"] = json!(named);
                let evidence = registrar.post(&format!("/v1/candidates/{person}/{kind}"), &request).expect(201);
                assert_eq!((&evidence["recorded_by_body_id"], &evidence["standing"]), (&json!(world.body.id), &json!("verified")));
                let told = events::all(body).pop().unwrap();
                assert_eq!((&told["kind"], &told["body_id"]), (&json!("evidence_recorded"), &json!(world.body.id)));
            }
            let mut sitting = result(&person, "practitioner", "2019-03-12", 60);
            sitting["body_id"] = json!(named);
            let recorded = registrar.post("/v1/results", &sitting).expect(201);
            assert_eq!(recorded["body_id"], world.body.id);
            let links = format!("/v1/certificates/{}/holder-links", certificate_of(&recorded));
            registrar.post(&links, &json!({})).expect(201);
            patch(registrar, &format!("/v1/candidates/{person}"), &json!({"email": null})).expect(200);
        }
        let file = batches::csv(&[batches::foundation("1", &[])]);
        let query = format!("?body={}", world.body.slug);
        assert_eq!(batches::words(&batches::outcome(registrar, &query, &file)), ["pass"]);
        let certificate = json!({"body_id": world.body.slug, "issued_on": "2020-05-01"});
        registrar.post(organisation_certificates::PATH, &application(&certificate)).expect(201);

        let unknown = candidate(&json!({"body_id": "nobody"}));
        let problem = registrar.post("/v1/candidates", &unknown).expect_problem(404, "not_found");
        assert_eq!(problem["errors"][0]["pointer"], "/body_id");
        let other = candidate(&json!({"body_id": world.body.slug}));
        let problem = world.other_body.caller.client.post("/v1/candidates", &other).expect_problem(422, "invalid_input");
        assert_eq!(problem["errors"][0]["pointer"], "/body_id");
        let own = candidate(&json!({"body_id": world.other_body.slug}));
        world.other_body.caller.client.post("/v1/candidates", &own).expect(201);
    }

    fn the_public_and_the_other_body_are_served_as_before(service: Service) {
        let world = World::new(&service);
        published(&world, &json!({}));
        let (_, number, _) = holder_links::certified(&world);
        change_body(&world, &world.body.id, "withdrawals", &day(0)).expect(201);
        let shown = world.body.caller.client.get(&format!("/v1/verifications/{number}")).expect(200);
        assert_eq!(shown["status"], "valid", "what was awarded stays so");
        for operation in operations::all(&world.public).iter().filter(|operation| !operation.is_secured()) {
            let (with, without) = (operation.send(&world.body.caller.client), operation.send(&world.public));
            assert_eq!(with.status, without.status, "{}: {with}", operation.id);
        }
        world.register_candidate(&world.other_body.caller.client, &json!({}));
    }
}
