//! Who is ahead of a restored registry is told so, whatever is held up to it.

use serde_json::{Value, json};

use super::file;
use crate::support::command::Program;
use crate::support::webhooks::{Hook, LOCAL};
use crate::support::world::{World, text};
use crate::support::{Answer, Client, Received, Receiver, Service, on_both_engines};

/// The cursor behind the last event that there is.
fn end(client: &Client) -> String {
    text(&client.get("/v1/events?limit=1000").expect(200), "next_cursor")
}

fn after(client: &Client, place: &str) -> Answer {
    client.get(&format!("/v1/events?after={place}"))
}

/// The cursor of the last line of an export that has not come to its end.
fn export_cursor(client: &Client) -> String {
    let lines = client.get("/v1/exports/results?format=ndjson").text();
    let first: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    text(&first, "cursor")
}

fn number(cursor: &str) -> i64 {
    cursor.split('.').next().unwrap().parse().unwrap()
}

on_both_engines! {
    fn who_is_ahead_of_a_restored_registry_is_told_so(mut service: Service) with [LOCAL[0], LOCAL[1]] {
        let world = World::new(&service);
        let (body, registrar) = (&world.body.caller.client, &world.registrar.client);
        let receiver = Receiver::start();
        let hook = Hook::new(body, &receiver.url(), &["result_registered"]);
        (0..3).for_each(|_| drop(world.certified_candidate(&json!({}))));
        receiver.wait_for(3);
        let (early, early_of_body, early_export) = (end(registrar), end(body), export_cursor(registrar));
        let backup = file(&service, "early.backup");
        let program = Program::beside(&service);
        program.run(&["backup", backup.to_str().unwrap()]).done();
        (0..5).for_each(|_| drop(world.certified_candidate(&json!({}))));
        receiver.wait_for(8);
        let (late, late_of_body, late_export) = (end(registrar), end(body), export_cursor(registrar));
        let between = number(&early) + 2;
        service.terminate();
        program.run(&["restore", backup.to_str().unwrap()]).done();
        service.restart();

        let told = |client: &Client, place: &str| {
            let problem = after(client, place).expect_problem(410, "feed_restored");
            assert!(text(&problem, "detail").contains(&format!("after={}", number(&early))), "{place}: {problem}");
        };
        // At once, when the feed has grown a little, and when it has grown beyond what there was.
        for more in [0, 1, 8] {
            (0..more).for_each(|_| drop(world.certified_candidate(&json!({}))));
            told(registrar, &late);
            told(registrar, &number(&late).to_string());
            told(registrar, &between.to_string());
            told(body, &late_of_body);
            told(body, &number(&late_of_body).to_string());
            for (client, place) in [
                (registrar, early.clone()),
                (registrar, number(&early).to_string()),
                (body, early_of_body.clone()),
                (registrar, end(registrar)),
            ] {
                after(client, &place).expect(200);
            }
            let exports = |cursor: &str| registrar.get(&format!("/v1/exports/results?format=ndjson&cursor={cursor}"));
            exports(&late_export).expect_problem(410, "feed_restored");
            assert_eq!(exports(&early_export).status, 200);
        }
        let rest = after(registrar, &early).expect(200);
        let first = &rest["items"][0];
        assert_eq!(first["kind"], "registry_restored");
        assert_eq!(first["data"], json!({"last_sequence": number(&early)}));
        assert!(first["sequence"].as_i64().unwrap() > number(&late), "no number comes twice");
        // Webhooks go on with what is new, under numbers that the subscriber has not seen.
        let messages = receiver.wait_for(8 + 9);
        let news: Vec<Value> = messages[8..].iter().map(Received::json).collect();
        assert!(news.iter().all(|one| one["data"]["sequence"].as_i64() > Some(number(&late))), "{news:?}");
        assert_eq!(hook.read()["state"], "active");
    }

    fn a_place_that_the_feed_never_had_is_refused(service: Service) {
        let world = World::new(&service);
        let client = &world.registrar.client;
        let here = end(client);
        let (sequence, mark) = here.split_once('.').unwrap();
        let other_mark: String = mark.chars().map(|digit| if digit == '0' { '1' } else { '0' }).collect();
        let beyond = number(&here) + 1;
        for place in [beyond.to_string(), format!("{beyond}.{mark}"), format!("{sequence}.{other_mark}"), i64::MAX.to_string()] {
            let problem = after(client, &place).expect_problem(410, "feed_restored");
            assert!(text(&problem, "detail").contains("another registry"), "{place}: {problem}");
        }
        after(client, &here).expect(200);
        after(client, sequence).expect(200);
        for bad in ["x", "-1", "1.5", "", &format!("{here}0"), &format!("{sequence}."), "99999999999999999999"] {
            after(client, bad).expect_problem(400, "invalid_parameter");
        }
    }
}

/// README's *By hand*: a copy is put back without the command. The feed's numbers come a second time, and a cursor shows it.
#[test]
fn a_copy_that_is_put_back_by_hand_shows_in_a_cursor() {
    let mut service = Service::start(crate::support::Engine::Sqlite).unwrap();
    let world = World::new(&service);
    let client = &world.registrar.client;
    let path = service.database_url().trim_start_matches("sqlite:").to_owned();
    let (backup, early) = (file(&service, "by-hand.backup"), end(client));
    Program::beside(&service).run(&["backup", backup.to_str().unwrap()]).done();
    (0..5).for_each(|_| drop(world.certified_candidate(&json!({}))));
    let late = end(client);
    service.kill_nine();
    for suffix in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{path}{suffix}"));
    }
    std::fs::copy(&backup, &path).unwrap();
    service.restart();
    for more in [0, 8] {
        (0..more).for_each(|_| drop(world.certified_candidate(&json!({}))));
        after(client, &late).expect_problem(410, "feed_restored");
        after(client, &early).expect(200);
    }
    let doctor = Program::beside(&service).run(&["doctor"]);
    assert_eq!(doctor.code, Some(0), "{doctor:?}");
}
