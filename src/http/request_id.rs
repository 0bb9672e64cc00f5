//! The request in hand: its id, which ties a client's problem document to the log, and what the log says of it.
//!
//! It is task-local because the code that renders an error is not given the request.

use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{OnceLock, PoisonError, RwLock};

use actix_web::http::header::HeaderName;

/// The header that carries the id both ways.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// What the log says of a request. Nothing in it is secret, and no part of it is about a holder.
#[derive(Debug, Default)]
pub struct RequestFacts {
    id: String,
    method: &'static str,
    route: OnceLock<String>,
    address: String,
    client: RwLock<Option<String>>,
}

impl RequestFacts {
    /// A request with this id, of this method, from this address, of which only the network is kept.
    pub fn new(id: String, method: &'static str, address: Option<IpAddr>) -> Self {
        let address = address.map(network_of).unwrap_or_default();
        Self { id, method, address, ..Self::default() }
    }

    /// No request, but what is done for a client all the same.
    pub fn of_client(client: String) -> Self {
        Self { client: RwLock::new(Some(client)), ..Self::default() }
    }

    /// Notes the template of its address, such as `/v1/candidates/{id}`.
    pub fn set_route(&self, route: String) {
        let _ = self.route.set(route);
    }

    /// The template of its address; `unmatched` where no operation has such an address.
    pub fn route(&self) -> &str {
        self.route.get().map_or("unmatched", String::as_str)
    }

    pub fn operation(&self) -> String {
        format!("{} {}", self.method, self.route())
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// Who sent it, once that is known: `client:…` or `holder_link:…`; empty before, and where nobody says.
    pub fn client(&self) -> String {
        self.client.read().unwrap_or_else(PoisonError::into_inner).clone().unwrap_or_default()
    }
}

/// The network that an address lies in: the /24 of IPv4, the /48 of IPv6. Enough to see that many requests come from
/// one place, and too little to say which subscriber it is.
fn network_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => format!("{}/24", Ipv4Addr::from_bits(address.to_bits() >> 8 << 8)),
        IpAddr::V6(address) => format!("{}/48", Ipv6Addr::from_bits(address.to_bits() >> 80 << 80)),
    }
}

tokio::task_local! {
    static CURRENT: RequestFacts;
}

/// Runs `work`, which waits for nothing, as the work of the request `id`.
pub fn within<T>(id: String, work: impl FnOnce() -> T) -> T {
    CURRENT.sync_scope(RequestFacts::new(id, "", None), work)
}

pub async fn with_facts<F: Future>(facts: RequestFacts, work: F) -> F::Output {
    CURRENT.scope(facts, work).await
}

/// The id of the request that the current task works for; `None` outside of one.
pub fn current() -> Option<String> {
    facts(|facts| facts.id.clone())
}

/// What `look` sees of the request that the current task works for; `None` outside of one.
pub fn facts<T>(look: impl FnOnce(&RequestFacts) -> T) -> Option<T> {
    CURRENT.try_with(look).ok()
}

pub fn set_client(client: String) {
    facts(|facts| *facts.client.write().unwrap_or_else(PoisonError::into_inner) = Some(client));
}

/// The id to use: the client's own if it is 1 to 64 characters of `A-Z a-z 0-9 . _ -`, so that it is safe in a log
/// and in a header, and a new random one otherwise.
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

    #[test]
    fn of_an_address_only_the_network_is_kept() {
        for (address, kept) in [
            ("192.0.2.77", "192.0.2.0/24"),
            ("::ffff:192.0.2.77", "192.0.2.0/24"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
            ("::1", "::/48"),
        ] {
            assert_eq!(network_of(address.parse().unwrap()), kept);
        }
    }
}
