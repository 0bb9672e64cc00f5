//! The holder's link, for those who issue it: shown once, listed, revoked, limited, and on record.

use serde_json::{Value, json};

use crate::support::holder_links::{certified, issue, open, token_of};
use crate::support::sql::Sql;
use crate::support::steps::{certificate_of, day, each, expect_mistakes, search, spellings};
use crate::support::world::{World, text};
use crate::support::{Client, PUBLIC_URL, Service, events, on_both_engines, registry};

fn today() -> chrono::NaiveDate {
    day(0).parse().unwrap()
}

/// The events about holder's links that a client sees.
fn told(client: &Client) -> Vec<Value> {
    let mut log = events::all(client);
    log.retain(|event| event["subject"]["kind"] == "holder_link");
    log
}

on_both_engines! {
    fn a_link_is_shown_once_and_listed_ever_after(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (_, number, links) = certified(&world);
        let answer = client.post(&links, &json!({"expires_on": day(30)}));
        let issued = answer.expect(201);
        let url = text(&issued, "url");
        let token = token_of(&issued).expose().to_owned();
        assert_eq!(url, format!("{PUBLIC_URL}/holder/{token}"));
        assert!(token.starts_with("ts_link_") && token.len() == "ts_link_".len() + 43, "{token}");
        assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{token}");
        for (name, value) in [
            ("certificate_number", json!(number)),
            ("state", json!("active")),
            ("issued_by", json!(format!("client:{}", world.body.caller.client_id))),
            ("expires_on", json!(day(30))),
            ("revoked_by", Value::Null),
            ("revoked_at", Value::Null),
        ] {
            assert_eq!(issued[name], value, "{name}");
        }
        let location = answer.header("location").to_owned();
        assert_eq!(location, format!("{links}/{}", text(&issued, "id")));
        let mut expected = issued.clone();
        expected.as_object_mut().unwrap().remove("url");
        for reader in [client, &world.registrar.client] {
            assert_eq!(reader.get(&location).expect(200), expected);
            assert_eq!(reader.get(&links).expect(200)["items"], json!([expected]));
        }
        for spelling in spellings(&number) {
            let path = format!("/v1/certificates/{spelling}/holder-links");
            assert_eq!(client.get(&path).expect(200)["items"], json!([expected]), "{spelling}");
        }
        let other = world.registrar.client.post(&links, &json!({"expires_on": null})).expect(201);
        let in_a_year = today().checked_add_months(chrono::Months::new(12)).unwrap();
        assert_eq!(other["expires_on"], in_a_year.to_string(), "a link whose end nobody names opens for a year");
        assert_eq!(other["issued_by"], format!("client:{}", world.registrar.client_id));
        assert_ne!(token_of(&other).expose(), token);
        assert_eq!(each(&client.get(&links).expect(200), "id"), [text(&issued, "id"), text(&other, "id")]);
    }

    fn the_same_request_has_the_same_link_which_is_kept_sealed(service: Service) {
        let world = World::new(&service);
        let (_, _, links) = certified(&world);
        let keyed = world.body.caller.client.with_header("idempotency-key", "for-ada");
        let first = keyed.post(&links, &json!({})).expect(201);
        let again = keyed.post(&links, &json!({}));
        assert_eq!((again.expect(201), again.header("idempotent-replayed")), (first.clone(), "true"));
        assert_eq!(keyed.get(&links).expect(200)["items"].as_array().map(Vec::len), Some(1));
        let mut sql = Sql::of(&service);
        let token = token_of(&first);
        let kept = sql.texts("SELECT body || COALESCE(location, '') AS value FROM idempotency_keys");
        let digests = sql.texts("SELECT token_digest AS value FROM holder_links");
        assert_eq!((kept.len(), digests.len()), (1, 1));
        for bare in [token.expose(), token.expose().trim_start_matches("ts_link_")] {
            assert!(!kept[0].contains(bare) && !digests[0].contains(bare), "a token is kept in clear");
        }
        assert!(digests[0].len() == 64 && digests[0].bytes().all(|byte| byte.is_ascii_hexdigit()), "{digests:?}");
        open(&registry::of(&service).0, &token).unwrap();
    }

    fn what_belongs_to_another_body_does_not_exist(service: Service) {
        let world = World::new(&service);
        let (candidate, number, links) = certified(&world);
        let (path, _) = issue(&world.body.caller.client, &links);
        let other = &world.other_body.caller.client;
        let theirs = world.register_candidate(other, &Value::Null);
        let theirs = world.submit_result(other, &theirs, "foundation", "2015-06-01", 30).expect(201);
        let own = format!("/v1/certificates/{}/holder-links", certificate_of(&theirs));
        let id = path.rsplit('/').next().unwrap();
        let known = world.registrar.client.get(&format!("/v1/candidates/{candidate}")).expect(200);
        search(other, &text(&known, "number"), &text(&known, "birth_date")).expect(200);
        for unseen in [&links, "/v1/certificates/2B8D-0000-4TTF/holder-links", "/v1/certificates/%00/holder-links"] {
            let at = format!("{unseen}/{id}");
            other.get(unseen).expect_problem(404, "not_found");
            other.post(unseen, &json!({})).expect_problem(404, "not_found");
            other.get(&at).expect_problem(404, "not_found");
            other.delete(&at).expect_problem(404, "not_found");
        }
        for (client, at) in [
            (other, format!("{own}/{id}")),
            (&world.registrar.client, format!("{own}/{id}")),
            (&world.registrar.client, format!("{links}/0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00")),
            (&world.registrar.client, format!("{links}/{}", id.to_uppercase())),
            (&world.registrar.client, format!("{links}/nothing")),
        ] {
            client.get(&at).expect_problem(404, "not_found");
            client.delete(&at).expect_problem(404, "not_found");
        }
        assert_eq!(world.body.caller.client.get(&path).expect(200)["state"], "active");
        world.employer.client.post(&links, &json!({})).expect_problem(403, "forbidden");
        world.public.post(&links, &json!({})).expect_problem(401, "unauthenticated");
        assert_eq!(told(other), Vec::<Value>::new());
        let in_a_year = today().checked_add_months(chrono::Months::new(12)).unwrap();
        let data = json!({"certificate_number": number, "expires_on": in_a_year});
        assert_eq!(told(&world.body.caller.client)[0]["data"], data);
    }

    fn every_change_is_one_event_that_the_body_sees(service: Service) {
        let world = World::new(&service);
        let (body, registrar) = (&world.body.caller, &world.registrar);
        let (_, number, links) = certified(&world);
        let (path, token) = issue(&registrar.client, &links);
        body.client.delete(&path);
        registrar.client.delete(&path);
        let log = told(&body.client);
        assert_eq!(told(&registrar.client), log);
        let seen: Vec<_> = log.iter().map(|event| (&event["kind"], &event["actor"], &event["data"])).collect();
        let (by_registrar, by_body) =
            (json!(format!("client:{}", registrar.client_id)), json!(format!("client:{}", body.client_id)));
        assert_eq!(
            seen,
            [
                (
                    &json!("holder_link_issued"),
                    &by_registrar,
                    &json!({"certificate_number": number, "expires_on": today().checked_add_months(chrono::Months::new(12))})
                ),
                (&json!("holder_link_revoked"), &by_body, &json!({"certificate_number": number})),
            ]
        );
        for event in &log {
            assert_eq!(event["subject"], json!({"kind": "holder_link", "id": path.rsplit('/').next().unwrap()}));
            assert_eq!(event["body_id"], world.body.id);
            assert!(!event.to_string().contains(token.expose()));
        }
    }

    fn there_are_as_many_links_as_somebody_may_need(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (_, _, links) = certified(&world);
        let all: Vec<_> = (0..20).map(|_| issue(client, &links).0).collect();
        for client in [client, &world.registrar.client] {
            let problem = client.post(&links, &json!({})).expect_problem(409, "limit_reached");
            assert!(text(&problem, "detail").contains("revoke one"), "{problem}");
        }
        assert_eq!(told(client).len(), 20, "what was refused is no link");
        assert_eq!(client.delete(&all[7]).status, 204);
        issue(client, &links);
        client.post(&links, &json!({})).expect_problem(409, "limit_reached");
        let expired = format!("UPDATE holder_links SET expires_on = '{}' WHERE id = '{}'", day(-1), &all[8][links.len() + 1..]);
        assert_eq!(Sql::of(&service).execute(&expired), Ok(1));
        issue(client, &links);
        let (_, _, another) = certified(&world);
        issue(client, &another);
    }

    fn what_cannot_be_is_told_at_once(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (_, _, links) = certified(&world);
        let longest = today().checked_add_months(chrono::Months::new(60)).unwrap();
        for (request, expected) in [
            (json!({"expires_on": day(-1)}), ("/expires_on", "in_the_past")),
            (json!({"expires_on": "1900-01-01"}), ("/expires_on", "in_the_past")),
            (json!({"expires_on": longest + chrono::Duration::days(1)}), ("/expires_on", "too_late")),
            (json!({"expires_on": "2200-12-31"}), ("/expires_on", "too_late")),
            (json!({"expires_on": "2201-01-01"}), ("/expires_on", "invalid_date")),
            (json!({"expires_on": "tomorrow"}), ("/expires_on", "invalid_date")),
            (json!({"expires_on": "2199-02-30"}), ("/expires_on", "invalid_date")),
            (json!({"expires_on": ""}), ("/expires_on", "invalid_date")),
            (json!({"expires_on": 20_991_231}), ("/expires_on", "wrong_type")),
            (json!({"expires_at": day(1)}), ("/expires_at", "unknown_field")),
            (json!({"token": "ts_link_mine"}), ("/token", "unknown_field")),
            (json!([]), ("", "wrong_type")),
        ] {
            expect_mistakes(&client.post(&links, &request), &[expected]);
        }
        client.send("POST", &links, &[("content-type", "application/json")], b"{").expect_problem(400, "malformed_request");
        client.send("POST", &links, &[], b"").expect_problem(415, "unsupported_media_type");
        assert_eq!(client.get(&links).expect(200), json!({"items": [], "next_cursor": null}));
        assert_eq!(client.post(&links, &json!({"expires_on": longest})).expect(201)["expires_on"], longest.to_string());
        client.get(&format!("{links}?state=active")).expect_problem(400, "invalid_parameter");
    }
}
