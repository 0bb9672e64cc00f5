//! The headers that tell a browser to trust nothing more than it must (OWASP ASVS 5.0, chapter 3.4).

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;

use super::with_headers;
use crate::http::state::State;

/// JSON needs nothing, and nobody is to frame it.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// The interactive documentation brings its own scripts, and styles that it writes into the page.
const DOCUMENTATION_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Two years, as the lists that browsers come with ask for: whoever was here once comes back over TLS alone.
const TRANSPORT: &str = "max-age=63072000; includeSubDomains";

/// The middleware. What a handler sets itself it keeps.
pub async fn security_headers<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let path = request.path();
    let is_documentation = path == "/docs" || path.starts_with("/docs/");
    let is_private = ["/holder/", "/desk", "/sign-in", "/welcome/"].iter().any(|private| path.starts_with(private));
    let is_named = request.headers().contains_key(header::AUTHORIZATION);
    let state = request.app_data::<Data<State>>();
    let is_secure = state.is_some_and(|state| state.public_url.starts_with("https://"));
    let outcome = next.call(request).await;
    with_headers(outcome, |_, headers| {
        let policy = if is_documentation { DOCUMENTATION_POLICY } else { POLICY };
        default(headers, header::CONTENT_SECURITY_POLICY, policy);
        default(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        default(headers, header::REFERRER_POLICY, "no-referrer");
        if is_secure {
            default(headers, header::STRICT_TRANSPORT_SECURITY, TRANSPORT);
        }
        if is_private {
            // Also on what is no page: whoever has the address of a file must not find it by searching.
            default(headers, HeaderName::from_static("x-robots-tag"), "noindex, nofollow");
        }
        // Whoever forgets to think about caching must not leave personal data in a cache.
        default(headers, header::CACHE_CONTROL, "no-store");
        // Set here, outside of compression, so that it is on the answers that are not compressed too.
        default(headers, header::VARY, "accept-encoding");
        keep_apart(headers, is_named);
    })
}

/// A cache that many share keeps an answer for whoever did not say who it is, and for nobody else: a registrar who has
/// changed a record reads it as it is now, and not as somebody was told a minute ago.
fn keep_apart(headers: &mut HeaderMap, is_named: bool) {
    let is_public = |value: &HeaderValue| value.as_bytes().starts_with(b"public");
    if !headers.get(header::CACHE_CONTROL).is_some_and(is_public) {
        return;
    }
    let varies: Vec<_> = headers.get_all(header::VARY).filter_map(|value| value.to_str().ok()).collect();
    let varies = varies.join(", ");
    if !varies.contains("authorization")
        && let Ok(value) = HeaderValue::from_str(&format!("{varies}, authorization"))
    {
        headers.insert(header::VARY, value);
    }
    if is_named {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

fn default(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
