//! What the registry answers, as far as it is shown.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};

use crate::cli::summary::Refused;
use crate::registry::batches::{BatchState, RowOutcome};
use crate::tabular::Reading;

#[derive(Deserialize)]
pub(super) struct TokenView {
    pub access_token: String,
    pub expires_in: u64,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct BatchView {
    pub id: String,
    #[serde(deserialize_with = "state")]
    state: BatchState,
    pub rows: u64,
    pub processed: u64,
    pub counts: CountsView,
    pub dry_run: bool,
    #[serde(flatten)]
    reading: Reading,
    started_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct CountsView {
    pass: u64,
    fail: u64,
    unchanged: u64,
    not_eligible: u64,
    invalid: u64,
    conflict: u64,
    #[serde(default)]
    refused: u64,
}

#[derive(Debug, Deserialize)]
pub(super) struct RowsView {
    pub items: Vec<RowView>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RowView {
    line: u64,
    reference: Option<String>,
    errors: Vec<RowNoteView>,
}

#[derive(Debug, Deserialize)]
struct RowNoteView {
    column: String,
    code: String,
    detail: String,
}

/// A refusal (RFC 9457).
#[derive(Debug, Deserialize)]
pub(super) struct ProblemView {
    pub title: String,
    pub detail: Option<String>,
    pub code: Option<String>,
    pub request_id: Option<String>,
    #[serde(default)]
    pub errors: Vec<InputErrorView>,
}

#[derive(Debug, Deserialize)]
pub(super) struct InputErrorView {
    pub pointer: String,
    pub detail: String,
}

fn state<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BatchState, D::Error> {
    let word = String::deserialize(deserializer)?;
    BatchState::parse(&word).ok_or_else(|| serde::de::Error::custom(format!("an unknown state `{word}`")))
}

impl BatchView {
    /// What was assumed of the file, in words.
    pub fn assumed(&self) -> Vec<String> {
        self.reading.in_words()
    }

    pub(super) const fn state(&self) -> BatchState {
        self.state
    }

    /// How long it took from the first row to the last.
    pub(super) fn seconds(&self) -> Option<f64> {
        self.started_at.zip(self.finished_at).map(|(start, end)| (end - start).as_seconds_f64())
    }
}

impl CountsView {
    pub(super) const fn of(&self, outcome: RowOutcome) -> u64 {
        match outcome {
            RowOutcome::Pass => self.pass,
            RowOutcome::Fail => self.fail,
            RowOutcome::Unchanged => self.unchanged,
            RowOutcome::NotEligible => self.not_eligible,
            RowOutcome::Invalid => self.invalid,
            RowOutcome::Conflict => self.conflict,
            RowOutcome::Refused => self.refused,
        }
    }
}

impl RowView {
    pub(super) fn refused(self, outcome: RowOutcome) -> Refused {
        let errors = self.errors.into_iter().map(|error| [error.column, error.code, error.detail]);
        Refused { line: self.line, reference: self.reference, outcome, errors: errors.collect() }
    }
}
