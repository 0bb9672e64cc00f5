//! Organisation certificates: from rows to records, with what belongs to them.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::reading::not_withdrawn;
use super::{OrganisationCertificate, Site, Transfer};
use crate::error::Error;
use crate::ids::{BodyId, OrganisationCertificateId, OrganisationId};
use crate::scheme::country::CountryCode;
use crate::scheme::definition::EditionCode;
use crate::scheme::organisation_certificate::{Application, State, Step};
use crate::store::connection::DatabaseConnection;
use crate::store::row::{Place, from_column};
use crate::store::schema::{
    organisation_certificate_sites as sites, organisation_certificate_status_changes as status_changes,
    organisation_certificate_steps as steps, organisation_certificate_transfers as transfers,
    organisation_certificates as certificates,
};
use crate::store::status::{self, StatusColumns, StatusRecord};

const TABLE: &str = "organisation_certificates";

pub(super) type CertificateRow = (
    (String, String, String, String, String, NaiveDate, NaiveDate, Option<String>),
    (String, String, String, NaiveDateTime, Option<NaiveDateTime>),
);

/// The columns of a [`CertificateRow`].
macro_rules! columns {
    () => {
        (
            (
                certificates::id,
                certificates::organisation_id,
                certificates::body_id,
                certificates::number,
                certificates::edition,
                certificates::issued_on,
                certificates::expires_on,
                certificates::renews_id,
            ),
            (
                certificates::state,
                certificates::scope_statement,
                certificates::submitted_by,
                certificates::submitted_at,
                certificates::published_at,
            ),
        )
    };
}
pub(super) use columns;

/// What belongs to a number of certificates, by their ids.
#[derive(Default)]
struct Belongings {
    sites: HashMap<String, Vec<Site>>,
    status_changes: HashMap<String, Vec<StatusRecord>>,
    transfers: HashMap<String, Vec<Transfer>>,
    rounds: HashMap<String, u32>,
    renewals: HashMap<String, OrganisationCertificateId>,
}

/// The certificates of these rows with what belongs to them, in the order of the rows: five more queries, however many.
pub(super) fn complete(
    connection: &mut DatabaseConnection,
    rows: Vec<CertificateRow>,
) -> Result<Vec<OrganisationCertificate>, Error> {
    let ids: Vec<&str> = rows.iter().map(|row| row.0.0.as_str()).collect();
    let mut belongings = Belongings::default();
    if !ids.is_empty() {
        belongings.sites = sites_of(connection, &ids)?;
        belongings.status_changes = status_changes_of(connection, &ids)?;
        belongings.transfers = transfers_of(connection, &ids)?;
        belongings.rounds = rounds_of(connection, &ids)?;
        belongings.renewals = renewals_of(connection, &ids)?;
    }
    rows.into_iter().map(|row| from_row(row, &mut belongings)).collect()
}

fn from_row(row: CertificateRow, belongings: &mut Belongings) -> Result<OrganisationCertificate, Error> {
    let (
        (id, organisation, body, number, edition, issued_on, expires_on, renews),
        (state, scope_statement, submitted_by, submitted_at, published_at),
    ) = row;
    let place = Place { table: TABLE, row: &id };
    let state = place.value("state", State::restore(&state))?;
    Ok(OrganisationCertificate {
        id: certificate_id(&id)?,
        organisation: place.value("organisation_id", OrganisationId::parse(&organisation))?,
        body: place.value("body_id", BodyId::parse(&body))?,
        edition: EditionCode::new(edition),
        renews: place.optional("renews_id", renews, |renews| OrganisationCertificateId::parse(&renews))?,
        application: Application { state, rounds: belongings.rounds.get(&id).copied().unwrap_or(0) },
        submitted_at: from_column(submitted_at),
        published_at: published_at.map(from_column),
        sites: belongings.sites.remove(&id).unwrap_or_default(),
        status_changes: belongings.status_changes.remove(&id).unwrap_or_default(),
        transfers: belongings.transfers.remove(&id).unwrap_or_default(),
        renewed_by: belongings.renewals.get(&id).copied(),
        number,
        issued_on,
        expires_on,
        scope_statement,
        submitted_by,
    })
}

pub(super) fn certificate_id(id: &str) -> Result<OrganisationCertificateId, Error> {
    Place { table: TABLE, row: id }.value("id", OrganisationCertificateId::parse(id))
}

fn sites_of(connection: &mut DatabaseConnection, ids: &[&str]) -> Result<HashMap<String, Vec<Site>>, Error> {
    let rows = sites::table
        .filter(sites::organisation_certificate_id.eq_any(ids))
        .order((sites::organisation_certificate_id, sites::position))
        .select((sites::organisation_certificate_id, sites::name, sites::locality, sites::region, sites::country))
        .load::<(String, Option<String>, String, Option<String>, String)>(connection)?;
    let mut found: HashMap<String, Vec<Site>> = HashMap::new();
    for (id, name, locality, region, country) in rows {
        let place = Place { table: "organisation_certificate_sites", row: &id };
        let country = place.value("country", CountryCode::parse(&country).ok())?;
        found.entry(id).or_default().push(Site { name, locality, region, country });
    }
    Ok(found)
}

fn status_changes_of(
    connection: &mut DatabaseConnection,
    ids: &[&str],
) -> Result<HashMap<String, Vec<StatusRecord>>, Error> {
    let rows = status_changes::table
        .filter(status_changes::organisation_certificate_id.eq_any(ids))
        .order(status_changes::id)
        .select((
            status_changes::organisation_certificate_id,
            (
                status_changes::kind,
                status_changes::effective_on,
                status_changes::until,
                status_changes::reason_code,
                status_changes::reason,
                status_changes::recorded_by,
                status_changes::recorded_at,
            ),
        ))
        .load::<(String, StatusColumns)>(connection)?;
    let mut found: HashMap<String, Vec<StatusRecord>> = HashMap::new();
    for (id, columns) in rows {
        let record = status::from_columns(columns, "organisation_certificate_status_changes", &id)?;
        found.entry(id).or_default().push(record);
    }
    Ok(found)
}

fn transfers_of(connection: &mut DatabaseConnection, ids: &[&str]) -> Result<HashMap<String, Vec<Transfer>>, Error> {
    type Row = (String, (String, String, NaiveDate, String, String, NaiveDateTime));
    let rows = transfers::table
        .filter(transfers::organisation_certificate_id.eq_any(ids))
        .order(transfers::id)
        .select((
            transfers::organisation_certificate_id,
            (
                transfers::body_id,
                transfers::number,
                transfers::effective_on,
                transfers::reason,
                transfers::recorded_by,
                transfers::recorded_at,
            ),
        ))
        .load::<Row>(connection)?;
    let mut found: HashMap<String, Vec<Transfer>> = HashMap::new();
    for (id, (body, number, effective_on, reason, recorded_by, recorded_at)) in rows {
        let place = Place { table: "organisation_certificate_transfers", row: &id };
        let body = place.value("body_id", BodyId::parse(&body))?;
        let recorded_at = from_column(recorded_at);
        found.entry(id).or_default().push(Transfer { body, number, effective_on, reason, recorded_by, recorded_at });
    }
    Ok(found)
}

fn rounds_of(connection: &mut DatabaseConnection, ids: &[&str]) -> Result<HashMap<String, u32>, Error> {
    let rows = steps::table
        .filter(steps::organisation_certificate_id.eq_any(ids))
        .filter(steps::kind.eq(Step::Feedback.as_str()))
        .group_by(steps::organisation_certificate_id)
        .select((steps::organisation_certificate_id, count_star()))
        .load::<(String, i64)>(connection)?;
    Ok(rows.into_iter().map(|(id, count)| (id, u32::try_from(count).unwrap_or(u32::MAX))).collect())
}

fn renewals_of(
    connection: &mut DatabaseConnection,
    ids: &[&str],
) -> Result<HashMap<String, OrganisationCertificateId>, Error> {
    let rows = certificates::table
        .filter(certificates::renews_id.eq_any(ids))
        .filter(certificates::state.eq(State::Published.as_str()))
        .filter(not_withdrawn())
        .select((certificates::renews_id.assume_not_null(), certificates::id))
        .load::<(String, String)>(connection)?;
    rows.into_iter().map(|(renewed, id)| Ok((renewed, certificate_id(&id)?))).collect()
}
