//! Signed credentials of organisations' certificates.

use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::rows::{Columns, Rows, values};
use super::schema::{organisation_credential_files as files, organisation_credentials};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{CredentialId, OrganisationCertificateId};

#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = organisation_credentials, treat_none_as_default_value = false)]
pub struct OrganisationCredential {
    pub id: CredentialId,
    #[diesel(column_name = organisation_certificate_id)]
    pub certificate: OrganisationCertificateId,
    /// The status list, from 1.
    #[diesel(serialize_as = Column<u32>)]
    pub status_list: u32,
    /// Its place in that list, from 0.
    #[diesel(serialize_as = Column<u32>)]
    pub status_index: u32,
    /// The key that signed the JSON Web Signature.
    #[diesel(column_name = rs256_key_id)]
    pub rs256_key: String,
    /// The key that signed the Data Integrity proof.
    #[diesel(column_name = eddsa_key_id)]
    pub eddsa_key: String,
    /// The digest of what it says, but for its id, its place and when it was signed.
    pub says: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub issued_at: Moment,
    /// The compact JSON Web Signature.
    pub jws: String,
    /// The JSON document with its proof.
    pub document: String,
}

/// Adds one. Another one at its place violates a constraint.
pub fn insert(connection: &mut DatabaseConnection, credential: &OrganisationCredential) -> Result<(), Error> {
    diesel::insert_into(organisation_credentials::table).values(credential.clone()).execute(connection)?;
    Ok(())
}

/// The last one that was issued of a certificate.
pub fn last(
    connection: &mut DatabaseConnection,
    certificate: OrganisationCertificateId,
) -> Result<Option<OrganisationCredential>, Error> {
    organisation_credentials::table
        .filter(organisation_credentials::organisation_certificate_id.eq(certificate))
        .order(organisation_credentials::id.desc())
        .select(OrganisationCredential::columns())
        .row(connection)
}

pub fn find(connection: &mut DatabaseConnection, id: CredentialId) -> Result<Option<OrganisationCredential>, Error> {
    organisation_credentials::table.find(id).select(OrganisationCredential::columns()).row(connection)
}

/// The credentials of a list: the place of each, of which certificate it is, and what it says.
pub fn of_list(
    connection: &mut DatabaseConnection,
    list: u32,
) -> Result<Vec<(u32, OrganisationCertificateId, String)>, Error> {
    organisation_credentials::table
        .filter(organisation_credentials::status_list.eq(Column(list)))
        .select((
            organisation_credentials::status_index,
            organisation_credentials::organisation_certificate_id,
            organisation_credentials::says,
        ))
        .rows(connection)
}

/// Keeps the digest of a file that is handed out.
pub fn keep_file(
    connection: &mut DatabaseConnection,
    digest: &str,
    credential: CredentialId,
    at: Moment,
) -> Result<(), Error> {
    let new = values!(files: digest = digest, credential_id = credential, made_at = Column(at));
    diesel::insert_into(files::table).values(new).execute(connection)?;
    Ok(())
}

/// The credential in the file with this digest, if we handed it out.
pub fn of_file(connection: &mut DatabaseConnection, digest: &str) -> Result<Option<CredentialId>, Error> {
    files::table.find(digest).select(files::credential_id).row(connection)
}
