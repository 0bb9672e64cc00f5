//! The stylesheet and the pictures.

use actix_web::http::header;
use actix_web::{HttpResponse, Responder};

/// For how long a browser may keep them without asking again.
const CACHING: &str = "public, max-age=300";

const STYLESHEET: &str = include_str!("touchstone.css");
const ICON: &str = include_str!("touchstone.svg");
const PREVIEW: &[u8] = include_bytes!("touchstone.png");

pub(super) async fn stylesheet() -> impl Responder {
    asset("text/css; charset=utf-8", STYLESHEET.as_bytes())
}

pub(super) async fn icon() -> impl Responder {
    asset("image/svg+xml; charset=utf-8", ICON.as_bytes())
}

/// `/assets/touchstone.png`: what a preview of a page shows.
pub(super) async fn preview() -> impl Responder {
    asset("image/png", PREVIEW)
}

fn asset(content_type: &'static str, bytes: &'static [u8]) -> HttpResponse {
    HttpResponse::Ok().content_type(content_type).insert_header((header::CACHE_CONTROL, CACHING)).body(bytes)
}
