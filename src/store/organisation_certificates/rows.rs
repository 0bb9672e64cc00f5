//! Organisation certificates: what belongs to them and is kept in other tables.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::{count_star, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{OrganisationCertificate, Site, Transfer, with_changes};
use crate::error::Error;
use crate::ids::{BodyId, OrganisationCertificateId as Id};
use crate::scheme::numbers::RegisterNumber;
use crate::scheme::organisation_certificate::{State, Step};
use crate::store::bodies::withdrawals;
use crate::store::connection::DatabaseConnection;
use crate::store::rows::{Columns, Rows, grouped};
use crate::store::schema::{
    organisation_certificate_confirmations as confirmations, organisation_certificate_numbers as numbers,
    organisation_certificate_sites as sites, organisation_certificate_steps as steps,
    organisation_certificate_transfers as transfers, organisation_certificates as certificates,
};

/// The condition of the partial indexes, in their very words: of a bound value an engine may not see that it is the same,
/// and read the whole table.
pub(super) fn not_withdrawn() -> SqlLiteral<Bool> {
    sql("organisation_certificates.state <> 'application_withdrawn'")
}

/// These certificates with what belongs to them: eight more queries, however many.
pub(super) fn complete(
    connection: &mut DatabaseConnection,
    found: Vec<OrganisationCertificate>,
) -> Result<Vec<OrganisationCertificate>, Error> {
    let ids: Vec<Id> = found.iter().map(|certificate| certificate.id).collect();
    if ids.is_empty() {
        return Ok(found);
    }
    let mut found = with_changes(connection, found)?;
    let mut sites = sites_of(connection, &ids)?;
    let mut transfers = transfers_of(connection, &ids)?;
    let rounds = rounds_of(connection, &ids)?;
    let mut bodies: Vec<BodyId> = found.iter().map(|certificate| certificate.body).collect();
    bodies.extend(transfers.values().flatten().map(|transfer| transfer.body));
    bodies.sort_unstable();
    bodies.dedup();
    let withdrawals = withdrawals(connection, &bodies)?;
    let renewals = renewals_of(connection, &ids)?;
    let register_numbers = register_numbers_of(connection, &ids)?;
    let mut confirmed = confirmed(connection, &ids)?;
    for certificate in &mut found {
        let id = certificate.id;
        certificate.sites = sites.remove(&id).unwrap_or_default();
        certificate.transfers = transfers.remove(&id).unwrap_or_default();
        let mut own: Vec<BodyId> = certificate.transfers.iter().map(|transfer| transfer.body).collect();
        own.push(certificate.body);
        own.retain(|body| withdrawals.contains_key(body));
        certificate.withdrawals = own.into_iter().map(|body| (body, withdrawals[&body])).collect();
        certificate.application.rounds = rounds.get(&id).copied().unwrap_or(0);
        certificate.renewed_by = renewals.get(&id).copied();
        certificate.register_number = register_numbers.get(&id).copied();
        certificate.confirmed_on = confirmed.remove(&id).unwrap_or_default();
    }
    Ok(found)
}

fn sites_of(connection: &mut DatabaseConnection, ids: &[Id]) -> Result<HashMap<Id, Vec<Site>>, Error> {
    let rows = sites::table
        .filter(sites::organisation_certificate_id.eq_any(ids))
        .order((sites::organisation_certificate_id, sites::position))
        .select((sites::organisation_certificate_id, Site::columns()))
        .rows(connection)?;
    Ok(grouped(rows))
}

fn transfers_of(connection: &mut DatabaseConnection, ids: &[Id]) -> Result<HashMap<Id, Vec<Transfer>>, Error> {
    let query = transfers::table.filter(transfers::organisation_certificate_id.eq_any(ids)).order(transfers::id);
    Ok(grouped(query.select((transfers::organisation_certificate_id, Transfer::columns())).rows(connection)?))
}

fn rounds_of(connection: &mut DatabaseConnection, ids: &[Id]) -> Result<HashMap<Id, u32>, Error> {
    let rows: Vec<(Id, i64)> = steps::table
        .filter(steps::organisation_certificate_id.eq_any(ids))
        .filter(steps::kind.eq(Step::Feedback))
        .group_by(steps::organisation_certificate_id)
        .select((steps::organisation_certificate_id, count_star()))
        .rows(connection)?;
    Ok(rows.into_iter().map(|(id, count)| (id, u32::try_from(count).unwrap_or(u32::MAX))).collect())
}

fn renewals_of(connection: &mut DatabaseConnection, ids: &[Id]) -> Result<HashMap<Id, Id>, Error> {
    let rows: Vec<(Id, Id)> = certificates::table
        .filter(certificates::renews_id.eq_any(ids))
        .filter(certificates::state.eq(State::Published))
        .filter(not_withdrawn())
        .select((certificates::renews_id.assume_not_null(), certificates::id))
        .rows(connection)?;
    Ok(rows.into_iter().collect())
}

/// The registry's own numbers of these certificates.
fn register_numbers_of(connection: &mut DatabaseConnection, ids: &[Id]) -> Result<HashMap<Id, RegisterNumber>, Error> {
    let rows: Vec<(Id, RegisterNumber)> = numbers::table
        .filter(numbers::organisation_certificate_id.eq_any(ids))
        .filter(numbers::body_id.is_null())
        .select((numbers::organisation_certificate_id, numbers::number))
        .rows(connection)?;
    Ok(rows.into_iter().collect())
}

/// As of which days each of these certificates was confirmed.
fn confirmed(connection: &mut DatabaseConnection, ids: &[Id]) -> Result<HashMap<Id, Vec<NaiveDate>>, Error> {
    let query = confirmations::table.filter(confirmations::organisation_certificate_id.eq_any(ids));
    let query = query.order((confirmations::organisation_certificate_id, confirmations::confirmed_on));
    Ok(grouped(
        query.select((confirmations::organisation_certificate_id, confirmations::confirmed_on)).rows(connection)?,
    ))
}
