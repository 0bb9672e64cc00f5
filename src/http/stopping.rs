//! The moment from which the server only finishes what it is at. An answer that has no end of its own ends then, so that
//! it does not hold the server up.

use actix_web::rt::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// Whether the server has been told to stop.
pub struct Stopping(watch::Sender<bool>);

impl Default for Stopping {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Stopping {
    /// Says that it has.
    pub fn begin(&self) {
        self.0.send_replace(true);
    }

    /// Waits until it has.
    pub async fn begun(&self) {
        // The sender is `self`, so the wait cannot end in any other way.
        let _ = self.0.subscribe().wait_for(|begun| *begun).await;
    }

    /// Listens, beside actix itself, for the signal that asks for an orderly end.
    ///
    /// # Errors
    /// When the system does not let it listen.
    pub async fn listen(&self) -> std::io::Result<()> {
        signal(SignalKind::terminate())?.recv().await;
        self.begin();
        Ok(())
    }
}
