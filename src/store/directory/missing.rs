//! What has no entry yet, because an earlier version of the program registered it.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use crate::error::Error;
use crate::ids::{BodyId, CourseId, OrganisationId, TrainingOrganisationId};
use crate::scheme::organisation_certificate::State;
use crate::store::connection::DatabaseConnection;
use crate::store::rows::Rows;
use crate::store::schema::{
    bodies as body_table, courses as course_table, directory_entries, organisation_certificates,
    organisations as organisation_table, training_organisations as training_organisation_table,
};

/// Declares what finds records of one table without an entry.
macro_rules! missing {
    ($(#[$documentation:meta])* $name:ident, $table:ident, $id:ident) => {
        $(#[$documentation])*
        pub fn $name(connection: &mut DatabaseConnection, after: &str, at_once: i64) -> Result<Vec<$id>, Error> {
            let entries = directory_entries::table.filter(directory_entries::subject_id.eq($table::id));
            $table::table
                .filter($table::id.gt(after))
                .filter(not(exists(entries)))
                .order($table::id)
                .limit(at_once)
                .select($table::id)
                .rows(connection)
        }
    };
}

missing! {
    /// Bodies without an entry, with ids that come after this one.
    bodies, body_table, BodyId
}
missing! {
    /// Training organisations without an entry, with ids that come after this one.
    training_organisations, training_organisation_table, TrainingOrganisationId
}
missing! {
    /// Courses without an entry, with ids that come after this one.
    courses, course_table, CourseId
}

/// Organisations, and none that was merged into another, that have a published certificate which is not confidential and no entry, with ids that come
/// after this one.
pub fn organisations(
    connection: &mut DatabaseConnection,
    after: &str,
    at_once: i64,
) -> Result<Vec<OrganisationId>, Error> {
    let entries = directory_entries::table.filter(directory_entries::subject_id.eq(organisation_table::id));
    let published = organisation_certificates::table
        .filter(organisation_certificates::organisation_id.eq(organisation_table::id))
        .filter(organisation_certificates::state.eq(State::Published))
        .filter(not(organisation_certificates::confidential));
    organisation_table::table
        .filter(organisation_table::id.gt(after))
        .filter(organisation_table::merged_into_id.is_null())
        .filter(not(exists(entries)))
        .filter(exists(published))
        .order(organisation_table::id)
        .limit(at_once)
        .select(organisation_table::id)
        .rows(connection)
}
