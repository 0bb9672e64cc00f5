//! What clients need to know of the service: its OAuth metadata and its keys.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::answers::{Answer, PUBLIC_SECONDS, public};
use crate::auth::scope::Scope;
use crate::http::state::State;
use crate::http::view::view;

view! {
    /// The authorization server's metadata (RFC 8414).
    pub struct MetadataView(issuer: &str) {
        let scopes = Scope::ALL.iter().map(|scope| scope.as_str());
        /// The issuer of the tokens.
        pub issuer: String = issuer,
        /// Where tokens are issued.
        pub token_endpoint: String = format!("{issuer}/oauth/token"),
        /// Where the keys are that tokens are signed with.
        pub jwks_uri: String = format!("{issuer}/.well-known/jwks.json"),
        /// What tokens are issued for.
        pub grant_types_supported: Vec<&'static str> = vec!["client_credentials"],
        /// What tokens may be good for.
        pub scopes_supported: Vec<&'static str> = scopes.collect::<Vec<_>>(),
        /// None: there is no authorization endpoint.
        pub response_types_supported: Vec<&'static str> = Vec::<&str>::new(),
        /// How clients authenticate.
        pub token_endpoint_auth_methods_supported: Vec<&'static str> = vec!["client_secret_basic", "client_secret_post"],
        /// Where the documentation is.
        pub service_documentation: String = format!("{issuer}/docs"),
    }
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
    public(HttpResponse::Ok().json(MetadataView::of(state.tokens.issuer())), PUBLIC_SECONDS)
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
