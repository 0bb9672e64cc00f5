//! The home page: one field for everything, and the plain ways in.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use serde_json::{Value, json};

use super::page::{Keeping, Page, Reader, render};
use super::publications::{NoticeLine, latest};
use super::qualifications::Line;
use super::structured::{document, part};
use super::told::leaflet;
use crate::http::problem::ApiError;
use crate::http::state::State;

/// How many notices stand on the home page.
const NOTICES: u32 = 3;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    page: Page,
    lead: String,
    qualifications: Vec<Line>,
    /// The address of the scheme's.
    leaflet: String,
    /// The latest.
    notices: Vec<NoticeLine>,
}

pub(super) async fn home(reader: Reader, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let (text, scheme) = (reader.text, state.registry.scheme());
    let lead = text.say_with("home-lead", &[("scheme", text.of_scheme(&scheme.title).text.into())]);
    let notices = latest(&reader, &state, NOTICES).await;
    let home = Home {
        page: reader.page(text.say("home-title")).described(lead.clone()).telling(&structured_site(&reader)),
        lead,
        qualifications: Line::all(&reader, scheme, "/qualifications"),
        leaflet: leaflet("/v1/scheme", text),
        notices,
    };
    render(StatusCode::OK, text.language(), Keeping::Minutes, &home)
}

/// The site for programs: what it is called, and how it is searched.
fn structured_site(reader: &Reader) -> Value {
    let address = format!("{}?q={{words}}", reader.absolute("/search"));
    let target = part("EntryPoint", json!({"urlTemplate": address}));
    let search = part("SearchAction", json!({"target": target, "query-input": "required name=words"}));
    document(reader, "WebSite", "/", json!({"name": reader.operator().site_name, "potentialAction": search}))
}
