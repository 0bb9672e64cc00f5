//! Who the registry is to those who check what it signed: its public URL, recorded with the first credential.

use serde_json::{Value, json};
use touchstone::trust::credential::Claims;
use touchstone::trust::issuer::keys_in;
use touchstone::trust::signatures::SignedDocument;

use crate::support::command::Program;
use crate::support::credentials::{document, found, jws, path, pdf, set_bits, verified};
use crate::support::holder_links::{issue, open_page};
use crate::support::sql::Sql;
use crate::support::steps::{certificate_of, patch};
use crate::support::world::{Caller, World, text, token_for};
use crate::support::{Client, Engine, PUBLIC_URL, Service, events, on_both_engines, scratch};

pub const SERVE: [&str; 3] = ["serve", "--bind", "127.0.0.1:0"];

pub fn certified(world: &World) -> (String, String) {
    let (candidate, passed) = world.certified_candidate(&Value::Null);
    (candidate, certificate_of(&passed))
}

/// The caller's client with a token of the issuer that the registry is by now.
fn renewed(caller: &Caller) -> Client {
    caller.client.with_token(&token_for(&caller.client, &caller.client_id, &caller.client_secret))
}

/// What a credential says, once its signature is good by the keys that a host shows.
fn claims_by(world: &World, host: &str, signed: &str) -> Claims {
    let keys = world.public.with_header("host", host).get("/.well-known/did.json").expect(200);
    let signed = SignedDocument::parse(signed).unwrap();
    let keys = keys_in(&keys);
    let (_, key) = keys.iter().find(|(address, _)| *address == signed.key_address).expect("its key is shown there");
    assert!(signed.is_signed_by(key));
    Claims::read(&signed.document).unwrap()
}

pub fn kinds(client: &Client) -> Vec<String> {
    events::all(client).iter().map(|event| text(event, "kind")).collect()
}

on_both_engines! {
    fn a_registry_stays_who_it_was_until_somebody_moves_it(mut service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let elsewhere = Program::beside(&service).set("TOUCHSTONE_PUBLIC_URL", "https://new.example");
        assert!(elsewhere.run(&["doctor"]).printed.contains("the service was last started as http://registry.example"));
        elsewhere.run(&["issuer", "move"]).refused(&["no credential was issued yet"]);
        let (candidate, number) = certified(&world);
        let before = [jws(client, &number).into_bytes(), document(client, &number).into_bytes(), pdf(client, &number)];
        assert!(kinds(&world.registrar.client).contains(&"issuer_recorded".to_owned()));

        for (url, scheme) in [("https://new.example", "https"), ("https://registry.example", "https")] {
            let elsewhere = Program::beside(&service).set("TOUCHSTONE_PUBLIC_URL", url);
            let words = [PUBLIC_URL, url, "did:web:registry.example", "touchstone issuer move"];
            elsewhere.run(&SERVE).refused(&words);
            let doctor = elsewhere.run(&["doctor"]);
            assert!(doctor.code == Some(1) && words.iter().all(|word| doctor.printed.contains(word)), "{scheme} {doctor:?}");
        }
        let beside = Program::beside(&service);
        beside.run(&["issuer", "move"]).refused(&["as http://registry.example already"]);
        beside.clone().set("TOUCHSTONE_PUBLIC_URL", "https://10.1.2.3").run(&["issuer", "move"]).refused(&["private network"]);
        assert_eq!(kinds(&world.registrar.client).iter().filter(|kind| *kind == "issuer_moved").count(), 0);

        service.set("TOUCHSTONE_PUBLIC_URL", "https://new.example");
        let moved = service.command(&["issuer", "move"]);
        let said = String::from_utf8_lossy(&moved.stdout).into_owned();
        assert!(moved.status.success() && said.contains("is https://new.example from now on"), "{moved:?}");
        // Whatever runs under the former URL signs nothing more, and goes on telling what is on record.
        let (_, later) = certified(&world);
        let refused = client.get(&path(&later)).expect_problem(409, "issuer_unsettled");
        assert!(text(&refused, "detail").contains("as https://new.example, and this node is known as http://registry.example"));
        assert_eq!(found(&world, &before[0]).0, "genuine");
        service.restart();
        let (registrar, client) = (renewed(&world.registrar), &renewed(&world.body.caller));
        let recorded = service.command_json(&["issuer", "list", "--json"]);
        let urls: Vec<_> = recorded.as_array().unwrap().iter().map(|issuer| text(issuer, "url")).collect();
        assert_eq!(urls, [PUBLIC_URL, "https://new.example"]);
        let told = events::all(&registrar).into_iter().find(|event| event["kind"] == "issuer_moved").unwrap();
        assert_eq!((&told["data"]["did_before"], &told["data"]["did"]), (&json!("did:web:registry.example"), &json!("did:web:new.example")));

        let varies = "accept-encoding, host, authorization";
        for (host, did) in [
            ("registry.example", "did:web:registry.example"), ("REGISTRY.example:80", "did:web:registry.example"),
            ("new.example", "did:web:new.example"), ("new.example:443", "did:web:new.example"), ("other", "did:web:new.example"),
        ] {
            let asked = world.public.with_header("host", host);
            let answer = asked.get("/.well-known/did.json");
            assert_eq!((&answer.expect(200)["id"], answer.header("vary")), (&json!(did), varies), "{host}");
            assert_eq!(asked.get("/issuer/jwks.json").header("vary"), varies);
            assert!(text(&asked.get("/issuer/jwks.json").expect(200)["keys"][0], "kid").starts_with(&format!("{did}#")), "{host}");
        }
        for file in &before {
            assert_eq!(found(&world, file), ("genuine".to_owned(), true, Some("valid".to_owned())));
        }
        let old = String::from_utf8(before[0].clone()).unwrap();
        let new = jws(client, &number);
        let (of_old, of_new) = (claims_by(&world, "registry.example", &old), claims_by(&world, "new.example", &new));
        assert_eq!((of_old.issuer.as_str(), of_new.issuer.as_str()), ("did:web:registry.example", "did:web:new.example"));
        assert!(of_new.status.iter().all(|(_, address, _)| address.starts_with("https://new.example/v1/status-lists/2/")));
        assert_eq!(jws(client, &number), new, "it stays the same from then on");
        for file in before.iter().map(Vec::as_slice).chain([new.as_bytes(), &pdf(client, &number)]) {
            assert_eq!(found(&world, file), ("genuine".to_owned(), true, Some("valid".to_owned())));
        }
        patch(&registrar, &format!("/v1/candidates/{candidate}"), &json!({"family_name": "Other"})).expect(200);
        for file in before.iter().map(Vec::as_slice).chain([new.as_bytes()]) {
            assert_eq!(found(&world, file).0, "replaced", "both of them");
        }
        let replaced = kinds(&registrar).iter().filter(|kind| *kind == "credential_replaced").count();
        assert_eq!(replaced, 2);
    }

    fn nothing_is_signed_for_an_address_that_nobody_can_follow(mut service: Service) with [("TOUCHSTONE_PUBLIC_URL", "http://0.0.0.0:8080")] {
        let world = World::new(&service);
        let (_, number) = certified(&world);
        service.wait_for_log("no credential and no PDF is handed out under this public URL");
        let client = &world.body.caller.client;
        for rest in ["credential", "pdf"] {
            let refused = client.get(&format!("/v1/certificates/{number}/{rest}")).expect_problem(409, "issuer_unsettled");
            let detail = text(&refused, "detail");
            assert!(detail.contains("http://0.0.0.0:8080") && detail.contains("TOUCHSTONE_PUBLIC_URL"), "{detail}");
        }
        let (_, token) = issue(client, &format!("/v1/certificates/{number}/holder-links"));
        let (holder, page) = open_page(&world.public, &format!("/holder/{}", token.expose()));
        for file in ["certificate.pdf", "credential.jwt", "credential.json"] {
            let answer = holder.get(&format!("{page}/{file}"));
            assert!(answer.status == 409 && answer.text().contains("Nothing can be signed"), "{answer}");
        }
        let doctor = service.command(&["doctor"]);
        let report = String::from_utf8_lossy(&doctor.stdout);
        assert!(!doctor.status.success() && report.contains("no credential and no PDF is handed out"), "{report}");
        assert_eq!(service.command_json(&["issuer", "list", "--json"]), json!([]), "nothing was recorded");

        service.set("TOUCHSTONE_PUBLIC_URL", "https://registry.example");
        service.restart();
        service.wait_for_log("the service was last started with another public URL");
        let signed = jws(&renewed(&world.body.caller), &number);
        assert_eq!(verified(&world, &signed).unwrap().issuer, "did:web:registry.example");
        assert!(found(&world, signed.as_bytes()).1);
    }

    /// The first credential decides for all nodes on a database, also for those that run already.
    fn nodes_with_different_public_urls_are_told(service: Service) {
        let world = World::new(&service);
        let other = Program::beside(&service).set("TOUCHSTONE_PUBLIC_URL", "https://other.example");
        let other = other.set("TOUCHSTONE_ISSUER_NAME", "Other Ltd").serve(&[]);
        other.wait_until_it_says("the service was last started with another public URL");
        other.wait_until_it_says("the service was last started with the issuer name");
        let doctor = Program::beside(&service).run(&["doctor"]);
        for words in ["the service was last started as https://other.example", "last started with the issuer name \"Other Ltd\""] {
            assert!(doctor.printed.contains(words), "{doctor:?}");
        }
        let (_, number) = certified(&world);
        let signed = jws(&world.body.caller.client, &number);
        let caller = &world.body.caller;
        let client = other.client();
        let client = client.with_token(&token_for(&client, &caller.client_id, &caller.client_secret));
        assert_eq!(jws(&client, &number), signed, "what is on record is handed out by every node");
        let (_, later) = certified(&world);
        client.get(&path(&later)).expect_problem(409, "issuer_unsettled");
        assert_eq!(other.terminate(), Some(0));
        Program::beside(&service).set("TOUCHSTONE_PUBLIC_URL", "https://other.example").run(&SERVE).refused(&["touchstone issuer move"]);
        Program::beside(&service).serve(&[]);
    }

    /// A database from before: who issued is read in what was issued, and what has become untrue meanwhile is found.
    fn what_was_issued_before_issuers_were_recorded_stays_ours(mut service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let [kept, renamed] = [(); 2].map(|()| certified(&world));
        let (candidate, passed) = world.certified_candidate(&json!({"family_name": "M\u{fc}ller"}));
        let decomposed = (candidate, certificate_of(&passed));
        let files = [&kept, &renamed, &decomposed].map(|(_, number)| jws(client, number));
        service.terminate();
        let mut sql = Sql::of(&service);
        undo(&mut sql, service.engine(), &["00000000000051_words_by_format", "00000000000019_credential_words", "00000000000018_issuers"]);
        let candidate = &renamed.0;
        sql.execute(&format!("UPDATE candidates SET family_name = 'Renamed' WHERE id = '{candidate}'")).unwrap();
        let candidate = &decomposed.0;
        sql.execute(&format!("UPDATE candidates SET family_name = 'Mu\u{308}ller' WHERE id = '{candidate}'")).unwrap();
        drop(sql);
        let migrated = service.command(&["migrate"]);
        assert!(migrated.status.success(), "{migrated:?}");
        Program::beside(&service).set("TOUCHSTONE_PUBLIC_URL", "https://new.example").run(&SERVE).refused(&["touchstone issuer move"]);
        service.restart();
        service.wait_for_log("looking through 3 credentials");
        for (file, (_, number)) in [(&files[0], &kept), (&files[2], &decomposed)] {
            assert_eq!(found(&world, file.as_bytes()), ("genuine".to_owned(), true, Some("valid".to_owned())));
            assert_eq!(jws(client, number), *file);
        }
        assert_eq!(found(&world, files[1].as_bytes()).0, "replaced", "its name was on record no more");
        assert_eq!(set_bits(&world, &verified(&world, &files[1]).unwrap()).len(), 1);
        let issuers = service.command_json(&["issuer", "list", "--json"]);
        assert_eq!((issuers[0]["url"].as_str(), issuers.as_array().map(Vec::len)), (Some(PUBLIC_URL), Some(1)));
        service.set("TOUCHSTONE_ISSUER_NAME", "New Name Ltd");
        service.restart();
        assert_eq!(found(&world, files[0].as_bytes()).0, "replaced", "the words were noted");
    }

    /// A file that is on record byte for byte is ours, whatever issuer it names.
    fn what_is_on_record_byte_for_byte_is_ours(mut service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (_, number) = certified(&world);
        let files = [jws(client, &number).into_bytes(), document(client, &number).into_bytes(), pdf(client, &number)];
        service.terminate();
        rename_issuer(&service, "https://lost.example", "did:web:lost.example");
        service.set("TOUCHSTONE_PUBLIC_URL", "https://lost.example");
        service.restart();
        for file in &files {
            assert_eq!(found(&world, file), ("genuine".to_owned(), true, Some("valid".to_owned())));
        }
        let altered = String::from_utf8(files[1].clone()).unwrap().replace("Frida", "Fridá");
        assert_eq!(found(&world, altered.as_bytes()).0, "other_issuer");
    }

    /// Whoever ran with a path has one in the identifier, and in everything that was signed.
    fn an_earlier_issuer_keeps_the_identifier_that_it_had(mut service: Service) {
        let world = World::new(&service);
        let (_, number) = certified(&world);
        jws(&world.body.caller.client, &number);
        service.terminate();
        rename_issuer(&service, "https://lost.example/registry", "did:web:lost.example:registry");
        service.set("TOUCHSTONE_PUBLIC_URL", "https://new.example");
        assert!(service.command(&["issuer", "move"]).status.success());
        service.restart();
        for (host, did) in [("lost.example", "did:web:lost.example:registry"), ("new.example", "did:web:new.example")] {
            let asked = world.public.with_header("host", host);
            assert_eq!(asked.get("/.well-known/did.json").expect(200)["id"], did);
            assert!(text(&asked.get("/issuer/jwks.json").expect(200)["keys"][0], "kid").starts_with(&format!("{did}#")));
        }
        let list = world.public.get("/v1/status-lists/1/revocation").text();
        let list = SignedDocument::parse(&list).unwrap();
        assert!(list.key_address.starts_with("did:web:lost.example:registry#"), "{}", list.key_address);
        assert_eq!(list.document["issuer"], "did:web:lost.example:registry");
    }
}

/// Writes another issuer in the record, as if an earlier version had been it.
fn rename_issuer(service: &Service, url: &str, did: &str) {
    let mut sql = Sql::of(service);
    let triggers = match service.engine() {
        Engine::Sqlite => "DROP TRIGGER issuers_no_update",
        Engine::Postgres => "DROP TRIGGER issuers_immutable ON issuers",
    };
    sql.execute(triggers).unwrap();
    sql.execute(&format!("UPDATE issuers SET url = '{url}', did = '{did}'")).unwrap();
}

/// Takes migrations back, the last one first.
fn undo(sql: &mut Sql, engine: Engine, migrations: &[&str]) {
    let engine = if engine == Engine::Sqlite { "sqlite" } else { "postgres" };
    for name in migrations {
        let path = format!("{}/migrations/{engine}/{name}/down.sql", env!("CARGO_MANIFEST_DIR"));
        for statement in std::fs::read_to_string(path).unwrap().split_terminator(";\n") {
            sql.execute(statement).unwrap();
        }
        let version = name.split('_').next().unwrap();
        sql.execute(&format!("DELETE FROM __diesel_schema_migrations WHERE version = '{version}'")).unwrap();
    }
}

/// The identity follows from scheme, host and port: what has more is refused, with what and why.
#[test]
fn a_public_url_has_nothing_but_scheme_host_and_port() {
    let directory = scratch::directory("issuers");
    let program = Program::new(directory.path());
    for (url, word) in [
        ("https://registry.example/registry", "a path"),
        ("https://registry.example/a/b", "a path"),
        ("https://registry.example/a:b", "a path"),
        ("https://registry.example//", "a path"),
        ("https://registry.example?x=1", "a query"),
        ("https://registry.example/?", "a query"),
        ("https://registry.example#x", "a fragment"),
        ("https://me@registry.example", "a user name or a password"),
        ("https://me:secret@registry.example/x", "a user name or a password, a path"),
        ("ftp://registry.example", "must be a URL like https://registry.example"),
        ("registry.example", "must be a URL like https://registry.example"),
    ] {
        let program = program.clone().set("TOUCHSTONE_PUBLIC_URL", url);
        program.run(&SERVE).refused(&["public_url", word]);
        let doctor = program.run(&["doctor"]);
        assert!(doctor.code == Some(1) && doctor.printed.contains(word), "{url}: {doctor:?}");
        assert!(!doctor.printed.contains("secret"), "{doctor:?}");
    }
    program.run(&["migrate"]).done();
    let shown = program.set("TOUCHSTONE_PUBLIC_URL", "https://Registry.example:443/").run(&["issuer", "list"]);
    assert!(shown.done().contains("None is recorded yet"), "{shown:?}");
}
