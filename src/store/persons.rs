//! Persons who act in the registry, and in which roles.

use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest, paged};
use super::rows::{Columns, Rows, narrow, values};
use super::schema::{persons, role_assignments};
use crate::auth::permission::Remit;
use crate::auth::person_role::PersonRole;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, PersonId, RoleAssignmentId, TrainingOrganisationId};

/// Somebody who acts in the registry.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = persons, treat_none_as_default_value = false)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub email: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub registered_at: Moment,
    /// Since when the person is let in no more.
    #[diesel(serialize_as = Column<Option<Moment>>)]
    pub left_at: Option<Moment>,
}

/// That a person acts in a role, or did.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = role_assignments, treat_none_as_default_value = false)]
pub struct RoleAssignment {
    pub id: RoleAssignmentId,
    #[diesel(column_name = person_id)]
    pub person: PersonId,
    pub role: PersonRole,
    /// The body that the person acts for.
    #[diesel(column_name = body_id)]
    pub body: Option<BodyId>,
    #[diesel(column_name = training_organisation_id)]
    pub training_organisation: Option<TrainingOrganisationId>,
    /// Whether it is limited to reading.
    pub reads_only: bool,
    pub assigned_by: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub assigned_at: Moment,
    #[diesel(serialize_as = Column<Option<Moment>>)]
    pub ended_at: Option<Moment>,
}

impl RoleAssignment {
    /// How far the role goes.
    #[must_use]
    pub const fn remit(&self) -> Remit {
        self.role.remit(self.reads_only)
    }
}

pub fn insert(connection: &mut DatabaseConnection, person: &Person) -> Result<(), Error> {
    diesel::insert_into(persons::table).values(person.clone()).execute(connection)?;
    Ok(())
}

/// The person with this id, also one that has left.
pub fn find(connection: &mut DatabaseConnection, id: PersonId) -> Result<Option<Person>, Error> {
    persons::table.find(id).select(Person::columns()).row(connection)
}

/// What somebody is called who acts; empty for nobody on record.
pub fn name(connection: &mut DatabaseConnection, id: PersonId) -> Result<String, Error> {
    Ok(persons::table.find(id).select(persons::name).row(connection)?.unwrap_or_default())
}

/// Writes what a person is called and written to.
pub fn change(connection: &mut DatabaseConnection, id: PersonId, name: &str, email: &str) -> Result<(), Error> {
    diesel::update(persons::table.find(id)).set(values!(persons: name = name, email = email)).execute(connection)?;
    Ok(())
}

pub fn leave(connection: &mut DatabaseConnection, id: PersonId, at: Moment) -> Result<(), Error> {
    diesel::update(persons::table.find(id)).set(persons::left_at.eq(Column(Some(at)))).execute(connection)?;
    Ok(())
}

/// A page of the persons who have not left, in the order of registration: all, or those who act for a body.
pub fn list(
    connection: &mut DatabaseConnection,
    body: Option<BodyId>,
    request: &PageRequest,
) -> Result<Page<Person>, Error> {
    let mut query =
        paged!(persons::id, request).filter(persons::left_at.is_null()).select(Person::columns()).into_boxed();
    if let Some(body) = body {
        let of_body = role_assignments::table
            .filter(role_assignments::body_id.eq(body))
            .filter(role_assignments::ended_at.is_null())
            .select(role_assignments::person_id);
        query = query.filter(persons::id.eq_any(of_body));
    }
    Ok(request.page(query.rows(connection)?, |person: &Person| person.id))
}

pub fn assign(connection: &mut DatabaseConnection, assignment: &RoleAssignment) -> Result<(), Error> {
    diesel::insert_into(role_assignments::table).values(assignment.clone()).execute(connection)?;
    Ok(())
}

pub fn find_assignment(
    connection: &mut DatabaseConnection,
    id: RoleAssignmentId,
) -> Result<Option<RoleAssignment>, Error> {
    role_assignments::table.find(id).select(RoleAssignment::columns()).row(connection)
}

/// The roles in which these persons act now, in the order in which they were assigned.
pub fn assignments(connection: &mut DatabaseConnection, of: &[PersonId]) -> Result<Vec<RoleAssignment>, Error> {
    role_assignments::table
        .filter(role_assignments::person_id.eq_any(of))
        .filter(role_assignments::ended_at.is_null())
        .order(role_assignments::id)
        .select(RoleAssignment::columns())
        .rows(connection)
}

/// The roles in which these persons act or did, those that have ended included.
pub fn assignments_ever(connection: &mut DatabaseConnection, of: &[PersonId]) -> Result<Vec<RoleAssignment>, Error> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let query = role_assignments::table.filter(role_assignments::person_id.eq_any(of)).order(role_assignments::id);
    query.select(RoleAssignment::columns()).rows(connection)
}

/// The roles in which a person acts or did, each as often as it was assigned.
pub fn roles_ever(connection: &mut DatabaseConnection, of: PersonId) -> Result<Vec<PersonRole>, Error> {
    let query = role_assignments::table.filter(role_assignments::person_id.eq(of));
    query.select(role_assignments::role).rows(connection)
}

/// Whether anybody has the role now.
pub fn is_held(connection: &mut DatabaseConnection, role: PersonRole) -> Result<bool, Error> {
    let mut query =
        role_assignments::table.filter(role_assignments::ended_at.is_null()).select(role_assignments::id).into_boxed();
    narrow!(query: role_assignments::role = Some(role));
    Ok(query.row::<RoleAssignmentId>(connection)?.is_some())
}

pub fn end_assignment(connection: &mut DatabaseConnection, id: RoleAssignmentId, at: Moment) -> Result<(), Error> {
    let change = role_assignments::ended_at.eq(Column(Some(at)));
    diesel::update(role_assignments::table.find(id)).set(change).execute(connection)?;
    Ok(())
}

/// Ends all roles that a person has now.
pub fn end_assignments(connection: &mut DatabaseConnection, person: PersonId, at: Moment) -> Result<(), Error> {
    let current = role_assignments::table
        .filter(role_assignments::person_id.eq(person))
        .filter(role_assignments::ended_at.is_null());
    diesel::update(current).set(role_assignments::ended_at.eq(Column(Some(at)))).execute(connection)?;
    Ok(())
}
