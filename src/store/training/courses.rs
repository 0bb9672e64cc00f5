//! Accredited courses.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{CourseId, TrainingOrganisationId};
use crate::scheme::calendar::Period;
use crate::scheme::definition::QualificationCode;
use crate::scheme::lifecycle::History;
use crate::scheme::text::Slug;
use crate::store::column::{Column, Later};
use crate::store::connection::DatabaseConnection;
use crate::store::page::sort_key;
use crate::store::rows::{Columns, Rows, values};
use crate::store::schema::courses;
use crate::store::status::{self, StatusRecord, status_changes};

status_changes!(Course, CourseId: course_status_changes, course_id, std::convert::identity);

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
    /// As it was recorded first; the days that hold follow with what happened since, see [`Self::accreditation`].
    #[diesel(skip_insertion, select_expression = (courses::accredited_from, courses::accredited_until))]
    pub first_accredited: Period,
    #[diesel(serialize_as = Column<Moment>)]
    pub registered_at: Moment,
    /// What happened to the accreditation since, in the order of recording.
    #[diesel(select_expression = courses::id, deserialize_as = Later, skip_insertion)]
    pub status_changes: Vec<StatusRecord>,
}

impl Course {
    #[must_use]
    pub fn accreditation(&self) -> History {
        status::history(self.first_accredited.from, self.first_accredited.until, &self.status_changes)
    }
}

/// Adds one; an accreditation starts without status changes.
pub fn insert(connection: &mut DatabaseConnection, course: &Course) -> Result<(), Error> {
    let rest = values!(courses: sort_key = sort_key(&course.title, course.id),
        accredited_from = course.first_accredited.from, accredited_until = course.first_accredited.until);
    diesel::insert_into(courses::table).values((course.clone(), rest)).execute(connection)?;
    Ok(())
}

/// Writes what can be corrected: qualification, title, languages, countries and delivery.
pub fn update(connection: &mut DatabaseConnection, course: &Course) -> Result<(), Error> {
    let change = values!(courses: qualification = &course.qualification, title = &course.title,
        sort_key = sort_key(&course.title, course.id), languages = Column(course.languages.clone()),
        countries = Column(course.countries.clone()), delivery = Column(course.delivery.clone()));
    diesel::update(courses::table.find(course.id)).set(change).execute(connection)?;
    Ok(())
}

/// Those with these ids, in order.
pub fn find_courses(connection: &mut DatabaseConnection, ids: &[String]) -> Result<Vec<Course>, Error> {
    let query = courses::table.filter(courses::id.eq_any(ids)).order(courses::id);
    let found = query.select(Course::columns()).rows(connection)?;
    with_changes(connection, found)
}

pub fn find(connection: &mut DatabaseConnection, id_or_slug: &str) -> Result<Option<Course>, Error> {
    let query = courses::table.filter(courses::id.eq(id_or_slug).or(courses::slug.eq(id_or_slug)));
    let found = query.select(Course::columns()).rows(connection)?;
    Ok(with_changes(connection, found)?.pop())
}

/// The courses of a training organisation, in the order of their titles.
pub fn courses_of(
    connection: &mut DatabaseConnection,
    organisation: TrainingOrganisationId,
) -> Result<Vec<Course>, Error> {
    let query = courses::table.filter(courses::training_organisation_id.eq(organisation)).order(courses::sort_key);
    let found = query.select(Course::columns()).rows(connection)?;
    with_changes(connection, found)
}

/// The courses with these ids or slugs, in no particular order: two queries.
pub fn courses(connection: &mut DatabaseConnection, ids_or_slugs: &[String]) -> Result<Vec<Course>, Error> {
    let named = courses::id.eq_any(ids_or_slugs).or(courses::slug.eq_any(ids_or_slugs));
    let found = courses::table.filter(named).select(Course::columns()).rows(connection)?;
    with_changes(connection, found)
}
