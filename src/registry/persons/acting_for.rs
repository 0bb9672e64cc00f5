//! For whom a role is: the scheme office, a body or a training organisation.

use super::NewRoleAssignment;
use crate::auth::permission::Permission;
use crate::auth::person_role::{ActsFor, PersonRole};
use crate::error::{Error, InputError};
use crate::ids::{BodyId, TrainingOrganisationId};
use crate::registry::work::Work;
use crate::registry::{bodies, training};

pub(super) struct Place {
    pub body: Option<BodyId>,
    pub training_organisation: Option<TrainingOrganisationId>,
    pub reads_only: bool,
}

const BODY: &str = "/body_id";
const TRAINING: &str = "/training_organisation_id";

/// Finds out for whom a new role is.
///
/// # Errors
/// [`Error::Invalid`] where the role does not go with whom it is for, with what is not on record, or with the asker's body:
/// every mistake at once.
pub(super) fn place(work: &mut Work<'_>, new: &NewRoleAssignment) -> Result<Place, Error> {
    let own = work.authorise(Permission::ManageAccess)?.body();
    let acts_for = new.role.acts_for();
    if own.is_some() && acts_for != ActsFor::Body {
        let detail = "can be `body_administrator` or `body_staff`: you decide who acts for your body";
        return Err(Error::invalid("/role", "not_allowed", detail));
    }
    let mut mistakes = Vec::new();
    let body = match (&new.body, acts_for == ActsFor::Body) {
        (named, true) => keep(&mut mistakes, body(work, named.as_deref(), own))?,
        (Some(_), false) => keep(&mut mistakes, Err(not_allowed(BODY, "a body")))?,
        (None, false) => None,
    };
    let training_organisation = match (&new.training_organisation, acts_for == ActsFor::TrainingOrganisation) {
        (named, true) => keep(&mut mistakes, training_organisation(work, named.as_deref()))?,
        (Some(_), false) => keep(&mut mistakes, Err(not_allowed(TRAINING, "a training organisation")))?,
        (None, false) => None,
    };
    let reads_only = new.reads_only.unwrap_or(false);
    if reads_only && new.role != PersonRole::BodyStaff {
        let detail = "can be true for the role `body_staff` only";
        mistakes.push(InputError::new("/reads_only", "not_allowed", detail));
    }
    if mistakes.is_empty() {
        Ok(Place { body, training_organisation, reads_only })
    } else {
        Err(Error::Invalid(mistakes))
    }
}

/// What was found, or else the mistake among the others.
fn keep<T>(mistakes: &mut Vec<InputError>, found: Result<T, Error>) -> Result<Option<T>, Error> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::Invalid(more)) => {
            mistakes.extend(more);
            Ok(None)
        }
        Err(other) => Err(other),
    }
}

fn body(work: &mut Work<'_>, named: Option<&str>, own: Option<BodyId>) -> Result<BodyId, Error> {
    match (named, own) {
        (None, Some(own)) => Ok(own),
        (None, None) => Err(required(BODY, "body")),
        (Some(named), own) => {
            let found = bodies::find(work, named).map_err(|error| unknown(error, BODY, "body"))?;
            if own.is_some_and(|own| own != found.id) {
                return Err(Error::invalid(BODY, "not_allowed", "can only be your own body; leave it out"));
            }
            Ok(found.id)
        }
    }
}

fn training_organisation(work: &mut Work<'_>, named: Option<&str>) -> Result<TrainingOrganisationId, Error> {
    let named = named.ok_or_else(|| required(TRAINING, "training organisation"))?;
    let found = training::find_organisation(work, named);
    Ok(found.map_err(|error| unknown(error, TRAINING, "training organisation"))?.id)
}

fn unknown(error: Error, pointer: &str, noun: &str) -> Error {
    match error {
        Error::NotFound(_) => {
            Error::invalid(pointer, "unknown_reference", format!("there is no {noun} with this id or slug"))
        }
        other => other,
    }
}

fn required(pointer: &str, noun: &str) -> Error {
    Error::invalid(pointer, "required", format!("is missing: somebody in this role acts for a {noun}"))
}

fn not_allowed(pointer: &str, whom: &str) -> Error {
    Error::invalid(pointer, "not_allowed", format!("is for roles that act for {whom} only"))
}
