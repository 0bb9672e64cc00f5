//! Conditional reads: a GET answer gets a tag, and whoever has that version already is spared the body (RFC 9110,
//! section 13.1.2).

use std::borrow::Cow;

use actix_web::body::{BodySize, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::Code;
use crate::http::problem::ApiError;
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
    let tag = head.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok()).unwrap_or_default();
    if let Some(named) = named(request.headers(), tag)
        && let Ok(named) = HeaderValue::from_str(&named)
    {
        head.headers_mut().insert(header::ETAG, named);
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

/// How `If-None-Match` names `tag`, if it does.
pub fn named(headers: &HeaderMap, tag: &str) -> Option<String> {
    let lists = headers.get_all(header::IF_NONE_MATCH).filter_map(|value| value.to_str().ok());
    lists.into_iter().find_map(|list| named_as(list, tag))
}

/// A strong tag: the first 128 bits of the body's SHA-256.
pub fn tag_of(body: &[u8]) -> String {
    format!("\"{}\"", URL_SAFE_NO_PAD.encode(&sha256(body)[..16]))
}

/// The middleware around compression: what is compressed has a strong tag of its own (RFC 9110, section 8.8.3.3), and what
/// is acceptable in no coding is refused in our words.
pub async fn of_coding<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let mut response = next.call(request).await?;
    if response.status() == StatusCode::NOT_ACCEPTABLE && !response.headers().contains_key(header::CONTENT_TYPE) {
        let detail = "`Accept-Encoding` forbids an answer as it is (`identity`) and accepts none in `gzip` either";
        return Err(ApiError::refused(Code::NotAcceptable, detail).into());
    }
    // That it is as it is keeps an answer from being compressed, and is not said (RFC 9110, section 8.4.1).
    if response.headers().get(header::CONTENT_ENCODING).is_some_and(|coding| coding == "identity") {
        response.headers_mut().remove(header::CONTENT_ENCODING);
    }
    let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
    let coding = text(header::CONTENT_ENCODING).and_then(|used| CODINGS.into_iter().find(|coding| *coding == used));
    let tag = coding.zip(text(header::ETAG)).and_then(|(coding, tag)| tag_in(coding, tag));
    if let Some(tag) = tag.and_then(|tag| HeaderValue::from_str(&tag).ok()) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

const CODINGS: [&str; 2] = ["gzip", "deflate"];

/// The strong tag of the same in this coding; `None` for a weak one, which stands for all of them.
fn tag_in(coding: &str, tag: &str) -> Option<String> {
    let opaque = tag.strip_suffix('"').filter(|_| tag.starts_with('"'))?;
    Some(format!("{opaque}+{coding}\""))
}

/// A tag without the coding in which its answer was sent: the version is the same in all of them.
pub fn without_coding(tag: &str) -> Cow<'_, str> {
    let opaque = tag.strip_suffix('"').and_then(|rest| rest.rsplit_once('+'));
    opaque
        .filter(|(_, coding)| CODINGS.contains(coding))
        .map_or(Cow::Borrowed(tag), |(version, _)| Cow::Owned(format!("{version}\"")))
}

/// How the value of `If-None-Match` names `tag`, by the weak comparison that it asks for: in which coding the client has it.
fn named_as(list: &str, tag: &str) -> Option<String> {
    if list.trim() == "*" {
        return Some(tag.to_owned());
    }
    let opaque = |tag: &str| without_coding(tag.trim_start_matches("W/")).into_owned();
    let named = list.split(',').map(str::trim).find(|candidate| opaque(candidate) == opaque(tag))?;
    let is_strong = !tag.starts_with("W/");
    Some(if is_strong { named.trim_start_matches("W/").to_owned() } else { tag.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_weakly_and_whatever_the_coding() {
        for (list, tag, named) in [
            (r#""a", W/"b""#, r#""b""#, Some(r#""b""#)),
            (r#""b""#, r#"W/"b""#, Some(r#"W/"b""#)),
            ("*", r#""b""#, Some(r#""b""#)),
            (r#""a", "b+gzip""#, r#""b""#, Some(r#""b+gzip""#)),
            (r#"W/"b+gzip""#, r#""b""#, Some(r#""b+gzip""#)),
            (r#"W/"b+gzip""#, r#"W/"b""#, Some(r#"W/"b""#)),
            (r#""b+brotli""#, r#""b""#, None),
            (r#""b+gzip+gzip""#, r#""b""#, None),
            (r#""a", "bb", b"#, r#""b""#, None),
            ("", r#""b""#, None),
        ] {
            assert_eq!(named_as(list, tag).as_deref(), named, "{list}");
        }
    }

    #[test]
    fn a_strong_tag_is_another_in_each_coding() {
        for (tag, expected) in [(r#""b""#, Some(r#""b+gzip""#)), (r#"W/"b""#, None), ("", None), ("b", None)] {
            assert_eq!(tag_in("gzip", tag).as_deref(), expected, "{tag}");
        }
        assert_eq!(without_coding(r#""v.s+deflate""#), r#""v.s""#);
        assert_eq!(without_coding(r#""v.s""#), r#""v.s""#);
    }
}
