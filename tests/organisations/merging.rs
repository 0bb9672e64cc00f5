//! Two records become one organisation, and two again.

use serde_json::{Value, json};

use super::{leads_to, merge, pairs, register, registered, separate};
use crate::support::organisation_certificates::{published, read};
use crate::support::steps::expect_mistakes;
use crate::support::world::{World, text};
use crate::support::{Service, events, on_both_engines};

on_both_engines! {
    fn a_merged_one_leads_to_the_one_that_it_is(service: Service) {
        let world = World::new(&service);
        let one = registered(&world, "Nordwind", "DE");
        let other = register(&world.body.caller.client, "Nordwind AG", "DE", &Value::Null);
        let (other_id, other_slug) = (text(&other, "id"), text(&other, "slug"));
        assert_eq!(pairs(&world, "").len(), 1);
        let answer = merge(&world, &one, &other_slug);
        assert_eq!(answer.expect(201)["id"], one.as_str());
        assert_eq!(answer.header("location"), format!("/v1/organisations/{one}"));
        for name in [one.as_str(), &other_id, &other_slug] {
            assert_eq!(leads_to(&world, name), one, "{name}");
        }
        assert_eq!(pairs(&world, ""), []);
        let seen = world.body.caller.client.get(&format!("/v1/organisations/{other_slug}")).expect(200);
        assert_eq!(seen["id"], one.as_str(), "the body that named it follows it");
        let event = events::all(&world.body.caller.client).into_iter().find(|event| event["kind"] == "organisation_merged").unwrap();
        assert_eq!((&event["subject"]["id"], &event["data"]["merged_into_id"]), (&json!(other_id), &json!(one)));

        let third = registered(&world, "Nordwind Aktiengesellschaft", "DE");
        let newcomer = registered(&world, "Nord-Wind AG", "DE");
        let found = pairs(&world, "");
        assert_eq!(found, [(one.clone(), newcomer.clone(), vec!["same_name".to_owned()])], "{third}");

        assert_eq!(separate(&world, &other_slug).expect(201)["id"], other_id.as_str());
        assert_eq!(leads_to(&world, &other_slug), other_id);
        assert_eq!(pairs(&world, "").len(), 3, "all three look alike again");
        let list = world.registrar.client.get(&format!("/v1/organisations/{one}/merges")).expect(200);
        let told: Vec<_> = list["items"].as_array().unwrap().iter().map(|item| (text(item, "kind"), text(item, "reason"))).collect();
        let pair = |kind: &str, reason: &str| (kind.to_owned(), reason.to_owned());
        assert_eq!(told, [pair("merge", "The register has one entry."), pair("separation", "The register has two entries.")]);
        assert_eq!(list["items"][0]["duplicate"]["slug"], other_slug.as_str());
    }

    fn certificates_are_shown_with_the_one_that_stays(service: Service) {
        let world = World::new(&service);
        let certificate = published(&world, &json!({"organisation": {"name": "Nordwind AG", "country": "DE"}}));
        let duplicate = text(&read(&world.public, &certificate, "")["organisation"], "id");
        let one = registered(&world, "Nordwind", "DE");
        world.public.get(&format!("/v1/organisations/{one}")).expect_problem(404, "not_found");
        merge(&world, &one, &duplicate).expect(201);
        assert_eq!(read(&world.public, &certificate, "")["organisation"]["id"], one.as_str());
        assert_eq!(world.public.get(&format!("/v1/organisations/{duplicate}")).expect(200)["id"], one.as_str(), "public by its duplicate's certificate");
        separate(&world, &duplicate).expect(201);
        assert_eq!(read(&world.public, &certificate, "")["organisation"]["id"], duplicate.as_str());
        world.public.get(&format!("/v1/organisations/{one}")).expect_problem(404, "not_found");
    }

    fn a_chain_of_merges_ends_at_the_one_that_stays_and_is_taken_apart_where_it_was_joined(service: Service) {
        let world = World::new(&service);
        let [a, b, c, d] = ["Ahorn", "Birke", "Zeder", "Dattel"].map(|name| registered(&world, name, "DE"));
        merge(&world, &b, &a).expect(201);
        merge(&world, &c, &b).expect(201);
        merge(&world, &d, &c).expect(201);
        for id in [&a, &b, &c] {
            assert_eq!(leads_to(&world, id), d);
        }
        assert_eq!(world.registrar.client.get(&format!("/v1/organisations/{a}/merges")).expect(200)["items"].as_array().map(Vec::len), Some(3));
        assert_eq!(separate(&world, &b).expect(201)["id"], b.as_str());
        assert_eq!((leads_to(&world, &a), leads_to(&world, &b)), (b.clone(), b.clone()), "with what was merged into it");
        assert_eq!((leads_to(&world, &c), leads_to(&world, &d)), (d.clone(), d.clone()));
        separate(&world, &a).expect(201);
        assert_eq!(leads_to(&world, &a), a);
        merge(&world, &d, &a).expect(201);
        merge(&world, &d, &b).expect(201);
        separate(&world, &b).expect(201);
        assert_eq!(leads_to(&world, &a), d, "it was merged into that one itself, the last time");
    }

    fn what_contradicts_the_record_is_refused_and_changes_nothing(service: Service) {
        let world = World::new(&service);
        let [one, other, third] = ["Ahorn", "Birke", "Zeder"].map(|name| registered(&world, name, "DE"));
        let slug = |id: &str| text(&world.registrar.client.get(&format!("/v1/organisations/{id}")).expect(200), "slug");
        let (ahorn, birke) = (slug(&one), slug(&other));
        merge(&world, &one, &one).expect_problem(409, "organisation_conflict");
        separate(&world, &one).expect_problem(409, "organisation_conflict");
        merge(&world, &one, &other).expect(201);
        let before = events::all(&world.registrar.client).len();
        let again = merge(&world, &third, &other);
        let words = text(&again.expect_problem(409, "organisation_conflict"), "detail");
        assert_eq!(words, format!("`{birke}` was found to be a duplicate of `{ahorn}` before; separate it first, if that was wrong"));
        let into = merge(&world, &birke, &third);
        let words = text(&into.expect_problem(409, "organisation_conflict"), "detail");
        assert_eq!(words, format!("`{birke}` was found to be a duplicate of `{ahorn}` before; merge into that one"));
        merge(&world, &one, &birke).expect_problem(409, "organisation_conflict");
        merge(&world, "nobody", &third).expect_problem(404, "not_found");
        let missing = merge(&world, &one, "nobody");
        missing.expect_problem(404, "not_found");
        assert_eq!(missing.pointers(), ["/duplicate_id"]);
        separate(&world, "nobody").expect_problem(404, "not_found");
        let path = format!("/v1/organisations/{one}/merges");
        expect_mistakes(&world.registrar.client.post(&path, &json!({"reason": " ", "overrules_distinction": 1})), &[
            ("/duplicate_id", "required"), ("/reason", "empty"), ("/overrules_distinction", "wrong_type"),
        ]);
        for client in [&world.body.caller.client, &world.employer.client] {
            client.post(&path, &json!({"duplicate_id": third, "reason": "Mine."})).expect_problem(403, "forbidden");
            client.get(&path).expect_problem(403, "forbidden");
        }
        assert_eq!(events::all(&world.registrar.client).len(), before);
        assert_eq!(leads_to(&world, &birke), one);
    }
}
