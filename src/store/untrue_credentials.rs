//! Credentials that say what is true no more: found by whom they name and by the words in them, and replaced.

use diesel::prelude::*;

use super::connection::DatabaseConnection;
use super::row::{Place, to_column};
use super::schema::{candidates, certificates, credential_documents, credential_words, credentials};
use super::status_lists;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId, CertificateId, CredentialId};
use crate::scheme::definition::{EditionCode, QualificationCode};
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::person::{FamilyName, GivenNames, full_name};

/// A credential that another one has not replaced yet.
#[derive(Clone, Debug)]
pub struct Replaceable {
    /// Which one.
    pub id: CredentialId,
    /// The list that its place is in.
    list: i32,
    /// The number on its certificate.
    pub number: CertificateNumber,
    /// The body that registered the result; `None` when a registrar did.
    pub body: Option<BodyId>,
}

/// What is to be read in a credential whose words were not looked at yet, and what is on record.
#[derive(Clone, Debug)]
pub struct Unread {
    /// The credential.
    pub credential: Replaceable,
    /// Its compact JSON Web Signature.
    pub jws: String,
    /// The holder's name on record, as a credential that is signed now would bear it.
    pub holder: String,
    /// What the certificate certifies.
    pub qualification: QualificationCode,
    /// On which edition.
    pub edition: EditionCode,
}

/// The words of scheme and issuer in credentials, for one qualification and edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptWords {
    /// Their digest.
    pub digest: String,
    /// The qualification.
    pub qualification: QualificationCode,
    /// The edition.
    pub edition: EditionCode,
}

type Row = (String, i32, String, Option<String>);

macro_rules! replaceable {
    () => {
        (credentials::id, credentials::status_list, certificates::number, certificates::body_id)
    };
}

fn from_row((id, list, number, body): Row) -> Result<Replaceable, Error> {
    let place = Place { table: "credentials", row: &id };
    Ok(Replaceable {
        id: place.value("id", CredentialId::parse(&id))?,
        list,
        number: place.value("number", CertificateNumber::parse(&number).ok())?,
        body: place.optional("body_id", body, |body| BodyId::parse(&body))?,
    })
}

/// The credentials of all certificates of a candidate that are not replaced.
pub fn of_candidate(connection: &mut DatabaseConnection, candidate: CandidateId) -> Result<Vec<Replaceable>, Error> {
    let rows = credentials::table
        .inner_join(certificates::table)
        .filter(certificates::candidate_id.eq(candidate.to_string()).and(credentials::replaced_at.is_null()))
        .order(credentials::id)
        .select(replaceable!())
        .load::<Row>(connection)?;
    rows.into_iter().map(from_row).collect()
}

/// The credentials of a certificate that are not replaced.
pub fn of_certificate(
    connection: &mut DatabaseConnection,
    certificate: CertificateId,
) -> Result<Vec<Replaceable>, Error> {
    let rows = credentials::table
        .inner_join(certificates::table)
        .filter(credentials::certificate_id.eq(certificate.to_string()).and(credentials::replaced_at.is_null()))
        .order(credentials::id)
        .select(replaceable!())
        .load::<Row>(connection)?;
    rows.into_iter().map(from_row).collect()
}

/// At most so many credentials with these words that are not replaced.
pub fn with_words(connection: &mut DatabaseConnection, digest: &str, most: usize) -> Result<Vec<Replaceable>, Error> {
    let rows = credentials::table
        .inner_join(certificates::table)
        .filter(credentials::words.eq(digest).and(credentials::replaced_at.is_null()))
        .order(credentials::id)
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .select(replaceable!())
        .load::<Row>(connection)?;
    rows.into_iter().map(from_row).collect()
}

/// At most so many credentials whose words were not looked at yet, that are not replaced.
pub fn unread(connection: &mut DatabaseConnection, most: usize) -> Result<Vec<Unread>, Error> {
    type UnreadRow = (Row, String, (Option<String>, String), (String, String));
    let rows = credentials::table
        .inner_join(certificates::table.inner_join(candidates::table))
        .inner_join(credential_documents::table)
        .filter(credentials::words.is_null().and(credentials::replaced_at.is_null()))
        .order(credentials::id)
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .select((
            replaceable!(),
            credential_documents::jws,
            (candidates::given_names, candidates::family_name),
            (certificates::qualification, certificates::edition),
        ))
        .load::<UnreadRow>(connection)?;
    let unread = |(row, jws, (given_names, family_name), (qualification, edition)): UnreadRow| {
        let credential = from_row(row)?;
        let row = credential.number.to_string();
        let place = Place { table: "candidates", row: &row };
        let given = place.optional("given_names", given_names, |names| GivenNames::on_record(&names).ok())?;
        let family = place.value("family_name", FamilyName::on_record(&family_name).ok())?;
        Ok(Unread {
            credential,
            jws,
            holder: full_name(given.as_ref().map(GivenNames::as_str), family.as_str()),
            qualification: QualificationCode::new(qualification),
            edition: EditionCode::new(edition),
        })
    };
    rows.into_iter().map(unread).collect()
}

/// Notes that others take the place of these credentials, which their lists show from this transaction on.
pub fn replace(connection: &mut DatabaseConnection, untrue: &[Replaceable], at: Moment) -> Result<(), Error> {
    let ids = untrue.iter().map(|credential| credential.id.to_string());
    diesel::update(credentials::table.filter(credentials::id.eq_any(ids.collect::<Vec<_>>())))
        .set(credentials::replaced_at.eq(Some(to_column(at))))
        .execute(connection)?;
    let mut lists: Vec<i32> = untrue.iter().map(|credential| credential.list).collect();
    lists.sort_unstable();
    lists.dedup();
    status_lists::touch_lists(connection, &lists)
}

/// How many credentials that are not replaced have these words; with `None`, were not looked at yet.
pub fn count(connection: &mut DatabaseConnection, words: Option<&str>) -> Result<i64, Error> {
    let standing = credentials::table.filter(credentials::replaced_at.is_null());
    let counted = match words {
        Some(digest) => standing.filter(credentials::words.eq(digest)).count().get_result(connection),
        None => standing.filter(credentials::words.is_null()).count().get_result(connection),
    };
    Ok(counted?)
}

/// Notes which words are in credentials.
pub fn set_words(connection: &mut DatabaseConnection, ids: &[CredentialId], digest: &str) -> Result<(), Error> {
    let ids = ids.iter().map(ToString::to_string);
    diesel::update(credentials::table.filter(credentials::id.eq_any(ids.collect::<Vec<_>>())))
        .set(credentials::words.eq(Some(digest)))
        .execute(connection)?;
    Ok(())
}

/// All words that ever stood in a credential.
pub fn words(connection: &mut DatabaseConnection) -> Result<Vec<KeptWords>, Error> {
    let rows = credential_words::table
        .order(credential_words::digest)
        .select((credential_words::digest, credential_words::qualification, credential_words::edition))
        .load::<(String, String, String)>(connection)?;
    let words = |(digest, qualification, edition)| KeptWords {
        digest,
        qualification: QualificationCode::new(qualification),
        edition: EditionCode::new(edition),
    };
    Ok(rows.into_iter().map(words).collect())
}

/// Keeps words, if they are not kept yet.
pub fn keep_words(connection: &mut DatabaseConnection, words: &KeptWords) -> Result<(), Error> {
    let known = credential_words::table.find(&words.digest);
    if diesel::select(diesel::dsl::exists(known)).get_result(connection)? {
        return Ok(());
    }
    diesel::insert_into(credential_words::table)
        .values((
            credential_words::digest.eq(&words.digest),
            credential_words::qualification.eq(words.qualification.as_str()),
            credential_words::edition.eq(words.edition.as_str()),
        ))
        .execute(connection)?;
    Ok(())
}
