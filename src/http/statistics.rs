//! Statistics, kept for some minutes: counting goes through every certificate.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::Duration;

use super::problem::ApiError;
use super::queue::Queue;
use crate::clock::Moment;
use crate::registry::statistics::{Statistics, of_today};

const KEPT_FOR: Duration = Duration::minutes(5);

pub struct KeptStatistics {
    queue: Queue,
    last: Mutex<Option<(Moment, Arc<Statistics>)>>,
}

impl KeptStatistics {
    pub(super) fn new(queue: Queue) -> Self {
        Self { queue, last: Mutex::default() }
    }

    /// At most five minutes old and of today.
    pub async fn current(&self) -> Result<Arc<Statistics>, ApiError> {
        let now = self.queue.registry.now();
        let kept = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((counted_at, statistics)) = kept
            && (counted_at..counted_at + KEPT_FOR).contains(&now)
            && statistics.on == now.date_naive()
        {
            return Ok(statistics);
        }
        let statistics = Arc::new(self.queue.run(|registry| registry.read(None, of_today)).await?);
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, statistics.clone()));
        Ok(statistics)
    }
}
