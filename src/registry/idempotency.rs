//! The same request sent again gets the same answer: the answer is kept in the very transaction that it tells of.

use chrono::Duration;

use super::work::{Registry, Work};
use crate::auth::permission::Caller;
use crate::error::{Code, Error};
use crate::store::idempotency as kept;

pub use kept::{IdempotencyKey, StoredAnswer};

/// An answer, and whether it is one that was given before.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The answer.
    pub answer: StoredAnswer,
    /// Whether an earlier request made it.
    pub replayed: bool,
}

impl Registry {
    /// Runs a use case that writes and tells its answer; if a request with this key was answered within `kept_for`,
    /// gives that answer instead and does nothing.
    ///
    /// # Errors
    /// [`Code::IdempotencyKeyReused`] when the key was used for another request. Errors of the use case are not kept:
    /// nothing was written, and the request may be sent again.
    pub fn answer_once(
        &self,
        caller: Caller,
        key: Option<&IdempotencyKey>,
        kept_for: Duration,
        case: impl Fn(&mut Work<'_>) -> Result<StoredAnswer, Error>,
    ) -> Result<Answered, Error> {
        self.write(caller, |work| {
            let Some(key) = key else {
                return Ok(Answered { answer: case(work)?, replayed: false });
            };
            if let Some(answer) = find(work, key, kept_for)? {
                return Ok(Answered { answer, replayed: true });
            }
            let answer = case(work)?;
            kept::keep(work.connection, key, &answer, work.now)?;
            Ok(Answered { answer, replayed: false })
        })
    }

    /// The answer that was given to a request with this key within `kept_for`, for one that takes much to carry out.
    ///
    /// # Errors
    /// [`Code::IdempotencyKeyReused`] when the key was used for another request.
    pub fn answered(
        &self,
        caller: Caller,
        key: &IdempotencyKey,
        kept_for: Duration,
    ) -> Result<Option<Answered>, Error> {
        let found = self.read(Some(caller), |work| find(work, key, kept_for))?;
        Ok(found.map(|answer| Answered { answer, replayed: true }))
    }

    /// Forgets the answers that were kept for longer than `kept_for`; says how many.
    pub fn forget_answers(&self, kept_for: Duration) -> Result<usize, Error> {
        let before = self.now() - kept_for;
        self.store.write(|connection| kept::forget(connection, before))
    }
}

fn find(work: &mut Work<'_>, key: &IdempotencyKey, kept_for: Duration) -> Result<Option<StoredAnswer>, Error> {
    let Some((digest, answer)) = kept::find(work.connection, key, work.now - kept_for)? else { return Ok(None) };
    if digest != key.request_digest {
        let detail = "this idempotency key was used for another request; choose a new one for a new request";
        return Err(Error::refused(Code::IdempotencyKeyReused, detail));
    }
    Ok(Some(answer))
}
