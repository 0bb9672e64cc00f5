//! What a decision needs to know of courses.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::error::Error;
use crate::ids::CourseId;
use crate::scheme::calendar::Period;
use crate::scheme::definition::QualificationCode;
use crate::store::connection::DatabaseConnection;
use crate::store::row::Place;
use crate::store::schema::{courses, training_organisations};

/// What a decision needs to know of a course.
#[derive(Clone, Debug)]
pub struct AccreditedCourse {
    /// Its id.
    pub id: CourseId,
    /// Its name in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// What it is accredited for.
    pub qualification: QualificationCode,
    /// The days on which it is accredited.
    pub accredited: Period,
    /// Who runs it.
    pub training_organisation: String,
    /// The days on which that organisation is accredited.
    pub organisation_accredited: Period,
}

type AccreditedRow =
    ((String, String, String, String, NaiveDate, Option<NaiveDate>), (String, NaiveDate, Option<NaiveDate>));

/// The courses with these ids or slugs: one query.
pub fn accredited_courses(
    connection: &mut DatabaseConnection,
    ids_or_slugs: &[String],
) -> Result<Vec<AccreditedCourse>, Error> {
    let rows = courses::table
        .inner_join(training_organisations::table)
        .filter(courses::id.eq_any(ids_or_slugs).or(courses::slug.eq_any(ids_or_slugs)))
        .select((
            (
                courses::id,
                courses::slug,
                courses::title,
                courses::qualification,
                courses::accredited_from,
                courses::accredited_until,
            ),
            (
                training_organisations::name,
                training_organisations::accredited_from,
                training_organisations::accredited_until,
            ),
        ))
        .load::<AccreditedRow>(connection)?;
    rows.into_iter()
        .map(|((id, slug, title, qualification, from, until), (training_organisation, since, to))| {
            let place = Place { table: "courses", row: &id };
            Ok(AccreditedCourse {
                id: place.value("id", CourseId::parse(&id))?,
                qualification: QualificationCode::new(qualification),
                accredited: Period { from, until },
                organisation_accredited: Period { from: since, until: to },
                slug,
                title,
                training_organisation,
            })
        })
        .collect()
}
