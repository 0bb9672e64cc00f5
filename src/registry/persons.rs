//! Persons who act in the registry: who they are, and in which roles. An administrator of the scheme office decides about
//! all of them; one of a body about those who act for it, and sees of each only that.

mod acting_for;
mod demonstration;
pub mod entering;
pub mod invitations;
mod links;
pub mod passkeys;
pub mod sessions;
pub mod sign_in_links;

use acting_for::Place;
use serde_json::{Value, json};

use super::events::NewEvent;
use super::work::Work;
use super::{Page, PageRequest};
use crate::auth::permission::{Caller, Permission};
use crate::auth::person_role::PersonRole;
use crate::error::{Code, Error};
use crate::ids::{BodyId, PersonId, RoleAssignmentId};
use crate::input::fields::{Email, Key, word_fields};
use crate::input::form::form;
use crate::scheme::person::FullName;
use crate::store::{persons as kept, sessions as kept_sessions};

pub use acting_for::place_name;
pub use demonstration::demonstrate;
pub use kept::{Person, RoleAssignment};

const NOUN: &str = "person";

/// How many roles one person has at the most.
const MOST_ROLES: usize = 50;

form! {
    /// What is to be changed of a person; what is left out stays.
    #[example({"name": "Ines Brandt"})]
    pub struct PersonChanges as "PersonPatch" {
        /// What the person is called.
        pub name: Option<FullName>,
        /// Where the person is written to.
        pub email: Option<Email>,
    }

    /// A role that a person is to have.
    #[example({"role": "body_staff", "body_id": "nordlicht", "reads_only": true})]
    pub struct NewRoleAssignment as "RoleAssignmentRequest" {
        /// `registrar_administrator`, `registrar`, `auditor`, `body_administrator`, `body_staff` or `training_staff`.
        pub role: PersonRole,
        /// The body that the person acts for: id or slug; for the roles of a body only. A body's administrator leaves it out.
        pub body as "body_id": Option<Key>,
        /// The training organisation that the person acts for: id or slug; for the role `training_staff` only.
        pub training_organisation as "training_organisation_id": Option<Key>,
        /// Whether it is limited to reading; for the role `body_staff` only.
        pub reads_only: Option<bool>,
    }
}

word_fields! {
    PersonRole: Self = Self::ALL, Self::as_str;
}

/// A person with the roles that the asker may know of.
#[derive(Clone, Debug)]
pub struct PersonRecord {
    pub person: Person,
    pub roles: Vec<RoleAssignment>,
}

/// A page of the persons who have not left: all, or those who act for the asker's body.
pub fn list(work: &mut Work<'_>, request: &PageRequest) -> Result<Page<PersonRecord>, Error> {
    let caller = work.authorise(Permission::ManageAccess)?;
    let page = kept::list(work.connection, caller.body(), request)?;
    let ids: Vec<_> = page.items.iter().map(|person| person.id).collect();
    let mut roles = kept::assignments(work.connection, &ids)?;
    roles.retain(|role| is_visible(&caller, role));
    Ok(page.map(|person| {
        let own = roles.iter().filter(|role| role.person == person.id).cloned().collect();
        PersonRecord { person, roles: own }
    }))
}

pub fn find(work: &mut Work<'_>, id: &str) -> Result<PersonRecord, Error> {
    let caller = work.authorise(Permission::ManageAccess)?;
    let id = PersonId::parse(id).ok_or(Error::NotFound(NOUN))?;
    let person = kept::find(work.connection, id)?.ok_or(Error::NotFound(NOUN))?;
    let mut roles = kept::assignments(work.connection, &[id])?;
    roles.retain(|role| is_visible(&caller, role));
    if caller.body().is_some() && roles.is_empty() {
        return Err(Error::NotFound(NOUN));
    }
    Ok(PersonRecord { person, roles })
}

fn is_visible(caller: &Caller, role: &RoleAssignment) -> bool {
    caller.body().is_none_or(|own| role.body == Some(own))
}

/// The person with this id, if the asker decides about everything that the person does here: an administrator of a body
/// does not about somebody who acts for others as well.
pub(super) fn find_own(work: &mut Work<'_>, id: &str) -> Result<PersonRecord, Error> {
    let found = find(work, id)?;
    if found.person.left_at.is_some() {
        return Err(Error::refused(Code::StatusConflict, "this person has left; invite the person again"));
    }
    let all = kept::assignments(work.connection, &[found.person.id])?;
    if all.len() == found.roles.len() {
        return Ok(found);
    }
    let detail = "this person acts for others as well; an administrator of the scheme office decides this";
    Err(Error::refused(Code::Forbidden, detail))
}

/// Changes what a person is called or written to, if `unchanged` agrees to what is on record now. What happened before keeps
/// the name of then; a change to what is there already is none.
///
/// # Errors
/// What `unchanged` says; [`Code::StatusConflict`] for a person who has left, [`Code::Forbidden`] for one who acts for others
/// as well.
pub fn change(
    work: &mut Work<'_>,
    id: &str,
    unchanged: impl Fn(&PersonRecord) -> Result<(), Error>,
    changes: &PersonChanges,
) -> Result<PersonRecord, Error> {
    let found = find_own(work, id)?;
    unchanged(&found)?;
    let before = found.person.clone();
    let name = changes.name.as_ref().map_or_else(|| before.name.clone(), |name| name.clone().into());
    let email = changes.email.clone().unwrap_or(before.email.clone());
    let person = Person { name, email, ..before.clone() };
    let members = [("name", before.name != person.name), ("email", before.email != person.email)];
    let differing: Vec<_> = members.into_iter().filter(|(_, differs)| *differs).map(|(member, _)| member).collect();
    if differing.is_empty() {
        return Ok(found);
    }
    kept::change(work.connection, person.id, &person.name, &person.email)?;
    let body = common_body(&found.roles);
    record(work, &person, body, "person_changed", json!({"changed": differing}), None)?;
    Ok(PersonRecord { person, roles: found.roles })
}

/// A person leaves: every role and every session ends, and no passkey lets the person in. For the scheme office; an
/// administrator of a body ends roles there. Leaving once more changes nothing.
pub fn leave(work: &mut Work<'_>, id: &str) -> Result<(), Error> {
    let caller = work.authorise(Permission::ManageAccess)?;
    let found = find(work, id)?;
    if caller.body().is_some() {
        let detail = "this is for an administrator of the scheme office; end the person's roles in your body";
        return Err(Error::refused(Code::Forbidden, detail));
    }
    if found.person.left_at.is_some() {
        return Ok(());
    }
    let person = found.person.id;
    kept::end_assignments(work.connection, person, work.now)?;
    kept_sessions::end_all(work.connection, person, None, work.now)?;
    kept::leave(work.connection, person, work.now)?;
    record(work, &found.person, None, "person_left", json!({}), None)
}

/// Gives a person who is known one more role.
///
/// # Errors
/// [`Error::Invalid`] for a role that does not go with whom it is for; [`Code::StatusConflict`] for one that the person has, and
/// for a person who has left.
pub fn assign(work: &mut Work<'_>, id: &str, new: &NewRoleAssignment) -> Result<RoleAssignment, Error> {
    let found = find(work, id)?;
    if found.person.left_at.is_some() {
        return Err(Error::refused(Code::StatusConflict, "this person has left; invite the person again"));
    }
    let place = acting_for::place(work, new)?;
    let all = kept::assignments(work.connection, &[found.person.id])?;
    if has(&all, new.role, &place) {
        return Err(Error::refused(Code::StatusConflict, "the person has this role already; end that one first"));
    }
    if all.len() >= MOST_ROLES {
        return Err(Error::refused(Code::LimitReached, format!("a person has {MOST_ROLES} roles at the most")));
    }
    give(work, &found.person, new.role, &place)
}

/// Whether one of these roles is this one, for the same body or training organisation.
fn has(all: &[RoleAssignment], role: PersonRole, place: &Place) -> bool {
    let wanted = (role, place.body, place.training_organisation);
    all.iter().any(|one| (one.role, one.body, one.training_organisation) == wanted)
}

/// That a person has a role from now on.
fn assignment(work: &Work<'_>, person: PersonId, role: PersonRole, place: &Place, by: String) -> RoleAssignment {
    let Place { body, training_organisation, reads_only } = *place;
    let (id, assigned_at) = (RoleAssignmentId::new(work.now), work.now);
    RoleAssignment {
        id,
        person,
        role,
        body,
        training_organisation,
        reads_only,
        assigned_by: by,
        assigned_at,
        ended_at: None,
    }
}

/// Puts on record that a person has a role from now on.
fn give(work: &mut Work<'_>, person: &Person, role: PersonRole, place: &Place) -> Result<RoleAssignment, Error> {
    let caller = work.authorise(Permission::ManageAccess)?;
    let assignment = assignment(work, person.id, role, place, caller.principal.to_string());
    kept::assign(work.connection, &assignment)?;
    record(work, person, assignment.body, "role_assigned", told(&assignment), None)?;
    Ok(assignment)
}

/// Ends a role of a person's. Sessions in which it was chosen can do nothing in it from then on.
pub fn end_role(work: &mut Work<'_>, id: &str, role: &str) -> Result<(), Error> {
    let found = find(work, id)?;
    let wanted = RoleAssignmentId::parse(role);
    let role = found.roles.iter().find(|known| Some(known.id) == wanted).ok_or(Error::NotFound("role"))?;
    kept::end_assignment(work.connection, role.id, work.now)?;
    record(work, &found.person, role.body, "role_ended", told(role), None)
}

/// What an event says of a role.
fn told(role: &RoleAssignment) -> Value {
    json!({
        "role_assignment_id": role.id.to_string(),
        "role": role.role.as_str(),
        "body_id": role.body.map(|body| body.to_string()),
        "training_organisation_id": role.training_organisation.map(|organisation| organisation.to_string()),
        "reads_only": role.reads_only,
    })
}

/// The one body that all of these roles are for, whose administrators may read of what happens to them.
fn common_body(roles: &[RoleAssignment]) -> Option<BodyId> {
    let first = roles.first()?.body;
    first.filter(|_| roles.iter().all(|role| role.body == first))
}

fn record(
    work: &mut Work<'_>,
    person: &Person,
    body: Option<BodyId>,
    kind: &'static str,
    data: Value,
    personal_data: Option<&Value>,
) -> Result<(), Error> {
    let subject = ("person", person.id.to_string());
    work.record(Permission::ManageAccess, NewEvent { kind, subject, body, data, personal_data })
}
