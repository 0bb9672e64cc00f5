//! `/bodies`: the certification bodies of the scheme, and each with its listing.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::NaiveDate;
use serde_json::{Value, json};

use super::list::{Row, Words, answer};
use super::search_form::{Choice, SearchForm, moved};
use super::standing::Standing;
use crate::http::names;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::messages::Text;
use crate::registry::auditors;
use crate::registry::bodies::{self, Body, STATUSES};
use crate::registry::directory::{self, Facet, Kind, Search};
use crate::registry::organisation_certificates::{self, PublicOrganisationCertificate};
use crate::registry::{PageRequest, Work};
use crate::scheme::Scheme;
use crate::scheme::country::CountryCode;
use crate::scheme::definition::EditionCode;
use crate::scheme::departure::Departure;
use crate::scheme::lifecycle::{History, Status};
use crate::web::history::{Event, of_listing};
use crate::web::page::{Keeping, Page, Reader, render, see_other};
use crate::web::structured::{document, part, postal_address};

pub(in crate::web) async fn list(mut form: SearchForm, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let reader = form.reader.clone();
    let text = reader.text;
    let query = form.text("q", text.say("finder-name"), Some(text.say("finder-forgives")));
    let countries = Choice::all_countries(text.language());
    let country = form.choice("country", text.say("finder-country"), countries, |code| CountryCode::parse(code).ok());
    let status = form.choice("status", text.say("status-label"), statuses(text), directory::Standing::parse);
    let how = if query.is_some() { text.say("found-ranked") } else { text.say("found-by-name") };
    let words = Words {
        title: text.say("bodies-title"),
        lead: text.say("bodies-lead"),
        how,
        data: "/v1/bodies",
        is_of_today: false,
    };
    let facets: Vec<_> = country.iter().map(|country| (Facet::Country, country.to_string())).collect();
    let read = move |work: &mut Work<'_>, part: &PageRequest| {
        let wanted = Search { query: query.clone(), facets: facets.clone(), status, ..Search::of(work.today()) };
        bodies::search(work, &wanted, part)
    };
    answer(&state, form, words, read, |body, today| row(&reader, body, today)).await
}

fn statuses(text: Text) -> Vec<Choice> {
    let said = [text.say("standing-listed"), text.say("status-suspended"), text.say("status-withdrawn")];
    STATUSES.into_iter().zip(said).map(|(word, label)| Choice::new(word, label)).collect()
}

fn row(reader: &Reader, body: &Body, today: NaiveDate) -> Row {
    let country = names::country(reader.text.language(), body.country.as_str()).into_owned();
    Row {
        standing: Some(Standing::of_listing(reader.text, body.listing().status_on(today))),
        facts: [Some(country), body.accredited_by.clone()].into_iter().flatten().collect(),
        ..Row::of(reader, Kind::Body, body.slug.as_str(), &body.name)
    }
}

#[derive(Template)]
#[template(path = "body.html")]
struct BodyPage {
    page: Page,
    standing: Standing,
    /// What it means for certificates that it is not listed.
    means: Option<String>,
    /// Until when what it certified may be transferred, once it is withdrawn.
    departed: Option<String>,
    /// Where organisations are told what to do then.
    transfer_address: String,
    editions: String,
    country: String,
    website: Option<String>,
    contact: Option<String>,
    accredited_by: Option<String>,
    accreditation_number: Option<String>,
    /// How many of those whom it names count.
    auditors: String,
    events: Vec<Event>,
    rows: Vec<Row>,
    certified_address: String,
}

pub(in crate::web) async fn show(
    reader: Reader,
    mut form: SearchForm,
    slug: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let part = match form.part() {
        Ok(part) => part,
        Err(address) => return Ok(see_other(address)),
    };
    let asked = slug.clone();
    let read = move |work: &mut Work<'_>| {
        let body = bodies::find(work, &asked)?;
        let certified = organisation_certificates::of_body(work, body.id, &part)?;
        let auditors = auditors::counting_auditors(work, body.id)?;
        Ok((body, certified, auditors, work.today()))
    };
    let (body, certified, auditors, today) = state.read(None, read).await?;
    let path = format!("/bodies/{}", body.slug.as_str());
    if body.slug.as_str() != slug.as_str() {
        return Ok(moved(&reader, &path));
    }
    let text = reader.text;
    let country = names::country(text.language(), body.country.as_str()).into_owned();
    let (listing, name) = (body.listing(), body.name.clone());
    let description = text.say_with("body-description", &[("name", name.into()), ("country", country.clone().into())]);
    let by = [("body".to_owned(), body.slug.as_str().to_owned())];
    let page = BodyPage {
        page: form
            .page(body.name.clone(), certified.next.as_deref())
            .described(description)
            .telling(&structured_body(&reader, &path, &body)),
        standing: Standing::of_listing(text, listing.status_on(today)),
        means: match listing.status_on(today) {
            Status::Suspended { .. } => Some(text.say("body-suspended-means")),
            Status::Withdrawn | Status::Expired => Some(text.say("body-withdrawn-means")),
            Status::InForce | Status::NotYet => None,
        },
        departed: organisation_certificates_left(text, &listing, today),
        transfer_address: reader.link(&format!("{path}/transfer")),
        editions: body.approved_editions.iter().map(|code| edition_words(&state, code)).collect::<Vec<_>>().join(", "),
        country,
        auditors: names::number(text.language(), u64::from(auditors)),
        events: of_listing(text, &listing, today, |day| why(&body, day)),
        rows: certified.items.iter().map(|one| certified_row(&reader, state.registry.scheme(), one)).collect(),
        certified_address: reader.link_with("/organisations", &by),
        website: body.website,
        contact: body.contact,
        accredited_by: body.accredited_by,
        accreditation_number: body.accreditation_number,
    };
    render(StatusCode::OK, text.language(), Keeping::Never, &page)
}

/// What becomes of the certificates of organisations, once the body is withdrawn.
fn organisation_certificates_left(text: Text, listing: &History, today: NaiveDate) -> Option<String> {
    let departure = listing
        .status_points(today)
        .into_iter()
        .find(|point| point.status == Status::Withdrawn)
        .map(|point| Departure::on(point.on))?;
    let said = [("day", text.day(departure.transferable_until).into())];
    Some(if today <= departure.transferable_until {
        text.say_with("body-left-transferable", &said)
    } else {
        text.say_with("body-left-lapsed", &said)
    })
}

fn edition_words(state: &State, code: &str) -> String {
    state.registry.scheme().standard_edition_words(&EditionCode::new(code))
}

pub(super) fn certified_row(reader: &Reader, scheme: &Scheme, one: &PublicOrganisationCertificate) -> Row {
    let organisation = &one.organisation;
    let country = names::country(reader.text.language(), organisation.country.as_str()).into_owned();
    let known = [country, scheme.standard_edition_words(&one.edition), one.number.clone()];
    Row {
        standing: Some(Standing::of_certificate(reader.text, one.status)),
        facts: organisation.latin_name.iter().cloned().chain(known).collect(),
        ..Row::of(reader, Kind::Organisation, organisation.slug.as_str(), &organisation.name)
    }
}

/// What was said of the change that speaks of this day: the last one prevails.
fn why(body: &Body, day: NaiveDate) -> Option<String> {
    let records = body.status_changes.iter().rev();
    records.into_iter().find(|record| record.change.from() == day).map(|record| record.reason.clone())
}

fn structured_body(reader: &Reader, path: &str, body: &Body) -> Value {
    let issuer = body.accredited_by.as_ref().map(|by| part("Organization", json!({"name": by})));
    let accreditation = issuer.map(|issuer| {
        let known = json!({
            "name": "Accreditation",
            "issuedBy": issuer,
            "certificationIdentification": body.accreditation_number,
        });
        part("Certification", known)
    });
    let known = json!({
        "name": body.name,
        "sameAs": body.website,
        "address": postal_address(body.country.as_str(), None, None),
        "hasCertification": accreditation,
    });
    document(reader, "Organization", path, known)
}
