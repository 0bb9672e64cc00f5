//! What has arrived on a connection: where the head of a request ends, where its body does, and what has come of the
//! next one. It is told the length of a body by the request that was read from the same bytes, so there is one reader
//! of header fields, which is actix.

use super::chunks::Chunks;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyLength {
    /// So many bytes, which may be none.
    Sized(u64),
    /// As its chunks say (RFC 9112, section 7.1).
    Chunked,
    /// All that follows on the connection.
    Endless,
}

/// What a connection without a request in hand waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// A request, of which nothing has come.
    Request,
    Head,
    /// The rest of a body whose request has been answered.
    Body,
}

/// Where the reader stands in what the client sends.
#[derive(Debug)]
enum Place {
    Head(Head),
    /// Behind a head of so many bytes that no request has been made of yet.
    WholeHead(usize),
    /// In a body that has so many more bytes.
    Body(u64),
    Chunks(Chunks),
    /// Behind the body of the request in hand.
    WholeBody,
    /// In a body without an end, or where actix read something else than is read here: nothing is known any more.
    Unknown,
}

#[derive(Debug)]
pub struct Reading {
    place: Place,
    is_in_hand: bool,
    /// What came after a head before its request was made, or after a body before its request was answered.
    ahead: Vec<u8>,
}

impl Default for Reading {
    fn default() -> Self {
        Self { place: Place::Head(Head::default()), is_in_hand: false, ahead: Vec::new() }
    }
}

impl Reading {
    pub fn take(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = match &mut self.place {
                Place::Head(head) => {
                    let (after, ends) = head.take(rest);
                    if ends {
                        self.place = Place::WholeHead(head.bytes);
                    }
                    after
                }
                Place::Body(left) => {
                    let here = usize::try_from(*left).unwrap_or(usize::MAX).min(rest.len());
                    *left -= here as u64;
                    if *left == 0 {
                        self.end_body();
                    }
                    &rest[here..]
                }
                Place::Chunks(chunks) => {
                    let after = chunks.take(rest);
                    if chunks.have_ended() {
                        self.end_body();
                    }
                    after
                }
                Place::WholeHead(_) | Place::WholeBody => {
                    self.ahead.extend_from_slice(rest);
                    return;
                }
                Place::Unknown => return,
            };
        }
    }

    /// A request was made of the head, and is in hand from now on.
    pub fn begin(&mut self, length: BodyLength) {
        self.is_in_hand = true;
        self.place = match (&self.place, length) {
            (Place::WholeHead(_), BodyLength::Sized(0)) => Place::WholeBody,
            (Place::WholeHead(_), BodyLength::Sized(length)) => Place::Body(length),
            (Place::WholeHead(_), BodyLength::Chunked) => Place::Chunks(Chunks::default()),
            _ => Place::Unknown,
        };
        self.take_ahead();
    }

    /// The request in hand has its answer.
    pub fn end(&mut self) {
        self.is_in_hand = false;
        if matches!(self.place, Place::WholeBody) {
            self.place = Place::Head(Head::default());
            self.take_ahead();
        }
    }

    /// What is waited for, unless a request is in hand.
    pub fn awaits(&self) -> Option<Awaited> {
        if self.is_in_hand {
            return None;
        }
        Some(match &self.place {
            // Empty lines before a request are none of it (RFC 9112, section 2.2).
            Place::Head(head) if !head.has_text => Awaited::Request,
            Place::Head(_) | Place::WholeHead(_) => Awaited::Head,
            Place::Body(_) | Place::Chunks(_) | Place::WholeBody | Place::Unknown => Awaited::Body,
        })
    }

    /// Whether more can be taken. Of later requests, no more than has come along with an earlier one: actix would keep
    /// it all, and look for room without a pause once it has 128 KiB.
    pub fn may_take(&self) -> bool {
        self.ahead.is_empty()
    }

    /// How many bytes of a head have come that no request has been made of yet.
    pub fn head_bytes(&self) -> usize {
        match &self.place {
            Place::Head(head) => head.bytes,
            Place::WholeHead(bytes) => *bytes,
            _ => 0,
        }
    }

    fn end_body(&mut self) {
        self.place = if self.is_in_hand { Place::WholeBody } else { Place::Head(Head::default()) };
    }

    fn take_ahead(&mut self) {
        let ahead = std::mem::take(&mut self.ahead);
        self.take(&ahead);
    }
}

/// A head: it ends with the first empty line that is not at its beginning (RFC 9112, sections 2.1 and 2.2). A lone line
/// feed ends a line.
#[derive(Debug, Default)]
struct Head {
    bytes: usize,
    has_text: bool,
    line_has_text: bool,
}

impl Head {
    /// What is left after the end, and whether there was one.
    fn take<'a>(&mut self, bytes: &'a [u8]) -> (&'a [u8], bool) {
        for (index, byte) in bytes.iter().enumerate() {
            match byte {
                b'\n' if self.has_text && !self.line_has_text => return (&bytes[index + 1..], true),
                b'\n' => self.line_has_text = false,
                b'\r' => {}
                _ => (self.has_text, self.line_has_text) = (true, true),
            }
            self.bytes += 1;
        }
        (&[], false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GET: &[u8] = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";

    /// Gives the bytes in one piece, and one by one.
    fn in_pieces(bytes: &[u8], check: impl Fn(Reading)) {
        let mut whole = Reading::default();
        whole.take(bytes);
        check(whole);
        let mut single = Reading::default();
        bytes.chunks(1).for_each(|byte| single.take(byte));
        check(single);
    }

    #[test]
    fn a_head_ends_with_an_empty_line() {
        for (text, is_whole) in [
            ("", false),
            ("\r\n\r\n", false),
            ("GET / HTTP/1.1\r\nhost: x\r\n", false),
            ("GET / HTTP/1.1\r\nhost: x\r\n\r\n", true),
            ("\r\n\r\nGET / HTTP/1.1\r\nhost: x\r\n\r\n", true),
            ("GET / HTTP/1.1\nhost: x\n\n", true),
            ("GET / HTTP/1.1\r\nhost: x\r\n\n", true),
        ] {
            in_pieces(text.as_bytes(), |reading| {
                assert_eq!(matches!(reading.place, Place::WholeHead(_)), is_whole, "{text:?}");
                let awaited = if text.trim().is_empty() { Awaited::Request } else { Awaited::Head };
                assert_eq!(reading.awaits(), Some(awaited), "{text:?}");
            });
        }
    }

    #[test]
    fn after_an_answer_it_is_known_what_has_come_of_the_next_request() {
        let post = |body: &str| [b"POST / HTTP/1.1\r\n\r\n", body.as_bytes()].concat();
        for (bytes, length, awaited) in [
            (GET.to_vec(), BodyLength::Sized(0), Awaited::Request),
            ([GET, b"GET / HT"].concat(), BodyLength::Sized(0), Awaited::Head),
            ([GET, GET].concat(), BodyLength::Sized(0), Awaited::Head),
            (post("{\"a\":1}"), BodyLength::Sized(7), Awaited::Request),
            (post("{\"a\":1}GET"), BodyLength::Sized(7), Awaited::Head),
            (post("{\"a\""), BodyLength::Sized(7), Awaited::Body),
            (post("7\r\n{\"a\":1}\r\n0\r\n\r\n"), BodyLength::Chunked, Awaited::Request),
            (post("7\r\n{\"a\":1}\r\n0\r\n\r\nGET"), BodyLength::Chunked, Awaited::Head),
            (post("7\r\n{\"a\":1}\r\n"), BodyLength::Chunked, Awaited::Body),
            (post("4\r\n\r\n\r\n"), BodyLength::Chunked, Awaited::Body),
            (post("anything"), BodyLength::Endless, Awaited::Body),
        ] {
            let told = String::from_utf8_lossy(&bytes).into_owned();
            in_pieces(&bytes, |mut reading| {
                reading.begin(length);
                assert_eq!(reading.awaits(), None, "{told:?}");
                reading.end();
                assert_eq!(reading.awaits(), Some(awaited), "{told:?}");
            });
        }
    }

    #[test]
    fn the_rest_of_a_body_is_waited_for_after_its_answer() {
        let mut reading = Reading::default();
        reading.take(b"POST / HTTP/1.1\r\n\r\n12");
        reading.begin(BodyLength::Sized(4));
        reading.end();
        assert_eq!(reading.awaits(), Some(Awaited::Body));
        reading.take(b"34");
        assert_eq!(reading.awaits(), Some(Awaited::Request));
        reading.take(GET);
        reading.begin(BodyLength::Sized(0));
        reading.end();
        assert_eq!(reading.awaits(), Some(Awaited::Request));
    }

    #[test]
    fn no_more_is_taken_of_a_later_request_while_one_is_in_hand() {
        let mut reading = Reading::default();
        reading.take(GET);
        reading.begin(BodyLength::Sized(0));
        assert!(reading.may_take(), "the end of the connection must be seen");
        reading.take(b"G");
        assert!(!reading.may_take());
        reading.end();
        assert!(reading.may_take() && reading.head_bytes() == 1);
        // Two at once: the second is made of what came with the first.
        reading.take(&[&GET[1..], GET].concat());
        reading.begin(BodyLength::Sized(0));
        reading.end();
        reading.begin(BodyLength::Sized(0));
        reading.end();
        assert_eq!(reading.awaits(), Some(Awaited::Request));
    }

    #[test]
    fn a_request_that_was_not_seen_to_end_its_head_leaves_nothing_known() {
        let mut reading = Reading::default();
        reading.take(b"GET / HTT");
        reading.begin(BodyLength::Sized(0));
        reading.take(GET);
        reading.end();
        assert_eq!(reading.awaits(), Some(Awaited::Body));
        assert!(reading.may_take());
    }
}
