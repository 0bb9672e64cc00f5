//! Records of two bodies: who knows whom, before, meanwhile and after.

use serde_json::{Value, json};

use super::{meant, merge, person, read, separate};
use crate::support::batches::{csv, foundation, outcome, words};
use crate::support::steps::{certificate_of, each};
use crate::support::world::World;
use crate::support::{Client, Service, events, on_both_engines};

fn ids(client: &Client, path: &str) -> Vec<String> {
    each(&json!({"items": events::all_items(client, path)}), "id")
}

fn exported(client: &Client, kind: &str) -> Vec<Value> {
    let answer = client.with_header("accept", "application/x-ndjson").get(&format!("/v1/exports/{kind}"));
    assert_eq!(answer.status, 200, "{answer}");
    answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

on_both_engines! {
    fn each_body_knows_the_candidate_and_sees_its_own_results_alone(service: Service) {
        let world = World::new(&service);
        let (own, other) = (&world.body.caller.client, &world.other_body.caller.client);
        let kept = person(other, "Zoë", "Ahorn", &json!({}));
        let merged = person(own, "Zoe", "Ahorn", &json!({}));
        let theirs = world.submit_result(other, &kept.id, "foundation", "2014-06-01", 33).expect(201);
        let ours = world.submit_result(own, &merged.id, "foundation", "2015-06-01", 33).expect(201);
        own.get(&format!("/v1/candidates/{}", kept.id)).expect_problem(404, "not_found");
        merge(&world, &kept.id, &merged.id).expect(201);

        assert_eq!(read(own, &kept.id)["id"], kept.id.as_str(), "who knows the record knows the candidate");
        assert_eq!(read(own, &merged.id)["merged_into_id"], kept.id.as_str());
        other.get(&format!("/v1/candidates/{}", merged.id)).expect_problem(404, "not_found");
        assert_eq!(ids(own, "/v1/candidates"), [kept.id.as_str(), &merged.id]);
        assert_eq!(ids(other, "/v1/candidates"), [kept.id.as_str()]);
        assert_eq!(meant(other, &merged.number, &Value::Null), kept.id.as_str());
        for id in [&kept.id, &merged.id] {
            assert_eq!(ids(own, &format!("/v1/results?candidate_id={id}")), [ours["id"].as_str().unwrap()]);
            assert_eq!(ids(other, &format!("/v1/results?candidate_id={id}")), [theirs["id"].as_str().unwrap()]);
        }
        for (client, hidden) in [(own, &theirs), (other, &ours)] {
            client.get(&format!("/v1/certificates/{}", certificate_of(hidden))).expect_problem(404, "not_found");
            client.get(&format!("/v1/results/{}", hidden["id"].as_str().unwrap())).expect_problem(404, "not_found");
        }
        own.post("/v1/candidates", &json!({"family_name": "Nobody", "birth_date": "1985-04-12"})).expect(201);

        let told = |client: &Client| {
            let mut told: Vec<Value> = events::all(client);
            told.retain(|event| ["candidate_merged", "candidate_found"].contains(&event["kind"].as_str().unwrap()));
            told.iter().map(|event| (event["kind"].as_str().unwrap().to_owned(), event["subject"]["id"].as_str().unwrap().to_owned())).collect::<Vec<_>>()
        };
        let merge_event = ("candidate_merged".to_owned(), merged.id.clone());
        assert_eq!(told(own), [merge_event.clone(), ("candidate_found".to_owned(), kept.id.clone())]);
        assert_eq!(told(other), [merge_event]);
        let lines = exported(own, "certificates");
        assert_eq!((lines.len(), &lines[0]["given_names"], &lines[0]["candidate_number"]), (1, &json!("Zoë"), &json!(kept.number)));
        let lines = exported(own, "candidates");
        assert_eq!(lines.iter().map(|line| line["merged_into_id"].clone()).collect::<Vec<_>>(), [Value::Null, json!(kept.id), Value::Null]);
        assert_eq!(exported(other, "candidates").len(), 1);

        separate(&world, &merged.id).expect(201);
        own.get(&format!("/v1/candidates/{}", kept.id)).expect_problem(404, "not_found");
        assert_eq!(read(own, &merged.id)["merged_into_id"], Value::Null);
        assert_eq!(exported(own, "certificates")[0]["given_names"], "Zoe");
        assert_eq!(meant(other, &merged.number, &Value::Null), Value::Null);
        assert!(events::all(own).iter().any(|event| event["kind"] == "candidate_separated"));
    }

    /// A body goes on knowing for whom it recorded something meanwhile.
    fn who_recorded_something_for_the_candidate_goes_on_knowing(service: Service) {
        let world = World::new(&service);
        let (own, other) = (&world.body.caller.client, &world.other_body.caller.client);
        let kept = person(other, "Zoë", "Ahorn", &json!({}));
        let merged = person(own, "Zoe", "Birke", &json!({}));
        let third = person(own, "Zoe", "Zeder", &json!({}));
        merge(&world, &kept.id, &merged.id).expect(201);
        merge(&world, &kept.id, &third.id).expect(201);
        separate(&world, &third.id).expect(201);
        read(own, &kept.id);
        let file = csv(&[foundation("1", &[("given_names", "Zoe"), ("family_name", "Birke")])]);
        assert_eq!(words(&outcome(own, "", &file)), ["pass"]);
        separate(&world, &merged.id).expect(201);
        let results = events::all_items(own, "/v1/results");
        assert_eq!(results[0]["candidate_id"], kept.id.as_str());
        assert_eq!(read(own, &kept.id)["family_name"], "Ahorn");
        // Nothing of that is undone by another merge.
        merge(&world, &kept.id, &merged.id).expect(201);
        separate(&world, &merged.id).expect(201);
        read(own, &kept.id);
    }

    /// A body that knows neither finds the candidate by a number with either birth date, and is told of the one that stays.
    fn a_stranger_finds_the_candidate_by_the_number_of_the_duplicate(service: Service) {
        let world = World::new(&service);
        let (own, other) = (&world.body.caller.client, &world.other_body.caller.client);
        let kept = person(own, "Zoë", "Ahorn", &json!({}));
        let merged = person(own, "Zoe", "Birke", &json!({"birth_date": "1985-12-04"}));
        merge(&world, &kept.id, &merged.id).expect(201);
        assert_eq!(meant(other, &merged.number, &json!("1985-01-01")), Value::Null);
        let file = csv(&[
            foundation("1", &[("candidate_number", &merged.number), ("given_names", "Zoe"), ("family_name", "Birke"), ("birth_date", "1985-12-04")]),
            foundation("2", &[("given_names", "Zoe"), ("family_name", "Birke"), ("birth_date", "1985-12-04"), ("qualification", "practitioner"), ("sat_on", "2016-01-01"), ("marks", "50")]),
        ]);
        assert_eq!(words(&outcome(other, "", &file)), ["pass", "pass"]);
        assert_eq!(ids(other, "/v1/candidates"), [kept.id.as_str()]);
        other.get(&format!("/v1/candidates/{}", merged.id)).expect_problem(404, "not_found");
    }

    /// A consent that another record held back is there again when that record has gone, in whichever order.
    fn a_consent_comes_back_through_a_chain_of_merges(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let [first, middle, last] = [("Ahorn", true), ("Birke", true), ("Zeder", false)]
            .map(|(name, listed)| person(own, "Zoe", name, &json!({"listed": listed})));
        merge(&world, &middle.id, &last.id).expect(201);
        assert_eq!(read(own, &middle.id)["listed"], false);
        merge(&world, &first.id, &middle.id).expect(201);
        assert_eq!(read(own, &first.id)["listed"], false);
        separate(&world, &last.id).expect(201);
        separate(&world, &middle.id).expect(201);
        for record in [&first, &middle] {
            assert_eq!(read(own, &record.id)["listed"], true, "{}", record.id);
        }
    }

    /// Whoever found the duplicate knows the duplicate, and the other one no longer than they are one.
    fn who_found_the_duplicate_keeps_the_duplicate(service: Service) {
        let world = World::new(&service);
        let (own, other) = (&world.body.caller.client, &world.other_body.caller.client);
        let kept = person(own, "Zoë", "Ahorn", &json!({}));
        let merged = person(own, "Zoe", "Birke", &json!({"birth_date": "1985-12-04"}));
        merge(&world, &kept.id, &merged.id).expect(201);
        assert_eq!(meant(other, &merged.number, &json!("1985-12-04")), json!(kept.id));
        read(other, &kept.id);
        separate(&world, &merged.id).expect(201);
        assert_eq!(read(other, &merged.id)["family_name"], "Birke");
        other.get(&format!("/v1/candidates/{}", kept.id)).expect_problem(404, "not_found");
    }
}
