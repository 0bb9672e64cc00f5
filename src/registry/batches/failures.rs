//! What has failed on the way through a batch, and what therefore is tried in smaller chunks, or later.

use std::ops::Range;

use super::order::Sequence;

/// Chunks are kept this small until this place, because somewhere before it a row makes them fail.
#[derive(Clone, Copy)]
pub(super) struct Narrowed {
    pub rows: usize,
    pub until: usize,
}

/// What has failed on the way through a range of rows.
#[derive(Default)]
pub(super) struct Failures {
    pub narrowed: Option<Narrowed>,
    /// How often in a row a chunk lost against other transactions.
    pub losses: u32,
    /// How many single rows failed in a row.
    pub single_rows: u32,
    /// What is left for later: from a row that failed to the last one of its candidate, as rows of one candidate stand
    /// on one another.
    pub deferred: Vec<Range<usize>>,
}

impl Failures {
    pub fn narrow(&mut self, from: usize, rows: usize) {
        let until = self.narrowed.map_or(0, |narrowed| narrowed.until).max(from + rows);
        self.narrowed = Some(Narrowed { rows: rows / 2, until });
    }

    pub fn succeeded(&mut self, end: usize) {
        self.losses = 0;
        self.single_rows = 0;
        self.narrowed = self.narrowed.filter(|narrowed| end < narrowed.until);
    }

    /// Leaves the rows of a candidate for later, from the one at `from` on; gives the place behind them.
    pub fn defer(&mut self, sequence: &Sequence, from: usize, limit: usize) -> usize {
        let end = (from + 1..limit).find(|place| sequence.begins_a_candidate(*place)).unwrap_or(limit);
        self.deferred.push(from..end);
        end
    }
}
