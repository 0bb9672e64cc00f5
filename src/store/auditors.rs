//! The auditors whom the listings of bodies name.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::approved_auditors::{self, Removal};
use super::column::{Column, composed};
use super::connection::{DatabaseConnection, insert_all};
use super::page::{Page, PageRequest, paged};
use super::rows::{Columns, Impossible, Rows, grouped, impossible, values};
use super::schema::body_auditors;
use super::{candidates, certificates};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{ApprovedAuditorId, BodyAuditorId, BodyId, CertificateId};
use crate::scheme::listing::{Ground, NamedAuditor};

/// By what a listing names somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedBy {
    Certificate(CertificateId),
    /// An entry of the registrar's own list.
    OwnList(ApprovedAuditorId),
}

composed!(NamedBy: (Option<ApprovedAuditorId>, Option<CertificateId>), |(entry, certificate)| {
    let named_by = entry.map(Self::OwnList).or(certificate.map(Self::Certificate));
    named_by.ok_or(Impossible("certificate_id"))
});

/// That a listing names somebody, or named.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = body_auditors)]
pub struct Naming {
    pub id: BodyAuditorId,
    #[diesel(column_name = body_id)]
    pub body: BodyId,
    #[diesel(select_expression = (body_auditors::approved_auditor_id, body_auditors::certificate_id))]
    pub named_by: NamedBy,
    /// The first day on which the listing names the person.
    pub named_on: NaiveDate,
    #[diesel(column_name = named_by)]
    pub recorded_by: String,
    #[diesel(column_name = named_at)]
    pub recorded_at: Moment,
    #[diesel(select_expression = (
        body_auditors::removed_by.assume_not_null(),
        body_auditors::removed_at.assume_not_null(),
        body_auditors::removal_reason.assume_not_null(),
    ).nullable())]
    pub removal: Option<Removal>,
}

/// A naming, with what is known of the person.
#[derive(Clone, Debug)]
pub struct KnownAuditor {
    pub naming: Naming,
    pub ground: Ground,
    pub name: String,
}

impl KnownAuditor {
    /// What the rule of listings needs to know.
    #[must_use]
    pub fn named(&self) -> NamedAuditor {
        let removed_on = self.naming.removal.as_ref().map(Removal::day);
        NamedAuditor { ground: self.ground.clone(), named_on: self.naming.named_on, removed_on }
    }
}

/// Adds namings, none of which is removed yet. One that is there already violates a constraint.
pub fn insert(connection: &mut DatabaseConnection, all: &[Naming]) -> Result<(), Error> {
    let rows = all.iter().map(|naming| {
        let (approved_auditor_id, certificate_id) = match naming.named_by {
            NamedBy::OwnList(id) => (Some(id), None),
            NamedBy::Certificate(id) => (None, Some(id)),
        };
        values!(body_auditors: id = naming.id, body_id = naming.body, approved_auditor_id = approved_auditor_id,
            certificate_id = certificate_id, named_on = naming.named_on, named_by = naming.recorded_by.clone(),
            named_at = Column(naming.recorded_at))
    });
    insert_all!(connection, body_auditors::table, rows);
    Ok(())
}

/// Ends a naming.
pub fn remove(connection: &mut DatabaseConnection, id: BodyAuditorId, removal: &Removal) -> Result<(), Error> {
    let change = values!(body_auditors: removed_by = &removal.by, removed_at = Column(removal.at),
        removal_reason = &removal.reason);
    diesel::update(body_auditors::table.find(id)).set(change).execute(connection)?;
    Ok(())
}

pub fn find(
    connection: &mut DatabaseConnection,
    body: BodyId,
    id: BodyAuditorId,
) -> Result<Option<KnownAuditor>, Error> {
    let query = body_auditors::table.find(id).filter(body_auditors::body_id.eq(body));
    let found = query.select(Naming::columns()).rows(connection)?;
    Ok(with_people(connection, found)?.pop())
}

/// A page of a body's namings in the order of recording, those that ended included.
pub fn list(
    connection: &mut DatabaseConnection,
    body: BodyId,
    request: &PageRequest,
) -> Result<Page<KnownAuditor>, Error> {
    let rows = paged!(body_auditors::id, request)
        .filter(body_auditors::body_id.eq(body))
        .select(Naming::columns())
        .rows(connection)?;
    request.page(rows, |naming: &Naming| naming.id).try_all(|found| with_people(connection, found))
}

/// Whom the listing of this body names at present, in the order of recording.
pub fn present(connection: &mut DatabaseConnection, body: BodyId) -> Result<Vec<KnownAuditor>, Error> {
    let found = body_auditors::table
        .filter(body_auditors::body_id.eq(body))
        .filter(body_auditors::removed_at.is_null())
        .order(body_auditors::id)
        .select(Naming::columns())
        .rows(connection)?;
    with_people(connection, found)
}

/// Whom the listings of these bodies name or named, in the order of recording: as many queries for one body as for many.
pub fn of_bodies(
    connection: &mut DatabaseConnection,
    bodies: &[BodyId],
) -> Result<HashMap<BodyId, Vec<KnownAuditor>>, Error> {
    let query = body_auditors::table.filter(body_auditors::body_id.eq_any(bodies)).order(body_auditors::id);
    let namings = query.select(Naming::columns()).rows(connection)?;
    let known = with_people(connection, namings)?;
    Ok(grouped(known.into_iter().map(|known| (known.naming.body, known)).collect()))
}

/// These namings with what is known of the people, in their order: four more queries, however many.
fn with_people(connection: &mut DatabaseConnection, namings: Vec<Naming>) -> Result<Vec<KnownAuditor>, Error> {
    let (mut certificate_ids, mut entry_ids) = (BTreeSet::new(), BTreeSet::new());
    for naming in &namings {
        match naming.named_by {
            NamedBy::Certificate(id) => certificate_ids.insert(id),
            NamedBy::OwnList(id) => entry_ids.insert(id),
        };
    }
    let entry_ids: Vec<_> = entry_ids.into_iter().collect();
    let entries = if entry_ids.is_empty() { Vec::new() } else { approved_auditors::find_all(connection, &entry_ids)? };
    let entries: HashMap<_, _> = entries.into_iter().map(|entry| (entry.id, entry)).collect();
    let certificate_ids: Vec<String> = certificate_ids.iter().map(ToString::to_string).collect();
    let held = certificates::find_all(connection, &certificate_ids)?;
    let holders: BTreeSet<_> = held.iter().map(|one| one.candidate).collect();
    let holders = candidates::holders(connection, &holders.into_iter().collect::<Vec<_>>())?;
    let held: HashMap<_, _> = held.into_iter().map(|one| (one.id, one)).collect();
    let known = namings.into_iter().map(|naming| {
        let missing = |place| impossible(place, naming.id);
        let (ground, name) = match naming.named_by {
            NamedBy::OwnList(id) => {
                let entry = entries.get(&id).ok_or_else(|| missing("body_auditors.approved_auditor_id"))?;
                (entry.ground(), entry.name.clone())
            }
            NamedBy::Certificate(id) => {
                let certificate = held.get(&id).ok_or_else(|| missing("body_auditors.certificate_id"))?;
                let holder = holders.get(&certificate.candidate);
                let holder = holder.ok_or_else(|| missing("body_auditors.certificate_id"))?;
                (ground_of(certificate, holder), holder.full_name())
            }
        };
        Ok(KnownAuditor { naming, ground, name })
    });
    known.collect()
}

/// What a certificate of this holder is to the rule of listings.
#[must_use]
pub fn ground_of(certificate: &certificates::Certificate, holder: &candidates::Candidate) -> Ground {
    Ground::Certificate {
        number: certificate.number,
        holder: holder.id,
        qualification: certificate.qualification.clone(),
        history: certificate.history(),
    }
}
