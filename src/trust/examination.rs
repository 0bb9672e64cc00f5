//! Examining a credential that somebody presents: whose it is, and whether it is unaltered. Pure, so that the registry and
//! a command without any network come to the same finding.

use serde_json::Value;

use super::credential::Claims;
use super::issuer_keys::IssuerPublicKey;
use super::no_credential::NoCredential;
use super::signatures::SignedDocument;
use super::status_list::StatusList;

/// A key that is known of the issuer.
#[derive(Clone, Debug)]
pub struct TrustedKey {
    /// Its address, which signatures name.
    pub address: String,
    pub key: IssuerPublicKey,
    /// Whether what it signed counts no longer.
    pub revoked: bool,
}

/// Whom the examiner trusts: an issuer, and its keys.
#[derive(Clone, Debug)]
pub struct Trust {
    pub issuer: String,
    pub keys: Vec<TrustedKey>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The issuer signed it, and nothing was altered since. What it says is what was signed.
    Genuine(Box<Claims>),
    /// The signature is good, but by a key that the issuer has revoked: anybody may have signed it.
    RevokedKey,
    /// It says that it is of the issuer, and the signature does not fit: it was altered, or made by somebody else.
    Altered,
    /// It says that it is of the issuer, and names a key that is not among those known: forged, where all keys are known.
    UnknownKey,
    /// Somebody else is said to have issued it.
    OtherIssuer(String),
    NoCredential(NoCredential),
}

/// The greatest credential that is looked at, in bytes: ours have some thousands.
const LARGEST_CREDENTIAL: usize = 256 * 1024;

pub fn examine(text: &str, trust: &Trust) -> Finding {
    take_apart(text).map_or_else(|finding| finding, |signed| examine_signed(&signed, trust))
}

/// The first half of an examination, for which nobody need be trusted yet: takes a credential apart, or finds
/// [`Finding::NoCredential`]. It takes time in proportion to its length, of which there are 256 KiB at most.
pub fn take_apart(text: &str) -> Result<SignedDocument, Finding> {
    if text.len() > LARGEST_CREDENTIAL {
        return Err(Finding::NoCredential(NoCredential::TooLarge("256 KiB")));
    }
    SignedDocument::parse(text).map_err(Finding::NoCredential)
}

/// The second half: whose a credential is, and whether it is unaltered.
pub fn examine_signed(signed: &SignedDocument, trust: &Trust) -> Finding {
    match signature(signed, trust) {
        Ok(()) => Claims::read(&signed.document).filter(|claims| claims.issuer == trust.issuer).map_or_else(
            || Finding::NoCredential(NoCredential::from("it is signed, and is no credential of a certificate")),
            |claims| Finding::Genuine(Box::new(claims)),
        ),
        Err(finding) => finding,
    }
}

/// Gives a copy of a status list where the issuer signed it, else what is found instead.
pub fn examine_status_list(text: &str, trust: &Trust) -> Result<StatusList, Finding> {
    let signed = SignedDocument::parse(text).map_err(Finding::NoCredential)?;
    signature(&signed, trust)?;
    StatusList::read(&signed.document)
        .filter(|list| list.issuer == trust.issuer)
        .ok_or_else(|| Finding::NoCredential(NoCredential::from("it is signed, and is no status list")))
}

/// The identifier of whoever is said to have issued it.
pub fn issuer_of(signed: &SignedDocument) -> Option<&str> {
    signed.document.get("issuer").map(|issuer| issuer.get("id").unwrap_or(issuer)).and_then(Value::as_str)
}

fn signature(signed: &SignedDocument, trust: &Trust) -> Result<(), Finding> {
    match (issuer_of(signed), signed.other_form()) {
        (Some(issuer), Some(_)) if issuer == trust.issuer => return Err(Finding::Altered),
        (_, Some(why)) => return Err(Finding::NoCredential(why.clone())),
        (None, None) => return Err(Finding::NoCredential(NoCredential::from("it names no issuer"))),
        (Some(issuer), None) if issuer != trust.issuer => return Err(Finding::OtherIssuer(issuer.to_owned())),
        (Some(_), None) => {}
    }
    let known = trust.keys.iter().find(|known| known.address == signed.key_address).ok_or(Finding::UnknownKey)?;
    if !signed.is_signed_by(&known.key) {
        return Err(Finding::Altered);
    }
    if known.revoked { Err(Finding::RevokedKey) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::trust::issuer::Issuer;
    use crate::trust::issuer_keys::{Algorithm, IssuerKey};
    use crate::trust::signatures::sign_jws;

    fn trust(issuer: &Issuer, key: &IssuerKey, revoked: bool) -> Trust {
        let address = issuer.key_address(key.public().id());
        let keys = vec![TrustedKey { address, key: key.public().clone(), revoked }];
        Trust { issuer: issuer.did().to_owned(), keys }
    }

    #[test]
    fn only_what_the_issuer_signed_is_of_the_issuer() {
        let ours = Issuer::new("https://registry.example", "R");
        let theirs = Issuer::new("https://elsewhere.example", "E");
        let (key, other) =
            (IssuerKey::generate(Algorithm::Rs256).unwrap(), IssuerKey::generate(Algorithm::Rs256).unwrap());
        let address = ours.key_address(key.public().id());
        let sign = |issuer: &Issuer, key: &IssuerKey, address: &str| {
            sign_jws(&json!({"issuer": issuer.profile()}), key, address).unwrap()
        };
        let good = trust(&ours, &key, false);
        let kind = |text: &str, trust: &Trust| std::mem::discriminant(&examine(text, trust));
        let no_credential = Finding::NoCredential(NoCredential::Empty);
        for (text, trust, expected) in [
            (sign(&ours, &key, &address), &good, &no_credential),
            (sign(&ours, &other, &address), &good, &Finding::Altered),
            (sign(&ours, &other, &ours.key_address(other.public().id())), &good, &Finding::UnknownKey),
            (sign(&theirs, &key, &address), &good, &Finding::OtherIssuer(String::new())),
            (sign(&ours, &key, &address), &trust(&ours, &key, true), &Finding::RevokedKey),
            (sign_jws(&json!({}), &key, &address).unwrap(), &good, &no_credential),
            ("a.b".to_owned(), &good, &no_credential),
            (String::new(), &good, &no_credential),
            ("{".to_owned(), &good, &no_credential),
            ("\u{202e}\0".to_owned(), &good, &no_credential),
        ] {
            assert_eq!(kind(&text, trust), std::mem::discriminant(expected), "{text}");
        }
    }
}
