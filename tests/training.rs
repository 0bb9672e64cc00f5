//! Training organisations and accredited courses: accrediting them, and looking them up.

use serde_json::{Value, json};

use crate::support::steps::{each, expect_mistakes};
use crate::support::world::{World, text};
use crate::support::{Service, on_both_engines};

fn organisation(world: &World, body: &Value) -> Value {
    world.registrar.client.post("/v1/training-organisations", body).expect(201)
}

/// Accredits a course of `organisation` for the qualification, with `more` members.
fn course(world: &World, organisation: &str, qualification: &str, title: &str, more: &Value) -> Value {
    let mut body = json!({
        "training_organisation_id": organisation,
        "qualification": qualification,
        "title": title,
        "accredited_from": "2012-01-01",
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    world.registrar.client.post("/v1/courses", &body).expect(201)
}

on_both_engines! {
    fn an_organisation_is_found_by_id_slug_and_filters(service: Service) {
        let world = World::new(&service);
        let sent = json!({
            "name": "École du Midi",
            "country": "FR",
            "website": "https://midi.example",
            "accredited_from": "2012-01-01",
            "accredited_until": "2014-12-31",
        });
        let answer = world.registrar.client.post("/v1/training-organisations", &sent);
        let created = answer.expect(201);
        for (name, value) in sent.as_object().unwrap() {
            assert_eq!(&created[name], value, "{name}");
        }
        assert_eq!(created["slug"], "ecole-du-midi");
        assert_eq!(answer.header("location"), format!("/v1/training-organisations/{}", text(&created, "id")));
        for name in [text(&created, "id"), text(&created, "slug")] {
            assert_eq!(world.public.get(&format!("/v1/training-organisations/{name}")).expect(200), created);
        }
        world.public.get("/v1/training-organisations/ecole").expect_problem(404, "not_found");
        organisation(&world, &json!({"name": "Lernwerk", "country": "DE", "accredited_from": "2015-01-01"}));
        for (query, expected) in [
            ("", &["Damson Training", "École du Midi", "Lernwerk"][..]),
            ("q=ECOLE", &["École du Midi"]),
            ("q=midi&country=DE", &[]),
            ("country=DE", &["Lernwerk"]),
            ("on=2011-12-31", &["Damson Training"]),
            ("on=2012-01-01", &["Damson Training", "École du Midi"]),
            ("on=2014-12-31", &["Damson Training", "École du Midi"]),
            ("on=2015-01-01", &["Damson Training", "Lernwerk"]),
            ("qualification=auditor", &["Damson Training"]),
            ("qualification=auditor&on=2010-01-01", &["Damson Training"]),
            ("qualification=auditor&on=2009-12-31", &[]),
            ("qualification=foundation", &[]),
            ("language=de", &[]),
            ("delivery=online", &[]),
        ] {
            let list = world.public.get(&format!("/v1/training-organisations?{query}")).expect(200);
            assert_eq!(each(&list, "name"), expected, "{query}");
        }
        let taken = json!({"name": "X", "country": "FR", "slug": "ecole-du-midi", "accredited_from": "2012-01-01"});
        world.registrar.client.post("/v1/training-organisations", &taken).expect_problem(409, "duplicate");
    }

    fn a_course_is_found_by_id_and_slug_and_is_what_was_sent(service: Service) {
        let world = World::new(&service);
        let more = json!({
            "slug": "audit-nord",
            "languages": ["de", "pt-BR"],
            "delivery": ["classroom", "online"],
            "countries": ["DE", "AT"],
            "accredited_until": "2016-06-30",
        });
        let created = course(&world, "damson-training", "auditor", "Audit für Anfänger", &more);
        for (name, value) in more.as_object().unwrap() {
            assert_eq!(&created[name], value, "{name}");
        }
        assert_eq!(created["training_organisation_id"], world.training_organisation_id, "named by its slug");
        for name in [text(&created, "id").as_str(), "audit-nord"] {
            assert_eq!(world.public.get(&format!("/v1/courses/{name}")).expect(200), created);
        }
        let plain = course(&world, &world.training_organisation_id, "foundation", "Audit für Anfänger", &Value::Null);
        assert_eq!(plain["slug"], "audit-fur-anfanger");
        for set in ["languages", "delivery", "countries"] {
            assert_eq!(plain[set], json!([]), "{set}");
        }
        assert_eq!(plain["accredited_until"], Value::Null);
        world.public.get("/v1/courses/audit").expect_problem(404, "not_found");
    }

    fn courses_are_found_by_what_they_are(service: Service) {
        let world = World::new(&service);
        organisation(
            &world,
            &json!({
                "name": "Lernwerk", "country": "DE", "accredited_from": "2012-01-01", "accredited_until": "2013-12-31",
            }),
        );
        course(
            &world,
            "lernwerk",
            "auditor",
            "A",
            &json!({
                "accredited_from": "2011-01-01",
                "languages": ["de", "en"], "delivery": ["classroom"], "countries": ["DE", "CH"],
            }),
        );
        course(&world, "lernwerk", "foundation", "B", &json!({"languages": ["en"], "delivery": ["online"]}));
        course(
            &world,
            "damson-training",
            "auditor",
            "C",
            &json!({
                "languages": ["nl"], "delivery": ["online"], "countries": ["NL"], "accredited_until": "2015-12-31",
            }),
        );
        let own = "Auditing IT service management";
        for (query, expected) in [
            ("", &["A", own, "B", "C"][..]),
            ("qualification=auditor", &["A", own, "C"]),
            ("qualification=practitioner", &[]),
            ("country=CH", &["A"]),
            ("country=FR", &[]),
            ("language=en", &["A", "B"]),
            ("language=nl", &["C"]),
            ("language=e", &[]),
            ("delivery=online", &["B", "C"]),
            ("delivery=classroom", &["A"]),
            ("delivery=online&qualification=auditor", &["C"]),
            ("on=2011-12-31", &[own]),
            ("on=2012-01-01", &["A", own, "B", "C"]),
            ("on=2013-12-31&qualification=auditor", &["A", own, "C"]),
            ("on=2014-01-01", &[own, "C"]),
            ("on=2016-01-01", &[own]),
        ] {
            let answer = world.public.get(&format!("/v1/courses?{query}"));
            if query == "language=e" {
                answer.expect_problem(400, "invalid_parameter");
                continue;
            }
            assert_eq!(each(&answer.expect(200), "title"), expected, "{query}");
        }
        for query in ["delivery=post", "country=XX", "on=yesterday", "langage=en", "qualification=auditr"] {
            world.public.get(&format!("/v1/courses?{query}")).expect_problem(400, "invalid_parameter");
        }
    }

    fn training_organisations_are_not_looked_for_by_what_is_no_qualification(service: Service) {
        let world = World::new(&service);
        let answer = world.public.get("/v1/training-organisations?qualification=auditr");
        let problem = answer.expect_problem(400, "invalid_parameter");
        assert_eq!((&problem["errors"][0]["pointer"], &problem["errors"][0]["code"]), (&json!("/qualification"), &json!("unknown_qualification")));
    }

    fn impossible_accreditations_are_refused_for_every_reason_at_once(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let backwards =
            json!({"name": "X", "country": "DE", "accredited_from": "2012-01-02", "accredited_until": "2012-01-01"});
        let answer = registrar.post("/v1/training-organisations", &backwards);
        expect_mistakes(&answer, &[("/accredited_until", "ends_before_it_begins")]);
        let wrong = json!({"name": "", "country": "Germany", "website": "midi", "accredited_from": "2012-13-01"});
        expect_mistakes(
            &registrar.post("/v1/training-organisations", &wrong),
            &[
                ("/name", "empty"),
                ("/country", "unknown_country"),
                ("/website", "not_a_website"),
                ("/accredited_from", "invalid_date"),
            ],
        );
        let strange = json!({
            "training_organisation_id": "nobody",
            "qualification": "expert",
            "title": "X",
            "accredited_from": "2012-01-02",
            "accredited_until": "2012-01-01",
        });
        expect_mistakes(
            &registrar.post("/v1/courses", &strange),
            &[
                ("/training_organisation_id", "unknown_reference"),
                ("/qualification", "unknown_qualification"),
                ("/accredited_until", "ends_before_it_begins"),
            ],
        );
        let sets = json!({"languages": ["de", "german"], "delivery": ["post"], "countries": ["DE", "NL", "de"]});
        expect_mistakes(
            &registrar.post("/v1/courses", &sets),
            &[
                ("/training_organisation_id", "required"),
                ("/qualification", "required"),
                ("/title", "required"),
                ("/accredited_from", "required"),
                ("/languages/1", "not_a_language"),
                ("/delivery/0", "unknown_word"),
                ("/countries/2", "unknown_country"),
            ],
        );
        let one_day = json!({
            "name": "One day", "country": "DE", "accredited_from": "2012-01-01", "accredited_until": "2012-01-01",
        });
        organisation(&world, &one_day);
        for client in [&world.body.caller.client, &world.employer.client] {
            client.post("/v1/training-organisations", &one_day).expect_problem(403, "forbidden");
            client.post("/v1/courses", &strange).expect_problem(403, "forbidden");
        }
        let list = world.public.get("/v1/training-organisations").expect(200);
        assert_eq!(each(&list, "name"), ["Damson Training", "One day"]);
        assert_eq!(each(&world.public.get("/v1/courses").expect(200), "slug"), ["auditor-course-1"]);
    }
}
