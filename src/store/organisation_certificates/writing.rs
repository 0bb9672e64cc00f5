//! Organisation certificates: adding them, and what becomes of them.

use diesel::dsl::max;
use diesel::prelude::*;

use super::{DescribedOrganisation, OrganisationCertificate, RecordedStep, Transfer};
use crate::error::Error;
use crate::ids::OrganisationCertificateId;

use crate::store::connection::{DatabaseConnection, insert_all};
use crate::store::row::to_column;
use crate::store::schema::{
    organisation_certificate_sites as sites, organisation_certificate_status_changes as status_changes,
    organisation_certificate_steps as steps, organisation_certificate_transfers as transfers,
    organisation_certificates as certificates,
};
use crate::store::status::StatusRecord;

#[derive(Insertable)]
#[diesel(table_name = sites, treat_none_as_default_value = false)]
struct NewSite {
    organisation_certificate_id: String,
    position: i32,
    name: Option<String>,
    locality: String,
    region: Option<String>,
    country: String,
}

/// Adds an application with its sites, its first step, and what the body said of the organisation unless that was on record.
pub fn insert(
    connection: &mut DatabaseConnection,
    new: &OrganisationCertificate,
    described: Option<&DescribedOrganisation>,
    first: &RecordedStep,
) -> Result<(), Error> {
    let id = new.id.to_string();
    let described = described.map(serde_json::to_string).transpose();
    let described = described.map_err(|error| Error::Internal(error.to_string()))?;
    diesel::insert_into(certificates::table)
        .values((
            certificates::id.eq(&id),
            certificates::organisation_id.eq(new.organisation.to_string()),
            certificates::body_id.eq(new.body.to_string()),
            certificates::number.eq(&new.number),
            certificates::edition.eq(new.edition.as_str()),
            certificates::issued_on.eq(new.issued_on),
            certificates::expires_on.eq(new.expires_on),
            certificates::renews_id.eq(new.renews.map(|renewed| renewed.to_string())),
            certificates::state.eq(new.application.state.as_str()),
            certificates::scope_statement.eq(&new.scope_statement),
            certificates::organisation_as_submitted.eq(described),
            certificates::submitted_by.eq(&new.submitted_by),
            certificates::submitted_at.eq(to_column(new.submitted_at)),
            certificates::published_at.eq(new.published_at.map(to_column)),
        ))
        .execute(connection)?;
    let rows = (0_i32..).zip(&new.sites).map(|(position, site)| NewSite {
        organisation_certificate_id: id.clone(),
        position,
        name: site.name.clone(),
        locality: site.locality.clone(),
        region: site.region.clone(),
        country: site.country.to_string(),
    });
    insert_all!(connection, sites::table, rows.collect::<Vec<_>>());
    insert_step(connection, &id, 0, first)
}

fn insert_step(connection: &mut DatabaseConnection, id: &str, position: i32, step: &RecordedStep) -> Result<(), Error> {
    diesel::insert_into(steps::table)
        .values((
            steps::organisation_certificate_id.eq(id),
            steps::position.eq(position),
            steps::kind.eq(step.step.as_str()),
            steps::scope_statement.eq(&step.scope_statement),
            steps::words.eq(&step.words),
            steps::recorded_by.eq(&step.recorded_by),
            steps::recorded_at.eq(to_column(step.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Records the next step of an application, and the state and scope statement that it leads to.
pub fn advance(
    connection: &mut DatabaseConnection,
    certificate: &OrganisationCertificate,
    step: &RecordedStep,
) -> Result<(), Error> {
    let id = certificate.id.to_string();
    let last = steps::table
        .filter(steps::organisation_certificate_id.eq(&id))
        .select(max(steps::position))
        .first::<Option<i32>>(connection)?;
    insert_step(connection, &id, last.map_or(0, |last| last + 1), step)?;
    diesel::update(certificates::table.find(&id))
        .set((
            certificates::state.eq(certificate.application.state.as_str()),
            certificates::scope_statement.eq(&certificate.scope_statement),
            certificates::published_at.eq(certificate.published_at.map(to_column)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Adds a status change.
pub fn insert_status_change(
    connection: &mut DatabaseConnection,
    id: OrganisationCertificateId,
    record: &StatusRecord,
) -> Result<(), Error> {
    diesel::insert_into(status_changes::table)
        .values((
            status_changes::organisation_certificate_id.eq(id.to_string()),
            status_changes::kind.eq(record.change.kind()),
            status_changes::effective_on.eq(record.change.from()),
            status_changes::until.eq(record.change.until()),
            status_changes::reason_code.eq(&record.reason_code),
            status_changes::reason.eq(&record.reason),
            status_changes::recorded_by.eq(&record.recorded_by),
            status_changes::recorded_at.eq(to_column(record.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Adds a transfer.
pub fn insert_transfer(
    connection: &mut DatabaseConnection,
    id: OrganisationCertificateId,
    transfer: &Transfer,
) -> Result<(), Error> {
    diesel::insert_into(transfers::table)
        .values((
            transfers::organisation_certificate_id.eq(id.to_string()),
            transfers::body_id.eq(transfer.body.to_string()),
            transfers::number.eq(&transfer.number),
            transfers::effective_on.eq(transfer.effective_on),
            transfers::reason.eq(&transfer.reason),
            transfers::recorded_by.eq(&transfer.recorded_by),
            transfers::recorded_at.eq(to_column(transfer.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}
