//! How many exports there may be at once.

use std::time::Duration;

use super::concurrency::{ConcurrencyLimit, Party, Permit};
use crate::error::Error;

/// Exports that read the database at the same moment, each on a connection of its own; and for one party.
const READING: (usize, usize) = (2, 1);

/// How long another export is waited for that is being read.
const WAIT: Duration = Duration::from_secs(15);

/// How long a client may take nothing before it is given up.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// The places for exports on this node.
pub struct Exports {
    /// For those that are being read or downloaded: each has a temporary file.
    open: ConcurrencyLimit,
    /// For those that are being read.
    reading: ConcurrencyLimit,
}

impl Exports {
    /// Room for as many exports as the settings say, of which one party has half at most.
    pub fn new(open: u32) -> Self {
        let open = usize::try_from(open).unwrap_or(usize::MAX);
        Self {
            open: ConcurrencyLimit::new(open, open.div_ceil(2), "exports"),
            reading: ConcurrencyLimit::new(READING.0, READING.1, "exports that are being read"),
        }
    }

    /// A place for as long as there is a file, and one for as long as the database is read.
    ///
    /// # Errors
    /// [`Code::Overloaded`](crate::error::Code::Overloaded), and
    /// [`Code::TooManyRequests`](crate::error::Code::TooManyRequests) for a party that has its share.
    pub async fn enter(&self, party: Party) -> Result<(Permit, Permit), Error> {
        let open = self.open.enter(party.clone())?;
        Ok((open, self.reading.enter_within(party, WAIT).await?))
    }
}
