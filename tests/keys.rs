//! The keys behind the tokens, and the secrets: what is signed for whom, rotation, replacement, and that no secret is
//! found where it has no business.

use std::time::Instant;

use chrono::Duration;
use serde_json::{Value, json};
use touchstone::auth::permission::{Caller as Identity, Principal, Role};
use touchstone::clock::{Clock as _, SystemClock};
use touchstone::ids::{BodyId, ClientId};
use touchstone::trust::keys::KeyRing;
use touchstone::trust::sealing::SealingKey;

use crate::support::steps::certificate_of;
use crate::support::world::{Caller, World, text, token_for};
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
        let client = ClientId::parse(&caller.client_id).unwrap();
        let (issuer, audience) = ("https://issuer.example", "https://audience.example");
        let now = SystemClock.now();
        let at = |seconds: i64| now + Duration::seconds(seconds);
        let status = |issuer: &str, audience: &str, role: Role, client: ClientId, seconds: i64| {
            let identity = Identity { principal: Principal::Client(client), role };
            let token = touchstone::auth::token::issue(&ring, issuer, audience, 900, &identity, at(seconds)).unwrap();
            let answer = service.client().with_token(token.access_token.expose()).get("/v1/clients");
            assert!(answer.status == 200 || answer.problem_code() == "invalid_token", "{answer}");
            (answer.status, answer.header("www-authenticate").to_owned())
        };
        assert_eq!(status(issuer, audience, Role::Registrar, client, 0).0, 200);
        assert_eq!(status(issuer, audience, Role::Registrar, client, -600).0, 200);
        let unknown = ClientId::new(now);
        for (issuer, audience, role, client, seconds, reason) in [
            (issuer, audience, Role::Registrar, client, -901, "expired"),
            (issuer, audience, Role::Registrar, client, 60, "not valid yet"),
            ("https://issuer.example/", audience, Role::Registrar, client, 0, "issuer"),
            ("https://other.example", audience, Role::Registrar, client, 0, "issuer"),
            (issuer, "https://other.example", Role::Registrar, client, 0, "another service"),
            (issuer, "", Role::Registrar, client, 0, "another service"),
            (issuer, audience, Role::Registrar, unknown, 0, "removed"),
        ] {
            let (status, challenge) = status(issuer, audience, role, client, seconds);
            assert!(status == 401 && challenge.contains(reason), "{reason}: {status} {challenge}");
        }
        let body = Role::Body(BodyId::new(now));
        let identity = Identity { principal: Principal::Client(client), role: body };
        let token = touchstone::auth::token::issue(&ring, issuer, audience, 900, &identity, now).unwrap();
        let nobody = service.client().with_token(token.access_token.expose());
        assert_eq!(nobody.get("/v1/clients").status, 403, "the role is the token's, which the service signed");
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
        let client = ClientId::parse(&caller.client_id).unwrap();
        let identity = Identity { principal: Principal::Client(client), role: Role::Registrar };
        let (issuer, audience) = (NAMED[0].1, NAMED[1].1);
        let token =
            touchstone::auth::token::issue(&ring, issuer, audience, 900, &identity, SystemClock.now()).unwrap();
        let client = service.client().with_token(token.access_token.expose());
        // A node looks for new keys once a second at most, and has just started.
        let deadline = Instant::now() + std::time::Duration::from_secs(5);
        while client.get("/v1/clients").status == 401 && Instant::now() < deadline {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        client.get("/v1/clients").expect(200);
    }

    fn a_replaced_secret_is_of_no_use_and_tokens_run_out(service: Service) {
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
        caller.client.post("/v1/verifications", &question).expect(200);
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
