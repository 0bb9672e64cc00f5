//! Training organisations and their accredited courses, with the history of their accreditation.

mod accredited;
mod courses;
mod offered;
mod organisations;

pub use accredited::{AccreditedCourse, accredited_courses};
pub use courses::{
    Course, courses, courses_of, find as find_course, find_courses, insert as insert_course,
    insert_status_change as insert_course_status_change, update as update_course,
};
pub use offered::{Offered, offered};
pub use organisations::{
    TrainingOrganisation, find as find_organisation, find_organisations, insert as insert_organisation,
    insert_status_change as insert_organisation_status_change, organisations, update as update_organisation,
};
