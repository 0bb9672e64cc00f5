//! The holder's page: whoever opens a holder's link sees the certificate, downloads and shares it, and decides whether
//! the name is shown. The address is the key, so nobody keeps the page, and nothing on it leads elsewhere with it.

mod downloads;

use std::sync::Arc;

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use url::form_urlencoded;

pub(super) use downloads::{document, jws, pdf};

use super::errors;
use super::messages::Text;
use super::page::{Keeping, Page, Reader, render};
use super::verify::{Facts, Panel};
use crate::error::{Code, Error};
use crate::http::extract::read_small_form;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::registry::holder_links::{self, HeldCertificate};
use crate::registry::verifications::{self, Question, Verification};
use crate::scheme::person::{GivenNames, full_name};
use crate::secret::Secret;

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
    /// Where the decision is sent.
    listing_address: String,
}

/// The addresses of what can be downloaded.
struct Files {
    pdf: String,
    jws: String,
    document: String,
}

/// `GET /holder/{token}`
pub(super) async fn show(
    reader: Reader,
    request: HttpRequest,
    token: Path<String>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let secret = Secret::new(token.as_str());
    let looked = state.read(None, move |work| {
        let held = holder_links::open(work, &secret)?;
        let number = held.certificate.number.to_string();
        let verification = verifications::verify(work, &Question { number, family_name: None, on: None })?;
        Ok((held, verification))
    });
    let (held, verification) = match looked.await {
        Ok(found) => found,
        Err(error) => return unopened(&reader, error),
    };
    let saved = form_urlencoded::parse(request.query_string().as_bytes()).any(|(name, _)| name == SAVED);
    let page = page(&reader, &state, &token, &held, &verification, saved)?;
    render(StatusCode::OK, reader.text.language(), Keeping::Private, &page)
}

fn page(
    reader: &Reader,
    state: &State,
    token: &str,
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
    let file = |name: &str| reader.link(&format!("/holder/{token}/{name}"));
    Ok(Held {
        page: reader.page(text.say("holder-title")).unlisted().unshared(),
        panel: Panel { next: next(text, verification.status), ..Panel::of(text, verification) },
        facts: Facts {
            holder: Some(name),
            ..Facts::of(reader, state.registry.scheme(), certificate, verification.checked_at)
        },
        files: matches!(verification.status, "valid" | "expired").then(|| Files {
            pdf: file("certificate.pdf"),
            jws: file("credential.jwt"),
            document: file("credential.json"),
        }),
        shared_address: format!("{}{verification_address}", state.public_url),
        verification_address: reader.link(&verification_address),
        listed: held.listed,
        saved,
        listing_address: reader.link(&format!("/holder/{token}/listing")),
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

/// `POST /holder/{token}/listing`: whether the name is shown. Then back to the page, which says that it was kept. There are
/// no cookies: whoever makes a browser send this form must know the address, which is all that the holder has.
pub(super) async fn decide(
    reader: Reader,
    request: HttpRequest,
    token: Path<String>,
    state: Data<Arc<State>>,
    payload: Payload,
) -> Result<HttpResponse, ApiError> {
    let form = read_small_form(&request, payload.into_inner()).await?;
    let mut values = form_urlencoded::parse(&form).filter(|(name, _)| name == "listed").map(|(_, value)| value);
    let listed = match (values.next().as_deref(), values.next()) {
        (Some("true"), None) => true,
        (Some("false"), None) => false,
        _ => return Err(ApiError::refused(Code::MalformedRequest, "`listed` must be there once, as true or false")),
    };
    let decided = async {
        let caller = open(&state, &token).await?.caller();
        state.write(caller, move |work| holder_links::decide_listing(work, listed).map(drop)).await
    };
    if let Err(error) = decided.await {
        return unopened(&reader, error);
    }
    let address = reader.link(&format!("/holder/{token}"));
    let separator = if address.contains('?') { '&' } else { '?' };
    let address = format!("{address}{separator}{SAVED}=1#listing");
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish())
}

async fn open(state: &State, token: &str) -> Result<HeldCertificate, ApiError> {
    let secret = Secret::new(token);
    state.read(None, move |work| holder_links::open(work, &secret)).await
}

/// The page of a link that opens nothing; other errors are left as they are.
fn unopened(reader: &Reader, error: ApiError) -> Result<HttpResponse, ApiError> {
    if error.error().code() != Code::NotFound {
        return Err(error);
    }
    let text = reader.text;
    errors::explain(reader, StatusCode::NOT_FOUND, text.say("holder-gone"), vec![text.say("holder-gone-next")])
}
