//! `/organisations`: finding a certified organisation.

use std::collections::HashSet;

use super::list::{Row, Words, answer};
use super::search_form::{Choice, SearchForm};
use super::standing::Standing;
use crate::error::Error;
use crate::http::names;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::messages::Text;
use crate::registry::bodies;
use crate::registry::directory::{
    self, CertifiedOrganisation, Found, Kind, OrganisationSearch, Search, list_organisations,
};
use crate::registry::{PageRequest, Work};
use crate::scheme::Scheme;
use crate::scheme::country::CountryCode;
use crate::scheme::lifecycle::Status;
use crate::web::history::departed;
use crate::web::page::Reader;
use actix_web::HttpResponse;
use actix_web::web::Data;

/// How many bodies are offered to choose from; there are tens.
const BODIES: u32 = 500;

type Bodies = Vec<(String, String)>;

const MOST_OF_A_SCOPE: usize = 240;

pub(in crate::web) async fn list(mut form: SearchForm, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let reader = form.reader.clone();
    let text = reader.text;
    let asked = form.take("body");
    let (known, asked_by_id) = state.read(None, move |work| bodies_to_choose(work, asked.as_deref())).await?;
    if let Some(slug) = asked_by_id {
        form.correct("body", &slug);
    }
    let scheme = state.registry.scheme();
    let wanted = read(text, &mut form, scheme, known);
    let how = if wanted.query.is_some() { text.say("found-ranked") } else { text.say("found-by-name") };
    let words = Words {
        title: text.say("organisations-title"),
        lead: text.say("organisations-lead"),
        how,
        data: "/v1/organisations",
        is_of_today: false,
    };
    let read = move |work: &mut Work<'_>, part: &PageRequest| list_organisations(work, &wanted, part);
    answer(&state, form, words, read, |one, _| certified_row(&reader, scheme, one)).await
}

/// The bodies by slug and name, in the order of their names, and however many there are, the one that was asked for; and its
/// slug, if it was asked for by its id.
fn bodies_to_choose(work: &mut Work<'_>, asked: Option<&str>) -> Result<(Bodies, Option<String>), Error> {
    let all = Search { kind: Some(Kind::Body), ..Search::of(work.today()) };
    let found = directory::search(work, &all, &PageRequest { after: None, limit: BODIES })?;
    let mut known: Vec<_> = found.items.into_iter().map(|body| (body.slug, body.name)).collect();
    if let Some(asked) = asked
        && known.iter().all(|(slug, _)| slug != asked)
    {
        match bodies::find(work, asked) {
            Ok(body) if body.slug.as_str() != asked => return Ok((known, Some(body.slug.as_str().to_owned()))),
            Ok(body) => known.push((asked.to_owned(), body.name)),
            Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok((known, None))
}

fn read(text: Text, form: &mut SearchForm, scheme: &Scheme, known: Bodies) -> OrganisationSearch {
    let countries = Choice::all_countries(text.language());
    let editions = scheme.standard_editions.iter();
    let editions = editions.map(|edition| Choice::new(edition.code.as_str(), edition.title.clone())).collect();
    let bodies = known.into_iter().map(|(slug, name)| Choice::new(slug, name)).collect();
    let own = |value: &str| Some(value.to_owned());
    OrganisationSearch {
        query: form.text("q", text.say("finder-words"), Some(text.say("finder-forgives"))),
        country: form.choice("country", text.say("finder-country"), countries, |code| CountryCode::parse(code).ok()),
        region: form.text("region", text.say("finder-region"), None),
        status: form.choice("status", text.say("status-label"), statuses(text), directory::Standing::parse),
        edition: form.choice("edition", text.say("finder-edition"), editions, own),
        body: form.choice("body", text.say("finder-body"), bodies, own),
        on: form.day("on", text.say("finder-day"), None),
    }
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

fn certified_row(reader: &Reader, scheme: &Scheme, one: &CertifiedOrganisation) -> Row {
    let country = |code: &String| names::country(reader.text.language(), code).into_owned();
    let mut facts: Vec<_> = one.record.latin_name.iter().chain(&one.record.region).cloned().collect();
    facts.extend(one.countries.iter().map(country));
    for certificate in &one.certificates {
        facts.extend([scheme.standard_edition_words(&certificate.record.edition), certificate.body.name.clone()]);
        let status = match certificate.status {
            directory::Standing::Expired => Status::Expired,
            directory::Standing::Withdrawn => Status::Withdrawn,
            _ => Status::InForce,
        };
        facts.extend(certificate.departure.map(|departure| departed(reader.text, departure, status)));
    }
    let mut told = HashSet::new();
    facts.retain(|fact| told.insert(fact.clone()));
    Row {
        standing: Some(Standing::of_directory(reader.text, one.status)),
        facts,
        summary: one.certificates.first().map(|certificate| beginning(&certificate.record.scope_statement)),
        ..Row::of(reader, Kind::Organisation, one.record.slug.as_str(), &one.record.name)
    }
}

fn beginning(text: &str) -> String {
    let mut kept: String = text.chars().take(MOST_OF_A_SCOPE).collect();
    if kept.len() < text.len() {
        kept.push('…');
    }
    kept
}

pub(super) fn row(reader: &Reader, found: &Found) -> Row {
    let country = |code: &String| names::country(reader.text.language(), code).into_owned();
    Row {
        standing: Some(Standing::of_directory(reader.text, found.status)),
        facts: found.latin_name.clone().into_iter().chain(found.countries.iter().map(country)).collect(),
        ..Row::of(reader, found.kind, &found.slug, &found.name)
    }
}
