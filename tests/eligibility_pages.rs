//! Eligibility for everyone: the page and the address for programs give anybody the registry's answer, in the registry's
//! words, and keep nothing of what was typed. And the page about the registry.

use serde_json::{Value, json};

use crate::support::steps::{day, expect_mistakes, use_scheme};
use crate::support::world::{COURSE, World, text};
use crate::support::{Answer, Client, Service, events, on_both_engines};

const LANGUAGES: [&str; 5] = ["en", "de", "fr", "es", "ja"];

/// The whole page, if it came with this status; it must be one for browsers, and ask for nothing elsewhere.
#[track_caller]
fn page(answer: &Answer, status: u16) -> String {
    assert_eq!(answer.status, status, "{answer}");
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{answer}");
    assert!(answer.header("content-security-policy").starts_with("default-src 'none'; style-src 'self'"), "{answer}");
    let page = answer.text();
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"), "{page}");
    assert!(!page.contains("<script") && !page.contains(" style=") && !page.contains(" onclick"), "{page}");
    page
}

/// The page of a qualification with these fields.
fn ask(client: &Client, qualification: &str, fields: &[(&str, &str)]) -> Answer {
    let query = serde_urlencoded::to_string(fields).unwrap();
    client.get(&format!("/eligibility/{qualification}?{query}"))
}

/// The kind and the words of the panel.
#[track_caller]
fn panel(page: &str) -> (String, String) {
    let between = |from: &str, to: &str| {
        let (_, rest) = page.split_once(from).unwrap_or_else(|| panic!("no {from} in {page}"));
        rest.split_once(to).unwrap().0.to_owned()
    };
    (between("<section class=\"panel ", "\""), between("<h2 id=\"status\">", "</h2>"))
}

/// The day from which it suffices, if the page names one.
fn earliest(page: &str) -> Option<String> {
    Some(page.split_once("<time datetime=\"")?.1.split_once('"')?.0.to_owned())
}

/// What is wrong with a field, if its mistake is tied to it and the summary leads to it.
#[track_caller]
fn mistake_at(page: &str, field: &str) -> String {
    assert!(page.contains(&format!("<li><a href=\"#{field}\">")), "the summary does not lead to {field}: {page}");
    let (_, rest) = page.split_once(&format!(" id=\"{field}\"")).unwrap_or_else(|| panic!("no {field} in {page}"));
    let tag = rest.split_once('>').unwrap().0;
    assert!(tag.contains("aria-invalid=\"true\"") && tag.contains(&format!("{field}-mistake\"")), "{tag}");
    let (_, words) = page.split_once(&format!("<p class=\"mistake\" id=\"{field}-mistake\">")).unwrap();
    words.split_once("</p>").unwrap().0.to_owned()
}

fn one_period(from: &'static str, to: &'static str) -> Vec<(&'static str, &'static str)> {
    let end = if to.is_empty() { ("still-1", "yes") } else { ("to-1", to) };
    vec![
        ("on", "2015-06-01"),
        ("completed-auditor", "2014-02-28"),
        ("course-auditor", COURSE),
        ("role-1", "internal"),
        ("it-1", "yes"),
        ("from-1", from),
        end,
    ]
}

/// The same fields with others instead.
fn with<'a>(fields: &[(&'a str, &'a str)], others: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !others.iter().any(|(other, _)| other == name));
    kept.chain(others).filter(|(_, value)| *value != "-").copied().collect()
}

on_both_engines! {
    fn a_practitioner_learns_from_which_day_it_suffices(service: Service) {
        let client = service.client();
        let form = page(&client.get("/eligibility/practitioner"), 200);
        assert!(!form.contains("<section class=\"panel") && form.contains("name=\"awarded-itil_foundation\""), "{form}");
        assert!(!form.contains("name=\"from-1\"") && !form.contains("completed-"), "only what is asked for: {form}");
        let on = |day| page(&ask(&client, "practitioner", &[("on", day), ("awarded-itil_foundation", "2015-06-02")]), 200);
        let before = on("2015-06-01");
        assert_eq!(panel(&before), ("suspended".to_owned(), "Not yet".to_owned()));
        assert_eq!(earliest(&before).as_deref(), Some("2015-06-02"));
        for told in [
            "One of 3 alternatives is needed on 1 June 2015, and none is met.",
            "No BCS ISO/IEC 20000 Foundation certificate is on record.",
            "ITIL Foundation, awarded on 2 June 2015, was awarded after 1 June 2015.",
            "From 2 June 2015 on it suffices",
        ] {
            assert!(before.contains(told), "{told}: {before}");
        }
        let after = on("2015-06-02");
        assert_eq!(panel(&after), ("valid".to_owned(), "This suffices".to_owned()));
        assert!(after.contains("ITIL Foundation, awarded on 2 June 2015, is held on 2 June 2015."), "{after}");
        assert!(after.contains("<strong>Not needed</strong>") && earliest(&after).is_none(), "{after}");
        let nothing = page(&client.get("/eligibility/practitioner?on="), 200);
        assert_eq!(panel(&nothing).0, "withdrawn");
        assert!(nothing.contains("<strong>Not met</strong>"), "{nothing}");
        assert_eq!(panel(&page(&client.get("/eligibility/foundation"), 200)).0, "valid", "nothing is asked for");
    }

    fn an_auditor_learns_what_is_missing_to_the_day(service: Service) {
        let world = World::new(&service);
        let answer = |fields: &[(&str, &str)]| page(&ask(&world.public, "auditor", fields), 200);
        let exact = answer(&one_period("2011-03-01", "2014-02-28"));
        assert_eq!(panel(&exact).0, "valid");
        let course = "The course “\u{2068}Auditing IT service management\u{2069}” of \u{2068}Damson Training\u{2069}, \
            completed on 28 February 2014, was accredited for Auditor on that day.";
        assert!(exact.contains(course), "{exact}");
        let short = answer(&one_period("2011-03-01", "2014-02-27"));
        assert_eq!((panel(&short).0.as_str(), earliest(&short)), ("withdrawn", None));
        assert!(short.contains("2 years, 11 months and 27 days of the 3 years: 1 day short."), "{short}");
        assert!(short.contains("Work as internal auditor, from 1 March 2011 to 27 February 2014, counts."), "{short}");
        let open = with(&one_period("2011-03-01", ""), &[("on", "2014-02-27")]);
        let open = answer(&open);
        assert_eq!((panel(&open).0.as_str(), earliest(&open).as_deref()), ("suspended", Some("2014-02-28")));
        assert!(open.contains("and none counts.") && open.contains("From 28 February 2014 on it suffices"), "{open}");
        let too_early = answer(&with(&one_period("2011-03-01", ""), &[("completed-auditor", "2014-02-27")]));
        assert_eq!((panel(&too_early).0.as_str(), earliest(&too_early)), ("withdrawn", None));
        for told in ["1 day short.", "It suffices for a course that is completed on 28 February 2014 or later."] {
            assert!(too_early.contains(told), "{told}: {too_early}");
        }
        let open = answer(&one_period("2011-03-01", ""));
        assert!(open.contains("Work as internal auditor, from 1 March 2011 to today, counts up to"), "{open}");
        let overlapping = [
            ("role-2", "third_party"), ("it-2", "yes"), ("from-2", "2013-01-01"), ("to-2", "2013-12-31"),
        ];
        let twice = answer(&with(&one_period("2013-01-01", "2013-12-31"), &overlapping));
        assert!(twice.contains("1 year of the 3 years: "), "{twice}");
        assert!(twice.contains("Work as third-party auditor, from 1 January 2013 to 31 December 2013"), "{twice}");
        let elsewhere = answer(&with(&one_period("2011-03-01", "2014-02-28"), &[("it-1", "-")]));
        assert!(elsewhere.contains("was not in an IT environment and counts for nothing."), "{elsewhere}");
        assert!(elsewhere.contains("No experience on record counts; 3 years of conducting audits"), "{elsewhere}");
        let early = answer(&with(&one_period("2011-03-01", "2014-02-28"), &[("completed-auditor", "2009-12-31")]));
        let told = "was not accredited on that day (accredited from 1 January 2010), nor was the training organisation that ran it (accredited from 1 January 2010).";
        assert!(early.contains(told), "{early}");
        let unnamed = answer(&with(&one_period("2011-03-01", "2014-02-28"), &[("course-auditor", "")]));
        let rests = "A course for Auditor that is not named, completed on 28 February 2014, is taken to have been accredited";
        assert!(panel(&unnamed).0 == "valid" && unnamed.contains(rests), "{unnamed}");
    }

    fn every_language_says_it_and_keeps_what_was_typed(service: Service) {
        let world = World::new(&service);
        let words = [
            ("en", "Not yet", "and none counts."),
            ("de", "Noch nicht", "und keiner zählt."),
            ("fr", "Pas encore", "et aucune ne compte."),
            ("es", "Todavía no", "y ninguno cuenta."),
            ("ja", "まだ満たしていません", "数えられるコースがありません。"),
        ];
        let fields = with(&one_period("2011-03-01", ""), &[("on", "2014-02-27")]);
        for (language, word, missing) in words {
            let client = world.public.with_header("accept-language", language);
            let answer = ask(&client, "auditor", &fields);
            assert_eq!((answer.header("content-language"), answer.header("cache-control")), (language, "no-store"));
            let page = page(&answer, 200);
            assert_eq!(panel(&page).1, word);
            assert!(page.contains(missing), "{page}");
            for other in LANGUAGES {
                let link = page.split("<a href=\"").find(|link| link.contains(&format!("lang={other}\" lang="))).unwrap();
                let link = link.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
                assert!(link.contains("from-1=2011-03-01") && link.contains("still-1=yes"), "{link}");
                assert_eq!(panel(&self::page(&world.public.get(&link), 200)).0, "suspended");
            }
            assert!(!page.contains("rel=\"canonical\"") && page.contains("noindex"), "what was typed is in no preview");
            for path in ["/eligibility", "/eligibility/auditor", "/eligibility/practitioner", "/about"] {
                let page = self::page(&client.get(path), 200);
                assert!(page.contains(&format!("<html lang=\"{language}\"")), "{page}");
            }
        }
    }

    fn a_period_is_added_without_losing_what_was_typed(service: Service) {
        let client = service.client();
        let periods = |page: &str| page.matches("<fieldset class=\"period\"").count();
        let form = page(&client.get("/eligibility/auditor"), 200);
        assert_eq!(periods(&form), 2);
        let mut fields = vec![("on", "nonsense"), ("from-2", "2011-03-01"), ("role-2", "internal"), ("still-2", "yes")];
        fields.extend([("periods", "2"), ("more", "1")]);
        let more = page(&ask(&client, "auditor", &fields), 200);
        assert!(periods(&more) == 3 && !more.contains("mistake"), "not the answer yet: {more}");
        assert!(more.contains("value=\"2011-03-01\"") && more.contains("<option value=\"internal\" selected>"), "{more}");
        assert!(more.contains("name=\"still-2\" type=\"checkbox\" value=\"yes\" checked"), "{more}");
        assert!(more.contains("name=\"periods\" value=\"3\"") && more.contains("#period-4\""), "{more}");
        let full = page(&client.get("/eligibility/auditor?periods=12&more=1"), 200);
        assert!(periods(&full) == 12 && !full.contains("name=\"more\""), "{full}");
        for (given, expected) in [("periods=0", 2), ("periods=99999999999999999999", 2), ("periods=1000&on=", 12), ("from-9=x", 9)] {
            let answer = client.get(&format!("/eligibility/auditor?{given}"));
            assert_eq!(periods(&answer.text()), expected, "{given}");
        }
    }

    fn mistakes_stand_at_their_fields(service: Service) {
        let world = World::new(&service);
        let tomorrow = day(2);
        let long = "1".repeat(10_000);
        for (field, typed, told) in [
            ("awarded-itil_foundation", "2015-02-29", "There is no such day."),
            ("awarded-itil_foundation", "31.12.2015", "There is no such day."),
            ("awarded-itil_foundation", "2015-06-01\0", "There is no such day."),
            ("awarded-itil_foundation", "\u{202E}2015-06-01", "There is no such day."),
            ("awarded-itil_foundation", "<script>alert(1)</script>", "There is no such day."),
            ("awarded-itil_foundation", &long, "There is no such day."),
            ("awarded-itil_foundation", "1899-12-31", "Only days from the years 1900 to 2200"),
            ("awarded-itil_foundation", &tomorrow, "That day is still to come."),
            ("on", "2201-01-01", "Only days from the years 1900 to 2200"),
            ("on", "-", "There is no such day."),
        ] {
            let page = page(&ask(&world.public, "practitioner", &[(field, typed)]), 422);
            assert!(mistake_at(&page, field).contains(told), "{typed:?}: {page}");
            assert!(page.contains("One entry cannot be right") && page.len() < 30_000, "{page}");
            assert!(!page.contains("<section class=\"panel"), "no answer to what cannot be: {page}");
        }
        let leap = page(&ask(&world.public, "practitioner", &[("awarded-itil_foundation", "2016-02-29")]), 200);
        assert_eq!(panel(&leap).0, "valid");
        let twice = world.public.get("/eligibility/practitioner?on=2015-06-01&on=2015-06-02");
        assert!(mistake_at(&page(&twice, 422), "on").contains("came twice"));
        let base = one_period("2011-03-01", "2014-02-28");
        for (field, others, told) in [
            ("to-1", vec![("to-1", "2011-02-28")], "The last day lies before the first."),
            ("to-1", vec![("to-1", "")], "Enter the last day of this period"),
            ("to-1", vec![("still-1", "yes")], "not both"),
            ("from-1", vec![("from-1", "")], "Enter the first day"),
            ("role-1", vec![("role-1", "")], "Choose the role"),
            ("role-1", vec![("role-1", "king")], "Choose the role"),
            ("from-1", vec![("from-1", tomorrow.as_str()), ("to-1", ""), ("still-1", "yes")], "still to come"),
            ("course-auditor", vec![("course-auditor", "no-such-course")], "This course is not in the directory"),
            ("course-auditor", vec![("course-auditor", "a\0'; DROP TABLE")], "This course is not in the directory"),
            ("completed-auditor", vec![("completed-auditor", "")], "Enter the day on which you completed"),
        ] {
            let page = page(&ask(&world.public, "auditor", &with(&base, &others)), 422);
            assert!(mistake_at(&page, field).contains(told), "{field}: {page}");
        }
        let all = with(&base, &[("on", "x"), ("from-1", "y"), ("completed-auditor", "z"), ("role-1", "")]);
        let all = page(&ask(&world.public, "auditor", &all), 422);
        assert!(all.contains("4 entries cannot be right"), "every mistake at once: {all}");
        let unknown = page(&world.public.get("/eligibility/expert"), 404);
        assert!(unknown.contains("There is no such page"), "{unknown}");
        for broken in ["/eligibility/%FF", "/eligibility/%00", "/eligibility/auditor?%FF=%FF&x=y&&=&on"] {
            assert!(matches!(world.public.get(broken).status, 200 | 404), "{broken}");
        }
    }

    /// Where there is no list to choose from, what an address names stays in the form.
    fn a_course_is_asked_for_where_an_address_names_one(service: Service) {
        let client = service.client();
        let empty = page(&client.get("/eligibility/auditor"), 200);
        assert!(!empty.contains("id=\"course-auditor\""), "there is no course: {empty}");
        let fields = [("course-auditor", "no-such-course"), ("completed-auditor", "2013-06-12"), ("on", "2015-06-01")];
        let page = page(&ask(&client, "auditor", &fields), 422);
        assert!(mistake_at(&page, "course-auditor").contains("not in the directory"), "{page}");
        assert!(page.contains("<option value=\"no-such-course\" selected>") && page.contains("href=\"#course-auditor\""), "{page}");
    }

    fn programs_get_the_same_answer_as_candidates(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &Value::Null);
        world.add_course_attendance(client, &candidate, "2014-06-12");
        world.add_audit_experience(client, &candidate, "2011-03-01", Some("2014-02-27"));
        let decided = client.get(&format!("/v1/candidates/{candidate}/eligibility/auditor?on=2015-06-01")).expect(200);
        let asked = json!({
            "qualification": "auditor",
            "on": "2015-06-01",
            "course_attendances": [{"course_id": COURSE, "completed_on": "2014-06-12"}],
            "audit_experience": [{
                "role": "third_party", "it_environment": true, "started_on": "2011-03-01", "ended_on": "2014-02-27",
            }],
        });
        let post = |asked: &Value| world.public.post("/v1/eligibility-assessments", asked);
        let answer = post(&asked).expect(200);
        for member in ["eligible", "qualification", "on", "scheme_version", "unmet"] {
            assert_eq!(answer[member], decided[member], "{member}");
        }
        assert_eq!(answer["unmet"], json!(["By 2014-06-12 (when the course “Auditing IT service management” was completed): 2 years, 11 months and 27 days of the 3 years: 1 day short."]));
        assert_eq!(answer["requirement"]["children"][0]["summary"], decided["requirement"]["children"][0]["summary"]);
        let evidence = &answer["requirement"]["children"][1]["evidence"][0];
        assert_eq!((&evidence["id"], &evidence["kind"]), (&json!("/audit_experience/0"), &json!("audit_experience")));
        let said = "Work as third-party auditor, from 2011-03-01 to 2014-02-27, counts.";
        assert_eq!(text(evidence, "summary"), said);
        assert!(answer["earliest_on"].is_null() && text(&answer, "basis").contains("taken as verified"), "{answer}");

        let mut open = asked.clone();
        open["on"] = json!("2012-01-01");
        open["audit_experience"][0]["ended_on"] = Value::Null;
        assert_eq!(post(&open).expect(200)["earliest_on"], "2014-06-12");
        let today = post(&json!({"qualification": "foundation"})).expect(200);
        assert!(today["eligible"] == true && [day(-1), day(0)].contains(&text(&today, "on")), "{today}");
        let unknown_code = json!({"qualification": "practitioner", "external_certificates": [
            {"certification": "itil_intermediate", "awarded_on": "2015-06-01"},
        ]});
        let told = post(&unknown_code).expect(200)["unmet"].to_string();
        assert!(told.contains("The certification `itil_intermediate` is not recognised by the scheme"), "{told}");

        expect_mistakes(&post(&json!({})), &[("/qualification", "required")]);
        expect_mistakes(&post(&json!({"qualification": "expert"})), &[("/qualification", "unknown_qualification")]);
        let wrong = json!({
            "qualification": "auditor",
            "name": "Adèle",
            "course_attendances": [
                {"course_id": COURSE, "qualification": "auditor", "completed_on": "2015-02-29"},
            ],
            "audit_experience": [{"role": "king", "it_environment": 1, "started_on": "1"}],
        });
        expect_mistakes(&post(&wrong), &[
            ("/name", "unknown_field"),
            ("/course_attendances/0/qualification", "contradiction"),
            ("/course_attendances/0/completed_on", "invalid_date"),
            ("/audit_experience/0/role", "unknown_word"),
            ("/audit_experience/0/it_environment", "wrong_type"),
            ("/audit_experience/0/started_on", "invalid_date"),
        ]);
        let impossible = json!({
            "qualification": "auditor",
            "external_certificates": [{"certification": "itil_foundation", "awarded_on": day(2)}],
            "course_attendances": [
                {"course_id": "nobodys", "completed_on": "2015-06-01"},
                {"qualification": "expert", "completed_on": "2015-06-01"},
            ],
            "audit_experience": [
                {"role": "internal", "it_environment": true, "started_on": "2015-06-01", "ended_on": "2015-05-31"},
            ],
        });
        expect_mistakes(&post(&impossible), &[
            ("/external_certificates/0/awarded_on", "in_the_future"),
            ("/course_attendances/0/course_id", "unknown_reference"),
            ("/course_attendances/1/qualification", "unknown_qualification"),
            ("/audit_experience/0/ended_on", "ends_before_it_begins"),
        ]);
        let claim = json!({"certification": "itil_foundation", "awarded_on": "2015-06-01"});
        let many = json!({"qualification": "practitioner", "external_certificates": vec![claim; 51]});
        expect_mistakes(&post(&many), &[("/external_certificates", "wrong_length")]);
    }

    fn nothing_that_was_typed_is_kept(service: Service) {
        let world = World::new(&service);
        let before = events::all(&world.registrar.client);
        let fields = with(&one_period("1987-03-04", "1999-08-07"), &[("on", "2188-05-06")]);
        page(&ask(&world.public, "auditor", &fields), 200);
        let asked = json!({
            "qualification": "practitioner",
            "external_certificates": [{"certification": "itil_foundation", "awarded_on": "1987-03-04"}],
        });
        world.public.post("/v1/eligibility-assessments", &asked).expect(200);
        assert_eq!(events::all(&world.registrar.client), before);
        service.wait_for_log("/eligibility/{code}");
        service.wait_for_log("/v1/eligibility-assessments");
        let log = service.log();
        for typed in ["1987-03-04", "1999-08-07", "2188-05-06", "from-1", "itil_foundation"] {
            assert!(!log.contains(typed), "{typed} is in the log: {log}");
        }
    }

    fn the_form_follows_the_scheme_file(mut service: Service) {
        use_scheme(&mut service, |scheme| {
            scheme.replace(
                "requirement = { anyone = true }",
                "requirement = { all_of = [ { certification = \"itil_foundation\" }, { any_of = [ { accredited_course = \"foundation\" }, { accredited_course = \"auditor\" } ] }, { audit_experience = { years = 1, roles = [\"third_party\"] } } ] }",
            )
        });
        let client = service.client();
        let form = page(&client.get("/eligibility/foundation"), 200);
        for field in ["awarded-itil_foundation", "completed-foundation", "completed-auditor", "role-1", "from-2"] {
            assert!(form.contains(&format!("name=\"{field}\"")), "{field}: {form}");
        }
        assert!(!form.contains("awarded-bcs_"), "{form}");
        let fields = [
            ("on", "2016-06-01"), ("awarded-itil_foundation", "2015-01-01"), ("completed-auditor", "2015-02-01"),
            ("role-1", "internal"), ("it-1", "yes"), ("from-1", "2014-01-01"), ("to-1", "2015-12-31"),
        ];
        let answer = page(&ask(&client, "foundation", &fields), 200);
        assert!(panel(&answer).0 == "withdrawn" && answer.contains("was in a role that does not count."), "{answer}");
        assert!(answer.contains("1 year of conducting audits in an IT environment are needed by 1 June 2016."), "{answer}");
        let enough = page(&ask(&client, "foundation", &with(&fields, &[("role-1", "third_party")])), 200);
        assert_eq!(panel(&enough).0, "valid");
    }

    fn the_registry_says_how_it_decides_and_how_to_check_it(mut service: Service) {
        use_scheme(&mut service, |scheme| {
            scheme.replace("version = \"2026-12\"", "version = \"2031-02\"").replace("at_least = 2", "at_least = 5")
        });
        let about = page(&service.client().get("/about"), 200);
        for told in [
            "Its version 2031-02 is in use", "at least 5 approved auditors: holders of a valid Auditor certificate",
            "at most 3 times", "/qualifications/practitioner", "href=\"/eligibility\"", "href=\"/verify\"",
            "href=\"/.well-known/did.json\"", "href=\"/issuer/jwks.json\"", "href=\"/directory.atom\"", "href=\"/docs/\"",
            "href=\"/problems\"", "did:web:", "touchstone verify certificate.pdf",
        ] {
            assert!(about.contains(told), "{told}: {about}");
        }
        let client = service.client();
        for address in ["/.well-known/did.json", "/issuer/jwks.json", "/issuer", "/problems", "/docs/", "/verify"] {
            assert_eq!(client.get(address).status, 200, "{address}");
        }
    }

    fn the_number_of_questions_is_limited(service: Service)
    with [("TOUCHSTONE_VERIFICATIONS_PER_MINUTE", "3")] {
        let client = service.client();
        let asked = json!({"qualification": "foundation"});
        let statuses: Vec<u16> = (0..5).map(|_| client.post("/v1/eligibility-assessments", &asked).status).collect();
        assert!(statuses[..3] == [200; 3] && statuses[4] == 429, "{statuses:?}");
        assert_eq!(client.get("/eligibility/practitioner?on=").status, 429);
        assert_eq!(client.get("/eligibility/practitioner").status, 200, "the empty form costs nothing");
    }
}
