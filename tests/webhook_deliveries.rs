//! Deliveries: at least once, again after a failure, and never at the cost of somebody else.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::command::Program;
use crate::support::sql::Sql;
use crate::support::webhooks::{Hook, LOCAL, signatures_by};
use crate::support::world::{Caller, World, text};
use crate::support::{Receiver, Reply, Service, events, on_both_engines};

/// Long enough for a message that should not come to have come.
const A_WHILE: Duration = Duration::from_secs(1);

/// The statuses of the attempts of a delivery.
fn statuses(log: &Value) -> Vec<Value> {
    log["attempts"].as_array().unwrap().iter().map(|attempt| attempt["status"].clone()).collect()
}

/// The address of the latest delivery.
fn latest(hook: &Hook) -> String {
    format!("{}/deliveries/{}", hook.path, text(&hook.deliveries()[0], "id"))
}

on_both_engines! {
    fn what_fails_is_tried_again(service: Service) with [LOCAL[0], LOCAL[1]] {
        let world = World::new(&service);
        let (client, receiver) = (&world.body.caller.client, Receiver::start());
        let hook = Hook::new(client, &receiver.url(), &[]);
        receiver.next([Reply::Status(500), Reply::Close, Reply::Redirect(receiver.url())]);
        world.register_candidate(client, &Value::Null);
        let messages = receiver.wait_for(4);
        let log = hook.wait_for_state(&latest(&hook), "delivered");
        assert_eq!(statuses(&log), [json!(500), Value::Null, json!(302), json!(204)], "{log}");
        assert!(text(&log["attempts"][1], "error").contains("closed"), "{log}");
        assert!(text(&log["attempts"][2], "error").contains("redirects are not followed"), "{log}");
        assert_eq!(receiver.received().len(), 4, "the redirect was not followed");
        for message in &messages {
            assert_eq!(message.header("webhook-id"), messages[0].header("webhook-id"));
            assert_eq!((message.body.clone(), signatures_by(&hook.secret, message)), (messages[0].body.clone(), 1));
        }
        let sent: Vec<i64> = messages.iter().map(|message| message.header("webhook-timestamp").parse().unwrap()).collect();
        assert!(sent.windows(2).all(|pair| pair[0] <= pair[1]), "{sent:?}");
        let pauses: Vec<Duration> = messages.windows(2).map(|pair| pair[1].at - pair[0].at).collect();
        assert!(pauses.iter().all(|pause| *pause >= Duration::from_millis(180)), "less a tenth: {pauses:?}");
    }

    fn what_fails_too_often_is_given_up_and_can_be_sent_again_by_hand(service: Service) with [LOCAL[0], ("TOUCHSTONE_WEBHOOK_RETRY_SECONDS", "0.2")] {
        let world = World::new(&service);
        let (client, receiver) = (&world.body.caller.client, Receiver::start());
        let hook = Hook::new(client, &receiver.url(), &[]);
        receiver.next([Reply::Status(404), Reply::Status(503)]);
        world.register_candidate(client, &Value::Null);
        receiver.wait_for(2);
        let given_up = latest(&hook);
        assert_eq!(statuses(&hook.wait_for_state(&given_up, "given_up")), [json!(404), json!(503)]);
        service.wait_for_log("a webhook was given up");
        let metrics = service.metrics().text();
        assert!(metrics.contains("webhook_deliveries_total{outcome=\"given_up\"} 1"), "{metrics}");

        let again = client.post(&format!("{given_up}/redeliveries"), &json!({}));
        let made = again.expect(201);
        assert_eq!((&made["reason"], &made["state"]), (&json!("redelivery"), &json!("pending")));
        assert_eq!(statuses(&hook.wait_for_state(again.header("location"), "delivered")), [json!(204)]);
        let messages = receiver.received();
        assert_eq!(messages[2].header("webhook-id"), messages[0].header("webhook-id"), "it is the same message");
        assert_eq!(messages[2].body, messages[0].body);
        for (state, expected) in [("given_up", 1), ("delivered", 2), ("pending", 0)] {
            let found = client.get(&format!("{}/deliveries?state={state}", hook.path)).expect(200);
            assert_eq!(found["items"].as_array().unwrap().len(), expected, "{state}: {found}");
        }
        client.get(&format!("{}/deliveries?state=lost", hook.path)).expect_problem(400, "invalid_parameter");
        let first = client.get(&format!("{}/deliveries?limit=1", hook.path)).expect(200);
        assert_eq!(first["items"][0]["id"], made["id"], "the latest first");
        let rest = format!("{}/deliveries?limit=1&cursor={}", hook.path, text(&first, "next_cursor"));
        assert_eq!(given_up, format!("{}/deliveries/{}", hook.path, text(&client.get(&rest).expect(200)["items"][0], "id")));
    }

    fn a_subscriber_that_is_gone_is_left_alone(service: Service) with [LOCAL[0], LOCAL[1]] {
        let world = World::new(&service);
        let (client, receiver) = (&world.body.caller.client, Receiver::start());
        let hook = Hook::new(client, &receiver.url(), &[]);
        receiver.next([Reply::Status(410)]);
        let delivery = hook.test();
        hook.wait_for(&delivery, |log| log["attempts"].as_array().is_some_and(|attempts| attempts.len() == 1));
        assert_eq!(hook.read()["state"], "disabled");
        world.register_candidate(client, &Value::Null);
        std::thread::sleep(A_WHILE);
        assert_eq!(receiver.received().len(), 1);
        let registrar = events::all(&world.registrar.client);
        assert!(registrar.iter().any(|event| event["kind"] == "webhook_subscription_disabled"));
        assert_eq!(hook.change(&json!({"paused": false}))["state"], "active");
        receiver.wait_for_type("candidate_registered");
        assert_eq!(statuses(&hook.wait_for_state(&delivery, "delivered")), [json!(410), json!(204)]);
    }

    fn what_is_due_survives_the_process(mut service: Service) with [
        LOCAL[0], LOCAL[1], ("TOUCHSTONE_WEBHOOK_ATTEMPT_SECONDS", "2"), ("TOUCHSTONE_WEBHOOK_LEASE_SECONDS", "3"),
    ] {
        let world = World::new(&service);
        let (client, receiver) = (&world.body.caller.client, Receiver::start());
        let hook = Hook::new(client, &receiver.url(), &[]);
        receiver.next([Reply::Status(500)]);
        world.register_candidate(client, &Value::Null);
        receiver.wait_for(1);
        hook.wait_for(&latest(&hook), |log| !log["attempts"].as_array().unwrap().is_empty());
        service.kill_nine();
        service.restart();
        let id = receiver.wait_for(2)[1].header("webhook-id").to_owned();
        assert_eq!(receiver.received()[0].header("webhook-id"), id);

        // Written in the last moment, and noticed by the next process.
        let candidate = world.register_candidate(client, &Value::Null);
        service.kill_nine();
        service.restart();
        let messages = receiver.wait_for(3);
        assert_eq!(messages[2].json()["data"]["subject"]["id"], candidate);

        // Killed while a message is on its way: it comes again when its lease is over.
        receiver.next([Reply::Hold(Duration::from_secs(10))]);
        let delivery = hook.test();
        receiver.wait_for(4);
        service.kill_nine();
        service.restart();
        let messages = receiver.wait_for(5);
        assert_eq!(messages[4].header("webhook-id"), messages[3].header("webhook-id"));
        let log = hook.wait_for_state(&delivery, "delivered");
        assert_eq!((&log["attempt_count"], &log["attempts"][0]["number"]), (&json!(2), &json!(2)), "{log}");
    }

    fn who_is_slow_holds_up_nobody_else(mut service: Service) with [
        LOCAL[0], LOCAL[1], ("TOUCHSTONE_DATABASE_CONNECTIONS", "2"), ("TOUCHSTONE_WEBHOOK_ATTEMPT_SECONDS", "6"),
        ("TOUCHSTONE_SHUTDOWN_SECONDS", "2"),
    ] {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (slow, endless, quick) = (Receiver::start(), Receiver::start(), Receiver::start());
        slow.always(Reply::Hold(Duration::from_secs(30)));
        endless.always(Reply::Drip(Duration::from_secs(30)));
        let silent = Hook::new(client, &slow.url(), &[]);
        let dripping = Hook::new(client, &endless.url(), &[]);
        Hook::new(client, &quick.url(), &[]);
        let begun = Instant::now();
        for count in 1..=5 {
            world.register_candidate(client, &Value::Null);
            quick.wait_for(count);
        }
        assert!(begun.elapsed() < Duration::from_secs(5), "the quick one waited for {:?}", begun.elapsed());
        assert_eq!(slow.received().len(), 1, "one message is on its way at a time");
        let held = format!("{}/deliveries/{}", silent.path, text(silent.deliveries().last().unwrap(), "id"));
        let log = silent.wait_for(&held, |log| !log["attempts"].as_array().unwrap().is_empty());
        assert!(text(&log["attempts"][0], "error").contains("within 6 s"), "{log}");
        let first = format!("{}/deliveries/{}", dripping.path, text(dripping.deliveries().last().unwrap(), "id"));
        let log = dripping.wait_for_state(&first, "delivered");
        assert_eq!(statuses(&log), [json!(200)], "the status has said it, whatever the body does: {log}");
        let begun = Instant::now();
        assert!(service.terminate().success());
        assert!(begun.elapsed() < Duration::from_secs(5), "the end waited for {:?}", begun.elapsed());
    }

    fn several_nodes_send_each_message_once(service: Service) with [LOCAL[0], LOCAL[1]] {
        let world = World::new(&service);
        let (client, receiver) = (&world.body.caller.client, Receiver::start());
        let other = LOCAL.iter().fold(Program::beside(&service), |program, (name, value)| program.set(name, value));
        let others = [other.serve(&[]), other.serve(&[])];
        Hook::new(client, &receiver.url(), &["candidate_registered"]);
        let rounds = 30;
        for _ in 0..rounds {
            world.register_candidate(client, &Value::Null);
        }
        receiver.wait_for(rounds);
        std::thread::sleep(A_WHILE);
        let mut ids: Vec<_> = receiver.received().iter().map(|message| message.header("webhook-id").to_owned()).collect();
        assert_eq!(ids.len(), rounds, "none is sent twice");
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), rounds, "and all are sent");
        for other in others {
            assert_eq!(other.terminate(), Some(0));
        }
    }

    fn old_deliveries_are_forgotten(mut service: Service) with [LOCAL[0], LOCAL[1]] {
        let world = World::new(&service);
        let (client, receiver) = (&world.body.caller.client, Receiver::start());
        let hook = Hook::new(client, &receiver.url(), &[]);
        let (old, recent) = (hook.test(), hook.test());
        hook.wait_for_state(&old, "delivered");
        hook.wait_for_state(&recent, "delivered");
        let mut sql = Sql::of(&service);
        let id = old.rsplit('/').next().unwrap();
        let month_ago = crate::support::steps::day(-31);
        sql.execute(&format!("UPDATE webhook_deliveries SET finished_at = '{month_ago} 00:00:00' WHERE id = '{id}'")).unwrap();
        service.restart();
        let deadline = Instant::now() + Duration::from_secs(20);
        while client.get(&old).status == 200 {
            assert!(Instant::now() < deadline, "it is still there");
            std::thread::sleep(Duration::from_millis(50));
        }
        hook.log(&recent);
        let first = text(&hook.all_deliveries()[1], "id");
        let left = sql.texts("SELECT delivery_id AS value FROM webhook_attempts ORDER BY delivery_id");
        assert_eq!(left, [&first, recent.rsplit('/').next().unwrap()]);
    }
}

on_both_engines! {
    fn one_body_does_not_hold_up_the_messages_to_another(service: Service) with [LOCAL[0], ("TOUCHSTONE_WEBHOOK_RETRY_SECONDS", "0.2,0.2,0.2,0.2,0.2,0.2")] {
        let world = World::new(&service);
        let silent = Receiver::start();
        silent.always(Reply::Hold(Duration::from_secs(30)));
        let second = Caller::new(&service, "A second system", "body", Some(&world.body.slug));
        let clients = [&world.body.caller.client, &second.client].repeat(20);
        let hooks: Vec<_> =
            clients.iter().map(|client| Hook::unconfirmed(client, &silent.url(), &["candidate_registered"])).collect();
        hooks.iter().for_each(Hook::wait_until_confirmed);
        world.register_candidate(&world.body.caller.client, &Value::Null);
        silent.wait_for(8);
        std::thread::sleep(Duration::from_secs(1));
        assert_eq!(silent.received().len(), 8, "one body has its share, and no more");
        let (other, quick) = (&world.other_body.caller.client, Receiver::start());
        Hook::new(other, &quick.url(), &["candidate_registered"]);
        for count in 1..=3 {
            let begun = Instant::now();
            world.register_candidate(other, &Value::Null);
            quick.wait_for(count);
            assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
        }
    }

    fn a_subscriber_is_left_alone_for_as_long_as_it_asks(service: Service) with [LOCAL[0], LOCAL[1]] {
        let world = World::new(&service);
        let (client, receiver) = (&world.body.caller.client, Receiver::start());
        let hook = Hook::new(client, &receiver.url(), &[]);
        receiver.next([Reply::RetryAfter(429, "2".to_owned()), Reply::RetryAfter(503, "never".to_owned())]);
        world.register_candidate(client, &Value::Null);
        receiver.wait_for(1);
        let begun = Instant::now();
        // Another message to the same subscriber waits as well.
        world.register_candidate(client, &Value::Null);
        receiver.wait_for(2);
        assert!(begun.elapsed() > Duration::from_millis(1500), "{:?}", begun.elapsed());
        let first = hook.deliveries().pop().unwrap();
        let log = hook.wait_for_state(&format!("{}/deliveries/{}", hook.path, text(&first, "id")), "delivered");
        assert_eq!(statuses(&log)[0], json!(429), "{log}");
        receiver.wait_for(4);
    }
}
