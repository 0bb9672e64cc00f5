//! The stylesheet, the script and the pictures.

use std::borrow::Cow;

use actix_web::body::MessageBody;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, Responder};

use super::page::Reader;
use super::script::SCRIPT;
use crate::error::Error;
use crate::http::problem::ApiError;

/// For how long a browser may keep them without asking again.
const CACHING: &str = "public, max-age=300";

const STYLESHEET: &str = include_str!("touchstone.css");
const DESK_STYLESHEET: &str = include_str!("desk.css");
const ICON: &str = include_str!("touchstone.svg");
const PREVIEW: &[u8] = include_bytes!("touchstone.png");

/// `/assets/touchstone.css`, with the operator's colours after ours.
pub(super) async fn stylesheet(reader: Reader) -> impl Responder {
    let style = &reader.operator().style;
    let rules = if style.is_empty() { Cow::Borrowed(STYLESHEET) } else { Cow::Owned(format!("{STYLESHEET}\n{style}")) };
    asset("text/css; charset=utf-8", rules)
}

/// `/assets/desk.css`: what the pages of the desk need beside it.
pub(super) async fn desk_stylesheet() -> impl Responder {
    asset("text/css; charset=utf-8", DESK_STYLESHEET)
}

/// `/assets/logo`: the operator's. A drawing (SVG) that somebody opens by itself runs nothing.
pub(super) async fn logo(reader: Reader) -> Result<HttpResponse, ApiError> {
    let logo = reader.operator().logo.as_ref().ok_or(Error::NotFound("logo"))?;
    let mut response = asset(logo.content_type, logo.bytes.clone());
    let policy = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

/// `/assets/passkeys.js`. Asked for each time: a page runs it only if it is the one that the page was made with.
pub(super) async fn script() -> impl Responder {
    let mut response = asset("text/javascript; charset=utf-8", SCRIPT);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
    response
}

pub(super) async fn icon() -> impl Responder {
    asset("image/svg+xml; charset=utf-8", ICON)
}

/// `/assets/touchstone.png`: what a preview of a page shows.
pub(super) async fn preview() -> impl Responder {
    asset("image/png", PREVIEW)
}

fn asset(content_type: &'static str, bytes: impl MessageBody + 'static) -> HttpResponse {
    HttpResponse::Ok().content_type(content_type).insert_header((header::CACHE_CONTROL, CACHING)).body(bytes)
}
