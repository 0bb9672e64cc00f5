//! What a browser answers, as far as it is looked at before any signature is.

use std::ops::RangeInclusive;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
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
    Ok(response)
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
