//! What clients need to know of the service: its OAuth metadata and its keys.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::answers::{Answer, PUBLIC_SECONDS, public};
use crate::auth::scope::Scope;
use crate::http::state::State;

/// The authorization server's metadata (RFC 8414).
#[derive(Serialize, ToSchema)]
pub struct MetadataView {
    /// The issuer of the tokens.
    pub issuer: String,
    /// Where tokens are issued.
    pub token_endpoint: String,
    /// Where the keys are that tokens are signed with.
    pub jwks_uri: String,
    /// What tokens are issued for.
    pub grant_types_supported: Vec<&'static str>,
    /// What tokens may be good for.
    pub scopes_supported: Vec<&'static str>,
    /// None: there is no authorization endpoint.
    pub response_types_supported: Vec<&'static str>,
    /// How clients authenticate.
    pub token_endpoint_auth_methods_supported: Vec<&'static str>,
    /// Where the documentation is.
    pub service_documentation: String,
}

/// Keys as a JWK set (RFC 7517).
#[derive(Serialize, ToSchema)]
pub struct KeysView {
    /// The keys, the signing one first.
    #[schema(value_type = Vec<Object>)]
    pub keys: Value,
}

/// Read the authorization server's metadata
#[utoipa::path(tag = "tokens", responses((status = 200, description = "The metadata (RFC 8414)", body = MetadataView)))]
#[get("/.well-known/oauth-authorization-server")]
pub async fn read_metadata(state: Data<State>) -> HttpResponse {
    let issuer = state.tokens.issuer();
    let view = MetadataView {
        issuer: issuer.to_owned(),
        token_endpoint: format!("{issuer}/oauth/token"),
        jwks_uri: format!("{issuer}/.well-known/jwks.json"),
        grant_types_supported: vec!["client_credentials"],
        scopes_supported: Scope::ALL.iter().map(|scope| scope.as_str()).collect(),
        response_types_supported: Vec::new(),
        token_endpoint_auth_methods_supported: vec!["client_secret_basic", "client_secret_post"],
        service_documentation: format!("{issuer}/docs"),
    };
    public(HttpResponse::Ok().json(view), PUBLIC_SECONDS)
}

/// Read the keys that access tokens are signed with
///
/// During a rotation both the old and the new one.
#[utoipa::path(tag = "tokens", responses((status = 200, description = "The keys (RFC 7517)", body = KeysView)))]
#[get("/.well-known/jwks.json")]
pub async fn read_keys(state: Data<State>) -> Answer {
    let keys = state.tokens.reload().await?;
    Ok(public(HttpResponse::Ok().json(keys.jwks()), PUBLIC_SECONDS))
}
