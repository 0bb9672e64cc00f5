//! Certificates that rested on results which were annulled or corrected to a fail, and what was decided of each.

use std::collections::HashMap;

use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest};
use super::rows::{Columns, Rows, values};
use super::schema::{certificates, questioned_certificates};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CertificateId, ResultId};
use crate::scheme::numbers::CertificateNumber;

/// That a certificate rested on a result which was annulled, or corrected to a fail.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = questioned_certificates)]
pub struct Questioned {
    #[diesel(column_name = certificate_id)]
    pub certificate: CertificateId,
    /// What was annulled, or what corrects it to a fail.
    #[diesel(column_name = result_id)]
    pub result: ResultId,
    pub recorded_at: Moment,
    /// `None` until a registrar has decided.
    #[diesel(select_expression = (
        questioned_certificates::decision.assume_not_null(),
        questioned_certificates::reason.assume_not_null(),
        questioned_certificates::decided_by.assume_not_null(),
        questioned_certificates::decided_at.assume_not_null(),
    ).nullable())]
    pub decision: Option<Decision>,
}

/// What was decided of such a certificate.
#[derive(Clone, Debug, Queryable)]
pub struct Decision {
    /// `confirmed` or `withdrawn`.
    pub what: String,
    pub reason: String,
    pub by: String,
    pub at: Moment,
}

/// Enters that these certificates rested on a result; what was decided of one before was not decided of this result.
pub fn insert(
    connection: &mut DatabaseConnection,
    certificates: &[CertificateId],
    result: ResultId,
    at: Moment,
) -> Result<(), Error> {
    for certificate in certificates {
        let row = values!(questioned_certificates: certificate_id = *certificate, result_id = result,
            recorded_at = Column(at));
        diesel::insert_into(questioned_certificates::table).values(row).execute(connection)?;
    }
    Ok(())
}

/// Decides what is undecided of a certificate; says whether anything was.
pub fn decide(
    connection: &mut DatabaseConnection,
    certificate: CertificateId,
    decision: &Decision,
) -> Result<bool, Error> {
    let open = questioned_certificates::table
        .filter(questioned_certificates::certificate_id.eq(certificate))
        .filter(questioned_certificates::decided_at.is_null());
    let change = values!(questioned_certificates: decision = &decision.what, reason = &decision.reason,
        decided_by = &decision.by, decided_at = Column(decision.at));
    Ok(diesel::update(open).set(change).execute(connection)? > 0)
}

/// The last question about a certificate: one that is open, if there is any.
pub fn find(connection: &mut DatabaseConnection, certificate: CertificateId) -> Result<Option<Questioned>, Error> {
    questioned_certificates::table
        .filter(questioned_certificates::certificate_id.eq(certificate))
        .order((
            questioned_certificates::decided_at.is_null().desc(),
            questioned_certificates::recorded_at.desc(),
            questioned_certificates::result_id.desc(),
        ))
        .limit(1)
        .select(Questioned::columns())
        .row(connection)
}

/// A page of those of which nothing is decided, of one body if one is given, in the order of the certificates: of each the question
/// that was first.
pub fn undecided(
    connection: &mut DatabaseConnection,
    body: Option<BodyId>,
    request: &PageRequest,
) -> Result<Page<Questioned>, Error> {
    let other = diesel::alias!(questioned_certificates as others);
    let earlier = other
        .filter(other.field(questioned_certificates::certificate_id).eq(questioned_certificates::certificate_id))
        .filter(other.field(questioned_certificates::decided_at).is_null())
        .filter(other.field(questioned_certificates::result_id).lt(questioned_certificates::result_id));
    let mut query = questioned_certificates::table
        .filter(questioned_certificates::decided_at.is_null())
        .filter(diesel::dsl::not(diesel::dsl::exists(earlier)))
        .filter(questioned_certificates::certificate_id.gt(request.after()))
        .order(questioned_certificates::certificate_id)
        .limit(request.rows())
        .select(Questioned::columns())
        .into_boxed();
    if let Some(body) = body {
        let own = certificates::table.filter(certificates::body_id.eq(body)).select(certificates::id);
        query = query.filter(questioned_certificates::certificate_id.eq_any(own));
    }
    Ok(request.page(query.rows(connection)?, |one: &Questioned| one.certificate))
}

/// The numbers of the certificates that rested on these results.
pub fn numbers(
    connection: &mut DatabaseConnection,
    results: &[ResultId],
) -> Result<HashMap<ResultId, Vec<CertificateNumber>>, Error> {
    let mut found: HashMap<ResultId, Vec<CertificateNumber>> = HashMap::new();
    if results.is_empty() {
        return Ok(found);
    }
    let query = questioned_certificates::table
        .inner_join(certificates::table)
        .filter(questioned_certificates::result_id.eq_any(results))
        .order(questioned_certificates::certificate_id)
        .select((questioned_certificates::result_id, certificates::number));
    let rows: Vec<(ResultId, CertificateNumber)> = query.rows(connection)?;
    for (result, number) in rows {
        found.entry(result).or_default().push(number);
    }
    Ok(found)
}
