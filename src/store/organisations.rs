//! Organisations that are certified, or apply to be.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::bodies::sort_key;
use super::connection::DatabaseConnection;
use super::row::{Place, from_column, to_column};
use super::schema::{organisation_certificates, organisations};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, OrganisationId};
use crate::scheme::country::CountryCode;
use crate::scheme::resemblance::Description;
use crate::scheme::text::Slug;

mod duplicates;
mod merges;

pub use duplicates::{
    Distinction, DistinctionPage, DuplicateFilter, Pair, delete_distinctions, distinctions_of, insert_distinction,
    list_distinctions, list_pairs, replace_keys, replace_pairs, sharing,
};
pub use merges::{MergeKind, MergeRecord, insert_merge, list_merges, named_survivors};

/// An organisation.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Its name, in its own script.
    pub name: String,
    /// Its name in Latin letters, where it is written in others.
    pub latin_name: Option<String>,
    /// Where it is.
    pub country: CountryCode,
    /// The part of the country.
    pub region: Option<String>,
    /// Its website.
    pub website: Option<String>,
    /// Its number in the company register of its country.
    pub registration_number: Option<String>,
    /// The body that named it first; `None` for a registrar.
    pub registered_by: Option<BodyId>,
    /// The organisation that it was found to be a duplicate of. That one is nobody's duplicate.
    pub merged_into: Option<OrganisationId>,
    /// When it was registered here.
    pub registered_at: Moment,
    /// When its record was last changed.
    pub changed_at: Moment,
}

impl Organisation {
    /// What other records are compared with.
    #[must_use]
    pub fn description(&self) -> Description<'_> {
        Description {
            name: &self.name,
            latin_name: self.latin_name.as_deref(),
            country: self.country,
            website: self.website.as_deref(),
            registration_number: self.registration_number.as_deref(),
        }
    }

    /// The organisation that it is: itself, or the one that it was found to be a duplicate of.
    #[must_use]
    pub fn survivor(&self) -> OrganisationId {
        self.merged_into.unwrap_or(self.id)
    }
}

type OrganisationRow = (
    String,
    String,
    String,
    Option<String>,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    NaiveDateTime,
    NaiveDateTime,
);

macro_rules! columns {
    () => {
        (
            organisations::id,
            organisations::slug,
            organisations::name,
            organisations::latin_name,
            organisations::country,
            organisations::region,
            organisations::website,
            organisations::registration_number,
            organisations::registered_by_body_id,
            organisations::merged_into_id,
            organisations::registered_at,
            organisations::changed_at,
        )
    };
}

/// Adds an organisation.
pub fn insert(connection: &mut DatabaseConnection, organisation: &Organisation) -> Result<(), Error> {
    diesel::insert_into(organisations::table)
        .values((
            organisations::id.eq(organisation.id.to_string()),
            organisations::slug.eq(organisation.slug.as_str()),
            organisations::name.eq(&organisation.name),
            organisations::latin_name.eq(&organisation.latin_name),
            organisations::sort_key.eq(sort_key(&organisation.name, &organisation.id.to_string())),
            organisations::country.eq(organisation.country.as_str()),
            organisations::region.eq(&organisation.region),
            organisations::website.eq(&organisation.website),
            organisations::registration_number.eq(&organisation.registration_number),
            organisations::registered_by_body_id.eq(organisation.registered_by.map(|body| body.to_string())),
            organisations::merged_into_id.eq(organisation.merged_into.map(|into| into.to_string())),
            organisations::registered_at.eq(to_column(organisation.registered_at)),
            organisations::changed_at.eq(to_column(organisation.changed_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The organisation with this id.
pub fn find(connection: &mut DatabaseConnection, id: OrganisationId) -> Result<Option<Organisation>, Error> {
    let query = organisations::table.find(id.to_string()).select(columns!());
    query.first::<OrganisationRow>(connection).optional()?.map(from_row).transpose()
}

/// The organisation with this slug.
pub fn find_by_slug(connection: &mut DatabaseConnection, slug: &str) -> Result<Option<Organisation>, Error> {
    let query = organisations::table.filter(organisations::slug.eq(slug)).select(columns!());
    query.first::<OrganisationRow>(connection).optional()?.map(from_row).transpose()
}

/// The organisations with these ids, in no particular order.
pub fn find_all(connection: &mut DatabaseConnection, ids: &[String]) -> Result<Vec<Organisation>, Error> {
    let query = organisations::table.filter(organisations::id.eq_any(ids)).select(columns!());
    query.load::<OrganisationRow>(connection)?.into_iter().map(from_row).collect()
}

/// Writes what can change: name, country, region, website and registration number.
pub fn update(connection: &mut DatabaseConnection, organisation: &Organisation) -> Result<(), Error> {
    diesel::update(organisations::table.find(organisation.id.to_string()))
        .set((
            organisations::name.eq(&organisation.name),
            organisations::latin_name.eq(&organisation.latin_name),
            organisations::sort_key.eq(sort_key(&organisation.name, &organisation.id.to_string())),
            organisations::country.eq(organisation.country.as_str()),
            organisations::region.eq(&organisation.region),
            organisations::website.eq(&organisation.website),
            organisations::registration_number.eq(&organisation.registration_number),
            organisations::changed_at.eq(to_column(organisation.changed_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Gives an organisation its name in addresses.
pub fn set_slug(connection: &mut DatabaseConnection, id: OrganisationId, slug: &Slug) -> Result<(), Error> {
    diesel::update(organisations::table.find(id.to_string()))
        .set(organisations::slug.eq(slug.as_str()))
        .execute(connection)?;
    Ok(())
}

/// Says which organisation these are from now on; `None`: they are organisations of their own.
pub fn lead_to(
    connection: &mut DatabaseConnection,
    ids: &[OrganisationId],
    survivor: Option<OrganisationId>,
    at: Moment,
) -> Result<(), Error> {
    let ids = ids.iter().map(ToString::to_string);
    diesel::update(organisations::table.filter(organisations::id.eq_any(ids)))
        .set((
            organisations::merged_into_id.eq(survivor.map(|survivor| survivor.to_string())),
            organisations::changed_at.eq(to_column(at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// These survivors with all that were merged into them, in the order of registration.
pub fn groups(connection: &mut DatabaseConnection, survivors: &[OrganisationId]) -> Result<Vec<Organisation>, Error> {
    let ids: Vec<String> = survivors.iter().map(ToString::to_string).collect();
    // Two questions, each along an index; together they would make the database read the whole table.
    let mut rows = organisations::table
        .filter(organisations::id.eq_any(&ids))
        .select(columns!())
        .load::<OrganisationRow>(connection)?;
    rows.extend(
        organisations::table
            .filter(organisations::merged_into_id.eq_any(&ids))
            .select(columns!())
            .load::<OrganisationRow>(connection)?,
    );
    rows.sort_by(|one, other| one.0.cmp(&other.0));
    rows.dedup_by(|one, other| one.0 == other.0);
    rows.into_iter().map(from_row).collect()
}

/// Whether a certificate of one of these was published.
pub fn any_published(connection: &mut DatabaseConnection, ids: &[OrganisationId]) -> Result<bool, Error> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let found = organisation_certificates::table
        .filter(organisation_certificates::organisation_id.eq_any(ids))
        .filter(organisation_certificates::state.eq("published"))
        .select(organisation_certificates::id)
        .first::<String>(connection)
        .optional()?;
    Ok(found.is_some())
}

/// Whether this body submitted a certificate of one of these, or somebody for it, whatever became of the application.
pub fn any_of_body(connection: &mut DatabaseConnection, ids: &[OrganisationId], body: BodyId) -> Result<bool, Error> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let found = organisation_certificates::table
        .filter(organisation_certificates::organisation_id.eq_any(ids))
        .filter(organisation_certificates::body_id.eq(body.to_string()))
        .select(organisation_certificates::id)
        .first::<String>(connection)
        .optional()?;
    Ok(found.is_some())
}

fn from_row(row: OrganisationRow) -> Result<Organisation, Error> {
    let (id, slug, name, latin_name, country, region, website, registration_number, by, into, registered, changed) =
        row;
    let place = Place { table: "organisations", row: &id };
    Ok(Organisation {
        id: place.value("id", OrganisationId::parse(&id))?,
        slug: place.value("slug", Slug::parse(&slug).ok())?,
        country: place.value("country", CountryCode::parse(&country).ok())?,
        registered_by: by.map(|by| place.value("registered_by_body_id", BodyId::parse(&by))).transpose()?,
        merged_into: into.map(|into| place.value("merged_into_id", OrganisationId::parse(&into))).transpose()?,
        registered_at: from_column(registered),
        changed_at: from_column(changed),
        name,
        latin_name,
        region,
        website,
        registration_number,
    })
}
