//! Signed credentials of certificates, and the files that were made of them.

use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::rows::{Columns, Rows, values};
use super::schema::{certificates, credential_documents, credential_files, credentials};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{CertificateId, CredentialId};
use crate::scheme::numbers::CertificateNumber;

#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = credentials, treat_none_as_default_value = false)]
pub struct Credential {
    pub id: CredentialId,
    #[diesel(column_name = certificate_id)]
    pub certificate: CertificateId,
    #[diesel(select_expression = certificates::number, skip_insertion)]
    pub number: CertificateNumber,
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
    #[diesel(serialize_as = Column<Moment>)]
    pub issued_at: Moment,
    /// The digest of the words of scheme and issuer in it; `None` where that was not taken yet.
    pub words: Option<String>,
    #[diesel(skip_insertion)]
    pub replaced_at: Option<Moment>,
    #[diesel(embed, skip_insertion)]
    pub documents: Documents,
}

/// What was signed: personal data.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = credential_documents, treat_none_as_default_value = false)]
pub struct Documents {
    pub holder: String,
    /// The compact JSON Web Signature.
    pub jws: String,
    /// The JSON document with its proof.
    pub document: String,
}

/// Adds a credential. Another one of its certificate that is not replaced, or at its place, violates a constraint.
pub fn insert(connection: &mut DatabaseConnection, credential: &Credential) -> Result<(), Error> {
    diesel::insert_into(credentials::table).values(credential.clone()).execute(connection)?;
    let documents = (credential_documents::credential_id.eq(credential.id), &credential.documents);
    diesel::insert_into(credential_documents::table).values(documents).execute(connection)?;
    Ok(())
}

/// Notes that a newer credential is handed out in the place of this one, which stays good.
pub fn supersede(connection: &mut DatabaseConnection, id: CredentialId, at: Moment) -> Result<(), Error> {
    let superseded = credentials::superseded_at.eq(Column(at));
    diesel::update(credentials::table.find(id)).set(superseded).execute(connection)?;
    Ok(())
}

/// The credential of a certificate that is handed out, if one was issued yet and is true.
pub fn current(connection: &mut DatabaseConnection, certificate: CertificateId) -> Result<Option<Credential>, Error> {
    credentials::table
        .inner_join(certificates::table)
        .inner_join(credential_documents::table)
        .filter(credentials::certificate_id.eq(certificate))
        .filter(credentials::replaced_at.is_null().and(credentials::superseded_at.is_null()))
        .select(Credential::columns())
        .row(connection)
}

/// The last credential that was issued of a certificate, whatever became of it.
pub fn last(connection: &mut DatabaseConnection, certificate: CertificateId) -> Result<Option<CredentialId>, Error> {
    let of_certificate = credentials::table.filter(credentials::certificate_id.eq(certificate));
    let query = of_certificate.order((credentials::issued_at.desc(), credentials::id.desc()));
    query.select(credentials::id).row(connection)
}

pub fn find(connection: &mut DatabaseConnection, id: CredentialId) -> Result<Option<Credential>, Error> {
    credentials::table
        .inner_join(certificates::table)
        .inner_join(credential_documents::table)
        .filter(credentials::id.eq(id))
        .select(Credential::columns())
        .row(connection)
}

/// Keeps the digest of a file that is handed out; the same file again is no news.
pub fn keep_file(
    connection: &mut DatabaseConnection,
    digest: &str,
    credential: CredentialId,
    at: Moment,
) -> Result<(), Error> {
    let new = values!(credential_files: digest = digest, credential_id = credential, made_at = Column(at));
    diesel::insert_into(credential_files::table).values(new).execute(connection)?;
    Ok(())
}

/// The credential in the file with this digest, if we handed it out.
pub fn of_file(connection: &mut DatabaseConnection, digest: &str) -> Result<Option<CredentialId>, Error> {
    credential_files::table.find(digest).select(credential_files::credential_id).row(connection)
}
