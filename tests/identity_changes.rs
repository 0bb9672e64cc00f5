//! Who a certificate is about does not change unseen: a body asks, a registrar decides, and a verification by an earlier
//! name says so.

use serde_json::{Value, json};

use crate::support::sql::Sql;
use crate::support::steps::{
    certificate_of, change_certificate, day, each, expect_mistakes, patch, search, verification,
};
use crate::support::world::{World, result, text};
use crate::support::{Answer, Client, Service, batches, events, on_both_engines};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A holder, Ada Lovelace, born on 1985-04-12: the address of the candidate, and the certificate's number.
fn holder(world: &World) -> (String, String) {
    let (candidate, passed) = world.certified_candidate(&json!({"given_names": "Ada", "family_name": "Lovelace"}));
    (format!("/v1/candidates/{candidate}"), certificate_of(&passed))
}

/// Asks for changes, with a proof.
fn ask(client: &Client, person: &str, changes: &Value) -> Answer {
    let mut request = json!({"reason": "marriage", "proof": {"method": "deed_seen", "note": "Seen at our office."}});
    for (name, value) in changes.as_object().into_iter().flatten() {
        request[name] = value.clone();
    }
    client.post(&format!("{person}/identity-changes"), &request)
}

fn decide(client: &Client, person: &str, change: &Value, decision: &Value) -> Answer {
    client.post(&format!("{person}/identity-changes/{}/decisions", text(change, "id")), decision)
}

/// Has the family name changed with a registrar's consent.
fn rename(world: &World, person: &str, family_name: &str) {
    let asked = ask(&world.body.caller.client, person, &json!({"family_name": family_name})).expect(201);
    let agreed = decide(&world.registrar.client, person, &asked, &json!({"agreed": true})).expect(201);
    assert_eq!(agreed["state"], "agreed");
}

/// How a family name compares: by the address, in a batch, and whose name is told.
#[track_caller]
fn compare(world: &World, number: &str, family_name: &str) -> (Value, Value) {
    let query = serde_urlencoded::to_string([("family_name", family_name)]).unwrap();
    let one = verification(world, number, &format!("?{query}"));
    let asked = json!({"verifications": [
        {"number": "2B8D-0000-4TTF", "family_name": family_name},
        {"number": number, "family_name": family_name},
        {"number": number},
    ]});
    let many = world.employer.client.post("/v1/verifications", &asked).expect(200);
    for member in ["name_matches", "holder", "status"] {
        assert_eq!(many["items"][1][member], one[member], "{member} of {many}");
    }
    assert_eq!((&many["items"][0]["name_matches"], &many["items"][2]["name_matches"]), (&Value::Null, &Value::Null));
    (one["name_matches"].clone(), one["holder"].clone())
}

/// What the page says of a family name.
fn page(world: &World, number: &str, language: &str, family_name: &str) -> String {
    let form = serde_urlencoded::to_string([("family_name", family_name)]).unwrap();
    let answer = world.public.send("POST", &format!("/verify/{number}?lang={language}"), &[FORM], form.as_bytes());
    assert_eq!(answer.status, 200, "{answer}");
    answer.text()
}

/// Settings under which many names may be asked for.
const PATIENT: (&str, &str) = ("TOUCHSTONE_NAME_CHECKS_PER_MINUTE", "1000");

on_both_engines! {
    fn a_body_changes_no_holder_by_itself(service: Service) {
        let world = World::new(&service);
        let (person, number) = holder(&world);
        let client = &world.body.caller.client;
        let before = client.get(&person).expect(200);
        for (fields, changes) in [
            ("family_name", json!({"family_name": "Fraud"})),
            ("given_names", json!({"given_names": "Eve"})),
            ("given_names", json!({"given_names": null})),
            ("birth_date", json!({"birth_date": "1985-04-13"})),
            ("family_name", json!({"family_name": "LOVELACE"})),
            ("family_name", json!({"family_name": "Lovelacé"})),
            ("given_names, family_name, birth_date",
                json!({"given_names": "Eve", "family_name": "Fraud", "birth_date": "1970-01-01", "email": null})),
        ] {
            let problem = patch(client, &person, &changes).expect_problem(409, "identity_change_required");
            let detail = text(&problem, "detail");
            assert!(detail.contains(fields) && detail.contains(&format!("{person}/identity-changes")), "{detail}");
        }
        assert_eq!(client.get(&person).expect(200), before);
        let rest = json!({"given_names": "Ada", "family_name": "Lovelace", "birth_date": "1985-04-12", "email": null});
        assert_eq!(patch(client, &person, &rest).expect(200)["email"], Value::Null, "what is on record is no change");
        assert_eq!(patch(client, &person, &json!({"listed": true})).expect(200)["listed"], true);

        change_certificate(&world, &number, "withdrawals", &day(0), None).expect(201);
        let late = patch(client, &person, &json!({"family_name": "Fraud"}));
        late.expect_problem(409, "identity_change_required");
        let free = format!("/v1/candidates/{}", world.register_candidate(client, &json!({})));
        let shown = patch(client, &free, &json!({"family_name": "Byron", "birth_date": "1980-01-01"})).expect(200);
        assert_eq!((&shown["family_name"], &shown["birth_date"]), (&json!("Byron"), &json!("1980-01-01")));
        let failed = world.submit_result(client, free.rsplit('/').next().unwrap(), "foundation", "2015-06-01", 3);
        failed.expect(201);
        patch(client, &free, &json!({"family_name": "Noel"})).expect(200);
        let changes = client.get(&format!("{free}/identity-changes")).expect(200);
        assert_eq!(changes["items"], json!([]), "of whom no paper speaks nothing is kept");
    }

    fn a_row_of_a_file_changes_nobody(service: Service) {
        let world = World::new(&service);
        let (person, number) = holder(&world);
        let client = &world.body.caller.client;
        let candidate_number = text(&client.get(&person).expect(200), "number");
        let named = |reference: &str, values: &[(&str, &str)]| {
            let own = [&[("candidate_number", candidate_number.as_str()), ("given_names", ""), ("sat_on", "2016-06-01")], values];
            batches::foundation(reference, &own.concat())
        };
        let file = batches::csv(&[
            named("family", &[("family_name", "Fraud")]),
            named("given", &[("family_name", "Lovelace"), ("given_names", "Eve"), ("marks", "3")]),
            named("born", &[("family_name", "Lovelace"), ("birth_date", "1970-01-01")]),
        ]);
        let rows = batches::outcome(client, "", &file);
        assert_eq!(batches::words(&rows), ["conflict"; 3], "{rows:?}");
        let shown = client.get(&person).expect(200);
        let told = (&shown["given_names"], &shown["family_name"], &shown["birth_date"]);
        assert_eq!(told, (&json!("Ada"), &json!("Lovelace"), &json!("1985-04-12")));
        assert_eq!(compare(&world, &number, "Lovelace").0, true);
    }

    fn a_row_with_the_earlier_name_makes_nobody_twice(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let file = batches::csv(&[batches::foundation("1", &[]), batches::foundation("2", &[("family_name", "Other")])]);
        assert_eq!(batches::words(&batches::outcome(client, "", &file)), ["pass", "pass"]);
        let known = events::all_items(client, "/v1/candidates");
        let changed = known.iter().find(|candidate| candidate["family_name"] == "Ferreira").unwrap();
        rename(&world, &format!("/v1/candidates/{}", text(changed, "id")), "Gomes");
        let rows = batches::outcome(client, "?again=true", &file);
        assert_eq!(batches::words(&rows), ["conflict", "unchanged"], "{rows:?}");
        assert_eq!(batches::wrong(&rows[0])[0].1, "earlier_identity");
        assert_eq!(events::all_items(client, "/v1/candidates").len(), known.len(), "nobody is registered twice");
        let number = text(changed, "number");
        for (name, outcome) in [("Gomes", "unchanged"), ("gomes", "unchanged"), ("Ferreira", "conflict")] {
            let named = batches::foundation("1", &[("candidate_number", &number), ("family_name", name)]);
            assert_eq!(batches::words(&batches::outcome(client, "?again=true", &batches::csv(&[named]))), [outcome], "{name}");
        }
        let elsewhere = batches::outcome(&world.other_body.caller.client, "", &batches::csv(&[batches::foundation("1", &[])]));
        assert_eq!(batches::words(&elsewhere), ["pass"], "whom another body knows is nobody here");
    }

    fn the_earlier_name_in_an_earlier_versions_spelling_makes_nobody_twice(mut service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let file = batches::csv(&[batches::foundation("1", &[])]);
        batches::outcome(client, "", &file);
        let known = events::all_items(client, "/v1/candidates");
        rename(&world, &format!("/v1/candidates/{}", text(&known[0], "id")), "Gomes");
        service.terminate();
        let mut sql = Sql::of(&service);
        let earlier = "earlier_family_name = 'Fer\u{AD}reira', earlier_matching_key = replace(earlier_matching_key, 'ferreira', 'fer\u{AD}reira')";
        assert_eq!(sql.execute(&format!("UPDATE identity_changes SET {earlier}")).unwrap(), 1);
        sql.execute("DELETE FROM __diesel_schema_migrations WHERE version = '00000000000020'").unwrap();
        drop(sql);
        let migrated = service.command(&["migrate"]);
        assert!(migrated.status.success(), "{migrated:?}");
        service.restart();
        let rows = batches::outcome(client, "?again=true", &file);
        assert_eq!(batches::words(&rows), ["conflict"], "{rows:?}");
        assert_eq!(batches::wrong(&rows[0])[0].1, "earlier_identity");
    }

    fn a_request_waits_for_a_registrar_and_takes_effect_when_it_is_agreed(service: Service) {
        let world = World::new(&service);
        let (person, number) = holder(&world);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let asked = ask(client, &person, &json!({"given_names": "Augusta", "family_name": "King"})).expect(201);
        assert_eq!((&asked["state"], &asked["fields"]), (&json!("requested"), &json!(["given_names", "family_name"])));
        assert_eq!((&asked["body_id"], &asked["earlier"]), (&json!(world.body.id), &Value::Null));
        assert_eq!(asked["proof"], json!({"method": "deed_seen", "note": "Seen at our office."}));
        assert_eq!(client.get(&person).expect(200)["family_name"], "Lovelace");
        assert_eq!(compare(&world, &number, "King").0, false);

        let waiting = registrar.get("/v1/attention?kind=identity_change").expect(200);
        let item = &waiting["items"][0];
        assert_eq!((&item["kind"], &item["since"]), (&json!("identity_change"), &json!(day(0))));
        assert_eq!((&item["identity_change"], &item["body"]["id"]), (&asked, &json!(world.body.id)));
        let summary = text(item, "summary");
        assert!(summary.starts_with("Alder Certification asks to change the given names and family name"), "{summary}");
        assert!(!summary.contains("King") && !summary.contains("Lovelace"), "{summary}");

        let second = ask(client, &person, &json!({"birth_date": "1985-04-13"}));
        let problem = second.expect_problem(409, "status_conflict");
        assert!(text(&problem, "detail").contains(&text(&asked, "id")), "{problem}");
        let agreed = decide(registrar, &person, &asked, &json!({"agreed": true, "words": "Good."})).expect(201);
        let earlier = json!({
            "given_names": "Ada", "family_name": "Lovelace", "birth_date": "1985-04-12",
            "recorded_from": day(0), "recorded_until": day(0),
        });
        assert_eq!((&agreed["state"], &agreed["words"], &agreed["earlier"]), (&json!("agreed"), &json!("Good."), &earlier));
        assert_eq!(client.get(&format!("{person}/identity-changes/{}", text(&asked, "id"))).expect(200), agreed);
        let shown = client.get(&person).expect(200);
        assert_eq!((&shown["given_names"], &shown["family_name"]), (&json!("Augusta"), &json!("King")));
        let kinds: Vec<String> = each(&registrar.get("/v1/attention?kind=identity_change").expect(200), "kind");
        assert!(!kinds.contains(&"identity_change".to_owned()), "{kinds:?}");
        for again in [json!({"agreed": true}), json!({"agreed": false, "words": "No."})] {
            decide(registrar, &person, &asked, &again).expect_problem(409, "status_conflict");
        }
        assert_eq!(compare(&world, &number, "King"), (json!(true), json!({"given_names": "Augusta", "family_name": "King"})));
        assert_eq!(compare(&world, &number, "Lovelace"), (json!("earlier_name"), Value::Null));
    }

    fn refused_or_withdrawn_it_changes_nothing(service: Service) {
        let world = World::new(&service);
        let (person, number) = holder(&world);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let before = client.get(&person).expect(200);
        let asked = ask(client, &person, &json!({"family_name": "King"})).expect(201);
        let silent = decide(registrar, &person, &asked, &json!({"agreed": false}));
        expect_mistakes(&silent, &[("/words", "required")]);
        decide(client, &person, &asked, &json!({"agreed": true})).expect_problem(403, "forbidden");
        let refused = decide(registrar, &person, &asked, &json!({"agreed": false, "words": "The deed is not hers."}));
        let refused = refused.expect(201);
        assert_eq!((&refused["state"], &refused["words"]), (&json!("refused"), &json!("The deed is not hers.")));
        let withdrawal = |client: &Client, change: &Value| {
            client.post(&format!("{person}/identity-changes/{}/withdrawals", text(change, "id")), &json!({}))
        };
        withdrawal(client, &asked).expect_problem(409, "status_conflict");
        let asked = ask(client, &person, &json!({"birth_date": "1986-04-12"})).expect(201);
        withdrawal(registrar, &asked).expect_problem(403, "forbidden");
        assert_eq!(withdrawal(client, &asked).expect(201)["state"], "withdrawn");
        decide(registrar, &person, &asked, &json!({"agreed": true})).expect_problem(409, "status_conflict");
        assert_eq!(client.get(&person).expect(200), before);
        assert_eq!(compare(&world, &number, "King").0, false);
        let listed = client.get(&format!("{person}/identity-changes?limit=1")).expect(200);
        assert_eq!((each(&listed, "state"), listed["next_cursor"].is_string()), (vec!["refused".to_owned()], true));
    }

    fn a_registrars_own_takes_effect_at_once_and_keeps_what_was(service: Service) {
        let world = World::new(&service);
        let (person, number) = holder(&world);
        let registrar = &world.registrar.client;
        let own = ask(registrar, &person, &json!({"family_name": "King", "reason": "spelling"})).expect(201);
        assert_eq!((&own["state"], &own["body_id"]), (&json!("agreed"), &Value::Null));
        let waiting = ask(&world.body.caller.client, &person, &json!({"birth_date": "1985-04-13"})).expect(201);
        patch(registrar, &person, &json!({"family_name": "Byron", "email": null})).expect(200);
        let changes = registrar.get(&format!("{person}/identity-changes")).expect(200);
        assert_eq!(each(&changes, "state"), ["agreed", "requested", "agreed"]);
        let last = &changes["items"][2];
        assert_eq!((&last["reason"], &last["proof"]), (&json!("other"), &Value::Null));
        assert_eq!((&last["fields"], &last["earlier"]["family_name"]), (&json!(["family_name"]), &json!("King")));
        let told = events::all(registrar).pop().unwrap();
        assert_eq!((&told["kind"], &told["data"]["identity_change_id"]), (&json!("candidate_changed"), &last["id"]));
        for (name, expected) in [("Byron", json!(true)), ("King", json!("earlier_name")), ("Lovelace", json!("earlier_name"))] {
            assert_eq!(compare(&world, &number, name).0, expected, "{name}");
        }
        let agreed = decide(registrar, &person, &waiting, &json!({"agreed": true})).expect(201);
        assert_eq!(agreed["earlier"]["family_name"], "Byron", "what is on record when it is agreed");
        let shown = registrar.get(&person).expect(200);
        assert_eq!((&shown["family_name"], &shown["birth_date"]), (&json!("Byron"), &json!("1985-04-13")));
        patch(registrar, &person, &json!({"birth_date": "2999-01-01"})).expect_problem(422, "invalid_input");
    }

    fn every_earlier_name_is_told_however_it_is_spelt(service: Service) with [PATIENT] {
        let world = World::new(&service);
        let (candidate, passed) = world.certified_candidate(&json!({"given_names": "Ana", "family_name": "Müller"}));
        let (person, number) = (format!("/v1/candidates/{candidate}"), certificate_of(&passed));
        for name in ["O’Brien", "Sørensen", "García-Márquez", "Muller", "Müller", "王"] {
            rename(&world, &person, name);
        }
        for asked in ["muellers", "Brien", "Garcia", "Nobody", "-"] {
            assert_eq!(compare(&world, &number, asked), (json!(false), Value::Null), "{asked}");
        }
        for asked in [
            "Müller", "MULLER", "mu\u{308}ller", "mueller", "o'brien", "OBRIEN", "Sorensen", "SØRENSEN", "Soerensen",
            "garcia marquez",
        ] {
            assert_eq!(compare(&world, &number, asked), (json!("earlier_name"), Value::Null), "{asked}");
        }
        assert_eq!(compare(&world, &number, "王").0, true);
        rename(&world, &person, "Müller");
        assert_eq!(compare(&world, &number, "MULLER").0, true, "a name that was taken again is the name");
        assert_eq!(compare(&world, &number, "王").0, json!("earlier_name"));
        patch(&world.body.caller.client, &person, &json!({"listed": true})).expect(200);
        assert_eq!(compare(&world, &number, "Sorensen"), (json!("earlier_name"), Value::Null), "nor is the new name told");
        assert_eq!(compare(&world, &number, "Nobody").1["family_name"], "Müller");
        change_certificate(&world, &number, "withdrawals", &day(0), None).expect(201);
        rename(&world, &person, "Schmidt");
        let told = verification(&world, &number, "?family_name=muller");
        assert_eq!((&told["status"], &told["name_matches"]), (&json!("withdrawn"), &json!("earlier_name")));
    }

    fn given_names_and_birth_dates_are_kept_and_change_no_family_name(service: Service) {
        let world = World::new(&service);
        let (person, number) = holder(&world);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        for (changes, earlier) in [
            (json!({"given_names": null}), json!(["Ada", "1985-04-12"])),
            (json!({"birth_date": "1984-04-12"}), json!([null, "1985-04-12"])),
            (json!({"given_names": "Ada", "birth_date": "1985-04-12"}), json!([null, "1984-04-12"])),
        ] {
            let asked = ask(client, &person, &changes).expect(201);
            let agreed = decide(registrar, &person, &asked, &json!({"agreed": true})).expect(201);
            assert_eq!(json!([agreed["earlier"]["given_names"], agreed["earlier"]["birth_date"]]), earlier, "{changes}");
            assert_eq!(compare(&world, &number, "Lovelace").0, true);
        }
        let found = text(&client.get(&person).expect(200), "number");
        let row = [("candidate_number", found.as_str()), ("birth_date", "1984-04-12"), ("sat_on", "2016-06-01")];
        let rows = batches::outcome(client, "", &batches::csv(&[batches::foundation("1", &row)]));
        assert_eq!(batches::words(&rows), ["conflict"], "an earlier birth date finds nobody");
    }

    fn the_page_says_it_in_five_languages(service: Service) with [PATIENT] {
        let world = World::new(&service);
        let (person, number) = holder(&world);
        rename(&world, &person, "Wollstonecraft");
        for (language, words) in [
            ("en", "This is an earlier name of the holder."),
            ("de", "Das ist ein früherer Name"),
            ("fr", "C’est un ancien nom du titulaire."),
            ("es", "Es un nombre anterior del titular."),
            ("ja", "これは所持者の以前の姓です。"),
        ] {
            let shown = page(&world, &number, language, "LOVELACÉ");
            assert!(shown.contains(words) && shown.contains("class=\"panel valid\""), "{shown}");
            assert!(!shown.contains("Wollstonecraft"), "the new name is not told: {shown}");
        }
        let shown = page(&world, &number, "en", "Wollstonecraft");
        assert!(shown.contains("The name matches") && !shown.contains("earlier name"), "{shown}");
        assert!(page(&world, &number, "en", "Byron").contains("Valid, but not for “\u{2068}Byron\u{2069}”"));
    }

    fn what_is_wrong_with_a_request_is_told(service: Service) {
        let world = World::new(&service);
        let (person, _) = holder(&world);
        let client = &world.body.caller.client;
        let changes = format!("{person}/identity-changes");
        expect_mistakes(&client.post(&changes, &json!({})), &[("/reason", "required"), ("/proof", "required")]);
        let wrong = json!({"family_name": null, "birth_date": "1985-02-30", "reason": "whim", "proof": {"method": ""}, "email": "x"});
        expect_mistakes(&client.post(&changes, &wrong), &[
            ("/family_name", "wrong_type"), ("/birth_date", "invalid_date"), ("/reason", "unknown_word"),
            ("/proof/method", "empty"), ("/email", "unknown_field"),
        ]);
        let other = json!({"reason": "other", "proof": {"method": "told"}, "family_name": "King"});
        expect_mistakes(&client.post(&changes, &other), &[("/proof", "required")]);
        for same in [json!({}), json!({"family_name": "Lovelace", "given_names": "Ada", "birth_date": "1985-04-12"})] {
            expect_mistakes(&ask(client, &person, &same), &[("", "unchanged")]);
        }
        expect_mistakes(&ask(client, &person, &json!({"birth_date": day(0)})), &[("/birth_date", "impossible_birth_date")]);
        ask(&world.other_body.caller.client, &person, &json!({"family_name": "King"})).expect_problem(404, "not_found");
        let number = text(&client.get(&person).expect(200), "number");
        search(&world.other_body.caller.client, &number, "1985-04-12").expect(200);
        ask(&world.other_body.caller.client, &person, &json!({"family_name": "King"})).expect_problem(403, "forbidden");
        world.other_body.caller.client.get(&changes).expect_problem(403, "forbidden");
        let another = format!("/v1/candidates/{}", world.register_candidate(client, &json!({})));
        let asked = ask(client, &another, &json!({"family_name": "King"})).expect(201);
        let elsewhere = format!("{changes}/{}", text(&asked, "id"));
        client.get(&elsewhere).expect_problem(404, "not_found");
        client.get(&format!("{changes}/nothing")).expect_problem(404, "not_found");
    }

    fn every_step_is_one_event_with_the_personal_part_apart(service: Service) {
        let world = World::new(&service);
        let (person, _) = holder(&world);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let before = events::all(registrar).len();
        let first = ask(client, &person, &json!({"family_name": "King"})).expect(201);
        decide(registrar, &person, &first, &json!({"agreed": false, "words": "No deed."})).expect(201);
        let second = ask(client, &person, &json!({"family_name": "King"})).expect(201);
        client.post(&format!("{person}/identity-changes/{}/withdrawals", text(&second, "id")), &json!({})).expect(201);
        let third = ask(client, &person, &json!({"family_name": "King"})).expect(201);
        decide(registrar, &person, &third, &json!({"agreed": true})).expect(201);
        let told = events::all(client);
        let told: Vec<Value> = told.into_iter().filter(|event| text(event, "kind").starts_with("identity_change")).collect();
        assert_eq!(events::all(registrar).len() - before, told.len(), "one for each step, and the body sees all of them");
        let kinds: Vec<String> = told.iter().map(|event| text(event, "kind")).collect();
        assert_eq!(kinds, [
            "identity_change_requested", "identity_change_refused", "identity_change_requested",
            "identity_change_withdrawn", "identity_change_requested", "identity_change_agreed",
        ]);
        for event in &told {
            let data = event["data"].to_string();
            assert_eq!(event["data"]["fields"], json!(["family_name"]));
            for personal in ["King", "Lovelace", "1985", "deed", "marriage", "office"] {
                assert!(!data.contains(personal), "{personal} in {data}");
            }
        }
    }

    fn of_two_decisions_at_once_one_counts(service: Service) {
        let world = World::new(&service);
        let (person, number) = holder(&world);
        for round in 0..3 {
            let name = format!("King {round}");
            let asked = ask(&world.body.caller.client, &person, &json!({"family_name": name})).expect(201);
            let answers: Vec<Answer> = std::thread::scope(|scope| {
                let threads: Vec<_> = [json!({"agreed": true}), json!({"agreed": false, "words": "No."})]
                    .map(|decision| {
                        let (client, person, asked) = (world.registrar.client.with_own_connections(), &person, &asked);
                        scope.spawn(move || decide(&client, person, asked, &decision))
                    })
                    .into_iter()
                    .collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
            statuses.sort_unstable();
            assert_eq!(statuses, [201, 409], "{answers:?}");
            let is_agreed = answers[0].status == 201;
            assert_eq!(world.registrar.client.get(&person).expect(200)["family_name"] == name, is_agreed);
            assert_eq!(compare(&world, &number, &name).0, is_agreed);
        }
    }

    fn a_later_certificate_of_the_same_holder_knows_the_earlier_name_too(service: Service) {
        let world = World::new(&service);
        let (person, first) = holder(&world);
        rename(&world, &person, "King");
        let id = person.rsplit('/').next().unwrap();
        let passed = world.body.caller.client.post("/v1/results", &result(id, "practitioner", "2016-06-01", 60));
        let second = certificate_of(&passed.expect(201));
        for number in [&first, &second] {
            assert_eq!(compare(&world, number, "Lovelace"), (json!("earlier_name"), Value::Null));
        }
    }
}
