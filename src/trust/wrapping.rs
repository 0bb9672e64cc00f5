//! What wallets and mail put around a credential: a presentation, an envelope, an array of one. Only the credential inside
//! is checked; what stands around it proves nothing here and is not looked at.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use super::no_credential::NoCredential;

/// How many wrappings, one around the other, are taken off.
pub(super) const MOST_WRAPPINGS: usize = 8;

/// The members in which others hand credentials on: presentations (VC Data Model 2.0, section 4.13), their claim in a JSON
/// Web Token (VC Data Model 1.1, section 6.3.1), answers of wallets (`OpenID` for Verifiable Presentations), and what
/// programs call it that keep them.
const HOLDING: &[&str] = &["verifiableCredential", "vp", "vp_token", "jwt", "credential"];

/// What is found under one wrapping.
pub(super) enum Content {
    Document(Map<String, Value>),
    /// A text, to be looked at anew.
    Text(String),
}

/// Whether the payload of a JSON Web Token is a presentation and no credential.
pub(super) fn is_presentation(payload: &Map<String, Value>) -> bool {
    payload.contains_key("vp") || has_type(payload, "VerifiablePresentation")
}

/// Whether it is a credential itself.
pub(super) fn is_credential(value: &Value) -> bool {
    value.as_object().is_some_and(|object| has_type(object, "VerifiableCredential"))
}

/// Takes off what is around a document: there must be one, and only one.
pub(super) fn unwrapped(mut value: Value) -> Result<Content, NoCredential> {
    for _ in 0..MOST_WRAPPINGS {
        value = match value {
            Value::String(text) => return Ok(Content::Text(enveloped(&text).unwrap_or(text))),
            Value::Array(mut items) => match (items.len(), items.pop()) {
                (1, Some(item)) => item,
                (0, _) => return Err(NoCredential::NothingWrapped),
                (several, _) => return Err(NoCredential::Several(several)),
            },
            Value::Object(mut object) => {
                let is_enveloped = ["EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"]
                    .iter()
                    .any(|name| has_type(&object, name));
                let held = HOLDING.iter().filter(|_| !has_type(&object, "VerifiableCredential"));
                let held =
                    if is_enveloped { Some("id") } else { held.copied().find(|name| object.contains_key(*name)) };
                match held.and_then(|name| object.remove(name)) {
                    Some(held) => held,
                    None if is_presentation(&object) || is_enveloped => return Err(NoCredential::NothingWrapped),
                    None => return Ok(Content::Document(object)),
                }
            }
            _ => return Err(NoCredential::from("it is JSON, and no credential")),
        };
    }
    Err(NoCredential::from("it is wrapped more often than any credential"))
}

fn has_type(object: &Map<String, Value>, name: &str) -> bool {
    match object.get("type") {
        Some(Value::Array(types)) => types.iter().any(|one| one == name),
        Some(one) => one == name,
        None => false,
    }
}

/// What a `data:` URL holds (RFC 2397), as it stands in an envelope.
fn enveloped(text: &str) -> Option<String> {
    let (media_type, data) = text.strip_prefix("data:")?.split_once(',')?;
    if !media_type.ends_with(";base64") {
        // A JSON Web Signature needs no escaping, and so has none.
        return Some(data.to_owned());
    }
    let bytes = STANDARD.decode(data).or_else(|_| URL_SAFE_NO_PAD.decode(data)).ok()?;
    String::from_utf8(bytes).ok()
}
