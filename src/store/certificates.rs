//! Certificates and the history of their status.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::bodies::BodyName;
use super::candidates::holders;
use super::column::{Column, Later, later};
use super::connection::{DatabaseConnection, insert_all};
use super::page::{Page, PageRequest, paged};
use super::rows::{Columns, Rows, narrow, rows_with, values};
use super::schema::{bodies, candidates, certificate_status_changes, certificates, result_annulments};
use super::status::{self, StatusRecord, status_changes, status_columns};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId, CertificateId, ResultId};
use crate::scheme::definition::{EditionCode, FormatCode, QualificationCode};
use crate::scheme::lifecycle::{History, Status};
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::person::FamilyName;

status_changes!(Certificate, CertificateId: certificate_status_changes, certificate_id, Option::unwrap_or_default);

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = certificates)]
pub struct Certificate {
    pub id: CertificateId,
    pub number: CertificateNumber,
    #[diesel(column_name = result_id)]
    pub result: ResultId,
    #[diesel(column_name = candidate_id)]
    pub candidate: CandidateId,
    /// The body that registered the result; `None` when a registrar did.
    #[diesel(column_name = body_id)]
    pub body: Option<BodyId>,
    pub qualification: QualificationCode,
    /// Of which format, on which edition the examination was.
    pub format: FormatCode,
    pub edition: EditionCode,
    /// The day of the sitting, as of which it is awarded.
    pub awarded_on: NaiveDate,
    /// Its last day; `None` for one that does not expire.
    pub expires_on: Option<NaiveDate>,
    /// The certificate that it renews.
    #[diesel(column_name = renews_id)]
    pub renews: Option<CertificateId>,
    pub awarded_at: Moment,
    /// What happened to it since, in the order of recording.
    #[diesel(select_expression = certificates::id, deserialize_as = Later)]
    pub status_changes: Vec<StatusRecord>,
}

impl Certificate {
    #[must_use]
    pub fn history(&self) -> History {
        status::history(self.awarded_on, self.expires_on, &self.status_changes)
    }

    /// Whether it is withdrawn as of its award: there should never have been one.
    #[must_use]
    pub fn is_void(&self) -> bool {
        self.history().status_on(self.awarded_on) == Status::Withdrawn
    }
}

/// What a verification needs to know of a certificate. The holder is the candidate that stays where records were merged.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = certificates)]
pub struct VerifiableCertificate {
    pub id: CertificateId,
    #[diesel(column_name = renews_id)]
    renews: Option<CertificateId>,
    #[diesel(column_name = candidate_id)]
    pub candidate: CandidateId,
    pub qualification: QualificationCode,
    pub edition: EditionCode,
    pub format: FormatCode,
    #[diesel(select_expression = (certificates::awarded_on, certificates::expires_on))]
    pub history: History,
    #[diesel(select_expression = candidates::given_names)]
    pub given_names: Option<String>,
    #[diesel(select_expression = candidates::family_name)]
    pub family_name: FamilyName,
    #[diesel(select_expression = candidates::listed)]
    pub listed: bool,
    #[diesel(select_expression = candidates::held_back)]
    held_back: bool,
    #[diesel(select_expression = candidates::merged_into_id)]
    merged_into: Option<CandidateId>,
    /// The body that examined; `None` where a registrar registered the result.
    #[diesel(select_expression = (bodies::id, bodies::slug, bodies::name).nullable())]
    pub examined_by: Option<BodyName>,
    /// Whether its result was annulled.
    #[diesel(select_expression = result_annulments::result_id.nullable().is_not_null())]
    pub annulled: bool,
    /// What it renews, and what renews it.
    #[diesel(select_expression = certificates::id, deserialize_as = Later)]
    pub renewals: Renewals,
}

/// Adds certificates. Each becomes the current one of its holder, qualification and edition, in the place of those among
/// `ended`, which may be among the new ones. Another one that is current violates a constraint.
pub fn insert(connection: &mut DatabaseConnection, all: &[Certificate], ended: &[CertificateId]) -> Result<(), Error> {
    for id in ended.iter().filter(|id| all.iter().all(|new| new.id != **id)) {
        end_currency(connection, *id)?;
    }
    let mut all: Vec<&Certificate> = all.iter().collect();
    // By the number, that neighbours in its index are written one after the other; what renews another comes behind it.
    all.sort_by_key(|one| (one.renews.is_some(), one.renews.is_none().then_some(one.number)));
    let rows = all.into_iter().map(|certificate| {
        values!(certificates: id = certificate.id, number = certificate.number, result_id = certificate.result,
            candidate_id = certificate.candidate, body_id = certificate.body,
            qualification = certificate.qualification.clone(), format = certificate.format.clone(),
            edition = certificate.edition.clone(),
            awarded_on = certificate.awarded_on, expires_on = certificate.expires_on,
            renews_id = certificate.renews, current = !ended.contains(&certificate.id), awarded_at = Column(certificate.awarded_at))
    });
    insert_all!(connection, certificates::table, rows);
    Ok(())
}

/// Ends a certificate's currency: it was withdrawn, or has expired and is followed by another.
pub fn end_currency(connection: &mut DatabaseConnection, id: CertificateId) -> Result<(), Error> {
    diesel::update(certificates::table.find(id)).set(certificates::current.eq(false)).execute(connection)?;
    Ok(())
}

#[derive(Clone, Debug, Default)]
pub struct CertificateFilter {
    /// Of results that this body registered.
    pub body: Option<BodyId>,
    /// Of these records of a candidate.
    pub candidates: Option<Vec<CandidateId>>,
    pub qualification: Option<QualificationCode>,
}

/// The certificate with this number; of this body's results only, if one is given.
pub fn find(
    connection: &mut DatabaseConnection,
    number: CertificateNumber,
    body: Option<BodyId>,
) -> Result<Option<Certificate>, Error> {
    let mut query =
        certificates::table.filter(certificates::number.eq(number)).select(Certificate::columns()).into_boxed();
    narrow!(query: certificates::body_id = body);
    let found = query.rows(connection)?;
    Ok(with_changes(connection, found)?.pop())
}

pub fn find_by_id(connection: &mut DatabaseConnection, id: CertificateId) -> Result<Option<Certificate>, Error> {
    let found = certificates::table.find(id).select(Certificate::columns()).rows(connection)?;
    Ok(with_changes(connection, found)?.pop())
}

/// The certificates with these ids, in no particular order.
pub fn find_all(connection: &mut DatabaseConnection, ids: &[String]) -> Result<Vec<Certificate>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = certificates::table.filter(certificates::id.eq_any(ids)).select(Certificate::columns());
    let found = query.rows(connection)?;
    with_changes(connection, found)
}

/// All certificates of these records of holders, with their histories, in the order of award: one query.
pub fn of_candidates(
    connection: &mut DatabaseConnection,
    candidates: &[CandidateId],
) -> Result<Vec<Certificate>, Error> {
    let query = certificates::table
        .left_join(certificate_status_changes::table)
        .order((certificates::id, certificate_status_changes::id))
        .select((Certificate::columns(), status_columns!(certificate_status_changes).nullable()));
    let rows: Vec<(Certificate, Option<StatusRecord>)> =
        rows_with!(query, certificates::candidate_id = one of candidates, connection)?;
    let mut found: Vec<Certificate> = Vec::new();
    for (certificate, change) in rows {
        if found.last().is_none_or(|last| last.id != certificate.id) {
            found.push(certificate);
        }
        if let Some(last) = found.last_mut() {
            last.status_changes.extend(change);
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
    let mut query = paged!(certificates::id, request).select(Certificate::columns()).into_boxed();
    narrow!(query:
        certificates::body_id = filter.body,
        certificates::qualification = &filter.qualification
    );
    if let Some(candidates) = &filter.candidates {
        query = query.filter(certificates::candidate_id.eq_any(candidates));
    }
    request.page(query.rows(connection)?, |one: &Certificate| one.id).try_all(|found| with_changes(connection, found))
}

/// The certificates that were awarded on these results themselves: those that renew others by them came later, if on the same day.
pub fn numbers_by_result(
    connection: &mut DatabaseConnection,
    results: &[ResultId],
) -> Result<HashMap<ResultId, CertificateNumber>, Error> {
    let query = certificates::table.filter(certificates::result_id.eq_any(results)).order(certificates::id.desc());
    let rows: Vec<_> = query.select((certificates::result_id, certificates::number)).rows(connection)?;
    Ok(rows.into_iter().collect())
}

/// What a certificate renews, and what renews it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Renewals {
    pub renews: Option<CertificateNumber>,
    /// One that is withdrawn as of its award renews nothing.
    pub renewed_by: Option<CertificateNumber>,
}

later!(Renewals);

/// The certificates that renew these.
pub fn renewing(connection: &mut DatabaseConnection, ids: &[CertificateId]) -> Result<Vec<Certificate>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = certificates::table.filter(certificates::renews_id.eq_any(ids)).order(certificates::id);
    let found = query.select(Certificate::columns()).rows(connection)?;
    with_changes(connection, found)
}

/// What these certificates renew, each with the id of that, and what of `renewing` renews them: at most one query.
pub fn renewals(
    connection: &mut DatabaseConnection,
    of: &[(CertificateId, Option<CertificateId>)],
    renewing: &[Certificate],
) -> Result<HashMap<CertificateId, Renewals>, Error> {
    let renewed: Vec<CertificateId> = of.iter().filter_map(|(_, renews)| *renews).collect();
    let mut numbers: HashMap<CertificateId, CertificateNumber> = HashMap::new();
    if !renewed.is_empty() {
        let query = certificates::table.filter(certificates::id.eq_any(&renewed));
        let rows: Vec<(CertificateId, CertificateNumber)> =
            query.select((certificates::id, certificates::number)).rows(connection)?;
        numbers.extend(rows);
    }
    let found = of.iter().map(|(id, renews)| {
        let by = renewing.iter().find(|one| one.renews == Some(*id) && !one.is_void());
        let renews = renews.and_then(|renews| numbers.get(&renews).copied());
        (*id, Renewals { renews, renewed_by: by.map(|one| one.number) })
    });
    Ok(found.collect())
}

/// What is needed to verify these numbers, however many: one query, and one more where holders' records were merged.
pub fn for_verification(
    connection: &mut DatabaseConnection,
    numbers: &[CertificateNumber],
) -> Result<HashMap<CertificateNumber, VerifiableCertificate>, Error> {
    let query = certificates::table
        .inner_join(candidates::table)
        .left_join(bodies::table)
        .left_join(result_annulments::table)
        .left_join(certificate_status_changes::table)
        .order(certificate_status_changes::id)
        .select((
            certificates::number,
            VerifiableCertificate::columns(),
            status_columns!(certificate_status_changes).nullable(),
        ));
    let rows: Vec<(_, VerifiableCertificate, Option<StatusRecord>)> =
        rows_with!(query, certificates::number = one of numbers, connection)?;
    let mut found = HashMap::with_capacity(numbers.len());
    for (number, certificate, change) in rows {
        let known: &mut VerifiableCertificate = found.entry(number).or_insert(certificate);
        known.history.changes.extend(change.as_ref().map(StatusRecord::recorded));
    }
    show_survivors(connection, &mut found)?;
    // Only what has a last day is renewed.
    let lasting = found.values().filter(|one| one.history.expires_on.is_some()).map(|one| (one.id, one.renews));
    let lasting: Vec<_> = lasting.collect();
    let renewing = renewing(connection, &lasting.iter().map(|(id, _)| *id).collect::<Vec<_>>())?;
    let renewals = renewals(connection, &lasting, &renewing)?;
    for certificate in found.values_mut() {
        certificate.renewals = renewals.get(&certificate.id).copied().unwrap_or_default();
    }
    Ok(found)
}

/// Puts the candidate that stays in the place of a holder whose record was merged: one more query, where any was.
fn show_survivors(
    connection: &mut DatabaseConnection,
    found: &mut HashMap<CertificateNumber, VerifiableCertificate>,
) -> Result<(), Error> {
    let into: Vec<CandidateId> = found.values().filter_map(|certificate| certificate.merged_into).collect();
    let holders = holders(connection, &into)?;
    for certificate in found.values_mut() {
        certificate.listed &= !certificate.held_back;
        if let Some(holder) = certificate.merged_into.and_then(|into| holders.get(&into)) {
            certificate.candidate = holder.id;
            certificate.given_names = holder.given_names.as_ref().map(|names| names.as_str().to_owned());
            certificate.family_name = holder.family_name.clone();
            certificate.listed = holder.is_listed();
        }
    }
    Ok(())
}
