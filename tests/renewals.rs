//! Renewals: what the scheme renews a certificate by, on the days that it says, and nothing where it says nothing.

use serde_json::{Value, json};

use crate::exports::{objects, rows};
use crate::support::steps::{
    certificate_of, change_certificate, day, eligibility, expect_mistakes, use_scheme, verification,
};
use crate::support::world::{World, text};
use crate::support::{Client, Service, events, on_both_engines};

/// Foundation is valid for a year, and renewed from half a year before its last day until three months after it.
fn with_renewal(service: &mut Service) {
    let title = "title = \"Foundation\"\n";
    let routes = "[{ examination = \"foundation\" }, { examination = \"practitioner\" }, { points = 20 }]";
    let said = format!("valid_for_years = 1\nrenewal = {{ window_months = 6, grace_months = 3, routes = {routes} }}\n");
    use_scheme(service, |shipped| shipped.replace(title, &format!("{title}{said}")));
}

/// Passes, and tells the number of the certificate.
fn pass(world: &World, candidate: &str, qualification: &str, sat_on: i64) -> String {
    let client = &world.body.caller.client;
    let marks = if qualification == "practitioner" { 60 } else { 33 };
    certificate_of(&world.submit_result(client, candidate, qualification, &day(sat_on), marks).expect(201))
}

fn read(world: &World, number: &str) -> Value {
    world.registrar.client.get(&format!("/v1/certificates/{number}")).expect(200)
}

fn renewals(number: &str) -> String {
    format!("/v1/certificates/{number}/renewals")
}

fn educate(client: &Client, candidate: &str, points: u32, completed_on: &str) -> Value {
    let activity = format!("Day of {points} points");
    let piece =
        json!({"points": points, "activity": activity, "organisation": "Fig Academy", "completed_on": completed_on});
    client.post(&format!("/v1/candidates/{candidate}/continuing-education"), &piece).expect(201)
}

fn years_later(number: &Value, years: u32) -> String {
    let last: chrono::NaiveDate = text(number, "expires_on").parse().unwrap();
    last.checked_add_months(chrono::Months::new(12 * years)).unwrap().to_string()
}

on_both_engines! {
    fn its_own_examination_renews_within_the_days_and_is_a_first_one_after_them(mut service: Service) {
        with_renewal(&mut service);
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &json!({}));
        let first = pass(&world, &candidate, "foundation", -300);
        let early = world.submit_result(client, &candidate, "foundation", &day(-250), 33);
        let refused = early.expect_problem(409, "certificate_exists");
        assert!(text(&refused, "detail").contains("; a sitting from ") && text(&refused, "detail").ends_with("renews it"), "{refused}");
        let state = &eligibility(client, &candidate, "foundation", &day(-10))["renewal"];
        assert_eq!((&state["certificate_number"], &state["obstacle"], &state["renewed_by"]), (&json!(first), &Value::Null, &Value::Null));
        assert_eq!(state["routes"].as_array().unwrap().iter().map(|one| one["satisfied"].clone()).collect::<Vec<_>>(), [false; 3].map(Value::from));
        let told = verification(&world, &first, "");
        assert_eq!((&told["renewable_from"], &told["renewable_until"]), (&state["renewable_from"], &state["renewable_until"]));
        assert!(world.public.get(&format!("/verify/{first}")).text().contains("Can be renewed"));

        let second = pass(&world, &candidate, "foundation", -10);
        let (before, after) = (read(&world, &first), read(&world, &second));
        assert_eq!((&before["renews"], &before["renewed_by"]), (&Value::Null, &json!(second)));
        assert_eq!((&after["renews"], &after["renewed_by"]), (&json!(first), &Value::Null));
        assert_eq!((&before["status"], &after["status"]), (&json!("valid"), &json!("valid")));
        assert_eq!((&after["awarded_on"], &after["expires_on"]), (&json!(day(-10)), &json!(years_later(&before, 1))));
        let event = events::all(client).into_iter().rev().find(|event| event["kind"] == "result_registered").unwrap();
        assert_eq!((&event["data"]["certificate_number"], &event["data"]["renews"]), (&json!(second), &json!(first)));
        let told = verification(&world, &first, "");
        assert_eq!((&told["renewed_by"], &told["renewable_until"]), (&json!(second), &Value::Null));
        assert_eq!(verification(&world, &second, "")["renews"], json!(first));
        let page = world.public.get(&format!("/verify/{second}")).text();
        assert!(page.contains("Renews") && page.contains(&format!("/verify/{first}\"")), "{page}");
        world.submit_result(client, &candidate, "foundation", &day(-9), 33).expect_problem(409, "certificate_exists");
        let again = client.post(&renewals(&first), &json!({})).expect_problem(409, "not_renewable");
        assert!(text(&again, "detail").contains(&format!("renewed already, by {second}")), "{again}");

        let late = world.register_candidate(client, &json!({}));
        let expired = pass(&world, &late, "foundation", -500);
        assert_eq!(read(&world, &expired)["status"], "expired");
        let problem = client.post(&renewals(&expired), &json!({})).expect_problem(409, "not_renewable");
        assert!(text(&problem, "detail").contains("is too late: it can be renewed from"), "{problem}");
        let anew = pass(&world, &late, "foundation", -1);
        assert_eq!((&read(&world, &anew)["renews"], &read(&world, &expired)["renewed_by"]), (&Value::Null, &Value::Null));
        let first_year: chrono::NaiveDate = day(-1).parse().unwrap();
        let last = first_year.checked_add_months(chrono::Months::new(12)).unwrap().pred_opt().unwrap();
        assert_eq!(read(&world, &anew)["expires_on"], json!(last.to_string()));
    }

    fn another_examination_and_points_renew_on_the_result_that_there_is(mut service: Service) {
        with_renewal(&mut service);
        let world = World::new(&service);
        let client = &world.body.caller.client;
        // Expired, and within the three months after.
        let candidate = world.register_candidate(client, &json!({}));
        let first = pass(&world, &candidate, "foundation", -400);
        world.add_external_certificate(client, &candidate, "itil_foundation", "2015-01-01");
        let practitioner = pass(&world, &candidate, "practitioner", -5);
        let renewed = text(&read(&world, &first), "renewed_by");
        let shown = read(&world, &renewed);
        assert_eq!((&shown["qualification"], &shown["renews"], &shown["awarded_on"]), (&json!("foundation"), &json!(first), &json!(day(-5))));
        assert_eq!(shown["result_id"], read(&world, &first)["result_id"]);
        assert_eq!(read(&world, &practitioner)["renews"], Value::Null);
        let event = events::all(client).into_iter().find(|event| event["kind"] == "certificate_renewed").unwrap();
        assert_eq!(event["data"], json!({
            "certificate_number": renewed, "renews": first, "renewed_by": {"kind": "examination", "qualification": "practitioner", "points": null},
            "candidate_id": candidate, "qualification": "foundation", "edition": "2011", "awarded_on": day(-5), "expires_on": years_later(&read(&world, &first), 1),
        }));
        let result = client.get(&format!("/v1/results/{}", text(&shown, "result_id"))).expect(200);
        assert_eq!(certificate_of(&result), first, "the result's own certificate is the first");

        let candidate = world.register_candidate(client, &json!({}));
        let first = pass(&world, &candidate, "foundation", -300);
        let unchecked = json!({"points": 20, "activity": "Webinar", "organisation": "Fig Academy", "completed_on": day(-20), "verified": false});
        let path = format!("/v1/candidates/{candidate}/continuing-education");
        let unchecked = client.post(&path, &unchecked).expect(201);
        assert_eq!((&unchecked["kind"], &unchecked["points"]), (&json!("continuing_education"), &json!(20)));
        educate(client, &candidate, 19, &day(-301));
        educate(client, &candidate, 12, &day(-100));
        expect_mistakes(&client.post(&path, &json!({"points": 0, "activity": "x", "organisation": "y", "completed_on": day(3)})), &[("/points", "out_of_range")]);
        let problem = client.post(&renewals(&first), &json!({})).expect_problem(409, "not_renewable");
        assert!(text(&problem, "detail").contains("20 verified points of continuing education (12 of 20 since"), "{problem}");
        educate(client, &candidate, 8, &day(-1));
        let state = &eligibility(client, &candidate, "foundation", &day(0))["renewal"];
        assert_eq!(state["routes"][2]["satisfied"], true, "{state}");
        let early = json!({"renewed_on": day(-250)});
        client.post(&renewals(&first), &early).expect_problem(409, "not_renewable");
        expect_mistakes(&client.post(&renewals(&first), &json!({"renewed_on": day(9)})), &[("/renewed_on", "in_the_future")]);
        world.other_body.caller.client.post(&renewals(&first), &json!({})).expect_problem(404, "not_found");
        change_certificate(&world, &first, "suspensions", &day(-1), None).expect(201);
        let problem = client.post(&renewals(&first), &json!({})).expect_problem(409, "not_renewable");
        assert!(text(&problem, "detail").contains("it is suspended"), "{problem}");
        change_certificate(&world, &first, "reinstatements", &day(0), None).expect(201);
        let answer = client.post(&renewals(&first), &json!({}));
        let renewed = answer.expect(201);
        assert_eq!(answer.header("location"), format!("/v1/certificates/{}", text(&renewed, "number")));
        assert_eq!((&renewed["renews"], &renewed["awarded_on"]), (&json!(first), &json!(day(0))));

        // Whoever exports sees both directions, in both forms.
        let export = |query: &str| world.registrar.client.get(&format!("/v1/exports/certificates{query}")).text();
        let lines = objects(&export("?format=ndjson"));
        let of = |number: &str| lines.iter().find(|line| line["number"] == *number).unwrap();
        assert_eq!((&of(&first)["renewed_by"], &of(&text(&renewed, "number"))["renews"]), (&renewed["number"], &json!(first)));
        assert!(rows(&export("")).iter().any(|row| row["renews"] == first), "{lines:?}");
    }

    /// No day before it was withdrawn or suspended is a way around that, and what renewed once does not renew again.
    fn nothing_is_renewed_by_dating_back(mut service: Service) {
        with_renewal(&mut service);
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let renew = |number: &str, on: &str| client.post(&renewals(number), &json!({"renewed_on": on}));
        for (step, from, back, words) in
            [("withdrawals", day(-3), day(-4), "it is withdrawn"), ("suspensions", day(0), day(-1), "it is suspended")]
        {
            let candidate = world.register_candidate(client, &json!({}));
            let number = pass(&world, &candidate, "foundation", -300);
            educate(client, &candidate, 20, &day(-10));
            change_certificate(&world, &number, step, &from, None).expect(201);
            for on in [&from, &back] {
                let problem = renew(&number, on).expect_problem(409, "not_renewable");
                assert!(text(&problem, "detail").contains(words), "{problem}");
            }
            world.submit_result(client, &candidate, "foundation", &back, 33).expect_problem(409, "certificate_exists");
        }
        let candidate = world.register_candidate(client, &json!({}));
        let number = pass(&world, &candidate, "foundation", -300);
        educate(client, &candidate, 20, &day(-10));
        let renewed = text(&renew(&number, &day(-10)).expect(201), "number");
        let state = &eligibility(client, &candidate, "foundation", &day(0))["renewal"];
        assert_eq!((&state["certificate_number"], &state["routes"][2]["satisfied"]), (&json!(renewed), &json!(false)), "{state}");
    }

    fn what_renewed_falls_with_what_it_was_renewed_by(mut service: Service) {
        with_renewal(&mut service);
        let world = World::new(&service);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let renew = |number: &str, on: &str| {
            text(&client.post(&renewals(number), &json!({"renewed_on": on})).expect(201), "number")
        };
        // By points, on the very result that is corrected: it goes with it.
        let candidate = world.register_candidate(client, &json!({}));
        let first = pass(&world, &candidate, "foundation", -300);
        educate(client, &candidate, 20, &day(-10));
        let renewed = renew(&first, &day(-10));
        let result = text(&read(&world, &first), "result_id");
        registrar.post(&format!("/v1/results/{result}/corrections"), &json!({"marks": 12, "reason": "R"})).expect(201);
        assert_eq!([&first, &renewed].map(|number| read(&world, number)["status"].clone()), ["withdrawn", "withdrawn"]);

        // A fail of the very day of a renewal has nothing to do with it, however it is corrected.
        let candidate = world.register_candidate(client, &json!({}));
        let first = pass(&world, &candidate, "foundation", -300);
        let failed = world.submit_result(client, &candidate, "foundation", &day(-10), 20).expect(201);
        educate(client, &candidate, 20, &day(-11));
        let renewed = renew(&first, &day(-10));
        let path = |result: &Value, step: &str| format!("/v1/results/{}/{step}", text(result, "id"));
        let other_fail = registrar.post(&path(&failed, "corrections"), &json!({"marks": 21, "reason": "R"})).expect(201);
        let passed = registrar.post(&path(&other_fail, "corrections"), &json!({"marks": 33, "reason": "R"})).expect(201);
        assert_eq!((&passed["outcome"], &passed["certificate"]), (&json!("pass"), &Value::Null), "one is enough");
        registrar.post(&path(&passed, "annulments"), &json!({"reason": "R"})).expect(201);
        assert_eq!([&first, &renewed].map(|number| read(&world, number)["status"].clone()), ["valid", "valid"]);

        // By another examination, on a later day than that of its sitting: while it was suspended nothing was renewed.
        for enough in [false, true] {
            let candidate = world.register_candidate(client, &json!({}));
            world.add_external_certificate(client, &candidate, "itil_foundation", "2015-01-01");
            let first = pass(&world, &candidate, "foundation", -300);
            change_certificate(&world, &first, "suspensions", &day(-20), None).expect(201);
            let practitioner = pass(&world, &candidate, "practitioner", -15);
            change_certificate(&world, &first, "reinstatements", &day(-5), None).expect(201);
            let renewed = renew(&first, &day(-3));
            if enough {
                educate(client, &candidate, 20, &day(-30));
            }
            let result = text(&read(&world, &practitioner), "result_id");
            let annulled = registrar.post(&format!("/v1/results/{result}/annulments"), &json!({"reason": "R"})).expect(201);
            let expected = if enough { json!([]) } else { json!([renewed]) };
            assert_eq!(annulled["questioned_certificates"], expected, "with other points: {enough}");
            assert_eq!(read(&world, &renewed)["status"], "valid");
        }
    }

    fn a_renewal_is_no_second_certificate_of_a_merged_holder_nor_of_a_year(mut service: Service) {
        with_renewal(&mut service);
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &json!({}));
        let first = pass(&world, &candidate, "foundation", -300);
        educate(client, &candidate, 20, &day(-10));
        let renewed = text(&client.post(&renewals(&first), &json!({})).expect(201), "number");
        let duplicate = world.register_candidate(client, &json!({"family_name": "Other"}));
        let merge = json!({"duplicate_id": duplicate, "reason": "One identity card."});
        world.registrar.client.post(&format!("/v1/candidates/{candidate}/merges"), &merge).expect(201);
        assert_eq!([&first, &renewed].map(|number| read(&world, number)["held_since"].clone()), [Value::Null, Value::Null]);
        let told = world.public.get("/v1/statistics").expect(200);
        let counts = told["certificates_awarded"]["counts"].as_array().unwrap();
        let of_foundation = counts.iter().filter(|one| one["qualification"] == "foundation");
        assert_eq!(of_foundation.map(|one| one["count"].as_u64().unwrap()).sum::<u64>(), 1, "{told}");
    }

    fn a_file_brings_points_and_the_pages_say_what_renews(mut service: Service) {
        with_renewal(&mut service);
        let world = World::new(&service);
        for (language, heading, points) in [
            ("en", "Renewal", "20 points of continuing education"),
            ("de", "Verlängerung", "20 Fortbildungspunkte"),
            ("fr", "Renouvellement", "20 points de formation continue"),
            ("es", "Renovación", "20 puntos de formación continua"),
            ("ja", "更新", "20ポイント"),
        ] {
            for path in ["/qualifications/foundation", "/eligibility/foundation"] {
                let page = world.public.get(&format!("{path}?lang={language}")).text();
                let plain = page.replace(['\u{2068}', '\u{2069}'], "");
                assert!(plain.contains(&format!(">{heading}</h2>")) && plain.contains(points), "{path}: {plain}");
                assert!(!world.public.get(&format!("/qualifications/auditor?lang={language}")).text().contains(&format!(">{heading}</h2>")));
            }
        }
        let terms = &world.public.get("/v1/qualifications/foundation").expect(200)["renewal"];
        assert_eq!((&terms["window_months"], &terms["grace_months"]), (&json!(6), &json!(3)));
        assert_eq!(terms["routes"][2]["points"], 20);
        assert_eq!(world.public.get("/v1/qualifications/auditor").expect(200)["renewal"], Value::Null);

        let client = &world.body.caller.client;
        let file = format!(
            "given_names,family_name,birth_date,qualification,sat_on,marks,education_points,education_activity,education_organisation,\
             education_completed_on\nJuno,Reed,1990-01-01,foundation,{},33,20,Two days on audits,Fig Academy,{}\n",
            day(-300),
            day(-30)
        );
        let batch = crate::support::batches::outcome(client, "", file.as_bytes());
        assert_eq!(crate::support::batches::words(&batch), ["pass"], "{batch:?}");
        let certificates = client.get("/v1/certificates").expect(200);
        let number = text(&certificates["items"][0], "number");
        let renewed = client.post(&renewals(&number), &json!({})).expect(201);
        assert_eq!(renewed["renews"], json!(number));
    }

    fn a_scheme_that_renews_nothing_says_so(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (candidate, passed) = world.certified_candidate(&json!({}));
        let number = certificate_of(&passed);
        educate(client, &candidate, 500, "2016-01-01");
        let problem = client.post(&renewals(&number), &json!({})).expect_problem(409, "not_renewable");
        assert!(text(&problem, "detail").ends_with("the scheme has no renewal for foundation"), "{problem}");
        assert_eq!(eligibility(client, &candidate, "foundation", &day(0))["renewal"], Value::Null);
        let told = verification(&world, &number, "");
        for name in ["renews", "renewed_by", "renewable_from", "renewable_until", "expires_on"] {
            assert_eq!(told[name], Value::Null, "{name}");
        }
    }
}
