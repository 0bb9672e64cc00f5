//! The states of a change of who somebody is: asked for, agreed, decided; and one that is kept without having been asked for.

use crate::error::Error;
use crate::ids::{CandidateId, IdentityChangeId};
use crate::registry::work::{Context, Work};
use crate::scheme::identity::{ChangeReason, ChangeState, IdentityEdit};
use crate::scheme::text::Reason;
use crate::store::candidates::{self, Candidate};
use crate::store::certificates;
use crate::store::identity_changes::{self as kept, Decision, EarlierIdentity, IdentityChange};

/// Whether the candidate holds a certificate, or ever did: whatever became of it, papers of it bear the name.
pub fn is_certified(work: &mut Work<'_>, candidate: CandidateId) -> Result<bool, Error> {
    let records = candidates::group(work.connection, candidate)?;
    Ok(!certificates::of_candidates(work.connection, &records)?.is_empty())
}

/// A change that the caller asks for, of nothing that is proved yet.
pub fn requested(
    context: &Context<'_>,
    candidate: &Candidate,
    edit: IdentityEdit,
    reason: ChangeReason,
) -> IdentityChange {
    IdentityChange {
        id: IdentityChangeId::new(context.now),
        candidate: candidate.id,
        body: context.caller.body(),
        state: ChangeState::Requested,
        edit,
        reason,
        proof_method: None,
        proof_note: None,
        requested_by: context.caller.principal.to_string(),
        requested_at: context.now,
        decision: None,
        earlier: None,
    }
}

/// The change as it is once the caller agrees to it, with what is on record until now.
pub fn agreed(
    work: &mut Work<'_>,
    context: &Context<'_>,
    candidate: &Candidate,
    change: IdentityChange,
    words: Option<&Reason>,
) -> Result<IdentityChange, Error> {
    let since = kept::last_agreed(work.connection, candidate.id)?.unwrap_or(candidate.registered_at);
    let earlier = EarlierIdentity { identity: candidate.identity(), from: since.date_naive() };
    Ok(IdentityChange { earlier: Some(earlier), ..decided(context, change, ChangeState::Agreed, words) })
}

/// The change as it is once the caller decides so.
pub fn decided(
    context: &Context<'_>,
    change: IdentityChange,
    state: ChangeState,
    words: Option<&Reason>,
) -> IdentityChange {
    let words = words.map(|words| words.as_str().to_owned());
    let decision = Decision { by: context.caller.principal.to_string(), at: context.now, words };
    IdentityChange { state, decision: Some(decision), ..change }
}

/// Keeps what is on record of the holder of a certificate, before a registrar changes it in the record itself.
pub fn keep(
    work: &mut Work<'_>,
    context: &Context<'_>,
    candidate: &Candidate,
    edit: IdentityEdit,
) -> Result<IdentityChangeId, Error> {
    let change = requested(context, candidate, edit, ChangeReason::Other);
    let change = agreed(work, context, candidate, change, None)?;
    kept::insert(work.connection, &change)?;
    Ok(change.id)
}
