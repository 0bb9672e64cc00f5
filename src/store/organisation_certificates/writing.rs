//! Organisation certificates: adding them, and what becomes of them.

use diesel::dsl::max;
use diesel::prelude::*;

use super::numbers::add_number;
use super::{DescribedOrganisation, OrganisationCertificate, RecordedStep, Transfer};
use crate::error::Error;
use crate::ids::OrganisationCertificateId;
use crate::store::column::Column;
use crate::store::connection::{DatabaseConnection, insert_all};
use crate::store::rows::{Rows, values};
use crate::store::schema::{
    organisation_certificate_sites as sites, organisation_certificate_steps as steps,
    organisation_certificate_transfers as transfers, organisation_certificates as certificates,
};

/// Adds an application with its sites, its first step, and what the body said of the organisation unless that was on record.
pub fn insert(
    connection: &mut DatabaseConnection,
    new: &OrganisationCertificate,
    described: Option<&DescribedOrganisation>,
    first: &RecordedStep,
) -> Result<(), Error> {
    let described = described.map(serde_json::to_string).transpose();
    let described = described.map_err(|error| Error::Internal(error.to_string()))?;
    let state = certificates::state.eq(new.application.state);
    diesel::insert_into(certificates::table)
        .values((new.clone(), state, certificates::organisation_as_submitted.eq(described)))
        .execute(connection)?;
    let rows = (0_i32..).zip(&new.sites).map(|(position, site)| {
        values!(sites: organisation_certificate_id = new.id, position = position, name = site.name.clone(),
            locality = site.locality.clone(), region = site.region.clone(), country = site.country,
            street = site.street.clone(), postcode = site.postcode.clone(), scope = site.scope.clone())
    });
    insert_all!(connection, sites::table, rows);
    insert_step(connection, new.id, 0, first)
}

fn insert_step(
    connection: &mut DatabaseConnection,
    id: OrganisationCertificateId,
    position: i32,
    step: &RecordedStep,
) -> Result<(), Error> {
    let place = (steps::organisation_certificate_id.eq(id), steps::position.eq(position));
    diesel::insert_into(steps::table).values((place, step.clone())).execute(connection)?;
    Ok(())
}

/// Records the next step of an application, and the state and scope statement that it leads to.
pub fn advance(
    connection: &mut DatabaseConnection,
    certificate: &OrganisationCertificate,
    step: &RecordedStep,
) -> Result<(), Error> {
    let last = steps::table.filter(steps::organisation_certificate_id.eq(certificate.id)).select(max(steps::position));
    let last: Option<i32> = last.row(connection)?.flatten();
    insert_step(connection, certificate.id, last.map_or(0, |last| last + 1), step)?;
    let change = values!(certificates: state = certificate.application.state,
        scope_statement = &certificate.scope_statement, published_at = certificate.published_at.map(Column));
    diesel::update(certificates::table.find(certificate.id)).set(change).execute(connection)?;
    Ok(())
}

pub fn insert_transfer(
    connection: &mut DatabaseConnection,
    id: OrganisationCertificateId,
    transfer: &Transfer,
) -> Result<(), Error> {
    let values = (transfers::organisation_certificate_id.eq(id), transfer.clone());
    diesel::insert_into(transfers::table).values(values).execute(connection)?;
    add_number(connection, id, transfer.body, &transfer.number)
}
