//! Taking batches that wait, and processing them: what the threads of the intake do.

use super::job::Job;
use super::worker::Worker;
use super::{Batch, Counts, WaitReason};
use crate::auth::permission::{Caller, Principal, Role};
use crate::error::Error;
use crate::ids::ResultBatchId;
use crate::registry::work::Registry;
use crate::store::batches::{self as kept, Lease, Wanted};

/// What came of looking for work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worked {
    /// A batch was processed, to its end or until it was cancelled, taken over or told to stop.
    Some,
    /// There was nothing to do.
    Nothing,
}

impl Registry {
    /// Processes the batch `wanted`, if nobody else does, for as long as `keep_going` says so. Calls `progress` after
    /// every chunk of rows.
    pub fn work_on_batches(
        &self,
        worker: &Worker,
        wanted: ResultBatchId,
        keep_going: &dyn Fn() -> bool,
        progress: &dyn Fn(&Counts),
    ) -> Result<Worked, Error> {
        let wanted = Wanted { only: Some(wanted), ..Wanted::default() };
        let Some(batch) = self.claim(worker, wanted)? else { return Ok(Worked::Nothing) };
        self.work_on_batch(worker, &batch, keep_going, progress)?;
        Ok(Worked::Some)
    }

    /// Takes the next batch that waits, beside those that the worker has `in_hand`; one with `most_rows` at the most, if
    /// that is given.
    pub fn claim_batch(
        &self,
        worker: &Worker,
        in_hand: &[ResultBatchId],
        most_rows: Option<i32>,
    ) -> Result<Option<Batch>, Error> {
        let except = [in_hand, &worker.resting()].concat();
        self.claim(worker, Wanted { only: None, except: &except, most_rows })
    }

    fn claim(&self, worker: &Worker, wanted: Wanted<'_>) -> Result<Option<Batch>, Error> {
        // Mostly there is nothing to do, and who only looks holds up nobody.
        if self.store.read(|connection| kept::next(connection, worker.lease().worker, wanted))?.is_none() {
            return Ok(None);
        }
        self.store.write(|connection| kept::claim(connection, worker.lease(), wanted))
    }

    /// Whether a batch waits that the worker could take, beside those that it has `in_hand`.
    pub fn has_waiting_batch(&self, worker: &Worker, in_hand: &[ResultBatchId]) -> Result<bool, Error> {
        let except = [in_hand, &worker.resting()].concat();
        let wanted = Wanted { except: &except, ..Wanted::default() };
        let next = self.store.read(|connection| kept::next(connection, worker.lease().worker, wanted))?;
        Ok(next.is_some())
    }

    /// Processes a batch that was claimed, to its end, or for as long as `keep_going` says so and it is the worker's own.
    /// Calls `progress` after every chunk of rows.
    ///
    /// # Errors
    /// Why it has to wait. Then it is left alone for a while.
    pub fn work_on_batch(
        &self,
        worker: &Worker,
        batch: &Batch,
        keep_going: &dyn Fn() -> bool,
        progress: &dyn Fn(&Counts),
    ) -> Result<(), Error> {
        let outcome = caller_of(batch).and_then(|caller| {
            let job = Job { registry: self, worker, batch, caller, keep_going, progress };
            job.run()
        });
        match outcome {
            Ok(()) => worker.forget(batch.id),
            Err(error) => {
                self.postpone_batch(worker, batch.id, &error);
                return Err(error);
            }
        }
        Ok(())
    }

    /// Leaves a batch alone for a while that could not be processed.
    pub fn postpone_batch(&self, worker: &Worker, id: ResultBatchId, error: &Error) {
        let reason = match error {
            Error::Unavailable { .. } | Error::Contended(_) => WaitReason::Unavailable,
            _ => WaitReason::InternalError,
        };
        let lease = Lease { duration: worker.rest(id, reason), ..worker.lease() };
        metrics::counter!("result_batches_postponed_total", "reason" => reason.as_str()).increment(1);
        // Where not even this can be written, the worker remembers it, and for other nodes the lease runs out by itself.
        let _ = self.store.write(|connection| kept::postpone(connection, lease, id, reason));
    }
}

/// Whoever submitted the batch: what it enters is entered in that name, even if the client has been removed since, as it
/// was accepted before.
fn caller_of(batch: &Batch) -> Result<Caller, Error> {
    let strange = || Error::Internal(format!("result batch {} was submitted by nobody that can be", batch.id));
    let principal = Principal::parse(&batch.submitted_by).ok_or_else(strange)?;
    let role = match (batch.submitted_as.as_str(), batch.body) {
        ("body", Some(body)) => Role::Body(body),
        ("registrar", _) => Role::Registrar,
        _ => return Err(strange()),
    };
    Ok(Caller::new(principal, role))
}
