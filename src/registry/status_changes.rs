//! Changing a status: the same steps for a body's listing and for a certificate.

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
