//! The worker: takes batches, and remembers which of them have to wait, and why.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use chrono::Duration;

use super::turns::Turns;
use super::{Batch, WaitReason};
use crate::entropy::random;
use crate::error::Error;
use crate::ids::ResultBatchId;
use crate::registry::work::Registry;
use crate::store::batches::Lease;

/// How long a batch waits that cannot be processed; twice as long each time that it fails in a row.
const FIRST_PAUSE: Duration = Duration::seconds(1);

/// How long it waits at the most while the database or the disk cannot be written.
const LONGEST_PAUSE: Duration = Duration::seconds(30);

/// How long it waits at the most where only some of its rows cannot be processed.
const LONGEST_PAUSE_FOR_ROWS: Duration = Duration::seconds(300);

/// Who processes batches: one for each process. The batches that it has in hand may each have a thread of their own.
#[derive(Debug)]
pub struct Worker {
    name: String,
    pub(super) lease: Duration,
    pub(super) turns: Turns,
    memory: Mutex<Memory>,
    /// How many chunks with results were written: by dry runs, and by others.
    recorded: [AtomicU64; 2],
}

#[derive(Debug, Default)]
struct Memory {
    rests: HashMap<ResultBatchId, Rest>,
    /// Rows that failed alone, by line, and how many chunks had been written by then.
    suspects: HashMap<ResultBatchId, HashMap<u32, u64>>,
}

/// A batch that is left alone.
#[derive(Debug)]
struct Rest {
    failures: u32,
    until: Instant,
}

impl Worker {
    /// A worker of this registry. It holds a batch for `lease` at a time: so long it takes until another worker goes on
    /// with the batch of one that was killed.
    pub fn new(registry: &Registry, lease: Duration) -> Result<Self, Error> {
        let name = u64::from_le_bytes(random(&*registry.entropy)?);
        Ok(Self {
            name: format!("{name:016x}"),
            lease,
            turns: Turns::default(),
            memory: Mutex::default(),
            recorded: [const { AtomicU64::new(0) }; 2],
        })
    }

    pub(super) fn lease(&self) -> Lease<'_> {
        Lease { worker: &self.name, duration: self.lease }
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The batches that are left alone for now.
    pub(super) fn resting(&self) -> Vec<ResultBatchId> {
        let now = Instant::now();
        self.memory().rests.iter().filter(|(_, rest)| now < rest.until).map(|(id, _)| *id).collect()
    }

    /// Leaves a batch alone for a while; for how long.
    pub(super) fn rest(&self, id: ResultBatchId, reason: WaitReason) -> Duration {
        let longest = match reason {
            WaitReason::Unavailable => LONGEST_PAUSE,
            WaitReason::InternalError => LONGEST_PAUSE_FOR_ROWS,
        };
        let mut memory = self.memory();
        let rest = memory.rests.entry(id).or_insert_with(|| Rest { failures: 0, until: Instant::now() });
        let pause = (FIRST_PAUSE * (1 << rest.failures.min(16))).min(longest);
        rest.failures += 1;
        rest.until = Instant::now() + pause.to_std().unwrap_or_default();
        pause
    }

    /// Notes that a chunk of a batch was written, and whether it has results.
    pub(super) fn has_written(&self, batch: &Batch, has_results: bool) {
        if has_results {
            self.recorded[usize::from(!batch.dry_run)].fetch_add(1, Ordering::Relaxed);
        }
        self.memory().rests.remove(&batch.id);
    }

    /// How many chunks were written that show that such rows as this batch's can be written.
    fn proofs(&self, batch: &Batch) -> u64 {
        let [dry, real] = &self.recorded;
        let real = real.load(Ordering::Relaxed);
        if batch.dry_run { real + dry.load(Ordering::Relaxed) } else { real }
    }

    /// Notes that a row cannot be processed though it is tried alone. Whether that must lie with the row: it failed
    /// before, and results of others have been written since.
    pub(super) fn suspect(&self, batch: &Batch, line: u32) -> bool {
        let proofs = self.proofs(batch);
        let mut memory = self.memory();
        let first = *memory.suspects.entry(batch.id).or_default().entry(line).or_insert(proofs);
        proofs > first
    }

    /// The lines that failed alone before.
    pub(super) fn suspects(&self, batch: &Batch) -> HashSet<u32> {
        self.memory().suspects.get(&batch.id).into_iter().flat_map(HashMap::keys).copied().collect()
    }

    pub(super) fn forget(&self, id: ResultBatchId) {
        let mut memory = self.memory();
        memory.rests.remove(&id);
        memory.suspects.remove(&id);
    }
}
