//! Accreditations are corrected, extended, suspended, reinstated and withdrawn, of training organisations and of courses
//! alike: what follows in decisions, lists, pages and feeds.

use serde_json::{Value, json};

use crate::support::steps::{each, eligibility, expect_mistakes, patch};
use crate::support::world::{COURSE, World, text};
use crate::support::{Answer, Service, events, on_both_engines};

/// Takes a step with what is accredited there.
fn step(world: &World, path: &str, step: &str, effective_on: &str, until: Option<&str>) -> Answer {
    let mut change = json!({"effective_on": effective_on, "reason": format!("The board on {step}.")});
    if let Some(until) = until {
        change[if step == "extensions" { "accredited_until" } else { "until" }] = json!(until);
    }
    world.registrar.client.post(&format!("{path}/{step}"), &change)
}

/// Whether an attendance that was completed on a day counts, and what is said of it.
fn attended(world: &World, completed_on: &str) -> (bool, String) {
    let client = &world.body.caller.client;
    let candidate = world.register_candidate(client, &json!({}));
    let attendance = json!({"course_id": COURSE, "completed_on": completed_on});
    client.post(&format!("/v1/candidates/{candidate}/course-attendances"), &attendance).expect(201);
    let assessment = eligibility(client, &candidate, "auditor", "2026-01-01");
    let found = &assessment["requirement"]["children"][0]["evidence"][0];
    (found["counts"] == true, text(found, "summary"))
}

fn organisation_path(world: &World) -> String {
    format!("/v1/training-organisations/{}", world.training_organisation_id)
}

on_both_engines! {
    fn an_attendance_counts_when_both_were_accredited_on_the_day_it_was_completed(service: Service) {
        let world = World::new(&service);
        let (organisation, course) = (organisation_path(&world), format!("/v1/courses/{COURSE}"));
        step(&world, &course, "suspensions", "2014-03-01", Some("2014-03-31")).expect(201);
        step(&world, &organisation, "suspensions", "2014-03-15", None).expect(201);
        step(&world, &organisation, "reinstatements", "2014-05-01", None).expect(201);
        step(&world, &course, "withdrawals", "2016-01-01", None).expect(201);
        step(&world, &organisation, "withdrawals", "2017-01-01", None).expect(201);
        let run_by = "was run by a training organisation that was not accredited on that day";
        for (day, problem) in [
            ("2014-02-28", None),
            ("2014-03-01", Some("was not accredited on that day (suspended since 2014-03-01).".to_owned())),
            (
                "2014-03-15",
                Some(
                    "was not accredited on that day (suspended since 2014-03-01), nor was the training organisation that ran \
                     it (suspended since 2014-03-15)."
                        .to_owned(),
                ),
            ),
            ("2014-04-01", Some(format!("{run_by} (suspended since 2014-03-15)."))),
            ("2014-04-30", Some(format!("{run_by} (suspended since 2014-03-15)."))),
            ("2014-05-01", None),
            ("2015-12-31", None),
            ("2016-01-01", Some("was not accredited on that day (withdrawn on 2016-01-01).".to_owned())),
            (
                "2017-06-01",
                Some(
                    "was not accredited on that day (withdrawn on 2016-01-01), nor was the training organisation that ran it \
                     (withdrawn on 2017-01-01)."
                        .to_owned(),
                ),
            ),
        ] {
            let (counts, said) = attended(&world, day);
            assert_eq!(counts, problem.is_none(), "{day}: {said}");
            assert!(said.ends_with(problem.as_deref().unwrap_or("was accredited for Auditor on that day.")), "{day}: {said}");
        }
    }

    fn what_is_not_admitted_is_refused_and_what_is_has_a_history(service: Service) {
        let world = World::new(&service);
        // A course goes with whoever runs it, and so comes first.
        for (path, prefix) in [(format!("/v1/courses/{COURSE}"), "course"), (organisation_path(&world), "training_organisation")] {
            assert_eq!(world.public.get(&path).expect(200)["status"], "accredited");
            for (verb, day, until, said) in [
                ("reinstatements", "2015-01-01", None, "it is not suspended on 2015-01-01"),
                ("suspensions", "2009-12-31", None, "it began on 2010-01-01"),
                ("suspensions", "2015-01-02", Some("2015-01-01"), "would end before it begins"),
                ("extensions", "2015-01-01", Some("2030-01-01"), "it has no last day"),
            ] {
                let problem = step(&world, &path, verb, day, until).expect_problem(409, "status_conflict");
                assert!(text(&problem, "detail").contains(said), "{path} {verb}: {problem}");
            }
            let without_reason = world.registrar.client.post(&format!("{path}/suspensions"), &json!({"effective_on": "2015-01-01"}));
            expect_mistakes(&without_reason, &[("/reason", "required")]);
            let ends = json!({"accredited_until": "2015-12-31"});
            expect_mistakes(&patch(&world.registrar.client, &path, &ends), &[("/reason", "required")]);
            let ends = json!({"accredited_until": "2015-12-31", "reason": "The paper says so."});
            let corrected = patch(&world.registrar.client, &path, &ends).expect(200);
            assert_eq!((&corrected["accredited_until"], &corrected["status"]), (&json!("2015-12-31"), &json!("expired")));
            let problem = step(&world, &path, "extensions", "2016-07-01", Some("2015-12-31")).expect_problem(409, "status_conflict");
            assert!(text(&problem, "detail").contains("it lasts until 2015-12-31 already"), "{problem}");
            // Half a year later than it ended, and so with days in between.
            let extended = step(&world, &path, "extensions", "2016-07-01", Some("2099-12-31")).expect(201);
            assert_eq!((&extended["accredited_from"], &extended["accredited_until"]), (&json!("2010-01-01"), &json!("2099-12-31")));
            assert_eq!(step(&world, &path, "suspensions", "2017-01-01", None).expect(201)["status"], "suspended");
            let listed = |on: &str| each(&world.public.get(&format!("{}?on={on}", path.rsplit_once('/').unwrap().0)).expect(200), "id").len();
            let on_days = ["2015-12-31", "2016-01-01", "2016-06-30", "2016-07-01", "2016-12-31", "2017-01-01"];
            assert_eq!(on_days.map(listed), [1, 0, 0, 1, 1, 0], "{path}");
            step(&world, &path, "reinstatements", "2018-01-01", None).expect(201);
            let withdrawn = step(&world, &path, "withdrawals", "2019-01-01", None).expect(201);
            assert_eq!(withdrawn["status"], "withdrawn");
            let history = withdrawn["history"].as_array().unwrap();
            let kinds: Vec<_> = history.iter().map(|change| text(change, "kind")).collect();
            assert_eq!(kinds, ["correction", "extension", "suspension", "reinstatement", "withdrawal"]);
            assert_eq!(history[0]["reason"], "The paper says so.");
            assert!(history.iter().all(|change| change.get("recorded_by").is_none()), "by whom is not public: {withdrawn}");
            step(&world, &path, "extensions", "2020-01-01", Some("2100-01-01")).expect_problem(409, "status_conflict");
            let told: Vec<_> = events::all(&world.registrar.client)
                .into_iter()
                .filter(|event| event["subject"]["id"] == withdrawn["id"] && event["kind"] != format!("{prefix}_accredited"))
                .map(|event| (text(&event, "kind"), event["data"].clone()))
                .collect();
            let kinds: Vec<_> = told.iter().map(|(kind, _)| kind.strip_prefix(prefix).unwrap()).collect();
            assert_eq!(kinds, ["_changed", "_extended", "_suspended", "_reinstated", "_withdrawn"]);
            assert_eq!(told[0].1["changed"], json!(["accredited_until"]));
            assert_eq!(told[1].1, json!({"effective_on": "2016-07-01", "until": "2099-12-31", "reason": "The board on extensions."}));
            assert_eq!(world.public.get(&path).expect(200), withdrawn);
            world.registrar.client.post("/v1/courses/no-such/suspensions", &json!({"effective_on": "2015-01-01", "reason": "X"})).expect_problem(404, "not_found");
        }
    }

    fn what_is_wrong_in_a_record_is_corrected(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let (organisation, course) = (organisation_path(&world), format!("/v1/courses/{COURSE}"));
        let changed = patch(registrar, &organisation, &json!({"name": "Damson Academy", "country": "BE", "website": "https://damson.example"}));
        let changed = changed.expect(200);
        assert_eq!((&changed["name"], &changed["country"]), (&json!("Damson Academy"), &json!("BE")));
        assert_eq!(changed["history"], json!([]), "nothing happened to the accreditation");
        assert_eq!(patch(registrar, &organisation, &json!({"website": null})).expect(200)["website"], Value::Null);
        assert_eq!(each(&world.public.get("/v1/training-organisations?q=academy&country=BE").expect(200), "name"), ["Damson Academy"]);
        let new = json!({"title": "Audits", "languages": ["fr"], "countries": ["BE"], "delivery": ["online"]});
        let changed = patch(registrar, &course, &new).expect(200);
        for (name, value) in new.as_object().unwrap() {
            assert_eq!(&changed[name], value, "{name}");
        }
        assert_eq!(each(&world.public.get("/v1/courses?language=fr&q=academy").expect(200), "title"), ["Audits"]);
        // What counts in decisions needs a reason, and decides from then on.
        assert!(attended(&world, "2014-01-01").0);
        let other = json!({"qualification": "practitioner"});
        expect_mistakes(&patch(registrar, &course, &other), &[("/reason", "required")]);
        let unknown = json!({"qualification": "expert", "reason": "X"});
        expect_mistakes(&patch(registrar, &course, &unknown), &[("/qualification", "unknown_qualification")]);
        let other = json!({"qualification": "practitioner", "reason": "It was accredited for Practitioner."});
        assert_eq!(patch(registrar, &course, &other).expect(200)["qualification"], "practitioner");
        assert!(attended(&world, "2014-01-01").1.contains("is a course for the qualification `practitioner`"));
        patch(registrar, &course, &json!({"qualification": "auditor", "reason": "It was not."})).expect(200);
        let late = json!({"accredited_from": "2015-01-01", "accredited_until": "2014-12-31", "reason": "X"});
        expect_mistakes(&patch(registrar, &course, &late), &[("/accredited_until", "ends_before_it_begins")]);
        patch(registrar, &course, &json!({"accredited_from": "2014-01-02", "reason": "A slip."})).expect(200);
        let (counts, said) = attended(&world, "2014-01-01");
        assert!(!counts && said.ends_with("was not accredited on that day (accredited from 2014-01-02)."), "{said}");
        assert!(attended(&world, "2014-01-02").0);
        // The same days again are no correction.
        assert_eq!(patch(registrar, &course, &json!({"accredited_from": "2014-01-02"})).expect(200)["history"].as_array().unwrap().len(), 1);
    }

    fn pages_search_and_feed_tell_what_happened(service: Service) {
        let world = World::new(&service);
        let (organisation, course) = (organisation_path(&world), format!("/v1/courses/{COURSE}"));
        let page = |address: &str| world.public.get(address).text();
        assert!(!page("/training/damson-training").contains("History of the accreditation"), "nothing happened");
        let end = json!({"accredited_until": "2098-12-31", "reason": "The paper says so."});
        patch(&world.registrar.client, &course, &end).expect(200);
        step(&world, &course, "extensions", "2020-01-01", Some("2099-12-31")).expect(201);
        step(&world, &organisation, "suspensions", "2024-03-01", None).expect(201);
        let shown = page("/training/damson-training");
        for words in [
            "since 1 January 2010; suspended since 1 March 2024",
            "from 1 January 2010 to 31 December 2099",
            "History of the accreditation",
            "Accreditation suspended",
            "The board on suspensions.",
            "Accreditation extended until 31 December 2099",
            "Days of the accreditation corrected: from 1 January 2010 to 31 December 2098",
        ] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        let german = page("/training/damson-training?lang=de");
        assert!(german.contains("ausgesetzt seit 1. März 2024"), "{german}");
        // A course is worth nothing while whoever runs it is suspended, in lists and in what is found.
        assert_eq!(world.public.get(&course).expect(200)["status"], "suspended");
        assert!(!page("/training").contains("Damson Training"));
        assert!(page("/training?on=2024-02-29").contains("Damson Training"));
        let found = world.public.get("/v1/directory?q=damson").expect(200);
        assert_eq!(each(&found, "status"), ["suspended", "suspended"], "{found}");
        let feed = page("/directory.atom");
        for words in ["Damson Training: accreditation suspended", "course accreditation extended", "With effect from 1 March 2024"] {
            assert!(feed.contains(words), "{words}: {feed}");
        }
        let kinds = page("/directory.atom?kind=training_organisation");
        assert!(kinds.contains("training_organisation_suspended") && !kinds.contains("course_extended"), "{kinds}");
    }
}
