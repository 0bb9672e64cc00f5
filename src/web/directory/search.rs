//! `/search`: everything at once. A certificate's number leads straight to the certificate.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use super::list::{Row, Words, send};
use super::search_form::{Choice, Question, SearchForm};
use super::{numbers, organisation_list, training};
use crate::error::Error;
use crate::http::names;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::messages::Text;
use crate::registry::directory::{self, Count, Found, Kind, Search, search_everything};
use crate::registry::training::{Course, TrainingOrganisation, courses_with_organisations};
use crate::registry::{Page as Part, PageRequest, Work};
use crate::scheme::Scheme;
use crate::web::page::{Keeping, Page, Reader, render, see_other};

/// How many of each kind are shown where all kinds are.
const OF_EACH: u32 = 5;

type Courses = Vec<(Course, TrainingOrganisation)>;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    page: Page,
    form: SearchForm,
    kinds: Vec<OfKind>,
    is_asked: bool,
}

struct OfKind {
    title: String,
    count: String,
    rows: Vec<Row>,
    /// Where the rest is.
    more: Option<String>,
}

pub(in crate::web) async fn show(mut form: SearchForm, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let reader = form.reader.clone();
    let text = reader.text;
    let query = form.text("q", text.say("search-label"), Some(text.say("search-hint")));
    let kinds = Kind::ALL.iter().map(|kind| Choice::new(kind.as_str(), said(text, *kind))).collect();
    let kind = form.choice("kind", text.say("search-kind"), kinds, Kind::parse);
    let part = match form.part() {
        Ok(part) => part,
        Err(address) => return Ok(see_other(address)),
    };
    if let Some(certificate) = numbers::straight_on(&form, &state).await {
        return Ok(certificate);
    }
    if kind.is_some() || !form.is_sound() {
        return of_one_kind(&reader, &state, form, (query, kind), part).await;
    }
    let mut found = Vec::new();
    let is_asked = query.is_some();
    if let Some(query) = query {
        let read = move |work: &mut Work<'_>| {
            let found = search_everything(work, &query, OF_EACH)?;
            let courses = courses_of(work, found.iter().flat_map(|of_kind| &of_kind.best))?;
            Ok((found, courses))
        };
        let (of_kinds, courses) = state.read(None, read).await?;
        let of_kinds = of_kinds.into_iter().filter(|of_kind| !of_kind.best.is_empty());
        found = of_kinds.map(|one| of_kind(&reader, state.registry.scheme(), &form, &one, &courses)).collect();
    }
    if let Some(elsewhere) = numbers::mistyped(&form).filter(|_| found.is_empty()) {
        return Ok(elsewhere);
    }
    let page = form.page(text.say("search-title"), None).described(text.say("search-lead")).unlisted();
    let page = SearchPage { page, form, kinds: found, is_asked };
    render(StatusCode::OK, text.language(), Keeping::Minutes, &page)
}

/// What is called so in a list of kinds.
fn said(text: Text, kind: Kind) -> String {
    match kind {
        Kind::Body => text.say("bodies-title"),
        Kind::Organisation => text.say("organisations-title"),
        Kind::TrainingOrganisation => text.say("kind-training"),
        Kind::Course => text.say("training-courses"),
    }
}

fn courses_of<'a>(work: &mut Work<'_>, found: impl Iterator<Item = &'a Found>) -> Result<Courses, Error> {
    let ids: Vec<_> = found.filter(|one| one.kind == Kind::Course).map(|one| one.subject_id.clone()).collect();
    if ids.is_empty() { Ok(Vec::new()) } else { courses_with_organisations(work, &ids) }
}

/// A course has its place on the page of whoever runs it.
fn row(reader: &Reader, scheme: &Scheme, found: &Found, courses: &Courses) -> Row {
    let plain = organisation_list::row(reader, found);
    match courses.iter().find(|(course, _)| course.id.to_string() == found.subject_id) {
        Some((course, by)) => Row { standing: plain.standing, ..training::row(reader, scheme, course, by) },
        None => plain,
    }
}

fn of_kind(
    reader: &Reader,
    scheme: &Scheme,
    form: &SearchForm,
    found: &directory::FoundOfKind,
    courses: &Courses,
) -> OfKind {
    let language = reader.text.language();
    let (count, exact) = match found.count {
        Count::Exactly(count) => (count, true),
        Count::MoreThan(count) => (count, false),
    };
    let number = names::number(language, u64::from(count));
    let mut asked = form.asked();
    asked.push(("kind".to_owned(), found.kind.as_str().to_owned()));
    let has_more = found.best.len() < usize::try_from(count).unwrap_or(usize::MAX) || !exact;
    OfKind {
        title: said(reader.text, found.kind),
        count: if exact { number } else { reader.text.say_with("found-more-than", &[("number", number.into())]) },
        rows: found.best.iter().map(|one| row(reader, scheme, one, courses)).collect(),
        more: has_more.then(|| reader.link_with("/search", &asked)),
    }
}

async fn of_one_kind(
    reader: &Reader,
    state: &State,
    form: SearchForm,
    (query, kind): (Option<String>, Option<Kind>),
    part: PageRequest,
) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let how = if query.is_some() { text.say("found-ranked") } else { text.say("found-by-name") };
    let mut found = None;
    if form.is_sound() {
        let read = move |work: &mut Work<'_>| {
            let wanted = Search { query: query.clone(), kind, ..Search::of(work.today()) };
            let page: Part<Found> = directory::search(work, &wanted, &part)?;
            let courses = courses_of(work, page.items.iter())?;
            Ok((page, courses, work.today()))
        };
        let (page, courses, today) = state.read(None, read).await?;
        if let Some(elsewhere) = numbers::mistyped(&form).filter(|_| page.items.is_empty()) {
            return Ok(elsewhere);
        }
        let rows = page.items.iter().map(|one| row(reader, state.registry.scheme(), one, &courses)).collect();
        found = Some((rows, page.next, today));
    }
    let words = Words {
        title: text.say("search-title"),
        lead: text.say("search-lead"),
        how,
        data: "/v1/directory",
        is_of_today: false,
    };
    send(words, form, found)
}
