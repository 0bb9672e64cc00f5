//! Cross-origin requests: any web page may read what is public, and nothing else.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};

use super::with_headers;

/// The addresses that anybody may read, and those below them.
const PUBLIC_READS: &[&str] = &[
    "/.well-known",
    "/issuer",
    "/openapi.json",
    "/problems",
    "/v1/bodies",
    "/v1/courses",
    "/v1/organisation-certificates",
    "/v1/organisations",
    "/v1/qualifications",
    "/v1/status-lists",
    "/v1/training-organisations",
    "/v1/verifications",
];

/// The headers that a script may look at, beyond the few that it always may.
const EXPOSED: &str = "certificate-note, content-language, etag, link, retry-after, x-request-id";

pub async fn cors<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let is_public = is_public(request.path());
    if is_public && is_preflight_of_read(&request) {
        let mut response = HttpResponse::NoContent();
        response
            .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
            .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"))
            .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, "if-none-match, x-request-id"))
            .insert_header((header::ACCESS_CONTROL_MAX_AGE, "86400"));
        return Ok(request.into_response(response.finish()).map_into_right_body());
    }
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let outcome = next.call(request).await;
    let outcome = if is_public && is_read { with_headers(outcome, allow_any_origin) } else { outcome };
    outcome.map(ServiceResponse::map_into_left_body)
}

fn is_public(path: &str) -> bool {
    let is_below =
        |prefix: &str| path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    PUBLIC_READS.iter().any(|prefix| is_below(prefix))
}

fn is_preflight_of_read(request: &ServiceRequest) -> bool {
    request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ORIGIN)
        && request
            .headers()
            .get(header::ACCESS_CONTROL_REQUEST_METHOD)
            .is_some_and(|method| method == "GET" || method == "HEAD")
}

fn allow_any_origin(_: StatusCode, headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
}
