//! Bodies: listing them, finding them, changing them, and the history of their listing.

use serde_json::{Value, json};

use crate::support::steps::{change_body, day, each, expect_mistakes, patch};
use crate::support::world::{World, text};
use crate::support::{Service, events, on_both_engines};

fn create(world: &World, body: &Value) -> Value {
    world.list_body(body).expect(201)
}

/// The names that a search finds, in its order.
fn found(world: &World, query: &str) -> Vec<String> {
    each(&world.public.get(&format!("/v1/bodies?{query}")).expect(200), "name")
}

on_both_engines! {
    fn a_listed_body_is_found_by_id_and_by_slug(service: Service) {
        let world = World::new(&service);
        let sent = json!({
            "name": "Österreichische Prüfstelle",
            "country": "AT",
            "website": "https://pruefstelle.example/zertifizierung",
            "contact": "Frau Gruber, +43 1 0000",
            "accredited_by": "Akkreditierung Austria",
            "accreditation_number": "PZ-4711",
            "listed_on": "2013-01-01",
        });
        let answer = world.list_body(&sent);
        let created = answer.expect(201);
        for (name, value) in sent.as_object().unwrap() {
            assert_eq!(&created[name], value, "{name}");
        }
        assert_eq!(created["slug"], "osterreichische-prufstelle");
        assert_eq!((&created["status"], &created["history"]), (&json!("listed"), &json!([])));
        assert_eq!(answer.header("location"), format!("/v1/bodies/{}", text(&created, "id")));
        for name in [text(&created, "id"), text(&created, "slug")] {
            assert_eq!(world.public.get(&format!("/v1/bodies/{name}")).expect(200), created);
        }

        let namesake = create(&world, &json!({"name": "Österreichische Prüfstelle", "country": "AT"}));
        let slug = text(&namesake, "slug");
        assert!(slug.starts_with("osterreichische-prufstelle-"), "{slug}");
        assert_eq!(namesake["status"], "listed", "listed from today on when nothing else is said");
        let other_script = create(&world, &json!({"name": "東京認証機構", "country": "JP", "listed_on": day(30)}));
        assert_eq!(other_script["status"], Value::Null, "not listed yet");
        assert!(text(&other_script, "slug").starts_with("body-"), "{other_script}");
        let taken = json!({"name": "Anybody", "country": "AT", "slug": "osterreichische-prufstelle"});
        world.list_body(&taken).expect_problem(409, "duplicate");
        for unknown in ["nobody", "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00", "%F0%9F%98%80"] {
            world.public.get(&format!("/v1/bodies/{unknown}")).expect_problem(404, "not_found");
        }
    }

    fn impossible_values_are_all_told_at_once_and_list_nobody(service: Service) {
        let world = World::new(&service);
        let before = found(&world, "");
        let wrong = json!({
            "name": " ",
            "slug": "Not a slug",
            "country": "XX",
            "website": "ftp://example.org",
            "listed_on": "2013-02-29",
            "listd_on": "2013-01-01",
        });
        expect_mistakes(
            &world.registrar.client.post("/v1/bodies", &wrong),
            &[
                ("/name", "empty"),
                ("/slug", "not_a_slug"),
                ("/country", "unknown_country"),
                ("/website", "not_a_website"),
                ("/listed_on", "invalid_date"),
                ("/listd_on", "unknown_field"),
                ("/auditors", "required"),
            ],
        );
        let right = json!({"name": "Elm Registrars", "country": "NL", "auditors": world.auditors()});
        for client in [&world.body.caller.client, &world.employer.client] {
            client.post("/v1/bodies", &right).expect_problem(403, "forbidden");
            patch(client, &format!("/v1/bodies/{}", world.body.id), &json!({"name": "X"}))
                .expect_problem(403, "forbidden");
        }
        assert_eq!(found(&world, ""), before);
    }

    fn bodies_are_found_by_name_country_and_status(service: Service) {
        let world = World::new(&service);
        for (name, country) in
            [("Zürich Zertifizierung", "CH"), ("Łódź Audyt", "PL"), ("東京認証機構", "JP"), ("Ærø Sikkerhed", "DK")]
        {
            create(&world, &json!({"name": name, "country": country, "listed_on": "2013-01-01"}));
        }
        change_body(&world, "lodz-audyt", "suspensions", "2020-01-01").expect(201);
        change_body(&world, "aero-sikkerhed", "withdrawals", &day(-2)).expect(201);
        let everybody = [
            "Ærø Sikkerhed",
            "Alder Certification",
            "Birch Assurance",
            "Łódź Audyt",
            "Zürich Zertifizierung",
            "東京認証機構",
        ];
        for (query, expected) in [
            ("", &everybody[..]),
            ("q=zurich", &["Zürich Zertifizierung"]),
            ("q=Z%C3%9CRICH", &["Zürich Zertifizierung"]),
            ("q=zu%CC%88rich", &["Zürich Zertifizierung"]),
            ("q=lodz", &["Łódź Audyt"]),
            ("q=AERO", &["Ærø Sikkerhed"]),
            ("q=%E8%AA%8D%E8%A8%BC", &["東京認証機構"]),
            ("q=zertifizierung+z", &["Zürich Zertifizierung"]),
            ("country=NL", &["Alder Certification", "Birch Assurance"]),
            ("country=NL&q=birch", &["Birch Assurance"]),
            ("country=PL&q=birch", &[]),
            ("status=suspended", &["Łódź Audyt"]),
            ("status=withdrawn", &["Ærø Sikkerhed"]),
            ("status=listed&country=CH", &["Zürich Zertifizierung"]),
            ("status=listed&country=PL", &[]),
        ] {
            assert_eq!(found(&world, query), expected, "{query}");
        }
        for query in ["status=expired", "country=nl", "q=", "name=birch"] {
            world.public.get(&format!("/v1/bodies?{query}")).expect_problem(400, "invalid_parameter");
        }
    }

    /// What no name contains finds nobody, even when it stands in an id.
    fn a_search_looks_at_names_only(service: Service) {
        let world = World::new(&service);
        let id = &world.body.id;
        for part in [&id[..8], &id[..2], &id[id.len() - 12..]] {
            assert_eq!(found(&world, &format!("q={part}")), Vec::<String>::new(), "{part} of {id}");
            let organisations = world.public.get(&format!("/v1/training-organisations?q={part}")).expect(200);
            assert_eq!(organisations["items"], json!([]), "{part}");
        }
    }

    fn a_change_replaces_what_it_names_and_keeps_the_rest(service: Service) {
        let world = World::new(&service);
        let sent =
            json!({"name": "Elm Registrars", "country": "NL", "contact": "Mx Elm", "website": "https://elm.example"});
        let created = create(&world, &sent);
        let address = format!("/v1/bodies/{}", text(&created, "id"));
        let changes = json!({"name": "Ulmen Registrare", "country": "DE", "contact": null, "accredited_by": "DAkkS"});
        let answered = patch(&world.registrar.client, &address, &changes).expect(200);
        let mut expected = created;
        for (name, value) in changes.as_object().unwrap() {
            expected[name] = value.clone();
        }
        assert_eq!(answered, expected, "id, slug, website and listing stay");
        assert_eq!(world.public.get("/v1/bodies/elm-registrars").expect(200), expected);
        assert_eq!(found(&world, "q=ulmen&country=DE"), ["Ulmen Registrare"]);
        assert_eq!(found(&world, "q=elm"), Vec::<String>::new());
        let wrong = json!({"name": null, "country": "ZZ", "slug": "ulmen", "listed_on": "2012-01-01"});
        expect_mistakes(
            &patch(&world.registrar.client, &address, &wrong),
            &[
                ("/name", "wrong_type"),
                ("/country", "unknown_country"),
                ("/slug", "unknown_field"),
                ("/listed_on", "unknown_field"),
            ],
        );
        assert_eq!(world.public.get(&address).expect(200), expected);
    }

    fn the_status_follows_the_history_and_the_day(service: Service) {
        let world = World::new(&service);
        let body = &world.body.id;
        for (step, effective_on, status) in [
            ("suspensions", "2015-03-01".to_owned(), "suspended"),
            ("reinstatements", "2015-04-01".to_owned(), "listed"),
            ("suspensions", day(20), "listed"),
            ("suspensions", day(-20), "suspended"),
            ("reinstatements", day(-10), "listed"),
            ("withdrawals", day(30), "listed"),
            ("withdrawals", day(-5), "withdrawn"),
        ] {
            let changed = change_body(&world, body, step, &effective_on).expect(201);
            assert_eq!(changed["status"], status, "after {step} from {effective_on}");
            assert_eq!(world.public.get(&format!("/v1/bodies/{body}")).expect(200), changed);
            let last = changed["history"].as_array().unwrap().last().unwrap();
            assert_eq!(format!("{}s", text(last, "kind")), step);
            assert_eq!(text(last, "effective_on"), effective_on);
            assert_eq!(last["reason"], "The board has decided so.");
            assert!(last.get("recorded_by").is_none(), "who recorded it is not for the public: {last}");
        }
        let history = world.public.get(&format!("/v1/bodies/{body}")).expect(200)["history"].clone();
        assert_eq!(history.as_array().unwrap().len(), 7);
    }

    fn a_change_of_status_starts_from_the_status_of_its_day(service: Service) {
        let world = World::new(&service);
        let open = ("suspensions", "2015-03-01");
        let gone = ("withdrawals", "2015-03-01");
        for (number, (before, step, effective_on, status)) in [
            (&[][..], "reinstatements", "2015-03-01", 409),
            (&[], "suspensions", "2012-12-31", 409),
            (&[], "withdrawals", "2012-12-31", 409),
            (&[], "suspensions", "2013-01-01", 201),
            (&[open], "suspensions", "2015-03-01", 409),
            (&[open], "suspensions", "2016-01-01", 409),
            (&[open], "reinstatements", "2015-02-28", 409),
            (&[open], "reinstatements", "2015-03-01", 201),
            (&[open], "withdrawals", "2015-03-01", 201),
            (&[open, ("reinstatements", "2015-04-01")], "reinstatements", "2015-04-01", 409),
            (&[open, ("reinstatements", "2015-04-01")], "suspensions", "2015-05-01", 201),
            (&[gone], "suspensions", "2015-03-01", 409),
            (&[gone], "reinstatements", "2015-03-01", 409),
            (&[gone], "withdrawals", "2016-01-01", 409),
        ]
        .into_iter()
        .enumerate()
        {
            let name = format!("Body {number}");
            let body = text(&create(&world, &json!({"name": name, "country": "SE", "listed_on": "2013-01-01"})), "id");
            for (step, effective_on) in before {
                change_body(&world, &body, step, effective_on).expect(201);
            }
            let answer = change_body(&world, &body, step, effective_on);
            assert_eq!(answer.status, status, "{before:?}, then {step} from {effective_on}: {answer}");
            if status == 409 {
                answer.expect_problem(409, "status_conflict");
                let history = world.public.get(&format!("/v1/bodies/{body}")).expect(200)["history"].clone();
                assert_eq!(history.as_array().unwrap().len(), before.len(), "nothing is recorded");
            }
        }
        change_body(&world, "nobody", "suspensions", "2015-03-01").expect_problem(404, "not_found");
        let incomplete = json!({"until": "2015-03-01"});
        let answer = world.registrar.client.post("/v1/bodies/body-0/suspensions", &incomplete);
        expect_mistakes(
            &answer,
            &[("/effective_on", "required"), ("/reason", "required"), ("/until", "unknown_field")],
        );
        let own = format!("/v1/bodies/{}/reinstatements", world.body.id);
        let wish = json!({"effective_on": "2015-03-01", "reason": "We would like to go on."});
        world.body.caller.client.post(&own, &wish).expect_problem(403, "forbidden");
    }

    fn every_change_is_one_event_that_the_body_sees(service: Service) {
        let world = World::new(&service);
        let id = &world.body.id;
        patch(&world.registrar.client, &format!("/v1/bodies/{id}"), &json!({"contact": "Mx Alder"})).expect(200);
        for (step, effective_on) in
            [("suspensions", "2015-03-01"), ("reinstatements", "2015-04-01"), ("withdrawals", "2016-01-01")]
        {
            change_body(&world, id, step, effective_on).expect(201);
        }
        change_body(&world, id, "suspensions", "2016-01-01").expect_problem(409, "status_conflict");
        let log = events::all(&world.registrar.client);
        let about: Vec<&Value> =
            log.iter().filter(|event| event["subject"] == json!({"kind": "body", "id": id})).collect();
        let told: Vec<_> = about.iter().map(|event| (text(event, "kind"), event["data"].clone())).collect();
        let change = |day: &str| json!({"effective_on": day, "until": null, "reason_code": null});
        let mut withdrawal = change("2016-01-01");
        withdrawal["organisation_certificates"] = json!(0);
        withdrawal["transferable_until"] = json!("2016-06-30");
        assert_eq!(
            told,
            [
                (
                    "body_listed".to_owned(),
                    json!({"slug": world.body.slug, "country": "NL", "listed_on": "2010-01-01", "auditors": [],
                        "approved_editions": ["2005", "2011", "2018"]})
                ),
                ("body_changed".to_owned(), json!({"changed": ["contact"]})),
                ("body_suspended".to_owned(), change("2015-03-01")),
                ("body_reinstated".to_owned(), change("2015-04-01")),
                ("body_withdrawn".to_owned(), withdrawal),
            ]
        );
        assert_eq!(about[0]["actor"], "operator");
        assert_eq!(about[1]["actor"], format!("client:{}", world.registrar.client_id));
        let own = events::all(&world.body.caller.client);
        assert_eq!(own.iter().collect::<Vec<_>>(), about, "the body sees all of them, and nothing else");
    }
}
