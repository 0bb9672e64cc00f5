//! An organisation certificate as a body submits it.

use chrono::NaiveDate;

use super::Site;
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
    }
}

impl From<NewSite> for Site {
    fn from(new: NewSite) -> Self {
        Self {
            name: new.name.map(String::from),
            locality: new.locality.into(),
            region: new.region.map(String::from),
            country: new.country,
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
