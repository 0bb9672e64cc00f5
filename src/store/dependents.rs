//! Certificates that rested on results which were annulled, and what was decided of each.

use std::collections::HashMap;

use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest};
use super::rows::{Columns, Rows, values};
use super::schema::{annulment_dependents, certificates};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{CertificateId, ResultId};
use crate::scheme::numbers::CertificateNumber;

/// That a certificate rested on a result which was annulled.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = annulment_dependents)]
pub struct Dependent {
    #[diesel(column_name = certificate_id)]
    pub certificate: CertificateId,
    /// What was annulled.
    #[diesel(column_name = result_id)]
    pub result: ResultId,
    pub recorded_at: Moment,
    /// `None` until a registrar has decided.
    #[diesel(select_expression = (
        annulment_dependents::decision.assume_not_null(),
        annulment_dependents::reason.assume_not_null(),
        annulment_dependents::decided_by.assume_not_null(),
        annulment_dependents::decided_at.assume_not_null(),
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

/// Enters that these certificates rested on a result; those of which nothing is decided yet stay as they are. What was decided of one
/// before was not decided of this result: events tell both.
pub fn insert(
    connection: &mut DatabaseConnection,
    certificates: &[CertificateId],
    result: ResultId,
    at: Moment,
) -> Result<(), Error> {
    for certificate in certificates {
        if find(connection, *certificate)?.is_some() {
            let decided = annulment_dependents::table.find(*certificate);
            let decided = decided.filter(annulment_dependents::decided_at.is_not_null());
            let row = values!(annulment_dependents: result_id = result, recorded_at = Column(at), decision = None::<String>,
                reason = None::<String>, decided_by = None::<String>, decided_at = None::<Column<Moment>>);
            diesel::update(decided).set(row).execute(connection)?;
        } else {
            let row = values!(annulment_dependents: certificate_id = *certificate, result_id = result,
                recorded_at = Column(at));
            diesel::insert_into(annulment_dependents::table).values(row).execute(connection)?;
        }
    }
    Ok(())
}

/// Decides what is undecided of a certificate; says whether anything was.
pub fn decide(
    connection: &mut DatabaseConnection,
    certificate: CertificateId,
    decision: &Decision,
) -> Result<bool, Error> {
    let open = annulment_dependents::table.find(certificate).filter(annulment_dependents::decided_at.is_null());
    let change = values!(annulment_dependents: decision = &decision.what, reason = &decision.reason,
        decided_by = &decision.by, decided_at = Column(decision.at));
    Ok(diesel::update(open).set(change).execute(connection)? > 0)
}

pub fn find(connection: &mut DatabaseConnection, certificate: CertificateId) -> Result<Option<Dependent>, Error> {
    annulment_dependents::table.find(certificate).select(Dependent::columns()).row(connection)
}

/// A page of those of which nothing is decided, in the order of the certificates.
pub fn undecided(connection: &mut DatabaseConnection, request: &PageRequest) -> Result<Page<Dependent>, Error> {
    let query = annulment_dependents::table
        .filter(annulment_dependents::decided_at.is_null())
        .filter(annulment_dependents::certificate_id.gt(request.after()))
        .order(annulment_dependents::certificate_id)
        .limit(request.rows())
        .select(Dependent::columns());
    Ok(request.page(query.rows(connection)?, |one: &Dependent| one.certificate))
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
    let query = annulment_dependents::table
        .inner_join(certificates::table)
        .filter(annulment_dependents::result_id.eq_any(results))
        .order(annulment_dependents::certificate_id)
        .select((annulment_dependents::result_id, certificates::number));
    let rows: Vec<(ResultId, CertificateNumber)> = query.rows(connection)?;
    for (result, number) in rows {
        found.entry(result).or_default().push(number);
    }
    Ok(found)
}
