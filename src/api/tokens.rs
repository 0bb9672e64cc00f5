//! The token endpoint: OAuth 2.0 client credentials (RFC 6749, section 4.4), and the keys behind its tokens.

use std::sync::Arc;

use actix_web::http::header;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, post};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use utoipa::ToSchema;

use super::answers::Answer;
use crate::auth::permission::{Principal, Role};
use crate::auth::scope::Scopes;
use crate::auth::token::{Grant, IssuedToken};
use crate::error::{Code, Error};
use crate::http::extract::read_small_form;
use crate::http::problem::ApiError;
use crate::http::request_id;
use crate::http::security_log::{self, SecurityEvent};
use crate::http::state::State;
use crate::http::view::view;
use crate::ids::ClientId;
use crate::secret::Secret;

/// The longest id and secret by HTTP Basic that are decoded, in characters; those of a client have 120.
const LONGEST_BASIC: usize = 1024;

view! {
    /// An access token.
    #[schema(example = json!({"access_token": "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl", "token_type": "Bearer", "expires_in": 900, "scope": "read results"}))]
    pub struct TokenAnswer(issued: &IssuedToken) {
        /// The token, a JWT as RFC 9068 says.
        pub access_token: String = issued.access_token.expose(),
        /// Always `Bearer`.
        pub token_type: &'static str = "Bearer",
        /// For how many seconds it is good.
        pub expires_in: u32,
        /// What it is good for: scopes, separated by spaces.
        pub scope: String = issued.scopes,
    }
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
    #[schema(format = Password)]
    pub client_secret: Option<String>,
    /// What the token is to be good for: scopes, separated by spaces. Left out, all that the client's role has.
    pub scope: Option<String>,
}

/// Issue an access token
///
/// OAuth 2.0 client credentials (RFC 6749, section 4.4). The client's id and secret come by HTTP Basic or in the form.
/// `scope` narrows what the token is good for; the answer says what was granted. Errors are as section 5.2 says, with `error` beside the members of a problem document.
#[utoipa::path(
    tag = "tokens",
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "The token", body = TokenAnswer))
)]
#[post("/oauth/token")]
pub async fn issue_token(request: HttpRequest, payload: Payload, state: Data<State>) -> Answer {
    let issued = issue(&request, payload, &state).await.map_err(in_words_of_oauth)?;
    let mut response = HttpResponse::Ok();
    // RFC 6749, section 5.1, asks for both.
    response.insert_header((header::CACHE_CONTROL, "no-store")).insert_header((header::PRAGMA, "no-cache"));
    Ok(response.json(TokenAnswer::of(issued)))
}

async fn issue(request: &HttpRequest, payload: Payload, state: &Arc<State>) -> Result<IssuedToken, ApiError> {
    let form = read_small_form(request, payload.into_inner()).await?;
    let form = parse_form(&form)?;
    let (id, secret) = match (basic_credentials(request)?, form.client_id, form.client_secret) {
        (Some(_), _, Some(_)) => {
            return Err(refused("invalid_request", "the secret came both by HTTP Basic and in the form; send it once"));
        }
        (Some((id, _)), Some(other), None) if id != other => {
            return Err(refused("invalid_request", "`client_id` is another than that of HTTP Basic; name one client"));
        }
        (Some(credentials), _, None) => credentials,
        (None, Some(id), Some(secret)) => (id, secret),
        (None, _, _) => return Err(no_client()),
    };
    // What is no id may be anything, for example a secret in the wrong place.
    if let Some(id) = ClientId::parse(&id) {
        request_id::set_client(Principal::Client(id).to_string());
    }
    state.limits.check_token(request, &id)?;
    match form.grant_type.as_deref() {
        Some("client_credentials") => {}
        None => return Err(refused("invalid_request", "`grant_type` is missing; it is `client_credentials`")),
        Some(_) => return Err(refused("unsupported_grant_type", "the only `grant_type` here is `client_credentials`")),
    }
    let client = state.queue.run(move |registry| registry.authenticate(&id, &secret)).await?;
    let scopes = granted(client.role, form.scope.as_deref())?;
    let (role, secret_changed_at) = (client.role, client.secret_changed_at);
    let issued = state.tokens.issue(&Grant { client: client.id, role, secret_changed_at, scopes }).await?;
    security_log::record(SecurityEvent::TokenIssued, &format!("scope {scopes}"));
    Ok(issued)
}

/// The scopes that were asked for, or all that the role has.
fn granted(role: Role, asked: Option<&str>) -> Result<Scopes, Error> {
    let all = Scopes::of(role);
    let Some(asked) = asked else { return Ok(all) };
    let wanted = Scopes::parse(asked).filter(|wanted| all.contain_all(*wanted) && *wanted != Scopes::NONE);
    wanted.ok_or_else(|| {
        let detail = format!("a client with the role `{}` may ask for some of the scopes `{all}`", role.as_str());
        Error::refused(Code::InvalidScope, detail)
    })
}

/// Every refusal here has a word for OAuth clients. RFC 6749 (section 5.2) has none for what is not the request's fault;
/// those of section 4.1.2.1 are understood.
fn in_words_of_oauth(refused: ApiError) -> ApiError {
    let word = match refused.error().code() {
        Code::TooManyRequests | Code::Overloaded | Code::DatabaseUnavailable => "temporarily_unavailable",
        Code::InternalError => "server_error",
        _ => "invalid_request",
    };
    refused.or_oauth_error(word)
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
    scope: Option<String>,
}

/// Reads the form. As RFC 6749 (section 3.2) demands, unknown parameters are ignored, those without a value are as if
/// they had been left out, and repeated ones are not allowed.
fn parse_form(bytes: &[u8]) -> Result<Form, ApiError> {
    let mut form = Form::default();
    for (name, value) in url::form_urlencoded::parse(bytes).filter(|(_, value)| !value.is_empty()) {
        let value = value.into_owned();
        let repeated = match &*name {
            "grant_type" => form.grant_type.replace(value).is_some(),
            "client_id" => form.client_id.replace(value).is_some(),
            "client_secret" => form.client_secret.replace(Secret::new(value)).is_some(),
            "scope" => form.scope.replace(value).is_some(),
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
