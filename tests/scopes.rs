//! What a token is good for: the scopes that were asked for, within what its client's role allows.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::support::operations::{self, Operation};
use crate::support::steps::certificate_of;
use crate::support::world::{Caller, World, text};
use crate::support::{Answer, Client, Service, on_both_engines};

/// Asks for a token with these scopes.
fn ask(caller: &Caller, scope: &str) -> Answer {
    let (id, secret) = (caller.client_id.as_str(), caller.client_secret.as_str());
    let fields = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret), ("scope", scope)];
    caller.client.anonymous().post_form("/oauth/token", &fields)
}

/// The caller with a token that is good for these scopes only.
fn with_scope(caller: &Caller, scope: &str) -> Client {
    let issued = ask(caller, scope).expect(200);
    assert_eq!(issued["scope"], scope, "{issued}");
    let token = text(&issued, "access_token");
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(claims["scope"], scope, "RFC 9068, section 2.2.3");
    caller.client.with_token(&token)
}

/// Whether an operation writes nothing, whatever its method.
fn is_reading(operation: &Operation) -> bool {
    ["verify_certificates", "assess_claims", "check_credential"].contains(&operation.id.as_str())
        || operation.method == "GET"
}

#[track_caller]
fn expect_insufficient(answer: &Answer, scope: &str) {
    let problem = answer.expect_problem(403, "insufficient_scope");
    assert!(text(&problem, "detail").contains(&format!("`{scope}`")), "{answer}");
    let challenge = answer.header("www-authenticate");
    assert!(challenge.contains("error=\"insufficient_scope\""), "{answer}");
    assert!(challenge.ends_with(&format!("scope=\"{scope}\"")), "{answer}");
}

on_both_engines! {
    fn whoever_may_only_read_reads_all_and_writes_nothing(service: Service) {
        let world = World::new(&service);
        let operations = operations::all(&world.public);
        let training = Caller::new(&service, "Damson's system", "training", Some(&world.training_organisation_id));
        for caller in [&world.registrar, &world.body.caller, &training, &world.employer] {
            let reader = with_scope(caller, "read");
            let events = world.registrar.client.get("/v1/events?limit=1000").expect(200);
            for operation in operations.iter().filter(|operation| operation.is_secured()) {
                let answer = operation.send(&reader);
                if is_reading(operation) {
                    assert_eq!(answer.status, operation.send(&caller.client).status, "{}: {answer}", operation.id);
                } else {
                    let needed = text(&operation.described, "description");
                    let needed = needed.rsplit_once("Needs the scope `").expect("it is documented").1;
                    expect_insufficient(&answer, needed.trim_end_matches("`."));
                }
            }
            assert_eq!(world.registrar.client.get("/v1/events?limit=1000").expect(200), events, "nothing is written");
        }
    }

    fn each_scope_lets_write_what_it_says_and_read_nothing(service: Service) {
        let world = World::new(&service);
        let operations = operations::all(&world.public);
        for scope in ["candidates", "results", "certificates", "organisations", "training", "webhooks", "administration"] {
            let writer = with_scope(&world.registrar, scope);
            let marked = format!("Needs the scope `{scope}`.");
            let mut allowed = 0;
            for operation in operations.iter().filter(|operation| operation.is_secured()) {
                let answer = operation.send(&writer);
                if text(&operation.described, "description").ends_with(&marked) {
                    assert_ne!(answer.problem_code(), "insufficient_scope", "{}: {answer}", operation.id);
                    allowed += 1;
                } else {
                    answer.expect_problem(403, "insufficient_scope");
                }
            }
            assert!(allowed > 1, "{scope}");
        }
        let both = with_scope(&world.body.caller, "read candidates");
        let candidate = world.register_candidate(&both, &json!({}));
        both.get(&format!("/v1/candidates/{candidate}")).expect(200);
        expect_insufficient(&world.submit_result(&both, &candidate, "foundation", "2015-06-01", 33), "results");
    }

    fn what_a_write_concerns_is_seen_within_it(service: Service) {
        let world = World::new(&service);
        let (_, result) = world.certified_candidate(&json!({}));
        let links = with_scope(&world.body.caller, "certificates");
        let path = format!("/v1/certificates/{}/holder-links", certificate_of(&result));
        let link = links.post(&path, &json!({})).expect(201);
        assert_eq!(links.delete(&format!("{path}/{}", text(&link, "id"))).status, 204);
        expect_insufficient(&links.get(&path), "read");
    }

    fn more_than_the_role_has_is_not_to_be_had(service: Service) {
        let world = World::new(&service);
        let training = Caller::new(&service, "Damson's system", "training", Some(&world.training_organisation_id));
        assert_eq!(ask(&training, "").expect(200)["scope"], "read training");
        for (caller, scope) in [
            (&world.employer, "results"),
            (&world.employer, "read candidates"),
            (&world.body.caller, "training"),
            (&training, "candidates"),
            (&training, "read verifications"),
            (&world.body.caller, "administration"),
            (&world.registrar, "everything"),
            (&world.registrar, "read everything"),
            (&world.registrar, "READ"),
            (&world.registrar, "read,results"),
            (&world.registrar, "read\tresults"),
            (&world.registrar, " "),
            (&world.registrar, "read\u{0}"),
        ] {
            let answer = ask(caller, scope);
            answer.expect_problem(400, "invalid_scope");
            assert_eq!(answer.json()["error"], "invalid_scope", "{answer}");
            assert_eq!(answer.header("cache-control"), "no-store", "{answer}");
        }
        for (scope, granted) in [
            ("results read", "read results"),
            ("read read  read", "read"),
            ("", "read verifications candidates results certificates organisations webhooks"),
        ] {
            assert_eq!(ask(&world.body.caller, scope).expect(200)["scope"], granted);
        }
        let wrong = Caller { client_secret: "wrong".to_owned(), client: world.public.clone(), ..world.employer };
        ask(&wrong, "everything").expect_problem(401, "invalid_client");
    }

    fn the_first_answer_to_a_write_is_not_for_whoever_may_only_read(service: Service) {
        let world = World::new(&service);
        let key = |client: &Client| client.with_header("idempotency-key", "made-once");
        let request = json!({"name": "Made once", "role": "employer"});
        let made = key(&world.registrar.client).post("/v1/clients", &request).expect(201);
        assert!(made["client_secret"].is_string(), "{made}");
        let reader = with_scope(&world.registrar, "read");
        expect_insufficient(&key(&reader).post("/v1/clients", &request), "administration");
    }
}
