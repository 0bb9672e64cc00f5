//! A URL is told of events once it has answered a test message: who cannot answer for a host can have nothing sent there.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::sql::Sql;
use crate::support::steps::{day, patch};
use crate::support::webhooks::{Hook, LOCAL, signatures_by};
use crate::support::world::{Caller, World, text};
use crate::support::{Receiver, Reply, Service, events, on_both_engines};

/// Long enough for a message that should not come to have come.
const A_WHILE: Duration = Duration::from_secs(1);

/// The statuses of all attempts of all deliveries of a subscription.
fn statuses(hook: &Hook) -> Vec<Value> {
    let logs = hook
        .all_deliveries()
        .into_iter()
        .map(|one| hook.log(&format!("{}/deliveries/{}", hook.path, text(&one, "id"))));
    logs.flat_map(|log| log["attempts"].as_array().unwrap().clone()).map(|attempt| attempt["status"].clone()).collect()
}

fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !is_so() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

on_both_engines! {
    fn events_come_once_the_url_has_answered_a_test(service: Service) with [LOCAL[0], LOCAL[1]] {
        let world = World::new(&service);
        let (client, receiver) = (&world.body.caller.client, Receiver::start());
        receiver.confirm_nothing();
        receiver.next([Reply::Status(404), Reply::Status(301), Reply::Status(204)]);
        let hook = Hook::unconfirmed(client, &receiver.url(), &[]);
        assert_eq!((&hook.read()["confirmed_at"], &hook.read()["state"]), (&Value::Null, &json!("active")));
        let candidate = world.register_candidate(client, &Value::Null);
        hook.wait_until_confirmed();
        let message = receiver.wait_for_type("candidate_registered");
        assert_eq!(message.json()["data"]["subject"]["id"], candidate, "nothing is missed");
        assert_eq!(receiver.types(), ["webhook_test", "webhook_test", "webhook_test", "candidate_registered"]);
        assert!(receiver.received().iter().all(|message| signatures_by(&hook.secret, message) == 1));
        let kinds: Vec<String> = events::all(&world.registrar.client).iter().map(|event| text(event, "kind")).collect();
        assert_eq!(kinds.iter().filter(|kind| *kind == "webhook_subscription_confirmed").count(), 1);
    }

    fn who_never_answers_gets_a_few_tests_and_nothing_else(service: Service) with [LOCAL[0], LOCAL[1]] {
        let world = World::new(&service);
        let (client, receiver) = (&world.body.caller.client, Receiver::start());
        receiver.confirm_nothing();
        receiver.always(Reply::Status(404));
        let hook = Hook::unconfirmed(client, &receiver.url(), &[]);
        for _ in 0..5 {
            world.register_candidate(client, &Value::Null);
        }
        wait_until("it is given up", || hook.all_deliveries().iter().all(|one| one["state"] == "given_up"));
        std::thread::sleep(A_WHILE);
        assert_eq!(statuses(&hook), vec![json!(404); 4], "four attempts");
        assert!(receiver.types().iter().all(|kind| kind == "webhook_test"), "{:?}", receiver.types());

        // Asked for once more it may answer, and is told what has happened since it subscribed.
        receiver.always(Reply::Status(200));
        hook.test();
        hook.wait_until_confirmed();
        wait_until("all of it is told", || receiver.types().iter().filter(|kind| *kind == "candidate_registered").count() == 5);
    }

    fn a_new_url_proves_itself_anew(service: Service) with [LOCAL[0], LOCAL[1]] {
        let world = World::new(&service);
        let (client, own, strangers) = (&world.body.caller.client, Receiver::start(), Receiver::start());
        let hook = Hook::new(client, &own.url(), &[]);
        strangers.confirm_nothing();
        strangers.always(Reply::Status(403));
        let moved = hook.change(&json!({"url": strangers.url()}));
        assert_eq!(moved["confirmed_at"], Value::Null);
        world.register_candidate(client, &Value::Null);
        strangers.wait_for_type("webhook_test");
        std::thread::sleep(A_WHILE);
        assert!(strangers.types().iter().all(|kind| kind == "webhook_test") && own.received().is_empty());
        // Back at its own place it has to answer again, and goes on where it stopped.
        own.confirm_nothing();
        hook.change(&json!({"url": own.url()}));
        hook.wait_until_confirmed();
        own.wait_for_type("candidate_registered");
        assert_eq!(hook.change(&json!({"event_kinds": ["candidate_registered"]}))["confirmed_at"], hook.read()["confirmed_at"]);
        assert!(hook.read()["confirmed_at"].is_string(), "other changes ask for nothing");
    }

    /// Whatever subscriptions a client makes, changes and removes: the hosts that have not answered get thirty messages an
    /// hour from it, and other clients are not held up by that.
    fn nobody_is_flooded_by_way_of_the_registry(service: Service) with [LOCAL[0], ("TOUCHSTONE_WEBHOOK_RETRY_SECONDS", "0.2,30")] {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let victims = [Receiver::start(), Receiver::start()];
        for victim in &victims {
            victim.confirm_nothing();
            victim.always(Reply::Status(404));
        }
        let hook = |number: usize| Hook::unconfirmed(client, &format!("{}/{number}", victims[number % 2].url()), &[]);
        let all = || victims.iter().map(|victim| victim.received().len()).sum::<usize>();
        let first: Vec<Hook> = (0..20).map(hook).collect();
        first[0].test();
        first[0].test();
        client.post(&format!("{}/tests", first[0].path), &json!({})).expect_problem(409, "limit_reached");
        wait_until("twenty were reached", || all() >= 20);
        for one in first {
            assert_eq!(client.delete(&one.path).status, 204);
        }
        for number in 20..40 {
            hook(number);
        }
        wait_until("the client has had its share", || all() == 30);
        std::thread::sleep(A_WHILE);
        assert_eq!(all(), 30);
        let honest = Receiver::start();
        Hook::new(&world.other_body.caller.client, &honest.url(), &[]);
        assert_eq!(honest.confirmed().len(), 1);

        // An hour later it may try again.
        let mut sql = Sql::of(&service);
        sql.execute(&format!("UPDATE webhook_trials SET tried_at = '{} 00:00:00'", day(-1))).unwrap();
        sql.execute(&format!("UPDATE webhook_deliveries SET next_attempt_at = '{} 00:00:00' WHERE next_attempt_at IS NOT NULL", day(-1)))
            .unwrap();
        wait_until("it goes on", || all() > 30);
    }

    fn a_paused_or_gone_subscriber_is_asked_when_it_is_resumed(service: Service) with [LOCAL[0], LOCAL[1]] {
        let world = World::new(&service);
        let (client, receiver) = (&world.body.caller.client, Receiver::start());
        receiver.confirm_nothing();
        receiver.next([Reply::Status(410)]);
        let hook = Hook::unconfirmed(client, &receiver.url(), &[]);
        wait_until("it is gone", || hook.read()["state"] == "disabled");
        let mut sql = Sql::of(&service);
        sql.execute("UPDATE webhook_deliveries SET state = 'given_up', next_attempt_at = NULL, finished_at = created_at").unwrap();
        let other = Caller::new(&service, "Colleague", "body", Some(&world.body.slug));
        patch(&other.client, &hook.path, &json!({"paused": false})).expect_problem(404, "not_found");
        assert_eq!(hook.change(&json!({"paused": false}))["state"], "active");
        hook.wait_until_confirmed();
    }
}
