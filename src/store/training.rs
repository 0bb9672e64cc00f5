//! Training organisations and their accredited courses.

mod accredited;
mod offered;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::bodies::sort_key;
use super::connection::DatabaseConnection;
use super::row::{Place, from_column, set_from_column, set_to_column, to_column};
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
#[derive(Clone, Debug)]
pub struct TrainingOrganisation {
    /// The record.
    pub id: TrainingOrganisationId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub country: CountryCode,
    /// Its website.
    pub website: Option<String>,
    /// The days on which it is accredited.
    pub accredited: Period,
    /// When it was registered here.
    pub registered_at: Moment,
}

/// An accredited course.
#[derive(Clone, Debug)]
pub struct Course {
    /// The record.
    pub id: CourseId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Who runs it.
    pub training_organisation: TrainingOrganisationId,
    /// For which qualification it is accredited.
    pub qualification: QualificationCode,
    /// Its title.
    pub title: String,
    /// In which languages it is given (BCP 47).
    pub languages: Vec<String>,
    /// In which countries (ISO 3166-1).
    pub countries: Vec<String>,
    /// How: `classroom`, `online`.
    pub delivery: Vec<String>,
    /// The days on which it is accredited.
    pub accredited: Period,
    /// When it was registered here.
    pub registered_at: Moment,
}

type OrganisationRow = (String, String, String, String, Option<String>, NaiveDate, Option<NaiveDate>, NaiveDateTime);

macro_rules! organisation_columns {
    () => {
        (
            training_organisations::id,
            training_organisations::slug,
            training_organisations::name,
            training_organisations::country,
            training_organisations::website,
            training_organisations::accredited_from,
            training_organisations::accredited_until,
            training_organisations::registered_at,
        )
    };
}

/// Adds a training organisation.
pub fn insert_organisation(
    connection: &mut DatabaseConnection,
    organisation: &TrainingOrganisation,
) -> Result<(), Error> {
    diesel::insert_into(training_organisations::table)
        .values((
            training_organisations::id.eq(organisation.id.to_string()),
            training_organisations::slug.eq(organisation.slug.as_str()),
            training_organisations::name.eq(&organisation.name),
            training_organisations::sort_key.eq(sort_key(&organisation.name, &organisation.id.to_string())),
            training_organisations::country.eq(organisation.country.as_str()),
            training_organisations::website.eq(&organisation.website),
            training_organisations::accredited_from.eq(organisation.accredited.from),
            training_organisations::accredited_until.eq(organisation.accredited.until),
            training_organisations::registered_at.eq(to_column(organisation.registered_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The training organisation with this id or slug.
pub fn find_organisation(
    connection: &mut DatabaseConnection,
    id_or_slug: &str,
) -> Result<Option<TrainingOrganisation>, Error> {
    let query = training_organisations::table
        .filter(training_organisations::id.eq(id_or_slug).or(training_organisations::slug.eq(id_or_slug)))
        .select(organisation_columns!());
    query.first::<OrganisationRow>(connection).optional()?.map(organisation_from_row).transpose()
}

fn organisation_from_row(row: OrganisationRow) -> Result<TrainingOrganisation, Error> {
    let (id, slug, name, country, website, from, until, registered_at) = row;
    let place = Place { table: "training_organisations", row: &id };
    Ok(TrainingOrganisation {
        id: place.value("id", TrainingOrganisationId::parse(&id))?,
        slug: place.value("slug", Slug::parse(&slug).ok())?,
        country: place.value("country", CountryCode::parse(&country).ok())?,
        accredited: Period { from, until },
        registered_at: from_column(registered_at),
        name,
        website,
    })
}

type CourseRow =
    ((String, String, String, String, String), (String, String, String, NaiveDate, Option<NaiveDate>, NaiveDateTime));

macro_rules! course_columns {
    () => {
        (
            (courses::id, courses::slug, courses::training_organisation_id, courses::qualification, courses::title),
            (
                courses::languages,
                courses::countries,
                courses::delivery,
                courses::accredited_from,
                courses::accredited_until,
                courses::registered_at,
            ),
        )
    };
}

/// Adds a course.
pub fn insert_course(connection: &mut DatabaseConnection, course: &Course) -> Result<(), Error> {
    diesel::insert_into(courses::table)
        .values((
            courses::id.eq(course.id.to_string()),
            courses::slug.eq(course.slug.as_str()),
            courses::training_organisation_id.eq(course.training_organisation.to_string()),
            courses::qualification.eq(course.qualification.as_str()),
            courses::title.eq(&course.title),
            courses::sort_key.eq(sort_key(&course.title, &course.id.to_string())),
            courses::languages.eq(set_to_column(course.languages.iter().map(String::as_str))),
            courses::countries.eq(set_to_column(course.countries.iter().map(String::as_str))),
            courses::delivery.eq(set_to_column(course.delivery.iter().map(String::as_str))),
            courses::accredited_from.eq(course.accredited.from),
            courses::accredited_until.eq(course.accredited.until),
            courses::registered_at.eq(to_column(course.registered_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The course with this id or slug.
pub fn find_course(connection: &mut DatabaseConnection, id_or_slug: &str) -> Result<Option<Course>, Error> {
    let query =
        courses::table.filter(courses::id.eq(id_or_slug).or(courses::slug.eq(id_or_slug))).select(course_columns!());
    query.first::<CourseRow>(connection).optional()?.map(course_from_row).transpose()
}

/// The courses of a training organisation, in the order of their titles.
pub fn courses_of(
    connection: &mut DatabaseConnection,
    organisation: TrainingOrganisationId,
) -> Result<Vec<Course>, Error> {
    let query = courses::table
        .filter(courses::training_organisation_id.eq(organisation.to_string()))
        .order(courses::sort_key)
        .select(course_columns!());
    query.load::<CourseRow>(connection)?.into_iter().map(course_from_row).collect()
}

/// The training organisations with these ids, in no particular order: one query.
pub fn organisations(
    connection: &mut DatabaseConnection,
    ids: &[TrainingOrganisationId],
) -> Result<Vec<TrainingOrganisation>, Error> {
    let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
    let query =
        training_organisations::table.filter(training_organisations::id.eq_any(ids)).select(organisation_columns!());
    query.load::<OrganisationRow>(connection)?.into_iter().map(organisation_from_row).collect()
}

/// The courses with these ids, in no particular order: one query.
pub fn courses(connection: &mut DatabaseConnection, ids: &[String]) -> Result<Vec<Course>, Error> {
    let query = courses::table.filter(courses::id.eq_any(ids)).select(course_columns!());
    query.load::<CourseRow>(connection)?.into_iter().map(course_from_row).collect()
}

fn course_from_row(row: CourseRow) -> Result<Course, Error> {
    let ((id, slug, organisation, qualification, title), (languages, countries, delivery, from, until, registered_at)) =
        row;
    let place = Place { table: "courses", row: &id };
    Ok(Course {
        id: place.value("id", CourseId::parse(&id))?,
        slug: place.value("slug", Slug::parse(&slug).ok())?,
        training_organisation: place.value("training_organisation_id", TrainingOrganisationId::parse(&organisation))?,
        qualification: QualificationCode::new(qualification),
        languages: set_from_column(&languages),
        countries: set_from_column(&countries),
        delivery: set_from_column(&delivery),
        accredited: Period { from, until },
        registered_at: from_column(registered_at),
        title,
    })
}
