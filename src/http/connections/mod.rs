//! The connections of clients: how many there may be, how long each may keep the service waiting, and when it ends.
//!
//! actix times the first head of a connection and its idle time, and nothing else. So it gets each socket in a
//! `Connection`, through which everything passes that is read and written, and which ends with an error when its time is
//! over. What a connection waits for follows from what was read and from the requests that [`hold`] marks.

mod admission;
mod chunks;
mod connection;
mod descriptors;
mod farewell;
mod progress;
mod reading;
mod service;

use std::time::Duration;

use admission::Admission;
pub use progress::hold;
pub use service::serve;

use crate::config::Settings;

#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// For the whole head of a request, from its first byte; for the first request, from the connection's beginning.
    pub head: Duration,
    /// For the rest of a body, from the moment at which the request is answered. Until then it is the reader's.
    pub body: Duration,
    /// For the next request, from the end of an answer.
    pub keep_alive: Duration,
    /// For taking a part of an answer, or its end.
    pub answer: Duration,
}

impl Deadlines {
    pub fn of(settings: &Settings) -> Self {
        let seconds = |seconds: u32| Duration::from_secs(u64::from(seconds));
        Self {
            head: seconds(settings.connections.head_deadline_seconds),
            body: Duration::from_secs(settings.server.body_deadline_seconds),
            keep_alive: seconds(settings.connections.keep_alive_seconds),
            answer: seconds(settings.connections.answer_deadline_seconds),
        }
    }
}

/// Raises the limit of open files to what the system allows, and makes room for as many connections as the settings and
/// that limit say. One address may have a quarter of them, unless the settings say how many.
pub fn admission(settings: &Settings) -> Admission {
    let (wanted, database) = (settings.connections.most, settings.database.connections);
    let open_files = descriptors::raise_limit();
    let most = descriptors::connections_below(open_files, wanted, database, settings.server.exports);
    let per_address = match settings.connections.per_address {
        0 => most.div_ceil(4),
        number => usize::try_from(number).unwrap_or(usize::MAX),
    };
    tracing::debug!(open_files, connections = most, per_address, "connections are bounded");
    Admission::new(most, per_address, settings.server.trusted_proxies.clone())
}
