//! Credentials: who gets one, that it stays the same, and that it, the list, the page and the API say the same at once.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::credentials::{document, found, jws, path, pdf, set_bits, status_list, verified};
use crate::support::holder_links::{issue, open_page};
use crate::support::sql::Sql;
use crate::support::steps::{certificate_of, change_certificate, day, patch, use_scheme, verification};
use crate::support::world::{World, text};
use crate::support::{Service, events, on_both_engines};

const NAMED: (&str, &str) = ("TOUCHSTONE_PUBLIC_URL", "https://registry.example");

fn certified(world: &World) -> (String, String) {
    let (candidate, passed) =
        world.certified_candidate(&json!({"given_names": "Adèle \"D\\G\"", "family_name": "Гайяр"}));
    (candidate, certificate_of(&passed))
}

/// The words of the page about a certificate.
fn page(world: &World, number: &str) -> String {
    world.public.get(&format!("/verify/{number}?lang=en")).text()
}

on_both_engines! {
    fn a_credential_says_what_the_record_says_and_is_signed(service: Service) with [NAMED] {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (_, number) = certified(&world);
        for signed in [jws(client, &number), document(client, &number)] {
            let claims = verified(&world, &signed).expect("the signature is good");
            assert_eq!(claims.number, number);
            assert_eq!((claims.holder.as_str(), claims.title.as_str()), ("Adèle \"D\\G\" Гайяр", "ISO/IEC 20000 Foundation"));
            assert_eq!((claims.edition.as_str(), claims.awarded_on.to_string().as_str()), ("2011", "2015-06-01"));
            assert_eq!((claims.issuer.as_str(), claims.valid_until), ("did:web:registry.example", None));
            assert_eq!(set_bits(&world, &claims), BTreeSet::new());
        }
        let shown: Value = serde_json::from_str(&document(client, &number)).unwrap();
        let criteria = text(&shown["credentialSubject"]["achievement"]["criteria"], "id");
        let criteria = criteria.strip_prefix("https://registry.example").expect("the scheme's own page");
        assert_eq!(world.public.get(criteria).status, 200);
        // Whole words: a signature is drawn from letters that may spell a short one by chance.
        let shown = shown.to_string();
        let words: BTreeSet<&str> = shown.split(|letter: char| !letter.is_alphanumeric()).collect();
        assert!(words.contains("Foundation"), "{shown}");
        for personal in ["Ferreira", "example.org", "1985-04-12"] {
            assert!(!shown.replace("registry.example", "").contains(personal), "{personal}");
        }
        assert!(!words.contains("PT"), "{shown}");
    }

    fn it_stays_the_same_whatever_becomes_of_the_keys(mut service: Service) with [NAMED] {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (_, number) = certified(&world);
        let before = (jws(client, &number), document(client, &number), pdf(client, &number));
        assert!(before.2.starts_with(b"%PDF-"));
        service.restart();
        let rotated = service.command(&["keys", "rotate", "--purpose", "credentials"]);
        assert!(rotated.status.success(), "{rotated:?}");
        assert_eq!((jws(client, &number), document(client, &number), pdf(client, &number)), before);
        for file in [before.0.as_bytes(), before.1.as_bytes(), &before.2] {
            assert_eq!(found(&world, file), ("genuine".to_owned(), true, Some("valid".to_owned())));
        }
        assert!(verified(&world, &before.0).is_some(), "the key is still published");
        let (_, other) = certified(&world);
        let after = verified(&world, &jws(client, &other)).expect("signed with the new key");
        assert_ne!(after.status, verified(&world, &before.0).unwrap().status, "each has a place of its own");
        let keys = world.public.get("/issuer/jwks.json").expect(200);
        assert_eq!(keys["keys"].as_array().unwrap().len(), 4);
        let tokens = world.public.get("/.well-known/jwks.json").expect(200).to_string();
        assert!(keys["keys"].as_array().unwrap().iter().all(|key| !tokens.contains(&text(key, "kid"))));
    }

    fn all_agree_at_once(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (_, number) = certified(&world);
        let (signed, file) = (jws(client, &number), pdf(client, &number));
        let claims = verified(&world, &signed).unwrap();
        let agree = |status: &str, bits: &[&'static str], words: &str| {
            assert_eq!(text(&verification(&world, &number, ""), "status"), status);
            assert_eq!(set_bits(&world, &claims), bits.iter().copied().collect(), "{status}");
            for file in [signed.as_bytes(), &file] {
                assert_eq!(found(&world, file), ("genuine".to_owned(), status == "valid", Some(status.to_owned())));
            }
            assert!(page(&world, &number).contains(words), "{words}");
        };
        agree("valid", &[], "and it is in force");
        change_certificate(&world, &number, "suspensions", &day(0), None).expect(201);
        agree("suspended", &["suspension"], "out of force for the time being");
        client.get(&path(&number)).expect_problem(409, "certificate_not_valid");
        client.get(&format!("/v1/certificates/{number}/pdf")).expect_problem(409, "certificate_not_valid");
        change_certificate(&world, &number, "reinstatements", &day(0), None).expect(201);
        agree("valid", &[], "and it is in force");
        assert_eq!(jws(client, &number), signed);
        change_certificate(&world, &number, "suspensions", &day(1), Some(&day(9))).expect(201);
        agree("valid", &[], "and it is in force");
        change_certificate(&world, &number, "withdrawals", &day(0), None).expect(201);
        agree("withdrawn", &["revocation"], "has withdrawn it for good");
        client.get(&path(&number)).expect_problem(409, "certificate_not_valid");
    }

    fn a_new_name_gets_a_new_credential_and_the_old_one_says_so(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (candidate, number) = certified(&world);
        let (old, old_pdf) = (jws(client, &number), pdf(client, &number));
        patch(client, &format!("/v1/candidates/{candidate}"), &json!({"email": "new@example.org"})).expect(200);
        assert_eq!(jws(client, &number), old, "only the name matters");
        patch(&world.registrar.client, &format!("/v1/candidates/{candidate}"), &json!({"family_name": "Ménard"})).expect(200);
        let new = jws(client, &number);
        assert_eq!(verified(&world, &new).unwrap().holder, "Adèle \"D\\G\" Ménard");
        assert_eq!(found(&world, new.as_bytes()).0, "genuine");
        for file in [old.as_bytes(), &old_pdf] {
            assert_eq!(found(&world, file), ("replaced".to_owned(), false, Some("valid".to_owned())));
        }
        assert_eq!(set_bits(&world, &verified(&world, &old).unwrap()), BTreeSet::from(["revocation"]));
        assert_eq!(set_bits(&world, &verified(&world, &new).unwrap()), BTreeSet::new());
        let issued = events::all(client).into_iter().filter(|event| event["kind"] == "credential_issued");
        let issued: Vec<_> = issued.collect();
        assert_eq!(issued.len(), 2);
        assert_eq!(issued[1]["data"]["replaces"], issued[0]["data"]["credential_id"]);
        assert!(!issued.iter().any(|event| event.to_string().contains("Ménard")));
    }

    fn who_may_have_it(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (_, number) = certified(&world);
        let (_, another) = certified(&world);
        let signed = jws(client, &number);
        assert_eq!(jws(&world.registrar.client, &number), signed);
        for rest in ["credential", "pdf"] {
            let path = format!("/v1/certificates/{number}/{rest}");
            world.other_body.caller.client.get(&path).expect_problem(404, "not_found");
            world.employer.client.get(&path).expect_problem(403, "forbidden");
            world.public.get(&path).expect_problem(401, "unauthenticated");
            world.registrar.client.get(&format!("/v1/certificates/2B8D-0000-4TTF/{rest}")).expect_problem(404, "not_found");
        }
        let links = format!("/v1/certificates/{number}/holder-links");
        let (link, token) = issue(client, &links);
        let (holder, page) = open_page(&world.public, &format!("/holder/{}", token.expose()));
        assert_eq!(holder.get(&format!("{page}/credential.jwt")).text(), signed);
        assert_eq!(holder.get(&format!("{page}/certificate.pdf")).body, pdf(client, &number));
        assert_eq!(holder.get(&format!("/holder/{another}/credential.jwt")).status, 403, "it is another's");
        client.delete(&link);
        assert_eq!(holder.get(&format!("{page}/credential.jwt")).status, 404);
        world.public.with_token(token.expose()).get(&path(&number)).expect_problem(401, "invalid_token");
        world.public.with_token("ts_link_nonsense").get(&path(&number)).expect_problem(401, "invalid_token");
    }

    fn the_form_is_negotiated(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (_, number) = certified(&world);
        for (accept, media_type) in [
            ("*/*", "application/vc+jwt"),
            ("text/html", "application/json"),
            ("application/json, text/plain, */*", "application/json"),
            ("text/plain, application/json", "text/plain"),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", "application/json"),
            ("application/vc+ld+json", "application/vc+ld+json"),
            ("application/vc+jwt, application/json", "application/vc+jwt"),
            ("application/ld+json;profile=\"a,b\", */*;q=0.1", "application/ld+json"),
            ("application/json;q=0.1, */*", "application/vc+jwt"),
            ("application/vc+jwt;q=0, */*", "application/jwt"),
            ("application/jwt", "application/jwt"),
            ("application/vc", "application/vc"),
            ("application/ld+json, application/json;q=0.5", "application/ld+json"),
            ("application/json;q=0.2, application/vc+jwt;q=0.9", "application/vc+jwt"),
        ] {
            let answer = client.with_header("accept", accept).get(&path(&number));
            assert_eq!((answer.status, answer.header("content-type")), (200, media_type), "{accept}");
            assert!(answer.header("vary").contains("accept"));
            assert_eq!(answer.text().starts_with('{'), !(media_type.ends_with("jwt") || media_type == "text/plain"), "{accept}");
        }
        let list = "/v1/status-lists/1/revocation";
        let script = world.public.with_header("sec-fetch-mode", "cors").with_header("accept", "*/*").get(list);
        assert_eq!(script.header("content-type"), "application/json", "{script}");
        assert!(script.header("vary").contains("sec-fetch-mode"), "{script}");
        let axios = world.public.with_header("accept", "application/json, text/plain, */*").get(list);
        assert_eq!(text(&axios.expect(200)["credentialSubject"], "statusPurpose"), "revocation");
        assert_eq!(world.public.with_header("accept", "*/*").get(list).header("content-type"), "application/vc+jwt");
    }

    fn many_who_ask_at_once_get_one_credential(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (_, number) = certified(&world);
        let all: BTreeSet<String> = std::thread::scope(|scope| {
            let asked: Vec<_> = (0..8).map(|_| scope.spawn(|| jws(&client.with_own_connections(), &number))).collect();
            asked.into_iter().map(|asked| asked.join().unwrap()).collect()
        });
        assert_eq!(all.len(), 1);
    }

    fn lists_hide_and_are_fresh(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        for missing in ["1/revocation", "0/revocation", "x/revocation", "99999999999/suspension", "1/message"] {
            world.public.get(&format!("/v1/status-lists/{missing}")).expect_problem(404, "not_found");
        }
        let places: BTreeSet<u32> = (0..6)
            .map(|_| verified(&world, &jws(client, &certified(&world).1)).unwrap().status[0].2)
            .collect();
        assert_eq!(places.len(), 6);
        assert!(places.iter().max().unwrap() - places.iter().min().unwrap() > 1000, "{places:?} are drawn at random");
        let list = world.public.get("/v1/status-lists/1/revocation");
        assert_eq!(list.header("cache-control"), "public, max-age=60");
        assert_eq!(list.header("access-control-allow-origin"), "*");
        assert_eq!(status_list(&world, "status-lists/1/revocation").bits.get(131_071), Some(false));
        let known = world.public.with_header("if-none-match", list.header("etag"));
        assert_eq!(known.get("/v1/status-lists/1/revocation").status, 304);
    }

    fn what_a_revoked_key_signed_counts_no_longer(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (_, number) = certified(&world);
        let old = jws(client, &number);
        let replaced = verified(&world, &old).unwrap();
        assert_eq!(set_bits(&world, &replaced), BTreeSet::new());
        let keys = service.command_json(&["keys", "list", "--json"]);
        let signing = |keys: &Value, algorithm: &str| {
            let all = keys.as_array().unwrap().iter();
            let mut signing = all.filter(|key| key["purpose"] == "credentials" && key["standing"] == "signs");
            text(signing.find(|key| key["algorithm"] == algorithm).unwrap(), "id")
        };
        let id = signing(&keys, "RS256");
        let revoke = || service.command(&["keys", "revoke", &id, "--reason", "It was stolen."]);
        assert_eq!(revoke().status.code(), Some(1), "it still signs");
        assert!(service.command(&["keys", "rotate", "--purpose", "credentials"]).status.success());
        assert!(revoke().status.success());
        assert_eq!(revoke().status.code(), Some(1), "it is revoked already");
        assert_eq!(found(&world, old.as_bytes()), ("revoked_key".to_owned(), false, None));
        assert!(!world.public.get("/.well-known/did.json").text().contains(&id));
        assert_eq!(set_bits(&world, &replaced), BTreeSet::new(), "the lists are signed anew at once");
        let new = jws(client, &number);
        assert_ne!(new, old);
        assert_eq!(found(&world, new.as_bytes()), ("genuine".to_owned(), true, Some("valid".to_owned())));
        assert_eq!(service.command(&["keys", "revoke", "unknown", "--reason", "x"]).status.code(), Some(1));
        let published = String::from_utf8(service.command(&["keys", "publish"]).stdout).unwrap();
        assert!(published.contains("verificationMethod") && !published.contains(&id));
    }

    fn private_keys_are_sealed_and_forgotten(service: Service) {
        let world = World::new(&service);
        let (_, number) = certified(&world);
        jws(&world.body.caller.client, &number);
        let mut sql = Sql::of(&service);
        let sealed = sql.texts("SELECT sealed_private_key AS value FROM issuer_keys WHERE retired_at IS NULL");
        assert_eq!(sealed.len(), 2);
        let log = service.log();
        // A PKCS #8 key begins with these bytes, in base64.
        assert!(sealed.iter().all(|key| !key.starts_with("MII") && !key.starts_with("MC") && !log.contains(key.as_str())));
        assert!(service.command(&["keys", "rotate", "--purpose", "credentials"]).status.success());
        let kept = sql.texts("SELECT id AS value FROM issuer_keys WHERE sealed_private_key IS NOT NULL");
        assert_eq!(kept.len(), 2, "of those before them no private half is left");
    }

    fn what_expires_says_until_when(mut service: Service) with [NAMED] {
        use_scheme(&mut service, |shipped| {
            shipped.replacen("code = \"foundation\"\n", "code = \"foundation\"\nvalid_for_years = 3\n", 1)
        });
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (_, number) = certified(&world);
        let expires_on = verification(&world, &number, "")["expires_on"].as_str().expect("it expires").to_owned();
        let signed = jws(client, &number);
        let claims = verified(&world, &signed).unwrap();
        let until = claims.valid_until.expect("it ends");
        assert_eq!((until.date_naive().pred_opt().unwrap().to_string(), until.format("%T").to_string()), (expires_on, "00:00:00".to_owned()));
        assert_eq!(found(&world, signed.as_bytes()), ("genuine".to_owned(), false, Some("expired".to_owned())));
    }
}
