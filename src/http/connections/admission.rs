//! Which connections are admitted: so many in all, and so many from one address. When there is room for no more, those
//! that have waited longest without a request in hand are closed, so that who says nothing does not keep out who does.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::{Duration, Instant};

use futures_util::task::AtomicWaker;
use ipnet::IpNet;

use crate::http::rate_limit::subscriber;

/// A connection that waits for nothing, or may not be closed to make room.
const NOT_WAITING: u64 = u64::MAX;

/// Added to the rank of a connection that has had an answer: it is closed after all that never had one.
const HAS_HAD_AN_ANSWER: u64 = 1 << 62;

/// Of those that wait, the part that is closed at once when there is no room: who comes in great numbers must not make
/// every one of them look through the whole table.
const PART: usize = 64;

/// How often a full table is told of.
const BETWEEN_WARNINGS: Duration = Duration::from_secs(10);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There are as many as there may be, and all have a request in hand.
    Full,
    /// Its address has as many as one may have.
    Share,
}

pub struct Admission {
    most: usize,
    per_address: usize,
    trusted_proxies: Vec<IpNet>,
    started: Instant,
    table: Mutex<Table>,
}

#[derive(Default)]
struct Table {
    last: u64,
    open: HashMap<u64, Arc<Entry>>,
    by_address: HashMap<IpAddr, usize>,
    warned: Option<Instant>,
}

/// What is known of a connection outside its thread.
struct Entry {
    /// Whose share it counts in; nobody's if it is a trusted proxy's.
    address: Option<IpAddr>,
    /// Since when it waits, in milliseconds after [`Admission::started`], with [`HAS_HAD_AN_ANSWER`]; or
    /// [`NOT_WAITING`].
    rank: AtomicU64,
    is_to_close: AtomicBool,
    task: AtomicWaker,
}

pub struct Place {
    admission: Arc<Admission>,
    number: u64,
    entry: Arc<Entry>,
}

impl Admission {
    /// Room for `most` connections, of which one address that is none of the `trusted_proxies` may have `per_address`.
    pub fn new(most: usize, per_address: usize, trusted_proxies: Vec<IpNet>) -> Self {
        Self { most, per_address, trusted_proxies, started: Instant::now(), table: Mutex::default() }
    }

    pub fn admit(self: &Arc<Self>, peer: IpAddr) -> Result<Place, Refusal> {
        let peer = peer.to_canonical();
        let is_proxy = self.trusted_proxies.iter().any(|network| network.contains(&peer));
        let address = (!is_proxy).then(|| subscriber(peer));
        let mut table = self.table();
        let held = address.and_then(|address| table.by_address.get(&address)).copied().unwrap_or(0);
        if held >= self.per_address {
            table.warn(Refusal::Share, address);
            return Err(Refusal::Share);
        }
        if table.open.len() >= self.most {
            table.warn(Refusal::Full, address);
            if !table.make_room() {
                return Err(Refusal::Full);
            }
        }
        let entry = Arc::new(Entry {
            address,
            rank: AtomicU64::new(NOT_WAITING),
            is_to_close: AtomicBool::new(false),
            task: AtomicWaker::new(),
        });
        table.last += 1;
        let number = table.last;
        table.open.insert(number, entry.clone());
        if let Some(address) = address {
            *table.by_address.entry(address).or_default() += 1;
        }
        drop(table);
        let place = Place { admission: self.clone(), number, entry };
        // Its thread may look at it only after many more have come.
        place.waits(Some(Instant::now()), false);
        Ok(place)
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    /// Closes some of those that have waited longest, of the addresses that hold most; false when none waits.
    fn make_room(&mut self) -> bool {
        let held =
            |entry: &Entry| entry.address.and_then(|address| self.by_address.get(&address)).copied().unwrap_or(0);
        let ranked =
            self.open.iter().map(|(number, entry)| (Reverse(held(entry)), entry.rank.load(Ordering::Relaxed), *number));
        let mut waiting: Vec<_> = ranked.filter(|(_, rank, _)| *rank != NOT_WAITING).collect();
        let Some(last) = waiting.len().div_ceil(PART).checked_sub(1) else { return false };
        waiting.select_nth_unstable(last);
        for (_, _, number) in &waiting[..=last] {
            if let Some(entry) = self.remove(*number) {
                entry.is_to_close.store(true, Ordering::Release);
                entry.task.wake();
            }
        }
        true
    }

    fn remove(&mut self, number: u64) -> Option<Arc<Entry>> {
        let entry = self.open.remove(&number)?;
        if let Some(address) = entry.address
            && let Some(held) = self.by_address.get_mut(&address)
        {
            *held -= 1;
            if *held == 0 {
                self.by_address.remove(&address);
            }
        }
        Some(entry)
    }

    fn warn(&mut self, refusal: Refusal, address: Option<IpAddr>) {
        let connections = self.open.len();
        if self.warned.is_none_or(|before| before.elapsed() >= BETWEEN_WARNINGS) {
            self.warned = Some(Instant::now());
            if let (Refusal::Share, Some(address)) = (refusal, address) {
                tracing::warn!(%address, connections, "an address has as many connections as one may have");
            } else {
                tracing::warn!(connections, "there are as many connections as there may be");
            }
        }
    }
}

impl Place {
    /// Says since when the connection waits for something of its client, if it does, and whether it has had an answer.
    pub fn waits(&self, since: Option<Instant>, has_had_an_answer: bool) {
        let rank = match since {
            Some(since) if self.entry.address.is_some() => {
                let waited = since.saturating_duration_since(self.admission.started);
                let rank = u64::try_from(waited.as_millis()).unwrap_or(0);
                if has_had_an_answer { rank | HAS_HAD_AN_ANSWER } else { rank }
            }
            _ => NOT_WAITING,
        };
        self.entry.rank.store(rank, Ordering::Relaxed);
    }

    /// Whether the connection is to be closed to make room, as soon as it has no request in hand. `task` is woken when
    /// that changes.
    pub fn is_to_close(&self, task: &Waker) -> bool {
        self.entry.task.register(task);
        self.entry.is_to_close.load(Ordering::Acquire)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.admission.table().remove(self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn admission(most: usize, per_address: usize) -> Arc<Admission> {
        Arc::new(Admission::new(most, per_address, vec!["10.0.0.0/8".parse().unwrap()]))
    }

    fn is_to_close(place: &Place) -> bool {
        place.is_to_close(Waker::noop())
    }

    #[test]
    fn one_address_has_its_share_and_a_trusted_proxy_has_none() {
        for (held, same, other) in [
            ("192.0.2.1", "192.0.2.1", "192.0.2.2"),
            ("192.0.2.1", "::ffff:192.0.2.1", "::ffff:192.0.2.2"),
            ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"),
        ] {
            let admission = admission(100, 2);
            let mut places: Vec<_> = (0..2).map(|_| admission.admit(peer(held)).unwrap()).collect();
            assert_eq!(admission.admit(peer(same)).err(), Some(Refusal::Share), "{same}");
            let beside = admission.admit(peer(other)).unwrap();
            places.pop();
            let again = admission.admit(peer(same)).unwrap();
            drop((places, beside, again));
            assert!(admission.table().by_address.is_empty() && admission.table().open.is_empty());
        }
        let admission = admission(100, 2);
        let places: Vec<_> = (0..50).map(|_| admission.admit(peer("10.1.2.3")).unwrap()).collect();
        assert_eq!(places.len(), 50);
    }

    #[test]
    fn who_waits_longest_makes_room_and_whoever_had_an_answer_comes_last() {
        let admission = admission(4, 4);
        let at = |seconds| Some(admission.started + Duration::from_secs(seconds));
        let places: Vec<_> = (0..4).map(|_| admission.admit(peer("192.0.2.1")).unwrap()).collect();
        for place in &places {
            place.waits(None, false);
        }
        assert_eq!(admission.admit(peer("192.0.2.2")).err(), Some(Refusal::Full), "all have a request in hand");
        places[0].waits(at(1), true);
        places[1].waits(at(7), false);
        places[2].waits(at(5), false);
        let mut later = Vec::new();
        for expected in [2, 1, 0] {
            later.push(admission.admit(peer("192.0.2.2")).unwrap());
            for place in &later {
                place.waits(None, false);
            }
            assert!(is_to_close(&places[expected]), "{expected}");
            assert_eq!(admission.table().open.len(), 4);
        }
        assert_eq!(admission.admit(peer("192.0.2.2")).err(), Some(Refusal::Full));
        assert!(!is_to_close(&places[3]) && !later.iter().any(is_to_close));
        drop(places);
        assert_eq!(admission.table().open.len(), 3, "a place is not given back twice");
    }

    #[test]
    fn a_part_of_those_that_wait_is_closed_at_a_time() {
        let admission = admission(640, 640);
        let places: Vec<_> = (0..640).map(|_| admission.admit(peer("192.0.2.1")).unwrap()).collect();
        for (number, place) in (0_u64..).zip(&places) {
            place.waits(Some(admission.started + Duration::from_secs(number)), false);
        }
        let later = admission.admit(peer("192.0.2.2")).unwrap();
        let closed = places.iter().take_while(|place| is_to_close(place)).count();
        assert_eq!(closed, places.iter().filter(|place| is_to_close(place)).count());
        assert_eq!(closed, 10);
        assert!(!is_to_close(&later));
    }
}
