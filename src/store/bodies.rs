//! Bodies and the history of their listing.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{exists, not, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Text};

use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest};
use super::row::{Place, from_column, to_column};
use super::schema::{bodies, body_status_changes};
use super::status::{self, StatusColumns, StatusRecord};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::BodyId;
use crate::scheme::country::CountryCode;
use crate::scheme::folding;
use crate::scheme::lifecycle::History;
use crate::scheme::listing::ListingRule;
use crate::scheme::text::Slug;

/// A Registered Certification Body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Its id.
    pub id: BodyId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub country: CountryCode,
    /// Its website.
    pub website: Option<String>,
    /// Whom to ask there.
    pub contact: Option<String>,
    /// Who accredited it.
    pub accredited_by: Option<String>,
    /// The number of that accreditation.
    pub accreditation_number: Option<String>,
    /// The first day of its listing.
    pub listed_on: NaiveDate,
    /// When it was registered here.
    pub registered_at: Moment,
    /// What happened to the listing since, in the order of recording.
    pub status_changes: Vec<StatusRecord>,
}

impl Body {
    /// The history of its listing.
    #[must_use]
    pub fn listing(&self) -> History {
        status::history(self.listed_on, None, &self.status_changes)
    }

    /// Its key in the order of the names.
    #[must_use]
    pub fn sort_key(&self) -> String {
        sort_key(&self.name, &self.id.to_string())
    }
}

/// A unique key that sorts by name: case and accents do not matter, and the id tells namesakes apart.
pub(super) fn sort_key(name: &str, id: &str) -> String {
    format!("{}\u{1}{id}", folding::fold(name, true))
}

type BodyRow = (
    String,
    String,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    NaiveDate,
    NaiveDateTime,
);

macro_rules! columns {
    () => {
        (
            bodies::id,
            bodies::slug,
            bodies::name,
            bodies::country,
            bodies::website,
            bodies::contact,
            bodies::accredited_by,
            bodies::accreditation_number,
            bodies::listed_on,
            bodies::registered_at,
        )
    };
}

/// Adds a body; a listing starts without status changes.
pub fn insert(connection: &mut DatabaseConnection, body: &Body) -> Result<(), Error> {
    diesel::insert_into(bodies::table)
        .values((
            bodies::id.eq(body.id.to_string()),
            bodies::slug.eq(body.slug.as_str()),
            bodies::name.eq(&body.name),
            bodies::sort_key.eq(body.sort_key()),
            bodies::country.eq(body.country.as_str()),
            bodies::website.eq(&body.website),
            bodies::contact.eq(&body.contact),
            bodies::accredited_by.eq(&body.accredited_by),
            bodies::accreditation_number.eq(&body.accreditation_number),
            bodies::listed_on.eq(body.listed_on),
            bodies::registered_at.eq(to_column(body.registered_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes what can change: name, country, website, contact and accreditation.
pub fn update(connection: &mut DatabaseConnection, body: &Body) -> Result<(), Error> {
    diesel::update(bodies::table.find(body.id.to_string()))
        .set((
            bodies::name.eq(&body.name),
            bodies::sort_key.eq(body.sort_key()),
            bodies::country.eq(body.country.as_str()),
            bodies::website.eq(&body.website),
            bodies::contact.eq(&body.contact),
            bodies::accredited_by.eq(&body.accredited_by),
            bodies::accreditation_number.eq(&body.accreditation_number),
        ))
        .execute(connection)?;
    Ok(())
}

/// Adds a status change.
pub fn insert_status_change(
    connection: &mut DatabaseConnection,
    body: BodyId,
    record: &StatusRecord,
) -> Result<(), Error> {
    diesel::insert_into(body_status_changes::table)
        .values((
            body_status_changes::body_id.eq(body.to_string()),
            body_status_changes::kind.eq(record.change.kind()),
            body_status_changes::effective_on.eq(record.change.from()),
            body_status_changes::until.eq(record.change.until()),
            body_status_changes::reason_code.eq(&record.reason_code),
            body_status_changes::reason.eq(&record.reason),
            body_status_changes::recorded_by.eq(&record.recorded_by),
            body_status_changes::recorded_at.eq(to_column(record.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The body with this id.
pub fn find(connection: &mut DatabaseConnection, id: BodyId) -> Result<Option<Body>, Error> {
    let row = bodies::table.find(id.to_string()).select(columns!()).first::<BodyRow>(connection).optional()?;
    Ok(with_changes(connection, row.into_iter().collect())?.pop())
}

/// The body with this slug.
pub fn find_by_slug(connection: &mut DatabaseConnection, slug: &str) -> Result<Option<Body>, Error> {
    let query = bodies::table.filter(bodies::slug.eq(slug)).select(columns!());
    let row = query.first::<BodyRow>(connection).optional()?;
    Ok(with_changes(connection, row.into_iter().collect())?.pop())
}

/// A body as others are told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyName {
    /// Its id.
    pub id: BodyId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Its name.
    pub name: String,
}

/// What the bodies with these ids are called: one query.
pub fn names(connection: &mut DatabaseConnection, ids: &[BodyId]) -> Result<HashMap<BodyId, BodyName>, Error> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows = bodies::table.filter(bodies::id.eq_any(ids)).select((bodies::id, bodies::slug, bodies::name)).load::<(
        String,
        String,
        String,
    )>(
        connection,
    )?;
    rows.into_iter()
        .map(|(id, slug, name)| {
            let place = Place { table: "bodies", row: &id };
            let slug = place.value("slug", Slug::parse(&slug).ok())?;
            let id = place.value("id", BodyId::parse(&id))?;
            Ok((id, BodyName { id, slug, name }))
        })
        .collect()
}

/// The bodies with these ids, in the order of the ids: two queries, however many.
pub fn find_all(connection: &mut DatabaseConnection, ids: &[String]) -> Result<Vec<Body>, Error> {
    let rows = bodies::table.filter(bodies::id.eq_any(ids)).select(columns!()).load::<BodyRow>(connection)?;
    let mut found = with_changes(connection, rows)?;
    found.sort_by_cached_key(|body| ids.iter().position(|id| *id == body.id.to_string()));
    Ok(found)
}

/// A page, in the order of their names, of the bodies whose listing has begun and is not withdrawn on `today`, and may
/// have fewer than `at_least` approved auditors. Of whoever is left out here it is certain that they have enough: so many
/// people on the registrar's list, or holders of a certificate to which nothing ever happened. The others the rule of
/// listings decides on.
pub fn with_doubtful_auditors(
    connection: &mut DatabaseConnection,
    rule: &ListingRule,
    today: NaiveDate,
    request: &PageRequest,
) -> Result<Page<Body>, Error> {
    let withdrawals = body_status_changes::table
        .filter(body_status_changes::body_id.eq(bodies::id))
        .filter(body_status_changes::kind.eq("withdrawal"))
        .filter(body_status_changes::effective_on.le(today));
    let certain = sql::<Bool>(
        "(SELECT COUNT(DISTINCT COALESCE(a.approved_auditor_id, c.candidate_id)) FROM body_auditors a \
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
        ") WHERE a.body_id = bodies.id AND a.removed_at IS NULL AND (p.id IS NOT NULL OR c.id IS NOT NULL) \
         AND a.named_on <= ",
    )
    .bind::<Date, _>(today)
    .sql(") < ")
    .bind::<BigInt, _>(i64::from(rule.at_least));
    let rows = bodies::table
        .filter(bodies::sort_key.gt(request.after()))
        .filter(bodies::listed_on.le(today))
        .filter(not(exists(withdrawals)))
        .filter(certain)
        .order(bodies::sort_key)
        .limit(request.rows())
        .select(columns!())
        .load::<BodyRow>(connection)?;
    let page = request.page(rows, |row| sort_key(&row.2, &row.0));
    let next = page.next;
    Ok(Page { items: with_changes(connection, page.items)?, next })
}

/// The bodies of these rows with their status changes, in the order of the rows: one more query, however many.
fn with_changes(connection: &mut DatabaseConnection, rows: Vec<BodyRow>) -> Result<Vec<Body>, Error> {
    let ids: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
    let mut changes: HashMap<String, Vec<StatusRecord>> = HashMap::new();
    if !ids.is_empty() {
        let found = body_status_changes::table
            .filter(body_status_changes::body_id.eq_any(ids))
            .order(body_status_changes::id)
            .select((
                body_status_changes::body_id,
                (
                    body_status_changes::kind,
                    body_status_changes::effective_on,
                    body_status_changes::until,
                    body_status_changes::reason_code,
                    body_status_changes::reason,
                    body_status_changes::recorded_by,
                    body_status_changes::recorded_at,
                ),
            ))
            .load::<(String, StatusColumns)>(connection)?;
        for (body, columns) in found {
            let record = status::from_columns(columns, "body_status_changes", &body)?;
            changes.entry(body).or_default().push(record);
        }
    }
    rows.into_iter()
        .map(|row| {
            let status_changes = changes.remove(&row.0).unwrap_or_default();
            from_row(row, status_changes)
        })
        .collect()
}

fn from_row(row: BodyRow, status_changes: Vec<StatusRecord>) -> Result<Body, Error> {
    let (id, slug, name, country, website, contact, accredited_by, accreditation_number, listed_on, registered_at) =
        row;
    let place = Place { table: "bodies", row: &id };
    Ok(Body {
        id: place.value("id", BodyId::parse(&id))?,
        slug: place.value("slug", Slug::parse(&slug).ok())?,
        country: place.value("country", CountryCode::parse(&country).ok())?,
        registered_at: from_column(registered_at),
        name,
        website,
        contact,
        accredited_by,
        accreditation_number,
        listed_on,
        status_changes,
    })
}
