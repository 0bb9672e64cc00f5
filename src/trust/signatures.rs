//! The two forms in which a credential is signed: a compact JSON Web Signature as Open Badges 3.0 has it (section 8.2,
//! "JSON Web Token Proof Format"), and a Data Integrity proof of the cryptosuite `eddsa-rdfc-2022` (W3C Data Integrity
//! `EdDSA` Cryptosuites 1.0, section 3.2).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::SecondsFormat;
use serde_json::{Map, Value, json};

use super::issuer::Issuer;
use super::issuer_keys::{Algorithm, IssuerKey, IssuerPublicKey};
use super::no_credential::NoCredential;
use super::shape::{CRYPTOSUITE, has_duplicates, is_ours, is_proof_of_ours};
use super::statements::{Unsupported, canonical};
use super::wrapping::{Content, MOST_WRAPPINGS, is_credential, is_presentation, unwrapped};
use super::{from_multibase, sha256};
use crate::clock::Moment;
use crate::error::Error;

/// The greatest document that is looked at, in bytes: ours have some thousands, a status list some ten thousands.
const LONGEST: usize = 1024 * 1024;

/// The longest header of a JSON Web Signature that is decoded, in characters. Ours name an algorithm, a type and a key.
const LONGEST_HEADER: usize = 4096;

/// The longest signature of a JSON Web Signature that is decoded, in characters: RSA with 8192 bits has 1,366.
const LONGEST_JWS_SIGNATURE: usize = 1366;

const ED25519_SIGNATURE: usize = 64;

fn not_signed<T>(why: &str) -> Result<T, NoCredential> {
    Err(NoCredential::from(why))
}

/// A document with its signature, taken apart but not yet checked: nothing in it can be believed before
/// [`is_signed_by`](Self::is_signed_by) has said so.
#[derive(Clone, Debug)]
pub struct SignedDocument {
    /// What is signed. For a JSON Web Signature with the claims that it adds.
    pub document: Map<String, Value>,
    /// The address of the key that is said to have signed.
    pub key_address: String,
    /// Whether it was inside of something else, such as a presentation, of which nothing was looked at.
    pub is_wrapped: bool,
    algorithm: Algorithm,
    /// What the signature is of; else what the text has that no signature of ours is of.
    message: Result<Vec<u8>, NoCredential>,
    signature: Vec<u8>,
}

impl SignedDocument {
    /// Takes a text apart, whichever form it has, and whatever it is wrapped in.
    pub fn parse(text: &str) -> Result<Self, NoCredential> {
        if text.len() > LONGEST {
            return Err(NoCredential::TooLarge("1 MiB"));
        }
        Self::unwrap(text, 0)
    }

    /// `wrappings` have been taken off already.
    fn unwrap(text: &str, wrappings: usize) -> Result<Self, NoCredential> {
        if wrappings > MOST_WRAPPINGS {
            return not_signed("it is wrapped more often than any credential");
        }
        let text = text.trim();
        if !text.starts_with(['{', '[', '"']) {
            return Self::parse_jws(text, wrappings);
        }
        let Ok(value) = serde_json::from_str::<Value>(text) else { return not_signed("it is not JSON") };
        let is_plain = !has_duplicates(text, &value);
        Self::of_json(value, is_plain, wrappings)
    }

    /// `is_plain` where everybody reads the same in the text that this was read from.
    fn of_json(value: Value, is_plain: bool, wrappings: usize) -> Result<Self, NoCredential> {
        let is_wrapped = wrappings > 0 || !is_credential(&value);
        match unwrapped(value)? {
            Content::Text(text) => Self::unwrap(&text, wrappings + 1),
            Content::Document(document) => Self::of_document(document, is_plain, is_wrapped),
        }
    }

    fn parse_jws(text: &str, wrappings: usize) -> Result<Self, NoCredential> {
        let parts: Vec<&str> = text.splitn(4, '.').collect();
        let [header, payload, signature] = parts[..] else {
            return not_signed("it is neither JSON nor three parts separated by dots");
        };
        if text.contains(char::is_whitespace) {
            return Err(NoCredential::Broken);
        }
        if header.len() > LONGEST_HEADER || signature.len() > LONGEST_JWS_SIGNATURE {
            return not_signed("its header or its signature is longer than that of any credential");
        }
        let decoded = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
        let text_in = |part: &str| decoded(part).and_then(|bytes| String::from_utf8(bytes).ok());
        let object = |text: &str| serde_json::from_str::<Map<_, _>>(text).ok();
        let read = |part: &str| text_in(part).and_then(|text| Some((object(&text)?, text)));
        let (Some((header, _)), Some((document, payload)), Some(signature)) =
            (read(header), read(payload), decoded(signature))
        else {
            return not_signed("its parts are not base64url of JSON");
        };
        // Who presents a credential signs the presentation; that is for whoever asked for it.
        if is_presentation(&document) {
            let value = Value::Object(document);
            let is_plain = !has_duplicates(&payload, &value);
            return Self::of_json(value, is_plain, wrappings + 1);
        }
        let text_of = |member: &str| header.get(member).and_then(Value::as_str);
        // "Additional JOSE Headers are NOT allowed"; a `crit` or a `b64` must not change how it is read.
        if header.keys().any(|member| !matches!(member.as_str(), "alg" | "kid" | "typ")) {
            return not_signed("its header has members that credentials of this registry do not have");
        }
        if text_of("alg") != Some(Algorithm::Rs256.as_str()) {
            return not_signed("it is not signed with RS256");
        }
        let Some(key_address) = text_of("kid") else { return not_signed("its header names no key") };
        Ok(Self {
            document,
            key_address: key_address.to_owned(),
            is_wrapped: wrappings > 0,
            algorithm: Algorithm::Rs256,
            message: Ok(text.as_bytes()[..text.rfind('.').unwrap_or_default()].to_vec()),
            signature,
        })
    }

    fn of_document(mut document: Map<String, Value>, is_plain: bool, is_wrapped: bool) -> Result<Self, NoCredential> {
        let (mut proof, is_one) = match document.remove("proof") {
            Some(Value::Object(proof)) => (proof, true),
            Some(Value::Array(_)) => (Map::new(), false),
            _ => return not_signed("it has no proof"),
        };
        let signature = proof.remove("proofValue");
        let signature = signature.as_ref().and_then(Value::as_str);
        let key_address = proof.get("verificationMethod").and_then(Value::as_str);
        let decoded = signature.and_then(|text| from_multibase(text, ED25519_SIGNATURE));
        let message = if !is_one {
            not_signed("it has no proof of its own, but a list of them")
        } else if !is_proof_of_ours(&proof) {
            not_signed("its proof is not a Data Integrity proof of eddsa-rdfc-2022 for assertions")
        } else if signature.is_none() || key_address.is_none() {
            not_signed("its proof has no signature, or names no key")
        } else if decoded.is_none() {
            not_signed("its `proofValue` is not a signature of Ed25519 in base58")
        } else {
            proof_message(&document, &proof).map_err(|error| NoCredential::Other(error.to_string()))
        };
        let message = match message {
            Ok(_) if !is_ours(&document, &proof) => {
                not_signed("it has other members than credentials of this registry, or in another form")
            }
            Ok(_) if !is_plain => not_signed("a member of it stands there twice"),
            message => message,
        };
        Ok(Self {
            key_address: key_address.unwrap_or_default().to_owned(),
            signature: decoded.unwrap_or_default(),
            document,
            is_wrapped,
            algorithm: Algorithm::EdDsa,
            message,
        })
    }

    /// Why it has not the form of what we sign, with nothing beside it that no signature is of; nothing, if it has.
    pub fn other_form(&self) -> Option<&NoCredential> {
        self.message.as_ref().err()
    }

    /// Whether this key signed it, and nothing was altered since.
    #[must_use]
    pub fn is_signed_by(&self, key: &IssuerPublicKey) -> bool {
        let is_signed = |message: &Vec<u8>| key.verifies(message, &self.signature);
        key.algorithm() == self.algorithm && self.message.as_ref().is_ok_and(is_signed)
    }
}

/// A document in both of its forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The compact JSON Web Signature.
    pub jws: String,
    /// The JSON document with its Data Integrity proof.
    pub document: String,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Validity {
    pub from: Moment,
    /// If it ends.
    pub until: Option<Moment>,
}

/// Signs a document at `now` in both forms, with an RSA key and an Ed25519 key of the issuer.
pub(super) fn sign(
    document: Map<String, Value>,
    valid: Validity,
    now: Moment,
    issuer: &Issuer,
    (rsa, edwards): (&IssuerKey, &IssuerKey),
) -> Result<Signed, Error> {
    let jws = sign_jws(&with_claims(&document, valid), rsa, &issuer.key_address(rsa.public().id()))?;
    let document = add_proof(document, &seconds(now), edwards, &issuer.key_address(edwards.public().id()))?;
    Ok(Signed { jws, document: document.to_string() })
}

/// The instant in the form of RFC 3339, in whole seconds.
pub fn seconds(moment: Moment) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The payload of the JSON Web Token: the document, and what it says in registered claims (Open Badges 3.0, section
/// 8.2.4.1; RFC 7519, section 4.1).
pub(super) fn with_claims(document: &Map<String, Value>, valid: Validity) -> Value {
    let mut payload = document.clone();
    let issuer = document.get("issuer").map(|issuer| issuer.get("id").unwrap_or(issuer).clone());
    let subject = document.get("credentialSubject").and_then(|subject| subject.get("id")).cloned();
    let claims = [
        ("iss", issuer),
        ("jti", document.get("id").cloned()),
        ("sub", subject),
        ("nbf", Some(json!(valid.from.timestamp()))),
        ("exp", valid.until.map(|until| json!(until.timestamp()))),
    ];
    payload.extend(claims.into_iter().filter_map(|(claim, value)| Some((claim.to_owned(), value?))));
    Value::Object(payload)
}

/// Signs a payload as a compact JSON Web Signature.
pub fn sign_jws(payload: &Value, key: &IssuerKey, key_address: &str) -> Result<String, Error> {
    let header = json!({"alg": Algorithm::Rs256.as_str(), "kid": key_address, "typ": "JWT"});
    let message =
        format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(payload.to_string()));
    let signature = key.sign(message.as_bytes())?;
    Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// Adds a Data Integrity proof to a document, made at `created` (in the form of RFC 3339).
pub fn add_proof(
    mut document: Map<String, Value>,
    created: &str,
    key: &IssuerKey,
    key_address: &str,
) -> Result<Value, Error> {
    let mut proof = Map::from_iter([
        ("type".to_owned(), json!("DataIntegrityProof")),
        ("cryptosuite".to_owned(), json!(CRYPTOSUITE)),
        ("created".to_owned(), json!(created)),
        ("verificationMethod".to_owned(), json!(key_address)),
        ("proofPurpose".to_owned(), json!("assertionMethod")),
    ]);
    let message = proof_message(&document, &proof).map_err(|error| Error::Internal(error.to_string()))?;
    let signature = bs58::encode(key.sign(&message)?).into_string();
    proof.insert("proofValue".to_owned(), json!(format!("z{signature}")));
    document.insert("proof".to_owned(), Value::Object(proof));
    Ok(Value::Object(document))
}

/// What is signed: the digest of the proof's own statements and that of the document's, one behind the other.
fn proof_message(document: &Map<String, Value>, proof: &Map<String, Value>) -> Result<Vec<u8>, Unsupported> {
    let digest = |part| canonical(part).map(|lines| sha256(lines.as_bytes()));
    Ok([digest(proof)?, digest(document)?].concat())
}
