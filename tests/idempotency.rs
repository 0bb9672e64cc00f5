//! The same request sent again, however often and however close together, is carried out once.

use std::sync::Barrier;

use serde_json::{Value, json};

use crate::support::persons::Staff;
use crate::support::sql::Sql;
use crate::support::steps::{day, patch, use_scheme};
use crate::support::world::{Caller, World, candidate, external_certificate, result, text};
use crate::support::{Answer, Client, Service, events, on_both_engines};
use crate::support::{batches, operations, organisation_certificates};

/// Sends a request twice with the same key, and asserts that the second answer is the first once more.
#[track_caller]
fn replays(client: &Client, path: &str, body: &Value) -> Value {
    replays_bytes(client, path, "application/json", body.to_string().as_bytes())
}

/// The same with a body of any type.
#[track_caller]
fn replays_bytes(client: &Client, path: &str, media_type: &str, body: &[u8]) -> Value {
    let keyed = client.with_header("idempotency-key", &format!("key of {path}").replace(' ', "-"));
    let send = || keyed.send("POST", path, &[("content-type", media_type)], body);
    let first = send();
    assert!(matches!(first.status, 200..=202), "{path}: {first}");
    assert_eq!(first.header("idempotent-replayed"), "", "{first}");
    tells_the_tag(client, path, &first);
    let second = send();
    same(&first, &second);
    first.json()
}

/// Asserts that what was created is told with the tag that it is read with, so that it can be changed at once.
#[track_caller]
fn tells_the_tag(client: &Client, path: &str, created: &Answer) {
    let location = created.header("location");
    // What tells of more than one record, what goes on changing by itself, and a file beside its record have none.
    let has_none = location.ends_with("/history")
        || location.ends_with("/file")
        || ["/v1/organisation-certificates", "/v1/attendances", "/v1/candidate-distinctions"].contains(&location)
        || location.starts_with("/v1/organisation-certificates?")
        || ["/deliveries/", "/result-batches/", "/organisation-duplicates?"].iter().any(|part| location.contains(part));
    let expected = if has_none { String::new() } else { client.get(location).header("etag").to_owned() };
    assert_eq!(created.header("etag"), expected, "{path} of {location}: {created}");
    assert_eq!(has_none, expected.is_empty(), "{path} of {location}");
}

/// Asserts that `second` repeats `first`, and says so.
#[track_caller]
fn same(first: &Answer, second: &Answer) {
    assert_eq!(second.header("idempotent-replayed"), "true", "{second}");
    assert_eq!((second.status, second.header("location")), (first.status, first.header("location")), "{second}");
    for name in ["content-type", "etag"] {
        assert_eq!(second.header(name), first.header(name), "{second}");
    }
    let without_id = |answer: &Answer| {
        let mut body = answer.json();
        body.as_object_mut().unwrap().remove("request_id");
        body
    };
    assert_eq!(without_id(second), without_id(first));
}

fn count(client: &Client, path: &str) -> usize {
    events::all_items(client, path).len()
}

/// The part of the requests that are about who the holder of a certificate is.
fn replay_identity_changes(
    world: &World,
    person: &str,
    post: &mut dyn FnMut(&'static str, &Client, &str, &Value) -> Value,
) {
    let (body, registrar) = (&world.body.caller.client, &world.registrar.client);
    let changes = format!("/v1/candidates/{person}/identity-changes");
    let named = json!({"family_name": "Heath", "reason": "marriage", "proof": {"method": "deed_seen"}});
    let first = text(&post("request_identity_change", body, &changes, &named), "id");
    post("withdraw_identity_change", body, &format!("{changes}/{first}/withdrawals"), &Value::Null);
    let second = text(&body.post(&changes, &named).expect(201), "id");
    let decisions = format!("{changes}/{second}/decisions");
    post("decide_identity_change", registrar, &decisions, &json!({"agreed": true}));
}

/// The part of the requests that make two records one candidate, and two again.
fn replay_candidate_merges(
    world: &World,
    person: &str,
    post: &mut dyn FnMut(&'static str, &Client, &str, &Value) -> Value,
) {
    let registrar = &world.registrar.client;
    let duplicate = world.register_candidate(registrar, &json!({}));
    let two = json!({"candidate_ids": [person, duplicate], "reason": "As the test says."});
    post("distinguish_candidates", registrar, "/v1/candidate-distinctions", &two);
    let same = json!({"duplicate_id": duplicate, "reason": "As the test says.", "overrules_distinction": true});
    post("merge_candidate", registrar, &format!("/v1/candidates/{person}/merges"), &same);
    let apart = json!({"reason": "As the test says."});
    post("separate_candidate", registrar, &format!("/v1/candidates/{duplicate}/separations"), &apart);
}

/// The part of the requests that are about organisations.
fn replay_organisations(world: &World, post: &mut dyn FnMut(&'static str, &Client, &str, &Value) -> Value) {
    let (body, registrar) = (&world.body.caller.client, &world.registrar.client);
    let entries = json!([organisation_certificates::application(&json!({"number": "I-3"}))]);
    post("submit_organisation_certificate_file", body, "/v1/organisation-certificate-files", &entries);
    let described = |name: &str| json!({"name": name, "country": "NL"});
    let one = text(&post("create_organisation", body, "/v1/organisations", &described("One")), "id");
    let other = text(&registrar.post("/v1/organisations", &described("Two")).expect(201), "id");
    let two = json!({"organisation_ids": [one, other], "reason": "As the test says."});
    post("distinguish_organisations", registrar, "/v1/organisation-distinctions", &two);
    let same = json!({"duplicate_id": other, "reason": "As the test says.", "overrules_distinction": true});
    post("merge_organisation", registrar, &format!("/v1/organisations/{one}/merges"), &same);
    let apart = json!({"reason": "As the test says."});
    post("separate_organisation", registrar, &format!("/v1/organisations/{other}/separations"), &apart);
}

/// The part of the requests that are about certificates of organisations.
fn replay_organisation_certificates(world: &World, post: &mut dyn FnMut(&'static str, &Client, &str, &Value) -> Value) {
    let (body, registrar) = (&world.body.caller.client, &world.registrar.client);
    let certificates = "/v1/organisation-certificates";
    let submission = organisation_certificates::application(&json!({"number": "I-1"}));
    let id = text(&post("submit_organisation_certificate", body, certificates, &submission), "id");
    let at = |step: &str| format!("{certificates}/{id}/{step}");
    let feedback = json!({"agreed": false, "words": "Say where."});
    post("review_scope", registrar, &at("scope-reviews"), &feedback);
    post("revise_scope", body, &at("scope-revisions"), &json!({"scope_statement": "Hosting from Utrecht."}));
    registrar.post(&at("scope-reviews"), &json!({"agreed": true})).expect(201);
    let change = |day: &str| json!({"effective_on": day, "reason_code": "complaint", "reason": "As the test says."});
    let transfer = json!({"body_id": world.other_body.slug, "number": "B-1", "effective_on": "2021-01-01", "reason": "Asked for."});
    post("transfer_organisation_certificate", registrar, &at("transfers"), &transfer);
    post("suspend_organisation_certificate", registrar, &at("suspensions"), &change("2021-02-01"));
    post("reinstate_organisation_certificate", registrar, &at("reinstatements"), &change("2021-03-01"));
    post("withdraw_organisation_certificate", registrar, &at("withdrawals"), &change("2021-04-01"));
    let scopes = "/v1/preliminary-scopes";
    let statement = json!({"organisation_name": "Heather", "country": "NL", "edition": "2018", "scope_statement": "Hosting from Utrecht."});
    let first = text(&post("request_preliminary_scope", body, scopes, &statement), "id");
    post("review_preliminary_scope", registrar, &format!("{scopes}/{first}/scope-reviews"), &feedback);
    let second = text(&body.post(scopes, &statement).expect(201), "id");
    post("withdraw_preliminary_scope", body, &format!("{scopes}/{second}/withdrawals"), &json!({"reason": "A slip."}));
    let other = organisation_certificates::submit(body, &json!({"number": "I-2"}));
    let path = format!("{certificates}/{other}/application-withdrawals");
    post("withdraw_organisation_application", body, &path, &json!({"reason": "A slip."}));
}

/// The part of the requests that are about training; `trainer` acts for the organisation of the world.
fn replay_training(
    world: &World,
    trainer: &Client,
    course: &str,
    post: &mut dyn FnMut(&'static str, &Client, &str, &Value) -> Value,
) {
    let registrar = &world.registrar.client;
    let attended = json!({"course_id": world.course_id, "completed_on": "2015-06-01", "given_names": "Juno",
        "family_name": "Reed", "birth_date": "1990-01-01"});
    post("record_attendance", trainer, "/v1/attendances", &attended);
    let session = json!({"course_id": world.course_id, "starts_on": day(30), "language": "en", "enrol_url": "https://damson.example/"});
    let session = post("publish_course_session", trainer, "/v1/course-sessions", &session);
    let path = format!("/v1/course-sessions/{}/cancellations", text(&session, "id"));
    post("cancel_course_session", trainer, &path, &json!({}));
    let organisation =
        format!("/v1/training-organisations/{}", text(&registrar.get(course).expect(200), "training_organisation_id"));
    let change = |day: &str| json!({"effective_on": day, "reason": "As the test says."});
    let extension =
        json!({"effective_on": "2012-01-01", "accredited_until": "2099-12-31", "reason": "As the test says."});
    for path in [course, organisation.as_str()] {
        let ends = json!({"accredited_until": "2012-12-31", "reason": "As the test says."});
        patch(registrar, path, &ends).expect(200);
    }
    post("extend_course", registrar, &format!("{course}/extensions"), &extension);
    post("extend_training_organisation", registrar, &format!("{organisation}/extensions"), &extension);
    post("suspend_course", registrar, &format!("{course}/suspensions"), &change("2016-01-01"));
    post("reinstate_course", registrar, &format!("{course}/reinstatements"), &change("2017-01-01"));
    post("withdraw_course", registrar, &format!("{course}/withdrawals"), &change("2018-01-01"));
    post("suspend_training_organisation", registrar, &format!("{organisation}/suspensions"), &change("2016-01-01"));
    post(
        "reinstate_training_organisation",
        registrar,
        &format!("{organisation}/reinstatements"),
        &change("2017-01-01"),
    );
    post("withdraw_training_organisation", registrar, &format!("{organisation}/withdrawals"), &change("2018-01-01"));
}

/// The part of the requests by which something is published.
fn replay_publications(world: &World, post: &mut dyn FnMut(&'static str, &Client, &str, &Value) -> Value) {
    let registrar = &world.registrar.client;
    let gone = json!({"reason": "As the test says."});
    let document = json!({"title": "Rules", "language": "en", "kind": "rules"});
    let document = post("publish_document", registrar, "/v1/documents", &document);
    let path = format!("/v1/documents/{}/withdrawals", text(&document, "id"));
    post("withdraw_document", registrar, &path, &gone);
    let notice = json!({"texts": [{"language": "en", "title": "News", "text": "It is so."}]});
    let notice = post("publish_notice", registrar, "/v1/notices", &notice);
    post("withdraw_notice", registrar, &format!("/v1/notices/{}/withdrawals", text(&notice, "id")), &gone);
}

/// Webhooks of a body.
fn replay_webhooks(body: &Client, post: &mut dyn FnMut(&'static str, &Client, &str, &Value) -> Value) {
    let hook = json!({"url": "https://hooks.invalid/", "event_kinds": ["body_listed"]});
    let hook = post("create_webhook_subscription", body, "/v1/webhook-subscriptions", &hook);
    let hook = format!("/v1/webhook-subscriptions/{}", text(&hook, "id"));
    post("replace_webhook_secret", body, &format!("{hook}/secret"), &json!({}));
    let test = post("test_webhook", body, &format!("{hook}/tests"), &json!({}));
    let again = format!("{hook}/deliveries/{}/redeliveries", text(&test, "id"));
    post("redeliver_webhook", body, &again, &json!({}));
}

/// Persons, one of whom two administrators let in again.
fn replay_persons(
    service: &Service,
    registrar: &Client,
    post: &mut dyn FnMut(&'static str, &Client, &str, &Value) -> Value,
) {
    let invited = json!({"name": "Ruth Abara", "email": "ruth@persons.example", "role": "registrar"});
    let invited = post("invite_person", registrar, "/v1/invitations", &invited);
    let links = format!("/v1/invitations/{}/links", text(&invited, "id"));
    post("replace_invitation_link", registrar, &links, &json!({}));
    let person = format!("/v1/persons/{}", Staff::of(service).person("Otto Lind", "registrar", None));
    post("assign_role", registrar, &format!("{person}/role-assignments"), &json!({"role": "auditor"}));
    let links = format!("{person}/sign-in-links");
    let waiting = post("request_sign_in_link", registrar, &links, &json!({}));
    let second = Caller::new(service, "Second office", "registrar", None).client;
    let agreements = format!("{links}/{}/agreements", text(&waiting, "id"));
    post("agree_to_sign_in_link", &second, &agreements, &json!({}));
}

/// A certificate that rested on an annulled result.
fn replay_confirmation(world: &World, post: &mut dyn FnMut(&'static str, &Client, &str, &Value) -> Value) {
    let (body, registrar) = (&world.body.caller.client, &world.registrar.client);
    let (holder, ground) = world.certified_candidate(&json!({}));
    let above = world.submit_result(body, &holder, "practitioner", "2016-06-01", 60).expect(201);
    let reason = json!({"reason": "Somebody else sat."});
    registrar.post(&format!("/v1/results/{}/annulments", text(&ground, "id")), &reason).expect(201);
    let confirmations = format!("/v1/certificates/{}/confirmations", text(&above["certificate"], "number"));
    post("confirm_certificate", registrar, &confirmations, &reason);
}

on_both_engines! {
    fn what_is_kept_of_an_answer_is_sealed(service: Service) {
        let world = World::new(&service);
        let client = world.body.caller.client.with_header("idempotency-key", "sealed");
        let person = candidate(&json!({"given_names": "Xanthippe", "family_name": "Quetzalcoatl", "email": "xq@example.org"}));
        let first = client.post("/v1/candidates", &person);
        let shown = first.expect(201);
        let refused = world.body.caller.client.with_header("idempotency-key", "refused");
        let sitting = result(&text(&shown, "id"), "practitioner", "2015-06-01", 50);
        let told = refused.post("/v1/results", &sitting);
        told.expect_problem(422, "not_eligible");
        let mut sql = Sql::of(&service);
        let kept = sql.texts("SELECT body || COALESCE(location, '') || request_digest AS value FROM idempotency_keys");
        assert_eq!(kept.len(), 2);
        for personal in ["Xanthippe", "Quetzalcoatl", "xq@", "1985", "eligible", "{"] {
            assert!(!kept.concat().contains(personal), "{personal} is kept in clear: {kept:?}");
        }
        same(&first, &client.post("/v1/candidates", &person));
        same(&told, &refused.post("/v1/results", &sitting));
        // As an earlier version of the program kept it.
        let clear = first.text().replace('\'', "''");
        let set = |body: &str| format!("UPDATE idempotency_keys SET body = '{body}' WHERE idempotency_key = 'sealed'");
        assert_eq!(sql.execute(&set(&clear)), Ok(1));
        same(&first, &client.post("/v1/candidates", &person));
        // As it is once the key that sealed it is lost.
        assert_eq!(sql.execute(&set("AAAA")), Ok(1));
        let lost = client.post("/v1/candidates", &person);
        let problem = lost.expect_problem(422, "idempotency_key_reused");
        assert!(text(&problem, "detail").contains("look up what was recorded"), "{problem}");
        assert_eq!(world.body.caller.client.get("/v1/candidates").expect(200)["items"].as_array().map(Vec::len), Some(1));
    }

    fn every_creating_request_is_replayed(mut service: Service) {
        let title = "title = \"Foundation\"\n";
        let renewal = "{ window_months = 600, grace_months = 0, routes = [{ points = 5 }] }";
        use_scheme(&mut service, |shipped| shipped.replace(title, &format!("{title}valid_for_years = 50\nrenewal = {renewal}\n")));
        let world = World::new(&service);
        let (body, registrar) = (&world.body.caller.client, &world.registrar.client);
        let mut covered = Vec::new();
        let mut post = |id: &'static str, client: &Client, path: &str, request: &Value| {
            covered.push(id);
            replays(client, path, request)
        };
        let listed = json!({"name": "Elm Certification", "country": "NL", "listed_on": "2011-01-01", "auditors": world.auditors()});
        let elm = format!("/v1/bodies/{}", text(&post("create_body", registrar, "/v1/bodies", &listed), "id"));
        let approved = post("approve_auditor", registrar, "/v1/approved-auditors", &json!({"name": "Hope Hale"}));
        let named = json!({"approved_auditor_id": approved["id"]});
        let named = post("name_body_auditor", registrar, &format!("{elm}/auditors"), &named);
        let gone = json!({"reason": "As the test says."});
        let removals = format!("{elm}/auditors/{}/removals", text(&named, "id"));
        post("remove_body_auditor", registrar, &removals, &gone);
        let removals = format!("/v1/approved-auditors/{}/removals", text(&approved, "id"));
        post("remove_approved_auditor", registrar, &removals, &gone);
        let change = |day: &str| json!({"effective_on": day, "reason": "As the test says."});
        post("suspend_body", registrar, &format!("{elm}/suspensions"), &change("2012-01-01"));
        post("reinstate_body", registrar, &format!("{elm}/reinstatements"), &change("2013-01-01"));
        post("withdraw_body", registrar, &format!("{elm}/withdrawals"), &change("2014-01-01"));
        let trainer = json!({"name": "Fig Training", "country": "NL", "accredited_from": "2011-01-01"});
        let trainer = post("create_training_organisation", registrar, "/v1/training-organisations", &trainer);
        let course = json!({"training_organisation_id": trainer["id"], "qualification": "auditor", "title": "Audits", "accredited_from": "2011-01-01"});
        let course = post("create_course", registrar, "/v1/courses", &course);
        let person = text(&post("create_candidate", body, "/v1/candidates", &candidate(&json!({}))), "id");
        let at = |kind: &str| format!("/v1/candidates/{person}/{kind}");
        let mut foreign = external_certificate("itil_foundation", "N-1", "2014-01-01");
        foreign.as_object_mut().unwrap().remove("verification");
        foreign["verified"] = json!(false);
        let foreign = post("record_external_certificate", body, &at("external-certificates"), &foreign);
        let attended = json!({"course_id": course["id"], "completed_on": "2014-01-01"});
        post("record_course_attendance", body, &at("course-attendances"), &attended);
        let audits = json!({"organisation": "Gorse", "role": "internal", "it_environment": true, "started_on": "2010-01-01"});
        post("record_audit_experience", body, &at("audit-experience"), &audits);
        let evidence = at(&format!("external-certificates/{}", text(&foreign, "id")));
        post("verify_evidence", body, &format!("{evidence}/verifications"), &json!({"method": "issuer_confirmed"}));
        post("reject_evidence", registrar, &format!("{evidence}/rejections"), &json!({"reason": "Unknown there."}));
        let passed = post("create_result", body, "/v1/results", &result(&person, "foundation", "2015-06-01", 33));
        let certificate = format!("/v1/certificates/{}", text(&passed["certificate"], "number"));
        post("issue_holder_link", body, &format!("{certificate}/holder-links"), &json!({"expires_on": null}));
        replay_identity_changes(&world, &person, &mut post);
        replay_candidate_merges(&world, &person, &mut post);
        let learnt = json!({"points": 5, "activity": "Webinar", "organisation": "Gorse", "completed_on": "2016-01-01"});
        post("record_continuing_education", body, &at("continuing-education"), &learnt);
        post("renew_certificate", body, &format!("{certificate}/renewals"), &json!({}));
        let change = |day: &str| json!({"effective_on": day, "reason_code": "complaint", "reason": "As the test says."});
        post("suspend_certificate", registrar, &format!("{certificate}/suspensions"), &change("2016-01-01"));
        post("reinstate_certificate", registrar, &format!("{certificate}/reinstatements"), &change("2017-01-01"));
        post("withdraw_certificate", registrar, &format!("{certificate}/withdrawals"), &change("2018-01-01"));
        let failed = world.submit_result(body, &world.register_candidate(body, &json!({})), "foundation", "2015-06-01", 3);
        let path = format!("/v1/results/{}/corrections", text(&failed.expect(201), "id"));
        let program = post("create_client", registrar, "/v1/clients", &json!({"name": "Hazel", "role": "employer"}));
        post("replace_client_secret", registrar, &format!("/v1/clients/{}/secret", text(&program, "id")), &json!({}));
        replay_webhooks(body, &mut post);
        let corrected = post("correct_result", registrar, &path, &json!({"marks": 4, "reason": "A slip."}));
        let path = format!("/v1/results/{}/annulments", text(&corrected, "id"));
        post("annul_result", registrar, &path, &json!({"reason": "Somebody else sat."}));
        replay_confirmation(&world, &mut post);
        replay_organisation_certificates(&world, &mut post);
        post("confirm_organisation_certificates", body, "/v1/organisation-certificate-confirmations", &json!({}));
        organisation_certificates::published(&world, &json!({"number": "I-9", "expires_on": day(900)}));
        let numbers = json!([{"number": "I-9"}]);
        post("confirm_organisation_certificates_by_file", body, "/v1/organisation-certificate-confirmation-files", &numbers);
        replay_organisations(&world, &mut post);
        let trainer = Caller::new(&service, "Damson's system", "training", Some(&world.training_organisation_id)).client;
        replay_training(&world, &trainer, &format!("/v1/courses/{}", text(&course, "id")), &mut post);
        replay_publications(&world, &mut post);
        replay_persons(&service, registrar, &mut post);

        let rules = json!({"title": "Rules", "language": "en", "kind": "rules"});
        let document = format!("/v1/documents/{}/file", text(&registrar.post("/v1/documents", &rules).expect(201), "id"));
        covered.push("send_document_file");
        replays_bytes(registrar, &document, "application/pdf", b"%PDF-1.7\n1 0 obj\n%%EOF\n");
        covered.push("record_attendance_file");
        let file = b"course,completed_on,given_names,family_name,birth_date\nauditor-course-1,2016-06-01,Juno,Reed,1990-01-01\n";
        replays_bytes(&trainer, "/v1/attendance-files", "text/csv", file);

        let file = b"family_name,birth_date,qualification,sat_on,marks\nIvy,1990-01-01,foundation,2015-06-01,30\n";
        covered.push("create_result_batch");
        replays_bytes(body, "/v1/result-batches", "text/csv", file);
        covered.push("cancel_result_batch");
        batches::hold_back(&service, &world.body.id);
        let waiting = batches::submit(body, "?again=true", file);
        replays(body, &format!("/v1/result-batches/{waiting}/cancellations"), &Value::Null);

        covered.sort_unstable();
        let mut expected: Vec<String> = operations::all(&world.public)
            .into_iter()
            .filter(|operation| operation.takes("Idempotency-Key"))
            .map(|operation| operation.id)
            .collect();
        expected.sort_unstable();
        assert_eq!(covered, expected, "every operation that takes a key is tried");
        let once = events::all(registrar);
        for kind in ["candidate_registered", "certificate_withdrawn"] {
            let counts = events::subjects(&once, kind);
            assert!(!counts.is_empty() && counts.values().all(|count| *count == 1), "{kind}: {counts:?}");
        }
    }

    fn a_key_belongs_to_one_request_of_one_client(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let keyed = client.with_header("idempotency-key", "shared");
        let request = candidate(&json!({}));
        let first = keyed.post("/v1/candidates", &request);
        first.expect(201);
        keyed.post("/v1/candidates", &candidate(&json!({}))).expect_problem(422, "idempotency_key_reused");
        let spaced = format!(" {request}");
        let bytes = keyed.send("POST", "/v1/candidates", &[("content-type", "application/json")], spaced.as_bytes());
        bytes.expect_problem(422, "idempotency_key_reused");
        let id = text(&first.json(), "id");
        let elsewhere = keyed.post(&format!("/v1/candidates/{id}/external-certificates"), &request);
        assert!(matches!(elsewhere.problem_code().as_str(), "idempotency_key_reused" | "invalid_input"), "{elsewhere}");
        same(&first, &keyed.post("/v1/candidates", &request));

        let other = world.other_body.caller.client.with_header("idempotency-key", "shared");
        let theirs = other.post("/v1/candidates", &request);
        assert_eq!(theirs.header("idempotent-replayed"), "");
        assert_ne!(text(&theirs.expect(201), "id"), id);
        let without = client.post("/v1/candidates", &candidate(&json!({})));
        assert_eq!(without.header("idempotent-replayed"), "");
        assert_eq!(count(&world.registrar.client, "/v1/candidates"), 3);
    }

    fn a_refusal_by_the_scheme_is_replayed_and_a_mistake_is_not_kept(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let person = world.register_candidate(client, &json!({}));
        let keyed = client.with_header("idempotency-key", "refused");
        let sitting = result(&person, "practitioner", "2015-06-01", 50);
        let first = keyed.post("/v1/results", &sitting);
        first.expect_problem(422, "not_eligible");
        world.add_foundation_evidence(client, &person);
        let second = keyed.post("/v1/results", &sitting);
        same(&first, &second);
        assert_eq!(second.json()["request_id"], second.header("x-request-id"), "the id of this request");
        assert_ne!(second.header("x-request-id"), first.header("x-request-id"));
        client.post("/v1/results", &sitting).expect(201);

        let keyed = client.with_header("idempotency-key", "mistaken");
        keyed.post("/v1/candidates", &json!({"family_name": "Hazel"})).expect_problem(422, "invalid_input");
        keyed.post("/v1/candidates", &candidate(&json!({}))).expect(201);
        let refusals = events::subjects(&events::all(&world.registrar.client), "result_refused");
        assert_eq!(refusals.values().sum::<usize>(), 1, "the refusal is one event");
    }

    fn of_many_at_once_one_is_carried_out(service: Service) {
        let world = World::new(&service);
        for round in 0..5 {
            let before = count(&world.registrar.client, "/v1/candidates");
            let (request, senders) = (candidate(&json!({})), 8);
            let start = Barrier::new(senders);
            let client = world.body.caller.client.with_header("idempotency-key", &format!("round-{round}"));
            let answers: Vec<Answer> = std::thread::scope(|scope| {
                let send = || {
                    let client = client.with_own_connections();
                    client.get("/livez").expect(200);
                    start.wait();
                    client.post("/v1/candidates", &request)
                };
                let threads: Vec<_> = (0..senders).map(|_| scope.spawn(send)).collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            let created: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
            let carried_out = created.iter().filter(|answer| answer.header("idempotent-replayed").is_empty());
            assert_eq!(carried_out.count(), 1, "{answers:?}");
            assert!(created.iter().all(|answer| answer.json() == created[0].json()), "{created:?}");
            for answer in answers.iter().filter(|answer| answer.status != 201) {
                answer.expect_problem(409, "idempotency_key_in_use");
            }
            assert_eq!(count(&world.registrar.client, "/v1/candidates"), before + 1);
            same(created[0], &client.post("/v1/candidates", &request));
        }
    }

    fn a_malformed_key_is_refused(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let longest = "k".repeat(255);
        client.with_header("idempotency-key", &longest).post("/v1/candidates", &candidate(&json!({}))).expect(201);
        for key in ["", "a b", "é", &format!("{longest}k")] {
            let answer = client.with_header("idempotency-key", key).post("/v1/candidates", &candidate(&json!({})));
            answer.expect_problem(400, "malformed_request");
        }
        let twice = client.with_header("idempotency-key", "a").with_header("idempotency-key", "b");
        twice.post("/v1/candidates", &candidate(&json!({}))).expect_problem(400, "malformed_request");
        assert_eq!(count(client, "/v1/candidates"), 1);
    }

    fn a_key_survives_a_restart_and_a_crash(mut service: Service) {
        let world = World::new(&service);
        let keyed = world.body.caller.client.with_header("idempotency-key", "lasting");
        let request = candidate(&json!({}));
        let first = keyed.post("/v1/candidates", &request);
        first.expect(201);
        service.kill_nine();
        service.restart();
        same(&first, &keyed.post("/v1/candidates", &request));
        service.restart();
        same(&first, &keyed.post("/v1/candidates", &request));
        keyed.post("/v1/candidates", &candidate(&json!({}))).expect_problem(422, "idempotency_key_reused");
        assert_eq!(count(&world.registrar.client, "/v1/candidates"), 1);
    }
}
