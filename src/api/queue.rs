//! The way to the database: a bounded queue, so that what cannot be served soon is turned away at once.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use tokio::sync::Semaphore;

use crate::config::DatabaseSettings;
use crate::error::{Code, Error};
use crate::registry::Registry;

/// How long an answer of the database is waited for; longer than its own statement timeout.
pub(super) const ANSWER_DEADLINE: Duration = Duration::from_secs(20);

/// Work for the registry runs on a thread of its own, as many at once as there are connections.
#[derive(Clone)]
pub struct Queue {
    registry: Arc<Registry>,
    /// Requests that are being served or wait.
    places: Arc<Semaphore>,
    /// Requests that are being served.
    turns: Arc<Semaphore>,
    wait: Duration,
}

impl Queue {
    /// The queue of a registry.
    #[must_use]
    pub fn new(registry: Arc<Registry>, settings: &DatabaseSettings) -> Self {
        let connections = usize::try_from(settings.connections).unwrap_or(usize::MAX);
        let waiting = usize::try_from(settings.queue).unwrap_or(usize::MAX);
        Self {
            registry,
            places: Arc::new(Semaphore::new(connections.saturating_add(waiting).min(Semaphore::MAX_PERMITS))),
            turns: Arc::new(Semaphore::new(connections)),
            wait: Duration::from_secs(settings.wait_seconds),
        }
    }

    /// Runs `work` to its end, even when whoever asked for it has gone: a transaction is never left half-way.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Registry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let overloaded = |cause: &str| Error::Unavailable { code: Code::Overloaded, cause: cause.to_owned() };
        let place = self.places.clone().try_acquire_owned().map_err(|_| overloaded("the queue is full"))?;
        let turn = tokio::time::timeout(self.wait, self.turns.clone().acquire_owned());
        let turn = turn.await.map_err(|_| overloaded("no connection became free in time"))?;
        let registry = self.registry.clone();
        let done = web::block(move || {
            let _held = (place, turn);
            work(&registry)
        });
        match tokio::time::timeout(ANSWER_DEADLINE, done).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(Error::Internal("the work panicked".to_owned())),
            Err(_) => {
                let cause = "the database did not answer in time".to_owned();
                Err(Error::Unavailable { code: Code::DatabaseUnavailable, cause })
            }
        }
    }
}
