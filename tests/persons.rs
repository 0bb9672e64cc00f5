//! Persons who act in the registry, through the API: invited, given roles, changed, let in again, and let in no more.

use std::collections::BTreeMap;
use std::sync::Barrier;

use serde_json::{Value, json};
use touchstone::registry::persons::{invitations, sign_in_links};
use touchstone::secret::Secret;

use crate::support::persons::{Staff, UNSHOWN};
use crate::support::sql::Sql;
use crate::support::steps::{each, expect_mistakes, patch};
use crate::support::world::{Caller, World, text};
use crate::support::{Answer, Client, PUBLIC_URL, Service, events, on_both_engines};

const INVITATIONS: &str = "/v1/invitations";
const STRANGER: &str = "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00";
/// What no event and no line of the log may have.
const NAMED: [&str; 3] = ["Quetzalcoatl", "quetzal@persons.example", "somebody@persons.example"];

/// An invitation of somebody, with `overrides` in place of the usual values.
fn invitation(overrides: &Value) -> Value {
    let mut request = json!({"name": "Xochitl Quetzalcoatl", "email": "quetzal@persons.example", "role": "registrar"});
    for (name, value) in overrides.as_object().into_iter().flatten() {
        request[name] = value.clone();
    }
    request
}

/// The token in the address of a link that was just made.
#[track_caller]
fn token_of(issued: &Value, page: &str) -> String {
    let url = text(issued, "url");
    let token = url.strip_prefix(&format!("{PUBLIC_URL}/{page}/")).unwrap_or_else(|| panic!("{url}"));
    assert!(token.len() >= 43, "{token}");
    token.to_owned()
}

fn without_url(issued: &Value) -> Value {
    let mut shown = issued.clone();
    shown.as_object_mut().unwrap().remove("url").expect("there is one");
    shown
}

fn opens_invitation(staff: &Staff, token: &str) -> bool {
    staff.registry().read(None, |work| invitations::open(work, &Secret::new(token))).is_ok()
}

fn opens_link(staff: &Staff, token: &str) -> bool {
    staff.registry().read(None, |work| sign_in_links::open(work, &Secret::new(token))).is_ok()
}

/// What is listed beside the registry's own invitation, which every start of a new one makes.
fn listed(client: &Client) -> Vec<Value> {
    let mut found = events::all_items(client, INVITATIONS);
    found.retain(|one| one["invited_by"] != "operator");
    found
}

/// The events about persons and invitations: kind, and subject by its kind and id. Not that of the registry's own invitation.
fn told(client: &Client) -> Vec<(String, String)> {
    let log = events::all(client).into_iter();
    let log = log.filter(|event| event["kind"] != "invitation_issued" || event["actor"] != "operator");
    let about = log.filter(|event| ["person", "invitation"].iter().any(|kind| event["subject"]["kind"] == *kind));
    about
        .map(|event| {
            (text(&event, "kind"), format!("{}:{}", text(&event["subject"], "kind"), text(&event["subject"], "id")))
        })
        .collect()
}

#[track_caller]
fn gone(answer: &Answer) {
    assert_eq!((answer.status, answer.body.len()), (204, 0), "{answer}");
}

/// A role, the body and the training organisation that go with it, whether it is limited to reading, and what is wrong then.
type Row<'a> = (&'a str, Option<&'a str>, Option<&'a str>, bool, &'a [(&'a str, &'a str)]);

on_both_engines! {
    fn whoever_is_invited_is_listed_gets_another_link_and_is_withdrawn(service: Service) {
        let world = World::new(&service);
        let (staff, client) = (Staff::of(&service), &world.registrar.client);
        let request = json!({"role": "body_staff", "body_id": world.body.slug, "reads_only": true});
        let answer = client.post(INVITATIONS, &invitation(&request));
        let issued = answer.expect(201);
        let token = token_of(&issued, "welcome");
        for (name, value) in [
            ("name", json!("Xochitl Quetzalcoatl")),
            ("email", json!("quetzal@persons.example")),
            ("role", json!("body_staff")),
            ("body_id", json!(world.body.id)),
            ("training_organisation_id", Value::Null),
            ("reads_only", json!(true)),
            ("invited_by", json!(format!("client:{}", world.registrar.client_id))),
            ("accepted_by_person_id", Value::Null),
            ("ended_at", Value::Null),
        ] {
            assert_eq!(issued[name], value, "{name}");
        }
        let location = answer.header("location").to_owned();
        assert_eq!(location, format!("{INVITATIONS}/{}", text(&issued, "id")));
        let shown = without_url(&issued);
        assert_eq!(client.get(&location).expect(200), shown, "the link is shown once");
        assert_eq!(listed(client), [shown]);
        assert!(opens_invitation(&staff, &token));

        let renewed = client.post(&format!("{location}/links"), &json!({})).expect(201);
        let another = token_of(&renewed, "welcome");
        assert!(!opens_invitation(&staff, &token) && opens_invitation(&staff, &another), "the one before opens no more");
        assert_eq!(client.get(&location).expect(200), without_url(&renewed));

        gone(&client.delete(&location));
        assert!(!opens_invitation(&staff, &another));
        let over = client.get(&location).expect(200);
        assert!(over["ended_at"].is_string() && over["accepted_by_person_id"].is_null(), "{over}");
        assert_eq!(listed(client), Vec::<Value>::new());
        client.post(&format!("{location}/links"), &json!({})).expect_problem(409, "status_conflict");
        gone(&client.delete(&location));
        let subject = format!("invitation:{}", text(&issued, "id"));
        let kinds = ["invitation_issued", "invitation_link_replaced", "invitation_withdrawn"];
        assert_eq!(told(client), kinds.map(|kind| (kind.to_owned(), subject.clone())), "withdrawing it twice is once");

        let person = staff.person("Ruth Abara", "registrar", None);
        let accepted = client.post(INVITATIONS, &invitation(&json!({}))).expect(201);
        let id = text(&accepted, "id");
        let accept = format!("UPDATE invitations SET accepted_by = '{person}', ended_at = invited_at WHERE id = '{id}'");
        assert_eq!(Sql::of(&service).execute(&accept), Ok(1));
        let path = format!("{INVITATIONS}/{id}");
        assert_eq!(client.get(&path).expect(200)["accepted_by_person_id"], person);
        client.delete(&path).expect_problem(409, "status_conflict");
        client.post(&format!("{path}/links"), &json!({})).expect_problem(409, "status_conflict");
    }

    fn a_role_goes_with_whom_it_is_for(service: Service) {
        let world = World::new(&service);
        let (staff, client) = (Staff::of(&service), &world.registrar.client);
        let person = staff.person("Ruth Abara", "registrar", None);
        let (body, training) = ("/body_id", "/training_organisation_id");
        let (no, lacks, nobody) = ("not_allowed", "required", "unknown_reference");
        let (alder, damson) = (world.body.slug.as_str(), world.training_organisation_id.as_str());
        // Role, body, training organisation, whether it only reads: the mistakes.
        let office: [Row<'_>; 4] = [
            ("", None, None, false, &[]),
            ("", Some(alder), None, false, &[(body, no)]),
            ("", None, Some(damson), false, &[(training, no)]),
            ("", Some("nobody"), Some("nobody"), true, &[(body, no), (training, no), ("/reads_only", no)]),
        ];
        let of_body: [Row<'_>; 5] = [
            ("", None, None, false, &[(body, lacks)]),
            ("", Some(alder), None, false, &[]),
            ("", Some("nobody"), None, false, &[(body, nobody)]),
            ("", None, Some(damson), false, &[(body, lacks), (training, no)]),
            ("", Some(alder), Some(damson), false, &[(training, no)]),
        ];
        let of_training: [Row<'_>; 5] = [
            ("", None, None, false, &[(training, lacks)]),
            ("", None, Some(damson), false, &[]),
            ("", None, Some("nobody"), false, &[(training, nobody)]),
            ("", Some(alder), None, false, &[(body, no), (training, lacks)]),
            ("", Some(alder), Some(damson), true, &[(body, no), ("/reads_only", no)]),
        ];
        let mut rows: Vec<Row<'_>> = Vec::new();
        for (roles, table) in [
            (&["registrar_administrator", "registrar", "auditor"][..], &office[..]),
            (&["body_administrator", "body_staff"], &of_body),
            (&["training_staff"], &of_training),
        ] {
            rows.extend(roles.iter().flat_map(|role| table.iter().map(|row| (*role, row.1, row.2, row.3, row.4))));
        }
        let no_limit = [("/reads_only", no)];
        rows.push(("body_administrator", Some(alder), None, true, &no_limit));
        rows.push(("everybody", None, None, false, &[("/role", "unknown_word")]));
        rows.push(("REGISTRAR", None, None, false, &[("/role", "unknown_word")]));
        let roles = format!("/v1/persons/{person}/role-assignments");
        for (role, of_body, of_training, reads_only, mistakes) in rows {
            let request = json!({"role": role, "body_id": of_body, "training_organisation_id": of_training, "reads_only": reads_only});
            let (invited, assigned) = (client.post(INVITATIONS, &invitation(&request)), client.post(&roles, &request));
            if !mistakes.is_empty() {
                expect_mistakes(&invited, mistakes);
                expect_mistakes(&assigned, mistakes);
                continue;
            }
            assert_eq!(invited.expect(201)["role"], role);
            if role == "registrar" {
                assigned.expect_problem(409, "status_conflict");
            } else {
                let given = assigned.expect(201);
                let for_whom = (&given["role"], &given["body_id"], &given["training_organisation_id"], &given["reads_only"]);
                let expected = (
                    &json!(role), &json!(of_body.map(|_| &world.body.id)), &json!(of_training), &json!(false),
                );
                assert_eq!(for_whom, expected);
            }
        }
        assert_eq!(client.get(&format!("/v1/persons/{person}")).expect(200)["roles"].as_array().unwrap().len(), 6);
    }

    fn names_and_addresses_are_what_they_can_be(service: Service) {
        let world = World::new(&service);
        let (staff, client) = (Staff::of(&service), &world.registrar.client);
        let person = format!("/v1/persons/{}", staff.person("Ruth Abara", "registrar", None));
        let huge = "a".repeat(100_000);
        let (name, email) = ("/name", "/email");
        for (change, place, code) in [
            (json!({"name": "Ruth\u{0}"}), name, "control_character"),
            (json!({"name": "Ruth\u{202E}arabA"}), name, ""),
            (json!({"name": huge}), name, "too_long"),
            (json!({"name": ""}), name, "empty"),
            (json!({"name": "   "}), name, "empty"),
            (json!({"name": 7}), name, "wrong_type"),
            (json!({"name": ["Ruth"]}), name, "wrong_type"),
            (json!({"email": "ruth"}), email, "not_an_email_address"),
            (json!({"email": "Ruth <ruth@persons.example>"}), email, "not_an_email_address"),
            (json!({"email": "ruth@persons.example\r\nBcc: x@x.example"}), email, "control_character"),
            (json!({"email": format!("{huge}@persons.example")}), email, "too_long"),
            (json!({"email": true}), email, "wrong_type"),
            (json!({"e_mail": "ruth@persons.example"}), "/e_mail", "unknown_field"),
        ] {
            for answer in [client.post(INVITATIONS, &invitation(&change)), patch(client, &person, &change)] {
                let problem = answer.expect_problem(422, "invalid_input");
                let (error, more) = problem["errors"].as_array().and_then(|all| all.split_first()).unwrap();
                assert!(more.is_empty() && error["pointer"] == place, "{change}: {problem}");
                assert!(code.is_empty() || error["code"] == code, "{change}: {problem}");
                assert!(!answer.text().contains('\u{202E}') && answer.body.len() < 2000, "{change}");
            }
        }
        expect_mistakes(
            &client.post(INVITATIONS, &json!({})),
            &[(name, "required"), (email, "required"), ("/role", "required")],
        );
        for fine in ["Þórdís Gunnlaugsdóttir", "鈴木 一郎", "עדה לבלייס", "Ludwig van Beethoven-d’Este"] {
            assert_eq!(client.post(INVITATIONS, &invitation(&json!({"name": fine}))).expect(201)["name"], fine);
            assert_eq!(patch(client, &person, &json!({"name": fine})).expect(200)["name"], fine);
        }
        client.get("/v1/persons/%00").expect_problem(404, "not_found");
        client.get("/v1/invitations/%00").expect_problem(404, "not_found");
    }

    fn a_person_is_read_and_changed_as_it_was_read(service: Service) {
        let world = World::new(&service);
        let (staff, client) = (Staff::of(&service), &world.registrar.client);
        let id = staff.person("Xochitl Quetzalcoatl", "body_staff", Some(&world.body.slug));
        let path = format!("/v1/persons/{id}");
        let read = client.get(&path);
        let shown = read.expect(200);
        let role = &shown["roles"][0];
        assert_eq!(
            shown,
            json!({
                "id": id, "name": "Xochitl Quetzalcoatl", "email": "somebody@persons.example",
                "registered_at": shown["registered_at"], "left_at": null,
                "roles": [{
                    "id": role["id"], "role": "body_staff", "body_id": world.body.id, "training_organisation_id": null,
                    "reads_only": false, "assigned_by": "operator", "assigned_at": role["assigned_at"],
                }],
            })
        );
        assert_eq!(client.get("/v1/persons").expect(200)["items"], json!([shown]));
        let before = told(client).len();
        let change = json!({"email": "quetzal@persons.example"});
        client.patch(&path, &change).expect_problem(428, "precondition_required");
        client.with_header("if-match", "\"stale\"").patch(&path, &change).expect_problem(412, "precondition_failed");
        let current = client.with_header("if-match", read.header("etag"));
        let unchanged = current.patch(&path, &json!({"name": "Xochitl Quetzalcoatl"}));
        assert_eq!((unchanged.expect(200), unchanged.header("etag")), (shown, read.header("etag")));
        current.patch(&path, &json!({})).expect(200);
        assert_eq!(told(client).len(), before, "nothing was changed");
        let changed = current.patch(&path, &change);
        assert_eq!(client.get(&path).expect(200), changed.expect(200));
        current.patch(&path, &change).expect_problem(412, "precondition_failed");
        let log = events::all(client);
        let event = log.last().unwrap();
        assert_eq!((&event["kind"], &event["data"]), (&json!("person_changed"), &json!({"changed": ["email"]})));
        assert_eq!(event["body_id"], world.body.id);
        assert_eq!(events::all(&world.body.caller.client).last(), Some(event), "the body reads of it");
        for unknown in [STRANGER, "nobody", &id.to_uppercase()] {
            let path = format!("/v1/persons/{unknown}");
            client.get(&path).expect_problem(404, "not_found");
            patch(client, &path, &change).expect_problem(404, "not_found");
            client.delete(&path).expect_problem(404, "not_found");
            for part in ["sessions", "passkeys"] {
                client.get(&format!("{path}/{part}")).expect_problem(404, "not_found");
            }
        }
    }

    fn a_role_is_had_once_and_ended_by_its_own_id(service: Service) {
        let world = World::new(&service);
        let (staff, client) = (Staff::of(&service), &world.registrar.client);
        let [one, other] = ["Ruth Abara", "Otto Lind"].map(|name| staff.person(name, "registrar", None));
        let roles = format!("/v1/persons/{one}/role-assignments");
        let new = json!({"role": "body_staff", "body_id": world.body.id});
        let barrier = Barrier::new(4);
        let answers: Vec<Answer> = std::thread::scope(|scope| {
            let send = || {
                let client = client.with_own_connections();
                barrier.wait();
                client.post(&roles, &new)
            };
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(send)).collect();
            threads.into_iter().map(|sent| sent.join().unwrap()).collect()
        });
        let (given, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 201);
        assert_eq!((given.len(), refused.len()), (1, 3));
        for answer in &refused {
            answer.expect_problem(409, "status_conflict");
        }
        let role = text(&given[0].json(), "id");
        let reads = json!({"role": "body_staff", "body_id": world.body.slug, "reads_only": true});
        client.post(&roles, &reads).expect_problem(409, "status_conflict");
        for (person, role) in [(&other, role.as_str()), (&one, STRANGER), (&one, "nothing")] {
            let path = format!("/v1/persons/{person}/role-assignments/{role}");
            client.delete(&path).expect_problem(404, "not_found");
        }
        gone(&client.delete(&format!("{roles}/{role}")));
        client.delete(&format!("{roles}/{role}")).expect_problem(404, "not_found");
        let read = client.get(&format!("/v1/persons/{one}")).expect(200);
        assert_eq!(read["roles"].as_array().map(Vec::len), Some(1));
        client.post(&roles, &reads).expect(201);
        let counts = told(client).into_iter().filter(|(_, subject)| *subject == format!("person:{one}"));
        assert_eq!(
            counts.map(|(kind, _)| kind).collect::<Vec<_>>(),
            ["role_assigned", "role_assigned", "role_ended", "role_assigned"]
        );
    }

    fn whoever_leaves_is_let_in_no_more(service: Service) {
        let world = World::new(&service);
        let (mut staff, client) = (Staff::of(&service), &world.registrar.client);
        let [leaving, staying] = ["Ruth Abara", "Otto Lind"].map(|name| staff.person(name, "body_staff", Some(&world.body.slug)));
        for person in [&leaving, &staying] {
            staff.session(person, "2199-01-01");
            staff.passkey(person, "Laptop");
        }
        let path = format!("/v1/persons/{leaving}");
        let link = client.post(&format!("{path}/sign-in-links"), &json!({})).expect(201);
        gone(&client.delete(&path));
        gone(&client.delete(&path));
        let read = client.get(&path).expect(200);
        assert!(read["left_at"].is_string() && read["roles"] == json!([]), "{read}");
        assert_eq!(each(&client.get("/v1/persons").expect(200), "id"), [staying.as_str()]);
        assert_eq!(client.get(&format!("{path}/sessions")).expect(200)["items"], json!([]));
        for (person, count) in [(&leaving, 0), (&staying, 1)] {
            let open = format!("SELECT id AS value FROM sessions WHERE person_id = '{person}' AND ended_at IS NULL");
            assert_eq!(staff.sql.texts(&open).len(), count);
        }
        let token = Secret::new(token_of(&link, "sign-in"));
        assert!(staff.registry().read(None, |work| sign_in_links::whose(work, &token)).is_err());
        patch(client, &path, &json!({"name": "Ruth"})).expect_problem(409, "status_conflict");
        client.post(&format!("{path}/role-assignments"), &json!({"role": "auditor"})).expect_problem(409, "status_conflict");
        client.post(&format!("{path}/sign-in-links"), &json!({})).expect_problem(409, "status_conflict");
        let passkey = text(&client.get(&format!("{path}/passkeys")).expect(200)["items"][0], "id");
        client.delete(&format!("{path}/passkeys/{passkey}")).expect_problem(409, "status_conflict");
        client.delete(&format!("{path}/sessions/{STRANGER}")).expect_problem(409, "status_conflict");
        let left = told(client).into_iter().filter(|(kind, _)| kind == "person_left").collect::<Vec<_>>();
        assert_eq!(left, [("person_left".to_owned(), format!("person:{leaving}"))]);
    }

    fn sessions_and_passkeys_are_shown_without_what_opens(service: Service) {
        let world = World::new(&service);
        let (mut staff, client) = (Staff::of(&service), &world.registrar.client);
        let [one, other] = ["Ruth Abara", "Otto Lind"].map(|name| staff.person(name, "registrar", None));
        let [first, second] = [0; 2].map(|_| staff.session(&one, "2199-01-01"));
        staff.session(&one, "2020-01-01");
        let theirs = staff.session(&other, "2199-01-01");
        let (passkey, foreign) = (staff.passkey(&one, "Laptop"), staff.passkey(&other, "Key ring"));
        let at = |part: &str| format!("/v1/persons/{one}/{part}");
        let sessions = client.get(&at("sessions"));
        assert_eq!(each(&sessions.expect(200), "id"), [second.as_str(), &first], "those that are open, the last one first");
        let session = &sessions.json()["items"][0];
        assert_eq!(
            session,
            &json!({
                "id": second, "role_assignment_id": null, "way": "passkey", "browser": "Browser",
                "opened_at": session["opened_at"], "used_at": session["used_at"], "expires_at": "2199-01-01T00:00:00Z",
            })
        );
        let passkeys = client.get(&at("passkeys"));
        let registered = &passkeys.expect(200)["items"][0]["registered_at"];
        let shown = json!({"id": passkey, "name": "Laptop", "registered_at": registered, "used_at": null});
        assert_eq!(passkeys.json(), json!({"items": [shown], "next_cursor": null}));
        for path in [
            at(&format!("sessions/{theirs}")),
            at(&format!("sessions/{STRANGER}")),
            at("sessions/nothing"),
            at(&format!("passkeys/{foreign}")),
            at(&format!("passkeys/{STRANGER}")),
            at("passkeys/nothing"),
        ] {
            client.delete(&path).expect_problem(404, "not_found");
        }
        gone(&client.delete(&at(&format!("sessions/{first}"))));
        client.delete(&at(&format!("sessions/{first}"))).expect_problem(404, "not_found");
        assert_eq!(each(&client.get(&at("sessions")).expect(200), "id"), [second]);
        gone(&client.delete(&at(&format!("passkeys/{passkey}"))));
        client.delete(&at(&format!("passkeys/{passkey}"))).expect_problem(404, "not_found");
        for part in ["sessions", "passkeys"] {
            assert_eq!(client.get(&at(part)).expect(200)["items"], json!([]), "with a passkey every session ends");
        }
        assert_eq!(each(&client.get(&format!("/v1/persons/{other}/sessions")).expect(200), "id"), [theirs]);
        let kinds: Vec<_> = told(client).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["role_assigned", "role_assigned", "session_ended", "passkey_removed"]);
        let feed = json!(events::all(client)).to_string();
        for told in [sessions.text(), passkeys.text(), feed, service.log()] {
            assert!(!told.contains(UNSHOWN), "{told}");
        }
    }

    fn one_decides_about_the_staff_of_a_body(service: Service) {
        let world = World::new(&service);
        let (mut staff, client) = (Staff::of(&service), &world.registrar.client);
        let person = staff.person("Ines Brandt", "body_administrator", Some(&world.body.slug));
        let links = format!("/v1/persons/{person}/sign-in-links");
        let answer = client.post(&links, &json!({}));
        let issued = answer.expect(201);
        let token = token_of(&issued, "sign-in");
        assert!(opens_link(&staff, &token));
        let location = answer.header("location").to_owned();
        assert_eq!(location, format!("{links}/{}", text(&issued, "id")));
        let shown = without_url(&issued);
        assert_eq!(client.get(&location).expect(200), shown);
        assert_eq!(
            shown,
            json!({
                "id": shown["id"], "person_id": person, "requested_by": format!("client:{}", world.registrar.client_id),
                "requested_at": shown["requested_at"], "agreed_by": null, "state": "open", "expires_at": shown["expires_at"],
            })
        );
        client.post(&format!("{location}/agreements"), &json!({})).expect_problem(409, "status_conflict");
        let mut is = |change: &str, state: &str| {
            let statement = format!("UPDATE sign_in_links SET {change} WHERE id = '{}'", text(&issued, "id"));
            assert_eq!(staff.sql.execute(&statement), Ok(1));
            assert_eq!(client.get(&location).expect(200)["state"], state);
            assert!(!opens_link(&staff, &token), "{state}");
        };
        is("used_at = requested_at", "used");
        is("used_at = NULL, expires_at = requested_at", "expired");
    }

    fn two_decide_about_the_scheme_office(service: Service) {
        let world = World::new(&service);
        let (staff, client) = (Staff::of(&service), &world.registrar.client);
        let second = Caller::new(&service, "Second office", "registrar", None);
        for role in ["registrar_administrator", "registrar", "auditor"] {
            let [person, other] = ["Ruth Abara", "Otto Lind"].map(|name| staff.person(name, role, None));
            let links = format!("/v1/persons/{person}/sign-in-links");
            let waiting = client.post(&links, &json!({})).expect(201);
            assert!(waiting["url"].is_null() && waiting["expires_at"].is_null(), "{waiting}");
            assert_eq!(waiting["state"], "waiting");
            for asker in [client, &second.client] {
                asker.post(&links, &json!({})).expect_problem(409, "status_conflict");
            }
            let id = text(&waiting, "id");
            let agreements = format!("{links}/{id}/agreements");
            let problem = client.post(&agreements, &json!({})).expect_problem(403, "forbidden");
            assert!(text(&problem, "detail").contains("two decide"), "{problem}");
            for path in [
                format!("/v1/persons/{other}/sign-in-links/{id}/agreements"),
                format!("/v1/persons/{STRANGER}/sign-in-links/{id}/agreements"),
                format!("{links}/{STRANGER}/agreements"),
                format!("{links}/nothing/agreements"),
            ] {
                second.client.post(&path, &json!({})).expect_problem(404, "not_found");
            }
            second.client.get(&format!("/v1/persons/{other}/sign-in-links/{id}")).expect_problem(404, "not_found");
            let agreed = second.client.post(&agreements, &json!({})).expect(201);
            assert!(opens_link(&staff, &token_of(&agreed, "sign-in")));
            assert_eq!(agreed["state"], "open");
            assert_eq!(agreed["agreed_by"], format!("client:{}", second.client_id));
            assert_eq!(client.get(&format!("{links}/{id}")).expect(200), without_url(&agreed));
            second.client.post(&agreements, &json!({})).expect_problem(409, "status_conflict");
        }
    }

    fn however_many_agree_at_once_one_link_opens(service: Service) {
        let world = World::new(&service);
        let staff = Staff::of(&service);
        let person = staff.person("Ruth Abara", "registrar", None);
        let links = format!("/v1/persons/{person}/sign-in-links");
        let all_at_once = |clients: &[Client], path: &str| -> Vec<Answer> {
            let barrier = Barrier::new(clients.len());
            std::thread::scope(|scope| {
                let send = |client: Client| {
                    barrier.wait();
                    client.post(path, &json!({}))
                };
                let threads: Vec<_> =
                    clients.iter().map(|client| scope.spawn(move || send(client.with_own_connections()))).collect();
                threads.into_iter().map(|sent| sent.join().unwrap()).collect()
            })
        };
        let made = |answers: &[Answer]| -> Value {
            let (made, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 201);
            assert_eq!(made.len(), 1, "{answers:?}");
            for answer in &refused {
            answer.expect_problem(409, "status_conflict");
        }
            made[0].json()
        };
        let asked = made(&all_at_once(&vec![world.registrar.client.clone(); 4], &links));
        let others: Vec<Client> =
            (0..4).map(|number| Caller::new(&service, &format!("Office {number}"), "registrar", None).client).collect();
        let agreements = format!("{links}/{}/agreements", text(&asked, "id"));
        let agreed = made(&all_at_once(&others, &agreements));
        assert!(opens_link(&staff, &token_of(&agreed, "sign-in")));
        let kinds: Vec<_> = told(&world.registrar.client).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["role_assigned", "sign_in_link_requested", "sign_in_link_agreed"]);
    }

    /// One administrator alone gets nobody's link who acts for the scheme office, in whatever order roles come and go.
    fn nobody_gets_around_the_second(service: Service) {
        let world = World::new(&service);
        let (mut staff, client) = (Staff::of(&service), &world.registrar.client);
        let registrar = staff.person("Ruth Abara", "registrar", None);
        let role = text(&client.get(&format!("/v1/persons/{registrar}")).expect(200)["roles"][0], "id");
        gone(&client.delete(&format!("/v1/persons/{registrar}/role-assignments/{role}")));
        let links = format!("/v1/persons/{registrar}/sign-in-links");
        let waiting = client.post(&links, &json!({})).expect(201);
        assert_eq!((&waiting["state"], &waiting["url"]), (&json!("waiting"), &Value::Null));

        let staff_of_body = staff.person("Ines Brandt", "body_staff", Some(&world.body.slug));
        let person = format!("/v1/persons/{staff_of_body}");
        let issued = client.post(&format!("{person}/sign-in-links"), &json!({})).expect(201);
        let token = token_of(&issued, "sign-in");
        assert!(opens_link(&staff, &token));
        client.post(&format!("{person}/role-assignments"), &json!({"role": "registrar"})).expect(201);
        assert!(!opens_link(&staff, &token), "what one gave out opens no more");

        // Nobody agrees to what was asked for long ago.
        let id = text(&waiting, "id");
        let long_ago = format!("UPDATE sign_in_links SET requested_at = '2026-01-01 00:00:00' WHERE id = '{id}'");
        assert_eq!(staff.sql.execute(&long_ago), Ok(1));
        assert_eq!(client.get(&format!("{links}/{id}")).expect(200)["state"], "expired");
        let second = Caller::new(&service, "Second office", "registrar", None).client;
        second.post(&format!("{links}/{id}/agreements"), &json!({})).expect_problem(409, "status_conflict");
        let again = client.post(&links, &json!({})).expect(201);
        second.post(&format!("{links}/{}/agreements", text(&again, "id")), &json!({})).expect(201);
    }

    fn everything_is_on_record_and_nothing_that_opens(service: Service) {
        let world = World::new(&service);
        let (mut staff, client) = (Staff::of(&service), &world.registrar.client);
        let second = Caller::new(&service, "Second office", "registrar", None).client;
        let keyed = |client: &Client, key: &str| client.with_header("idempotency-key", key);
        let mut tokens = Vec::new();
        let issued = keyed(client, "invite").post(INVITATIONS, &invitation(&json!({}))).expect(201);
        assert_eq!(keyed(client, "invite").post(INVITATIONS, &invitation(&json!({}))).expect(201), issued);
        tokens.push(token_of(&issued, "welcome"));
        let invited = format!("{INVITATIONS}/{}", text(&issued, "id"));
        tokens.push(token_of(&keyed(client, "renew").post(&format!("{invited}/links"), &json!({})).expect(201), "welcome"));
        gone(&client.delete(&invited));
        let id = staff.person("Xochitl Quetzalcoatl", "registrar", None);
        let person = format!("/v1/persons/{id}");
        patch(client, &person, &json!({"email": "quetzal@persons.example"})).expect(200);
        let role = client.post(&format!("{person}/role-assignments"), &json!({"role": "auditor"})).expect(201);
        gone(&client.delete(&format!("{person}/role-assignments/{}", text(&role, "id"))));
        let session = staff.session(&id, "2199-01-01");
        gone(&client.delete(&format!("{person}/sessions/{session}")));
        let passkey = staff.passkey(&id, "Laptop");
        gone(&client.delete(&format!("{person}/passkeys/{passkey}")));
        let link = keyed(client, "link").post(&format!("{person}/sign-in-links"), &json!({})).expect(201);
        let agreements = format!("{person}/sign-in-links/{}/agreements", text(&link, "id"));
        tokens.push(token_of(&keyed(&second, "agree").post(&agreements, &json!({})).expect(201), "sign-in"));
        gone(&client.delete(&person));

        let subjects = BTreeMap::from([
            ("invitation", format!("invitation:{}", text(&issued, "id"))),
            ("person", format!("person:{id}")),
        ]);
        let expected = [
            ("invitation_issued", "invitation"),
            ("invitation_link_replaced", "invitation"),
            ("invitation_withdrawn", "invitation"),
            ("role_assigned", "person"),
            ("person_changed", "person"),
            ("role_assigned", "person"),
            ("role_ended", "person"),
            ("session_ended", "person"),
            ("passkey_removed", "person"),
            ("sign_in_link_requested", "person"),
            ("sign_in_link_agreed", "person"),
            ("person_left", "person"),
        ];
        assert_eq!(told(client), expected.map(|(kind, subject)| (kind.to_owned(), subjects[subject].clone())));
        assert_eq!(told(&world.body.caller.client), [], "it concerns no body");
        let feed = json!(events::all(client)).to_string();
        for name in NAMED {
            assert!(!feed.contains(name) && !service.log().contains(name), "{name}");
        }

        let digests = staff.sql.texts(
            "SELECT token_digest AS value FROM invitations UNION ALL SELECT token_digest FROM sign_in_links",
        );
        assert_eq!(digests.len(), 3, "with the registry's own invitation");
        assert!(digests.iter().all(|one| one.len() == 64 && one.bytes().all(|byte| byte.is_ascii_hexdigit())), "{digests:?}");
        let kept = staff.sql.texts("SELECT body || COALESCE(location, '') AS value FROM idempotency_keys");
        assert_eq!(kept.len(), 4);
        let read: String = [invited, person.clone(), format!("{person}/sessions"), format!("{person}/passkeys"), format!("{person}/sign-in-links/{}", text(&link, "id"))]
            .iter()
            .map(|path| client.get(path).expect(200).to_string())
            .collect();
        for token in tokens {
            for place in [&digests.concat(), &kept.concat(), &feed, &read, &service.log()] {
                assert!(!place.contains(&token) && !place.contains(token.trim_start_matches("ts_link_")));
            }
        }
        assert!(!read.contains("digest") && !read.contains("credential") && !read.contains(UNSHOWN), "{read}");
        for name in NAMED {
            assert!(!kept.concat().contains(name), "{name} is kept in clear");
        }
    }
}
