//! A registry elsewhere: tokens, and requests that are tried again where that does no harm.

use std::cell::{Cell, RefCell};
use std::io;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use ureq::http::{Response, StatusCode, header};
use ureq::{Agent, Body, Error};
use url::{Host, Url};

use super::answers::{in_words, is_unknown_name, json, problem, refused, retry_after};
use super::credentials::Credentials;
use super::views::TokenView;
use crate::cli::failure::Failure;
use crate::cli::interruption::Interruption;
use crate::cli::output::printable;
use crate::cli::progress::note;
use crate::outbound::tls_config;
use crate::secret::Secret;

/// How often a request is tried: before the registry was reached for the first time, and after.
const TRIES: [u32; 2] = [4, 9];

/// The waits between tries: doubled each time, up to the second.
const WAITS: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(15)];

const LONGEST_WAIT: Duration = Duration::from_mins(5);

/// How long before its end a token is replaced.
const BEFORE_ITS_END: Duration = Duration::from_secs(30);

/// How long a connection may take, and each piece of a transfer.
const PATIENCE: [Duration; 2] = [Duration::from_secs(10), Duration::from_mins(2)];

pub(super) struct Remote {
    agent: Agent,
    base: String,
    credentials: Credentials,
    token: RefCell<Option<Token>>,
    was_reached: Cell<bool>,
    interruption: Interruption,
}

struct Token {
    bearer: Secret,
    good_until: Instant,
}

enum Try {
    Answered(Response<Body>),
    /// It may go better next time, after the wait that the registry asks for.
    Again {
        why: String,
        wait: Option<Duration>,
    },
}

pub(super) fn parse_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|_| "is not an address such as https://registry.example".to_owned())?;
    if !matches!(url.scheme(), "https" | "http") || url.host().is_none() {
        return Err("must begin with https:// or http://".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not hold a name or password: the client is named with --client-id".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("must not have a query or a fragment".to_owned());
    }
    Ok(url)
}

fn is_in_clear(url: &Url) -> bool {
    let is_this_machine = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        None => false,
    };
    url.scheme() == "http" && !is_this_machine
}

impl Remote {
    pub(super) fn new(url: &Url, credentials: Credentials, interruption: Interruption) -> Self {
        if is_in_clear(url) {
            note("warning: over http:// the client's secret and the file travel in clear; use https://");
        }
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A redirection could lead the secret, or the file, to somebody else.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(PATIENCE[0]))
            .timeout_per_read(Some(PATIENCE[1]))
            .timeout_per_write(Some(PATIENCE[1]))
            .user_agent(concat!("Touchstone/", env!("CARGO_PKG_VERSION")));
        let config = if url.scheme() == "https" { config.tls_config(tls_config()) } else { config };
        Self {
            agent: config.build().new_agent(),
            base: url.as_str().trim_end_matches('/').to_owned(),
            credentials,
            token: RefCell::default(),
            was_reached: Cell::new(false),
            interruption,
        }
    }

    pub(super) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Sends a request with a token, and tries it again where that can help; `what` says what it is for. The answer is
    /// a success: everything else is a failure.
    pub(super) fn request(
        &self,
        what: &str,
        send: impl Fn(&Agent, &str) -> Result<Response<Body>, Error>,
    ) -> Result<Response<Body>, Failure> {
        self.authenticate()?;
        let attempt = || send(&self.agent, self.bearer().expose());
        let answer = self.insist(what, attempt)?;
        if answer.status() != StatusCode::UNAUTHORIZED {
            return self.accept(answer);
        }
        // A token that was good by our clock: the registry's clock, or its keys, say otherwise.
        self.token.replace(None);
        self.authenticate()?;
        self.accept(self.insist(what, attempt)?)
    }

    /// Does something again that broke off after it had begun well.
    pub(super) fn persist(
        &self,
        what: &str,
        mut attempt: impl FnMut() -> Result<Result<(), Error>, Failure>,
    ) -> Result<(), Failure> {
        let mut tries = 1;
        while let Err(error) = attempt()? {
            self.wait(what, &in_words(&error), None, &mut tries)?;
        }
        Ok(())
    }

    /// Makes sure that there is a token, and that it is good for a while.
    pub(super) fn authenticate(&self) -> Result<(), Failure> {
        let is_good = |token: &Token| token.good_until > Instant::now();
        if self.token.borrow().as_ref().is_some_and(is_good) {
            return Ok(());
        }
        let asked_at = Instant::now();
        let answer = self.insist("get an access token", || {
            self.agent
                .post(self.address("/oauth/token"))
                .header("authorization", self.credentials.basic().expose())
                .content_type("application/x-www-form-urlencoded")
                .send("grant_type=client_credentials")
        })?;
        let token: TokenView = json(self.accept(answer)?)?;
        let lifetime = Duration::from_secs(token.expires_in);
        let bearer = Secret::new(format!("Bearer {}", token.access_token));
        let good_until = asked_at + lifetime.saturating_sub(BEFORE_ITS_END.min(lifetime / 2));
        self.token.replace(Some(Token { bearer, good_until }));
        Ok(())
    }

    fn bearer(&self) -> Secret {
        self.token.borrow().as_ref().map_or_else(|| Secret::new(""), |token| token.bearer.clone())
    }

    fn insist(
        &self,
        what: &str,
        attempt: impl Fn() -> Result<Response<Body>, Error>,
    ) -> Result<Response<Body>, Failure> {
        let mut tries = 1;
        loop {
            match self.try_once(attempt())? {
                Try::Answered(answer) => return Ok(answer),
                Try::Again { why, wait } => self.wait(what, &why, wait, &mut tries)?,
            }
        }
    }

    fn try_once(&self, tried: Result<Response<Body>, Error>) -> Result<Try, Failure> {
        match tried {
            Ok(mut answer) => {
                self.was_reached.set(true);
                let (status, wait) = (answer.status(), retry_after(answer.headers()));
                let is_passing = match status {
                    // The same request is still being carried out: its answer will come.
                    StatusCode::CONFLICT => match problem(&mut answer) {
                        Some(problem) if problem.code.as_deref() == Some("idempotency_key_in_use") => true,
                        Some(problem) => return Err(refused(&problem)),
                        None => false,
                    },
                    _ => matches!(status.as_u16(), 429 | 502 | 503 | 504),
                };
                let why = format!("the registry answers {status}");
                Ok(if is_passing { Try::Again { why, wait } } else { Try::Answered(answer) })
            }
            Err(_) if self.interruption.is_told() => Err(stopped()),
            Err(error) if self.is_passing(&error) => Ok(Try::Again { why: in_words(&error), wait: None }),
            Err(error) => Err(self.unreachable(&in_words(&error))),
        }
    }

    /// Whether it may go better next time. A name that was never known is more likely mistyped.
    fn is_passing(&self, error: &Error) -> bool {
        match error {
            _ if is_unknown_name(error) => self.was_reached.get(),
            Error::Io(error) => error.kind() != io::ErrorKind::InvalidData,
            Error::Timeout(_) | Error::ConnectionFailed | Error::Protocol(_) => true,
            _ => false,
        }
    }

    fn wait(&self, what: &str, why: &str, asked: Option<Duration>, tries: &mut u32) -> Result<(), Failure> {
        let most = TRIES[usize::from(self.was_reached.get())];
        if *tries >= most {
            return Err(self.unreachable(&format!("{why}, {most} times in a row")));
        }
        let usual = WAITS[0].saturating_mul(1 << (*tries - 1).min(8)).min(WAITS[1]);
        let wait = asked.unwrap_or(usual).clamp(WAITS[0], LONGEST_WAIT);
        note(&format!("could not {what}: {why}; trying again in {} s", wait.as_secs()));
        *tries += 1;
        self.interruption.sleep(wait);
        if self.interruption.is_told() { Err(stopped()) } else { Ok(()) }
    }

    fn unreachable(&self, why: &str) -> Failure {
        Failure::new(format!("the registry at {} cannot be used: {why}", self.base))
            .and("Check --url and the network. Sending the file again is safe: nothing is recorded twice.")
    }

    fn accept(&self, mut answer: Response<Body>) -> Result<Response<Body>, Failure> {
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        if let Some(to) = answer.headers().get(header::LOCATION).filter(|_| status.is_redirection()) {
            let to = printable(&String::from_utf8_lossy(to.as_bytes()));
            return Err(Failure::new(format!(
                "{} sends on to {to}\nName the registry's own address with --url.",
                self.base
            )));
        }
        match problem(&mut answer) {
            Some(problem) => Err(refused(&problem)),
            None => Err(self.unreachable(&format!("it answers {status}, and not as a registry does"))),
        }
    }
}

fn stopped() -> Failure {
    Failure::new("stopped\nSending the file again is safe: nothing is recorded twice.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked() {
        for good in ["https://registry.example", "http://127.0.0.1:8080/", "https://host/registry"] {
            assert!(parse_url(good).is_ok(), "{good}");
        }
        for bad in
            ["registry.example", "ftp://x", "https://u:p@host", "https://u@host", "https://h/?x", "https://h/#x", ""]
        {
            assert!(parse_url(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_travels_in_clear_is_warned_about() {
        for (address, expected) in [
            ("http://registry.example", true),
            ("http://10.0.0.1:80", true),
            ("https://registry.example", false),
            ("http://localhost:8080", false),
            ("http://127.0.0.1", false),
            ("http://[::1]:8080", false),
        ] {
            assert_eq!(is_in_clear(&parse_url(address).unwrap()), expected, "{address}");
        }
    }
}
