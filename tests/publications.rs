//! Documents and notices: published, corrected and withdrawn by a registrar, and shown to everybody on pages, in a feed and by
//! the API.

use serde_json::{Value, json};

use crate::support::events;
use crate::support::steps::patch;
use crate::support::world::{World, text};
use crate::support::{Answer, Client, Service, on_both_engines};

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

fn link(title: &str, more: &Value) -> Value {
    let mut document = json!({"title": title, "language": "en", "kind": "case_study", "owner": "A council",
        "url": "https://council.example/paper", "published_on": "2024-03-01"});
    document.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    document
}

/// It is refused for what is at this place alone.
#[track_caller]
fn refused(answer: &Answer, pointer: &str) {
    let problem = answer.expect_problem(422, "invalid_input");
    let pointers: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|error| text(error, "pointer")).collect();
    assert_eq!(pointers, [pointer], "{problem}");
}

fn send(client: &Client, address: &str, kind: &str, file: &[u8]) -> Answer {
    client.send("POST", &format!("{address}/file"), &[("content-type", kind)], file)
}

fn titles(listing: &Value) -> Vec<String> {
    listing["items"].as_array().unwrap().iter().map(|item| text(item, "title")).collect()
}

on_both_engines! {
    fn a_document_of_another_is_a_link_with_its_owner(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        for (wrong, pointer) in [
            (json!({"owner": null}), "/owner"),
            (json!({"kind": "poem"}), "/kind"),
            (json!({"url": "javascript:alert(1)"}), "/url"),
            (json!({"language": "English"}), "/language"),
        ] {
            refused(&registrar.post("/v1/documents", &link("A paper", &wrong)), pointer);
        }
        let created = registrar.post("/v1/documents", &link("What a <council> gained", &Value::Null));
        let address = created.header("location").to_owned();
        let document = created.expect(201);
        assert_eq!((&document["owner"], &document["file"]), (&json!("A council"), &Value::Null));
        registrar.post("/v1/documents", &link("To come", &json!({"published_on": "2199-01-01"}))).expect(201);
        registrar.post("/v1/documents", &link("A guide", &json!({"kind": "guide", "language": "de", "published_on": "2025-01-01"}))).expect(201);
        let list = |query: &str| titles(&world.public.get(&format!("/v1/documents{query}")).expect(200));
        assert_eq!(list(""), ["A guide", "What a <council> gained"], "the latest first, and none before its day");
        assert_eq!((list("?kind=guide"), list("?language=en")), (vec!["A guide".to_owned()], vec!["What a <council> gained".to_owned()]));
        let page = world.public.get("/documents?lang=en").text();
        assert!(page.contains("href=\"https://council.example/paper\"") && page.contains("What a &#60;council&#62; gained</a>"), "{page}");
        assert!(page.contains("case study") && page.contains("of A council") && page.contains("1 March 2024"), "{page}");
        assert!(page.contains("\"@type\":\"DigitalDocument\"") && !page.contains("To come"), "{page}");

        registrar.patch(&address, &json!({"title": "x"})).expect_problem(428, "precondition_required");
        let tag = world.public.get(&address).header("etag").to_owned();
        let corrected = registrar.with_header("if-match", &tag).patch(&address, &json!({"title": "What a council gained"})).expect(200);
        assert_eq!(corrected["title"], "What a council gained");
        registrar.with_header("if-match", &tag).patch(&address, &json!({"title": "x"})).expect_problem(412, "precondition_failed");
        refused(&patch(registrar, &address, &json!({"owner": null})), "/owner");

        registrar.post(&format!("{address}/withdrawals"), &json!({"reason": "It moved."})).expect(201);
        assert_eq!(list(""), ["A guide"]);
        world.public.get(&address).expect_problem(404, "not_found");
        assert_eq!(registrar.get(&address).expect(200)["withdrawal_reason"], "It moved.");
        patch(registrar, &address, &json!({"title": "x"})).expect_problem(409, "status_conflict");
        assert!(!world.public.get("/documents").text().contains("council gained"));
        let kinds: Vec<_> = events::all(registrar).iter().map(|event| text(event, "kind")).filter(|kind| kind.starts_with("document_")).collect();
        assert_eq!(kinds, ["document_published", "document_published", "document_published", "document_corrected", "document_withdrawn"]);
    }

    fn a_file_is_bounded_and_runs_nothing(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let new = link("Rules", &json!({"kind": "rules", "url": null, "owner": null}));
        let address = registrar.post("/v1/documents", &new).header("location").to_owned();
        let file = format!("{address}/file");
        world.public.get(&address).expect_problem(404, "not_found");
        world.public.get(&file).expect_problem(404, "not_found");
        send(&world.body.caller.client, &address, "application/pdf", PDF).expect_problem(403, "forbidden");
        send(registrar, &address, "text/html", b"<script>alert(1)</script>").expect_problem(415, "unsupported_media_type");
        for wrong in [&b""[..], b"<script>", b"%PDF-1.4 cut off", b"MZ %PDF-1.4 %%EOF"] {
            refused(&send(registrar, &address, "application/pdf", wrong), "");
        }
        let large = [PDF, &vec![b' '; 10 << 20], b"%%EOF"].concat();
        send(registrar, &address, "application/pdf", &large).expect_problem(413, "payload_too_large");
        let sent = send(registrar, &address, "application/pdf", PDF).expect(201);
        assert_eq!((&sent["file"], &sent["bytes"]), (&json!(file), &json!(PDF.len())));
        let read = world.public.get(&file);
        assert_eq!((read.status, &read.body[..]), (200, PDF));
        assert_eq!(read.header("content-type"), "application/pdf");
        assert_eq!(read.header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(read.header("x-content-type-options"), "nosniff");
        assert!(read.header("content-disposition").starts_with("attachment; filename=\"document-"), "{}", read.header("content-disposition"));
        assert!(world.public.get("/documents?lang=en").text().contains(&format!("href=\"{file}\"")));
        let other = [PDF, b"%%EOF\n"].concat();
        send(registrar, &address, "application/pdf", &other).expect(201);
        assert_eq!(world.public.get(&file).body, other, "it takes the place of the one before");
        refused(&patch(registrar, &address, &json!({"url": "https://elsewhere.example", "owner": "Else"})), "/url");
        let linked = registrar.post("/v1/documents", &link("A link", &Value::Null)).header("location").to_owned();
        send(registrar, &linked, "application/pdf", PDF).expect_problem(409, "status_conflict");
        registrar.post(&format!("{address}/withdrawals"), &json!({"reason": "Replaced."})).expect(201);
        world.public.get(&file).expect_problem(404, "not_found");
    }

    fn a_notice_is_told_to_each_in_a_language_of_its_own(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let german = json!({"language": "de", "title": "Neues <b>", "text": "Erstens.\n\nZweitens."});
        let english = json!({"language": "en", "title": "News", "text": "It is so."});
        for (texts, pointer) in [
            (json!([]), "/texts"),
            (json!([english, english]), "/texts/1/language"),
            (json!([{"language": "tlh", "title": "x", "text": "y"}]), "/texts/0/language"),
        ] {
            refused(&registrar.post("/v1/notices", &json!({"texts": texts})), pointer);
        }
        let new = json!({"published_on": "2024-03-01", "texts": [german, english], "url": "https://more.example/a?b&c"});
        let address = registrar.post("/v1/notices", &new).header("location").to_owned();
        registrar.post("/v1/notices", &json!({"published_on": "2199-01-01", "texts": [{"language": "en", "title": "To come", "text": "Later."}]})).expect(201);
        for (language, title, text) in [("de", "Neues &#60;b&#62;", "<p lang=\"de\">Zweitens.</p>"), ("en", "News", "<p lang=\"en\">It is so.</p>"), ("ja", "Neues &#60;b&#62;", "<p lang=\"de\">Erstens.</p>")] {
            let page = world.public.get(&format!("/news?lang={language}")).text();
            assert!(page.contains(&format!(">{title}</h2>")) && page.contains(text) && !page.contains("To come"), "{language}: {page}");
            assert!(page.contains("\"@type\":\"NewsArticle\"") && page.contains("href=\"https://more.example/a?b&#38;c\""), "{page}");
            assert!(world.public.get(&format!("/?lang={language}")).text().contains(&format!(">{title}</a>")), "{language}");
        }
        let feed = world.public.get("/news.atom?lang=de");
        assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
        let feed = feed.text();
        for told in ["<title>Neues &lt;b&gt;</title>", "Erstens.&#10;&#10;Zweitens.", "<published>2024-03-01T12:00:00Z</published>", "rel=\"related\" href=\"https://more.example/a?b&amp;c\""] {
            assert!(feed.contains(told), "{told}: {feed}");
        }
        assert!(world.public.get("/news.atom?lang=fr").text().contains("<entry xml:lang=\"de\">"));
        let corrected = patch(registrar, &address, &json!({"texts": [english], "url": null})).expect(200);
        assert_eq!((&corrected["url"], corrected["texts"].as_array().unwrap().len()), (&Value::Null, 1));
        assert!(!world.public.get("/news?lang=de").text().contains("Neues"));
        registrar.post(&format!("{address}/withdrawals"), &json!({"reason": "It was wrong."})).expect(201);
        world.public.get(&address).expect_problem(404, "not_found");
        assert!(world.public.get("/news?lang=en").text().contains("Nothing is announced yet."));
        assert_eq!(world.public.get("/v1/notices").expect(200)["items"], json!([]));
        patch(registrar, &address, &json!({"url": null})).expect_problem(409, "status_conflict");
    }

    fn long_lists_go_on(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        for number in 0..52 {
            let day = format!("2024-01-{:02}", 1 + number % 28);
            let texts = json!([{"language": "en", "title": format!("Notice {number}"), "text": "x"}]);
            registrar.post("/v1/notices", &json!({"published_on": day, "texts": texts})).expect(201);
        }
        let first = world.public.get("/news?lang=en").text();
        assert_eq!(first.matches("<section ").count(), 50);
        let (_, next) = first.split_once("rel=\"next\" href=\"").unwrap();
        let next = next.split('"').next().unwrap().replace("&#38;", "&");
        let next = next.strip_prefix("https://").map_or(next.clone(), |rest| rest[rest.find('/').unwrap()..].to_owned());
        assert_eq!(world.public.get(&next).text().matches("<section ").count(), 2);
        for (wrong, status) in [("/news?after=%00", 400), ("/documents?after='%20OR%201", 200), ("/news?after=%F0%9F%98%80", 200)] {
            assert_eq!(world.public.get(wrong).status, status, "{wrong}");
        }
    }
}
