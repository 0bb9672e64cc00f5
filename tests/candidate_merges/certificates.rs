//! Certificates of what was merged: the name, the consent, the signed file, and two of one qualification.

use serde_json::{Value, json};
use touchstone::registry::holder_links;

use super::{Person, merge, person, read, separate};
use crate::support::credentials::{found, jws, verified};
use crate::support::holder_links::{issue, open};
use crate::support::steps::{certificate_of, each, patch, verification};
use crate::support::world::{World, text};
use crate::support::{Service, events, on_both_engines, registry};

/// A holder of Foundation since this day: the record, the result and the certificate's number.
fn holder(world: &World, family_name: &str, sat_on: &str, more: &Value) -> (Person, Value, String) {
    let own = &world.body.caller.client;
    let holder = person(own, "Ada", family_name, more);
    let result = world.submit_result(own, &holder.id, "foundation", sat_on, 33).expect(201);
    let number = certificate_of(&result);
    (holder, result, number)
}

/// How names compare with a certificate's holder's.
fn compared(world: &World, number: &str, names: &[&str]) -> Vec<Value> {
    let ask = |name: &&str| verification(world, number, &format!("?family_name={name}"))["name_matches"].clone();
    names.iter().map(ask).collect()
}

on_both_engines! {
    fn a_certificate_names_the_candidate_and_what_was_printed_stays_true(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let (kept, _, other) = holder(&world, "Ahorn", "2014-06-01", &json!({}));
        let (merged, _, number) = holder(&world, "Birke", "2015-06-01", &json!({}));
        let earlier = jws(own, &number);
        let untouched = jws(own, &other);
        merge(&world, &kept.id, &merged.id).expect(201);
        for number in [&number, &other] {
            assert_eq!(compared(&world, number, &["Ahorn", "Birke", "Zeder"]), [json!(true), json!("earlier_name"), json!(false)], "{number}");
            assert_eq!(verification(&world, number, "")["status"], "valid");
        }
        assert_eq!(found(&world, earlier.as_bytes()), ("replaced".to_owned(), false, Some("valid".to_owned())));
        assert_eq!(found(&world, untouched.as_bytes()).0, "genuine");
        let anew = jws(own, &number);
        assert_eq!(verified(&world, &anew).unwrap().holder, "Ada Ahorn");
        // Another name of the candidate is another name on the certificates of both.
        patch(&world.registrar.client, &format!("/v1/candidates/{}", kept.id), &json!({"family_name": "Ahornberg"})).expect(200);
        assert_eq!([&anew, &untouched].map(|file| found(&world, file.as_bytes()).0), ["replaced", "replaced"]);
        assert_eq!(compared(&world, &number, &["Ahornberg", "Ahorn", "Birke"]), [json!(true), json!("earlier_name"), json!("earlier_name")]);
        let during = jws(own, &number);
        separate(&world, &merged.id).expect(201);
        assert_eq!(compared(&world, &number, &["Birke", "Ahorn", "Ahornberg"]), [json!(true), json!(false), json!(false)]);
        assert_eq!(compared(&world, &other, &["Ahornberg", "Ahorn", "Birke"]), [json!(true), json!("earlier_name"), json!(false)]);
        assert_eq!(found(&world, during.as_bytes()).0, "replaced");
        assert_eq!(verified(&world, &jws(own, &number)).unwrap().holder, "Ada Birke");
    }

    fn of_one_name_no_credential_is_replaced(service: Service) {
        let world = World::new(&service);
        let (kept, ..) = holder(&world, "Ahorn", "2014-06-01", &json!({}));
        let (merged, _, number) = holder(&world, "Ahorn", "2015-06-01", &json!({}));
        let file = jws(&world.body.caller.client, &number);
        merge(&world, &kept.id, &merged.id).expect(201);
        separate(&world, &merged.id).expect(201);
        assert_eq!(found(&world, file.as_bytes()).0, "genuine");
    }

    /// Whoever is shown has agreed in both records.
    fn of_two_consents_the_stricter_holds(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        for (place, (kept_listed, merged_listed)) in [(true, true), (true, false), (false, true), (false, false)].into_iter().enumerate() {
            let (kept, _, other) = holder(&world, &format!("Ahorn {place}"), "2014-06-01", &json!({"listed": kept_listed}));
            let (merged, _, number) = holder(&world, &format!("Birke {place}"), "2015-06-01", &json!({"listed": merged_listed}));
            let shown = |number: &str| verification(&world, number, "")["holder"]["family_name"].clone();
            let survivor = merge(&world, &kept.id, &merged.id).expect(201);
            let both = kept_listed && merged_listed;
            let name = if both { json!(format!("Ahorn {place}")) } else { Value::Null };
            assert_eq!((shown(&number), shown(&other)), (name.clone(), name), "{kept_listed} {merged_listed}");
            assert_eq!(survivor["listed"], both);
            patch(own, &format!("/v1/candidates/{}", kept.id), &json!({"email": null})).expect(200);
            separate(&world, &merged.id).expect(201);
            assert_eq!([&kept, &merged].map(|one| read(own, &one.id)["listed"].clone()), [json!(kept_listed), json!(merged_listed)], "as before");
        }
    }

    /// The holder's link of a merged certificate is the candidate's: what is decided holds for both.
    fn a_holder_decides_for_both(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let (kept, _, other) = holder(&world, "Ahorn", "2014-06-01", &json!({"listed": true}));
        let (merged, _, number) = holder(&world, "Birke", "2015-06-01", &json!({"listed": false}));
        let (_, token) = issue(own, &format!("/v1/certificates/{number}/holder-links"));
        merge(&world, &kept.id, &merged.id).expect(201);
        let (registry, _) = registry::of(&service);
        let held = open(&registry, &token).unwrap();
        assert_eq!((held.family_name.as_str(), held.listed), ("Ahorn", false));
        let shown = |number: &str| verification(&world, number, "")["holder"]["family_name"].clone();
        let caller = held.caller();
        let decide = |listed: bool| registry.write(caller, |work| holder_links::decide_listing(work, listed)).unwrap().listed;
        assert!(decide(true));
        assert_eq!([&number, &other].map(|number| shown(number)), [json!("Ahorn"), json!("Ahorn")]);
        assert!(!decide(false));
        assert_eq!([&number, &other].map(|number| shown(number)), [Value::Null, Value::Null]);
    }

    /// "A holder of a valid certificate of the same qualification and edition cannot be awarded it twice": who was, under two
    /// records, keeps both until a registrar withdraws one, and gets no third.
    fn two_certificates_of_one_qualification_both_stand(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let (kept, _, first) = holder(&world, "Ahorn", "2014-06-01", &json!({}));
        let (merged, result, second) = holder(&world, "Birke", "2015-06-01", &json!({}));
        merge(&world, &kept.id, &merged.id).expect(201);
        assert_eq!([&first, &second].map(|number| verification(&world, number, "")["status"].clone()), [json!("valid"), json!("valid")]);
        let since = |number: &str| own.get(&format!("/v1/certificates/{number}")).expect(200)["held_since"].clone();
        assert_eq!([&first, &second].map(|number| since(number)), [Value::Null, json!("2014-06-01")], "the later one is told as such");
        let list = own.get(&format!("/v1/certificates?candidate_id={}", kept.id)).expect(200);
        assert_eq!([0, 1].map(|place| list["items"][place]["held_since"].clone()), [Value::Null, json!("2014-06-01")]);
        world.submit_result(own, &merged.id, "foundation", "2016-06-01", 33).expect_problem(409, "certificate_exists");
        // A correction follows the record of its result, and takes nothing from the other one.
        let wrong = format!("/v1/results/{}/corrections", text(&result, "id"));
        let corrected = world.registrar.client.post(&wrong, &json!({"marks": 3, "reason": "Upside down."})).expect(201);
        assert_eq!(corrected["candidate_id"], merged.id.as_str());
        assert_eq!([&first, &second].map(|number| verification(&world, number, "")["status"].clone()), [json!("valid"), json!("withdrawn")]);
        separate(&world, &merged.id).expect(201);
        assert_eq!(since(&second), Value::Null);
        merge(&world, &kept.id, &merged.id).expect(201);
        let back = format!("/v1/results/{}/corrections", text(&corrected, "id"));
        let corrected = world.registrar.client.post(&back, &json!({"marks": 33, "reason": "It was right."})).expect(201);
        assert_eq!(corrected["certificate"], Value::Null, "by now the candidate holds what it would have brought");
    }

    /// The same sitting, recorded for both records.
    fn a_correction_of_one_of_two_sittings_of_a_day_leaves_the_other(service: Service) {
        let world = World::new(&service);
        let (kept, result, first) = holder(&world, "Ahorn", "2015-06-01", &json!({}));
        let (merged, _, second) = holder(&world, "Birke", "2015-06-01", &json!({}));
        merge(&world, &kept.id, &merged.id).expect(201);
        let path = format!("/v1/results/{}/corrections", text(&result, "id"));
        world.registrar.client.post(&path, &json!({"marks": 3, "reason": "Upside down."})).expect(201);
        assert_eq!([&first, &second].map(|number| verification(&world, number, "")["status"].clone()), [json!("withdrawn"), json!("valid")]);
    }

    /// A listing needs two people.
    fn two_certificates_of_one_candidate_count_once_in_a_listing(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let numbers = ["2015-06-01", "2015-06-02"].map(|day| world.certified_auditor(day));
        let holders = numbers.each_ref().map(|number| text(&registrar.get(&format!("/v1/certificates/{number}")).expect(200), "candidate_id"));
        let auditors = json!([{"certificate_number": numbers[0]}, {"certificate_number": numbers[1]}]);
        let request = json!({"name": "Elm", "country": "NL", "listed_on": "2016-01-01", "auditors": auditors});
        let body = text(&world.list_body(&request).expect(201), "id");
        let lacking = || {
            let items = events::all_items(registrar, "/v1/attention");
            items.iter().any(|item| item["kind"] == "too_few_auditors" && item["body"]["id"] == body.as_str())
        };
        assert!(!lacking());
        merge(&world, &holders[0], &holders[1]).expect(201);
        assert!(lacking());
        let named = registrar.get(&format!("/v1/bodies/{body}/auditors")).expect(200);
        let names = each(&named, "name");
        assert_eq!(names[0], names[1]);
        separate(&world, &holders[1]).expect(201);
        assert!(!lacking());
    }
}
