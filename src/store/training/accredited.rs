//! What a decision needs to know of courses.

use diesel::prelude::*;

use crate::error::Error;
use crate::ids::CourseId;
use crate::scheme::calendar::Period;
use crate::scheme::definition::QualificationCode;
use crate::store::connection::DatabaseConnection;
use crate::store::rows::{Columns, Rows};
use crate::store::schema::{courses, training_organisations};

/// What a decision needs to know of a course.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = courses)]
pub struct AccreditedCourse {
    pub id: CourseId,
    pub slug: String,
    pub title: String,
    pub qualification: QualificationCode,
    #[diesel(select_expression = (courses::accredited_from, courses::accredited_until))]
    pub accredited: Period,
    #[diesel(select_expression = training_organisations::name)]
    pub training_organisation: String,
    #[diesel(select_expression = (training_organisations::accredited_from, training_organisations::accredited_until))]
    pub organisation_accredited: Period,
}

/// The courses with these ids or slugs: one query.
pub fn accredited_courses(
    connection: &mut DatabaseConnection,
    ids_or_slugs: &[String],
) -> Result<Vec<AccreditedCourse>, Error> {
    courses::table
        .inner_join(training_organisations::table)
        .filter(courses::id.eq_any(ids_or_slugs).or(courses::slug.eq_any(ids_or_slugs)))
        .select(AccreditedCourse::columns())
        .rows(connection)
}
