//! `/documents` and `/news`: what the scheme owner publishes; `/news.atom`: the same for programs that follow it.

use std::fmt::Write as _;

use actix_web::http::{StatusCode, header};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde_json::{Value, json};

use super::feed::{head, instant};
use super::page::{Keeping, Page, Reader, render};
use super::sending::VARY;
use super::structured::{document, part, registry};
use super::xml::escaped;
use crate::clock::Moment;
use crate::error::Error;
use crate::http::extract::Parameters;
use crate::http::names::language_name;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::fields::Verbatim;
use crate::input::object::{FromObject, ObjectReader};
use crate::messages::Text;
use crate::registry::documents::{self, Document, DocumentFilter};
use crate::registry::notices::{self, Notice};
use crate::registry::{Page as Part, PageRequest};
use crate::scheme::publication::DocumentKind;

/// How many stand on a page, and in the feed.
const SHOWN: u32 = 50;

/// Where a page goes on: the key of the last line of the one before.
pub(super) struct Further {
    after: Option<String>,
}

impl FromObject for Further {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let after = object.field::<Option<Verbatim>>("after");
        // Read by whoever asks for the reader.
        object.field::<Option<Verbatim>>("lang");
        Some(Self { after: after? })
    }
}

impl Further {
    /// What is no key is after or before all of them, and no database is asked for what it cannot hold.
    fn request(self) -> PageRequest {
        let after = self
            .after
            .filter(|key| key.len() < 100 && key.chars().all(|one| one.is_ascii_alphanumeric() || one == '-'));
        PageRequest { after, limit: SHOWN }
    }
}

fn next(reader: &Reader, path: &str, key: Option<&String>) -> Option<String> {
    key.map(|key| reader.link_with(path, &[("after", key.as_str())]))
}

#[derive(Template)]
#[template(path = "documents.html")]
struct DocumentsPage {
    page: Page,
    documents: Vec<DocumentLine>,
}

struct DocumentLine {
    title: String,
    language: String,
    address: String,
    is_elsewhere: bool,
    /// What it is, whose, in which language, of which day, and how large.
    facts: Vec<String>,
}

impl DocumentLine {
    fn of(text: Text, document: &Document) -> Self {
        let kind = match document.kind {
            DocumentKind::WhitePaper => text.say("document-white-paper"),
            DocumentKind::CaseStudy => text.say("document-case-study"),
            DocumentKind::Guide => text.say("document-guide"),
            DocumentKind::Rules => text.say("document-rules"),
        };
        let owner =
            document.owner.as_ref().map(|owner| text.say_with("document-of", &[("owner", owner.as_str().into())]));
        let file = document
            .file_bytes
            .map(|bytes| text.say_with("document-file", &[("kilobytes", (bytes / 1000).max(1).into())]));
        let facts = [
            Some(kind),
            owner,
            Some(language_name(text.language(), &document.language)),
            Some(text.day(document.published_on)),
            file,
        ];
        Self {
            title: document.title.clone(),
            language: document.language.clone(),
            address: document.url.clone().unwrap_or_else(|| format!("/v1/documents/{}/file", document.id)),
            is_elsewhere: document.url.is_some(),
            facts: facts.into_iter().flatten().collect(),
        }
    }
}

/// A page that lists these, with where the next part of the list is.
fn listing(
    reader: &Reader,
    address: &str,
    (title, lead): (String, String),
    items: impl Iterator<Item = Value>,
    after: Option<&String>,
) -> Page {
    let items = (1..).zip(items).map(|(position, item)| part("ListItem", json!({"position": position, "item": item})));
    let list = document(reader, "ItemList", address, json!({"itemListElement": items.collect::<Vec<_>>()}));
    let mut page = reader.page(title).described(lead).telling(&list);
    page.next = next(reader, address, after);
    page
}

pub(super) async fn documents(
    reader: Reader,
    further: Parameters<Further>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let request = further.0.request();
    let found = state.read(None, move |work| documents::list(work, &DocumentFilter::default(), &request)).await?;
    let items = found.items.iter().map(|one| structured_document(&reader, one));
    let said = (text.say("documents-title"), text.say("documents-lead"));
    let page = listing(&reader, "/documents", said, items, found.next.as_ref());
    let documents = found.items.iter().map(|one| DocumentLine::of(text, one)).collect();
    render(StatusCode::OK, text.language(), Keeping::Minutes, &DocumentsPage { page, documents })
}

fn structured_document(reader: &Reader, document: &Document) -> Value {
    let file = || reader.absolute(&format!("/v1/documents/{}/file", document.id));
    let owner = document.owner.as_ref().map(|owner| part("Organization", json!({"name": owner})));
    let known = json!({
        "name": document.title,
        "inLanguage": document.language,
        "datePublished": document.published_on,
        "url": document.url.clone().unwrap_or_else(file),
        "encodingFormat": document.file_bytes.map(|_| "application/pdf"),
        "author": owner,
    });
    part("DigitalDocument", known)
}

#[derive(Template)]
#[template(path = "news.html")]
struct NewsPage {
    page: Page,
    notices: Vec<NoticeLine>,
}

pub(super) struct NoticeLine {
    pub id: String,
    pub day: String,
    pub language: String,
    pub title: String,
    pub paragraphs: Vec<String>,
    pub url: Option<String>,
}

impl NoticeLine {
    /// `None` for a notice that says nothing, which none on record does.
    fn of(text: Text, notice: &Notice) -> Option<Self> {
        let said = notice.in_language(text.language())?;
        Some(Self {
            id: format!("n-{}", notice.id),
            day: text.day(notice.published_on),
            language: said.language.clone(),
            title: said.title.clone(),
            paragraphs: said
                .text
                .split("\n\n")
                .map(|one| one.trim().to_owned())
                .filter(|one| !one.is_empty())
                .collect(),
            url: notice.url.clone(),
        })
    }
}

/// The latest notices, for the home page, which says what it knows without them.
pub(super) async fn latest(reader: &Reader, state: &State, most: u32) -> Vec<NoticeLine> {
    let request = PageRequest { after: None, limit: most };
    let found = state.read(None, move |work| notices::list(work, &request)).await;
    let found = found.map_or_else(|_| Vec::new(), |found| found.items);
    found.iter().filter_map(|notice| NoticeLine::of(reader.text, notice)).collect()
}

async fn published(state: &State, request: PageRequest) -> Result<Part<Notice>, ApiError> {
    state.read(None, move |work| notices::list(work, &request)).await
}

pub(super) async fn news(
    reader: Reader,
    further: Parameters<Further>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let found = published(&state, further.0.request()).await?;
    let items = found.items.iter().map(|one| structured_notice(&reader, one));
    let said = (text.say("news-title"), text.say("news-lead"));
    let page = listing(&reader, "/news", said, items, found.next.as_ref());
    let notices = found.items.iter().filter_map(|notice| NoticeLine::of(text, notice)).collect();
    render(StatusCode::OK, text.language(), Keeping::Minutes, &NewsPage { page, notices })
}

fn structured_notice(reader: &Reader, notice: &Notice) -> Value {
    let said = notice.in_language(reader.text.language());
    let known = json!({
        "headline": said.map(|said| &said.title),
        "articleBody": said.map(|said| &said.text),
        "inLanguage": said.map(|said| &said.language),
        "datePublished": notice.published_on,
        "dateModified": instant(notice.changed_at),
        "url": format!("{}#n-{}", reader.absolute("/news"), notice.id),
        "publisher": registry(reader),
    });
    part("NewsArticle", known)
}

pub(super) async fn news_feed(
    request: HttpRequest,
    reader: Reader,
    further: Parameters<Further>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let found = published(&state, further.0.request()).await?;
    let address = request.uri().path_and_query().map_or("/news.atom", |address| address.as_str());
    let updated = found.items.iter().map(|notice| notice.changed_at).max().unwrap_or(Moment::UNIX_EPOCH);
    let mut feed = head(&reader, "news", (text.say("news-title"), text.say("news-lead")), updated, (address, "/news"));
    for notice in &found.items {
        entry(&mut feed, &reader, notice)?;
    }
    feed.push_str("</feed>\n");
    Ok(HttpResponse::Ok()
        .content_type("application/atom+xml; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .insert_header((header::CONTENT_LANGUAGE, text.language().tag()))
        .insert_header((header::VARY, VARY))
        .body(feed))
}

fn entry(feed: &mut String, reader: &Reader, notice: &Notice) -> Result<(), Error> {
    let missing = || Error::Internal(format!("the notice {} says nothing", notice.id));
    let said = notice.in_language(reader.text.language()).ok_or_else(missing)?;
    let more = notice.url.as_ref().map(|url| format!("<link rel=\"related\" href=\"{}\"/>\n", escaped(url)));
    // Writing to a text cannot fail.
    let _ = writeln!(
        *feed,
        "<entry xml:lang=\"{}\">\n<id>urn:uuid:{}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
         <published>{}T12:00:00Z</published>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}#n-{}\"/>\n{}\
         <content type=\"text\">{}</content>\n</entry>",
        escaped(&said.language),
        notice.id,
        escaped(&said.title),
        instant(notice.changed_at),
        notice.published_on,
        escaped(&reader.absolute("/news")),
        notice.id,
        more.unwrap_or_default(),
        escaped(&said.text),
    );
    Ok(())
}
