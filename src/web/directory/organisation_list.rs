//! `/organisations`: finding a certified organisation.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;

use super::finder::{Choice, Finder};
use super::list::{Row, Words, send};
use super::standing::Standing;
use crate::error::Error;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::ids::BodyId;
use crate::registry::bodies::{self, Body, BodyFilter};
use crate::registry::directory::{self, Facet, Found, Kind, Search, search};
use crate::registry::{Page, PageRequest, Work};
use crate::scheme::Scheme;
use crate::scheme::country::CountryCode;
use crate::web::messages::Text;
use crate::web::names;
use crate::web::page::Reader;

/// How many bodies can be chosen from; there are tens.
const BODIES: u32 = 1_000;

/// What is asked for.
struct Wanted {
    query: Option<String>,
    facets: Vec<(Facet, String)>,
    status: Option<directory::Standing>,
    edition: Option<String>,
    body: Option<BodyId>,
    on: Option<NaiveDate>,
}

/// `GET /organisations`
pub(in crate::web) async fn list(
    reader: Reader,
    request: HttpRequest,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let known = state.read(None, all_bodies).await?;
    let mut finder = Finder::new(&reader, &request);
    let wanted = read(text, &mut finder, state.registry.scheme(), &known);
    let part = match finder.part() {
        Ok(part) => part,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let how = if wanted.query.is_some() { text.say("found-ranked") } else { text.say("found-by-name") };
    let mut found = None;
    if finder.is_sound() {
        let page = state.read(None, move |work| look(work, &wanted, &part)).await?;
        found = Some((page.items.iter().map(|one| row(&reader, one)).collect(), page.next));
    }
    let words = Words { title: text.say("organisations-title"), lead: text.say("organisations-lead"), how };
    send(&reader, words, finder, found)
}

fn all_bodies(work: &mut Work<'_>) -> Result<Vec<Body>, Error> {
    let all = PageRequest { after: None, limit: BODIES };
    Ok(bodies::list(work, &BodyFilter::default(), None, &all)?.items)
}

fn read(text: Text, finder: &mut Finder, scheme: &Scheme, known: &[Body]) -> Wanted {
    let query = finder.text("q", text.say("finder-words"), Some(text.say("finder-forgives")));
    let countries = Choice::all_countries(text.language());
    let country = finder.choice("country", text.say("finder-country"), countries, |code| CountryCode::parse(code).ok());
    let region = finder.text("region", text.say("finder-region"), None);
    let status = finder.choice("status", text.say("status-label"), statuses(text), directory::Standing::parse);
    let editions = scheme.standard_editions.iter();
    let editions = editions.map(|edition| Choice::new(edition.code.as_str(), edition.title.clone())).collect();
    let edition = finder.choice("edition", text.say("finder-edition"), editions, |code| Some(code.to_owned()));
    let choices = known.iter().map(|body| Choice::new(body.slug.as_str(), body.name.clone())).collect();
    let body = finder.choice("body", text.say("finder-body"), choices, |slug| {
        known.iter().find(|body| body.slug.as_str() == slug).map(|body| body.id)
    });
    let on = finder.day("on", text.say("finder-day"), None);
    let facets = [(Facet::Country, country.map(|country| country.to_string())), (Facet::Region, region)];
    let facets = facets.into_iter().filter_map(|(facet, value)| Some((facet, value?))).collect();
    Wanted { query, facets, status, edition, body, on }
}

fn statuses(text: Text) -> Vec<Choice> {
    use directory::Standing as Known;
    let said = [
        (Known::Valid, text.say("status-valid")),
        (Known::Suspended, text.say("status-suspended")),
        (Known::Withdrawn, text.say("status-withdrawn")),
        (Known::Expired, text.say("status-expired")),
    ];
    said.into_iter().map(|(known, word)| Choice::new(known.as_str(), word)).collect()
}

fn look(work: &mut Work<'_>, wanted: &Wanted, part: &PageRequest) -> Result<Page<Found>, Error> {
    let wanted = Search {
        query: wanted.query.clone(),
        kind: Some(Kind::Organisation),
        facets: wanted.facets.clone(),
        status: wanted.status,
        edition: wanted.edition.clone(),
        body: wanted.body,
        on: wanted.on.unwrap_or_else(|| work.today()),
    };
    search(work, &wanted, part)
}

/// Something that has a page of its own below the first part of its kind's addresses.
pub(super) fn row(reader: &Reader, found: &Found) -> Row {
    let root = match found.kind {
        Kind::Body => "bodies",
        Kind::Organisation => "organisations",
        Kind::TrainingOrganisation | Kind::Course => "training",
    };
    let path = format!("/{root}/{}", found.slug);
    let country = |code: &String| names::country(reader.text.language(), code).into_owned();
    Row {
        address: reader.link(&path),
        path,
        name: found.name.clone(),
        standing: Some(Standing::of_directory(reader.text, found.status)),
        facts: found.latin_name.clone().into_iter().chain(found.countries.iter().map(country)).collect(),
        summary: None,
    }
}
