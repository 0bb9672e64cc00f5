//! Documents that the scheme owner publishes: its own, as a file, and those of others, as a link with their owner's name.

use chrono::NaiveDate;
use serde_json::json;

use super::events::NewEvent;
use super::patches::apply;
use super::work::Work;
use super::{Page, PageRequest};
use crate::auth::permission::Permission;
use crate::error::{Code, Error, InputError};
use crate::ids::DocumentId;
use crate::input::fields::{Language, Website, word_fields};
use crate::input::form::{Replacement, form};
use crate::scheme::publication::DocumentKind;
use crate::scheme::text::{Reason, Title};
use crate::store::documents as kept;
use crate::trust::{hexadecimal, sha256};

pub use kept::{Document, DocumentFilter};

word_fields! {
    DocumentKind: Self = Self::ALL, Self::as_str;
}

form! {
    /// A document that is to be published. One without a link is shown once its file is there.
    #[example({"title": "ISO/IEC 20000 and ITIL in a council", "language": "en", "kind": "case_study", "owner": "Stockport Council", "url": "https://stockport.example/iso-iec-20000", "published_on": "2024-03-01"})]
    pub struct NewDocument as "DocumentRequest" {
        /// Its title, in its language.
        pub title: Title,
        /// Its language (BCP 47: a language, or a language and a region).
        pub language: Language,
        /// What it is: `white_paper`, `case_study`, `guide` or `rules`.
        pub kind: DocumentKind,
        /// Whose it is. Needed where `url` leads to another's document.
        pub owner: Option<Title>,
        /// Where it is. Left out where its file is to be kept here.
        pub url: Option<Website>,
        /// From which day on it is shown; today when left out.
        pub published_on: Option<NaiveDate>,
    }

    /// What is to be corrected of a document. What is left out stays; null clears.
    #[example({"title": "ISO/IEC 20000 and ITIL in a council: five years on"})]
    #[derive(Default)]
    pub struct DocumentChanges as "DocumentPatch" {
        /// Its title, in its language.
        pub title: Replacement<Title>,
        /// Its language (BCP 47).
        pub language: Replacement<Language>,
        /// What it is.
        pub kind: Replacement<DocumentKind>,
        /// Whose it is.
        pub owner: Option<Option<Title>>,
        /// Where it is; not for a document whose file is kept here.
        pub url: Option<Option<Website>>,
        /// From which day on it is shown.
        pub published_on: Replacement<NaiveDate>,
    }
}

pub fn publish(work: &mut Work<'_>, new: NewDocument) -> Result<Document, Error> {
    work.authorise(Permission::Administer)?;
    let document = Document {
        id: DocumentId::new(work.now),
        title: new.title.into(),
        language: new.language,
        kind: new.kind,
        owner: new.owner.map(String::from),
        url: new.url,
        file_digest: None,
        file_bytes: None,
        published_on: new.published_on.unwrap_or_else(|| work.today()),
        registered_at: work.now,
        changed_at: work.now,
        withdrawn_at: None,
        withdrawal_reason: None,
    };
    check(&document)?;
    kept::insert(work.connection, &document)?;
    let data = json!({"kind": document.kind.as_str(), "language": document.language, "url": document.url});
    record(work, &document, "document_published", data)?;
    Ok(document)
}

/// "Documents of other organisations are links with their owner's name."
fn check(document: &Document) -> Result<(), Error> {
    let mut wrong = Vec::new();
    if document.url.is_some() && document.owner.is_none() {
        wrong.push(InputError::new("/owner", "required", "is missing: say whose document the link leads to"));
    }
    if document.url.is_some() && document.file_digest.is_some() {
        let detail = "its file is kept here; a document is a link or a file. Publish the link as a document of its own";
        wrong.push(InputError::new("/url", "not_allowed", detail));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

/// Corrects a document, if `unchanged` agrees with the version on record.
pub fn correct(
    work: &mut Work<'_>,
    id: &str,
    unchanged: impl Fn(&Document) -> Result<(), Error>,
    changes: &DocumentChanges,
) -> Result<Document, Error> {
    let mut document = find_standing(work, id)?;
    unchanged(&document)?;
    let changes = changes.clone();
    let fields = apply!(changes => document: title.into(), language, kind, owner.map(String::from), url, published_on);
    check(&document)?;
    document.changed_at = work.now;
    kept::update(work.connection, &document)?;
    record(work, &document, "document_corrected", json!({"fields": fields}))?;
    Ok(document)
}

/// Whether the caller may send files, before one is taken.
pub fn admit(work: &mut Work<'_>) -> Result<(), Error> {
    work.authorise(Permission::Administer).map(|_| ())
}

/// Keeps a file as that of a document, in place of the one before.
///
/// # Errors
/// What is no whole PDF; a file for a document that is a link.
pub fn keep_file(work: &mut Work<'_>, id: &str, content: &[u8]) -> Result<Document, Error> {
    let mut document = find_standing(work, id)?;
    if document.url.is_some() {
        let detail = "the document is a link; publish the file as a document of its own, or clear `url` first";
        return Err(Error::refused(Code::StatusConflict, detail));
    }
    let end = &content[content.len().saturating_sub(1024)..];
    if !content.starts_with(b"%PDF-") || !end.windows(5).any(|window| window == b"%%EOF") {
        let detail = "is not a whole PDF: it begins with `%PDF-` and ends with `%%EOF`";
        return Err(Error::invalid("", "not_a_pdf", detail));
    }
    let digest = hexadecimal(&sha256(content));
    document.file_bytes = i32::try_from(content.len()).ok();
    document.file_digest = Some(digest.clone());
    document.changed_at = work.now;
    kept::update(work.connection, &document)?;
    kept::keep_file(work.connection, document.id, content)?;
    record(work, &document, "document_corrected", json!({"fields": ["file"], "digest": format!("sha256:{digest}")}))?;
    Ok(document)
}

pub fn withdraw(work: &mut Work<'_>, id: &str, reason: &Reason) -> Result<Document, Error> {
    let mut document = find_standing(work, id)?;
    kept::withdraw(work.connection, document.id, work.now, reason.as_str())?;
    record(work, &document, "document_withdrawn", json!({}))?;
    document.changed_at = work.now;
    document.withdrawn_at = Some(work.now);
    document.withdrawal_reason = Some(reason.as_str().to_owned());
    Ok(document)
}

/// The document that a registrar is to change.
fn find_standing(work: &mut Work<'_>, id: &str) -> Result<Document, Error> {
    work.authorise(Permission::Administer)?;
    let document = find(work, id)?;
    if let Some(at) = document.withdrawn_at {
        let detail = format!("the document was withdrawn on {}; publish another", at.date_naive());
        return Err(Error::refused(Code::StatusConflict, detail));
    }
    Ok(document)
}

fn find(work: &mut Work<'_>, id: &str) -> Result<Document, Error> {
    let found = DocumentId::parse(id).map(|id| kept::find(work.connection, id)).transpose()?;
    found.flatten().ok_or(Error::NotFound("document"))
}

/// A document that is shown to anybody; for a registrar, any.
pub fn find_visible(work: &mut Work<'_>, id: &str) -> Result<Document, Error> {
    let document = find(work, id)?;
    let visible = document.is_public(work.today()) || work.authorise(Permission::Administer).is_ok();
    if visible { Ok(document) } else { Err(Error::NotFound("document")) }
}

/// The file of a document that is shown.
pub fn file(work: &mut Work<'_>, id: &str) -> Result<(Document, Vec<u8>), Error> {
    let document = find_visible(work, id)?;
    let content = match document.file_digest {
        Some(_) => kept::file(work.connection, document.id)?,
        None => None,
    };
    Ok((document, content.ok_or(Error::NotFound("file of this document"))?))
}

/// A page of the documents that are shown, the latest first. Public.
pub fn list(work: &mut Work<'_>, filter: &DocumentFilter, request: &PageRequest) -> Result<Page<Document>, Error> {
    let today = work.today();
    kept::list(work.connection, filter, today, request)
}

fn record(work: &mut Work<'_>, document: &Document, kind: &'static str, data: serde_json::Value) -> Result<(), Error> {
    let subject = ("document", document.id.to_string());
    work.record(Permission::Administer, NewEvent { kind, subject, body: None, data, personal_data: None })
}
