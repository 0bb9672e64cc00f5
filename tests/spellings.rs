//! Numbers and links as people, keyboards, word processors and mail programs write them: read alike everywhere.

use serde_json::json;
use url::form_urlencoded::byte_serialize;

use crate::support::batches::{self, csv, finished, foundation, ndjson, outcome, send, words};
use crate::support::credentials::{jws, pdf, verified};
use crate::support::holder_links::{certified, issue};
use crate::support::organisation_certificates::published;
use crate::support::paper::lines;
use crate::support::sql::Sql;
use crate::support::steps::{certificate_of, search};
use crate::support::world::{World, text};
use crate::support::{Service, on_both_engines};

/// A number in other spellings than its own.
fn spelled(number: &str) -> Vec<String> {
    let wide = |symbol: char| char::from_u32(u32::from(symbol) + 0xFEE0).unwrap();
    let separators = [
        "\u{2010}", "\u{2011}", "\u{2013}", "\u{2014}", "\u{2212}", "\u{A0}", "\u{202F}", "\u{200B}", "\u{AD}-", ".",
        "·", "_", " – ", "\r", "\r\n", "\t", "\u{FF0D}", "\u{30FC}", "\u{2060}",
    ];
    let mut spelled: Vec<String> = separators.iter().map(|separator| number.replace('-', separator)).collect();
    spelled.push(number.chars().map(|symbol| if symbol == '-' { symbol } else { wide(symbol) }).collect());
    spelled.extend(
        [("(", ")"), ("<", ">"), ("„", "“"), ("\u{FEFF}", "\u{200B}"), ("", "."), ("", "\r")]
            .map(|(before, after)| format!("{before}{}{after}", number.to_lowercase())),
    );
    spelled
}

fn percent(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

on_both_engines! {
    fn a_number_is_read_alike_by_page_api_lists_and_files(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (id, passed) = world.certified_candidate(&json!({}));
        let number = certificate_of(&passed);
        let candidate = text(&client.get(&format!("/v1/candidates/{id}")).expect(200), "number");
        let location = format!("/verify/{number}");
        let all = spelled(&number);
        for typed in &all {
            let encoded = percent(typed);
            for path in [format!("/verify?number={encoded}"), format!("/verify/{encoded}")] {
                let answer = world.public.get(&path);
                assert_eq!((answer.status, answer.header("location")), (303, location.as_str()), "{typed:?}: {path}");
            }
            let told = world.public.get(&format!("/v1/verifications/{encoded}")).expect(200);
            assert_eq!((text(&told, "number"), text(&told, "status")), (number.clone(), "valid".to_owned()), "{typed:?}");
            assert_eq!(client.get(&format!("/v1/certificates/{encoded}")).status, 200, "{typed:?}");
        }
        let questions: Vec<_> = all.iter().map(|typed| json!({"number": typed})).collect();
        let told = world.employer.client.post("/v1/verifications", &json!({"verifications": questions})).expect(200);
        for (typed, told) in all.iter().zip(told["items"].as_array().unwrap()) {
            assert_eq!(text(told, "status"), "valid", "{typed:?}");
        }
        let names = [("given_names", ""), ("family_name", ""), ("birth_date", "")];
        for (place, typed) in spelled(&candidate).iter().enumerate() {
            let found = search(client, typed, "1985-04-12").expect(200);
            assert_eq!(found["items"].as_array().map(Vec::len), Some(1), "{typed:?}");
            if place % 5 == 0 || typed.contains('\r') {
                let row = [&[("candidate_number", typed.as_str())][..], &names[..]].concat();
                let rows = [foundation(&format!("row {place}"), &row)];
                let lines = send(client, "", "application/x-ndjson", &ndjson(&rows)).expect(202);
                finished(client, &text(&lines, "id"));
                let mut all = vec![batches::rows(client, &text(&lines, "id"), "")];
                // A line break in a cell of CSV is a mistake of its own, whatever the column.
                if !typed.contains(['\r', '\n']) {
                    all.push(outcome(client, "", &csv(&rows)));
                }
                for decided in all {
                    assert!(!decided[0].to_string().contains("mistyped"), "{typed:?}: {decided:?}");
                    assert!(!words(&decided).contains(&"invalid".to_owned()), "{typed:?}: {decided:?}");
                }
            }
        }
    }

    fn a_number_leads_to_its_verification_from_every_field_also_with_a_slip(service: Service) {
        let world = World::new(&service);
        let number = certificate_of(&world.certified_candidate(&json!({})).1);
        published(&world, &json!({"number": "IS 654321"}));
        // A number that is a word of this field leads nobody away who looks for the word.
        published(&world, &json!({"number": "20000", "organisation": {"name": "Numbered Ltd", "country": "NL"}}));
        let certificate = world.public.get("/v1/organisation-certificates").expect(200)["items"][0].clone();
        let page = format!("/o/{}", text(&certificate, "register_number"));
        let (first, rest) = number.split_at(1);
        let wrong = if first == "7" { "8" } else { "7" };
        let slips = [
            format!("{wrong}{rest}"),
            format!("{wrong}{}", &rest[..rest.len() - 1]),
            format!("{number}7"),
            number.replace('-', "\u{2013}") + "7",
            format!(" {wrong}{}\r\n", rest.to_lowercase()),
            format!("@{rest}"),
            format!("https://registry.example/verify/{wrong}{rest}"),
        ];
        let fields = ["/search", "/organisations", "/bodies", "/training", "/search?kind=organisation", "/search?kind=course"];
        for field in fields {
            let sign = if field.contains('?') { '&' } else { '?' };
            let typed = |text: &str| world.public.get(&format!("{field}{sign}q={}", percent(text)));
            // One number in ninety has letters only, and may be words as well.
            for number in [number.as_str(), "WPQF-ZMBE-DBZX"] {
                let location = format!("/verify/{number}");
                for spelling in spelled(number) {
                    let answer = typed(&spelling);
                    assert_eq!((answer.status, answer.header("location")), (303, location.as_str()), "{field}: {spelling:?}");
                }
            }
            for slip in &slips {
                let answer = typed(slip);
                assert_eq!(answer.status, 303, "{field}: {slip}");
                let location = answer.header("location");
                let shown = world.public.get(location);
                if slip.contains("://") {
                    assert!(location.starts_with("/verify?number="), "{field}: {slip}: {location}");
                    assert_eq!(shown.status, 422, "{field}: {slip}");
                    assert!(shown.text().contains("A character is wrong"), "{field}: {slip}");
                } else {
                    assert!(location.starts_with("/verify/"), "{field}: {slip}: {location}");
                    assert_eq!(shown.status, 404, "{field}: {slip}");
                    assert!(shown.text().contains("Mistyped"), "{field}: {slip}");
                }
            }
            for spelling in ["IS 654321", "is654321", "IS-654321", "IS\u{A0}654321\r\n"] {
                let answer = typed(spelling);
                assert_eq!((answer.status, answer.header("location")), (303, page.as_str()), "{field}: {spelling:?}");
            }
            for other in ["2000", "20000", "20000-1", "Heather 24", "Datacenter24", "Cloud4Europe", "654321 GmbH 20000"] {
                assert_eq!(typed(other).status, 200, "{field}: {other}");
            }
        }
        for spelling in ["IS 654321", "is654321"] {
            for path in [format!("/verify?number={}", percent(spelling)), format!("/verify/{}", percent(spelling))] {
                let answer = world.public.get(&path);
                assert_eq!((answer.status, answer.header("location")), (303, page.as_str()), "{path}");
            }
            let answer = world.public.post_form("/verify", &[("number", spelling), ("family_name", "Smith")]);
            assert_eq!((answer.status, answer.header("location")), (303, page.as_str()), "{spelling}");
            let found = world.public.get(&format!("/v1/organisations?q={}", percent(spelling))).expect(200);
            assert_eq!(found["items"][0]["id"], certificate["organisation"]["id"], "{spelling}");
        }
        assert_eq!(world.public.get("/verify?number=IS%20654322").status, 422);
    }

    fn a_link_leads_to_the_page_whatever_was_made_of_it(service: Service) {
        let world = World::new(&service);
        let number = certificate_of(&world.certified_candidate(&json!({})).1);
        let link = format!("https://registry.example/verify/{number}");
        let encoded = percent(&link);
        let proofpoint = link.replace('-', "-2D").replace(':', "-3A").replace('/', "_");
        let location = format!("/verify/{number}");
        for typed in [
            format!("https://nam02.safelinks.protection.outlook.com/?url={encoded}&data=05%7C02%7C&sdata=%3D&reserved=0"),
            format!("https://urldefense.proofpoint.com/v2/url?u={proofpoint}&d=DwMFAg&c=a-b_c&r=x"),
            format!("https://urldefense.com/v3/__{link}__;!!Abc!Def-g$"),
            format!("https://www.google.com/url?q={link}&sa=D&usg=x"),
            format!("https://linkprotect.cudasvc.com/url?a={encoded}&c=E,1,x&typo=1"),
            format!("<{link}>"),
            format!("({link})."),
            format!("\"{link}/\","),
            link.replace('-', "%2D"),
            link.to_uppercase(),
        ] {
            let answer = world.public.get(&format!("/verify?number={}", percent(&typed)));
            assert_eq!((answer.status, answer.header("location")), (303, location.as_str()), "{typed}");
        }
        for path in [
            format!("{location}/"), format!("{location}//"), format!("{location}."), format!("{location})"), format!("{location}%3E"),
            format!("{location},"), format!("{location}%22"), format!("{location}/."), format!("/VERIFY/{}", number.to_lowercase()),
            format!("/Verify/{number}/"), format!("/verify/{}", number.replace('-', "%252D")), format!("{location}%E2%80%9C"),
        ] {
            let answer = world.public.get(&path);
            assert_eq!((answer.status, answer.header("location")), (303, location.as_str()), "{path}");
            let chosen = world.public.get(&format!("{path}?lang=de&on=2016-01-01"));
            assert_eq!(chosen.header("location"), format!("{location}?on=2016-01-01&lang=de"), "{path}");
        }
        for path in ["/verify/nothing/more", "/verify/123/", "/VERIFY/", "/verify//", "/verifyx/7"] {
            assert_eq!(world.public.get(path).status, 404, "{path}");
        }
    }

    fn a_holders_link_opens_with_what_a_sentence_left_behind_it(service: Service) {
        let world = World::new(&service);
        let (_, number, links) = certified(&world);
        let (_, token) = issue(&world.body.caller.client, &links);
        for behind in ["", "/", ".", ")", ").", "%3E", ",", "%22", "%E2%80%9C", "%20", "/?lang=de", ".?lang=de"] {
            let answer = world.public.get(&format!("/holder/{}{behind}", token.expose()));
            let language = if behind.contains("lang") { "?lang=de" } else { "" };
            assert_eq!((answer.status, answer.header("location")), (303, format!("/holder/{number}{language}").as_str()), "{behind}");
        }
        for wrong in ["x", "-", "_"] {
            assert_eq!(world.public.get(&format!("/holder/{}{wrong}", token.expose())).status, 404, "{wrong}");
        }
    }

    fn what_is_taken_at_registration_can_be_served(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        for (given, family, holder) in [
            ("\u{FB01}ona", "O\u{FB03}cer", "fiona Officer"),
            ("Zo\u{200B}e", "Mül\u{AD}ler\u{2060}", "Zoe Müller"),
            ("Ａda", "\u{1D40D}owak\u{FE0F}", "Ada Nowak"),
            ("Mª José", "O’Brien", "Mª José O’Brien"),
            ("Ana", "Smith\u{2212}Jones", "Ana Smith-Jones"),
        ] {
            let number = certificate_of(&world.certified_candidate(&json!({"given_names": given, "family_name": family})).1);
            assert_eq!(verified(&world, &jws(client, &number)).unwrap().holder, holder);
            assert!(pdf(client, &number).starts_with(b"%PDF-"), "{holder}");
        }
        for spelling in ["രാജന്\u{200D}", "শরত্\u{200D}", "علی\u{200C}رضا", "ᠮᠥᠩᠬᠡ\u{180E}ᠠ"] {
            let candidate = world.register_candidate(client, &json!({"family_name": spelling}));
            assert_eq!(text(&client.get(&format!("/v1/candidates/{candidate}")).expect(200), "family_name"), spelling);
        }
        for symbol in ["Zoe 😀", "Ada \u{2764}\u{FE0F}", "Z\u{FFFD}e", "\u{E001}da"] {
            let request = crate::support::world::candidate(&json!({"given_names": symbol}));
            let refused = client.post("/v1/candidates", &request).expect_problem(422, "invalid_input");
            let said = if symbol.contains('\u{FFFD}') { "U+FFFD" } else { "no letter of a name" };
            assert!(refused.to_string().contains(said), "{refused}");
        }
        // As an earlier version took it.
        let (id, passed) = world.certified_candidate(&json!({"given_names": "Fiona", "family_name": "Earlier"}));
        let statement = format!("UPDATE candidates SET given_names = '\u{FB01}o\u{200B}na', family_name = 'Earlier 😀' WHERE id = '{id}'");
        assert_eq!(Sql::of(&service).execute(&statement).unwrap(), 1);
        let number = certificate_of(&passed);
        assert_eq!(verified(&world, &jws(client, &number)).unwrap().holder, "fiona Earlier 😀");
        let said = lines(&pdf(client, &number));
        assert!(said.contains(&"fiona Earlier [U+1F600]".to_owned()), "{said:?}");
    }
}
