//! A holder's session: what the link is exchanged for when it is opened, so that the link itself is used once, and stands
//! in no address of a page.
//!
//! The session is a sealed cookie, one for each certificate. The server keeps nothing of it: reading a page writes nothing,
//! and every node can open it. It ends with the browser, after [`IDLE`] without use, after [`LONGEST`], and at once with the
//! link, which every request looks at.

use actix_web::HttpRequest;
use actix_web::http::header::HeaderValue;
use chrono::{DateTime, Duration};

use crate::auth::permission::Caller;
use crate::clock::Moment;
use crate::error::Error;
use crate::http::state::State;
use crate::ids::HolderLinkId;
use crate::scheme::numbers::CertificateNumber;
use crate::web::cookies;

const IDLE: Duration = Duration::minutes(30);

const LONGEST: Duration = Duration::hours(12);

/// After how long the use of a session is noted again: seldom enough to cost next to nothing.
const NOTED_EVERY: Duration = Duration::minutes(1);

/// A session of whoever opened a link of the certificate with this number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Session {
    pub number: CertificateNumber,
    link: HolderLinkId,
    opened_at: Moment,
    used_at: Moment,
}

impl Session {
    pub const fn begin(number: CertificateNumber, link: HolderLinkId, now: Moment) -> Self {
        Self { number, link, opened_at: now, used_at: now }
    }

    /// The session for the certificate with this number that a request brings along, if it is not over.
    pub fn of(request: &HttpRequest, state: &State, number: &str) -> Option<Self> {
        let number = CertificateNumber::parse(number).ok()?;
        let name = cookie_name(state, number);
        let sealed = cookies::find(request, &name)?;
        let opened = state.sealing_key.open(sealed, &context(number)).ok()?;
        Self::read(number, std::str::from_utf8(&opened).ok()?).filter(|session| session.is_open(state.registry.now()))
    }

    fn read(number: CertificateNumber, text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let link = HolderLinkId::parse(parts.next()?)?;
        let mut moment = || DateTime::from_timestamp(parts.next()?.parse().ok()?, 0);
        Some(Self { number, link, opened_at: moment()?, used_at: moment()? })
    }

    fn is_open(&self, now: Moment) -> bool {
        now - self.used_at < IDLE && now - self.opened_at < LONGEST
    }

    pub const fn caller(&self) -> Caller {
        Caller::holder(self.link)
    }

    /// The cookie that notes the use of the session, where it is time to.
    pub fn noted(&self, state: &State) -> Result<Option<HeaderValue>, Error> {
        let now = state.registry.now();
        if now - self.used_at < NOTED_EVERY {
            return Ok(None);
        }
        Self { used_at: now, ..*self }.cookie(state).map(Some)
    }

    pub fn cookie(&self, state: &State) -> Result<HeaderValue, Error> {
        let text = format!("{} {} {}", self.link, self.opened_at.timestamp(), self.used_at.timestamp());
        let sealed = state.sealing_key.seal(text.as_bytes(), &context(self.number))?;
        cookies::session(state, &cookie_name(state, self.number), &sealed)
    }
}

fn context(number: CertificateNumber) -> String {
    format!("holder session {}", number.compact())
}

fn cookie_name(state: &State, number: CertificateNumber) -> String {
    cookies::name(state, &format!("holder-{}", number.compact()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_over_when_it_is_not_used_and_in_any_case() {
        let now = DateTime::from_timestamp(1_795_341_600, 0).unwrap();
        let number = CertificateNumber::from_entropy([1; 11]);
        let begun = Session::begin(number, HolderLinkId::new(now), now);
        for (opened, used, is_open) in
            [(0, 0, true), (29, 29, true), (30, 30, false), (719, 1, true), (720, 1, false), (10_000, 0, false)]
        {
            let session =
                Session { opened_at: now - Duration::minutes(opened), used_at: now - Duration::minutes(used), ..begun };
            assert_eq!(session.is_open(now), is_open, "{opened} {used}");
        }
    }

    #[test]
    fn only_what_is_whole_is_read() {
        let now = DateTime::from_timestamp(1_795_341_600, 0).unwrap();
        let number = CertificateNumber::from_entropy([1; 11]);
        let begun = Session::begin(number, HolderLinkId::new(now), now);
        let text = format!("{} 1795341600 1795341600", begun.link);
        assert_eq!(Session::read(number, &text), Some(begun));
        for wrong in ["", " ", "x 1 1", &format!("{} 1", begun.link), &format!("{} 1 x", begun.link)] {
            assert_eq!(Session::read(number, wrong), None, "{wrong}");
        }
    }
}
