//! A small TCP proxy between the service and PostgreSQL, which a test can cut, stall and restore.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// What the proxy does with connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Bytes flow.
    Open,
    /// Connections stay and accept bytes, and nothing flows: a network that swallows packets.
    Stalled,
    /// Connections are reset, and new ones are closed at once: a server that is away.
    Cut,
    /// The proxy is gone.
    Ended,
}

/// What the threads of a proxy share.
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    mode: Mode,
    streams: Vec<TcpStream>,
    accepted: usize,
}

/// A proxy on a loopback port of its own; it ends with the value.
pub struct Proxy {
    port: u16,
    shared: Arc<Shared>,
}

impl Proxy {
    /// Starts forwarding to `upstream`.
    pub fn start(upstream: (String, u16)) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a loopback port is free");
        let port = listener.local_addr().expect("it has an address").port();
        let state = Mutex::new(State { mode: Mode::Open, streams: Vec::new(), accepted: 0 });
        let shared = Arc::new(Shared { state, changed: Condvar::new() });
        let accepting = Arc::clone(&shared);
        std::thread::spawn(move || accept(&listener, &upstream, &accepting));
        Self { port, shared }
    }

    /// The port to connect to instead of the upstream's.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How many connections were accepted so far.
    pub fn accepted(&self) -> usize {
        self.shared.lock().accepted
    }

    /// Ends every connection and refuses new ones.
    pub fn cut(&self) {
        self.shared.set(Mode::Cut);
    }

    /// Keeps every connection and lets nothing through.
    pub fn stall(&self) {
        self.shared.set(Mode::Stalled);
    }

    /// Lets bytes flow again; those of stalled connections are delivered late, those of cut ones are lost.
    pub fn restore(&self) {
        self.shared.set(Mode::Open);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.set(Mode::Ended);
        // The accepting thread looks at the mode when somebody connects.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, mode: Mode) {
        let mut state = self.lock();
        state.mode = mode;
        if matches!(mode, Mode::Cut | Mode::Ended) {
            for stream in state.streams.drain(..) {
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
        drop(state);
        self.changed.notify_all();
    }

    /// Waits for as long as the proxy is stalled; true when bytes may flow.
    fn may_flow(&self) -> bool {
        let waiting = self.changed.wait_while(self.lock(), |state| state.mode == Mode::Stalled);
        waiting.unwrap_or_else(PoisonError::into_inner).mode == Mode::Open
    }

    /// Lists a pair of connections to be cut; false when that is the case already.
    fn register(&self, pair: [&TcpStream; 2]) -> bool {
        let mut state = self.lock();
        if matches!(state.mode, Mode::Cut | Mode::Ended) {
            return false;
        }
        state.streams.extend(pair.into_iter().filter_map(|stream| stream.try_clone().ok()));
        true
    }
}

fn accept(listener: &TcpListener, upstream: &(String, u16), shared: &Arc<Shared>) {
    for client in listener.incoming().flatten() {
        let mode = {
            let mut state = shared.lock();
            state.accepted += 1;
            state.mode
        };
        match mode {
            Mode::Ended => return,
            Mode::Cut => drop(client),
            Mode::Open | Mode::Stalled => {
                let (upstream, shared) = (upstream.clone(), Arc::clone(shared));
                std::thread::spawn(move || serve(client, &upstream, &shared));
            }
        }
    }
}

fn serve(client: TcpStream, upstream: &(String, u16), shared: &Arc<Shared>) {
    if !shared.may_flow() {
        return;
    }
    let Ok(server) = TcpStream::connect((upstream.0.as_str(), upstream.1)) else { return };
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let (Ok(from_server), Ok(to_client)) = (server.try_clone(), client.try_clone()) else { return };
    if !shared.register([&client, &server]) {
        return;
    }
    let backward = Arc::clone(shared);
    let answers = std::thread::spawn(move || pump(from_server, to_client, &backward));
    pump(client, server, shared);
    let _ = answers.join();
}

/// Moves bytes one way until either side ends, and then ends both.
fn pump(mut from: TcpStream, mut to: TcpStream, shared: &Shared) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        if !shared.may_flow() || to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;
    use std::time::Duration;

    use super::*;

    /// An upstream that sends every byte back.
    fn echo() -> (String, u16) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                std::thread::spawn(move || {
                    let mut byte = [0];
                    while matches!(stream.read(&mut byte), Ok(1)) && stream.write_all(&byte).is_ok() {}
                });
            }
        });
        ("127.0.0.1".to_owned(), port)
    }

    fn connect(proxy: &Proxy) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", proxy.port())).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        stream
    }

    fn read_one(stream: &mut TcpStream) -> Result<u8, ErrorKind> {
        let mut byte = [0];
        match stream.read(&mut byte) {
            Ok(1) => Ok(byte[0]),
            Ok(_) => Err(ErrorKind::UnexpectedEof),
            Err(error) => Err(error.kind()),
        }
    }

    #[test]
    fn forwards_stalls_and_cuts() {
        let proxy = Proxy::start(echo());
        let mut stream = connect(&proxy);
        stream.write_all(b"a").unwrap();
        assert_eq!(read_one(&mut stream), Ok(b'a'));

        proxy.stall();
        stream.write_all(b"b").unwrap();
        assert!(matches!(read_one(&mut stream), Err(ErrorKind::WouldBlock | ErrorKind::TimedOut)));
        proxy.restore();
        assert_eq!(read_one(&mut stream), Ok(b'b'));

        proxy.cut();
        assert!(matches!(read_one(&mut stream), Err(ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset)));
        let mut refused = connect(&proxy);
        let _ = refused.write_all(b"c");
        assert!(matches!(read_one(&mut refused), Err(ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset)));

        proxy.restore();
        let mut stream = connect(&proxy);
        stream.write_all(b"d").unwrap();
        assert_eq!(read_one(&mut stream), Ok(b'd'));
        assert_eq!(proxy.accepted(), 3);
    }
}
