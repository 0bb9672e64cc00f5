//! For whom a role is: the scheme office, a body or a training organisation.

use super::NewRoleAssignment;
use crate::auth::permission::Permission;
use crate::auth::person_role::{ActsFor, PersonRole};
use crate::error::{Error, InputError};
use crate::ids::{BodyId, TrainingOrganisationId};
use crate::registry::references::known_or;
use crate::registry::work::Work;
use crate::registry::{bodies, training};

#[derive(Clone, Copy)]
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
    let body = match (acts_for, new.body.as_deref()) {
        (ActsFor::Body, named) => body(work, named, own, &mut mistakes)?,
        (_, named) => {
            mistakes.extend(named.map(|_| not_allowed(BODY, "a body")));
            None
        }
    };
    let training_organisation = match (acts_for, new.training_organisation.as_deref()) {
        (ActsFor::TrainingOrganisation, named) => training_organisation(work, named, &mut mistakes)?,
        (_, named) => {
            mistakes.extend(named.map(|_| not_allowed(TRAINING, "a training organisation")));
            None
        }
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

fn body(
    work: &mut Work<'_>,
    named: Option<&str>,
    own: Option<BodyId>,
    mistakes: &mut Vec<InputError>,
) -> Result<Option<BodyId>, Error> {
    let Some(named) = named else {
        if own.is_none() {
            mistakes.push(required(BODY, "body"));
        }
        return Ok(own);
    };
    let found = known_or(bodies::find(work, named), BODY, "body", mistakes)?.map(|body| body.id);
    if own.is_some() && found.is_some_and(|found| own != Some(found)) {
        mistakes.push(InputError::new(BODY, "not_allowed", "can only be your own body; leave it out"));
    }
    Ok(found)
}

fn training_organisation(
    work: &mut Work<'_>,
    named: Option<&str>,
    mistakes: &mut Vec<InputError>,
) -> Result<Option<TrainingOrganisationId>, Error> {
    let Some(named) = named else {
        mistakes.push(required(TRAINING, "training organisation"));
        return Ok(None);
    };
    let found = training::find_organisation(work, named);
    Ok(known_or(found, TRAINING, "training organisation", mistakes)?.map(|organisation| organisation.id))
}

fn required(pointer: &str, noun: &str) -> InputError {
    InputError::new(pointer, "required", format!("is missing: somebody in this role acts for a {noun}"))
}

fn not_allowed(pointer: &str, whom: &str) -> InputError {
    InputError::new(pointer, "not_allowed", format!("is for roles that act for {whom} only"))
}

/// What the body or training organisation is called that a role is for; `None` for the scheme office.
pub fn place_name(
    work: &mut Work<'_>,
    body: Option<BodyId>,
    training_organisation: Option<TrainingOrganisationId>,
) -> Result<Option<String>, Error> {
    Ok(match (body, training_organisation) {
        (Some(body), _) => Some(bodies::find(work, &body.to_string())?.name),
        (None, Some(organisation)) => Some(training::find_organisation(work, &organisation.to_string())?.name),
        (None, None) => None,
    })
}
