//! Signed credentials of certificates, and the files that were made of them.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::connection::DatabaseConnection;
use super::row::{Place, from_column, to_column};
use super::schema::{certificates, credential_documents, credential_files, credentials};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{CertificateId, CredentialId};
use crate::scheme::numbers::CertificateNumber;

type Row = (
    (String, String, String),
    (i32, i32, String, String, NaiveDateTime, Option<NaiveDateTime>, Option<String>),
    (String, String, String),
);

macro_rules! selection {
    () => {
        credentials::table.inner_join(certificates::table).inner_join(credential_documents::table).select((
            (credentials::id, credentials::certificate_id, certificates::number),
            (
                credentials::status_list,
                credentials::status_index,
                credentials::rs256_key_id,
                credentials::eddsa_key_id,
                credentials::issued_at,
                credentials::replaced_at,
                credentials::words,
            ),
            (credential_documents::holder, credential_documents::jws, credential_documents::document),
        ))
    };
}

/// A credential.
#[derive(Clone, Debug)]
pub struct Credential {
    /// Which one.
    pub id: CredentialId,
    /// The certificate that it is of.
    pub certificate: CertificateId,
    /// The number on that certificate.
    pub number: CertificateNumber,
    /// The status list, from 1.
    pub status_list: u32,
    /// Its place in that list, from 0.
    pub status_index: u32,
    /// The key that signed the JSON Web Signature.
    pub rs256_key: String,
    /// The key that signed the Data Integrity proof.
    pub eddsa_key: String,
    /// When it was signed.
    pub issued_at: Moment,
    /// The digest of the words of scheme and issuer in it; `None` where that was not taken yet.
    pub words: Option<String>,
    /// When another one took its place.
    pub replaced_at: Option<Moment>,
    /// What was signed.
    pub documents: Documents,
}

/// What was signed: personal data.
#[derive(Clone, Debug)]
pub struct Documents {
    /// The holder's name in it.
    pub holder: String,
    /// The compact JSON Web Signature.
    pub jws: String,
    /// The JSON document with its proof.
    pub document: String,
}

/// Adds a credential. Another one of its certificate that is not replaced, or at its place, violates a constraint.
pub fn insert(connection: &mut DatabaseConnection, credential: &Credential) -> Result<(), Error> {
    let id = credential.id.to_string();
    diesel::insert_into(credentials::table)
        .values((
            credentials::id.eq(&id),
            credentials::certificate_id.eq(credential.certificate.to_string()),
            credentials::status_list.eq(to_number(credential.status_list)?),
            credentials::status_index.eq(to_number(credential.status_index)?),
            credentials::rs256_key_id.eq(&credential.rs256_key),
            credentials::eddsa_key_id.eq(&credential.eddsa_key),
            credentials::issued_at.eq(to_column(credential.issued_at)),
            credentials::words.eq(&credential.words),
        ))
        .execute(connection)?;
    diesel::insert_into(credential_documents::table)
        .values((
            credential_documents::credential_id.eq(&id),
            credential_documents::holder.eq(&credential.documents.holder),
            credential_documents::jws.eq(&credential.documents.jws),
            credential_documents::document.eq(&credential.documents.document),
        ))
        .execute(connection)?;
    Ok(())
}

pub(super) fn to_number(value: u32) -> Result<i32, Error> {
    i32::try_from(value).map_err(|_| Error::Internal("a place in a status list is too large".to_owned()))
}

/// Notes that a newer credential is handed out in the place of this one, which stays good.
pub fn supersede(connection: &mut DatabaseConnection, id: CredentialId, at: Moment) -> Result<(), Error> {
    diesel::update(credentials::table.find(id.to_string()))
        .set(credentials::superseded_at.eq(Some(to_column(at))))
        .execute(connection)?;
    Ok(())
}

/// The credential of a certificate that is handed out, if one was issued yet and is true.
pub fn current(connection: &mut DatabaseConnection, certificate: CertificateId) -> Result<Option<Credential>, Error> {
    let is_current = credentials::replaced_at.is_null().and(credentials::superseded_at.is_null());
    let row = selection!()
        .filter(credentials::certificate_id.eq(certificate.to_string()).and(is_current))
        .first::<Row>(connection)
        .optional()?;
    row.map(from_row).transpose()
}

/// The last credential that was issued of a certificate, whatever became of it.
pub fn last(connection: &mut DatabaseConnection, certificate: CertificateId) -> Result<Option<CredentialId>, Error> {
    let id = credentials::table
        .filter(credentials::certificate_id.eq(certificate.to_string()))
        .order((credentials::issued_at.desc(), credentials::id.desc()))
        .select(credentials::id)
        .first::<String>(connection)
        .optional()?;
    Place { table: "credentials", row: "last" }.optional("id", id, |id| CredentialId::parse(&id))
}

/// The credential with this id.
pub fn find(connection: &mut DatabaseConnection, id: CredentialId) -> Result<Option<Credential>, Error> {
    let row = selection!().filter(credentials::id.eq(id.to_string())).first::<Row>(connection).optional()?;
    row.map(from_row).transpose()
}

/// Keeps the digest of a file that is handed out; the same file again is no news.
pub fn keep_file(
    connection: &mut DatabaseConnection,
    digest: &str,
    credential: CredentialId,
    at: Moment,
) -> Result<(), Error> {
    diesel::insert_into(credential_files::table)
        .values((
            credential_files::digest.eq(digest),
            credential_files::credential_id.eq(credential.to_string()),
            credential_files::made_at.eq(to_column(at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The credential in the file with this digest, if we handed it out.
pub fn of_file(connection: &mut DatabaseConnection, digest: &str) -> Result<Option<CredentialId>, Error> {
    let id = credential_files::table
        .find(digest)
        .select(credential_files::credential_id)
        .first::<String>(connection)
        .optional()?;
    let place = Place { table: "credential_files", row: digest };
    place.optional("credential_id", id, |id| CredentialId::parse(&id))
}

fn from_row(row: Row) -> Result<Credential, Error> {
    let ((id, certificate, number), (list, index, rs256_key, eddsa_key, issued_at, replaced_at, words), documents) =
        row;
    let place = Place { table: "credentials", row: &id };
    let (holder, jws, document) = documents;
    Ok(Credential {
        id: place.value("id", CredentialId::parse(&id))?,
        certificate: place.value("certificate_id", CertificateId::parse(&certificate))?,
        number: place.value("number", CertificateNumber::parse(&number).ok())?,
        status_list: place.value("status_list", u32::try_from(list).ok())?,
        status_index: place.value("status_index", u32::try_from(index).ok())?,
        rs256_key,
        eddsa_key,
        issued_at: from_column(issued_at),
        words,
        replaced_at: replaced_at.map(from_column),
        documents: Documents { holder, jws, document },
    })
}
