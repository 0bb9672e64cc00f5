//! The review of the scope statement, at most three times.

use std::sync::Barrier;

use serde_json::{Value, json};

use crate::support::organisation_certificates::{
    PATH, STATEMENT, agree, application, change, disagree, history, read, step, submit,
};
use crate::support::steps::{change_body, day, expect_mistakes, use_scheme};
use crate::support::world::{World, text};
use crate::support::{Answer, Service, events, on_both_engines};

fn kinds(history: &Value) -> Vec<String> {
    history["steps"].as_array().unwrap().iter().map(|step| text(step, "kind")).collect()
}

fn revise(world: &World, id: &str, statement: &str) -> Answer {
    step(&world.body.caller.client, id, "scope-revisions", &json!({"scope_statement": statement}))
}

fn withdraw(world: &World, id: &str) -> Answer {
    let reason = json!({"reason": "The organisation has given up."});
    step(&world.body.caller.client, id, "application-withdrawals", &reason)
}

on_both_engines! {
    fn agreed_it_is_published_with_all_that_was_submitted(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let request = application(&json!({
            "organisation": {
                "name": "株式会社さくらサービス", "latin_name": "Sakura Services K.K.", "country": "JP", "region": "東京都",
                "website": "https://sakura.example", "registration_number": "0100-01-000001",
            },
            "sites": [
                {"name": "本社", "locality": "千代田区", "region": "東京都", "country": "JP"},
                {"locality": "Singapore", "country": "SG"},
            ],
            "scope_statement": "Hosting.\nWith operation.",
        }));
        let answer = client.post(PATH, &request);
        let submitted = answer.expect(201);
        let id = text(&submitted, "id");
        assert_eq!(answer.header("location"), format!("{PATH}/{id}"));
        for name in ["number", "edition", "issued_on", "expires_on", "scope_statement"] {
            assert_eq!(submitted[name], request[name], "{name}");
        }
        let sites = json!([
            {"name": "本社", "locality": "千代田区", "region": "東京都", "country": "JP", "street": null, "postcode": null, "scope": null},
            {"name": null, "locality": "Singapore", "region": null, "country": "SG", "street": null, "postcode": null, "scope": null},
        ]);
        assert_eq!(submitted["sites"], sites);
        assert!(text(&submitted["organisation"], "slug").starts_with("organisation-"), "{submitted}");
        assert_eq!(submitted["organisation"]["name"], "株式会社さくらサービス");
        assert_eq!(submitted["body"], json!({"id": world.body.id, "slug": world.body.slug, "name": "Alder Certification"}));
        assert_eq!((&submitted["state"], &submitted["status"]), (&json!("submitted"), &Value::Null));
        assert_eq!((&submitted["feedback_rounds"], &submitted["published_at"]), (&json!(0), &Value::Null));
        assert_eq!(read(client, &id, ""), submitted);

        let queue = world.registrar.client.get(&format!("{PATH}?state=submitted")).expect(200);
        assert_eq!(queue["items"], json!([submitted]));
        let published = agree(&world, &id);
        let mut expected = submitted;
        expected["state"] = json!("published");
        expected["status"] = json!("expired");
        expected["published_at"] = published["published_at"].clone();
        expected["register_number"] = published["register_number"].clone();
        expected["organisation"]["slug"] = json!("sakura-services-k-k");
        assert!(published["published_at"].is_string(), "{published}");
        assert_eq!(published, expected, "nothing else has changed");
        let public = read(&world.public, &id, "");
        expected["feedback_rounds"] = Value::Null;
        expected["submitted_at"] = Value::Null;
        assert_eq!(public, expected, "but for what is between the body and the registrar");
    }

    fn the_third_review_agrees_or_ends_it(service: Service) {
        let world = World::new(&service);
        let id = submit(&world.body.caller.client, &json!({"number": "A-77"}));
        for round in 1..=2 {
            let returned = disagree(&world, &id, &format!("Round {round}: say to whom.")).expect(201);
            assert_eq!((&returned["state"], &returned["feedback_rounds"]), (&json!("returned"), &json!(round)));
            disagree(&world, &id, "And once more.").expect_problem(409, "status_conflict");
            let statement = format!("Hosting from Utrecht for hospitals, version {round}.");
            let revised = revise(&world, &id, &statement).expect(201);
            assert_eq!((&revised["state"], &revised["scope_statement"]), (&json!("submitted"), &json!(statement)));
        }
        let over = disagree(&world, &id, "It is still not said to whom.").expect(201);
        assert_eq!((&over["state"], &over["feedback_rounds"]), (&json!("application_withdrawn"), &json!(2)));
        for answer in [
            revise(&world, &id, "Hosting."),
            disagree(&world, &id, "No."),
            withdraw(&world, &id),
            step(&world.registrar.client, &id, "scope-reviews", &json!({"agreed": true})),
        ] {
            let problem = answer.expect_problem(409, "status_conflict");
            assert!(text(&problem, "detail").contains("submit a new one"), "{answer}");
        }
        let told = history(&world.body.caller.client, &id);
        let round = ["feedback", "revision"];
        let expected = [&["submission"][..], &round, &round, &["disagreement"]].concat();
        assert_eq!(kinds(&told), expected);
        let steps = told["steps"].as_array().unwrap();
        assert_eq!((&steps[0]["scope_statement"], &steps[0]["words"]), (&json!(STATEMENT), &Value::Null));
        assert_eq!(steps[1]["words"], "Round 1: say to whom.");
        assert_eq!(steps[1]["recorded_by"], format!("client:{}", world.registrar.client_id));
        assert_eq!(steps[2]["scope_statement"], "Hosting from Utrecht for hospitals, version 1.");
        assert_eq!(steps[5]["words"], "It is still not said to whom.");
        assert_eq!(told["turns"], json!([]));
        world.public.get(&format!("{PATH}/{id}")).expect_problem(404, "not_found");

        let again = submit(&world.body.caller.client, &json!({"number": "A-77"}));
        assert_ne!(again, id, "the number is free again");
        assert_eq!(agree(&world, &again)["feedback_rounds"], 0);
    }

    fn the_third_review_may_agree(service: Service) {
        let world = World::new(&service);
        let id = submit(&world.body.caller.client, &json!({}));
        for round in 1..=2 {
            disagree(&world, &id, "Better.").expect(201);
            revise(&world, &id, &format!("Statement {round}.")).expect(201);
        }
        let words = json!({"agreed": true, "words": "Thank you for your patience."});
        let published = step(&world.registrar.client, &id, "scope-reviews", &words).expect(201);
        assert_eq!((&published["state"], &published["scope_statement"]), (&json!("published"), &json!("Statement 2.")));
        let told = history(&world.body.caller.client, &id);
        assert_eq!(told["steps"].as_array().unwrap().last().unwrap()["words"], "Thank you for your patience.");
    }

    /// What waits for its review when the scheme closes an edition is not published with days that it does not allow.
    fn an_edition_may_close_before_the_review(mut service: Service) {
        use_scheme(&mut service, |scheme| {
            scheme.replace("certified_until = 2021-09-30\nvalid_until = 2022-03-31\n", "")
        });
        let world = World::new(&service);
        let id = submit(&world.body.caller.client, &json!({"edition": "2011"}));
        use_scheme(&mut service, |scheme| scheme.replace("version = \"2026-12\"", "version = \"2027-01\""));
        let problem = step(&world.registrar.client, &id, "scope-reviews", &json!({"agreed": true})).expect_problem(409, "status_conflict");
        assert!(text(&problem, "detail").contains("`expires_on` lies after 2022-03-31"), "{problem}");
        disagree(&world, &id, "Of which edition?").expect(201);
    }

    fn a_step_begins_where_it_may_and_else_changes_nothing(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let id = submit(&world.body.caller.client, &json!({}));
        let before = history(registrar, &id);
        revise(&world, &id, "Not asked for.").expect_problem(409, "status_conflict");
        expect_mistakes(&step(registrar, &id, "scope-reviews", &json!({"agreed": false})), &[("/words", "required")]);
        expect_mistakes(&disagree(&world, &id, " "), &[("/words", "empty")]);
        let wrong = json!({"agreed": "no", "word": "x"});
        let answer = step(registrar, &id, "scope-reviews", &wrong);
        expect_mistakes(&answer, &[("/agreed", "wrong_type"), ("/word", "unknown_field")]);
        assert_eq!(history(registrar, &id), before);

        disagree(&world, &id, "Better.").expect(201);
        let before = history(registrar, &id);
        expect_mistakes(&revise(&world, &id, STATEMENT), &[("/scope_statement", "unchanged")]);
        expect_mistakes(&revise(&world, &id, &"x".repeat(2001)), &[("/scope_statement", "too_long")]);
        expect_mistakes(&revise(&world, &id, "abc\u{202E}def"), &[("/scope_statement", "invisible_character")]);
        step(registrar, &id, "scope-reviews", &json!({"agreed": true})).expect_problem(409, "status_conflict");
        for kind in ["suspensions", "withdrawals", "reinstatements"] {
            let change = json!({"effective_on": "2021-01-01", "reason_code": "x", "reason": "Y."});
            let problem = step(registrar, &id, kind, &change).expect_problem(409, "status_conflict");
            assert!(text(&problem, "detail").contains("not published"), "{problem}");
        }
        assert_eq!(history(registrar, &id), before);

        revise(&world, &id, &"ü".repeat(2000)).expect(201);
        agree(&world, &id);
        let before = history(registrar, &id);
        for answer in [
            revise(&world, &id, "Later."),
            disagree(&world, &id, "Later."),
            step(registrar, &id, "scope-reviews", &json!({"agreed": true})),
            withdraw(&world, &id),
        ] {
            answer.expect_problem(409, "status_conflict");
        }
        assert_eq!(history(registrar, &id), before);
    }

    fn a_body_withdraws_its_own_application(service: Service) {
        let world = World::new(&service);
        for returned in [false, true] {
            let id = submit(&world.body.caller.client, &json!({}));
            if returned {
                disagree(&world, &id, "Better.").expect(201);
            }
            assert_eq!(withdraw(&world, &id).expect(201)["state"], "application_withdrawn");
            let told = history(&world.registrar.client, &id);
            let last = told["steps"].as_array().unwrap().last().unwrap().clone();
            assert_eq!((&last["kind"], &last["words"]), (&json!("withdrawal"), &json!("The organisation has given up.")));
            disagree(&world, &id, "Too late.").expect_problem(409, "status_conflict");
        }
        let id = submit(&world.body.caller.client, &json!({}));
        let nothing = step(&world.body.caller.client, &id, "application-withdrawals", &json!({}));
        expect_mistakes(&nothing, &[("/reason", "required")]);
    }

    fn a_suspended_body_neither_revises_nor_withdraws(service: Service) {
        let world = World::new(&service);
        let id = submit(&world.body.caller.client, &json!({}));
        disagree(&world, &id, "Better.").expect(201);
        change_body(&world, &world.body.id, "suspensions", &day(-1)).expect(201);
        let problem = revise(&world, &id, "Hosting for hospitals.").expect_problem(403, "body_not_listed_today");
        assert!(text(&problem, "detail").contains("is suspended"), "{problem}");
        withdraw(&world, &id).expect_problem(403, "body_not_listed_today");
        let reason = json!({"reason": "The organisation has given up."});
        let withdrawn = step(&world.registrar.client, &id, "application-withdrawals", &reason).expect(201);
        assert_eq!(withdrawn["state"], "application_withdrawn", "a registrar does it for the body");
    }

    fn of_reviews_at_the_same_moment_exactly_one_counts(service: Service) {
        let world = World::new(&service);
        for round in 0..4 {
            let id = submit(&world.body.caller.client, &json!({}));
            let senders = 6;
            let start = Barrier::new(senders);
            let answers: Vec<Answer> = std::thread::scope(|scope| {
                let threads: Vec<_> = (0..senders).map(|sender| {
                    let (client, start, id) = (world.registrar.client.with_own_connections(), &start, &id);
                    scope.spawn(move || {
                        client.get("/livez").expect(200);
                        start.wait();
                        let review = json!({"agreed": sender % 2 == round % 2, "words": format!("Of {sender}.")});
                        step(&client, id, "scope-reviews", &review)
                    })
                }).collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 201);
            assert_eq!((won.len(), lost.len()), (1, senders - 1), "{won:?}\n{lost:?}");
            for answer in &lost {
                answer.expect_problem(409, "status_conflict");
            }
            let told = history(&world.registrar.client, &id);
            assert_eq!(kinds(&told).len(), 2, "{told}");
            assert_eq!(read(&world.registrar.client, &id, "")["state"], won[0].json()["state"]);
        }
    }

    /// A registrar who has read an earlier statement does not publish a later one by mistake.
    fn a_review_is_of_the_version_that_it_names(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let id = submit(&world.body.caller.client, &json!({}));
        let path = format!("{PATH}/{id}");
        let stale = registrar.get(&path).header("etag").to_owned();
        disagree(&world, &id, "Better.").expect(201);
        revise(&world, &id, "Hosting of everything for everybody.").expect(201);
        let agreed = json!({"agreed": true});
        let answer = step(&registrar.with_header("if-match", &stale), &id, "scope-reviews", &agreed);
        answer.expect_problem(412, "precondition_failed");
        assert_eq!(read(registrar, &id, "")["state"], "submitted");
        let current = registrar.get(&path).header("etag").to_owned();
        step(&registrar.with_header("if-match", &current), &id, "scope-reviews", &agreed).expect(201);
        let known = registrar.get(&path).header("etag").to_owned();
        assert_eq!(registrar.with_header("if-none-match", &known).get(&path).status, 304);
    }

    /// What was read before midnight, or as of another day, is still what is on record.
    fn a_version_is_the_same_on_every_day(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let id = submit(&world.body.caller.client, &json!({}));
        let path = format!("{PATH}/{id}");
        let elsewhen = |day: &str| registrar.get(&format!("{path}?on={day}")).header("etag").to_owned();
        let review = |tag: &str, agreed: bool| {
            let review = if agreed { json!({"agreed": true}) } else { json!({"agreed": false, "words": "Better."}) };
            step(&registrar.with_header("if-match", tag), &id, "scope-reviews", &review)
        };
        let (past, future) = (elsewhen("1999-12-31"), elsewhen("2199-12-31"));
        assert_ne!(past, future, "to caches, these are two answers");
        let cached = registrar.with_header("if-none-match", &past).get(&format!("{path}?on=2199-12-31"));
        assert_eq!((cached.status, cached.json()["as_of"].clone()), (200, json!("2199-12-31")));
        review(&past, false).expect(201);
        for stale in [&past, &future] {
            review(stale, false).expect_problem(412, "precondition_failed");
        }
        let returned = elsewhen("1999-12-31");
        revise(&world, &id, "Hosting of everything for everybody.").expect(201);
        let revised = elsewhen("1999-12-31");
        for stale in [&past, &future, &returned, &format!("W/{revised}"), &revised[1..].to_owned(), &String::new()] {
            review(stale, true).expect_problem(412, "precondition_failed");
        }
        review(&format!("{past}, {revised}"), true).expect(201);
        review(&revised, true).expect_problem(412, "precondition_failed");
        review(registrar.get(&path).header("etag"), true).expect_problem(409, "status_conflict");

        change(&world, &id, "suspensions", "2021-01-01", None).expect(201);
        let suspended = registrar.get(&path).header("etag").to_owned();
        change(&world, &id, "withdrawals", "2022-01-01", None).expect(201);
        assert_ne!(registrar.get(&path).header("etag"), suspended);
    }

    fn every_step_is_one_event_that_the_body_reads(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let id = submit(client, &json!({"number": "A-5"}));
        disagree(&world, &id, "Better, Mx Birch.").expect(201);
        revise(&world, &id, "Hosting for hospitals.").expect(201);
        agree(&world, &id);
        let other = submit(client, &json!({}));
        withdraw(&world, &other).expect(201);
        let log = events::all(client);
        let about: Vec<&Value> =
            log.iter().filter(|event| event["subject"]["kind"] == "organisation_certificate").collect();
        let told: Vec<_> = about.iter().map(|event| text(event, "kind")).collect();
        assert_eq!(told, [
            "organisation_certificate_submitted",
            "organisation_scope_feedback_given",
            "organisation_scope_revised",
            "organisation_certificate_published",
            "organisation_certificate_submitted",
            "organisation_application_withdrawn",
        ]);
        assert!(about.iter().take(4).all(|event| event["subject"]["id"] == id), "{about:?}");
        assert_eq!(about[0]["data"]["number"], "A-5");
        assert_eq!(about[1]["data"], json!({"round": 1}), "the words are kept apart: they may name somebody");
        assert_eq!(about[3]["data"]["scope_statement"], "Hosting for hospitals.");
        let others = events::all(&world.other_body.caller.client);
        assert!(others.iter().all(|event| event["subject"]["kind"] != "organisation_certificate"), "{others:?}");
    }
}
