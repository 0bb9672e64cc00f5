//! An organisation certificate as a body submits it.

use chrono::NaiveDate;

use super::{LegalEntity, Particulars, Site};
use crate::input::fields::Line;
use crate::input::form::form;
use crate::registry::organisations::NewOrganisation;
use crate::scheme::country::CountryCode;
use crate::scheme::text::{ForeignNumber, Region, ScopeStatement, Title};

/// A certificate that a body submits.
#[derive(Clone, Debug)]
pub struct NewOrganisationCertificate {
    /// The body that audited: id or slug. A registrar must name it; a body is always itself.
    pub body: Option<String>,
    pub organisation: NamedOrganisation,
    pub number: ForeignNumber,
    /// The code of the edition of the standard.
    pub edition: String,
    pub issued_on: NaiveDate,
    pub expires_on: NaiveDate,
    /// Where the organisation is certified; at least one place.
    pub sites: Vec<NewSite>,
    pub scope_statement: ScopeStatement,
    /// The id of the certificate that it renews.
    pub renews: Option<String>,
    /// The id of the withdrawn application, or of the certificate that is over, which it follows.
    pub follows: Option<String>,
    /// When the organisation was certified first.
    pub originally_issued_on: Option<NaiveDate>,
    pub particulars: Particulars,
    /// Whether it is told only to who knows its number and its body.
    pub confidential: bool,
}

/// The organisation that a certificate is for.
#[derive(Clone, Debug)]
pub enum NamedOrganisation {
    /// One on record: id or slug.
    Known(String),
    New(NewOrganisation),
}

form! {
    /// A place at which an organisation is certified.
    #[derive(PartialEq, Eq)]
    pub struct NewSite as "SiteRequest" {
        /// What it is called there.
        pub name: Option<Title>,
        /// The town.
        pub locality: Title,
        /// The part of the country.
        pub region: Option<Region>,
        /// The country (ISO 3166-1).
        pub country: CountryCode,
        /// The street, with the number of the house.
        pub street: Option<Title>,
        /// The postcode.
        pub postcode: Option<Line<20>>,
        /// What is certified there, where that differs from the whole.
        pub scope: Option<Line<1000>>,
    }

    /// Another legal entity that a certificate covers.
    pub struct NewLegalEntity as "LegalEntityRequest" {
        /// Its name.
        pub name: Title,
        /// Its number in the company register of its country.
        pub registration_number: Option<ForeignNumber>,
        /// Where it is (ISO 3166-1).
        pub country: Option<CountryCode>,
    }
}

impl From<NewLegalEntity> for LegalEntity {
    fn from(new: NewLegalEntity) -> Self {
        Self {
            name: new.name.into(),
            registration_number: new.registration_number.map(String::from),
            country: new.country.map(|country| country.to_string()),
        }
    }
}

impl From<NewSite> for Site {
    fn from(new: NewSite) -> Self {
        Self {
            name: new.name.map(String::from),
            locality: new.locality.into(),
            region: new.region.map(String::from),
            country: new.country,
            street: new.street.map(String::from),
            postcode: new.postcode,
            scope: new.scope,
        }
    }
}

/// What became of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is submitted, and waits for its review.
    New,
    /// The very same was submitted before; nothing was done.
    Unchanged,
}
