//! Organisation certificates, from the application on: what was submitted, the steps to publication, and what happened
//! since.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::column::{Column, Later, composed, later};
use super::connection::DatabaseConnection;
use super::rows::Rows;
use super::schema::{
    organisation_certificate_sites, organisation_certificate_steps, organisation_certificate_transfers,
    organisation_certificates,
};
use super::status::{self, StatusRecord, status_changes};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, OrganisationCertificateId, OrganisationId};
use crate::scheme::country::CountryCode;
use crate::scheme::definition::EditionCode;
use crate::scheme::departure::{self, Departure};
use crate::scheme::lifecycle::{History, Status};
use crate::scheme::numbers::RegisterNumber;
use crate::scheme::organisation_certificate::{Application, State, Step};

mod confirmations;
mod numbers;
mod particulars;
mod reading;
mod rows;
mod writing;

pub use confirmations::{confirm, confirmed_on, unconfirmed};
pub use numbers::{Numbered, add_register_number, fill_numbers, numbered};
pub use particulars::{LegalEntity, Particulars};
pub use reading::{
    OrganisationCertificateFilter, StatusWanted, Visible, certified_by, expiring, find, find_all, find_by_number,
    find_renewal, has_transfer_number, last_steps, list, of_organisations, organisation_as_submitted,
    public_of_organisations, published, published_ids, same_organisation, steps,
};
pub use writing::{advance, insert, insert_transfer};

status_changes!(OrganisationCertificate, OrganisationCertificateId:
    organisation_certificate_status_changes, organisation_certificate_id, std::convert::identity);
// The rounds of feedback are counted along with what else belongs to a certificate.
composed!(Application: (State,), |(state,)| Ok(Self { state, rounds: 0 }));
later!(
    Vec<Site>,
    Vec<Transfer>,
    Vec<(BodyId, NaiveDate)>,
    Option<OrganisationCertificateId>,
    Option<RegisterNumber>,
    Vec<NaiveDate>
);

/// A certificate of an organisation, or the application for one.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = organisation_certificates, treat_none_as_default_value = false)]
pub struct OrganisationCertificate {
    pub id: OrganisationCertificateId,
    /// The organisation that it was submitted for.
    #[diesel(column_name = organisation_id)]
    pub organisation: OrganisationId,
    /// The body that submitted it.
    #[diesel(column_name = body_id)]
    pub body: BodyId,
    /// That body's number.
    pub number: String,
    pub edition: EditionCode,
    /// The first day.
    pub issued_on: NaiveDate,
    /// The last day.
    pub expires_on: NaiveDate,
    #[diesel(column_name = renews_id)]
    pub renews: Option<OrganisationCertificateId>,
    /// The withdrawn application, or the certificate that is over, which it follows.
    #[diesel(column_name = follows_id)]
    pub follows: Option<OrganisationCertificateId>,
    /// Whether it is told only to who knows its number and its body.
    pub confidential: bool,
    /// When the organisation was certified first, where that was recorded.
    #[diesel(column_name = originally_issued_on)]
    pub first_issued_on: Option<NaiveDate>,
    pub particulars: Particulars,
    #[diesel(select_expression = (organisation_certificates::state,), skip_insertion)]
    pub application: Application,
    /// The scope statement as it is now.
    pub scope_statement: String,
    pub submitted_by: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub submitted_at: Moment,
    #[diesel(serialize_as = Column<Option<Moment>>)]
    pub published_at: Option<Moment>,
    /// Where the organisation is certified, in the order in which the body named the places.
    #[diesel(select_expression = organisation_certificates::id, deserialize_as = Later, skip_insertion)]
    pub sites: Vec<Site>,
    /// What happened to it since, in the order of recording.
    #[diesel(select_expression = organisation_certificates::id, deserialize_as = Later, skip_insertion)]
    pub status_changes: Vec<StatusRecord>,
    /// To which bodies it was transferred, in the order of the days.
    #[diesel(select_expression = organisation_certificates::id, deserialize_as = Later, skip_insertion)]
    pub transfers: Vec<Transfer>,
    /// Which of its bodies are withdrawn, or will be, and since when.
    #[diesel(select_expression = organisation_certificates::id, deserialize_as = Later, skip_insertion)]
    pub withdrawals: Vec<(BodyId, NaiveDate)>,
    /// The published certificate that renews it.
    #[diesel(select_expression = organisation_certificates::id, deserialize_as = Later, skip_insertion)]
    pub renewed_by: Option<OrganisationCertificateId>,
    /// The registry's own number, once it is published.
    #[diesel(select_expression = organisation_certificates::id, deserialize_as = Later, skip_insertion)]
    pub register_number: Option<RegisterNumber>,
    /// As of which days its bodies confirmed it, in their order.
    #[diesel(select_expression = organisation_certificates::id, deserialize_as = Later, skip_insertion)]
    pub confirmed_on: Vec<NaiveDate>,
}

impl OrganisationCertificate {
    /// All the numbers that it has had, with whichever body.
    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.number.as_str()).chain(self.transfers.iter().map(|transfer| transfer.number.as_str()))
    }

    /// What holds of it when. Where its body left and no other took it over in time, it is valid no longer than that.
    #[must_use]
    pub fn history(&self) -> History {
        let last = departure::lapses_on(&self.turns()).map_or(self.expires_on, |lapse| lapse.min(self.expires_on));
        status::history(self.issued_on, Some(last), &self.status_changes)
    }

    /// The bodies that answer for it one after the other.
    fn turns(&self) -> Vec<departure::Turn> {
        let turn = |body: BodyId, from: NaiveDate| {
            let withdrawn = self.withdrawals.iter().find(|(withdrawn, _)| *withdrawn == body);
            departure::Turn { from, withdrawn_on: withdrawn.map(|(_, on)| *on) }
        };
        let later = self.transfers.iter().map(|transfer| turn(transfer.body, transfer.effective_on));
        std::iter::once(turn(self.body, self.issued_on)).chain(later).collect()
    }

    /// Which of its bodies left while they answered for it and it was not over.
    #[must_use]
    pub fn departures(&self) -> Vec<(BodyId, Departure)> {
        let history = status::history(self.issued_on, Some(self.expires_on), &self.status_changes);
        let bodies = std::iter::once(self.body).chain(self.transfers.iter().map(|transfer| transfer.body));
        let left = bodies.zip(departure::departures(&self.turns()));
        let left = left.filter_map(|(body, departure)| Some((body, departure?)));
        left.filter(|(_, departure)| !history.has_ended(departure.withdrawn_on)).collect()
    }

    /// That the body which answers for it on `day` left it by then.
    #[must_use]
    pub fn departure_on(&self, day: NaiveDate) -> Option<Departure> {
        let mut departures = self.departures().into_iter().map(|(_, departure)| departure);
        let from = self.transfer_on(day).map_or(self.issued_on, |transfer| transfer.effective_on);
        departures.rfind(|one| (from..=day).contains(&one.withdrawn_on))
    }

    /// Whether it is valid or suspended on `day`.
    #[must_use]
    pub fn is_in_use_on(&self, day: NaiveDate) -> bool {
        matches!(self.history().status_on(day), Status::InForce | Status::Suspended { .. })
    }

    #[must_use]
    pub fn is_published(&self) -> bool {
        self.application.state == State::Published
    }

    /// Whether anybody may look it up: it is published, and not confidential.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.is_published() && !self.confidential
    }

    /// When the organisation was certified first.
    #[must_use]
    pub fn originally_issued_on(&self) -> NaiveDate {
        self.first_issued_on.unwrap_or(self.issued_on)
    }

    /// The transfer by which the body that answers for it on `day` got it.
    #[must_use]
    pub fn transfer_on(&self, day: NaiveDate) -> Option<&Transfer> {
        self.transfers.iter().rev().find(|transfer| transfer.effective_on <= day)
    }

    #[must_use]
    pub fn body_on(&self, day: NaiveDate) -> BodyId {
        self.transfer_on(day).map_or(self.body, |transfer| transfer.body)
    }

    /// As of which day the body that answers for it on `day` confirmed it last by then.
    #[must_use]
    pub fn last_confirmed_on(&self, day: NaiveDate) -> Option<NaiveDate> {
        let from = self.transfer_on(day).map_or(self.issued_on, |transfer| transfer.effective_on);
        self.confirmed_on.iter().copied().rfind(|one| (from..=day).contains(one))
    }

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
    pub name: String,
    pub latin_name: Option<String>,
    /// Where it is (ISO 3166-1).
    pub country: String,
    pub region: Option<String>,
    pub website: Option<String>,
    pub registration_number: Option<String>,
}

/// A place at which an organisation is certified.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = organisation_certificate_sites)]
pub struct Site {
    pub name: Option<String>,
    /// The town.
    pub locality: String,
    pub region: Option<String>,
    pub country: CountryCode,
    pub street: Option<String>,
    pub postcode: Option<String>,
    /// What is certified there, where that differs from the whole.
    pub scope: Option<String>,
}

/// A transfer: from a day on, another body answers for the certificate, under a number of its own.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = organisation_certificate_transfers, treat_none_as_default_value = false)]
pub struct Transfer {
    #[diesel(column_name = body_id)]
    pub body: BodyId,
    pub number: String,
    pub effective_on: NaiveDate,
    pub reason: String,
    pub recorded_by: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub recorded_at: Moment,
}

/// A step of an application, as it was recorded.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = organisation_certificate_steps, treat_none_as_default_value = false)]
pub struct RecordedStep {
    #[diesel(column_name = kind)]
    pub step: Step,
    /// The scope statement that was handed in with it.
    pub scope_statement: Option<String>,
    /// What the registrar said, or why the body withdrew.
    pub words: Option<String>,
    pub recorded_by: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub recorded_at: Moment,
}
