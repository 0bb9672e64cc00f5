//! The holder's link: issued, listed and revoked by those who may; opened by whoever has it, as long as it is good.

use serde_json::{Value, json};
use touchstone::auth::permission::Caller;
use touchstone::error::{Code, Error};
use touchstone::registry::holder_links::{self, HeldCertificate};
use touchstone::registry::{Registry, candidates, certificates, clients};
use touchstone::scheme::person::GivenNames;
use touchstone::secret::Secret;

use crate::support::sql::Sql;
use crate::support::steps::{
    certificate_of, change_certificate, day, each, expect_mistakes, patch, spellings, verification,
};
use crate::support::world::{World, text};
use crate::support::{Client, Service, events, on_both_engines, registry};

/// A certificate of the first body: the candidate, and the address of the certificate's links.
fn certified(world: &World) -> (String, String, String) {
    let (candidate, passed) = world.certified_candidate(&json!({"given_names": "Ada", "family_name": "Lovelace"}));
    let number = certificate_of(&passed);
    let links = format!("/v1/certificates/{number}/holder-links");
    (candidate, number, links)
}

/// Issues a link: its address at the API, and its token.
fn issue(client: &Client, links: &str) -> (String, Secret) {
    let issued = client.post(links, &json!({})).expect(201);
    (format!("{links}/{}", text(&issued, "id")), token_of(&issued))
}

/// The token of a link that was just issued.
fn token_of(issued: &Value) -> Secret {
    let url = text(issued, "url");
    let (_, token) = url.split_once("/holder/").expect("the address has a token");
    Secret::new(token)
}

fn open(registry: &Registry, token: &Secret) -> Result<HeldCertificate, Error> {
    registry.read(None, |work| holder_links::open(work, token))
}

/// Asserts that a link opens nothing, and that the words do not tell why.
#[track_caller]
fn opens_nothing(outcome: Result<HeldCertificate, Error>) {
    let error = outcome.expect_err("it opens nothing");
    let said = "this link does not exist or is no longer valid; ask the body that issued the certificate for a new one";
    assert_eq!((error.code(), error.to_string().as_str()), (Code::NotFound, said));
}

/// The kinds of the events about holder's links that a client sees, with what they say.
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
        assert_eq!(url, format!("{}/holder/{token}", client.base()));
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
        assert_eq!(other["expires_on"], Value::Null);
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

    fn a_link_opens_its_certificate_with_its_status_now(service: Service) {
        let world = World::new(&service);
        let (_, number, links) = certified(&world);
        let (_, token) = issue(&world.body.caller.client, &links);
        let (registry, _) = registry::of(&service);
        let seen = |expected: &str| {
            let held = open(&registry, &token).unwrap();
            let names = (held.given_names.as_ref().map(GivenNames::as_str), held.family_name.as_str());
            assert_eq!(names, (Some("Ada"), "Lovelace"));
            assert_eq!((held.certificate.number.to_string(), held.listed), (number.clone(), false));
            let as_of = registry.read(None, |work| Ok(certificates::as_of(work, &held.certificate))).unwrap();
            assert_eq!(certificates::status_word(held.certificate.history().status_on(as_of)), expected);
            let again = registry.read(Some(held.caller()), holder_links::read).unwrap();
            assert_eq!(again.certificate.id, held.certificate.id);
        };
        seen("valid");
        change_certificate(&world, &number, "suspensions", &day(-1), None).expect(201);
        seen("suspended");
        change_certificate(&world, &number, "withdrawals", &day(0), None).expect(201);
        seen("withdrawn");
        issue(&world.body.caller.client, &links);
    }

    fn what_was_revoked_or_has_expired_opens_nothing(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (_, _, links) = certified(&world);
        let (registry, _) = registry::of(&service);
        let (path, token) = issue(client, &links);
        let caller = open(&registry, &token).unwrap().caller();
        let answer = client.delete(&path);
        assert_eq!((answer.status, answer.body.len()), (204, 0), "{answer}");
        let shown = client.get(&path).expect(200);
        assert_eq!(shown["state"], "revoked");
        assert_eq!(shown["revoked_by"], format!("client:{}", world.body.caller.client_id));
        assert!(text(&shown, "revoked_at") >= text(&shown, "issued_at"));
        opens_nothing(open(&registry, &token));
        opens_nothing(registry.read(Some(caller), holder_links::read));
        opens_nothing(registry.write(caller, |work| holder_links::decide_listing(work, true)));
        assert_eq!(world.registrar.client.delete(&path).status, 204, "once more changes nothing");
        assert_eq!(client.get(&path).expect(200), shown);

        let today = token_of(&client.post(&links, &json!({"expires_on": day(0)})).expect(201));
        let caller = open(&registry, &today).expect("it opens on its last day").caller();
        let yesterday = format!("UPDATE holder_links SET expires_on = '{}' WHERE revoked_at IS NULL", day(-1));
        assert_eq!(Sql::of(&service).execute(&yesterday), Ok(1));
        opens_nothing(open(&registry, &today));
        opens_nothing(registry.write(caller, |work| holder_links::decide_listing(work, true)));
        assert_eq!(each(&client.get(&links).expect(200), "state"), ["revoked", "expired"]);
        let expired = format!("{links}/{}", each(&client.get(&links).expect(200), "id")[1]);
        assert_eq!(client.delete(&expired).status, 204);
        assert_eq!(client.get(&expired).expect(200)["state"], "revoked");
        assert_eq!(verification(&world, links.split('/').nth(3).unwrap(), "")["holder"], Value::Null);
    }

    fn nothing_but_the_token_opens(service: Service) {
        let world = World::new(&service);
        let (_, number, links) = certified(&world);
        let (path, token) = issue(&world.body.caller.client, &links);
        let (registry, _) = registry::of(&service);
        let digest = Sql::of(&service).texts("SELECT token_digest AS value FROM holder_links").remove(0);
        let whole = token.expose();
        for wrong in [
            "",
            "ts_link_",
            "\0",
            "\u{202e}ts_link_",
            &whole[8..],
            &whole[..whole.len() - 1],
            &format!("{whole}A"),
            &format!(" {whole}"),
            &whole.to_uppercase(),
            &digest,
            &number,
            path.rsplit('/').next().unwrap(),
            "' OR 1=1 --",
            &"a".repeat(1 << 20),
        ] {
            opens_nothing(open(&registry, &Secret::new(wrong)));
        }
        open(&registry, &token).unwrap();
    }

    fn a_holder_decides_whether_the_name_is_shown(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (candidate, number, links) = certified(&world);
        let (path, token) = issue(client, &links);
        let (registry, _) = registry::of(&service);
        let record = format!("/v1/candidates/{candidate}");
        let caller = open(&registry, &token).unwrap().caller();
        let decide = |listed: bool| registry.write(caller, |work| holder_links::decide_listing(work, listed)).unwrap();
        let changes = || {
            let mut log = events::all(client);
            log.retain(|event| event["kind"] == "candidate_changed");
            log
        };

        let before = client.get(&record);
        assert!(decide(true).listed && open(&registry, &token).unwrap().listed);
        let after = client.get(&record);
        assert_eq!(after.expect(200)["listed"], true);
        assert!(text(&after.json(), "changed_at") > text(&before.json(), "changed_at"));
        let stale = client.with_header("if-match", before.header("etag"));
        stale.patch(&record, &json!({"listed": false})).expect_problem(412, "precondition_failed");
        assert_eq!(verification(&world, &number, "")["holder"], json!({"given_names": "Ada", "family_name": "Lovelace"}));

        assert!(decide(true).listed);
        assert_eq!(client.get(&record).header("etag"), after.header("etag"), "what is decided already changes nothing");
        let told = changes();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0]["actor"], format!("holder_link:{}", path.rsplit('/').next().unwrap()));
        assert_eq!(told[0]["subject"], json!({"kind": "candidate", "id": candidate}));
        assert_eq!((&told[0]["data"], &told[0]["body_id"]), (&json!({"changed": ["listed"]}), &json!(world.body.id)));

        assert!(!decide(false).listed);
        assert_eq!(verification(&world, &number, "")["holder"], Value::Null);
        patch(client, &record, &json!({"listed": true})).expect(200);
        assert!(open(&registry, &token).unwrap().listed);
        assert_eq!(changes().len(), 3);
    }

    fn a_holder_does_that_and_nothing_else(service: Service) {
        let world = World::new(&service);
        let (_, number, links) = certified(&world);
        let (path, token) = issue(&world.body.caller.client, &links);
        let (registry, _) = registry::of(&service);
        let held = open(&registry, &token).unwrap();
        let holder = Some(held.caller());
        let (id, candidate) = (path.rsplit('/').next().unwrap(), held.certificate.candidate);
        let refusals = [
            registry.read(holder, |work| certificates::find(work, &number).map(drop)),
            registry.read(holder, |work| candidates::find(work, candidate).map(drop)),
            registry.read(holder, |work| holder_links::find(work, &number, id).map(drop)),
            registry.write(held.caller(), |work| holder_links::revoke(work, &number, id)),
            registry.read(holder, |work| clients::find(work, &world.registrar.client_id).map(drop)),
        ];
        for refusal in refusals {
            let refusal = refusal.expect_err("it is not the holder's");
            assert_eq!(refusal.code(), Code::Forbidden);
            assert!(refusal.to_string().contains("your link has the role `holder`"), "{refusal}");
        }
        let operator = registry.write(Caller::OPERATOR, |work| holder_links::decide_listing(work, true));
        let refusal = operator.expect_err("a registrar is not the holder");
        assert_eq!(refusal.to_string(), "this is for the certificate's holder; your client has the role `registrar`");
        world.public.with_token(token.expose()).get(&links).expect_problem(401, "invalid_token");
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
        let find = format!("/v1/candidates?number={}&birth_date={}", text(&known, "number"), text(&known, "birth_date"));
        other.get(&find).expect(200);
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
        let data = json!({"certificate_number": number, "expires_on": null});
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
                    &json!({"certificate_number": number, "expires_on": null})
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
        for (request, expected) in [
            (json!({"expires_on": day(-1)}), ("/expires_on", "in_the_past")),
            (json!({"expires_on": "1900-01-01"}), ("/expires_on", "in_the_past")),
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
        client.post(&links, &json!({"expires_on": "2200-12-31"})).expect(201);
        client.get(&format!("{links}?state=active")).expect_problem(400, "invalid_parameter");
    }
}
