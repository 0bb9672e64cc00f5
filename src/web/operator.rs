//! The pages of the operator's texts: who answers for the registry, and by which words. Where the operator has said
//! nothing yet, the page says so, and what the program itself can say.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::page::{Keeping, Page, Reader, render};
use crate::http::problem::ApiError;
use crate::messages::{Language, Text};

#[derive(Template)]
#[template(path = "operator.html")]
struct OperatorText {
    page: Page,
    /// The operator's words as HTML that was made of Markdown, with their language.
    text: Option<(Language, String)>,
    /// What is said where there are none, and what is true whoever operates the registry.
    otherwise: Vec<String>,
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

fn show(reader: &Reader, name: &str, words: impl Fn(Text) -> Words) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let (title, otherwise) = words(text);
    let found = reader.operator().text(name, text.language());
    let own_title = found.filter(|(language, _)| *language == text.language());
    let page = OperatorText {
        page: reader.page(own_title.and_then(|(_, found)| found.title.clone()).unwrap_or(title)),
        text: found.map(|(language, found)| (language, found.html.clone())),
        otherwise: if found.is_some() { Vec::new() } else { otherwise },
    };
    render(StatusCode::OK, text.language(), Keeping::Minutes, &page)
}
