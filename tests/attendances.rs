//! Attendance as the training organisation records it that ran the course: by one and by file, and its word is enough.

use serde_json::{Value, json};

use crate::support::steps::{each, eligibility, expect_mistakes, patch, search};
use crate::support::workbooks::{Cell, both};
use crate::support::world::{COURSE, Caller, World, text};
use crate::support::{Answer, Client, Service, events, on_both_engines};

const PATH: &str = "/v1/attendances";
const FILES: &str = "/v1/attendance-files";

/// The system of the training organisation that every world has.
fn trainer(service: &Service, world: &World) -> Client {
    Caller::new(service, "Damson's system", "training", Some(&world.training_organisation_id)).client
}

/// Another training organisation with a course, and its system.
fn other_trainer(service: &Service, world: &World) -> Client {
    let body = json!({"name": "Elm Academy", "country": "NL", "accredited_from": "2010-01-01"});
    let id = text(&world.registrar.client.post("/v1/training-organisations", &body).expect(201), "id");
    let course = json!({"training_organisation_id": id, "qualification": "auditor", "title": "Elm audits",
        "slug": "elm-audits", "accredited_from": "2012-01-01", "accredited_until": "2015-12-31"});
    world.registrar.client.post("/v1/courses", &course).expect(201);
    Caller::new(service, "Elm's system", "training", Some(&id)).client
}

/// An attendance of somebody, with what is different.
fn attendance(more: &Value) -> Value {
    let mut body = json!({"course_id": COURSE, "completed_on": "2014-06-12", "birth_date": "1985-03-09",
        "given_names": "Inga", "family_name": "Larsen"});
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn send(client: &Client, query: &str, media_type: &str, file: &[u8]) -> Answer {
    client.send("POST", &format!("{FILES}{query}"), &[("content-type", media_type)], file)
}

/// The outcome of every row with the code of its first mistake, if it has one.
fn outcomes(report: &Value) -> Vec<(String, Option<String>)> {
    let code = |row: &Value| row["errors"][0]["code"].as_str().or(row["code"].as_str()).map(str::to_owned);
    report["rows"].as_array().unwrap().iter().map(|row| (text(row, "outcome"), code(row))).collect()
}

on_both_engines! {
    fn what_the_organisation_records_counts_without_anybody_else(service: Service) {
        let world = World::new(&service);
        let (trainer, body, registrar) = (trainer(&service, &world), &world.body.caller.client, &world.registrar.client);
        // Somebody new: registered, with a number that opens the record to a body together with the birth date.
        let recorded = trainer.post(PATH, &attendance(&json!({})));
        let attended = recorded.expect(201);
        assert_eq!(recorded.header("location"), format!("{PATH}/{}", text(&attended, "id")));
        assert_eq!((&attended["standing"], &attended["course_id"]), (&json!("verified"), &json!(world.course_id)));
        let number = text(&attended, "candidate_number");
        let found = search(body, &number, "1985-03-09").expect(200);
        let candidate = text(&found["items"][0], "id");
        assert_eq!((&found["items"][0]["family_name"], &found["items"][0]["registered_by_body_id"]), (&json!("Larsen"), &Value::Null));
        let evidence = &body.get(&format!("/v1/candidates/{candidate}/course-attendances")).expect(200)["items"][0];
        assert_eq!((&evidence["standing"], &evidence["id"]), (&json!("verified"), &attended["id"]));
        let how = &evidence["verification"];
        assert!(text(how, "verified_by").starts_with("client:") && how["verified_at"] == attended["recorded_at"], "{evidence}");
        assert_eq!(how["method"], "recorded by the training organisation that ran the course");
        assert_eq!(how["note"], "Damson Training");
        let assessed = eligibility(body, &candidate, "auditor", "2015-01-01");
        assert_eq!(assessed["requirement"]["children"][0]["satisfied"], true, "{assessed}");
        // The same again is the same, also in another case; another day is another attendance of the same candidate.
        let again = trainer.post(PATH, &attendance(&json!({"family_name": "LARSEN"}))).expect(200);
        assert_eq!(again, attended);
        let later = trainer.post(PATH, &attendance(&json!({"completed_on": "2014-07-12"}))).expect(201);
        assert_eq!(later["candidate_number"], attended["candidate_number"]);
        assert_eq!(trainer.post(PATH, &attendance(&json!({"confirm_new": true}))).expect(200), attended, "sent again it is the same");
        let homonym = attendance(&json!({"confirm_new": true, "completed_on": "2014-06-13"}));
        let recorded = trainer.post(PATH, &homonym).expect(201);
        assert_ne!(recorded["candidate_number"], attended["candidate_number"]);
        assert_eq!(trainer.post(PATH, &homonym).expect(200), recorded);
        expect_mistakes(&trainer.post(PATH, &attendance(&json!({"completed_on": "2014-08-12"}))), &[("/birth_date", "ambiguous")]);
        // What a body had recorded without checking is verified, and what it had checked is confirmed.
        let known = world.register_candidate(body, &json!({"birth_date": "1979-05-05"}));
        let number = text(&body.get(&format!("/v1/candidates/{known}")).expect(200), "number");
        let path = format!("/v1/candidates/{known}/course-attendances");
        for (day, verified) in [("2013-02-01", false), ("2013-03-01", true)] {
            body.post(&path, &json!({"course_id": COURSE, "completed_on": day, "verified": verified})).expect(201);
            let by_number = json!({"course_id": COURSE, "completed_on": day, "birth_date": "1979-05-05", "candidate_number": number});
            trainer.post(PATH, &by_number).expect(201);
            trainer.post(PATH, &by_number).expect(200);
        }
        let standing = each(&body.get(&path).expect(200), "standing");
        assert_eq!(standing, ["verified", "verified"]);
        let kinds: Vec<_> = events::all(registrar).iter().map(|event| text(event, "kind")).collect();
        let count = |kind: &str| kinds.iter().filter(|known| *known == kind).count();
        assert_eq!(["evidence_recorded", "evidence_verified", "attendance_confirmed", "candidate_registered"].map(count), [5, 1, 1, 3]);
        // A registrar rejects as with everybody, and then it is told so.
        let reason = json!({"reason": "Left on the first day."});
        let id = text(&attended, "id");
        registrar.post(&format!("/v1/candidates/{candidate}/course-attendances/{id}/rejections"), &reason).expect(201);
        let read = trainer.get(&format!("{PATH}/{id}")).expect(200);
        assert_eq!((&read["standing"], &read["rejection_reason"]), (&json!("rejected"), &json!("Left on the first day.")));
        let by_number = attendance(&json!({"candidate_number": attended["candidate_number"]}));
        trainer.post(PATH, &by_number).expect_problem(409, "status_conflict");
    }

    fn it_records_at_its_own_courses_on_days_of_accreditation_and_sees_nothing_else(service: Service) {
        let world = World::new(&service);
        let (trainer, other, registrar) = (trainer(&service, &world), other_trainer(&service, &world), &world.registrar.client);
        let change = json!({"effective_on": "2014-03-01", "until": "2014-03-31", "reason": "X"});
        registrar.post(&format!("/v1/courses/{COURSE}/suspensions"), &change).expect(201);
        for (more, pointer, code) in [
            (json!({"course_id": "elm-audits"}), "/course_id", "not_allowed"),
            (json!({"course_id": "nothing"}), "/course_id", "unknown_reference"),
            (json!({"completed_on": "2009-12-31"}), "/completed_on", "not_accredited"),
            (json!({"completed_on": "2014-03-15"}), "/completed_on", "not_accredited"),
            (json!({"completed_on": "2100-01-01"}), "/completed_on", "in_the_future"),
            (json!({"birth_date": "2014-06-12"}), "/completed_on", "before_birth"),
            (json!({"family_name": null}), "/family_name", "required"),
        ] {
            let answer = trainer.post(PATH, &attendance(&more));
            expect_mistakes(&answer, &[(pointer, code)]);
            if more["completed_on"] == "2014-03-15" {
                assert!(answer.text().contains("the course was not accredited on that day (suspended since 2014-03-01)"), "{answer}");
            }
        }
        let own = trainer.post(PATH, &attendance(&json!({}))).expect(201);
        let theirs = other.post(PATH, &attendance(&json!({"course_id": "elm-audits"}))).expect(201);
        assert_ne!(own["candidate_number"], theirs["candidate_number"], "nobody is told of somebody else's candidates");
        for (client, id, not) in [(&trainer, &own, &theirs), (&other, &theirs, &own)] {
            assert_eq!(each(&client.get(PATH).expect(200), "id"), [text(id, "id")]);
            client.get(&format!("{PATH}/{}", text(id, "id"))).expect(200);
            client.get(&format!("{PATH}/{}", text(not, "id"))).expect_problem(404, "not_found");
            client.get("/v1/candidates").expect_problem(403, "forbidden");
            client.get("/v1/events").expect_problem(403, "forbidden");
        }
        assert_eq!(each(&registrar.get(PATH).expect(200), "id").len(), 2);
        // Number and birth date together, or nobody; trying out has its limit, also in files that are only tried.
        let body = &world.body.caller.client;
        let known = world.register_candidate(body, &json!({"birth_date": "1979-05-05", "given_names": "Jan", "family_name": "Vos"}));
        let number = text(&body.get(&format!("/v1/candidates/{known}")).expect(200), "number");
        let by_number = |day: &str| json!({"course_id": COURSE, "completed_on": "2014-06-12", "candidate_number": number, "birth_date": day});
        trainer.post(PATH, &by_number("1979-05-06")).expect_problem(404, "not_found");
        let mut named = by_number("1979-05-05");
        named["family_name"] = json!("Bakker");
        expect_mistakes(&trainer.post(PATH, &named), &[("/candidate_number", "candidate_mismatch")]);
        named["family_name"] = json!("Vos");
        named["given_names"] = json!("Jan");
        trainer.post(PATH, &named).expect(201);
        let rows: Vec<String> = (1..=12).map(|day| format!("{COURSE},2014-06-12,{number},1980-01-{day:02}\n")).collect();
        let rows = rows.concat();
        let file = format!("course,completed_on,candidate_number,birth_date\n{rows}");
        let report = send(&other, "?dry_run=true", "text/csv", file.replace(COURSE, "elm-audits").as_bytes()).expect(200);
        assert_eq!(outcomes(&report)[0].1.as_deref(), Some("unknown_reference"));
        assert_eq!(outcomes(&report)[11].1.as_deref(), Some("too_many_guesses"), "{report}");
        let mut right = by_number("1979-05-05");
        right["course_id"] = json!("elm-audits");
        other.post(PATH, &right).expect_problem(429, "too_many_guesses");
    }

    fn a_file_is_recorded_row_by_row(service: Service) {
        let world = World::new(&service);
        let trainer = trainer(&service, &world);
        let file = format!(
            "Kurs;Kursende;Vorname;Nachname;Geburtsdatum;Land\r\n{COURSE};31.12.2014;Inga;Larsen;09.03.1985;DK\r\n\
             elm;12.06.2014;Ola;Berg;01.02.1980;NO\r\n{COURSE};31.12.2009;Ola;Berg;01.02.1980;NO\r\n\
             {COURSE};31.12.2014;Ola;Berg;01.02.1980;XX\r\n{COURSE};31.12.2014;Inga;Larsen;09.03.1985;DK\r\n"
        );
        let expected = |first: &str| vec![
            (first.to_owned(), None),
            ("refused".to_owned(), Some("unknown_reference".to_owned())),
            ("refused".to_owned(), Some("not_accredited".to_owned())),
            ("refused".to_owned(), Some("unknown_country".to_owned())),
            ("unchanged".to_owned(), None),
        ];
        let tried = send(&trainer, "?dry_run=true", "text/csv", file.as_bytes()).expect(200);
        assert_eq!(outcomes(&tried), expected("recorded"));
        for row in tried["rows"].as_array().unwrap() {
            assert_eq!((&row["attendance_id"], &row["candidate_number"]), (&Value::Null, &Value::Null), "what never was has no id: {row}");
        }
        assert_eq!(trainer.get(PATH).expect(200)["items"], json!([]), "nothing stays of a dry run");
        let report = send(&trainer, "", "text/csv", file.as_bytes()).expect(201);
        assert_eq!(outcomes(&report), expected("recorded"));
        assert_eq!((&report["recorded"], &report["unchanged"], &report["refused"]), (&json!(1), &json!(1), &json!(3)));
        assert_eq!(report["dates"], json!(["DD.MM.YYYY"]));
        let understood = report["understood"].as_array().unwrap();
        assert!(understood.contains(&json!({"heading": "Kursende", "column": "completed_on"})), "{report}");
        assert_eq!((&report["rows"][3]["line"], &report["rows"][3]["errors"][0]["column"]), (&json!(5), &json!("Land")));
        let again = send(&trainer, "", "text/csv", file.as_bytes()).expect(200);
        assert_eq!(outcomes(&again), expected("unchanged"));
        assert_eq!(again["rows"][0]["candidate_number"], report["rows"][0]["candidate_number"]);
        // Workbooks, with the course beside the file.
        let rows = vec![
            vec![Cell::Text("completed_on"), Cell::Text("family_name"), Cell::Text("birth_date"), Cell::Text("confirm_new")],
            vec![Cell::Day("2015-01-30"), Cell::Text("Berg"), Cell::Day("1980-02-01"), Cell::Text("no")],
        ];
        for (index, (media_type, book)) in both(&[("Course", true, rows)]).into_iter().enumerate() {
            let answer = send(&trainer, &format!("?course={COURSE}"), media_type, &book);
            assert_eq!((answer.status, &answer.json()["sheet"]["name"]), ([201, 200][index], &json!("Course")), "{answer}");
            send(&trainer, "", media_type, &book).expect_problem(422, "invalid_file");
        }
        for (file, code) in [("", "empty_file"), ("course,completed_on\nx,2014-01-01\n", "missing_column"), ("{}", "wrong_file_type")] {
            let problem = send(&trainer, "", "text/csv", file.as_bytes()).expect_problem(422, "invalid_file");
            assert_eq!(problem["errors"][0]["code"], code, "{problem}");
        }
        send(&trainer, "", "application/json", b"[]").expect_problem(415, "unsupported_media_type");
        send(&trainer, "", "text/csv", &vec![b'\n'; (2 << 20) + 1]).expect_problem(413, "payload_too_large");
    }

    fn an_organisation_that_is_not_accredited_today_records_nothing_and_goes_on_reading(service: Service) {
        let world = World::new(&service);
        let (trainer, registrar) = (trainer(&service, &world), &world.registrar.client);
        let path = format!("/v1/training-organisations/{}", world.training_organisation_id);
        let recorded = trainer.post(PATH, &attendance(&json!({}))).expect(201);
        let file = format!("course,completed_on,family_name,birth_date\n{COURSE},2014-06-12,Berg,1980-02-01\n");
        let change = |step: &str, day: &str| {
            registrar.post(&format!("{path}/{step}"), &json!({"effective_on": day, "reason": "X"})).expect(201)
        };
        let refused = |said: &str| {
            let answers = [trainer.post(PATH, &attendance(&json!({"completed_on": "2014-06-13"}))), send(&trainer, "", "text/csv", file.as_bytes())];
            for answer in answers {
                let problem = answer.expect_problem(403, "training_not_accredited_today");
                assert!(text(&problem, "detail").contains(said), "{problem}");
            }
            assert_eq!(each(&trainer.get(PATH).expect(200), "id"), [text(&recorded, "id")]);
        };
        change("suspensions", "2016-01-01");
        refused("Damson Training is suspended since 2016-01-01");
        // What is outstanding a registrar records.
        let mut outstanding = attendance(&json!({"completed_on": "2014-06-14"}));
        outstanding["candidate_number"] = recorded["candidate_number"].clone();
        registrar.post(PATH, &outstanding).expect(201);
        change("reinstatements", "2017-01-01");
        let own: Vec<_> = each(&trainer.get(PATH).expect(200), "id");
        assert_eq!(own.len(), 2, "recorded in its name");
        patch(registrar, &path, &json!({"accredited_until": "2018-12-31", "reason": "X"})).expect(200);
        let problem = trainer.post(PATH, &attendance(&json!({}))).expect_problem(403, "training_not_accredited_today");
        assert!(text(&problem, "detail").contains("was accredited until 2018-12-31"), "{problem}");
    }

    fn a_client_acts_for_whom_its_role_says(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let id = &world.training_organisation_id;
        let made = registrar.post("/v1/clients", &json!({"name": "System", "role": "training", "training_organisation_id": "damson-training"}));
        let made = made.expect(201);
        assert_eq!((&made["role"], &made["training_organisation_id"], &made["body_id"]), (&json!("training"), &json!(id), &Value::Null));
        assert_eq!(registrar.get(&format!("/v1/clients/{}", text(&made, "id"))).expect(200)["training_organisation_id"], json!(id));
        for (more, pointer, code) in [
            (json!({"role": "training"}), "/training_organisation_id", "required"),
            (json!({"role": "training", "training_organisation_id": "nobody"}), "/training_organisation_id", "unknown_reference"),
            (json!({"role": "training", "training_organisation_id": id, "body_id": world.body.id}), "/body_id", "not_allowed"),
            (json!({"role": "body", "body_id": world.body.id, "training_organisation_id": id}), "/training_organisation_id", "not_allowed"),
            (json!({"role": "employer", "training_organisation_id": id}), "/training_organisation_id", "not_allowed"),
        ] {
            let mut body = json!({"name": "System"});
            for (name, value) in more.as_object().unwrap() {
                body[name] = value.clone();
            }
            expect_mistakes(&registrar.post("/v1/clients", &body), &[(pointer, code)]);
        }
        let listed = service.command(&["client", "list"]);
        assert!(String::from_utf8_lossy(&listed.stdout).contains("training"), "{listed:?}");
    }
}
