//! Problem documents (RFC 9457): the same shape whatever went wrong, and a page behind each `type`.

use serde_json::{Value, json};
use touchstone::error::Code;
use touchstone::http::problem_catalogue::describe;

use crate::support::world::{World, candidate, result, text};
use crate::support::{Answer, Service, on_both_engines};

/// A problem document as everybody may rely on it.
#[track_caller]
fn check(answer: &Answer, status: u16, code: &str) -> Value {
    let problem = answer.expect_problem(status, code);
    assert_eq!(answer.header("content-type"), "application/problem+json", "{answer}");
    assert_eq!(problem["status"], status, "{problem}");
    assert_eq!(problem["type"], format!("/problems/{code}"), "{problem}");
    let known = Code::ALL.iter().find(|known| known.as_str() == code).expect("the catalogue has it");
    assert_eq!(problem["title"], describe(*known).title, "{problem}");
    assert_eq!(describe(*known).status.as_u16(), status, "{problem}");
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.len() > 5), "{problem}");
    assert_eq!(problem["request_id"], answer.header("x-request-id"), "{problem}");
    assert!(!answer.header("x-request-id").is_empty());
    assert_eq!(answer.header("cache-control"), "no-store", "{answer}");
    let expected = ["assessment", "code", "detail", "error", "error_description", "errors", "request_id", "status"];
    for member in problem.as_object().unwrap().keys() {
        assert!(
            expected.contains(&member.as_str()) || ["possible_candidates", "title", "type"].contains(&member.as_str()),
            "{member}"
        );
    }
    for error in problem["errors"].as_array().into_iter().flatten() {
        let members: Vec<_> = error.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["code", "detail", "pointer"], "{error}");
        assert!(error["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{error}");
    }
    problem
}

on_both_engines! {
    fn every_status_has_the_same_shape(service: Service) with [("TOUCHSTONE_NAME_CHECKS_PER_MINUTE", "1")] {
        let world = World::new(&service);
        let (body, registrar) = (&world.body.caller.client, &world.registrar.client);
        let (id, passed) = world.certified_candidate(&json!({}));
        let number = text(&passed["certificate"], "number");
        let person = format!("/v1/candidates/{id}");
        let typed = [("content-type", "application/json")];

        check(&body.send("POST", "/v1/candidates", &typed, b"{"), 400, "malformed_request");
        check(&body.get("/v1/candidates?limit=x"), 400, "invalid_parameter");
        check(&body.get("/v1/candidates?cursor=x"), 400, "invalid_cursor");
        check(&world.public.get("/v1/candidates"), 401, "unauthenticated");
        check(&world.public.with_token("x").get("/v1/candidates"), 401, "invalid_token");
        check(&world.public.post_form("/oauth/token", &[]), 401, "invalid_client");
        check(&body.get("/v1/clients"), 403, "forbidden");
        check(&body.get("/v1/candidates/nobody"), 404, "not_found");
        check(&body.get("/v1/nothing"), 404, "not_found");
        check(&body.delete("/v1/candidates"), 405, "method_not_allowed");
        let other = result(&id, "foundation", "2015-06-01", 34);
        check(&body.post("/v1/results", &other), 409, "result_conflict");
        let later = result(&id, "foundation", "2015-06-02", 34);
        check(&body.post("/v1/results", &later), 409, "certificate_exists");
        let same = body.get(&format!("/v1/candidates/{id}")).expect(200);
        let same = json!({
            "given_names": same["given_names"], "family_name": same["family_name"], "birth_date": same["birth_date"],
        });
        check(&body.post("/v1/candidates", &same), 409, "candidate_exists");
        let change = json!({"effective_on": "2016-01-01", "reason_code": "error", "reason": "A mistake."});
        let reinstated = registrar.post(&format!("/v1/certificates/{number}/reinstatements"), &change);
        check(&reinstated, 409, "status_conflict");
        let slug = json!({"name": "Twin", "country": "NL", "slug": world.body.slug});
        check(&world.list_body(&slug), 409, "duplicate");
        let alone = json!({"name": "Alone", "country": "NL", "auditors": []});
        check(&registrar.post("/v1/bodies", &alone), 422, "too_few_auditors");
        let renamed = json!({"given_names": "Other"});
        check(&body.patch(&person, &renamed), 428, "precondition_required");
        let stale = body.with_header("if-match", "\"stale\"");
        check(&stale.patch(&person, &renamed), 412, "precondition_failed");
        let large = vec![b' '; (1 << 20) + 1];
        check(&body.send("POST", "/v1/candidates", &typed, &large), 413, "payload_too_large");
        check(&body.send("POST", "/v1/candidates", &[], b"{}"), 415, "unsupported_media_type");
        check(&body.post("/v1/candidates", &json!({})), 422, "invalid_input");
        let unprepared = world.register_candidate(body, &json!({}));
        let refused = world.submit_result(body, &unprepared, "practitioner", "2015-06-01", 50);
        let problem = check(&refused, 422, "not_eligible");
        assert_eq!(problem["assessment"]["eligible"], false, "{problem}");
        let gone = json!({"effective_on": "2014-01-01", "reason": "The accreditation has ended."});
        registrar.post(&format!("/v1/bodies/{}/withdrawals", world.other_body.id), &gone).expect(201);
        let other = &world.other_body.caller.client;
        check(&other.post("/v1/candidates", &candidate(&json!({}))), 403, "body_not_listed_today");
        let mut theirs = result(&unprepared, "foundation", "2015-06-01", 33);
        theirs["body_id"] = json!(world.other_body.id);
        check(&registrar.post("/v1/results", &theirs), 422, "body_not_listed");
        let declared = world.submit_result(body, &unprepared, "foundation", "2011-06-01", 33);
        check(&declared, 422, "registrar_only");
        let keyed = body.with_header("idempotency-key", "one");
        keyed.post("/v1/candidates", &candidate(&json!({}))).expect(201);
        check(&keyed.post("/v1/candidates", &candidate(&json!({}))), 422, "idempotency_key_reused");
        let named = format!("/v1/verifications/{number}?family_name=Nobody");
        world.public.get(&named).expect(200);
        check(&world.public.get(&named), 429, "too_many_requests");
        let guesses: Vec<_> = (0..20).map(|at| json!({"number": number, "family_name": format!("Nobody{at}")})).collect();
        let answer = world.employer.client.post("/v1/verifications", &json!({"verifications": guesses}));
        check(&answer, 429, "too_many_guesses");
    }

    fn the_type_leads_to_a_page_for_every_code(service: Service) {
        let client = service.client();
        let list = client.get("/problems").text();
        for code in Code::ALL {
            let path = format!("/problems/{}", code.as_str());
            let page = client.get(&path);
            assert_eq!(page.status, 200, "{path}");
            assert!(page.header("content-type").starts_with("text/html"), "{path}");
            assert!(page.text().contains(code.as_str()) && page.text().contains("What to do"), "{page}");
            assert!(list.contains(&format!("\"{path}\"")), "{path} is not in the list");
        }
        for unknown in ["/problems/no_such_code", "/problems/%3Cscript%3E", "/problems/Forbidden", "/problems/%00"] {
            let page = client.get(unknown);
            assert_eq!(page.status, 404, "{unknown}: {page}");
            assert!(!page.text().contains("<script>"), "{page}");
        }
    }

    fn a_request_keeps_its_own_id_if_that_is_harmless(service: Service) {
        let client = service.client();
        for id in ["a", "trace-1_a.b", &"x".repeat(64)] {
            let answer = client.with_header("x-request-id", id).get("/v1/nothing");
            assert_eq!(answer.header("x-request-id"), id);
            assert_eq!(answer.json()["request_id"], id);
        }
        for id in ["", "a b", "\"", "{}", &"x".repeat(65), "é"] {
            let answer = client.with_header("x-request-id", id).get("/v1/nothing");
            let given = answer.header("x-request-id");
            assert!(given != id && given.len() == 22, "{id:?} became {given:?}");
        }
        let (one, other) = (client.get("/livez"), client.get("/livez"));
        assert_ne!(one.header("x-request-id"), other.header("x-request-id"));
    }

    fn a_refusal_repeats_no_unprintable_input(service: Service) {
        let client = service.client();
        for path in ["/v1/bodies?%0d%0aset-cookie:x=1", "/v1/bodies?q=%00%1b[31m", "/v1/%0d%0aset-cookie:x=1"] {
            let answer = client.get(path);
            assert!((400..500).contains(&answer.status), "{path}: {answer}");
            assert!(answer.headers.get("set-cookie").is_none());
            let raw = answer.body.iter().any(|byte| *byte < 0x20 && *byte != b'\n');
            assert!(!raw, "{path}: {answer}");
        }
    }
}
