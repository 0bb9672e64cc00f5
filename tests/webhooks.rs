//! Subscriptions to events: who is told what, and where messages may go.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::sql::Sql;
use crate::support::steps::{expect_mistakes, patch};
use crate::support::webhooks::{Hook, LOCAL, signatures_by};
use crate::support::world::{Caller, World, text};
use crate::support::{Receiver, Service, events, on_both_engines};

/// Long enough for a message that should not come to have come.
const A_WHILE: Duration = Duration::from_secs(1);

/// What a subscription to an address that is not public is refused with.
fn refusal_of_a_private_address(world: &World) -> String {
    let request = json!({"url": "https://10.0.0.1/"});
    let refused =
        world.body.caller.client.post("/v1/webhook-subscriptions", &request).expect_problem(422, "invalid_input");
    text(&refused["errors"][0], "detail")
}

on_both_engines! {
    fn a_message_is_signed_and_tells_what_the_feed_tells(service: Service) with [LOCAL[0], LOCAL[1]] {
        let world = World::new(&service);
        let (client, receiver) = (&world.body.caller.client, Receiver::start());
        world.register_candidate(client, &Value::Null);
        let hook = Hook::new(client, &receiver.url(), &[]);
        let id = world.register_candidate(client, &Value::Null);
        world.submit_result(client, &id, "foundation", "2015-06-01", 33).expect(201);

        let messages = receiver.wait_for(2);
        let after = hook.read()["starts_after"].as_u64().unwrap();
        let feed = client.get(&format!("/v1/events?after={after}")).expect(200);
        let feed = feed["items"].as_array().unwrap();
        assert_eq!(feed.len(), 2, "what was before is not sent");
        for (message, event) in messages.iter().zip(feed) {
            assert_eq!(message.request, "POST /hook");
            assert_eq!(message.header("content-type"), "application/json");
            assert!(message.header("user-agent").starts_with("Touchstone/"));
            assert_eq!(message.header("webhook-id"), event["id"]);
            assert_eq!(signatures_by(&hook.secret, message), 1);
            let expected = json!({"type": event["kind"], "timestamp": event["recorded_at"], "data": event});
            assert_eq!(message.json(), expected);
        }
        let deliveries = hook.deliveries();
        assert_eq!(deliveries.len(), 2);
        let path = format!("{}/deliveries/{}", hook.path, text(&deliveries[0], "id"));
        let log = hook.wait_for_state(&path, "delivered");
        assert_eq!((log["reason"].clone(), log["attempt_count"].clone()), (json!("event"), json!(1)));
        assert_eq!((log["next_attempt_at"].is_null(), log["finished_at"].is_string()), (true, true));
        let attempt = &log["attempts"][0];
        assert_eq!((&attempt["number"], &attempt["status"], &attempt["error"]), (&json!(1), &json!(204), &Value::Null));
        assert!(attempt["duration_ms"].as_u64().unwrap() < 15_000);
        let event = feed.iter().find(|event| event["id"] == log["event"]["id"]).unwrap();
        assert_eq!(log["event"], json!({"sequence": event["sequence"], "id": event["id"], "kind": event["kind"]}));
        let metrics = service.metrics().text();
        assert!(metrics.contains("webhook_deliveries_total{outcome=\"delivered\"}"), "{metrics}");
    }

    fn everybody_is_told_what_its_own_feed_shows_and_of_the_kinds_it_wants(service: Service) with [LOCAL[0], LOCAL[1]] {
        let world = World::new(&service);
        let receivers: Vec<_> = (0..4).map(|_| Receiver::start()).collect();
        let (body, other, registrar) = (&world.body.caller, &world.other_body.caller, &world.registrar);
        let everything = Hook::new(&registrar.client, &receivers[0].url(), &[]);
        Hook::new(&body.client, &receivers[1].url(), &[]);
        Hook::new(&body.client, &receivers[2].url(), &["result_registered", "result_registered"]);
        Hook::new(&other.client, &receivers[3].url(), &[]);
        world.certified_candidate(&Value::Null);
        world.register_candidate(&other.client, &Value::Null);
        receivers[1].wait_for(2);
        receivers[3].wait_for(1);
        receivers[2].wait_for(1);
        let after = everything.read()["starts_after"].as_i64().unwrap();
        let feed = events::all(&registrar.client).into_iter().filter(|event| event["sequence"].as_i64() > Some(after));
        let kinds: Vec<String> = feed.map(|event| text(&event, "kind")).collect();
        receivers[0].wait_for(kinds.len());
        std::thread::sleep(A_WHILE);
        assert_eq!(receivers[0].types(), kinds, "in the order of the feed");
        assert_eq!(receivers[1].types(), ["candidate_registered", "result_registered"]);
        assert_eq!(receivers[2].types(), ["result_registered"]);
        assert_eq!(receivers[3].types(), ["candidate_registered"]);
        let theirs = receivers[3].received()[0].json();
        assert_eq!(theirs["data"]["body_id"], world.other_body.id);
    }

    fn nobody_sees_the_subscriptions_of_others(service: Service) with [LOCAL[0], LOCAL[1]] {
        let world = World::new(&service);
        let receiver = Receiver::start();
        let hook = Hook::new(&world.body.caller.client, &receiver.url(), &[]);
        let delivery = hook.test();
        let colleague = Caller::new(&service, "The same body's other system", "body", Some(&world.body.slug));
        for other in [&world.other_body.caller.client, &world.registrar.client, &colleague.client] {
            let at = |rest: &str| format!("{}{rest}", hook.path);
            other.get(&hook.path).expect_problem(404, "not_found");
            other.get(&at("/deliveries")).expect_problem(404, "not_found");
            other.get(&delivery).expect_problem(404, "not_found");
            other.post(&at("/tests"), &json!({})).expect_problem(404, "not_found");
            other.post(&at("/secret"), &json!({})).expect_problem(404, "not_found");
            other.post(&format!("{delivery}/redeliveries"), &json!({})).expect_problem(404, "not_found");
            patch(other, &hook.path, &json!({"paused": true})).expect_problem(404, "not_found");
            other.delete(&hook.path).expect_problem(404, "not_found");
            assert_eq!(other.get("/v1/webhook-subscriptions").expect(200)["items"], json!([]));
            let own = Hook::new(other, &receiver.url(), &[]);
            let crossed = delivery.replace(&hook.path, &own.path);
            other.get(&crossed).expect_problem(404, "not_found");
            other.post(&format!("{crossed}/redeliveries"), &json!({})).expect_problem(404, "not_found");
        }
        assert_eq!(hook.read()["state"], "active");
        let employer = &world.employer.client;
        employer.get("/v1/webhook-subscriptions").expect_problem(403, "forbidden");
        let request = json!({"url": "https://hooks.invalid/"});
        employer.post("/v1/webhook-subscriptions", &request).expect_problem(403, "forbidden");
        world.public.get(&hook.path).expect_problem(401, "unauthenticated");
    }

    fn what_cannot_be_is_told_at_once(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let path = "/v1/webhook-subscriptions";
        let subscribe = |request: Value| client.post(path, &request);
        for (url, code) in [
            ("https://127.0.0.1/", "address_not_allowed"),
            ("https://[::1]:8443/", "address_not_allowed"),
            ("https://10.1.2.3/", "address_not_allowed"),
            ("https://169.254.169.254/latest/meta-data", "address_not_allowed"),
            ("https://0x7f000001/", "address_not_allowed"),
            ("http://127.0.0.1/", "address_not_allowed"),
            ("http://hooks.invalid/", "https_required"),
            ("https://user:password@hooks.invalid/", "invalid_url"),
            ("https://hooks.invalid/#part", "invalid_url"),
            ("ftp://hooks.invalid/", "invalid_url"),
            ("hooks.example.org", "invalid_url"),
            (&format!("https://hooks.invalid/{}", "a".repeat(2000)), "too_long"),
        ] {
            expect_mistakes(&subscribe(json!({"url": url})), &[("/url", code)]);
        }
        let several = json!({"event_kinds": ["result_registred", "body_listed", 1], "secret": "mine"});
        let answer = subscribe(several);
        let expected = [
            ("/url", "required"),
            ("/event_kinds/0", "unknown_word"),
            ("/event_kinds/2", "wrong_type"),
            ("/secret", "unknown_field"),
        ];
        expect_mistakes(&answer, &expected);
        for words in ["did you mean `result_registered`?", "certificate_withdrawn, client_registered"] {
            assert!(answer.text().contains(words), "{answer}");
        }
        expect_mistakes(&subscribe(json!({"url": "https://a.invalid/", "event_kinds": []})), &[("/event_kinds", "wrong_length")]);

        for number in 0..20 {
            subscribe(json!({"url": format!("https://hooks.invalid/{number}")})).expect(201);
        }
        subscribe(json!({"url": "https://hooks.invalid/"})).expect_problem(409, "limit_reached");
        let hook = client.get(path).expect(200)["items"][7].clone();
        assert_eq!(client.delete(&format!("{path}/{}", text(&hook, "id"))).status, 204);
        let made = subscribe(json!({"url": "https://hooks.invalid/", "event_kinds": null})).expect(201);
        assert_eq!(made["event_kinds"], Value::Null);
        let at = format!("{path}/{}", text(&made, "id"));
        let moved = patch(client, &at, &json!({"url": "https://192.168.0.1/", "event_kinds": ["body_listed"]}));
        expect_mistakes(&moved, &[("/url", "address_not_allowed")]);
        let changes = json!({"event_kinds": ["body_listed", "body_changed"]});
        assert_eq!(patch(client, &at, &changes).expect(200)["event_kinds"], json!(["body_changed", "body_listed"]));
        assert_eq!(patch(client, &at, &json!({"event_kinds": null})).expect(200)["event_kinds"], Value::Null);
    }

    /// A name that leads to an address that is not public is called by nobody, not even to see whether it answers.
    fn a_name_is_vetted_when_it_is_called(service: Service) with [("TOUCHSTONE_WEBHOOK_RETRY_SECONDS", "0.2"), ("TOUCHSTONE_WEBHOOK_ALLOWED_NETWORKS", "192.0.2.0/24")] {
        let world = World::new(&service);
        let receiver = Receiver::start_tls();
        let hook = Hook::unconfirmed(&world.body.caller.client, &receiver.url_by_name(), &[]);
        let log = hook.wait_for_state(&hook.test(), "given_up");
        let attempt = &log["attempts"][0];
        assert_eq!(attempt["status"], Value::Null);
        assert_eq!(attempt["duration_ms"], 0, "how long it took would tell what the look-up found: {log}");
        let refused = text(attempt, "error");
        assert!(refused.contains("not public"), "{log}");
        assert!(!log.to_string().contains("127.0.0.1"), "where the name leads is not told");
        let unknown = Hook::unconfirmed(&world.body.caller.client, "https://no-such-host.invalid/", &[]);
        let log = unknown.wait_for_state(&unknown.test(), "given_up");
        let attempt = &log["attempts"][0];
        assert_eq!((&attempt["error"], &attempt["duration_ms"]), (&json!(refused), &json!(0)), "as if it were known");
        let literal = refusal_of_a_private_address(&world);
        assert!(refused.contains(&literal), "{literal:?} is not in {refused:?}");
        service.wait_for_log("a webhook was given up");
        assert!(receiver.received().is_empty());
    }

    fn tls_is_checked_against_what_the_machine_trusts(mut service: Service) with [LOCAL[0], ("TOUCHSTONE_WEBHOOK_RETRY_SECONDS", "0.2")] {
        let world = World::new(&service);
        let receiver = Receiver::start_tls();
        receiver.confirm_nothing();
        let hook = Hook::unconfirmed(&world.body.caller.client, &receiver.url_by_name(), &[]);
        let log = hook.wait_for_state(&hook.test(), "given_up");
        assert!(text(&log["attempts"][0], "error").contains("certificate"), "{log}");
        assert!(receiver.received().is_empty());
        let authority = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tls/authority.pem");
        service.set("SSL_CERT_FILE", authority.to_str().unwrap());
        service.restart();
        let log = hook.wait_for_state(&hook.test(), "delivered");
        assert_eq!(log["attempts"][0]["status"], 204);
        assert_eq!(signatures_by(&hook.secret, &receiver.wait_for(1)[0]), 1);
    }

    fn what_was_paused_goes_on_where_it_stopped(service: Service) with [LOCAL[0], LOCAL[1]] {
        let world = World::new(&service);
        let (client, receiver) = (&world.body.caller.client, Receiver::start());
        let hook = Hook::new(client, &receiver.url(), &[]);
        assert_eq!(hook.change(&json!({"paused": true}))["state"], "paused");
        world.certified_candidate(&Value::Null);
        hook.test();
        std::thread::sleep(A_WHILE);
        assert!(receiver.received().is_empty());
        assert_eq!(hook.change(&json!({"paused": false}))["state"], "active");
        let messages = receiver.wait_for(3);
        assert!(messages.iter().all(|message| signatures_by(&hook.secret, message) == 1));
        receiver.wait_for_type("result_registered");
    }

    fn what_was_removed_is_sent_nothing(service: Service) with [LOCAL[0], LOCAL[1]] {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (kept, removed, left) = (Receiver::start(), Receiver::start(), Receiver::start());
        let leaving = Caller::new(&service, "Leaving", "body", Some(&world.body.slug));
        Hook::new(client, &kept.url(), &[]);
        let hook = Hook::new(client, &removed.url(), &[]);
        Hook::new(&leaving.client, &left.url(), &[]);
        assert_eq!(client.delete(&hook.path).status, 204);
        client.get(&hook.path).expect_problem(404, "not_found");
        client.delete(&hook.path).expect_problem(404, "not_found");
        assert_eq!(world.registrar.client.delete(&format!("/v1/clients/{}", leaving.client_id)).status, 204);
        world.register_candidate(client, &Value::Null);
        kept.wait_for(1);
        std::thread::sleep(A_WHILE);
        assert!(removed.received().is_empty() && left.received().is_empty());
        let mut sql = Sql::of(&service);
        assert_eq!(sql.texts("SELECT url AS value FROM webhook_subscriptions"), [kept.url()]);
    }

    fn for_a_day_the_old_secret_signs_too(service: Service) with [LOCAL[0], LOCAL[1]] {
        let world = World::new(&service);
        let (client, receiver) = (&world.body.caller.client, Receiver::start());
        let hook = Hook::new(client, &receiver.url(), &[]);
        let changed = client.post(&format!("{}/secret", hook.path), &json!({})).expect(201);
        let newer = text(&changed, "secret");
        assert_ne!(newer, hook.secret);
        assert!(text(&changed, "previous_secret_until") > text(&changed, "secret_changed_at"));
        assert_eq!(hook.read().get("secret"), None, "it is shown once");
        world.register_candidate(client, &Value::Null);
        let message = receiver.wait_for(1).remove(0);
        assert_eq!(message.header("webhook-signature").split(' ').count(), 2);
        assert_eq!((signatures_by(&newer, &message), signatures_by(&hook.secret, &message)), (1, 1));

        let mut sql = Sql::of(&service);
        sql.execute("UPDATE webhook_subscriptions SET previous_secret_until = '2026-01-01 00:00:00'").unwrap();
        hook.test();
        let later = receiver.wait_for(2).remove(1);
        assert_eq!((signatures_by(&newer, &later), signatures_by(&hook.secret, &later)), (1, 0));
        let kept = sql.texts("SELECT sealed_secret || sealed_previous_secret AS value FROM webhook_subscriptions");
        let answers = sql.texts("SELECT body AS value FROM idempotency_keys");
        for secret in [&hook.secret, &newer] {
            let bare = secret.strip_prefix("whsec_").unwrap();
            assert!(!kept.iter().chain(&answers).any(|row| row.contains(bare)), "a secret is kept in clear");
            assert!(!service.log().contains(bare), "a secret is in the log");
        }
    }
}
