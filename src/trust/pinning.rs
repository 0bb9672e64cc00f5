//! Pinned keys: whom somebody trusts who checks without asking anybody. They come from a document that was saved before,
//! over a way that can be trusted, and never from the file that is checked.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::examination::{Trust, TrustedKey};
use super::issuer::keys_in;

const MOST_KEYS: usize = 1000;

/// Why nobody can be trusted because of a document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPinned {
    #[error("it is no JSON document")]
    NotJson,
    #[error("there are no keys of credentials in it: it is neither the DID document nor the JWK set of an issuer")]
    NoKeys,
    #[error("it has more than {MOST_KEYS} keys, as no issuer has")]
    TooManyKeys,
    #[error(
        "its keys do not say whose they are: keys of credentials have a `kid` such as `did:web:registry.example#…`; \
         /.well-known/jwks.json has the keys of access tokens, /issuer/jwks.json those of credentials"
    )]
    NoIssuer,
    /// The keys are of more than one issuer, or of another one than the document.
    #[error("it has keys of different issuers: {0} and {1}")]
    SeveralIssuers(String, String),
    #[error("two different keys in it have the same name: {0}")]
    Ambiguous(String),
}

/// Reads whom to trust out of a DID document, or of a JWK set whose `kid`s are addresses of keys.
pub fn pinned(document: &str) -> Result<Trust, NotPinned> {
    let document = document.trim_start_matches('\u{feff}');
    let document: Value = serde_json::from_str(document).map_err(|_| NotPinned::NotJson)?;
    let is_did_document = document.get("verificationMethod").is_some();
    let listed = |member: &str| document.get(member).and_then(Value::as_array).map_or(0, Vec::len);
    if ["verificationMethod", "assertionMethod", "keys"].into_iter().any(|member| listed(member) > MOST_KEYS) {
        return Err(NotPinned::TooManyKeys);
    }
    // Keys that a DID document has for something else, for instance to log in, sign no credentials.
    let asserting = asserting(&document);
    let keys = keys_in(&document).into_iter();
    let keys: Vec<_> = keys.filter(|(address, _)| !is_did_document || asserting.contains(address.as_str())).collect();
    let said = document.get("id").and_then(Value::as_str).filter(|_| is_did_document);
    let (mut issuer, mut trusted) = (said.map(str::to_owned), HashMap::new());
    for (address, key) in keys {
        let owner = match address.split_once('#') {
            Some((owner, _)) if owner.starts_with("did:") => owner.to_owned(),
            _ => return Err(NotPinned::NoIssuer),
        };
        let issuer = issuer.get_or_insert_with(|| owner.clone());
        if *issuer != owner {
            return Err(NotPinned::SeveralIssuers(issuer.clone(), owner));
        }
        if trusted.insert(address.clone(), key.clone()).is_some_and(|other| other != key) {
            return Err(NotPinned::Ambiguous(address));
        }
    }
    let keys: Vec<_> = trusted.into_iter().map(|(address, key)| TrustedKey { address, key, revoked: false }).collect();
    match issuer {
        Some(issuer) if !keys.is_empty() => Ok(Trust { issuer, keys }),
        _ => Err(NotPinned::NoKeys),
    }
}

/// The addresses of the keys that sign credentials, as a DID document lists them.
fn asserting(document: &Value) -> HashSet<&str> {
    let list = document.get("assertionMethod").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::trust::issuer::Issuer;
    use crate::trust::issuer_keys::{Algorithm, IssuerKey, IssuerPublicKey};

    fn keys() -> [IssuerPublicKey; 2] {
        [(); 2].map(|()| IssuerKey::generate(Algorithm::EdDsa).unwrap().public().clone())
    }

    #[test]
    fn both_documents_tell_the_issuer_and_its_keys() {
        let (issuer, keys) = (Issuer::new("https://registry.example:8443", "R"), keys());
        for document in [issuer.did_document(&keys), issuer.jwks(&keys)] {
            let trust = pinned(&format!("\u{feff}{document}")).unwrap();
            assert_eq!((trust.issuer.as_str(), trust.keys.len()), (issuer.did(), 2));
            for key in &keys {
                let address = issuer.key_address(key.id());
                assert!(trust.keys.iter().any(|trusted| trusted.address == address && trusted.key == *key));
            }
        }
    }

    #[test]
    fn keys_of_nobody_of_others_and_for_other_things_are_not_trusted() {
        let (issuer, keys) = (Issuer::new("https://registry.example", "R"), keys());
        let other = Issuer::new("https://elsewhere.example", "E");
        let said = |document: &Value| pinned(&document.to_string()).unwrap_err();

        let mut document = issuer.did_document(&keys);
        document["assertionMethod"] = json!([issuer.key_address(keys[1].id())]);
        assert_eq!(pinned(&document.to_string()).unwrap().keys.len(), 1);
        document["assertionMethod"] = json!([]);
        assert_eq!(said(&document), NotPinned::NoKeys);

        let mut document = issuer.did_document(&keys);
        document["id"] = json!(other.did());
        assert_eq!(said(&document), NotPinned::SeveralIssuers(other.did().to_owned(), issuer.did().to_owned()));

        let (mut set, theirs) = (issuer.jwks(&keys), other.jwks(&keys));
        set["keys"][1] = theirs["keys"][1].clone();
        assert!(matches!(said(&set), NotPinned::SeveralIssuers(..)));
        set["keys"][1] = issuer.jwks(&keys)["keys"][1].clone();
        set["keys"][1]["kid"] = set["keys"][0]["kid"].clone();
        assert!(matches!(said(&set), NotPinned::Ambiguous(_)));
        set["keys"][1]["kid"] = json!("a");
        assert_eq!(said(&set), NotPinned::NoIssuer);

        for (text, expected) in [
            ("", NotPinned::NotJson),
            ("\0", NotPinned::NotJson),
            ("eyJ.eyJ.x", NotPinned::NotJson),
            ("{}", NotPinned::NoKeys),
            ("[1]", NotPinned::NoKeys),
            (
                &json!({"verificationMethod": vec![json!({"id": "did:web:a#1"}); MOST_KEYS + 1]}).to_string(),
                NotPinned::TooManyKeys,
            ),
            (&json!({"keys": vec![json!({"kid": "did:web:a#1"}); MOST_KEYS + 1]}).to_string(), NotPinned::TooManyKeys),
            (r#"{"verificationMethod": 1, "assertionMethod": "x", "id": 2}"#, NotPinned::NoKeys),
        ] {
            assert_eq!(pinned(text).unwrap_err(), expected, "{text}");
        }
    }
}
