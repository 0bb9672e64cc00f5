//! The key-encryption key: changed while the service runs, and lost.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::support::steps::certificate_of;
use crate::support::webhooks::{Hook, LOCAL, signatures_by};
use crate::support::world::{Caller, World, text, token_for};
use crate::support::{Answer, Client, Receiver, Service, on_both_engines};

fn key_files(service: &Service) -> (PathBuf, PathBuf) {
    let file = service.data_directory().join("key-encryption.key");
    (file.clone(), file.with_file_name("key-encryption.key.previous"))
}

/// What a command prints, which must succeed.
#[track_caller]
fn done(service: &Service, arguments: &[&str]) -> String {
    let output = service.command(arguments);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "touchstone {arguments:?}: {printed}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    printed
}

/// A request whose answer holds a secret, to be sent again.
fn make_client(world: &World, key: &str) -> Answer {
    let registrar = world.registrar.client.with_header("idempotency-key", key);
    registrar.post("/v1/clients", &json!({"name": "Kept", "role": "employer"}))
}

/// Sends a test message and gives how many signatures by the secret it bears.
fn signatures(hook: &Hook, receiver: &Receiver, secret: &str) -> usize {
    let before = receiver.received().len();
    let delivery = hook.test();
    hook.wait_for_state(&delivery, "delivered");
    signatures_by(secret, &receiver.wait_for(before + 1)[before])
}

/// Has a certificate signed, or what was signed before handed out.
#[track_caller]
fn credential(client: &Client, number: &str) {
    let answer = client.get(&format!("/v1/certificates/{number}/credential"));
    assert_eq!(answer.status, 200, "{answer}");
}

on_both_engines! {
    fn everything_is_put_under_a_new_key_while_the_service_runs(mut service: Service) with [LOCAL[0], LOCAL[1]] {
        let world = World::new(&service);
        let (body, receiver) = (&world.body.caller.client, Receiver::start());
        let hook = Hook::new(body, &receiver.url(), &["course_accredited"]);
        let renewed = text(&body.post(&format!("{}/secret", hook.path), &json!({})).expect(201), "secret");
        let first = make_client(&world, "kept").expect(201);
        let (_, result) = world.certified_candidate(&Value::Null);
        credential(body, &certificate_of(&result));
        let (file, previous) = key_files(&service);
        let (old, before) = (std::fs::read(&file).unwrap(), done(&service, &["doctor"]));
        assert!(before.contains("under the present key") && before.contains("0 under the one before"), "{before}");

        // Others go on making secrets meanwhile.
        std::thread::scope(|scope| {
            let busy = scope.spawn(|| {
                for number in 0..20 {
                    make_client(&world, &format!("meanwhile-{number}")).expect(201);
                }
            });
            let said = done(&service, &["keys", "reseal", "--new-key"]);
            assert!(said.contains("sealed texts are under"), "{said}");
            busy.join().unwrap();
        });
        assert!(std::fs::read(&file).unwrap() != old && std::fs::read(&previous).unwrap() == old);
        let early = service.command(&["keys", "reseal", "--new-key"]);
        assert!(!early.status.success(), "a change is under way: {early:?}");
        let again = done(&service, &["keys", "reseal"]);
        assert_eq!(done(&service, &["keys", "reseal"]).split(' ').next(), Some("0"), "{again}");
        let after = done(&service, &["doctor"]);
        assert!(after.contains("0 under the one before") && !after.contains("do not open"), "{after}");

        let works = |world: &World| {
            make_client(world, "after").json();
            let replayed = make_client(world, "kept");
            assert_eq!(replayed.header("idempotent-replayed"), "true");
            assert_eq!(replayed.expect(201), first);
            let caller = &world.body.caller;
            token_for(&world.public, &caller.client_id, &caller.client_secret);
            assert_eq!([&hook.secret, &renewed].map(|secret| signatures(&hook, &receiver, secret)), [1, 1]);
            let (_, result) = world.certified_candidate(&Value::Null);
            credential(&caller.client, &certificate_of(&result));
        };
        works(&world);
        std::fs::remove_file(&previous).unwrap();
        works(&world);
        service.restart();
        works(&world);
        let last = done(&service, &["doctor"]);
        assert!(!last.contains("do not open"), "{last}");
    }

    fn a_key_from_the_environment_is_changed_by_two_settings(mut service: Service) {
        let (file, _) = key_files(&service);
        let world = World::new(&service);
        let first = make_client(&world, "kept").expect(201);
        let (old, new) = (std::fs::read_to_string(&file).unwrap(), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=");
        service.terminate();
        std::fs::remove_file(&file).unwrap();
        service.set("TOUCHSTONE_KEY_ENCRYPTION_KEY", new);
        service.set("TOUCHSTONE_PREVIOUS_KEY_ENCRYPTION_KEY", old.trim());
        service.restart();
        assert_eq!(make_client(&world, "kept").expect(201), first);
        let doctor = done(&service, &["doctor"]);
        assert!(doctor.contains("touchstone keys reseal"), "{doctor}");
        let refused = service.command(&["keys", "reseal", "--new-key"]);
        assert!(!refused.status.success(), "where the key is a setting the operator changes it: {refused:?}");
        done(&service, &["keys", "reseal"]);
        service.set("TOUCHSTONE_PREVIOUS_KEY_ENCRYPTION_KEY", "");
        service.restart();
        assert_eq!(make_client(&world, "kept").expect(201), first);
        let doctor = done(&service, &["doctor"]);
        assert!(doctor.contains("0 under the one before") && !doctor.contains("do not open"), "{doctor}");
        world.registrar.client.get("/v1/clients").expect(200);
    }

    fn a_lost_key_is_named_and_nothing_stops_at_it(mut service: Service) with [LOCAL[0], LOCAL[1]] {
        let world = World::new(&service);
        let (body, receiver) = (&world.body.caller.client, Receiver::start());
        let hook = Hook::new(body, &receiver.url(), &["course_accredited"]);
        make_client(&world, "kept").expect(201);
        let (_, result) = world.certified_candidate(&Value::Null);
        let number = certificate_of(&result);
        credential(body, &number);
        let (file, _) = key_files(&service);
        service.terminate();
        std::fs::remove_file(&file).unwrap();
        for arguments in [&["keys", "rotate", "--lost-key"][..], &["keys", "rotate", "--lost-key", "--purpose", "credentials"]] {
            let said = done(&service, arguments);
            assert!(said.contains("touchstone doctor"), "{said}");
        }
        service.restart();

        let doctor = done(&service, &["doctor"]);
        let id = hook.path.rsplit('/').next().unwrap();
        let is_named = doctor.contains("secrets of webhook subscriptions do not open") && doctor.contains(id);
        assert!(is_named && doctor.contains("kept answers do not open"), "{doctor}");
        credential(body, &number);
        let resent = make_client(&world, "kept");
        let problem = resent.expect_problem(422, "idempotency_key_reused");
        assert!(text(&problem, "detail").contains("lost the key"), "{resent}");
        make_client(&world, "another").expect(201);
        let fresh = Caller::new(&service, "Afterwards", "employer", None);
        fresh.client.get("/v1/bodies").expect(200);

        let delivery = hook.test();
        let log = hook.wait_for(&delivery, |log| log["attempts"].as_array().is_some_and(|attempts| !attempts.is_empty()));
        assert!(text(&log["attempts"][0], "error").contains("set a new secret"), "{log}");
        let secret = text(&body.post(&format!("{}/secret", hook.path), &json!({})).expect(201), "secret");
        assert_eq!(signatures(&hook, &receiver, &secret), 1, "the lost one before is left out");
        let said = done(&service, &["keys", "reseal"]);
        assert!(said.contains("do not open with any key"), "{said}");
    }

    fn a_node_without_the_key_says_so_and_is_not_broken(service: Service) {
        let world = World::new(&service);
        let (_, result) = world.certified_candidate(&Value::Null);
        // Another node lost its key and made itself another one, and new signing keys under that.
        let other = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=";
        for purpose in ["tokens", "credentials"] {
            let output = std::process::Command::new(env!("CARGO_BIN_EXE_touchstone"))
                .args(["keys", "rotate", "--lost-key", "--purpose", purpose])
                .env("DATABASE_URL", service.database_url())
                .env("TOUCHSTONE_DATA_DIRECTORY", service.data_directory())
                .env("TOUCHSTONE_KEY_ENCRYPTION_KEY", other)
                .output()
                .unwrap();
            assert!(output.status.success(), "{output:?}");
        }
        let caller = &world.body.caller;
        let fields = [
            ("grant_type", "client_credentials"),
            ("client_id", caller.client_id.as_str()),
            ("client_secret", caller.client_secret.as_str()),
        ];
        let path = format!("/v1/certificates/{}/credential", certificate_of(&result));
        for answer in [world.public.post_form("/oauth/token", &fields), caller.client.get(&path)] {
            answer.expect_problem(503, "key_unavailable");
            assert!(!answer.header("retry-after").is_empty(), "{answer}");
        }
        caller.client.get("/v1/candidates").expect(200);
    }
}
