//! How a page is sent: for how long it may be kept, and what it may do in a browser.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use askama::Template;

use super::script::script_integrity;
use crate::error::Error;
use crate::http::middleware::etag::tag_of;
use crate::http::problem::ApiError;
use crate::scheme::language::Language;

/// Our pages have one stylesheet, and no script but where [`render_with_script`] sends them.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
    frame-ancestors 'none'; base-uri 'none'";

/// The page depends on the language that is asked for; the second is what the middleware says of every answer.
pub(super) const VARY: &str = "accept-encoding, accept-language";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web) enum Keeping {
    /// It says what does not change from one minute to the next.
    Minutes,
    /// To be asked about each time: a certificate may be suspended the next moment.
    Never,
    /// Nobody keeps it: it is an answer to one reader.
    Private,
}

impl Keeping {
    const fn directive(self) -> &'static str {
        match self {
            Self::Minutes => "public, max-age=300",
            Self::Never => "public, no-cache",
            Self::Private => "no-store",
        }
    }
}

pub(in crate::web) fn see_other(address: String) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()
}

pub(in crate::web) fn render(
    status: StatusCode,
    language: Language,
    keeping: Keeping,
    page: &impl Template,
) -> Result<HttpResponse, ApiError> {
    send(status, language, keeping, page, POLICY)
}

/// The same for a page that asks for a passkey, which nobody keeps. It runs `/assets/passkeys.js`, and only that, if the element names its digest:
/// `<script src="/assets/passkeys.js" integrity="{{ script_integrity() }}" defer></script>`.
pub(in crate::web) fn render_with_script(
    status: StatusCode,
    language: Language,
    page: &impl Template,
) -> Result<HttpResponse, ApiError> {
    send(status, language, Keeping::Private, page, &format!("{POLICY}; script-src '{}'", script_integrity()))
}

fn send(
    status: StatusCode,
    language: Language,
    keeping: Keeping,
    page: &impl Template,
    policy: &str,
) -> Result<HttpResponse, ApiError> {
    let html = page.render().map_err(|error| Error::Internal(format!("a page cannot be rendered: {error}")))?;
    let mut response = HttpResponse::build(status);
    if keeping != Keeping::Private && status == StatusCode::OK {
        // Weak: the same words are sent compressed in one way or another, or not at all.
        response.insert_header((header::ETAG, format!("W/{}", tag_of(html.as_bytes()))));
    }
    Ok(response
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, policy))
        .insert_header((header::CACHE_CONTROL, keeping.directive()))
        .insert_header((header::CONTENT_LANGUAGE, language.tag()))
        .insert_header((header::VARY, VARY))
        .body(html))
}
