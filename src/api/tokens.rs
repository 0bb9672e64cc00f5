//! The token endpoint: OAuth 2.0 client credentials (RFC 6749, section 4.4), and the keys behind its tokens.

use std::sync::Arc;

use actix_web::http::header;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, post};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::Code;
use crate::http::extract::read_small_form;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::secret::Secret;

/// The longest id and secret by HTTP Basic that are decoded, in characters; those of a client have 120.
const LONGEST_BASIC: usize = 1024;

/// An access token.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"access_token": "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl", "token_type": "Bearer", "expires_in": 900}))]
pub struct TokenAnswer {
    /// The token, a JWT as RFC 9068 says.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// For how many seconds it is good.
    pub expires_in: u32,
}

/// A request for a token, as a form.
#[derive(ToSchema)]
#[schema(example = json!({"grant_type": "client_credentials"}))]
pub struct TokenRequest {
    /// `client_credentials`.
    #[schema(pattern = "^client_credentials$")]
    pub grant_type: String,
    /// The client's id, unless it is sent by HTTP Basic.
    pub client_id: Option<String>,
    /// The client's secret, unless it is sent by HTTP Basic.
    pub client_secret: Option<String>,
    /// Accepted and ignored: what a client may do follows from its role.
    pub scope: Option<String>,
}

/// Issue an access token
///
/// OAuth 2.0 client credentials (RFC 6749, section 4.4). The client's id and secret come by HTTP Basic or in the form.
/// Errors are as section 5.2 says, with `error` beside the members of a problem document.
#[utoipa::path(
    tag = "tokens",
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "The token", body = TokenAnswer))
)]
#[post("/oauth/token")]
pub async fn issue_token(
    request: HttpRequest,
    payload: Payload,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let form = read_small_form(&request, payload.into_inner()).await?;
    let form = parse_form(&form)?;
    let (id, secret) = match (basic_credentials(&request)?, form.client_id, form.client_secret) {
        (Some(_), _, Some(_)) => {
            return Err(refused("invalid_request", "the secret came both by HTTP Basic and in the form; send it once"));
        }
        (Some(credentials), _, None) => credentials,
        (None, Some(id), Some(secret)) => (id, secret),
        (None, _, _) => return Err(no_client()),
    };
    state.limits.check_token(&request, &id)?;
    match form.grant_type.as_deref() {
        Some("client_credentials") => {}
        None => return Err(refused("invalid_request", "`grant_type` is missing; it is `client_credentials`")),
        Some(_) => return Err(refused("unsupported_grant_type", "the only `grant_type` here is `client_credentials`")),
    }
    let caller = state.queue.run(move |registry| registry.authenticate(&id, &secret)).await?;
    let issued = state.tokens.issue(&state, &caller).await?;
    let answer = TokenAnswer {
        access_token: issued.access_token.expose().to_owned(),
        token_type: "Bearer",
        expires_in: issued.expires_in,
    };
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(answer))
}

fn refused(error: &'static str, detail: &str) -> ApiError {
    ApiError::refused(Code::MalformedRequest, detail).with_oauth_error(error)
}

fn no_client() -> ApiError {
    let detail = "send the client's id and secret, by HTTP Basic or as `client_id` and `client_secret`";
    ApiError::refused(Code::InvalidClient, detail)
}

#[derive(Default)]
struct Form {
    grant_type: Option<String>,
    client_id: Option<String>,
    client_secret: Option<Secret>,
}

/// Reads the form. Unknown parameters are ignored, as RFC 6749 (section 3.2) demands; repeated ones are not allowed.
fn parse_form(bytes: &[u8]) -> Result<Form, ApiError> {
    let mut form = Form::default();
    let mut scope = None;
    for (name, value) in url::form_urlencoded::parse(bytes) {
        let value = value.into_owned();
        let repeated = match &*name {
            "grant_type" => form.grant_type.replace(value).is_some(),
            "client_id" => form.client_id.replace(value).is_some(),
            "client_secret" => form.client_secret.replace(Secret::new(value)).is_some(),
            "scope" => scope.replace(value).is_some(),
            _ => false,
        };
        if repeated {
            return Err(refused("invalid_request", &format!("`{name}` is given twice")));
        }
    }
    Ok(form)
}

/// The id and secret of HTTP Basic (RFC 6749, section 2.3.1: both are form-encoded first).
fn basic_credentials(request: &HttpRequest) -> Result<Option<(String, Secret)>, ApiError> {
    let Some(value) = request.headers().get(header::AUTHORIZATION) else { return Ok(None) };
    let unreadable = || {
        ApiError::refused(Code::InvalidClient, "the `Authorization` header is not HTTP Basic with an id and a secret")
    };
    let value = value.to_str().map_err(|_| unreadable())?;
    let (scheme, encoded) = value.split_once(' ').ok_or_else(unreadable)?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err(unreadable());
    }
    let encoded = Some(encoded.trim()).filter(|encoded| encoded.len() <= LONGEST_BASIC).ok_or_else(unreadable)?;
    let decoded = STANDARD.decode(encoded).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let decoded = decoded.ok_or_else(unreadable)?;
    let (id, secret) = decoded.split_once(':').ok_or_else(unreadable)?;
    Ok(Some((form_decoded(id), Secret::new(form_decoded(secret)))))
}

fn form_decoded(text: &str) -> String {
    let pair = format!("={text}");
    let decoded = url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned());
    decoded.unwrap_or_default()
}
