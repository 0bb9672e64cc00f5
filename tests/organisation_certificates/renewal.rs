//! Renewals: a new application that names the certificate that it renews.

use serde_json::{Value, json};

use crate::support::organisation_certificates::{
    PATH, agree, application, change, disagree, history, published, read, step, submit, transfer,
};
use crate::support::steps::{expect_mistakes, mistakes, patch};
use crate::support::world::{World, text};
use crate::support::{Service, events, on_both_engines};

/// A request that renews a certificate from 2023-05-01 on, for the same organisation, with `changes`.
fn renewal(world: &World, id: &str, changes: &Value) -> Value {
    let organisation = read(&world.public, id, "")["organisation"]["id"].clone();
    let mut usual = json!({
        "organisation": null,
        "organisation_id": organisation,
        "issued_on": "2023-05-01",
        "expires_on": "2026-04-30",
        "renews_id": id,
    });
    for (name, value) in changes.as_object().unwrap() {
        usual[name] = value.clone();
    }
    application(&usual)
}

on_both_engines! {
    fn a_new_application_names_what_it_follows(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let first = application(&json!({"number": "F-1"}));
        let withdrawn = text(&own.post(PATH, &first).expect(201), "id");
        let mut again = first.clone();
        again["follows_id"] = json!(withdrawn);
        expect_mistakes(&own.post(PATH, &again), &[("/follows_id", "not_over")]);
        step(own, &withdrawn, "application-withdrawals", &json!({"reason": "A mistake."})).expect(201);
        let told = own.post(PATH, &again).expect(201);
        assert_eq!((&told["follows_id"], &told["organisation"]["id"]), (&json!(withdrawn), &read(own, &withdrawn, "")["organisation"]["id"]));
        assert_eq!(own.post(PATH, &again).expect(200), told, "the same again");
        own.post(PATH, &first).expect_problem(409, "duplicate");
        for (changes, code) in [
            (json!({"follows_id": "x"}), "unknown_reference"),
            (json!({"follows_id": withdrawn}), "other_organisation"),
            (json!({"follows_id": withdrawn, "organisation": null, "organisation_id": text(&read(own, &submit(own, &json!({})), "")["organisation"], "id")}), "other_organisation"),
        ] {
            expect_mistakes(&own.post(PATH, &application(&changes)), &[("/follows_id", code)]);
        }
        let other = &world.other_body.caller.client;
        let mut theirs = again.clone();
        theirs["number"] = json!("T-1");
        expect_mistakes(&other.post(PATH, &theirs), &[("/follows_id", "unknown_reference")]);
        // Whoever certifies the organisation anew names the certificate that is over.
        let over = published(&world, &json!({"number": "F-2"}));
        theirs["organisation"] = json!({"name": read(other, &over, "")["organisation"]["name"], "country": "NL"});
        theirs["follows_id"] = json!(over);
        expect_mistakes(&other.post(PATH, &theirs), &[("/follows_id", "not_over")]);
        (theirs["issued_on"], theirs["expires_on"]) = (json!("2024-05-01"), json!("2027-04-30"));
        let id = text(&other.post(PATH, &theirs).expect(201), "id");
        assert_eq!(read(&world.registrar.client, &id, "")["follows_id"], json!(over));
        agree(&world, &id);
        assert_eq!(read(&world.public, &id, "")["follows_id"], Value::Null);
    }

    fn a_renewal_is_an_application_of_its_own(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let first = published(&world, &json!({"number": "A-1"}));
        let request = renewal(&world, &first, &json!({"number": "A-2"}));
        let submitted = client.post(PATH, &request).expect(201);
        let second = text(&submitted, "id");
        assert_eq!(submitted["renews_id"], first);
        assert_eq!(read(client, &first, "")["renewed_by_id"], Value::Null, "not before it is published");
        assert_eq!(client.post(PATH, &request).expect(200)["id"], second, "the same again");
        let twice = client.post(PATH, &renewal(&world, &first, &json!({"number": "A-3"})));
        twice.expect_problem(409, "duplicate");
        assert_eq!(mistakes(&twice), [("/renews_id".to_owned(), "duplicate".to_owned())]);
        disagree(&world, &second, "Better.").expect(201);
        step(client, &second, "application-withdrawals", &json!({"reason": "A slip."})).expect(201);

        let third = text(&client.post(PATH, &renewal(&world, &first, &json!({"number": "A-3"}))).expect(201), "id");
        agree(&world, &third);
        assert_eq!(read(&world.public, &first, "")["renewed_by_id"], third);
        assert_eq!(read(&world.public, &third, "")["renews_id"], first);
    }

    fn a_new_organisation_of_that_very_name_is_the_one_that_is_renewed(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let organisation = json!({"name": "Ivy Hosting", "country": "NL"});
        let first = published(&world, &json!({"organisation": organisation}));
        let described = json!({"organisation": organisation, "organisation_id": null});
        let submitted = client.post(PATH, &renewal(&world, &first, &described)).expect(201);
        assert_eq!(submitted["organisation"], read(&world.public, &first, "")["organisation"]);
        let another = json!({"organisation": {"name": "Ivy Storage", "country": "NL"}, "organisation_id": null});
        let refused = client.post(PATH, &renewal(&world, &first, &another));
        expect_mistakes(&refused, &[("/renews_id", "other_organisation")]);
        assert!(refused.text().contains("ivy-hosting"), "{refused}");
    }

    fn a_renewal_sent_again_is_the_first_one_also_when_the_organisation_was_corrected(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let first = published(&world, &json!({"organisation": {"name": "Ivy Hosting", "country": "NL"}}));
        let path = format!("/v1/organisations/{}", text(&read(client, &first, "")["organisation"], "id"));
        patch(&world.registrar.client, &path, &json!({"name": "Ivy Storage"})).expect(200);
        let described = json!({"organisation": {"name": "Ivy Storage", "country": "NL"}, "organisation_id": null, "number": "R-1"});
        let request = renewal(&world, &first, &described);
        let second = client.post(PATH, &request).expect(201);
        patch(&world.registrar.client, &path, &json!({"name": "Ivy Services"})).expect(200);
        assert_eq!(client.post(PATH, &request).expect(200)["id"], second["id"]);
        let mut another = request.clone();
        another["number"] = json!("R-2");
        expect_mistakes(&client.post(PATH, &another), &[("/renews_id", "other_organisation")]);
    }

    fn a_body_renews_its_own_later_and_not_what_was_withdrawn(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let first = published(&world, &json!({}));
        let elsewhere = published(&world, &json!({}));
        let other_organisation = read(&world.public, &elsewhere, "")["organisation"]["slug"].clone();
        for (changes, mistake) in [
            (json!({"issued_on": "2020-05-01"}), ("/renews_id", "not_earlier")),
            (json!({"organisation_id": other_organisation}), ("/renews_id", "other_organisation")),
            (json!({"renews_id": "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00"}), ("/renews_id", "unknown_reference")),
        ] {
            expect_mistakes(&client.post(PATH, &renewal(&world, &first, &changes)), &[mistake]);
        }
        let theirs = world.other_body.caller.client.post(PATH, &renewal(&world, &first, &json!({})));
        expect_mistakes(&theirs, &[("/renews_id", "not_allowed")]);
        transfer(&world, &first, &world.other_body.id, "B-1", "2022-01-01").expect(201);
        let former = client.post(PATH, &renewal(&world, &first, &json!({})));
        expect_mistakes(&former, &[("/renews_id", "not_allowed")]);
        let new = world.other_body.caller.client.post(PATH, &renewal(&world, &first, &json!({}))).expect(201);
        assert_eq!(new["renews_id"], first);

        change(&world, &elsewhere, "withdrawals", "2022-01-01", None).expect(201);
        let problem = client.post(PATH, &renewal(&world, &elsewhere, &json!({}))).expect_problem(409, "status_conflict");
        assert!(text(&problem, "detail").contains("withdrawn"), "{problem}");
        let pending = text(&client.post(PATH, &application(&json!({}))).expect(201), "id");
        let unpublished = application(&json!({"renews_id": pending}));
        expect_mistakes(&client.post(PATH, &unpublished), &[("/renews_id", "unknown_reference")]);
    }

    fn what_cannot_be_renewed_any_more_is_not_agreed_to(service: Service) {
        let world = World::new(&service);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let [withdrawn, transferred, suspended] = [(); 3].map(|()| published(&world, &json!({})));
        // Two records of one organisation, as it is thought for a while.
        let twin = json!({"organisation": {"name": "Ivy Hosting", "country": "NL"}});
        let [stays, separated] = [(); 2].map(|()| published(&world, &twin));
        let of = |id: &str| text(&read(&world.public, id, "")["organisation"], "id");
        let (survivor, duplicate) = (of(&stays), of(&separated));
        let merge = json!({"duplicate_id": duplicate, "reason": "One entry."});
        registrar.post(&format!("/v1/organisations/{survivor}/merges"), &merge).expect(201);
        let submit = |id: &String| text(&client.post(PATH, &renewal(&world, id, &json!({}))).expect(201), "id");
        let renewals = [&withdrawn, &transferred, &separated].map(submit);
        let unhindered = [&suspended, &stays].map(submit);

        change(&world, &withdrawn, "withdrawals", "2022-03-01", None).expect(201);
        transfer(&world, &transferred, &world.other_body.id, "B-1", "2023-04-30").expect(201);
        let apart = json!({"reason": "Two entries."});
        registrar.post(&format!("/v1/organisations/{duplicate}/separations"), &apart).expect(201);
        change(&world, &suspended, "suspensions", "2022-03-01", None).expect(201);
        let reasons = ["is withdrawn on 2023-05-01", "on 2023-05-01 another body", "of another organisation"];
        for (id, words) in renewals.iter().zip(reasons) {
            let before = (read(registrar, id, ""), history(registrar, id), events::all(registrar).len());
            let agreed = step(registrar, id, "scope-reviews", &json!({"agreed": true}));
            let detail = text(&agreed.expect_problem(409, "status_conflict"), "detail");
            assert!(detail.contains(words) && detail.contains("nothing was changed"), "{detail}");
            assert_eq!((read(registrar, id, ""), history(registrar, id), events::all(registrar).len()), before);
            world.public.get(&format!("{PATH}/{id}")).expect_problem(404, "not_found");
            assert_eq!(disagree(&world, id, "It cannot be renewed.").expect(201)["state"], "returned");
        }
        for id in &unhindered {
            agree(&world, id);
        }
    }
}
