//! Every place of a signed document is altered in every way: either that is seen, or the JSON is the same as data.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::credential::{Statement, end_of};
use super::issuer::Issuer;
use super::issuer_keys::{Algorithm, IssuerKey};
use super::signatures::{SignedDocument, add_proof};
use super::status_list::{Bits, Purpose, sign};
use crate::clock::Moment;

static KEYS: LazyLock<[IssuerKey; 2]> =
    LazyLock::new(|| Algorithm::ALL.map(|algorithm| IssuerKey::generate(algorithm).unwrap()));
static CREDENTIAL: LazyLock<String> =
    LazyLock::new(|| credential().sign(&issuer(), &KEYS[0], &KEYS[1]).unwrap().document);
static LIST: LazyLock<String> = LazyLock::new(|| {
    sign(&issuer(), (3, Purpose::Revocation), &Bits::none(), now(), (&KEYS[0], &KEYS[1])).unwrap().document
});

fn issuer() -> Issuer {
    Issuer::new("https://registry.example", "R: \"colons\"")
}

fn now() -> Moment {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

fn credential() -> Statement<'static> {
    let expires_on = Some("2027-05-16".parse().unwrap());
    Statement { holder: "Zoë \"D\\G\": Гайяр", expires_on, ..Statement::example(now()) }
}

/// Of what is wrapped it is told that it is.
fn is_genuine(text: &str) -> bool {
    SignedDocument::parse(text).is_ok_and(|signed| !signed.is_wrapped && signed.is_signed_by(KEYS[1].public()))
}

/// Every value that `value` becomes by one alteration at one place, which makes it another value.
fn alterations(value: &Value) -> Vec<Value> {
    let mut altered = vec![
        Value::Null,
        json!(true),
        json!(1),
        json!(1.5),
        json!("another"),
        json!([]),
        json!({}),
        json!([value]),
        json!([value, value]),
        json!({"@value": value}),
        json!({"id": value}),
        json!({"@id": value}),
        json!({"@set": [value]}),
        json!({"@list": [value]}),
    ];
    match value {
        Value::String(text) => {
            altered.extend(
                [format!("{text} "), format!(" {text}"), text.to_uppercase(), format!("{text}\u{200b}")]
                    .map(Value::from),
            );
            altered.push(json!(unicode_normalization::UnicodeNormalization::nfd(text.as_str()).collect::<String>()));
        }
        Value::Array(items) => {
            for place in 0..items.len() {
                let mut without = items.clone();
                let item = without.remove(place);
                altered.push(json!([without.clone(), vec![item.clone()]].concat()));
                altered.push(json!([items.clone(), vec![item]].concat()));
                altered.push(Value::Array(without));
                let each = alterations(&items[place]).into_iter();
                altered.extend(each.map(|item| Value::Array([&items[..place], &[item], &items[place + 1..]].concat())));
            }
        }
        Value::Object(members) => {
            for added in [
                "proof",
                "@context",
                "@type",
                "@id",
                "@graph",
                "@reverse",
                "id",
                "type",
                "name",
                "description",
                "x",
                "",
                "proofValue",
                "validUntil",
            ] {
                for value in [json!({"identityHash": "Mallory"}), json!("Mallory"), json!([]), Value::Null] {
                    altered.push(with(members, added, value));
                }
            }
            for (name, value) in members {
                let mut without = members.clone();
                without.remove(name);
                altered.push(with(&without, &format!("{name}\u{0}"), value.clone()));
                altered.push(with(&without, &name.to_uppercase(), value.clone()));
                altered.push(Value::Object(without));
                altered.extend(alterations(value).into_iter().map(|value| with(members, name, value)));
            }
        }
        _ => {}
    }
    altered.retain(|altered| altered != value);
    altered
}

fn with(members: &Map<String, Value>, name: &str, value: Value) -> Value {
    let mut members = members.clone();
    members.insert(name.to_owned(), value);
    Value::Object(members)
}

/// The places in a text just behind a brace that opens an object.
fn objects(text: &str) -> Vec<usize> {
    text.char_indices().filter(|(_, character)| *character == '{').map(|(place, _)| place + 1).collect()
}

#[test]
fn every_alteration_of_every_place_is_seen() {
    for text in [&*CREDENTIAL, &*LIST] {
        assert!(is_genuine(text));
        let altered = alterations(&serde_json::from_str(text).unwrap());
        assert!(altered.len() > 300, "{}", altered.len());
        for altered in altered {
            assert!(!is_genuine(&altered.to_string()), "{altered}");
        }
    }
}

#[test]
fn a_member_that_stands_twice_is_seen_at_every_depth() {
    for text in [&*CREDENTIAL, &*LIST] {
        for place in objects(text) {
            let (before, after) = text.split_at(place);
            let name = after.split('"').nth(1).unwrap();
            let escaped = format!("\\u{:04x}{}", u32::from(name.chars().next().unwrap()), &name[1..]);
            for name in [name, &escaped, &name.to_uppercase()] {
                for value in [r#""Mallory""#, "[]", "null", r#"{"a":{"b":1}}"#] {
                    let altered = format!("{before}\"{name}\":{value},{after}");
                    assert!(serde_json::from_str::<Value>(&altered).is_ok());
                    assert!(!is_genuine(&altered), "{altered}");
                }
            }
        }
        let twice = text.replacen("\"id\":", "\"id\":\"urn:uuid:0\",\"id\":", 1);
        assert!(twice != *text && !is_genuine(&twice));
    }
}

#[test]
fn another_spelling_of_the_same_data_is_no_alteration() {
    for text in [&*CREDENTIAL, &*LIST] {
        let value: Value = serde_json::from_str(text).unwrap();
        let escaped: String =
            text.chars()
                .map(|character| {
                    if character.is_ascii() {
                        character.to_string()
                    } else {
                        format!("\\u{:04x}", u32::from(character))
                    }
                })
                .collect();
        let reversed: Vec<String> =
            value.as_object().unwrap().iter().rev().map(|(name, value)| format!("\"{name}\" : {value}")).collect();
        for spelled in [
            serde_json::to_string_pretty(&value).unwrap(),
            text.replace("https://", "https:\\/\\/").replace("\"id\"", "\"\\u0069d\""),
            escaped,
            format!("\n\t {{{}}}\r\n", reversed.join(" ,\n")),
            text.replace("\"ttl\":60000", "\"ttl\":60000.0"),
            text.replace("\"ttl\":60000", "\"ttl\":6e4"),
        ] {
            assert!(is_genuine(&spelled), "{spelled}");
        }
    }
    assert!(LIST.contains("\"ttl\":60000"));
}

#[test]
fn what_was_signed_with_midnight_as_the_moment_of_the_award_stays_good() {
    let statement = credential();
    let mut document = statement.document(&issuer());
    assert_eq!(document["awardedDate"], "2024-05-17T12:00:00Z");
    document.insert("awardedDate".to_owned(), json!("2024-05-17T00:00:00Z"));
    let signed =
        add_proof(document, "2026-11-20T09:00:00Z", &KEYS[1], &issuer().key_address(KEYS[1].public().id())).unwrap();
    let earlier = SignedDocument::parse(&signed.to_string()).unwrap();
    assert!(earlier.is_signed_by(KEYS[1].public()));
    let claims = super::credential::Claims::read(&earlier.document).unwrap();
    assert_eq!((claims.awarded_on, claims.valid_until), (statement.awarded_on, statement.expires_on.map(end_of)));
}

/// A text as data: numbers are what they are worth.
fn data(text: &str) -> Option<Value> {
    fn plain(value: Value) -> Value {
        match value {
            Value::Number(number) => json!(number.as_f64()),
            Value::Array(items) => items.into_iter().map(plain).collect(),
            Value::Object(members) => members.into_iter().map(|(name, value)| (name, plain(value))).collect(),
            other => other,
        }
    }
    serde_json::from_str(text).ok().map(plain)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn whatever_is_done_to_the_bytes_is_seen_or_is_the_same_data(
        place in any::<prop::sample::Index>(),
        taken in 0_usize..4,
        put in r#"[ -~\n]{0,3}|,"proof":\{\}|"x":[0-9],|\\u006[0-9a-f]"#,
    ) {
        for text in [&*CREDENTIAL, &*LIST] {
            let places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
            let start = place.get(&places);
            let end = text[*start..].char_indices().nth(taken).map_or(text.len(), |(length, _)| start + length);
            let altered = format!("{}{put}{}", &text[..*start], &text[end..]);
            let same = data(&altered) == data(text);
            prop_assert!(same || !is_genuine(&altered), "{}", altered);
        }
    }
}
