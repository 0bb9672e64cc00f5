//! `/verify/file`: whether a file is ours and unaltered, and what its certificate is worth today.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::Form;
use super::panel::Panel;
use crate::http::form_data::{SentFile, read_file};
use crate::http::presented::check;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::messages::{Phrase, Text};
use crate::pdf::Unreadable;
use crate::registry::credential_checks::{CredentialCheck, Finding};
use crate::scheme::Scheme;
use crate::scheme::definition::EditionCode;
use crate::trust::credential::Claims;
use crate::trust::no_credential::NoCredential;
use crate::web::page::{Keeping, Page, Reader, render, see_other};

/// The largest file that is looked at, in bytes.
const LARGEST: usize = 5 * 1024 * 1024;

const LONGEST_NAME: usize = 80;

#[derive(Template)]
#[template(path = "file.html")]
struct FilePage {
    page: Page,
    panel: Panel,
    file_name: String,
    /// Whether nothing in the file can be checked, so that the number is asked for.
    asks_number: bool,
    typed: String,
    typed_name: String,
    mistake: Option<String>,
    signed: Option<Signed>,
}

/// What we signed, whatever the file may show beside it.
struct Signed {
    holder: String,
    title: String,
    edition: Phrase,
    examined_by: Option<String>,
    awarded: String,
    issued: String,
    number: String,
    address: String,
}

/// `GET /verify/file`: for whoever comes here by the back button, or chooses another language.
pub(in crate::web) async fn start_again(reader: Reader) -> HttpResponse {
    see_other(reader.link("/verify"))
}

pub(in crate::web) async fn check_file(
    reader: Reader,
    request: HttpRequest,
    state: Data<State>,
    payload: Payload,
) -> Result<HttpResponse, ApiError> {
    state.limits.check_verification(&request)?;
    let text = reader.text;
    let sent = read_file(&request, payload.into_inner(), "file", LARGEST).await?;
    let Some(SentFile { name, bytes }) = sent.filter(|file| !file.bytes.is_empty()) else {
        let form = Form::of(&reader).without_file(text.say("file-missing"));
        return render(StatusCode::UNPROCESSABLE_ENTITY, text.language(), Keeping::Private, &form);
    };
    let check = check(&request, &state, bytes).await?;
    let page = FilePage {
        page: reader.page(text.say("file-title")).at("/verify".to_owned()).unlisted(),
        panel: panel(text, &check),
        asks_number: matches!(check.finding, Finding::NoCredential(_)),
        typed: String::new(),
        typed_name: String::new(),
        mistake: None,
        file_name: name.unwrap_or_default().chars().filter(|one| !one.is_control()).take(LONGEST_NAME).collect(),
        signed: check.claims.as_deref().map(|claims| Signed::of(&reader, state.registry.scheme(), claims)),
    };
    render(StatusCode::OK, text.language(), Keeping::Private, &page)
}

/// Only a genuine file leads to the certificate's status; anything else is told before it, and is never "valid". What is
/// worse than what was found of the file is told besides.
fn panel(text: Text, check: &CredentialCheck) -> Panel {
    let now = match (&check.verification, &check.organisation) {
        (Some(verification), _) => Some(Panel::of(text, verification)),
        (None, Some(organisation)) => Some(Panel::of_organisation(text, organisation)),
        (None, None) => None,
    };
    let (kind, word, means, next) = match (&check.finding, now) {
        (Finding::Genuine, Some(mut panel)) => {
            panel.told = [text.say("file-genuine")].into_iter().chain(wrapped(text, check)).collect();
            return panel;
        }
        // A genuine file leads to a certificate; without one nothing can be said for it.
        (Finding::Genuine | Finding::NotOnRecord, _) => {
            ("withdrawn", text.say("file-record"), text.say("file-record-means"), text.say("file-record-next"))
        }
        (Finding::Replaced, _) => {
            ("replaced", text.say("file-replaced"), text.say("file-replaced-means"), text.say("file-replaced-next"))
        }
        (Finding::AlteredAround, _) => {
            ("withdrawn", text.say("file-around"), text.say("file-around-means"), text.say("file-around-next"))
        }
        (Finding::Altered, _) => {
            ("withdrawn", text.say("file-altered"), text.say("file-altered-means"), text.say("file-altered-next"))
        }
        (Finding::RevokedKey, _) => {
            ("withdrawn", text.say("file-revoked"), text.say("file-revoked-means"), text.say("file-revoked-next"))
        }
        (Finding::OtherIssuer, _) => {
            ("unknown", text.say("file-other"), text.say("file-other-means"), text.say("file-other-next"))
        }
        (Finding::NoCredential(why), _) => {
            let (word, means, next) = without_credential(text, why);
            // That there is none says nothing about the certificate, so it is no warning; that nobody can tell is one.
            let kind = if word == text.say("file-none") { "unread" } else { "unknown" };
            (kind, word, means, next)
        }
    };
    let checked = text.say_with("status-checked", &[("moment", text.moment(check.checked_at).into())]);
    let told = worse(text, check).into_iter().chain(wrapped(text, check)).collect();
    Panel { kind, word, means, next, told, as_of: None, checked: Some(checked), is_past: false }
}

/// What is worse than what was found of the file.
fn worse(text: Text, check: &CredentialCheck) -> Vec<String> {
    let now = match (&check.verification, &check.organisation) {
        (Some(verification), _) => Some(Panel::of(text, verification)),
        (None, Some(organisation)) => Some(Panel::of_organisation(text, organisation)),
        (None, None) => None,
    };
    let status = now.filter(|_| check.worse_status().is_some()).map(|worse| {
        text.say_with("file-certificate-is", &[("status", worse.word.into()), ("means", worse.means.into())])
    });
    let is_also_replaced = check.finding == Finding::AlteredAround && check.replaced_at.is_some();
    status.into_iter().chain(is_also_replaced.then(|| text.say("file-also-replaced"))).collect()
}

/// That nothing was looked at of what is around the credential.
fn wrapped(text: Text, check: &CredentialCheck) -> Option<String> {
    check.is_wrapped.then(|| text.say("file-wrapped"))
}

/// What to say where there is no credential: that there is none, or that nobody can tell.
fn without_credential(text: Text, why: &NoCredential) -> (String, String, String) {
    let unread = |means, next| (text.say("file-unread"), means, next);
    match why {
        NoCredential::UnreadablePdf(Unreadable::Encrypted) => {
            unread(text.say("file-encrypted-means"), text.say("file-encrypted-next"))
        }
        NoCredential::UnreadablePdf(Unreadable::Damaged | Unreadable::NotPdf) | NoCredential::DamagedUtf16 => {
            unread(text.say("file-damaged-means"), text.say("file-none-next"))
        }
        NoCredential::UnreadablePdf(Unreadable::Packed | Unreadable::TooComplicated | Unreadable::TooLarge) => {
            unread(text.say("file-complicated-means"), text.say("file-none-next"))
        }
        NoCredential::Broken => unread(text.say("file-broken-means"), text.say("file-broken-next")),
        NoCredential::Several(_) => unread(text.say("file-several-means"), text.say("file-several-next")),
        NoCredential::NothingWrapped
        | NoCredential::NothingAttached
        | NoCredential::TooLarge(_)
        | NoCredential::Empty
        | NoCredential::NoText
        | NoCredential::Other(_) => (text.say("file-none"), text.say("file-none-means"), text.say("file-none-next")),
    }
}

impl Signed {
    fn of(reader: &Reader, scheme: &Scheme, claims: &Claims) -> Self {
        let text = reader.text;
        Self {
            holder: claims.holder.clone(),
            title: claims.title.clone(),
            edition: match (&claims.register_number, &claims.edition_title) {
                (None, Some(title)) => text.of_scheme(title),
                (None, None) => text.of_scheme(&scheme.edition_title(&EditionCode::new(&claims.edition))),
                (Some(_), _) => text.of_scheme(&scheme.standard_edition_words(&EditionCode::new(&claims.edition))),
            },
            examined_by: claims.examined_by.clone(),
            awarded: text.day(claims.awarded_on),
            issued: text.moment(claims.issued_at),
            number: claims.number.clone(),
            address: match &claims.register_number {
                None => reader.link(&format!("/verify/{}", claims.number)),
                Some(number) => reader.link(&format!("/o/{number}")),
            },
        }
    }
}
