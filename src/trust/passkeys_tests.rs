#[path = "passkeys/attack_tests.rs"]
mod attacks;
#[path = "../../tests/support/authenticator.rs"]
mod authenticator;

use std::collections::BTreeSet;

use authenticator::Authenticator;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::*;
use crate::secret::Secret;

const ORIGIN: &str = "https://register.example.org";
const PERSON: &str = "01994c1e-9a6b-7cc1-8f13-3a1f6a2f9a01";
const OTHER: &str = "01994c1e-9a6b-7cc1-8f13-3a1f6a2f9a02";

fn now() -> Moment {
    Moment::from_timestamp(1_790_000_000, 0).unwrap()
}

fn key(byte: u8) -> SealingKey {
    SealingKey::from_base64(&Secret::new(STANDARD.encode([byte; 32])), "a test").unwrap()
}

fn service() -> RelyingParty {
    RelyingParty::new(&format!("{ORIGIN}/"), "The register").unwrap()
}

fn is_refused<T>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::Refused(refusal)) if refusal.code == Code::PasskeyRefused && refusal.errors.is_empty())
}

fn begin_registration() -> Begun {
    service().begin_registration(&key(1), PERSON, "ann@example.org", "Ann", &[], now()).unwrap()
}

fn begin_sign_in() -> Begun {
    service().begin_assertion(&key(1), Purpose::SignIn, now()).unwrap()
}

fn register(device: &mut Authenticator) -> Result<Registered, Error> {
    let begun = begin_registration();
    let response = device.register(&begun.options);
    service().finish_registration(&key(1), &begun.ceremony, &response, now())
}

fn sign_in(device: &mut Authenticator, credential: &str) -> Result<Asserted, Error> {
    let begun = begin_sign_in();
    let response = device.assert(&begun.options);
    service().finish_assertion(&key(1), &begun.ceremony, &response, credential, PERSON, now())
}

fn in_bytes(base64url: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(base64url.as_str().unwrap()).unwrap()
}

#[test]
fn belong_to_a_domain() {
    for (url, host, origin) in [
        ("https://register.example.org", "register.example.org", "https://register.example.org"),
        ("https://register.example.org:8443/a?b#c", "register.example.org", "https://register.example.org:8443"),
        ("http://localhost:8080/", "localhost", "http://localhost:8080"),
        ("https://Müller.example/", "xn--mller-kva.example", "https://xn--mller-kva.example"),
    ] {
        let service = RelyingParty::new(url, "The register").unwrap();
        let begun = service.begin_assertion(&key(1), Purpose::SignIn, now()).unwrap();
        let options: Value = serde_json::from_str(&begun.options).unwrap();
        assert_eq!(options["rpId"], host);
        let begun = service.begin_registration(&key(1), PERSON, "ann@example.org", "Ann", &[], now()).unwrap();
        let response = Authenticator::new(origin).register(&begun.options);
        service.finish_registration(&key(1), &begun.ceremony, &response, now()).unwrap();
    }
    for url in ["http://127.0.0.1:8080", "https://[::1]/", "https://0x7f.1/", "ftp://example.org", "example.org", ""] {
        assert!(RelyingParty::new(url, "The register").is_none(), "{url}");
    }
}

#[test]
fn are_asked_for_as_they_must_be() {
    let known = [vec![1; 16], vec![2; 1023]].map(|id| URL_SAFE_NO_PAD.encode(id));
    let asked = |name| service().begin_registration(&key(1), PERSON, "ann@example.org", name, &known, now()).unwrap();
    let begun = asked("Ann");
    let options: Value = serde_json::from_str(&begun.options).unwrap();
    assert_eq!(options["rp"], json!({ "id": "register.example.org", "name": "The register" }));
    assert_eq!(options["user"]["name"], "ann@example.org");
    assert_eq!(options["user"]["displayName"], "Ann");
    assert_eq!(in_bytes(&options["user"]["id"]), Uuid::try_parse(PERSON).unwrap().as_bytes());
    assert_eq!(options["attestation"], "none");
    let selection = &options["authenticatorSelection"];
    assert_eq!(selection["userVerification"], "required");
    assert_eq!(selection["residentKey"], "required");
    assert_eq!(selection["requireResidentKey"], true);
    assert_eq!(options["timeout"], 300_000);
    assert_eq!(in_bytes(&options["challenge"]).len(), 32);
    assert_eq!(options["excludeCredentials"][1]["id"], known[1]);
    assert!(options["pubKeyCredParams"].as_array().unwrap().iter().any(|kind| kind["alg"] == -7));
    let nameless: Value = serde_json::from_str(&asked("").options).unwrap();
    assert_eq!(nameless["user"]["displayName"], "ann@example.org");

    let options: Value = serde_json::from_str(&begin_sign_in().options).unwrap();
    assert_eq!(options["userVerification"], "required");
    assert_eq!(options["allowCredentials"], json!([]));
    assert_eq!(options["timeout"], 300_000);
    assert_eq!(options["mediation"], Value::Null, "a person presses a button");
}

#[test]
fn however_many_are_known_a_ceremony_can_be_finished() {
    let known: Vec<String> = (0..100).map(|each| URL_SAFE_NO_PAD.encode(vec![each; 1023])).collect();
    let begun = service().begin_registration(&key(1), PERSON, "ann@example.org", "Ann", &known, now()).unwrap();
    assert!(begun.ceremony.len() <= ceremony::LONGEST, "{}", begun.ceremony.len());
    let response = Authenticator::new(ORIGIN).register(&begun.options);
    service().finish_registration(&key(1), &begun.ceremony, &response, now()).unwrap();
}

#[test]
fn are_made_and_used() {
    for mut device in [Authenticator::new(ORIGIN), Authenticator::password_manager(ORIGIN)] {
        let made = register(&mut device).unwrap();
        assert_eq!((made.person.as_str(), made.credential_id.as_str()), (PERSON, device.credential_id().as_str()));
        assert_eq!((made.challenge.len(), made.expires_at), (64, now() + PATIENCE));
        let mut credential = made.credential;
        let mut challenges = BTreeSet::from([made.challenge]);
        for _ in 0..3 {
            let begun = begin_sign_in();
            let response = device.assert(&begun.options);
            assert_eq!(named_in(&response).unwrap(), (PERSON.to_owned(), device.credential_id()));
            let used =
                service().finish_assertion(&key(1), &begun.ceremony, &response, &credential, PERSON, now()).unwrap();
            assert!(!used.confirms && used.expires_at == now() + PATIENCE);
            assert!(challenges.insert(used.challenge), "each challenge is new");
            credential = used.updated_credential.unwrap_or(credential);
        }
    }
}

#[test]
fn what_is_kept_changes_with_the_counter_and_the_copy() {
    let mut device = Authenticator::new(ORIGIN);
    let made = register(&mut device).unwrap();
    assert!(sign_in(&mut device, &made.credential).unwrap().updated_credential.is_some(), "it counts");

    let mut device = Authenticator::password_manager(ORIGIN);
    let made = register(&mut device).unwrap();
    assert!(sign_in(&mut device, &made.credential).unwrap().updated_credential.is_none());
    device.is_backed_up = false;
    let changed = sign_in(&mut device, &made.credential).unwrap().updated_credential.unwrap();
    assert!(sign_in(&mut device, &changed).unwrap().updated_credential.is_none());
}

#[test]
fn ceremonies_end() {
    let mut device = Authenticator::password_manager(ORIGIN);
    let made = register(&mut device).unwrap();
    let last = now() + PATIENCE - TimeDelta::microseconds(1);
    for (moment, is_good) in [(last, true), (now() + PATIENCE, false), (now() + TimeDelta::days(365), false)] {
        let begun = begin_registration();
        let response = Authenticator::new(ORIGIN).register(&begun.options);
        let finished = service().finish_registration(&key(1), &begun.ceremony, &response, moment);
        assert_eq!((finished.is_ok(), is_refused(&finished)), (is_good, !is_good), "{moment}");
        let begun = begin_sign_in();
        let response = device.assert(&begun.options);
        let finished =
            service().finish_assertion(&key(1), &begun.ceremony, &response, &made.credential, PERSON, moment);
        assert_eq!((finished.is_ok(), is_refused(&finished)), (is_good, !is_good), "{moment}");
    }
}

#[test]
fn ceremonies_are_good_for_one_kind_one_person_and_one_question() {
    let mut device = Authenticator::password_manager(ORIGIN);
    let made = register(&mut device).unwrap();
    let finish = |ceremony: &str, response: &str, person: &str| {
        service().finish_assertion(&key(1), ceremony, response, &made.credential, person, now())
    };
    let confirm = service().begin_assertion(&key(1), Purpose::Confirm(PERSON), now()).unwrap();
    let response = device.assert(&confirm.options);
    assert!(finish(&confirm.ceremony, &response, PERSON).unwrap().confirms);
    assert!(is_refused(&finish(&confirm.ceremony, &response, OTHER)));
    assert!(is_refused(&finish(&begin_sign_in().ceremony, &response, PERSON)), "another question");
    assert!(is_refused(&finish(&begin_registration().ceremony, &response, PERSON)), "another kind");

    let of_other = service().begin_assertion(&key(1), Purpose::Confirm(OTHER), now()).unwrap();
    let response = device.assert(&of_other.options);
    for person in [PERSON, OTHER] {
        assert!(is_refused(&finish(&of_other.ceremony, &response, person)), "{person}");
    }

    let sign_in = begin_sign_in();
    let response = device.assert(&sign_in.options);
    assert!(is_refused(&finish(&sign_in.ceremony, &response, OTHER)), "whose the device does not say it to be");

    let registration = begin_registration();
    let response = Authenticator::new(ORIGIN).register(&registration.options);
    for ceremony in [&begin_registration().ceremony, &begin_sign_in().ceremony] {
        assert!(is_refused(&service().finish_registration(&key(1), ceremony, &response, now())));
    }
}

#[test]
fn ceremonies_cannot_be_altered() {
    let mut device = Authenticator::password_manager(ORIGIN);
    let made = register(&mut device).unwrap();
    let begun = begin_sign_in();
    let response = device.assert(&begun.options);
    let finish = |ceremony: &str, key: &SealingKey| {
        service().finish_assertion(key, ceremony, &response, &made.credential, PERSON, now())
    };
    finish(&begun.ceremony, &key(1)).unwrap();
    assert!(is_refused(&finish(&begun.ceremony, &key(2))), "another registry's");
    for place in 0..begun.ceremony.len() {
        let mut altered = begun.ceremony.clone().into_bytes();
        altered[place] = if altered[place] == b'A' { b'B' } else { b'A' };
        let altered = String::from_utf8(altered).unwrap();
        assert!(is_refused(&finish(&altered, &key(1))), "altered at {place}");
        assert!(is_refused(&finish(&begun.ceremony[..place], &key(1))), "cut at {place}");
    }
    for ceremony in ["", "\0", "{}", "sealed:", &"A".repeat(1 << 20), &format!("{}A", begun.ceremony)] {
        assert!(is_refused(&finish(ceremony, &key(1))));
        assert!(is_refused(&service().finish_registration(&key(1), ceremony, &response, now())));
    }
}

#[test]
fn what_was_kept_wrongly_is_the_registry_s_fault() {
    let mut device = Authenticator::password_manager(ORIGIN);
    register(&mut device).unwrap();
    assert!(matches!(sign_in(&mut device, "{}"), Err(Error::Internal(_))));
    let begin = |person, email, known: &str| {
        service().begin_registration(&key(1), person, email, "", &[known.to_owned()], now())
    };
    assert!(begin(PERSON, "ann@example.org", "AAAA").is_ok());
    for (person, email, known) in [("ann", "ann@example.org", "AAAA"), (PERSON, "", "AAAA"), (PERSON, "a@b.c", "é")] {
        assert!(matches!(begin(person, email, known), Err(Error::Internal(_))), "{person} {email} {known}");
    }
}

#[test]
fn a_signature_is_checked_quickly() {
    let mut device = Authenticator::password_manager(ORIGIN);
    let made = register(&mut device).unwrap();
    let started = std::time::Instant::now();
    for _ in 0..20 {
        sign_in(&mut device, &made.credential).unwrap();
    }
    assert!(started.elapsed().as_secs() < 5, "{:?} for 20", started.elapsed());
}
