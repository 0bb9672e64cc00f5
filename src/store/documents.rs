//! Documents that the scheme owner publishes, and the files of those that are its own.

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest, paged};
use super::rows::{Columns, Rows, narrow, values};
use super::schema::{document_files, documents};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::DocumentId;
use crate::scheme::publication::DocumentKind;

#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = documents, treat_none_as_default_value = false)]
pub struct Document {
    pub id: DocumentId,
    pub title: String,
    /// BCP 47.
    pub language: String,
    pub kind: DocumentKind,
    /// Whose it is, where it is another's.
    pub owner: Option<String>,
    /// Where it is, where it is not a file of the registry.
    pub url: Option<String>,
    /// SHA-256 of the file, in hexadecimal.
    pub file_digest: Option<String>,
    pub file_bytes: Option<i32>,
    pub published_on: NaiveDate,
    #[diesel(serialize_as = Column<Moment>)]
    pub registered_at: Moment,
    #[diesel(serialize_as = Column<Moment>)]
    pub changed_at: Moment,
    #[diesel(skip_insertion)]
    pub withdrawn_at: Option<Moment>,
    #[diesel(skip_insertion)]
    pub withdrawal_reason: Option<String>,
}

impl Document {
    /// Whether anybody is shown it on this day.
    #[must_use]
    pub fn is_public(&self, on: NaiveDate) -> bool {
        let is_there = self.url.is_some() || self.file_digest.is_some();
        self.withdrawn_at.is_none() && self.published_on <= on && is_there
    }
}

#[derive(Clone, Debug, Default)]
pub struct DocumentFilter {
    pub kind: Option<DocumentKind>,
    pub language: Option<String>,
}

/// A unique key that sorts the latest first: by the day, and within a day by when it was entered.
pub(super) fn latest_first(day: NaiveDate, entered: Moment, id: impl std::fmt::Display) -> String {
    format!("{:07}{:014}{id}", 9_999_999 - day.num_days_from_ce(), 10_000_000_000_000 - entered.timestamp_millis())
}

pub fn insert(connection: &mut DatabaseConnection, document: &Document) -> Result<(), Error> {
    let key = documents::sort_key.eq(latest_first(document.published_on, document.registered_at, document.id));
    diesel::insert_into(documents::table).values((document.clone(), key)).execute(connection)?;
    Ok(())
}

/// Writes all that can change of a document but its withdrawal.
pub fn update(connection: &mut DatabaseConnection, document: &Document) -> Result<(), Error> {
    let change = values!(documents: title = &document.title, language = &document.language, kind = document.kind,
        owner = &document.owner, url = &document.url, file_digest = &document.file_digest,
        file_bytes = document.file_bytes, published_on = document.published_on,
        sort_key = latest_first(document.published_on, document.registered_at, document.id), changed_at = Column(document.changed_at));
    diesel::update(documents::table.find(document.id)).set(change).execute(connection)?;
    Ok(())
}

pub fn withdraw(connection: &mut DatabaseConnection, id: DocumentId, at: Moment, reason: &str) -> Result<(), Error> {
    let change = values!(documents: withdrawn_at = Column(at), withdrawal_reason = reason, changed_at = Column(at));
    diesel::update(documents::table.find(id)).set(change).execute(connection)?;
    Ok(())
}

pub fn find(connection: &mut DatabaseConnection, id: DocumentId) -> Result<Option<Document>, Error> {
    documents::table.find(id).select(Document::columns()).row(connection)
}

/// A page of the documents that anybody is shown on a day, the latest first.
pub fn list(
    connection: &mut DatabaseConnection,
    filter: &DocumentFilter,
    on: NaiveDate,
    request: &PageRequest,
) -> Result<Page<Document>, Error> {
    let mut query = paged!(documents::sort_key, request)
        .select(Document::columns())
        .filter(documents::withdrawn_at.is_null())
        .filter(documents::published_on.le(on))
        .filter(documents::url.is_not_null().or(documents::file_digest.is_not_null()))
        .into_boxed();
    narrow!(query: documents::kind = filter.kind, documents::language = filter.language.clone());
    Ok(request
        .page(query.rows(connection)?, |one: &Document| latest_first(one.published_on, one.registered_at, one.id)))
}

/// Keeps the file of a document, in place of the one before.
pub fn keep_file(connection: &mut DatabaseConnection, id: DocumentId, content: &[u8]) -> Result<(), Error> {
    let known = diesel::update(document_files::table.find(id)).set(document_files::content.eq(content));
    if known.execute(connection)? == 0 {
        let new = values!(document_files: document_id = id, content = content);
        diesel::insert_into(document_files::table).values(new).execute(connection)?;
    }
    Ok(())
}

pub fn file(connection: &mut DatabaseConnection, id: DocumentId) -> Result<Option<Vec<u8>>, Error> {
    document_files::table.find(id).select(document_files::content).row(connection)
}
