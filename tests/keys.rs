//! The keys behind the tokens, and the secrets: what is signed for whom, rotation, replacement, and that no secret is
//! found where it has no business.

use std::time::Instant;

use chrono::Duration;
use serde_json::{Value, json};
use touchstone::auth::permission::{Caller as Identity, Role};
use touchstone::auth::scope::Scopes;
use touchstone::auth::token::{Grant, Terms, issue};
use touchstone::clock::{Clock as _, SystemClock};
use touchstone::ids::{BodyId, ClientId};
use touchstone::trust::keys::KeyRing;
use touchstone::trust::sealing::SealingKey;

use crate::support::steps::certificate_of;
use crate::support::world::{Caller, World, candidate, text, token_for};
use crate::support::{Client, Engine, Service, events, on_both_engines, postgres, registry};

/// The settings of a service whose tokens bear the same names on whatever port it listens.
const NAMED: [(&str, &str); 2] =
    [("TOUCHSTONE_PUBLIC_URL", "https://issuer.example"), ("TOUCHSTONE_TOKEN_AUDIENCE", "https://audience.example")];

/// The service's own keys, as another node on its database has them.
fn keys_of(service: &Service) -> KeyRing {
    let (registry, settings) = registry::of(service);
    let sealing_key = SealingKey::load(None, &settings.tokens.key_file).unwrap();
    registry.key_ring(&sealing_key).unwrap()
}

/// What a token of this client says when the service issues it.
fn grant_of(service: &Service, client_id: &str) -> Grant {
    let (registry, _) = registry::of(service);
    let find = |work: &mut touchstone::registry::Work<'_>| touchstone::registry::clients::find(work, client_id);
    let client = registry.read(Some(Identity::OPERATOR), find).unwrap();
    let (role, secret_changed_at) = (client.role, client.secret_changed_at);
    Grant { client: client.id, role, secret_changed_at, scopes: Scopes::of(role) }
}

fn terms(issuer: &str, audience: &str) -> Terms {
    Terms { issuer: issuer.to_owned(), audience: audience.to_owned(), lifetime_seconds: 900 }
}

/// The terms of a service that is [`NAMED`].
fn named() -> Terms {
    terms(NAMED[0].1, NAMED[1].1)
}

/// The id of the key that a token is signed with.
fn key_of(token: &str) -> String {
    jsonwebtoken::decode_header(token).unwrap().kid.expect("a token names its key")
}

/// The ids of the keys that are published, the signing one first.
fn published(client: &Client) -> Vec<String> {
    let keys = client.get("/.well-known/jwks.json").expect(200);
    keys["keys"].as_array().unwrap().iter().map(|key| text(key, "kid")).collect()
}

on_both_engines! {
    fn a_token_is_good_for_its_time_its_issuer_its_audience_and_its_client(service: Service) with [NAMED[0], NAMED[1]] {
        let caller = Caller::new(&service, "Minted", "registrar", None);
        let ring = keys_of(&service);
        let grant = grant_of(&service, &caller.client_id);
        let (issuer, audience) = ("https://issuer.example", "https://audience.example");
        let now = SystemClock.now();
        let at = |seconds: i64| now + Duration::seconds(seconds);
        let status = |issuer: &str, audience: &str, grant: Grant, seconds: i64| {
            let token = issue(&ring, &terms(issuer, audience), &grant, at(seconds)).unwrap();
            let answer = service.client().with_token(token.access_token.expose()).get("/v1/clients");
            assert!(answer.status == 200 || answer.problem_code() == "invalid_token", "{answer}");
            (answer.status, answer.header("www-authenticate").to_owned())
        };
        assert_eq!(status(issuer, audience, grant, 0).0, 200);
        assert_eq!(status(issuer, audience, grant, -600).0, 200);
        let unknown = Grant { client: ClientId::new(now), ..grant };
        let earlier = Grant { secret_changed_at: grant.secret_changed_at - Duration::microseconds(1), ..grant };
        let later = Grant { secret_changed_at: grant.secret_changed_at + Duration::microseconds(1), ..grant };
        for (issuer, audience, grant, seconds, reason) in [
            (issuer, audience, grant, -901, "expired"),
            (issuer, audience, grant, 60, "not valid yet"),
            ("https://issuer.example/", audience, grant, 0, "issuer"),
            ("https://other.example", audience, grant, 0, "issuer"),
            (issuer, "https://other.example", grant, 0, "another service"),
            (issuer, "", grant, 0, "another service"),
            (issuer, audience, unknown, 0, "removed"),
            (issuer, audience, earlier, 0, "new secret"),
            (issuer, audience, later, 0, "new secret"),
        ] {
            let (status, challenge) = status(issuer, audience, grant, seconds);
            assert!(status == 401 && challenge.contains(reason), "{reason}: {status} {challenge}");
        }
    }

    fn the_record_says_what_a_client_is_and_no_token(service: Service) with [NAMED[0], NAMED[1]] {
        let world = World::new(&service);
        let ring = keys_of(&service);
        let employer = grant_of(&service, &world.employer.client_id);
        let other = grant_of(&service, &world.other_body.caller.client_id);
        let own = grant_of(&service, &world.body.caller.client_id);
        let (candidate, _) = world.certified_candidate(&Value::Null);
        let signed = |grant: &Grant, lifetime_seconds: u32| {
            let token = issue(&ring, &Terms { lifetime_seconds, ..named() }, grant, SystemClock.now()).unwrap();
            service.client().with_token(token.access_token.expose())
        };
        // Whoever has the key can sign what they like: it makes no registrar of an employer, and no body of another.
        let all = Scopes::of(Role::Registrar);
        for role in [Role::Registrar, Role::Body(BodyId::new(SystemClock.now())), own.role] {
            let forged = signed(&Grant { role, scopes: all, ..employer }, 900);
            forged.get("/v1/clients").expect_problem(403, "forbidden");
            forged.get(&format!("/v1/candidates/{candidate}")).expect_problem(403, "forbidden");
            let forged = signed(&Grant { role, scopes: all, ..other }, 900);
            forged.get("/v1/clients").expect_problem(403, "forbidden");
            forged.get(&format!("/v1/candidates/{candidate}")).expect_problem(404, "not_found");
        }
        signed(&own, 900).get(&format!("/v1/candidates/{candidate}")).expect(200);
        for life in [901, 3600, 31 * 365 * 86_400] {
            signed(&own, life).get(&format!("/v1/candidates/{candidate}")).expect_problem(401, "invalid_token");
        }
    }

    fn a_new_secret_ends_the_tokens_of_before_and_no_other(service: Service) {
        let world = World::new(&service);
        let by_api = format!("/v1/clients/{}/secret", world.body.caller.client_id);
        for by_command in [false, true] {
            let before = world.body.caller.client.token().unwrap();
            let before = world.public.with_token(before);
            let mut secret = String::new();
            // However many fall into one second: each is good until the next, and at once.
            for _ in 0..3 {
                let last = if secret.is_empty() { before.clone() } else {
                    let token = token_for(&world.public, &world.body.caller.client_id, &secret);
                    world.public.with_token(&token)
                };
                if !secret.is_empty() {
                    last.get("/v1/candidates").expect(200);
                }
                let made = if by_command {
                    service.command_json(&["client", "secret", &world.body.caller.client_id, "--json"])
                } else {
                    world.registrar.client.send("POST", &by_api, &[], b"").expect(201)
                };
                secret = text(&made, "client_secret");
                let refused = last.get("/v1/candidates");
                refused.expect_problem(401, "invalid_token");
                assert!(refused.text().contains("new secret"), "{refused}");
                let posted = last.post("/v1/candidates", &candidate(&Value::Null));
                posted.expect_problem(401, "invalid_token");
                last.get("/v1/bodies").expect(200);
            }
            world.other_body.caller.client.get("/v1/candidates").expect(200);
            world.registrar.client.get("/v1/clients").expect(200);
        }
    }

    fn a_revoked_key_ends_at_once_and_without_a_word_to_the_service(service: Service) with [NAMED[0], NAMED[1]] {
        let mut caller = Caller::new(&service, "Stolen", "registrar", None);
        let stolen = keys_of(&service);
        let grant = grant_of(&service, &caller.client_id);
        let old = published(&caller.client);
        assert!(service.command(&["keys", "rotate"]).status.success());
        let before = caller.client.clone();
        caller.renew();
        let both = published(&caller.client);
        before.get("/v1/clients").expect(200);

        let of_one = service.command(&["keys", "revoke", "--purpose", "tokens", "--reason=stolen", "--", &old[0]]);
        assert!(of_one.status.success(), "{of_one:?}");
        let refused = before.get("/v1/clients");
        refused.expect_problem(401, "invalid_token");
        assert!(refused.header("www-authenticate").contains("revoked"), "{refused}");
        let minted = issue(&stolen, &named(), &grant, SystemClock.now()).unwrap();
        let minted = service.client().with_token(minted.access_token.expose());
        minted.get("/v1/clients").expect_problem(401, "invalid_token");
        minted.post("/v1/clients", &json!({"name": "x", "role": "employer"})).expect_problem(401, "invalid_token");
        caller.client.get("/v1/clients").expect(200);
        assert_eq!(published(&caller.client), both[..1], "what is revoked is not published");
        let again = service.command(&["keys", "revoke", "--purpose", "tokens", "--", &old[0]]);
        assert!(!again.status.success(), "it is revoked once: {again:?}");

        let of_all = service.command(&["keys", "revoke", "--purpose", "tokens"]);
        assert!(of_all.status.success(), "{of_all:?}");
        for client in [&before, &minted, &caller.client] {
            client.get("/v1/clients").expect_problem(401, "invalid_token");
        }
        caller.renew();
        caller.client.get("/v1/clients").expect(200);
        let now = published(&caller.client);
        assert!(now.len() == 1 && !both.contains(&now[0]), "{now:?} {both:?}");
        let listed = service.command_json(&["keys", "list", "--json"]);
        let standing: Vec<_> = listed.as_array().unwrap().iter().map(|key| key["standing"].clone()).collect();
        assert_eq!(standing, [json!("signs"), json!("revoked"), json!("revoked")], "{listed}");
        let told = events::all(&caller.client);
        let revoked: Vec<_> = told.iter().filter(|event| event["kind"] == "signing_key_revoked").collect();
        assert!(revoked.len() == 2 && revoked[0]["data"]["reason"] == "stolen", "{revoked:?}");
        let unknown = service.command(&["keys", "revoke", "--purpose", "tokens", "no-such-key"]);
        assert!(!unknown.status.success(), "{unknown:?}");
        let credentials = service.command(&["keys", "revoke"]);
        assert!(!credentials.status.success(), "a key of credentials is named: {credentials:?}");
    }

    fn another_service_on_the_same_keys_refuses_the_tokens(mut service: Service) with [NAMED[0], NAMED[1]] {
        let caller = Caller::new(&service, "Elsewhere", "registrar", None);
        caller.client.get("/v1/clients").expect(200);
        for (name, value) in [
            ("TOUCHSTONE_TOKEN_AUDIENCE", "https://elsewhere.example"),
            ("TOUCHSTONE_PUBLIC_URL", "https://elsewhere.example"),
        ] {
            let before = NAMED.into_iter().find(|(known, _)| *known == name).unwrap().1;
            service.set(name, value);
            service.restart();
            caller.client.get("/v1/clients").expect_problem(401, "invalid_token");
            service.set(name, before);
        }
        service.restart();
        caller.client.get("/v1/clients").expect(200);
    }

    fn keys_rotate_while_the_service_runs(service: Service) with [NAMED[0], NAMED[1]] {
        let mut caller = Caller::new(&service, "Rotating", "registrar", None);
        let (old, before) = (caller.client.clone(), published(&caller.client));
        assert_eq!(before, [key_of(old.token().unwrap())]);

        let output = service.command(&["keys", "rotate"]);
        assert!(output.status.success(), "{output:?}");
        let both = published(&old);
        assert!(both.len() == 2 && both[1] == before[0] && both[0] != before[0], "{before:?} {both:?}");
        assert!(String::from_utf8_lossy(&output.stdout).contains(&both[0]), "{output:?}");
        old.get("/v1/clients").expect(200);

        caller.renew();
        assert_eq!(key_of(caller.client.token().unwrap()), both[0]);
        caller.client.get("/v1/clients").expect(200);
        old.get("/v1/clients").expect(200);

        let listed = service.command_json(&["keys", "list", "--json"]);
        let standing: Vec<_> = listed.as_array().unwrap().iter().map(|key| key["standing"].clone()).collect();
        assert_eq!(standing, [json!("signs"), json!("verifies")], "{listed}");
        assert_eq!(text(&listed[0], "id"), both[0]);
    }

    fn a_token_with_a_key_of_another_node_is_accepted_without_a_restart(service: Service) with [NAMED[0], NAMED[1]] {
        let caller = Caller::new(&service, "Node", "registrar", None);
        assert!(service.command(&["keys", "rotate"]).status.success());
        // What another node does right after the rotation, of which this one has not heard.
        let ring = keys_of(&service);
        let token = issue(&ring, &named(), &grant_of(&service, &caller.client_id), SystemClock.now()).unwrap();
        let client = service.client().with_token(token.access_token.expose());
        // A node looks for new keys once a second at most, and has just started.
        let deadline = Instant::now() + std::time::Duration::from_secs(5);
        while client.get("/v1/clients").status == 401 && Instant::now() < deadline {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        client.get("/v1/clients").expect(200);
    }

    fn a_replaced_secret_is_of_no_use_and_neither_are_its_tokens(service: Service) {
        let world = World::new(&service);
        let caller = Caller::new(&service, "Replaced", "employer", None);
        let fields = |secret: &str| {
            let id = caller.client_id.clone();
            [("grant_type", "client_credentials".to_owned()), ("client_id", id), ("client_secret", secret.to_owned())]
        };
        let try_with = |secret: &str| {
            let owned = fields(secret);
            let borrowed: Vec<_> = owned.iter().map(|(name, value)| (*name, value.as_str())).collect();
            world.public.post_form("/oauth/token", &borrowed).status
        };
        let path = format!("/v1/clients/{}/secret", caller.client_id);
        let by_api = world.registrar.client.send("POST", &path, &[], b"").expect(201);
        assert_eq!(by_api["client_id"], caller.client_id.as_str(), "{by_api}");
        let second = text(&by_api, "client_secret");
        let by_command = service.command_json(&["client", "secret", &caller.client_id, "--json"]);
        let third = text(&by_command, "client_secret");
        assert_eq!([&caller.client_secret, &second, &third].map(|secret| try_with(secret)), [401, 401, 200]);
        let question = json!({"verifications": [{"number": "0000-0000-0000"}]});
        caller.client.post("/v1/verifications", &question).expect_problem(401, "invalid_token");
        let shown = world.registrar.client.get(&format!("/v1/clients/{}", caller.client_id)).expect(200);
        assert!(shown.get("client_secret").is_none(), "a secret is shown once: {shown}");
    }

    fn no_secret_is_found_where_it_has_no_business(service: Service) with [("TOUCHSTONE_LOG_FILTER", "trace")] {
        let world = World::new(&service);
        let body = json!({"name": "By the API", "role": "employer"});
        let made = world.registrar.client.post("/v1/clients", &body).expect(201);
        let (id, first) = (text(&made, "client_id"), text(&made, "client_secret"));
        let again = world.registrar.client.send("POST", &format!("/v1/clients/{id}/secret"), &[], b"").expect(201);
        let token = token_for(&world.public, &id, &text(&again, "client_secret"));
        let fields = [("grant_type", "client_credentials"), ("client_id", &id), ("client_secret", "wrong-secret-7Q")];
        world.public.post_form("/oauth/token", &fields).expect_problem(401, "invalid_client");
        world.public.with_token(&format!("{token}x")).get("/v1/clients").expect_problem(401, "invalid_token");
        let certificate = certificate_of(&world.certified_candidate(&Value::Null).1);
        let links = format!("/v1/certificates/{certificate}/holder-links");
        let link = world.body.caller.client.with_header("idempotency-key", "link").post(&links, &json!({})).expect(201);
        let opened = text(&link, "url").rsplit('/').next().unwrap().to_owned();
        world.public.get(&format!("/holder/{opened}"));
        world.public.get(&format!("/v1/certificates/{opened}")).expect_problem(401, "unauthenticated");
        let last = world.public.with_header("x-request-id", "the-last-request");
        last.get("/livez").expect(200);
        service.wait_for_log("the-last-request");

        let sealing = std::fs::read_to_string(service.data_directory().join("key-encryption.key")).unwrap();
        let mut secrets = vec![first, text(&again, "client_secret"), token, "wrong-secret-7Q".to_owned(), opened];
        secrets.push(sealing.trim().to_owned());
        for caller in [&world.registrar, &world.body.caller, &world.other_body.caller, &world.employer] {
            secrets.extend([caller.client_secret.clone(), caller.client.token().unwrap().to_owned()]);
        }
        let listed = |path: &str| world.registrar.client.get(path).text();
        let places = [
            ("the log", service.log()),
            ("the database", stored(&service)),
            ("the document", listed("/openapi.json")),
            ("the list of clients", listed("/v1/clients")),
            ("the list of links", listed(&links)),
            ("the events", Value::from(events::all(&world.registrar.client)).to_string()),
            ("the metrics", service.metrics().text()),
        ];
        assert!(places[0].1.len() > 1000 && places[1].1.contains(&id), "the places were looked at");
        for (place, content) in &places {
            for secret in &secrets {
                assert!(secret.len() > 10 && !content.contains(secret.as_str()), "{secret} is in {place}");
            }
        }
    }
}

/// All that is in the database, as far as text can be found in it.
fn stored(service: &Service) -> String {
    match service.engine() {
        Engine::Sqlite => {
            let directory = service.data_directory();
            let files = std::fs::read_dir(directory.parent().unwrap()).unwrap().flatten();
            let files = files.filter(|entry| entry.file_name().to_string_lossy().starts_with("touchstone.sqlite"));
            let contents = files.map(|entry| std::fs::read(entry.path()).unwrap());
            contents.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect()
        }
        Engine::Postgres => {
            let every_table = "SELECT CAST(query_to_xml(format('SELECT * FROM %I', tablename), true, false, '') AS text) \
                               AS answer FROM pg_tables WHERE schemaname = 'public'";
            postgres::ask(service.database_url(), every_table).concat()
        }
    }
}
