//! The PDF of a certificate, for whoever may have its credential.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header;

use super::problem::ApiError;
use super::state::State;
use super::upload::off_the_reactor;
use crate::auth::permission::Caller;
use crate::error::{Code, Error};
use crate::pdf::{self, DrawError, Sheet};
use crate::registry::credentials::CertifiedCredential;
use crate::trust::{hexadecimal, sha256};

/// Draws the PDF, remembers its digest so that it is known again, and answers with it as a file to keep.
///
/// # Errors
/// As [`Registry::credential`](crate::registry::Registry::credential), and [`Code::FontMissing`].
pub async fn answer(state: &Arc<State>, caller: Caller, number: String) -> Result<HttpResponse, ApiError> {
    let signatory = state.signatory.clone();
    let found = state.queue.run(move |registry| registry.credential(&signatory, caller, &number)).await?;
    let (number, credential) = (found.certificate.number, found.credential.id);
    let drawing = state.clone();
    // Drawing takes a few hundredths of a second, and nobody's connection to the database.
    let file = off_the_reactor(move || draw(&drawing, &found)).await??;
    let digest = hexadecimal(&sha256(&file));
    state.queue.run(move |registry| registry.remember_file(caller, &digest, credential)).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"certificate-{number}.pdf\"")))
        .body(file))
}

fn draw(state: &State, found: &CertifiedCredential) -> Result<Vec<u8>, Error> {
    let (scheme, issuer) = (state.registry.scheme(), state.signatory.issuer());
    let (certificate, credential) = (&found.certificate, &found.credential);
    let number = certificate.number.to_string();
    let sheet = Sheet {
        scheme_title: &scheme.title,
        qualification_title: &scheme.qualification_words(&certificate.qualification).0,
        edition_title: &scheme.edition_words(&certificate.edition),
        holder_name: &credential.documents.holder,
        number: &number,
        awarded_on: certificate.awarded_on,
        expires_on: certificate.expires_on,
        issued_at: credential.issued_at,
        issuer_name: issuer.name(),
        verify_url: &format!("{}/verify/{number}", issuer.url()),
        credential: &credential.documents.jws,
    };
    pdf::draw(&sheet, &state.fonts).map_err(|error| match error {
        DrawError::NoGlyphs { .. } => Error::refused(Code::FontMissing, error.to_string()),
        DrawError::AddressTooLong { .. } | DrawError::Refused { .. } => Error::Internal(error.to_string()),
    })
}
