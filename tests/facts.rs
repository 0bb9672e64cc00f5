//! What the scheme owner's public page says of the scheme, fact by fact: each with the page that says it here, no further from
//! the home page than three clicks, and with the API or the leaflet that says the same.

mod table;

use std::collections::BTreeMap;

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

on_both_engines! {
    fn every_fact_is_told_within_three_clicks(service: Service) {
        let world = World::new(&service);
        let pages = clicks(&world.public);
        let numbers: Vec<_> = FACTS.iter().map(|fact| fact.number).collect();
        assert_eq!(numbers, (table::FIRST..=37).collect::<Vec<_>>(), "each has its line");
        for fact in FACTS {
            let (clicks, page) = pages.get(fact.page).unwrap_or_else(|| panic!("{}: nothing leads to {}", fact.number, fact.page));
            assert!(*clicks <= 3, "{}: {} clicks to {}", fact.number, clicks, fact.page);
            let said = words(page);
            for words in fact.says {
                assert!(said.contains(words), "{}: {} does not say “{words}”:\n{said}", fact.number, fact.page);
            }
            let Elsewhere::Api(path, words) = fact.elsewhere;
            let told = world.public.get(path).expect(200).to_string();
            for words in words {
                assert!(told.contains(words), "{}: {path} does not say “{words}”: {told}", fact.number);
            }
        }
    }

    fn the_pages_of_the_scheme_are_in_every_language(service: Service) {
        let client = service.client();
        let heading = |page: &str| page.split_once("<h1").unwrap().1.split(['>', '<']).nth(1).unwrap().to_owned();
        for path in ["/standard", "/benefits", "/qualifications/auditor"] {
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
