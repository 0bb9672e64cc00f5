//! The same request sent again gets the same answer: the answer is kept in the very transaction that it tells of. It is
//! kept sealed, as it may show names, or a secret that is shown once.

use std::sync::Arc;

use chrono::Duration;

use super::sealed;
use super::work::{Registry, Work};
use crate::auth::permission::Caller;
use crate::error::{Code, Error};
use crate::store::idempotency as kept;
use crate::trust::sealing::SealingKey;

pub use kept::{IdempotencyKey, StoredAnswer};

/// How answers are kept: under which key, and for how long.
#[derive(Clone)]
pub struct Keeping {
    pub sealing_key: Arc<SealingKey>,
    /// For how long they are given again.
    pub kept_for: Duration,
}

/// An answer, and whether it is one that was given before.
#[derive(Clone, Debug)]
pub struct Answered {
    pub answer: StoredAnswer,
    /// Whether an earlier request made it.
    pub replayed: bool,
}

impl Registry {
    /// Runs a use case that writes and tells its answer; if a request with this key was answered and the answer is kept,
    /// gives that answer instead and does nothing.
    ///
    /// # Errors
    /// [`Code::IdempotencyKeyReused`] when the key was used for another request. Errors of the use case are not kept:
    /// nothing was written, and the request may be sent again.
    pub fn answer_once(
        &self,
        caller: Caller,
        key: Option<&IdempotencyKey>,
        keeping: &Keeping,
        case: impl Fn(&mut Work<'_>) -> Result<StoredAnswer, Error>,
    ) -> Result<Answered, Error> {
        self.write(caller, |work| {
            let Some(key) = key else {
                return Ok(Answered { answer: case(work)?, replayed: false });
            };
            if let Some(answer) = find(work, key, keeping)? {
                return Ok(Answered { answer, replayed: true });
            }
            let answer = case(work)?;
            let body = keeping.sealing_key.seal(answer.body.as_bytes(), sealed::ANSWER)?;
            kept::keep(work.connection, key, &StoredAnswer { body, ..answer.clone() }, work.now)?;
            Ok(Answered { answer, replayed: false })
        })
    }

    /// The answer that was given to a request with this key and is kept, for one that takes much to carry out.
    ///
    /// # Errors
    /// [`Code::IdempotencyKeyReused`] when the key was used for another request.
    pub fn answered(&self, caller: Caller, key: &IdempotencyKey, keeping: &Keeping) -> Result<Option<Answered>, Error> {
        let found = self.read(Some(caller), |work| find(work, key, keeping))?;
        Ok(found.map(|answer| Answered { answer, replayed: true }))
    }

    /// Forgets the answers that were kept for longer than `kept_for`; says how many.
    pub fn purge_answers(&self, kept_for: Duration) -> Result<usize, Error> {
        let before = self.now() - kept_for;
        self.store.write(|connection| kept::forget(connection, before))
    }
}

fn find(work: &mut Work<'_>, key: &IdempotencyKey, keeping: &Keeping) -> Result<Option<StoredAnswer>, Error> {
    let since = work.now - keeping.kept_for;
    let Some((digest, answer)) = kept::find(work.connection, key, since)? else { return Ok(None) };
    if digest != key.request_digest {
        let detail = "this idempotency key was used for another request; choose a new one for a new request";
        return Err(Error::refused(Code::IdempotencyKeyReused, detail));
    }
    open(answer, &keeping.sealing_key).map(Some)
}

fn open(answer: StoredAnswer, sealing_key: &SealingKey) -> Result<StoredAnswer, Error> {
    // What is not sealed was kept by an earlier version of the program, and is forgotten within its time.
    if answer.body.starts_with('{') {
        return Ok(answer);
    }
    let opened = sealing_key.open(&answer.body, sealed::ANSWER).ok().and_then(|body| String::from_utf8(body).ok());
    let body = opened.ok_or_else(|| {
        let detail = "this request was carried out before, and the registry has lost the key to its answer; look up what was \
                      recorded, and use a new idempotency key for a new request";
        Error::refused(Code::IdempotencyKeyReused, detail)
    })?;
    Ok(StoredAnswer { body, ..answer })
}
