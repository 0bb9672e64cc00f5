//! The public directory: certified organisations, and everything at once.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answers::{PUBLIC_SECONDS, public};
use super::bodies::one_of;
use super::lists::{Listing, PartParameters, PartQuery};
use super::tables::{self, FormatParameter, Row, Wanted};
use crate::http::extract::Parameters;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::directory::{
    self, CertificateInShort, CertifiedOrganisation, Facet, Found, Kind, OrganisationSearch, Search, Standing,
};
use crate::scheme::country::CountryCode;
use crate::scheme::search;
use crate::scheme::text::{Region, Slug, line};

/// A certified organisation, as of a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct CertifiedOrganisationView {
    /// Its id.
    pub id: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its name, in its own script.
    pub name: String,
    /// Its name in Latin letters, where it is written in others.
    pub latin_name: Option<String>,
    /// Where it is (ISO 3166-1).
    pub country: String,
    /// The part of the country.
    pub region: Option<String>,
    /// Where it or one of its sites is (ISO 3166-1), its own country first.
    pub countries: Vec<String>,
    /// Its website.
    pub website: Option<String>,
    /// `valid`, `suspended`, `expired` or `withdrawn` on the day: of several certificates, what says most, in this order. Null
    /// before the first of them.
    pub status: Option<String>,
    /// Those of its certificates that are valid or suspended on the day; where there is none, those that its status follows
    /// from.
    pub certificates: Vec<CertificateInShortView>,
}

/// A certificate of an organisation in short, as of a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct CertificateInShortView {
    /// Its id.
    pub id: String,
    /// The number that it has with the body.
    pub number: String,
    /// The edition of ISO/IEC 20000-1.
    pub edition: String,
    /// `valid`, `suspended`, `withdrawn` or `expired`.
    pub status: String,
    /// The body that answers for it.
    pub body: BodyInShortView,
    /// The first day.
    pub issued_on: NaiveDate,
    /// The last day.
    pub expires_on: NaiveDate,
}

/// What a body is called.
#[derive(Debug, Serialize, ToSchema)]
pub struct BodyInShortView {
    /// Its id.
    pub id: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
}

impl From<CertificateInShort> for CertificateInShortView {
    fn from(short: CertificateInShort) -> Self {
        Self {
            id: short.record.id.to_string(),
            number: short.number,
            edition: short.record.edition.as_str().to_owned(),
            status: short.status.as_str().to_owned(),
            body: BodyInShortView {
                id: short.body.id.to_string(),
                slug: short.body.slug.as_str().to_owned(),
                name: short.body.name,
            },
            issued_on: short.record.issued_on,
            expires_on: short.record.expires_on,
        }
    }
}

impl From<CertifiedOrganisation> for CertifiedOrganisationView {
    fn from(found: CertifiedOrganisation) -> Self {
        Self {
            id: found.record.id.to_string(),
            slug: found.record.slug.as_str().to_owned(),
            name: found.record.name,
            latin_name: found.record.latin_name,
            country: found.record.country.to_string(),
            region: found.record.region,
            countries: found.countries,
            website: found.record.website,
            status: found.status.map(|status| status.as_str().to_owned()),
            certificates: found.certificates.into_iter().map(Into::into).collect(),
        }
    }
}

impl Row for CertifiedOrganisationView {
    const TABLE: &'static str = "organisations";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "slug",
        "name",
        "latin_name",
        "country",
        "region",
        "countries",
        "website",
        "status",
        "certificates/number",
        "certificates/edition",
        "certificates/status",
        "certificates/body/name",
        "certificates/issued_on",
        "certificates/expires_on",
    ];
}

/// Which organisations are wanted.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what `OrganisationListQuery` reads")]
pub struct OrganisationListParameters {
    /// With these words or parts of words in the name, in its own or in Latin letters, in any order; case and accents do not
    /// matter. Words of scope statements and the places of sites are found by their beginnings.
    #[param(min_length = 1, max_length = 200, nullable = false)]
    q: Option<String>,
    /// In this country, or with a site there (ISO 3166-1).
    #[param(pattern = "^[A-Z]{2}$", example = "JP", nullable = false)]
    country: Option<String>,
    /// In this part of a country, or with a site there; case and accents do not matter.
    #[param(min_length = 1, max_length = 100, nullable = false)]
    region: Option<String>,
    /// With this status on the day.
    #[param(pattern = "^(valid|suspended|expired|withdrawn)$", nullable = false)]
    status: Option<String>,
    /// With a certificate against this edition of ISO/IEC 20000-1; then `status` is asked of such certificates.
    #[param(min_length = 1, max_length = 20, example = "2018", nullable = false)]
    edition: Option<String>,
    /// With a certificate that this body answers for on the day: id or slug; then `status` is asked of such certificates.
    #[param(min_length = 1, max_length = 80, nullable = false)]
    body: Option<String>,
    /// The day of which everything speaks; today when left out.
    #[param(nullable = false)]
    on: Option<NaiveDate>,
}

/// Which organisations are wanted, as it is read.
pub struct OrganisationListQuery {
    wanted: OrganisationSearch,
    list: PartQuery,
    format: Wanted,
}

impl FromObject for OrganisationListQuery {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        const STATUSES: [&str; 4] = ["valid", "suspended", "expired", "withdrawn"];
        let wanted = OrganisationSearch {
            query: object.optional("q", search::line),
            country: object.optional("country", CountryCode::parse),
            region: object.optional("region", Region::parse).map(String::from),
            status: object.optional("status", |text| one_of(text, &STATUSES)).and_then(Standing::parse),
            edition: object.optional("edition", |text| line(text, 20)),
            body: object.optional("body", |text| line(text, Slug::LONGEST)),
            on: object.optional_date("on"),
        };
        let list = PartQuery::from_object(object);
        let format = Wanted::read(object);
        Some(Self { wanted, list: list?, format })
    }
}

/// List the certified organisations
///
/// In the order of the names; with words to look for, the best answers first.
#[utoipa::path(tag = "organisations", params(OrganisationListParameters, PartParameters, FormatParameter),
    responses((status = 200, description = "A part of the list", content(
        (Listing<CertifiedOrganisationView> = "application/json"), (String = "text/csv")))))]
#[get("/v1/organisations")]
pub async fn list_organisations(
    request: HttpRequest,
    query: Parameters<OrganisationListQuery>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let OrganisationListQuery { wanted, list, format } = query.0;
    let part = list.request(&request)?;
    let page = state.read(None, move |work| directory::list_organisations(work, &wanted, &part)).await?;
    Ok(public(tables::answer(&request, format, page.map(CertifiedOrganisationView::from))?, PUBLIC_SECONDS))
}

/// Something in the directory, as of a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct DirectoryEntryView {
    /// `body`, `organisation`, `training_organisation` or `course`.
    pub kind: String,
    /// The record's id.
    pub id: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its name in Latin letters, where it is written in others.
    pub latin_name: Option<String>,
    /// Its countries (ISO 3166-1), its own first.
    pub countries: Vec<String>,
    /// What holds of it on the day: a body is `listed`, `suspended` or `withdrawn`, an organisation what its certificates are
    /// (`valid`, `suspended`, `expired`, `withdrawn`), training is `accredited` or `expired`. Null before it all begins.
    pub status: Option<String>,
}

impl From<Found> for DirectoryEntryView {
    fn from(found: Found) -> Self {
        Self {
            kind: found.kind.as_str().to_owned(),
            id: found.subject_id,
            slug: found.slug,
            name: found.name,
            latin_name: found.latin_name,
            countries: found.countries,
            status: found.status.map(|status| status.as_str().to_owned()),
        }
    }
}

impl Row for DirectoryEntryView {
    const TABLE: &'static str = "directory";
    const COLUMNS: &'static [&'static str] = &["kind", "id", "slug", "name", "latin_name", "countries", "status"];
}

/// What is wanted of the directory.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what `DirectoryQuery` reads")]
pub struct DirectoryParameters {
    /// With these words or parts of words in the name, in any order; case and accents do not matter.
    #[param(min_length = 1, max_length = 200, nullable = false)]
    q: Option<String>,
    /// Only of this kind.
    #[param(pattern = "^(body|organisation|training_organisation|course)$", nullable = false)]
    kind: Option<String>,
    /// In this country (ISO 3166-1).
    #[param(pattern = "^[A-Z]{2}$", example = "SE", nullable = false)]
    country: Option<String>,
    /// The day of which the status speaks; today when left out.
    #[param(nullable = false)]
    on: Option<NaiveDate>,
}

/// What is wanted of the directory, as it is read.
pub struct DirectoryQuery {
    words: Option<String>,
    kind: Option<Kind>,
    country: Option<CountryCode>,
    on: Option<NaiveDate>,
    list: PartQuery,
    format: Wanted,
}

impl FromObject for DirectoryQuery {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let kinds: Vec<_> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
        let words = object.optional("q", search::line);
        let kind = object.optional("kind", |text| one_of(text, &kinds)).and_then(Kind::parse);
        let country = object.optional("country", CountryCode::parse);
        let on = object.optional_date("on");
        let list = PartQuery::from_object(object);
        let format = Wanted::read(object);
        Some(Self { words, kind, country, on, list: list?, format })
    }
}

/// Search the directory
///
/// Bodies, certified organisations, training organisations and courses together: with words to look for, the best answers
/// first, else in the order of the names.
#[utoipa::path(tag = "directory", params(DirectoryParameters, PartParameters, FormatParameter),
    responses((status = 200, description = "A part of what is found", content(
        (Listing<DirectoryEntryView> = "application/json"), (String = "text/csv")))))]
#[get("/v1/directory")]
pub async fn search_directory(
    request: HttpRequest,
    query: Parameters<DirectoryQuery>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let DirectoryQuery { words, kind, country, on, list, format } = query.0;
    let part = list.request(&request)?;
    let page = state.read(None, move |work| {
        let wanted = Search {
            query: words.clone(),
            kind,
            facets: country.iter().map(|country| (Facet::Country, country.to_string())).collect(),
            ..Search::of(on.unwrap_or_else(|| work.today()))
        };
        directory::search(work, &wanted, &part)
    });
    Ok(public(tables::answer(&request, format, page.await?.map(DirectoryEntryView::from))?, PUBLIC_SECONDS))
}
