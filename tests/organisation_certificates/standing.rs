//! What becomes of a published certificate: suspension, withdrawal, expiry, transfer.

use serde_json::{Value, json};

use crate::support::organisation_certificates::{PATH, change, history, published, read, step, submit, transfer};
use crate::support::steps::{change_body, day, expect_mistakes};
use crate::support::world::{World, text};
use crate::support::{Service, events, on_both_engines};

/// The turns of a public history, in short.
fn turns(told: &Value) -> Vec<String> {
    let items = told["turns"].as_array().unwrap();
    items.iter().map(|turn| format!("{} {}", text(turn, "on"), text(turn, "what"))).collect()
}

fn status_on(world: &World, id: &str, day: &str) -> String {
    text(&read(&world.public, id, &format!("?on={day}")), "status")
}

on_both_engines! {
    fn the_status_on_a_day_follows_from_what_was_recorded(service: Service) {
        let world = World::new(&service);
        let id = published(&world, &json!({}));
        for (on, status) in [("2020-04-30", "not_yet"), ("2020-05-01", "valid"), ("2023-04-30", "valid"), ("2023-05-01", "expired")] {
            assert_eq!(status_on(&world, &id, on), status, "{on}");
        }
        assert_eq!(read(&world.public, &id, "")["status"], "expired");
        change(&world, &id, "suspensions", "2021-01-01", Some("2021-01-31")).expect(201);
        change(&world, &id, "suspensions", "2021-03-01", None).expect(201);
        change(&world, &id, "reinstatements", "2021-04-01", None).expect(201);
        for (on, status) in [
            ("2020-12-31", "valid"), ("2021-01-01", "suspended"), ("2021-01-31", "suspended"), ("2021-02-01", "valid"),
            ("2021-03-31", "suspended"), ("2021-04-01", "valid"),
        ] {
            assert_eq!(status_on(&world, &id, on), status, "{on}");
        }
        change(&world, &id, "withdrawals", "2022-01-01", None).expect(201);
        assert_eq!((status_on(&world, &id, "2021-12-31"), status_on(&world, &id, "2024-01-01")), ("valid".to_owned(), "withdrawn".to_owned()));
        change(&world, &id, "reinstatements", "2022-02-01", None).expect_problem(409, "status_conflict");
        change(&world, &id, "suspensions", "2022-02-01", None).expect_problem(409, "status_conflict");
        let told = history(&world.public, &id);
        assert_eq!(turns(&told), [
            "2020-05-01 valid", "2021-01-01 suspended", "2021-02-01 valid", "2021-03-01 suspended", "2021-04-01 valid",
            "2022-01-01 withdrawn",
        ]);
        assert_eq!(told["turns"][1]["until"], "2021-01-31");
        let changes = history(&world.body.caller.client, &id)["status_changes"].clone();
        assert_eq!(changes.as_array().unwrap().len(), 4);
        assert_eq!(changes[0]["reason"], "The surveillance audit did not take place.");
        assert_eq!(changes[0]["reason_code"], "surveillance");
    }

    fn a_change_needs_its_reasons_and_whoever_decides(service: Service) {
        let world = World::new(&service);
        let id = published(&world, &json!({}));
        let wrong = json!({"effective_on": "2021-02-29", "until": "never", "reason_code": "A B"});
        expect_mistakes(&step(&world.registrar.client, &id, "suspensions", &wrong), &[
            ("/effective_on", "invalid_date"), ("/until", "invalid_date"), ("/reason_code", "not_a_code"), ("/reason", "required"),
        ]);
        change(&world, &id, "suspensions", "2020-04-30", None).expect_problem(409, "status_conflict");
        change(&world, &id, "suspensions", "2021-02-01", Some("2021-01-31")).expect_problem(409, "status_conflict");
        change(&world, &id, "suspensions", "2023-05-01", None).expect_problem(409, "status_conflict");
        change(&world, &id, "reinstatements", "2021-02-01", None).expect_problem(409, "status_conflict");
        let right = json!({"effective_on": "2021-02-01", "reason_code": "x", "reason": "Y."});
        for client in [&world.other_body.caller.client, &world.employer.client] {
            step(client, &id, "suspensions", &right).expect_problem(403, "forbidden");
        }
        assert_eq!(turns(&history(&world.public, &id)), ["2020-05-01 valid", "2023-05-01 expired"]);
    }

    /// "Suspended, reinstated and withdrawn by the body that certified (its decision) or by a registrar."
    fn the_decision_is_that_of_the_body_that_answers_for_it(service: Service) {
        let world = World::new(&service);
        let (own, other) = (&world.body.caller.client, &world.other_body.caller.client);
        let id = published(&world, &json!({"number": "A-1", "expires_on": day(500)}));
        let on = |day: &str| json!({"effective_on": day, "reason_code": "surveillance", "reason": "No audit took place."});
        step(own, &id, "suspensions", &on("2021-01-01")).expect(201);
        step(own, &id, "reinstatements", &on("2021-02-01")).expect(201);
        transfer(&world, &id, &world.other_body.slug, "B-1", "2022-06-01").expect(201);
        for (client, day, another) in [(own, "2023-01-01", true), (own, "2022-01-01", true), (other, "2022-05-31", true)] {
            let problem = step(client, &id, "suspensions", &on(day)).expect_problem(403, "forbidden");
            assert_eq!(text(&problem, "detail").contains("another body answers for this certificate"), another, "{problem}");
        }
        step(other, &id, "suspensions", &on("2022-06-01")).expect(201);
        change(&world, &id, "reinstatements", "2022-07-01", None).expect(201);
        step(other, &id, "withdrawals", &on("2023-01-01")).expect(201);
        assert_eq!(read(&world.public, &id, "")["status"], "withdrawn");
        let told = history(&world.registrar.client, &id)["status_changes"].clone();
        let by: Vec<_> = told.as_array().unwrap().iter().map(|change| text(change, "recorded_by")).collect();
        assert!(by.len() == 5 && by[0] == by[1] && by[2] == by[4] && by[3] != by[2] && by[0] != by[2], "history tells who: {told}");
        let event = events::all(other).pop().unwrap();
        assert_eq!(event["kind"], "organisation_certificate_withdrawn");
    }

    fn from_the_day_of_a_transfer_the_other_body_answers(service: Service) {
        let world = World::new(&service);
        let id = published(&world, &json!({"number": "A-1", "expires_on": day(500)}));
        let moved = transfer(&world, &id, &world.other_body.slug, "B-1", "2022-06-01").expect(201);
        assert_eq!((&moved["number"], &moved["body"]["id"]), (&json!("B-1"), &json!(world.other_body.id)));
        for (on, body, number) in [("2022-05-31", &world.body.id, "A-1"), ("2022-06-01", &world.other_body.id, "B-1")] {
            let shown = read(&world.public, &id, &format!("?on={on}"));
            assert_eq!((&shown["body"]["id"], &shown["number"]), (&json!(body), &json!(number)), "{on}");
            for (asked, found) in [(&world.body.id, body == &world.body.id), (&world.other_body.id, body == &world.other_body.id)] {
                let page = world.public.get(&format!("{PATH}?body={asked}&on={on}")).expect(200);
                assert_eq!(page["items"].as_array().unwrap().len(), usize::from(found), "{asked} on {on}");
            }
        }
        let told = history(&world.public, &id);
        assert_eq!(turns(&told), ["2020-05-01 valid", "2022-06-01 transferred"]);
        assert_eq!((&told["turns"][1]["body"]["slug"], &told["turns"][1]["number"]), (&json!(world.other_body.slug), &json!("B-1")));
        let kept = history(&world.body.caller.client, &id)["transfers"].clone();
        assert_eq!(kept[0]["reason"], "The organisation has changed its certification body.");

        transfer(&world, &id, &world.body.id, "A-1b", &day(30)).expect(201);
        let today = read(&world.public, &id, "");
        assert_eq!(today["body"]["id"], world.other_body.id, "the way back is still to come");
        assert_eq!(read(&world.public, &id, &format!("?on={}", day(30)))["number"], "A-1b");
        let received = events::all(&world.other_body.caller.client);
        let kinds: Vec<_> = received.iter().map(|event| text(event, "kind")).collect();
        assert!(kinds.contains(&"organisation_certificate_transferred".to_owned()), "{kinds:?}");
        let back = events::all(&world.body.caller.client).pop().unwrap();
        assert_eq!(back["kind"], "organisation_certificate_transferred", "the receiver knows of what is to come");
        assert_eq!((&back["data"]["from_body_id"], &back["data"]["number"]), (&json!(world.other_body.id), &json!("A-1b")));
        change(&world, &id, "suspensions", &day(-1), None).expect(201);
        let last = events::all(&world.other_body.caller.client).pop().unwrap();
        assert_eq!(last["kind"], "organisation_certificate_suspended", "the body that answers for it reads of it");
    }

    fn a_transfer_that_cannot_be_is_refused_with_the_reason(service: Service) {
        let world = World::new(&service);
        let id = published(&world, &json!({"number": "A-1"}));
        submit(&world.other_body.caller.client, &json!({"number": "TAKEN"}));
        let (own, other) = (world.body.id.as_str(), world.other_body.id.as_str());
        change(&world, &id, "suspensions", "2021-03-01", Some("2021-03-31")).expect(201);
        for (body, number, on, status, code, words) in [
            (own, "A-9", "2021-01-01", 422, "invalid_input", "already"),
            ("nobody", "B-1", "2021-01-01", 422, "invalid_input", "no body"),
            (other, "B-1", "2020-04-30", 409, "status_conflict", "issued on 2020-05-01"),
            (other, "B-1", "2021-03-15", 409, "status_conflict", "suspended"),
            (other, "B-1", "2023-05-01", 409, "status_conflict", "expired"),
            (other, "TAKEN", "2021-01-01", 409, "duplicate", "TAKEN"),
        ] {
            let problem = transfer(&world, &id, body, number, on).expect_problem(status, code);
            assert!(text(&problem, "detail").contains(words), "{problem}");
        }
        let nothing = step(&world.registrar.client, &id, "transfers", &json!({"number": " "}));
        expect_mistakes(&nothing, &[
            ("/body_id", "required"), ("/number", "empty"), ("/effective_on", "required"), ("/reason", "required"),
        ]);
        transfer(&world, &id, other, "B-1", "2021-05-01").expect(201);
        transfer(&world, &id, own, "A-2", "2021-05-01").expect_problem(409, "status_conflict");
        transfer(&world, &id, own, "A-2", "2021-04-01").expect_problem(422, "invalid_input");
        assert_eq!(transfer(&world, &id, own, "A-1", "2021-06-01").expect(201)["number"], "A-1", "back under its number");
        transfer(&world, &id, other, "B-1", "2021-07-01").expect_problem(409, "duplicate");
        let second = published(&world, &json!({"number": "A-3"}));
        transfer(&world, &second, other, "B-1", "2021-05-01").expect_problem(409, "duplicate");
        let request = crate::support::organisation_certificates::application(&json!({"number": "B-1"}));
        let taken = world.other_body.caller.client.post(PATH, &request);
        assert_eq!(taken.expect_problem(409, "duplicate")["errors"][0]["pointer"], "/number", "a transferred one has it");
        change_body(&world, other, "suspensions", "2022-01-01").expect(201);
        let problem = transfer(&world, &second, other, "B-3", "2022-01-01").expect_problem(422, "body_not_listed");
        assert!(text(&problem, "detail").contains("is suspended"), "{problem}");
        let application = submit(&world.body.caller.client, &json!({}));
        transfer(&world, &application, other, "B-4", "2021-05-01").expect_problem(409, "status_conflict");
        let wish = json!({"body_id": other, "number": "B-5", "effective_on": "2021-05-01", "reason": "Please."});
        step(&world.body.caller.client, &second, "transfers", &wish).expect_problem(403, "forbidden");
        assert_eq!(history(&world.registrar.client, &second)["transfers"], json!([]));
    }
}
