//! The monthly word of bodies that their certificates are on record as they are.

use serde_json::{Value, json};

use crate::support::organisation_certificates::{change, published, read, transfer};
use crate::support::sql::Sql;
use crate::support::steps::{change_body, day, expect_mistakes};
use crate::support::world::{World, text};
use crate::support::{Service, events, on_both_engines};

const PATH: &str = "/v1/organisation-certificate-confirmations";
const FILES: &str = "/v1/organisation-certificate-confirmation-files";

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

    fn a_body_confirms_by_the_numbers_of_a_file(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let one = published(&world, &json!({"number": "A-1/2026", "expires_on": day(900)}));
        let two = published(&world, &json!({"number": "A-2", "expires_on": day(900), "confidential": true}));
        published(&world, &json!({"number": "OVER"}));
        let gone = published(&world, &json!({"number": "GONE", "expires_on": day(900)}));
        transfer(&world, &gone, &world.other_body.slug, "B-1", &day(-5)).expect(201);
        let send = |query: &str, kind: &str, file: &str| own.send("POST", &format!("{FILES}{query}"), &[("content-type", kind)], file.as_bytes());
        let table = "Certificate No\r\na1 2026\r\nA-2\r\nA-2\r\nOVER\r\nGONE\r\nnobody\r\n";
        let rehearsed = send("?dry_run=true", "text/csv", table).expect(200);
        assert_eq!((&rehearsed["confirmed"], &rehearsed["rows"][0]["id"]), (&json!(2), &json!(one)));
        assert_eq!(read(own, &one, "")["last_confirmed_on"], Value::Null);
        let told = send("", "text/csv", table).expect(201);
        let outcomes: Vec<_> = told["rows"].as_array().unwrap().iter().map(|row| text(row, "outcome")).collect();
        assert_eq!(outcomes, ["confirmed", "confirmed", "unchanged", "refused", "refused", "refused"]);
        for (row, words) in [(3, "not valid on"), (4, "another body answers on"), (5, "no published certificate of the body")] {
            let error = &told["rows"][row]["errors"][0];
            assert_eq!((&error["column"], &error["code"]), (&json!("Certificate No"), &json!("unknown_reference")));
            assert!(text(error, "detail").contains(words), "{words}: {error}");
        }
        assert_eq!((&told["understood"][0]["column"], &told["confirmed_on"]), (&json!("number"), &json!(day(0))));
        for id in [&one, &two] {
            assert_eq!(read(own, id, "")["last_confirmed_on"], day(0));
        }
        let confirmed = || events::all(own).iter().filter(|event| event["kind"] == "organisation_certificates_confirmed").count();
        assert_eq!(confirmed(), 1);
        assert_eq!(send("", "application/json", r#"[{"number": "A-2"}, {"number": 2}, {}]"#).expect(200)["refused"], 2);
        assert_eq!(confirmed(), 1, "nothing was new");
        expect_mistakes(&send(&format!("?confirmed_on={}", day(3)), "text/csv", table), &[("/confirmed_on", "in_the_future")]);
        send("", "text/csv", "organisation\nX\n").expect_problem(422, "invalid_file");
        let named = format!("{FILES}?body={}", world.other_body.slug);
        let registrar = &world.registrar.client;
        let by_registrar = |path: &str| registrar.send("POST", path, &[("content-type", "application/json")], br#"[{"number": "b1"}]"#);
        assert_eq!(by_registrar(&named).expect(201)["rows"][0]["id"], json!(gone));
        expect_mistakes(&by_registrar(FILES), &[("/body", "required")]);
    }

    fn the_word_of_another_body_or_of_a_later_day_is_not_told(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let id = published(&world, &json!({"expires_on": day(900)}));
        for on in [day(-60), day(-30)] {
            own.post(PATH, &json!({"confirmed_on": on})).expect(201);
        }
        let last = |query: &str| read(&world.public, &id, query)["last_confirmed_on"].clone();
        assert_eq!((last(""), last(&format!("?on={}", day(-40))), last(&format!("?on={}", day(-61)))), (json!(day(-30)), json!(day(-60)), Value::Null));
        transfer(&world, &id, &world.other_body.slug, "B-1", &day(-5)).expect(201);
        assert_eq!((last(""), last(&format!("?on={}", day(-6)))), (Value::Null, json!(day(-30))));
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
