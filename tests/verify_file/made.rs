//! Files that no service would make: old copies, forged ones, and what is no file of anybody's.

use std::sync::LazyLock;

use chrono::Duration;
use serde_json::json;
use touchstone::clock::{Clock as _, Moment, SystemClock};
use touchstone::ids::CredentialId;
use touchstone::messages::Language;
use touchstone::pdf::{Fonts, LARGEST_FILE, Sheet, draw};
use touchstone::trust::credential::Statement;
use touchstone::trust::issuer::Issuer;
use touchstone::trust::issuer_keys::{Algorithm, IssuerKey};
use touchstone::trust::signatures::Signed;
use touchstone::trust::status_list::{self, Bits, Place, Purpose};

use super::{Desk, KEYS, LISTS, pairs};

const PLACE: Place = Place { list: 7, index: 4711 };
const NUMBER: &str = "7K3M-9QXP-T2VC";

/// A key set that nobody else has; an RSA pair takes a while to make.
static PAIR: LazyLock<[IssuerKey; 2]> =
    LazyLock::new(|| Algorithm::ALL.map(|algorithm| IssuerKey::generate(algorithm).unwrap()));

fn issuer() -> Issuer {
    Issuer::new("https://made.example", "Made")
}

fn ago(hours: i64) -> Moment {
    SystemClock.now() - Duration::hours(hours)
}

fn credential(holder: &str, expires_in_days: Option<i64>, issued_at: Moment) -> Signed {
    let statement = Statement {
        id: CredentialId::new(issued_at),
        subject: CredentialId::new(issued_at),
        number: NUMBER.to_owned(),
        holder,
        qualification: "practitioner",
        title: "ISO/IEC 20000 Practitioner",
        summary: "Can apply it.",
        edition: "2011",
        edition_title: "ISO/IEC 20000-1:2011",
        scheme_title: "ISO/IEC 20000 qualification scheme",
        examined_by: None,
        organisation: None,
        awarded_on: "2024-05-17".parse().unwrap(),
        expires_on: expires_in_days.map(|days| ago(-24 * days).date_naive()),
        issued_at,
        status: PLACE,
    };
    statement.sign(&issuer(), &PAIR[0], &PAIR[1]).unwrap()
}

fn list(issuer: &Issuer, number: u32, purpose: Purpose, is_set: bool, made_at: Moment) -> String {
    let mut bits = Bits::none();
    if is_set {
        bits.set(PLACE.index);
    }
    status_list::sign(issuer, (number, purpose), &bits, made_at, (&PAIR[0], &PAIR[1])).unwrap().jws
}

/// A desk with a good credential, the keys, and fresh lists that have nothing against it.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.save("did.json", issuer().did_document(PAIR.iter().map(IssuerKey::public)).to_string());
    let good = credential("Ada Nowak", None, ago(100));
    desk.save("good.jwt", &good.jws);
    desk.save("good.json", &good.document);
    desk.save("good.pdf", pdf(&good.jws));
    for purpose in Purpose::ALL {
        desk.save(&format!("{}.jwt", purpose.as_str()), list(&issuer(), 7, purpose, false, ago(2)));
    }
    desk
}

fn pdf(credential: &str) -> Vec<u8> {
    let sheet = Sheet {
        language: Language::English,
        scheme_title: "ISO/IEC 20000",
        qualification_title: "Practitioner",
        edition_title: "ISO/IEC 20000-1:2011",
        examined_by: None,
        is_demonstration: false,
        certified: None,
        holder_name: "Somebody Else",
        number: NUMBER,
        awarded_on: "2024-05-17".parse().unwrap(),
        expires_on: None,
        issued_at: ago(100),
        issuer_name: "Made",
        verify_url: "https://made.example/verify",
        credential,
    };
    draw(&sheet, &Fonts::load(None).unwrap()).unwrap().file
}

/// The last character but a few, which carries no padding, replaced by another one.
fn with_another_character(jws: &str) -> String {
    let mut bytes = jws.as_bytes().to_vec();
    let place = bytes.len() - 9;
    bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
    String::from_utf8(bytes).unwrap()
}

#[test]
fn an_old_copy_tells_nothing_about_now() {
    let desk = desk();
    desk.check("good.jwt", KEYS, LISTS, "valid").says(&["this copy is 2 hours old", "Ada Nowak"]);
    for (hours, age) in [(25, "1 day"), (75, "3 days"), (24 * 4000, "4000 days")] {
        for (purpose, other) in [(Purpose::Revocation, "suspension.jwt"), (Purpose::Suspension, "revocation.jwt")] {
            desk.save("old.jwt", list(&issuer(), 7, purpose, false, ago(hours)));
            let checked = desk.check("good.jwt", KEYS, &["old.jwt", other], "cannot_tell");
            checked.says(&[&format!("this copy is {age} old, and tells nothing about now: save a new one")]);
            assert!(checked.outcomes().contains(&(purpose.as_str().to_owned(), "not_checked".to_owned())));
            let fresh = format!("{}.jwt", purpose.as_str());
            let checked = desk.check("good.jwt", KEYS, &["old.jwt", other, &fresh], "valid");
            checked.says(&["old.jwt does not apply: it was made on", "and a newer copy was given"]);
        }
    }
    desk.save("old.jwt", list(&issuer(), 7, Purpose::Suspension, true, ago(30)));
    desk.check("good.jwt", KEYS, &["old.jwt", LISTS[0]], "cannot_tell").says(&["suspended as of"]);
    desk.save("old.jwt", list(&issuer(), 7, Purpose::Revocation, true, ago(30)));
    desk.check("good.jwt", KEYS, &["old.jwt"], "revoked_or_replaced").says(&["revoked or replaced as of"]);
    desk.save("future.jwt", list(&issuer(), 7, Purpose::Revocation, false, ago(-1)));
    desk.check("good.jwt", KEYS, &["future.jwt", LISTS[1]], "cannot_tell").says(&["set the clock"]);
}

#[test]
fn only_the_lists_that_the_credential_names_apply() {
    let desk = desk();
    let theirs = Issuer::new("https://theirs.example", "Theirs");
    let [revocation, suspension] = Purpose::ALL;
    for (name, content, reason) in [
        (
            "number.jwt",
            list(&issuer(), 8, suspension, false, ago(1)),
            "it is another list, https://made.example/v1/status-lists/8/suspension",
        ),
        (
            "issuer.jwt",
            list(&theirs, 7, suspension, false, ago(1)),
            "it is of did:web:theirs.example, who did not issue",
        ),
        (
            "altered.jwt",
            with_another_character(&list(&issuer(), 7, suspension, false, ago(1))),
            "its signature does not fit",
        ),
    ] {
        desk.save(name, content);
        let checked = desk.check("good.pdf", KEYS, &[LISTS[0], name], "cannot_tell");
        checked.says(&[&format!("{name} does not apply: {reason}"), "no copy of its list was given"]);
    }
    desk.save("set.jwt", list(&issuer(), 8, revocation, true, ago(1)));
    desk.check("good.jwt", KEYS, &[LISTS[0], LISTS[1], "set.jwt"], "valid");
    desk.refuses(&["good.pdf", "--keys", "did.json", "--status-list", "nowhere.jwt"], &["nowhere.jwt cannot be read"]);
}

#[test]
fn expired_forged_and_foreign_files_are_refused() {
    let desk = desk();
    for (days, conclusion) in [(-1, "expired"), (-4000, "expired"), (1, "valid"), (400, "valid")] {
        let ending = credential("Ada Nowak", Some(days), ago(100));
        desk.save("ending.jwt", &ending.jws);
        desk.save("ending.json", &ending.document);
        for file in ["ending.jwt", "ending.json"] {
            desk.check(file, KEYS, LISTS, conclusion).says(&[&ago(-24 * days).date_naive().to_string()]);
        }
    }
    desk.save("early.jwt", credential("Ada Nowak", None, ago(-2)).jws);
    desk.check("early.jwt", KEYS, LISTS, "cannot_tell").says(&["set the clock"]);

    let good = credential("Ada Nowak", None, ago(100));
    desk.save("forged.pdf", pdf(&with_another_character(&good.jws)));
    assert_eq!(desk.check("forged.pdf", KEYS, LISTS, "altered").outcomes(), pairs(&[("signature", "failed")]));
    desk.save("bare.pdf", pdf("no credential"));
    desk.check("bare.pdf", KEYS, LISTS, "no_credential").says(&["no credential is attached to this PDF"]);
    let checked = desk.check("good.pdf", KEYS, LISTS, "cannot_tell");
    assert!(!checked.words.contains("Somebody Else"), "what the page shows is not what was signed: {}", checked.words);

    let theirs = Issuer::new("https://theirs.example", "Theirs");
    let public = || PAIR.iter().map(IssuerKey::public);
    desk.save("theirs.json", theirs.jwks(public()).to_string());
    let checked = desk.check("good.pdf", &["theirs.json"], LISTS, "not_from_a_pinned_issuer");
    checked.says(&["it says that it is of did:web:made.example, whose keys you have not pinned"]);
    desk.check("good.jwt", &["theirs.json", "did.json"], LISTS, "valid");
    let others = IssuerKey::generate(Algorithm::EdDsa).unwrap();
    desk.save("pretended.json", issuer().did_document([others.public()]).to_string());
    desk.check("good.json", &["pretended.json"], LISTS, "not_from_a_pinned_issuer");
}

#[test]
fn nobody_is_trusted_without_being_named() {
    let desk = desk();
    desk.refuses(&["good.pdf"], &["--keys", "A file cannot vouch for itself", "curl", "/.well-known/did.json"]);
    desk.refuses(&[], &["FILE"]);
    desk.refuses(&["good.pdf", "--keys"], &["--keys"]);
    for (content, reason) in [
        ("", "it is no JSON document"),
        ("\0\u{1b}[2J", "it is no JSON document"),
        ("{}", "there are no keys of credentials in it"),
        (
            r#"{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "kid": "1"}]}"#,
            "/issuer/jwks.json",
        ),
    ] {
        desk.save("keys.json", content);
        desk.refuses(&["good.pdf", "--keys", "keys.json"], &["keys.json cannot be taken for --keys", reason, "curl"]);
    }
    desk.refuses(&["good.pdf", "--keys", "good.json"], &["there are no keys of credentials in it"]);
    desk.save("huge.json", vec![b' '; 2 << 20]);
    desk.refuses(&["good.pdf", "--keys", "huge.json"], &["is larger than any document with keys"]);
    desk.refuses(&["good.pdf", "--keys", "nowhere.json"], &["nowhere.json cannot be read", "Check its name"]);
    desk.refuses(&["good.pdf", "--keys", "."], &["cannot be read", "Name the file itself."]);
    desk.refuses(&["-", "--keys", "-"], &["standard input can be read once only"]);
    let input = desk.program.run_with_input(&["verify", "good.jwt", "--keys", "-"], &desk.load("did.json"));
    assert!(input.code == Some(1) && input.printed.contains("Cannot tell"), "{input:?}");
}

#[test]
fn what_is_no_certificate_is_said_to_be_none() {
    let desk = desk();
    let deep = format!("{{\"a\":{}", "[".repeat(100_000));
    let long = json!({"@context": ["https://www.w3.org/ns/credentials/v2"], "issuer": "x".repeat(900_000), "proof": {
        "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofPurpose": "assertionMethod",
        "verificationMethod": "\u{1b}[2J", "proofValue": "z1"}});
    for (content, reason) in [
        (Vec::new(), "the file is empty"),
        (b"\n \n".to_vec(), "neither JSON nor three parts"),
        (b"\0\0\0\0".to_vec(), "neither JSON nor three parts"),
        (b"\xff\xd8\xff\xe0JFIF".to_vec(), "it is neither a PDF nor a text"),
        ("\u{202e}\u{feff}eyJ.eyJ.e30".as_bytes().to_vec(), "not base64url of JSON"),
        (b"e30.e30.e30".to_vec(), "it is not signed with RS256"),
        (b"{".to_vec(), "it is not JSON"),
        (deep.into_bytes(), "it is not JSON"),
        (b"{\"proof\": 1}".to_vec(), "it has no proof"),
        (b"%PDF-1.7\nnothing".to_vec(), "the PDF cannot be read"),
        (vec![b'x'; 2 << 20], "it is larger than any credential"),
        (vec![b' '; LARGEST_FILE + 1], "MiB, as no certificate is"),
    ] {
        desk.save("odd", &content);
        let checked = desk.check("odd", KEYS, LISTS, "no_credential");
        checked.says(&[reason, "FAILED"]);
        assert_eq!(checked.told["signed"], serde_json::Value::Null);
    }
    desk.save("odd", long.to_string());
    let ended = desk.run("odd", KEYS, &[], &[]);
    assert!(ended.code == Some(1) && ended.printed.len() < 2000 && !ended.printed.contains('\u{1b}'), "{ended:?}");
    desk.check("good.json", KEYS, LISTS, "valid");
    desk.refuses(&[".", "--keys", "did.json"], &["cannot be read", "Name the file itself."]);
    desk.refuses(&["nowhere.pdf", "--keys", "did.json"], &["nowhere.pdf cannot be read", "Check its name"]);
    let empty = desk.program.run(&["verify", "-", "--keys", "did.json"]);
    assert!(empty.code == Some(1) && empty.printed.contains("the file is empty"), "{empty:?}");
    let variable = desk.program.clone().set("TOUCHSTONE_BIND", "nonsense").set("DATABASE_URL", "nowhere");
    let arguments = ["verify", "good.jwt", "--keys", "did.json", "--status-list", LISTS[0], "--status-list", LISTS[1]];
    variable.run(&arguments).done();
}
