//! Pointers: which record stays, what leads to it, and what contradicts the record.

use serde_json::{Value, json};

use super::{Person, meant, merge, person, read, separate};
use crate::support::steps::{each, eligibility, expect_mistakes, patch};
use crate::support::world::{World, external_certificate, text};
use crate::support::{Service, events, on_both_engines};

/// The numbers of those into whom the records were merged, `-` for none.
fn survivors(world: &World, people: &[&Person]) -> Vec<String> {
    let of = |one: &&Person| {
        read(&world.registrar.client, &one.id)["merged_into_id"].as_str().map_or("-".to_owned(), str::to_owned)
    };
    people.iter().map(of).collect()
}

on_both_engines! {
    fn whatever_names_the_duplicate_means_the_candidate(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let kept = person(own, "Zoë", "Müller", &json!({}));
        let duplicate = person(own, "Zoe", "Mueller", &json!({"birth_date": "1985-12-04"}));
        world.add_foundation_evidence(own, &duplicate.id);
        assert_eq!(eligibility(own, &kept.id, "practitioner", "2015-06-01")["eligible"], false);
        let before = read(own, &duplicate.id);
        let answer = merge(&world, &kept.id, &duplicate.number);
        assert_eq!((answer.expect(201)["id"].clone(), answer.header("location")), (json!(kept.id), format!("/v1/candidates/{}", kept.id).as_str()));

        let merged = read(own, &duplicate.id);
        assert_eq!((&merged["id"], &merged["merged_into_id"]), (&json!(duplicate.id), &json!(kept.id)));
        assert_eq!((&merged["family_name"], &merged["birth_date"]), (&before["family_name"], &before["birth_date"]));
        for number in [&kept.number, &duplicate.number] {
            assert_eq!(meant(own, number, &Value::Null), kept.id.as_str(), "{number}");
            assert_eq!(meant(own, number, &json!("1985-04-12")), kept.id.as_str(), "{number}");
        }
        assert_eq!(meant(own, &duplicate.number, &json!("1985-12-04")), kept.id.as_str(), "as it was on record");
        assert_eq!(meant(own, &duplicate.number, &json!("1985-12-05")), Value::Null);

        for record in [&kept, &duplicate] {
            let found = eligibility(own, &record.id, "practitioner", "2015-06-01");
            assert_eq!(found["eligible"], true, "the evidence of both counts: {found}");
            let evidence = own.get(&format!("/v1/candidates/{}/external-certificates", record.id)).expect(200);
            assert_eq!(evidence["items"].as_array().map(Vec::len), Some(1));
            // The same evidence again is the same, whichever record is named.
            let claim = external_certificate("apmg_iso_iec_20000_foundation", "EXT-1", "2012-07-01");
            own.post(&format!("/v1/candidates/{}/external-certificates", record.id), &claim).expect(200);
        }
        let evidence = own.get(&format!("/v1/candidates/{}/external-certificates", kept.id)).expect(200);
        assert_eq!(evidence["items"].as_array().map(Vec::len), Some(1));
        let result = world.submit_result(own, &duplicate.id, "practitioner", "2015-06-01", 50).expect(201);
        assert_eq!(result["candidate_id"], kept.id.as_str(), "what comes now is the candidate's");
        for record in [&kept, &duplicate] {
            for list in ["results", "certificates"] {
                let found = own.get(&format!("/v1/{list}?candidate_id={}", record.id)).expect(200);
                assert_eq!(found["items"].as_array().map(Vec::len), Some(1), "{list}");
            }
        }

        separate(&world, &duplicate.id).expect(201);
        assert_eq!(read(own, &duplicate.id)["merged_into_id"], Value::Null);
        assert_eq!(meant(own, &duplicate.number, &Value::Null), duplicate.id.as_str());
        let list = |id: &str| own.get(&format!("/v1/results?candidate_id={id}")).expect(200)["items"].as_array().map(Vec::len);
        assert_eq!((list(&kept.id), list(&duplicate.id)), (Some(1), Some(0)), "later results stay with whom they were recorded for");
        assert_eq!(eligibility(own, &kept.id, "practitioner", "2016-06-01")["eligible"], false);
        assert_eq!(eligibility(own, &duplicate.id, "practitioner", "2016-06-01")["eligible"], true);
    }

    fn both_are_on_record_with_events_that_name_nobody(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let [kept, duplicate] = ["Ahorn", "Ahornn"].map(|name| person(own, "Ada", name, &json!({})));
        merge(&world, &kept.id, &duplicate.id).expect(201);
        separate(&world, &duplicate.id).expect(201);
        let list = world.registrar.client.get(&format!("/v1/candidates/{}/merges", kept.id)).expect(200);
        assert_eq!(each(&list, "kind"), ["merge", "separation"]);
        assert_eq!(each(&list, "reason"), ["One identity card.", "Two identity cards."]);
        assert_eq!(list["items"][0]["duplicate"]["id"], duplicate.id.as_str());
        for client in [own, &world.registrar.client] {
            let told: Vec<Value> = events::all(client).into_iter().filter(|event| event["subject"]["id"] == duplicate.id.as_str()).collect();
            assert_eq!(each(&json!({"items": told}), "kind"), ["candidate_registered", "candidate_merged", "candidate_separated"]);
            assert_eq!(told[1]["data"], json!({"number": duplicate.number, "merged_into_id": kept.id, "merged_into_number": kept.number}));
            assert_eq!(told[2]["data"], json!({"number": duplicate.number, "separated_from_id": kept.id, "separated_from_number": kept.number}));
            assert!(!json!(told).to_string().contains("One identity card"), "the words are kept apart");
        }
    }

    fn a_chain_of_merges_ends_at_the_one_that_stays_and_is_taken_apart_where_it_was_joined(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let [a, b, c, d] = ["Ahorn", "Birke", "Zeder", "Dattel"].map(|name| person(own, "Ada", name, &json!({})));
        world.add_foundation_evidence(own, &a.id);
        merge(&world, &b.id, &a.id).expect(201);
        merge(&world, &c.id, &b.id).expect(201);
        merge(&world, &d.id, &c.id).expect(201);
        assert_eq!(survivors(&world, &[&a, &b, &c, &d]), [d.id.as_str(), &d.id, &d.id, "-"]);
        assert_eq!(eligibility(own, &d.id, "practitioner", "2015-06-01")["eligible"], true);
        let merges = world.registrar.client.get(&format!("/v1/candidates/{}/merges", a.id)).expect(200);
        assert_eq!(merges["items"].as_array().map(Vec::len), Some(3));
        separate(&world, &b.id).expect(201);
        assert_eq!(survivors(&world, &[&a, &b, &c, &d]), [b.id.as_str(), "-", &d.id, "-"], "with what was merged into it");
        assert_eq!(eligibility(own, &d.id, "practitioner", "2015-06-01")["eligible"], false);
        separate(&world, &a.id).expect(201);
        merge(&world, &d.id, &a.id).expect(201);
        merge(&world, &d.id, &b.id).expect(201);
        separate(&world, &b.id).expect(201);
        assert_eq!(survivors(&world, &[&a, &b, &c, &d]), [d.id.as_str(), "-", &d.id, "-"], "it was merged into that one itself, the last time");
    }

    fn what_contradicts_the_record_is_refused_and_changes_nothing(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let [one, other, third] = ["Ahorn", "Birke", "Zeder"].map(|name| person(own, "Ada", name, &json!({})));
        merge(&world, &one.id, &one.id).expect_problem(409, "candidate_conflict");
        separate(&world, &one.id).expect_problem(409, "candidate_conflict");
        world.submit_result(own, &other.id, "foundation", "2015-06-01", 33).expect(201);
        let changes = format!("/v1/candidates/{}/identity-changes", other.id);
        let change = json!({"family_name": "Birk", "reason": "spelling", "proof": {"method": "deed_seen"}});
        let asked = own.post(&changes, &change).expect(201);
        let waits = text(&merge(&world, &one.id, &other.id).expect_problem(409, "candidate_conflict"), "detail");
        assert_eq!(waits, format!("the change {} of the names or the birth date of `{}` waits for a decision; decide on it first", text(&asked, "id"), other.number));
        own.post(&format!("{changes}/{}/withdrawals", text(&asked, "id")), &Value::Null).expect(201);
        merge(&world, &one.id, &other.id).expect(201);

        let before = events::all(&world.registrar.client).len();
        let said = |remedy: &str| format!("`{}` was found to be a duplicate of `{}` before; {remedy}", other.number, one.number);
        let words = |answer: crate::support::Answer| text(&answer.expect_problem(409, "candidate_conflict"), "detail");
        assert_eq!(words(merge(&world, &third.id, &other.id)), said("separate it first, if that was wrong"));
        assert_eq!(words(merge(&world, &other.id, &third.id)), said("merge into that one"));
        assert_eq!(words(merge(&world, &one.id, &other.number)), said("separate it first, if that was wrong"));
        assert_eq!(words(merge(&world, &other.id, &one.id)), said("merge into that one"), "no circle");
        let path = format!("/v1/candidates/{}", other.id);
        for client in [own, &world.registrar.client] {
            assert_eq!(words(patch(client, &path, &json!({"country": "DE"}))), said("change that one"));
            assert_eq!(words(client.post(&changes, &change)), said("change that one"));
        }
        merge(&world, "nobody", &third.id).expect_problem(404, "not_found");
        for nobody in ["nobody", "4J7RT-9WQ2C", "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00"] {
            let missing = merge(&world, &one.id, nobody);
            missing.expect_problem(404, "not_found");
            assert_eq!(missing.pointers(), ["/duplicate_id"]);
        }
        separate(&world, "nobody").expect_problem(404, "not_found");
        let path = format!("/v1/candidates/{}/merges", one.id);
        expect_mistakes(&world.registrar.client.post(&path, &json!({"reason": " "})), &[("/duplicate_id", "required"), ("/reason", "empty")]);
        for client in [own, &world.employer.client] {
            client.post(&path, &json!({"duplicate_id": third.id, "reason": "Mine."})).expect_problem(403, "forbidden");
            client.get(&path).expect_problem(403, "forbidden");
        }
        assert_eq!(events::all(&world.registrar.client).len(), before);
    }

    /// Two registrars merge the same two records the other way round, at once.
    fn two_merges_at_once_make_no_circle(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let [one, other] = ["Ahorn", "Birke"].map(|name| person(own, "Ada", name, &json!({})));
        for _ in 0..3 {
            let statuses = std::thread::scope(|scope| {
                let ways = [(&one, &other), (&other, &one)];
                let ways = ways.map(|(survivor, duplicate)| scope.spawn(|| merge(&world, &survivor.id, &duplicate.id).status));
                ways.map(|way| way.join().unwrap())
            });
            assert!([[201, 409], [409, 201]].contains(&statuses), "{statuses:?}");
            let merged = if statuses[0] == 201 { &other } else { &one };
            assert_eq!(survivors(&world, &[&one, &other]).iter().filter(|into| *into == "-").count(), 1);
            separate(&world, &merged.id).expect(201);
        }
    }
}
