//! The links that holders open their certificates with. A token is kept as its SHA-256 digest only.

use chrono::{Months, NaiveDate};
use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest, paged};
use super::rows::{Columns, Rows, values};
use super::schema::holder_links;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{CertificateId, HolderLinkId};
use crate::scheme::words::words;

/// How long a link opens at most: five years, in which people change their addresses and bodies their systems.
const LONGEST: Months = Months::new(60);

/// The last day on which a link can open that is issued on `day`.
#[must_use]
pub fn longest(day: NaiveDate) -> NaiveDate {
    day.checked_add_months(LONGEST).unwrap_or(NaiveDate::MAX)
}

words! {
    LinkState {
        Active = "active",
        Revoked = "revoked",
        Expired = "expired",
    }
}

#[derive(Clone, Debug, Queryable)]
pub struct Revocation {
    pub by: String,
    pub at: Moment,
}

/// When a link was issued, and its last day. A node of an earlier version may have issued one without an end while this one
/// brought the schema up to date.
#[derive(Debug, Queryable)]
pub struct LastDay(Moment, Option<NaiveDate>);

impl From<LastDay> for NaiveDate {
    fn from(LastDay(issued_at, expires_on): LastDay) -> Self {
        expires_on.unwrap_or_else(|| longest(issued_at.date_naive()))
    }
}

/// A link that opens one certificate to its holder.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = holder_links, treat_none_as_default_value = false)]
pub struct HolderLink {
    pub id: HolderLinkId,
    #[diesel(column_name = certificate_id)]
    pub certificate: CertificateId,
    pub issued_by: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub issued_at: Moment,
    /// The last day on which it opens, in UTC.
    #[diesel(select_expression = (holder_links::issued_at, holder_links::expires_on), deserialize_as = LastDay)]
    pub expires_on: NaiveDate,
    #[diesel(skip_insertion, select_expression = (
        holder_links::revoked_by.assume_not_null(),
        holder_links::revoked_at.assume_not_null(),
    ).nullable())]
    pub revocation: Option<Revocation>,
}

impl HolderLink {
    /// Whether it opens on this day. What was revoked stays revoked, also beyond its last day.
    #[must_use]
    pub fn state_on(&self, day: NaiveDate) -> LinkState {
        if self.revocation.is_some() {
            return LinkState::Revoked;
        }
        if self.expires_on < day { LinkState::Expired } else { LinkState::Active }
    }
}

/// Adds a link with the digest of its token, in hexadecimal.
pub fn insert(connection: &mut DatabaseConnection, link: &HolderLink, token_digest: &str) -> Result<(), Error> {
    let revocation = link.revocation.as_ref();
    let rest = values!(holder_links: token_digest = token_digest, revoked_by = revocation.map(|one| &one.by),
        revoked_at = revocation.map(|one| Column(one.at)));
    diesel::insert_into(holder_links::table).values((link.clone(), rest)).execute(connection)?;
    Ok(())
}

pub fn revoke(connection: &mut DatabaseConnection, id: HolderLinkId, revocation: &Revocation) -> Result<(), Error> {
    let change = values!(holder_links: revoked_by = &revocation.by, revoked_at = Column(revocation.at));
    diesel::update(holder_links::table.find(id)).set(change).execute(connection)?;
    Ok(())
}

pub fn find(connection: &mut DatabaseConnection, id: HolderLinkId) -> Result<Option<HolderLink>, Error> {
    holder_links::table.find(id).select(HolderLink::columns()).row(connection)
}

pub fn find_by_digest(connection: &mut DatabaseConnection, digest: &str) -> Result<Option<HolderLink>, Error> {
    holder_links::table.filter(holder_links::token_digest.eq(digest)).select(HolderLink::columns()).row(connection)
}

/// A page of a certificate's links in the order of issue, those that open no more included.
pub fn list(
    connection: &mut DatabaseConnection,
    certificate: CertificateId,
    request: &PageRequest,
) -> Result<Page<HolderLink>, Error> {
    let query = paged!(holder_links::id, request)
        .filter(holder_links::certificate_id.eq(certificate))
        .select(HolderLink::columns());
    Ok(request.page(query.rows(connection)?, |link: &HolderLink| link.id))
}

/// How many links of a certificate open on this day.
pub fn count_active(
    connection: &mut DatabaseConnection,
    certificate: CertificateId,
    day: NaiveDate,
) -> Result<i64, Error> {
    let query = holder_links::table
        .filter(holder_links::certificate_id.eq(certificate))
        .filter(holder_links::revoked_at.is_null())
        .filter(holder_links::expires_on.is_null().or(holder_links::expires_on.ge(day)));
    Ok(query.count().get_result(connection)?)
}
