//! The PDF of a certificate, for whoever may have its credential.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header;

use super::computing::off_the_reactor;
use super::problem::ApiError;
use super::state::State;
use crate::auth::permission::Caller;
use crate::error::{Code, Error};
use crate::pdf::DrawError;
use crate::registry::credentials::CertifiedCredential;
use crate::trust::credential::Claims;
use crate::trust::paper::{Titles, draw_of};
use crate::trust::signatures::SignedDocument;
use crate::trust::{hexadecimal, sha256};

/// Draws the PDF, remembers its digest so that it is known again, and answers with it as a file to keep.
/// [`Code::FontMissing`] where no font has its letters.
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

/// The paper says what its credential says, whatever the settings and the scheme say by now.
fn draw(state: &State, found: &CertifiedCredential) -> Result<Vec<u8>, Error> {
    let (scheme, certificate) = (state.registry.scheme(), &found.certificate);
    let jws = &found.credential.documents.jws;
    let claims = SignedDocument::parse(jws).ok().and_then(|signed| Claims::read(&signed.document));
    let claims =
        claims.ok_or_else(|| Error::Internal(format!("the credential {} cannot be read back", found.credential.id)))?;
    let edition = scheme.edition_words(&certificate.edition);
    let titles = Titles { scheme: &scheme.title, edition: &edition };
    draw_of(jws, &claims, titles, &state.fonts).map_err(|error| match error {
        DrawError::NoGlyphs { .. } => Error::refused(Code::FontMissing, error.to_string()),
        DrawError::AddressTooLong { .. } | DrawError::Refused { .. } => Error::Internal(error.to_string()),
    })
}
