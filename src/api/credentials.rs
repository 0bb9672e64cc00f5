//! Credentials: the signed form of a certificate, which anybody can check without asking us.

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::answers::Answer;
use crate::http::authentication::Authenticated;
use crate::http::extract::Parameters;
use crate::http::state::State;
use crate::http::{accept, certificate_pdf};
use crate::input::form::form;
use crate::messages::Language;
use crate::trust::signatures::Signed;

/// The forms in which something signed is handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SignedForm {
    /// The compact JSON Web Signature.
    Jws,
    /// The JSON document with its Data Integrity proof.
    Document,
}

/// What browsers and other JavaScript engines say of a request by themselves (W3C Fetch Metadata).
const FETCH_MODE: &str = "sec-fetch-mode";

/// The media types of what is signed (W3C VC-JOSE-COSE, and VC Data Model 2.0), and those of earlier drafts.
const FORMS: &[(SignedForm, &[&str])] = &[
    (SignedForm::Jws, &["application/vc+jwt", "application/jwt", "application/vc+ld+jwt", "text/plain"]),
    (SignedForm::Document, &["application/vc", "application/vc+ld+json", "application/ld+json", "application/json"]),
];

/// What was signed, in the form that the client prefers. Who says nothing gets the JSON Web Signature; who names other
/// types than these and takes any, as browsers do, gets JSON, and so does a script whose `fetch` says nothing.
pub(super) fn signed(request: &HttpRequest, signed: Signed) -> HttpResponse {
    let headers = request.headers();
    let is_script = headers.contains_key(FETCH_MODE);
    let (form, media_type) = match accept::preferred(headers, FORMS) {
        Some(preferred) => preferred,
        None if accept::is_open(headers) && !is_script => (SignedForm::Jws, "application/vc+jwt"),
        None => (SignedForm::Document, "application/json"),
    };
    let mut response = HttpResponse::Ok();
    response.content_type(media_type).insert_header((header::VARY, "accept, accept-encoding, sec-fetch-mode"));
    response.body(match form {
        SignedForm::Jws => signed.jws,
        SignedForm::Document => signed.document,
    })
}

/// Read a certificate's credential
///
/// An Open Badges 3.0 credential: as a compact JSON Web Signature (`application/vc+jwt`), or as JSON with a Data
/// Integrity proof (`application/vc`, also asked for as `application/json`). Who names several of equal weight gets the first;
/// who says nothing gets the JSON Web Signature, a browser or a script that names none of them JSON. It is issued when it is
/// first asked for and stays the same, until what it says is on record no more or the registry has moved. None is issued
/// under a public URL that nobody elsewhere can follow (`issuer_unsettled`). The holder has it from the page that a holder's
/// link opens.
/// While the certificate is suspended, and once it is withdrawn, none is handed out.
#[utoipa::path(tag = "credentials", security(("bearer" = [])),
    params(("number" = String, Path, description = "The certificate's number, in any spelling", example = "7K3M-9QXP-T2VZ")),
    responses((status = 200, description = "The credential", content(
        (String = "application/vc+jwt"), (Object = "application/vc"), (Object = "application/json")))))]
#[get("/v1/certificates/{number}/credential")]
pub async fn read_credential(
    request: HttpRequest,
    caller: Authenticated,
    number: Path<String>,
    state: Data<State>,
) -> Answer {
    let signatory = state.signatory.clone();
    let found = state.queue.run(move |registry| registry.credential(&signatory, caller.0, &number)).await?;
    let documents = found.credential.documents;
    Ok(signed(&request, Signed { jws: documents.jws, document: documents.document }))
}

/// Read a certificate as a PDF
///
/// To print and frame: PDF/A-3 and PDF/UA, with a QR code that leads to the verification page, and with the credential
/// attached. It says what the credential says, so it is the same file each time, in each language. Where the registry has no
/// font for a language, it is in English; letters of a name that no font has stand as their Unicode numbers, with words on the
/// page that say so. `Content-Language` says which language it is, and `Certificate-Note` what is otherwise than asked for or
/// on record. For the same callers as the credential.
#[utoipa::path(tag = "credentials", security(("bearer" = [])),
    params(
        ("number" = String, Path, description = "The certificate's number, in any spelling", example = "7K3M-9QXP-T2VZ"),
        PaperQuery
    ),
    responses((status = 200, description = "The file", content((Vec<u8> = "application/pdf")))))]
#[get("/v1/certificates/{number}/pdf")]
pub async fn read_certificate_pdf(
    request: HttpRequest,
    caller: Authenticated,
    number: Path<String>,
    query: Parameters<PaperQuery>,
    state: Data<State>,
) -> Answer {
    let language = query.0.language.unwrap_or_else(|| accept::language_of(&request));
    certificate_pdf::answer(&state, caller.0, number.into_inner(), language).await
}

/// Read the registry's confirmation of an organisation's certificate as a PDF
///
/// What the registry has on record, drawn of the credential, which is attached: PDF/A-3 and PDF/UA, with a QR code of the short
/// link, in five languages. The paper of the certificate itself is its body's. For the same callers as the credential.
#[utoipa::path(tag = "credentials", security(("bearer" = [])),
    params(("id" = String, Path, description = "The certificate's id"), PaperQuery),
    responses((status = 200, description = "The file", content((Vec<u8> = "application/pdf")))))]
#[get("/v1/organisation-certificates/{id}/pdf")]
pub async fn read_organisation_confirmation(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    query: Parameters<PaperQuery>,
    state: Data<State>,
) -> Answer {
    let language = query.0.language.unwrap_or_else(|| accept::language_of(&request));
    certificate_pdf::answer_of_organisation(&state, caller.0, id.into_inner(), language).await
}

form! {
    /// How the paper is wanted.
    pub struct PaperQuery {
        /// In which language; as `Accept-Language` says when left out, else in English.
        pub language: Option<Language>,
    }
}

/// Read the credential of an organisation's certificate
///
/// The same forms as of a certificate of a person: an Open Badges 3.0 credential whose subject is the organisation, with the
/// body that certified (`source`), the edition (`version`), the scope (`achievement.description`) and the sites (`narrative`). Its
/// status stands in lists of its own. It is for the bodies that the certificate concerns, which give it to the organisation, and
/// for registrars; issued when it is first asked for, and again where what it says is on record no more. While the certificate is
/// suspended, and once it is withdrawn, none is handed out.
#[utoipa::path(tag = "credentials", security(("bearer" = [])),
    params(("id" = String, Path, description = "The certificate's id")),
    responses((status = 200, description = "The credential", content(
        (String = "application/vc+jwt"), (Object = "application/vc"), (Object = "application/json")))))]
#[get("/v1/organisation-certificates/{id}/credential")]
pub async fn read_organisation_credential(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    state: Data<State>,
) -> Answer {
    let signatory = state.signatory.clone();
    let found = state.queue.run(move |registry| registry.organisation_credential(&signatory, caller.0, &id)).await?;
    Ok(signed(&request, Signed { jws: found.jws, document: found.document }))
}
