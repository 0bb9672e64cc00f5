//! The worker: takes a batch, deals with its rows a stretch at a time, and can be killed at any moment.
//!
//! A stretch of rows is one transaction of the database, so that the work of reaching the disk is shared; each row in it
//! is all there or not at all, because what it adds is gathered before anything is written. What became of a row is
//! written in that same transaction: whoever goes on later sees which rows have been dealt with.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use chrono::Duration;
use serde_json::json;

use super::desk::{Desk, Dossier};
use super::file::{Format, Row};
use super::order::{KeyedRow, Sequence, Sorting};
use super::row::deal_with;
use super::{Batch, BatchRow, Counts, RowError, RowOutcome};
use crate::auth::permission::{Caller, Permission, Principal, Role};
use crate::entropy::random;
use crate::error::{Code, Error, InputError};
use crate::ids::ResultBatchId;
use crate::registry::additions::Additions;
use crate::registry::events::NewEvent;
use crate::registry::work::{Registry, Work};
use crate::store::batches::{self as kept, Claim};
use crate::store::candidates;

/// How many numbers are looked up at once.
const NUMBERS_AT_ONCE: usize = 1000;

/// After how many seconds a batch is tried again that ran into something that is no row's fault.
const TRY_AGAIN_AFTER: i64 = 30;

/// Who deals with batches: one for each process.
#[derive(Clone, Debug)]
pub struct Worker {
    name: String,
    lease: Duration,
}

/// What came of looking for work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worked {
    /// A batch was dealt with, to its end or until it was cancelled, taken over or told to stop.
    Some,
    /// There was nothing to do.
    Nothing,
}

/// A batch in a worker's hands.
struct Job<'a> {
    registry: &'a Registry,
    worker: &'a Worker,
    batch: Batch,
    caller: Caller,
}

/// The batch is no longer the worker's own to deal with.
struct Lost;

impl Worker {
    /// A worker of this registry. It holds a batch for `lease` at a time: so long it takes until another worker goes on
    /// with the batch of one that was killed.
    pub fn new(registry: &Registry, lease: Duration) -> Result<Self, Error> {
        let name = u64::from_le_bytes(random(&*registry.entropy)?);
        Ok(Self { name: format!("{name:016x}"), lease })
    }
}

impl Registry {
    /// Deals with the next batch that waits (with `wanted` only, if it is given) for as long as `keep_going` says so.
    /// Calls `progress` after every stretch of rows.
    pub fn work_on_batches(
        &self,
        worker: &Worker,
        wanted: Option<ResultBatchId>,
        keep_going: &dyn Fn() -> bool,
        progress: &dyn Fn(&Counts),
    ) -> Result<Worked, Error> {
        if !self.store.read(kept::any_open)? {
            return Ok(Worked::Nothing);
        }
        let claimed = self.store.write(|connection| kept::claim(connection, &self.claim(worker), wanted))?;
        let Some(batch) = claimed else { return Ok(Worked::Nothing) };
        let caller = caller_of(&batch)?;
        let job = Job { registry: self, worker, batch, caller };
        let Err(error) = job.run(keep_going, progress) else { return Ok(Worked::Some) };
        let later = Claim { until: self.now() + Duration::seconds(TRY_AGAIN_AFTER), ..self.claim(worker) };
        // Where not even this works, the lease runs out by itself.
        let _ = self.store.write(|connection| kept::postpone(connection, &later, job.batch.id));
        Err(error)
    }

    fn claim(&self, worker: &Worker) -> Claim {
        let at = self.now();
        Claim { worker: worker.name.clone(), at, until: at + worker.lease }
    }
}

/// Whoever submitted the batch: what it enters is entered in that name, even if the client has been removed since, as it
/// was accepted before.
fn caller_of(batch: &Batch) -> Result<Caller, Error> {
    let strange = || Error::Internal(format!("result batch {} was submitted by nobody that can be", batch.id));
    let principal = Principal::parse(&batch.submitted_by).ok_or_else(strange)?;
    let role = match (batch.submitted_as.as_str(), batch.body) {
        ("body", Some(body)) => Role::Body(body),
        ("registrar", _) => Role::Registrar,
        _ => return Err(strange()),
    };
    Ok(Caller::new(principal, role))
}

impl Job<'_> {
    fn run(&self, keep_going: &dyn Fn() -> bool, progress: &dyn Fn(&Counts)) -> Result<Result<(), Lost>, Error> {
        let Ok(sequence) = self.order()? else { return Ok(Err(Lost)) };
        let mut counts = self.batch.counts;
        let mut missed_numbers = self.batch.missed_numbers;
        let mut carried = Vec::new();
        let mut from = 0;
        while from < sequence.len() {
            if !keep_going() {
                return self.let_go().map(Ok);
            }
            let end = sequence.end_of_stretch(from);
            let rows = sequence.rows(from..end)?;
            let Ok(stretch) = self.deal(&sequence, &rows, counts, missed_numbers, &carried)? else {
                return Ok(Err(Lost));
            };
            counts = stretch.counts;
            if stretch.missed_numbers > missed_numbers {
                // As the requests that look for candidates log it (`http/security_log.rs`).
                let (client, number) = (&self.batch.submitted_by, stretch.missed_numbers - missed_numbers);
                let reason = "no candidate has this number and this birth date";
                tracing::warn!(
                    target: "touchstone::security", event = "wrong_birth_date", client, operation = "result batch",
                    batch = %self.batch.id, reason, number, "security event"
                );
            }
            missed_numbers = stretch.missed_numbers;
            let goes_on = self.batch.dry_run && !sequence.begins_a_candidate(end);
            carried = if goes_on { stretch.last.into_iter().collect() } else { Vec::new() };
            progress(&counts);
            from = end;
        }
        self.finish(&counts)
    }

    /// The rows that are still to be dealt with, in order.
    fn order(&self) -> Result<Result<Sequence, Lost>, Error> {
        let (registry, id) = (self.registry, self.batch.id);
        let format = Format::parse(&self.batch.format)
            .ok_or_else(|| Error::Internal(format!("result_batches.format of row {id} has an impossible value")))?;
        let done = self.lines_done()?;
        let mut lost = false;
        let mut renewed = registry.now();
        let pulse = || {
            if registry.now() > renewed + self.worker.lease / 3 {
                renewed = registry.now();
                let claim = registry.claim(self.worker);
                lost = !registry.store.write(|connection| kept::renew(connection, &claim, id))?;
            }
            Ok(())
        };
        let content = Content::new(registry, id);
        let sorting = Sorting::read(registry.scheme(), format, content, &done, pulse)?;
        if lost {
            return Ok(Err(Lost));
        }
        let mut keys = HashMap::new();
        for numbers in sorting.numbers().chunks(NUMBERS_AT_ONCE) {
            let found = registry.store.read(|connection| candidates::numbered(connection, numbers, self.batch.body))?;
            keys.extend(found.into_iter().map(|(candidate, _)| (candidate.number, candidate.matching_key())));
        }
        sorting.finish(|number| keys.get(&number).cloned()).map(Ok)
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

    /// Deals with a stretch of rows; with its halves where that brings out something unexpected, or where others keep
    /// getting in between: so that in the end "one bad row never stops the others".
    fn deal(
        &self,
        sequence: &Sequence,
        rows: &[KeyedRow],
        counts: Counts,
        missed_numbers: i32,
        carried: &[Dossier],
    ) -> Result<Result<Stretch, Lost>, Error> {
        let error = match self.attempt(sequence, rows, counts, missed_numbers, carried) {
            Err(error) => error,
            done => return done,
        };
        let is_divisible =
            matches!(error, Error::Internal(_) | Error::Unavailable { code: Code::Overloaded, .. }) && rows.len() > 1;
        if is_divisible {
            let (first, second) = rows.split_at(rows.len() / 2);
            let half = match self.deal(sequence, first, counts, missed_numbers, carried)? {
                Ok(half) => half,
                Err(lost) => return Ok(Err(lost)),
            };
            return self.deal(sequence, second, half.counts, half.missed_numbers, half.last.as_slice());
        }
        match (error, rows) {
            (Error::Internal(cause), [row]) => {
                tracing::error!(batch = %self.batch.id, line = row.row.line, cause, "a row cannot be dealt with");
                self.give_up(sequence, &row.row, counts, missed_numbers, carried)
            }
            (error, _) => Err(error),
        }
    }

    /// Notes that something unexpected keeps a row from being dealt with.
    fn give_up(
        &self,
        sequence: &Sequence,
        row: &Row,
        mut counts: Counts,
        missed_numbers: i32,
        carried: &[Dossier],
    ) -> Result<Result<Stretch, Lost>, Error> {
        let detail = "something unexpected happened inside; nothing of the row is recorded, and the log says why";
        let error = InputError::new("", "internal_error", detail);
        let errors = RowError::keep(&[error], |pointer| sequence.layout.place_of(pointer))?;
        let refused = BatchRow {
            line: i32::try_from(row.line).unwrap_or(i32::MAX),
            reference: row.reference.clone(),
            outcome: RowOutcome::Invalid,
            result: None,
            errors: Some(errors),
        };
        counts.add(RowOutcome::Invalid);
        self.write(|work| {
            if !self.advance(work, &counts, missed_numbers)? {
                return Ok(Err(Lost));
            }
            kept::insert_rows(work.connection, self.batch.id, std::slice::from_ref(&refused))?;
            Ok(Ok(Stretch { counts, missed_numbers, last: carried.first().cloned() }))
        })
    }

    fn attempt(
        &self,
        sequence: &Sequence,
        rows: &[KeyedRow],
        before: Counts,
        missed_numbers: i32,
        carried: &[Dossier],
    ) -> Result<Result<Stretch, Lost>, Error> {
        self.write(|work| {
            let context = work.context(Permission::RegisterResults)?;
            let mut desk = Desk::lay_out(work, context, &self.batch, rows, carried)?;
            let mut counts = before;
            let mut additions = Additions::default();
            let mut done = Vec::with_capacity(rows.len());
            let place_of = |pointer: &str| sequence.layout.place_of(pointer);
            for row in rows {
                let dealt = deal_with(&mut desk, row)?;
                counts.add(dealt.outcome);
                done.push(dealt.row(&row.row, place_of, self.batch.dry_run)?);
                additions.append(dealt.additions);
            }
            let missed_numbers = missed_numbers.saturating_add(desk.missed_numbers);
            let last = desk.last_filed().or_else(|| carried.first().cloned()).filter(|_| self.batch.dry_run);
            // First of all the lease, so that a worker that lost it writes nothing.
            if !self.advance(work, &counts, missed_numbers)? {
                return Ok(Err(Lost));
            }
            if !self.batch.dry_run {
                additions.write(work.connection)?;
            }
            if let Some(guesses) = &desk.guesses {
                guesses.write(work.connection)?;
            }
            kept::insert_rows(work.connection, self.batch.id, &done)?;
            Ok(Ok(Stretch { counts, missed_numbers, last }))
        })
    }

    fn write<T>(&self, case: impl Fn(&mut Work<'_>) -> Result<T, Error>) -> Result<T, Error> {
        self.registry.store.write(|connection| self.registry.work(connection, Some(self.caller), &case))
    }

    fn advance(&self, work: &mut Work<'_>, counts: &Counts, missed_numbers: i32) -> Result<bool, Error> {
        let claim = self.registry.claim(self.worker);
        kept::advance(work.connection, &claim, self.batch.id, counts, missed_numbers)
    }

    /// Ends the lease, for whoever goes on.
    fn let_go(&self) -> Result<(), Error> {
        let claim = Claim { until: self.registry.now(), ..self.registry.claim(self.worker) };
        self.registry.store.write(|connection| kept::renew(connection, &claim, self.batch.id)).map(|_| ())
    }

    fn finish(&self, counts: &Counts) -> Result<Result<(), Lost>, Error> {
        self.write(|work| {
            let claim = self.registry.claim(self.worker);
            if !kept::finish(work.connection, &claim, self.batch.id)? {
                return Ok(Err(Lost));
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
            Ok(Ok(()))
        })
    }
}

/// What came of a stretch of rows.
struct Stretch {
    counts: Counts,
    missed_numbers: i32,
    /// The dossier of the last candidate, as it is by now; kept for dry runs only.
    last: Option<Dossier>,
}

/// The content of a batch, read piece by piece.
pub(super) struct Content<'a> {
    registry: &'a Registry,
    batch: ResultBatchId,
    next: i32,
    piece: std::io::Cursor<Vec<u8>>,
}

impl<'a> Content<'a> {
    pub const fn new(registry: &'a Registry, batch: ResultBatchId) -> Self {
        Self { registry, batch, next: 0, piece: std::io::Cursor::new(Vec::new()) }
    }
}

impl Read for Content<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        loop {
            let read = self.piece.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let piece = self
                .registry
                .store
                .read(|connection| kept::piece(connection, self.batch, self.next))
                .map_err(std::io::Error::other)?;
            let Some(piece) = piece else { return Ok(0) };
            self.next += 1;
            self.piece = std::io::Cursor::new(piece);
        }
    }
}
