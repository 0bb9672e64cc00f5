//! A file on the page: genuine, altered, replaced, somebody else's, or none at all; only a genuine one leads to a status.

use serde_json::{Value, json};

use crate::support::steps::{certificate_of, change_certificate, patch};
use crate::support::world::World;
use crate::support::{Answer, Client, Service, on_both_engines};

const BOUNDARY: &str = "----a-boundary-that-no-file-has";

/// Sends a file as a browser's form does.
pub fn check(client: &Client, query: &str, name: &str, bytes: &[u8]) -> Answer {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
    let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
    client.send("POST", &format!("/verify/file{query}"), &[("content-type", &content_type)], &body)
}

/// The kind and the word of the panel of a page that came with 200, and the page.
#[track_caller]
pub fn found(answer: &Answer) -> (String, String, String) {
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"), "{answer}");
    let page = answer.text();
    let between = |from: &str, to: &str| {
        let (_, rest) = page.split_once(from).unwrap_or_else(|| panic!("no {from}: {page}"));
        rest.split_once(to).unwrap().0.to_owned()
    };
    let word = between("<h2 id=\"status\">", "</h2>").rsplit("</span>").next().unwrap().to_owned();
    (between("<section class=\"panel ", "\""), word, page)
}

/// The certificate's files: the JSON Web Signature, the document, the PDF.
fn files(world: &World, number: &str) -> [Vec<u8>; 3] {
    let client = &world.body.caller.client;
    let get = |path: &str, accept: &str| {
        let answer = client.with_header("accept", accept).get(&format!("/v1/certificates/{number}/{path}"));
        assert_eq!(answer.status, 200, "{answer}");
        answer.body
    };
    [get("credential", "application/vc+jwt"), get("credential", "application/vc"), get("pdf", "application/pdf")]
}

on_both_engines! {
    fn a_genuine_file_leads_to_the_certificates_status(service: Service) {
        let world = World::new(&service);
        let particulars = json!({"given_names": "Adèle", "family_name": "Gaillard", "listed": false});
        let number = certificate_of(&world.certified_candidate(&particulars).1);
        let files = files(&world, &number);
        let check_all = |kind: &str, word: &str| {
            for file in &files {
                let (found, told, page) = found(&check(&world.public, "", "certificate", file));
                assert_eq!((found.as_str(), told.as_str()), (kind, word), "{page}");
                assert!(page.contains("The registry issued this file, and it is unaltered."), "{page}");
                assert!(page.contains("<bdi>Adèle Gaillard</bdi>") && page.contains("1 June 2015"), "{page}");
                assert!(page.contains(&format!("href=\"/verify/{number}\"")), "{page}");
            }
        };
        check_all("valid", "Valid");
        change_certificate(&world, &number, "suspensions", "2016-01-01", None).expect(201);
        check_all("suspended", "Suspended");
        change_certificate(&world, &number, "withdrawals", "2016-01-01", None).expect(201);
        check_all("withdrawn", "Withdrawn");
        let (_, shown, page) = found(&check(&world.public, "?lang=ja", "証明書.pdf", &files[2]));
        assert!(shown == "取消済み" && page.contains("<bdi>証明書.pdf</bdi>"), "{page}");
        assert!(!service.log().contains("Gaillard"), "{}", service.log());
    }

    fn an_altered_file_is_never_valid(service: Service) {
        let world = World::new(&service);
        let (candidate, passed) = world.certified_candidate(&json!({"given_names": "Adèle", "family_name": "Gaillard"}));
        let number = certificate_of(&passed);
        let [jws, document, pdf] = files(&world, &number);
        let jws_text = String::from_utf8(jws.clone()).unwrap();
        let (head, signature) = jws_text.rsplit_once('.').unwrap();
        let turned: String = signature.chars().rev().collect();
        let forged = String::from_utf8(document).unwrap().replace("Gaillard", "Somebody");
        let around = [pdf.as_slice(), b"\n%a line that we did not write\n"].concat();
        for (name, file, word, told) in [
            ("jws", format!("{head}.{turned}").into_bytes(), "Altered", "it is not as the registry signed it"),
            ("document", forged.into_bytes(), "Altered", "it is not as the registry signed it"),
            ("pdf", around, "Altered", "the PDF around it is not the one that we made"),
            ("cut", pdf[..pdf.len() / 2].to_vec(), "Not readable", "damaged or cut off"),
        ] {
            let (kind, found, page) = found(&check(&world.public, "", name, &file));
            assert_eq!(found, word, "{name}: {page}");
            assert!(page.contains(told) && kind != "valid" && !page.contains("panel valid"), "{name}: {page}");
            assert!(!page.contains("Somebody"), "what a forger wrote is not repeated: {page}");
            assert_eq!(page.contains("What the registry signed"), name == "pdf", "{name}: {page}");
        }
        patch(&world.registrar.client, &format!("/v1/candidates/{candidate}"), &json!({"family_name": "Dupont"})).expect(200);
        files(&world, &number);
        let (kind, shown, page) = found(&check(&world.public, "", "older", &jws));
        assert_eq!((kind.as_str(), shown.as_str()), ("replaced", "Replaced"), "{page}");
    }

    fn what_is_no_file_of_ours_is_told_kindly(service: Service) {
        let client = service.client();
        for (name, file) in [
            ("photo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
            ("empty.json", b"{}".to_vec()),
            ("list.json", b"[[[[]]]]".to_vec()),
            ("text.txt", "\u{202E}nothing".as_bytes().to_vec()),
            ("half.pdf", b"%PDF-1.7\n%%EOF".to_vec()),
            ("bytes", (0..=255).cycle().take(70_000).collect()),
            ("deep.json", "[".repeat(200_000).into_bytes()),
        ] {
            let (shown, word, page) = found(&check(&client, "", name, &file));
            let (kind, told) =
                if name == "half.pdf" { ("unknown", "Not readable") } else { ("unread", "Not a credential") };
            assert_eq!((shown.as_str(), word.as_str()), (kind, told), "{name}: {page}");
            assert!(page.contains("action=\"/verify\" method=\"post\"") && page.contains("name=\"number\""), "{page}");
            assert!(page.contains(&format!("<bdi>{name}</bdi>")) && !page.contains("signed</h2>"), "{page}");
        }
        let (_, _, page) = found(&check(&client, "", "<script>alert(1)</script>", b"{}"));
        assert!(!page.contains("<script") && page.contains("&#60;script&#62;"), "{page}");
        let (_, _, page) = found(&check(&client, "", &"x".repeat(5000), b"{}"));
        assert!(page.contains(&format!("<bdi>{}</bdi>", "x".repeat(80))), "{page}");
        let none = check(&client, "?lang=de", "", b"");
        assert_eq!(none.status, 422, "{none}");
        assert!(none.text().contains("Wählen Sie zuerst eine Datei aus.") && none.text().contains("aria-invalid"), "{none}");
        let large = check(&client, "?lang=es", "large.pdf", &vec![b'%'; (5 << 20) + 1]);
        assert!(large.status == 413 && large.text().contains("Es demasiado grande"), "{large}");
        assert_eq!(found(&check(&client, "", "all", &vec![b'%'; 5 << 20])).1, "Not a credential");
        let form = [("content-type", "multipart/form-data; boundary=x")];
        for (headers, body, status) in [
            (&form[..], b"no form".as_slice(), 400),
            (&form[..], b"", 400),
            (&[("content-type", "application/pdf")][..], b"%PDF-", 415),
        ] {
            let answer = client.send("POST", "/verify/file", headers, body);
            assert_eq!(answer.status, status, "{answer}");
            assert!(answer.text().contains("The request cannot be read"), "{answer}");
        }
        let again = client.get("/verify/file?lang=fr");
        assert_eq!((again.status, again.header("location")), (303, "/verify?lang=fr"), "{again}");
    }

    fn checks_of_files_are_limited_like_verifications(service: Service) with [("TOUCHSTONE_VERIFICATIONS_PER_MINUTE", "2")] {
        let client = service.client();
        let statuses: Vec<u16> = (0..4).map(|_| check(&client, "", "a", b"{}").status).collect();
        assert_eq!(statuses, [200, 200, 429, 429]);
    }

    fn a_registry_that_cannot_tell_does_not_judge_a_file(service: Service) {
        let world = World::new(&service);
        let number = certificate_of(&world.certified_candidate(&Value::Null).1);
        let [jws, ..] = files(&world, &number);
        crate::support::sql::Sql::of(&service).execute("ALTER TABLE certificate_status_changes RENAME TO elsewhere").unwrap();
        let answer = check(&world.public, "", "certificate.jwt", &jws);
        assert_eq!(answer.status, 500, "{answer}");
        assert!(answer.text().contains("Something went wrong on our side") && !answer.text().contains("Valid"), "{answer}");
    }
}
