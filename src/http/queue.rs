//! The way to the database: a bounded queue, so that what cannot be served soon is turned away at once.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use tokio::sync::Semaphore;

use crate::config::DatabaseSettings;
use crate::error::{Code, Error};
use crate::registry::Registry;

/// Work for the registry runs on a thread of its own, as many at once as there are connections.
#[derive(Clone)]
pub struct Queue {
    pub(super) registry: Arc<Registry>,
    /// Requests that are being served or wait.
    places: Arc<Semaphore>,
    /// Requests that are being served.
    turns: Arc<Semaphore>,
    /// Those of them that write. Writers wait for one another in the database; those who wait here instead keep neither a
    /// thread nor a connection from those who read.
    writers: Arc<Semaphore>,
    wait: Duration,
    /// How long an answer of the database is waited for; longer than its own statement timeout.
    pub(super) answer_deadline: Duration,
}

impl Queue {
    /// The queue of a registry.
    pub fn new(registry: Arc<Registry>, settings: &DatabaseSettings) -> Self {
        let connections = usize::try_from(settings.connections).unwrap_or(usize::MAX);
        let waiting = usize::try_from(settings.queue).unwrap_or(usize::MAX);
        let writers = registry.writers(settings.connections);
        Self {
            registry,
            places: Arc::new(Semaphore::new(connections.saturating_add(waiting).min(Semaphore::MAX_PERMITS))),
            turns: Arc::new(Semaphore::new(connections)),
            writers: Arc::new(Semaphore::new(writers)),
            wait: Duration::from_secs(settings.wait_seconds),
            answer_deadline: Duration::from_secs(settings.answer_seconds),
        }
    }

    /// Whether a request that comes now is turned away. Asked before anything is done for it: what is thrown away
    /// afterwards is taken from those who are served.
    pub fn is_full(&self) -> bool {
        self.places.available_permits() == 0
    }

    /// The refusal of a request that comes while the queue is full.
    pub fn turn_away() -> Error {
        overloaded("the queue is full")
    }

    /// Runs `work` that writes, when it is its turn among those who write.
    ///
    /// # Errors
    /// As [`Queue::run`].
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Registry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.admit(Some(&self.writers), work).await
    }

    /// Runs `work` to its end, even when whoever asked for it has gone: a transaction is never left half-way.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Registry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.admit(None, work).await
    }

    /// Each semaphore serves in the order of asking.
    async fn admit<T: Send + 'static>(
        &self,
        writers: Option<&Arc<Semaphore>>,
        work: impl FnOnce(&Registry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| Self::turn_away())?;
        let turn = async {
            let writer = match writers {
                Some(writers) => Some(writers.clone().acquire_owned().await),
                None => None,
            };
            (writer, self.turns.clone().acquire_owned().await)
        };
        let turn = tokio::time::timeout(self.wait, turn);
        let turn = turn.await.map_err(|_| overloaded("no connection became free in time"))?;
        let registry = self.registry.clone();
        let done = web::block(move || {
            let _held = (place, turn);
            work(&registry)
        });
        match tokio::time::timeout(self.answer_deadline, done).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(Error::Internal("the work panicked".to_owned())),
            Err(_) => {
                let cause = "the database did not answer in time".to_owned();
                Err(Error::Unavailable { code: Code::DatabaseUnavailable, cause })
            }
        }
    }
}

fn overloaded(cause: &str) -> Error {
    Error::Unavailable { code: Code::Overloaded, cause: cause.to_owned() }
}
