//! The files that a holder downloads: the certificate to print, and what was signed.

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::session::Session;
use super::{closed, unopened};
use crate::error::Code;
use crate::http::certificate_pdf;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::registry::credentials::Documents;
use crate::web::errors;
use crate::web::page::Reader;

type Asked = (Reader, HttpRequest, Path<String>, Data<State>);

pub(in crate::web) async fn pdf((reader, request, number, state): Asked) -> Result<HttpResponse, ApiError> {
    let Some(session) = Session::of(&request, &state, &number) else { return closed(&reader, &number) };
    let drawn =
        certificate_pdf::answer(&state, session.caller(), session.number.to_string(), reader.text.language()).await;
    drawn.or_else(|error| refused(&reader, error))
}

pub(in crate::web) async fn jws(asked: Asked) -> Result<HttpResponse, ApiError> {
    credential(asked, "jwt", "application/vc+jwt", |signed| signed.jws).await
}

pub(in crate::web) async fn document(asked: Asked) -> Result<HttpResponse, ApiError> {
    credential(asked, "json", "application/vc", |signed| signed.document).await
}

async fn credential(
    (reader, request, number, state): Asked,
    ending: &str,
    media_type: &'static str,
    content: impl Fn(Documents) -> String,
) -> Result<HttpResponse, ApiError> {
    let Some(session) = Session::of(&request, &state, &number) else { return closed(&reader, &number) };
    let (signatory, caller, number) = (state.signatory.clone(), session.caller(), session.number.to_string());
    match state.queue.run(move |registry| registry.credential(&signatory, caller, &number)).await {
        Ok(found) => {
            let disposition = format!("attachment; filename=\"certificate-{}.{ending}\"", found.certificate.number);
            let mut response = HttpResponse::Ok();
            response.content_type(media_type).insert_header((CONTENT_DISPOSITION, disposition));
            Ok(response.body(content(found.credential.documents)))
        }
        Err(error) => refused(&reader, error.into()),
    }
}

/// The page of a file that cannot be had now, or of a link that opens nothing.
fn refused(reader: &Reader, error: ApiError) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let (title, why) = match error.error().code() {
        Code::CertificateNotValid => (text.say("files-title"), text.say("files-none")),
        Code::IssuerUnsettled => (text.say("files-unsigned"), text.say("files-unsigned-next")),
        _ => return unopened(reader, error),
    };
    errors::explain(reader, StatusCode::CONFLICT, title, vec![why])
}
