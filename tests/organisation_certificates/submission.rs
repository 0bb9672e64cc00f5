//! Submitting: what is possible, and what is the same once more.

use serde_json::{Value, json};

use crate::support::organisation_certificates::{PATH, agree, application, disagree, published, read, step, submit};
use crate::support::steps::{change_body, day, expect_mistakes, mistakes, patch, use_scheme};
use crate::support::world::{World, text};
use crate::support::{Service, on_both_engines};

fn count(world: &World) -> usize {
    world.registrar.client.get(&format!("{PATH}?limit=200")).expect(200)["items"].as_array().unwrap().len()
}

on_both_engines! {
    fn impossible_values_are_all_told_at_once_and_submit_nothing(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let ugly = json!({
            "organisation": {"name": " ", "country": "XX", "website": "ftp://x", "colour": "red"},
            "number": "",
            "edition": "\u{0}",
            "issued_on": "2020-02-30",
            "expires_on": 2023,
            "sites": [{"country": "nl"}, "Utrecht"],
            "scope_statement": "x".repeat(2001),
            "renews_id": [],
            "status": "valid",
        });
        expect_mistakes(&client.post(PATH, &ugly), &[
            ("/organisation/name", "empty"),
            ("/organisation/country", "unknown_country"),
            ("/organisation/website", "not_a_website"),
            ("/organisation/colour", "unknown_field"),
            ("/number", "empty"),
            ("/edition", "control_character"),
            ("/issued_on", "invalid_date"),
            ("/expires_on", "wrong_type"),
            ("/sites/0/locality", "required"),
            ("/sites/0/country", "unknown_country"),
            ("/sites/1", "wrong_type"),
            ("/scope_statement", "too_long"),
            ("/renews_id", "wrong_type"),
            ("/status", "unknown_field"),
        ]);
        let impossible = application(&json!({
            "organisation": null,
            "organisation_id": "nobody",
            "edition": "2027",
            "issued_on": day(2),
            "expires_on": day(1),
            "renews_id": "x\u{3a9}",
        }));
        expect_mistakes(&client.post(PATH, &impossible), &[
            ("/organisation_id", "unknown_reference"),
            ("/edition", "unknown_edition"),
            ("/issued_on", "in_the_future"),
            ("/expires_on", "ends_before_it_begins"),
            ("/renews_id", "unknown_reference"),
        ]);
        for (changes, expected) in [
            (json!({"organisation": null}), ("/organisation_id", "required")),
            (json!({"organisation_id": "heather"}), ("/organisation", "one_too_many")),
            (json!({"sites": []}), ("/sites", "wrong_length")),
            (json!({"expires_on": "2020-05-01"}), ("/expires_on", "ends_before_it_begins")),
            (json!({"body_id": world.other_body.id}), ("/body_id", "not_allowed")),
            (json!({"body_id": "nobody"}), ("/body_id", "unknown_reference")),
            (json!({"scope_statement": "Hosting\u{7}"}), ("/scope_statement", "control_character")),
            (json!({"organisation": null, "organisation_id": "../x"}), ("/organisation_id", "unknown_reference")),
        ] {
            expect_mistakes(&client.post(PATH, &application(&changes)), &[expected]);
        }
        let nobody = world.registrar.client.post(PATH, &application(&json!({})));
        expect_mistakes(&nobody, &[("/body_id", "required")]);
        assert_eq!(count(&world), 0);
    }

    fn the_same_again_is_what_is_on_record(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let request = application(&json!({"number": "A-1"}));
        let first = client.post(PATH, &request).expect(201);
        let again = client.post(PATH, &request);
        assert_eq!(again.header("location"), format!("{PATH}/{}", text(&first, "id")));
        assert_eq!(again.expect(200), first);
        let by_name = application(&json!({
            "number": "A-1", "organisation": null, "organisation_id": first["organisation"]["slug"], "body_id": world.body.slug,
        }));
        assert_eq!(client.post(PATH, &by_name).expect(200), first);
        assert_eq!(world.registrar.client.post(PATH, &by_name).expect(200), first, "whoever sends it");

        let id = text(&first, "id");
        disagree(&world, &id, "Better.").expect(201);
        let better = json!({"scope_statement": "Hosting for hospitals."});
        step(client, &id, "scope-revisions", &better).expect(201);
        for statement in [&request["scope_statement"], &better["scope_statement"]] {
            let mut same = request.clone();
            same["scope_statement"] = statement.clone();
            assert_eq!(client.post(PATH, &same).expect(200)["scope_statement"], "Hosting for hospitals.", "{statement}");
        }
        agree(&world, &id);
        assert_eq!(client.post(PATH, &request).expect(200)["state"], "published");
        assert_eq!(count(&world), 1);
        let organisations: Vec<_> = [&first, &client.post(PATH, &request).json()].map(|one| one["organisation"]["id"].clone()).into();
        assert_eq!(organisations[0], organisations[1], "no second organisation");
    }

    fn the_same_again_is_what_is_on_record_also_when_the_organisation_was_corrected(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let organisation = json!({
            "name": "Ivy Hosting", "country": "NL", "region": "Utrecht", "website": "https://ivy.example",
            "registration_number": "KvK 1", "latin_name": "Ivy",
        });
        let request = application(&json!({"organisation": organisation, "number": "A-1"}));
        let first = client.post(PATH, &request).expect(201);
        let path = format!("/v1/organisations/{}", text(&first["organisation"], "id"));
        let corrected = json!({
            "name": "Ivy Hosting B.V.", "country": "BE", "region": null, "website": "https://ivy-hosting.example",
            "registration_number": "KvK 2", "latin_name": null,
        });
        patch(&world.registrar.client, &path, &corrected).expect(200);
        let again = client.post(PATH, &request).expect(200);
        assert_eq!((&again["id"], &again["organisation"]["name"]), (&first["id"], &json!("Ivy Hosting B.V.")));
        for (said, status) in [
            (json!({"name": "Ivy Hosting", "country": "NL"}), 200),
            (json!({"name": "Ivy Hosting B.V.", "country": "BE"}), 200),
            (json!({"name": "Ivy Hosting", "country": "BE"}), 409),
            (json!({"name": "Ivy Hosting", "country": "NL", "website": "https://ivy-hosting.example"}), 409),
        ] {
            let mut another = request.clone();
            another["organisation"] = said;
            let answer = client.post(PATH, &another);
            assert_eq!(answer.status, status, "{answer}");
            if status == 409 {
                assert_eq!(mistakes(&answer), [("/organisation".to_owned(), "differs".to_owned())]);
            }
        }
        let by_id = json!({"number": "A-1", "organisation": null, "organisation_id": first["organisation"]["id"]});
        assert_eq!(client.post(PATH, &application(&by_id)).expect(200)["id"], first["id"]);
        assert_eq!(count(&world), 1);
    }

    fn the_same_number_with_another_content_is_a_conflict(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let request = application(&json!({"number": "A-1"}));
        let first = client.post(PATH, &request).expect(201);
        let other = submit(client, &json!({"number": "A-2"}));
        let other_organisation = read(client, &other, "")["organisation"]["id"].clone();
        for (changes, pointer) in [
            (json!({"edition": "2011"}), "/edition"),
            (json!({"issued_on": "2020-05-02"}), "/issued_on"),
            (json!({"expires_on": "2023-05-01"}), "/expires_on"),
            (json!({"sites": [{"locality": "Utrecht", "country": "BE"}]}), "/sites"),
            (json!({"scope_statement": "Hosting."}), "/scope_statement"),
            (json!({"organisation": {"name": "Somebody else", "country": "NL"}}), "/organisation"),
            (json!({"organisation": {"name": request["organisation"]["name"], "country": "NL", "registration_number": "9"}}), "/organisation"),
        ] {
            let mut another = request.clone();
            for (name, value) in changes.as_object().unwrap() {
                another[name] = value.clone();
            }
            let answer = client.post(PATH, &another);
            let problem = answer.expect_problem(409, "duplicate");
            assert_eq!(mistakes(&answer), [(pointer.to_owned(), "differs".to_owned())]);
            assert!(text(&problem, "detail").contains("A-1"), "{problem}");
        }
        let named = application(&json!({"number": "A-1", "organisation": null, "organisation_id": other_organisation}));
        assert_eq!(mistakes(&client.post(PATH, &named)), [("/organisation_id".to_owned(), "differs".to_owned())]);
        assert_eq!(read(client, &text(&first, "id"), ""), first);
        assert_eq!(count(&world), 2);
        let theirs = submit(&world.other_body.caller.client, &json!({"number": "A-1"}));
        assert_ne!(theirs, text(&first, "id"), "each body has its own numbers");
    }

    fn an_organisation_on_record_gets_another_certificate(service: Service) {
        let world = World::new(&service);
        let first = published(&world, &json!({}));
        let organisation = read(&world.public, &first, "")["organisation"].clone();
        let other = &world.other_body.caller.client;
        for name in ["id", "slug"] {
            let changes = json!({"organisation": null, "organisation_id": organisation[name]});
            let second = other.post(PATH, &application(&changes)).expect(201);
            assert_eq!(second["organisation"], organisation, "by {name}");
        }
    }

    fn only_a_listed_body_submits_what_it_issued_while_it_was_listed(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let early = application(&json!({"issued_on": "2009-12-31", "expires_on": "2012-12-30"}));
        let problem = client.post(PATH, &early).expect_problem(422, "body_not_listed");
        assert!(text(&problem, "detail").contains("is listed from 2010-01-01 on"), "{problem}");
        change_body(&world, &world.body.id, "suspensions", "2020-01-01").expect(201);
        change_body(&world, &world.body.id, "reinstatements", "2020-05-02").expect(201);
        let problem = client.post(PATH, &application(&json!({}))).expect_problem(422, "body_not_listed");
        assert!(text(&problem, "detail").contains("2020-05-01"), "{problem}");
        let request = application(&json!({"number": "A-1", "issued_on": "2020-05-02"}));
        let submitted = client.post(PATH, &request).expect(201);

        change_body(&world, &world.body.id, "suspensions", &day(-1)).expect(201);
        for again in [&request, &application(&json!({"issued_on": "2020-05-02"}))] {
            let problem = client.post(PATH, again).expect_problem(403, "body_not_listed_today");
            assert!(text(&problem, "detail").contains(&format!("is suspended since {}", day(-1))), "{problem}");
        }
        assert_eq!(read(client, &text(&submitted, "id"), ""), submitted, "what is on record stays so");
        change_body(&world, &world.body.id, "withdrawals", &day(0)).expect(201);
        let problem = client.post(PATH, &request).expect_problem(403, "body_not_listed_today");
        assert!(text(&problem, "detail").contains(&format!("is withdrawn since {}", day(0))), "{problem}");
        let by_registrar = application(&json!({"body_id": world.body.slug, "issued_on": "2020-05-02"}));
        let recorded = world.registrar.client.post(PATH, &by_registrar).expect(201);
        assert_eq!(recorded["body"]["id"], world.body.id, "a registrar records what it issued in its time");
    }

    fn a_certificate_may_be_issued_today_wherever_it_is(service: Service) {
        let world = World::new(&service);
        let today = published(&world, &json!({"issued_on": day(0), "expires_on": day(1000)}));
        let shown = read(&world.public, &today, "");
        assert_eq!((&shown["status"], &shown["as_of"]), (&json!("valid"), &json!(day(0))));
        assert_eq!(read(&world.public, &today, &format!("?on={}", day(-1)))["status"], "not_yet");
    }

    fn the_editions_are_those_of_the_scheme(mut service: Service) {
        use_scheme(&mut service, |scheme| {
            let edition = "[[standard_edition]]\ncode = \"2031\"\ntitle = \"ISO/IEC 20000-1:2031\"\n\n[[qualification]]";
            scheme.replacen("[[qualification]]", edition, 1)
        });
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let all = json!({"approved_editions": ["2005", "2011", "2018", "2031"]});
        patch(&world.registrar.client, &format!("/v1/bodies/{}", world.body.id), &all).expect(200);
        for (edition, issued_on, expires_on) in [
            ("2005", "2013-05-31", "2016-05-30"), ("2011", "2021-09-30", "2022-03-31"), ("2018", "2021-10-01", "2024-09-30"),
            ("2031", "2021-10-01", "2024-09-30"),
        ] {
            submit(client, &json!({"edition": edition, "issued_on": issued_on, "expires_on": expires_on}));
        }
        for (edition, issued_on, expires_on, wrong) in [
            ("2005", "2013-06-01", "2016-05-31", &["/issued_on"][..]),
            ("2011", "2021-10-01", "2022-03-31", &["/issued_on"]),
            ("2011", "2021-09-30", "2022-04-01", &["/expires_on"]),
            ("2011", "2021-10-01", "2024-09-30", &["/issued_on", "/expires_on"]),
        ] {
            let changes = json!({"edition": edition, "issued_on": issued_on, "expires_on": expires_on});
            let answer = client.post(PATH, &application(&changes));
            let wrong: Vec<_> = wrong.iter().map(|pointer| (*pointer, "edition_closed")).collect();
            expect_mistakes(&answer, &wrong);
        }
        for edition in ["2012", "2018 ", "ISO/IEC 20000-1:2018", "\u{661}\u{662}"] {
            let answer = client.post(PATH, &application(&json!({"edition": edition})));
            if edition == "2018 " {
                assert_eq!(answer.expect(201)["edition"], "2018", "white space around it says nothing");
                continue;
            }
            expect_mistakes(&answer, &[("/edition", "unknown_edition")]);
            assert!(answer.json()["detail"].as_str().unwrap().contains("2031"), "{answer}");
        }
        let printed = service.command(&["scheme", "show"]);
        assert!(String::from_utf8_lossy(&printed.stdout).contains("ISO/IEC 20000-1:2018"), "{printed:?}");
        let _: Value = read(client, &submit(client, &json!({})), "");
    }
}
