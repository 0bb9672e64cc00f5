//! What a browser answers, as far as it is looked at before any signature is.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use uuid::Uuid;
use webauthn_rs::prelude::{PublicKeyCredential, RegisterPublicKeyCredential};

use super::{LONGEST_RESPONSE, refused};
use crate::error::Error;

/// How many bytes the id of a passkey has (`WebAuthn` level 3, "Credential ID").
pub(super) const LENGTH_OF_ID: RangeInclusive<usize> = 16..=1023;

/// Whose passkey an answer to [`super::RelyingParty::begin_assertion`] says to come from, and the passkey's id in base64url:
/// for the caller to find what was kept of it. Nothing of it is proven yet.
pub fn named_in(response: &str) -> Result<(String, String), Error> {
    let response = used(response)?;
    Ok((owner_of(&response)?, in_base64url(&response.raw_id)))
}

/// The person whom the device says the passkey to be made for.
pub(super) fn owner_of(response: &PublicKeyCredential) -> Result<String, Error> {
    let bytes = response.get_user_unique_id().ok_or_else(refused)?;
    Ok(Uuid::from_slice(bytes).map_err(|_| refused())?.hyphenated().to_string())
}

pub(super) fn created(response: &str) -> Result<RegisterPublicKeyCredential, Error> {
    let response: RegisterPublicKeyCredential = read(response)?;
    check(&response.type_, &response.id, &response.raw_id)?;
    if says_nothing_of_its_maker(&response.response.attestation_object) { Ok(response) } else { Err(refused()) }
}

pub(super) fn used(response: &str) -> Result<PublicKeyCredential, Error> {
    let response: PublicKeyCredential = read(response)?;
    check(&response.type_, &response.id, &response.raw_id)?;
    Ok(response)
}

fn read<Response: DeserializeOwned>(response: &str) -> Result<Response, Error> {
    if response.len() > LONGEST_RESPONSE {
        return Err(refused());
    }
    serde_json::from_str(response).map_err(|error| {
        tracing::debug!("a passkey was refused: {error}");
        refused()
    })
}

/// What a device says of itself (`WebAuthn` level 3, section 6.5.4), as far as it matters here.
#[derive(Deserialize)]
struct Attestation {
    #[serde(rename = "fmt")]
    format: String,
    #[serde(rename = "attStmt")]
    statement: BTreeMap<String, serde_cbor_2::Value>,
}

/// Whether a device keeps to what it was asked for: nothing about itself, or no more than a signature of the new key. The
/// rest is a maker's certificates, in forms that take much code to read; nobody here would look at what they say.
fn says_nothing_of_its_maker(attestation: &[u8]) -> bool {
    let Ok(Attestation { format, statement }) = serde_cbor_2::from_slice(attestation) else { return false };
    match format.as_str() {
        "none" => statement.is_empty(),
        "packed" => !statement.contains_key("x5c"),
        _ => false,
    }
}

/// Which page it was, as the browser says and the device signs it (`WebAuthn` level 3, section 5.8.1).
#[derive(Deserialize)]
struct ClientData {
    origin: String,
    /// Whether the page is inside a page of another origin.
    #[serde(rename = "crossOrigin")]
    is_in_another: Option<bool>,
    /// Of which origin that one is.
    #[serde(rename = "topOrigin")]
    other: Option<IgnoredAny>,
}

/// Our pages are in no others. Where a passkey is used the library does not ask for that, and an origin is to it any address
/// there.
pub(super) fn check_page(client_data: &[u8], origin: &str) -> Result<(), Error> {
    let client_data: ClientData = serde_json::from_slice(client_data).map_err(|_| refused())?;
    let is_ours =
        client_data.origin == origin && client_data.is_in_another != Some(true) && client_data.other.is_none();
    if is_ours { Ok(()) } else { Err(refused()) }
}

/// The library looks at neither.
fn check(credential_type: &str, id: &str, raw_id: &[u8]) -> Result<(), Error> {
    let is_well_formed = credential_type == "public-key" && id == in_base64url(raw_id);
    if is_well_formed && LENGTH_OF_ID.contains(&raw_id.len()) { Ok(()) } else { Err(refused()) }
}

pub(super) fn in_base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn bytes_of(base64url: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(base64url).ok()
}
