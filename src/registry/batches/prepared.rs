//! What can be done for a chunk before its turn: its rows are read and understood, and who may be meant by them is looked for,
//! while the chunk before it is written.

use std::ops::Range;

use super::order::{KeyedRow, Sequence};
use crate::error::Error;
use crate::ids::BodyId;
use crate::registry::candidates::Alike;
use crate::registry::work::Registry;

/// The rows of a chunk, understood.
pub(super) struct Prepared {
    /// Where they stand in the sequence.
    pub range: Range<usize>,
    pub rows: Vec<KeyedRow>,
    /// Who was on record by then and may be meant by those that match nobody.
    pub alike: Alike,
}

impl Prepared {
    pub fn read(
        registry: &Registry,
        sequence: &Sequence,
        body: Option<BodyId>,
        range: Range<usize>,
    ) -> Result<Self, Error> {
        let rows = sequence.rows(range.clone(), registry.fonts())?;
        let asked: Vec<_> = rows.iter().filter_map(KeyedRow::asked).collect();
        let alike = registry.store.read_by_index(|connection| Alike::find(connection, &asked, body))?;
        Ok(Self { range, rows, alike })
    }

    /// No more of it than this.
    pub fn until(mut self, end: usize) -> Self {
        self.range.end = self.range.end.min(end);
        self.rows.truncate(self.range.len());
        self
    }
}
