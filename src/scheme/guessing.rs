//! Guessing: how many wrong guesses at one thing are forgiven, and how long the next one has to wait then.
//!
//! The scheme asks that a holder's name is shown to nobody who does not know it, and that a body finds a candidate "only by
//! knowing number and birth date together". Both can be tried out, so what is tried is counted: waits double with every
//! wrong guess, and what was counted is forgiven one by one, so that the limit holds for weeks and nobody is shut out for
//! good by a few mistakes.

use chrono::Duration;

use crate::clock::Moment;

/// How many digests of wrong guesses are remembered, so that the same guess counts once. More than any [`Policy`] forgives
/// at once, but for those that count without digests.
const REMEMBERED: usize = 40;

/// By how much the clocks of two nodes may differ. What was counted further in the future was counted by a clock that was
/// wrong, and nobody waits for it.
const SKEW: Duration = Duration::minutes(10);

/// How guesses at one kind of thing are limited.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// How many wrong guesses need no wait; at least 1.
    pub free: u32,
    /// After how long one of them is forgiven.
    pub forgiven_every: Duration,
    /// The wait after the last of the free ones; it doubles with every further one.
    pub first_wait: Duration,
    pub longest_wait: Duration,
}

impl Policy {
    /// How long the next guess has to wait after so many wrong ones.
    pub fn wait_after(&self, wrong: u32) -> Option<Duration> {
        let doublings = wrong.checked_sub(self.free)?;
        let factor = 1_i32.checked_shl(doublings).filter(|factor| *factor > 0);
        let wait = factor.and_then(|factor| self.first_wait.checked_mul(factor));
        Some(wait.map_or(self.longest_wait, |wait| wait.min(self.longest_wait)))
    }
}

/// The wrong guesses at one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// How many counted at `reckoned_at`.
    pub wrong: u32,
    pub reckoned_at: Moment,
    /// Until when no guess is looked at.
    pub wait_until: Option<Moment>,
    /// Digests of the last wrong guesses.
    pub recent: Vec<u64>,
}

impl Tally {
    pub const fn none(now: Moment) -> Self {
        Self { wrong: 0, reckoned_at: now, wait_until: None, recent: Vec::new() }
    }

    /// How long whoever guesses has to wait; `None` when the next guess is looked at.
    pub fn wait(&self, policy: &Policy, now: Moment) -> Option<Duration> {
        if self.reckoned_at > now + SKEW {
            return None;
        }
        let left = self.wait_until? - now;
        (left > Duration::zero()).then(|| left.min(policy.longest_wait))
    }

    /// How many wrong guesses still count, those that were forgiven left out.
    pub fn counted(&self, policy: &Policy, now: Moment) -> u32 {
        self.wrong.saturating_sub(self.forgiven(policy, now))
    }

    /// How many different wrong guesses are looked at before there is a wait. Who has waited has one.
    pub fn left(&self, policy: &Policy, now: Moment) -> u32 {
        if self.wait(policy, now).is_some() {
            return 0;
        }
        policy.free.saturating_sub(self.counted(policy, now)).max(1)
    }

    /// Whether this guess was wrong before, so that it tells its asker nothing new.
    pub fn remembers(&self, guess: u64) -> bool {
        self.recent.contains(&guess)
    }

    /// Counts a wrong guess, unless the same one was counted before.
    pub fn count(&mut self, policy: &Policy, guess: u64, now: Moment) {
        if self.remembers(guess) {
            return;
        }
        self.recent.push(guess);
        let surplus = self.recent.len().saturating_sub(REMEMBERED);
        self.recent.drain(..surplus);
        self.add(policy, 1, now);
    }

    /// Counts so many wrong guesses at once.
    pub fn add(&mut self, policy: &Policy, number: u32, now: Moment) {
        let forgiven = self.forgiven(policy, now);
        // What is left of the time that the next one is forgiven after is not lost.
        let reckoned = policy.forgiven_every.checked_mul(i32::try_from(forgiven).unwrap_or(i32::MAX));
        let is_clean = forgiven >= self.wrong || self.reckoned_at > now;
        self.reckoned_at = match reckoned {
            Some(passed) if !is_clean => self.reckoned_at + passed,
            _ => now,
        };
        self.wrong = self.wrong.saturating_sub(forgiven).saturating_add(number);
        self.wait_until = policy.wait_after(self.wrong).map(|wait| now + wait);
    }

    /// When nothing of it counts any more.
    pub fn forgotten_at(&self, policy: &Policy) -> Moment {
        let passed = policy.forgiven_every.checked_mul(i32::try_from(self.wrong).unwrap_or(i32::MAX));
        let forgiven = passed.and_then(|passed| self.reckoned_at.checked_add_signed(passed)).unwrap_or(Moment::MAX_UTC);
        self.wait_until.map_or(forgiven, |until| until.max(forgiven))
    }

    fn forgiven(&self, policy: &Policy, now: Moment) -> u32 {
        let passed = (now - self.reckoned_at).num_milliseconds().max(0);
        u32::try_from(passed / policy.forgiven_every.num_milliseconds().max(1)).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: Policy = Policy {
        free: 10,
        forgiven_every: Duration::days(1),
        first_wait: Duration::minutes(1),
        longest_wait: Duration::days(1),
    };

    fn moment() -> Moment {
        chrono::DateTime::from_timestamp(1_795_341_600, 0).unwrap()
    }

    #[test]
    fn the_wait_doubles_up_to_a_day() {
        for (wrong, minutes) in [
            (0, None),
            (9, None),
            (10, Some(1)),
            (11, Some(2)),
            (12, Some(4)),
            (20, Some(1024)),
            (21, Some(1440)),
            (40, Some(1440)),
            (41, Some(1440)),
            (42, Some(1440)),
            (74, Some(1440)),
            (u32::MAX, Some(1440)),
        ] {
            assert_eq!(POLICY.wait_after(wrong), minutes.map(Duration::minutes), "{wrong}");
        }
    }

    #[test]
    fn who_never_rests_gets_next_to_nowhere() {
        // One who guesses as soon as the wait allows it, as often as it allows it.
        let (mut now, start) = (moment(), moment());
        let mut tally = Tally::none(now);
        let mut looked_at = Vec::new();
        for guess in 0.. {
            now += tally.wait(&POLICY, now).unwrap_or_default();
            if now > start + Duration::days(365) {
                break;
            }
            tally.count(&POLICY, guess, now);
            looked_at.push(now);
        }
        let within = |days: i64| looked_at.iter().filter(|at| **at <= start + Duration::days(days)).count();
        assert!((18..=22).contains(&within(1)), "{}", within(1));
        assert!(looked_at.len() < 700, "of 20,000 surnames in a year: {}", looked_at.len());
    }

    #[test]
    fn what_was_counted_is_forgiven_one_by_one() {
        let now = moment();
        let mut tally = Tally::none(now);
        (0..12).for_each(|guess| tally.count(&POLICY, guess, now));
        assert_eq!((tally.wait(&POLICY, now), tally.left(&POLICY, now)), (Some(Duration::minutes(4)), 0));
        assert_eq!(tally.left(&POLICY, now + Duration::minutes(4)), 1, "who has waited may try again");
        for (days, counted, left) in
            [(0, 12, 1), (1, 11, 1), (3, 9, 1), (5, 7, 3), (11, 1, 9), (12, 0, 10), (400, 0, 10)]
        {
            let later = now + Duration::days(days) + Duration::hours(1);
            assert_eq!((tally.counted(&POLICY, later), tally.left(&POLICY, later)), (counted, left), "{days}");
        }
        assert_eq!(tally.forgotten_at(&POLICY), now + Duration::days(12));
        let mut later = tally.clone();
        later.count(&POLICY, 99, now + Duration::hours(36));
        assert_eq!((later.wrong, later.reckoned_at), (12, now + Duration::days(1)), "half a day is not lost");
        let mut much_later = tally;
        much_later.count(&POLICY, 99, now + Duration::days(400));
        assert_eq!((much_later.wrong, much_later.reckoned_at), (1, now + Duration::days(400)));
    }

    #[test]
    fn the_same_guess_counts_once() {
        let now = moment();
        let mut tally = Tally::none(now);
        for _ in 0..1000 {
            tally.count(&POLICY, 7, now);
        }
        assert_eq!((tally.wrong, tally.wait(&POLICY, now)), (1, None));
        (0..1000).for_each(|guess| tally.count(&POLICY, guess, now));
        assert_eq!((tally.wrong, tally.recent.len()), (1000, REMEMBERED), "what is remembered is bounded");
    }

    #[test]
    fn a_clock_that_was_wrong_shuts_nobody_out() {
        let (now, future) = (moment(), moment() + Duration::days(3650));
        let mut tally = Tally::none(future);
        tally.add(&POLICY, 1_000_000, future);
        assert_eq!(tally.wait(&POLICY, now), None);
        tally.add(&POLICY, 1, now);
        assert_eq!(tally.reckoned_at, now);
        assert_eq!(tally.wait(&POLICY, now), Some(Duration::days(1)));
        let mut ahead = Tally::none(now + Duration::seconds(5));
        ahead.add(&POLICY, 10, now + Duration::seconds(5));
        assert_eq!(ahead.wait(&POLICY, now), Some(Duration::seconds(65)), "neighbours may differ a little");
    }
}
