//! Where a message may go: the form of the URL, and the addresses behind it.

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;
use url::{Host, Url};

use super::address::is_public;
use crate::scheme::Complaint;

/// The longest URL, in characters.
const LONGEST: usize = 2000;

/// The URL of a subscriber: `https` or `http`, with a host, without credentials and fragment, in the spelling that the
/// WHATWG's URL standard gives it (so that `0x7f.1` is `127.0.0.1` here already).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination(Url);

impl Destination {
    /// Reads a URL.
    ///
    /// # Errors
    /// `invalid_url`, `too_long`.
    pub fn parse(text: &str) -> Result<Self, Complaint> {
        let complaint = |detail: &str| Complaint::new("invalid_url", detail);
        if text.chars().count() > LONGEST {
            return Err(Complaint::new("too_long", format!("must have {LONGEST} characters at most")));
        }
        if text.contains(|character: char| character.is_whitespace() || character.is_control()) {
            return Err(complaint("contains a space or a line break"));
        }
        let url = Url::parse(text).map_err(|_| complaint("is not a URL like https://example.org/webhooks"))?;
        if !matches!(url.scheme(), "https" | "http") || url.host().is_none() {
            return Err(complaint("must begin with https:// and a host"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(complaint("must not contain a user or password; the signature tells who sends"));
        }
        if url.fragment().is_some() {
            return Err(complaint("must not have a fragment (a part after #); it would never be sent"));
        }
        if url.as_str().parse::<ureq::http::Uri>().is_err() || url.as_str().len() > 2 * LONGEST {
            return Err(complaint("has characters that must be percent-encoded"));
        }
        Ok(Self(url))
    }

    /// The URL as it is kept and called.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The address, where the URL names one instead of a host.
    fn literal(&self) -> Option<IpAddr> {
        match self.0.host()? {
            Host::Ipv4(address) => Some(address.into()),
            Host::Ipv6(address) => Some(address.into()),
            Host::Domain(_) => None,
        }
    }
}

/// Which addresses may be called: public ones over TLS, and those that the operator allows, in clear too.
#[derive(Clone, Debug, Default)]
pub struct DestinationRules {
    allowed: Vec<IpNet>,
}

impl DestinationRules {
    /// The rules with these networks of the operator's choice.
    #[must_use]
    pub fn new(allowed: Vec<IpNet>) -> Self {
        Self { allowed }
    }

    /// Refuses, as early as can be, a destination that no attempt could ever reach. What a host name leads to shows
    /// only when it is called.
    ///
    /// # Errors
    /// `address_not_allowed`, `https_required`.
    pub fn check(&self, destination: &Destination) -> Result<(), Complaint> {
        let is_secure = destination.0.scheme() == "https";
        match destination.literal() {
            Some(address) if !self.permits(address, is_secure) => Err(if is_secure || !is_public(address) {
                let detail = "names an address that is not public, such as one of a private network; the operator can \
                              allow networks by the setting webhook_allowed_networks";
                Complaint::new("address_not_allowed", detail)
            } else {
                https_required()
            }),
            None if !is_secure && self.allowed.is_empty() => Err(https_required()),
            _ => Ok(()),
        }
    }

    /// Whether all of these addresses, which a host name led to, may be called. One that may not is enough to refuse
    /// them all: such a name is up to no good.
    pub(super) fn permit_all(&self, addresses: &[SocketAddr], is_secure: bool) -> bool {
        !addresses.is_empty() && addresses.iter().all(|address| self.permits(address.ip(), is_secure))
    }

    fn permits(&self, address: IpAddr, is_secure: bool) -> bool {
        // An IPv4 address in IPv6 clothes leads to the IPv4 host, so it is that one that a network must contain.
        let address = address.to_canonical();
        self.allowed.iter().any(|network| network.contains(&address)) || (is_secure && is_public(address))
    }
}

fn https_required() -> Complaint {
    Complaint::new("https_required", "must begin with https://; plain http is for networks that the operator allows")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(networks: &[&str]) -> DestinationRules {
        DestinationRules::new(networks.iter().map(|network| network.parse().unwrap()).collect())
    }

    fn outcome(rules: &DestinationRules, url: &str) -> Result<(), &'static str> {
        Destination::parse(url).and_then(|destination| rules.check(&destination)).map_err(|complaint| complaint.code)
    }

    #[test]
    fn by_default_only_the_internet_and_only_tls() {
        let rules = rules(&[]);
        for url in ["https://example.org", "https://example.org:8443/a?b=c", "https://8.8.8.8/", "https://localhost/"] {
            assert_eq!(outcome(&rules, url), Ok(()), "{url}");
        }
        for url in [
            "https://127.0.0.1/",
            "https://127.1/",
            "https://0x7f.1/",
            "https://2130706433/",
            "https://017700000001/",
            "https://10.0.0.1/",
            "https://169.254.169.254/latest/meta-data/",
            "https://[::1]/",
            "https://0/",
            "https://[::ffff:127.0.0.1]/",
            "https://[fd00::1]:8443/",
            "http://127.0.0.1/",
            "https://①②⑦.⓪.⓪.①/",
        ] {
            assert_eq!(outcome(&rules, url), Err("address_not_allowed"), "{url}");
        }
        for url in ["http://example.org/", "http://8.8.8.8/"] {
            assert_eq!(outcome(&rules, url), Err("https_required"), "{url}");
        }
        for url in [
            "",
            "example.org",
            "/path",
            "ftp://example.org",
            "file:///etc/passwd",
            "gopher://example.org",
            "https://",
            "https://user@example.org",
            "https://user:password@example.org",
            "https://example.org/#part",
            "https://exam\nple.org",
            "javascript:alert(1)",
            "https://exa mple.org",
        ] {
            assert_eq!(outcome(&rules, url), Err("invalid_url"), "{url}");
        }
        assert_eq!(outcome(&rules, &format!("https://example.org/{}", "a".repeat(2000))), Err("too_long"));
    }

    #[test]
    fn the_operator_allows_networks() {
        let rules = rules(&["127.0.0.0/8", "fd00::/8"]);
        for url in [
            "http://127.0.0.1:81/",
            "https://127.0.0.1/",
            "http://[fd00::1]/",
            "https://[::ffff:127.0.0.1]/",
            "http://name/",
        ] {
            assert_eq!(outcome(&rules, url), Ok(()), "{url}");
        }
        for url in ["http://10.0.0.1/", "https://10.0.0.1/", "https://[::1]/"] {
            assert_eq!(outcome(&rules, url), Err("address_not_allowed"), "{url}");
        }
        assert_eq!(outcome(&rules, "http://8.8.8.8/"), Err("https_required"));
    }

    #[test]
    fn one_bad_address_spoils_a_name() {
        let addresses = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<SocketAddr>>();
        let rules = rules(&["127.0.0.0/8"]);
        assert!(rules.permit_all(&addresses(&["8.8.8.8:443", "[2a00::1]:443"]), true));
        assert!(rules.permit_all(&addresses(&["127.0.0.1:80"]), false));
        assert!(!rules.permit_all(&addresses(&["8.8.8.8:443", "10.0.0.1:443"]), true));
        assert!(!rules.permit_all(&addresses(&["8.8.8.8:80"]), false), "in clear only where it is allowed");
        assert!(!rules.permit_all(&[], true));
    }
}
