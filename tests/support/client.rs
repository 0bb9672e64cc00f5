//! A blocking HTTP client that takes every answer as it comes.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;
use ureq::http::{HeaderMap, Method, Request};

/// How long a test waits for one answer. Longer than any deadline of the service.
const PATIENCE: Duration = Duration::from_mins(1);

/// A client of one service, with or without an access token. It follows its service through a restart.
#[derive(Clone)]
pub struct Client {
    port: Arc<AtomicU16>,
    token: Option<String>,
    headers: Vec<(String, String)>,
    agent: ureq::Agent,
}

/// An answer, whatever its status.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The header fields.
    pub headers: HeaderMap,
    /// The body, unpacked if it was compressed by the client's own wish, which this client never has.
    pub body: Vec<u8>,
}

impl Client {
    /// A client without a token; `port` is where the service listens on the loopback interface now.
    pub fn new(port: Arc<AtomicU16>) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .accept_encoding("identity")
            .user_agent("touchstone-tests")
            .timeout_global(Some(PATIENCE))
            .allow_non_standard_methods(true)
            .build()
            .new_agent();
        Self { port, token: None, headers: Vec::new(), agent }
    }

    /// The same client with an access token. Connections are shared.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The same client without an access token.
    #[must_use]
    pub fn anonymous(&self) -> Self {
        Self { token: None, ..self.clone() }
    }

    /// The same client sending one more header field with every request.
    #[must_use]
    pub fn with_header(&self, name: &str, value: &str) -> Self {
        let mut client = self.clone();
        client.headers.push((name.to_owned(), value.to_owned()));
        client
    }

    /// The same client with connections of its own: for a thread that must not queue behind others.
    #[must_use]
    pub fn with_own_connections(&self) -> Self {
        Self { agent: Self::new(Arc::clone(&self.port)).agent, ..self.clone() }
    }

    /// The access token, if this client has one.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// `http://127.0.0.1:PORT`.
    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port.load(Ordering::Relaxed))
    }

    /// `GET path`.
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], &[])
    }

    /// Waits until the service says that it is ready, as it does soon after what was away has come back.
    #[track_caller]
    pub fn wait_until_ready(&self) {
        let deadline = Instant::now() + PATIENCE;
        while self.get("/readyz").status != 200 {
            assert!(Instant::now() < deadline, "{}", self.get("/readyz"));
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// `HEAD path`.
    pub fn head(&self, path: &str) -> Answer {
        self.send("HEAD", path, &[], &[])
    }

    /// `POST path` with a JSON body.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send_json("POST", path, body)
    }

    /// `PATCH path` with a JSON body.
    pub fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send_json("PATCH", path, body)
    }

    /// `DELETE path`.
    pub fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, &[], &[])
    }

    /// `POST path` with a form, as `POST /oauth/token` wants it.
    pub fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).expect("strings can be encoded");
        self.send("POST", path, &[("content-type", "application/x-www-form-urlencoded")], body.as_bytes())
    }

    /// Any request. A service that does not answer at all fails the test.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.try_send(method, path, headers, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// Any request; an error when no answer came, as from a service that was killed.
    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, ureq::Error> {
        let name = method;
        let method = Method::from_bytes(method.as_bytes()).map_err(|error| ureq::Error::Http(error.into()))?;
        let may_have_body = !matches!(method, Method::GET | Method::HEAD | Method::DELETE) || !body.is_empty();
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base()));
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response =
            if may_have_body { self.agent.run(request.body(body)?) } else { self.agent.run(request.body(())?) };
        let (head, mut body) = response?.into_parts();
        super::documented::check(name, path, head.status.as_u16());
        let body = body.with_config().limit(256 << 20).read_to_vec()?;
        Ok(Answer { status: head.status.as_u16(), headers: head.headers, body })
    }

    /// `POST path` with a JSON body; an error when no answer came.
    pub fn try_post(&self, path: &str, body: &Value) -> Result<Answer, ureq::Error> {
        self.try_send("POST", path, &[("content-type", "application/json")], body.to_string().as_bytes())
    }

    /// Sends bytes as they are over a connection of their own and returns all that comes back until the service
    /// closes the connection, or has been silent for two seconds.
    pub fn raw(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream =
            TcpStream::connect(("127.0.0.1", self.port.load(Ordering::Relaxed))).expect("the service listens");
        stream.set_read_timeout(Some(Duration::from_secs(2))).expect("a time limit can be set");
        // The service may answer and close before it has read everything; the answer still counts.
        let _ = stream.write_all(bytes);
        let (mut answer, mut buffer) = (Vec::new(), [0; 8192]);
        while let Ok(length @ 1..) = stream.read(&mut buffer) {
            answer.extend_from_slice(&buffer[..length]);
        }
        answer
    }

    fn send_json(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.send(method, path, &[("content-type", "application/json")], body.to_string().as_bytes())
    }
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("not JSON ({error}): {self}"))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header field's value; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// The `code` of a problem document (RFC 9457); empty when the answer is none.
    pub fn problem_code(&self) -> String {
        if !self.header("content-type").starts_with("application/problem+json") {
            return String::new();
        }
        self.json()["code"].as_str().unwrap_or("").to_owned()
    }

    /// The pointers of a problem document's `errors`, in order.
    pub fn pointers(&self) -> Vec<String> {
        let errors = self.json()["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().filter_map(|error| error["pointer"].as_str().map(str::to_owned)).collect()
    }

    /// The JSON body, if the status is the one that the test needs to go on; else the test fails and shows it all.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self}");
        if self.body.is_empty() { Value::Null } else { self.json() }
    }

    /// Asserts that this is a problem document with that status and code.
    #[track_caller]
    pub fn expect_problem(&self, status: u16, code: &str) -> Value {
        assert_eq!((self.status, self.problem_code().as_str()), (status, code), "{self}");
        self.json()
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {:?}\n{}", self.status, self.headers, self.text())
    }
}
