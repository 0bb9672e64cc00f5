//! What all pages have in common: the choice of language, caching, previews, limits, and errors that are pages.

use serde_json::{Value, json};

use crate::support::proxy::Proxy;
use crate::support::steps::certificate_of;
use crate::support::world::World;
use crate::support::{Answer, Service, on_both_engines, postgres};

fn language(answer: &Answer) -> String {
    let page = answer.text();
    let (_, rest) = page.split_once("<html lang=\"").unwrap_or_else(|| panic!("no page: {answer}"));
    let tag = rest.split('"').next().unwrap().to_owned();
    assert_eq!(answer.header("content-language"), tag, "{answer}");
    tag
}

/// Asserts that this is a page with that status and title, in whichever language.
#[track_caller]
fn expect_page(answer: &Answer, status: u16, title: &str) -> String {
    assert_eq!(answer.status, status, "{answer}");
    assert!(answer.header("content-type").starts_with("text/html"), "{answer}");
    let page = answer.text();
    assert!(page.contains(&format!("<h1>{title}</h1>")), "{title}: {page}");
    page
}

/// The contents of the `meta` elements with this property or name.
fn meta(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!("=\"{name}\" content=\"")).unwrap_or_else(|| panic!("no {name}: {page}"));
    rest.split('"').next().unwrap().to_owned()
}

on_both_engines! {
    fn the_language_is_asked_for_and_kept(service: Service) {
        let client = service.client();
        let accepting = |accepted: &str| client.with_header("accept-language", accepted);
        for (accepted, path, expected) in [
            ("", "/verify", "en"),
            ("de-CH, fr;q=0.9", "/verify", "de"),
            ("it, fr;q=0.4, es;q=0.5", "/verify", "es"),
            ("de", "/verify?lang=ja", "ja"),
            ("de", "/verify?lang=JA-jp", "ja"),
            ("de", "/verify?lang=tlh", "de"),
            ("de", "/verify?lang=%3Cscript%3E", "de"),
            ("de", "/?lang=fr", "fr"),
            ("ja;q=0", "/", "en"),
            ("fr", "/qualifications/auditor", "fr"),
            ("es", "/qualifications/none", "es"),
        ] {
            assert_eq!(language(&accepting(accepted).get(path)), expected, "{accepted} {path}");
        }
        assert_eq!(language(&accepting("de").get("/problems")), "en", "for developers, in English like the API");
        let chosen = client.get("/verify?number=123&lang=es&x=y").text();
        for link in ["href=\"/?lang=es\"", "href=\"/verify?number=123&#38;lang=de\" lang=\"de\"", "action=\"/verify?lang=es\" method=\"post\""] {
            assert!(chosen.contains(link), "{link}: {chosen}");
        }
        let negotiated = accepting("es").get("/").text();
        assert!(negotiated.contains("href=\"/verify\"") && negotiated.contains("href=\"/qualifications/foundation\""), "{negotiated}");
        for name in ["English", "Deutsch", "Français", "Español", "日本語"] {
            assert!(negotiated.contains(&format!(">{name}</a>")), "{negotiated}");
        }
    }

    fn a_certificates_page_is_asked_about_each_time(service: Service) {
        let world = World::new(&service);
        let address = format!("/verify/{}", certificate_of(&world.certified_candidate(&Value::Null).1));
        // The page says to the minute when it was looked up: twice in the same one, unless it has just turned.
        let unchanged = (0..3).any(|_| {
            let first = world.public.get(&address);
            assert_eq!(first.header("cache-control"), "public, no-cache", "{first}");
            let tag = first.header("etag").to_owned();
            assert!(tag.starts_with("W/\""), "{first}");
            let again = world.public.with_header("if-none-match", &tag).get(&address);
            // A browser puts the headers of a 304 into the place of those that it has.
            let repeated = ["content-language", "content-security-policy", "cache-control", "etag", "vary"];
            again.status == 304
                && again.body.is_empty()
                && repeated.iter().all(|name| again.header(name) == first.header(name))
        });
        assert!(unchanged);
        let head = world.public.head(&address);
        assert!(head.status == 200 && head.body.is_empty() && !head.header("content-length").is_empty(), "{head}");
        assert_eq!(world.public.head("/verify?number=123").status, 422);
        let german = world.public.with_header("accept-language", "de").get(&address);
        assert_ne!(german.header("etag"), world.public.get(&address).header("etag"));
        let elsewhere = world.public.with_header("origin", "https://elsewhere.example");
        for path in [address.as_str(), "/verify", "/", "/qualifications/auditor"] {
            let answer = elsewhere.get(path);
            assert!(answer.headers.get("access-control-allow-origin").is_none(), "{path}: {answer}");
            let allowed = world.public.send("OPTIONS", path, &[], b"");
            let expected = if path.starts_with("/verify") { "GET, HEAD, OPTIONS, POST" } else { "GET, HEAD, OPTIONS" };
            assert_eq!((allowed.status, allowed.header("allow")), (204, expected), "{path}");
        }
    }

    fn previews_tell_no_status_and_pages_are_light(service: Service) with [("TOUCHSTONE_PUBLIC_URL", "https://register.example")] {
        let world = World::new(&service);
        let particulars = json!({"given_names": "Frida", "family_name": "Ferreira", "listed": true});
        let number = certificate_of(&world.certified_candidate(&particulars).1);
        let page = world.public.get(&format!("/verify/{number}?on=2016-01-01")).text();
        assert_eq!(meta(&page, "og:title"), format!("Certificate {number}: check its status"));
        assert_eq!(meta(&page, "og:url"), format!("https://register.example/verify/{number}"));
        assert_eq!(meta(&page, "og:locale"), "en_GB");
        assert_eq!(meta(&page, "robots"), "noindex", "who agreed to be listed did not agree to be found by a search engine");
        let head = page.split_once("</head>").unwrap().0.to_lowercase();
        for told in ["valid", "ferreira", "2015"] {
            assert!(!head.contains(told), "a preview is kept for long: {head}");
        }
        assert!(head.contains(&format!("rel=\"canonical\" href=\"https://register.example/verify/{}\"", number.to_lowercase())), "{head}");
        for language in ["en", "de", "fr", "es", "ja", "x-default"] {
            assert!(head.contains(&format!("hreflang=\"{language}\"")), "{head}");
        }
        let picture = meta(&page, "og:image").replace("https://register.example", "");
        let picture = world.public.get(&picture);
        assert!(picture.header("content-type") == "image/png" && picture.body.starts_with(b"\x89PNG\r\n\x1a\n"));
        let parts = ["/assets/touchstone.css", "/assets/touchstone.svg"].map(|path| world.public.get(path).body.len());
        let whole = page.len() + parts.iter().sum::<usize>();
        assert!(whole < 32 * 1024, "{whole} bytes before compression");
    }

    fn a_qualification_has_its_page(service: Service) {
        let client = service.client();
        let english = client.get("/qualifications/practitioner").text();
        for told in ["4 questions of 20 marks each", "complex multiple choice", "40 of 80 (50%)", "180 minutes", "a copy of Part 1 is permitted", "holds the ITIL Foundation", "1 June 2012", "Whoever meets one of these conditions:"] {
            assert!(english.contains(told), "{told}: {english}");
        }
        for (tag, told) in [
            ("de", ["40 Fragen mit je einem Punkt", "26 von 40 Punkten (65 %)", "mindestens 3 Jahre Erfahrung"]),
            ("fr", ["40 questions à 1 point", "26 sur 40 (65 %)", "au moins 3 ans d’expérience"]),
            ("es", ["40 preguntas de un punto cada una", "26 de 40 (65 %)", "al menos 3 años de experiencia"]),
            ("ja", ["40問、各1点", "40点中26点(65%)", "実務経験が3年以上"]),
        ] {
            let page = client.get(&format!("/qualifications/auditor?lang={tag}")).text();
            assert!(told.iter().all(|told| page.contains(told)), "{told:?}: {page}");
        }
        expect_page(&client.get("/qualifications/none"), 404, "There is no such page");
        expect_page(&client.get("/qualifications/%3Cscript%3E"), 404, "There is no such page");
    }

    fn an_error_on_a_page_is_a_page(service: Service) {
        let client = service.client();
        let browser = client.with_header("accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
        expect_page(&browser.get("/nowhere"), 404, "There is no such page");
        expect_page(&browser.with_header("accept-language", "ja").get("/nowhere"), 404, "このページは存在しません");
        expect_page(&client.get("/verify/a/b"), 404, "There is no such page");
        let refused = client.send("DELETE", "/verify?lang=de", &[], b"");
        expect_page(&refused, 405, "So wird diese Adresse nicht verwendet");
        assert_eq!(refused.header("allow"), "GET, HEAD, OPTIONS, POST");
        client.get("/nowhere").expect_problem(404, "not_found");
        browser.get("/v1/nowhere").expect_problem(404, "not_found");
        browser.get("/v1/qualifications/none").expect_problem(404, "not_found");
        let json = client.send("POST", "/verify/7K3M-9QXP-T2VC", &[("content-type", "application/json")], b"{}");
        expect_page(&json, 415, "The request cannot be read");
        let large = vec![b'a'; 2 << 20];
        let form = [("content-type", "application/x-www-form-urlencoded")];
        expect_page(&client.send("POST", "/verify/7K3M-9QXP-T2VC", &form, &large), 413, "This is too large");
        expect_page(&client.with_token("nonsense").get("/verify"), 200, "Verify a certificate");
    }

    fn names_are_not_guessed_on_pages_either(service: Service) with [("TOUCHSTONE_NAME_CHECKS_PER_MINUTE", "2")] {
        let world = World::new(&service);
        let number = certificate_of(&world.certified_candidate(&json!({"family_name": "Gaillard"})).1);
        let guess = |spelled: &str| world.public.post_form(&format!("/verify/{spelled}?lang=fr"), &[("family_name", "Other")]);
        assert_eq!((guess(&number).status, guess(&number.to_lowercase()).status), (200, 200));
        for spelled in [number.clone(), number.replace('-', ""), format!("%20{number}%E2%80%93")] {
            let refused = guess(&spelled);
            let page = expect_page(&refused, 429, "Trop de vérifications en peu de temps");
            let seconds: u64 = refused.header("retry-after").parse().unwrap();
            assert!((1..=60).contains(&seconds) && page.contains("Veuillez patienter"), "{page}");
            assert!(page.contains(&format!("{seconds} seconde")) && refused.header("cache-control") == "no-store", "{page}");
        }
        let api = world.public.get(&format!("/v1/verifications/{number}?family_name=Other"));
        api.expect_problem(429, "too_many_requests");
        assert_eq!(world.public.get(&format!("/verify/{number}")).status, 200);
    }

    fn pages_count_as_verifications(service: Service) with [("TOUCHSTONE_VERIFICATIONS_PER_MINUTE", "3")] {
        let world = World::new(&service);
        let address = format!("/verify/{}", certificate_of(&world.certified_candidate(&Value::Null).1));
        let statuses: Vec<u16> = (0..5).map(|_| world.public.get(&address).status).collect();
        assert_eq!(statuses, [200, 200, 200, 429, 429]);
        world.public.get("/v1/verifications/0000-0000-0000").expect_problem(429, "too_many_requests");
        assert_eq!(world.public.get("/verify").status, 200);
    }

    /// "When the registry cannot tell, the answer is an error, never 'valid'."
    fn a_registry_whose_records_are_broken_does_not_guess(service: Service) {
        let world = World::new(&service);
        let address = format!("/verify/{}", certificate_of(&world.certified_candidate(&Value::Null).1));
        crate::support::sql::Sql::of(&service).execute("ALTER TABLE certificate_status_changes RENAME TO elsewhere").unwrap();
        for answer in [world.public.get(&address), world.public.post_form(&address, &[("family_name", "A")])] {
            let page = expect_page(&answer, 500, "Something went wrong on our side");
            let id = answer.header("x-request-id");
            assert!(page.contains(&format!("Reference: {id}")) && !page.contains("Valid"), "{page}");
            assert!(!page.contains("elsewhere") && !page.contains("certificate_status_changes"), "{page}");
        }
    }
}

/// While the database is away, a page says that it cannot tell, in the reader's language; and what needs no database
/// is there.
#[test]
fn without_a_database_a_page_says_that_it_cannot_tell() {
    let Some(database) = postgres::Database::clone_of_template() else { return };
    let proxy = Proxy::start(database.upstream());
    let url = database.url_through(proxy.port());
    let service = Service::start_on_postgres(database, &url, &[]);
    let world = World::new(&service);
    let number = certificate_of(&world.certified_candidate(&json!({"family_name": "Gaillard"})).1);
    let address = format!("/verify/{number}");
    let german = world.public.with_header("accept-language", "de");
    proxy.cut();
    for answer in [german.get(&address), german.post_form(&address, &[("family_name", "Gaillard")])] {
        let page = expect_page(&answer, 503, "Das können wir gerade nicht sagen");
        assert!(answer.header("retry-after").parse::<u64>().is_ok(), "{answer}");
        assert_eq!((answer.header("cache-control"), answer.header("etag")), ("no-store", ""), "{answer}");
        let again = format!("<a class=\"action\" href=\"{address}\">");
        assert!(page.contains(&again) && !page.contains("Gültig") && !page.contains("class=\"panel"), "{page}");
        assert!(!page.contains("127.0.0.1:") || page.contains("canonical"), "{page}");
    }
    for path in ["/", "/verify", "/qualifications/auditor", "/assets/touchstone.css"] {
        assert_eq!(german.get(path).status, 200, "{path}");
    }
    assert_eq!(german.get("/verify/0000-0000-0000").status, 404, "what is mistyped needs no records");
    proxy.restore();
    assert!(german.get(&address).text().contains("Gültig"));
}
