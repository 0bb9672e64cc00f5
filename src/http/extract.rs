//! What handlers take from a request: its body, its query parameters, its idempotency key. Whatever is wrong with them
//! becomes a problem document before the handler runs.

use std::future::{Future, Ready, ready};
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap, HeaderName};
use actix_web::web::{Bytes, BytesMut, Data, PathConfig};
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;

use super::computing::AT_ONCE;
use super::problem::ApiError;
use super::state::{PIECE, State};
use crate::error::{Code, Error};
use crate::input::json;
use crate::input::object::{FromObject, parse_object};
use crate::input::query::parse_query;
use crate::trust::sha256;

/// The largest form of a few short fields, in bytes.
pub const SMALL_FORM: usize = 8 * 1024;

/// How much the server takes from one request, and how long it waits for it. Handed to actix as `web::Data`.
#[derive(Clone, Copy, Debug)]
pub struct ServerLimits {
    pub body_bytes: usize,
    /// How long a whole request body may take to arrive.
    pub body_deadline: Duration,
}

impl Default for ServerLimits {
    fn default() -> Self {
        Self { body_bytes: 1 << 20, body_deadline: Duration::from_secs(10) }
    }
}

#[derive(Clone, Debug)]
pub struct Body<T> {
    pub value: T,
    /// SHA-256 of the bytes that it came in, by which a repeated request is recognised.
    pub digest: [u8; 32],
}

impl<T: FromObject + Send + 'static> FromRequest for Body<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let bytes = read_body(&request, payload, "application/json").await?;
            let length = bytes.len();
            let read = move || Ok(Self { value: parse_object(&json::parse(&bytes)?)?, digest: sha256(&bytes) });
            compute(&request, length, read).await?
        })
    }
}

/// Reads a body of the type `media_type`, within the limits. Fails with [`Code::UnsupportedMediaType`],
/// [`Code::PayloadTooLarge`] or [`Code::RequestTimeout`], or [`Code::MalformedRequest`] when the connection breaks off.
pub async fn read_body(request: &HttpRequest, payload: Payload, media_type: &str) -> Result<Bytes, Error> {
    require_media_type(request.headers(), media_type)?;
    read_any_body(request, payload).await
}

/// The same for a body of any type.
pub async fn read_any_body(request: &HttpRequest, payload: Payload) -> Result<Bytes, Error> {
    require_unencoded(request.headers())?;
    let limits = limits_of(request);
    read_within(request, payload, limits).await
}

/// The same for a body of the type `media_type` that may have up to `most` bytes, whatever others may have.
pub async fn read_body_up_to(
    request: &HttpRequest,
    payload: Payload,
    media_type: &str,
    most: usize,
) -> Result<Bytes, Error> {
    require_media_type(request.headers(), media_type)?;
    read_within(request, payload, ServerLimits { body_bytes: most, ..limits_of(request) }).await
}

/// Works on what came with a request: at once where it takes the effort of a few bytes, and on one of the few threads for
/// such work where it takes more (`effort`: how many bytes are gone through).
pub async fn compute<T: Send + 'static>(
    request: &HttpRequest,
    effort: usize,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    match state_of(request).filter(|_| effort > AT_ONCE) {
        Some(state) => state.computing.run(state.limits.party(request), work).await,
        None => Ok(work()),
    }
}

fn state_of(request: &HttpRequest) -> Option<&Data<State>> {
    request.app_data::<Data<State>>()
}

pub fn limits_of(request: &HttpRequest) -> ServerLimits {
    request.app_data::<Data<ServerLimits>>().map_or_else(ServerLimits::default, |limits| ***limits)
}

async fn read_within(request: &HttpRequest, payload: Payload, limits: ServerLimits) -> Result<Bytes, Error> {
    if announced_length(request.headers()).is_some_and(|length| length > limits.body_bytes as u64) {
        return Err(too_large(limits));
    }
    within(limits.body_deadline, collect(request, payload, limits)).await
}

pub(super) fn announced_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Waits for a body, and not for longer than `deadline`: [`Code::RequestTimeout`].
pub(super) async fn within<T>(deadline: Duration, body: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    tokio::time::timeout(deadline, body).await.unwrap_or_else(|_| {
        let seconds = deadline.as_secs();
        Err(Error::refused(Code::RequestTimeout, format!("the body did not arrive within {seconds} s")))
    })
}

pub(super) fn broken_off() -> Error {
    Error::refused(Code::MalformedRequest, "the body broke off before its end")
}

async fn collect(request: &HttpRequest, mut payload: Payload, limits: ServerLimits) -> Result<Bytes, Error> {
    let mut bytes = BytesMut::new();
    let mut permits = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| broken_off())?;
        if bytes.len() + chunk.len() > limits.body_bytes {
            return Err(too_large(limits));
        }
        if let Some(state) = state_of(request) {
            while bytes.len() + chunk.len() > PIECE * (permits.len() + 1) {
                permits.push(state.arriving_bodies.enter(state.limits.party(request))?);
            }
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

pub async fn read_small_form(request: &HttpRequest, payload: Payload) -> Result<Bytes, Error> {
    read_body_up_to(request, payload, "application/x-www-form-urlencoded", SMALL_FORM).await
}

fn too_large(limits: ServerLimits) -> Error {
    Error::refused(Code::PayloadTooLarge, format!("a body may have {} bytes at most", limits.body_bytes))
}

/// The type must be the one that is read here.
fn require_media_type(headers: &HeaderMap, media_type: &str) -> Result<(), Error> {
    let sent = content_type(headers);
    if !sent.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(media_type) {
        let found = if sent.is_empty() { "none was sent" } else { "another was sent" };
        let detail = format!("the `Content-Type` must be {media_type}; {found}");
        return Err(Error::refused(Code::UnsupportedMediaType, detail));
    }
    require_plain_text(headers)
}

/// The value of `Content-Type`; empty where there is none.
pub fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).map_or("", |value| value.to_str().unwrap_or("?"))
}

/// A body must be in UTF-8 if it names a character set, and not compressed: a small compressed body could unfold to a
/// very large one. Else [`Code::UnsupportedMediaType`].
pub fn require_plain_text(headers: &HeaderMap) -> Result<(), Error> {
    let refuse = |detail: &str| Err(Error::refused(Code::UnsupportedMediaType, detail));
    let parameters = content_type(headers).split(';').skip(1).map(str::trim);
    let foreign = parameters.filter_map(|parameter| parameter.split_once('=')).any(|(name, value)| {
        name.eq_ignore_ascii_case("charset") && !value.trim_matches('"').eq_ignore_ascii_case("utf-8")
    });
    if foreign {
        return refuse("the body must be in UTF-8");
    }
    require_unencoded(headers)
}

fn require_unencoded(headers: &HeaderMap) -> Result<(), Error> {
    if headers.get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        let detail = "the body must be sent without `Content-Encoding`";
        return Err(Error::refused(Code::UnsupportedMediaType, detail));
    }
    Ok(())
}

#[derive(Clone, Debug)]
pub struct Parameters<T>(pub T);

impl<T: FromObject> FromRequest for Parameters<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse_query(request.query_string()).map(Self).map_err(ApiError::from))
    }
}

/// `Idempotency-Key`, if the client sent one: 1 to 255 visible ASCII characters, chosen by the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(pub Option<String>);

impl FromRequest for IdempotencyKey {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(idempotency_key(request.headers()).map(Self).map_err(ApiError::from))
    }
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Error> {
    let mut values = headers.get_all(HeaderName::from_static("idempotency-key"));
    let Some(value) = values.next() else { return Ok(None) };
    let text = value.to_str().unwrap_or_default();
    let is_visible = !text.is_empty() && text.len() <= 255 && text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_visible && values.next().is_none() {
        return Ok(Some(text.to_owned()));
    }
    let detail = "`Idempotency-Key` must be sent once, and have 1 to 255 visible ASCII characters, for example a UUID";
    Err(Error::refused(Code::MalformedRequest, detail))
}

/// For `App::app_data`: an address whose parts are not of the expected form leads nowhere, so it is 404.
pub fn path_configuration() -> PathConfig {
    PathConfig::default().error_handler(|_, _| ApiError::from(Error::NotFound("address")).into())
}

#[cfg(test)]
#[path = "extract_tests.rs"]
mod tests;
