//! The auditors whom the listings of bodies name.

use std::collections::{BTreeSet, HashMap};

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::approved_auditors::{self, Removal, RemovalColumns};
use super::connection::{DatabaseConnection, insert_all};
use super::page::{Page, PageRequest};
use super::row::{Place, from_column, to_column};
use super::schema::body_auditors;
use super::{candidates, certificates};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{ApprovedAuditorId, BodyAuditorId, BodyId, CertificateId};
use crate::scheme::listing::{Ground, NamedAuditor};
use crate::scheme::person::full_name;

/// By what a listing names somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedBy {
    /// A certificate of this registry.
    Certificate(CertificateId),
    /// An entry of the registrar's own list.
    OwnList(ApprovedAuditorId),
}

/// That a listing names somebody, or named.
#[derive(Clone, Debug)]
pub struct Naming {
    /// The record.
    pub id: BodyAuditorId,
    /// The body.
    pub body: BodyId,
    /// By what the person is named.
    pub named_by: NamedBy,
    /// The first day on which the listing names the person.
    pub named_on: NaiveDate,
    /// Who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: Moment,
    /// That the listing no longer names the person, if so.
    pub removal: Option<Removal>,
}

/// A naming, with what is known of the person.
#[derive(Clone, Debug)]
pub struct KnownAuditor {
    /// The naming.
    pub naming: Naming,
    /// What makes the person an approved auditor.
    pub ground: Ground,
    /// The person's whole name.
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

type NamingRow = (String, String, Option<String>, Option<String>, NaiveDate, String, NaiveDateTime, RemovalColumns);

macro_rules! columns {
    () => {
        (
            body_auditors::id,
            body_auditors::body_id,
            body_auditors::approved_auditor_id,
            body_auditors::certificate_id,
            body_auditors::named_on,
            body_auditors::named_by,
            body_auditors::named_at,
            (body_auditors::removed_by, body_auditors::removed_at, body_auditors::removal_reason),
        )
    };
}

#[derive(Insertable)]
#[diesel(table_name = body_auditors, treat_none_as_default_value = false)]
struct NewRow {
    id: String,
    body_id: String,
    approved_auditor_id: Option<String>,
    certificate_id: Option<String>,
    named_on: NaiveDate,
    named_by: String,
    named_at: NaiveDateTime,
}

/// Adds namings, none of which is removed yet. One that is there already violates a constraint.
pub fn insert(connection: &mut DatabaseConnection, all: &[Naming]) -> Result<(), Error> {
    let rows = all.iter().map(|naming| {
        let (approved_auditor_id, certificate_id) = match naming.named_by {
            NamedBy::OwnList(id) => (Some(id.to_string()), None),
            NamedBy::Certificate(id) => (None, Some(id.to_string())),
        };
        NewRow {
            id: naming.id.to_string(),
            body_id: naming.body.to_string(),
            approved_auditor_id,
            certificate_id,
            named_on: naming.named_on,
            named_by: naming.recorded_by.clone(),
            named_at: to_column(naming.recorded_at),
        }
    });
    insert_all!(connection, body_auditors::table, rows.collect::<Vec<_>>());
    Ok(())
}

/// Ends a naming.
pub fn remove(connection: &mut DatabaseConnection, id: BodyAuditorId, removal: &Removal) -> Result<(), Error> {
    diesel::update(body_auditors::table.find(id.to_string()))
        .set((
            body_auditors::removed_by.eq(&removal.by),
            body_auditors::removed_at.eq(to_column(removal.at)),
            body_auditors::removal_reason.eq(&removal.reason),
        ))
        .execute(connection)?;
    Ok(())
}

/// The naming with this id, if it is of this body.
pub fn find(
    connection: &mut DatabaseConnection,
    body: BodyId,
    id: BodyAuditorId,
) -> Result<Option<KnownAuditor>, Error> {
    let query = body_auditors::table.find(id.to_string()).filter(body_auditors::body_id.eq(body.to_string()));
    let row = query.select(columns!()).first::<NamingRow>(connection).optional()?;
    Ok(with_people(connection, row.into_iter().collect())?.pop())
}

/// A page of a body's namings in the order of recording, those that ended included.
pub fn list(
    connection: &mut DatabaseConnection,
    body: BodyId,
    request: &PageRequest,
) -> Result<Page<KnownAuditor>, Error> {
    let rows = body_auditors::table
        .filter(body_auditors::body_id.eq(body.to_string()))
        .filter(body_auditors::id.gt(request.after()))
        .order(body_auditors::id)
        .limit(request.rows())
        .select(columns!())
        .load::<NamingRow>(connection)?;
    let page = request.page(rows, |row| row.0.clone());
    Ok(Page { next: page.next, items: with_people(connection, page.items)? })
}

/// Whom the listing of this body names at present, in the order of recording.
pub fn present(connection: &mut DatabaseConnection, body: BodyId) -> Result<Vec<KnownAuditor>, Error> {
    let rows = body_auditors::table
        .filter(body_auditors::body_id.eq(body.to_string()))
        .filter(body_auditors::removed_at.is_null())
        .order(body_auditors::id)
        .select(columns!())
        .load::<NamingRow>(connection)?;
    with_people(connection, rows)
}

/// Whom the listings of these bodies name or named, in the order of recording: as many queries for one body as for many.
pub fn of_bodies(
    connection: &mut DatabaseConnection,
    bodies: &[BodyId],
) -> Result<HashMap<BodyId, Vec<KnownAuditor>>, Error> {
    let ids: Vec<String> = bodies.iter().map(ToString::to_string).collect();
    let rows = body_auditors::table
        .filter(body_auditors::body_id.eq_any(ids))
        .order(body_auditors::id)
        .select(columns!())
        .load::<NamingRow>(connection)?;
    let mut found: HashMap<BodyId, Vec<KnownAuditor>> = HashMap::new();
    for known in with_people(connection, rows)? {
        found.entry(known.naming.body).or_default().push(known);
    }
    Ok(found)
}

/// The namings of these rows with what is known of the people, in the order of the rows: four more queries, however many.
fn with_people(connection: &mut DatabaseConnection, rows: Vec<NamingRow>) -> Result<Vec<KnownAuditor>, Error> {
    let namings = rows.into_iter().map(from_row).collect::<Result<Vec<_>, Error>>()?;
    let (mut certificate_ids, mut entry_ids) = (BTreeSet::new(), BTreeSet::new());
    for naming in &namings {
        match naming.named_by {
            NamedBy::Certificate(id) => certificate_ids.insert(id.to_string()),
            NamedBy::OwnList(id) => entry_ids.insert(id.to_string()),
        };
    }
    let entry_ids: Vec<String> = entry_ids.into_iter().collect();
    let entries = if entry_ids.is_empty() { Vec::new() } else { approved_auditors::find_all(connection, &entry_ids)? };
    let entries: HashMap<_, _> = entries.into_iter().map(|entry| (entry.id, entry)).collect();
    let certificate_ids: Vec<String> = certificate_ids.into_iter().collect();
    let held =
        if certificate_ids.is_empty() { Vec::new() } else { certificates::find_all(connection, &certificate_ids)? };
    let holders: BTreeSet<_> = held.iter().map(|one| one.candidate).collect();
    let names = candidates::names(connection, &holders.into_iter().collect::<Vec<_>>())?;
    let held: HashMap<_, _> = held.into_iter().map(|one| (one.id, one)).collect();
    let known = namings.into_iter().map(|naming| {
        let place = Place { table: "body_auditors", row: &naming.id.to_string() };
        let (ground, name) = match naming.named_by {
            NamedBy::OwnList(id) => {
                let entry = place.value("approved_auditor_id", entries.get(&id))?;
                (entry.ground(), entry.name.clone())
            }
            NamedBy::Certificate(id) => {
                let certificate = place.value("certificate_id", held.get(&id))?;
                let (given, family) = place.value("certificate_id", names.get(&certificate.candidate))?;
                (ground_of(certificate), full_name(given.as_deref(), family))
            }
        };
        Ok(KnownAuditor { naming, ground, name })
    });
    known.collect()
}

/// What a certificate is to the rule of listings.
#[must_use]
pub fn ground_of(certificate: &certificates::Certificate) -> Ground {
    Ground::Certificate {
        number: certificate.number,
        holder: certificate.candidate,
        qualification: certificate.qualification.clone(),
        history: certificate.history(),
    }
}

fn from_row(row: NamingRow) -> Result<Naming, Error> {
    let (id, body, approved_auditor, certificate, named_on, recorded_by, recorded_at, removal) = row;
    let place = Place { table: "body_auditors", row: &id };
    let entry = place.optional("approved_auditor_id", approved_auditor, |id| ApprovedAuditorId::parse(&id))?;
    let certificate = place.optional("certificate_id", certificate, |id| CertificateId::parse(&id))?;
    let named_by = entry.map(NamedBy::OwnList).or(certificate.map(NamedBy::Certificate));
    Ok(Naming {
        id: place.value("id", BodyAuditorId::parse(&id))?,
        body: place.value("body_id", BodyId::parse(&body))?,
        named_by: place.value("certificate_id", named_by)?,
        named_on,
        recorded_by,
        recorded_at: from_column(recorded_at),
        removal: Removal::from_columns(removal),
    })
}
