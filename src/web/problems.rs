//! The pages that the `type` of a problem document leads to.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::page::{Keeping, Page as Frame, Reader, render};
use super::xml::escaped;
use crate::error::Code;
use crate::http::problem::ApiError;
use crate::http::problem_catalogue::{Description, describe};
use crate::messages::Language;

/// These pages are for developers, and in English like the API.
fn send(status: StatusCode, page: &impl Template) -> Result<HttpResponse, ApiError> {
    render(status, Language::English, Keeping::Minutes, page)
}

struct Problem {
    code: &'static str,
    description: Description,
    /// The same with what stands between backticks as code, as HTML.
    explanation: String,
    what_to_do: String,
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        let description = describe(code);
        let (explanation, what_to_do) = (with_code(description.explanation), with_code(description.what_to_do));
        Self { code: code.as_str(), description, explanation, what_to_do }
    }
}

/// A text as HTML, with every second stretch between backticks as code.
fn with_code(text: &str) -> String {
    let stretches = text.split('`').map(escaped).enumerate();
    stretches.map(|(place, text)| if place % 2 == 1 { format!("<code>{text}</code>") } else { text }).collect()
}

#[derive(Template)]
#[template(path = "problems.html")]
struct List {
    page: Frame,
    problems: Vec<Problem>,
}

pub(super) async fn list(reader: Reader) -> Result<HttpResponse, ApiError> {
    let problems = Code::ALL.iter().copied().map(Problem::from).collect();
    send(StatusCode::OK, &List { page: Frame::english(&reader, "Problems"), problems })
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Page {
    page: Frame,
    problem: Problem,
}

#[derive(Template)]
#[template(path = "problem_unknown.html")]
struct Unknown {
    page: Frame,
}

pub(super) async fn page(reader: Reader, code: web::Path<String>) -> Result<HttpResponse, ApiError> {
    match Code::ALL.iter().find(|known| known.as_str() == code.as_str()) {
        Some(code) => {
            let problem = Problem::from(*code);
            send(StatusCode::OK, &Page { page: Frame::english(&reader, problem.description.title), problem })
        }
        None => not_found(&reader),
    }
}

/// The page for an address of developers at which there is none.
pub(super) fn not_found(reader: &Reader) -> Result<HttpResponse, ApiError> {
    send(StatusCode::NOT_FOUND, &Unknown { page: Frame::english(reader, "No such page") })
}
