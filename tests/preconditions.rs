//! Changes are made to the version that was read, and to no other.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::support::world::{COURSE, World, text};
use crate::support::{Client, Service, events, on_both_engines};

/// What can be changed: its address, who changes it, and two changes.
fn changeable(world: &World) -> Vec<(String, Client, Value, Value)> {
    let id = world.register_candidate(&world.body.caller.client, &json!({}));
    let hook = json!({"url": "https://hooks.invalid/"});
    let hook = world.body.caller.client.post("/v1/webhook-subscriptions", &hook).expect(201);
    let organisation = json!({"name": "Hawthorn Hosting", "country": "NL"});
    let organisation = world.registrar.client.post("/v1/organisations", &organisation).expect(201);
    vec![
        (
            format!("/v1/organisations/{}", text(&organisation, "slug")),
            world.registrar.client.clone(),
            json!({"region": "First"}),
            json!({"region": "Second"}),
        ),
        (
            format!("/v1/webhook-subscriptions/{}", text(&hook, "id")),
            world.body.caller.client.clone(),
            json!({"url": "https://hooks.invalid/first"}),
            json!({"event_kinds": ["body_listed"]}),
        ),
        (
            format!("/v1/candidates/{id}"),
            world.body.caller.client.clone(),
            json!({"given_names": "First"}),
            json!({"given_names": "Second"}),
        ),
        (
            format!("/v1/bodies/{}", world.body.slug),
            world.registrar.client.clone(),
            json!({"contact": "First"}),
            json!({"contact": "Second"}),
        ),
        (
            format!("/v1/courses/{COURSE}"),
            world.registrar.client.clone(),
            json!({"title": "First"}),
            json!({"title": "Second"}),
        ),
        (
            format!("/v1/training-organisations/{}", world.training_organisation_id),
            world.registrar.client.clone(),
            json!({"name": "First"}),
            json!({"name": "Second"}),
        ),
    ]
}

on_both_engines! {
    fn a_change_needs_the_tag_of_the_present_version(service: Service) {
        let world = World::new(&service);
        for (path, client, first, second) in changeable(&world) {
            client.patch(&path, &first).expect_problem(428, "precondition_required");
            let read = client.get(&path);
            let tag = read.header("etag").to_owned();
            assert!(tag.starts_with('"'), "a strong tag: {read}");
            for stale in ["\"stale\"", "stale", "", "\"\"", &tag.to_lowercase(), &tag[1..], "\"stale\", \"other\""] {
                let answer = client.with_header("if-match", stale).patch(&path, &first);
                let problem = answer.expect_problem(412, "precondition_failed");
                assert!(text(&problem, "detail").contains("has changed since you read it"), "{problem}");
            }
            // As a proxy makes it that compresses: no strong comparison can find it equal (RFC 9110, section 13.1.1).
            for weak in [format!("W/{tag}"), "W/\"stale\"".to_owned(), format!("\"stale\", W/{tag}")] {
                let answer = client.with_header("if-match", &weak).patch(&path, &first);
                let problem = answer.expect_problem(412, "precondition_failed");
                for word in ["weak tag", "a proxy", "Accept-Encoding: identity"] {
                    assert!(text(&problem, "detail").contains(word), "{problem}");
                }
            }
            assert_eq!(client.get(&path).json(), read.json(), "nothing has changed");

            let changed = client.with_header("if-match", &tag).patch(&path, &first);
            let now = client.get(&path);
            assert_eq!(now.json(), changed.expect(200));
            assert_eq!(now.header("etag"), changed.header("etag"), "a change is answered with the tag for the next one");
            assert_ne!(now.header("etag"), tag);
            client.with_header("if-match", &tag).patch(&path, &second).expect_problem(412, "precondition_failed");
            let either = format!("\"other\", {}", now.header("etag"));
            client.with_header("if-match", &either).patch(&path, &second).expect(200);
            client.with_header("if-match", "*").patch(&path, &first).expect(200);
            let tag = client.get(&path).header("etag").to_owned();
            let lines = client.with_header("if-match", "\"other\"").with_header("if-match", &tag);
            lines.patch(&path, &second).expect(200);
            let plain = client.get(&path).header("etag").to_owned();
            let compressed = client.send("GET", &path, &[("accept-encoding", "gzip")], b"").header("etag").to_owned();
            assert_eq!(compressed, format!("{}+gzip\"", plain.trim_end_matches('"')), "another coding, another strong tag");
            client.with_header("if-match", &compressed).patch(&path, &first).expect(200);
        }
    }

    fn what_is_wrong_is_told_before_what_is_stale(service: Service) {
        let world = World::new(&service);
        for (path, client, first, _) in changeable(&world) {
            let stale = client.with_header("if-match", "\"stale\"");
            stale.patch(&path, &json!({"no_such_member": 1})).expect_problem(422, "invalid_input");
            stale.patch("/v1/candidates/0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00", &json!({})).expect_problem(404, "not_found");
            client.anonymous().patch(&path, &first).expect_problem(401, "unauthenticated");
            let theirs = world.other_body.caller.client.with_header("if-match", "*").patch(&path, &first).status;
            assert!(matches!(theirs, 403 | 404), "{path}: {theirs}");
        }
    }

    fn no_update_is_lost_under_concurrency(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let path = format!("/v1/candidates/{}", world.register_candidate(client, &json!({"given_names": "A"})));
        let (writers, each, refused) = (4, 5, AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..writers {
                scope.spawn(|| {
                    let client = client.with_own_connections();
                    let mut left = each;
                    while left > 0 {
                        let read = client.get(&path);
                        let names = format!("{}A", read.expect(200)["given_names"].as_str().unwrap());
                        let conditional = client.with_header("if-match", read.header("etag"));
                        let answer = conditional.patch(&path, &json!({"given_names": names}));
                        match answer.status {
                            200 => left -= 1,
                            412 => drop(refused.fetch_add(1, Ordering::Relaxed)),
                            _ => panic!("{answer}"),
                        }
                    }
                });
            }
        });
        let names = client.get(&path).expect(200)["given_names"].as_str().unwrap().to_owned();
        assert_eq!(names.len(), 1 + writers * each, "after {refused:?} refusals");
        let changes = events::subjects(&events::all(&world.registrar.client), "candidate_changed");
        assert_eq!(changes.values().sum::<usize>(), writers * each, "one event for each change");
    }
}
