//! A subscriber of webhooks: takes what is sent to it, and answers what the test wants.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::Value;

/// How long a message may take to come on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// What the receiver does with a message.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Answers with this status.
    Status(u16),
    /// Answers with this status and `Retry-After`.
    RetryAfter(u16, String),
    /// Answers that the message should go elsewhere.
    Redirect(String),
    /// Answers with 204, and with this body that does not end for that long.
    Drip(Duration),
    /// Says nothing for that long, and then answers with 204.
    Hold(Duration),
    /// Hangs up.
    Close,
}

/// A message that came.
#[derive(Clone, Debug)]
pub struct Received {
    /// Method and path.
    pub request: String,
    /// The header fields, with names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// When it came.
    pub at: Instant,
}

impl Received {
    /// A header field's value; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a message is JSON")
    }
}

#[derive(Default)]
struct Shared {
    received: Mutex<Vec<Received>>,
    script: Mutex<VecDeque<Reply>>,
    usual: Mutex<Option<Reply>>,
    /// The subscriptions whose first test message came.
    confirmed: Mutex<Vec<String>>,
    is_unwilling: AtomicBool,
    ended: AtomicBool,
}

/// A subscriber on the loopback interface, ended with the value.
pub struct Receiver {
    address: SocketAddr,
    scheme: &'static str,
    shared: Arc<Shared>,
}

impl Receiver {
    /// A receiver that takes everything, in clear.
    pub fn start() -> Self {
        Self::serve("http", None)
    }

    /// The same over TLS, with a certificate for `localhost` of the authority in `tests/data/tls/authority.pem`.
    pub fn start_tls() -> Self {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tls");
        let certificate = CertificateDer::from_pem_file(directory.join("receiver.pem")).expect("it is in the tree");
        let key = PrivateKeyDer::from_pem_file(directory.join("receiver.key.pem")).expect("it is in the tree");
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.expect("there are versions").with_no_client_auth();
        let config = config.with_single_cert(vec![certificate], key).expect("the key is the certificate's");
        Self::serve("https", Some(Arc::new(config)))
    }

    fn serve(scheme: &'static str, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it listens");
        let shared = Arc::new(Shared::default());
        let copy = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if copy.ended.load(Ordering::SeqCst) {
                    return;
                }
                let (shared, tls) = (Arc::clone(&copy), tls.clone());
                std::thread::spawn(move || match tls {
                    None => answer(&shared, stream),
                    Some(config) => {
                        let connection = ServerConnection::new(config).expect("it can be configured");
                        answer(&shared, StreamOwned::new(connection, stream));
                    }
                });
            }
        });
        Self { address, scheme, shared }
    }

    /// Its URL, by its address.
    pub fn url(&self) -> String {
        format!("{}://{}/hook", self.scheme, self.address)
    }

    /// Its URL, by a name.
    pub fn url_by_name(&self) -> String {
        format!("{}://localhost:{}/hook", self.scheme, self.address.port())
    }

    /// What it does with the next messages, one after the other; after them it does the usual.
    pub fn next(&self, replies: impl IntoIterator<Item = Reply>) {
        lock(&self.shared.script).extend(replies);
    }

    /// What it does with messages from now on.
    pub fn always(&self, reply: Reply) {
        *lock(&self.shared.usual) = Some(reply);
    }

    /// Treats also the first test message of a subscription as all others are: it is received, and answered as the test
    /// says. Else it is answered with 204 and not counted, so that a test sees what its events bring.
    pub fn confirm_nothing(&self) {
        self.shared.is_unwilling.store(true, Ordering::SeqCst);
    }

    /// The subscriptions whose first test message was answered.
    pub fn confirmed(&self) -> Vec<String> {
        lock(&self.shared.confirmed).clone()
    }

    /// What came so far.
    pub fn received(&self) -> Vec<Received> {
        lock(&self.shared.received).clone()
    }

    /// Waits until `count` messages have come, and gives them all.
    #[track_caller]
    pub fn wait_for(&self, count: usize) -> Vec<Received> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let received = self.received();
            if received.len() >= count {
                return received;
            }
            assert!(Instant::now() < deadline, "{} of {count} messages came: {received:?}", received.len());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until a message of this type has come, and gives the first.
    #[track_caller]
    pub fn wait_for_type(&self, kind: &str) -> Received {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = self.received().into_iter().find(|received| received.json()["type"] == kind) {
                return found;
            }
            assert!(Instant::now() < deadline, "no {kind} came: {:?}", self.types());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The types of the messages that came so far.
    pub fn types(&self) -> Vec<String> {
        let kind = |received: &Received| received.json()["type"].as_str().expect("a message has a type").to_owned();
        self.received().iter().map(kind).collect()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections.
        let _ = TcpStream::connect(self.address);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether this is the first test message of a subscription, which proves that the URL is its own.
fn confirms(shared: &Shared, received: &Received) -> bool {
    let Ok(message) = serde_json::from_slice::<Value>(&received.body) else { return false };
    let Some(subscription) = message["data"]["subscription_id"].as_str() else { return false };
    let mut confirmed = lock(&shared.confirmed);
    let is_first = message["type"] == "webhook_test" && !confirmed.iter().any(|known| known == subscription);
    if !is_first || shared.is_unwilling.load(Ordering::SeqCst) {
        return false;
    }
    confirmed.push(subscription.to_owned());
    true
}

/// Reads one request, notes it, and replies.
fn answer(shared: &Shared, stream: impl Read + Write) {
    let mut reader = BufReader::new(stream);
    let Some(received) = read(&mut reader) else { return };
    let reply = if confirms(shared, &received) {
        Reply::Status(204)
    } else {
        // Decided before the test can see the message, and say what happens to the next one.
        let scripted = lock(&shared.script).pop_front();
        let usual = lock(&shared.usual).clone().unwrap_or(Reply::Status(204));
        lock(&shared.received).push(received);
        scripted.unwrap_or(usual)
    };
    let stream = reader.get_mut();
    let closing = "content-length: 0\r\nconnection: close\r\n\r\n";
    let _ = match reply {
        Reply::Status(status) => write!(stream, "HTTP/1.1 {status} As told\r\n{closing}"),
        Reply::RetryAfter(status, after) => {
            write!(stream, "HTTP/1.1 {status} As told\r\nretry-after: {after}\r\n{closing}")
        }
        Reply::Redirect(to) => write!(stream, "HTTP/1.1 302 Found\r\nlocation: {to}\r\n{closing}"),
        Reply::Hold(time) => {
            std::thread::sleep(time);
            write!(stream, "HTTP/1.1 204 No Content\r\n{closing}")
        }
        Reply::Drip(time) => drip(stream, time),
        Reply::Close => Ok(()),
    };
    let _ = stream.flush();
}

fn drip(stream: &mut impl Write, time: Duration) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")?;
    let deadline = Instant::now() + time;
    while Instant::now() < deadline {
        stream.write_all(b"and so on ")?;
        stream.flush()?;
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn read(reader: &mut impl std::io::BufRead) -> Option<Received> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        lines.push(line.to_owned());
    }
    let mut lines = lines.into_iter();
    let request = lines.next()?.trim_end_matches(" HTTP/1.1").to_owned();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim().to_owned())))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length")?.1.parse().ok()?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Received { request, headers, body, at: Instant::now() })
}
