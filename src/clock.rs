//! Time is an argument: everything that depends on it takes a [`Clock`], a [`Moment`] or a day.
//!
//! This is the only file that may ask the operating system for the time (`clippy.toml` bans it elsewhere).

use chrono::{DateTime, Duration, NaiveDate, SubsecRound, Utc};

/// An instant in UTC, to the microsecond: what both databases can keep.
pub type Moment = DateTime<Utc>;

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// The present instant, rounded down to the microsecond.
    fn now(&self) -> Moment;
}

#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the operating system for the time")]
    fn now(&self) -> Moment {
        Utc::now().trunc_subsecs(6)
    }
}

/// The latest calendar day that has begun anywhere on Earth at `moment` (in UTC+14): a later day lies in the future
/// everywhere, so nothing can have happened on it yet.
#[must_use]
pub fn latest_day_on_earth(moment: Moment) -> NaiveDate {
    (moment + Duration::hours(14)).date_naive()
}
