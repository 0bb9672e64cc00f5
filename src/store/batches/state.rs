//! How far a batch is, and what became of its rows.

use crate::scheme::words::words;
use crate::store::column::word_columns;

word_columns!(BatchState, RowOutcome, WaitReason);

words! {
    /// How far a batch is.
    BatchState {
        /// Its pieces are arriving; nobody is told of it yet.
        Receiving = "receiving",
        /// It is stored and waits for its turn.
        Waiting = "waiting",
        /// Its rows are being processed.
        Running = "running",
        /// All rows have been processed.
        Completed = "completed",
        /// It was stopped; the rows that had been dealt with stay so.
        Cancelled = "cancelled",
    }
    /// Why a batch that was begun waits.
    WaitReason {
        /// The database or the disk could not be written.
        Unavailable = "unavailable",
        /// Some of its rows cannot be processed, for a reason inside the registry. Its operator finds it in the log.
        InternalError = "internal_error",
    }
    /// What became of a row.
    RowOutcome {
        /// The result is on record, and is a pass.
        Pass = "pass",
        /// The result is on record, and is a fail.
        Fail = "fail",
        /// The same result was on record.
        Unchanged = "unchanged",
        /// The requirement is not met.
        NotEligible = "not_eligible",
        /// A value is impossible or missing.
        Invalid = "invalid",
        /// It contradicts what is on record, or could mean more than one candidate.
        Conflict = "conflict",
        /// It was not decided, because the body that sent it was not listed any more.
        Refused = "refused",
    }
}

impl BatchState {
    /// Whether nothing more will happen to it.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled)
    }
}

impl RowOutcome {
    /// Whether nothing of the row is on record.
    #[must_use]
    pub const fn is_refusal(self) -> bool {
        matches!(self, Self::NotEligible | Self::Invalid | Self::Conflict | Self::Refused)
    }
}

/// How many rows had which outcome, in the order of [`RowOutcome::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts(pub(super) [i32; 7]);

impl Counts {
    #[must_use]
    pub const fn of(&self, outcome: RowOutcome) -> i32 {
        self.0[outcome as usize]
    }

    pub const fn add(&mut self, outcome: RowOutcome) {
        self.0[outcome as usize] += 1;
    }

    /// How many rows have been dealt with.
    #[must_use]
    pub fn total(&self) -> i32 {
        self.0.iter().sum()
    }

    /// Rows of which nothing is on record, whatever the reason: not only [`RowOutcome::Refused`].
    #[must_use]
    pub fn refused(&self) -> i32 {
        RowOutcome::ALL.into_iter().filter(|outcome| outcome.is_refusal()).map(|outcome| self.of(outcome)).sum()
    }
}
