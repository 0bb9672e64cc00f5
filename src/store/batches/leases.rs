//! Who deals with a batch: one worker at a time, for as long as its lease lasts. Every step is conditional on the lease,
//! so a worker that lost it writes nothing.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{Batch, BatchState, Counts};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::ResultBatchId;
use crate::store::connection::DatabaseConnection;
use crate::store::row::to_column;
use crate::store::schema::result_batches;

/// Who wants to deal with a batch, and until when nobody else may.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The worker: one for each process.
    pub worker: String,
    /// Now.
    pub at: Moment,
    /// Until when the lease lasts, unless it is renewed.
    pub until: Moment,
}

/// Whether there is a batch that has not ended.
pub fn any_open(connection: &mut DatabaseConnection) -> Result<bool, Error> {
    let open = result_batches::table
        .filter(result_batches::state.eq_any([BatchState::Waiting.as_str(), BatchState::Running.as_str()]))
        .select(result_batches::id)
        .limit(1);
    Ok(open.first::<String>(connection).optional()?.is_some())
}

/// Leaves a batch that cannot be dealt with right now alone until the claim's end, so that the batches of others get
/// their turn.
pub fn postpone(connection: &mut DatabaseConnection, claim: &Claim, id: ResultBatchId) -> Result<(), Error> {
    diesel::update(result_batches::table.find(id.to_string()))
        .filter(result_batches::state.eq(BatchState::Running.as_str()))
        .filter(result_batches::worker.eq(&claim.worker))
        .set((result_batches::worker.eq(""), result_batches::leased_until.eq(to_column(claim.until))))
        .execute(connection)?;
    Ok(())
}

/// Takes the oldest batch that nobody deals with; the one with this id, if it is given. A body's batches are dealt with
/// one after the other, in the order in which they were sent.
pub fn claim(
    connection: &mut DatabaseConnection,
    claim: &Claim,
    wanted: Option<ResultBatchId>,
) -> Result<Option<Batch>, Error> {
    type Open = (String, Option<String>, Option<String>, Option<NaiveDateTime>);
    let open = result_batches::table
        .filter(result_batches::state.eq_any([BatchState::Waiting.as_str(), BatchState::Running.as_str()]))
        .order(result_batches::id)
        .select((result_batches::id, result_batches::body_id, result_batches::worker, result_batches::leased_until))
        .load::<Open>(connection)?;
    let mut seen = Vec::new();
    for (id, body, worker, leased_until) in open {
        let is_first_of_its_body = !seen.contains(&body);
        seen.push(body);
        let is_free = worker.is_none_or(|worker| worker == claim.worker) || leased_until < Some(to_column(claim.at));
        let is_wanted = wanted.is_none_or(|wanted| wanted.to_string() == id);
        if is_first_of_its_body && is_free && is_wanted {
            return take(connection, claim, &id);
        }
    }
    Ok(None)
}

/// The batch that is dealt with before this one, as it was sent earlier for the same body and has not ended.
pub fn in_the_way(connection: &mut DatabaseConnection, of: &Batch) -> Result<Option<Batch>, Error> {
    let open = result_batches::table
        .filter(result_batches::state.eq_any([BatchState::Waiting.as_str(), BatchState::Running.as_str()]))
        .filter(result_batches::id.lt(of.id.to_string()))
        .order(result_batches::id)
        .select((result_batches::id, result_batches::body_id))
        .load::<(String, Option<String>)>(connection)?;
    let body = of.body.map(|body| body.to_string());
    let first = open.into_iter().find(|(_, of_body)| *of_body == body);
    match first.and_then(|(id, _)| ResultBatchId::parse(&id)) {
        Some(id) => super::find(connection, id, None),
        None => Ok(None),
    }
}

fn take(connection: &mut DatabaseConnection, claim: &Claim, id: &str) -> Result<Option<Batch>, Error> {
    diesel::update(result_batches::table.find(id).filter(result_batches::started_at.is_null()))
        .set(result_batches::started_at.eq(to_column(claim.at)))
        .execute(connection)?;
    diesel::update(result_batches::table.find(id))
        .set((
            result_batches::state.eq(BatchState::Running.as_str()),
            result_batches::worker.eq(&claim.worker),
            result_batches::leased_until.eq(to_column(claim.until)),
        ))
        .execute(connection)?;
    match ResultBatchId::parse(id) {
        Some(id) => super::find(connection, id, None),
        None => Err(Error::Internal("result_batches.id has an impossible value".to_owned())),
    }
}

/// Notes how far the worker has come, and renews its lease. Says whether the batch is still its own to deal with: it is
/// not once it was cancelled, or once another worker took it over.
pub fn advance(
    connection: &mut DatabaseConnection,
    claim: &Claim,
    id: ResultBatchId,
    counts: &Counts,
    missed_numbers: i32,
) -> Result<bool, Error> {
    let [pass, fail, unchanged, not_eligible, invalid, conflict] = counts.0;
    let advanced = diesel::update(result_batches::table.find(id.to_string()))
        .filter(result_batches::state.eq(BatchState::Running.as_str()))
        .filter(result_batches::worker.eq(&claim.worker))
        .set((
            result_batches::pass.eq(pass),
            result_batches::fail.eq(fail),
            result_batches::unchanged.eq(unchanged),
            result_batches::not_eligible.eq(not_eligible),
            result_batches::invalid.eq(invalid),
            result_batches::conflict.eq(conflict),
            result_batches::missed_numbers.eq(missed_numbers),
            result_batches::leased_until.eq(to_column(claim.until)),
        ))
        .execute(connection)?;
    Ok(advanced == 1)
}

/// Renews, or ends, the lease of a batch; says whether it is still the worker's own.
pub fn renew(connection: &mut DatabaseConnection, claim: &Claim, id: ResultBatchId) -> Result<bool, Error> {
    let renewed = diesel::update(result_batches::table.find(id.to_string()))
        .filter(result_batches::state.eq(BatchState::Running.as_str()))
        .filter(result_batches::worker.eq(&claim.worker))
        .set(result_batches::leased_until.eq(to_column(claim.until)))
        .execute(connection)?;
    Ok(renewed == 1)
}

/// Says that all rows have been dealt with; says whether it was still the worker's own to say so.
pub fn finish(connection: &mut DatabaseConnection, claim: &Claim, id: ResultBatchId) -> Result<bool, Error> {
    let finished = diesel::update(result_batches::table.find(id.to_string()))
        .filter(result_batches::state.eq(BatchState::Running.as_str()))
        .filter(result_batches::worker.eq(&claim.worker))
        .set((
            result_batches::state.eq(BatchState::Completed.as_str()),
            result_batches::finished_at.eq(to_column(claim.at)),
        ))
        .execute(connection)?;
    Ok(finished == 1)
}

/// Stops a batch, unless it has ended; says whether it did.
pub fn cancel(connection: &mut DatabaseConnection, id: ResultBatchId, at: Moment) -> Result<bool, Error> {
    let open = [BatchState::Waiting.as_str(), BatchState::Running.as_str()];
    let stopped = diesel::update(result_batches::table.find(id.to_string()))
        .filter(result_batches::state.eq_any(open))
        .set((result_batches::state.eq(BatchState::Cancelled.as_str()), result_batches::finished_at.eq(to_column(at))))
        .execute(connection)?;
    Ok(stopped == 1)
}
