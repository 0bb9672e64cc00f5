//! Certificates and the history of their status.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::connection::{DatabaseConnection, insert_all};
use super::page::{Page, PageRequest};
use super::row::{Place, from_column, to_column};
use super::schema::{candidates, certificate_status_changes, certificates};
use super::status::{self, StatusColumns, StatusRecord};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId, CertificateId, ResultId};
use crate::scheme::definition::{EditionCode, QualificationCode};
use crate::scheme::lifecycle::History;
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::person::FamilyName;

/// A certificate.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// The record.
    pub id: CertificateId,
    /// The number on it.
    pub number: CertificateNumber,
    /// The result on which it was awarded.
    pub result: ResultId,
    /// Its holder.
    pub candidate: CandidateId,
    /// The body that registered the result; `None` when a registrar did.
    pub body: Option<BodyId>,
    /// What it certifies.
    pub qualification: QualificationCode,
    /// On which edition.
    pub edition: EditionCode,
    /// The day of the sitting, as of which it is awarded.
    pub awarded_on: NaiveDate,
    /// Its last day, if it has one.
    pub expires_on: Option<NaiveDate>,
    /// When it was awarded.
    pub awarded_at: Moment,
    /// What happened to it since, in the order of recording.
    pub status_changes: Vec<StatusRecord>,
}

impl Certificate {
    /// The history of its status.
    #[must_use]
    pub fn history(&self) -> History {
        status::history(self.awarded_on, self.expires_on, &self.status_changes)
    }
}

/// What a verification needs to know of a certificate.
#[derive(Clone, Debug)]
pub struct VerifiableCertificate {
    /// Its holder.
    pub candidate: CandidateId,
    /// What it certifies.
    pub qualification: QualificationCode,
    /// On which edition.
    pub edition: EditionCode,
    /// Its award and all that happened to it since.
    pub history: History,
    /// The holder's given names.
    pub given_names: Option<String>,
    /// The holder's family name.
    pub family_name: FamilyName,
    /// Whether the holder agreed to be shown by name.
    pub listed: bool,
}

type CertificateRow =
    (String, String, String, String, Option<String>, String, String, NaiveDate, Option<NaiveDate>, NaiveDateTime);

macro_rules! columns {
    () => {
        (
            certificates::id,
            certificates::number,
            certificates::result_id,
            certificates::candidate_id,
            certificates::body_id,
            certificates::qualification,
            certificates::edition,
            certificates::awarded_on,
            certificates::expires_on,
            certificates::awarded_at,
        )
    };
}

/// The columns of a status change, all nullable, as an outer join gives them.
type MaybeStatusColumns = Option<StatusColumns>;

macro_rules! status_columns {
    () => {
        (
            certificate_status_changes::kind,
            certificate_status_changes::effective_on,
            certificate_status_changes::until,
            certificate_status_changes::reason_code.nullable(),
            certificate_status_changes::reason,
            certificate_status_changes::recorded_by,
            certificate_status_changes::recorded_at,
        )
            .nullable()
    };
}
pub(super) use status_columns;

#[derive(Insertable)]
#[diesel(table_name = certificates, treat_none_as_default_value = false)]
struct NewRow {
    id: String,
    number: String,
    result_id: String,
    candidate_id: String,
    body_id: Option<String>,
    qualification: String,
    edition: String,
    awarded_on: NaiveDate,
    expires_on: Option<NaiveDate>,
    current: bool,
    awarded_at: NaiveDateTime,
}

/// Adds certificates. Each becomes the current one of its holder, qualification and edition, in the place of those among
/// `ended`, which may be among the new ones. Another one that is current violates a constraint.
pub fn insert(connection: &mut DatabaseConnection, all: &[Certificate], ended: &[CertificateId]) -> Result<(), Error> {
    for id in ended.iter().filter(|id| all.iter().all(|new| new.id != **id)) {
        end_currency(connection, *id)?;
    }
    let rows = all.iter().map(|certificate| NewRow {
        id: certificate.id.to_string(),
        number: certificate.number.compact(),
        result_id: certificate.result.to_string(),
        candidate_id: certificate.candidate.to_string(),
        body_id: certificate.body.map(|body| body.to_string()),
        qualification: certificate.qualification.as_str().to_owned(),
        edition: certificate.edition.as_str().to_owned(),
        awarded_on: certificate.awarded_on,
        expires_on: certificate.expires_on,
        current: !ended.contains(&certificate.id),
        awarded_at: to_column(certificate.awarded_at),
    });
    insert_all!(connection, certificates::table, rows.collect::<Vec<_>>());
    Ok(())
}

/// Ends a certificate's currency: it was withdrawn, or has expired and is followed by another.
pub fn end_currency(connection: &mut DatabaseConnection, id: CertificateId) -> Result<(), Error> {
    diesel::update(certificates::table.find(id.to_string()))
        .set(certificates::current.eq(false))
        .execute(connection)?;
    Ok(())
}

/// Adds a status change.
pub fn insert_status_change(
    connection: &mut DatabaseConnection,
    id: CertificateId,
    record: &StatusRecord,
) -> Result<(), Error> {
    diesel::insert_into(certificate_status_changes::table)
        .values((
            certificate_status_changes::certificate_id.eq(id.to_string()),
            certificate_status_changes::kind.eq(record.change.kind()),
            certificate_status_changes::effective_on.eq(record.change.from()),
            certificate_status_changes::until.eq(record.change.until()),
            certificate_status_changes::reason_code.eq(record.reason_code.clone().unwrap_or_default()),
            certificate_status_changes::reason.eq(&record.reason),
            certificate_status_changes::recorded_by.eq(&record.recorded_by),
            certificate_status_changes::recorded_at.eq(to_column(record.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Which certificates are wanted.
#[derive(Clone, Debug, Default)]
pub struct CertificateFilter {
    /// Of results that this body registered.
    pub body: Option<BodyId>,
    /// Of this holder.
    pub candidate: Option<CandidateId>,
    /// Of this qualification.
    pub qualification: Option<QualificationCode>,
}

/// The certificate with this number; of this body's results only, if one is given.
pub fn find(
    connection: &mut DatabaseConnection,
    number: CertificateNumber,
    body: Option<BodyId>,
) -> Result<Option<Certificate>, Error> {
    let mut query =
        certificates::table.select(columns!()).filter(certificates::number.eq(number.compact())).into_boxed();
    if let Some(body) = body {
        query = query.filter(certificates::body_id.eq(body.to_string()));
    }
    let row = query.first::<CertificateRow>(connection).optional()?;
    Ok(with_changes(connection, row.into_iter().collect())?.pop())
}

/// The certificate with this id.
pub fn find_by_id(connection: &mut DatabaseConnection, id: CertificateId) -> Result<Option<Certificate>, Error> {
    let query = certificates::table.find(id.to_string()).select(columns!());
    let row = query.first::<CertificateRow>(connection).optional()?;
    Ok(with_changes(connection, row.into_iter().collect())?.pop())
}

/// The certificates with these ids, in no particular order.
pub fn find_all(connection: &mut DatabaseConnection, ids: &[String]) -> Result<Vec<Certificate>, Error> {
    let rows = certificates::table.filter(certificates::id.eq_any(ids)).select(columns!());
    let rows = rows.load::<CertificateRow>(connection)?;
    with_changes(connection, rows)
}

/// All certificates of a holder, with their histories: one query.
pub fn of_candidate(connection: &mut DatabaseConnection, candidate: CandidateId) -> Result<Vec<Certificate>, Error> {
    of_candidates(connection, &[candidate])
}

/// All certificates of these holders, with their histories, in the order of award: one query.
pub fn of_candidates(
    connection: &mut DatabaseConnection,
    candidates: &[CandidateId],
) -> Result<Vec<Certificate>, Error> {
    let query = certificates::table
        .left_join(certificate_status_changes::table)
        .order((certificates::id, certificate_status_changes::id))
        .select((columns!(), status_columns!()));
    let ids: Vec<String> = candidates.iter().map(ToString::to_string).collect();
    // One candidate and many are two statements, so that each is prepared once.
    let rows = match &ids[..] {
        [only] => query
            .filter(certificates::candidate_id.eq(only))
            .load::<(CertificateRow, MaybeStatusColumns)>(connection)?,
        _ => query
            .filter(certificates::candidate_id.eq_any(&ids))
            .load::<(CertificateRow, MaybeStatusColumns)>(connection)?,
    };
    let mut found: Vec<Certificate> = Vec::new();
    for (row, change) in rows {
        let id = row.0.clone();
        if found.last().is_none_or(|last| last.id.to_string() != id) {
            found.push(from_row(row, Vec::new())?);
        }
        if let (Some(columns), Some(last)) = (change, found.last_mut()) {
            last.status_changes.push(status::from_columns(columns, "certificate_status_changes", &id)?);
        }
    }
    Ok(found)
}

/// A page of certificates in the order of award.
pub fn list(
    connection: &mut DatabaseConnection,
    filter: &CertificateFilter,
    request: &PageRequest,
) -> Result<Page<Certificate>, Error> {
    let mut query = certificates::table
        .select(columns!())
        .filter(certificates::id.gt(request.after()))
        .order(certificates::id)
        .limit(request.rows())
        .into_boxed();
    if let Some(body) = filter.body {
        query = query.filter(certificates::body_id.eq(body.to_string()));
    }
    if let Some(candidate) = filter.candidate {
        query = query.filter(certificates::candidate_id.eq(candidate.to_string()));
    }
    if let Some(qualification) = &filter.qualification {
        query = query.filter(certificates::qualification.eq(qualification.as_str()));
    }
    let page = request.page(query.load::<CertificateRow>(connection)?, |row| row.0.clone());
    let next = page.next;
    Ok(Page { items: with_changes(connection, page.items)?, next })
}

/// The numbers of the certificates that were awarded on these results.
pub fn numbers_by_result(
    connection: &mut DatabaseConnection,
    results: &[ResultId],
) -> Result<HashMap<ResultId, CertificateNumber>, Error> {
    let ids: Vec<String> = results.iter().map(ToString::to_string).collect();
    let rows = certificates::table
        .filter(certificates::result_id.eq_any(ids))
        .select((certificates::result_id, certificates::number))
        .load::<(String, String)>(connection)?;
    rows.into_iter()
        .map(|(result, number)| {
            let place = Place { table: "certificates", row: &number };
            let result = place.value("result_id", ResultId::parse(&result))?;
            Ok((result, place.value("number", CertificateNumber::parse(&number).ok())?))
        })
        .collect()
}

/// What is needed to verify these numbers, however many: one query.
pub fn for_verification(
    connection: &mut DatabaseConnection,
    numbers: &[CertificateNumber],
) -> Result<HashMap<CertificateNumber, VerifiableCertificate>, Error> {
    type HolderColumns = (String, Option<String>, String, bool);
    type Row = ((String, String, String, NaiveDate, Option<NaiveDate>), HolderColumns, MaybeStatusColumns);
    let compact: Vec<String> = numbers.iter().map(CertificateNumber::compact).collect();
    let query = certificates::table
        .inner_join(candidates::table)
        .left_join(certificate_status_changes::table)
        .order(certificate_status_changes::id)
        .select((
            (
                certificates::number,
                certificates::qualification,
                certificates::edition,
                certificates::awarded_on,
                certificates::expires_on,
            ),
            (candidates::id, candidates::given_names, candidates::family_name, candidates::listed),
            status_columns!(),
        ));
    // One number and many are two statements, so that each is prepared once.
    let rows = match &compact[..] {
        [only] => query.filter(certificates::number.eq(only)).load::<Row>(connection)?,
        _ => query.filter(certificates::number.eq_any(&compact)).load::<Row>(connection)?,
    };
    let mut found: HashMap<CertificateNumber, VerifiableCertificate> = HashMap::with_capacity(numbers.len());
    for ((number, qualification, edition, awarded_on, expires_on), holder, change) in rows {
        let (candidate, given_names, family_name, listed) = holder;
        let place = Place { table: "certificates", row: &number };
        let key = place.value("number", CertificateNumber::parse(&number).ok())?;
        let family_name = place.value("holder", FamilyName::on_record(&family_name).ok())?;
        let candidate = place.value("candidate_id", CandidateId::parse(&candidate))?;
        let entry = found.entry(key).or_insert_with(|| VerifiableCertificate {
            candidate,
            qualification: QualificationCode::new(qualification),
            edition: EditionCode::new(edition),
            history: status::history(awarded_on, expires_on, &[]),
            given_names,
            family_name,
            listed,
        });
        if let Some(columns) = change {
            let record = status::from_columns(columns, "certificate_status_changes", &number)?;
            entry.history.changes.extend(status::history(awarded_on, expires_on, &[record]).changes);
        }
    }
    Ok(found)
}

/// The certificates of these rows with their status changes, in the order of the rows: one more query.
fn with_changes(connection: &mut DatabaseConnection, rows: Vec<CertificateRow>) -> Result<Vec<Certificate>, Error> {
    let ids: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
    let mut changes: HashMap<String, Vec<StatusRecord>> = HashMap::new();
    if !ids.is_empty() {
        let found = certificate_status_changes::table
            .filter(certificate_status_changes::certificate_id.eq_any(ids))
            .order(certificate_status_changes::id)
            .select((certificate_status_changes::certificate_id, status_columns!()))
            .load::<(String, MaybeStatusColumns)>(connection)?;
        for (certificate, columns) in found {
            if let Some(columns) = columns {
                let record = status::from_columns(columns, "certificate_status_changes", &certificate)?;
                changes.entry(certificate).or_default().push(record);
            }
        }
    }
    rows.into_iter()
        .map(|row| {
            let status_changes = changes.remove(&row.0).unwrap_or_default();
            from_row(row, status_changes)
        })
        .collect()
}

fn from_row(row: CertificateRow, status_changes: Vec<StatusRecord>) -> Result<Certificate, Error> {
    let (id, number, result, candidate, body, qualification, edition, awarded_on, expires_on, awarded_at) = row;
    let place = Place { table: "certificates", row: &id };
    Ok(Certificate {
        id: place.value("id", CertificateId::parse(&id))?,
        number: place.value("number", CertificateNumber::parse(&number).ok())?,
        result: place.value("result_id", ResultId::parse(&result))?,
        candidate: place.value("candidate_id", CandidateId::parse(&candidate))?,
        body: place.optional("body_id", body, |body| BodyId::parse(&body))?,
        qualification: QualificationCode::new(qualification),
        edition: EditionCode::new(edition),
        awarded_at: from_column(awarded_at),
        awarded_on,
        expires_on,
        status_changes,
    })
}
