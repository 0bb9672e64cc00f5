//! The id of the request in hand: what ties a client's problem document to the log.
//!
//! It is task-local because the code that renders an error is not given the request.

use std::future::Future;

use actix_web::http::header::HeaderName;

/// The header that carries the id both ways.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    static CURRENT: String;
}

/// Runs `work` as the work of the request `id`.
pub async fn with<F: Future>(id: String, work: F) -> F::Output {
    CURRENT.scope(id, work).await
}

/// The id of the request that the current task works for; `None` outside of one.
#[must_use]
pub fn current() -> Option<String> {
    CURRENT.try_with(Clone::clone).ok()
}

/// The id to use: the client's own if it is 1 to 64 characters of `A-Z a-z 0-9 . _ -`, so that it is safe in a log
/// and in a header, and a new random one otherwise.
#[must_use]
pub fn accept_or_make(incoming: Option<&str>) -> String {
    let sane = |id: &&str| {
        (1..=64).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
    };
    incoming.filter(sane).map_or_else(crate::trust::random_id, str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_a_sane_id_and_replaces_any_other() {
        assert_eq!(accept_or_make(Some("trace-1_a.b")), "trace-1_a.b");
        let too_long = "x".repeat(65);
        for bad in [Some(""), Some("a b"), Some("a\nb"), Some("é"), Some(too_long.as_str()), None] {
            let made = accept_or_make(bad);
            assert_eq!(made.len(), 22, "{bad:?} became {made}");
            assert_ne!(made, accept_or_make(bad));
        }
    }
}
