//! `/about`: how the scheme decides, who decides what, what a status means, and how to check us. Versions, names and
//! numbers are those of the scheme in use.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use super::page::{Keeping, Page, Reader, render};
use super::qualifications::Line;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::messages::Text;
use crate::scheme::Scheme;
use crate::scheme::organisation_certificate::MOST_REVIEWS;

#[derive(Template)]
#[template(path = "about.html")]
struct About {
    page: Page,
    lead: String,
    rules: String,
    qualifications: Vec<Line>,
    /// How scopes are reviewed.
    scopes: String,
    /// What a body's listing names.
    auditors: String,
    /// Each status with what it means.
    statuses: [(String, String); 5],
    /// The identifier that credentials are signed under.
    did: String,
    /// What checks a file where the reader is.
    command: &'static str,
}

pub(super) async fn show(reader: Reader, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let (text, scheme) = (reader.text, state.registry.scheme());
    let lead = text.say_with("about-lead", &[("scheme", text.of_scheme(&scheme.title).text.into())]);
    let about = About {
        page: reader.page(text.say("about-title")).described(lead.clone()),
        lead,
        rules: text.say_with("about-rules", &[("version", scheme.version.as_str().into())]),
        qualifications: Line::all(&reader, scheme, "/qualifications"),
        scopes: scopes(text),
        auditors: auditors(text, scheme),
        statuses: [
            (text.say("status-valid"), text.say("valid-means")),
            (text.say("status-suspended"), text.say("suspended-means")),
            (text.say("status-withdrawn"), text.say("withdrawn-means")),
            (text.say("status-expired"), text.say("expired-means")),
            (text.say("status-unknown"), text.say("unknown-means")),
        ],
        did: state.signatory.issuer().did().to_owned(),
        command: "touchstone verify certificate.pdf",
    };
    render(StatusCode::OK, text.language(), Keeping::Minutes, &about)
}

/// How scopes are reviewed.
pub(super) fn scopes(text: Text) -> String {
    text.say_with("about-scopes", &[("reviews", MOST_REVIEWS.into())])
}

/// What a body's listing names.
pub(super) fn auditors(text: Text, scheme: &Scheme) -> String {
    let listing = &scheme.listing;
    let auditor = scheme.qualification(listing.qualification.as_str());
    let auditor = auditor.map_or(listing.qualification.as_str(), |known| &known.title);
    let auditors = [("count", listing.at_least.into()), ("title", auditor.into())];
    text.say_with("about-auditors", &auditors)
}
