//! Training organisations and their accredited courses.

mod accredited;
mod offered;

use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::page::sort_key;
use super::rows::{Columns, Rows, values};
use super::schema::{courses, training_organisations};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{CourseId, TrainingOrganisationId};
use crate::scheme::calendar::Period;
use crate::scheme::country::CountryCode;
use crate::scheme::definition::QualificationCode;
use crate::scheme::text::Slug;

pub use accredited::{AccreditedCourse, accredited_courses};
pub use offered::{Offered, offered};

/// An organisation that trains candidates.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = training_organisations, treat_none_as_default_value = false)]
pub struct TrainingOrganisation {
    pub id: TrainingOrganisationId,
    pub slug: Slug,
    pub name: String,
    pub country: CountryCode,
    pub website: Option<String>,
    #[diesel(skip_insertion, select_expression = (
        training_organisations::accredited_from,
        training_organisations::accredited_until,
    ))]
    pub accredited: Period,
    #[diesel(serialize_as = Column<Moment>)]
    pub registered_at: Moment,
}

/// An accredited course.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = courses, treat_none_as_default_value = false)]
pub struct Course {
    pub id: CourseId,
    pub slug: Slug,
    #[diesel(column_name = training_organisation_id)]
    pub training_organisation: TrainingOrganisationId,
    pub qualification: QualificationCode,
    pub title: String,
    /// In which languages it is given (BCP 47).
    #[diesel(serialize_as = Column<Vec<String>>)]
    pub languages: Vec<String>,
    /// In which countries (ISO 3166-1).
    #[diesel(serialize_as = Column<Vec<String>>)]
    pub countries: Vec<String>,
    /// How: `classroom`, `online`.
    #[diesel(serialize_as = Column<Vec<String>>)]
    pub delivery: Vec<String>,
    #[diesel(skip_insertion, select_expression = (courses::accredited_from, courses::accredited_until))]
    pub accredited: Period,
    #[diesel(serialize_as = Column<Moment>)]
    pub registered_at: Moment,
}

pub fn insert_organisation(
    connection: &mut DatabaseConnection,
    organisation: &TrainingOrganisation,
) -> Result<(), Error> {
    let rest = values!(training_organisations: sort_key = sort_key(&organisation.name, organisation.id),
        accredited_from = organisation.accredited.from, accredited_until = organisation.accredited.until);
    diesel::insert_into(training_organisations::table).values((organisation.clone(), rest)).execute(connection)?;
    Ok(())
}

pub fn find_organisation(
    connection: &mut DatabaseConnection,
    id_or_slug: &str,
) -> Result<Option<TrainingOrganisation>, Error> {
    training_organisations::table
        .filter(training_organisations::id.eq(id_or_slug).or(training_organisations::slug.eq(id_or_slug)))
        .select(TrainingOrganisation::columns())
        .row(connection)
}

pub fn insert_course(connection: &mut DatabaseConnection, course: &Course) -> Result<(), Error> {
    let rest = values!(courses: sort_key = sort_key(&course.title, course.id),
        accredited_from = course.accredited.from, accredited_until = course.accredited.until);
    diesel::insert_into(courses::table).values((course.clone(), rest)).execute(connection)?;
    Ok(())
}

pub fn find_course(connection: &mut DatabaseConnection, id_or_slug: &str) -> Result<Option<Course>, Error> {
    let query = courses::table.filter(courses::id.eq(id_or_slug).or(courses::slug.eq(id_or_slug)));
    query.select(Course::columns()).row(connection)
}

/// The courses of a training organisation, in the order of their titles.
pub fn courses_of(
    connection: &mut DatabaseConnection,
    organisation: TrainingOrganisationId,
) -> Result<Vec<Course>, Error> {
    let query = courses::table.filter(courses::training_organisation_id.eq(organisation)).order(courses::sort_key);
    query.select(Course::columns()).rows(connection)
}

/// The training organisations with these ids, in no particular order: one query.
pub fn organisations(
    connection: &mut DatabaseConnection,
    ids: &[TrainingOrganisationId],
) -> Result<Vec<TrainingOrganisation>, Error> {
    let query = training_organisations::table.filter(training_organisations::id.eq_any(ids));
    query.select(TrainingOrganisation::columns()).rows(connection)
}

/// The courses with these ids, in no particular order: one query.
pub fn courses(connection: &mut DatabaseConnection, ids: &[String]) -> Result<Vec<Course>, Error> {
    courses::table.filter(courses::id.eq_any(ids)).select(Course::columns()).rows(connection)
}
