//! Changes of who a candidate is on record: "a name or birth date of somebody who holds a certificate is changed by a
//! registrar, or by the body with a registrar's consent, and the earlier name stays on record".
//!
//! A change is a record of its own: asked for, decided once, and kept with what it took the place of.

use serde_json::{Map, Value, json};

use super::candidates::{self, Candidate, CandidateChanges, check_birth_date};
use super::events::NewEvent;
use super::work::Work;
use super::{Page, PageRequest};
use crate::auth::permission::Permission;
use crate::error::{Code, Error};
use crate::ids::{CandidateId, IdentityChangeId};
use crate::scheme::identity::{ChangeReason, ChangeState, IdentityEdit};
use crate::scheme::text::{Method, Note, Reason};
use crate::store::identity_changes as kept;
use states::{agreed, decided, requested};

pub(super) mod states;

pub use kept::{Decision, EarlierIdentity, IdentityChange};

/// A change as it is asked for.
#[derive(Clone, Debug)]
pub struct NewIdentityChange {
    pub edit: IdentityEdit,
    pub reason: ChangeReason,
    /// How it was proved, in a word or two.
    pub proof_method: Method,
    /// What else is to be said of the proof.
    pub proof_note: Option<Note>,
}

/// What a registrar decides on a request.
#[derive(Clone, Debug)]
pub enum NewDecision {
    /// It is agreed, and takes effect.
    Agreed {
        words: Option<Reason>,
    },
    Refused {
        words: Reason,
    },
}

/// Asks for a change. A registrar's own takes effect at once; a body's, of a candidate that it registered, waits for a
/// registrar.
///
/// # Errors
/// A change of nothing, an impossible birth date, and [`Code::StatusConflict`] for a body while another change waits.
pub fn request(work: &mut Work<'_>, candidate: CandidateId, new: &NewIdentityChange) -> Result<IdentityChange, Error> {
    let context = work.context(Permission::RegisterResults)?;
    let candidate = candidates::find_changeable(work, candidate)?;
    candidates::refuse_merged(work, &candidate, "change that one")?;
    let edit = new.edit.clone().of(&candidate.identity());
    if edit.is_empty() {
        let detail = "changes nothing: give a name or a birth date that is not the one on record";
        return Err(Error::invalid("", "unchanged", detail));
    }
    check_birth_date(work, edit.birth_date.unwrap_or(candidate.birth_date))?;
    let change = IdentityChange {
        proof_method: Some(new.proof_method.as_str().to_owned()),
        proof_note: new.proof_note.clone().map(String::from),
        ..requested(&context, &candidate, edit, new.reason)
    };
    if context.caller.body().is_none() {
        let change = agreed(work, &context, &candidate, change, None)?;
        kept::insert(work.connection, &change)?;
        return take_effect(work, candidate, change);
    }
    if let Some(waiting) = kept::waiting(work.connection, candidate.id)? {
        let detail = format!("the change {waiting} of this candidate waits for a registrar; withdraw it first");
        return Err(Error::refused(Code::StatusConflict, detail));
    }
    kept::insert(work.connection, &change)?;
    record(work, &candidate, &change, "identity_change_requested")?;
    Ok(change)
}

/// Writes an agreed change into the candidate's record.
fn take_effect(work: &mut Work<'_>, candidate: Candidate, change: IdentityChange) -> Result<IdentityChange, Error> {
    let IdentityEdit { given_names, family_name, birth_date } = change.edit.clone();
    let changes = CandidateChanges { given_names, family_name, birth_date, ..CandidateChanges::default() };
    let (candidate, _) = candidates::write_changes(work, candidate, &changes)?;
    record(work, &candidate, &change, "identity_change_agreed")?;
    Ok(change)
}

/// Decides on a change that a body asks for.
///
/// # Errors
/// [`Code::StatusConflict`] for one that does not wait.
pub fn decide(
    work: &mut Work<'_>,
    candidate: CandidateId,
    id: &str,
    decision: &NewDecision,
) -> Result<IdentityChange, Error> {
    let context = work.context(Permission::Administer)?;
    let (candidate, change) = find_waiting(work, candidate, id)?;
    match decision {
        NewDecision::Agreed { words } => {
            check_birth_date(work, change.edit.birth_date.unwrap_or(candidate.birth_date))?;
            let change = agreed(work, &context, &candidate, change, words.as_ref())?;
            kept::end(work.connection, &change)?;
            take_effect(work, candidate, change)
        }
        NewDecision::Refused { words } => {
            let change = decided(&context, change, ChangeState::Refused, Some(words));
            kept::end(work.connection, &change)?;
            record(work, &candidate, &change, "identity_change_refused")?;
            Ok(change)
        }
    }
}

/// Takes a request back, for the body that asked.
///
/// # Errors
/// [`Code::StatusConflict`] for one that does not wait.
pub fn withdraw(work: &mut Work<'_>, candidate: CandidateId, id: &str) -> Result<IdentityChange, Error> {
    let context = work.context(Permission::RegisterResults)?;
    let (candidate, change) = find_waiting(work, candidate, id)?;
    if context.caller.body() != change.body {
        let detail = "the body that asks for the change withdraws it; a registrar refuses it";
        return Err(Error::refused(Code::Forbidden, detail));
    }
    let change = decided(&context, change, ChangeState::Withdrawn, None);
    kept::end(work.connection, &change)?;
    record(work, &candidate, &change, "identity_change_withdrawn")?;
    Ok(change)
}

/// The change with this id of a candidate whose record the caller may change.
pub fn find(work: &mut Work<'_>, candidate: CandidateId, id: &str) -> Result<IdentityChange, Error> {
    let candidate = candidates::find_changeable(work, candidate)?;
    let missing = || Error::NotFound("identity change");
    let id = IdentityChangeId::parse(id).ok_or_else(missing)?;
    kept::find(work.connection, id)?.filter(|change| change.candidate == candidate.id).ok_or_else(missing)
}

fn find_waiting(work: &mut Work<'_>, candidate: CandidateId, id: &str) -> Result<(Candidate, IdentityChange), Error> {
    let change = find(work, candidate, id)?;
    if change.state != ChangeState::Requested {
        let detail = format!("this change is {} already", change.state.as_str());
        return Err(Error::refused(Code::StatusConflict, detail));
    }
    Ok((candidates::find(work, candidate)?, change))
}

/// A page of the changes of a candidate whose record the caller may change, in the order in which they were asked for.
pub fn list(work: &mut Work<'_>, candidate: CandidateId, request: &PageRequest) -> Result<Page<IdentityChange>, Error> {
    let candidate = candidates::find_changeable(work, candidate)?;
    kept::list(work.connection, candidate.id, request)
}

/// Names, birth dates, the reason and the words are personal.
fn record(
    work: &mut Work<'_>,
    candidate: &Candidate,
    change: &IdentityChange,
    kind: &'static str,
) -> Result<(), Error> {
    let data = json!({"identity_change_id": change.id.to_string(), "fields": change.edit.fields()});
    let mut personal_data = Map::new();
    let mut tell = |name: &str, value: Value| personal_data.insert(name.to_owned(), value);
    if let Some(given_names) = &change.edit.given_names {
        tell("given_names", json!(given_names));
    }
    if let Some(family_name) = &change.edit.family_name {
        tell("family_name", json!(family_name));
    }
    if let Some(birth_date) = change.edit.birth_date {
        tell("birth_date", json!(birth_date));
    }
    if let Some(EarlierIdentity { identity, .. }) = &change.earlier {
        tell("earlier_given_names", json!(identity.given_names));
        tell("earlier_family_name", json!(identity.family_name));
        tell("earlier_birth_date", json!(identity.birth_date));
    }
    tell("reason", json!(change.reason.as_str()));
    tell("proof_method", json!(change.proof_method));
    tell("proof_note", json!(change.proof_note));
    tell("words", json!(change.decision.as_ref().and_then(|decision| decision.words.as_deref())));
    let personal_data = Value::Object(personal_data);
    let (subject, body) = (("candidate", candidate.id.to_string()), candidate.registered_by_body);
    let event = NewEvent { kind, subject, body, data, personal_data: Some(&personal_data) };
    work.record(Permission::RegisterResults, event)
}
