//! The address of the database: read as PostgreSQL's library reads it, before that gets to see it, because what it says
//! of an address that it cannot read repeats the password. Nothing that is said here repeats any part of the address.

use std::fmt;
use std::ops::Range;

#[derive(Debug)]
pub enum DatabaseUrl<'a> {
    Sqlite(&'a str),
    Postgresql(PostgresqlUrl<'a>),
}

/// The parts of a PostgreSQL URL, as they are written there.
pub struct PostgresqlUrl<'a> {
    text: &'a str,
    password: Range<usize>,
    query: Option<usize>,
    hosts: Vec<&'a str>,
    parameters: Vec<(&'a str, &'a str)>,
}

impl fmt::Debug for PostgresqlUrl<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.masked())
    }
}

const NO_URL: &str = "must begin with sqlite: or postgres://, like postgres://user:password@host/touchstone";

/// What somebody has to do whose password has letters that mean something in a URL.
const ENCODE: &str = "in the user and the password write @ as %40, / as %2F, ? as %3F and % as %25";

/// What PostgreSQL's library takes behind the question mark; `ssl` is another word for `sslmode`.
#[rustfmt::skip]
const PARAMETERS: &[&str] = &[
    "application_name", "channel_binding", "client_encoding", "connect_timeout", "dbname",
    "fallback_application_name", "gssdelegation", "gssencmode", "gsslib", "host", "hostaddr", "keepalives",
    "keepalives_count", "keepalives_idle", "keepalives_interval", "krbsrvname", "load_balance_hosts",
    "max_protocol_version", "min_protocol_version", "oauth_client_id", "oauth_client_secret", "oauth_issuer",
    "oauth_scope", "options", "passfile", "password", "port", "require_auth", "requirepeer", "scram_client_key",
    "scram_server_key", "service", "ssl", "ssl_max_protocol_version", "ssl_min_protocol_version", "sslcert",
    "sslcertmode", "sslcompression", "sslcrl", "sslcrldir", "sslkey", "sslkeylogfile", "sslmode", "sslnegotiation",
    "sslpassword", "sslrootcert", "sslsni", "target_session_attrs", "tcp_user_timeout", "user",
];

impl<'a> DatabaseUrl<'a> {
    /// Or what is wrong with the address and what to do, to stand behind the name of the setting; without any part of the
    /// address.
    pub fn parse(text: &'a str) -> Result<Self, String> {
        if text.contains('\0') {
            return Err("must not contain the character NUL".to_owned());
        }
        if let Some(path) = text.strip_prefix("sqlite:") {
            return sqlite(path.strip_prefix("//").unwrap_or(path)).map(Self::Sqlite);
        }
        let Some(rest) = ["postgres://", "postgresql://"].into_iter().find_map(|scheme| text.strip_prefix(scheme))
        else {
            let is_list = text.split_whitespace().any(|word| word.starts_with("host=") || word.starts_with("dbname="));
            let more = if is_list { ", not a list of key=value" } else { "" };
            return Err(format!("{NO_URL}{more}"));
        };
        if text.contains(|character: char| character.is_ascii_whitespace() || character.is_control()) {
            return Err("must not contain spaces or line breaks: write a space as %20".to_owned());
        }
        PostgresqlUrl::read(text, rest).map(Self::Postgresql)
    }
}

fn sqlite(path: &str) -> Result<&str, String> {
    let detail = if path.is_empty() {
        "must name a file, like sqlite:./data/touchstone.db"
    } else if path.starts_with("file:") {
        "must name a file directly, like sqlite:/srv/touchstone.db, without file: in between"
    } else if path.contains('?') {
        "must name a file and nothing else, like sqlite:/srv/touchstone.db: it takes no parameters, and no name with a ?"
    } else {
        return Ok(path);
    };
    Err(detail.to_owned())
}

impl<'a> PostgresqlUrl<'a> {
    /// Reads what stands behind the scheme, `[user[:password]@][host[:port],…][/database][?name=value&…]`.
    fn read(text: &'a str, rest: &'a str) -> Result<Self, String> {
        let credentials = rest.find(['@', '/']).filter(|&end| rest[end..].starts_with('@'));
        let (credentials, rest) = credentials.map_or(("", rest), |end| (&rest[..end], &rest[end + 1..]));
        let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
        if user.contains('?') {
            return Err(format!("has a ? before the @: {ENCODE}"));
        }
        let (authority, query) = rest.split_once('?').map_or((rest, None), |(before, query)| (before, Some(query)));
        if authority.contains('@') {
            return Err(format!("has an @ too many, or a / before the @: {ENCODE}"));
        }
        let (hosts, database) = authority.split_once('/').unwrap_or((authority, ""));
        for (what, part) in [("user", user), ("password", password), ("database's name", database)] {
            if !is_encoded(part) {
                return Err(format!("has a % in the {what} that begins no percent-encoding: {ENCODE}"));
            }
        }
        let end = text.len() - rest.len() - usize::from(!credentials.is_empty());
        Ok(Self {
            text,
            password: end - password.len()..end,
            query: query.map(|query| text.len() - query.len() - 1),
            hosts: hosts.split(',').map(host).collect::<Result<_, _>>()?,
            parameters: parameters(query.unwrap_or_default())?,
        })
    }

    /// The value of a parameter, without percent-encoding.
    pub fn parameter(&self, name: &str) -> Option<String> {
        self.parameters.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| decoded(value))
    }

    /// Every host that it names, wherever that stands: names, addresses without brackets, and folders of sockets.
    pub fn hosts(&self) -> Vec<String> {
        let named = ["host", "hostaddr"].into_iter().filter_map(|name| self.parameter(name));
        let named = named.flat_map(|hosts| hosts.split(',').map(str::to_owned).collect::<Vec<_>>());
        let all = self.hosts.iter().map(|host| decoded(host)).chain(named);
        all.filter(|host| !host.is_empty()).collect()
    }

    /// The same address with these parameters, which count instead of those of the same name that it has.
    pub fn with(&self, parameters: &[(&str, String)]) -> String {
        let mut text = self.text.to_owned();
        let mut separator = if self.query.is_some() { '&' } else { '?' };
        for (name, value) in parameters {
            // No `+`, which PostgreSQL's library takes for one.
            let value: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
            text.extend([&separator.to_string(), *name, "=", &value.replace('+', "%20")]);
            separator = '&';
        }
        text
    }

    pub fn secrets(&self) -> impl Iterator<Item = &'a str> {
        self.parameters.iter().map(|(name, _)| *name).filter(|name| is_secret(name))
    }

    /// The same address with nothing in it that is secret, and the password.
    pub fn without_secrets(&self) -> (String, Option<String>) {
        let mut text = self.text[..self.query.unwrap_or(self.text.len())].to_owned();
        let mut password = None;
        if !self.password.is_empty() {
            password = Some(decoded(&self.text[self.password.clone()]));
            // With the colon before it.
            text.replace_range(self.password.start - 1..self.password.end, "");
        }
        let mut separator = "?";
        for (name, value) in self.parameters.iter().filter(|(name, _)| !is_secret(name)) {
            text.extend([separator, name, "=", value]);
            separator = "&";
        }
        (text, self.parameter("password").or(password))
    }

    pub fn masked(&self) -> String {
        let mut text = self.text.to_owned();
        if self.secrets().next().is_some() {
            text.replace_range(self.query.unwrap_or(text.len()).., "?***");
        }
        if !self.password.is_empty() {
            text.replace_range(self.password.clone(), "***");
        }
        text
    }
}

fn is_secret(name: &str) -> bool {
    ["password", "secret", "_key"].iter().any(|word| name.contains(word))
}

/// A host without its port and the brackets of an IPv6 address.
fn host(text: &str) -> Result<&str, String> {
    let (host, port) = match text.strip_prefix('[').map(|inside| inside.split_once(']')) {
        Some(Some((address, rest))) if !address.is_empty() => {
            let port = if rest.is_empty() { Some("") } else { rest.strip_prefix(':') };
            (address, port.ok_or("has something other than a port behind the ] of an IPv6 address")?)
        }
        Some(_) => return Err("has a [ that begins no IPv6 address, which stands in brackets".to_owned()),
        None => text.split_once(':').unwrap_or((text, "")),
    };
    if !is_encoded(host) {
        return Err(format!("has a % in a host that begins no percent-encoding: {ENCODE}"));
    }
    if port.is_empty() || port.parse::<u16>().is_ok_and(|port| port > 0) {
        return Ok(host);
    }
    Err("has something other than a port from 1 to 65535 behind the : of a host. An IPv6 address stands in brackets, and a \
         password is followed by an @"
        .to_owned())
}

fn parameters(query: &str) -> Result<Vec<(&str, &str)>, String> {
    let mut parameters = Vec::new();
    for (index, parameter) in query.split('&').filter(|_| !query.is_empty()).enumerate() {
        let number = index + 1;
        let Some((name, value)) = parameter.split_once('=') else {
            return Err(format!("has a parameter (number {number} behind the ?) that is no name=value: {ENCODE}"));
        };
        if !PARAMETERS.contains(&name) || value.contains('=') {
            return Err(format!(
                "has a parameter (number {number} behind the ?) that PostgreSQL's library does not know: {ENCODE}"
            ));
        }
        if !is_encoded(value) {
            return Err(format!("has a % in its parameter {name} that begins no percent-encoding: write % as %25"));
        }
        parameters.push((name, value));
    }
    Ok(parameters)
}

/// Whether every percent sign begins the encoding of a byte, and none that of the byte zero.
fn is_encoded(text: &str) -> bool {
    text.split('%').skip(1).all(|after| {
        let digits = after.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit) && digits != b"00")
    })
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut parts = text.split('%');
    bytes.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        bytes.extend(u8::from_str_radix(digits, 16));
        bytes.extend(rest.bytes());
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
#[path = "database_url_tests.rs"]
mod tests;
