//! The home page.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use super::messages::Phrase;
use super::page::{Keeping, Page, Reader, render};
use crate::http::problem::ApiError;
use crate::http::state::State;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    page: Page,
    lead: String,
    typed: &'static str,
    mistake: Option<String>,
    qualifications: Vec<Line>,
}

/// A qualification in the list.
struct Line {
    title: String,
    address: String,
    summary: Phrase,
}

/// `/`
pub(super) async fn home(reader: Reader, state: Data<Arc<State>>) -> Result<HttpResponse, ApiError> {
    let (text, scheme) = (reader.text, state.registry.scheme());
    let lead = text.say_with("home-lead", &[("scheme", text.of_scheme(&scheme.title).text.into())]);
    let qualifications = scheme.qualifications.iter().map(|qualification| Line {
        title: qualification.title.clone(),
        address: reader.link(&format!("/qualifications/{}", qualification.code)),
        summary: text.of_scheme(&qualification.summary),
    });
    let home = Home {
        page: reader.page(text.say("home-title")).described(lead.clone()),
        lead,
        typed: "",
        mistake: None,
        qualifications: qualifications.collect(),
    };
    render(StatusCode::OK, text.language(), Keeping::Minutes, &home)
}
