//! A chunk of rows: one transaction of the database, so that the work of reaching the disk is shared. Each row in it is
//! all there or not at all, because what it adds is gathered before anything is written. What became of a row is written
//! in that same transaction: whoever goes on later sees which rows have been processed.

use super::file::{Layout, Row};
use super::order::KeyedRow;
use super::row::process;
use super::workspace::Workspace;
use super::{Batch, BatchRow, Counts, RowNote, RowOutcome};
use crate::auth::permission::Permission;
use crate::error::{Error, InputError};
use crate::registry::additions::Additions;
use crate::registry::candidates::Alike;
use crate::registry::results::CandidateRecord;
use crate::registry::work::Work;
use crate::store::batches::{self as kept, Lease};

/// How far a batch is.
pub(super) struct Position {
    pub counts: Counts,
    missed_numbers: i32,
    /// In a dry run: the candidate whose rows go on in the next chunk, with what the earlier ones would have entered.
    carried: Option<CandidateRecord>,
    /// Whom the rows of the chunk before have registered: who may be meant by those of the next was looked for earlier.
    registered: Alike,
}

/// What came of a chunk.
pub(super) struct Chunk {
    counts: Counts,
    missed_numbers: i32,
    newly_missed: i32,
    last: Option<CandidateRecord>,
    registered: Alike,
}

impl Position {
    /// Before the first row of those that are still to be processed.
    pub fn at_start_of(batch: &Batch) -> Self {
        let (counts, missed_numbers) = (batch.counts, batch.missed_numbers);
        Self { counts, missed_numbers, carried: None, registered: Alike::default() }
    }
}

impl Chunk {
    /// Whether results were recorded since `before`.
    pub const fn has_results(&self, before: &Counts) -> bool {
        self.counts.of(RowOutcome::Pass) > before.of(RowOutcome::Pass)
            || self.counts.of(RowOutcome::Fail) > before.of(RowOutcome::Fail)
    }

    /// How many of its rows named a candidate's number with another birth date.
    pub const fn newly_missed(&self) -> i32 {
        self.newly_missed
    }

    /// How far the batch is after it; `goes_on` says whether the last candidate's rows do in the next chunk.
    pub fn into_position(self, goes_on: bool) -> Position {
        let carried = self.last.filter(|_| goes_on);
        Position { counts: self.counts, missed_numbers: self.missed_numbers, carried, registered: self.registered }
    }
}

/// Writes chunks of a batch that a worker holds.
pub(super) struct ChunkWriter<'a> {
    pub batch: &'a Batch,
    pub lease: Lease<'a>,
    pub layout: &'a Layout,
}

impl ChunkWriter<'_> {
    /// Decides and writes a chunk; `None` when the lease is lost.
    pub fn write(
        &self,
        work: &mut Work<'_>,
        rows: &[KeyedRow],
        position: &Position,
        alike: &Alike,
    ) -> Result<Option<Chunk>, Error> {
        if let Some(why) = work.why_not_listed()? {
            return self.refuse(work, rows, position, &why);
        }
        let context = work.context(Permission::RegisterResults)?;
        let alike = [alike, &position.registered];
        let mut workspace = Workspace::load(work, context, self.batch, rows, position.carried.as_slice(), alike)?;
        let mut counts = position.counts;
        let mut additions = Additions::default();
        let mut done = Vec::with_capacity(rows.len());
        let place_of = |pointer: &str| self.layout.place_of(pointer);
        for row in rows {
            let processed = process(&mut workspace, row)?;
            counts.add(processed.outcome);
            done.push(processed.row(&row.row, place_of, self.batch.dry_run)?);
            additions.append(processed.additions);
        }
        let missed_numbers = position.missed_numbers.saturating_add(workspace.missed_numbers);
        let last = workspace.take_last().or_else(|| position.carried.clone()).filter(|_| self.batch.dry_run);
        // First of all the lease, so that a worker that lost it writes nothing.
        if !self.advance(work, &counts, missed_numbers)? {
            return Ok(None);
        }
        if !self.batch.dry_run {
            additions.write(work.connection)?;
        }
        if let Some(guesses) = &workspace.guesses {
            guesses.write(work.connection)?;
        }
        // The table is in the order of the lines.
        done.sort_unstable_by_key(|row| row.line);
        kept::insert_rows(work.connection, self.batch.id, done)?;
        let (newly_missed, registered) = (workspace.missed_numbers, workspace.registered);
        Ok(Some(Chunk { counts, missed_numbers, newly_missed, last, registered }))
    }

    /// Notes that rows are not decided, because the body that sent them is not listed.
    fn refuse(
        &self,
        work: &mut Work<'_>,
        rows: &[KeyedRow],
        position: &Position,
        why: &str,
    ) -> Result<Option<Chunk>, Error> {
        let error = InputError::new("", "body_not_listed_today", why);
        let mut counts = position.counts;
        for _ in rows {
            counts.add(RowOutcome::Refused);
        }
        if !self.advance(work, &counts, position.missed_numbers)? {
            return Ok(None);
        }
        let refused = rows.iter().map(|row| undecided(&row.row, RowOutcome::Refused, error.clone()));
        kept::insert_rows(work.connection, self.batch.id, refused.collect::<Result<Vec<_>, Error>>()?)?;
        let (missed_numbers, registered) = (position.missed_numbers, Alike::default());
        Ok(Some(Chunk { counts, missed_numbers, newly_missed: 0, last: None, registered }))
    }

    /// Notes that something inside the registry keeps a row from being processed, and not the others.
    pub fn give_up(&self, work: &mut Work<'_>, row: &Row, position: &Position) -> Result<Option<Chunk>, Error> {
        let detail = "could not be processed, again and again, while other rows could: something unexpected happened \
                      inside; nothing of the row is recorded, and the log says why";
        let mut counts = position.counts;
        counts.add(RowOutcome::Invalid);
        if !self.advance(work, &counts, position.missed_numbers)? {
            return Ok(None);
        }
        let refused = undecided(row, RowOutcome::Invalid, InputError::new("", "internal_error", detail))?;
        kept::insert_rows(work.connection, self.batch.id, vec![refused])?;
        let (missed_numbers, last) = (position.missed_numbers, position.carried.clone());
        Ok(Some(Chunk { counts, missed_numbers, newly_missed: 0, last, registered: Alike::default() }))
    }

    fn advance(&self, work: &mut Work<'_>, counts: &Counts, missed_numbers: i32) -> Result<bool, Error> {
        kept::advance(work.connection, self.lease, self.batch.id, counts, missed_numbers)
    }
}

/// A row of which only this is known: an error that concerns the whole of it.
fn undecided(row: &Row, outcome: RowOutcome, error: InputError) -> Result<BatchRow, Error> {
    let line = i32::try_from(row.line).unwrap_or(i32::MAX);
    let errors = RowNote::keep(&[error], |_| String::new())?;
    Ok(BatchRow { line, reference: row.reference.clone(), outcome, result: None, errors, notes: None })
}
