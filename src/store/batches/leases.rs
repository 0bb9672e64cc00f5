//! Who processes a batch: one worker at a time, for as long as its lease lasts. Every step is conditional on the lease, so
//! a worker that lost it writes nothing. Leases are measured by the database's clock, which all nodes share.

use chrono::Duration;
use diesel::prelude::*;

use super::{Batch, BatchState, Counts, WaitReason};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, ResultBatchId};
use crate::store::clock;
use crate::store::column::Column;
use crate::store::connection::DatabaseConnection;
use crate::store::rows::{Rows, values};
use crate::store::schema::result_batches;

/// The states of batches that have not ended.
const OPEN: [BatchState; 2] = [BatchState::Waiting, BatchState::Running];

/// Who processes a batch, and for how long nobody else may.
#[derive(Clone, Copy, Debug)]
pub struct Lease<'a> {
    /// The worker: one for each process.
    pub worker: &'a str,
    /// How long from now on, unless it is renewed.
    pub duration: Duration,
}

/// Which batches a worker would take.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// This one only.
    pub only: Option<ResultBatchId>,
    /// None of these, and none of their bodies: the worker has them in hand, or leaves them alone for a while.
    pub except: &'a [ResultBatchId],
    /// None with more rows.
    pub most_rows: Option<i32>,
}

/// The batch, as long as it is the worker's own to process.
macro_rules! held {
    ($id:ident by $worker:expr) => {
        result_batches::table
            .find($id)
            .filter(result_batches::state.eq(BatchState::Running))
            .filter(result_batches::worker.eq($worker))
    };
}

/// Leaves a batch that cannot be processed right now alone for as long as the lease lasts, so that other batches are
/// processed meanwhile.
pub fn postpone(
    connection: &mut DatabaseConnection,
    lease: Lease<'_>,
    id: ResultBatchId,
    reason: WaitReason,
) -> Result<(), Error> {
    let until = clock::now(connection)? + lease.duration;
    let change = values!(result_batches: state = BatchState::Waiting, waits_because = reason, worker = "",
        leased_until = Column(until));
    diesel::update(held!(id by lease.worker)).set(change).execute(connection)?;
    Ok(())
}

/// The batch that a worker would take next: of those that nobody processes, one that nobody has begun, else the one that
/// was let go first. A body's batches are processed one after the other, in the order in which they were sent; only one
/// that waits for a reason inside the registry does not hold up the later ones.
pub fn next(
    connection: &mut DatabaseConnection,
    worker: &str,
    wanted: Wanted<'_>,
) -> Result<Option<ResultBatchId>, Error> {
    type Open = (ResultBatchId, Option<BodyId>, Option<String>, Option<Moment>, Option<WaitReason>, i32);
    let now = clock::now(connection)?;
    let open = result_batches::table
        .filter(result_batches::state.eq_any(OPEN))
        .order(result_batches::id)
        .select((
            result_batches::id,
            result_batches::body_id,
            result_batches::worker,
            result_batches::leased_until,
            result_batches::waits_because,
            result_batches::row_count,
        ))
        .rows::<Open>(connection)?;
    let (mut bodies, mut best) = (Vec::new(), None);
    for (id, body, holder, leased_until, waits_because, rows) in open {
        if bodies.contains(&body) {
            continue;
        }
        let is_held = leased_until >= Some(now) && holder.as_deref().is_some_and(|holder| holder != worker);
        let lets_others_pass = is_held && waits_because == Some(WaitReason::InternalError);
        if !lets_others_pass {
            bodies.push(body);
        }
        let is_wanted = wanted.only.is_none_or(|only| only == id)
            && wanted.most_rows.is_none_or(|most| rows <= most)
            && !wanted.except.contains(&id);
        if !is_held && is_wanted && best.as_ref().is_none_or(|(least, _)| leased_until < *least) {
            best = Some((leased_until, id));
        }
    }
    Ok(best.map(|(_, id)| id))
}

/// Takes the [`next`] batch.
pub fn claim(
    connection: &mut DatabaseConnection,
    lease: Lease<'_>,
    wanted: Wanted<'_>,
) -> Result<Option<Batch>, Error> {
    match next(connection, lease.worker, wanted)? {
        Some(id) => take(connection, lease, id),
        None => Ok(None),
    }
}

/// The batch that is processed before this one, as it was sent earlier for the same body and has not ended.
pub fn in_the_way(connection: &mut DatabaseConnection, of: &Batch) -> Result<Option<Batch>, Error> {
    let open = result_batches::table
        .filter(result_batches::state.eq_any(OPEN))
        .filter(result_batches::id.lt(of.id))
        .order(result_batches::id)
        .select((result_batches::id, result_batches::body_id, result_batches::waits_because))
        .rows::<(_, Option<BodyId>, Option<WaitReason>)>(connection)?;
    let is_before = |because| because != Some(WaitReason::InternalError);
    match open.into_iter().find(|(_, body, because)| *body == of.body && is_before(*because)) {
        Some((id, ..)) => super::find(connection, id, None),
        None => Ok(None),
    }
}

fn take(connection: &mut DatabaseConnection, lease: Lease<'_>, id: ResultBatchId) -> Result<Option<Batch>, Error> {
    let now = clock::now(connection)?;
    diesel::update(result_batches::table.find(id).filter(result_batches::started_at.is_null()))
        .set(result_batches::started_at.eq(Column(now)))
        .execute(connection)?;
    let change = values!(result_batches: state = BatchState::Running, waits_because = None::<WaitReason>,
        worker = lease.worker, leased_until = Column(now + lease.duration));
    diesel::update(result_batches::table.find(id)).set(change).execute(connection)?;
    super::find(connection, id, None)
}

/// Notes how far the worker has come, and renews its lease. Says whether the batch is still its own to process: it is not
/// once it was cancelled, or once another worker took it over.
pub fn advance(
    connection: &mut DatabaseConnection,
    lease: Lease<'_>,
    id: ResultBatchId,
    counts: &Counts,
    missed_numbers: i32,
) -> Result<bool, Error> {
    let [pass, fail, unchanged, not_eligible, invalid, conflict, refused] = counts.0;
    let until = clock::now(connection)? + lease.duration;
    let change = values!(result_batches: pass = pass, fail = fail, unchanged = unchanged, not_eligible = not_eligible,
        invalid = invalid, conflict = conflict, refused = refused, missed_numbers = missed_numbers,
        leased_until = Column(until));
    Ok(diesel::update(held!(id by lease.worker)).set(change).execute(connection)? == 1)
}

/// Renews the lease of a batch; says whether it is still the worker's own.
pub fn renew(connection: &mut DatabaseConnection, lease: Lease<'_>, id: ResultBatchId) -> Result<bool, Error> {
    let until = clock::now(connection)? + lease.duration;
    let change = result_batches::leased_until.eq(Column(until));
    Ok(diesel::update(held!(id by lease.worker)).set(change).execute(connection)? == 1)
}

/// Ends the lease of a batch, for whoever goes on.
pub fn release(connection: &mut DatabaseConnection, worker: &str, id: ResultBatchId) -> Result<(), Error> {
    let now = clock::now(connection)?;
    let change = values!(result_batches: worker = "", leased_until = Column(now));
    diesel::update(held!(id by worker)).set(change).execute(connection)?;
    Ok(())
}

/// Says that all rows have been processed; says whether it was still the worker's own to say so.
pub fn finish(connection: &mut DatabaseConnection, worker: &str, id: ResultBatchId) -> Result<bool, Error> {
    let now = clock::now(connection)?;
    let change = values!(result_batches: state = BatchState::Completed, finished_at = Column(now));
    Ok(diesel::update(held!(id by worker)).set(change).execute(connection)? == 1)
}

/// Stops a batch, unless it has ended; says whether it did.
pub fn cancel(connection: &mut DatabaseConnection, id: ResultBatchId, at: Moment) -> Result<bool, Error> {
    let change = values!(result_batches: state = BatchState::Cancelled, waits_because = None::<WaitReason>,
        finished_at = Column(at));
    let open = result_batches::table.find(id).filter(result_batches::state.eq_any(OPEN));
    Ok(diesel::update(open).set(change).execute(connection)? == 1)
}
