//! Bodies and the history of their listing.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::{exists, not, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Text};

use super::column::{Column, Later};
use super::connection::DatabaseConnection;
use super::page::{self, Page, PageRequest, paged};
use super::rows::{Columns, Rows, narrow, values};
use super::schema::{bodies, body_status_changes};
use super::status::{self, StatusRecord, status_changes};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::BodyId;
use crate::scheme::country::CountryCode;
use crate::scheme::lifecycle::History;
use crate::scheme::listing::ListingRule;
use crate::scheme::text::Slug;

status_changes!(Body, BodyId: body_status_changes, body_id, std::convert::identity);

/// A Registered Certification Body.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = bodies, treat_none_as_default_value = false)]
pub struct Body {
    pub id: BodyId,
    pub slug: Slug,
    pub name: String,
    pub country: CountryCode,
    pub website: Option<String>,
    pub contact: Option<String>,
    pub accredited_by: Option<String>,
    pub accreditation_number: Option<String>,
    /// For which editions of ISO/IEC 20000-1 it may certify.
    #[diesel(serialize_as = Column<Vec<String>>)]
    pub approved_editions: Vec<String>,
    pub listed_on: NaiveDate,
    #[diesel(serialize_as = Column<Moment>)]
    pub registered_at: Moment,
    /// What happened to the listing since, in the order of recording.
    #[diesel(select_expression = bodies::id, deserialize_as = Later, skip_insertion)]
    pub status_changes: Vec<StatusRecord>,
}

impl Body {
    #[must_use]
    pub fn listing(&self) -> History {
        status::history(self.listed_on, None, &self.status_changes)
    }

    /// Its key in the order of the names.
    #[must_use]
    pub fn sort_key(&self) -> String {
        page::sort_key(&self.name, self.id)
    }
}

/// Adds a body; a listing starts without status changes.
pub fn insert(connection: &mut DatabaseConnection, body: &Body) -> Result<(), Error> {
    let values = (body.clone(), bodies::sort_key.eq(body.sort_key()));
    diesel::insert_into(bodies::table).values(values).execute(connection)?;
    Ok(())
}

/// Writes what can change: name, country, website, contact, accreditation and for which editions it is approved.
pub fn update(connection: &mut DatabaseConnection, body: &Body) -> Result<(), Error> {
    let change = values!(bodies: name = &body.name, sort_key = body.sort_key(), country = body.country,
        website = &body.website, contact = &body.contact, accredited_by = &body.accredited_by,
        accreditation_number = &body.accreditation_number, approved_editions = Column(body.approved_editions.clone()));
    diesel::update(bodies::table.find(body.id)).set(change).execute(connection)?;
    Ok(())
}

pub fn find(connection: &mut DatabaseConnection, id: BodyId) -> Result<Option<Body>, Error> {
    let found = bodies::table.find(id).select(Body::columns()).rows(connection)?;
    Ok(with_changes(connection, found)?.pop())
}

pub fn find_by_slug(connection: &mut DatabaseConnection, slug: &str) -> Result<Option<Body>, Error> {
    let found = bodies::table.filter(bodies::slug.eq(slug)).select(Body::columns()).rows(connection)?;
    Ok(with_changes(connection, found)?.pop())
}

/// A body as others are told of it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = bodies)]
pub struct BodyName {
    pub id: BodyId,
    pub slug: Slug,
    pub name: String,
}

/// What the bodies with these ids are called: one query.
pub fn names(connection: &mut DatabaseConnection, ids: &[BodyId]) -> Result<HashMap<BodyId, BodyName>, Error> {
    let query = bodies::table.filter(bodies::id.eq_any(ids)).select(BodyName::columns());
    Ok(query.rows::<BodyName>(connection)?.into_iter().map(|body| (body.id, body)).collect())
}

/// The names of all bodies, and since when each is on record.
pub fn names_since(connection: &mut DatabaseConnection) -> Result<Vec<(String, Moment)>, Error> {
    bodies::table.select((bodies::name, bodies::registered_at)).rows(connection)
}

pub fn all_names(connection: &mut DatabaseConnection) -> Result<Vec<String>, Error> {
    bodies::table.select(bodies::name).rows(connection)
}

/// The bodies with these ids, in the order of the ids: two queries, however many.
pub fn find_all(connection: &mut DatabaseConnection, ids: &[String]) -> Result<Vec<Body>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = bodies::table.filter(bodies::id.eq_any(ids)).select(Body::columns()).rows(connection)?;
    let mut found = with_changes(connection, found)?;
    found.sort_by_cached_key(|body| ids.iter().position(|id| *id == body.id.to_string()));
    Ok(found)
}

/// Since when these bodies are withdrawn, or will be: of those that are one day. A withdrawal is for good, so that the earliest
/// counts.
pub(super) fn withdrawals(
    connection: &mut DatabaseConnection,
    ids: &[BodyId],
) -> Result<HashMap<BodyId, NaiveDate>, Error> {
    let query = body_status_changes::table
        .filter(body_status_changes::body_id.eq_any(ids))
        .filter(body_status_changes::kind.eq("withdrawal"))
        .order(body_status_changes::effective_on.desc());
    let found: Vec<_> =
        query.select((body_status_changes::body_id, body_status_changes::effective_on)).rows(connection)?;
    Ok(found.into_iter().collect())
}

/// A page, in the order of their names, of the bodies that were withdrawn on a day from the first to the last of these; of `only`
/// that one where it is given.
pub fn withdrawn_between(
    connection: &mut DatabaseConnection,
    (first, last): (NaiveDate, NaiveDate),
    only: Option<BodyId>,
    request: &PageRequest,
) -> Result<Page<Body>, Error> {
    let withdrawals = body_status_changes::table
        .filter(body_status_changes::body_id.eq(bodies::id))
        .filter(body_status_changes::kind.eq("withdrawal"))
        .filter(body_status_changes::effective_on.between(first, last));
    let mut query = paged!(bodies::sort_key, request).filter(exists(withdrawals)).select(Body::columns()).into_boxed();
    narrow!(query: bodies::id = only);
    let found = query.rows(connection)?;
    request.page(found, Body::sort_key).try_all(|found| with_changes(connection, found))
}

/// A page, in the order of their names, of the bodies whose listing has begun and is not withdrawn on `today`, and may
/// have fewer than `at_least` approved auditors. Of whoever is left out here it is certain that they have enough: so many
/// people on the registrar's list, or holders of a certificate to which nothing ever happened. The others the rule of
/// listings decides on. Of `only` that one where it is given.
pub fn with_doubtful_auditors(
    connection: &mut DatabaseConnection,
    rule: &ListingRule,
    today: NaiveDate,
    only: Option<BodyId>,
    request: &PageRequest,
) -> Result<Page<Body>, Error> {
    let withdrawals = body_status_changes::table
        .filter(body_status_changes::body_id.eq(bodies::id))
        .filter(body_status_changes::kind.eq("withdrawal"))
        .filter(body_status_changes::effective_on.le(today));
    let certain = sql::<Bool>(
        "(SELECT COUNT(DISTINCT COALESCE(a.approved_auditor_id, h.merged_into_id, h.id)) FROM body_auditors a \
         LEFT JOIN approved_auditors p ON p.id = a.approved_auditor_id AND p.removed_at IS NULL AND p.approved_on <= ",
    )
    .bind::<Date, _>(today)
    .sql(
        " LEFT JOIN certificates c ON c.id = a.certificate_id \
         AND NOT EXISTS (SELECT 1 FROM certificate_status_changes s WHERE s.certificate_id = c.id) \
         AND c.qualification = ",
    )
    .bind::<Text, _>(rule.qualification.as_str())
    .sql(" AND c.awarded_on <= ")
    .bind::<Date, _>(today)
    .sql(" AND (c.expires_on IS NULL OR c.expires_on >= ")
    .bind::<Date, _>(today)
    .sql(
        ") LEFT JOIN candidates h ON h.id = c.candidate_id \
         WHERE a.body_id = bodies.id AND a.removed_at IS NULL AND (p.id IS NOT NULL OR c.id IS NOT NULL) \
         AND a.named_on <= ",
    )
    .bind::<Date, _>(today)
    .sql(") < ")
    .bind::<BigInt, _>(i64::from(rule.at_least));
    let mut query = paged!(bodies::sort_key, request)
        .filter(bodies::listed_on.le(today))
        .filter(not(exists(withdrawals)))
        .filter(certain)
        .select(Body::columns())
        .into_boxed();
    narrow!(query: bodies::id = only);
    let found = query.rows(connection)?;
    request.page(found, Body::sort_key).try_all(|found| with_changes(connection, found))
}
