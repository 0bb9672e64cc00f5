//! Sessions of courses: published, changed and cancelled by whoever runs them, and found by day and place.

use serde_json::{Value, json};

use crate::support::steps::{day, each, expect_mistakes, patch};
use crate::support::world::{COURSE, Caller, World, text};
use crate::support::{Client, Service, events, on_both_engines};

const PATH: &str = "/v1/course-sessions";

fn session(more: &Value) -> Value {
    let mut body = json!({"course_id": COURSE, "starts_on": day(30), "ends_on": day(32), "country": "DE", "locality": "Köln",
        "language": "de", "enrol_url": "https://damson.example/enrol"});
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn trainer(service: &Service, world: &World) -> Client {
    Caller::new(service, "Damson's system", "training", Some(&world.training_organisation_id)).client
}

on_both_engines! {
    fn sessions_are_published_changed_and_cancelled_by_whoever_runs_the_course(service: Service) {
        let world = World::new(&service);
        let (trainer, registrar) = (trainer(&service, &world), &world.registrar.client);
        let other = json!({"name": "Elm Academy", "country": "NL", "accredited_from": "2010-01-01"});
        let other = text(&registrar.post("/v1/training-organisations", &other).expect(201), "id");
        let other = Caller::new(&service, "Elm's system", "training", Some(&other)).client;
        for (more, pointer, code) in [
            (json!({"course_id": "nothing"}), "/course_id", "unknown_reference"),
            (json!({"ends_on": day(29)}), "/ends_on", "ends_before_it_begins"),
            (json!({"starts_on": day(-9), "ends_on": day(-8)}), "/ends_on", "in_the_past"),
            (json!({"country": null}), "/country", "required"),
            (json!({"locality": null}), "/locality", "required"),
            (json!({"enrol_url": "damson"}), "/enrol_url", "not_a_website"),
        ] {
            expect_mistakes(&trainer.post(PATH, &session(&more)), &[(pointer, code)]);
        }
        expect_mistakes(&other.post(PATH, &session(&json!({}))), &[("/course_id", "not_allowed")]);
        let answer = trainer.post(PATH, &session(&json!({})));
        let published = answer.expect(201);
        let path = answer.header("location").to_owned();
        assert_eq!(world.public.get(&path).expect(200), published);
        assert_eq!((&published["delivery"], &published["status"]), (&json!("classroom"), &json!("scheduled")));
        patch(&other, &path, &json!({"language": "en"})).expect_problem(403, "forbidden");
        other.post(&format!("{path}/cancellations"), &json!({})).expect_problem(403, "forbidden");
        let changed = patch(&trainer, &path, &json!({"country": null, "locality": null, "ends_on": day(31)})).expect(200);
        assert_eq!((&changed["delivery"], &changed["ends_on"]), (&json!("online"), &json!(day(31))));
        expect_mistakes(&patch(&trainer, &path, &json!({"ends_on": day(1)})), &[("/ends_on", "ends_before_it_begins")]);
        let cancelled = trainer.post(&format!("{path}/cancellations"), &json!({})).expect(201);
        assert_eq!(cancelled["status"], "cancelled");
        assert_eq!(world.public.get(PATH).expect(200)["items"], json!([]));
        trainer.post(&format!("{path}/cancellations"), &json!({})).expect_problem(409, "status_conflict");
        patch(&trainer, &path, &json!({"language": "en"})).expect_problem(409, "status_conflict");
        let told: Vec<_> = events::all(registrar)
            .into_iter()
            .filter(|event| event["subject"]["id"] == published["id"])
            .map(|event| text(&event, "kind"))
            .collect();
        assert_eq!(told, ["course_session_published", "course_session_changed", "course_session_cancelled"]);
        let pause = json!({"effective_on": day(30), "until": day(30), "reason": "X"});
        registrar.post(&format!("/v1/courses/{COURSE}/suspensions"), &pause).expect(201);
        expect_mistakes(&trainer.post(PATH, &session(&json!({"starts_on": day(30), "ends_on": day(31)}))), &[("/starts_on", "not_accredited")]);
        let left = trainer.post(PATH, &session(&json!({"starts_on": day(40), "ends_on": day(41)})));
        let left = (left.expect(201), left.header("location").to_owned());
        let suspension = json!({"effective_on": day(-1), "reason": "X"});
        registrar.post(&format!("/v1/courses/{COURSE}/suspensions"), &suspension).expect(201);
        expect_mistakes(&trainer.post(PATH, &session(&json!({}))), &[("/ends_on", "not_accredited")]);
        let whole = format!("/v1/training-organisations/{}/suspensions", world.training_organisation_id);
        registrar.post(&whole, &suspension).expect(201);
        trainer.post(PATH, &session(&json!({}))).expect_problem(403, "training_not_accredited_today");
        // What it can no longer hold it still calls off, and nothing else.
        patch(&trainer, &left.1, &json!({"language": "en"})).expect_problem(403, "training_not_accredited_today");
        other.post(&format!("{}/cancellations", left.1), &json!({})).expect_problem(403, "forbidden");
        let cancelled = trainer.post(&format!("{}/cancellations", left.1), &json!({})).expect(201);
        assert_eq!((&cancelled["id"], &cancelled["status"]), (&left.0["id"], &json!("cancelled")));
    }

    fn sessions_are_found_by_day_and_place_by_programs_and_on_pages(service: Service) {
        let world = World::new(&service);
        let trainer = trainer(&service, &world);
        let id = |more: &Value| text(&trainer.post(PATH, &session(more)).expect(201), "id");
        let online = json!({"country": null, "locality": null, "starts_on": day(10), "ends_on": null, "language": "en"});
        let (koeln, online) = (id(&json!({})), id(&online));
        let delft = id(&json!({"country": "NL", "locality": "Delft", "starts_on": day(60), "ends_on": day(61)}));
        for (query, expected) in [
            (String::new(), &[&online, &koeln, &delft][..]),
            ("place=KOLN".to_owned(), &[&koeln]),
            ("place=elf".to_owned(), &[&delft]),
            ("place=%25".to_owned(), &[]),
            ("country=NL".to_owned(), &[&delft]),
            (format!("from={}", day(32)), &[&koeln, &delft]),
            (format!("from={}", day(33)), &[&delft]),
            (format!("until={}", day(29)), &[&online]),
            (format!("from={}&until={}", day(11), day(30)), &[&koeln]),
            ("delivery=online".to_owned(), &[&online]),
            ("delivery=classroom&language=de".to_owned(), &[&koeln, &delft]),
            ("qualification=auditor&q=damson".to_owned(), &[&online, &koeln, &delft]),
            ("qualification=foundation".to_owned(), &[]),
            (format!("course={COURSE}&on=2009-01-01"), &[&online, &koeln, &delft]),
            ("on=2009-01-01".to_owned(), &[]),
        ] {
            let found = world.public.get(&format!("{PATH}?{query}")).expect(200);
            assert_eq!(each(&found, "id").iter().collect::<Vec<_>>(), expected, "{query}");
        }
        let csv = world.public.get(&format!("{PATH}?place=delft&format=csv"));
        assert!(csv.status == 200 && csv.text().contains("Delft"), "{csv}");
        let page = world.public.get("/training?place=k%C3%B6ln").text();
        assert!(page.contains("Köln, Germany") && page.contains("/training/damson-training#auditor-course-1"), "{page}");
        assert!(page.contains("/v1/course-sessions?") && !page.contains("Delft"), "{page}");
        let page = world.public.get(&format!("/training?from={}&on={}", day(50), day(0))).text();
        assert!(page.contains("Delft, Netherlands") && !page.contains("Köln"), "{page}");
        let page = world.public.get("/training/damson-training").text();
        for words in ["Sessions", "Köln, Germany", "<bdi>online</bdi>", "https://damson.example/enrol", "Enrol", "\"startDate\"", "\"addressLocality\":\"Delft\""] {
            assert!(page.contains(words), "{words}: {page}");
        }
        // What is not accredited on its last day is not offered.
        let end = json!({"accredited_until": day(40), "reason": "X"});
        patch(&world.registrar.client, &format!("/v1/courses/{COURSE}"), &end).expect(200);
        assert_eq!(each(&world.public.get(PATH).expect(200), "id"), [online, koeln]);
    }
}
