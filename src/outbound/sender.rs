//! Sends a message to a subscriber: within a deadline, to a vetted address, and nowhere else.

use std::fmt;
use std::time::Duration;

use ureq::http::Uri;
use ureq::tls::TlsConfig;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error, config::Config};

use super::destination::{DestinationRules, REFUSED};

/// How much of an answer's body is read, so that the connection can serve again. Nothing of it is kept.
const ANSWER_BYTES: u64 = 4096;

/// How long a connection is kept for the next message. Many servers close idle ones after 5 seconds.
const IDLE: Duration = Duration::from_secs(2);

pub struct Message<'a> {
    pub url: &'a str,
    /// What the subscriber recognises the message by.
    pub id: &'a str,
    /// When it is sent, in seconds since 1970.
    pub timestamp: i64,
    pub signature: &'a str,
    /// JSON.
    pub body: &'a [u8],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// For how long it asks to be left alone.
    pub retry_after: Option<Duration>,
}

/// Why there is no answer, for the subscriber's people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The destination may not be called, or its name leads nowhere: which of the two is not told, because the name could
    /// be one of somebody's private network.
    Refused,
    /// What went wrong with a destination that may be called.
    Failed(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused => write!(formatter, "the URL {REFUSED}"),
            Self::Failed(reason) => formatter.write_str(reason),
        }
    }
}

impl std::error::Error for Failure {}

pub struct Sender {
    agent: Agent,
    deadline: Duration,
}

impl Sender {
    /// A sender that keeps to these rules, and gives an attempt up at its deadline: from the look-up of the name to the end
    /// of the answer.
    pub fn new(rules: DestinationRules, tls: TlsConfig, deadline: Duration) -> Self {
        let config = Agent::config_builder()
            .tls_config(tls)
            // Not from the environment either: the vetting would be of the proxy's address.
            .proxy(None)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(deadline))
            .max_idle_age(IDLE)
            .user_agent(concat!("Touchstone/", env!("CARGO_PKG_VERSION")))
            .accept("*/*")
            .build();
        let resolver = Vetted { rules, system: DefaultResolver::default() };
        Self { agent: Agent::with_parts(config, DefaultConnector::default(), resolver), deadline }
    }

    pub fn send(&self, message: &Message<'_>) -> Result<Answer, Failure> {
        let request = self
            .agent
            .post(message.url)
            .header("content-type", "application/json")
            .header("webhook-id", message.id)
            .header("webhook-timestamp", message.timestamp.to_string())
            .header("webhook-signature", message.signature);
        let mut answer = request.send(message.body).map_err(|error| explain(error, self.deadline))?;
        // The status has said it all; a body that does not end is no reason to send the message again.
        let _ = answer.body_mut().with_config().limit(ANSWER_BYTES).read_to_vec();
        let retry_after = answer.headers().get("retry-after").and_then(|value| value.to_str().ok());
        let retry_after = retry_after.and_then(|value| retry_after_of(value, message.timestamp));
        Ok(Answer { status: answer.status().as_u16(), retry_after })
    }
}

/// The pause that `Retry-After` asks for (RFC 9110, section 10.2.3): so many seconds, or until a day and time; `now` in
/// seconds since 1970.
fn retry_after_of(value: &str, now: i64) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let until = chrono::DateTime::parse_from_rfc2822(value).ok()?.timestamp();
    Some(Duration::from_secs(u64::try_from(until.saturating_sub(now)).unwrap_or(0)))
}

/// Looks names up as the system does, and lets pass only what may be called. The connection is then made to these very
/// addresses: a second look-up, which could give others, does not take place.
#[derive(Debug)]
struct Vetted {
    rules: DestinationRules,
    system: DefaultResolver,
}

impl Resolver for Vetted {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let (host, is_secure) = (uri.host().unwrap_or_default(), uri.scheme_str() == Some("https"));
        match self.system.resolve(uri, config, timeout) {
            Ok(addresses) if self.rules.permit_all(&addresses, host, is_secure) => Ok(addresses),
            _ => Err(Error::Other(Box::new(Failure::Refused))),
        }
    }
}

fn explain(error: Error, deadline: Duration) -> Failure {
    Failure::Failed(match error {
        Error::Timeout(_) => format!("no complete answer within {} s", deadline.as_secs()),
        Error::ConnectionFailed => "no connection could be made".to_owned(),
        Error::Io(error) => match error.kind() {
            std::io::ErrorKind::ConnectionRefused => "the connection was refused".to_owned(),
            std::io::ErrorKind::ConnectionReset | std::io::ErrorKind::UnexpectedEof => {
                "the connection was closed before an answer came".to_owned()
            }
            _ => format!("the connection failed: {error}"),
        },
        Error::Rustls(error) => format!("TLS failed: {error}"),
        Error::Other(other) => match other.downcast::<Failure>() {
            Ok(failure) => return *failure,
            Err(other) => other.to_string(),
        },
        other => format!("the answer cannot be understood: {other}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_asked_for_in_seconds_or_until_a_time() {
        let second = Duration::from_secs(1);
        for (value, asked) in [
            ("120", Some(120 * second)),
            (" 7 ", Some(7 * second)),
            ("99999999999999999999", Some(Duration::from_secs(u64::MAX))),
            ("Thu, 01 Jan 1970 00:02:00 GMT", Some(20 * second)),
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(Duration::ZERO)),
            ("", None),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
        ] {
            assert_eq!(retry_after_of(value, 100), asked, "{value}");
        }
    }
}
