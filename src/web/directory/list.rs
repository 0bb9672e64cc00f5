//! The page of a list: the form, what was asked, and what was found.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::NaiveDate;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::finder::{Finder, Question, Wish};
use super::standing::Standing;
use crate::http::problem::ApiError;
use crate::web::page::{Keeping, Page, Reader, render};
use crate::web::structured;

/// Something that was found.
pub(super) struct Row {
    /// Its page, below the service.
    pub path: String,
    /// The same, as this reader is led there.
    pub address: String,
    /// Its name.
    pub name: String,
    /// Its status.
    pub standing: Option<Standing>,
    /// What else is known, in a few words each.
    pub facts: Vec<String>,
    /// What it is about.
    pub summary: Option<String>,
}

/// What a list says of itself.
pub(super) struct Words {
    /// Its title.
    pub title: String,
    /// What is on it.
    pub lead: String,
    /// What was compared with what was asked, and in which order the rows stand.
    pub how: String,
    /// Where programs find the same list.
    pub data: &'static str,
    /// The day that they have to name for it, where the page means today when none is named.
    pub day: Option<NaiveDate>,
}

/// A form in which programs find the same list.
struct Format {
    label: &'static str,
    content_type: &'static str,
    address: String,
}

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    page: Page,
    lead: String,
    how: String,
    finder: Finder,
    wishes: Vec<Wish>,
    formats: [Format; 2],
    /// `None` where what was asked cannot be read, and nothing was looked for.
    rows: Option<Vec<Row>>,
}

/// Sends the page of a list: what was found, with the key behind which it goes on, or nothing, where what was asked
/// cannot be read.
pub(super) fn send(
    reader: &Reader,
    words: Words,
    finder: Finder,
    found: Option<(Vec<Row>, Option<String>)>,
) -> Result<HttpResponse, ApiError> {
    let (rows, next) = found.map_or((None, None), |(rows, next)| (Some(rows), next));
    let page = finder.page(words.title, next.as_deref()).described(words.lead.clone());
    let page = match &rows {
        Some(rows) if !rows.is_empty() => page.telling(&items(reader, rows)),
        _ => page,
    };
    let (status, keeping) = match rows {
        Some(_) => (StatusCode::OK, Keeping::Minutes),
        None => (StatusCode::UNPROCESSABLE_ENTITY, Keeping::Private),
    };
    let (wishes, formats) = (finder.wishes(), formats(&finder, words.data, words.day));
    let page = ListPage { page, lead: words.lead, how: words.how, wishes, formats, finder, rows };
    render(status, reader.text.language(), keeping, &page)
}

/// The parameters of the API have the same names.
fn formats(finder: &Finder, path: &str, day: Option<NaiveDate>) -> [Format; 2] {
    let mut asked = finder.asked();
    if asked.iter().all(|(name, _)| name != "on") {
        asked.extend(day.map(|day| ("on".to_owned(), day.to_string())));
    }
    [("JSON", "application/json", "json"), ("CSV", "text/csv", "csv")].map(|(label, content_type, format)| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let address = query.extend_pairs(&asked).append_pair("format", format).finish();
        Format { label, content_type, address: format!("{path}?{address}") }
    })
}

/// The rows for programs, in their order.
fn items(reader: &Reader, rows: &[Row]) -> Value {
    let item = |(index, row): (usize, &Row)| {
        let (position, address) = (index + 1, reader.absolute(&row.path));
        structured::part("ListItem", json!({"position": position, "url": address, "name": row.name}))
    };
    let items: Vec<_> = rows.iter().enumerate().map(item).collect();
    structured::document(reader, "ItemList", reader.path(), json!({"itemListElement": items}))
}
