//! How often one address may ask for what can be guessed or worn out: tokens, verifications, and names.
//!
//! Each limit is a bucket that holds a minute's worth and fills up evenly (GCRA), in the memory of this node: with
//! several nodes the effective limit is so many times as large.

use std::hash::Hash;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use actix_web::HttpRequest;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use ipnet::IpNet;

use super::concurrency::Party;
use super::problem::ApiError;
use crate::config::LimitSettings;
use crate::scheme::numbers::CertificateNumber;

/// After how many checks the keys that have recovered are forgotten: seldom enough to cost nothing, and often enough
/// that nobody fills the memory with made-up keys.
const CHECKS_BETWEEN_CLEANINGS: u32 = 4096;

/// How many questions a client may always ask at once, whatever the limit a minute: as many as one request holds.
const ALWAYS_AT_ONCE: NonZeroU32 = NonZeroU32::MIN.saturating_add(999);

/// The limits. Handlers call them once they know the keys; a refusal is an [`ApiError`] with `Retry-After`.
pub struct RateLimits {
    tokens: Limit<(IpAddr, String)>,
    verifications: Limit<IpAddr>,
    name_checks: Limit<(IpAddr, String)>,
    bulk_verifications: Limit<String>,
    trusted_proxies: Vec<IpNet>,
}

impl RateLimits {
    /// Only the `trusted_proxies` are believed about whom they forward for.
    pub fn new(settings: &LimitSettings, trusted_proxies: Vec<IpNet>) -> Self {
        Self {
            tokens: Limit::per_minute(settings.tokens_per_minute),
            verifications: Limit::per_minute(settings.verifications_per_minute),
            name_checks: Limit::per_minute(settings.name_checks_per_minute),
            bulk_verifications: Limit::of(
                NonZeroU32::new(settings.bulk_verifications_per_minute)
                    .map(|number| Quota::per_minute(number).allow_burst(number.max(ALWAYS_AT_ONCE))),
            ),
            trusted_proxies,
        }
    }

    /// Counts one attempt to get a token for `client_id`, before its secret is looked at.
    pub fn check_token(&self, request: &HttpRequest, client_id: &str) -> Result<(), ApiError> {
        self.tokens.check(&(self.key(request), shortened(client_id)))
    }

    pub fn check_verification(&self, request: &HttpRequest) -> Result<(), ApiError> {
        self.verifications.check(&self.key(request))
    }

    /// Counts one attempt to find out whether a name belongs to the certificate `number`: one number however it is
    /// spelled, else each spelling would have guesses of its own.
    pub fn check_name(&self, request: &HttpRequest, number: &str) -> Result<(), ApiError> {
        let spelled = CertificateNumber::parse(number).map_or_else(|_| shortened(number), |parsed| parsed.to_string());
        self.name_checks.check(&(self.key(request), spelled))
    }

    /// Counts so many verifications of one client, which asked them at once. A client counts for itself, wherever it asks
    /// from: it is known.
    pub fn check_verifications(&self, client: &str, number: usize) -> Result<(), ApiError> {
        let number = u32::try_from(number).ok().and_then(NonZeroU32::new);
        number.map_or(Ok(()), |number| self.bulk_verifications.check_many(&client.to_owned(), number))
    }

    pub fn client_address(&self, request: &HttpRequest) -> IpAddr {
        let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.ip());
        let forwarded = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
        client_address(peer, forwarded, &self.trusted_proxies)
    }

    /// What is counted as one, as a text.
    pub(super) fn asker(&self, request: &HttpRequest) -> String {
        self.key(request).to_string()
    }

    /// Who takes places for a request that anybody may make.
    pub fn party(&self, request: &HttpRequest) -> Party {
        Party::at(self.key(request))
    }

    /// What is counted as one.
    fn key(&self, request: &HttpRequest) -> IpAddr {
        subscriber(self.client_address(request))
    }
}

/// What stands for all addresses of one subscriber: an IPv4 address itself, the /64 of an IPv6 address.
pub fn subscriber(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}

/// No key longer than any real one is kept.
fn shortened(key: &str) -> String {
    key.chars().take(64).collect()
}

const MOST_HOPS: usize = 32;

/// Walks from the peer back along `X-Forwarded-For`, as long as those who speak are trusted. What a client writes
/// there itself stands left of what the first proxy adds, and is never reached.
fn client_address<'a>(peer: IpAddr, forwarded: impl Iterator<Item = &'a str>, trusted: &[IpNet]) -> IpAddr {
    let values: Vec<&str> = forwarded.collect();
    // Empty elements are none (RFC 9110, section 5.6.1).
    let hops = values.iter().rev().flat_map(|value| value.rsplit(',')).map(str::trim).filter(|hop| !hop.is_empty());
    let mut address = peer.to_canonical();
    for hop in hops.take(MOST_HOPS) {
        if !trusted.iter().any(|network| network.contains(&address)) {
            break;
        }
        let Some(before) = hop_address(hop) else { break };
        address = before.to_canonical();
    }
    address
}

/// The address of a hop, which some proxies write with a port, in brackets, with a zone or in quotation marks:
/// `198.51.100.7:41000`, `[2001:db8::1]`, `"[2001:db8::1]:41000"`, `fe80::1%eth0`. `None` for what names none (`unknown`,
/// `_hidden`): then all that is known is who wrote it.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let hop = hop.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(hop);
    let version_6 = |host: &str| host.split('%').next()?.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    let is_port = |port: &str| port.parse::<u16>().is_ok();
    if let Some((host, after)) = hop.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return version_6(host).filter(|_| after.is_empty() || after.strip_prefix(':').is_some_and(is_port));
    }
    let host = hop.split_once(':').filter(|(_, port)| is_port(port)).map_or(hop, |(host, _)| host);
    host.parse::<Ipv4Addr>().ok().map(IpAddr::V4).or_else(|| version_6(hop))
}

/// One limit with its keys; `None` when there is none.
struct Limit<K: Clone + Hash + Eq> {
    limiter: Option<DefaultKeyedRateLimiter<K>>,
    checks: AtomicU32,
}

impl<K: Clone + Hash + Eq> Limit<K> {
    fn per_minute(number: u32) -> Self {
        Self::of(NonZeroU32::new(number).map(Quota::per_minute))
    }

    fn of(quota: Option<Quota>) -> Self {
        Self { limiter: quota.map(RateLimiter::keyed), checks: AtomicU32::new(0) }
    }

    fn check(&self, key: &K) -> Result<(), ApiError> {
        self.check_many(key, NonZeroU32::MIN)
    }

    /// Counts so many, all or none.
    fn check_many(&self, key: &K, number: NonZeroU32) -> Result<(), ApiError> {
        let Some(limiter) = &self.limiter else { return Ok(()) };
        if self.checks.fetch_add(1, Ordering::Relaxed) % CHECKS_BETWEEN_CLEANINGS == CHECKS_BETWEEN_CLEANINGS - 1 {
            limiter.retain_recent();
        }
        match limiter.check_key_n(key, number) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(refused)) => {
                let wait = refused.wait_time_from(DefaultClock::default().now());
                Err(ApiError::too_many_requests(wait.as_secs() + 1))
            }
            // More than ever fit; no caller asks for so many.
            Err(_) => Err(ApiError::too_many_requests(60)),
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::ResponseError;
    use actix_web::test::TestRequest;

    use super::*;

    fn limits(name_checks_per_minute: u32) -> RateLimits {
        let settings = LimitSettings {
            tokens_per_minute: 2,
            verifications_per_minute: 0,
            bulk_verifications_per_minute: 60,
            name_checks_per_minute,
        };
        RateLimits::new(&settings, vec!["10.0.0.0/8".parse().unwrap()])
    }

    fn request(peer: &str, forwarded: &str) -> HttpRequest {
        let request = TestRequest::default().peer_addr(peer.parse().unwrap());
        if forwarded.is_empty() {
            return request.to_http_request();
        }
        request.insert_header(("x-forwarded-for", forwarded)).to_http_request()
    }

    #[test]
    fn refuses_after_a_minutes_worth_and_says_when_to_come_back() {
        let limits = limits(0);
        let here = request("192.0.2.1:1", "");
        assert!(limits.check_token(&here, "a").is_ok() && limits.check_token(&here, "a").is_ok());
        let answer = limits.check_token(&here, "a").unwrap_err().error_response();
        let wait: u64 = answer.headers().get("retry-after").unwrap().to_str().unwrap().parse().unwrap();
        assert!(answer.status() == 429 && (1..=31).contains(&wait), "{wait}");
        assert!(limits.check_token(&here, "b").is_ok(), "another client");
        assert!(limits.check_token(&request("192.0.2.2:1", ""), "a").is_ok(), "another address");
        assert!((0..10_000).all(|_| limits.check_verification(&here).is_ok()), "0 is no limit");
    }

    #[test]
    fn questions_that_are_asked_at_once_count_each() {
        let limits = limits(0);
        assert!(limits.check_verifications("a", 0).is_ok() && limits.check_verifications("a", 999).is_ok());
        assert!(limits.check_verifications("a", 2).is_err(), "all or none");
        assert!(limits.check_verifications("a", 1).is_ok());
        let answer = limits.check_verifications("a", 1000).unwrap_err().error_response();
        let wait: u64 = answer.headers().get("retry-after").unwrap().to_str().unwrap().parse().unwrap();
        assert!((995..=1001).contains(&wait), "{wait}");
        assert!(limits.check_verifications("b", 1000).is_ok(), "another client");
    }

    #[test]
    fn forgets_keys_that_have_recovered() {
        let limits = limits(u32::MAX);
        for number in 0..CHECKS_BETWEEN_CLEANINGS * 2 {
            limits.check_name(&request("192.0.2.1:1", ""), &number.to_string()).unwrap();
        }
        let kept = limits.name_checks.limiter.as_ref().unwrap().len();
        assert!(kept <= CHECKS_BETWEEN_CLEANINGS as usize, "{kept}");
    }

    #[test]
    fn believes_only_trusted_proxies() {
        let limits = limits(0);
        for (peer, forwarded, expected) in [
            ("192.0.2.1:1", "198.51.100.7", "192.0.2.1"),
            ("10.0.0.1:1", "198.51.100.7", "198.51.100.7"),
            ("10.0.0.1:1", "203.0.113.9, 198.51.100.7, 10.2.3.4", "198.51.100.7"),
            ("10.0.0.1:1", &format!("198.51.100.7{}", ", 10.0.0.2".repeat(1000)), "10.0.0.2"),
            ("10.0.0.1:1", "nonsense", "10.0.0.1"),
            ("10.0.0.1:1", "", "10.0.0.1"),
            ("[::ffff:10.0.0.1]:1", "2001:db8::1", "2001:db8::1"),
            ("10.0.0.1:1", "198.51.100.7:41000", "198.51.100.7"),
            ("10.0.0.1:1", "[2001:db8::1]", "2001:db8::1"),
            ("10.0.0.1:1", "[2001:db8::1]:41000", "2001:db8::1"),
            ("10.0.0.1:1", "203.0.113.9:1, [::ffff:198.51.100.7]:2, 10.2.3.4:3", "198.51.100.7"),
            ("10.0.0.1:1", "[198.51.100.7]", "10.0.0.1"),
            ("10.0.0.1:1", "198.51.100.7:", "10.0.0.1"),
            ("10.0.0.1:1", "[2001:db8::1", "10.0.0.1"),
            ("192.0.2.1:1", "198.51.100.7:41000", "192.0.2.1"),
            ("10.0.0.1:1", "198.51.100.7:99999", "10.0.0.1"),
            ("10.0.0.1:1", "2001:db8::1:41000", "10.0.0.1"),
            ("10.0.0.1:1", "fe80::1%eth0", "fe80::1"),
            ("10.0.0.1:1", "[fe80::1%25eth0]:41000", "fe80::1"),
            ("10.0.0.1:1", "\"[2001:db8::1]:41000\"", "2001:db8::1"),
            ("10.0.0.1:1", "\"198.51.100.7\"", "198.51.100.7"),
            ("10.0.0.1:1", "[2001:db8::1]x", "10.0.0.1"),
            ("10.0.0.1:1", "unknown", "10.0.0.1"),
            ("10.0.0.1:1", "203.0.113.9, unknown, 10.2.3.4", "10.2.3.4"),
            ("10.0.0.1:1", "203.0.113.9, _hidden", "10.0.0.1"),
            ("10.0.0.1:1", "198.51.100.7,", "198.51.100.7"),
            ("10.0.0.1:1", "203.0.113.9, 198.51.100.7, , ,10.2.3.4,", "198.51.100.7"),
            ("10.0.0.1:1", " , ", "10.0.0.1"),
        ] {
            assert_eq!(limits.client_address(&request(peer, forwarded)).to_string(), expected, "{forwarded}");
        }
        assert_eq!(limits.key(&request("[2001:db8::1:2:3:4]:1", "")).to_string(), "2001:db8::");
        // A proxy that writes the one header hands on what a client says in the other.
        let other = TestRequest::default().peer_addr("10.0.0.1:1".parse().unwrap());
        let other = other.insert_header(("forwarded", "for=198.51.100.7")).to_http_request();
        assert_eq!(limits.client_address(&other).to_string(), "10.0.0.1");
    }
}
