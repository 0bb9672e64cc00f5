//! One organisation: registering it, finding it, changing it, and who may.

use serde_json::{Value, json};

use super::{merge, register, registered};
use crate::support::organisation_certificates::{PATH, agree, application, step, submit};
use crate::support::steps::{expect_mistakes, patch};
use crate::support::world::{World, text};
use crate::support::{Client, Service, events, on_both_engines};

on_both_engines! {
    fn an_organisation_is_what_was_sent_and_is_found_by_id_and_slug(service: Service) {
        let world = World::new(&service);
        let body = &world.body.caller.client;
        let sent = json!({
            "name": "株式会社東京情報",
            "latin_name": "Tokyo Jōhō K.K.",
            "country": "JP",
            "region": "東京都",
            "website": "https://joho.example",
            "registration_number": "0104-01-000001",
        });
        let answer = body.post("/v1/organisations", &sent);
        let created = answer.expect(201);
        for (name, value) in sent.as_object().unwrap() {
            assert_eq!(&created[name], value, "{name}");
        }
        assert!(text(&created, "slug").starts_with("organisation-"), "no name is taken before there is something to see");
        assert_eq!(answer.header("location"), format!("/v1/organisations/{}", text(&created, "id")));
        for client in [body, &world.registrar.client] {
            for name in [text(&created, "id"), text(&created, "slug")] {
                assert_eq!(client.get(&format!("/v1/organisations/{name}")).expect(200), created);
            }
        }
        let plain = register(&world.registrar.client, "ﷺ".repeat(200).as_str(), "EG", &Value::Null);
        assert!(text(&plain, "slug").starts_with("organisation-"), "{plain}");
        for unknown in ["nobody", "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00", "%F0%9F%98%80", "a%00b"] {
            world.registrar.client.get(&format!("/v1/organisations/{unknown}")).expect_problem(404, "not_found");
        }
        let feed = events::all(body);
        let event = feed.iter().find(|event| event["kind"] == "organisation_registered").unwrap();
        assert_eq!(event["subject"]["id"], created["id"]);
    }

    fn before_a_certificate_is_published_strangers_do_not_find_it(service: Service) {
        let world = World::new(&service);
        let own = register(&world.body.caller.client, "Nordlicht", "DE", &Value::Null);
        let path = format!("/v1/organisations/{}", text(&own, "id"));
        let strangers =
            [&world.public, &world.other_body.caller.client, &world.employer.client];
        let expect_hidden = || for client in strangers {
            client.get(&path).expect_problem(404, "not_found");
            client.get(&format!("/v1/organisations/{}", text(&own, "slug"))).expect_problem(404, "not_found");
        };
        expect_hidden();
        let theirs = json!({"organisation": null, "organisation_id": own["id"]});
        let application = crate::support::organisation_certificates::application(&theirs);
        let answer = world.other_body.caller.client.post("/v1/organisation-certificates", &application);
        expect_mistakes(&answer, &[("/organisation_id", "unknown_reference")]);
        let id = submit(&world.body.caller.client, &theirs);
        expect_hidden();
        agree(&world, &id);
        let mut own = own;
        own["slug"] = json!("nordlicht");
        for client in strangers {
            assert_eq!(client.get(&path).expect(200), own);
            assert_eq!(client.get("/v1/organisations/nordlicht").expect(200), own);
        }
        let public = world.public.get(&path);
        assert_eq!(public.header("cache-control"), "public, max-age=60");
        assert!(public.header("vary").contains("authorization"), "{public}");
        assert!(!world.employer.client.get(&path).header("cache-control").contains("public"));
        world.public.with_token("junk").get(&path).expect_problem(401, "invalid_token");
    }

    fn a_body_finds_the_organisation_of_its_own_application(service: Service) {
        let world = World::new(&service);
        let (own, others) = (&world.body.caller.client, [&world.other_body.caller.client, &world.employer.client, &world.public]);
        let id = registered(&world, "Nordlicht", "DE");
        let path = format!("/v1/organisations/{id}");
        let apply = |client: &Client, changes: Value| {
            let mut request = json!({"organisation": null, "organisation_id": id});
            request.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
            client.post(PATH, &application(&request))
        };
        own.get(&path).expect_problem(404, "not_found");
        expect_mistakes(&apply(own, json!({})), &[("/organisation_id", "unknown_reference")]);
        let entered = text(&apply(&world.registrar.client, json!({"body_id": world.body.id})).expect(201), "id");
        let survivor = registered(&world, "Nordlicht Dienste", "DE");
        let expect_found = |expected: &str| {
            assert_eq!(own.get(&path).expect(200)["id"], expected);
            assert_eq!(own.get(&format!("{PATH}?organisation={id}")).expect(200)["items"][0]["id"], entered.as_str());
            apply(own, json!({})).expect(201);
            for other in others {
                for path in [path.clone(), format!("/v1/organisations/{survivor}")] {
                    other.get(&path).expect_problem(404, "not_found");
                }
            }
            expect_mistakes(&apply(others[0], json!({})), &[("/organisation_id", "unknown_reference")]);
        };
        expect_found(&id);
        own.get(&format!("/v1/organisations/{survivor}")).expect_problem(404, "not_found");
        merge(&world, &survivor, &id).expect(201);
        expect_found(&survivor);
        let reason = json!({"reason": "A slip."});
        step(own, &entered, "application-withdrawals", &reason).expect(201);
        expect_found(&survivor);
    }

    fn a_registrar_changes_what_can_change(service: Service) {
        let world = World::new(&service);
        let created = register(
            &world.body.caller.client, "Nordlicht", "DE",
            &json!({"region": "Hessen", "website": "https://nordlicht.example", "registration_number": "HRB 1"}),
        );
        let path = format!("/v1/organisations/{}", text(&created, "slug"));
        let changes = json!({"name": "Nordlicht Dienste", "latin_name": "Nordlicht", "country": "AT", "website": null, "registration_number": "FN 2"});
        let after = patch(&world.registrar.client, &path, &changes).expect(200);
        for (name, value) in changes.as_object().unwrap() {
            assert_eq!(&after[name], value, "{name}");
        }
        assert_eq!((&after["slug"], &after["region"]), (&created["slug"], &created["region"]), "these stay");
        assert_eq!(world.body.caller.client.get(&path).expect(200), after);
        for client in [&world.body.caller.client, &world.employer.client] {
            patch(client, &path, &changes).expect_problem(403, "forbidden");
        }
        let cleared = json!({"name": null, "country": null, "website": "nordlicht", "slug": "x", "region": ""});
        expect_mistakes(&patch(&world.registrar.client, &path, &cleared), &[
            ("/name", "wrong_type"),
            ("/country", "wrong_type"),
            ("/website", "not_a_website"),
            ("/slug", "unknown_field"),
            ("/region", "empty"),
        ]);
        let feed = events::all(&world.body.caller.client);
        let event = feed.iter().find(|event| event["kind"] == "organisation_changed").unwrap();
        assert_eq!(event["data"]["changed"], json!(["name", "latin_name", "country", "website", "registration_number"]));
    }

    fn impossible_values_are_all_told_at_once_and_register_nobody(service: Service) {
        let world = World::new(&service);
        let wrong = json!({
            "name": "a\u{202E}b", "latin_name": "\u{0}", "country": "XX", "region": 7, "website": "ftp://x.example",
            "registration_number": "x".repeat(101), "merged_into_id": "x",
        });
        expect_mistakes(&world.registrar.client.post("/v1/organisations", &wrong), &[
            ("/name", "invisible_character"),
            ("/latin_name", "control_character"),
            ("/country", "unknown_country"),
            ("/region", "wrong_type"),
            ("/website", "not_a_website"),
            ("/registration_number", "too_long"),
            ("/merged_into_id", "unknown_field"),
        ]);
        world.employer.client.post("/v1/organisations", &json!({"name": "X", "country": "DE"})).expect_problem(403, "forbidden");
        assert!(!events::all(&world.registrar.client).iter().any(|event| event["kind"] == "organisation_registered"));
    }

    fn namesakes_have_slugs_of_their_own(service: Service) {
        let world = World::new(&service);
        let ids: Vec<String> = (0..3).map(|_| registered(&world, "Nordlicht", "DE")).collect();
        for id in &ids {
            publish(&world, &world.body.caller.client, id);
        }
        let slugs: std::collections::BTreeSet<String> = ids.iter().map(|id| slug_of(&world, id)).collect();
        assert_eq!(slugs.len(), 3);
        assert!(slugs.iter().all(|slug| slug.starts_with("nordlicht")), "{slugs:?}");
    }

    /// A rival learns nothing of an application: its own organisation of the same name is answered like any other, and no
    /// address that could be guessed leads to the one that applies.
    fn who_applies_is_not_told_by_names_in_addresses(service: Service) {
        let world = World::new(&service);
        let (own, rival) = (&world.body.caller.client, &world.other_body.caller.client);
        let applying = register(own, "Nordlicht", "DE", &json!({"website": "https://nordlicht.example", "registration_number": "HRB 1"}));
        let theirs = json!({"organisation": null, "organisation_id": applying["id"]});
        let application = submit(own, &theirs);
        let shape = |name: &str| {
            let answer = rival.post("/v1/organisations", &json!({"name": name, "country": "DE"}));
            let made = answer.expect(201);
            assert!(text(&made, "slug").starts_with("organisation-") && !text(&made, "slug").contains("licht"), "{made}");
            let members: Vec<String> = made.as_object().unwrap().keys().cloned().collect();
            (answer.status, members, text(&made, "slug").len(), answer.header("etag").len())
        };
        assert_eq!(shape("Nordlicht"), shape("Nobody has this name"));
        let refusal = |name: &str| {
            let mut problem = rival.get(&format!("/v1/organisations/{name}")).expect_problem(404, "not_found");
            problem["request_id"] = Value::Null;
            (problem, world.public.get(&format!("/organisations/{name}")).status)
        };
        for guess in ["nordlicht", "nordlicht-2", "nordlicht-1", &text(&applying, "slug"), &text(&applying, "id")] {
            assert_eq!(refusal(guess), refusal("nobody"), "{guess}");
        }

        agree(&world, &application);
        assert_eq!(slug_of(&world, &text(&applying, "id")), "nordlicht");
        assert_eq!(world.public.get("/organisations/nordlicht").status, 200);
        assert_eq!(world.public.get("/v1/organisations/nordlicht").expect(200)["id"], applying["id"]);
        world.public.get(&format!("/v1/organisations/{}", text(&applying, "slug"))).expect_problem(404, "not_found");
        patch(&world.registrar.client, "/v1/organisations/nordlicht", &json!({"name": "Other"})).expect(200);
        assert_eq!(slug_of(&world, &text(&applying, "id")), "nordlicht", "others have that address");
    }

    /// A record that has nothing published of its own is seen once what was merged into it has.
    fn a_survivor_gets_its_name_with_what_is_merged_into_it(service: Service) {
        let world = World::new(&service);
        let (one, other) = (registered(&world, "Nordwind", "DE"), registered(&world, "Nordwind AG", "DE"));
        publish(&world, &world.body.caller.client, &other);
        assert!(slug_of(&world, &one).starts_with("organisation-"));
        merge(&world, &one, &other).expect(201);
        assert_eq!(slug_of(&world, &one), "nordwind");
        assert_eq!(world.public.get("/v1/organisations/nordwind-ag").expect(200)["id"], one.as_str());
    }
}

/// Submits a certificate of this organisation, and agrees to it as the registrar.
fn publish(world: &World, client: &Client, organisation: &str) {
    // The registrar may name what the body cannot see yet.
    let theirs = json!({"organisation": null, "organisation_id": organisation, "body_id": world.body.slug});
    let id = submit(&world.registrar.client, &theirs);
    agree(world, &id);
    client.get(&format!("/v1/organisations/{organisation}")).expect(200);
}

fn slug_of(world: &World, id: &str) -> String {
    text(&world.registrar.client.get(&format!("/v1/organisations/{id}")).expect(200), "slug")
}
