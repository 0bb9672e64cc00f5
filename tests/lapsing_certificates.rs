//! Certificates of other issuers lapse: by the API, by the file and by the page they count up to their last day, and after
//! it only where the scheme file says so.

use serde_json::{Value, json};

use crate::support::batches::{by_reference, csv, foundation, ndjson, outcome, send};
use crate::support::steps::{day, eligibility, expect_mistakes, use_scheme};
use crate::support::world::{World, external_certificate};
use crate::support::{Client, Service, events, on_both_engines};

const LAPSED: &str =
    "ITIL Foundation, number EXT-1, awarded on 2014-01-01, was valid until 2015-05-31 and has lapsed by 2015-06-01.";

/// An ITIL Foundation with a last day, and where it was looked up.
fn lapsing(expires_on: &str) -> Value {
    let mut claim = external_certificate("itil_foundation", "EXT-1", "2014-01-01");
    claim["expires_on"] = json!(expires_on);
    claim["checked_on"] = json!("2015-02-03");
    claim["checked_url"] = json!("https://issuer.example/certificates/EXT-1");
    claim
}

fn record(client: &Client, candidate: &str, claim: &Value) -> crate::support::Answer {
    client.post(&format!("/v1/candidates/{candidate}/external-certificates"), claim)
}

on_both_engines! {
    fn a_certificate_counts_on_its_last_day_and_not_on_the_next(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &Value::Null);
        let recorded = record(client, &candidate, &lapsing("2015-05-31")).expect(201);
        for (name, value) in lapsing("2015-05-31").as_object().unwrap() {
            assert!(name == "verification" || &recorded[name] == value, "{name}: {recorded}");
        }
        // The same, and the same with less said of it, is what it was; another last day is another record.
        for less in [&[][..], &["expires_on"], &["expires_on", "checked_on", "checked_url"]] {
            let mut again = lapsing("2015-05-31");
            again.as_object_mut().unwrap().retain(|name, _| !less.contains(&name.as_str()));
            assert_eq!(record(client, &candidate, &again).expect(200), recorded, "{less:?}");
        }
        let feed = events::all(&world.registrar.client);
        let told = feed.iter().find(|event| event["kind"] == "evidence_recorded").unwrap();
        assert_eq!((&told["data"]["expires_on"], &told["data"]["checked_on"]), (&json!("2015-05-31"), &json!("2015-02-03")));
        assert!(!told["data"].to_string().contains("EXT-1"), "the address names the certificate: {told}");

        let on_its_day = eligibility(client, &candidate, "practitioner", "2015-05-31");
        assert_eq!(on_its_day["eligible"], true, "{on_its_day}");
        assert!(on_its_day.to_string().contains("is held on 2015-05-31 and valid until 2015-05-31."), "{on_its_day}");
        let after = eligibility(client, &candidate, "practitioner", "2015-06-01");
        assert!(after["eligible"] == false && after["unmet"].to_string().contains(LAPSED), "{after}");
        let refused = world.submit_result(client, &candidate, "practitioner", "2015-06-01", 50);
        assert!(refused.expect_problem(422, "not_eligible").to_string().contains(LAPSED));
        world.submit_result(client, &candidate, "practitioner", "2015-05-31", 50).expect(201);

        // What is rejected stands in nobody's way: without a last day it never lapses.
        let path = format!("/v1/candidates/{candidate}/external-certificates/{}/rejections", recorded["id"].as_str().unwrap());
        world.registrar.client.post(&path, &json!({"reason": "It has no last day."})).expect(201);
        let claim = external_certificate("itil_foundation", "EXT-1", "2014-01-01");
        // What a registrar rejected stays so, whatever else a body says of it and however it writes the number.
        let mut otherwise = claim.clone();
        otherwise["number"] = json!("ext 1");
        otherwise["checked_on"] = json!("2015-01-01");
        for again in [&claim, &otherwise] {
            assert_eq!(record(client, &candidate, again).expect(200)["id"], recorded["id"]);
        }
        assert_eq!(record(&world.registrar.client, &candidate, &claim).expect(201)["expires_on"], Value::Null);
        assert_eq!(eligibility(client, &candidate, "practitioner", "2199-01-01")["eligible"], true);

        let soon = day(3);
        for (changes, expected) in [
            (json!({"expires_on": "2013-12-31"}), &[("/expires_on", "before_award")][..]),
            (json!({"checked_on": "2013-12-31"}), &[("/checked_on", "before_award")]),
            (json!({"checked_on": soon}), &[("/checked_on", "in_the_future")]),
            (json!({"checked_url": "issuer.example"}), &[("/checked_url", "not_a_website")]),
            (json!({"expires_on": "2015-02-30", "checked_on": 7}), &[("/expires_on", "invalid_date"), ("/checked_on", "wrong_type")]),
        ] {
            let mut claim = lapsing("2199-12-31");
            changes.as_object().unwrap().iter().for_each(|(name, value)| claim[name] = value.clone());
            expect_mistakes(&record(client, &candidate, &claim), expected);
        }
    }

    fn files_and_anybodys_claims_tell_the_last_day(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let row = |reference: &str, expires_on: &str, checked_url: &str| {
            foundation(reference, &[("family_name", reference), ("qualification", "practitioner"), ("marks", "50"),
                ("prior_certification", "itil_foundation"), ("prior_number", "EXT-1"), ("prior_awarded_on", "2014-01-01"),
                ("prior_expires_on", expires_on), ("prior_checked_on", "2015-02-03"), ("prior_checked_url", checked_url)])
        };
        let address = "https://issuer.example/certificates/EXT-1";
        let rows = [row("lapsed", "2015-05-31", address), row("held", "2015-06-01", address), row("never", "", address),
            row("nowhere", "2015-06-01", "issuer"), row("before", "2013-01-01", ""), row("no-day", "2015-02-30", address)];
        let found = by_reference(&outcome(client, "", &csv(&rows)));
        for (reference, expected) in
            [("lapsed", "not_eligible"), ("held", "pass"), ("never", "pass"), ("nowhere", "invalid"), ("before", "invalid"), ("no-day", "invalid")]
        {
            assert_eq!(found[reference], expected, "{reference}");
        }
        let candidates = events::all_items(client, "/v1/candidates");
        let held = candidates.iter().find(|one| one["family_name"] == "held").unwrap()["id"].as_str().unwrap().to_owned();
        let evidence = &client.get(&format!("/v1/candidates/{held}/external-certificates")).expect(200)["items"][0];
        let said = ["expires_on", "checked_on", "checked_url"].map(|name| evidence[name].as_str().unwrap());
        assert_eq!(said, ["2015-06-01", "2015-02-03", address]);
        let objects = send(client, "", "application/x-ndjson", &ndjson(&rows)).expect(202);
        let rows = crate::support::batches::finished(client, objects["id"].as_str().unwrap());
        assert_eq!((&rows["counts"]["unchanged"], &rows["counts"]["not_eligible"]), (&json!(2), &json!(1)), "{rows}");

        let claims = json!({"qualification": "practitioner", "on": "2015-06-01", "external_certificates": [
            {"certification": "itil_foundation", "awarded_on": "2015-07-01", "expires_on": "2199-01-01"},
            {"certification": "itil_foundation", "awarded_on": "2014-01-01", "expires_on": "2015-05-31"},
        ]});
        let assessed = world.public.post("/v1/eligibility-assessments", &claims).expect(200);
        assert_eq!((&assessed["eligible"], &assessed["earliest_on"]), (&json!(false), &json!("2015-07-01")), "{assessed}");
        assert!(assessed["unmet"].to_string().contains("was valid until 2015-05-31 and has lapsed by 2015-06-01"), "{assessed}");
        let ask = |more: &str| world.public.get(&format!("/eligibility/practitioner?on=2015-06-01{more}")).text();
        let page = ask("&awarded-itil_foundation=2014-01-01&expires-itil_foundation=2015-05-31");
        assert!(page.contains("was valid until 31 May 2015 and has lapsed by 1 June 2015."), "{page}");
        let page = ask("&awarded-itil_foundation=2014-01-01&expires-itil_foundation=2015-06-01");
        assert!(page.contains("<section class=\"panel valid\""), "{page}");
        for (more, words) in [
            ("&expires-itil_foundation=2015-05-31", "Enter the day on which this certificate was awarded."),
            ("&awarded-itil_foundation=2014-01-01&expires-itil_foundation=2013-05-31", "The last day lies before the first."),
        ] {
            assert!(ask(more).contains(words), "{more}");
        }
    }

    fn the_scheme_file_says_whether_a_lapsed_one_counts(mut service: Service) {
        use_scheme(&mut service, |scheme| {
            scheme.replace("title = \"ITIL Foundation\"", "title = \"ITIL Foundation\"\nlapsed_counts = true")
        });
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let candidate = world.register_candidate(client, &Value::Null);
        record(client, &candidate, &lapsing("2015-05-31")).expect(201);
        let result = world.submit_result(client, &candidate, "practitioner", "2015-06-01", 50).expect(201);
        assert!(result.to_string().contains("was valid until 2015-05-31 and counts after that day too."), "{result}");
        let requirement = &world.public.get("/v1/qualifications/practitioner").expect(200)["requirement"]["children"][2];
        assert_eq!(requirement["lapsed_counts"], true, "{requirement}");
        assert_eq!(requirement["description"], "holds the ITIL Foundation, also if it has lapsed");
        assert!(world.public.get("/qualifications/practitioner").text().contains("also if it has lapsed"));
    }
}
