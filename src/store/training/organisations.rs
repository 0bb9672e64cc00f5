//! Training organisations.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::error::Error;
use crate::ids::TrainingOrganisationId;
use crate::scheme::calendar::Period;
use crate::scheme::country::CountryCode;
use crate::scheme::lifecycle::History;
use crate::scheme::text::Slug;
use crate::store::column::{Column, Later};
use crate::store::connection::DatabaseConnection;
use crate::store::page::sort_key;
use crate::store::rows::{Columns, Rows, values};
use crate::store::schema::training_organisations;
use crate::store::status::{self, StatusRecord, status_changes};

status_changes!(
    TrainingOrganisation,
    TrainingOrganisationId: training_organisation_status_changes,
    training_organisation_id,
    std::convert::identity
);

/// An organisation that trains candidates.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = training_organisations, treat_none_as_default_value = false)]
pub struct TrainingOrganisation {
    pub id: TrainingOrganisationId,
    pub slug: Slug,
    pub name: String,
    pub country: CountryCode,
    pub website: Option<String>,
    /// As it was recorded first; the days that hold follow with what happened since, see [`Self::accreditation`].
    #[diesel(skip_insertion, select_expression = (
        training_organisations::accredited_from,
        training_organisations::accredited_until,
    ))]
    pub first_accredited: Period,
    #[diesel(serialize_as = Column<Moment>)]
    pub registered_at: Moment,
    /// What happened to the accreditation since, in the order of recording.
    #[diesel(select_expression = training_organisations::id, deserialize_as = Later, skip_insertion)]
    pub status_changes: Vec<StatusRecord>,
}

impl TrainingOrganisation {
    #[must_use]
    pub fn accreditation(&self) -> History {
        status::history(self.first_accredited.from, self.first_accredited.until, &self.status_changes)
    }
}

/// Adds one; an accreditation starts without status changes.
pub fn insert(connection: &mut DatabaseConnection, organisation: &TrainingOrganisation) -> Result<(), Error> {
    let first = organisation.first_accredited;
    let rest = values!(training_organisations: sort_key = sort_key(&organisation.name, organisation.id),
        accredited_from = first.from, accredited_until = first.until);
    diesel::insert_into(training_organisations::table).values((organisation.clone(), rest)).execute(connection)?;
    Ok(())
}

/// Writes what can be corrected: name, country and website.
pub fn update(connection: &mut DatabaseConnection, organisation: &TrainingOrganisation) -> Result<(), Error> {
    let change = values!(training_organisations: name = &organisation.name,
        sort_key = sort_key(&organisation.name, organisation.id), country = organisation.country,
        website = &organisation.website);
    diesel::update(training_organisations::table.find(organisation.id)).set(change).execute(connection)?;
    Ok(())
}

/// Those with these ids, in order.
pub fn find_organisations(
    connection: &mut DatabaseConnection,
    ids: &[String],
) -> Result<Vec<TrainingOrganisation>, Error> {
    let query =
        training_organisations::table.filter(training_organisations::id.eq_any(ids)).order(training_organisations::id);
    let found = query.select(TrainingOrganisation::columns()).rows(connection)?;
    with_changes(connection, found)
}

pub fn find(connection: &mut DatabaseConnection, id_or_slug: &str) -> Result<Option<TrainingOrganisation>, Error> {
    let found = training_organisations::table
        .filter(training_organisations::id.eq(id_or_slug).or(training_organisations::slug.eq(id_or_slug)))
        .select(TrainingOrganisation::columns())
        .rows(connection)?;
    Ok(with_changes(connection, found)?.pop())
}

/// The training organisations with these ids, in no particular order: two queries.
pub fn organisations(
    connection: &mut DatabaseConnection,
    ids: &[TrainingOrganisationId],
) -> Result<Vec<TrainingOrganisation>, Error> {
    let query = training_organisations::table.filter(training_organisations::id.eq_any(ids));
    let found = query.select(TrainingOrganisation::columns()).rows(connection)?;
    with_changes(connection, found)
}
