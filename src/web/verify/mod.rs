//! "An employer holds a paper, a PDF, a link or a file: it must lead to the truth in seconds."

mod certificate;
mod day;
mod facts;
mod file;
mod mark;
mod organisation;
mod panel;
mod typed;

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use url::form_urlencoded;

pub(super) use certificate::{check_number, compare_name, show};
pub(super) use facts::Facts;
pub(super) use file::{check_file, start_again};
pub(super) use mark::show as organisation_mark;
pub(super) use organisation::{
    ask as organisation_form, certified_by, code as organisation_code, show as organisation_certificate,
};
pub(super) use panel::Panel;

use super::page::{Keeping, Page, Reader, render, see_other};
use crate::error::Error;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::messages::Text;
use crate::scheme::numbers::{CertificateNumber, Mistyped};

const LONGEST_TYPED: usize = 200;

#[derive(Template)]
#[template(path = "verify.html")]
struct Form {
    page: Page,
    typed: String,
    typed_name: String,
    mistake: Option<String>,
    file_mistake: Option<String>,
}

impl Form {
    fn of(reader: &Reader) -> Self {
        let text = reader.text;
        let page = reader.page(text.say("verify-title")).described(text.say("verify-description"));
        Self { page, typed: String::new(), typed_name: String::new(), mistake: None, file_mistake: None }
    }

    fn mistyped(self, typed: &str, mistake: Option<String>) -> Self {
        Self { typed: typed.chars().take(LONGEST_TYPED).collect(), mistake, ..self }
    }

    fn with_name(self, name: &str) -> Self {
        Self { typed_name: name.chars().take(LONGEST_TYPED).collect(), ..self }
    }

    fn without_file(self, mistake: String) -> Self {
        let page = self.page.at("/verify".to_owned());
        Self { page, file_mistake: Some(mistake), ..self }
    }
}

/// `GET /verify`: the forms, or on to the page of the number that was typed.
pub(super) async fn form(reader: Reader, request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let typed = parameter(&request, "number");
    let mistake = match typed.as_deref().map(|typed| (typed, typed::read(typed))) {
        Some((_, Ok(number))) => return Ok(to_certificate(&reader, number)),
        // Nothing was typed, so nothing is wrong.
        Some((_, Err(Mistyped::Length { found: 0, .. }))) | None => None,
        Some((typed, Err(mistyped))) => match certified_by(&reader, &state, typed).await? {
            Some(certificate) => return Ok(certificate),
            None => Some(not_either(text, typed, &mistyped)),
        },
    };
    let (status, keeping) = match mistake {
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, Keeping::Private),
        None => (StatusCode::OK, Keeping::Minutes),
    };
    let form = Form::of(&reader).mistyped(&typed.unwrap_or_default(), mistake);
    render(status, text.language(), keeping, &form)
}

/// `GET /verify/…`, also in capitals: on to the page of the certificate, where a link to it was written with something more
/// in it than the number, such as a slash at its end.
pub(super) async fn straighten(reader: Reader, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let number = typed::read(request.path()).map_err(|_| Error::NotFound("address"))?;
    Ok(to_certificate(&reader, number))
}

/// Why a text is no number of a person's certificate; and that no organisation's certificate has it, where one could.
fn not_either(text: Text, typed: &str, mistyped: &Mistyped) -> String {
    let why = typed::explain(text, mistyped);
    let could_be = typed.chars().any(char::is_numeric) && !CertificateNumber::is_meant(typed) && !typed::is_link(typed);
    if could_be { format!("{why} {}", text.say("organisation-not-either")) } else { why }
}

/// On to the page of a certificate, where a text is its number and can hardly be anything else: one in 32 words of
/// twelve letters passes for a number by chance, and may be somebody's name.
pub(super) fn unmistakable(reader: &Reader, typed: &str) -> Option<HttpResponse> {
    let number = typed::read(typed).ok()?;
    let has_its_form = typed.chars().any(|one| one.is_ascii_digit()) || typed.matches('-').count() == 2;
    has_its_form.then(|| to_certificate(reader, number))
}

/// On to what is wrong with a number that was typed with a slip, where a text can hardly be anything else; or to the certificate,
/// where it is one after all, that could have been a word.
pub(super) fn meant(reader: &Reader, typed: &str) -> Option<HttpResponse> {
    if typed.contains('/') {
        let is_link = typed::is_link(typed) || CertificateNumber::is_meant(typed);
        return is_link.then(|| see_other(reader.link_with("/verify", &[("number", typed)])));
    }
    if let Ok(number) = typed::read(typed) {
        return Some(to_certificate(reader, number));
    }
    let number: String = form_urlencoded::byte_serialize(typed.as_bytes()).collect();
    let address = format!("/verify/{}", number.replace('+', "%20"));
    CertificateNumber::is_meant(typed).then(|| see_other(reader.link(&address)))
}

/// 303 to the one address of a certificate, in its own spelling.
fn to_certificate(reader: &Reader, number: CertificateNumber) -> HttpResponse {
    see_other(reader.link_keeping_day(&format!("/verify/{number}")))
}

/// The first value of a query parameter. Others may stand beside it: links collect them on their way.
fn parameter(request: &HttpRequest, name: &str) -> Option<String> {
    let mut parameters = form_urlencoded::parse(request.query_string().as_bytes());
    parameters.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}
