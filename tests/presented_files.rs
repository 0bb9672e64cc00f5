//! What people do to files before they present them: adding to them, wrapping them, saving them anew, in other encodings.

use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::{Value, json};

use crate::page_files::{check, found as found_on_page};
use crate::support::credentials::{document, found, jws, pdf, present};
use crate::support::steps::{certificate_of, change_certificate, day, patch};
use crate::support::world::{World, text};
use crate::support::{Service, on_both_engines};

/// A JSON document with something beside what is signed, in each of its objects.
pub fn added_to(document: &str) -> Vec<String> {
    let objects = document.match_indices('{').map(|(place, _)| document.split_at(place + 1));
    let added = objects.flat_map(|(before, after)| {
        let first = after.split('"').nth(1).unwrap();
        let escaped = format!("\\u{:04x}{}", u32::from(first.chars().next().unwrap()), &first[1..]);
        let members = [
            r#""proof":{"identityHash":"Mallory"}"#.to_owned(),
            r#""@context":{"identityHash":"https://example.org/#name"}"#.to_owned(),
            r#""nickname":"Mallory""#.to_owned(),
            r#""description":[]"#.to_owned(),
            format!(r#""{first}":"Mallory""#),
            format!(r#""{escaped}":[]"#),
        ];
        members.map(|member| format!("{before}{member},{after}"))
    });
    let twice = document.replacen("\"identityHash\":", "\"identityHash\":\"Mallory\",\"identityHash\":", 1);
    let added: Vec<_> = added.chain([twice]).collect();
    assert!(added.iter().all(|added| added != document && serde_json::from_str::<Value>(added).is_ok()));
    added
}

/// What wallets hand out, with a credential in it as a JSON Web Signature and as JSON.
fn wrapped(jws: &str, document: &str) -> Vec<String> {
    let credential: Value = serde_json::from_str(document).unwrap();
    let presentation =
        |held: Value| json!({"@context": [], "type": ["VerifiablePresentation"], "verifiableCredential": held});
    let enveloped = json!({"type": "EnvelopedVerifiableCredential", "id": format!("data:application/vc+jwt,{jws}")});
    let token = |payload: &Value| {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.c2lnbmF0dXJl", part(&json!({"alg": "EdDSA", "typ": "JWT"})), part(payload))
    };
    let wrapped = [
        presentation(credential.clone()),
        presentation(json!([credential])),
        presentation(json!([jws])),
        presentation(json!(enveloped)),
        enveloped,
        json!({"jwt": jws}),
        json!([credential]),
        json!([jws]),
        json!(jws),
        json!({"credential": credential, "received": "2026-11-26"}),
        json!({"type": "EnvelopedVerifiablePresentation",
            "id": format!("data:application/vp+jwt,{}", token(&presentation(json!([jws]))))}),
    ];
    let tokens = [
        token(&presentation(json!([jws]))),
        token(&json!({"iss": "did:example:holder", "vp": presentation(credential)})),
    ];
    wrapped.iter().map(Value::to_string).chain(tokens).collect()
}

/// Objects of a PDF that unpack to far more than any certificate has.
fn bomb() -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    std::io::copy(&mut std::io::repeat(b'0').take(64 << 20), &mut encoder).unwrap();
    let packed = encoder.finish().unwrap();
    let head =
        format!("9 0 obj <</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length {}>> stream\r\n", packed.len());
    [head.as_bytes(), &packed, b"\nendstream endobj\n"].concat()
}

fn certified(world: &World) -> (String, String) {
    let (candidate, passed) = world.certified_candidate(&json!({"given_names": "Zoë", "family_name": "Real"}));
    (candidate, certificate_of(&passed))
}

on_both_engines! {
    fn what_stands_beside_what_was_signed_makes_a_file_altered(service: Service) {
        let world = World::new(&service);
        let shown = document(&world.body.caller.client, &certified(&world).1);
        let altered = added_to(&shown);
        assert!(altered.len() > 40);
        for (place, file) in altered.iter().enumerate() {
            let answer = present(&world, file.as_bytes()).expect(200);
            assert_eq!((text(&answer, "finding").as_str(), &answer["valid"]), ("altered", &json!(false)), "{file}");
            assert!(answer["signed"].is_null() && answer["verification"].is_null(), "{answer}");
            if place % 7 == 0 {
                let (_, shown, page) = found_on_page(&check(&world.public, "", "credential.json", file.as_bytes()));
                assert!(shown == "Altered" && !page.contains("Zoë") && !page.contains("Mallory"), "{file}: {page}");
            }
        }
        let value: Value = serde_json::from_str(&shown).unwrap();
        for spelled in [serde_json::to_string_pretty(&value).unwrap(), shown.replace("ë", "\\u00eb").replace("://", ":\\/\\/")] {
            assert_eq!(found(&world, spelled.as_bytes()).0, "genuine", "{spelled}");
        }
    }

    fn the_one_credential_in_what_a_wallet_hands_out_is_checked(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let number = certified(&world).1;
        let (signed, shown) = (jws(client, &number), document(client, &number));
        for file in wrapped(&signed, &shown) {
            let answer = present(&world, file.as_bytes()).expect(200);
            assert_eq!((text(&answer, "finding").as_str(), &answer["valid"]), ("genuine", &json!(true)), "{file}");
            assert_eq!(text(&answer["signed"], "number"), number);
            assert!(text(&answer, "detail").contains("wrapped in something else"), "{answer}");
            let (kind, _, page) = found_on_page(&check(&world.public, "", "wallet.json", file.as_bytes()));
            assert!(kind == "valid" && page.contains("Only the signed certificate inside this file was checked."), "{page}");
        }
        let another = shown.replace("Real", "Mallory");
        for file in wrapped(&signed.replacen(".ey", ".ez", 1), &another) {
            assert!(!found(&world, file.as_bytes()).1, "{file}");
        }
        let member = r#""identityHash":"Mallory","identityHash":"#;
        let twice = wrapped(&signed, &shown)[0].replacen("\"identityHash\":", member, 1);
        assert_eq!(found(&world, twice.as_bytes()).0, "altered");
        for (file, reason) in [
            (json!({"type": "VerifiablePresentation", "verifiableCredential": [signed, signed]}).to_string(), "2 credentials"),
            (format!("[{shown},{shown},{shown}]"), "3 credentials"),
            (json!({"type": ["VerifiablePresentation"]}).to_string(), "a presentation without a credential"),
            (json!({"type": ["VerifiablePresentation"], "verifiableCredential": []}).to_string(), "without a credential"),
            (format!("{}{shown}{}", "[".repeat(60), "]".repeat(60)), "wrapped more often"),
        ] {
            let answer = present(&world, file.as_bytes()).expect(200);
            assert_eq!(text(&answer, "finding"), "no_credential", "{file}");
            assert!(text(&answer, "detail").contains(reason), "{answer}");
        }
        let several = format!("[{shown},{shown}]");
        let (_, _, page) = found_on_page(&check(&world.public, "?lang=de", "two.json", several.as_bytes()));
        assert!(page.contains("Diese Datei enthält mehrere Zertifikate"), "{page}");
    }

    fn files_are_read_as_shells_write_them_and_refused_as_mail_breaks_them(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let number = certified(&world).1;
        let (signed, shown) = (jws(client, &number), document(client, &number));
        for text in [&signed, &shown] {
            for begins in ["", "\u{feff}"] {
                let units: Vec<u16> = format!("{begins}{text}\r\n").encode_utf16().collect();
                let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
                let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
                assert!(found(&world, &little).1 && found(&world, &big).1, "{begins:?} {text}");
                let cut = present(&world, &little[..little.len() - 1]).expect(200);
                assert!(self::text(&cut, "detail").contains("UTF-16"), "{cut}");
            }
        }
        let lines: Vec<&str> = signed.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
        for between in ["\r\n", "\n", "\n ", "=\r\n"] {
            let answer = present(&world, lines.join(between).as_bytes()).expect(200);
            assert_eq!((text(&answer, "finding").as_str(), &answer["valid"]), ("no_credential", &json!(false)));
            assert!(text(&answer, "detail").contains("line breaks or spaces within it"), "{answer}");
        }
        let (_, shown, page) = found_on_page(&check(&world.public, "", "mail.jwt", lines.join("\n").as_bytes()));
        assert!(shown == "Not readable" && page.contains("as mail programs put them into long lines"), "{page}");
    }

    fn a_pdf_that_was_saved_anew_hides_nothing_that_is_worse(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let anew = |number: &str| [pdf(client, number), b"\n".to_vec()].concat();
        let told = |file: &[u8], query: &str| {
            let answer = present(&world, file).expect(200);
            assert_eq!(answer["valid"], false, "{answer}");
            let (kind, shown, page) = found_on_page(&check(&world.public, query, "certificate.pdf", file));
            assert_ne!(kind, "valid", "{page}");
            (answer, shown, page)
        };
        let (candidate, number) = certified(&world);
        let (original, saved) = (pdf(client, &number), anew(&number));
        let (answer, _, page) = told(&saved, "");
        assert!(text(&answer, "finding") == "altered_around" && answer["replaced_at"].is_null(), "{answer}");
        assert!(!page.contains("The certificate itself"), "nothing is worse: {page}");

        patch(&world.registrar.client, &format!("/v1/candidates/{candidate}"), &json!({"family_name": "Other"})).expect(200);
        jws(client, &number);
        let (answer, shown, page) = told(&saved, "");
        assert_eq!((text(&answer, "finding").as_str(), shown.as_str()), ("altered_around", "Altered"), "{answer}");
        assert!(answer["replaced_at"].is_string() && text(&answer, "detail").contains("counts no longer"), "{answer}");
        assert!(page.contains("the credential in this file counts no longer"), "{page}");
        let (answer, shown, _) = told(&original, "");
        assert_eq!((text(&answer, "finding").as_str(), shown.as_str()), ("replaced", "Replaced"), "{answer}");
        assert!(answer["replaced_at"].is_string(), "{answer}");

        change_certificate(&world, &number, "suspensions", &day(0), None).expect(201);
        for (change, status, shown) in [("", "suspended", "Suspended"), ("withdrawals", "withdrawn", "Withdrawn")] {
            if !change.is_empty() {
                change_certificate(&world, &number, change, &day(0), None).expect(201);
            }
            for file in [&saved, &original] {
                let (answer, _, page) = told(file, "");
                assert_eq!(text(&answer["verification"], "status"), status, "{answer}");
                assert!(text(&answer, "detail").contains(&format!("The certificate itself is {status}.")), "{answer}");
                assert!(page.contains(&format!("The certificate itself: {shown}.")), "{page}");
            }
        }
        let (_, _, page) = told(&saved, "?lang=ja");
        assert!(page.contains("認証書そのものの状態：取消済み。") && page.contains("証明データはもう有効ではありません"), "{page}");
    }

    fn why_a_file_cannot_be_looked_into_is_told_in_every_language(service: Service) {
        let world = World::new(&service);
        let encrypted = include_bytes!("data/pdf/encrypted.pdf").to_vec();
        let damaged = encrypted[..200].to_vec();
        let complicated = [b"%PDF-1.7\n".as_slice(), &bomb(), b"trailer <</Root 1 0 R>>\n%%EOF"].concat();
        let lines = "a.\nb.c".as_bytes().to_vec();
        for (file, reason, words) in [
            (&encrypted, "protected by encryption", [
                "This PDF is protected by encryption", "Dieses PDF ist durch Verschlüsselung geschützt",
                "Ce PDF est protégé par chiffrement", "Este PDF está protegido mediante cifrado", "暗号化で保護されている",
            ]),
            (&damaged, "damaged", [
                "This file is damaged or cut off", "Diese Datei ist beschädigt oder unvollständig",
                "Ce fichier est endommagé ou tronqué", "Este archivo está dañado o incompleto", "破損しているか途中で切れている",
            ]),
            (&complicated, "more complicated than any certificate", [
                "larger or more complicated than any certificate", "größer oder verwickelter als jedes Zertifikat",
                "plus grand ou plus compliqué que tout certificat", "más grande o más complicado", "どの認証書よりも大きいか複雑",
            ]),
            (&lines, "line breaks", [
                "There are line breaks or spaces", "stehen Zeilenumbrüche oder Leerzeichen", "des retours à la ligne",
                "hay saltos de línea", "改行や空白",
            ]),
        ] {
            let answer = present(&world, file).expect(200);
            assert_eq!(text(&answer, "finding"), "no_credential");
            assert!(text(&answer, "detail").contains(reason), "{answer}");
            for (language, told) in ["en", "de", "fr", "es", "ja"].into_iter().zip(words) {
                let (kind, shown, page) = found_on_page(&check(&world.public, &format!("?lang={language}"), "file", file));
                assert!(kind == "unknown" && page.contains(told), "{language}: {shown}: {page}");
                assert!(language != "en" || shown == "Not readable", "{shown}");
                assert!(!page.contains("There is no credential of the registry in this file"), "{page}");
            }
        }
    }
}
