//! How much one body may have in the registry: files that have not been processed, and bytes of files that are kept.

use chrono::Duration;

use crate::error::{Code, Error};
use crate::ids::BodyId;
use crate::registry::work::Work;
use crate::store::batches as kept;

/// For how long, in minutes, a file that is being stored counts as one that has not been processed.
const ARRIVES_WITHIN_MINUTES: i64 = 15;

/// How much one body may have; the files that registrars send for no body count together like those of one.
#[derive(Clone, Copy, Debug)]
pub struct Quota {
    /// Files that have not been processed to their end.
    pub open: u32,
    /// Bytes of files that are kept, processed or not.
    pub bytes: u64,
    /// For how many days a file is kept after its last row: that is when room comes.
    pub file_days: u32,
}

impl Quota {
    /// No limit, for the operator.
    pub const NONE: Self = Self { open: u32::MAX, bytes: u64::MAX, file_days: 0 };

    /// Agrees when a body has room for one more file of so many bytes.
    ///
    /// # Errors
    /// [`Code::QuotaExceeded`], with what the body has, what it may have, and when there is room.
    pub(super) fn check(self, work: &mut Work<'_>, body: Option<BodyId>, bytes: i64) -> Result<(), Error> {
        let since = work.now - Duration::minutes(ARRIVES_WITHIN_MINUTES);
        let usage = kept::usage(work.connection, body, since)?;
        let whose = if body.is_some() { "this body" } else { "results of no body" };
        if usage.open >= i64::from(self.open) {
            let detail = format!(
                "{} files of {whose} have not been processed to their end, and {} may be there at once; send this one \
                 again when one of them is completed (`GET /v1/result-batches` shows them), or cancel one",
                usage.open, self.open
            );
            return Err(Error::refused(Code::QuotaExceeded, detail));
        }
        let needed = u64::try_from(usage.bytes.saturating_add(bytes)).unwrap_or(u64::MAX);
        if needed > self.bytes {
            let detail = format!(
                "files of {whose} that are kept have {} bytes, and with this one there would be more than {}; a file is \
                 kept for {} days after its last row, so there is room again when the earliest has been deleted; until \
                 then register results one by one, or ask the operator for a larger quota",
                usage.bytes, self.bytes, self.file_days
            );
            return Err(Error::refused(Code::QuotaExceeded, detail));
        }
        Ok(())
    }
}
