//! What is refused.

use super::authenticator::Misbehaviour;
use super::*;

/// What neither a new passkey nor one that is used may come with.
const ATTACKS: &[Misbehaviour] = &[
    Misbehaviour::Origin("https://register.example.org.evil.example"),
    Misbehaviour::Origin("https://evil.register.example.org"),
    Misbehaviour::Origin("https://example.org"),
    Misbehaviour::Origin("http://register.example.org"),
    Misbehaviour::Origin("https://register.example.org:444"),
    Misbehaviour::Origin("https://register.example.org/"),
    Misbehaviour::Origin("https://ann@register.example.org"),
    Misbehaviour::Origin("HTTPS://register.example.org"),
    Misbehaviour::Origin("null"),
    Misbehaviour::Origin(""),
    Misbehaviour::RelyingParty("example.org"),
    Misbehaviour::RelyingParty("evil.example"),
    Misbehaviour::NotVerified,
    Misbehaviour::NotPresent,
    Misbehaviour::ImpossibleBackup,
    Misbehaviour::OtherChallenge,
    Misbehaviour::OtherCeremony,
    Misbehaviour::CredentialType,
    Misbehaviour::CrossOrigin,
    Misbehaviour::TopOrigin,
    Misbehaviour::OtherId,
];

#[test]
fn that_are_not_made_as_they_must_be_are_refused() {
    let of_new_ones = [
        Misbehaviour::IdOfLength(0),
        Misbehaviour::IdOfLength(15),
        Misbehaviour::IdOfLength(1024),
        Misbehaviour::IdOfLength(9000),
        Misbehaviour::Attestation("packed with a certificate"),
        Misbehaviour::Attestation("none with a statement"),
        Misbehaviour::Attestation("tpm"),
        Misbehaviour::Attestation("android-key"),
        Misbehaviour::Attestation("apple"),
        Misbehaviour::Attestation("fido-u2f"),
        Misbehaviour::Attestation(""),
        Misbehaviour::KeyOffTheCurve,
    ];
    for attack in ATTACKS.iter().copied().chain(of_new_ones) {
        let mut device = Authenticator::new(ORIGIN);
        device.misbehaves = Some(attack);
        assert!(is_refused(&register(&mut device)), "{attack:?}");
    }
    for allowed in [
        Misbehaviour::IdOfLength(16),
        Misbehaviour::IdOfLength(1023),
        // A signature of the new key by itself says nothing of who made the device.
        Misbehaviour::Attestation("packed"),
    ] {
        let mut device = Authenticator::new(ORIGIN);
        device.misbehaves = Some(allowed);
        assert!(register(&mut device).is_ok(), "{allowed:?}");
    }
}

#[test]
fn that_are_not_used_as_they_must_be_are_refused() {
    let of_used_ones =
        [Misbehaviour::CounterBack, Misbehaviour::OtherKey, Misbehaviour::NoUserHandle, Misbehaviour::OtherUserHandle];
    let mut device = Authenticator::new(ORIGIN);
    let made = register(&mut device).unwrap();
    let used = sign_in(&mut device, &made.credential).unwrap();
    let kept = used.updated_credential.unwrap();
    for attack in ATTACKS.iter().copied().chain(of_used_ones) {
        device.misbehaves = Some(attack);
        assert!(is_refused(&sign_in(&mut device, &kept)), "{attack:?}");
    }
    device.misbehaves = None;
    sign_in(&mut device, &kept).unwrap();

    let other = register(&mut Authenticator::new(ORIGIN)).unwrap();
    assert!(is_refused(&sign_in(&mut device, &other.credential)), "what was kept is of another passkey");
    let mut copied = Authenticator::password_manager(ORIGIN);
    let made = register(&mut copied).unwrap();
    let claims = made.credential.replace(r#""backup_eligible":true"#, r#""backup_eligible":false"#);
    assert!(is_refused(&sign_in(&mut copied, &claims)), "it could not be copied when it was made");
}

#[test]
fn answers_that_are_none_are_refused() {
    let mut device = Authenticator::password_manager(ORIGIN);
    let made = register(&mut device).unwrap();
    let (registration, sign_in) = (begin_registration(), begin_sign_in());
    let used = device.assert(&sign_in.options);
    let created = Authenticator::new(ORIGIN).register(&registration.options);
    let padded = |response: &str| format!("{response}{}", " ".repeat(LONGEST_RESPONSE));
    let mut answers = vec![
        String::new(),
        "\0".to_owned(),
        "null".to_owned(),
        "[]".to_owned(),
        "{}".to_owned(),
        "\u{feff}{}".to_owned(),
        "[".repeat(LONGEST_RESPONSE),
        r#"{"a":"#.repeat(3000),
        "A".repeat(1 << 20),
        padded(&used),
        padded(&created),
    ];
    let wrong =
        [json!(null), json!(0), json!(-1e300), json!([]), json!({}), json!(""), json!("\0"), json!("é!="), json!("A")];
    for honest in [&used, &created] {
        let honest: Value = serde_json::from_str(honest).unwrap();
        for pointer in ["/id", "/rawId", "/type", "/response"] {
            answers.extend(wrong.iter().map(|wrong| replaced(&honest, pointer, wrong)));
        }
        for member in honest["response"].as_object().unwrap().keys().filter(|member| *member != "transports") {
            answers.extend(wrong.iter().map(|wrong| replaced(&honest, &format!("/response/{member}"), wrong)));
        }
    }
    for answer in &answers {
        let shown: String = answer.chars().take(300).collect();
        let finished = service().finish_registration(&key(1), &registration.ceremony, answer, now());
        assert!(is_refused(&finished), "{shown}");
        let finished = service().finish_assertion(&key(1), &sign_in.ceremony, answer, &made.credential, PERSON, now());
        assert!(is_refused(&finished), "{shown}");
        assert!(named_in(answer).is_ok() || is_refused(&named_in(answer)), "{shown}");
    }
}

fn replaced(answer: &Value, pointer: &str, value: &Value) -> String {
    let mut answer = answer.clone();
    *answer.pointer_mut(pointer).unwrap() = value.clone();
    answer.to_string()
}

/// The bytes with each one altered, and cut at each place.
fn alterations(honest: &[u8]) -> Vec<(usize, Vec<u8>)> {
    let altered = |place: usize, bits: u8| {
        let mut bytes = honest.to_vec();
        bytes[place] ^= bits;
        (place, bytes)
    };
    let places = 0..honest.len();
    places.flat_map(|place| [altered(place, 1), altered(place, 0x80), (place, honest[..place].to_vec())]).collect()
}

#[test]
fn nothing_that_is_signed_can_be_altered() {
    let mut device = Authenticator::password_manager(ORIGIN);
    let made = register(&mut device).unwrap();
    let begun = begin_sign_in();
    let honest: Value = serde_json::from_str(&device.assert(&begun.options)).unwrap();
    for member in ["clientDataJSON", "authenticatorData", "signature"] {
        let pointer = format!("/response/{member}");
        for (place, bytes) in alterations(&in_bytes(&honest["response"][member])) {
            let response = replaced(&honest, &pointer, &URL_SAFE_NO_PAD.encode(bytes).into());
            let finished =
                service().finish_assertion(&key(1), &begun.ceremony, &response, &made.credential, PERSON, now());
            assert!(is_refused(&finished), "{member}, at {place}");
        }
    }
}

#[test]
fn a_new_passkey_that_was_altered_is_refused_or_is_one() {
    for attestation in [None, Some(Misbehaviour::Attestation("packed"))] {
        let begun = begin_registration();
        let mut device = Authenticator::new(ORIGIN);
        device.misbehaves = attestation;
        let honest: Value = serde_json::from_str(&device.register(&begun.options)).unwrap();
        for (place, bytes) in alterations(&in_bytes(&honest["response"]["attestationObject"])) {
            let is_cut = bytes.len() == place;
            let altered = URL_SAFE_NO_PAD.encode(bytes).into();
            let response = replaced(&honest, "/response/attestationObject", &altered);
            let finished = service().finish_registration(&key(1), &begun.ceremony, &response, now());
            assert!(is_refused(&finished) || (finished.is_ok() && !is_cut), "{attestation:?}, at {place}");
        }
    }
}
