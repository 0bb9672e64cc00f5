//! Credentials that say what is true no more: found by whom they name and by the words in them, and replaced.

use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::rows::{Columns, Rows};
use super::schema::{candidates, certificates, credential_documents, credential_words, credentials};
use super::status_lists;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId, CertificateId, CredentialId};
use crate::scheme::definition::{EditionCode, FormatCode, QualificationCode};
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::person::{FamilyName, GivenNames, full_name};

/// A credential that another one has not replaced yet.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = credentials)]
pub struct Replaceable {
    pub id: CredentialId,
    #[diesel(column_name = status_list)]
    list: u32,
    #[diesel(select_expression = certificates::number)]
    pub number: CertificateNumber,
    /// The body that registered the result; `None` when a registrar did.
    #[diesel(select_expression = certificates::body_id)]
    pub body: Option<BodyId>,
}

/// What is to be read in a credential whose words were not looked at yet, and what is on record.
#[derive(Clone, Debug)]
pub struct Unread {
    pub credential: Replaceable,
    pub jws: String,
    /// The holder's name on record, as a credential that is signed now would bear it.
    pub holder: String,
    pub qualification: QualificationCode,
    pub edition: EditionCode,
    pub format: FormatCode,
}

/// The words of scheme and issuer in credentials, for one qualification, edition and format.
#[derive(Clone, Debug, PartialEq, Eq, Insertable, Queryable, Selectable)]
#[diesel(table_name = credential_words)]
pub struct KeptWords {
    pub digest: String,
    pub qualification: QualificationCode,
    pub edition: EditionCode,
    pub format: FormatCode,
}

/// The credentials of which a condition holds and that are not replaced.
macro_rules! standing {
    ($condition:expr) => {
        credentials::table
            .inner_join(certificates::table)
            .filter($condition.and(credentials::replaced_at.is_null()))
            .order(credentials::id)
            .select(Replaceable::columns())
    };
}

/// The credentials of all certificates of these records of candidates that are not replaced.
pub fn of_candidates(
    connection: &mut DatabaseConnection,
    candidates: &[CandidateId],
) -> Result<Vec<Replaceable>, Error> {
    standing!(certificates::candidate_id.eq_any(candidates)).rows(connection)
}

/// The credentials of a certificate that are not replaced.
pub fn of_certificate(
    connection: &mut DatabaseConnection,
    certificate: CertificateId,
) -> Result<Vec<Replaceable>, Error> {
    standing!(credentials::certificate_id.eq(certificate)).rows(connection)
}

/// At most so many credentials with these words that are not replaced.
pub fn with_words(connection: &mut DatabaseConnection, digest: &str, most: usize) -> Result<Vec<Replaceable>, Error> {
    standing!(credentials::words.eq(digest)).limit(i64::try_from(most).unwrap_or(i64::MAX)).rows(connection)
}

/// At most so many credentials whose words were not looked at yet, that are not replaced.
pub fn unread(connection: &mut DatabaseConnection, most: usize) -> Result<Vec<Unread>, Error> {
    type Name = (Option<GivenNames>, FamilyName);
    type Sat = (QualificationCode, EditionCode, FormatCode);
    let rows: Vec<(Replaceable, String, Name, Sat)> = credentials::table
        .inner_join(certificates::table.inner_join(candidates::table))
        .inner_join(credential_documents::table)
        .filter(credentials::words.is_null().and(credentials::replaced_at.is_null()))
        .order(credentials::id)
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .select((
            Replaceable::columns(),
            credential_documents::jws,
            (candidates::given_names, candidates::family_name),
            (certificates::qualification, certificates::edition, certificates::format),
        ))
        .rows(connection)?;
    let unread = |(credential, jws, (given, family), (qualification, edition, format)): (_, _, Name, Sat)| {
        let holder = full_name(given.as_ref().map(GivenNames::as_str), family.as_str());
        Unread { credential, jws, holder, qualification, edition, format }
    };
    Ok(rows.into_iter().map(unread).collect())
}

/// Notes that others take the place of these credentials, which their lists show from this transaction on.
pub fn replace(connection: &mut DatabaseConnection, untrue: &[Replaceable], at: Moment) -> Result<(), Error> {
    let ids = untrue.iter().map(|credential| credential.id);
    diesel::update(credentials::table.filter(credentials::id.eq_any(ids)))
        .set(credentials::replaced_at.eq(Column(at)))
        .execute(connection)?;
    let mut lists: Vec<u32> = untrue.iter().map(|credential| credential.list).collect();
    lists.sort_unstable();
    lists.dedup();
    status_lists::touch_lists(connection, lists)
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
    diesel::update(credentials::table.filter(credentials::id.eq_any(ids)))
        .set(credentials::words.eq(Some(digest)))
        .execute(connection)?;
    Ok(())
}

/// All words that ever stood in a credential.
pub fn words(connection: &mut DatabaseConnection) -> Result<Vec<KeptWords>, Error> {
    credential_words::table.order(credential_words::digest).select(KeptWords::columns()).rows(connection)
}

/// Keeps words, if they are not kept yet.
pub fn keep_words(connection: &mut DatabaseConnection, words: &KeptWords) -> Result<(), Error> {
    let known = credential_words::table.find(&words.digest);
    if !diesel::select(diesel::dsl::exists(known)).get_result::<bool>(connection)? {
        diesel::insert_into(credential_words::table).values(words).execute(connection)?;
    }
    Ok(())
}
