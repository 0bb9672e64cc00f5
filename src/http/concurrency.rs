//! What takes long and holds something of this node meanwhile: so many at once, and of one party only a share of them, so
//! that nobody holds what others need.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use crate::auth::permission::Caller;
use crate::error::{Code, Error};

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Party(String);

impl Party {
    /// A body with all its clients; whoever else is authenticated, alone.
    pub fn of(caller: &Caller) -> Self {
        Self(caller.body().map_or_else(|| caller.principal.to_string(), |body| format!("body:{body}")))
    }

    /// Whoever asks from an address.
    pub fn at(address: IpAddr) -> Self {
        Self(address.to_string())
    }
}

/// The places for one kind of thing on this node.
pub struct ConcurrencyLimit {
    held: Arc<Shared>,
    /// The places for those who wait for one: as many again, shared in the same way.
    line: Arc<Shared>,
    what: &'static str,
}

struct Shared {
    most: usize,
    share: usize,
    held: Mutex<Held>,
    freed: Notify,
}

#[derive(Default)]
struct Held {
    all: usize,
    by: HashMap<Party, usize>,
}

/// A place, until it is dropped.
pub struct Permit {
    of: Arc<Shared>,
    party: Party,
}

enum Full {
    /// Others have them all.
    All,
    /// The party has its share.
    Share,
}

impl ConcurrencyLimit {
    /// `most` places for `what` (a plural), of which one party has at most `share`.
    pub fn new(most: usize, share: usize, what: &'static str) -> Self {
        let shared = || Arc::new(Shared { most, share, held: Mutex::default(), freed: Notify::new() });
        Self { held: shared(), line: shared(), what }
    }

    /// Fails at once: with [`Code::TooManyRequests`] for a party that has its share, and [`Code::Overloaded`] where there
    /// is none.
    pub fn enter(&self, party: Party) -> Result<Permit, Error> {
        self.held.take(party).map_err(|full| self.refusal(&full))
    }

    /// Waits up to `patience`; fails as [`enter`](Self::enter), at once where too many wait already.
    pub async fn enter_within(&self, party: Party, patience: Duration) -> Result<Permit, Error> {
        let deadline = Instant::now() + patience;
        let mut in_line = None;
        loop {
            // From here on nothing that becomes free is missed.
            let freed = self.held.freed.notified();
            let full = match self.held.take(party.clone()) {
                Ok(permit) => return Ok(permit),
                Err(full) => full,
            };
            if in_line.is_none() {
                in_line = Some(self.line.take(party.clone()).map_err(|full| self.refusal(&full))?);
            }
            if tokio::time::timeout_at(deadline, freed).await.is_err() {
                return Err(self.refusal(&full));
            }
        }
    }

    fn refusal(&self, full: &Full) -> Error {
        let (share, what) = (self.held.share, self.what);
        match full {
            Full::All => Error::Unavailable { code: Code::Overloaded, cause: format!("no place for more {what}") },
            Full::Share => {
                let detail = format!(
                    "{share} {what} of yours are in hand, as many as one party may have at once; send this again when \
                     one of them is done"
                );
                Error::refused(Code::TooManyRequests, detail)
            }
        }
    }

    #[cfg(test)]
    pub fn free(&self) -> usize {
        self.held.most - self.held.lock().all
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(self: &Arc<Self>, party: Party) -> Result<Permit, Full> {
        let mut held = self.lock();
        if held.by.get(&party).is_some_and(|own| *own >= self.share) {
            return Err(Full::Share);
        }
        if held.all >= self.most {
            return Err(Full::All);
        }
        held.all += 1;
        *held.by.entry(party.clone()).or_default() += 1;
        Ok(Permit { of: self.clone(), party })
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut held = self.of.lock();
        held.all -= 1;
        if let Some(own) = held.by.get_mut(&self.party) {
            *own -= 1;
            if *own == 0 {
                held.by.remove(&self.party);
            }
        }
        drop(held);
        self.of.freed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(number: u8) -> Party {
        Party::at(IpAddr::from([192, 0, 2, number]))
    }

    fn code(limit: &ConcurrencyLimit, number: u8) -> Option<Code> {
        limit.enter(party(number)).err().map(|error| error.code())
    }

    #[test]
    fn one_party_has_a_share_and_others_the_rest() {
        let limit = ConcurrencyLimit::new(3, 2, "tests");
        let own = [limit.enter(party(1)).unwrap(), limit.enter(party(1)).unwrap()];
        assert_eq!(code(&limit, 1), Some(Code::TooManyRequests));
        let other = limit.enter(party(2)).unwrap();
        assert_eq!(code(&limit, 3), Some(Code::Overloaded));
        drop(own);
        assert_eq!((limit.free(), code(&limit, 1), code(&limit, 3)), (2, None, None));
        drop(other);
        assert!(limit.free() == 3 && limit.held.lock().by.is_empty(), "nothing is remembered of who has gone");
    }

    #[actix_web::test]
    async fn who_waits_gets_what_becomes_free_and_not_for_ever() {
        let limit = Arc::new(ConcurrencyLimit::new(2, 1, "tests"));
        let held = limit.enter(party(1)).unwrap();
        let wait = |number, patience| {
            let limit = limit.clone();
            async move { limit.enter_within(party(number), Duration::from_millis(patience)).await }
        };
        assert_eq!(wait(1, 1).await.err().unwrap().code(), Code::TooManyRequests);
        let _other = wait(2, 1).await.unwrap();
        assert_eq!(wait(3, 1).await.err().unwrap().code(), Code::Overloaded);
        let waiting = [3, 1].map(|number| {
            let wait = wait(number, 60_000);
            actix_web::rt::spawn(async move { wait.await.map(drop) })
        });
        tokio::time::sleep(Duration::from_millis(1)).await;
        assert_eq!(wait(1, 60_000).await.err().unwrap().code(), Code::TooManyRequests, "the line is shared too");
        assert_eq!(wait(4, 60_000).await.err().unwrap().code(), Code::Overloaded, "and bounded");
        drop(held);
        for served in waiting {
            served.await.unwrap().unwrap();
        }
        assert_eq!(limit.free(), 1);
    }
}
