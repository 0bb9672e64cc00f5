//! For whom a role is: the scheme office, a body or a training organisation.

use super::NewRoleAssignment;
use crate::auth::permission::Permission;
use crate::auth::person_role::{ActsFor, PersonRole};
use crate::error::Error;
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
/// [`Error::Invalid`] where the role does not go with whom it is for, with what is not on record, or with the asker's body.
pub(super) fn place(work: &mut Work<'_>, new: &NewRoleAssignment) -> Result<Place, Error> {
    let own = work.authorise(Permission::ManageAccess)?.body();
    if own.is_some() && new.role.acts_for() != ActsFor::Body {
        let detail = "can be `body_administrator` or `body_staff`: you decide who acts for your body";
        return Err(Error::invalid("/role", "not_allowed", detail));
    }
    let reads_only = new.reads_only.unwrap_or(false);
    if reads_only && new.role != PersonRole::BodyStaff {
        return Err(Error::invalid("/reads_only", "not_allowed", "can be true for the role `body_staff` only"));
    }
    let place = |body, training_organisation| Ok(Place { body, training_organisation, reads_only });
    match (new.role.acts_for(), &new.body, &new.training_organisation) {
        (ActsFor::SchemeOffice, None, None) => place(None, None),
        (ActsFor::Body, named, None) => place(Some(body(work, named.as_deref(), own)?), None),
        (ActsFor::TrainingOrganisation, None, Some(named)) => {
            let found = training::find_organisation(work, named);
            let found = found.map_err(|error| unknown(error, TRAINING, "training organisation"))?;
            place(None, Some(found.id))
        }
        (ActsFor::TrainingOrganisation, None, None) => Err(required(TRAINING, "training organisation")),
        (ActsFor::SchemeOffice | ActsFor::TrainingOrganisation, Some(_), _) => Err(not_allowed(BODY, "a body")),
        (ActsFor::SchemeOffice | ActsFor::Body, _, Some(_)) => Err(not_allowed(TRAINING, "a training organisation")),
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
