//! Work on what strangers send that takes longer than a moment: on few threads, so that the others go on, and with nothing
//! else in hand, neither a connection to the database nor a lock.
//!
//! Such work cannot be broken off. So each is bounded by the length of what it works on, and as many as there are threads
//! run at once; the others wait for a while, and of one party only so many.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use tokio::sync::Semaphore;

use super::concurrency::{ConcurrencyLimit, Party};
use crate::error::{Code, Error};

/// The longest text that is worked on where it arrives, in bytes: that takes less than handing it on would.
pub const AT_ONCE: usize = 16 * 1024;

/// How many may wait or be worked on; each has what it works on in memory.
const MOST: usize = 64;

/// How many of them one party may have.
const SHARE: usize = 40;

/// How long one waits at most.
const PATIENCE: Duration = Duration::from_secs(10);

pub struct Computing {
    limit: ConcurrencyLimit,
    turns: Arc<Semaphore>,
}

impl Computing {
    pub fn new(threads: usize) -> Self {
        Self {
            limit: ConcurrencyLimit::new(MOST, SHARE, "requests with large bodies"),
            turns: Arc::new(Semaphore::new(threads)),
        }
    }

    /// Half of the machine's cores: the other half is for those who ask small things.
    pub fn on_this_machine() -> Self {
        Self::new((std::thread::available_parallelism().map_or(1, std::num::NonZero::get) / 2).max(1))
    }

    /// Does the work for a party. [`Error::Internal`] for work that panics; where too much is waiting, as
    /// [`ConcurrencyLimit::enter_within`].
    pub async fn run<T: Send + 'static>(
        &self,
        party: Party,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let permit = self.limit.enter(party)?;
        let turn = tokio::time::timeout(PATIENCE, self.turns.clone().acquire_owned()).await;
        let Ok(Ok(turn)) = turn else {
            let cause = "work on large bodies did not begin in time".to_owned();
            return Err(Error::Unavailable { code: Code::Overloaded, cause });
        };
        off_the_reactor(move || {
            let _held = (permit, turn);
            work()
        })
        .await
    }
}

/// Does work that takes a while, or waits for a disk, where it holds nobody up.
pub async fn off_the_reactor<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    web::block(work).await.map_err(|_| Error::Internal("the work panicked".to_owned()))
}
