//! One connection, as actix has it: a socket that keeps time.

use std::cell::RefCell;
use std::io::{self, ErrorKind};
use std::mem::MaybeUninit;
use std::net::SocketAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use actix_web::rt::net::TcpStream;
use actix_web::rt::time::{Sleep, sleep_until};
use rustix::net::{SendFlags, send, sockopt};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::Deadlines;
use super::admission::Place;
use super::farewell::{in_place_of, too_late, too_long};
use super::progress::Progress;
use super::reading::Awaited;

/// The most that is read at a time, and so the most that is kept of what comes with an earlier request.
const MOST_READ: usize = 16 * 1024;

/// The longest head. The largest that a client of ours sends has a token and a query, some kilobytes.
const MOST_HEAD: usize = 32 * 1024;

/// What must be taken of an answer within its deadline, unless less is left: else a byte now and then would hold it. It
/// is less than the third of the send buffer by which Linux tells how much was taken.
const LEAST_TAKEN: usize = 32 * 1024;

/// A client's connection. Whatever actix waits for, it looks at the socket through here, and so at the clock.
pub struct Connection {
    stream: TcpStream,
    place: Place,
    deadlines: Deadlines,
    progress: Rc<RefCell<Progress>>,
    /// An answer that the client does not take: since when, and how much it has taken since.
    stuck: Option<(Instant, usize)>,
    /// Whether some of an answer is still to be written.
    has_unsent: bool,
    /// Whether actix was told that there is nothing to read though nobody looked.
    is_withheld: bool,
    alarm: Pin<Box<Sleep>>,
}

impl Connection {
    pub(super) fn new(stream: TcpStream, place: Place, deadlines: Deadlines) -> Self {
        let now = Instant::now();
        // Where the system does not know it, what it holds of an answer goes with the connection.
        let milliseconds = u32::try_from(deadlines.answer.as_millis()).unwrap_or(u32::MAX);
        let _ = sockopt::set_tcp_user_timeout(&stream, milliseconds);
        Self {
            stream,
            place,
            deadlines,
            progress: Rc::new(RefCell::new(Progress::new(now))),
            stuck: None,
            has_unsent: false,
            is_withheld: false,
            alarm: Box::pin(sleep_until((now + deadlines.head).into())),
        }
    }

    pub(super) fn progress(&self) -> Rc<RefCell<Progress>> {
        self.progress.clone()
    }

    pub(super) fn peer(&self) -> Option<SocketAddr> {
        self.stream.peer_addr().ok()
    }

    /// Ends the connection when its time is over; else sees to it that it is looked at again by then. actix comes by
    /// here whenever it looks at the connection, as it writes or flushes each time.
    fn keep_time(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        let (waiting, has_had_an_answer) = {
            let progress = self.progress.borrow();
            if self.is_withheld && progress.reading.may_take() {
                self.is_withheld = false;
                context.waker().wake_by_ref();
            }
            // Whose answer is still being written is not waited for.
            (progress.waiting().filter(|_| !self.has_unsent), progress.has_had_an_answer())
        };
        self.place.waits(waiting.map(|(_, since)| since), has_had_an_answer);
        if self.place.is_to_close(context.waker()) && waiting.is_some() {
            return Err(self.end("there is no room", None));
        }
        let awaited = self.progress.borrow().deadline(&self.deadlines).filter(|_| !self.has_unsent);
        let taken = self.stuck.map(|(since, _)| since + self.deadlines.answer);
        let Some(deadline) = awaited.into_iter().chain(taken).min() else { return Ok(()) };
        if Instant::now() < deadline {
            self.set_alarm(deadline, context);
            return Ok(());
        }
        if self.stuck.is_some() {
            // What is left in the system's buffers goes too: nobody takes it.
            let _ = sockopt::set_socket_linger(&self.stream, Some(Duration::ZERO));
            return Err(self.end("the answer was not taken", None));
        }
        let farewell = waiting.filter(|(awaited, _)| *awaited == Awaited::Head).map(|_| too_late());
        Err(self.end("nothing came in time", farewell.as_deref()))
    }

    /// An alarm that is early does no harm: the clock is looked at then. So it is not set anew for every request.
    fn set_alarm(&mut self, deadline: Instant, context: &mut Context<'_>) {
        if deadline < self.alarm.deadline().into_std() || self.alarm.is_elapsed() {
            self.alarm.as_mut().reset(deadline.into());
        }
        while self.alarm.as_mut().poll(context).is_ready() {
            self.alarm.as_mut().reset(deadline.into());
        }
    }

    /// What actix is told when the connection must end. Nobody waits for the `farewell` to arrive.
    fn end(&self, reason: &'static str, farewell: Option<&[u8]>) -> io::Error {
        if let Some(farewell) = farewell {
            let _ = send(&self.stream, farewell, SendFlags::DONTWAIT | SendFlags::NOSIGNAL);
        }
        tracing::debug!(reason, "a connection is closed");
        io::Error::new(ErrorKind::TimedOut, reason)
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.progress.borrow().reading.may_take() {
            self.is_withheld = true;
            return Poll::Pending;
        }
        let mut room = [const { MaybeUninit::uninit() }; MOST_READ];
        let most = buffer.remaining().min(MOST_READ);
        let mut part = ReadBuf::uninit(&mut room[..most]);
        let outcome = Pin::new(&mut self.stream).poll_read(context, &mut part);
        if let Poll::Ready(Ok(())) = outcome {
            let is_too_long = {
                let mut progress = self.progress.borrow_mut();
                progress.take(part.filled(), Instant::now());
                progress.reading.head_bytes() > MOST_HEAD
            };
            if is_too_long {
                return Poll::Ready(Err(self.end("the head is too long", Some(&too_long()))));
            }
            buffer.put_slice(part.filled());
        }
        outcome
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.has_unsent = true;
        // What actix says where it could make no request of what came, nobody could find again in a log.
        let own = if self.progress.borrow().has_an_answer_due() { None } else { in_place_of(bytes) };
        if let Some(own) = own {
            let _ = send(&self.stream, &own, SendFlags::DONTWAIT | SendFlags::NOSIGNAL);
            return Poll::Ready(Ok(bytes.len()));
        }
        let outcome = Pin::new(&mut self.stream).poll_write(context, bytes);
        match (&outcome, &mut self.stuck) {
            (Poll::Pending, None) => self.stuck = Some((Instant::now(), 0)),
            (Poll::Ready(Ok(written)), Some((since, taken))) => {
                *taken += written;
                if *taken >= LEAST_TAKEN {
                    (*since, *taken) = (Instant::now(), 0);
                }
            }
            _ => {}
        }
        match self.keep_time(context) {
            Ok(()) => outcome,
            Err(error) => Poll::Ready(Err(error)),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // actix flushes once it has written all it has.
        self.stuck = None;
        if std::mem::take(&mut self.has_unsent) {
            self.progress.borrow_mut().has_sent(Instant::now());
        }
        match self.keep_time(context) {
            Ok(()) => Pin::new(&mut self.stream).poll_flush(context),
            Err(error) => Poll::Ready(Err(error)),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
