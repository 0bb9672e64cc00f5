//! One kept-alive HTTP/1.1 connection that does no more than a measurement needs.
#![allow(dead_code, reason = "two measurements share this, and one of them looks at the status alone")]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// A connection with at most one request under way.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    filled: usize,
}

/// An answer, as far as a measurement looks at it.
pub struct Answer<'a> {
    /// The status code.
    pub status: u16,
    /// The body; empty when it came in chunks, which are read over.
    pub body: &'a [u8],
}

impl Connection {
    /// Connects to a port of the loopback interface.
    pub fn open(port: u16) -> std::io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self { stream, buffer: vec![0; 64 * 1024], filled: 0 })
    }

    /// Sends one request.
    pub fn send(&mut self, request: &[u8]) -> std::io::Result<()> {
        self.stream.write_all(request)
    }

    /// Reads the answer to the request that was sent.
    pub fn receive(&mut self) -> std::io::Result<Answer<'_>> {
        self.filled = 0;
        let head = loop {
            self.read_more()?;
            if let Some(end) = find(&self.buffer[..self.filled], b"\r\n\r\n") {
                break end + 4;
            }
        };
        let status = number(&self.buffer[9..12]);
        let body = if let Some(length) = content_length(&self.buffer[..head]) {
            while self.filled < head + length {
                self.read_more()?;
            }
            head..head + length
        } else {
            while !self.buffer[..self.filled].ends_with(b"0\r\n\r\n") {
                self.read_more()?;
            }
            head..head
        };
        Ok(Answer { status: u16::try_from(status).unwrap_or(0), body: &self.buffer[body] })
    }

    fn read_more(&mut self) -> std::io::Result<()> {
        if self.filled == self.buffer.len() {
            self.buffer.resize(2 * self.filled, 0);
        }
        match self.stream.read(&mut self.buffer[self.filled..])? {
            0 => Err(std::io::ErrorKind::UnexpectedEof.into()),
            length => {
                self.filled += length;
                Ok(())
            }
        }
    }
}

/// Where `wanted` begins in `text`.
pub fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

fn content_length(head: &[u8]) -> Option<usize> {
    const NAME: &[u8] = b"\r\ncontent-length: ";
    let start = head.windows(NAME.len()).position(|window| window.eq_ignore_ascii_case(NAME))? + NAME.len();
    let length = head[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    Some(number(&head[start..start + length]))
}

fn number(digits: &[u8]) -> usize {
    digits.iter().fold(0, |number, digit| number * 10 + usize::from(digit.wrapping_sub(b'0')))
}
