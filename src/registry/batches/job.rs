//! A batch in a worker's hands: its rows are put into order and processed chunk by chunk. It can be killed at any moment.
//!
//! What cannot be written because of the world (a full disk, a database that is away) is no row's fault: the batch waits,
//! whole. What fails for another reason is narrowed down to a single row, which is left for later; it is given up only
//! when it fails again after results of other rows were written.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::time::{Duration, Instant};

use serde_json::json;

use super::chunk::{Chunk, ChunkWriter, Position};
use super::content::Content;
use super::failures::{Failures, Narrowed};
use super::order::{KeyedRow, Sequence, Sorting};
use super::prepared::Prepared;
use super::turns::Ticket;
use super::worker::Worker;
use super::{Batch, Counts, RowOutcome};
use crate::auth::permission::{Caller, Permission};
use crate::error::{Code, Error};
use crate::registry::events::NewEvent;
use crate::registry::work::{Registry, Work};
use crate::store::{NOT_UNIQUE, batches as kept, candidates};
use crate::tabular::Reading;

/// How many numbers are looked up at once.
const NUMBERS_AT_ONCE: usize = 1000;

/// How often in a row a chunk may lose against other transactions before the batch waits.
const MOST_LOSSES: u32 = 20;

/// How many single rows in a row may fail before the batch waits: then it is hardly the rows.
const MOST_FAILURES: u32 = 20;

/// A batch in a worker's hands.
pub(super) struct Job<'a> {
    pub registry: &'a Registry,
    pub worker: &'a Worker,
    pub batch: &'a Batch,
    pub caller: Caller,
    pub keep_going: &'a dyn Fn() -> bool,
    pub progress: &'a dyn Fn(&Counts),
}

/// Why a batch is left before its end.
enum Left {
    /// It was cancelled, or another worker took it over.
    Lost,
    /// The worker was told to stop.
    Told,
    Failed(Error),
}

impl From<Error> for Left {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl Job<'_> {
    /// Processes the batch until it ends, is the worker's own no more, or is to be stopped.
    pub fn run(&self) -> Result<(), Error> {
        match self.work() {
            Err(Left::Told) => {
                let worker = self.worker.lease().worker;
                self.registry.store.write(|connection| kept::release(connection, worker, self.batch.id))
            }
            Err(Left::Failed(error)) => Err(error),
            Ok(()) | Err(Left::Lost) => Ok(()),
        }
    }

    fn work(&self) -> Result<(), Left> {
        let sequence = self.order()?;
        let mut position = Position::at_start_of(self.batch);
        let suspects = self.worker.suspects(self.batch);
        for range in self.process(&sequence, 0..sequence.len(), &suspects, &mut position)? {
            if !self.process(&sequence, range, &HashSet::new(), &mut position)?.is_empty() {
                return Err(Error::Internal("rows of a batch cannot be processed; they wait".to_owned()).into());
            }
        }
        if self.in_transaction(|work| self.note_end(work, &position.counts))? { Ok(()) } else { Err(Left::Lost) }
    }

    /// Processes a range of rows, but those whose lines are `suspects`; gives the ranges that are left for later.
    fn process(
        &self,
        sequence: &Sequence,
        range: Range<usize>,
        suspects: &HashSet<u32>,
        position: &mut Position,
    ) -> Result<Vec<Range<usize>>, Left> {
        let mut failures = Failures::default();
        let mut from = range.start;
        let mut ahead: Option<Prepared> = None;
        while from < range.end {
            if suspects.contains(&sequence.line(from)) {
                from = failures.defer(sequence, from, range.end);
                continue;
            }
            if !(self.keep_going)() {
                return Err(Left::Told);
            }
            let ticket = self.turn()?;
            let end = self.end_of_chunk(sequence, from, range.end, &failures);
            let end = (from + 1..end).find(|place| suspects.contains(&sequence.line(*place))).unwrap_or(end);
            let chunk = match ahead.take().filter(|ahead| ahead.range.start == from) {
                Some(ahead) => ahead.until(end),
                None => Prepared::read(self.registry, sequence, self.batch.body, from..end)?,
            };
            let end = chunk.range.end;
            // What failed is narrowed down row by row.
            let next = end..sequence.end_of_chunk(end, self.worker.turns.pace().rows()).min(range.end);
            let next = (failures.narrowed.is_none() && !next.is_empty()).then_some(next);
            let written;
            (written, ahead) = self.write_beside(&ticket, sequence, &chunk, position, next);
            from = match written {
                Ok(Some(chunk)) => {
                    drop(ticket);
                    let goes_on = self.batch.dry_run && !sequence.begins_a_candidate(end);
                    self.tell_of_wrong_birth_dates(chunk.newly_missed());
                    *position = chunk.into_position(goes_on);
                    (self.progress)(&position.counts);
                    failures.succeeded(end);
                    end
                }
                Ok(None) => return Err(Left::Lost),
                Err(error) => {
                    drop(ticket);
                    self.go_on_after(error, sequence, &chunk.rows, from..range.end, &mut failures, position)?
                }
            };
        }
        Ok(failures.deferred)
    }

    /// As the requests that look for candidates log it (`http/security_log.rs`).
    fn tell_of_wrong_birth_dates(&self, number: i32) {
        if number > 0 {
            let (client, reason) = (&self.batch.submitted_by, "no candidate has this number and this birth date");
            tracing::warn!(
                target: "touchstone::security", event = "wrong_birth_date", client, operation = "result batch",
                batch = %self.batch.id, reason, number, "security event"
            );
        }
    }

    fn end_of_chunk(&self, sequence: &Sequence, from: usize, limit: usize, failures: &Failures) -> usize {
        let end = match failures.narrowed {
            Some(narrowed) => from + narrowed.rows,
            None => sequence.end_of_chunk(from, self.worker.turns.pace().rows()),
        };
        end.min(limit)
    }

    /// Waits for the batch's turn, and keeps its lease meanwhile.
    fn turn(&self) -> Result<Ticket<'_>, Left> {
        let ticket = self.worker.turns.line_up();
        let third = (self.worker.lease / 3).to_std().unwrap_or_default();
        while !ticket.wait(third) {
            if !self.renew()? {
                return Err(Left::Lost);
            }
        }
        Ok(ticket)
    }

    fn renew(&self) -> Result<bool, Error> {
        let lease = self.worker.lease();
        self.registry.store.write(|connection| kept::renew(connection, lease, self.batch.id))
    }

    /// Writes a chunk, and prepares the next one meanwhile; where that fails it is tried again, and told, in its turn.
    fn write_beside(
        &self,
        turn: &Ticket<'_>,
        sequence: &Sequence,
        chunk: &Prepared,
        position: &Position,
        next: Option<Range<usize>>,
    ) -> (Result<Option<Chunk>, Error>, Option<Prepared>) {
        let (registry, body) = (self.registry, self.batch.body);
        std::thread::scope(|scope| {
            let preparing = next.map(|next| scope.spawn(|| Prepared::read(registry, sequence, body, next)));
            let written = self.write(turn, sequence, chunk, position);
            (written, preparing.and_then(|preparing| preparing.join().ok()?.ok()))
        })
    }

    /// Writes a chunk, once, in the way that others leave open; `None` when the lease is lost.
    fn write(
        &self,
        _turn: &Ticket<'_>,
        sequence: &Sequence,
        chunk: &Prepared,
        position: &Position,
    ) -> Result<Option<Chunk>, Error> {
        let turns = &self.worker.turns;
        let (access, is_contended) = {
            let mut pace = turns.pace();
            if self.registry.store.writing_now() > 0 {
                pace.contended();
            }
            (pace.access(), pace.is_contended())
        };
        let chunks = self.chunks(sequence);
        let started = Instant::now();
        let rows = &chunk.rows;
        let written = self.registry.store.write_once(access, |connection| {
            self.registry.work(connection, Some(self.caller), |work| chunks.write(work, rows, position, &chunk.alike))
        });
        match &written {
            Ok(Some(chunk)) => {
                let took = started.elapsed();
                let others_wait = turns.others_wait();
                turns.pace().won(rows.len(), took, others_wait);
                self.worker.has_written(self.batch, chunk.has_results(&position.counts));
                if is_contended {
                    // So that single requests are not held up by chunk after chunk.
                    std::thread::sleep(took / 8);
                }
            }
            Err(Error::Contended(_)) => turns.pace().lost(),
            Ok(None) | Err(_) => {}
        }
        written
    }

    fn chunks<'b>(&'b self, sequence: &'b Sequence) -> ChunkWriter<'b> {
        ChunkWriter { batch: self.batch, lease: self.worker.lease(), layout: &sequence.layout }
    }

    /// Does a piece of work in the caller's name, in one transaction.
    fn in_transaction<T>(&self, case: impl Fn(&mut Work<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let (registry, caller) = (self.registry, Some(self.caller));
        registry.store.write(|connection| registry.work(connection, caller, &case))
    }

    /// Decides what follows from a chunk that could not be written; gives the place to go on from.
    fn go_on_after(
        &self,
        error: Error,
        sequence: &Sequence,
        rows: &[KeyedRow],
        rest: Range<usize>,
        failures: &mut Failures,
        position: &mut Position,
    ) -> Result<usize, Left> {
        let from = rest.start;
        let cause = match error {
            Error::Contended(_) if failures.losses < MOST_LOSSES => {
                metrics::counter!("database_transactions_retried_total").increment(1);
                failures.losses += 1;
                std::thread::sleep(Duration::from_millis(u64::from(failures.losses)));
                return Ok(from);
            }
            // A value that must be unique is met again and again: nobody else writes it.
            Error::Contended(cause) if cause.starts_with(NOT_UNIQUE) => cause,
            Error::Contended(cause) => return Err(Error::Unavailable { code: Code::Overloaded, cause }.into()),
            Error::Internal(cause) => cause,
            other => return Err(other.into()),
        };
        let [row] = rows else {
            failures.narrow(from, rows.len());
            return Ok(from);
        };
        let line = sequence.line(from);
        tracing::error!(batch = %self.batch.id, line, cause, "a row cannot be processed");
        if self.worker.suspect(self.batch, line) {
            match self.in_transaction(|work| self.chunks(sequence).give_up(work, &row.row, position))? {
                Some(chunk) => *position = chunk.into_position(true),
                None => return Err(Left::Lost),
            }
            (self.progress)(&position.counts);
            failures.succeeded(from + 1);
            return Ok(from + 1);
        }
        failures.single_rows += 1;
        if failures.single_rows >= MOST_FAILURES {
            return Err(Error::Internal(cause).into());
        }
        let next = failures.defer(sequence, from, rest.end);
        // Whether it was only this one is seen from the next.
        failures.narrowed = Some(Narrowed { rows: 1, until: next + 1 });
        Ok(next)
    }

    /// The rows that are still to be processed, in order.
    fn order(&self) -> Result<Sequence, Left> {
        let (registry, id) = (self.registry, self.batch.id);
        let format = self.batch.format;
        let done = self.lines_done()?;
        let third = (self.worker.lease / 3).to_std().unwrap_or_default();
        let mut renewed = Instant::now();
        let pulse = || {
            if !(self.keep_going)() {
                return Err(Left::Told);
            }
            if renewed.elapsed() > third {
                renewed = Instant::now();
                if !self.renew()? {
                    return Err(Left::Lost);
                }
            }
            Ok(())
        };
        let dates = Reading::kept(self.batch.reading.as_deref()).dates;
        let sorting = Sorting::read(registry.scheme(), format, dates, Content::new(registry, id), &done, pulse)?;
        let mut keys = HashMap::new();
        for numbers in sorting.numbers().chunks(NUMBERS_AT_ONCE) {
            let found = registry.store.read(|connection| candidates::numbered(connection, numbers, self.batch.body))?;
            keys.extend(found.into_iter().map(|found| (found.record().number, found.candidate.matching_key())));
        }
        let merged = registry.store.read(candidates::merged_keys)?;
        Ok(sorting.finish(|number| keys.get(&number).cloned(), &merged)?)
    }

    fn lines_done(&self) -> Result<HashSet<u32>, Error> {
        const AT_ONCE: i64 = 10_000;
        let mut done = HashSet::new();
        let mut after = 0;
        loop {
            let lines =
                self.registry.store.read(|connection| kept::lines_done(connection, self.batch.id, after, AT_ONCE))?;
            let Some(last) = lines.last() else { return Ok(done) };
            after = *last;
            done.extend(lines.into_iter().filter_map(|line| u32::try_from(line).ok()));
        }
    }

    /// Whether the batch has ended, and is the worker's own.
    fn note_end(&self, work: &mut Work<'_>, counts: &Counts) -> Result<bool, Error> {
        if !kept::finish(work.connection, self.worker.lease().worker, self.batch.id)? {
            return Ok(false);
        }
        let by_outcome = RowOutcome::ALL.map(|outcome| (outcome.as_str().to_owned(), json!(counts.of(outcome))));
        let data = json!({
            "dry_run": self.batch.dry_run,
            "rows": self.batch.row_count,
            "counts": by_outcome.into_iter().collect::<serde_json::Map<_, _>>(),
        });
        let subject = ("result_batch", self.batch.id.to_string());
        let kind = "result_batch_completed";
        let event = NewEvent { kind, subject, body: self.batch.body, data, personal_data: None };
        work.record(Permission::RegisterResults, event)?;
        Ok(true)
    }
}
