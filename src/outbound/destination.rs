//! Where a message may go: the form of the URL, and the addresses behind it.

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;
use url::{Host, Url};

use super::address::is_public;
use crate::scheme::Complaint;

const LONGEST: usize = 2000;

/// The URL of a subscriber: `https` or `http`, with a host, without credentials and fragment, in the spelling that the
/// WHATWG's URL standard gives it (so that `0x7f.1` is `127.0.0.1` here already).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination(Url);

impl Destination {
    /// Fails with `invalid_url` or `too_long`.
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

/// Which destinations may be called: public addresses over TLS, at the ports and hosts that the operator names, and
/// everything in the operator's own networks, in clear too.
#[derive(Clone, Debug, Default)]
pub struct DestinationRules {
    networks: Vec<IpNet>,
    ports: Vec<u16>,
    hosts: Vec<String>,
}

/// Why a destination is not called, in the same words whatever it is: they must not tell whether a name of somebody's
/// private network is known, and where it leads.
pub(super) const REFUSED: &str = "is no destination that may be called: its host is not known, or is not public and not one that \
    the operator allows (by the settings webhook_allowed_networks, webhook_allowed_hosts and webhook_allowed_ports), or it \
    needs https";

/// The codes of what [`DestinationRules::check`] refuses.
pub const REFUSALS: [&str; 4] = ["address_not_allowed", "https_required", "port_not_allowed", "host_not_allowed"];

impl DestinationRules {
    /// The rules with these networks of the operator's choice, and for all others these ports and hosts: names, or
    /// `*.example.org` for all names below one. Without hosts, all may be called.
    pub const fn new(networks: Vec<IpNet>, ports: Vec<u16>, hosts: Vec<String>) -> Self {
        Self { networks, ports, hosts }
    }

    /// Refuses, as early as can be, a destination that no attempt could ever reach. What a host name leads to shows only
    /// when it is called.
    pub fn check(&self, destination: &Destination) -> Result<(), Complaint> {
        let url = &destination.0;
        let host = url.host_str().unwrap_or_default();
        match destination.literal() {
            Some(address) if self.is_own(address) => Ok(()),
            Some(address) if !is_public(address.to_canonical()) => Err(Complaint::new("address_not_allowed", REFUSED)),
            // What the name leads to decides.
            None if !self.networks.is_empty() => Ok(()),
            _ if url.scheme() != "https" => Err(Complaint::new(
                "https_required",
                "must begin with https://; plain http is for networks that the operator allows",
            )),
            _ if !self.takes_port(url.port_or_known_default()) => Err(Complaint::new(
                "port_not_allowed",
                "names a port that is not open to webhooks; the operator opens ports by the setting webhook_allowed_ports",
            )),
            _ if !self.takes_host(host) => Err(Complaint::new(
                "host_not_allowed",
                "names a host that is not open to webhooks; the operator opens hosts by the setting webhook_allowed_hosts",
            )),
            _ => Ok(()),
        }
    }

    /// Whether all of these addresses, which the host of a URL led to, may be called. One that may not is enough to
    /// refuse them all: such a name is up to no good.
    pub(super) fn permit_all(&self, addresses: &[SocketAddr], host: &str, is_secure: bool) -> bool {
        let is_open = is_secure && self.takes_host(host);
        let permits = |address: &SocketAddr| {
            let is_public = || is_public(address.ip().to_canonical()) && self.takes_port(Some(address.port()));
            self.is_own(address.ip()) || (is_open && is_public())
        };
        !addresses.is_empty() && addresses.iter().all(permits)
    }

    /// Whether the address lies in a network of the operator's choice. An IPv4 address in IPv6 clothes leads to the IPv4
    /// host, so it is that one that a network must contain.
    fn is_own(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(&address.to_canonical()))
    }

    fn takes_port(&self, port: Option<u16>) -> bool {
        port.is_some_and(|port| self.ports.contains(&port))
    }

    fn takes_host(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let takes = |known: &String| match known.strip_prefix('*') {
            Some(domain) => host.ends_with(domain),
            None => host == *known,
        };
        self.hosts.is_empty() || self.hosts.iter().any(takes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(networks: &[&str]) -> DestinationRules {
        let networks = networks.iter().map(|network| network.parse().unwrap()).collect();
        DestinationRules::new(networks, vec![443], Vec::new())
    }

    fn outcome(rules: &DestinationRules, url: &str) -> Result<(), &'static str> {
        Destination::parse(url).and_then(|destination| rules.check(&destination)).map_err(|complaint| complaint.code)
    }

    #[test]
    fn by_default_only_the_internet_and_only_tls() {
        let rules = rules(&[]);
        for url in ["https://example.org", "https://example.org:443/a?b=c", "https://8.8.8.8/", "https://localhost/"] {
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
        for url in ["https://example.org:8443/", "https://8.8.8.8:22/", "https://example.org:0/"] {
            assert_eq!(outcome(&rules, url), Err("port_not_allowed"), "{url}");
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
    fn the_operator_names_ports_and_hosts() {
        let hosts = ["hooks.example.org", "*.partner.example"].map(str::to_owned).to_vec();
        let rules = DestinationRules::new(vec!["127.0.0.0/8".parse().unwrap()], vec![443, 8443], hosts);
        let open = DestinationRules { networks: Vec::new(), ..rules.clone() };
        let public: Vec<SocketAddr> = vec!["8.8.8.8:8443".parse().unwrap()];
        for (host, is_open) in [
            ("hooks.example.org", true),
            ("HOOKS.example.org.", true),
            ("a.partner.example", true),
            ("a.b.partner.example", true),
            ("partner.example", false),
            ("evilpartner.example", false),
            ("hooks.example.org.evil.example", false),
            ("8.8.8.8", false),
        ] {
            assert_eq!(rules.permit_all(&public, host, true), is_open, "{host}");
            assert!(!rules.permit_all(&public, host, false), "{host} in clear");
            let expected = if is_open { Ok(()) } else { Err("host_not_allowed") };
            assert_eq!(outcome(&open, &format!("https://{host}:8443/")), expected, "{host}");
        }
        assert!(!rules.permit_all(&["8.8.8.8:22".parse().unwrap()], "hooks.example.org", true));
        assert!(rules.permit_all(&["127.0.0.1:22".parse().unwrap()], "anything", false), "the operator's own network");
    }

    #[test]
    fn one_bad_address_spoils_a_name() {
        let addresses = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<SocketAddr>>();
        let rules = rules(&["127.0.0.0/8"]);
        let permits = |texts: &[&str], is_secure| rules.permit_all(&addresses(texts), "name", is_secure);
        assert!(permits(&["8.8.8.8:443", "[2a00::1]:443"], true));
        assert!(permits(&["127.0.0.1:80"], false));
        assert!(!permits(&["8.8.8.8:443", "10.0.0.1:443"], true));
        assert!(!permits(&["8.8.8.8:80"], false), "in clear only where it is allowed");
        assert!(!permits(&[], true));
    }
}
