//! How many exports there may be at once.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{Code, Error};

/// Exports that read the database at the same moment, each on a connection of its own.
const READING: usize = 2;

/// How long another export is waited for that is being read.
const WAIT: Duration = Duration::from_secs(15);

/// How long a client may take nothing before it is given up.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// The places for exports on this node.
pub struct Exports {
    /// For those that are being read or downloaded: each has a temporary file.
    open: Arc<Semaphore>,
    /// For those that are being read.
    reading: Arc<Semaphore>,
}

impl Exports {
    /// Places for as many exports as the settings say.
    #[must_use]
    pub fn new(open: u32) -> Self {
        let open = usize::try_from(open).unwrap_or(usize::MAX).min(Semaphore::MAX_PERMITS);
        Self { open: Arc::new(Semaphore::new(open)), reading: Arc::new(Semaphore::new(READING)) }
    }

    /// A place for as long as there is a file, and one for as long as the database is read.
    ///
    /// # Errors
    /// [`Code::Overloaded`].
    pub async fn enter(&self) -> Result<(OwnedSemaphorePermit, OwnedSemaphorePermit), Error> {
        let overloaded = |cause: &str| Error::Unavailable { code: Code::Overloaded, cause: cause.to_owned() };
        let open = self.open.clone().try_acquire_owned();
        let open = open.map_err(|_| overloaded("as many exports as there may be are under way"))?;
        let reading = tokio::time::timeout(WAIT, self.reading.clone().acquire_owned()).await;
        let reading = reading.ok().and_then(Result::ok);
        Ok((open, reading.ok_or_else(|| overloaded("other exports are being read"))?))
    }
}
