//! Credentials of organisations' certificates: what they say, that they are good while it is on record, and who notices what.

use serde_json::{Value, json};
use touchstone::trust::credential::Claims;

use crate::support::credentials::{present, set_bits, verified};
use crate::support::organisation_certificates::{PATH, change, published, read, submit, transfer};
use crate::support::steps::{change_body, day, patch};
use crate::support::world::{World, text};
use crate::support::{Client, Service, events, on_both_engines};
use crate::verify_file::Desk;

fn path(id: &str) -> String {
    format!("{PATH}/{id}/credential")
}

#[track_caller]
fn signed(client: &Client, id: &str, form: &str) -> String {
    let answer = client.with_header("accept", form).get(&path(id));
    assert_eq!((answer.status, answer.header("content-type")), (200, form), "{answer}");
    answer.text()
}

/// What is found about a file, whether it is valid, and the status of its certificate.
#[track_caller]
fn found(world: &World, file: &str) -> (String, bool, Value) {
    let answer = present(world, file.as_bytes()).expect(200);
    assert_eq!(answer["verification"], Value::Null, "{answer}");
    (
        text(&answer, "finding"),
        answer["valid"].as_bool().unwrap(),
        answer["organisation_verification"]["status"].clone(),
    )
}

fn bits(world: &World, claims: &Claims) -> Vec<&'static str> {
    set_bits(world, claims).into_iter().collect()
}

on_both_engines! {
    fn an_organisations_credential_is_good_while_it_is_what_is_on_record(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let id = published(&world, &json!({
            "number": "IS 7", "expires_on": day(900),
            "organisation": {"name": "株式会社さくら \"Cloud\" & <Söhne>", "country": "JP"},
            "sites": [{"name": "Head office", "locality": "大阪市", "country": "JP"}, {"locality": "Kraków", "country": "PL"}],
        }));
        let (jws, document) = (signed(own, &id, "application/vc+jwt"), signed(own, &id, "application/vc"));
        assert_eq!(signed(&world.registrar.client, &id, "application/vc+jwt"), jws, "the same for the same");
        let certificate = read(&world.public, &id, "");
        for file in [&jws, &document] {
            let claims = verified(&world, file).unwrap();
            let told = (claims.number.as_str(), claims.holder.as_str(), claims.edition.as_str());
            assert_eq!(told, ("IS 7", "株式会社さくら \"Cloud\" & <Söhne>", "2018"));
            assert_eq!(claims.register_number, Some(text(&certificate, "register_number")));
            assert_eq!(claims.examined_by, Some(text(&certificate["body"], "name")));
            assert_eq!(claims.description, Some(text(&certificate, "scope_statement")));
            assert_eq!(claims.sites.as_deref(), Some("Head office, 大阪市, JP; Kraków, PL"));
            assert_eq!(claims.awarded_on.to_string(), text(&certificate, "issued_on"));
            assert_eq!(bits(&world, &claims), [] as [&str; 0]);
            assert_eq!(found(&world, file), ("genuine".to_owned(), true, json!("valid")));
        }
        let altered = document.replace("Kraków", "Kielce");
        assert_eq!(found(&world, &altered), ("altered".to_owned(), false, Value::Null));
        let mut papers = Vec::new();
        for language in ["en", "de", "es", "fr"] {
            let answer = own.get(&format!("{PATH}/{id}/pdf?language={language}"));
            assert_eq!((answer.status, answer.header("content-type"), answer.header("content-language")), (200, "application/pdf", language), "{answer}");
            let again = world.registrar.client.get(&format!("{PATH}/{id}/pdf?language={language}"));
            assert_eq!(again.body, answer.body, "the same file each time");
            let checked = present(&world, &answer.body).expect(200);
            assert_eq!((&checked["finding"], &checked["valid"]), (&json!("genuine"), &json!(true)), "{language}: {checked}");
            papers.push(answer.body);
        }
        papers.dedup();
        assert_eq!(papers.len(), 4);
        let mut other = papers.remove(0);
        let end = other.len();
        other.splice(end.., b"\n% more\n".iter().copied());
        assert_eq!(present(&world, &other).expect(200)["finding"], "altered_around");
        let claims = verified(&world, &jws).unwrap();
        // Lists of organisations are not those of people.
        let number = crate::support::steps::certificate_of(&world.certified_candidate(&Value::Null).1);
        let person = verified(&world, &crate::support::credentials::jws(own, &number)).unwrap();
        assert_ne!(person.status[0].1, claims.status[0].1);
        assert_eq!(person.register_number, None);

        change(&world, &id, "suspensions", &day(0), None).expect(201);
        own.get(&path(&id)).expect_problem(409, "certificate_not_valid");
        assert_eq!((bits(&world, &claims), found(&world, &jws)), (vec!["suspension"], ("genuine".to_owned(), false, json!("suspended"))));
        change(&world, &id, "reinstatements", &day(0), None).expect(201);
        assert_eq!((bits(&world, &claims), signed(own, &id, "application/vc+jwt")), (vec![], jws.clone()));

        patch(&world.registrar.client, &format!("/v1/organisations/{}", text(&certificate["organisation"], "id")), &json!({"name": "さくら K.K."})).expect(200);
        assert_eq!((bits(&world, &claims), found(&world, &jws)), (vec!["revocation"], ("replaced".to_owned(), false, json!("valid"))));
        let renamed = signed(own, &id, "application/vc+jwt");
        assert_eq!(verified(&world, &renamed).unwrap().holder, "さくら K.K.");
        assert_eq!(found(&world, &renamed), ("genuine".to_owned(), true, json!("valid")));

        transfer(&world, &id, &world.other_body.slug, "B 1", &day(0)).expect(201);
        assert_eq!(found(&world, &renamed).0, "replaced");
        let taken_over = signed(&world.other_body.caller.client, &id, "application/vc+jwt");
        assert_eq!(verified(&world, &taken_over).unwrap().number, "B 1");
        let issued = events::all(&world.registrar.client).into_iter().filter(|event| event["kind"] == "organisation_credential_issued");
        assert_eq!(issued.count(), 3);
        change(&world, &id, "withdrawals", &day(0), None).expect(201);
        own.get(&path(&id)).expect_problem(409, "certificate_not_valid");
        assert_eq!(found(&world, &taken_over), ("genuine".to_owned(), false, json!("withdrawn")));
        assert_eq!(bits(&world, &verified(&world, &taken_over).unwrap()), ["revocation"]);
    }

    fn whoever_it_concerns_gets_it_and_what_lapsed_is_revoked(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let id = published(&world, &json!({"expires_on": day(900)}));
        world.other_body.caller.client.get(&path(&id)).expect_problem(403, "forbidden");
        world.public.get(&path(&id)).expect_problem(401, "unauthenticated");
        own.get(&path(&submit(own, &json!({})))).expect_problem(409, "certificate_not_valid");
        let jws = signed(own, &id, "application/vc+jwt");
        change_body(&world, &world.body.slug, "withdrawals", &day(-100)).expect(201);
        assert_eq!(found(&world, &jws), ("genuine".to_owned(), true, json!("valid")), "it may be transferred yet");
    }

    fn what_nobody_took_over_in_time_is_revoked(service: Service) {
        let world = World::new(&service);
        let id = published(&world, &json!({"expires_on": day(900)}));
        let jws = signed(&world.registrar.client, &id, "application/vc+jwt");
        change_body(&world, &world.body.slug, "withdrawals", &day(-200)).expect(201);
        assert_eq!(found(&world, &jws), ("genuine".to_owned(), false, json!("expired")));
        assert_eq!(bits(&world, &verified(&world, &jws).unwrap()), ["revocation"]);
    }

    fn it_is_checked_where_no_network_is(service: Service) with [("TOUCHSTONE_PUBLIC_URL", "https://registry.example")] {
        let world = World::new(&service);
        let id = published(&world, &json!({"number": "IS 7", "expires_on": day(900)}));
        let desk = Desk::new();
        desk.fetch(&world.registrar.client, &path(&id), "application/vc", "c.json");
        desk.fetch(&world.public, "/.well-known/did.json", "*/*", "did.json");
        for purpose in ["revocation", "suspension"] {
            desk.fetch(&world.public, &format!("/v1/status-lists/1/{purpose}"), "application/vc", &format!("{purpose}.json"));
        }
        let run = |file: &str| desk.run(file, &["did.json"], &["revocation.json", "suspension.json"], &["--json"]);
        let ended = run("c.json");
        let told: Value = serde_json::from_str(&ended.printed).unwrap();
        assert_eq!((told["conclusion"].as_str(), &told["signed"]["number"]), (Some("valid"), &json!("IS 7")), "{told}");
        assert_eq!(told["signed"]["sites"], "Utrecht, NL");
        assert_eq!(told["signed"]["scope_statement"], crate::support::organisation_certificates::STATEMENT);
        desk.fetch(&world.registrar.client, &format!("{PATH}/{id}/pdf?language=fr"), "*/*", "c.pdf");
        let told: Value = serde_json::from_str(&run("c.pdf").printed).unwrap();
        assert_eq!(told["conclusion"], "valid", "the page is drawn of it: {told}");
        let altered = signed(&world.registrar.client, &id, "application/vc").replace("Utrecht", "Arnhem");
        desk.save("a.json", altered);
        let told: Value = serde_json::from_str(&run("a.json").printed).unwrap();
        assert_eq!(told["conclusion"], "altered", "{told}");
    }
}
