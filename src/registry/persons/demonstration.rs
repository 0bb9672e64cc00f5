//! Persons of the demonstration, who get in without a passkey.

use super::acting_for::place;
use super::{NewRoleAssignment, Person, give};
use crate::auth::permission::Permission;
use crate::auth::person_role::PersonRole;
use crate::error::Error;
use crate::ids::PersonId;
use crate::input::fields::Email;
use crate::input::form::Field;
use crate::registry::work::Work;
use crate::scheme::person::FullName;
use crate::store::persons as kept;

/// Puts a person with a role on record who was never invited and has no passkey: for the demonstration, and for nothing else.
///
/// # Errors
/// [`Error::Invalid`] for a role that does not go with `body` (an id or slug).
pub fn demonstrate(
    work: &mut Work<'_>,
    name: FullName,
    email: <Email as Field>::Value,
    role: PersonRole,
    body: Option<&str>,
) -> Result<Person, Error> {
    work.authorise(Permission::ManageAccess)?;
    let new = NewRoleAssignment { role, body: body.map(str::to_owned), training_organisation: None, reads_only: None };
    let place = place(work, &new)?;
    let person =
        Person { id: PersonId::new(work.now), name: name.into(), email, registered_at: work.now, left_at: None };
    kept::insert(work.connection, &person)?;
    give(work, &person, role, &place)?;
    Ok(person)
}
