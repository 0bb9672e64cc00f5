//! The links that holders open their certificates with. A token is kept as its SHA-256 digest only.

use chrono::{Months, NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest};
use super::row::{Place, from_column, to_column};
use super::schema::holder_links;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{CertificateId, HolderLinkId};

/// How long a link opens at most: five years, in which people change their addresses and bodies their systems.
const LONGEST: Months = Months::new(60);

/// The last day on which a link can open that is issued on `day`.
#[must_use]
pub fn longest(day: NaiveDate) -> NaiveDate {
    day.checked_add_months(LONGEST).unwrap_or(NaiveDate::MAX)
}

/// Whether a link opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// It does.
    Active,
    /// Somebody has revoked it.
    Revoked,
    /// Its last day is over.
    Expired,
}

impl LinkState {
    /// The state's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
        }
    }
}

/// That a link was revoked.
#[derive(Clone, Debug)]
pub struct Revocation {
    /// By whom.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// A link that opens one certificate to its holder.
#[derive(Clone, Debug)]
pub struct HolderLink {
    /// The record.
    pub id: HolderLinkId,
    /// What it opens.
    pub certificate: CertificateId,
    /// Who issued it.
    pub issued_by: String,
    /// When.
    pub issued_at: Moment,
    /// The last day on which it opens, in UTC.
    pub expires_on: NaiveDate,
    /// That it was revoked, if it was.
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

type LinkRow = (String, String, String, NaiveDateTime, Option<NaiveDate>, Option<String>, Option<NaiveDateTime>);

macro_rules! columns {
    () => {
        (
            holder_links::id,
            holder_links::certificate_id,
            holder_links::issued_by,
            holder_links::issued_at,
            holder_links::expires_on,
            holder_links::revoked_by,
            holder_links::revoked_at,
        )
    };
}

/// Adds a link with the digest of its token, in hexadecimal.
pub fn insert(connection: &mut DatabaseConnection, link: &HolderLink, token_digest: &str) -> Result<(), Error> {
    diesel::insert_into(holder_links::table)
        .values((
            holder_links::id.eq(link.id.to_string()),
            holder_links::certificate_id.eq(link.certificate.to_string()),
            holder_links::token_digest.eq(token_digest),
            holder_links::issued_by.eq(&link.issued_by),
            holder_links::issued_at.eq(to_column(link.issued_at)),
            holder_links::expires_on.eq(link.expires_on),
            holder_links::revoked_by.eq(link.revocation.as_ref().map(|revocation| &revocation.by)),
            holder_links::revoked_at.eq(link.revocation.as_ref().map(|revocation| to_column(revocation.at))),
        ))
        .execute(connection)?;
    Ok(())
}

/// Revokes a link.
pub fn revoke(connection: &mut DatabaseConnection, id: HolderLinkId, revocation: &Revocation) -> Result<(), Error> {
    diesel::update(holder_links::table.find(id.to_string()))
        .set((holder_links::revoked_by.eq(&revocation.by), holder_links::revoked_at.eq(to_column(revocation.at))))
        .execute(connection)?;
    Ok(())
}

/// The link with this id.
pub fn find(connection: &mut DatabaseConnection, id: HolderLinkId) -> Result<Option<HolderLink>, Error> {
    let query = holder_links::table.find(id.to_string()).select(columns!());
    query.first::<LinkRow>(connection).optional()?.map(from_row).transpose()
}

/// The link whose token has this digest.
pub fn find_by_digest(connection: &mut DatabaseConnection, digest: &str) -> Result<Option<HolderLink>, Error> {
    let query = holder_links::table.filter(holder_links::token_digest.eq(digest)).select(columns!());
    query.first::<LinkRow>(connection).optional()?.map(from_row).transpose()
}

/// A page of a certificate's links in the order of issue, those that open no more included.
pub fn list(
    connection: &mut DatabaseConnection,
    certificate: CertificateId,
    request: &PageRequest,
) -> Result<Page<HolderLink>, Error> {
    let rows = holder_links::table
        .filter(holder_links::certificate_id.eq(certificate.to_string()))
        .filter(holder_links::id.gt(request.after()))
        .order(holder_links::id)
        .limit(request.rows())
        .select(columns!())
        .load::<LinkRow>(connection)?;
    request.page(rows, |row| row.0.clone()).try_map(from_row)
}

/// How many links of a certificate open on this day.
pub fn count_active(
    connection: &mut DatabaseConnection,
    certificate: CertificateId,
    day: NaiveDate,
) -> Result<i64, Error> {
    let query = holder_links::table
        .filter(holder_links::certificate_id.eq(certificate.to_string()))
        .filter(holder_links::revoked_at.is_null())
        .filter(holder_links::expires_on.is_null().or(holder_links::expires_on.ge(day)));
    Ok(query.count().get_result(connection)?)
}

fn from_row(row: LinkRow) -> Result<HolderLink, Error> {
    let (id, certificate, issued_by, issued_at, expires_on, revoked_by, revoked_at) = row;
    let place = Place { table: "holder_links", row: &id };
    Ok(HolderLink {
        id: place.value("id", HolderLinkId::parse(&id))?,
        certificate: place.value("certificate_id", CertificateId::parse(&certificate))?,
        issued_at: from_column(issued_at),
        revocation: revoked_by.zip(revoked_at).map(|(by, at)| Revocation { by, at: from_column(at) }),
        // A node of an earlier version may have issued one without an end while this one brought the schema up to date.
        expires_on: expires_on.unwrap_or_else(|| longest(issued_at.date())),
        issued_by,
    })
}
