//! Whose registry it is: the operator's name, logo, colours and texts on every page, and what is said where they are missing.

use std::fs;
use std::path::Path;

use crate::support::command::Program;
use crate::support::scratch;
use crate::support::{Service, on_both_engines};

const PAGES: [&str; 6] = ["contact", "imprint", "privacy", "terms", "accessibility", "appeals"];

fn write(directory: &Path, name: &str, text: &str) -> String {
    let path = directory.join(name);
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

on_both_engines! {
    fn what_the_operator_has_not_said_is_said_to_be_missing(service: Service) {
        let client = service.client();
        let sitemap = client.get("/sitemap/pages.xml").text();
        let mut titles = Vec::new();
        for language in ["en", "de", "fr", "es", "ja"] {
            for name in PAGES {
                let answer = client.get(&format!("/{name}?lang={language}"));
                let page = answer.text();
                assert_eq!((answer.status, answer.header("content-language")), (200, language), "{name}");
                assert!(!answer.header("etag").is_empty() && page.contains("<p class=\"lead\">"), "{page}");
                titles.push(page.split_once("<h1>").unwrap().1.split('<').next().unwrap().to_owned());
                assert!(sitemap.contains(&format!("/{name}</loc>")), "{sitemap}");
            }
        }
        titles.sort();
        titles.dedup();
        assert!(titles.len() >= 28, "each language has its own: {titles:?}");
        let english = client.get("/imprint?lang=en").text();
        assert!(english.contains("has not published an imprint"), "{english}");
        assert!(client.get("/accessibility?lang=en").text().contains("WCAG 2.2, level AA"));
        for path in ["/", "/verify", "/verify/0000-0000-0003", "/bodies", "/problems", "/problems/not_found", "/imprint", "/verify/a/b"] {
            let page = client.get(path).text();
            for name in PAGES {
                assert!(page.contains(&format!("href=\"/{name}\"")), "{path} leads to no {name}: {page}");
            }
            assert!(page.contains("has not given a name yet") && page.contains(">Touchstone</a>"), "{path}: {page}");
            assert!(!page.contains("class=\"strip\""), "this is no demonstration: {page}");
        }
        assert!(client.get("/docs/").text().contains("<aside class=\"strip\" hidden>"));
        assert_eq!(client.get("/assets/logo").status, 404);
    }

    fn the_operators_words_and_looks_are_on_every_page(mut service: Service) {
        let directory = scratch::directory("operator");
        let texts = directory.path().join("texts");
        fs::create_dir(&texts).unwrap();
        write(&texts, "imprint.de.md", "# Anbieterkennzeichnung\n\n**Prüfamt** GmbH\n\n## Sitz\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))\n");
        write(&texts, "imprint.en.md", "Testing Office Ltd");
        write(&texts, "privacy.ja.md", "個人情報");
        write(&texts, "certification-scheme.en.md", "# How we do it\n\nAs **we** say.");
        write(&texts, "notes.txt", "to myself");
        let logo = write(directory.path(), "logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>");
        for (name, value) in [
            ("TOUCHSTONE_SITE_NAME", "Register <of> Tests"),
            ("TOUCHSTONE_OPERATOR_NAME", "Testing Office & Sons"),
            ("TOUCHSTONE_OPERATOR_EMAIL", "office@registry.example"),
            ("TOUCHSTONE_LOGO_FILE", &logo),
            ("TOUCHSTONE_COLOUR", "#0b3d2e"),
            ("TOUCHSTONE_COLOUR_DARK", "#9fe0c0"),
            ("TOUCHSTONE_TEXTS_DIRECTORY", &texts.display().to_string()),
        ] {
            service.set(name, value);
        }
        service.restart();
        let client = service.client();
        for path in ["/", "/verify", "/problems", "/nowhere-to-be-found"] {
            let page = client.with_header("accept", "text/html").get(path).text();
            for wanted in [
                "· Register &#60;of&#62; Tests</title>", "Operated by \u{2068}Testing Office &#38; Sons\u{2069}",
                "href=\"mailto:office@registry.example\"", "src=\"/assets/logo\"",
            ] {
                assert!(page.contains(wanted), "{path}: no {wanted} in {page}");
            }
        }
        let logo = client.get("/assets/logo");
        assert!(logo.header("content-type").starts_with("image/svg+xml") && logo.header("content-security-policy").contains("sandbox"), "{logo}");
        let style = client.get("/assets/touchstone.css").text();
        assert!(style.contains("--link: #0b3d2e") && style.contains("--link: #9fe0c0"), "{style}");
        let german = client.get("/imprint?lang=de").text();
        for wanted in ["<h1>Anbieterkennzeichnung</h1>", "<strong>Prüfamt</strong> GmbH", "<h2>Sitz</h2>", "&lt;script&gt;"] {
            assert!(german.contains(wanted), "{wanted}: {german}");
        }
        assert!(!german.contains("<script") && !german.contains("javascript:"), "{german}");
        assert!(client.get("/imprint?lang=en").text().contains("<h1>Imprint</h1>\n<div class=\"prose\" lang=\"en\"><p>Testing Office Ltd</p>"));
        let french = client.get("/imprint?lang=fr").text();
        assert!(french.contains("lang=\"en\"><p>Testing Office Ltd") && french.contains("Ce texte n’existe pas en français."), "{french}");
        let scheme = client.get("/certification-scheme?lang=en").text();
        assert!(scheme.contains("<h1>How we do it</h1>") && scheme.contains("As <strong>we</strong> say."), "{scheme}");
        assert!(!scheme.contains("Registered Certification Bodies audit") && scheme.contains("href=\"/bodies?lang=en\""), "{scheme}");
        assert!(client.get("/logo?lang=en").text().contains("only with the operator’s consent"));
        assert!(client.get("/privacy?lang=en").text().contains("lang=\"ja\"><p>個人情報</p>"));
        assert!(client.get("/terms?lang=en").text().contains("has not published terms of use"));
    }
}

#[test]
fn what_cannot_be_shown_is_refused_at_the_start_in_words() {
    let directory = scratch::directory("operator-refused");
    let texts = directory.path().join("texts");
    fs::create_dir(&texts).unwrap();
    let misnamed = write(&texts, "impressum.de.md", "x");
    let picture = write(directory.path(), "logo.gif", "GIF89a");
    let nowhere = directory.path().join("nowhere").display().to_string();
    for (name, value, words) in [
        ("TOUCHSTONE_TEXTS_DIRECTORY", texts.display().to_string(), [misnamed.as_str(), "imprint, privacy"]),
        ("TOUCHSTONE_TEXTS_DIRECTORY", nowhere.clone(), ["texts_directory", "cannot be read"]),
        ("TOUCHSTONE_LOGO_FILE", picture.clone(), [picture.as_str(), "neither SVG nor PNG"]),
        ("TOUCHSTONE_COLOUR", "#ffee00".to_owned(), ["contrast of 4.5", "darker"]),
    ] {
        let program = Program::new(directory.path()).set("TOUCHSTONE_BIND", "127.0.0.1:0").set(name, &value);
        program.run(&["serve"]).refused(&words);
    }
}
