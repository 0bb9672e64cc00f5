//! Text to typed values. A wrong value is reported, and replaced by one that nobody will see, so that the reading goes
//! on and finds all the others.

use std::fmt::Display;
use std::net::{Ipv6Addr, SocketAddr};
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use ipnet::IpNet;

use super::database_url::DatabaseUrl;
use super::table::SETTINGS;
use super::{Origin, Values};
use crate::secret::Secret;

/// Reads values and gathers mistakes. No message repeats the value of a setting that may contain a secret.
pub(super) struct Reader<'a> {
    pub values: &'a Values,
    pub mistakes: &'a mut Vec<String>,
}

impl Reader<'_> {
    fn get(&self, key: &'static str) -> &str {
        self.values.get(key).map_or("", |(text, _)| text.expose())
    }

    /// Notes a mistake, unless it is only what follows from another: a default that has a wrong value in it.
    pub(super) fn mistake(&mut self, key: &'static str, detail: impl Display) {
        if self.follows_from_a_mistake(key) {
            return;
        }
        let origin = self.values.get(key).map_or_else(String::new, |(_, origin)| format!(" (from the {origin})"));
        self.mistakes.push(format!("{key}{origin} {detail}"));
    }

    fn follows_from_a_mistake(&self, key: &str) -> bool {
        let is_default = self.values.get(key).is_some_and(|(_, origin)| *origin == Origin::Default);
        let default = SETTINGS.iter().find(|setting| setting.key == key).map_or("", |setting| setting.default);
        let earlier = default.split_once('{').and_then(|(_, rest)| rest.split_once('}')).map(|(earlier, _)| earlier);
        let is_wrong = |earlier: &str| {
            let is_told = |mistake: &String| mistake.split(' ').next() == Some(earlier);
            self.mistakes.iter().any(is_told) || self.follows_from_a_mistake(earlier)
        };
        is_default && earlier.is_some_and(is_wrong)
    }

    /// A text that is not empty.
    pub(super) fn text(&mut self, key: &'static str) -> String {
        let text = self.get(key).to_owned();
        if text.is_empty() {
            self.mistake(key, "must not be empty");
        }
        text
    }

    /// A text, if it is not empty.
    pub(super) fn optional_text(&self, key: &'static str) -> Option<String> {
        Some(self.get(key)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// A whole number within `range`, otherwise its start.
    pub(super) fn number<N>(&mut self, key: &'static str, range: RangeInclusive<N>) -> N
    where
        N: FromStr + PartialOrd + Display + Copy,
    {
        let (start, end) = (*range.start(), *range.end());
        match self.get(key).parse() {
            Ok(number) if range.contains(&number) => number,
            _ => {
                let text = self.get(key).to_owned();
                self.mistake(key, format!("must be a whole number from {start} to {end}, not `{text}`"));
                start
            }
        }
    }

    /// The entries of a list that is separated by commas.
    fn entries(&self, key: &'static str) -> Vec<String> {
        let entries = self.get(key).split(',').map(str::trim).filter(|entry| !entry.is_empty());
        entries.map(str::to_owned).collect()
    }

    /// Numbers within `range`, separated by commas.
    pub(super) fn numbers<N>(&mut self, key: &'static str, range: &RangeInclusive<N>, what: &str) -> Vec<N>
    where
        N: FromStr + PartialOrd + Display,
    {
        let mut numbers = Vec::new();
        for entry in self.entries(key) {
            match entry.parse() {
                Ok(number) if range.contains(&number) => numbers.push(number),
                _ => {
                    let (start, end) = (range.start(), range.end());
                    self.mistake(key, format!("must list {what} from {start} to {end}, not `{entry}`"));
                }
            }
        }
        numbers
    }

    /// Times in seconds and their fractions within `range`, separated by commas.
    pub(super) fn durations(&mut self, key: &'static str, range: &RangeInclusive<f64>) -> Vec<Duration> {
        self.numbers(key, range, "numbers").into_iter().map(Duration::from_secs_f64).collect()
    }

    /// One of `choices`, otherwise the first.
    pub(super) fn choice<T: Copy, const N: usize>(&mut self, key: &'static str, choices: [(&str, T); N]) -> T {
        let text = self.get(key);
        if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == text) {
            return *choice;
        }
        self.mistake(key, format!("must be one of {}, not `{text}`", choices.map(|(name, _)| name).join(", ")));
        choices[0].1
    }

    /// A host and a port.
    pub(super) fn address(&mut self, key: &'static str) -> String {
        let address = self.get(key).to_owned();
        let parts = address.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok());
        let is_host = |host: &str| url::Host::parse(host).is_ok();
        if address.parse::<SocketAddr>().is_err() && !parts.is_some_and(|(host, _)| is_host(host)) {
            let bare = |host: &&str| host.parse::<Ipv6Addr>().is_ok();
            let advice = match parts.map(|(host, port)| (host.trim_matches(['[', ']']), port)) {
                Some((host, port)) if bare(&host) => format!("an IPv6 address stands in brackets: [{host}]:{port}"),
                _ if bare(&&*address) => {
                    format!("a port is missing, and an IPv6 address stands in brackets: [{address}]:8080")
                }
                _ => "like 0.0.0.0:8080".to_owned(),
            };
            self.mistake(key, format!("must be a host and a port, not `{address}`; {advice}"));
        }
        address
    }

    /// A host and a port, if anything.
    pub(super) fn optional_address(&mut self, key: &'static str) -> Option<String> {
        self.optional_text(key).map(|_| self.address(key))
    }

    /// Names of hosts in small letters, or `*.` and a name, separated by commas.
    pub(super) fn hosts(&mut self, key: &'static str) -> Vec<String> {
        let entries: Vec<_> = self.entries(key).into_iter().map(|entry| entry.to_ascii_lowercase()).collect();
        for entry in &entries {
            let name = entry.strip_prefix("*.").unwrap_or(entry);
            if !matches!(url::Host::parse(name), Ok(host) if host.to_string() == name) {
                self.mistake(key, format!("must list hosts like hooks.example.org or *.example.org, not `{entry}`"));
            }
        }
        entries
    }

    /// `http` or `https`, with a host, perhaps a port, and nothing else: the identifier in every credential follows from
    /// it, and links lead below it.
    pub(super) fn public_url(&mut self, key: &'static str) -> String {
        let url = url::Url::parse(self.get(key)).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let Some(url) = url else {
            self.mistake(key, "must be a URL like https://registry.example");
            return String::new();
        };
        let parts = [
            ("a user name or a password", !url.username().is_empty() || url.password().is_some()),
            ("a path", !matches!(url.path(), "" | "/")),
            ("a query", url.query().is_some()),
            ("a fragment", url.fragment().is_some()),
        ];
        let parts: Vec<_> = parts.into_iter().filter(|(_, is_there)| *is_there).map(|(part, _)| part).collect();
        if !parts.is_empty() {
            let why =
                "the registry's identifier (did:web) and its well-known addresses follow from scheme, host and port";
            self.mistake(
                key,
                format!("must be a URL like https://registry.example, without {}: {why}", parts.join(", ")),
            );
        }
        url.as_str().trim_end_matches('/').to_owned()
    }

    /// `sqlite:` or `postgres://`: the engine is chosen by this alone.
    pub(super) fn database_url(&mut self, key: &'static str) -> String {
        let url = self.get(key).to_owned();
        if let Err(reason) = DatabaseUrl::parse(&url) {
            self.mistake(key, reason);
        }
        url
    }

    /// Networks in CIDR notation or single addresses, separated by commas.
    pub(super) fn networks(&mut self, key: &'static str) -> Vec<IpNet> {
        let mut networks = Vec::new();
        for entry in self.entries(key) {
            match entry.parse::<IpNet>().or_else(|_| entry.parse::<std::net::IpAddr>().map(IpNet::from)) {
                Ok(network) => networks.push(network),
                Err(_) => self.mistake(key, format!("must list networks like 10.0.0.0/8, not `{entry}`")),
            }
        }
        networks
    }

    pub(super) fn log_filter(&mut self, key: &'static str) -> String {
        let filter = self.text(key);
        if let Err(error) = tracing_subscriber::EnvFilter::builder().parse(&filter) {
            self.mistake(key, format!("is no log filter: {error}"));
        }
        filter
    }

    /// 32 bytes in base64, if anything.
    pub(super) fn key(&mut self, key: &'static str) -> Option<Secret> {
        let secret = Secret::new(self.optional_text(key)?);
        if crate::trust::sealing::SealingKey::from_base64(&secret, key).is_err() {
            self.mistake(key, "must be 32 bytes in base64, as `openssl rand -base64 32` makes them");
        }
        Some(secret)
    }
}
