//! Who sees what: before publication nobody but the body and registrars.

use serde_json::{Value, json};

use crate::support::organisation_certificates::{PATH, agree, disagree, history, read, step, submit, transfer};
use crate::support::world::{Caller, World};
use crate::support::{Client, Service, on_both_engines};

fn ids(client: &Client, query: &str) -> Vec<Value> {
    let page = client.get(&format!("{PATH}{query}")).expect(200);
    page["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect()
}

on_both_engines! {
    fn before_publication_only_the_body_and_registrars_know_of_it(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let id = submit(own, &json!({}));
        let returned = submit(own, &json!({}));
        disagree(&world, &returned, "Better.").expect(201);
        for client in [own, &world.registrar.client] {
            assert_eq!(ids(client, ""), [json!(id), json!(returned)]);
            assert_eq!(ids(client, "?state=returned"), [json!(returned)]);
            assert_eq!(history(client, &id)["steps"].as_array().unwrap().len(), 1);
        }
        for client in [&world.other_body.caller.client, &world.employer.client, &world.public] {
            for query in ["", "?state=submitted", "?state=returned", "?state=application_withdrawn"] {
                assert_eq!(ids(client, query), Vec::<Value>::new(), "{query}");
            }
            for path in [format!("{PATH}/{id}"), format!("{PATH}/{id}/history"), format!("{PATH}/{returned}?on=2021-01-01")] {
                client.get(&path).expect_problem(404, "not_found");
            }
        }
        let other = &world.other_body.caller.client;
        let statement = json!({"scope_statement": "Theirs."});
        step(other, &returned, "scope-revisions", &statement).expect_problem(404, "not_found");
        let reason = json!({"reason": "Theirs."});
        step(other, &returned, "application-withdrawals", &reason).expect_problem(404, "not_found");
        step(own, &id, "scope-reviews", &json!({"agreed": true})).expect_problem(403, "forbidden");
        for unknown in ["x", "%00", "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00", "%F0%9F%98%80"] {
            world.registrar.client.get(&format!("{PATH}/{unknown}")).expect_problem(404, "not_found");
            step(&world.registrar.client, unknown, "scope-reviews", &json!({"agreed": true})).expect_problem(404, "not_found");
        }
    }

    fn once_published_everybody_sees_it_and_not_what_was_said_before(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let id = submit(own, &json!({}));
        disagree(&world, &id, "The words are between us.").expect(201);
        step(own, &id, "scope-revisions", &json!({"scope_statement": "Hosting for hospitals."})).expect(201);
        agree(&world, &id);
        for client in [&world.other_body.caller.client, &world.employer.client, &world.public] {
            assert_eq!(ids(client, ""), [json!(id)]);
            let told = history(client, &id);
            for member in ["steps", "status_changes", "transfers"] {
                assert_eq!(told[member], Value::Null, "{member}: {told}");
            }
            assert_eq!(told["turns"][0], json!({"on": "2020-05-01", "what": "valid", "until": null, "body": null, "number": null}));
            assert_eq!(read(client, &id, "")["feedback_rounds"], Value::Null);
            let all = client.get(&format!("{PATH}/{id}")).text() + &told.to_string();
            assert!(!all.contains("between us"), "{all}");
        }
        let other = &world.other_body.caller.client;
        step(other, &id, "scope-revisions", &json!({"scope_statement": "Theirs."})).expect_problem(403, "forbidden");
        step(other, &id, "application-withdrawals", &json!({"reason": "Theirs."})).expect_problem(403, "forbidden");
        transfer(&world, &id, &world.other_body.id, "B-1", "2021-01-01").expect(201);
        assert_eq!(history(other, &id)["steps"].as_array().unwrap().len(), 4, "with the certificate goes its file");
        assert_eq!(history(own, &id)["steps"].as_array().unwrap().len(), 4);
    }

    fn what_is_told_to_somebody_is_not_kept_for_others(service: Service) {
        let world = World::new(&service);
        let id = submit(&world.body.caller.client, &json!({}));
        agree(&world, &id);
        for path in [PATH.to_owned(), format!("{PATH}/{id}"), format!("{PATH}/{id}/history")] {
            let public = world.public.get(&path);
            assert!(public.header("cache-control").starts_with("public, max-age="), "{public}");
            let named = world.body.caller.client.get(&path);
            assert_eq!(named.header("cache-control"), "no-store", "{named}");
            for answer in [&public, &named] {
                assert!(answer.header("vary").contains("authorization"), "{answer}");
                assert!(answer.header("vary").contains("accept-encoding"), "{answer}");
            }
            let unchanged = world.public.with_header("if-none-match", public.header("etag")).get(&path);
            assert_eq!(unchanged.status, 304);
        }
    }

    /// Else whoever has an expired token would take the queue of reviews for empty.
    fn a_token_that_is_not_accepted_is_refused(service: Service) {
        let world = World::new(&service);
        let leaving = Caller::new(&service, "Leaving", "registrar", None);
        assert_eq!(world.registrar.client.delete(&format!("/v1/clients/{}", leaving.client_id)).status, 204);
        for client in [&leaving.client, &world.public.with_token("junk")] {
            client.get(PATH).expect_problem(401, "invalid_token");
        }
    }
}
