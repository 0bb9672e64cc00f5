//! The holder's page: whoever opens a holder's link sees the certificate, downloads and shares it, and decides whether
//! the name is shown. The link is exchanged for a session at once, so that the key is in no address that a page has.

mod downloads;
mod session;

use std::sync::Arc;

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use url::form_urlencoded;

pub(super) use downloads::{document, jws, pdf};
use session::Session;

use super::cookies::check_origin;
use super::errors;
use super::page::{Keeping, Page, Reader, render, see_other};
use super::verify::{Facts, Panel};
use crate::error::{Code, Error};
use crate::http::extract::read_small_form;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::messages::{Language, Text};
use crate::registry::holder_links::{self, HeldCertificate};
use crate::registry::verifications::{self, Question, Verification};
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::person::{GivenNames, full_name};
use crate::secret::Secret;
use crate::trust::{LINK_PREFIX, digest, hexadecimal};

/// What the address says after a decision was kept.
const SAVED: &str = "saved";

#[derive(Template)]
#[template(path = "holder.html")]
struct Held {
    page: Page,
    panel: Panel,
    number: String,
    facts: Facts,
    /// Where the files are; `None` while there are none.
    files: Option<Files>,
    /// The address that everybody may have, and where it is found from here.
    shared_address: String,
    verification_address: String,
    listed: bool,
    saved: bool,
    listing_address: String,
}

struct Files {
    pdf: String,
    /// Whether it is in English on a page that is not.
    is_english: bool,
    /// The languages besides the page's that there is one in, and where.
    others: Vec<(Language, String)>,
    jws: String,
    document: String,
}

/// `GET /holder/{token}`, the link: exchanges it for a session, and leads to the page. `GET /holder/{number}`: the page.
pub(super) async fn show(
    reader: Reader,
    request: HttpRequest,
    token: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    if token.starts_with(LINK_PREFIX) {
        // What the sentence around a link left at its end; no token has it.
        let token = token.trim_end_matches(|one: char| !one.is_ascii_alphanumeric() && !matches!(one, '-' | '_'));
        return exchange(&reader, &request, token, &state).await;
    }
    let Some(session) = Session::of(&request, &state, &token) else { return closed(&reader, &token) };
    let looked = state.read(Some(session.caller()), move |work| {
        let held = holder_links::read(work)?;
        let number = held.certificate.number.to_string();
        let verification = verifications::verify(work, &Question { number, family_name: None, on: None })?;
        Ok((held, verification))
    });
    let (held, verification) = match looked.await {
        Ok(found) => found,
        Err(error) => return unopened(&reader, error),
    };
    let saved = form_urlencoded::parse(request.query_string().as_bytes()).any(|(name, _)| name == SAVED);
    let page = page(&reader, &state, &held, &verification, saved)?;
    let mut shown = render(StatusCode::OK, reader.text.language(), Keeping::Private, &page)?;
    if let Some(cookie) = session.noted(&state)? {
        shown.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(shown)
}

async fn exchange(
    reader: &Reader,
    request: &HttpRequest,
    token: &str,
    state: &Arc<State>,
) -> Result<HttpResponse, ApiError> {
    state.check_link(request)?;
    let secret = Secret::new(token);
    let held = match state.read(None, move |work| holder_links::open(work, &secret)).await {
        Ok(held) => held,
        Err(error) => {
            if error.error().code() == Code::NotFound {
                state.count_link(request, &hexadecimal(&digest(&Secret::new(token)))).await?;
            }
            return unopened(reader, error);
        }
    };
    let session = Session::begin(held.certificate.number, held.link, state.registry.now());
    let mut answer = see_other(reader.link(&format!("/holder/{}", session.number)));
    answer.headers_mut().insert(header::SET_COOKIE, session.cookie(state)?);
    Ok(answer)
}

fn page(
    reader: &Reader,
    state: &State,
    held: &HeldCertificate,
    verification: &Verification,
    saved: bool,
) -> Result<Held, Error> {
    let text = reader.text;
    let number = verification.number.clone();
    let certificate = verification.certificate.as_ref();
    let certificate =
        certificate.ok_or_else(|| Error::Internal(format!("certificate {number} is held and unknown")))?;
    let name = full_name(held.given_names.as_ref().map(GivenNames::as_str), held.family_name.as_str());
    let verification_address = format!("/verify/{number}");
    let file = |name: &str| reader.link(&format!("/holder/{number}/{name}"));
    let fonts = state.registry.fonts();
    let paper = fonts.language(text.language());
    let others = Language::ALL.into_iter().filter(|other| *other != paper && fonts.language(*other) == *other);
    let in_other = |language: Language| (language, format!("/holder/{number}/certificate.pdf?lang={}", language.tag()));
    Ok(Held {
        page: reader.page(text.say("holder-title")).unlisted().unshared(),
        panel: Panel { next: next(text, verification.status), ..Panel::of(text, verification) },
        facts: Facts {
            holder: Some(name),
            ..Facts::of(reader, state.registry.scheme(), certificate, verification.checked_at)
        },
        files: matches!(verification.status, "valid" | "expired").then(|| Files {
            pdf: file("certificate.pdf"),
            is_english: paper != text.language(),
            others: others.map(in_other).collect(),
            jws: file("credential.jwt"),
            document: file("credential.json"),
        }),
        shared_address: format!("{}{verification_address}", state.public_url),
        verification_address: reader.link(&verification_address),
        listed: held.listed,
        saved,
        listing_address: reader.link(&format!("/holder/{number}/listing")),
        number,
    })
}

/// What a holder does next; what an employer does stands on the public page.
fn next(text: Text, status: &str) -> String {
    match status {
        "suspended" => text.say("holder-suspended-next"),
        "withdrawn" => text.say("holder-withdrawn-next"),
        "expired" => text.say("holder-expired-next"),
        _ => String::new(),
    }
}

/// `POST /holder/{number}/listing`: whether the name is shown. Then back to the page, which says that it was kept.
pub(super) async fn decide(
    reader: Reader,
    request: HttpRequest,
    number: Path<String>,
    state: Data<State>,
    payload: Payload,
) -> Result<HttpResponse, ApiError> {
    let form = read_small_form(&request, payload.into_inner()).await?;
    let mut values = form_urlencoded::parse(&form).filter(|(name, _)| name == "listed").map(|(_, value)| value);
    let listed = match (values.next().as_deref(), values.next()) {
        (Some("true"), None) => true,
        (Some("false"), None) => false,
        _ => return Err(ApiError::refused(Code::MalformedRequest, "`listed` must be there once, as true or false")),
    };
    let Some(session) = Session::of(&request, &state, &number) else { return closed(&reader, &number) };
    check_origin(&request, &state)?;
    let decided = state.write(session.caller(), move |work| holder_links::decide_listing(work, listed).map(drop));
    if let Err(error) = decided.await {
        return unopened(&reader, error);
    }
    let address = reader.link(&format!("/holder/{}", session.number));
    let separator = if address.contains('?') { '&' } else { '?' };
    let address = format!("{address}{separator}{SAVED}=1#listing");
    Ok(see_other(address))
}

/// The page of a session that is over, or that there never was: the link opens a new one. What is no number was no page.
fn closed(reader: &Reader, number: &str) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    if CertificateNumber::parse(number).is_err() {
        return gone(reader);
    }
    errors::explain(reader, StatusCode::FORBIDDEN, text.say("holder-closed"), vec![text.say("holder-closed-next")])
}

/// The page of a link that opens nothing; other errors are left as they are.
fn unopened(reader: &Reader, error: ApiError) -> Result<HttpResponse, ApiError> {
    if error.error().code() != Code::NotFound {
        return Err(error);
    }
    gone(reader)
}

fn gone(reader: &Reader) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    errors::explain(reader, StatusCode::NOT_FOUND, text.say("holder-gone"), vec![text.say("holder-gone-next")])
}
