//! The pages of the operator's texts: who answers for the registry, and by which words. Where the operator has said
//! nothing yet, the page says so, and what the program itself can say.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use serde_json::json;

use super::about::{auditors, scopes};
use super::page::{Keeping, Page, Reader, render};
use super::structured::{document, registry};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::messages::{Language, Text};

#[derive(Template)]
#[template(path = "operator.html")]
struct OperatorText {
    page: Page,
    /// The operator's words as HTML that was made of Markdown, with their language.
    text: Option<(Language, String)>,
    /// What is said where there are none, and what is true whoever operates the registry.
    otherwise: Vec<String>,
    /// Where it leads on: addresses and labels.
    links: Vec<(String, String)>,
}

/// What such a page is called, and what it says where there is no text of the operator's.
type Words = (String, Vec<String>);

pub(super) async fn accessibility(reader: Reader) -> Result<HttpResponse, ApiError> {
    show(&reader, "accessibility", |text| {
        (
            text.say("text-accessibility"),
            vec![text.say("text-accessibility-missing"), text.say("text-accessibility-known")],
        )
    })
}

pub(super) async fn appeals(reader: Reader) -> Result<HttpResponse, ApiError> {
    show(&reader, "appeals", |text| {
        (text.say("text-appeals"), vec![text.say("text-appeals-missing"), text.say("text-appeals-known")])
    })
}

pub(super) async fn contact(reader: Reader) -> Result<HttpResponse, ApiError> {
    show(&reader, "contact", |text| (text.say("text-contact"), vec![text.say("text-contact-missing")]))
}

pub(super) async fn imprint(reader: Reader) -> Result<HttpResponse, ApiError> {
    show(&reader, "imprint", |text| (text.say("text-imprint"), vec![text.say("text-imprint-missing")]))
}

pub(super) async fn privacy(reader: Reader) -> Result<HttpResponse, ApiError> {
    show(&reader, "privacy", |text| {
        let known = [text.say("about-names"), text.say("about-tracks")];
        (text.say("text-privacy"), [text.say("text-privacy-missing")].into_iter().chain(known).collect())
    })
}

pub(super) async fn terms(reader: Reader) -> Result<HttpResponse, ApiError> {
    show(&reader, "terms", |text| {
        (text.say("text-terms"), vec![text.say("text-terms-missing"), text.say("text-terms-known")])
    })
}

/// How an organisation becomes certified.
pub(super) async fn certification(reader: Reader) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let otherwise = vec![
        text.say("how-certified-lead"),
        text.say("how-certified-scope"),
        text.say("how-certified-body"),
        scopes(text),
        text.say("how-certified-after"),
    ];
    let links = vec![
        (reader.link("/bodies"), text.say("bodies-title")),
        (reader.link("/benefits"), text.say("benefits-title")),
        (reader.link("/certification-scheme"), text.say("how-scheme")),
        (reader.link("/logo"), text.say("how-logo")),
    ];
    show_with(&reader, "certification", (text.say("how-certified"), otherwise), links)
}

/// How a body becomes registered.
pub(super) async fn registration(reader: Reader, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let otherwise = vec![
        text.say("how-body-lead"),
        text.say("how-body-asked"),
        auditors(text, state.registry.scheme()),
        text.say("how-body-listed"),
        text.say("how-body-does"),
    ];
    let links = vec![
        (reader.link("/contact"), text.say("text-contact")),
        (reader.link("/bodies"), text.say("bodies-title")),
        (reader.link("/certification-scheme"), text.say("how-scheme")),
    ];
    show_with(&reader, "registration", (text.say("how-body"), otherwise), links)
}

/// How the certification scheme for organisations works.
pub(super) async fn certification_scheme(reader: Reader) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let otherwise = vec![
        text.say("how-scheme-lead"),
        text.say("how-scheme-decision"),
        scopes(text),
        text.say("how-scheme-register"),
    ];
    let links = vec![
        (reader.link("/bodies"), text.say("bodies-title")),
        (reader.link("/organisations"), text.say("organisations-title")),
        (reader.link("/certification"), text.say("how-certified")),
        (reader.link("/registration"), text.say("how-body")),
        (reader.link("/logo"), text.say("how-logo")),
    ];
    show_with(&reader, "certification-scheme", (text.say("how-scheme"), otherwise), links)
}

/// How the scheme's logo may be used.
pub(super) async fn logo(reader: Reader) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let otherwise =
        vec![text.say("how-logo-lead"), text.say("how-logo-who"), text.say("how-logo-what"), text.say("how-logo-end")];
    let links = vec![
        (reader.link("/organisations"), text.say("organisations-title")),
        (reader.link("/contact"), text.say("text-contact")),
    ];
    show_with(&reader, "logo", (text.say("how-logo"), otherwise), links)
}

fn show(reader: &Reader, name: &str, words: impl Fn(Text) -> Words) -> Result<HttpResponse, ApiError> {
    show_with(reader, name, words(reader.text), Vec::new())
}

fn show_with(
    reader: &Reader,
    name: &str,
    (title, otherwise): Words,
    links: Vec<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let found = reader.operator().text(name, text.language());
    let own_title = found.filter(|(language, _)| *language == text.language());
    let title = own_title.and_then(|(_, found)| found.title.clone()).unwrap_or(title);
    let known = json!({"name": title, "publisher": registry(reader)});
    let page = reader.page(title);
    let page = OperatorText {
        page: if links.is_empty() { page } else { page.telling(&document(reader, "WebPage", reader.path(), known)) },
        text: found.map(|(language, found)| (language, found.html.clone())),
        otherwise: if found.is_some() { Vec::new() } else { otherwise },
        links,
    };
    render(StatusCode::OK, text.language(), Keeping::Minutes, &page)
}
