//! The home page, and what all pages share.

use std::sync::Arc;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, Responder, web};
use askama::Template;

use crate::error::Error;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::scheme::Scheme;

/// Our pages have one stylesheet and no script.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
    frame-ancestors 'none'; base-uri 'none'";

/// For how long a browser may keep a page without asking again.
const CACHING: &str = "public, max-age=300";

const STYLESHEET: &str = include_str!("touchstone.css");
const ICON: &str = include_str!("touchstone.svg");

/// Renders a page.
pub(super) fn render(status: StatusCode, page: &impl Template) -> Result<HttpResponse, ApiError> {
    let html = page.render().map_err(|error| Error::Internal(format!("a page cannot be rendered: {error}")))?;
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::CACHE_CONTROL, CACHING))
        .body(html))
}

#[derive(Template)]
#[template(path = "not_found.html")]
struct Unknown {
    title: &'static str,
}

/// The page for an address at which there is none.
pub(super) fn not_found() -> Result<HttpResponse, ApiError> {
    render(StatusCode::NOT_FOUND, &Unknown { title: "No such page" })
}

/// `/assets/touchstone.css`
pub(super) async fn stylesheet() -> impl Responder {
    asset("text/css; charset=utf-8", STYLESHEET)
}

/// `/assets/touchstone.svg`
pub(super) async fn icon() -> impl Responder {
    asset("image/svg+xml", ICON)
}

fn asset(content_type: &'static str, text: &'static str) -> HttpResponse {
    HttpResponse::Ok().content_type(content_type).insert_header((header::CACHE_CONTROL, CACHING)).body(text)
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    title: &'static str,
    scheme: &'a Scheme,
}

/// `/`
pub(super) async fn home(state: web::Data<Arc<State>>) -> Result<HttpResponse, ApiError> {
    render(StatusCode::OK, &Home { title: "Certification registry", scheme: state.registry.scheme() })
}
