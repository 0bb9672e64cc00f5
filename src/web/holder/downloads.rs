//! The files that a holder downloads: the certificate to print, and what was signed.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Data, Path};

use super::{open, unopened};
use crate::error::Code;
use crate::http::certificate_pdf;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::registry::credentials::CertifiedCredential;
use crate::web::errors;
use crate::web::page::Reader;

/// `GET /holder/{token}/certificate.pdf`
pub(in crate::web) async fn pdf(
    reader: Reader,
    token: Path<String>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let drawn = async {
        let held = open(&state, &token).await?;
        certificate_pdf::answer(&state, held.caller(), held.certificate.number.to_string()).await
    };
    drawn.await.or_else(|error| refused(&reader, error))
}

/// `GET /holder/{token}/credential.jwt`
pub(in crate::web) async fn jws(
    reader: Reader,
    token: Path<String>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    match credential(&state, &token).await {
        Ok(found) => Ok(file(&found, "jwt", "application/vc+jwt", found.credential.documents.jws.clone())),
        Err(error) => refused(&reader, error),
    }
}

/// `GET /holder/{token}/credential.json`
pub(in crate::web) async fn document(
    reader: Reader,
    token: Path<String>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    match credential(&state, &token).await {
        Ok(found) => Ok(file(&found, "json", "application/vc", found.credential.documents.document.clone())),
        Err(error) => refused(&reader, error),
    }
}

async fn credential(state: &Arc<State>, token: &str) -> Result<CertifiedCredential, ApiError> {
    let held = open(state, token).await?;
    let (signatory, caller, number) = (state.signatory.clone(), held.caller(), held.certificate.number.to_string());
    Ok(state.queue.run(move |registry| registry.credential(&signatory, caller, &number)).await?)
}

fn file(found: &CertifiedCredential, ending: &str, media_type: &'static str, content: String) -> HttpResponse {
    let disposition = format!("attachment; filename=\"certificate-{}.{ending}\"", found.certificate.number);
    HttpResponse::Ok().content_type(media_type).insert_header((CONTENT_DISPOSITION, disposition)).body(content)
}

/// The page of a file that cannot be had now, or of a link that opens nothing.
fn refused(reader: &Reader, error: ApiError) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let (title, why) = match error.error().code() {
        Code::CertificateNotValid => (text.say("files-title"), text.say("files-none")),
        Code::FontMissing => (text.say("files-no-font"), text.say("files-no-font-next")),
        _ => return unopened(reader, error),
    };
    errors::explain(reader, StatusCode::CONFLICT, title, vec![why])
}
