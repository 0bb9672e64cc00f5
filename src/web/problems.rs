//! The pages that the `type` of a problem document leads to.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::pages::{not_found, render};
use crate::error::Code;
use crate::http::problem::ApiError;
use crate::http::problem_catalogue::{Description, describe};

/// An error code with its description.
struct Problem {
    code: &'static str,
    description: Description,
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self { code: code.as_str(), description: describe(code) }
    }
}

#[derive(Template)]
#[template(path = "problems.html")]
struct List {
    title: &'static str,
    problems: Vec<Problem>,
}

/// `/problems`
pub(super) async fn list() -> Result<HttpResponse, ApiError> {
    let problems = Code::ALL.iter().copied().map(Problem::from).collect();
    render(StatusCode::OK, &List { title: "Problems", problems })
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Page {
    title: &'static str,
    problem: Problem,
}

/// `/problems/{code}`
pub(super) async fn page(code: web::Path<String>) -> Result<HttpResponse, ApiError> {
    match Code::ALL.iter().find(|known| known.as_str() == code.as_str()) {
        Some(code) => {
            let problem = Problem::from(*code);
            render(StatusCode::OK, &Page { title: problem.description.title, problem })
        }
        None => not_found(),
    }
}
