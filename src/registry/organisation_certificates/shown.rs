//! Organisation certificates as they are shown: with those that they name, as of a day.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{BodyName, OrganisationCertificate, Particulars, Site};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, OrganisationCertificateId, OrganisationId};
use crate::registry::organisations::Organisation;
use crate::registry::work::Work;
use crate::scheme::calendar::day_of;
use crate::scheme::definition::EditionCode;
use crate::scheme::departure::Departure;
use crate::scheme::lifecycle::{Status, StatusPoint};
use crate::scheme::numbers::RegisterNumber;
use crate::store::{bodies, organisation_certificates as kept, organisations};

/// A record, and what is shown of it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// All that is known.
    pub record: OrganisationCertificate,
    /// What the public is shown once it is published.
    pub public: PublicOrganisationCertificate,
}

/// A published certificate as anybody is shown it, as of a day.
#[derive(Clone, Debug)]
pub struct PublicOrganisationCertificate {
    pub id: OrganisationCertificateId,
    /// Who is certified; of one that was merged into another, that one.
    pub organisation: Organisation,
    /// The day of which status, body and number speak.
    pub as_of: NaiveDate,
    pub status: Status,
    pub body: BodyName,
    /// That the body is withdrawn by then.
    pub departure: Option<Departure>,
    pub number: String,
    /// The registry's own number; `None` for an application, and for a confidential one, which has no page.
    pub register_number: Option<RegisterNumber>,
    /// As of which day the body that answers for it then confirmed it last by then.
    pub last_confirmed_on: Option<NaiveDate>,
    pub edition: EditionCode,
    pub issued_on: NaiveDate,
    pub expires_on: NaiveDate,
    pub scope_statement: String,
    pub sites: Vec<Site>,
    /// When the organisation was certified first.
    pub originally_issued_on: NaiveDate,
    pub particulars: Particulars,
    /// Whether it is told only to who knows its number and its body.
    pub confidential: bool,
    /// When it was published; `None` for an application.
    pub published_at: Option<Moment>,
    /// What happened to it up to that day, in the order of the days.
    pub turns: Vec<PublicTurn>,
    pub renews: Option<RelatedCertificate>,
    pub renewed_by: Option<RelatedCertificate>,
}

impl PublicOrganisationCertificate {
    /// Its last day: that on its paper, or that of its body's departure where nobody took it over in time.
    #[must_use]
    pub fn last_day(&self) -> NaiveDate {
        let lapse = self.departure.filter(|_| self.status == Status::Expired);
        lapse.map_or(self.expires_on, |departure| departure.transferable_until.min(self.expires_on))
    }
}

/// A day on which something turned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicTurn {
    pub on: NaiveDate,
    pub what: Turned,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turned {
    Status(Status),
    /// This body, which answers for it, is withdrawn.
    IssuerWithdrawn {
        body: BodyName,
        transferable_until: NaiveDate,
    },
    /// Its body left, and no other took it over in time: it is valid no longer.
    Lapsed,
    /// This body answers for it from then on, under this number.
    Transferred {
        body: BodyName,
        number: String,
    },
}

/// Another certificate that one refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedCertificate {
    pub id: OrganisationCertificateId,
    /// The number that it was issued under.
    pub number: String,
}

/// A place at which an organisation is certified, in one line and from the smallest to the largest; its country as it is called.
pub fn place(site: &Site, country: &str) -> String {
    let town = match &site.postcode {
        Some(postcode) => format!("{postcode} {}", site.locality),
        None => site.locality.clone(),
    };
    let parts = [site.name.as_deref(), site.street.as_deref(), Some(&town), site.region.as_deref(), Some(country)];
    let place = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    match &site.scope {
        Some(scope) => format!("{place} ({scope})"),
        None => place,
    }
}

/// Those that a number of certificates name.
struct Named {
    organisations: HashMap<OrganisationId, Organisation>,
    bodies: HashMap<BodyId, BodyName>,
    numbers: HashMap<OrganisationCertificateId, String>,
}

/// Shows one certificate, as of a day.
pub(super) fn show_one(
    work: &mut Work<'_>,
    certificate: OrganisationCertificate,
    on: Option<NaiveDate>,
) -> Result<Shown, Error> {
    let shown = show(work, vec![certificate], on)?.pop();
    shown.ok_or_else(|| Error::Internal("a certificate was lost".to_owned()))
}

/// Shows certificates as of a day, today when none is said: four queries, however many.
pub(in crate::registry) fn show(
    work: &mut Work<'_>,
    certificates: Vec<OrganisationCertificate>,
    on: Option<NaiveDate>,
) -> Result<Vec<Shown>, Error> {
    if certificates.is_empty() {
        return Ok(Vec::new());
    }
    let mut bodies: Vec<BodyId> = certificates
        .iter()
        .flat_map(|one| std::iter::once(one.body).chain(one.transfers.iter().map(|transfer| transfer.body)))
        .collect();
    bodies.sort_unstable();
    bodies.dedup();
    let related: Vec<_> = certificates.iter().flat_map(|one| one.renews.into_iter().chain(one.renewed_by)).collect();
    let named = Named {
        organisations: survivors(work, &certificates)?,
        bodies: bodies::names(work.connection, &bodies)?,
        numbers: kept::published_ids(work.connection, &related)?,
    };
    certificates
        .into_iter()
        .map(|record| {
            let day = on.unwrap_or_else(|| day_of(work.now, record.issued_on));
            Ok(Shown { public: named.show(&record, day)?, record })
        })
        .collect()
}

/// Who the organisations of these certificates are found to be, by the ids that the certificates have.
fn survivors(
    work: &mut Work<'_>,
    certificates: &[OrganisationCertificate],
) -> Result<HashMap<OrganisationId, Organisation>, Error> {
    let mut ids: Vec<String> = certificates.iter().map(|one| one.organisation.to_string()).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = organisations::find_all(work.connection, &ids)?;
    let merged: Vec<String> = found.iter().filter_map(|one| one.merged_into).map(|into| into.to_string()).collect();
    let into = if merged.is_empty() { Vec::new() } else { organisations::find_all(work.connection, &merged)? };
    let into: HashMap<_, _> = into.into_iter().map(|one| (one.id, one)).collect();
    let survivor = |one: Organisation| one.merged_into.and_then(|id| into.get(&id).cloned()).unwrap_or(one);
    Ok(found.into_iter().map(|one| (one.id, survivor(one))).collect())
}

impl Named {
    fn show(&self, record: &OrganisationCertificate, day: NaiveDate) -> Result<PublicOrganisationCertificate, Error> {
        let lost =
            |what: &str| Error::Internal(format!("the {what} of organisation certificate {} is lost", record.id));
        let organisation = self.organisations.get(&record.organisation).ok_or_else(|| lost("organisation"))?;
        let related = |id: Option<OrganisationCertificateId>| {
            id.and_then(|id| self.numbers.get(&id).map(|number| RelatedCertificate { id, number: number.clone() }))
        };
        Ok(PublicOrganisationCertificate {
            id: record.id,
            organisation: organisation.clone(),
            as_of: day,
            status: record.history().status_on(day),
            body: self.bodies.get(&record.body_on(day)).ok_or_else(|| lost("body"))?.clone(),
            departure: record.departure_on(day).filter(|_| record.is_published()),
            number: record.number_on(day).to_owned(),
            register_number: record.register_number.filter(|_| !record.confidential),
            last_confirmed_on: record.last_confirmed_on(day),
            edition: record.edition.clone(),
            issued_on: record.issued_on,
            expires_on: record.expires_on,
            scope_statement: record.scope_statement.clone(),
            sites: record.sites.clone(),
            originally_issued_on: record.originally_issued_on(),
            particulars: record.particulars.clone(),
            confidential: record.confidential,
            published_at: record.published_at,
            turns: self.turns(record, day).ok_or_else(|| lost("body"))?,
            renews: related(record.renews),
            renewed_by: related(record.renewed_by),
        })
    }

    /// What happened up to `day`; `None` where a body is not known. Before it is published nothing has.
    fn turns(&self, record: &OrganisationCertificate, day: NaiveDate) -> Option<Vec<PublicTurn>> {
        if !record.is_published() {
            return Some(Vec::new());
        }
        let turns = record.history().status_points(day).into_iter();
        let mut turns: Vec<_> = turns.map(|turn| PublicTurn { on: turn.on, what: turned(record, turn) }).collect();
        for (body, departure) in record.departures() {
            let body = self.bodies.get(&body)?.clone();
            let what = Turned::IssuerWithdrawn { body, transferable_until: departure.transferable_until };
            turns.push(PublicTurn { on: departure.withdrawn_on, what });
        }
        turns.retain(|turn| turn.on <= day);
        for transfer in record.transfers.iter().filter(|transfer| transfer.effective_on <= day) {
            let (body, number) = (self.bodies.get(&transfer.body)?.clone(), transfer.number.clone());
            turns.push(PublicTurn { on: transfer.effective_on, what: Turned::Transferred { body, number } });
        }
        // Stable: of one day, the status comes first.
        turns.sort_by_key(|turn| turn.on);
        Some(turns)
    }
}

/// What expires before its last day has lapsed.
fn turned(record: &OrganisationCertificate, turn: StatusPoint) -> Turned {
    if turn.status == Status::Expired && turn.on <= record.expires_on {
        Turned::Lapsed
    } else {
        Turned::Status(turn.status)
    }
}
