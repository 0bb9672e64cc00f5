//! What needs somebody, kind by kind: whom it is told to, since when, and that it goes away.

use serde_json::{Value, json};

use crate::support::sql::Sql;
use crate::support::steps::{day, each, patch};
use crate::support::world::{World, text};
use crate::support::{Client, Service, events, on_both_engines, organisation_certificates, registry};

/// The items of a kind, as this client is told them.
fn of_kind(client: &Client, kind: &str) -> Vec<Value> {
    events::all_items(client, &format!("/v1/attention?kind={kind}"))
}

/// How many of a kind are counted for this client.
fn counted(client: &Client, kind: &str) -> Value {
    let counts = client.get("/v1/attention/counts").expect(200);
    let found = counts["items"].as_array().unwrap().iter().find(|one| one["kind"] == kind).cloned();
    found.map_or(Value::Null, |one| one["count"].clone())
}

/// Compares all who are to be compared, as the server does every few seconds.
fn compare(service: &Service) {
    let (registry, _) = registry::of(service);
    while registry.compare_candidates().expect("candidates are compared") {}
}

on_both_engines! {
    fn candidates_who_look_like_one_person_are_told_to_their_body(service: Service) {
        let world = World::new(&service);
        let (own, other, registrar) = (&world.body.caller.client, &world.other_body.caller.client, &world.registrar.client);
        let names = |given: &str, day: &str| json!({"given_names": given, "family_name": "Okafor", "birth_date": day});
        let first = world.register_candidate(own, &names("Ngozi", "1988-02-03"));
        let second = world.register_candidate(own, &names("Ngozi", "1988-03-02"));
        world.register_candidate(other, &names("Ngozi", "1988-02-03"));
        world.register_candidate(own, &names("Chidi", "1988-02-03"));
        compare(&service);
        let [found] = <[Value; 1]>::try_from(of_kind(own, "candidate_duplicate")).unwrap();
        let ids: Vec<String> = found["records"].as_array().unwrap().iter().map(|one| text(one, "id")).collect();
        assert_eq!((ids, text(&found, "since")), (vec![first.clone(), second.clone()], day(0)));
        assert!(text(&found, "summary").contains("day and month of birth the other way round"), "{found}");
        assert!(!found.to_string().contains("Okafor"), "{found}");
        assert!(text(&found, "action").contains("ask a registrar"), "{found}");
        assert_eq!(found["records"][0]["path"], format!("/v1/candidates/{first}"));
        assert_eq!((of_kind(other, "candidate_duplicate"), counted(other, "candidate_duplicate")), (Vec::new(), json!(0)));
        assert_eq!((counted(own, "candidate_duplicate"), counted(registrar, "candidate_duplicate")), (json!(1), json!(1)));
        let seen = of_kind(registrar, "candidate_duplicate");
        assert_eq!((&seen[0]["id"], &seen[0]["body"]["id"]), (&found["id"], &json!(world.body.id)));
        assert!(text(&seen[0], "action").contains("merge"), "{seen:?}");

        // Told apart they come no more, whoever compares them again; and are not merged unless that is taken back.
        let apart = json!({"candidate_ids": [second, first], "reason": "Two identity cards."});
        other.post("/v1/candidate-distinctions", &apart).expect_problem(404, "not_found");
        let told = own.post("/v1/candidate-distinctions", &apart).expect(201);
        assert_eq!(told["candidate_ids"], json!([first, second]));
        assert_eq!(of_kind(own, "candidate_duplicate"), Vec::<Value>::new());
        // One comparison was under way meanwhile, and has not seen it.
        let mut sql = Sql::of(&service);
        sql.script(&format!("INSERT INTO candidate_duplicates (first_id, second_id, body_id, because, found_at) VALUES \
            ('{first}', '{second}', '{}', 'day_and_month_exchanged', '2026-01-01 00:00:00')", world.body.id));
        compare(&service);
        assert_eq!(of_kind(registrar, "candidate_duplicate"), Vec::<Value>::new());
        patch(own, &format!("/v1/candidates/{second}"), &json!({"country": "NG"})).expect(200);
        compare(&service);
        assert_eq!(of_kind(registrar, "candidate_duplicate"), Vec::<Value>::new());
        let problem = registrar.post("/v1/candidate-distinctions", &apart).expect_problem(409, "candidate_conflict");
        assert!(text(&problem, "detail").contains("told apart before"), "{problem}");
        let lists = |client: &Client| client.get("/v1/candidate-distinctions").expect(200)["items"].as_array().unwrap().len();
        assert_eq!((lists(own), lists(other), lists(registrar)), (1, 0, 1));
        let distinguished = events::all(own).into_iter().find(|event| event["kind"] == "candidates_distinguished").unwrap();
        assert_eq!(distinguished["data"], json!({"candidate_ids": [first, second]}));
        let merges = format!("/v1/candidates/{first}/merges");
        let problem = registrar.post(&merges, &json!({"duplicate_id": second, "reason": "One person."})).expect_problem(409, "candidate_conflict");
        assert!(text(&problem, "detail").contains("overrules_distinction"), "{problem}");
        let overruled = json!({"duplicate_id": second, "reason": "One person.", "overrules_distinction": true});
        registrar.post(&merges, &overruled).expect(201);
        assert_eq!(lists(registrar), 0);
        let same = registrar.post("/v1/candidate-distinctions", &apart).expect_problem(409, "candidate_conflict");
        assert!(text(&same, "detail").contains("one candidate on record"), "{same}");
        assert_eq!(of_kind(own, "candidate_duplicate"), Vec::<Value>::new());
        registrar.post(&format!("/v1/candidates/{second}/separations"), &json!({"reason": "Two."})).expect(201);
        compare(&service);
        assert_eq!(of_kind(own, "candidate_duplicate").len(), 1);
        patch(own, &format!("/v1/candidates/{second}"), &json!({"birth_date": "1961-11-30"})).expect(200);
        compare(&service);
        assert_eq!(of_kind(own, "candidate_duplicate"), Vec::<Value>::new(), "no longer alike");
    }

    fn what_ends_is_told_in_time_and_for_a_while_after(service: Service) {
        let world = World::new(&service);
        let (own, other, registrar) = (&world.body.caller.client, &world.other_body.caller.client, &world.registrar.client);
        for (name, last) in [("Soon", 90), ("Later", 91), ("Just", -30), ("Long", -31)] {
            let body = json!({"name": name, "country": "NL", "accredited_from": "2010-01-01", "accredited_until": day(last)});
            registrar.post("/v1/training-organisations", &body).expect(201);
        }
        let found = of_kind(registrar, "training_accreditation_ending");
        let words: Vec<String> = found.iter().map(|one| text(one, "summary")).collect();
        assert_eq!(words, [
            format!("the accreditation of the training organisation Soon ends on {}", day(90)),
            format!("the accreditation of the training organisation Just ended on {}", day(-30)),
        ]);
        assert_eq!((&found[0]["last_day"], &found[0]["since"]), (&json!(day(90)), &json!(day(0))));
        let organisation = text(&found[0]["records"][0], "id");
        registrar.post(&format!("/v1/training-organisations/{organisation}/extensions"), &json!({"effective_on": day(0), "accredited_until": day(400), "reason": "Audited again."})).expect(201);
        assert_eq!(counted(registrar, "training_accreditation_ending"), 1);

        let old = organisation_certificates::published(&world, &json!({"number": "E-1", "expires_on": day(20)}));
        organisation_certificates::published(&world, &json!({"number": "E-2", "expires_on": day(300)}));
        let ends = |client: &Client| of_kind(client, "organisation_certificate_expiring");
        let [item] = <[Value; 1]>::try_from(ends(own)).unwrap();
        assert_eq!((&item["records"][0]["id"], &item["last_day"], &item["body"]["id"]), (&json!(old), &json!(day(20)), &json!(world.body.id)));
        assert!(text(&item, "action").contains("Submit the renewal"), "{item}");
        assert_eq!((ends(other).len(), ends(registrar).len()), (0, 1));
        assert_eq!(of_kind(own, "training_accreditation_ending"), Vec::<Value>::new(), "this is no body's");
        assert_eq!(counted(own, "training_accreditation_ending"), Value::Null);
    }

    fn what_went_wrong_is_told_to_whom_it_concerns(service: Service) {
        let world = World::new(&service);
        let (own, other, registrar) = (&world.body.caller.client, &world.other_body.caller.client, &world.registrar.client);
        let hook = own.post("/v1/webhook-subscriptions", &json!({"url": "https://hooks.invalid/x"})).expect(201);
        let hook = text(&hook, "id");
        world.certified_candidate(&json!({}));
        let mut sql = Sql::of(&service);
        let sequence = &sql.texts("SELECT CAST(max(sequence) AS TEXT) AS value FROM events")[0];
        let delivery = |id: u32, reason: &str, state: &str| format!(
            "INSERT INTO webhook_deliveries (id, subscription_id, reason, event_sequence, state, attempts, created_at, finished_at) VALUES \
             ('0198f3b2-7c1e-7d30-9a55-{id:012}', '{hook}', '{reason}', {sequence}, '{state}', 8, '{0} 10:00:00', '{0} 11:00:00')", day(-1));
        sql.execute(&format!("DELETE FROM webhook_deliveries WHERE event_sequence = {sequence}")).unwrap();
        sql.execute(&delivery(1, "event", "given_up")).unwrap();
        let [item] = <[Value; 1]>::try_from(of_kind(own, "webhook_given_up")).unwrap();
        assert_eq!((&item["records"][0]["path"], &item["since"]), (&json!(format!("/v1/webhook-subscriptions/{hook}")), &json!(day(-1))));
        assert!(text(&item, "summary").starts_with("1 messages for the client "), "{item}");
        assert_eq!((counted(other, "webhook_given_up"), counted(registrar, "webhook_given_up")), (json!(0), json!(1)));
        sql.execute(&delivery(2, "redelivery", "given_up")).unwrap();
        assert_eq!(counted(own, "webhook_given_up"), 1);
        sql.execute(&delivery(3, "redelivery", "delivered")).unwrap();
        assert_eq!(counted(own, "webhook_given_up"), 0);

        assert_eq!(of_kind(own, "batch_refused"), Vec::<Value>::new());
        let columns = "id, body_id, submitted_by, submitted_as, submitted_at, format, digest, bytes, row_count, dry_run, state, pass, fail, \
            unchanged, not_eligible, invalid, conflict, missed_numbers, refused, finished_at";
        for (number, refused) in [(4, 3), (5, 2)] {
            sql.execute(&format!("INSERT INTO result_batches ({columns}) VALUES ('0198f3b2-7c1e-7d30-9a55-{number:012}', '{}', 'operator', 'body', \
                '{1} 10:00:00', 'csv', 'x{number}', 10, 3, FALSE, 'completed', 0, {2}, 0, 0, 0, 0, 0, {refused}, '{1} 10:00:00')", world.body.id, day(-2), 3 - refused)).unwrap();
        }
        let [item] = <[Value; 1]>::try_from(of_kind(own, "batch_refused")).unwrap();
        assert_eq!(text(&item, "summary"), "all 3 rows of a file of results of Alder Certification were refused");
        assert_eq!((counted(other, "batch_refused"), counted(registrar, "batch_refused")), (json!(0), json!(1)));

        assert_eq!(of_kind(registrar, "key_problem"), Vec::<Value>::new());
        sql.execute(&format!("INSERT INTO issuers (number, url, did, recorded_at) VALUES (1, 'https://elsewhere.example', 'did:web:elsewhere.example', '{} 10:00:00')", day(-3))).unwrap();
        let [item] = <[Value; 1]>::try_from(of_kind(registrar, "key_problem")).unwrap();
        assert_eq!((&item["since"], text(&item, "summary").contains("https://elsewhere.example")), (&json!(day(-3)), true));
        assert!(text(&item, "action").contains("touchstone doctor"), "{item}");
        assert_eq!(of_kind(own, "key_problem"), Vec::<Value>::new());
    }

    fn letters_that_no_font_shows_are_told_by_their_script(service: Service) {
        let world = World::new(&service);
        world.register_candidate(&world.body.caller.client, &json!({"given_names": "عمر", "family_name": "Łuczak"}));
        compare(&service);
        let found = of_kind(&world.registrar.client, "font_missing");
        let scripts: Vec<String> = found.iter().map(|one| text(one, "id")).collect();
        assert_eq!(scripts, ["font_missing:Arabic"], "{found:?}");
        assert!(text(&found[0], "summary").contains("U+0639") && text(&found[0], "action").contains("TOUCHSTONE_FONT_DIRECTORY"), "{found:?}");
        assert_eq!((&found[0]["since"], of_kind(&world.body.caller.client, "font_missing")), (&json!(day(0)), Vec::new()));
    }

    fn organisations_that_look_like_one_need_a_registrar(service: Service) {
        let world = World::new(&service);
        for country in ["NL", "BE"] {
            let application = json!({"number": format!("D-{country}"), "organisation": {"name": "Linden Twins", "country": country}});
            organisation_certificates::submit(&world.body.caller.client, &application);
        }
        let pairs = events::all_items(&world.registrar.client, "/v1/organisation-duplicates");
        let found = of_kind(&world.registrar.client, "organisation_duplicate");
        assert_eq!((found.len(), pairs.len()), (1, 1));
        assert!(text(&found[0], "summary").starts_with("Linden Twins and Linden Twins look like one organisation: "), "{found:?}");
        assert_eq!(of_kind(&world.body.caller.client, "organisation_duplicate"), Vec::<Value>::new());
        let counts = world.registrar.client.get("/v1/attention/counts").expect(200);
        let kinds = each(&counts, "kind");
        let mut sorted = kinds.clone();
        sorted.sort();
        assert_eq!((kinds.len(), kinds == sorted), (18, true), "{kinds:?}");
        let one = world.registrar.client.get("/v1/attention/counts?kind=waiting_scope").expect(200);
        assert_eq!(one["items"], json!([{"kind": "waiting_scope", "count": 2, "more": false}]));
    }
}
