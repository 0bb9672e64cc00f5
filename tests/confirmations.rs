//! The monthly word of bodies that their certificates are on record as they are.

use serde_json::{Value, json};

use crate::support::organisation_certificates::{change, published, read, transfer};
use crate::support::sql::Sql;
use crate::support::steps::{change_body, day, expect_mistakes};
use crate::support::world::{World, text};
use crate::support::{Service, events, on_both_engines};

const PATH: &str = "/v1/organisation-certificate-confirmations";

fn overdue(world: &World) -> Vec<Value> {
    let listed = world.registrar.client.get("/v1/attention?kind=overdue_confirmation").expect(200);
    let items = listed["items"].as_array().unwrap().iter();
    items.filter(|item| item["kind"] == "overdue_confirmation").cloned().collect()
}

/// Has everything been published so many days ago.
fn age(service: &Service, days: i64) {
    let at = day(-days);
    Sql::of(service).script(&format!("UPDATE organisation_certificates SET published_at = '{at} 00:00:00'"));
}

on_both_engines! {
    fn a_body_confirms_what_it_answers_for_and_whoever_looks_is_told(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let [one, two, gone] = [(); 3].map(|()| published(&world, &json!({"expires_on": day(900)})));
        let over = published(&world, &json!({}));
        transfer(&world, &gone, &world.other_body.slug, "B-1", &day(-5)).expect(201);
        let told = own.post(PATH, &json!({})).expect(201);
        let mut ids: Vec<_> = told["certificate_ids"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect();
        ids.sort_unstable();
        assert_eq!((ids, &told["confirmed_on"]), (vec![one.clone(), two.clone()], &json!(day(0))));
        assert_eq!(read(&world.public, &one, "")["last_confirmed_on"], day(0));
        assert_eq!(read(&world.public, &over, "")["last_confirmed_on"], Value::Null);
        own.post(PATH, &json!({})).expect(201);
        own.post(PATH, &json!({"certificate_ids": [one], "confirmed_on": day(-3)})).expect(201);
        assert_eq!(read(&world.public, &one, "")["last_confirmed_on"], day(0), "the latest day counts");
        expect_mistakes(&own.post(PATH, &json!({"certificate_ids": [one, gone, "x"]})), &[
            ("/certificate_ids/1", "unknown_reference"), ("/certificate_ids/2", "unknown_reference"),
        ]);
        expect_mistakes(&own.post(PATH, &json!({"confirmed_on": day(3)})), &[("/confirmed_on", "in_the_future")]);
        expect_mistakes(&own.post(PATH, &json!({"body_id": world.other_body.slug})), &[("/body_id", "not_allowed")]);
        expect_mistakes(&world.registrar.client.post(PATH, &json!({})), &[("/body_id", "required")]);
        world.employer.client.post(PATH, &json!({})).expect_problem(403, "forbidden");
        let told = world.registrar.client.post(PATH, &json!({"body_id": world.other_body.slug})).expect(201);
        assert_eq!(told["certificate_ids"], json!([gone]));
        let number = text(&read(&world.public, &two, ""), "number");
        let verified = world.public.get(&format!("/v1/organisation-verifications?number={number}")).expect(200);
        assert_eq!(verified["certificate"]["last_confirmed_on"], day(0));
        let page = world.public.get(&format!("/o/{}", text(&read(&world.public, &two, ""), "register_number"))).text();
        assert!(page.contains("Last confirmed by the body"), "{page}");
        let event = events::all(own).into_iter().rfind(|event| event["kind"] == "organisation_certificates_confirmed").unwrap();
        assert_eq!(event["data"], json!({"confirmed_on": day(-3), "certificates": 1}));
    }

    fn what_is_overdue_needs_a_registrar(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let one = published(&world, &json!({"expires_on": day(900)}));
        let two = published(&world, &json!({"expires_on": day(900)}));
        published(&world, &json!({}));
        assert_eq!(overdue(&world), [] as [Value; 0], "a month has not gone by");
        age(&service, 40);
        let [item] = &overdue(&world)[..] else { panic!("{:?}", overdue(&world)) };
        assert_eq!(item["body"]["slug"], world.body.slug);
        assert_eq!(item["organisation_certificate_ids"].as_array().unwrap().len(), 2, "{item}");
        assert!(text(item, "summary").contains(&format!("has not confirmed 2 of its organisation certificates since {}", day(-40))), "{item}");
        own.post(PATH, &json!({"certificate_ids": [one], "confirmed_on": day(-20)})).expect(201);
        assert_eq!(overdue(&world)[0]["organisation_certificate_ids"], json!([two]));
        change(&world, &two, "withdrawals", &day(0), None).expect(201);
        assert_eq!(overdue(&world), [] as [Value; 0]);
        own.post(PATH, &json!({"confirmed_on": day(-39)})).expect(201);
        assert_eq!(overdue(&world), [] as [Value; 0], "the latest day counts");
        change_body(&world, &world.body.slug, "suspensions", &day(0)).expect(201);
        own.post(PATH, &json!({})).expect_problem(403, "body_not_listed_today");
    }
}
