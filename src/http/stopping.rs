//! The moment from which the server only finishes what it is at. An answer that has no end of its own ends then, so that
//! it does not hold the server up.

use std::pin::pin;

use actix_web::rt::signal::unix::{Signal, SignalKind, signal};
use futures_util::future::select;
use tokio::sync::watch;

pub struct Stopping(watch::Sender<bool>);

impl Default for Stopping {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Stopping {
    pub fn begin(&self) {
        self.0.send_replace(true);
    }

    pub fn has_begun(&self) -> bool {
        *self.0.borrow()
    }

    pub async fn begun(&self) {
        // The sender is `self`, so the wait cannot end in any other way.
        let _ = self.0.subscribe().wait_for(|begun| *begun).await;
    }
}

/// The signals that ask for an orderly end, listened to beside actix: SIGTERM, and SIGHUP unless whoever started the
/// program said that it must outlive the terminal (`nohup`).
pub struct Signals {
    terminate: Signal,
    hangup: Option<Signal>,
}

impl Signals {
    /// Begins to listen. From then on SIGUSR1 and SIGUSR2, by which other services open their logs anew, end nothing.
    pub fn listen() -> std::io::Result<Self> {
        // Asked before the first listener changes it.
        let hangup = (!ignores_hangup()).then(|| signal(SignalKind::hangup())).transpose()?;
        // What was ever listened to does no more by itself.
        drop(signal(SignalKind::user_defined1())?);
        drop(signal(SignalKind::user_defined2())?);
        Ok(Self { terminate: signal(SignalKind::terminate())?, hangup })
    }

    pub async fn received(mut self) {
        if let Some(hangup) = &mut self.hangup {
            let _ = select(pin!(self.terminate.recv()), pin!(hangup.recv())).await;
        } else {
            let _ = self.terminate.recv().await;
        }
    }
}

/// Whether SIGHUP was ignored when the program was started; false where the system does not say so.
fn ignores_hangup() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    // The set of signals, in hexadecimal: SIGHUP is the first.
    ignored.and_then(|set| u64::from_str_radix(set.trim(), 16).ok()).is_some_and(|set| set & 1 != 0)
}
