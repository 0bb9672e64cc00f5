//! Organisations that are certified, or apply to be.

use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::page::sort_key;
use super::rows::{Columns, Rows, values};
use super::schema::{organisation_certificates, organisations};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, OrganisationId};
use crate::scheme::country::CountryCode;
use crate::scheme::organisation_certificate::State;
use crate::scheme::resemblance::Description;
use crate::scheme::text::Slug;

mod duplicates;
mod merges;

pub use duplicates::{
    Distinction, DistinctionPage, DuplicateFilter, Pair, delete_distinctions, distinctions_of, insert_distinction,
    list_distinctions, list_pairs, replace_keys, replace_pairs, sharing,
};
pub use merges::{MergeRecord, insert_merge, list_merges, named_survivors};

#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = organisations, treat_none_as_default_value = false)]
pub struct Organisation {
    pub id: OrganisationId,
    pub slug: Slug,
    /// Its name, in its own script.
    pub name: String,
    /// Its name in Latin letters, where it is written in others.
    pub latin_name: Option<String>,
    pub country: CountryCode,
    pub region: Option<String>,
    pub website: Option<String>,
    /// Its number in the company register of its country.
    pub registration_number: Option<String>,
    /// The body that named it first; `None` for a registrar.
    #[diesel(column_name = registered_by_body_id)]
    pub registered_by: Option<BodyId>,
    /// The organisation that it was found to be a duplicate of. That one is nobody's duplicate.
    #[diesel(column_name = merged_into_id)]
    pub merged_into: Option<OrganisationId>,
    #[diesel(serialize_as = Column<Moment>)]
    pub registered_at: Moment,
    #[diesel(serialize_as = Column<Moment>)]
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

pub fn insert(connection: &mut DatabaseConnection, organisation: &Organisation) -> Result<(), Error> {
    let key = organisations::sort_key.eq(sort_key(&organisation.name, organisation.id));
    diesel::insert_into(organisations::table).values((organisation.clone(), key)).execute(connection)?;
    Ok(())
}

pub fn find(connection: &mut DatabaseConnection, id: OrganisationId) -> Result<Option<Organisation>, Error> {
    organisations::table.find(id).select(Organisation::columns()).row(connection)
}

pub fn find_by_slug(connection: &mut DatabaseConnection, slug: &str) -> Result<Option<Organisation>, Error> {
    organisations::table.filter(organisations::slug.eq(slug)).select(Organisation::columns()).row(connection)
}

/// The organisations with these ids, in no particular order.
pub fn find_all(connection: &mut DatabaseConnection, ids: &[String]) -> Result<Vec<Organisation>, Error> {
    organisations::table.filter(organisations::id.eq_any(ids)).select(Organisation::columns()).rows(connection)
}

/// Writes what can change: name, country, region, website and registration number.
pub fn update(connection: &mut DatabaseConnection, organisation: &Organisation) -> Result<(), Error> {
    let change = values!(organisations: name = &organisation.name, latin_name = &organisation.latin_name,
        sort_key = sort_key(&organisation.name, organisation.id), country = organisation.country,
        region = &organisation.region, website = &organisation.website,
        registration_number = &organisation.registration_number, changed_at = Column(organisation.changed_at));
    diesel::update(organisations::table.find(organisation.id)).set(change).execute(connection)?;
    Ok(())
}

pub fn set_slug(connection: &mut DatabaseConnection, id: OrganisationId, slug: &Slug) -> Result<(), Error> {
    diesel::update(organisations::table.find(id)).set(organisations::slug.eq(slug)).execute(connection)?;
    Ok(())
}

/// Says which organisation these are from now on; `None`: they are organisations of their own.
pub fn lead_to(
    connection: &mut DatabaseConnection,
    ids: &[OrganisationId],
    survivor: Option<OrganisationId>,
    at: Moment,
) -> Result<(), Error> {
    diesel::update(organisations::table.filter(organisations::id.eq_any(ids)))
        .set((organisations::merged_into_id.eq(survivor), organisations::changed_at.eq(Column(at))))
        .execute(connection)?;
    Ok(())
}

/// These survivors with all that were merged into them, in the order of registration.
pub fn groups(connection: &mut DatabaseConnection, survivors: &[OrganisationId]) -> Result<Vec<Organisation>, Error> {
    let all = organisations::table.select(Organisation::columns());
    // Two questions, each along an index; together they would make the database read the whole table.
    let mut found: Vec<Organisation> = all.filter(organisations::id.eq_any(survivors)).rows(connection)?;
    found.extend(all.filter(organisations::merged_into_id.eq_any(survivors)).rows::<Organisation>(connection)?);
    found.sort_by_key(|one| one.id);
    found.dedup_by_key(|one| one.id);
    Ok(found)
}

/// Whether a certificate of one of these was published for anybody to look up.
pub fn any_published(connection: &mut DatabaseConnection, ids: &[OrganisationId]) -> Result<bool, Error> {
    let published = organisation_certificates::table
        .filter(organisation_certificates::organisation_id.eq_any(ids))
        .filter(organisation_certificates::state.eq(State::Published))
        .filter(organisation_certificates::confidential.eq(false))
        .select(organisation_certificates::id);
    Ok(published.row::<String>(connection)?.is_some())
}

/// Whether this body submitted a certificate of one of these, or somebody for it, whatever became of the application.
pub fn any_of_body(connection: &mut DatabaseConnection, ids: &[OrganisationId], body: BodyId) -> Result<bool, Error> {
    let submitted = organisation_certificates::table
        .filter(organisation_certificates::organisation_id.eq_any(ids))
        .filter(organisation_certificates::body_id.eq(body))
        .select(organisation_certificates::id);
    Ok(submitted.row::<String>(connection)?.is_some())
}
