//! Asking a running server whether it is ready, with nothing but a socket: for containers without curl.

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use crate::cli::failure::Failure;
use crate::cli::output::say;

/// How long each step may take.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) fn check(url: &str) -> Result<(), Failure> {
    let failed = |reason: &str| Failure::new(format!("{url} is not ready: {reason}"));
    let parsed = url::Url::parse(url).map_err(|error| failed(&error.to_string()))?;
    if parsed.scheme() != "http" {
        return Err(failed("only http:// is asked, as the server itself speaks it"));
    }
    let host = parsed.host_str().ok_or_else(|| failed("the URL has no host"))?;
    let port = parsed.port_or_known_default().unwrap_or(80);
    let path = format!("{}/readyz", parsed.path().trim_end_matches('/'));
    let status = ask(host, port, &path).map_err(|error| failed(&error.to_string()))?;
    match status {
        Some(200) => say(&format!("{url} is ready")),
        Some(status) => Err(failed(&format!("it answers {status}"))),
        None => Err(failed("what answers there does not speak HTTP")),
    }
}

fn ask(host: &str, port: u16, path: &str) -> std::io::Result<Option<u16>> {
    let name = host.trim_start_matches('[').trim_end_matches(']');
    let mut last = std::io::Error::other("the host has no address");
    for address in (name, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(stream) => return converse(stream, host, path),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn converse(mut stream: TcpStream, host: &str, path: &str) -> std::io::Result<Option<u16>> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    // The status stands in the first bytes; the rest is of no interest.
    let mut start = [0; "HTTP/1.1 200".len()];
    stream.read_exact(&mut start)?;
    Ok(status(&String::from_utf8_lossy(&start)))
}

fn status(answer: &str) -> Option<u16> {
    answer.strip_prefix("HTTP/1.")?.split(' ').nth(1)?.get(..3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn reads_the_status_line() {
        assert_eq!(status("HTTP/1.1 200 OK\r\n"), Some(200));
        assert_eq!(status("HTTP/1.0 503\r\n"), Some(503));
        assert_eq!(status("SSH-2.0"), None);
        assert_eq!(status(""), None);
    }

    #[test]
    fn asks_over_a_socket() {
        for (answer, ready) in [("HTTP/1.1 200 OK\r\n\r\n", true), ("HTTP/1.1 503 Away\r\n\r\n", false)] {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let url = format!("http://{}/", listener.local_addr().unwrap());
            let server = std::thread::spawn(move || {
                let (mut stream, _) = listener.accept().unwrap();
                let mut request = [0; 512];
                let length = stream.read(&mut request).unwrap();
                stream.write_all(answer.as_bytes()).unwrap();
                String::from_utf8_lossy(&request[..length]).into_owned()
            });
            assert_eq!(check(&url).is_ok(), ready);
            assert!(server.join().unwrap().starts_with("GET /readyz HTTP"));
        }
        assert!(check("http://127.0.0.1:1").is_err() && check("https://127.0.0.1").is_err());
    }
}
