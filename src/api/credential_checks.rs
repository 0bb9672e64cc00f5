//! Checks of files: whether a PDF, a JSON document or a JSON Web Signature is ours and unaltered, and what its certificate
//! is worth now.

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, post};
use chrono::{DateTime, NaiveDate, Utc};

use super::answers::Answer;
use super::organisation_verifications::OrganisationVerificationView;
use super::verifications::VerificationView;
use crate::http::extract::read_any_body;
use crate::http::presented::check;
use crate::http::state::State;
use crate::http::view::view;
use crate::registry::credential_checks::{CredentialCheck, Finding};
use crate::trust::credential::Claims;

view! {
    /// The answer about a file.
    pub struct CredentialCheckView(check: &CredentialCheck) {
        /// Whether the file is ours and unaltered, and the certificate is valid now: nothing else is a yes.
        pub valid: bool = check.is_valid(),
        /// What was found: `genuine`; `replaced` (ours, and another one took its place since something else is on record);
        /// `altered_around` (the credential in the PDF is ours, the PDF around it is not the one that we made); `altered`
        /// (it says that it is ours and is not as we signed it, or has something beside what we signed); `revoked_key`;
        /// `not_on_record`; `other_issuer`; `no_credential`.
        #[schema(
            pattern = "^(genuine|replaced|altered_around|altered|revoked_key|not_on_record|other_issuer|no_credential)$"
        )]
        pub finding: &'static str = check.finding.as_str(),
        /// The same in words, and what to do.
        pub detail: String = detail(check),
        /// When it was looked up.
        pub checked_at: DateTime<Utc>,
        /// Since when it counts no longer because something else is on record, whatever else was found; null while it does.
        pub replaced_at: Option<DateTime<Utc>>,
        /// What we signed; null where nothing in the file can be believed.
        pub signed: Option<SignedView> = check.claims.as_deref(),
        /// What the certificate is worth now; null where the file leads to none.
        pub verification: Option<VerificationView>,
        /// What an organisation's certificate is worth now; null where the file leads to none.
        pub organisation_verification: Option<OrganisationVerificationView> = check.organisation.as_deref(),
    }

    /// What we signed, whatever the file may show beside it.
    pub struct SignedView(claims: &Claims) {
        /// The holder's name.
        pub holder: String,
        /// The certificate's number.
        pub number: String,
        /// What was achieved.
        pub title: String,
        /// The edition.
        pub edition: String,
        /// The name of the body that examined; null in credentials from before it was told, and where a registrar registered
        /// the result.
        pub examined_by: Option<String>,
        /// Where an organisation is certified; null for a person.
        pub sites: Option<String>,
        /// The registry's own number of an organisation's certificate.
        pub register_number: Option<String>,
        /// As of which day it is awarded.
        pub awarded_on: NaiveDate,
        /// When it was signed.
        pub issued_at: DateTime<Utc>,
    }
}

/// What was found in words, with all that is worse than it looks.
fn detail(check: &CredentialCheck) -> String {
    let mut words = found(&check.finding);
    if check.finding == Finding::AlteredAround && check.replaced_at.is_some() {
        words.push_str(" Besides, the credential in it counts no longer, because something else is on record since.");
    }
    if let Some(now) = check.worse_status() {
        words = format!("{words} The certificate itself is {now}.");
    }
    if check.is_wrapped {
        words.push_str(" It was wrapped in something else, such as a presentation, of which nothing was looked at.");
    }
    words
}

fn found(finding: &Finding) -> String {
    match finding {
        Finding::Genuine => "We issued this file and it is unaltered. What the certificate is worth now is told beside.",
        Finding::Replaced => {
            "We issued this file and it is unaltered, but it counts no longer: something else is on record since (the \
             holder's name, words of the scheme or the issuer's name, a key). Ask the holder or the body for a current one."
        }
        Finding::AlteredAround => {
            "The signed credential in this PDF is ours and unaltered, but the PDF around it is not the one that we \
             made. Believe what is told here, and not what the PDF shows."
        }
        Finding::Altered => {
            "This file says that it is ours, but it is not as we signed it, or has something beside what we signed. Do not \
             rely on it."
        }
        Finding::RevokedKey => {
            "This file bears a signature of a key that we have revoked, so that it proves nothing. Ask the holder for a \
             newer one, or verify the certificate by its number."
        }
        Finding::NotOnRecord => {
            "This file bears our signature, and we have no record of it. Do not rely on it, and please tell us of it."
        }
        Finding::OtherIssuer => "Somebody else issued this file. We cannot tell what it is worth.",
        Finding::NoCredential(why) => {
            let why = why.to_string();
            let why = why.trim_end_matches('.');
            return format!("There is no credential of ours in this file: {why}. Verify the certificate by its number.");
        }
    }
    .to_owned()
}

/// Check a file
///
/// Public. Takes a PDF, a JSON document or a JSON Web Signature as it is, whatever the `Content-Type`. Says whether it is
/// ours and unaltered, what we signed, and what the certificate is worth now. Nothing of the file is kept.
///
/// | | |
/// |---|---|
/// | Types | PDF with an attached credential; compact JSON Web Signature; JSON with a Data Integrity proof; told apart by their content; texts in UTF-8 or UTF-16 |
/// | Wrapped | the one credential in a presentation (JSON or JSON Web Token), an envelope with a `data:` URL, `{"jwt": …}` or an array; nothing else in it is looked at |
/// | Size | 1 MiB unless the operator sets another limit; a credential by itself 256 KiB (the page `/verify/file` takes PDFs of 5 MiB) |
/// | Unpacked | of a PDF at most 4 MiB of object streams, and 16 attachments of 256 KiB each; only deflated ones |
/// | At once | 8 files of one address; whoever has more in hand gets 429 |
/// | A hostile file | is never run, drawn or stored; whatever is too long, too deep or packed too tightly is answered with 200, `no_credential` and the reason |
#[utoipa::path(tag = "verifications",
    request_body(description = "The file", content((Vec<u8> = "application/octet-stream"))),
    responses((status = 200, description = "What was found", body = CredentialCheckView)))]
#[post("/v1/credential-checks")]
pub async fn check_credential(request: HttpRequest, payload: Payload, state: Data<State>) -> Answer {
    state.limits.check_verification(&request)?;
    let file = read_any_body(&request, payload.into_inner()).await?;
    let check = check(&request, &state, file).await?;
    Ok(HttpResponse::Ok().json(CredentialCheckView::of(check)))
}
