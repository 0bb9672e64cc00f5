//! Approved auditors: the registrar's own list, whom listings name, and that a listing names at least two.

use serde_json::{Value, json};

use crate::support::command::Program;
use crate::support::sql::Sql;
use crate::support::steps::{
    certificate_of, change_body, change_certificate, day, each, expect_mistakes, mistakes, spellings,
};
use crate::support::world::{World, text};
use crate::support::{Client, Service, events, on_both_engines};

const UNKNOWN: &str = "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00";

fn certificate(number: &str) -> Value {
    json!({"certificate_number": number})
}

fn entry(id: &str) -> Value {
    json!({"approved_auditor_id": id})
}

/// A request that lists a body with these auditors.
fn listing(auditors: &Value) -> Value {
    json!({"name": "Elm Registrars", "country": "NL", "listed_on": "2013-01-01", "auditors": auditors})
}

/// Removes somebody from the registrar's list, or from a listing.
fn remove(client: &Client, at: &str) -> crate::support::Answer {
    client.post(&format!("{at}/removals"), &json!({"reason": "Has retired."}))
}

/// A certificate of the edition before, of the same holder as `number`.
fn older_certificate(world: &World, number: &str) -> String {
    let held = world.registrar.client.get(&format!("/v1/certificates/{number}")).expect(200);
    let candidate = text(&held, "candidate_id");
    let client = &world.registrar.client;
    world.add_course_attendance(client, &candidate, "2011-06-01");
    world.add_audit_experience(client, &candidate, "2008-01-01", Some("2011-12-31"));
    let declared = json!({
        "candidate_id": candidate, "qualification": "auditor", "sat_on": "2012-01-10", "edition": "2005",
        "declared_outcome": "pass",
    });
    certificate_of(&client.post("/v1/results", &declared).expect(201))
}

/// The events of these four kinds that a client sees.
fn told(client: &Client) -> Vec<Value> {
    let mut log = events::all(client);
    log.retain(|event| event["kind"].as_str().is_some_and(|kind| kind.contains("auditor")));
    log
}

on_both_engines! {
    fn a_listing_names_two_people_who_count_today(service: Service) {
        let world = World::new(&service);
        let client = &world.registrar.client;
        let before = world.public.get("/v1/bodies").expect(200);
        let [valid, other, suspended, withdrawn] = [(); 4].map(|()| world.certified_auditor("2015-06-01"));
        change_certificate(&world, &suspended, "suspensions", "2020-01-01", None).expect(201);
        change_certificate(&world, &withdrawn, "withdrawals", "2020-01-01", None).expect(201);
        let older = older_certificate(&world, &valid);
        let foundation = certificate_of(&world.certified_candidate(&json!({})).1);
        let [listed, gone] = ["Fern Fuller", "Gale Grant"].map(|name| world.approve_auditor(name));
        remove(client, &format!("/v1/approved-auditors/{gone}")).expect(201);
        let (first, second) = ("/auditors/0/certificate_number", "/auditors/1/certificate_number");
        let entry_at = "/auditors/1/approved_auditor_id";
        let (wrong, twice) = ("not_an_approved_auditor", "same_person");
        for (auditors, words, expected) in [
            (json!([]), "none of the 2 approved auditors that a listing needs: nobody is named", vec![("/auditors", "too_few")]),
            (json!([certificate(&valid)]), "1 of the 2 approved auditors", vec![("/auditors", "too_few")]),
            (json!([certificate(&valid), certificate(&suspended)]), "is suspended since 2020-01-01", vec![(second, wrong)]),
            (json!([certificate(&withdrawn), certificate(&suspended)]), "is withdrawn since 2020-01-01", vec![(first, wrong), (second, wrong)]),
            (json!([certificate(&foundation), entry(&listed)]), "a qualification that does not make an auditor", vec![(first, wrong)]),
            (json!([certificate(&valid), certificate(&valid)]), "counts once", vec![(second, twice)]),
            (json!([certificate(&valid), certificate(&older)]), "counts once", vec![(second, twice)]),
            (json!([entry(&listed), entry(&listed)]), "counts once", vec![(entry_at, twice)]),
            (json!([entry(&listed), entry(&gone)]), "was taken off the registrar's list on", vec![(entry_at, wrong)]),
        ] {
            let answer = client.post("/v1/bodies", &listing(&auditors));
            let problem = answer.expect_problem(422, "too_few_auditors");
            let expected: Vec<_> = expected.into_iter().map(|(at, code)| (at.to_owned(), code.to_owned())).collect();
            assert_eq!(mistakes(&answer), expected, "{auditors}");
            assert!(text(&problem, "detail").contains(words), "{auditors}: {problem}");
        }
        let enough = [certificate(&valid), entry(&listed)];
        expect_mistakes(&client.post("/v1/bodies", &listing(&json!([enough[0], enough[1], certificate(&suspended)]))), &[("/auditors/2/certificate_number", wrong)]);
        for (auditors, expected) in [
            (Value::Null, ("/auditors", "required")),
            (json!("two"), ("/auditors", "wrong_type")),
            (json!([valid, other]), ("/auditors/0", "wrong_type")),
            (json!(vec![certificate(&valid); 51]), ("/auditors", "wrong_length")),
            (json!([enough[0], {}]), (second, "required")),
            (json!([enough[0], {"certificate_number": other, "approved_auditor_id": listed}]), (entry_at, "not_both")),
            (json!([enough[0], {"certificate_number": 7}]), (second, "wrong_type")),
            (json!([enough[0], {"number": other, "certificate_number": other}]), ("/auditors/1/number", "unknown_field")),
            (json!([enough[0], certificate("0000-0000-0000")]), (second, "unknown_reference")),
            (json!([enough[0], certificate("nonsense")]), (second, "unknown_reference")),
            (json!([enough[0], certificate("\u{0}")]), (second, "control_character")),
            (json!([enough[0], certificate(&"9".repeat(100_000))]), (second, "unknown_reference")),
            (json!([enough[0], entry(UNKNOWN)]), (entry_at, "unknown_reference")),
            (json!([enough[0], entry("\u{202E}😀")]), (entry_at, "unknown_reference")),
            (json!([enough[0], entry(&world.body.id)]), (entry_at, "unknown_reference")),
        ] {
            let answer = client.post("/v1/bodies", &listing(&auditors));
            if auditors.is_array() && expected.0 == "/auditors/0" {
                expect_mistakes(&answer, &[expected, ("/auditors/1", "wrong_type")]);
            } else {
                expect_mistakes(&answer, &[expected]);
            }
        }
        assert_eq!(world.public.get("/v1/bodies").expect(200), before, "whoever was refused is not listed");
        for (number, spelling) in spellings(&other).into_iter().filter(|spelling| !spelling.contains('%')).enumerate() {
            let mut request = listing(&json!([certificate(&spelling), enough[1]]));
            request["name"] = json!(format!("Body {number}"));
            client.post("/v1/bodies", &request).expect(201);
        }
        let listed_body = client.post("/v1/bodies", &listing(&json!(enough))).expect(201);
        assert!(listed_body.get("auditors").is_none(), "the public is not told who audits: {listed_body}");
        let event = events::all(client).into_iter().rfind(|event| event["kind"] == "body_listed").unwrap();
        assert_eq!(event["data"]["auditors"], json!([certificate(&valid), entry(&listed)]));
    }

    fn auditors_are_named_and_removed(service: Service) {
        let world = World::new(&service);
        let client = &world.registrar.client;
        let (number, id) = (world.certified_auditor("2015-06-01"), world.approve_auditor("Fern Fuller"));
        let body = text(&world.list_body(&json!({"name": "Elm", "country": "NL"})).expect(201), "id");
        let at = format!("/v1/bodies/{body}/auditors");
        let answer = client.post("/v1/bodies/elm/auditors", &certificate(&number));
        let named = answer.expect(201);
        for (name, value) in [
            ("body_id", json!(body)),
            ("certificate_number", json!(number)),
            ("approved_auditor_id", Value::Null),
            ("counts", json!(true)),
            ("reason", json!(format!("certificate {number} is valid"))),
            ("named_by", json!(format!("client:{}", world.registrar.client_id))),
            ("removed_at", Value::Null),
        ] {
            assert_eq!(named[name], value, "{name}");
        }
        assert!(text(&named, "name").starts_with("Frida Ferreira"), "{named}");
        let location = answer.header("location").to_owned();
        assert_eq!(location, format!("{at}/{}", text(&named, "id")));
        assert_eq!(client.get(&location).expect(200), named);
        let second = client.post(&at, &entry(&id)).expect(201);
        assert_eq!((&second["name"], &second["approved_auditor_id"]), (&json!("Fern Fuller"), &json!(id)));
        for again in [certificate(&number), certificate(&older_certificate(&world, &number)), entry(&id)] {
            client.post(&at, &again).expect_problem(409, "duplicate");
        }
        let foundation = certificate_of(&world.certified_candidate(&json!({})).1);
        expect_mistakes(&client.post(&at, &certificate(&foundation)), &[("/certificate_number", "not_an_approved_auditor")]);
        expect_mistakes(&client.post(&at, &entry(UNKNOWN)), &[("/approved_auditor_id", "unknown_reference")]);
        expect_mistakes(&client.post(&at, &json!({})), &[("/certificate_number", "required")]);
        client.post("/v1/bodies/nobody/auditors", &entry(&id)).expect_problem(404, "not_found");
        assert_eq!(client.get(&at).expect(200)["items"].as_array().map(Vec::len), Some(4));

        let all = each(&client.get(&at).expect(200), "id");
        let removed = remove(client, &location).expect(201);
        assert_eq!((&removed["counts"], &removed["removal_reason"]), (&json!(false), &json!("Has retired.")));
        assert_eq!(client.get(&location).expect(200), removed);
        remove(client, &location).expect_problem(409, "status_conflict");
        remove(client, &format!("{at}/{}", all[0])).expect(201);
        for last in [&all[1], &all[3]] {
            let problem = remove(client, &format!("{at}/{last}")).expect_problem(422, "too_few_auditors");
            let detail = text(&problem, "detail");
            assert!(detail.contains("1 of the 2 approved auditors") && detail.contains("name another"), "{detail}");
        }
        for nothing in [&all[1][..8], UNKNOWN, "%00", &id] {
            remove(client, &format!("{at}/{nothing}")).expect_problem(404, "not_found");
            remove(client, &format!("/v1/bodies/{}/auditors/{}", world.body.id, all[1])).expect_problem(404, "not_found");
        }
        client.post(&at, &certificate(&number)).expect(201);
        remove(client, &format!("{at}/{}", all[1])).expect(201);
        expect_mistakes(&client.post(&format!("{at}/{}/removals", all[3]), &json!({"reason": " "})), &[("/reason", "empty")]);
        change_body(&world, &body, "withdrawals", &day(0)).expect(201);
        remove(client, &format!("{at}/{}", all[3])).expect(201);
        client.post(&at, &entry(&id)).expect_problem(409, "status_conflict");
    }

    fn who_holds_a_new_certificate_is_named_by_it_in_place_of_the_old_one(service: Service) {
        let world = World::new(&service);
        let client = &world.registrar.client;
        let new = world.certified_auditor("2015-06-01");
        let old = older_certificate(&world, &new);
        let body = text(&client.post("/v1/bodies", &listing(&json!([certificate(&old), world.auditors()[0]]))).expect(201), "id");
        let needs_attention = || {
            let items = events::all_items(client, "/v1/attention?kind=too_few_auditors");
            items.iter().any(|item| item["body"]["id"] == body)
        };
        let at = format!("/v1/bodies/{body}/auditors");
        let removed = format!("{at}/{}", text(&client.get(&at).expect(200)["items"][0], "id"));
        client.post(&at, &certificate(&new)).expect_problem(409, "duplicate");
        change_certificate(&world, &old, "suspensions", "2020-01-01", Some("2020-02-29")).expect(201);
        client.post(&at, &certificate(&new)).expect_problem(409, "duplicate");
        assert!(!needs_attention(), "the suspension is over");

        change_certificate(&world, &old, "withdrawals", "2021-01-01", None).expect(201);
        assert!(needs_attention());
        client.post(&at, &certificate(&old)).expect_problem(409, "duplicate");
        remove(client, &removed).expect_problem(422, "too_few_auditors");
        let named = client.post(&at, &certificate(&new)).expect(201);
        assert_eq!((&named["certificate_number"], &named["counts"]), (&json!(new), &json!(true)));
        assert!(!needs_attention());
        client.post(&at, &certificate(&new)).expect_problem(409, "duplicate");
        remove(client, &removed).expect(201);
        assert!(!needs_attention());
        let counts: Vec<_> = client.get(&at).expect(200)["items"].as_array().unwrap().iter().map(|one| one["counts"].clone()).collect();
        assert_eq!(counts, [json!(false), json!(true), json!(true)]);
    }

    fn the_registrar_keeps_a_list_of_its_own(service: Service) {
        let world = World::new(&service);
        let client = &world.registrar.client;
        let sent = json!({"name": "  ابن سينا  ", "note": "Assessed.\nTwice.", "approved_on": "2012-02-29"});
        let answer = client.post("/v1/approved-auditors", &sent);
        let made = answer.expect(201);
        assert_eq!((&made["name"], &made["note"], &made["approved_on"]), (&json!("ابن سينا"), &sent["note"], &sent["approved_on"]));
        assert_eq!(answer.header("location"), format!("/v1/approved-auditors/{}", text(&made, "id")));
        assert_eq!(client.get(answer.header("location")).expect(200), made);
        for name in ["Zoë", "Åse", "ase"] {
            world.approve_auditor(name);
        }
        let names = || each(&client.get("/v1/approved-auditors").expect(200), "name");
        assert_eq!(names(), ["Åse", "ase", "Zoë", "ابن سينا"]);
        let today = client.post("/v1/approved-auditors", &json!({"name": "Today"})).expect(201);
        assert!([day(-1), day(0)].contains(&text(&today, "approved_on")), "{today}");
        for (request, expected) in [
            (json!({}), ("/name", "required")),
            (json!({"name": ""}), ("/name", "empty")),
            (json!({"name": "1234"}), ("/name", "not_a_name")),
            (json!({"name": "a\u{202E}b"}), ("/name", "invisible_character")),
            (json!({"name": "a\u{0}"}), ("/name", "control_character")),
            (json!({"name": "a".repeat(201)}), ("/name", "too_long")),
            (json!({"name": ["A"]}), ("/name", "wrong_type")),
            (json!({"name": "A", "note": "x".repeat(2001)}), ("/note", "too_long")),
            (json!({"name": "A", "approved_on": day(3)}), ("/approved_on", "in_the_future")),
            (json!({"name": "A", "approved_on": "2013-02-29"}), ("/approved_on", "invalid_date")),
            (json!({"name": "A", "email": "a@example.org"}), ("/email", "unknown_field")),
        ] {
            expect_mistakes(&client.post("/v1/approved-auditors", &request), &[expected]);
        }
        assert_eq!(names().len(), 5);
        let at = answer.header("location");
        let removed = remove(client, at).expect(201);
        assert_eq!((&removed["removal_reason"], &removed["name"]), (&json!("Has retired."), &made["name"]));
        assert_eq!(client.get(at).expect(200), removed);
        remove(client, at).expect_problem(409, "status_conflict");
        remove(client, &format!("/v1/approved-auditors/{UNKNOWN}")).expect_problem(404, "not_found");
        for unknown in [UNKNOWN, "nobody", "%00", "%F0%9F%98%80"] {
            client.get(&format!("/v1/approved-auditors/{unknown}")).expect_problem(404, "not_found");
        }
        assert_eq!(names().len(), 5, "who was removed stays on record");
        for caller in [&world.body.caller.client, &world.employer.client] {
            caller.get("/v1/approved-auditors").expect_problem(403, "forbidden");
            caller.get(at).expect_problem(403, "forbidden");
            caller.post("/v1/approved-auditors", &sent).expect_problem(403, "forbidden");
        }
    }

    fn a_body_sees_its_own_and_no_names_of_certificate_holders(service: Service) {
        let world = World::new(&service);
        let (client, body) = (&world.registrar.client, &world.body);
        let at = format!("/v1/bodies/{}/auditors", body.slug);
        let number = world.certified_auditor("2015-06-01");
        let certified = client.post(&at, &certificate(&number)).expect(201);
        client.post(&at, &world.auditors()[0]).expect(201);
        change_certificate(&world, &number, "suspensions", "2020-01-01", None).expect(201);
        let own = body.caller.client.get(&at).expect(200);
        let told: Vec<_> = own["items"].as_array().unwrap().iter().map(|one| (&one["name"], &one["counts"])).collect();
        assert_eq!(told, [(&Value::Null, &json!(false)), (&json!("Fern Fuller"), &json!(true))]);
        assert_eq!(own["items"][0]["reason"], format!("certificate {number} is suspended since 2020-01-01"));
        let one = format!("{at}/{}", text(&certified, "id"));
        assert_eq!(body.caller.client.get(&one).expect(200), own["items"][0]);
        assert!(text(&client.get(&one).expect(200), "name").contains("Ferreira"));
        for (caller, status, code) in [
            (&world.other_body.caller.client, 404, "not_found"),
            (&world.employer.client, 403, "forbidden"),
            (&world.public, 401, "unauthenticated"),
        ] {
            caller.get(&at).expect_problem(status, code);
            caller.get(&one).expect_problem(status, code);
        }
        for caller in [&body.caller.client, &world.other_body.caller.client, &world.employer.client] {
            caller.post(&at, &world.auditors()[1]).expect_problem(403, "forbidden");
            remove(caller, &one).expect_problem(403, "forbidden");
        }
        client.get(&format!("{at}?counts=true")).expect_problem(400, "invalid_parameter");
    }

    fn every_change_is_one_event_without_a_name(service: Service) {
        let world = World::new(&service);
        let client = &world.registrar.client;
        let number = world.certified_auditor("2015-06-01");
        let at = format!("/v1/bodies/{}/auditors", world.body.id);
        let [first, second] = [0, 1].map(|index| text(&world.auditors()[index], "approved_auditor_id"));
        let named = client.post(&at, &certificate(&number)).expect(201);
        client.post(&at, &certificate(&number)).expect_problem(409, "duplicate");
        client.post(&at, &entry(&first)).expect(201);
        client.post(&at, &entry(&second)).expect(201);
        remove(client, &format!("{at}/{}", text(&named, "id"))).expect(201);
        remove(client, &format!("/v1/approved-auditors/{first}")).expect(201);
        let log = told(client);
        let data: Vec<_> = log.iter().map(|event| (text(event, "kind"), event["data"].clone())).collect();
        let event = |kind: &str, data: Value| (kind.to_owned(), data);
        assert_eq!(
            data,
            [
                event("auditor_approved", json!({"approved_on": "2010-01-01"})),
                event("auditor_approved", json!({"approved_on": "2010-01-01"})),
                event("body_auditor_named", certificate(&number)),
                event("body_auditor_named", entry(&first)),
                event("body_auditor_named", entry(&second)),
                event("body_auditor_removed", certificate(&number)),
                event("auditor_removed", json!({})),
            ]
        );
        assert_eq!(log[2]["subject"], json!({"kind": "body_auditor", "id": named["id"]}));
        assert_eq!(log[0]["subject"], json!({"kind": "approved_auditor", "id": first}));
        assert_eq!(told(&world.body.caller.client), log[2..6], "the body sees what is its own");
        assert_eq!(told(&world.other_body.caller.client), Vec::<Value>::new());
        let kept = Sql::of(&service).texts("SELECT data AS value FROM events");
        assert!(!kept.iter().any(|data| data.contains("Fuller") || data.contains("retired")), "names stand apart");
        let apart = Sql::of(&service).texts("SELECT data AS value FROM event_personal_data");
        assert!(apart.iter().any(|data| data.contains("Fern Fuller")), "{apart:?}");
    }

    fn what_is_recorded_stays(service: Service) {
        let world = World::new(&service);
        let at = format!("/v1/bodies/{}/auditors", world.body.id);
        world.registrar.client.post(&at, &world.auditors()[0]).expect(201);
        let mut sql = Sql::of(&service);
        for statement in [
            "UPDATE body_auditors SET named_on = '2001-01-01'",
            "UPDATE approved_auditors SET approved_on = '2001-01-01'",
            "DELETE FROM body_auditors",
            "DELETE FROM approved_auditors",
            "UPDATE body_auditors SET removed_by = 'operator'",
            "INSERT INTO body_auditors (id, body_id, named_on, named_by, named_at) SELECT 'x', body_id, named_on, named_by, named_at FROM body_auditors",
            "INSERT INTO body_auditors (id, body_id, approved_auditor_id, named_on, named_by, named_at) SELECT 'x', body_id, approved_auditor_id, named_on, named_by, named_at FROM body_auditors",
        ] {
            sql.execute(statement).expect_err(statement);
        }
        assert_eq!(sql.execute("UPDATE approved_auditors SET name = 'erased'"), Ok(2), "a name can be erased");
    }

    fn an_operator_takes_over_a_listing(service: Service) {
        let world = World::new(&service);
        let program = Program::beside(&service);
        let number = world.certified_auditor("2015-06-01");
        let id = text(&world.auditors()[0], "approved_auditor_id");
        let add = ["body", "add", "--name", "Elm", "--country", "NL", "--listed-on", "2013-01-01", "--json"];
        let with = |auditors: &[&str]| {
            let flags = auditors.iter().flat_map(|auditor| ["--auditor", auditor]);
            program.run(&add.into_iter().chain(flags).collect::<Vec<_>>())
        };
        let whole = with(&[&number.to_lowercase(), &id]);
        assert_eq!((whole.json().as_object().map(serde_json::Map::len), whole.said.as_str()), (Some(2), ""));
        let at = format!("/v1/bodies/{}/auditors", text(&whole.json(), "slug"));
        let named = world.registrar.client.get(&at).expect(200);
        assert_eq!((&named["items"][0]["certificate_number"], &named["items"][1]["name"]), (&json!(number), &json!("Fern Fuller")));
        assert_eq!(named["items"][0]["named_by"], "operator");
        for (auditors, words) in [(&[][..], "none of the 2 approved auditors"), (&[id.as_str()][..], "1 of the 2 approved auditors")] {
            let short = with(auditors);
            assert!(short.said.starts_with("warning: ") && short.said.contains(words), "{short:?}");
            assert!(short.said.contains("/v1/attention"), "{short:?}");
            assert_eq!(world.public.get(&format!("/v1/bodies/{}", text(&short.json(), "slug"))).expect(200)["status"], "listed");
        }
        let before = world.public.get("/v1/bodies?limit=200").expect(200);
        with(&[UNKNOWN, "nonsense", &id]).refused(&[&format!("--auditor {UNKNOWN}: there is no"), "--auditor nonsense: there is no"]);
        with(&[&id, &id]).refused(&[&format!("--auditor {id}: the person is named before")]);
        with(&["\u{1b}[31m"]).refused(&["--auditor"]);
        assert_eq!(world.public.get("/v1/bodies?limit=200").expect(200), before);
    }
}
