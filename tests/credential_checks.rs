//! Checking files: ours or not, altered or not, and never a yes where it cannot be told.

use serde_json::{Value, json};

use crate::support::credentials::{document, found, jws, pdf, present};
use crate::support::paper::lines;
use crate::support::sql::Sql;
use crate::support::steps::certificate_of;
use crate::support::world::{World, text};
use crate::support::{Service, on_both_engines};

fn number(world: &World) -> String {
    certificate_of(&world.certified_candidate(&Value::Null).1)
}

/// The finding alone, which must be no yes.
#[track_caller]
fn finding(world: &World, file: &[u8]) -> String {
    let (finding, valid, _) = found(world, file);
    assert!(!valid, "{finding}");
    finding
}

on_both_engines! {
    fn altered_files_fail(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let number = number(&world);
        let (signed, shown) = (jws(client, &number), document(client, &number));
        let parts: Vec<&str> = signed.split('.').collect();
        let mut payload = parts[1].as_bytes().to_vec();
        payload[200] = if payload[200] == b'A' { b'B' } else { b'A' };
        let payload = String::from_utf8(payload).unwrap();
        let none = "eyJhbGciOiJub25lIn0";
        for (file, expected) in [
            (format!("{}.{}.{}", parts[0], parts[1], &parts[2][..parts[2].len() - 4]), "altered"),
            (format!("{none}.{}.", parts[1]), "no_credential"),
            (shown.replace("Frida", "Frieda"), "altered"),
            (shown.replace("Certification\"", "Diploma\""), "altered"),
            (shown.replacen('{', "{\"evidence\":[],", 1), "altered"),
            (shown.replace("did:web:", "did:web:elsewhere."), "other_issuer"),
            (shown.replace("urn:uuid:0", "urn:uuid:1"), "altered"),
        ] {
            assert_ne!(file, shown);
            assert_eq!(finding(&world, file.as_bytes()), expected, "{file}");
        }
        let forged = format!("{}.{payload}.{}", parts[0], parts[2]);
        assert!(["altered", "no_credential"].contains(&finding(&world, forged.as_bytes()).as_str()));
        assert!(found(&world, format!("\u{feff}  {signed}\r\n").as_bytes()).1, "white space around it is no matter");
    }

    fn a_pdf_is_known_by_all_of_its_bytes(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let number = number(&world);
        let file = pdf(client, &number);
        assert_eq!(found(&world, &file), ("genuine".to_owned(), true, Some("valid".to_owned())));
        let mut altered = file.clone();
        altered.extend_from_slice(b"\n% something was added\n");
        let answer = present(&world, &altered).expect(200);
        assert_eq!((text(&answer, "finding").as_str(), &answer["valid"]), ("altered_around", &json!(false)));
        assert_eq!(text(&answer["signed"], "number"), number, "what we signed is told nevertheless");
        assert_eq!(finding(&world, b"%PDF-1.7\nnothing more"), "no_credential");
        assert_eq!(finding(&world, &file[..file.len() / 2]), "no_credential");
    }

    fn what_is_no_credential_is_said_to_be_none(service: Service) with [("TOUCHSTONE_BODY_LIMIT_BYTES", "100000")] {
        let world = World::new(&service);
        for file in [
            b"".as_slice(),
            b"\0\0\0",
            b"{}",
            b"[1]",
            b"{\"proof\":",
            b"a.b.c",
            b"...",
            b"\xff\xfe\x00",
            "\u{202e}\u{5e0}".as_bytes(),
            &b"{\"a\":".repeat(10_000),
        ] {
            assert_eq!(finding(&world, file), "no_credential", "{file:?}");
        }
        present(&world, &vec![b'a'; 100_001]).expect_problem(413, "payload_too_large");
        let encoded = world.public.send("POST", "/v1/credential-checks", &[("content-encoding", "gzip")], b"x");
        encoded.expect_problem(415, "unsupported_media_type");
    }

    fn what_was_signed_and_is_not_on_record_is_no_yes(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let number = number(&world);
        let (signed, file) = (jws(client, &number), pdf(client, &number));
        Sql::of(&service).execute("DELETE FROM credential_documents").unwrap();
        for file in [signed.as_bytes(), &file] {
            assert_eq!(finding(&world, file), "not_on_record");
        }
    }

    fn a_name_that_no_font_can_show_is_spelled_out_until_there_is_one(mut service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (_, passed) = world.certified_candidate(&json!({"given_names": "健", "family_name": "高橋"}));
        let number = certificate_of(&passed);
        let path = format!("/v1/certificates/{number}/pdf");
        let spelled = client.get(&path);
        let note = spelled.header("certificate-note");
        assert!(note.contains("Han") && note.contains("TOUCHSTONE_FONT_DIRECTORY"), "{note}");
        assert!(lines(&spelled.body).iter().any(|line| line.contains("U+6A4B")));
        assert!(found(&world, jws(client, &number).as_bytes()).1, "the credential can be had");
        let fonts = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/fonts");
        service.set("TOUCHSTONE_FONT_DIRECTORY", fonts);
        service.restart();
        let drawn = client.get(&path);
        assert!(lines(&drawn.body).contains(&"高橋 健".to_owned()) && drawn.header("certificate-note").is_empty());
        assert!(found(&world, &spelled.body).1 && found(&world, &drawn.body).1, "both are the registry's");
        service.set("TOUCHSTONE_FONT_DIRECTORY", "/nowhere");
        let refused = service.command(&["serve", "--bind", "127.0.0.1:0"]);
        assert!(!refused.status.success());
    }
}
