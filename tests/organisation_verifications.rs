//! Whether an organisation's certificate is what its paper says: by its body's number or the registry's own, over the API, the
//! form and the short link.

use serde_json::{Value, json};
use touchstone::scheme::numbers::RegisterNumber;

use crate::support::organisation_certificates::{agree, application, change, published, read, submit, transfer};
use crate::support::sql::Sql;
use crate::support::steps::day;
use crate::support::world::{World, text};
use crate::support::{Answer, Engine, Service, on_both_engines};

fn percent(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn ask(world: &World, number: &str, rest: &str) -> Answer {
    world.public.get(&format!("/v1/organisation-verifications?number={}{rest}", percent(number)))
}

fn status(world: &World, number: &str, rest: &str) -> String {
    text(&ask(world, number, rest).expect(200), "status")
}

/// What the page at this address says, with its status.
fn page(world: &World, address: &str, status: u16) -> String {
    let answer = world.public.get(address);
    assert_eq!(answer.status, status, "{address}: {answer}");
    answer.text()
}

/// Where the form leads with this number.
fn led(world: &World, path: &str) -> String {
    let answer = world.public.get(path);
    assert_eq!(answer.status, 303, "{path}: {answer}");
    answer.header("location").to_owned()
}

on_both_engines! {
    fn a_number_on_paper_leads_to_what_the_certificate_is_worth(service: Service) {
        let world = World::new(&service);
        let id = published(&world, &json!({"number": "IS 654321", "expires_on": day(500)}));
        let told = ask(&world, "IS 654321", "").expect(200);
        let known = read(&world.public, &id, "");
        let own = text(&known, "register_number");
        assert!(RegisterNumber::parse(&own).is_ok(), "{known}");
        for (body, answer) in [(&world.body, "valid"), (&world.other_body, "unknown")] {
            assert_eq!(status(&world, &own, &format!("&body={}", body.slug)), answer, "whose the number is does not contradict");
        }
        let certificate = &told["certificate"];
        for member in ["id", "register_number", "organisation", "body", "number", "edition", "issued_on", "expires_on", "scope_statement", "sites"] {
            assert_eq!(certificate[member], known[member], "{member}: {told}");
        }
        assert_eq!((told["number"].as_str(), told["status"].as_str(), &told["choices"]), (Some("IS 654321"), Some("valid"), &json!([])));
        for spelling in ["is654321", "IS\u{2013}654/321", "\u{FF29}\u{FF33}654321", &own, &own.replace('-', "").to_lowercase()] {
            assert_eq!(ask(&world, spelling, "").expect(200)["certificate"]["id"], id.as_str(), "{spelling}");
            assert_eq!(led(&world, &format!("/verify/organisation?number={}", percent(spelling))), format!("/o/{own}"), "{spelling}");
        }
        for pasted in [own.clone(), format!("https://registry.example/o/{own}"), format!("<http://x.example/r/o/{}?lang=de>", own.to_lowercase())] {
            for path in ["/verify", "/verify/organisation"] {
                assert_eq!(led(&world, &format!("{path}?number={}", percent(&pasted))), format!("/o/{own}"), "{pasted}");
            }
        }
        // Unknown, mistyped, and not on record yet are different things.
        let waiting = application(&json!({"number": "IS 654322"}));
        world.body.caller.client.post("/v1/organisation-certificates", &waiting).expect(201);
        for unknown in ["IS 654322", "IS 65432", &RegisterNumber::from_entropy([7; 8]).to_string()] {
            assert_eq!(status(&world, unknown, ""), "unknown", "{unknown}");
        }
        assert_eq!(status(&world, "IS 654321", "&on=2020-04-30"), "unknown");
        assert_eq!(status(&world, " - ", ""), "mistyped");
        let wrong = ask(&world, &"9".repeat(101), "&on=x").expect_problem(400, "invalid_parameter");
        assert_eq!((&wrong["errors"][0]["code"], &wrong["errors"][1]["pointer"]), (&json!("too_long"), &json!("/on")), "{wrong}");
        let mistyped = page(&world, &format!("/o/{}", own.replacen(&own[..1], if own.starts_with('7') { "8" } else { "7" }, 1)), 404);
        assert!(mistyped.contains("Mistyped") && mistyped.contains("none of the registry"), "{mistyped}");
        let unknown = page(&world, &format!("/o/{}", RegisterNumber::from_entropy([7; 8])), 404);
        assert!(unknown.contains("Unknown") && unknown.contains("No certificate with this number"), "{unknown}");
        assert!(page(&world, "/verify/organisation?number=IS+65432", 404).contains("No certificate with this number"));
        assert!(page(&world, "/verify/organisation?number=-", 422).contains("Mistyped"));
        assert!(page(&world, "/verify?number=IS+65432", 422).contains("No certificate of an organisation has this number either"));
    }

    fn the_status_is_told_with_its_days(service: Service) {
        let world = World::new(&service);
        let id = published(&world, &json!({"number": "A/1", "expires_on": day(500)}));
        let own = text(&read(&world.public, &id, ""), "register_number");
        let shown = |on: &str| page(&world, &format!("/o/{own}{on}"), 200);
        assert!(shown("").contains("Heather Hosting") && shown("").contains(">Valid</h2>"), "{}", shown(""));
        change(&world, &id, "suspensions", "2021-01-01", Some("2021-01-31")).expect(201);
        let then = ask(&world, "A/1", "&on=2021-01-31").expect(200);
        assert_eq!((&then["status"], &then["certificate"]["suspended_until"]), (&json!("suspended"), &json!("2021-01-31")), "{then}");
        let past = shown("?on=2021-01-15");
        assert!(past.contains("Was suspended on 15 January 2021") && past.contains("Suspended until"), "{past}");
        let mark = world.public.get(&format!("/o/{own}/mark.svg"));
        assert!(mark.text().contains(">Valid</text>"), "{mark}");
        change(&world, &id, "suspensions", &day(0), None).expect(201);
        assert_eq!(status(&world, "A/1", ""), "suspended");
        assert!(world.public.get(&format!("/o/{own}/mark.svg")).text().contains(">Suspended</text>"), "today's truth");
        assert!(shown("").contains("Do not rely on it today"), "{}", shown(""));
        change(&world, &id, "withdrawals", &day(0), None).expect(201);
        let gone = shown("");
        assert!(gone.contains(">Withdrawn</h2>") && gone.contains("Suspended, until 31 January 2021"), "the history tells all: {gone}");
        assert_eq!(status(&world, "A/1", &format!("&on={}", day(501))), "withdrawn");
        assert!(page(&world, &format!("/o/{own}?on=2020-04-30"), 404).contains("On that day there was no certificate"));
        assert!(page(&world, &format!("/o/{own}?on=2021-02-29"), 422).contains("There is no such day"));
        published(&world, &json!({"number": "A/2"}));
        assert_eq!(status(&world, "A/2", ""), "expired");
        // The code holds the short link.
        let code = world.public.get(&format!("/o/{own}/code.svg"));
        assert_eq!((code.status, code.header("content-type")), (200, "image/svg+xml"));
        assert!(code.text().starts_with("<svg") && shown("").contains(&format!("href=\"/o/{own}/code.svg\"")));
        let mark = |lang: &str| world.public.get(&format!("/o/{own}/mark.svg{lang}"));
        assert_eq!((mark("").status, mark("").header("content-type"), mark("").header("cache-control")), (200, "image/svg+xml", "public, no-cache"));
        assert_eq!(mark("").header("cross-origin-resource-policy"), "cross-origin");
        assert!(mark("").text().contains(">Withdrawn</text>") && mark("?lang=fr").text().contains(">Retiré</text>"), "{}", mark(""));
        assert!(gone.contains(&format!("/o/{own}/mark.svg&#34; width=&#34;320&#34;")), "what to embed: {gone}");
        let nobody = world.public.get(&format!("/o/{}/mark.svg", RegisterNumber::from_entropy([7; 8])));
        assert!(nobody.status == 404 && nobody.text().contains(">Unknown</text>"), "{nobody}");
        for language in ["de", "es", "fr", "ja"] {
            let answer = world.public.get(&format!("/o/{}?lang={language}", own.to_lowercase()));
            assert_eq!((answer.status, answer.header("location")), (303, format!("/o/{own}?lang={language}").as_str()));
            assert_ne!(page(&world, &format!("/o/{own}?lang={language}"), 200), gone);
        }
    }

    fn where_two_bodies_use_a_number_the_asker_chooses(service: Service) {
        let world = World::new(&service);
        let first = published(&world, &json!({"number": "ITSM 7", "expires_on": day(500)}));
        let other = submit(&world.other_body.caller.client, &json!({"number": "ITSM-7", "expires_on": day(500)}));
        assert_eq!(ask(&world, "itsm7", "").expect(200)["certificate"]["id"], first.as_str(), "what waits is nobody's choice");
        agree(&world, &other);
        let told = ask(&world, "itsm7", "").expect(200);
        assert_eq!((&told["status"], &told["certificate"]), (&json!("ambiguous"), &Value::Null), "{told}");
        let choices = told["choices"].as_array().unwrap();
        assert_eq!(choices.len(), 2, "{told}");
        for choice in choices {
            let (body, number) = (&choice["body"], text(choice, "number"));
            let expected = if number == "ITSM 7" { &first } else { &other };
            for name in ["id", "slug", "name"] {
                let answer = ask(&world, &number, &format!("&body={}", percent(&text(body, name)))).expect(200);
                assert_eq!(answer["certificate"]["id"], expected.as_str(), "{choice}: {name}");
            }
            let chosen = ask(&world, "ITSM7", &format!("&body={}", text(body, "slug"))).expect(200);
            assert_eq!(chosen["certificate"]["id"], expected.as_str(), "{chosen}");
        }
        assert_eq!(ask(&world, "ITSM-7", "").expect(200)["certificate"]["id"], other.as_str(), "as it is written");
        assert_eq!(status(&world, "ITSM 7", "&body=somebody"), "unknown");
        let choosing = page(&world, &led(&world, "/verify?number=ITSM7"), 200);
        assert!(choosing.contains("Several bodies use this number"), "{choosing}");
        let link = format!("/verify/organisation?number=ITSM-7&#38;body={}", world.other_body.slug);
        assert!(choosing.contains(&link), "{choosing}");
        assert_eq!(led(&world, &link.replace("&#38;", "&")), format!("/o/{}", text(&read(&world.public, &other, ""), "register_number")));
        // Of one that was transferred, every paper leads to it.
        transfer(&world, &first, &world.other_body.id, "B-1", "2022-01-01").expect(201);
        for (number, body) in [("B-1", &world.other_body.slug), ("ITSM 7", &world.body.slug)] {
            let told = ask(&world, number, &format!("&body={body}")).expect(200);
            assert_eq!((&told["certificate"]["id"], &told["certificate"]["number"]), (&json!(first), &json!("B-1")), "{told}");
        }
        assert_eq!(status(&world, "B-1", &format!("&body={}", world.body.slug)), "unknown", "that body never gave it");
    }

    fn what_was_published_before_has_its_numbers_after_an_opening(mut service: Service) {
        let world = World::new(&service);
        let id = published(&world, &json!({"number": "A 1"}));
        transfer(&world, &id, &world.other_body.id, "B 1", "2022-01-01").expect(201);
        let unguarded = match service.engine() {
            Engine::Sqlite => "DROP TRIGGER organisation_certificate_numbers_no_delete",
            Engine::Postgres => "DROP TRIGGER organisation_certificate_numbers_append_only ON organisation_certificate_numbers",
        };
        Sql::of(&service).script(&format!("{unguarded}; DELETE FROM organisation_certificate_numbers"));
        service.restart();
        for number in ["A 1", "B 1"] {
            assert_eq!(ask(&world, number, "").expect(200)["certificate"]["id"], id.as_str());
        }
        assert!(read(&world.public, &id, "")["register_number"].is_string());
    }
}

on_both_engines! {
    /// A register number stands in short links, marks and credentials of a certificate: no other gets in its place.
    fn no_number_of_a_body_takes_the_place_of_a_register_number(service: Service) {
        let world = World::new(&service);
        let id = published(&world, &json!({"number": "A-1"}));
        let own = text(&read(&world.public, &id, ""), "register_number");
        for number in [own.clone(), own.replace('-', ""), own.to_lowercase()] {
            let other = published(&world, &json!({"number": number}));
            for typed in [own.clone(), own.replace('-', ""), own.to_lowercase()] {
                assert_eq!(ask(&world, &typed, "").expect(200)["certificate"]["id"], id.as_str(), "{number} {typed}");
            }
            let theirs = ask(&world, &number, &format!("&body={}", world.body.id)).expect(200);
            assert_eq!(theirs["certificate"]["id"], other.as_str(), "{number}");
            assert!(page(&world, &format!("/o/{own}"), 200).contains("A-1"));
        }
        // What merely reads as a register number is a number as any other.
        let letters = RegisterNumber::parse(&own).unwrap().compact().replace('0', "O").replace('1', "I");
        let odd = published(&world, &json!({"number": format!("{letters}-X")}));
        assert_eq!(ask(&world, &format!("{letters}X"), "").expect(200)["certificate"]["id"], odd.as_str());
        let iso = published(&world, &json!({"number": "ISO20000E"}));
        assert_eq!(ask(&world, "ISO20000E", "").expect(200)["certificate"]["id"], iso.as_str());
    }
}
