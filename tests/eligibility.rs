//! Eligibility: who may sit, on which day, and why not, in the words that people are told.

use serde_json::{Value, json};

use crate::support::steps::{certificate_of, change_certificate, day, eligibility, use_scheme};
use crate::support::world::{World, text};
use crate::support::{Client, Service, on_both_engines};

/// A period of experience: its first day, and its last if it has ended.
type Spell = (&'static str, Option<&'static str>);

fn unmet(assessment: &Value) -> Vec<String> {
    let unmet = assessment["unmet"].as_array().expect("a list");
    assert_eq!(unmet.is_empty(), assessment["eligible"] == true, "{assessment}");
    unmet.iter().map(|summary| summary.as_str().expect("a text").to_owned()).collect()
}

/// A new candidate of the first body with this experience as an auditor.
fn experienced(world: &World, client: &Client, spells: &[Spell]) -> String {
    let candidate = world.register_candidate(client, &Value::Null);
    for (started_on, ended_on) in spells {
        world.add_audit_experience(client, &candidate, started_on, *ended_on);
    }
    candidate
}

on_both_engines! {
    fn anyone_may_sit_foundation(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &Value::Null);
        let assessment = eligibility(client, &candidate, "foundation", "2015-06-01");
        let expected = json!({
            "eligible": true,
            "qualification": "foundation",
            "on": "2015-06-01",
            "scheme_version": "2026-12",
            "requirement": {
                "kind": "anyone",
                "satisfied": true,
                "summary": "Anyone may sit this examination.",
                "evidence": [],
                "children": [],
            },
            "unmet": [],
            "renewal": null,
        });
        assert_eq!(assessment, expected);
        let address = format!("/v1/candidates/{candidate}/eligibility");
        let today = client.get(&format!("{address}/practitioner")).expect(200);
        assert!([day(-1), day(0)].contains(&text(&today, "on")), "today, when no day is named: {today}");
        client.get(&format!("{address}/expert")).expect_problem(404, "not_found");
        client.get(&format!("{address}/foundation?on=2015-02-29")).expect_problem(400, "invalid_parameter");
        world.employer.client.get(&format!("{address}/foundation")).expect_problem(403, "forbidden");
        world.public.get(&format!("{address}/foundation")).expect_problem(401, "unauthenticated");
    }

    fn practitioner_needs_any_one_foundation_held_on_the_day(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let nobody = world.register_candidate(client, &Value::Null);
        let without = eligibility(client, &nobody, "practitioner", "2015-06-01");
        assert_eq!(
            unmet(&without),
            [
                "One of 3 alternatives is needed on 2015-06-01, and none is met.",
                "No APMG ISO/IEC 20000 Foundation certificate is on record.",
                "No BCS ISO/IEC 20000 Foundation certificate is on record.",
                "No ITIL Foundation certificate is on record.",
            ]
        );
        for (place, code) in
            ["apmg_iso_iec_20000_foundation", "bcs_iso_iec_20000_foundation", "itil_foundation"].into_iter().enumerate()
        {
            let candidate = world.register_candidate(client, &Value::Null);
            let evidence = world.add_external_certificate(client, &candidate, code, "2015-06-01");
            let assessment = eligibility(client, &candidate, "practitioner", "2015-06-01");
            assert_eq!(unmet(&assessment), Vec::<String>::new(), "{code}");
            let children = assessment["requirement"]["children"].as_array().unwrap();
            let satisfied: Vec<_> = children.iter().map(|child| child["satisfied"] == true).collect();
            assert_eq!(satisfied, [place == 0, place == 1, place == 2]);
            assert_eq!(children[place]["evidence"][0]["id"], evidence);
            let earlier = eligibility(client, &candidate, "practitioner", "2015-05-31");
            assert!(unmet(&earlier).concat().contains("was awarded after 2015-05-31"), "{earlier}");
        }
    }

    /// "A certificate is awarded as of the day of the sitting, so Foundation in the morning lets the candidate sit
    /// Practitioner in the afternoon." And: "what happens to a certificate afterwards does not change what was true on
    /// the day."
    fn an_own_foundation_counts_on_the_days_on_which_it_is_valid(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (candidate, passed) = world.certified_candidate(&Value::Null);
        let number = certificate_of(&passed);
        let afternoon = world.submit_result(client, &candidate, "practitioner", "2015-06-01", 12).expect(201);
        assert_eq!(afternoon["outcome"], "fail");
        change_certificate(&world, &number, "suspensions", "2016-01-01", Some("2016-01-31")).expect(201);
        change_certificate(&world, &number, "suspensions", "2016-03-01", None).expect(201);
        change_certificate(&world, &number, "reinstatements", "2016-04-01", None).expect(201);
        change_certificate(&world, &number, "withdrawals", "2017-01-01", None).expect(201);
        for (on, problem) in [
            ("2015-05-31", Some("was awarded after 2015-05-31")),
            ("2015-06-01", None),
            ("2015-12-31", None),
            ("2016-01-01", Some("is suspended on 2016-01-01")),
            ("2016-01-31", Some("is suspended on 2016-01-31")),
            ("2016-02-01", None),
            ("2016-03-31", Some("is suspended on 2016-03-31")),
            ("2016-04-01", None),
            ("2016-12-31", None),
            ("2017-01-01", Some("is withdrawn on 2017-01-01")),
            ("2199-01-01", Some("is withdrawn on 2199-01-01")),
        ] {
            let assessment = eligibility(client, &candidate, "practitioner", on);
            assert_eq!(assessment["eligible"], problem.is_none(), "{on}: {assessment}");
            let evidence = &assessment["requirement"]["children"][0]["evidence"][0];
            assert_eq!((&evidence["kind"], &evidence["id"]), (&json!("certificate"), &json!(number)));
            let words = problem.map_or_else(|| format!("is valid on {on}"), str::to_owned);
            assert!(text(evidence, "summary").contains(&words), "{evidence}");
            let submitted = world.submit_result(client, &candidate, "practitioner", on, 11);
            if problem.is_some() && on != "2199-01-01" {
                submitted.expect_problem(422, "not_eligible");
            } else if on != "2015-06-01" && on != "2199-01-01" {
                submitted.expect(201);
            }
        }
    }

    fn an_auditor_course_counts_when_it_and_who_ran_it_were_accredited(service: Service) {
        let world = World::new(&service);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let organisation = json!({
            "name": "Fig Academy", "country": "DE", "accredited_from": "2012-01-01", "accredited_until": "2014-12-31",
        });
        registrar.post("/v1/training-organisations", &organisation).expect(201);
        for (qualification, slug, from, until) in [
            ("auditor", "audit", "2013-01-01", "2016-12-31"),
            ("auditor", "early-audit", "2011-01-01", "2012-06-30"),
            ("practitioner", "practice", "2012-01-01", "2016-12-31"),
        ] {
            let course = json!({
                "training_organisation_id": "fig-academy",
                "qualification": qualification,
                "title": slug,
                "slug": slug,
                "accredited_from": from,
                "accredited_until": until,
            });
            registrar.post("/v1/courses", &course).expect(201);
        }
        let no_organisation = Some("was run by a training organisation that was not accredited on that day");
        let no_course = Some("was not accredited on that day");
        for (course, completed_on, problem) in [
            ("audit", "2012-12-31", no_course),
            ("audit", "2013-01-01", None),
            ("audit", "2014-12-31", None),
            ("audit", "2015-01-01", no_organisation),
            ("early-audit", "2011-12-31", no_organisation),
            ("early-audit", "2012-01-01", None),
            ("early-audit", "2012-06-30", None),
            ("early-audit", "2012-07-01", no_course),
            ("practice", "2013-06-01", Some("is a course for the qualification `practitioner`, not Auditor")),
            ("auditor-course-1", "2018-01-01", None),
            ("auditor-course-1", "2018-01-02", Some("was completed after 2018-01-01")),
        ] {
            let candidate = experienced(&world, client, &[("2008-03-01", Some("2014-02-28"))]);
            let attendance = json!({"course_id": course, "completed_on": completed_on});
            client.post(&format!("/v1/candidates/{candidate}/course-attendances"), &attendance).expect(201);
            let assessment = eligibility(client, &candidate, "auditor", "2018-01-01");
            let told = unmet(&assessment);
            match problem {
                None => assert_eq!(told, Vec::<String>::new(), "{course} on {completed_on}"),
                Some(words) => {
                    assert_eq!(told.len(), 2, "{told:?}");
                    assert!(told[1].contains("an accredited Auditor course was completed, and none counts."), "{told:?}");
                    let opening = "No course on record counts as an accredited Auditor course attended by 2018-01-01.";
                    assert!(told[0].starts_with(opening) && told[0].contains(words), "{told:?}");
                }
            }
        }
    }

    fn three_years_are_counted_by_the_calendar(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        for (spells, on, short) in [
            (&[("2011-03-01", Some("2014-02-28"))][..], "2015-06-01", None),
            (&[("2011-03-01", Some("2014-02-27"))], "2015-06-01", Some(("2 years, 11 months and 27 days", "1 day"))),
            (&[("2011-04-01", Some("2014-03-27"))], "2015-06-01", Some(("2 years, 11 months and 27 days", "4 days"))),
            (&[("2012-02-29", Some("2015-02-28"))], "2015-06-01", None),
            (&[("2012-02-29", Some("2015-02-27"))], "2015-06-01", Some(("2 years, 11 months and 30 days", "1 day"))),
            (&[("2011-03-01", None)], "2014-02-28", None),
            (&[("2011-03-01", None)], "2014-02-27", Some(("2 years, 11 months and 27 days", "1 day"))),
            (&[("2011-03-01", Some("2019-12-31"))], "2014-02-27", Some(("2 years, 11 months and 27 days", "1 day"))),
            (&[("2013-01-01", Some("2013-12-31"))], "2015-06-01", Some(("1 year", "1 year, 11 months and 30 days"))),
            (
                &[
                    ("2013-01-01", Some("2013-12-31")),
                    ("2013-01-01", Some("2013-06-15")),
                    ("2013-06-01", Some("2013-06-30")),
                ],
                "2015-06-01",
                Some(("1 year", "1 year, 11 months and 30 days")),
            ),
            (
                &[
                    ("2014-01-01", Some("2014-12-31")),
                    ("2011-01-01", Some("2011-12-31")),
                    ("2012-07-01", Some("2013-06-30")),
                ],
                "2015-06-01",
                Some(("2 years, 11 months and 30 days", "1 day")),
            ),
            (
                &[
                    ("2014-01-01", Some("2015-01-01")),
                    ("2011-01-01", Some("2011-12-31")),
                    ("2012-07-01", Some("2013-06-30")),
                ],
                "2015-06-01",
                None,
            ),
            (&[("2015-06-01", None)], "2015-06-01", Some(("1 day", "2 years, 11 months and 30 days"))),
        ] {
            let candidate = experienced(&world, client, spells);
            world.add_course_attendance(client, &candidate, on);
            let told = unmet(&eligibility(client, &candidate, "auditor", on));
            let Some((have, missing)) = short else {
                assert_eq!(told, Vec::<String>::new(), "{spells:?} on {on}");
                continue;
            };
            assert_eq!(told.len(), 1, "{told:?}");
            let expected = format!(
                "By {on} (when the course “Auditing IT service management” was completed): \
                {have} of the 3 years: {missing} short."
            );
            assert!(told[0].starts_with(&expected), "{spells:?} on {on}: {told:?}");
        }
    }

    /// "Counted up to the day on which that course was completed, not up to the sitting. Whoever attended several accredited
    /// courses needs it for one of them."
    fn the_years_are_counted_up_to_the_course(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        for (courses, on, short) in [
            (&["2014-02-28"][..], "2015-06-01", None),
            (&["2014-02-27"], "2015-06-01", Some("1 day short. It suffices for a course that is completed on 2014-02-28 or later.")),
            (&["2013-06-12", "2014-02-28"], "2015-06-01", None),
            (&["2014-02-28", "2013-06-12"], "2014-02-28", None),
            (&["2013-06-12", "2014-02-27"], "2015-06-01", Some("short. By 2013-06-12 (when the course “Auditing IT service")),
            (&["2013-06-12", "2014-02-28"], "2014-02-27", Some("By 2013-06-12 (when the course")),
        ] {
            let candidate = experienced(&world, client, &[("2011-03-01", None)]);
            for completed_on in courses {
                world.add_course_attendance(client, &candidate, completed_on);
            }
            let assessment = eligibility(client, &candidate, "auditor", on);
            let told = unmet(&assessment);
            assert_eq!(told.len(), usize::from(short.is_some()), "{courses:?} on {on}: {told:?}");
            let submitted = world.submit_result(client, &candidate, "auditor", on, 30);
            match short {
                None => {
                    submitted.expect(201);
                }
                Some(words) => {
                    assert!(told[0].contains(words), "{told:?}");
                    assert!(submitted.expect_problem(422, "not_eligible").to_string().contains("short."));
                }
            }
        }
    }

    /// The other way is data: a scheme that counts up to the sitting.
    fn counting_up_to_the_sitting_is_data(mut service: Service) {
        use_scheme(&mut service, |scheme| scheme.replace("counted_to = \"course\"", "counted_to = \"sitting\""));
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let shown = world.public.get("/v1/qualifications/auditor").expect(200);
        assert_eq!(shown["requirement"]["children"][1]["counted_to"], "sitting");
        let candidate = experienced(&world, client, &[("2011-03-01", None)]);
        world.add_course_attendance(client, &candidate, "2013-06-12");
        let early = unmet(&eligibility(client, &candidate, "auditor", "2014-02-27"));
        assert_eq!(early, ["2 years, 11 months and 27 days of the 3 years: 1 day short."]);
        assert_eq!(unmet(&eligibility(client, &candidate, "auditor", "2014-02-28")), Vec::<String>::new());
    }

    fn only_audits_in_an_it_environment_count(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        for (role, it_environment, started_on, words) in [
            ("internal", true, "2011-03-01", None),
            ("third_party", true, "2011-03-01", None),
            ("internal", false, "2011-03-01", Some("was not in an IT environment and counts for nothing")),
            ("third_party", true, "2014-06-13", Some("began after 2014-06-12")),
        ] {
            let candidate = world.register_candidate(client, &Value::Null);
            world.add_course_attendance(client, &candidate, "2014-06-12");
            let body = json!({
                "organisation": "Elder Audits",
                "role": role,
                "it_environment": it_environment,
                "started_on": started_on,
            });
            client.post(&format!("/v1/candidates/{candidate}/audit-experience"), &body).expect(201);
            let assessment = eligibility(client, &candidate, "auditor", "2015-06-01");
            assert_eq!(assessment["eligible"], words.is_none(), "{assessment}");
            let evidence = &assessment["requirement"]["children"][1]["evidence"][0];
            assert_eq!(evidence["counts"], words.is_none());
            if let Some(words) = words {
                assert!(text(evidence, "summary").contains(words), "{evidence}");
                let needed = "No experience on record counts; 3 years of conducting audits in an IT environment are \
                    needed by 2014-06-12 (when the course “Auditing IT service management” was completed).";
                assert!(unmet(&assessment)[0].starts_with(needed), "{assessment}");
            }
        }
    }

    fn everything_that_is_missing_is_told_at_once(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &Value::Null);
        let nothing = eligibility(client, &candidate, "auditor", "2015-06-01");
        let no_course = "No attendance of an accredited Auditor course is on record.";
        let no_experience = "No experience in conducting audits is on record; 3 years in an IT environment are needed \
            by the day on which an accredited Auditor course is completed.";
        assert_eq!(unmet(&nothing), [no_course, no_experience]);
        assert_eq!(
            nothing["requirement"]["summary"],
            "0 of 2 requirements are met on 2015-06-01; all of them are needed."
        );

        world.add_course_attendance(client, &candidate, "2017-05-31");
        world.add_audit_experience(client, &candidate, "2014-06-01", None);
        let told = unmet(&eligibility(client, &candidate, "auditor", "2015-06-01"));
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].contains("was completed after 2015-06-01"), "{told:?}");
        let none = "The 3 years in an IT environment are counted up to the day on which an accredited Auditor course was \
            completed, and none counts. It suffices for a course that is completed on 2017-05-31 or later.";
        assert_eq!(told[1], none);
        let later = eligibility(client, &candidate, "auditor", "2017-05-31");
        assert_eq!(unmet(&later), Vec::<String>::new());
        assert_eq!(later["requirement"]["summary"], "All 2 requirements are met on 2017-05-31.");

        let foundation_is_no_prerequisite = world.submit_result(client, &candidate, "auditor", "2017-05-31", 26);
        assert_eq!(foundation_is_no_prerequisite.expect(201)["outcome"], "pass");
    }
}
