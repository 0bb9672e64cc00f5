//! What a decision needs to know of courses.

use std::collections::HashMap;

use super::{Course, TrainingOrganisation, courses, organisations};
use crate::error::Error;
use crate::ids::{CourseId, TrainingOrganisationId};
use crate::scheme::definition::QualificationCode;
use crate::scheme::lifecycle::History;
use crate::store::connection::DatabaseConnection;

/// What a decision needs to know of a course.
#[derive(Clone, Debug)]
pub struct AccreditedCourse {
    pub id: CourseId,
    pub slug: String,
    pub title: String,
    pub qualification: QualificationCode,
    pub accreditation: History,
    pub training_organisation_id: TrainingOrganisationId,
    pub training_organisation: String,
    pub organisation_accreditation: History,
}

/// The courses with these ids or slugs: four queries, however many.
pub fn accredited_courses(
    connection: &mut DatabaseConnection,
    ids_or_slugs: &[String],
) -> Result<Vec<AccreditedCourse>, Error> {
    let found = courses(connection, ids_or_slugs)?;
    let by: Vec<_> = found.iter().map(|course| course.training_organisation).collect();
    let by: HashMap<_, _> = organisations(connection, &by)?.into_iter().map(|one| (one.id, one)).collect();
    let known = |course: Course| {
        let runs: &TrainingOrganisation = by.get(&course.training_organisation)?;
        Some(AccreditedCourse {
            accreditation: course.accreditation(),
            id: course.id,
            slug: course.slug.as_str().to_owned(),
            title: course.title,
            qualification: course.qualification,
            training_organisation_id: runs.id,
            training_organisation: runs.name.clone(),
            organisation_accreditation: runs.accreditation(),
        })
    };
    Ok(found.into_iter().filter_map(known).collect())
}
