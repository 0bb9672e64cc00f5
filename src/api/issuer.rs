//! The issuer of credentials: who it is, and which keys are its own.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde_json::Value;

use super::answers::{PUBLIC_SECONDS, public};
use super::discovery::KeysView;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::registry::issuer_keys;
use crate::trust::issuer_keys::IssuerPublicKey;

/// Read the issuer's DID document
///
/// The document of its `did:web` identifier: every key whose signatures are good, also of those that no longer sign.
#[utoipa::path(tag = "credentials",
    responses((status = 200, description = "The document (W3C DID Core 1.0)", body = Object)))]
#[get("/.well-known/did.json")]
pub async fn read_did_document(state: Data<Arc<State>>) -> Result<HttpResponse, ApiError> {
    let keys = published(&state).await?;
    Ok(public(json(&state.signatory.issuer().did_document(&keys)), PUBLIC_SECONDS))
}

/// Read the keys that credentials are signed with
///
/// The same keys as in the DID document, as a JWK set. They are other keys than those of access tokens.
#[utoipa::path(tag = "credentials", responses((status = 200, description = "The keys (RFC 7517)", body = KeysView)))]
#[get("/issuer/jwks.json")]
pub async fn read_issuer_keys(state: Data<Arc<State>>) -> Result<HttpResponse, ApiError> {
    let keys = published(&state).await?;
    Ok(public(json(&state.signatory.issuer().jwks(&keys)), PUBLIC_SECONDS))
}

/// Read the issuer's profile
///
/// As it stands in credentials.
#[utoipa::path(tag = "credentials",
    responses((status = 200, description = "The profile (Open Badges 3.0)", body = Object)))]
#[get("/issuer")]
pub async fn read_issuer(state: Data<Arc<State>>) -> HttpResponse {
    public(json(&state.signatory.issuer().profile()), PUBLIC_SECONDS)
}

async fn published(state: &State) -> Result<Vec<IssuerPublicKey>, ApiError> {
    let signatory = state.signatory.clone();
    let keys = state.queue.run(move |registry| {
        registry.prepare_issuer_keys(&signatory)?;
        registry.read(None, issuer_keys::published)
    });
    Ok(keys.await?)
}

fn json(document: &Value) -> HttpResponse {
    HttpResponse::Ok().json(document)
}
