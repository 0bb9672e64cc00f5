//! Whom certificates certify.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::error::Error;
use crate::ids::OrganisationCertificateId;
use crate::store::connection::DatabaseConnection;
use crate::store::rows::Rows;
use crate::store::schema::{organisation_certificates, organisations};

/// The names and slugs of the organisations that these certificates certify, by the ids of the certificates; of one that
/// was merged into another, of that one, and of a confidential certificate nothing. Two queries, however many.
pub fn certified_names(
    connection: &mut DatabaseConnection,
    certificates: &[OrganisationCertificateId],
) -> Result<HashMap<String, (String, String)>, Error> {
    let certified: Vec<(String, String, Option<String>)> = organisation_certificates::table
        .inner_join(organisations::table)
        .filter(organisation_certificates::id.eq_any(certificates))
        .filter(organisation_certificates::confidential.eq(false))
        .select((organisation_certificates::id, organisations::id, organisations::merged_into_id))
        .rows(connection)?;
    let survivors: Vec<&String> = certified.iter().map(|(_, own, into)| into.as_ref().unwrap_or(own)).collect();
    let names: HashMap<String, (String, String)> = organisations::table
        .filter(organisations::id.eq_any(survivors))
        .select((organisations::id, (organisations::name, organisations::slug)))
        .rows(connection)?
        .into_iter()
        .collect();
    let told = certified.into_iter().filter_map(|(certificate, own, into)| {
        let name = names.get(into.as_ref().unwrap_or(&own))?;
        Some((certificate, name.clone()))
    });
    Ok(told.collect())
}
