//! Candidates: registering them in any script, and who may see, find and change them.

use serde_json::{Value, json};
use touchstone::scheme::numbers::CandidateNumber;

use crate::support::sql::Sql;
use crate::support::steps::{
    certificate_of, day, each, eligibility, expect_mistakes, mistakes, patch, search, spellings,
};
use crate::support::world::{World, candidate, external_certificate, result, text};
use crate::support::{Client, Service, events, on_both_engines, operations};

/// Names as their holders write them.
const NAMES: &[(Option<&str>, &str)] = &[
    (Some("María José"), "García Márquez"),
    (None, "Sukarno"),
    (Some("Thị Minh Khai"), "Nguyễn"),
    (Some("明"), "王"),
    (Some("Юлия"), "Щербакова"),
    (Some("محمد"), "الخوارزمي"),
    (Some("שרה"), "כהן"),
    (Some("지훈"), "김"),
    (Some("अमित"), "शर्मा"),
    (Some("สมชาย"), "ใจดี"),
    (Some("Þór"), "Sigurðsson"),
    (Some("Siobhán"), "O’Brien-Ní Dhomhnaill"),
    (Some("X"), "Ng"),
];

fn find(client: &Client, number: &str, birth_date: &str) -> Vec<String> {
    each(&search(client, number, birth_date).expect(200), "id")
}

/// Finds by the number alone whom the client may see.
fn find_own(client: &Client, number: &str) -> Vec<String> {
    each(&client.post("/v1/candidate-searches", &json!({"number": number})).expect(200), "id")
}

/// Everything about a candidate's record and results that a body may ask, as requests.
fn requests(id: &str, certificate: &str, result_id: &str, evidence: &str) -> Vec<(&'static str, String, Value)> {
    let at = |rest: &str| format!("/v1/candidates/{id}{rest}");
    let external = external_certificate("itil_foundation", "1", "2014-01-01");
    let course = json!({"course_id": "auditor-course-1", "completed_on": "2014-01-01"});
    let experience = json!({
        "organisation": "X", "role": "internal", "it_environment": true, "started_on": "2014-01-01",
    });
    vec![
        ("GET", at(""), Value::Null),
        ("PATCH", at(""), json!({"family_name": "Taken"})),
        ("GET", at("/eligibility/practitioner"), Value::Null),
        ("GET", at("/external-certificates"), Value::Null),
        ("GET", at("/course-attendances"), Value::Null),
        ("GET", at("/audit-experience"), Value::Null),
        ("POST", at("/external-certificates"), external),
        ("POST", at("/course-attendances"), course),
        ("POST", at("/audit-experience"), experience),
        ("POST", at(&format!("/external-certificates/{evidence}/verifications")), json!({})),
        ("POST", "/v1/results".to_owned(), result(id, "foundation", "2016-01-01", 10)),
        ("GET", format!("/v1/results/{result_id}"), Value::Null),
        ("GET", format!("/v1/certificates/{certificate}"), Value::Null),
        ("GET", format!("/v1/certificates/{certificate}/history"), Value::Null),
    ]
}

on_both_engines! {
    fn names_in_any_script_come_back_as_they_were_sent(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        for (given_names, family_name) in NAMES {
            let sent = candidate(&json!({"given_names": given_names, "family_name": family_name, "listed": true}));
            let answer = client.post("/v1/candidates", &sent);
            let mut created = answer.expect(201);
            // What no font of the service shows is told once, and stands in no record.
            created.as_object_mut().unwrap().remove("warnings");
            for (name, value) in sent.as_object().unwrap() {
                assert_eq!(&created[name], value, "{name}");
            }
            assert_eq!(created["registered_by_body_id"], world.body.id);
            let id = text(&created, "id");
            assert_eq!(answer.header("location"), format!("/v1/candidates/{id}"));
            assert_eq!(client.get(&format!("/v1/candidates/{id}")).expect(200), created);
            let number = text(&created, "number");
            assert_eq!(CandidateNumber::parse(&number).unwrap().to_string(), number);
            for spelling in spellings(&number).iter().map(|spelling| spelling.replace("%20", " ")) {
                assert_eq!(find_own(client, &spelling), [&*id]);
                assert_eq!(find(client, &spelling, "1985-04-12"), [&*id], "{spelling} for {number}");
            }
        }
        let composed = candidate(&json!({"given_names": "Zoe\u{308}", "family_name": "  Mu\u{308}ller "}));
        let created = client.post("/v1/candidates", &composed).expect(201);
        assert_eq!((&created["given_names"], &created["family_name"]), (&json!("Zoë"), &json!("Müller")));
        let least = json!({"family_name": "Sukarno", "birth_date": "1901-06-06"});
        let created = client.post("/v1/candidates", &least).expect(201);
        assert_eq!((&created["email"], &created["listed"]), (&Value::Null, &json!(false)), "not listed unless agreed");
    }

    fn impossible_values_are_all_told_at_once_and_register_nobody(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let wrong = json!({
            "given_names": "42",
            "birth_date": "2011-02-29",
            "email": "nobody",
            "country": "pt",
            "listed": "yes",
            "famly_name": "Ferreira",
        });
        expect_mistakes(
            &client.post("/v1/candidates", &wrong),
            &[
                ("/given_names", "not_a_name"),
                ("/family_name", "required"),
                ("/birth_date", "invalid_date"),
                ("/email", "not_an_email_address"),
                ("/country", "unknown_country"),
                ("/listed", "wrong_type"),
                ("/famly_name", "unknown_field"),
            ],
        );
        for (name, value, code) in [
            ("family_name", json!(""), "empty"),
            ("family_name", json!("—"), "not_a_name"),
            ("family_name", json!("😀"), "not_a_name"),
            ("family_name", json!("Fer\u{0}reira"), "control_character"),
            ("family_name", json!("Ferreira\u{202E}arierref"), "invisible_character"),
            ("family_name", json!("Ferreira\nBcc"), "control_character"),
            ("family_name", json!("a".repeat(201)), "too_long"),
            ("family_name", json!(["Ferreira"]), "wrong_type"),
            ("birth_date", json!(day(0)), "impossible_birth_date"),
            ("birth_date", json!(day(1)), "impossible_birth_date"),
            ("birth_date", json!("1899-12-31"), "invalid_date"),
            ("birth_date", json!("12.04.1985"), "invalid_date"),
            ("email", json!("a@b@c"), "not_an_email_address"),
            ("country", json!("UK"), "unknown_country"),
        ] {
            let answer = client.post("/v1/candidates", &candidate(&json!({name: value})));
            expect_mistakes(&answer, &[(&format!("/{name}"), code)]);
        }
        world.employer.client.post("/v1/candidates", &candidate(&Value::Null)).expect_problem(403, "forbidden");
        assert_eq!(events::all_items(&world.registrar.client, "/v1/candidates"), Vec::<Value>::new());
    }

    fn a_mistyped_number_is_told_apart_from_one_that_nobody_has(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let unknown = CandidateNumber::from_entropy([5; 9]).to_string();
        assert_eq!(find(client, &unknown, "1985-04-12"), Vec::<String>::new());
        let swapped: String = ["01234-56789", "U0000-00000", "12345"].join(" ");
        for wrong in swapped.split(' ') {
            expect_mistakes(&search(client, wrong, "1985-04-12"), &[("/number", "mistyped_number")]);
        }
        let answer = client.post("/v1/candidate-searches", &json!({"birth_date": "1985-04-31", "name": "x"}));
        let wrong = [("/number", "required"), ("/birth_date", "invalid_date"), ("/name", "unknown_field")];
        expect_mistakes(&answer, &wrong);
        for personal in ["number=4J7RT-9WQ2C", "birth_date=1985-04-12", "number=4J7RT-9WQ2C&birth_date=1985-04-12"] {
            let answer = client.get(&format!("/v1/candidates?{personal}"));
            answer.expect_problem(400, "invalid_parameter");
            assert!(mistakes(&answer).iter().all(|(_, code)| code == "unknown_parameter"), "{answer}");
        }
    }

    fn a_get_writes_nothing(service: Service) {
        let world = World::new(&service);
        let (own, other, registrar) = (&world.body.caller.client, &world.other_body.caller.client, &world.registrar.client);
        let (id, passed) = world.certified_candidate(&Value::Null);
        let number = certificate_of(&passed);
        let on_record = || {
            let tables = ["events", "candidate_bodies", "candidates", "holder_links", "idempotency_keys", "guesses", "credentials"];
            let mut sql = Sql::of(&service);
            tables.map(|table| sql.texts(&format!("SELECT CAST(COUNT(*) AS TEXT) AS value FROM {table}")).remove(0))
        };
        // The issuer's first keys are made when they are first looked at.
        world.public.get("/.well-known/did.json").expect(200);
        let before = on_record();
        // Of a certificate that is awarded these two sign what is asked for the first time, and keep it.
        let sign = ["read_credential", "read_certificate_pdf"];
        let reads: Vec<_> = operations::all(&world.public)
            .into_iter()
            .filter(|operation| operation.method == "GET" && !sign.contains(&operation.id.as_str()))
            .collect();
        assert!(reads.len() > 50, "{}", reads.len());
        for operation in reads {
            let address = operation.template.replace("{number}", &number).replace("{id}", &id);
            for client in [own, other, registrar, &world.employer.client, &world.public] {
                if operation.id != "follow_result_batch" {
                    client.get(&address);
                }
            }
        }
        assert_eq!(on_record(), before);
        assert_eq!(each(&other.get("/v1/candidates").expect(200), "id"), Vec::<String>::new());
    }

    fn another_bodys_candidate_does_not_exist(service: Service) {
        let world = World::new(&service);
        let other = &world.other_body.caller.client;
        let (id, passed) = world.certified_candidate(&Value::Null);
        let evidence = world.add_foundation_evidence(&world.body.caller.client, &id);
        let missing = "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00";
        let real = requests(&id, &certificate_of(&passed), &text(&passed, "id"), &evidence);
        let none = requests(missing, "2B8D-0000-4TTF", missing, missing);
        for ((method, path, body), (_, missing, missing_body)) in real.into_iter().zip(none) {
            let send = |path: &str, body: &Value| {
                let headers = [("content-type", "application/json"), ("if-match", "*")];
                let bytes = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
                let answer = other.send(method, path, &headers, &bytes);
                let problem = answer.expect_problem(404, "not_found");
                (problem["detail"].clone(), problem["errors"].clone())
            };
            assert_eq!(send(&path, &body), send(&missing, &missing_body), "{method} {path} tells that it exists");
        }
        for list in ["candidates", "results", "certificates"] {
            assert_eq!(events::all_items(other, &format!("/v1/{list}")), Vec::<Value>::new(), "{list}");
            for filter in ["results", "certificates"] {
                let path = format!("/v1/{filter}?candidate_id={id}");
                assert_eq!(events::all_items(other, &path), Vec::<Value>::new(), "{path}");
            }
        }
        let unchanged = world.body.caller.client.get(&format!("/v1/candidates/{id}")).expect(200);
        assert!(text(&unchanged, "family_name").starts_with("Ferreira"));
    }

    fn number_and_birth_date_together_find_a_candidate_of_another_body(service: Service) {
        let world = World::new(&service);
        let (own, other) = (&world.body.caller.client, &world.other_body.caller.client);
        let registered = own.post("/v1/candidates", &candidate(&json!({"birth_date": "1985-04-12"}))).expect(201);
        let (id, number) = (text(&registered, "id"), text(&registered, "number"));
        assert_eq!(find(other, &number, "1985-04-13"), Vec::<String>::new(), "a wrong birth date finds nobody");
        assert_eq!(find_own(other, &number), Vec::<String>::new());
        assert_eq!(find_own(&world.registrar.client, &number), [&*id], "a registrar sees everybody");
        other.get(&format!("/v1/candidates/{id}")).expect_problem(404, "not_found");

        for _ in 0..2 {
            assert_eq!(find(other, &number, "1985-04-12"), [&*id]);
        }
        assert_eq!(other.get(&format!("/v1/candidates/{id}")).expect(200), registered);
        assert_eq!(each(&other.get("/v1/candidates").expect(200), "id"), [&*id]);
        world.add_foundation_evidence(other, &id);
        assert_eq!(eligibility(other, &id, "practitioner", "2015-06-01")["eligible"], true);
        let passed = world.submit_result(other, &id, "practitioner", "2015-06-01", 44).expect(201);
        assert_eq!(passed["body_id"], world.other_body.id);
        let taken = json!({"family_name": "Taken"});
        patch(other, &format!("/v1/candidates/{id}"), &taken).expect_problem(403, "forbidden");
        assert_eq!(own.get(&format!("/v1/candidates/{id}")).expect(200), registered);

        own.get(&format!("/v1/results/{}", text(&passed, "id"))).expect_problem(404, "not_found");
        let log = events::all(&world.registrar.client);
        let finds: Vec<_> = log.iter().filter(|event| event["kind"] == "candidate_found").collect();
        assert_eq!(finds.len(), 1, "found once, known from then on");
        assert_eq!(finds[0]["data"], json!({"number": number, "found_by_body_id": world.other_body.id}));
    }

    fn a_body_changes_its_own_candidates_and_the_registrar_everybody(service: Service) {
        let world = World::new(&service);
        let (own, registrar) = (&world.body.caller.client, &world.registrar.client);
        let mine = world.register_candidate(own, &Value::Null);
        let theirs = world.register_candidate(&world.other_body.caller.client, &Value::Null);
        let nobodys = world.register_candidate(registrar, &Value::Null);
        assert_eq!(each(&registrar.get("/v1/candidates").expect(200), "id"), [&*mine, &*theirs, &*nobodys]);
        assert_eq!(each(&own.get("/v1/candidates").expect(200), "id"), [&*mine]);

        let address = format!("/v1/candidates/{mine}");
        let mut expected = own.get(&address).expect(200);
        let changes = json!({"family_name": "Šimunović", "given_names": null, "email": null, "listed": true});
        let answered = patch(own, &address, &changes).expect(200);
        for (name, value) in changes.as_object().unwrap() {
            expected[name] = value.clone();
        }
        expected["changed_at"] = answered["changed_at"].clone();
        assert_eq!(answered, expected);
        assert_eq!(patch(registrar, &address, &json!({"country": "HR"})).expect(200)["country"], "HR");
        patch(registrar, &format!("/v1/candidates/{theirs}"), &json!({"birth_date": "1990-01-01"})).expect(200);
        let wrong = json!({"family_name": null, "birth_date": null, "number": "X", "email": "nobody"});
        expect_mistakes(
            &patch(own, &address, &wrong),
            &[
                ("/family_name", "wrong_type"),
                ("/birth_date", "wrong_type"),
                ("/email", "not_an_email_address"),
                ("/number", "unknown_field"),
            ],
        );
        let future = json!({"birth_date": day(3)});
        expect_mistakes(&patch(own, &address, &future), &[("/birth_date", "impossible_birth_date")]);

        let log = events::all(own);
        let told: Vec<_> = log.iter().filter(|event| event["kind"] == "candidate_changed").collect();
        assert_eq!(told.len(), 2);
        assert_eq!(told[0]["data"], json!({"changed": ["given_names", "family_name", "email", "listed"]}));
    }
}
