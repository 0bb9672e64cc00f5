//! `/organisations/{slug}`: what an organisation is certified for, by whom, and what became of it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use serde_json::{Value, json};

use super::search_form::moved;
use super::standing::Standing;
use crate::error::Error;
use crate::http::names;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::registry::Work;
use crate::registry::organisation_certificates::{self, PublicOrganisationCertificate, RelatedCertificate};
use crate::registry::organisations::{self, Organisation};
use crate::scheme::Scheme;
use crate::scheme::lifecycle::Status;
use crate::web::history::{Event, departed, of_organisation_certificate};
use crate::web::page::{Keeping, Page, Reader, render};
use crate::web::places;
use crate::web::structured::{document, part, postal_address};

#[derive(Template)]
#[template(path = "organisation.html")]
struct OrganisationPage {
    page: Page,
    latin_name: Option<String>,
    country: String,
    region: Option<String>,
    website: Option<String>,
    registration_number: Option<String>,
    certificates: Vec<CertificateFacts>,
}

struct CertificateFacts {
    id: String,
    number: String,
    /// Where it is verified.
    address: Option<String>,
    standing: Standing,
    /// That its body left.
    departed: Option<String>,
    edition: String,
    scope_statement: String,
    sites: Vec<String>,
    particulars: Vec<(String, Vec<String>)>,
    body: String,
    body_address: String,
    issued: String,
    expires: String,
    events: Vec<Event>,
    renews: Option<RelatedCertificate>,
    renewed_by: Option<RelatedCertificate>,
}

pub(in crate::web) async fn show(
    reader: Reader,
    slug: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let asked = slug.clone();
    let (organisation, certificates) = state.read(None, move |work| look(work, &asked)).await?;
    let path = format!("/organisations/{}", organisation.slug.as_str());
    if organisation.slug.as_str() != slug.as_str() {
        return Ok(moved(&reader, &path));
    }
    let (text, scheme) = (reader.text, state.registry.scheme());
    let country = names::country(text.language(), organisation.country.as_str()).into_owned();
    let variables = [("name", organisation.name.as_str().into()), ("country", country.clone().into())];
    let page = reader.page(organisation.name.clone()).described(text.say_with("organisation-description", &variables));
    let page = OrganisationPage {
        page: page.telling(&structured(&reader, scheme, &path, &organisation, &certificates)),
        certificates: certificates.iter().map(|one| CertificateFacts::of(&reader, scheme, one)).collect(),
        latin_name: organisation.latin_name,
        country,
        region: organisation.region,
        website: organisation.website,
        registration_number: organisation.registration_number,
    };
    render(StatusCode::OK, text.language(), Keeping::Never, &page)
}

/// One that has nothing published is for nobody to see.
fn look(work: &mut Work<'_>, slug: &str) -> Result<(Organisation, Vec<PublicOrganisationCertificate>), Error> {
    let organisation = organisations::find(work, slug)?;
    let certificates = organisation_certificates::of_organisation(work, organisation.id)?;
    if certificates.is_empty() { Err(Error::NotFound("organisation")) } else { Ok((organisation, certificates)) }
}

impl CertificateFacts {
    fn of(reader: &Reader, scheme: &Scheme, one: &PublicOrganisationCertificate) -> Self {
        let text = reader.text;
        Self {
            id: one.id.to_string(),
            number: one.number.clone(),
            address: one.register_number.map(|number| reader.link(&format!("/o/{number}"))),
            standing: Standing::of_certificate(text, one.status),
            departed: one.departure.map(|departure| departed(text, departure, one.status)),
            edition: scheme.standard_edition_words(&one.edition),
            scope_statement: one.scope_statement.clone(),
            sites: one.sites.iter().map(|site| places::of_site(reader, site)).collect(),
            particulars: places::particulars(reader, one),
            body: one.body.name.clone(),
            body_address: reader.link(&format!("/bodies/{}", one.body.slug.as_str())),
            issued: text.day(one.issued_on),
            expires: text.day(one.last_day()),
            events: of_organisation_certificate(text, &one.turns),
            renews: one.renews.clone(),
            renewed_by: one.renewed_by.clone(),
        }
    }
}

fn structured(
    reader: &Reader,
    scheme: &Scheme,
    path: &str,
    organisation: &Organisation,
    certificates: &[PublicOrganisationCertificate],
) -> Value {
    let certification = |one: &PublicOrganisationCertificate| {
        let active = if one.status == Status::InForce { "CertificationActive" } else { "CertificationInactive" };
        let body = reader.absolute(&format!("/bodies/{}", one.body.slug.as_str()));
        let known = json!({
            "name": scheme.standard_edition_words(&one.edition),
            "certificationIdentification": one.number,
            "certificationStatus": format!("https://schema.org/{active}"),
            "description": one.scope_statement,
            "issuedBy": part("Organization", json!({"@id": body, "name": one.body.name})),
            "validFrom": one.issued_on.to_string(),
            "expires": one.expires_on.to_string(),
            "url": reader.absolute(&format!("{path}#{}", one.id)),
        });
        part("Certification", known)
    };
    let certifications: Vec<_> = certificates.iter().map(certification).collect();
    let known = json!({
        "name": organisation.name,
        "alternateName": organisation.latin_name,
        "sameAs": organisation.website,
        "address": postal_address(organisation.country.as_str(), organisation.region.as_deref(), None),
        "hasCertification": certifications,
    });
    document(reader, "Organization", path, known)
}
