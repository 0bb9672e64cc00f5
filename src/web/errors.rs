//! An error on a page is a page: in the reader's language, with what it means for the certificate and what to do.

use actix_web::Error;
use actix_web::HttpResponse;
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use askama::Template;

use super::page::{Keeping, Page, Reader, render};
use super::{ADDRESSES, Shown};
use crate::error::Code;
use crate::http::accept;
use crate::http::problem::ApiError;
use crate::http::request_id;
use crate::messages::Text;

/// What lies below these is for programs, or has pages of its own.
const NO_PAGES: [&str; 10] =
    [".well-known", "assets", "docs", "issuer", "livez", "oauth", "openapi.json", "problems", "readyz", "v1"];

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    page: Page,
    sentences: Vec<String>,
    /// Where to try the same once more, if that can help.
    again: Option<String>,
    reference: Option<String>,
    /// Whether there is nothing at the address, so that the ways to everything else are offered.
    is_lost: bool,
}

/// The middleware: renders the errors of pages, whoever made them.
pub async fn errors_as_pages<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    if !is_page(&request) {
        return next.call(request).await.map(ServiceResponse::map_into_left_body);
    }
    let reader = Reader::of(request.request());
    match next.call(request).await {
        Ok(response) => {
            let error = response.response().error().and_then(Error::as_error::<ApiError>);
            let page = error.and_then(|error| show(&reader, error, response.headers()));
            Ok(match page {
                Some(page) => response.into_response(page).map_into_right_body(),
                None => response.map_into_left_body(),
            })
        }
        Err(error) => {
            let page = error.as_error::<ApiError>().and_then(|known| {
                // Rendered as for the API too, because that writes the log.
                let answer = error.error_response();
                show(&reader, known, answer.headers())
            });
            match page {
                Some(page) => Err(InternalError::from_response(error, page).into()),
                None => Err(error),
            }
        }
    }
}

/// Whether a person asks: for what lies below one of our pages, or in a browser for what does not exist.
fn is_page(request: &ServiceRequest) -> bool {
    let asked = root(request.path());
    let is_ours = || ADDRESSES.iter().any(|(shown, _, address)| *shown != Shown::File && root(address) == asked);
    let is_asked_for = || accept::preferred(request.headers(), &[((), &["text/html"])]).is_some();
    !NO_PAGES.contains(&asked) && (is_ours() || is_asked_for())
}

fn root(address: &str) -> &str {
    address.trim_start_matches('/').split('/').next().unwrap_or_default()
}

/// The page of an error, with the headers that its status asks for.
fn show(reader: &Reader, error: &ApiError, headers: &header::HeaderMap) -> Option<HttpResponse> {
    let text = reader.text;
    let status = actix_web::ResponseError::status_code(error);
    let seconds = headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let code = error.error().code();
    let (title, sentences) = words(text, code, seconds.unwrap_or(1));
    let id = request_id::current().filter(|_| status.is_server_error());
    let page = ErrorPage {
        again: seconds.map(|_| reader.link_keeping_day(reader.path())),
        reference: id.map(|id| text.say_with("error-reference", &[("id", id.into())])),
        page: reader.page(title).unlisted().unshared(),
        sentences,
        is_lost: code == Code::NotFound,
    };
    let mut response = render(status, text.language(), Keeping::Private, &page).ok()?;
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = headers.get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    Some(response)
}

/// A page that explains in a few sentences why there is nothing else to see.
pub(super) fn explain(
    reader: &Reader,
    status: StatusCode,
    title: String,
    sentences: Vec<String>,
) -> Result<HttpResponse, ApiError> {
    let page = reader.page(title).unlisted().unshared();
    let page = ErrorPage { page, sentences, again: None, reference: None, is_lost: false };
    render(status, reader.text.language(), Keeping::Private, &page)
}

fn words(text: Text, code: Code, seconds: u64) -> (String, Vec<String>) {
    let wait = [("seconds", seconds.into())];
    match code {
        Code::NotFound => (text.say("error-not-found"), vec![text.say("error-not-found-next")]),
        Code::MethodNotAllowed => (text.say("error-method"), vec![text.say("error-method-next")]),
        Code::PayloadTooLarge => (text.say("error-too-large"), vec![text.say("error-too-large-next")]),
        Code::RequestTimeout => (text.say("error-too-slow"), vec![text.say("error-too-slow-next")]),
        Code::TooManyRequests | Code::TooManyGuesses => (
            text.say("error-too-many"),
            vec![text.say_with("error-too-many-next", &wait), text.say("error-too-many-why")],
        ),
        Code::DatabaseUnavailable | Code::KeyUnavailable | Code::Overloaded => {
            (text.say("error-unavailable"), vec![text.say("error-unavailable-next")])
        }
        Code::InternalError => (text.say("error-internal"), vec![text.say("error-internal-next")]),
        // What is not for people to know is a request that cannot be read.
        _ => (text.say("error-request"), vec![text.say("error-request-next")]),
    }
}
