//! `/bodies/{slug}/transfer`: what a body that left means for the organisations that it certified: which certificates, until when
//! another body may take them over, how, and which bodies may.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use super::bodies::certified_row;
use super::list::Row;
use super::search_form::{SearchForm, moved};
use crate::error::Error;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::messages::isolated;
use crate::registry::bodies::{self, Body};
use crate::registry::directory::{Kind, Search, Standing};
use crate::registry::organisation_certificates::{self, PublicOrganisationCertificate};
use crate::registry::{Page as Part, PageRequest, Work};
use crate::scheme::definition::EditionCode;
use crate::scheme::departure::Departure;
use crate::scheme::lifecycle::Status;
use crate::web::page::{Keeping, Page, Reader, render, see_other};

/// Of how many listed bodies is looked whether they are approved for an edition.
const MOST_BODIES: u32 = 1000;

#[derive(Template)]
#[template(path = "transfer.html")]
struct TransferPage {
    page: Page,
    body: String,
    body_address: String,
    lead: String,
    /// Whether another body may still take the certificates over.
    is_open: bool,
    rows: Vec<Row>,
    /// The editions of those, each with the listed bodies that are approved for it and their pages.
    receivers: Vec<(String, Vec<(String, String)>)>,
}

/// What is known of a body that left.
struct Left {
    body: Body,
    departure: Departure,
    is_open: bool,
    certificates: Part<PublicOrganisationCertificate>,
    listed: Vec<Body>,
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
    let left = state.read(None, move |work| look(work, &asked, &part)).await?;
    if left.body.slug.as_str() != slug.as_str() {
        return Ok(moved(&reader, &format!("/bodies/{}/transfer", left.body.slug.as_str())));
    }
    let text = reader.text;
    let name = [("body", isolated(&left.body.name).into())];
    let days = [
        ("day", text.day(left.departure.withdrawn_on).into()),
        ("last", text.day(left.departure.transferable_until).into()),
    ];
    let scheme = state.registry.scheme();
    let mut editions: Vec<&EditionCode> = left.certificates.items.iter().map(|one| &one.edition).collect();
    editions.sort_unstable();
    editions.dedup();
    let approved = |edition: &EditionCode| {
        let bodies = left.listed.iter().filter(|body| body.approved_editions.iter().any(|one| one == edition.as_str()));
        let named =
            bodies.map(|body| (body.name.clone(), reader.link(&super::address(Kind::Body, body.slug.as_str()))));
        (scheme.standard_edition_words(edition), named.collect())
    };
    let page = TransferPage {
        page: form
            .page(text.say_with("transfer-title", &name), left.certificates.next.as_deref())
            .described(text.say_with("transfer-description", &name)),
        body: left.body.name.clone(),
        body_address: reader.link(&super::address(Kind::Body, left.body.slug.as_str())),
        lead: if left.is_open { text.say_with("transfer-lead", &days) } else { text.say_with("transfer-over", &days) },
        is_open: left.is_open,
        rows: left.certificates.items.iter().map(|one| certified_row(&reader, scheme, one)).collect(),
        receivers: editions.into_iter().map(approved).collect(),
    };
    render(StatusCode::OK, text.language(), Keeping::Never, &page)
}

/// A body that did not leave has no such page.
fn look(work: &mut Work<'_>, slug: &str, part: &PageRequest) -> Result<Left, Error> {
    let body = bodies::find(work, slug)?;
    let today = work.today();
    let points = body.listing().status_points(today).into_iter();
    let withdrawn = points.filter(|point| point.status == Status::Withdrawn).map(|point| point.on).next();
    let departure = withdrawn.map(Departure::on).ok_or(Error::NotFound("address"))?;
    let certificates = organisation_certificates::left_by(work, body.id, part)?;
    let wanted = Search { status: Some(Standing::Listed), ..Search::of(today) };
    let listed = bodies::search(work, &wanted, &PageRequest { after: None, limit: MOST_BODIES })?.items;
    Ok(Left { is_open: today <= departure.transferable_until, body, departure, certificates, listed })
}
