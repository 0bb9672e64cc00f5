//! Organisation certificates, from the application on: what was submitted, the steps to publication, and what happened
//! since.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::status::{self, StatusRecord};
use crate::clock::Moment;
use crate::ids::{BodyId, OrganisationCertificateId, OrganisationId};
use crate::scheme::country::CountryCode;
use crate::scheme::definition::EditionCode;
use crate::scheme::lifecycle::History;
use crate::scheme::organisation_certificate::{Application, State, Step};

mod reading;
mod rows;
mod writing;

pub use reading::{
    OrganisationCertificateFilter, StatusWanted, Visible, find, find_by_number, find_renewal, has_transfer_number,
    list, of_organisations, organisation_as_submitted, published_ids, same_organisation, steps,
};
pub use writing::{advance, insert, insert_status_change, insert_transfer};

/// A certificate of an organisation, or the application for one.
#[derive(Clone, Debug)]
pub struct OrganisationCertificate {
    /// The record.
    pub id: OrganisationCertificateId,
    /// The organisation that it was submitted for.
    pub organisation: OrganisationId,
    /// The body that submitted it.
    pub body: BodyId,
    /// That body's number.
    pub number: String,
    /// The edition of the standard.
    pub edition: EditionCode,
    /// The first day.
    pub issued_on: NaiveDate,
    /// The last day.
    pub expires_on: NaiveDate,
    /// The certificate that it renews.
    pub renews: Option<OrganisationCertificateId>,
    /// Where the application stands, and how many rounds of feedback there were.
    pub application: Application,
    /// The scope statement as it is now.
    pub scope_statement: String,
    /// Who submitted it.
    pub submitted_by: String,
    /// When.
    pub submitted_at: Moment,
    /// When it was published.
    pub published_at: Option<Moment>,
    /// Where the organisation is certified, in the order in which the body named the places.
    pub sites: Vec<Site>,
    /// What happened to it since, in the order of recording.
    pub status_changes: Vec<StatusRecord>,
    /// To which bodies it was transferred, in the order of the days.
    pub transfers: Vec<Transfer>,
    /// The published certificate that renews it.
    pub renewed_by: Option<OrganisationCertificateId>,
}

impl OrganisationCertificate {
    /// The history of its status.
    #[must_use]
    pub fn history(&self) -> History {
        status::history(self.issued_on, Some(self.expires_on), &self.status_changes)
    }

    /// Whether it is public.
    #[must_use]
    pub fn is_published(&self) -> bool {
        self.application.state == State::Published
    }

    /// The transfer by which the body that answers for it on `day` got it.
    #[must_use]
    pub fn transfer_on(&self, day: NaiveDate) -> Option<&Transfer> {
        self.transfers.iter().rev().find(|transfer| transfer.effective_on <= day)
    }

    /// The body that answers for it on `day`.
    #[must_use]
    pub fn body_on(&self, day: NaiveDate) -> BodyId {
        self.transfer_on(day).map_or(self.body, |transfer| transfer.body)
    }

    /// The number that it has with the body that answers for it on `day`.
    #[must_use]
    pub fn number_on(&self, day: NaiveDate) -> &str {
        self.transfer_on(day).map_or(&self.number, |transfer| &transfer.number)
    }

    /// Whether the body submitted it or got it by a transfer.
    #[must_use]
    pub fn concerns(&self, body: BodyId) -> bool {
        self.body == body || self.transfers.iter().any(|transfer| transfer.body == body)
    }
}

/// An organisation in the words of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DescribedOrganisation {
    /// Its name, in its own script.
    pub name: String,
    /// Its name in Latin letters.
    pub latin_name: Option<String>,
    /// Where it is (ISO 3166-1).
    pub country: String,
    /// The part of the country.
    pub region: Option<String>,
    /// Its website.
    pub website: Option<String>,
    /// Its number in the company register of its country.
    pub registration_number: Option<String>,
}

/// A place at which an organisation is certified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// What it is called there.
    pub name: Option<String>,
    /// The town.
    pub locality: String,
    /// The part of the country.
    pub region: Option<String>,
    /// The country.
    pub country: CountryCode,
}

/// A transfer: from a day on, another body answers for the certificate, under a number of its own.
#[derive(Clone, Debug)]
pub struct Transfer {
    /// To which body.
    pub body: BodyId,
    /// The number that it gave.
    pub number: String,
    /// The first day.
    pub effective_on: NaiveDate,
    /// Why, in words.
    pub reason: String,
    /// By whom it was recorded.
    pub recorded_by: String,
    /// When it was recorded.
    pub recorded_at: Moment,
}

/// A step of an application, as it was recorded.
#[derive(Clone, Debug)]
pub struct RecordedStep {
    /// What it was.
    pub step: Step,
    /// The scope statement that was handed in with it.
    pub scope_statement: Option<String>,
    /// What the registrar said, or why the body withdrew.
    pub words: Option<String>,
    /// By whom.
    pub recorded_by: String,
    /// When.
    pub recorded_at: Moment,
}
