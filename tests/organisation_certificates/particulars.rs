//! What certificates say beside what every one says, as IAF MD 28 has it; and confidential ones.

use serde_json::{Value, json};

use crate::support::organisation_certificates::{
    PATH, agree, application, history, published, read, step, submit, transfer,
};
use crate::support::steps::{day, expect_mistakes};
use crate::support::world::{World, text};
use crate::support::{Client, Service, events, on_both_engines};

const FILES: &str = "/v1/organisation-certificate-files";

fn particulars() -> Value {
    json!({
        "originally_issued_on": "2014-05-01",
        "trading_names": ["Moor; Cloud", "Moor | Net"],
        "street": "Oudegracht 1",
        "postcode": "3511 AB",
        "accreditation_body": "RvA",
        "accreditation_number": "C 123",
        "legal_entities": [{"name": "Heather Operations B.V.", "registration_number": "KVK 1", "country": "NL"}, {"name": "Heather GmbH", "registration_number": null, "country": "DE"}],
        "sector_codes": [33, 35],
        "sites": [{
            "name": "Depot \\ B", "locality": "Utrecht", "region": null, "country": "NL", "street": "Singel 2", "postcode": "3512",
            "scope": "Service desk; operations",
        }, {"name": null, "locality": "Gouda", "region": null, "country": "NL", "street": null, "postcode": null, "scope": null}],
    })
}

fn verify(client: &Client, query: &str) -> Value {
    client.get(&format!("/v1/organisation-verifications?{query}")).expect(200)
}

#[track_caller]
fn says_all(told: &Value) {
    for (name, value) in particulars().as_object().unwrap() {
        assert_eq!(told[name], *value, "{name}: {told}");
    }
}

on_both_engines! {
    fn what_else_a_certificate_says_is_told_wherever_it_is_told(service: Service) {
        let world = World::new(&service);
        let mut said = particulars();
        said["expires_on"] = json!(day(900));
        let id = published(&world, &said);
        let told = read(&world.public, &id, "");
        says_all(&told);
        assert_eq!(told["confidential"], false);
        says_all(&verify(&world.public, &format!("number={}", text(&told, "number")))["certificate"]);
        let short = format!("/o/{}", text(&told, "register_number"));
        for page in [short, format!("/organisations/{}", text(&told["organisation"], "slug"))] {
            let page = world.public.get(&page).text();
            for words in [
                "Also trades as", "Moor | Net", "Oudegracht 1, 3511 AB", "Heather Operations B.V., KVK 1, Netherlands", "IAF 33, IAF 35",
                "RvA, C 123", "First certified", "1 May 2014", "Singel 2, 3512 Utrecht, Netherlands", "(Service desk; operations)",
            ] {
                assert!(page.contains(words), "{words}: {page}");
            }
        }
        let found = world.public.get("/v1/organisations?q=Moor%20Net").expect(200);
        assert_eq!(found["items"].as_array().unwrap().len(), 1, "found by the name under which it trades");
        let holder = world.body.caller.client.with_header("accept", "application/vc");
        let credential = holder.get(&format!("{PATH}/{id}/credential")).text();
        assert!(credential.contains("Singel 2, 3512 Utrecht, NL (Service desk; operations)"), "{credential}");

        let plain = read(&world.public, &published(&world, &json!({})), "");
        assert_eq!((&plain["originally_issued_on"], &plain["sector_codes"]), (&json!("2020-05-01"), &json!([])));
        let renewal = submit(&world.body.caller.client, &json!({
            "organisation": null, "organisation_id": told["organisation"]["slug"], "renews_id": id, "issued_on": "2023-05-01",
            "expires_on": "2026-04-30",
        }));
        assert_eq!(read(&world.registrar.client, &renewal, "")["originally_issued_on"], "2014-05-01", "as of what it renews");
    }

    fn what_cannot_be_is_refused_and_another_content_is_told(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        expect_mistakes(&own.post(PATH, &application(&json!({
            "originally_issued_on": "2020-05-02x", "trading_names": [""], "street": "", "postcode": "x".repeat(21),
            "accreditation_number": "C 1", "legal_entities": [{"country": "XX"}], "sector_codes": [0, 40, "1"], "confidential": "yes",
            "sites": [{"locality": "Utrecht", "country": "NL", "scope": ""}],
        }))), &[
            ("/originally_issued_on", "invalid_date"), ("/trading_names/0", "empty"), ("/street", "empty"), ("/postcode", "too_long"),
            ("/accreditation_body", "required"), ("/legal_entities/0/name", "required"), ("/legal_entities/0/country", "unknown_country"),
            ("/sector_codes/0", "out_of_range"), ("/sector_codes/1", "out_of_range"), ("/sector_codes/2", "wrong_type"),
            ("/confidential", "wrong_type"), ("/sites/0/scope", "empty"),
        ]);
        expect_mistakes(&own.post(PATH, &application(&json!({"originally_issued_on": "2020-05-02"}))), &[
            ("/originally_issued_on", "not_earlier"),
        ]);
        let mut request = application(&particulars());
        own.post(PATH, &request).expect(201);
        own.post(PATH, &request).expect(200);
        request["originally_issued_on"] = Value::Null;
        own.post(PATH, &request).expect(200);
        for (name, value) in [
            ("originally_issued_on", json!("2015-05-01")), ("trading_names", json!([])), ("street", Value::Null), ("postcode", json!("1")),
            ("accreditation_body", json!("UKAS")), ("accreditation_number", Value::Null), ("legal_entities", json!([])),
            ("sector_codes", json!([33])), ("confidential", json!(true)),
        ] {
            let mut other = request.clone();
            other[name] = value;
            let refused = own.post(PATH, &other);
            refused.expect_problem(409, "duplicate");
            assert_eq!(refused.pointers(), [format!("/{name}")]);
        }
    }

    fn a_confidential_one_is_told_to_who_knows_number_and_body(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let request = application(&json!({"confidential": true, "number": "SECRET-7", "expires_on": day(900)}));
        let id = text(&own.post(PATH, &request).expect(201), "id");
        agree(&world, &id);
        let name = text(&request["organisation"], "name");
        let told = read(own, &id, "");
        assert_eq!((&told["status"], &told["confidential"], &told["register_number"]), (&json!("valid"), &json!(true), &Value::Null));
        assert_eq!(history(&world.registrar.client, &id)["turns"].as_array().unwrap().len(), 1);
        for client in [&world.public, &world.other_body.caller.client, &world.employer.client] {
            client.get(&format!("{PATH}/{id}")).expect_problem(404, "not_found");
            client.get(&format!("{PATH}/{id}/history")).expect_problem(404, "not_found");
            assert_eq!(client.get(PATH).expect(200)["items"], json!([]));
            let organisation = text(&told["organisation"], "id");
            client.get(&format!("/v1/organisations/{organisation}")).expect_problem(404, "not_found");
        }
        let slug = text(&told["organisation"], "slug");
        assert_eq!(world.public.get(&format!("/organisations/{slug}")).status, 404);
        let path = format!("/v1/directory?q={}", name.replace(' ', "%20"));
        assert_eq!(world.public.get(&path).expect(200)["items"], json!([]));
        for page in ["/organisations".to_owned(), "/directory.atom".to_owned(), format!("/bodies/{}", world.body.slug), "/search?q=SECRET-7".to_owned()] {
            let page = world.public.get(&page).text();
            assert!(!page.contains(&name), "{page}");
        }
        assert_eq!(verify(&world.public, "number=SECRET-7")["status"], "unknown");
        let other = format!("number=SECRET-7&body={}", world.other_body.slug);
        assert_eq!(verify(&world.public, &other)["status"], "unknown");
        let known = verify(&world.public, &format!("number=SECRET-7&body={}", world.body.slug));
        assert_eq!((&known["status"], &known["certificate"]["organisation"]["name"]), (&json!("valid"), &json!(name)));
        let page = world.public.get(&format!("/verify/organisation?number=SECRET-7&body={}", world.body.slug));
        assert_eq!(page.status, 200, "{page}");
        assert!(page.text().contains("This certificate is confidential") && page.text().contains(&name), "{page}");
        assert_eq!(world.public.get("/verify/organisation?number=SECRET-7").status, 404);
        own.get(&format!("{PATH}/{id}/credential")).expect_problem(409, "certificate_not_valid");
        let event = events::all(&world.registrar.client).into_iter().rfind(|one| one["kind"] == "organisation_certificate_published").unwrap();
        assert_eq!(event["data"]["confidential"], true);
        assert!(events::all(&world.other_body.caller.client).iter().all(|one| one["subject"]["id"] != json!(id)));

        transfer(&world, &id, &world.other_body.id, "B-7", "2021-01-01").expect(201);
        assert_eq!(read(&world.other_body.caller.client, &id, "")["number"], "B-7", "with the certificate goes its file");
        assert_eq!(world.other_body.caller.client.get(PATH).expect(200)["items"][0]["id"], json!(id));
        // Nor does one stand in the way of another one with its number, or tell of itself to whom it does not concern.
        let secret = published(&world, &json!({"confidential": true, "number": "SECRET-9", "expires_on": day(900)}));
        let name = text(&read(own, &secret, "")["organisation"], "name");
        let other = &world.other_body.caller.client;
        let alike = submit(other, &json!({"number": "SECRET-9", "expires_on": day(900)}));
        agree(&world, &alike);
        let told = verify(&world.public, "number=SECRET-9");
        assert_eq!((&told["status"], &told["certificate"]["body"]["slug"]), (&json!("valid"), &json!(world.other_body.slug)), "{told}");
        let renewal = other.post(PATH, &application(&json!({"renews_id": secret})));
        expect_mistakes(&renewal, &[("/renews_id", "unknown_reference")]);
        assert!(!renewal.text().contains(&name), "{renewal}");
    }

    fn what_a_body_has_submitted_is_fetched_as_it_is_sent(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let first = published(&world, &particulars());
        submit(own, &json!({"confidential": true, "organisation": {"name": "=Sum & Söhne", "country": "DE", "website": "https://sum.example"}}));
        let told = read(own, &first, "");
        submit(own, &json!({
            "organisation": null, "organisation_id": told["organisation"]["slug"], "renews_id": first, "issued_on": "2023-05-01",
            "expires_on": "2026-04-30", "scope_statement": "Hosting,\nand \"more\"; and less.",
        }));
        // What a spreadsheet takes for a formula, and what looks as if it had been kept from that, in every place.
        submit(own, &json!({
            "number": "'-7", "organisation": {"name": "@Home", "country": "DE"},
            "scope_statement": "Hosting\n- of mail\n=and\n'+more; -less, \t@all\n''-x",
        }));
        let withdrawn = submit(own, &json!({}));
        step(own, &withdrawn, "application-withdrawals", &json!({"reason": "A mistake."})).expect(201);
        transfer(&world, &first, &world.other_body.id, "B-1", "2021-01-01").expect(201);
        assert_eq!(world.other_body.caller.client.get(FILES).expect(200), json!([]), "another one has submitted it");
        for (format, kind) in [
            ("json", "application/json"), ("csv", "text/csv"), ("csv&separator=semicolon", "text/csv"), ("csv&separator=tab", "text/csv"),
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
        ] {
            let file = own.get(&format!("{FILES}?format={format}"));
            assert!(file.header("content-type").starts_with(kind), "{file}");
            let report = own.send("POST", FILES, &[("content-type", kind)], &file.body).expect(200);
            assert_eq!((&report["unchanged"], &report["refused"]), (&json!(4), &json!(0)), "{format}: {report}");
        }
        let all = own.get(FILES).expect(200);
        assert_eq!((&all[0]["legal_entities"], &all[1]["confidential"]), (&json!([
            {"name": "Heather Operations B.V.", "registration_number": "KVK 1", "country": "NL"}, {"name": "Heather GmbH", "country": "DE"},
        ]), &json!(true)));
        let part = own.get(&format!("{FILES}?limit=2"));
        let next = part.header("link").split(['<', '>']).nth(1).unwrap().to_owned();
        assert_eq!(own.get(&next).expect(200), json!([all[2], all[3]]));
        let registrar = &world.registrar.client;
        assert_eq!(registrar.get(&format!("{FILES}?body={}", world.body.slug)).expect(200), all);
        expect_mistakes(&registrar.get(FILES), &[("/body", "required")]);
        expect_mistakes(&own.get(&format!("{FILES}?body={}", world.other_body.slug)), &[("/body", "not_allowed")]);
    }
}
