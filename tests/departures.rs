//! Bodies that left, and the editions for which bodies are approved: what becomes of the certificates of organisations.

use serde_json::{Value, json};

use crate::support::organisation_certificates::{
    PATH, agree, application, change, history, published, read, submit, transfer,
};
use crate::support::steps::{change_body, day, expect_mistakes};
use crate::support::world::{World, text};
use crate::support::{Service, events, on_both_engines};

fn status_on(world: &World, id: &str, on: &str) -> String {
    text(&read(&world.public, id, &format!("?on={on}")), "status")
}

fn turns(told: &Value) -> Vec<String> {
    let items = told["turns"].as_array().unwrap();
    items.iter().map(|turn| format!("{} {}", text(turn, "on"), text(turn, "what"))).collect()
}

fn found(world: &World, status: &str, on: &str) -> Vec<String> {
    let ids =
        |listed: &Value| listed["items"].as_array().unwrap().iter().map(|one| text(one, "id")).collect::<Vec<_>>();
    let listed = world.public.get(&format!("{PATH}?status={status}&on={on}")).expect(200);
    let by_organisation = world.public.get(&format!("/v1/organisations?status={status}&on={on}")).expect(200);
    let own: Vec<_> = by_organisation["items"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|one| ids(&json!({"items": one["certificates"]})))
        .collect();
    let (mut ids, mut own) = (ids(&listed), own);
    ids.sort_unstable();
    own.sort_unstable();
    assert_eq!(ids, own, "list and directory say the same of {status} on {on}");
    ids
}

fn attention(world: &World) -> Vec<Value> {
    let listed = world.registrar.client.get("/v1/attention?kind=issuer_withdrawn").expect(200);
    let items = listed["items"].as_array().unwrap().iter();
    items.filter(|item| item["kind"] == "issuer_withdrawn").cloned().collect()
}

on_both_engines! {
    fn organisations_are_told_what_to_do_once_their_body_left(service: Service) {
        let world = World::new(&service);
        let [one, suspended] = [(); 2].map(|()| published(&world, &json!({"expires_on": day(900)})));
        let secret = published(&world, &json!({"expires_on": day(900), "confidential": true}));
        let over = published(&world, &json!({}));
        change(&world, &suspended, "suspensions", &day(-1), None).expect(201);
        let page = format!("/bodies/{}/transfer", world.body.slug);
        assert_eq!(world.public.get(&page).status, 404, "it has not left");
        change_body(&world, &world.body.slug, "withdrawals", &day(-10)).expect(201);
        let names = [&one, &suspended, &secret, &over].map(|id| text(&read(&world.registrar.client, id, "")["organisation"], "name"));
        let told = world.public.get(&page).text();
        for (name, is_told) in names.iter().zip([true, true, false, false]) {
            assert_eq!(told.contains(&format!("<bdi>{name}</bdi>")), is_told, "{name}: {told}");
        }
        for words in ["What to do", "IAF MD 2", "Approved bodies", &format!("href=\"/bodies/{}\"", world.other_body.slug)] {
            assert!(told.contains(words), "{words}: {told}");
        }
        for from in [format!("/bodies/{}", world.body.slug), format!("/o/{}", text(&read(&world.public, &one, ""), "register_number"))] {
            assert!(world.public.get(&from).text().contains(&format!("href=\"{page}\"")), "{from}");
        }
        for language in ["de", "fr", "es", "ja"] {
            assert_eq!(world.public.get(&format!("{page}?lang={language}")).status, 200);
        }
        transfer(&world, &one, &world.other_body.slug, "B-1", &day(0)).expect(201);
        assert!(!world.public.get(&page).text().contains(&names[0]), "taken over");
        assert_eq!(world.public.get("/bodies/nobody/transfer").status, 404);
    }

    fn a_lapsed_one_says_no_later_day_than_that_of_its_lapse(service: Service) {
        let world = World::new(&service);
        let id = published(&world, &json!({"expires_on": "2031-03-04"}));
        change_body(&world, &world.body.slug, "withdrawals", "2022-01-15").expect(201);
        let told = read(&world.public, &id, "");
        let page = world.public.get(&format!("/o/{}", text(&told, "register_number"))).text();
        assert!(page.contains("<dd>14 July 2022</dd>") && !page.contains("4 March 2031"), "{page}");
        let organisation = world.public.get(&format!("/organisations/{}", text(&told["organisation"], "slug"))).text();
        assert!(!organisation.contains("<dd>4 March 2031</dd>"), "{organisation}");
        let late = world.public.get(&format!("/bodies/{}/transfer", world.body.slug)).text();
        assert!(late.contains("could be transferred until 14 July 2022") && !late.contains("What to do"), "{late}");
    }

    fn what_a_body_leaves_is_transferred_within_six_months_or_lapses(service: Service) {
        let world = World::new(&service);
        let long = json!({"expires_on": day(2000)});
        let [lapsing, saved, over] = [json!({}), json!({}), json!({"expires_on": "2021-12-31"})].map(|particulars| {
            let mut particulars: Value = particulars;
            if particulars.get("expires_on").is_none() {
                particulars["expires_on"] = long["expires_on"].clone();
            }
            published(&world, &particulars)
        });
        transfer(&world, &saved, &world.other_body.slug, "B-1", "2022-07-14").expect(201);
        change_body(&world, &world.body.slug, "withdrawals", "2022-01-15").expect(201);
        for (id, on, status) in [
            (&lapsing, "2022-01-14", "valid"), (&lapsing, "2022-07-14", "valid"), (&lapsing, "2022-07-15", "expired"),
            (&saved, "2022-07-15", "valid"), (&over, "2022-01-01", "expired"),
        ] {
            assert_eq!(status_on(&world, id, on), status, "{id} on {on}");
        }
        let told = |id: &str, on: &str| {
            let shown = read(&world.public, id, &format!("?on={on}"));
            (shown["issuer_withdrawn_on"].clone(), shown["transferable_until"].clone())
        };
        let left = (json!("2022-01-15"), json!("2022-07-14"));
        for (id, on, expected) in [
            (&lapsing, "2022-01-14", (Value::Null, Value::Null)), (&lapsing, "2022-01-15", left.clone()),
            (&lapsing, "2023-01-01", left.clone()), (&saved, "2022-07-13", left.clone()), (&saved, "2022-07-14", (Value::Null, Value::Null)),
            (&over, "2022-02-01", (Value::Null, Value::Null)),
        ] {
            assert_eq!(told(id, on), expected, "{id} on {on}");
        }
        assert_eq!(turns(&history(&world.public, &lapsing)), ["2020-05-01 valid", "2022-01-15 issuer_withdrawn", "2022-07-15 lapsed"]);
        assert_eq!(turns(&history(&world.public, &saved)), ["2020-05-01 valid", "2022-01-15 issuer_withdrawn", "2022-07-14 transferred"]);
        assert_eq!(history(&world.public, &lapsing)["turns"][1]["until"], "2022-07-14");
        assert_eq!(found(&world, "valid", "2022-07-14").len(), 2);
        assert_eq!(found(&world, "valid", "2022-07-15"), std::slice::from_ref(&saved));
        assert!(found(&world, "expired", "2022-07-15").contains(&lapsing));
        let problem = transfer(&world, &lapsing, &world.other_body.slug, "B-2", "2022-07-15").expect_problem(409, "status_conflict");
        assert!(text(&problem, "detail").contains("withdrawn since 2022-01-15, so that it could be transferred until 2022-07-14"), "{problem}");
        // Verification and pages tell it.
        let shown = read(&world.public, &lapsing, "");
        let number = text(&shown, "number");
        let verified = world.public.get(&format!("/v1/organisation-verifications?number={number}")).expect(200);
        assert_eq!((&verified["status"], &verified["certificate"]["issuer_withdrawn_on"]), (&json!("expired"), &left.0), "{verified}");
        let page = world.public.get(&format!("/o/{}", text(&shown, "register_number"))).text();
        assert!(page.contains("Issuer withdrawn on 15 January 2022; could be transferred to another body until 14 July 2022."), "{page}");
        assert!(page.contains("Lapsed: no other body took it over in time"), "{page}");
        let then = world.public.get(&format!("/o/{}?on=2022-03-01", text(&shown, "register_number"))).text();
        assert!(then.contains("may be transferred to another body until 14 July 2022"), "{then}");
        let organisation = world.public.get(&format!("/organisations/{}", text(&shown["organisation"], "slug"))).text();
        assert!(organisation.contains("Issuer withdrawn on 15 January 2022"), "{organisation}");
        assert!(world.public.get("/organisations?on=2022-03-01").text().contains("Issuer withdrawn on 15 January 2022"));
        let body = world.public.get(&format!("/bodies/{}", world.body.slug)).text();
        assert!(body.contains("could be transferred to another body until 14 July 2022"), "{body}");
        let event = events::all(&world.registrar.client).into_iter().rfind(|event| event["kind"] == "body_withdrawn").unwrap();
        assert_eq!((&event["data"]["transferable_until"], &event["data"]["organisation_certificates"]), (&json!("2022-07-14"), &json!(2)), "{event}");
        assert_eq!(attention(&world), [] as [Value; 0], "nobody can do anything about it any more");
    }

    fn registrars_see_what_a_body_leaves_until_it_is_taken_over(service: Service) {
        let world = World::new(&service);
        let ids = [(); 2].map(|()| published(&world, &json!({"expires_on": day(2000)})));
        let ended = published(&world, &json!({"expires_on": day(2000)}));
        change_body(&world, &world.body.slug, "withdrawals", &day(-10)).expect(201);
        change(&world, &ended, "withdrawals", &day(-5), None).expect(201);
        let [item] = &attention(&world)[..] else { panic!("{:?}", attention(&world)) };
        let until = text(&read(&world.public, &ids[0], ""), "transferable_until");
        assert_eq!((&item["since"], &item["transferable_until"], &item["body"]["slug"]), (&json!(day(-10)), &json!(until), &json!(world.body.slug)), "{item}");
        let mut left: Vec<_> = item["organisation_certificate_ids"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect();
        left.sort_unstable();
        let mut expected = ids.to_vec();
        expected.sort_unstable();
        assert_eq!(left, expected);
        assert!(text(item, "summary").contains("leaves 2 certificates of organisations: transfer each to another body by"), "{item}");
        let page = world.public.get(&format!("/bodies/{}", world.body.slug)).text();
        assert!(page.contains("may be transferred to another body until"), "{page}");
        transfer(&world, &ids[0], &world.other_body.slug, "B-1", &day(0)).expect(201);
        assert_eq!(attention(&world)[0]["organisation_certificate_ids"], json!([ids[1]]));
        change(&world, &ids[1], "withdrawals", &day(0), None).expect(201);
        assert_eq!(attention(&world), [] as [Value; 0]);
        // A body that is suspended leaves nothing.
        change_body(&world, &world.other_body.slug, "suspensions", &day(-1)).expect(201);
        assert_eq!(read(&world.public, &ids[0], "")["issuer_withdrawn_on"], Value::Null);
        assert_eq!(attention(&world), [] as [Value; 0]);
    }

    fn a_body_certifies_against_the_editions_that_it_is_approved_for(service: Service) {
        let world = World::new(&service);
        let (own, registrar) = (&world.body.caller.client, &world.registrar.client);
        let address = |slug: &str| format!("/v1/bodies/{slug}");
        let approved = |slug: &str| world.public.get(&address(slug)).expect(200)["approved_editions"].clone();
        assert_eq!(approved(&world.body.slug), json!(["2005", "2011", "2018"]), "all that there are");
        let waiting = submit(own, &json!({}));
        let approve = |slug: &str, editions: &Value| {
            let tag = world.public.get(&address(slug)).header("etag").to_owned();
            registrar.with_header("if-match", &tag).patch(&address(slug), &json!({"approved_editions": editions}))
        };
        expect_mistakes(&approve(&world.body.slug, &json!(["2018", "2019", 7])), &[("/approved_editions/2", "wrong_type")]);
        expect_mistakes(&approve(&world.body.slug, &json!(["2018", "2019"])), &[("/approved_editions/1", "unknown_edition")]);
        approve(&world.body.slug, &json!(["2011", "2005", "2011"])).expect(200);
        assert_eq!(approved(&world.body.slug), json!(["2005", "2011"]));
        let event = events::all(registrar).into_iter().rfind(|event| event["kind"] == "body_changed").unwrap();
        assert_eq!(event["data"]["changed"], json!(["approved_editions"]));
        assert!(world.public.get(&format!("/bodies/{}", world.body.slug)).text().contains("ISO/IEC 20000-1:2005, ISO/IEC 20000-1:2011"));
        let refused = own.post(PATH, &application(&json!({})));
        expect_mistakes(&refused, &[("/edition", "not_approved")]);
        assert!(refused.text().contains("is not approved for the edition 2018, only for 2005, 2011"), "{refused}");
        let agreed = registrar.post(&format!("{PATH}/{waiting}/scope-reviews"), &json!({"agreed": true}));
        let problem = agreed.expect_problem(409, "status_conflict");
        assert!(text(&problem, "detail").contains("is not approved for the edition 2018"), "{problem}");
        own.post(PATH, &application(&json!({"edition": "2011", "issued_on": "2018-01-01", "expires_on": "2020-12-31"}))).expect(201);
        approve(&world.body.slug, &json!(["2018"])).expect(200);
        agree(&world, &waiting);
        // Nor is a certificate transferred to a body that is not approved for its edition.
        approve(&world.other_body.slug, &json!([])).expect(200);
        let answer = transfer(&world, &waiting, &world.other_body.slug, "B-1", "2022-01-01");
        expect_mistakes(&answer, &[("/body_id", "not_approved")]);
        assert!(world.public.get(&format!("/bodies/{}", world.other_body.slug)).text().contains("no edition"));
    }
}
