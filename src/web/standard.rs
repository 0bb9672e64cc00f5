//! `/standard` and `/benefits`: what ISO/IEC 20000 is, and what it and its examinations are good for.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use serde_json::json;

use super::page::{Keeping, Page, Reader, render};
use super::structured::{document, part, registry};
use super::told::{Shown, ToldPage, leaflet};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::messages::told;
use crate::messages::told::Section;

pub(super) async fn standard(reader: Reader, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let (text, scheme) = (reader.text, state.registry.scheme());
    let page = page(&reader, &scheme.standard, text.say("standard-title"), text.say("standard-lead"));
    let shown = told::standard(text, scheme).into_iter().map(|section| {
        let links = match section.id {
            "what" => vec![
                (reader.link("/benefits"), text.say("benefits-title")),
                (leaflet("/v1/scheme", text), text.say("leaflet-of-scheme")),
            ],
            "editions" => vec![(reader.link("/qualifications"), text.say("qualifications-title"))],
            _ => Vec::new(),
        };
        Shown { section, links }
    });
    let (right, left) = shown.partition(|shown| shown.section.id == "editions");
    show(&reader, page, [left, right])
}

pub(super) async fn benefits(reader: Reader, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let (text, scheme) = (reader.text, state.registry.scheme());
    let page = page(&reader, &scheme.standard, text.say("benefits-title"), text.say("benefits-lead"));
    let leading_on = |section: Section| {
        let (path, label) = match section.id {
            "individuals" => ("/qualifications", text.say("qualifications-title")),
            _ => ("/certification", text.say("how-certified")),
        };
        Shown { links: vec![(reader.link(path), label)], section }
    };
    show(&reader, page, told::benefits(text, scheme).map(|section| vec![leading_on(section)]))
}

/// A page about the standard, which tells programs so.
fn page(reader: &Reader, standard: &str, title: String, lead: String) -> Page {
    let about = part("CreativeWork", json!({"name": standard}));
    let known = json!({"name": title, "description": lead, "about": about, "publisher": registry(reader)});
    let document = document(reader, "WebPage", reader.path(), known);
    reader.page(title).described(lead).telling(&document)
}

fn show(reader: &Reader, page: Page, columns: [Vec<Shown>; 2]) -> Result<HttpResponse, ApiError> {
    let language = reader.text.language();
    let lead = told::said(reader.text, page.description.clone().unwrap_or_default());
    let page = ToldPage { page, kicker: None, title_language: language, lead, columns };
    render(StatusCode::OK, language, Keeping::Minutes, &page)
}
