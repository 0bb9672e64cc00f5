//! Scope statements before the audit: reviewed once each, and without spending a review of the application.

use serde_json::{Value, json};

use crate::support::organisation_certificates::{agree, step, submit};
use crate::support::steps::{day, expect_mistakes};
use crate::support::world::{World, text};
use crate::support::{Client, Service, events, on_both_engines};

const PATH: &str = "/v1/preliminary-scopes";

fn statement(more: &Value) -> Value {
    let mut statement = json!({"organisation_name": "Heather B.V.", "country": "NL", "edition": "2018",
        "scope_statement": "Hosting from Utrecht."});
    more.as_object().unwrap().iter().for_each(|(name, value)| statement[name] = value.clone());
    statement
}

fn request(client: &Client) -> String {
    text(&client.post(PATH, &statement(&json!({}))).expect(201), "id")
}

on_both_engines! {
    fn a_registrar_reviews_what_a_body_asks_before_the_audit(service: Service) {
        let world = World::new(&service);
        let (own, other, registrar) = (&world.body.caller.client, &world.other_body.caller.client, &world.registrar.client);
        let answer = own.post(PATH, &statement(&json!({})));
        let asked = answer.expect(201);
        let id = text(&asked, "id");
        assert_eq!(answer.header("location"), format!("{PATH}/{id}"));
        assert_eq!((&asked["state"], &asked["body_id"], &asked["ended_at"]), (&json!("requested"), &json!(world.body.id), &Value::Null));
        for asker in [own, registrar] {
            assert_eq!(asker.get(&format!("{PATH}/{id}")).expect(200), asked);
            let items = events::all_items(asker, "/v1/attention?kind=preliminary_scope");
            assert_eq!((items.len(), &items[0]["since"], &items[0]["records"][0]["path"]), (1, &json!(day(0)), &json!(format!("{PATH}/{id}"))));
            assert!(text(&items[0], "summary").contains("Heather B.V. before the audit"), "{items:?}");
        }
        other.get(&format!("{PATH}/{id}")).expect_problem(404, "not_found");
        assert_eq!(events::all_items(other, PATH), Vec::<Value>::new());
        assert_eq!(events::all_items(other, "/v1/attention?kind=preliminary_scope"), Vec::<Value>::new());
        other.get(&format!("{PATH}?body={}", world.body.slug)).expect_problem(400, "invalid_parameter");

        let reviews = format!("{PATH}/{id}/scope-reviews");
        own.post(&reviews, &json!({"agreed": true})).expect_problem(403, "forbidden");
        expect_mistakes(&registrar.post(&reviews, &json!({"agreed": false})), &[("/words", "required")]);
        let reviewed = registrar.post(&reviews, &json!({"agreed": false, "words": "Say to whom."})).expect(201);
        assert_eq!((&reviewed["state"], &reviewed["words"]), (&json!("not_agreed"), &json!("Say to whom.")));
        assert_eq!(own.get(&format!("{PATH}/{id}")).expect(200), reviewed);
        let again = registrar.post(&reviews, &json!({"agreed": true})).expect_problem(409, "status_conflict");
        assert!(text(&again, "detail").contains("not agreed already"), "{again}");
        own.post(&format!("{PATH}/{id}/withdrawals"), &json!({"reason": "R"})).expect_problem(409, "status_conflict");
        assert_eq!(events::all_items(registrar, "/v1/attention?kind=preliminary_scope"), Vec::<Value>::new());

        let better = request(own);
        registrar.post(&format!("{PATH}/{better}/scope-reviews"), &json!({"agreed": true})).expect(201);
        let taken_back = request(own);
        other.post(&format!("{PATH}/{taken_back}/withdrawals"), &json!({"reason": "R"})).expect_problem(404, "not_found");
        own.post(&format!("{PATH}/{taken_back}/withdrawals"), &json!({"reason": "Another body."})).expect(201);
        let states = |query: &str| -> Vec<String> {
            events::all_items(registrar, &format!("{PATH}{query}")).iter().map(|one| text(one, "state")).collect()
        };
        assert_eq!(states(""), ["not_agreed", "agreed", "withdrawn"]);
        assert_eq!((states("?state=agreed").len(), states(&format!("?body={}", world.other_body.slug)).len()), (1, 0));
        let told: Vec<_> = events::all(own).iter().map(|event| text(event, "kind")).filter(|kind| kind.starts_with("preliminary")).collect();
        assert_eq!(told, [
            "preliminary_scope_requested", "preliminary_scope_reviewed", "preliminary_scope_requested", "preliminary_scope_reviewed",
            "preliminary_scope_requested", "preliminary_scope_withdrawn",
        ]);
        assert!(events::all(other).iter().all(|event| !text(event, "kind").starts_with("preliminary")));
    }

    fn it_spends_none_of_the_three_reviews(service: Service) {
        let world = World::new(&service);
        let (own, registrar) = (&world.body.caller.client, &world.registrar.client);
        for _ in 0..3 {
            let id = request(own);
            registrar.post(&format!("{PATH}/{id}/scope-reviews"), &json!({"agreed": false, "words": "Say to whom."})).expect(201);
        }
        let application = submit(own, &json!({}));
        for round in 0..2 {
            step(registrar, &application, "scope-reviews", &json!({"agreed": false, "words": "Say where."})).expect(201);
            step(own, &application, "scope-revisions", &json!({"scope_statement": format!("Hosting from Utrecht, {round}.")})).expect(201);
        }
        agree(&world, &application);
    }

    fn what_cannot_be_asked_is_told_at_once(service: Service) {
        let world = World::new(&service);
        let (own, registrar) = (&world.body.caller.client, &world.registrar.client);
        expect_mistakes(&registrar.post(PATH, &statement(&json!({}))), &[("/body_id", "required")]);
        expect_mistakes(&own.post(PATH, &statement(&json!({"body_id": world.other_body.slug}))), &[("/body_id", "not_allowed")]);
        for (edition, code) in [("1999", "unknown_edition"), ("2005", "edition_closed"), ("2011", "edition_closed")] {
            expect_mistakes(&own.post(PATH, &statement(&json!({"edition": edition}))), &[("/edition", code)]);
        }
        let worst = json!({"organisation_name": "", "country": "XX", "edition": 7, "scope_statement": "", "more": 1});
        expect_mistakes(&own.post(PATH, &worst), &[
            ("/organisation_name", "empty"), ("/country", "unknown_country"), ("/edition", "wrong_type"),
            ("/scope_statement", "empty"), ("/more", "unknown_field"),
        ]);
        let path = format!("/v1/bodies/{}", world.body.id);
        crate::support::steps::patch(registrar, &path, &json!({"approved_editions": []})).expect(200);
        expect_mistakes(&own.post(PATH, &statement(&json!({}))), &[("/edition", "not_approved")]);
        assert_eq!(events::all_items(registrar, PATH), Vec::<Value>::new());
    }
}
