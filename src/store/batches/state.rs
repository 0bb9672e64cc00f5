//! How far a batch is, and what became of its rows.

use crate::store::column::words;

words!(BatchState, RowOutcome, WaitReason);

/// How far a batch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchState {
    /// Its pieces are arriving; nobody is told of it yet.
    Receiving,
    /// It is stored and waits for its turn.
    Waiting,
    /// Its rows are being processed.
    Running,
    /// All rows have been processed.
    Completed,
    /// It was stopped; the rows that had been dealt with stay so.
    Cancelled,
}

impl BatchState {
    pub const ALL: [Self; 5] = [Self::Receiving, Self::Waiting, Self::Running, Self::Completed, Self::Cancelled];

    /// The word in the table and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Receiving => "receiving",
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing more will happen to it.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled)
    }

    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// Why a batch that was begun waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitReason {
    /// The database or the disk could not be written.
    Unavailable,
    /// Some of its rows cannot be processed, for a reason inside the registry. Its operator finds it in the log.
    InternalError,
}

impl WaitReason {
    /// The word in the table and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unavailable => "unavailable",
            Self::InternalError => "internal_error",
        }
    }

    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Unavailable, Self::InternalError].into_iter().find(|reason| reason.as_str() == word)
    }
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowOutcome {
    /// The result is on record, and is a pass.
    Pass,
    /// The result is on record, and is a fail.
    Fail,
    /// The same result was on record.
    Unchanged,
    /// The requirement is not met.
    NotEligible,
    /// A value is impossible or missing.
    Invalid,
    /// It contradicts what is on record, or could mean more than one candidate.
    Conflict,
    /// It was not decided, because the body that sent it was not listed any more.
    Refused,
}

impl RowOutcome {
    pub const ALL: [Self; 7] =
        [Self::Pass, Self::Fail, Self::Unchanged, Self::NotEligible, Self::Invalid, Self::Conflict, Self::Refused];

    /// The word in the table and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unchanged => "unchanged",
            Self::NotEligible => "not_eligible",
            Self::Invalid => "invalid",
            Self::Conflict => "conflict",
            Self::Refused => "refused",
        }
    }

    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == word)
    }

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

    #[must_use]
    pub fn refused(&self) -> i32 {
        RowOutcome::ALL.into_iter().filter(|outcome| outcome.is_refusal()).map(|outcome| self.of(outcome)).sum()
    }
}
