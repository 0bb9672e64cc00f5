//! What the scheme owner's public page says of the scheme, fact by fact: each with the page that says it here, no further from
//! the home page than three clicks, and with the API or the leaflet that says the same.

mod table;

use std::collections::BTreeMap;

use serde_json::json;

use crate::support::paper;
use crate::support::world::World;
use crate::support::{Client, Service, on_both_engines};
use table::{Elsewhere, FACTS};

const LANGUAGES: [&str; 5] = ["en", "de", "fr", "es", "ja"];

/// The addresses of ours that a page leads to, in the language in which it was asked for.
fn links(page: &str) -> Vec<String> {
    let all = page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap().replace("&#38;", "&"));
    let ours = all.filter(|link| link.starts_with('/') && !link.starts_with("/docs") && !link.starts_with("/assets"));
    ours.filter(|link| LANGUAGES.iter().all(|tag| *tag == "en" || !link.contains(&format!("lang={tag}")))).collect()
}

/// Every page that can be reached from the home page, with how many clicks it takes.
fn clicks(client: &Client) -> BTreeMap<String, (u32, String)> {
    let mut found = BTreeMap::new();
    let mut next = vec!["/?lang=en".to_owned()];
    for clicks in 0..=3 {
        for address in std::mem::take(&mut next) {
            let path = address.split(['?', '#']).next().unwrap().to_owned();
            if found.contains_key(&path) {
                continue;
            }
            let answer = client.get(&address);
            let is_page = answer.status == 200 && answer.header("content-type").starts_with("text/html");
            let page = if is_page { answer.text() } else { String::new() };
            next.extend(links(&page));
            found.insert(path, (clicks, page));
        }
    }
    found
}

/// What a page says, without its markup and as people read it.
fn words(page: &str) -> String {
    let content = page.split_once("<main").unwrap().1;
    let pieces = content.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text));
    let text = pieces.collect::<Vec<_>>().join(" ");
    text.replace("&#38;", "&").replace("&#39;", "'").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What an operator fills the documents and the news with.
fn publish(world: &World) {
    let registrar = &world.registrar.client;
    for (title, kind, owner) in [
        ("The standard and ITIL in a council: what Stockport gained", "case_study", "Stockport Council"),
        ("The standard and ITIL behind a communications network: Airwave", "case_study", "Airwave"),
        ("ISO/IEC 20000: a white paper", "white_paper", "Somebody"),
        ("ITIL and ISO/IEC 20000 together: a global view", "white_paper", "Somebody"),
    ] {
        let document =
            json!({"title": title, "language": "en", "kind": kind, "owner": owner, "url": "https://somebody.example"});
        registrar.post("/v1/documents", &document).expect(201);
    }
    let texts = json!([{"language": "en", "title": "Papers from practice", "text": "They are among the documents."}]);
    registrar.post("/v1/notices", &json!({"texts": texts})).expect(201);
}

/// What a leaflet says, which must be one of two pages in this language.
fn leaflet(client: &Client, path: &str, language: &str) -> String {
    let answer = client.get(&format!("{path}?language={language}"));
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/pdf"), "{path}");
    assert!(answer.header("content-disposition").starts_with("inline; filename=\"iso-iec-20000"), "{path}");
    assert_eq!(
        (answer.header("content-language"), paper::language(&answer.body).as_str()),
        (language, language),
        "{path}"
    );
    let pages = paper::pages(&answer.body);
    assert_eq!(pages.len(), 2, "{path} has two pages");
    pages.concat().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

on_both_engines! {
    fn every_fact_is_told_within_three_clicks(service: Service) {
        let world = World::new(&service);
        publish(&world);
        let scheme_leaflet = leaflet(&world.public, "/v1/scheme/leaflet", "en");
        let pages = clicks(&world.public);
        let numbers: Vec<_> = FACTS.iter().map(|fact| fact.number).collect();
        assert_eq!(numbers, (1..=37).collect::<Vec<_>>(), "each has its line");
        for fact in FACTS {
            let (clicks, page) = pages.get(fact.page).unwrap_or_else(|| panic!("{}: nothing leads to {}", fact.number, fact.page));
            assert!(*clicks <= 3, "{}: {} clicks to {}", fact.number, clicks, fact.page);
            let said = words(page);
            for words in fact.says {
                assert!(said.contains(words), "{}: {} does not say “{words}”:\n{said}", fact.number, fact.page);
            }
            let (told, wanted) = match fact.elsewhere {
                Elsewhere::Api(path, words) => (world.public.get(path).text(), words),
                Elsewhere::SchemeLeaflet => (scheme_leaflet.clone(), fact.says),
            };
            for words in wanted {
                assert!(told.contains(words), "{}: it is not said elsewhere too: “{words}”: {told}", fact.number);
            }
        }
    }

    fn a_leaflet_says_what_its_page_says(mut service: Service) {
        service.set("TOUCHSTONE_SITE_NAME", "Register of 試験");
        service.restart();
        let client = service.client();
        for code in ["foundation", "practitioner", "auditor"] {
            let path = format!("/qualifications/{code}");
            let told = leaflet(&client, &format!("/v1{path}/leaflet"), "en");
            let page = words(&client.get(&format!("{path}?lang=en")).text());
            for fact in FACTS.iter().filter(|fact| fact.page == path) {
                for words in fact.says {
                    assert!(told.contains(words), "{path}: “{words}”: {told}");
                }
            }
            assert!(page.contains("at a glance (leaflet, PDF)"), "{page}");
            for (language, known) in [("de", "Prüfung"), ("fr", "L’examen"), ("es", "El examen")] {
                let told = leaflet(&client, &format!("/v1{path}/leaflet"), language);
                assert!(told.contains(known) && !told.contains("The examination"), "{told}");
            }
        }
        for path in ["/v1/scheme/leaflet", "/v1/qualifications/auditor/leaflet"] {
            let asked = client.get(&format!("{path}?language=ja"));
            assert_eq!((asked.status, asked.header("content-language")), (200, "en"), "there is no font for it");
            assert_eq!(asked.body, client.get(path).body, "it is the same each time");
            assert_eq!(client.with_header("accept-language", "de").get(path).header("content-language"), "de");
        }
        client.get("/v1/qualifications/none/leaflet").expect_problem(404, "not_found");
        client.get("/v1/scheme/leaflet?language=tlh").expect_problem(400, "invalid_parameter");
    }

    fn the_pages_of_the_scheme_are_in_every_language(service: Service) {
        let client = service.client();
        let heading = |page: &str| page.split_once("<h1").unwrap().1.split(['>', '<']).nth(1).unwrap().to_owned();
        for path in ["/standard", "/benefits", "/qualifications/auditor", "/certification", "/certification-scheme", "/registration", "/logo"] {
            let mut headings = Vec::new();
            let mut counts = Vec::new();
            for language in LANGUAGES {
                let answer = client.get(&format!("{path}?lang={language}"));
                assert_eq!((answer.status, answer.header("content-language")), (200, language), "{path}");
                let page = answer.text();
                assert!(page.contains("<script type=\"application/ld+json\">{"), "{path} tells programs: {page}");
                headings.push(heading(&page));
                counts.push(["<section ", "<h3 ", "<p lang", "<dt>", "<li lang"].map(|element| page.matches(element).count()));
                let english = FACTS.iter().filter(|fact| fact.page == path && language != "en").flat_map(|fact| fact.says);
                for sentence in english.filter(|words| words.matches(' ').count() > 4) {
                    assert!(!words(&page).contains(sentence), "{path} in {language}: {sentence}");
                }
            }
            headings.dedup();
            assert!(headings.len() == 5 || path.starts_with("/qualifications/"), "{headings:?}");
            counts.dedup();
            assert_eq!(counts.len(), 1, "{path}: the same is told in every language: {counts:?}");
        }
    }
}
