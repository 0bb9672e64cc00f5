//! What is asked of organisation certificates.

use chrono::NaiveDate;
use utoipa::ToSchema;

use crate::input::object::{FromObject, ObjectReader};
use crate::registry::organisation_certificates::{
    NamedOrganisation, NewOrganisationCertificate, NewSite, NewTransfer, Review,
};
use crate::registry::organisations::NewOrganisation;
use crate::scheme::Complaint;
use crate::scheme::country::CountryCode;
use crate::scheme::text::{ForeignNumber, Reason, Region, ScopeStatement, Slug, Title, line, website};

/// Sites of one certificate at most.
const MOST_SITES: usize = 500;

/// The longest code of an edition, and the longest id, that is looked for.
const LONGEST_REFERENCE: usize = 64;

/// An organisation certificate that is submitted. The organisation is named by `organisation_id` if it is on record, and
/// else described by `organisation`: one of the two.
#[derive(ToSchema)]
#[schema(example = json!({"organisation": {"name": "株式会社さくらサービス", "latin_name": "Sakura Services K.K.", "country": "JP", "website": "https://sakura.example"}, "number": "ITSM-2026-0042", "edition": "2018", "issued_on": "2026-03-01", "expires_on": "2029-02-28", "sites": [{"name": "Head office", "locality": "Tokyo", "region": "Chiyoda", "country": "JP"}], "scope_statement": "The service management system that supports the provision of hosting services to companies in Japan."}))]
pub struct OrganisationCertificateRequest {
    /// The body that audited: id or slug. For registrars; a body leaves it out.
    #[schema(min_length = 1, max_length = 80)]
    pub body_id: Option<String>,
    /// The organisation on record: id or slug.
    #[schema(min_length = 1, max_length = 80)]
    pub organisation_id: Option<String>,
    /// An organisation that is not on record yet.
    pub organisation: Option<NewOrganisationRequest>,
    /// The body's number.
    #[schema(min_length = 1, max_length = 100)]
    pub number: String,
    /// The edition of ISO/IEC 20000-1.
    #[schema(min_length = 1, max_length = 64, example = "2018")]
    pub edition: String,
    /// The first day.
    pub issued_on: NaiveDate,
    /// The last day.
    pub expires_on: NaiveDate,
    /// Where the organisation is certified.
    #[schema(min_items = 1, max_items = 500)]
    pub sites: Vec<SiteRequest>,
    /// What it is certified for.
    #[schema(min_length = 1, max_length = 2000)]
    pub scope_statement: String,
    /// The id of the published certificate that it renews.
    #[schema(min_length = 1, max_length = 64)]
    pub renews_id: Option<String>,
}

/// An organisation that is not on record yet.
#[derive(ToSchema)]
#[schema(example = json!({"name": "株式会社東京情報", "latin_name": "Tokyo Joho K.K.", "country": "JP", "region": "東京都", "website": "https://joho.example", "registration_number": "0104-01-000001"}))]
pub struct NewOrganisationRequest {
    /// Its name, in its own script.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Its name in Latin letters, where it is written in others.
    #[schema(min_length = 1, max_length = 200)]
    pub latin_name: Option<String>,
    /// Where it is (ISO 3166-1).
    #[schema(pattern = "^[A-Z]{2}$")]
    pub country: String,
    /// The part of the country.
    #[schema(min_length = 1, max_length = 100)]
    pub region: Option<String>,
    /// Its website.
    #[schema(max_length = 500)]
    pub website: Option<String>,
    /// Its number in the company register of its country.
    #[schema(min_length = 1, max_length = 100)]
    pub registration_number: Option<String>,
}

/// A place at which an organisation is certified.
#[derive(ToSchema)]
pub struct SiteRequest {
    /// What it is called there.
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    /// The town.
    #[schema(min_length = 1, max_length = 200)]
    pub locality: String,
    /// The part of the country.
    #[schema(min_length = 1, max_length = 100)]
    pub region: Option<String>,
    /// The country (ISO 3166-1).
    #[schema(pattern = "^[A-Z]{2}$")]
    pub country: String,
}

/// What a registrar says of a scope statement.
#[derive(ToSchema)]
#[schema(example = json!({"agreed": false, "words": "Say to whom the services are provided."}))]
pub struct ScopeReviewRequest {
    /// Whether it is agreed: then the certificate is published.
    pub agreed: bool,
    /// What is to be better; required unless it is agreed. The body reads it.
    #[schema(min_length = 1, max_length = 2000)]
    pub words: Option<String>,
}

/// Another scope statement, after feedback.
#[derive(ToSchema)]
#[schema(example = json!({"scope_statement": "The service management system that supports the provision of hosting services to external customers from Tokyo."}))]
pub struct ScopeRevisionRequest {
    /// What the organisation is certified for.
    #[schema(min_length = 1, max_length = 2000)]
    pub scope_statement: String,
}

/// The withdrawal of an application.
#[derive(ToSchema)]
#[schema(example = json!({"reason": "The organisation has asked us to."}))]
pub struct ApplicationWithdrawalRequest {
    /// Why, in words.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// A transfer to another body.
#[derive(ToSchema)]
#[schema(example = json!({"body_id": "nordic-certification-ab", "number": "NC-20000-17", "effective_on": "2026-11-01", "reason": "The organisation has changed its certification body."}))]
pub struct TransferRequest {
    /// To which body: id or slug.
    #[schema(min_length = 1, max_length = 80)]
    pub body_id: String,
    /// The number that it gives.
    #[schema(min_length = 1, max_length = 100)]
    pub number: String,
    /// The first day on which it answers for the certificate.
    pub effective_on: NaiveDate,
    /// Why, in words.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// Another scope statement as it is read.
pub struct ScopeRevision(pub ScopeStatement);

/// The withdrawal of an application as it is read.
pub struct ApplicationWithdrawal(pub Reason);

impl FromObject for NewOrganisationCertificate {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let body = object.optional("body_id", |text| line(text, Slug::LONGEST));
        let organisation = read_organisation(object);
        let number = object.required("number", ForeignNumber::parse);
        let edition = object.required("edition", |text| line(text, LONGEST_REFERENCE));
        let issued_on = object.required_date("issued_on");
        let expires_on = object.required_date("expires_on");
        let sites = object.required_array_of_objects("sites", 1..=MOST_SITES, NewSite::from_object);
        let scope_statement = object.required("scope_statement", ScopeStatement::parse);
        let renews = object.optional("renews_id", |text| line(text, LONGEST_REFERENCE));
        Some(Self {
            body,
            organisation: organisation?,
            number: number?,
            edition: edition?,
            issued_on: issued_on?,
            expires_on: expires_on?,
            sites: sites?,
            scope_statement: scope_statement?,
            renews,
        })
    }
}

/// The organisation on record or a new one: one of the two.
fn read_organisation(object: &mut ObjectReader<'_>) -> Option<NamedOrganisation> {
    let (has_known, has_new) = (object.has("organisation_id"), object.has("organisation"));
    let known = object.optional("organisation_id", |text| line(text, Slug::LONGEST));
    let new = object.optional_object("organisation", NewOrganisation::from_object);
    match (has_known, has_new) {
        (false, false) => {
            let detail = "is missing: name the organisation, or describe one that is not on record by `organisation`";
            object.complain("organisation_id", Complaint::new("required", detail));
            None
        }
        (true, true) => {
            let detail = "is given beside `organisation_id`; give one of the two";
            object.complain("organisation", Complaint::new("one_too_many", detail));
            None
        }
        (true, false) => known.map(NamedOrganisation::Known),
        (false, true) => new.map(NamedOrganisation::New),
    }
}

impl FromObject for NewOrganisation {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let name = object.required("name", Title::parse);
        let latin_name = object.optional("latin_name", Title::parse);
        let country = object.required("country", CountryCode::parse);
        let region = object.optional("region", Region::parse);
        let website = object.optional("website", website);
        let registration_number = object.optional("registration_number", ForeignNumber::parse);
        Some(Self { name: name?, latin_name, country: country?, region, website, registration_number })
    }
}

impl FromObject for NewSite {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let name = object.optional("name", Title::parse);
        let locality = object.required("locality", Title::parse);
        let region = object.optional("region", Region::parse);
        let country = object.required("country", CountryCode::parse);
        Some(Self { name, locality: locality?, region, country: country? })
    }
}

impl FromObject for Review {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let agreed = object.required_boolean("agreed");
        let has_words = object.has("words");
        let words = object.optional("words", Reason::parse);
        if agreed == Some(false) && !has_words {
            let detail = "is missing: say what is to be better; the body reads it";
            object.complain("words", Complaint::new("required", detail));
        }
        Some(if agreed? { Self::Agreed { words } } else { Self::NotAgreed { words: words? } })
    }
}

impl FromObject for ScopeRevision {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        object.required("scope_statement", ScopeStatement::parse).map(Self)
    }
}

impl FromObject for ApplicationWithdrawal {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        object.required("reason", Reason::parse).map(Self)
    }
}

impl FromObject for NewTransfer {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let body = object.required("body_id", |text| line(text, Slug::LONGEST));
        let number = object.required("number", ForeignNumber::parse);
        let effective_on = object.required_date("effective_on");
        let reason = object.required("reason", Reason::parse);
        Some(Self { body: body?, number: number?, effective_on: effective_on?, reason: reason? })
    }
}
