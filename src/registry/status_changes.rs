//! Changing a status: the same steps for a body's listing, a certificate and an accreditation.

use crate::error::{Code, Error};
use crate::scheme::lifecycle::{Change, History, Inadmissible};
use crate::scheme::text::{Reason, Word};
use crate::store::status::StatusRecord;

use super::work::Work;

/// A change of status as it is asked for.
#[derive(Clone, Debug)]
pub struct NewStatusChange {
    pub change: Change,
    pub reason_code: Option<Word>,
    pub reason: Reason,
}

/// The kind of event that tells of a change, of those for a suspension, a reinstatement and a withdrawal.
///
/// # Errors
/// For a change of days, which nothing has that has no other kinds of events than these.
pub(super) fn told(
    change: Change,
    [suspended, reinstated, withdrawn]: [&'static str; 3],
) -> Result<&'static str, Error> {
    match change {
        Change::Suspension { .. } => Ok(suspended),
        Change::Reinstatement { .. } => Ok(reinstated),
        Change::Withdrawal { .. } => Ok(withdrawn),
        Change::Extension { .. } | Change::Correction { .. } => {
            Err(Error::Internal(format!("no event tells of the {}", change.kind())))
        }
    }
}

/// The record of a change that the history admits.
pub(super) fn admit(
    work: &Work<'_>,
    history: &History,
    new: &NewStatusChange,
    by: String,
) -> Result<StatusRecord, Error> {
    history.admit(new.change).map_err(|Inadmissible(why)| {
        Error::refused(Code::StatusConflict, format!("the {} cannot be recorded: {why}", new.change.kind()))
    })?;
    Ok(StatusRecord {
        change: new.change,
        reason_code: new.reason_code.as_ref().map(|code| code.as_str().to_owned()),
        reason: new.reason.as_str().to_owned(),
        recorded_by: by,
        recorded_at: work.now,
    })
}
