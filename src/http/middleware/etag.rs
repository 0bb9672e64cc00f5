//! Conditional reads: a GET answer gets a tag, and whoever has that version already is spared the body (RFC 9110,
//! section 13.1.2).

use actix_web::body::{BodySize, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::trust::sha256;

/// The headers of the whole answer that a 304 repeats (RFC 9110, section 15.4.5). The policy is among them because a 304
/// replaces the headers of what is kept (RFC 9111, section 4.3.4): the one for JSON would leave a page without its style.
const REPEATED: [header::HeaderName; 7] = [
    header::CACHE_CONTROL,
    header::CONTENT_LANGUAGE,
    header::CONTENT_LOCATION,
    header::CONTENT_SECURITY_POLICY,
    header::ETAG,
    header::LINK,
    header::VARY,
];

/// The middleware. A tag that the handler gave, for instance the version of a record, is kept. Streams pass untouched.
pub async fn etag<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, Bytes>>, Error> {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let response = next.call(request).await?;
    if !is_read || response.status() != StatusCode::OK {
        return Ok(response.map_into_left_body());
    }
    let (request, response) = response.into_parts();
    let (mut head, body) = response.into_parts();
    if body.size() == BodySize::None {
        // What a HEAD leaves of a stream.
        return Ok(ServiceResponse::new(request, head.set_body(EitherBody::left(body))));
    }
    let body = match body.try_into_bytes() {
        Ok(body) => body,
        Err(stream) => return Ok(ServiceResponse::new(request, head.set_body(EitherBody::left(stream)))),
    };
    if !head.headers().contains_key(header::ETAG)
        && let Ok(tag) = HeaderValue::from_str(&tag_of(&body))
    {
        head.headers_mut().insert(header::ETAG, tag);
    }
    let known = request.headers().get_all(header::IF_NONE_MATCH).filter_map(|value| value.to_str().ok());
    let tag = head.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok()).unwrap_or_default();
    if known.into_iter().any(|list| names(list, tag)) {
        let mut unchanged = HttpResponse::new(StatusCode::NOT_MODIFIED);
        for name in REPEATED {
            if let Some(value) = head.headers().get(&name) {
                unchanged.headers_mut().insert(name, value.clone());
            }
        }
        let unchanged = unchanged.drop_body().set_body(EitherBody::right(Bytes::new()));
        return Ok(ServiceResponse::new(request, unchanged));
    }
    Ok(ServiceResponse::new(request, head.set_body(EitherBody::right(body))))
}

/// A strong tag: the first 128 bits of the body's SHA-256.
#[must_use]
pub fn tag_of(body: &[u8]) -> String {
    format!("\"{}\"", URL_SAFE_NO_PAD.encode(&sha256(body)[..16]))
}

/// Whether the value of `If-None-Match` names `tag`, by the weak comparison that it asks for.
fn names(list: &str, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    list.trim() == "*" || list.split(',').any(|candidate| opaque(candidate) == opaque(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_weakly() {
        assert!(names(r#""a", W/"b""#, r#""b""#));
        assert!(names(r#""b""#, r#"W/"b""#));
        assert!(names("*", r#""b""#));
        assert!(!names(r#""a", "bb", b"#, r#""b""#));
        assert!(!names("", r#""b""#));
    }
}
