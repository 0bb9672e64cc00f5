//! Documents that the scheme owner publishes: public to read, for registrars to publish, correct and withdraw.

use actix_web::http::header::{self, HeaderName};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use chrono::{DateTime, NaiveDate, Utc};

use super::answers::{Answer, PUBLIC_SECONDS, Sent, create, created, created_beside, public};
use super::approved_auditors::RemovalRequest;
use super::commands::{Change, Command, NoForm};
use super::lists::{Listing, PartQuery};
use super::questions::{Anybody, Asker, ListQuestion, Question};
use crate::error::Error;
use crate::http::authentication::{Authenticated, MaybeAuthenticated};
use crate::http::extract::{IdempotencyKey, read_body_up_to};
use crate::http::state::State;
use crate::http::view::view;
use crate::input::fields::Language;
use crate::input::form::form;
use crate::registry::documents::{self, Document, DocumentChanges, DocumentFilter, NewDocument};
use crate::registry::idempotency::StoredAnswer;
use crate::scheme::publication::DocumentKind;
use crate::trust::sha256;

/// The largest file of a document, in bytes.
const MOST_BYTES: usize = 10 << 20;

const PDF: &str = "application/pdf";

view! {
    /// A document that the scheme owner publishes.
    pub struct DocumentView(document: &Document) {
        let has_file = document.file_digest.is_some();
        /// Its id.
        pub id: String,
        /// Its title, in its language.
        pub title: String,
        /// Its language (BCP 47).
        pub language: String,
        /// `white_paper`, `case_study`, `guide` or `rules`.
        pub kind: String,
        /// Whose it is; null where it is the scheme owner's.
        pub owner: Option<String>,
        /// Where it is, where that is elsewhere.
        pub url: Option<String>,
        /// Where its file is (PDF); null for a link, and while there is none yet.
        pub file: Option<String> = has_file.then(|| format!("/v1/documents/{}/file", document.id)),
        /// SHA-256 of its file.
        #[schema(pattern = "^sha256:[0-9a-f]{64}$")]
        pub digest: Option<String> = document.file_digest.as_ref().map(|digest| format!("sha256:{digest}")),
        /// The length of its file.
        pub bytes: Option<i32> = document.file_bytes,
        /// The day from which on it is shown.
        pub published_on: NaiveDate,
        /// When it was entered.
        pub registered_at: DateTime<Utc>,
        /// When its record was last changed.
        pub changed_at: DateTime<Utc>,
        /// When it was withdrawn; null if it was not.
        pub withdrawn_at: Option<DateTime<Utc>>,
        /// Why, in words.
        pub withdrawal_reason: Option<String>,
    }
}

form! {
    /// Which documents.
    pub struct DocumentQuery {
        /// What they are: `white_paper`, `case_study`, `guide` or `rules`.
        pub kind: Option<DocumentKind>,
        /// In which language (BCP 47).
        pub language: Option<Language>,
    }
}

fn recorded(document: Document) -> Result<StoredAnswer, Error> {
    created(format!("/v1/documents/{}", document.id), &DocumentView::of(document))
}

/// List the documents
///
/// Those that are shown to anybody, the latest first.
#[utoipa::path(tag = "publications", params(DocumentQuery, PartQuery),
    responses((status = 200, description = "A part of the list", body = Listing<DocumentView>)))]
#[get("/v1/documents")]
pub async fn list_documents(question: ListQuestion<DocumentQuery, Anybody>) -> Answer {
    question
        .list(move |work, query, part| {
            let filter = DocumentFilter { kind: query.kind, language: query.language.clone() };
            Ok(documents::list(work, &filter, part)?.map(DocumentView::of))
        })
        .await
}

/// Read a document
///
/// One that is not shown yet, or was withdrawn, registrars find with their token.
#[utoipa::path(tag = "publications", security((), ("bearer" = [])), params(("id" = String, Path, description = "The document's id")),
    responses((status = 200, description = "The document", body = DocumentView)))]
#[get("/v1/documents/{id}")]
pub async fn read_published_document(id: Path<String>, question: Question<NoForm, MaybeAuthenticated>) -> Answer {
    question.answer(move |work, _| Ok(DocumentView::of(documents::find_visible(work, &id)?))).await
}

/// Read the file of a document
#[utoipa::path(tag = "publications", security((), ("bearer" = [])), params(("id" = String, Path, description = "The document's id")),
    responses((status = 200, description = "The file", content((Vec<u8> = "application/pdf")))))]
#[get("/v1/documents/{id}/file")]
pub async fn read_document_file(id: Path<String>, question: Question<NoForm, MaybeAuthenticated>) -> Answer {
    let (document, content) = question.read(move |work| documents::file(work, &id)).await?;
    let mut response = HttpResponse::Ok();
    response
        .content_type(PDF)
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"document-{}.pdf\"", document.id)))
        // Whatever is in it, a browser that opens it runs nothing of it in the registry's name.
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .insert_header((HeaderName::from_static("x-content-type-options"), "nosniff"));
    let response = question.asker.told(response.body(content));
    Ok(if question.asker.caller().is_none() { public(response, PUBLIC_SECONDS) } else { response })
}

/// Publish a document
///
/// Give `url` and `owner` for another's; leave `url` out for one of the scheme owner's own, and send its file next.
#[utoipa::path(tag = "publications", security(("bearer" = [])), request_body = NewDocument,
    responses((status = 201, description = "The document", body = DocumentView)))]
#[post("/v1/documents")]
pub async fn publish_document(command: Command<NewDocument>) -> Answer {
    command.create(move |work, new| recorded(documents::publish(work, new.clone())?)).await
}

/// Send the file of a document
///
/// A PDF of 10 MiB at most, as the body. It takes the place of the one before.
#[utoipa::path(tag = "publications", security(("bearer" = [])), params(("id" = String, Path, description = "The document's id")),
    request_body(description = "The file", content((String = "application/pdf", example = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"))),
    responses((status = 201, description = "The document as it is now", body = DocumentView)))]
#[post("/v1/documents/{id}/file")]
pub async fn send_document_file(
    id: Path<String>,
    request: HttpRequest,
    caller: Authenticated,
    key: IdempotencyKey,
    payload: Payload,
    state: Data<State>,
) -> Answer {
    state.read(Some(caller.0), documents::admit).await?;
    let content = read_body_up_to(&request, payload.into_inner(), PDF, MOST_BYTES).await?;
    let sent = Sent::new(&request, caller.0, key, &sha256(&content));
    create(&state, sent, move |work| {
        let document = documents::keep_file(work, &id, &content)?;
        created_beside(format!("/v1/documents/{}/file", document.id), &DocumentView::of(document))
    })
    .await
}

/// Correct a document
#[utoipa::path(tag = "publications", security(("bearer" = [])), request_body = DocumentChanges,
    params(("id" = String, Path, description = "The document's id")),
    responses((status = 200, description = "The document as it is now", body = DocumentView)))]
#[patch("/v1/documents/{id}")]
pub async fn correct_document(id: Path<String>, change: Change<DocumentChanges>) -> Answer {
    change
        .carry_out(move |work, if_match, changes| {
            let unchanged = |known: &Document| if_match.check(&DocumentView::of(known));
            Ok(DocumentView::of(documents::correct(work, &id, unchanged, changes)?))
        })
        .await
}

/// Withdraw a document
///
/// It is shown no more. Its record stays, for registrars.
#[utoipa::path(tag = "publications", security(("bearer" = [])), request_body = RemovalRequest,
    params(("id" = String, Path, description = "The document's id")),
    responses((status = 201, description = "The document as it is now", body = DocumentView)))]
#[post("/v1/documents/{id}/withdrawals")]
pub async fn withdraw_document(id: Path<String>, command: Command<RemovalRequest>) -> Answer {
    command.create(move |work, new| recorded(documents::withdraw(work, &id, &new.reason)?)).await
}
