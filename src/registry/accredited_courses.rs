//! The courses that pieces of evidence refer to.

use super::work::Work;
use crate::error::Error;
use crate::ids::CourseId;
use crate::scheme::text::Slug;
use crate::store::training::{self, AccreditedCourse};

#[derive(Debug, Default)]
pub(super) struct AccreditedCourses(Vec<AccreditedCourse>);

impl AccreditedCourses {
    /// The courses with these ids or slugs, as far as there are any.
    pub fn load(work: &mut Work<'_>, mut ids_or_slugs: Vec<String>) -> Result<Self, Error> {
        // What has not the form of a slug cannot be on record, and PostgreSQL takes no NUL, not even to compare with.
        ids_or_slugs.retain(|id_or_slug| Slug::parse(id_or_slug).is_ok());
        ids_or_slugs.sort_unstable();
        ids_or_slugs.dedup();
        if ids_or_slugs.is_empty() {
            return Ok(Self::default());
        }
        training::accredited_courses(work.connection, &ids_or_slugs).map(Self)
    }

    pub fn find(&self, id_or_slug: &str) -> Option<&AccreditedCourse> {
        let id = CourseId::parse(id_or_slug);
        self.0.iter().find(|course| course.slug == id_or_slug || Some(course.id) == id)
    }

    pub fn get(&self, id: CourseId) -> Option<&AccreditedCourse> {
        self.0.iter().find(|course| course.id == id)
    }
}
