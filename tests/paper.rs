//! The certificate on paper: in each of the five languages, and with names that no font can show, which are taken, told of,
//! and spelled out.

use serde_json::{Value, json};

use crate::support::batches::outcome;
use crate::support::command::Program;
use crate::support::credentials::{found, jws, verified};
use crate::support::holder_links::{certified, issue, open_page};
use crate::support::paper::{language, lines};
use crate::support::steps::{certificate_of, patch};
use crate::support::world::{World, candidate, text};
use crate::support::{Answer, Client, Service, on_both_engines};

/// A sentence of each language, all of whose words a reader must find whole.
const SENTENCES: [(&str, &str, &str); 5] = [
    ("en", "Certificate", "has met every requirement of the scheme and is awarded the qualification"),
    ("de", "Zertifikat", "alle Anforderungen des Programms erfüllt und folgende Qualifikation erworben hat:"),
    ("fr", "Certificat", "a satisfait à toutes les exigences du programme et obtient la qualification"),
    ("es", "Certificado", "ha cumplido todos los requisitos del programa y obtiene la cualificación"),
    ("ja", "認証書", "本制度のすべての要件を満たし、次の資格を授与されたことを証明します"),
];

const FONTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/fonts");

/// Names, and the script that no font has of them.
const UNSHOWN: [(&str, &str); 4] = [("高橋", "Han"), ("मधुकर", "Devanagari"), ("כהן", "Hebrew"), ("Ada 李", "Han")];

fn paper(client: &Client, number: &str, query: &str) -> Answer {
    let answer = client.get(&format!("/v1/certificates/{number}/pdf{query}"));
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/pdf"), "{answer}");
    answer
}

fn numbered(world: &World, given_names: &str, family_name: &str) -> String {
    certificate_of(&world.certified_candidate(&json!({"given_names": given_names, "family_name": family_name})).1)
}

/// The pointers of the warnings in an answer, each with the script that it names.
#[track_caller]
fn warned(answer: &Value, script: &str) -> Vec<String> {
    let warnings = answer["warnings"].as_array().unwrap_or_else(|| panic!("nothing is told: {answer}"));
    for warning in warnings {
        assert_eq!(warning["code"], "font_missing", "{answer}");
        assert!(text(warning, "detail").contains(&format!("no font for {script}")), "{answer}");
    }
    warnings.iter().map(|warning| text(warning, "pointer")).collect()
}

on_both_engines! {
    fn the_pdf_is_in_the_language_that_is_asked_for(mut service: Service) {
        service.set("TOUCHSTONE_FONT_DIRECTORY", FONTS);
        service.restart();
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let number = numbered(&world, "Ana", "Nowak");
        let plain = paper(client, &number, "");
        let mut files = Vec::new();
        for (tag, heading, sentence) in SENTENCES {
            let asked = paper(client, &number, &format!("?language={tag}"));
            let accepted = paper(&client.with_header("accept-language", &format!("it, {tag};q=0.5")), &number, "");
            assert!(asked.body == accepted.body && asked.header("etag") == accepted.header("etag"), "{tag}");
            assert_eq!((asked.header("content-language"), language(&asked.body).as_str()), (tag, tag));
            assert!(asked.header("vary").contains("accept-language"), "{asked}");
            assert_eq!(asked.header("certificate-note"), "");
            let said = lines(&asked.body);
            for words in [heading, sentence, "Ana Nowak", number.as_str()] {
                assert!(said.iter().any(|line| line == words), "{words} is not among {said:?}");
            }
            assert_eq!(found(&world, &asked.body).0, "genuine", "each is the registry's");
            let known = client.with_header("if-none-match", asked.header("etag"));
            assert_eq!(known.get(&format!("/v1/certificates/{number}/pdf?language={tag}")).status, 304);
            files.push(asked.body);
        }
        assert!(files[0] == plain.body, "English where nobody says anything");
        files.sort();
        files.dedup();
        assert_eq!(files.len(), SENTENCES.len());
        let other = client.with_header("accept-language", "de");
        assert_eq!(language(&paper(&other, &number, "?language=fr").body), "fr", "the address is more than the header");
        for wrong in ["xx", "", "DE", "en,de"] {
            let refused = client.get(&format!("/v1/certificates/{number}/pdf?language={wrong}"));
            assert!(refused.expect_problem(400, "invalid_parameter").to_string().contains("language"));
        }
    }

    fn without_a_font_for_a_language_the_pdf_is_in_english_and_says_so(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let number = numbered(&world, "Ana", "Nowak");
        let japanese = paper(client, &number, "?language=ja");
        assert_eq!((japanese.header("content-language"), language(&japanese.body).as_str()), ("en", "en"));
        assert!(japanese.header("certificate-note").contains("no font for the letters of `ja`"), "{japanese}");
        assert!(japanese.body == paper(client, &number, "").body);
        let german = paper(client, &number, "?language=de");
        assert_eq!((german.header("content-language"), german.header("certificate-note")), ("de", ""));
    }

    fn the_holders_page_has_the_pdf_in_its_language_and_in_the_others(mut service: Service) {
        let world = World::new(&service);
        let (_, number, links) = certified(&world);
        let (_, token) = issue(&world.body.caller.client, &links);
        let (holder, path) = open_page(&world.public, &format!("/holder/{}", token.expose()));
        let page = |tag: &str| holder.get(&format!("{path}?lang={tag}")).text();
        let file = |query: &str| holder.get(&format!("{path}/certificate.pdf{query}"));
        let german = page("de");
        assert!(german.contains(&format!("href=\"/holder/{number}/certificate.pdf?lang=de\"")), "{german}");
        for (tag, name) in [("en", "English"), ("fr", "Français"), ("es", "Español")] {
            assert!(german.contains(&format!("certificate.pdf?lang={tag}\"")) && german.contains(name), "{german}");
            assert_eq!(language(&file(&format!("?lang={tag}")).body), tag);
        }
        let spanish = file("?lang=es");
        assert_eq!((spanish.status, spanish.header("content-language")), (200, "es"));
        assert_eq!(language(&holder.with_header("accept-language", "fr").get(&format!("{path}/certificate.pdf")).body), "fr");
        // Nobody is offered what there is no font for.
        assert!(!german.contains("certificate.pdf?lang=ja"), "{german}");
        assert!(page("ja").contains("PDFは英語です") && file("?lang=ja").header("content-language") == "en");
        service.set("TOUCHSTONE_FONT_DIRECTORY", FONTS);
        service.restart();
        assert!(page("de").contains("certificate.pdf?lang=ja") && !page("ja").contains("PDFは英語です"));
        assert_eq!(language(&file("?lang=ja").body), "ja");
    }

    fn a_name_that_no_font_shows_is_taken_and_told_of(service: Service) {
        let world = World::new(&service);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        for (name, script) in UNSHOWN {
            let made = client.post("/v1/candidates", &candidate(&json!({"family_name": name}))).expect(201);
            assert_eq!(warned(&made, script), ["/family_name"], "{name}");
            let id = text(&made, "id");
            let read = client.get(&format!("/v1/candidates/{id}")).expect(200);
            assert!(read.get("warnings").is_none() && read["family_name"] == name, "{read}");
            let changed = patch(client, &format!("/v1/candidates/{id}"), &json!({"given_names": name})).expect(200);
            assert_eq!(warned(&changed, script), ["/given_names"]);
            let plain = patch(client, &format!("/v1/candidates/{id}"), &json!({"given_names": "Ada", "family_name": "Nowák"}));
            assert!(plain.expect(200).get("warnings").is_none());

            let (id, passed) = world.certified_candidate(&json!({"given_names": name, "family_name": "Nowak"}));
            assert_eq!(warned(&passed, script), ["/candidate_id/given_names"]);
            let change = json!({"family_name": name, "reason": "marriage", "proof": {"method": "passport"}});
            let asked = client.post(&format!("/v1/candidates/{id}/identity-changes"), &change).expect(201);
            assert_eq!(warned(&asked, script), ["/family_name"]);

            let row = format!("family_name,birth_date,qualification,sat_on,marks\n{name}X,1980-01-01,foundation,2020-01-01,30\n");
            let rows = outcome(client, "", row.as_bytes());
            let notes = &rows[0]["notes"];
            assert_eq!((&notes[0]["column"], &notes[0]["code"]), (&json!("family_name"), &json!("font_missing")), "{rows:?}");
        }
        let made = client.post("/v1/candidates", &candidate(&json!({"given_names": "Žofie", "family_name": "Ξένια Щёголева"})));
        assert!(made.expect(201).get("warnings").is_none());
        let body = format!("/v1/bodies/{}", world.body.slug);
        let renamed = patch(registrar, &body, &json!({"name": "日本品質保証"})).expect(200);
        assert_eq!(warned(&renamed, "Han"), ["/name"]);
        assert!(patch(registrar, &body, &json!({"website": "https://x.example"})).expect(200).get("warnings").is_none());
    }

    fn a_name_that_no_font_shows_is_spelled_out_on_paper(service: Service) {
        let world = World::new(&service);
        let (client, registrar) = (&world.body.caller.client, &world.registrar.client);
        let number = numbered(&world, "健", "高橋");
        let spelled = paper(client, &number, "");
        let said = lines(&spelled.body);
        assert!(said.contains(&"[U+9AD8 U+6A4B] [U+5065]".to_owned()), "{said:?}");
        assert!(said.iter().any(|line| line.contains("The registry has no font for Han")), "{said:?}");
        assert!(spelled.header("certificate-note").contains("no font for Han"), "{spelled}");
        assert_eq!(found(&world, &spelled.body).0, "genuine");
        assert_eq!(verified(&world, &jws(client, &number)).unwrap().holder, "高橋 健");
        let matched = world.public.get(&format!("/v1/verifications/{number}?family_name=%E9%AB%98%E6%A9%8B")).expect(200);
        assert_eq!(matched["name_matches"], true, "{matched}");
        let german = lines(&paper(client, &number, "?language=de").body);
        assert!(german.iter().any(|line| line.contains("Das Register hat keine Schrift für Han")), "{german:?}");
        // The body that examined is said in the same way, and never left out.
        patch(registrar, &format!("/v1/bodies/{}", world.body.slug), &json!({"name": "日本 Certification"})).expect(200);
        let number = numbered(&world, "Ada", "Nowak");
        let said = lines(&paper(client, &number, "").body);
        assert!(said.iter().any(|line| line.contains("examined by [U+65E5 U+672C] Certification")), "{said:?}");
        assert!(said.contains(&"Ada Nowak".to_owned()));
    }

    fn the_doctor_says_which_letters_there_are_and_which_names_lack_them(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let doctor = |fonts: &str| Program::beside(&service).set("TOUCHSTONE_FONT_DIRECTORY", fonts).run(&["doctor"]).done().to_owned();
        let report = doctor("");
        assert!(report.contains("the fonts show every name on record"), "{report}");
        assert!(report.contains("none of Arabic") && report.contains("in English where ja is asked for"), "{report}");
        assert!(report.contains("Latin ") && report.contains("missing: contact, imprint"), "{report}");
        for name in ["高橋", "真綾", "मधुकर"] {
            client.post("/v1/candidates", &candidate(&json!({"family_name": name}))).expect(201);
        }
        let report = doctor("");
        for words in [
            "no font for Han, which is in the names of 2 candidates and 0 bodies (高 U+9AD8)",
            "no font for Devanagari, which is in the names of 1 candidates",
            "fonts-noto-cjk",
            "fonts-noto-core",
            "Problems: 0.",
        ] {
            assert!(report.contains(words), "{words} is not in\n{report}");
        }
        assert!(!report.contains("高橋"), "names nobody");
        let report = doctor(FONTS);
        assert!(report.contains("PDFs in en, de, fr, es, ja\n") && !report.contains("where ja is asked for"), "{report}");
        assert!(report.contains("Devanagari ") && !report.contains("no font for Devanagari"), "{report}");
    }
}
