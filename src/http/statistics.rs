//! Statistics, kept for some minutes: counting goes through every certificate.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::Duration;

use super::problem::ApiError;
use super::state::State;
use crate::clock::Moment;
use crate::registry::statistics::{Statistics, of_today};

/// For how long what was counted is shown.
const KEPT_FOR: Duration = Duration::minutes(5);

/// What was counted last on this node.
#[derive(Default)]
pub struct KeptStatistics(Mutex<Option<(Moment, Arc<Statistics>)>>);

impl State {
    /// The statistics, at most five minutes old and of today.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn statistics(&self) -> Result<Arc<Statistics>, ApiError> {
        let now = self.registry.now();
        let kept = self.statistics.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((counted_at, statistics)) = kept
            && (counted_at..counted_at + KEPT_FOR).contains(&now)
            && statistics.on == now.date_naive()
        {
            return Ok(statistics);
        }
        let statistics = Arc::new(self.read(None, of_today).await?);
        *self.statistics.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, statistics.clone()));
        Ok(statistics)
    }
}
