//! What a connection and the requests on it know of each other.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Instant;

use actix_web::Error;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::web::Bytes;

use super::Deadlines;
use super::reading::{Awaited, BodyLength, Reading};
use crate::http::extract::announced_length;

#[derive(Debug)]
pub(super) struct Progress {
    pub(super) reading: Reading,
    /// What it waits for, if it does, and since when.
    waiting: Option<(Awaited, Instant)>,
    has_had_an_answer: bool,
    /// Whether a request was made whose answer is not written whole.
    has_an_answer_due: bool,
}

impl Progress {
    pub(super) fn new(now: Instant) -> Self {
        let waiting = Some((Awaited::Request, now));
        Self { reading: Reading::default(), waiting, has_had_an_answer: false, has_an_answer_due: false }
    }

    pub(super) fn take(&mut self, bytes: &[u8], now: Instant) {
        self.reading.take(bytes);
        self.look(now);
    }

    fn begin(&mut self, length: BodyLength, now: Instant) {
        self.reading.begin(length);
        self.has_an_answer_due = true;
        self.look(now);
    }

    fn end(&mut self, now: Instant) {
        self.reading.end();
        self.has_had_an_answer = true;
        self.look(now);
    }

    /// Time goes on where the same is waited for as before: a byte now and then wins nothing.
    fn look(&mut self, now: Instant) {
        let awaited = self.reading.awaits();
        if self.waiting.map(|(before, _)| before) != awaited {
            self.waiting = awaited.map(|awaited| (awaited, now));
        }
    }

    /// An answer is written, all of it: the time for what comes next begins.
    pub(super) fn has_sent(&mut self, now: Instant) {
        if let Some((_, since)) = &mut self.waiting {
            *since = now;
        }
        self.has_an_answer_due &= self.waiting.is_none();
    }

    pub(super) fn has_an_answer_due(&self) -> bool {
        self.has_an_answer_due
    }

    pub(super) fn waiting(&self) -> Option<(Awaited, Instant)> {
        self.waiting
    }

    pub(super) fn has_had_an_answer(&self) -> bool {
        self.has_had_an_answer
    }

    /// When what is waited for must be there.
    pub(super) fn deadline(&self, deadlines: &Deadlines) -> Option<Instant> {
        let (awaited, since) = self.waiting?;
        let time = match awaited {
            Awaited::Request if self.has_had_an_answer => deadlines.keep_alive,
            Awaited::Request | Awaited::Head => deadlines.head,
            Awaited::Body => deadlines.body,
        };
        Some(since + time)
    }
}

/// The middleware, outermost of all: marks the connection as having a request in hand until the answer is written or
/// given up.
pub async fn hold<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<Held>, Error> {
    let held = request.conn_data::<Rc<RefCell<Progress>>>().cloned().map(|progress| {
        progress.borrow_mut().begin(body_length(&request), Instant::now());
        InHand(progress)
    });
    let response = next.call(request).await?.map_into_boxed_body();
    Ok(response.map_body(|_, body| Held { body, _in_hand: held }))
}

/// As actix decides it.
fn body_length(request: &ServiceRequest) -> BodyLength {
    let headers = request.headers();
    let is = |name, expected: &str| {
        headers.get(name).is_some_and(|value| value.as_bytes().trim_ascii().eq_ignore_ascii_case(expected.as_bytes()))
    };
    if is(header::TRANSFER_ENCODING, "chunked") {
        return BodyLength::Chunked;
    }
    if is(header::UPGRADE, "websocket") {
        return BodyLength::Endless;
    }
    match announced_length(headers) {
        None | Some(0) if *request.method() == Method::CONNECT => BodyLength::Endless,
        length => BodyLength::Sized(length.unwrap_or(0)),
    }
}

/// A request in hand, until it is dropped.
struct InHand(Rc<RefCell<Progress>>);

impl Drop for InHand {
    fn drop(&mut self) {
        self.0.borrow_mut().end(Instant::now());
    }
}

/// The body of an answer: the request is in hand as long as there is more of it.
pub struct Held {
    body: BoxBody,
    _in_hand: Option<InHand>,
}

impl MessageBody for Held {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        self.body.as_pin_mut().poll_next(context)
    }
}
