//! The issuer of credentials: who it is, and which keys are its own.

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use serde_json::Value;

use super::answers::{Answer, PUBLIC_SECONDS, public};
use super::discovery::KeysView;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::registry::{issuer_keys, issuers};
use crate::trust::issuer::Issuer;
use crate::trust::issuer_keys::IssuerPublicKey;

/// Read the issuer's DID document
///
/// The document of its `did:web` identifier: every key whose signatures are good, also of those that no longer sign. A
/// registry that has moved answers on its earlier hosts with their documents, because what was issued there names them.
#[utoipa::path(tag = "credentials",
    responses((status = 200, description = "The document (W3C DID Core 1.0)", body = Object)))]
#[get("/.well-known/did.json")]
pub async fn read_did_document(request: HttpRequest, state: Data<State>) -> Answer {
    let (issuer, keys) = published(&request, &state).await?;
    Ok(by_host(&issuer.did_document(&keys)))
}

/// Read the keys that credentials are signed with
///
/// The same keys as in the DID document, as a JWK set. They are other keys than those of access tokens.
#[utoipa::path(tag = "credentials", responses((status = 200, description = "The keys (RFC 7517)", body = KeysView)))]
#[get("/issuer/jwks.json")]
pub async fn read_issuer_keys(request: HttpRequest, state: Data<State>) -> Answer {
    let (issuer, keys) = published(&request, &state).await?;
    Ok(by_host(&issuer.jwks(&keys)))
}

/// Read the issuer's profile
///
/// As it stands in credentials.
#[utoipa::path(tag = "credentials",
    responses((status = 200, description = "The profile (Open Badges 3.0)", body = Object)))]
#[get("/issuer")]
pub async fn read_issuer(state: Data<State>) -> HttpResponse {
    public(json(&state.signatory.issuer().profile()), PUBLIC_SECONDS)
}

/// Whom a request asks about, by the host that it is for, and the keys that are published.
async fn published(request: &HttpRequest, state: &State) -> Result<(Issuer, Vec<IssuerPublicKey>), ApiError> {
    let signatory = state.signatory.clone();
    let found = state.queue.run(move |registry| {
        registry.prepare_issuer_keys(&signatory)?;
        registry.read(None, |work| Ok((issuers::recorded(work)?, issuer_keys::published(work)?)))
    });
    let ((recorded, keys), own) = (found.await?, state.signatory.issuer());
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let earlier = recorded.iter().rev().map(|issuer| Issuer::on_record(&issuer.url, &issuer.did, own.name()));
    let asked = [own.clone()].into_iter().chain(earlier).find(|issuer| issuer.is_at(host));
    Ok((asked.unwrap_or_else(|| own.clone()), keys))
}

/// A public answer that is another one on another host.
fn by_host(document: &Value) -> HttpResponse {
    let mut response = public(json(document), PUBLIC_SECONDS);
    response.headers_mut().insert(header::VARY, header::HeaderValue::from_static("accept-encoding, host"));
    response
}

fn json(document: &Value) -> HttpResponse {
    HttpResponse::Ok().json(document)
}
