//! What looks like one organisation comes to a registrar's eyes, with the reasons; what was told apart does not come
//! again.

use serde_json::{Value, json};

use super::{distinguish, merge, pairs, register, registered};
use crate::support::steps::{expect_mistakes, patch};
use crate::support::world::{World, text};
use crate::support::{Service, events, on_both_engines};

on_both_engines! {
    fn what_looks_like_one_is_listed_with_every_reason(service: Service) {
        let world = World::new(&service);
        let (registrar, body) = (&world.registrar.client, &world.body.caller.client);
        let one = register(registrar, "Nordwind Dienste GmbH", "DE", &json!({"website": "https://www.nordwind.example", "registration_number": "HRB 77"}));
        let same = register(body, "NORDWIND  Dienste", "DE", &json!({"website": "http://nordwind.example/de", "registration_number": "HRB-77"}));
        let similar = register(registrar, "Nordwind Dienst GmbH", "DE", &Value::Null);
        register(registrar, "Nordwind Dienst", "FR", &json!({"registration_number": "HRB 77"}));
        let latin = register(registrar, "東京情報", "JP", &json!({"latin_name": "Tokyo Joho"}));
        let english = register(body, "Tokyo Joho K.K.", "JP", &Value::Null);
        let different = register(registrar, "Ganz anders", "DE", &Value::Null);
        let (one_id, same_id, similar_id) = (text(&one, "id"), text(&same, "id"), text(&similar, "id"));
        let found = pairs(&world, "");
        let reasons = |first: &str, second: &str| {
            let pair = found.iter().find(|pair| pair.0 == first && pair.1 == second);
            pair.map(|pair| pair.2.join(" ")).unwrap_or_default()
        };
        assert_eq!(reasons(&one_id, &same_id), "same_registration_number same_name same_website");
        assert_eq!(reasons(&one_id, &similar_id), "similar_name");
        assert_eq!(reasons(&same_id, &similar_id), "similar_name");
        assert_eq!(reasons(&text(&latin, "id"), &text(&english, "id")), "same_latin_name");
        assert_eq!(found.len(), 5, "the fifth is Dienst in two countries: {found:?}");

        let listed = registrar.get(&format!("/v1/organisation-duplicates?organisation={}&reason=same_website", text(&same, "slug"))).expect(200);
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(1), "{listed}");
        assert_eq!(listed["items"][0]["organisations"], json!([one, same]));
        let said = text(&listed["items"][0]["reasons"][0], "detail");
        assert_eq!(said, "the same number in the register of DE: “HRB 77” and “HRB-77”");
        assert_eq!(pairs(&world, "?reason=same_name").len(), 2);
        assert_eq!(pairs(&world, &format!("?organisation={}", text(&different, "slug"))), []);
        for query in ["reason=same", "organisation=", "organisation=nobody", "organisation=0", "organisation=a%00b", "of=x"] {
            registrar.get(&format!("/v1/organisation-duplicates?{query}")).expect_problem(400, "invalid_parameter");
        }
        body.get("/v1/organisation-duplicates").expect_problem(403, "forbidden");
    }

    fn a_change_makes_pairs_come_and_go(service: Service) {
        let world = World::new(&service);
        let (one, other) = (registered(&world, "Nordwind", "DE"), registered(&world, "Südsturm", "DE"));
        assert_eq!(pairs(&world, ""), []);
        let path = format!("/v1/organisations/{other}");
        patch(&world.registrar.client, &path, &json!({"name": "Nordwind AG"})).expect(200);
        assert_eq!(pairs(&world, ""), [(one.clone(), other.clone(), vec!["same_name".to_owned()])]);
        patch(&world.registrar.client, &path, &json!({"name": "Südsturm", "website": "https://wind.example"})).expect(200);
        assert_eq!(pairs(&world, ""), []);
        patch(&world.registrar.client, &format!("/v1/organisations/{one}"), &json!({"website": "https://www.wind.example/"})).expect(200);
        assert_eq!(pairs(&world, ""), [(one, other, vec!["same_website".to_owned()])]);
    }

    fn what_was_told_apart_does_not_come_again(service: Service) {
        let world = World::new(&service);
        let (one, other, third) =
            (registered(&world, "Nordwind", "DE"), registered(&world, "Nordwind AG", "DE"), registered(&world, "Nordwind", "DE"));
        assert_eq!(pairs(&world, "").len(), 3);
        let told = distinguish(&world, &other, &one).expect(201);
        assert_eq!(told["organisation_ids"], json!([one, other]), "the older one in front");
        assert_eq!(pairs(&world, "").len(), 2);
        for changes in [json!({"name": "NORDWIND"}), json!({"website": "https://wind.example"})] {
            for id in [&one, &other] {
                patch(&world.registrar.client, &format!("/v1/organisations/{id}"), &changes).expect(200);
            }
        }
        assert_eq!(pairs(&world, "").len(), 2, "whatever becomes of them");
        let again = distinguish(&world, &one, &other);
        let words = text(&again.expect_problem(409, "organisation_conflict"), "detail");
        assert!(words.contains("Mother and daughter."), "{words}");
        let refused = merge(&world, &one, &other);
        let words = text(&refused.expect_problem(409, "organisation_conflict"), "detail");
        assert!(words.contains("Mother and daughter.") && words.contains("overrules_distinction"), "{words}");

        merge(&world, &third, &other).expect(201);
        assert_eq!(pairs(&world, ""), [], "what one of its records is not, the organisation is not");
        merge(&world, &one, &third).expect_problem(409, "organisation_conflict");
        let list = world.registrar.client.get("/v1/organisation-distinctions").expect(200);
        assert_eq!(list["items"], json!([told]));
        let overruled = json!({"duplicate_id": third, "reason": "They have merged.", "overrules_distinction": true});
        world.registrar.client.post(&format!("/v1/organisations/{one}/merges"), &overruled).expect(201);
        assert_eq!(world.registrar.client.get("/v1/organisation-distinctions").expect(200)["items"], json!([]));
        let known = events::subjects(&events::all(&world.registrar.client), "organisations_distinguished");
        assert_eq!(known.values().sum::<usize>(), 1);
    }

    fn impossible_distinctions_are_refused(service: Service) {
        let world = World::new(&service);
        let (one, other) = (registered(&world, "Nordwind", "DE"), registered(&world, "Nordwind AG", "DE"));
        distinguish(&world, &one, &one).expect_problem(409, "organisation_conflict");
        merge(&world, &one, &other).expect(201);
        distinguish(&world, &one, &other).expect_problem(409, "organisation_conflict");
        distinguish(&world, &one, "nobody").expect_problem(404, "not_found");
        let post = |body: Value| world.registrar.client.post("/v1/organisation-distinctions", &body);
        expect_mistakes(&post(json!({})), &[("/organisation_ids", "required"), ("/reason", "required")]);
        expect_mistakes(&post(json!({"organisation_ids": [one], "reason": ""})), &[("/organisation_ids", "wrong_length"), ("/reason", "empty")]);
        expect_mistakes(&post(json!({"organisation_ids": [one, 7], "reason": "x"})), &[("/organisation_ids/1", "wrong_type")]);
        expect_mistakes(&post(json!({"organisation_ids": null, "reason": "x"})), &[("/organisation_ids", "required")]);
    }

    /// However many share a name, the pairs are bounded, and merging brings the rest to light.
    fn a_name_that_many_share_stays_bounded(service: Service) {
        let world = World::new(&service);
        let ids: Vec<String> = (0..55).map(|_| registered(&world, "Nordwind", "DE")).collect();
        let of = |id: &str| events::all_items(&world.registrar.client, &format!("/v1/organisation-duplicates?organisation={id}"));
        assert_eq!(of(&ids[54]).len(), 50);
        for id in &ids[1..53] {
            merge(&world, &ids[0], id).expect(201);
        }
        let left = pairs(&world, "");
        assert_eq!(left.len(), 2, "the two others look like the one that stays: {left:?}");
    }
}
