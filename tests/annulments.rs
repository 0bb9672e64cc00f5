//! Annulments: what should never have been a result stays on record as that, takes its certificate along, and is in nobody's way.

use serde_json::{Value, json};

use crate::support::batches::{by_reference, csv, foundation, outcome, wrong};
use crate::support::steps::{certificate_of, change_certificate, eligibility, expect_mistakes, verification};
use crate::support::world::{World, external_certificate, result, text};
use crate::support::{Answer, Client, Service, events, holder_links, on_both_engines};

const REASON: &str = "Quintanilla sat, and not the candidate.";

fn annul(client: &Client, result: &Value) -> Answer {
    client.post(&format!("/v1/results/{}/annulments", text(result, "id")), &json!({"reason": REASON}))
}

fn read(client: &Client, result: &Value) -> Value {
    client.get(&format!("/v1/results/{}", text(result, "id"))).expect(200)
}

fn told(world: &World) -> Vec<Value> {
    let feed = events::all(&world.body.caller.client);
    feed.into_iter().filter(|event| event["kind"] == "result_annulled").collect()
}

on_both_engines! {
    fn a_pass_is_annulled_with_its_certificate_and_the_candidate_sits_again(service: Service) {
        let world = World::new(&service);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let (candidate, passed) = world.certified_candidate(&json!({"family_name": "Ferreira"}));
        let number = certificate_of(&passed);
        let (_, link) = holder_links::issue(client, &format!("/v1/certificates/{number}/holder-links"));
        change_certificate(&world, &number, "suspensions", "2016-01-01", None).expect(201);
        let before = events::all(registrar).len();
        annul(client, &passed).expect_problem(403, "forbidden");
        let path = format!("/v1/results/{}/annulments", text(&passed, "id"));
        expect_mistakes(&registrar.post(&path, &json!({"reason": " "})), &[("/reason", "empty")]);
        registrar.post("/v1/results/nothing/annulments", &json!({"reason": REASON})).expect_problem(404, "not_found");
        assert_eq!(events::all(registrar).len(), before);

        let answer = annul(registrar, &passed);
        let annulled = answer.expect(201);
        assert_eq!(answer.header("location"), format!("/v1/results/{}", text(&passed, "id")));
        let annulment = &annulled["annulment"];
        assert_eq!(annulment["annulled_by"], format!("client:{}", world.registrar.client_id));
        assert!(annulment["reason"] == REASON && annulment["annulled_at"].is_string(), "{annulment}");
        let mut expected = passed.clone();
        expected["annulment"] = annulment.clone();
        expected.as_object_mut().unwrap().remove("warnings");
        assert_eq!(read(client, &passed), expected, "it stays on record, and tells it");
        assert_eq!(events::all_items(client, &format!("/v1/results?candidate_id={candidate}")), std::slice::from_ref(&annulled));

        for on in ["", "?on=2015-06-01", "?on=2016-01-02", "?on=2199-12-31"] {
            let verified = verification(&world, &number, on);
            assert_eq!((&verified["status"], &verified["result_annulled"]), (&json!("withdrawn"), &json!(true)), "{on}");
        }
        let words = "The result that it was awarded on has been annulled";
        let page = world.public.get(&format!("/verify/{number}")).text();
        assert!(page.contains(words) && page.contains("class=\"panel withdrawn"), "{page}");
        let (holder, held) = holder_links::open_page(&service.client(), &format!("/holder/{}", link.expose()));
        assert!(holder.get(&held).text().contains(words));
        let history = client.get(&format!("/v1/certificates/{number}/history")).expect(200);
        let last = history["items"].as_array().unwrap().last().unwrap();
        assert_eq!((&last["kind"], &last["effective_on"]), (&json!("withdrawal"), &json!("2015-06-01")));
        assert_eq!((&last["reason_code"], &last["reason"]), (&json!("result_annulled"), &json!(REASON)));
        assert_eq!(eligibility(client, &candidate, "practitioner", "2015-06-02")["eligible"], false);

        let log = events::all(registrar);
        assert_eq!(log.len(), before + 1, "the withdrawal is told by the same event");
        assert_eq!(told(&world), log[before..], "the body sees it");
        let event = &log[before];
        assert_eq!(event["subject"], json!({"kind": "result", "id": passed["id"]}));
        assert_eq!(event["data"], json!({
            "record_ids": [passed["id"]], "candidate_id": candidate, "qualification": "foundation", "format": "2011", "edition": "2011",
            "sat_on": "2015-06-01", "outcome": "pass", "certificate_number": number, "certificate_withdrawn": true, "questioned_certificates": [],
        }));
        assert!(!event.to_string().contains("Quintanilla"), "the reason may name people: {event}");

        // Nor does it count when it is recorded as if somebody else had issued it.
        let claim = external_certificate("apmg_iso_iec_20000_foundation", &number.to_lowercase(), "2015-06-01");
        let path = format!("/v1/candidates/{candidate}/external-certificates");
        client.post(&path, &claim).expect(201);
        assert_eq!(eligibility(client, &candidate, "practitioner", "2015-06-02")["eligible"], false);
        annul(registrar, &passed).expect_problem(409, "result_annulled");
        let correction = json!({"marks": 31, "reason": "R"});
        let corrections = format!("/v1/results/{}/corrections", text(&passed, "id"));
        registrar.post(&corrections, &correction).expect_problem(409, "result_annulled");

        // The same once more is what was annulled; another sitting has a reference of its own, or another outcome.
        let marks = u32::try_from(passed["marks"].as_u64().unwrap()).unwrap();
        let same = world.submit_result(client, &candidate, "foundation", "2015-06-01", marks);
        same.expect_problem(409, "result_annulled");
        let sit = |reference: &str| {
            let mut sitting = result(&candidate, "foundation", "2015-06-01", 33);
            sitting["reference"] = json!(reference);
            client.post("/v1/results", &sitting)
        };
        let again = sit("second").expect(201);
        assert_ne!((&again["id"], certificate_of(&again)), (&passed["id"], number.clone()));
        let verified = verification(&world, &certificate_of(&again), "");
        assert_eq!((&verified["status"], &verified["result_annulled"]), (&json!("valid"), &json!(false)));
        assert_eq!(verification(&world, &number, "")["status"], "withdrawn");
        assert_eq!(sit("second").expect(200)["id"], again["id"]);
        let other = world.submit_result(client, &candidate, "foundation", "2015-06-01", 34);
        other.expect_problem(409, "result_conflict");
        world.submit_result(client, &candidate, "practitioner", "2015-06-02", 50).expect(201);
        // As often as it takes, and each sitting is its own.
        annul(registrar, &again).expect(201);
        let third = world.submit_result(client, &candidate, "foundation", "2015-06-01", 12).expect(201);
        annul(registrar, &third).expect(201);
        assert_eq!(read(client, &third)["certificate"], Value::Null);
        sit("fourth").expect(201);
        assert_eq!(told(&world).len(), 3);
    }

    fn a_corrected_result_is_annulled_by_its_latest_record_and_whole(service: Service) {
        let world = World::new(&service);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let candidate = world.register_candidate(client, &Value::Null);
        let failed = world.submit_result(client, &candidate, "foundation", "2015-06-01", 12).expect(201);
        let mut latest = failed.clone();
        for marks in [30, 31] {
            let path = format!("/v1/results/{}/corrections", text(&latest, "id"));
            latest = registrar.post(&path, &json!({"marks": marks, "reason": "R"})).expect(201);
        }
        let number = certificate_of(&latest);
        let problem = annul(registrar, &failed).expect_problem(409, "already_corrected");
        assert!(told(&world).is_empty() && text(&problem, "detail").contains("annul the latest"), "{problem}");
        let part = client.get("/v1/exports/results?format=ndjson").text();
        let first: Value = serde_json::from_str(part.lines().next().unwrap()).unwrap();
        annul(registrar, &latest).expect(201);
        let records = events::all_items(client, &format!("/v1/results?candidate_id={candidate}"));
        assert!(records.len() == 3 && records.iter().all(|record| record["annulment"]["reason"] == REASON), "{records:?}");
        assert_eq!(told(&world)[0]["data"]["record_ids"], json!(records.iter().map(|one| &one["id"]).collect::<Vec<_>>()));
        assert_eq!(verification(&world, &number, "")["result_annulled"], true);
        // What was exported before goes on as it was; a new export tells it.
        let rest = client.get(&format!("/v1/exports/results?format=ndjson&cursor={}", text(&first, "cursor"))).text();
        assert_eq!(rest, part.split_once('\n').unwrap().1);
        let now = client.get("/v1/exports/results?format=csv").text();
        assert_eq!(now.matches(REASON).count(), 3, "{now}");
        let mut another = result(&candidate, "foundation", "2015-06-01", 31);
        another["reference"] = json!("another");
        let again = client.post("/v1/results", &another).expect(201);
        assert_ne!(certificate_of(&again), number);
        let shown = read(client, &latest);
        assert_eq!(shown["certificate"], Value::Null, "that of another sitting is none of its own");
    }

    fn what_was_annulled_does_not_come_back_by_a_file(service: Service) {
        let world = World::new(&service);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let row = foundation("2015/1", &[]);
        let file = csv(std::slice::from_ref(&row));
        assert_eq!(by_reference(&outcome(client, "", &file))["2015/1"], "pass");
        let passed = events::all_items(client, "/v1/results").remove(0);
        annul(registrar, &passed).expect(201);
        let rows = outcome(client, "?again=true", &file);
        assert_eq!(rows[0]["outcome"], "conflict", "{rows:?}");
        assert_eq!(wrong(&rows[0])[0].1, "result_annulled");
        let mut same = result(&text(&passed, "candidate_id"), "foundation", "2015-06-01", 30);
        same["reference"] = json!("2015/1");
        client.post("/v1/results", &same).expect_problem(409, "result_annulled");
        let mut other = row;
        other.insert("reference".to_owned(), "2015/2".to_owned());
        let (dry, real) = (outcome(client, "?dry_run=true", &csv(&[other.clone()])), outcome(client, "", &csv(&[other])));
        assert_eq!((&dry[0]["outcome"], &real[0]["outcome"]), (&json!("pass"), &json!("pass")));
        assert_eq!(events::all_items(client, "/v1/results").len(), 2);
    }

    fn what_rested_on_it_is_told_and_waits_for_a_registrar(service: Service) {
        let world = World::new(&service);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let passed = |candidate: &str, sat_on: &str| {
            certificate_of(&world.submit_result(client, candidate, "practitioner", sat_on, 60).expect(201))
        };
        let (candidate, first) = world.certified_candidate(&json!({}));
        let above = passed(&candidate, "2016-06-01");
        let (other, second) = world.certified_candidate(&json!({}));
        let withdrawn = passed(&other, "2016-06-01");
        // Whoever has something else that suffices rests on nothing that was annulled.
        let (able, third) = world.certified_candidate(&json!({}));
        passed(&able, "2016-06-01");
        world.add_external_certificate(client, &able, "itil_foundation", "2015-01-01");
        assert_eq!(annul(registrar, &third).expect(201)["questioned_certificates"], json!([]));
        let history = |number: &str| client.get(&format!("/v1/certificates/{number}/history")).expect(200)["questioned"].clone();
        assert_eq!(history(&above), Value::Null);
        let confirm = |client: &Client, number: &str| {
            client.post(&format!("/v1/certificates/{number}/confirmations"), &json!({"reason": "Foundation was shown on paper."}))
        };
        confirm(registrar, &above).expect_problem(409, "status_conflict");

        let annulled = annul(registrar, &first).expect(201);
        assert_eq!(annulled["questioned_certificates"], json!([above]));
        assert_eq!(read(client, &first)["questioned_certificates"], json!([above]));
        annul(registrar, &second).expect(201);
        assert_eq!(verification(&world, &above, "")["status"], "valid", "it stays as it is");
        let waiting = || events::all_items(registrar, "/v1/attention?kind=certificate_questioned");
        let items = waiting();
        assert_eq!(items.len(), 2, "{items:?}");
        let records: Vec<_> = items[0]["records"].as_array().unwrap().iter().map(|record| record["id"].clone()).collect();
        assert_eq!(records, [json!(above), first["id"].clone()]);
        assert_eq!((&items[0]["body"]["id"], &items[0]["id"]), (&json!(world.body.id), &json!(format!("certificate_questioned:{above}"))));
        assert_eq!(items[0]["action"], "Withdraw the certificate, or confirm that it stands.");
        let told: Vec<_> = events::all(client).into_iter().filter(|event| event["kind"] == "certificate_questioned").collect();
        assert_eq!(told[0]["data"], json!({"certificate_number": above, "result_id": first["id"], "qualification": "practitioner"}));
        assert_eq!((told.len(), &history(&above)["decision"]), (2, &Value::Null));

        confirm(client, &above).expect_problem(403, "forbidden");
        confirm(registrar, &above).expect(201);
        confirm(registrar, &above).expect_problem(409, "status_conflict");
        change_certificate(&world, &withdrawn, "withdrawals", "2016-06-01", None).expect(201);
        assert_eq!(waiting(), Vec::<Value>::new());
        let decided = history(&above);
        assert_eq!((&decided["decision"], &decided["reason"]), (&json!("confirmed"), &json!("Foundation was shown on paper.")));
        assert_eq!(decided["decided_by"], format!("client:{}", world.registrar.client_id));
        assert_eq!(history(&withdrawn)["decision"], "withdrawn");
        assert_eq!(events::all(client).last().unwrap()["kind"], "certificate_withdrawn");
    }
}
