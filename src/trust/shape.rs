//! What our documents look like as JSON, member by member. The statements that a proof signs are a set: they do not tell
//! whether something stands beside them that makes no statement, in which order, or twice. So a document is held whole
//! against its shape: what has one member more or less, or another form of one, is not as it was signed.

use serde_json::{Map, Value};

use super::issuer::{BADGES_CONTEXT, CREDENTIALS_CONTEXT, DEMONSTRATION};
use Form::{Number, Part, Parts, Text, Truth, Word, Words};

pub(super) const CRYPTOSUITE: &str = "eddsa-rdfc-2022";

enum Form {
    /// Any text: what it says is signed.
    Text,
    Truth,
    Number,
    Word(&'static str),
    Words(&'static [&'static str]),
    /// An object with these members.
    Part(Members),
    /// A list of objects, one with each of these members.
    Parts(&'static [Members]),
}

/// The members of an object.
type Members = &'static [(&'static str, Form)];

/// The members that may be missing, which the signature notices: not every certificate expires, and credentials from before
/// did not tell the titles of scheme and edition, nor who examined. Only organisations have sites, and only those of a demonstration are tagged.
const OPTIONAL: [&str; 6] = ["validUntil", "fieldOfStudy", "specialization", "source", "narrative", "tag"];

const CREDENTIAL: Members = &[
    ("@context", Words(&[CREDENTIALS_CONTEXT, BADGES_CONTEXT])),
    ("id", Text),
    ("type", Words(&["VerifiableCredential", "OpenBadgeCredential"])),
    ("name", Text),
    ("issuer", Part(PROFILE)),
    ("validFrom", Text),
    ("validUntil", Text),
    ("awardedDate", Text),
    ("credentialStatus", Parts(&[&entry("revocation"), &entry("suspension")])),
    (
        "credentialSubject",
        Part(&[
            ("id", Text),
            ("type", Words(&["AchievementSubject"])),
            ("identifier", Parts(&[IDENTITY])),
            ("licenseNumber", Text),
            ("achievement", Part(ACHIEVEMENT)),
            ("source", Part(PROFILE)),
            ("narrative", Text),
        ]),
    ),
];

const PROFILE: Members = &[("id", Text), ("type", Words(&["Profile"])), ("name", Text), ("url", Text)];

const IDENTITY: Members =
    &[("type", Word("IdentityObject")), ("hashed", Truth), ("identityHash", Text), ("identityType", Text)];

const ACHIEVEMENT: Members = &[
    ("id", Text),
    ("type", Words(&["Achievement"])),
    ("achievementType", Text),
    ("name", Text),
    ("description", Text),
    ("criteria", Part(&[("id", Text)])),
    ("fieldOfStudy", Text),
    ("specialization", Text),
    ("version", Text),
    ("tag", Words(&[DEMONSTRATION])),
];

const fn entry(purpose: &'static str) -> [(&'static str, Form); 5] {
    [
        ("id", Text),
        ("type", Word("BitstringStatusListEntry")),
        ("statusPurpose", Word(purpose)),
        ("statusListIndex", Text),
        ("statusListCredential", Text),
    ]
}

const STATUS_LIST: Members = &[
    ("@context", Words(&[CREDENTIALS_CONTEXT])),
    ("id", Text),
    ("type", Words(&["VerifiableCredential", "BitstringStatusListCredential"])),
    ("issuer", Text),
    ("validFrom", Text),
    ("validUntil", Text),
    (
        "credentialSubject",
        Part(&[
            ("id", Text),
            ("type", Word("BitstringStatusList")),
            ("statusPurpose", Text),
            ("encodedList", Text),
            ("ttl", Number),
        ]),
    ),
];

/// The proof without its signature.
const PROOF: Members = &[
    ("type", Word("DataIntegrityProof")),
    ("cryptosuite", Word(CRYPTOSUITE)),
    ("created", Text),
    ("verificationMethod", Text),
    ("proofPurpose", Word("assertionMethod")),
];

/// Whether a document without its proof, and the proof without its signature, have the shape of ours and nothing else.
pub(super) fn is_ours(document: &Map<String, Value>, proof: &Map<String, Value>) -> bool {
    has(proof, PROOF) && (has(document, CREDENTIAL) || has(document, STATUS_LIST))
}

/// Whether a proof is of the kind that we make, whatever else it says.
pub(super) fn is_proof_of_ours(proof: &Map<String, Value>) -> bool {
    let words = PROOF.iter().filter(|(_, form)| matches!(form, Word(_)));
    words.into_iter().all(|(name, form)| proof.get(*name).is_some_and(|value| is(value, form)))
}

fn has(object: &Map<String, Value>, members: Members) -> bool {
    let is_there = |(name, form): &(&str, Form)| match object.get(*name) {
        Some(value) => is(value, form),
        None => OPTIONAL.contains(name),
    };
    members.iter().all(is_there) && object.keys().all(|name| members.iter().any(|(known, _)| known == name))
}

fn is(value: &Value, form: &Form) -> bool {
    let each = |length: usize| value.as_array().filter(|items| items.len() == length);
    match form {
        Text => value.is_string(),
        Truth => value.is_boolean(),
        Number => value.is_number(),
        Word(word) => value.as_str() == Some(word),
        Words(words) => {
            each(words.len()).is_some_and(|items| items.iter().zip(*words).all(|(item, word)| item == word))
        }
        Part(members) => value.as_object().is_some_and(|object| has(object, members)),
        Parts(parts) => each(parts.len()).is_some_and(|items| {
            items.iter().zip(*parts).all(|(item, members)| item.as_object().is_some_and(|object| has(object, members)))
        }),
    }
}

/// Whether an object of a text names a member twice, in whichever spelling: readers differ in which of the two they take
/// (RFC 8259, section 4). `value` is what was read of it, without the ones that were overwritten.
pub(super) fn has_duplicates(text: &str, value: &Value) -> bool {
    // Outside of strings there is a colon for each member, and none else.
    let (mut colons, mut in_string, mut is_escaped) = (0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = in_string,
            b'"' => in_string = !in_string,
            b':' if !in_string => colons += 1,
            _ => {}
        }
    }
    colons != members(value)
}

fn members(value: &Value) -> usize {
    match value {
        Value::Object(object) => object.values().map(|value| 1 + members(value)).sum(),
        Value::Array(items) => items.iter().map(members).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_that_is_named_twice_is_seen() {
        for (text, is_twice) in [
            (r#"{"a": 1, "b": {"a": [{"a": "\":\\"}]}}"#, false),
            (r#"{"a:b": "c:\\\":d", "e": []}"#, false),
            (r#"[":", "\\", {"a": ":"}]"#, false),
            (r#"{"a": 1, "a": 1}"#, true),
            (r#"{"a": [{"b": {"c": 1, "d": 2, "\u0063": 3}}]}"#, true),
            (r#"{"a": {"x": {"y": 1}}, "a": 2}"#, true),
            (r#"{"": 1, "": 2}"#, true),
        ] {
            assert_eq!(has_duplicates(text, &serde_json::from_str(text).unwrap()), is_twice, "{text}");
        }
    }
}
