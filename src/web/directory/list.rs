//! The page of a list: the form, what was asked, and what was found.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::NaiveDate;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::search_form::{ActiveFilter, Question, SearchForm};
use super::standing::Standing;
use super::{address, numbers};
use crate::error::Error;
use crate::http::names;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::registry::directory::Kind;
use crate::registry::{Page as Part, PageRequest, Work};
use crate::web::page::{Keeping, Page, Reader, render, see_other};
use crate::web::structured;

pub(super) struct Row {
    /// Its page, below the service.
    pub path: String,
    /// The same, as this reader is led there.
    pub address: String,
    pub name: String,
    pub standing: Option<Standing>,
    /// What else is known, in a few words each.
    pub facts: Vec<String>,
    pub summary: Option<String>,
}

impl Row {
    /// Something that has a page of its own, of which nothing else is known.
    pub fn of(reader: &Reader, kind: Kind, slug: &str, name: &str) -> Self {
        let path = address(kind, slug);
        let address = reader.link(&path);
        Self { path, address, name: name.to_owned(), standing: None, facts: Vec::new(), summary: None }
    }
}

pub(super) struct Words {
    pub title: String,
    pub lead: String,
    /// What was compared with what was asked, and in which order the rows stand.
    pub how: String,
    /// Where programs find the same list.
    pub data: &'static str,
    /// Whether they have to name today for it, where the page means that when no day is named.
    pub is_of_today: bool,
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
    form: SearchForm,
    active_filters: Vec<ActiveFilter>,
    formats: [Format; 2],
    /// That something was found, and how much where that is known.
    found: String,
    /// `None` where what was asked cannot be read, and nothing was looked for.
    rows: Option<Vec<Row>>,
}

/// Answers with the part of a list that is asked for: what `read` finds, each with its row as of today. Leads to the tidy
/// address where the list has another one.
pub(super) async fn answer<T: Send + 'static>(
    state: &State,
    mut form: SearchForm,
    words: Words,
    read: impl Fn(&mut Work<'_>, &PageRequest) -> Result<Part<T>, Error> + Send + 'static,
    row: impl Fn(&T, NaiveDate) -> Row,
) -> Result<HttpResponse, ApiError> {
    let part = match form.part() {
        Ok(part) => part,
        Err(address) => return Ok(see_other(address)),
    };
    if !form.is_sound() {
        return send(words, form, None);
    }
    if let Some(certificate) = numbers::straight_on(&form, state).await {
        return Ok(certificate);
    }
    let (found, today) = state.read(None, move |work| Ok((read(work, &part)?, work.today()))).await?;
    if let Some(elsewhere) = numbers::mistyped(&form).filter(|_| found.items.is_empty()) {
        return Ok(elsewhere);
    }
    let rows = found.items.iter().map(|one| row(one, today)).collect();
    send(words, form, Some((rows, found.next, today)))
}

/// Sends the page of a list: what was found, with the key behind which it goes on, or nothing, where what was asked
/// cannot be read.
pub(super) fn send(
    words: Words,
    form: SearchForm,
    found: Option<(Vec<Row>, Option<String>, NaiveDate)>,
) -> Result<HttpResponse, ApiError> {
    let (rows, next, today) = found.map_or((None, None, None), |(rows, next, today)| (Some(rows), next, Some(today)));
    let page = form.page(words.title, next.as_deref()).described(words.lead.clone());
    let page = match &rows {
        Some(rows) if !rows.is_empty() => page.telling(&items(&form.reader, rows)),
        _ => page,
    };
    let text = form.reader.text;
    let language = text.language();
    let count = rows.as_ref().map_or(0, Vec::len);
    let found = match (form.goes_on, next.is_some()) {
        (true, _) => text.say("found-title"),
        (false, true) => {
            let more = text.say_with("found-more-than", &[("number", names::number(language, count as u64).into())]);
            text.say_with("found-count", &[("number", more.into())])
        }
        (false, false) => text.say_with("found-count", &[("number", names::number(language, count as u64).into())]),
    };
    let (status, keeping) = match rows {
        Some(_) => (StatusCode::OK, Keeping::Minutes),
        None => (StatusCode::UNPROCESSABLE_ENTITY, Keeping::Private),
    };
    let (active_filters, formats) =
        (form.active_filters(), formats(&form, words.data, today.filter(|_| words.is_of_today)));
    let page = ListPage { page, lead: words.lead, how: words.how, active_filters, formats, found, form, rows };
    render(status, language, keeping, &page)
}

/// The parameters of the API have the same names.
fn formats(form: &SearchForm, path: &str, day: Option<NaiveDate>) -> [Format; 2] {
    let mut asked = form.asked();
    if asked.iter().all(|(name, _)| name != "on") {
        asked.extend(day.map(|day| ("on".to_owned(), day.to_string())));
    }
    [("JSON", "application/json", "json"), ("CSV", "text/csv", "csv")].map(|(label, content_type, format)| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let address = query.extend_pairs(&asked).append_pair("format", format).finish();
        Format { label, content_type, address: format!("{path}?{address}") }
    })
}

fn items(reader: &Reader, rows: &[Row]) -> Value {
    let item = |(index, row): (usize, &Row)| {
        let (position, address) = (index + 1, reader.absolute(&row.path));
        structured::part("ListItem", json!({"position": position, "url": address, "name": row.name}))
    };
    let items: Vec<_> = rows.iter().enumerate().map(item).collect();
    structured::document(reader, "ItemList", reader.path(), json!({"itemListElement": items}))
}
