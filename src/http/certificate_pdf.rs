//! The PDF of a certificate, for whoever may have its credential.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header::{self, HeaderName};

use super::computing::off_the_reactor;
use super::problem::ApiError;
use super::state::State;
use crate::auth::permission::Caller;
use crate::error::Error;
use crate::messages::Language;
use crate::pdf::Paper;
use crate::registry::credentials::CertifiedCredential;
use crate::trust::credential::Claims;
use crate::trust::paper::{Titles, draw_of};
use crate::trust::signatures::SignedDocument;
use crate::trust::{hexadecimal, sha256};

/// Says what of a certificate is otherwise than it was asked for, or than it is on record.
const NOTE: HeaderName = HeaderName::from_static("certificate-note");

/// Draws the PDF in a language, remembers its digest so that it is known again, and answers with it as a file to keep.
pub async fn answer(
    state: &Arc<State>,
    caller: Caller,
    number: String,
    language: Language,
) -> Result<HttpResponse, ApiError> {
    let signatory = state.signatory.clone();
    let found = state.queue.run(move |registry| registry.credential(&signatory, caller, &number)).await?;
    let (number, credential) = (found.certificate.number, found.credential.id);
    let drawing = state.clone();
    // Drawing takes a few hundredths of a second, and nobody's connection to the database.
    let paper = off_the_reactor(move || draw(&drawing, &found, language)).await??;
    let digest = hexadecimal(&sha256(&paper.file));
    state.queue.run(move |registry| registry.remember_file(caller, &digest, credential)).await?;
    Ok(sent(paper, language, &format!("certificate-{number}")))
}

/// The same of an organisation's certificate: the registry's confirmation.
pub async fn answer_of_organisation(
    state: &Arc<State>,
    caller: Caller,
    id: String,
    language: Language,
) -> Result<HttpResponse, ApiError> {
    let signatory = state.signatory.clone();
    let found = state.queue.run(move |registry| registry.organisation_credential(&signatory, caller, &id)).await?;
    let (drawing, credential) = (state.clone(), found.id);
    let paper = off_the_reactor(move || draw_signed(&drawing, &found.jws, "", language)).await??;
    let digest = hexadecimal(&sha256(&paper.file));
    state.queue.run(move |registry| registry.remember_confirmation(caller, &digest, credential)).await?;
    Ok(sent(paper, language, "confirmation"))
}

fn sent(paper: Paper, language: Language, name: &str) -> HttpResponse {
    let name = format!("attachment; filename=\"{name}.pdf\"");
    let mut response = HttpResponse::Ok();
    response
        .content_type("application/pdf")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::CONTENT_LANGUAGE, paper.language.tag()))
        .insert_header((header::VARY, "accept-encoding, accept-language"));
    if let Some(note) = note(&paper, language) {
        response.insert_header((NOTE, note));
    }
    response.body(paper.file)
}

/// In plain letters, as headers have them.
fn note(paper: &Paper, wanted: Language) -> Option<String> {
    let in_english = (paper.language != wanted)
        .then(|| format!("It is in English: the registry has no font for the letters of `{}`.", wanted.tag()));
    let spelled = paper.unshown.as_ref().map(|unshown| {
        format!(
            "Letters of a name stand as their Unicode numbers: the registry has no font for {}. The operator can add one \
             (TOUCHSTONE_FONT_DIRECTORY).",
            unshown.scripts()
        )
    });
    let notes: Vec<String> = in_english.into_iter().chain(spelled).collect();
    (!notes.is_empty()).then(|| notes.join(" "))
}

/// The paper says what its credential says, whatever the settings and the scheme say by now.
fn draw(state: &State, found: &CertifiedCredential, language: Language) -> Result<Paper, Error> {
    let certificate = &found.certificate;
    let edition = state.registry.scheme().edition_words(&certificate.edition, &certificate.format);
    draw_signed(state, &found.credential.documents.jws, &edition, language)
}

/// `edition` is what the edition is called where the credential does not say it.
fn draw_signed(state: &State, jws: &str, edition: &str, language: Language) -> Result<Paper, Error> {
    let claims = SignedDocument::parse(jws).ok().and_then(|signed| Claims::read(&signed.document));
    let claims = claims.ok_or_else(|| Error::Internal("a credential cannot be read back".to_owned()))?;
    let titles = Titles { scheme: &state.registry.scheme().title, edition };
    draw_of(jws, &claims, titles, language, state.registry.fonts()).map_err(|error| Error::Internal(error.to_string()))
}
