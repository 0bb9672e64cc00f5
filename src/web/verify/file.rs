//! `/verify/file`: whether a file is ours and unaltered, and what its certificate is worth today.

use std::sync::Arc;

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::Form;
use super::panel::Panel;
use crate::http::form_data::{SentFile, read_file};
use crate::http::presented::check;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::pdf::Unreadable;
use crate::registry::credential_checks::{CredentialCheck, Finding};
use crate::scheme::Scheme;
use crate::scheme::definition::EditionCode;
use crate::trust::credential::Claims;
use crate::trust::no_credential::NoCredential;
use crate::web::messages::{Phrase, Text};
use crate::web::page::{Keeping, Page, Reader, render};

/// The largest file that is looked at, in bytes.
const LARGEST: usize = 5 * 1024 * 1024;

/// The longest part of a file's name that is shown.
const LONGEST_NAME: usize = 80;

#[derive(Template)]
#[template(path = "file.html")]
struct FilePage {
    page: Page,
    panel: Panel,
    file_name: String,
    signed: Option<Signed>,
}

/// What we signed, whatever the file may show beside it.
struct Signed {
    holder: String,
    title: String,
    edition: Phrase,
    awarded: String,
    issued: String,
    number: String,
    /// The page of the certificate.
    address: String,
}

/// `GET /verify/file`: for whoever comes here by the back button, or chooses another language.
pub(in crate::web) async fn start_again(reader: Reader) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, reader.link("/verify"))).finish()
}

/// `POST /verify/file`
pub(in crate::web) async fn check_file(
    reader: Reader,
    request: HttpRequest,
    state: Data<Arc<State>>,
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
        file_name: name.unwrap_or_default().chars().filter(|one| !one.is_control()).take(LONGEST_NAME).collect(),
        signed: check.claims.as_deref().map(|claims| Signed::of(&reader, state.registry.scheme(), claims)),
    };
    render(StatusCode::OK, text.language(), Keeping::Private, &page)
}

/// Only a genuine file leads to the certificate's status; anything else is told before it, and is never "valid". What is
/// worse than what was found of the file is told besides.
fn panel(text: Text, check: &CredentialCheck) -> Panel {
    let (kind, [word, means, next]) = match (&check.finding, &check.verification) {
        (Finding::Genuine, Some(verification)) => {
            let mut panel = Panel::of(text, verification);
            panel.file = [text.say("file-genuine")].into_iter().chain(wrapped(text, check)).collect();
            return panel;
        }
        // A genuine file leads to a certificate; without one nothing can be said for it.
        (Finding::Genuine | Finding::NotOnRecord, _) => {
            ("withdrawn", ["file-record", "file-record-means", "file-record-next"])
        }
        (Finding::Replaced, _) => ("replaced", ["file-replaced", "file-replaced-means", "file-replaced-next"]),
        (Finding::AlteredAround, _) => ("withdrawn", ["file-around", "file-around-means", "file-around-next"]),
        (Finding::Altered, _) => ("withdrawn", ["file-altered", "file-altered-means", "file-altered-next"]),
        (Finding::RevokedKey, _) => ("withdrawn", ["file-revoked", "file-revoked-means", "file-revoked-next"]),
        (Finding::OtherIssuer, _) => ("unknown", ["file-other", "file-other-means", "file-other-next"]),
        (Finding::NoCredential(why), _) => ("unknown", without_credential(why)),
    };
    let also_replaced = check.finding == Finding::AlteredAround && check.replaced_at.is_some();
    let worse = check.worse_status().map(|now| {
        let worse = Panel::of(text, now);
        text.say_with("file-certificate-is", &[("status", worse.word.into()), ("means", worse.means.into())])
    });
    let also = worse.into_iter().chain(also_replaced.then(|| text.say("file-also-replaced")));
    let checked = text.say_with("status-checked", &[("moment", text.moment(check.checked_at).into())]);
    Panel {
        kind,
        word: text.say(word),
        means: text.say(means),
        next: text.say(next),
        file: also.chain(wrapped(text, check)).collect(),
        as_of: None,
        checked: Some(checked),
        is_past: false,
    }
}

/// That nothing was looked at of what is around the credential.
fn wrapped(text: Text, check: &CredentialCheck) -> Option<String> {
    check.is_wrapped.then(|| text.say("file-wrapped"))
}

/// What to say where there is no credential: whether there is none, or nobody can tell.
const fn without_credential(why: &NoCredential) -> [&'static str; 3] {
    use Unreadable::{Damaged, Encrypted, NotPdf, Packed, TooComplicated, TooLarge};
    match why {
        NoCredential::UnreadablePdf(Encrypted) => ["file-unread", "file-encrypted-means", "file-encrypted-next"],
        NoCredential::UnreadablePdf(Damaged | NotPdf) | NoCredential::DamagedUtf16 => {
            ["file-unread", "file-damaged-means", "file-none-next"]
        }
        NoCredential::UnreadablePdf(Packed | TooComplicated | TooLarge) | NoCredential::TooLarge(_) => {
            ["file-unread", "file-complicated-means", "file-none-next"]
        }
        NoCredential::Broken => ["file-unread", "file-broken-means", "file-broken-next"],
        NoCredential::Several(_) => ["file-unread", "file-several-means", "file-several-next"],
        NoCredential::NothingWrapped
        | NoCredential::NothingAttached
        | NoCredential::Empty
        | NoCredential::NoText
        | NoCredential::Other(_) => ["file-none", "file-none-means", "file-none-next"],
    }
}

impl Signed {
    fn of(reader: &Reader, scheme: &Scheme, claims: &Claims) -> Self {
        let text = reader.text;
        Self {
            holder: claims.holder.clone(),
            title: claims.title.clone(),
            edition: text.of_scheme(&scheme.edition_words(&EditionCode::new(&claims.edition))),
            awarded: text.day(claims.awarded_on),
            issued: text.moment(claims.issued_at),
            number: claims.number.clone(),
            address: reader.link(&format!("/verify/{}", claims.number)),
        }
    }
}
