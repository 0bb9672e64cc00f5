//! The public directory: certified organisations, and everything at once.

use actix_web::get;
use chrono::NaiveDate;

use super::answers::Answer;
use super::lists::{Listing, PartQuery};
use super::questions::TableQuestion;
use super::tables::{FormatQuery, Row};
use crate::http::view::view;
use crate::input::fields::{Line, SearchWords, word_fields};
use crate::input::form::form;
use crate::registry::directory::{
    self, CertificateInShort, CertifiedOrganisation, Facet, Found, Kind, OrganisationSearch, Search, Standing,
};
use crate::registry::organisation_certificates::BodyName;
use crate::scheme::country::CountryCode;
use crate::scheme::text::Region;

view! {
    /// A certified organisation, as of a day.
    pub struct CertifiedOrganisationView(found: &CertifiedOrganisation) {
        /// Its id.
        pub id: String = found.record.id,
        /// Its name in addresses.
        pub slug: String = &found.record.slug,
        /// Its name, in its own script.
        pub name: String = &found.record.name,
        /// Its name in Latin letters, where it is written in others.
        pub latin_name: Option<String> = &found.record.latin_name,
        /// Where it is (ISO 3166-1).
        pub country: String = found.record.country,
        /// The part of the country.
        pub region: Option<String> = &found.record.region,
        /// Where it or one of its sites is (ISO 3166-1), its own country first.
        pub countries: Vec<String>,
        /// Its website.
        pub website: Option<String> = &found.record.website,
        /// `valid`, `suspended`, `expired` or `withdrawn` on the day: of several certificates, what says most, in this order. Null
        /// before the first of them.
        pub status: Option<String>,
        /// Those of its certificates that are valid or suspended on the day; where there is none, those that its status follows
        /// from.
        pub certificates: Vec<CertificateInShortView>,
    }

    /// A certificate of an organisation in short, as of a day.
    pub struct CertificateInShortView(short: &CertificateInShort) {
        /// Its id.
        pub id: String = short.record.id,
        /// The number that it has with the body.
        pub number: String,
        /// The edition of ISO/IEC 20000-1.
        pub edition: String = &short.record.edition,
        /// `valid`, `suspended`, `withdrawn` or `expired`.
        pub status: String,
        /// The body that answers for it.
        pub body: BodyInShortView,
        /// The first day.
        pub issued_on: NaiveDate = short.record.issued_on,
        /// The first day on which that body answers for it and is withdrawn; null while it is not.
        pub issuer_withdrawn_on: Option<NaiveDate> = short.departure.map(|departure| departure.withdrawn_on),
        /// The last day on which another body may take it over then, and on which it is valid if none does.
        pub transferable_until: Option<NaiveDate> = short.departure.map(|departure| departure.transferable_until),
        /// The last day.
        pub expires_on: NaiveDate = short.record.expires_on,
    }

    /// What a body is called.
    pub struct BodyInShortView(body: &BodyName) {
        /// Its id.
        pub id: String,
        /// Its name in addresses.
        pub slug: String,
        /// Its name.
        pub name: String,
    }
}

impl Row for CertifiedOrganisationView {
    const TABLE: &'static str = "organisations";
    const COLUMNS: &'static str = "id slug name latin_name country region countries website status certificates/number certificates/edition \
         certificates/status certificates/body/name certificates/issued_on certificates/expires_on certificates/issuer_withdrawn_on certificates/transferable_until";
}

form! {
    /// Which organisations are wanted.
    pub struct OrganisationListQuery {
        /// With these words or parts of words in the name, in its own or in Latin letters, in any order; case and accents do not
        /// matter. Words of scope statements and the places of sites are found by their beginnings.
        pub q: Option<SearchWords>,
        /// In this country, or with a site there (ISO 3166-1).
        #[example("JP")]
        pub country: Option<CountryCode>,
        /// In this part of a country, or with a site there; case and accents do not matter.
        pub region: Option<Region>,
        /// With this status on the day.
        pub status: Option<OrganisationStatus>,
        /// With a certificate against this edition of ISO/IEC 20000-1; then `status` is asked of such certificates.
        #[example("2018")]
        pub edition: Option<Line<20>>,
        /// With a certificate that this body answers for on the day: id or slug; then `status` is asked of such certificates.
        pub body: Option<Line<80>>,
        /// The day of which everything speaks; today when left out.
        pub on: Option<NaiveDate>,
    }
}

/// What the certificates of an organisation are.
pub struct OrganisationStatus;

/// List the certified organisations
///
/// In the order of the names; with words to look for, the best answers first.
#[utoipa::path(tag = "organisations", params(OrganisationListQuery, PartQuery, FormatQuery),
    responses((status = 200, description = "A part of the list", content(
        (Listing<CertifiedOrganisationView> = "application/json"), (String = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/vnd.oasis.opendocument.spreadsheet")))))]
#[get("/v1/organisations")]
pub async fn list_organisations(question: TableQuestion<OrganisationListQuery>) -> Answer {
    question
        .list(move |work, query, part| {
            let OrganisationListQuery { q, country, region, status, edition, body, on } = query.clone();
            let region = region.map(String::from);
            let wanted = OrganisationSearch { query: q, country, region, status, edition, body, on };
            Ok(directory::list_organisations(work, &wanted, part)?.map(CertifiedOrganisationView::of))
        })
        .await
}

view! {
    /// Something in the directory, as of a day.
    pub struct DirectoryEntryView(found: &Found) {
        /// `body`, `organisation`, `training_organisation` or `course`.
        pub kind: String,
        /// The record's id.
        pub id: String = &found.subject_id,
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
}

word_fields! {
    OrganisationStatus: Standing =
        [Standing::Valid, Standing::Suspended, Standing::Expired, Standing::Withdrawn], Standing::as_str;
}

impl Row for DirectoryEntryView {
    const TABLE: &'static str = "directory";
    const COLUMNS: &'static str = "kind id slug name latin_name countries status";
}

form! {
    /// What is wanted of the directory.
    pub struct DirectoryQuery {
        /// With these words or parts of words in the name, in any order; case and accents do not matter.
        pub q: Option<SearchWords>,
        /// Only of this kind.
        pub kind: Option<Kind>,
        /// In this country (ISO 3166-1).
        #[example("DE")]
        pub country: Option<CountryCode>,
        /// The day of which the status speaks; today when left out.
        pub on: Option<NaiveDate>,
    }
}

/// Search the directory
///
/// Bodies, certified organisations, training organisations and courses together: with words to look for, the best answers
/// first, else in the order of the names.
#[utoipa::path(tag = "directory", params(DirectoryQuery, PartQuery, FormatQuery),
    responses((status = 200, description = "A part of what is found", content(
        (Listing<DirectoryEntryView> = "application/json"), (String = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/vnd.oasis.opendocument.spreadsheet")))))]
#[get("/v1/directory")]
pub async fn search_directory(question: TableQuestion<DirectoryQuery>) -> Answer {
    question
        .list(move |work, query, part| {
            let wanted = Search {
                query: query.q.clone(),
                kind: query.kind,
                facets: query.country.iter().map(|country| (Facet::Country, country.to_string())).collect(),
                ..Search::of(query.on.unwrap_or_else(|| work.today()))
            };
            Ok(directory::search(work, &wanted, part)?.map(DirectoryEntryView::of))
        })
        .await
}
