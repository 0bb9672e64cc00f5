//! The holder's page, in any browser: what it shows and gives, what is decided on it, and that the link, which is the key,
//! is exchanged for a session and stays where it is.

use serde_json::{Value, json};

use crate::support::holder_links::{certified, issue, open_page};
use crate::support::sql::Sql;
use crate::support::steps::{change_certificate, day, verification};
use crate::support::world::World;
use crate::support::{Answer, Client, PUBLIC_URL, Service, events, on_both_engines};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// The page, if it came with this status: for this reader alone, and for no search engine.
#[track_caller]
fn page(answer: &Answer, status: u16) -> String {
    private(answer, status);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{answer}");
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'self'") && !policy.contains("unsafe"), "{answer}");
    let page = answer.text();
    assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"), "{page}");
    assert!(!page.contains("canonical") && !page.contains("og:url") && !page.contains("<script"), "{page}");
    page
}

#[track_caller]
fn private(answer: &Answer, status: u16) {
    assert_eq!(answer.status, status, "{answer}");
    for (name, value) in
        [("cache-control", "no-store"), ("x-robots-tag", "noindex, nofollow"), ("referrer-policy", "no-referrer")]
    {
        assert_eq!(answer.header(name), value, "{name}: {answer}");
    }
    assert_eq!(answer.header("access-control-allow-origin"), "", "{answer}");
}

fn decide(client: &Client, path: &str, form: &str) -> Answer {
    client.send("POST", &format!("{path}/listing"), &[FORM], form.as_bytes())
}

/// A certificate with a link: the number, the link that the holder gets, and its address at the API.
fn held(world: &World) -> (String, String, String) {
    let (_, number, links) = certified(world);
    let (link, token) = issue(&world.body.caller.client, &links);
    (number, format!("/holder/{}", token.expose()), link)
}

/// The same with the link opened: the number, whoever has the session, the address of the page, and the link at the API.
fn opened(world: &World) -> (String, Client, String, String) {
    let (number, path, link) = held(world);
    let (holder, page) = open_page(&world.public, &path);
    assert_eq!(page, format!("/holder/{number}"));
    (number, holder, page, link)
}

on_both_engines! {
    fn the_page_shows_what_the_certificate_is_worth_now(service: Service) {
        let world = World::new(&service);
        let (number, holder, path, _) = opened(&world);
        let shown = page(&holder.get(&path), 200);
        let address = format!("{PUBLIC_URL}/verify/{number}");
        for wanted in [&number, "Ada Lovelace", "<section class=\"panel valid\"", "Foundation", "1 June 2015", &address] {
            assert!(shown.contains(wanted), "no {wanted} in {shown}");
        }
        for (step, kind) in [("suspensions", "suspended"), ("reinstatements", "valid"), ("withdrawals", "withdrawn")] {
            change_certificate(&world, &number, step, &day(0), None).expect(201);
            let shown = page(&holder.get(&path), 200);
            assert!(shown.contains(&format!("<section class=\"panel {kind}\"")), "{shown}");
            let files = shown.contains("certificate.pdf");
            assert_eq!(files, kind == "valid", "{kind}: {shown}");
            assert_ne!(files, shown.contains("There is nothing to download"), "{shown}");
        }
    }

    fn the_page_speaks_the_readers_language(service: Service) {
        let world = World::new(&service);
        let (_, link_path, link) = held(&world);
        let (holder, path) = open_page(&world.public, &link_path);
        let titles =
            [("en", "Your certificate"), ("de", "Ihr Zertifikat"), ("fr", "Votre certificat"), ("es", "Su certificado"), ("ja", "あなたの認証書")];
        for (language, title) in titles {
            let chosen = holder.get(&format!("{path}?lang={language}"));
            assert!(page(&chosen, 200).contains(title), "{chosen}");
            assert_eq!(chosen.header("content-language"), language);
            let asked = holder.with_header("accept-language", language).get(&path);
            assert!(page(&asked, 200).contains(title), "{asked}");
            let kept = decide(&holder, &path, "listed=false");
            assert_eq!(kept.header("location"), format!("{path}?saved=1#listing"));
            let chosen = holder.send("POST", &format!("{path}/listing?lang={language}"), &[FORM], b"listed=false");
            assert_eq!(chosen.header("location"), format!("{path}?lang={language}&saved=1#listing"));
            let exchanged = world.public.get(&format!("{link_path}?lang={language}"));
            assert_eq!(exchanged.header("location"), format!("{path}?lang={language}"), "{exchanged}");
        }
        world.body.caller.client.delete(&link);
        assert!(page(&holder.get(&format!("{path}?lang=de")), 404).contains("Dieser Link funktioniert nicht"));
        assert!(page(&world.public.get(&format!("{path}?lang=de")), 403).contains("Diese Seite ist geschlossen"));
    }

    fn a_holder_downloads_what_the_body_would_get(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (number, link_path, link) = held(&world);
        let (holder, path) = open_page(&world.public, &link_path);
        let at = |file: &str| holder.get(&format!("{path}/{file}"));
        for (file, media_type, ending) in [
            ("certificate.pdf", "application/pdf", "pdf"),
            ("credential.jwt", "application/vc+jwt", "jwt"),
            ("credential.json", "application/vc", "json"),
        ] {
            let answer = at(file);
            private(&answer, 200);
            assert_eq!(answer.header("content-type"), media_type);
            let disposition = format!("attachment; filename=\"certificate-{number}.{ending}\"");
            assert_eq!(answer.header("content-disposition"), disposition);
            let theirs = match ending {
                "pdf" => client.get(&format!("/v1/certificates/{number}/pdf")),
                _ => client.with_header("accept", media_type).get(&format!("/v1/certificates/{number}/credential")),
            };
            assert_eq!((theirs.status, &theirs.body), (200, &answer.body), "{file}");
            let token = link_path.rsplit('/').next().unwrap().as_bytes();
            assert!(!answer.body.windows(token.len()).any(|window| window == token), "the key is not in the file");
        }
        change_certificate(&world, &number, "suspensions", &day(0), None).expect(201);
        for file in ["certificate.pdf", "credential.jwt", "credential.json"] {
            assert!(page(&at(file), 409).contains("There is nothing to download"), "{file}");
        }
        for file in ["certificate.pdf", "credential.jwt", "credential.json"] {
            assert!(page(&world.public.get(&format!("{path}/{file}")), 403).contains("This page is closed"), "{file}");
            assert!(page(&holder.get(&format!("{link_path}/{file}")), 404).contains("This link does not work"), "{file}");
        }
        client.delete(&link);
        for file in ["certificate.pdf", "credential.jwt", "credential.json"] {
            assert!(page(&at(file), 404).contains("This link does not work"), "{file}");
        }
    }

    fn a_holder_decides_about_the_name(service: Service) {
        let world = World::new(&service);
        let (number, browser, path, link) = opened(&world);
        let holder = json!({"given_names": "Ada", "family_name": "Lovelace"});
        for (listed, said, button) in [
            (true, "Everyone who looks up your certificate sees your name.", "value=\"false\""),
            (false, "Your name is hidden.", "value=\"true\""),
            (true, "Everyone who looks up your certificate sees your name.", "value=\"false\""),
        ] {
            let answer = decide(&browser, &path, &format!("listed={listed}"));
            assert_eq!((answer.status, answer.header("location")), (303, format!("{path}?saved=1#listing").as_str()));
            private(&answer, 303);
            let shown = page(&browser.get(&format!("{path}?saved=1")), 200);
            for wanted in [said, button, "Your decision is saved."] {
                assert!(shown.contains(wanted), "no {wanted} in {shown}");
            }
            assert!(!page(&browser.get(&path), 200).contains("Your decision is saved."));
            let expected = if listed { holder.clone() } else { Value::Null };
            assert_eq!(verification(&world, &number, "")["holder"], expected);
        }
        let changes: Vec<Value> = events::all(&world.body.caller.client)
            .into_iter()
            .filter(|event| event["kind"] == "candidate_changed")
            .collect();
        let actor = format!("holder_link:{}", link.rsplit('/').next().unwrap());
        assert!(changes.len() == 3 && changes.iter().all(|event| event["actor"] == actor), "{changes:?}");
        world.body.caller.client.delete(&link);
        assert!(page(&decide(&browser, &path, "listed=false"), 404).contains("This link does not work"));
        assert_eq!(verification(&world, &number, "")["holder"], holder, "nobody decided that");
    }

    fn what_is_no_decision_decides_nothing(service: Service) {
        let world = World::new(&service);
        let (number, holder, path, _) = opened(&world);
        for form in ["", "listed", "listed=", "listed=yes", "listed=TRUE", "listed=true&listed=false", "listed=%00", "unlisted=true"] {
            page(&decide(&holder, &path, form), 400);
        }
        let json = holder.post(&format!("{path}/listing"), &json!({"listed": true}));
        page(&json, 415);
        page(&decide(&holder, &path, &format!("listed=true&x={}", "a".repeat(3 << 20))), 413);
        page(&holder.get(&format!("{path}/listing")), 405);
        page(&holder.send("POST", &path, &[FORM], b"listed=true"), 405);
        assert_eq!(verification(&world, &number, "")["holder"], Value::Null);
    }

    fn a_link_that_opens_nothing_says_so_and_no_more(service: Service) {
        let world = World::new(&service);
        let (number, path, _) = held(&world);
        let (holder, shown) = open_page(&world.public, &path);
        let expired = format!("UPDATE holder_links SET expires_on = '{}'", day(-1));
        assert_eq!(Sql::of(&service).execute(&expired), Ok(1));
        assert!(page(&holder.get(&shown), 404).contains("This link does not work"), "a session ends with its link");
        let said = page(&world.public.get(&path), 404);
        for wanted in ["This link does not work", "Ask the body that issued the certificate for a new one."] {
            assert!(said.contains(wanted), "{said}");
        }
        assert!(!said.contains(&number) && !said.contains("Lovelace"), "{said}");
        for wrong in ["x", "%00", "ts_link_", "%E2%80%AE", "%3Cscript%3E", &"a".repeat(4000)] {
            let answer = world.public.get(&format!("/holder/{wrong}"));
            let same = page(&answer, 404);
            assert!(same.contains("This link does not work") && !same.contains("<script"), "{answer}");
        }
        for elsewhere in ["/holder", "/holder/", &format!("{path}/certificate.docx"), &format!("{path}/a/b")] {
            let answer = world.public.get(elsewhere);
            assert_eq!(answer.status, 404, "{answer}");
        }
    }

    fn the_link_is_exchanged_for_a_session_that_is_nobodys_but_the_browsers(service: Service) {
        let world = World::new(&service);
        let (number, path, link) = held(&world);
        let answer = world.public.get(&path);
        private(&answer, 303);
        let cookie = answer.header("set-cookie").to_owned();
        let (pair, attributes) = cookie.split_once("; ").unwrap();
        assert_eq!(attributes, "Path=/; HttpOnly; SameSite=Lax", "the service is reached by http here");
        let (name, sealed) = pair.split_once('=').unwrap();
        assert_eq!(name, format!("holder-{}", number.replace('-', "")));
        assert!(!answer.text().contains("ts_link_") && !answer.header("location").contains("ts_link_"), "{answer}");
        assert!(!cookie.contains(path.rsplit('/').next().unwrap()) && !cookie.contains(link.rsplit('/').next().unwrap()));
        let at = |cookie: &str| world.public.with_header("cookie", cookie).get(&format!("/holder/{number}"));
        let shown = page(&at(&format!("theme=dark; {pair}; other=1")), 200);
        assert!(!shown.contains("ts_link_"), "the key is on no page: {shown}");
        for wrong in [
            String::new(), name.to_owned(), format!("{name}="), format!("{name}=x"), format!("{name}={}", &sealed[1..]),
            format!("{name}={}A", &sealed[..sealed.len() - 1]), format!("{name}-={sealed}"), format!("holder={sealed}"),
        ] {
            assert!(page(&at(&wrong), 403).contains("This page is closed"), "{wrong}");
        }
        let (another, other_path, _) = held(&world);
        let (other, other_page) = open_page(&world.public, &other_path);
        assert!(page(&other.get(&format!("/holder/{number}")), 403).contains("This page is closed"));
        let renamed = format!("holder-{}={sealed}", another.replace('-', ""));
        assert_eq!(world.public.with_header("cookie", &renamed).get(&other_page).status, 403, "of another certificate");
        let both = format!("{pair}; {}", world.public.get(&other_path).header("set-cookie").split(';').next().unwrap());
        let both = world.public.with_header("cookie", &both);
        for certificate in [&number, &another] {
            assert!(page(&both.get(&format!("/holder/{certificate}")), 200).contains(certificate.as_str()));
        }
        let before = Sql::of(&service).texts("SELECT CAST(COUNT(*) AS TEXT) AS value FROM events");
        (0..3).for_each(|_| assert_eq!(world.public.get(&path).status, 303));
        let after = Sql::of(&service).texts("SELECT CAST(COUNT(*) AS TEXT) AS value FROM events");
        assert_eq!(before, after, "to open a link writes nothing");
        world.body.caller.client.delete(&link);
        assert!(page(&at(pair), 404).contains("This link does not work"), "at once");
    }

    fn with_https_the_session_is_this_hosts_alone(service: Service) with [("TOUCHSTONE_PUBLIC_URL", "https://registry.example")] {
        let world = World::new(&service);
        let (number, path, _) = held(&world);
        let cookie = world.public.get(&path).header("set-cookie").to_owned();
        assert!(cookie.starts_with(&format!("__Host-holder-{}=", number.replace('-', ""))), "{cookie}");
        assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{cookie}");
        let (pair, _) = cookie.split_once(';').unwrap();
        page(&world.public.with_header("cookie", pair).get(&format!("/holder/{number}")), 200);
        let bare = pair.trim_start_matches("__Host-");
        page(&world.public.with_header("cookie", bare).get(&format!("/holder/{number}")), 403);
    }

    fn another_site_decides_nothing(service: Service) {
        let world = World::new(&service);
        let (number, holder, path, _) = opened(&world);
        let own = PUBLIC_URL.to_owned();
        for (name, value, is_ours) in [
            ("sec-fetch-site", "cross-site", false),
            ("sec-fetch-site", "same-site", false),
            ("origin", "https://evil.example", false),
            ("origin", "nonsense", false),
            ("origin", &own.replace("http:", "https:").replace("registry", "register"), false),
            ("sec-fetch-site", "same-origin", true),
            ("origin", &own, true),
            ("origin", "null", true),
        ] {
            let answer = decide(&holder.with_header(name, value), &path, "listed=true");
            assert_eq!(answer.status, if is_ours { 303 } else { 403 }, "{name} {value}: {answer}");
            let expected = if is_ours { json!("Lovelace") } else { Value::Null };
            assert_eq!(verification(&world, &number, "")["holder"]["family_name"], expected, "{name} {value}");
            decide(&holder, &path, "listed=false");
        }
        assert!(page(&decide(&world.public, &path, "listed=true"), 403).contains("This page is closed"));
        assert_eq!(verification(&world, &number, "")["holder"], Value::Null);
    }

    fn links_are_not_tried_without_end(service: Service) {
        let world = World::new(&service);
        let (number, path, _) = held(&world);
        let (holder, shown) = open_page(&world.public, &path);
        let statuses: Vec<u16> =
            (0..140).map(|at| world.public.get(&format!("/holder/ts_link_{at:043}")).status).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 404).count(), 100, "{statuses:?}");
        let refused = world.public.get(&path);
        assert_eq!(refused.status, 429, "{refused}");
        assert!((1..=61).contains(&refused.header("retry-after").parse::<u64>().unwrap()), "{refused}");
        page(&holder.get(&shown), 200);
        world.public.get(&format!("/v1/verifications/{number}")).expect(200);
    }

    fn the_key_is_in_no_log_and_no_metric(service: Service) with [("TOUCHSTONE_LOG_FILTER", "trace")] {
        let world = World::new(&service);
        let (_, path, link) = held(&world);
        for file in ["", "/certificate.pdf", "/credential.jwt", "/credential.json", "/listing", "/elsewhere"] {
            world.public.get(&format!("{path}{file}?lang=fr"));
            world.public.head(&format!("{path}{file}"));
        }
        let (holder, shown) = open_page(&world.public, &path);
        for file in ["", "/certificate.pdf", "/credential.jwt", "/credential.json"] {
            holder.get(&format!("{shown}{file}?lang=fr"));
        }
        decide(&holder, &shown, "listed=true");
        world.public.with_token(path.rsplit('/').next().unwrap()).get("/v1/certificates").expect_problem(401, "invalid_token");
        world.body.caller.client.delete(&link);
        world.public.get(&path);
        world.public.with_header("x-request-id", "the-last-request").get("/livez").expect(200);
        service.wait_for_log("the-last-request");
        let key = path.rsplit('/').next().unwrap().trim_start_matches("ts_link_");
        for (place, content) in [
            ("the log", service.log()),
            ("the metrics", service.metrics().text()),
            ("the events", Value::from(events::all(&world.registrar.client)).to_string()),
        ] {
            assert!(content.contains("/holder/{token}") || place == "the events", "{place} was looked at");
            assert!(!content.contains(key), "the key is in {place}");
        }
    }
}
