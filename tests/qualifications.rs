//! Qualifications: the formats by edition and who may sit, in words and as data, and editions added as data.

use serde_json::{Value, json};

use crate::support::steps::{certificate_of, each, expect_mistakes, use_scheme};
use crate::support::world::{World, result, text};
use crate::support::{Client, Service, on_both_engines};

fn qualification(client: &Client, code: &str) -> Value {
    client.get(&format!("/v1/qualifications/{code}")).expect(200)
}

/// The format of Foundation and Auditor alike.
fn closed_book_format() -> Value {
    json!({
        "description": "multiple choice, 40 questions of 1 mark each, pass mark 26 of 40 (65 %), 60 minutes, \
            closed book",
        "question_style": "multiple choice",
        "questions": 40,
        "marks_per_question": 1,
        "marks_available": 40,
        "pass_mark": 26,
        "duration_minutes": 60,
        "book": "closed",
        "permitted": null,
        "question_marks": false,
    })
}

fn practitioner_format() -> Value {
    json!({
        "description": "complex multiple choice, 4 questions of 20 marks each, pass mark 40 of 80 (50 %), 180 minutes, \
            open book: a copy of Part 1 is permitted",
        "question_style": "complex multiple choice",
        "questions": 4,
        "marks_per_question": 20,
        "marks_available": 80,
        "pass_mark": 40,
        "duration_minutes": 180,
        "book": "open",
        "permitted": "a copy of Part 1 is permitted",
        "question_marks": true,
    })
}

fn part(kind: &str, description: &str, code: &Value, years: &Value, roles: &Value) -> Value {
    let counted_to = (kind == "audit_experience").then_some("course");
    json!({
        "kind": kind, "description": description, "code": code, "years": years, "roles": roles, "counted_to": counted_to,
        "children": [],
    })
}

fn holds(code: &str, title: &str) -> Value {
    part("certification", &format!("holds the {title}"), &json!(code), &Value::Null, &Value::Null)
}

fn group(kind: &str, description: &str, children: &[Value]) -> Value {
    let mut group = part(kind, description, &Value::Null, &Value::Null, &Value::Null);
    group["children"] = json!(children);
    group
}

/// The scheme with an edition more, on which sittings are based from 2020-01-01 on and whose pass marks of 26 are 30.
fn with_edition_2018(scheme: &str) -> String {
    let edition = "[[edition]]\ncode = \"2018\"\ntitle = \"ISO/IEC 20000-1:2018\"\nsat_from = 2020-01-01\n\n";
    let mut edited = scheme.replacen("[[certification]]", &format!("{edition}[[certification]]"), 1);
    let mut from = 0;
    while let Some(start) = edited[from..].find("[[qualification.format]]").map(|found| from + found) {
        let end = edited[start..].find("\n\n").map_or(edited.len(), |length| start + length);
        let format = edited[start..end].replace("\"2011\"", "\"2018\"").replace("pass_mark = 26", "pass_mark = 30");
        let addition = format!("\n\n{}", format.trim_end());
        edited.insert_str(end, &addition);
        from = end + addition.len();
    }
    edited
}

on_both_engines! {
    fn formats_by_edition_are_those_of_the_scheme(service: Service) {
        let public = service.client();
        for (code, format) in [
            ("foundation", closed_book_format()),
            ("practitioner", practitioner_format()),
            ("auditor", closed_book_format()),
        ] {
            let shown = qualification(&public, code);
            let previous = "A paper in the previous format was on the edition of 2005 or, from 1 April 2011 on, on that of 2011.";
            let expected = json!([
                {"edition": "2005", "title": "ISO/IEC 20000:2005", "sat_from": null, "declared": true, "note": previous, "format": null},
                {
                    "edition": "2011",
                    "title": "ISO/IEC 20000-1:2011 with ISO/IEC 20000-2:2012",
                    "sat_from": "2012-06-01",
                    "declared": false,
                    "note": null,
                    "format": format,
                },
            ]);
            assert_eq!(shown["editions"], expected, "{code}");
            assert_eq!(shown["valid_for_years"], Value::Null, "{code}");
        }
    }

    fn requirements_are_a_tree_in_words_and_as_data(service: Service) {
        let public = service.client();
        let foundation = part("anyone", "anyone", &Value::Null, &Value::Null, &Value::Null);
        let practitioner = group(
            "any_of",
            "one of these",
            &[
                holds("apmg_iso_iec_20000_foundation", "APMG ISO/IEC 20000 Foundation"),
                holds("bcs_iso_iec_20000_foundation", "BCS ISO/IEC 20000 Foundation"),
                holds("itil_foundation", "ITIL Foundation"),
            ],
        );
        let course = "has attended an accredited Auditor course";
        let years = "has, on the day on which that course was completed, at least 3 years of experience conducting audits in an IT environment, \
            as a third-party auditor or as an internal auditor of an organisation";
        let auditor = group(
            "all_of",
            "all of these",
            &[
                part("accredited_course", course, &json!("auditor"), &Value::Null, &Value::Null),
                part("audit_experience", years, &Value::Null, &json!(3), &json!(["third_party", "internal"])),
            ],
        );
        for (code, requirement) in [("foundation", foundation), ("practitioner", practitioner), ("auditor", auditor)] {
            assert_eq!(qualification(&public, code)["requirement"], requirement, "{code}");
        }
    }

    fn the_list_shows_what_each_page_shows(service: Service) {
        let public = service.client();
        let list = public.get("/v1/qualifications").expect(200);
        assert_eq!(each(&list, "code"), ["foundation", "practitioner", "auditor"]);
        assert_eq!(each(&list, "title"), ["Foundation", "Practitioner", "Auditor"]);
        assert_eq!((&list["scheme_version"], &list["next_cursor"]), (&json!("2026-12"), &Value::Null));
        for item in list["items"].as_array().unwrap() {
            assert_eq!(&qualification(&public, &text(item, "code")), item);
        }
        for unknown in ["expert", "Foundation", "2011", "%00"] {
            public.get(&format!("/v1/qualifications/{unknown}")).expect_problem(404, "not_found");
        }
    }

    /// "A later edition is added by the scheme owner as data (from a date, with its formats), without a change of
    /// code."
    fn a_later_edition_is_data(mut service: Service) {
        use_scheme(&mut service, with_edition_2018);
        let world = World::new(&service);
        let shown = qualification(&world.public, "foundation");
        assert_eq!(shown["editions"][2]["sat_from"], "2020-01-01");
        assert_eq!(shown["editions"][2]["format"]["pass_mark"], 30);

        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &Value::Null);
        let last_of_2011 = world.submit_result(client, &candidate, "foundation", "2019-12-31", 29).expect(201);
        assert_eq!((&last_of_2011["edition"], &last_of_2011["outcome"]), (&json!("2011"), &json!("pass")));
        let first_of_2018 = world.submit_result(client, &candidate, "foundation", "2020-01-01", 29).expect(201);
        assert_eq!((&first_of_2018["edition"], &first_of_2018["outcome"]), (&json!("2018"), &json!("fail")));
        let mut named = result(&candidate, "foundation", "2020-01-02", 30);
        named["edition"] = json!("2011");
        expect_mistakes(&client.post("/v1/results", &named), &[("/edition", "wrong_edition")]);
        named["edition"] = json!("2018");
        let passed = client.post("/v1/results", &named).expect(201);
        assert_ne!(certificate_of(&passed), certificate_of(&last_of_2011), "one certificate for each edition");
    }
}
