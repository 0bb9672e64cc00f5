//! What a credential says, as RDF in its canonical form: the lines that a Data Integrity proof signs.
//!
//! A general processor of JSON-LD would fetch and interpret contexts that anybody wrote. Our documents use two contexts
//! that never change, and few of their terms, so a table of those terms is all that is needed: what is not in the table
//! is an error and never ignored. At most one node goes without an id, so that the canonical form (W3C RDF Dataset
//! Canonicalization 1.0) is the sorted lines and that node's label is `_:c14n0`. That others read the same out of the
//! same document is checked with their processors.

use std::collections::BTreeSet;

use serde_json::{Map, Number, Value};

/// A document that says something in words that are not ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unsupported(String);

const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const DATE_TIME: &str = "http://www.w3.org/2001/XMLSchema#dateTime";
const BLANK: &str = "_:c14n0";

/// The most statements of a document, repeated ones included. A credential of ours has some thirty.
const MOST_STATEMENTS: usize = 1024;

/// The longest id, in bytes: every statement about a node repeats its id, so a long one would be multiplied.
const LONGEST_ID: usize = 2048;

/// Below this every whole number has a floating-point number of its own: 2⁵³.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

const LONGEST_SHOWN: usize = 80;

/// What a term's value is.
#[derive(Clone, Copy)]
enum Range {
    /// One node or several: objects, or their ids.
    Node,
    Text,
    /// A text of this data type.
    Typed(&'static str),
    /// A truth value of this data type.
    Boolean(&'static str),
    /// A whole number.
    Integer,
    /// A word that stands for an identifier in this vocabulary.
    Word(&'static str),
}

/// The terms of both contexts that our documents use. A few data types look odd: so they stand in the context of Open
/// Badges, version 3.0.3.
#[rustfmt::skip]
const TERMS: &[(&str, &str, Range)] = &[
    ("achievement", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievement", Range::Node),
    ("achievementType", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievementType", Range::Text),
    ("awardedDate", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#awardedDate", Range::Typed("xsd:dateTime")),
    ("created", "http://purl.org/dc/terms/created", Range::Typed(DATE_TIME)),
    ("credentialStatus", "https://www.w3.org/2018/credentials#credentialStatus", Range::Node),
    ("credentialSubject", "https://www.w3.org/2018/credentials#credentialSubject", Range::Node),
    ("criteria", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Criteria", Range::Node),
    ("cryptosuite", "https://w3id.org/security#cryptosuite", Range::Typed("https://w3id.org/security#cryptosuiteString")),
    ("description", "https://schema.org/description", Range::Text),
    ("encodedList", "https://www.w3.org/ns/credentials/status#encodedList", Range::Typed("https://w3id.org/security#multibase")),
    ("fieldOfStudy", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#fieldOfStudy", Range::Text),
    ("hashed", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#hashed", Range::Boolean("https://www.w3.org/2001/XMLSchema#boolean")),
    ("identifier", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#identifier", Range::Node),
    ("identityHash", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#identityHash", Range::Text),
    ("identityType", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#identityType", Range::Text),
    ("issuer", "https://www.w3.org/2018/credentials#issuer", Range::Node),
    ("licenseNumber", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#licenseNumber", Range::Text),
    ("name", "https://schema.org/name", Range::Text),
    ("narrative", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#narrative", Range::Text),
    ("proofPurpose", "https://w3id.org/security#proofPurpose", Range::Word("https://w3id.org/security#")),
    ("source", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#source", Range::Node),
    ("specialization", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#specialization", Range::Text),
    ("statusListCredential", "https://www.w3.org/ns/credentials/status#statusListCredential", Range::Node),
    ("statusListIndex", "https://www.w3.org/ns/credentials/status#statusListIndex", Range::Text),
    ("statusPurpose", "https://www.w3.org/ns/credentials/status#statusPurpose", Range::Text),
    ("tag", "https://schema.org/keywords", Range::Text),
    ("ttl", "https://www.w3.org/ns/credentials/status#ttl", Range::Integer),
    ("url", "https://schema.org/url", Range::Typed("https://www.w3.org/2001/XMLSchema#anyURI")),
    ("validFrom", "https://www.w3.org/2018/credentials#validFrom", Range::Typed(DATE_TIME)),
    ("validUntil", "https://www.w3.org/2018/credentials#validUntil", Range::Typed(DATE_TIME)),
    ("verificationMethod", "https://w3id.org/security#verificationMethod", Range::Node),
    ("version", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#version", Range::Text),
];

#[rustfmt::skip]
const TYPES: &[(&str, &str)] = &[
    ("Achievement", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement"),
    ("AchievementSubject", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#AchievementSubject"),
    ("BitstringStatusList", "https://www.w3.org/ns/credentials/status#BitstringStatusList"),
    ("BitstringStatusListCredential", "https://www.w3.org/ns/credentials/status#BitstringStatusListCredential"),
    ("BitstringStatusListEntry", "https://www.w3.org/ns/credentials/status#BitstringStatusListEntry"),
    ("DataIntegrityProof", "https://w3id.org/security#DataIntegrityProof"),
    ("IdentityObject", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#IdentityObject"),
    ("OpenBadgeCredential", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"),
    ("Profile", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile"),
    ("VerifiableCredential", "https://www.w3.org/2018/credentials#VerifiableCredential"),
];

/// The canonical N-Quads of a document, whose own `@context` is for the caller to look at. [`Unsupported`] where the
/// document has a term, a type or a form that ours do not have, more than [`MOST_STATEMENTS`] statements, or an id of
/// more than [`LONGEST_ID`] bytes: so the lines are at most a few megabytes longer than the document.
pub fn canonical(document: &Map<String, Value>) -> Result<String, Unsupported> {
    let mut statements = Statements::default();
    statements.node(document, Some("@context"))?;
    Ok(statements.lines.into_iter().collect())
}

#[derive(Default)]
struct Statements {
    lines: BTreeSet<String>,
    said: usize,
    has_blank: bool,
}

impl Statements {
    /// Takes down a node but for one member of it; gives its name.
    fn node(&mut self, node: &Map<String, Value>, but_for: Option<&str>) -> Result<String, Unsupported> {
        let name = match node.get("id") {
            Some(id) => reference(id)?,
            None if self.has_blank => return unsupported("more than one part of the document has no id"),
            None => {
                self.has_blank = true;
                BLANK.to_owned()
            }
        };
        for (term, value) in node.iter().filter(|(term, _)| *term != "id" && Some(term.as_str()) != but_for) {
            if term == "type" {
                for word in several(value) {
                    let iri = word.as_str().and_then(|word| TYPES.iter().find(|(known, _)| *known == word));
                    let Some((_, iri)) = iri else { return unsupported(&format!("the type {}", shown(word))) };
                    self.say(&name, TYPE, &format!("<{iri}>"))?;
                }
                continue;
            }
            let Some((_, predicate, range)) = TERMS.iter().find(|(known, ..)| known == term) else {
                return unsupported(&format!("the term {}", shown(&Value::from(term.as_str()))));
            };
            for value in several(value) {
                let Some(object) = self.object(value, *range)? else {
                    return unsupported(&format!("the value of `{term}`"));
                };
                self.say(&name, predicate, &object)?;
            }
        }
        Ok(name)
    }

    /// `None` where the value is not of that range.
    fn object(&mut self, value: &Value, range: Range) -> Result<Option<String>, Unsupported> {
        Ok(match (range, value) {
            (Range::Node, Value::Object(node)) => Some(self.node(node, None)?),
            (Range::Node, id) => Some(reference(id)?),
            (Range::Text, Value::String(text)) => Some(literal(text)?),
            (Range::Typed(datatype), Value::String(text)) => Some(format!("{}^^<{datatype}>", literal(text)?)),
            (Range::Boolean(datatype), Value::Bool(value)) => Some(format!("\"{value}\"^^<{datatype}>")),
            (Range::Integer, Value::Number(number)) => {
                whole(number).map(|number| format!("\"{number}\"^^<http://www.w3.org/2001/XMLSchema#integer>"))
            }
            (Range::Word(vocabulary), Value::String(word))
                if word.chars().all(|letter| letter.is_ascii_alphabetic()) =>
            {
                Some(format!("<{vocabulary}{word}>"))
            }
            _ => None,
        })
    }

    fn say(&mut self, subject: &str, predicate: &str, object: &str) -> Result<(), Unsupported> {
        self.said += 1;
        if self.said > MOST_STATEMENTS {
            return unsupported(&format!("a document of more than {MOST_STATEMENTS} statements"));
        }
        self.lines.insert(format!("{subject} <{predicate}> {object} .\n"));
        Ok(())
    }
}

/// A whole number, however it is spelled: `60000.0` and `6e4` are `60000` (RFC 8785, section 3.2.2.3).
fn whole(number: &Number) -> Option<u64> {
    let is_whole = |number: &f64| number.fract() == 0.0 && (0.0..MOST_EXACT).contains(number);
    // The range was looked at.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let exact = |number: f64| number as u64;
    number.as_u64().or_else(|| number.as_f64().filter(is_whole).map(exact))
}

/// The values of a term: one, or those of a list.
fn several(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        one => std::slice::from_ref(one),
    }
}

/// The name of a node that has an id: an absolute IRI without a character that would need escaping.
fn reference(id: &Value) -> Result<String, Unsupported> {
    let is_plain = |letter: char| letter > ' ' && !"<>\"{}|^`\\".contains(letter) && !letter.is_control();
    let text = id.as_str().filter(|id| id.len() <= LONGEST_ID);
    match text.filter(|id| id.contains(':') && !id.starts_with('_') && id.chars().all(is_plain)) {
        Some(id) => Ok(format!("<{id}>")),
        None => unsupported(&format!("the id {}", shown(id))),
    }
}

/// A text in N-Quads (W3C RDF 1.1 N-Quads, canonical form). Our texts have no control characters.
fn literal(text: &str) -> Result<String, Unsupported> {
    if text.chars().any(char::is_control) {
        return unsupported("a text with control characters");
    }
    Ok(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// The beginning of a value, for an error.
fn shown(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), |text| format!("`{text}`"));
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn unsupported<T>(what: &str) -> Result<T, Unsupported> {
    Err(Unsupported(format!("{what} is not what credentials of this registry have")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lines(document: &Value) -> Result<String, Unsupported> {
        canonical(document.as_object().unwrap())
    }

    #[test]
    fn says_what_other_processors_say() {
        // The answer is that of jsonld.js 9 for the same document.
        let document = json!({
            "@context": ["ignored"], "id": "urn:uuid:1", "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "awardedDate": "2024-05-17T00:00:00Z", "issuer": {"id": "did:web:a", "type": ["Profile"], "url": "https://a"},
            "credentialSubject": {"id": "urn:uuid:2", "type": ["AchievementSubject"], "identifier": [
                {"type": "IdentityObject", "hashed": false, "identityHash": "Adèle \"D\\G\"", "identityType": "name"}]},
        });
        let expected = r#"<did:web:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile> .
<did:web:a> <https://schema.org/url> "https://a"^^<https://www.w3.org/2001/XMLSchema#anyURI> .
<urn:uuid:1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential> .
<urn:uuid:1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/2018/credentials#VerifiableCredential> .
<urn:uuid:1> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#awardedDate> "2024-05-17T00:00:00Z"^^<xsd:dateTime> .
<urn:uuid:1> <https://www.w3.org/2018/credentials#credentialSubject> <urn:uuid:2> .
<urn:uuid:1> <https://www.w3.org/2018/credentials#issuer> <did:web:a> .
<urn:uuid:2> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#AchievementSubject> .
<urn:uuid:2> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#identifier> _:c14n0 .
_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#IdentityObject> .
_:c14n0 <https://purl.imsglobal.org/spec/vc/ob/vocab.html#hashed> "false"^^<https://www.w3.org/2001/XMLSchema#boolean> .
_:c14n0 <https://purl.imsglobal.org/spec/vc/ob/vocab.html#identityHash> "Adèle \"D\\G\"" .
_:c14n0 <https://purl.imsglobal.org/spec/vc/ob/vocab.html#identityType> "name" .
"#;
        assert_eq!(lines(&document).unwrap(), expected);
    }

    #[test]
    fn ignores_nothing() {
        for document in [
            json!({"id": "urn:1", "unknown": "x"}),
            json!({"id": "urn:1", "type": "Unknown"}),
            json!({"id": "urn:1", "name": 1}),
            json!({"id": "urn:1", "name": null}),
            json!({"id": "urn:1", "name": "a\nb"}),
            json!({"id": "relative"}),
            json!({"id": "urn:1> <x"}),
            json!({"id": "_:b0"}),
            json!({"id": "urn:1", "identifier": [{"hashed": false}, {"hashed": true}]}),
            json!({"id": "urn:1", "ttl": -1}),
            json!({"id": "urn:1", "proofPurpose": "../x"}),
            json!({"id": "urn:1", "@graph": []}),
            json!({"id": "urn:1", "name": [["a"]]}),
            json!({"id": "urn:1", "proof": {}}),
            json!({"id": "urn:1", "issuer": {"id": "urn:2", "@context": []}}),
            json!({"id": "urn:1", "issuer": {"id": "urn:2", "proof": {}}}),
            json!({"id": "urn:1", "ttl": 1.5}),
            json!({"id": "urn:1", "ttl": 1e300}),
        ] {
            assert!(lines(&document).is_err(), "{document}");
        }
    }

    #[test]
    fn a_document_that_would_multiply_is_refused() {
        let long = format!("urn:{}", "x".repeat(LONGEST_ID));
        let many = vec![json!("a"); MOST_STATEMENTS + 1];
        let distinct: Vec<_> = (0..=MOST_STATEMENTS).map(|number| json!(number.to_string())).collect();
        let deep = (0..100).fold(json!("urn:2"), |inner, _| json!({"id": "urn:1", "issuer": inner}));
        for (document, is_refused) in [
            (json!({"id": &long[..LONGEST_ID], "name": "a"}), false),
            (json!({"id": long, "name": "a"}), true),
            (json!({"id": "urn:1", "issuer": long}), true),
            (json!({"id": "urn:1", "name": many[1..]}), false),
            (json!({"id": "urn:1", "name": many}), true),
            (json!({"id": "urn:1", "name": distinct}), true),
            (json!({"id": "urn:1", "type": vec!["Profile"; MOST_STATEMENTS + 1]}), true),
            (json!({"id": "urn:1", "type": "x".repeat(1 << 20)}), true),
            (json!({"id": "urn:1", ("x".repeat(1 << 20)): "x"}), true),
            (deep, false),
        ] {
            let outcome = lines(&document);
            assert_eq!(outcome.is_err(), is_refused, "{:.200}", document.to_string());
            assert!(outcome.map_or_else(|error| error.to_string().len() < 500, |lines| lines.len() < 1 << 20));
        }
    }

    #[test]
    fn terms_are_told_once() {
        assert!(TERMS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(TYPES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
