//! Three years, counted by the calendar.
//!
//! "Join the periods that count …, clipped at the sitting day; an open period runs up to it; both ends included; days
//! in two periods count once, take the number of days, and lay them end to end from the first day of the first
//! period. They suffice when they reach the day before the third anniversary of that first day."

use chrono::{Days, NaiveDate};

use super::calendar::{Period, anniversary};

/// The days that periods of experience come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The first day of the first period; `None` where no period counts.
    pub first_day: Option<NaiveDate>,
    /// How many different days there are.
    pub days: u64,
}

/// Joins `periods`, clipped at `on`, and counts their days.
pub fn tally(periods: &[Period], on: NaiveDate) -> Tally {
    let mut clipped: Vec<(NaiveDate, NaiveDate)> = periods
        .iter()
        .map(|period| (period.from, period.until.map_or(on, |until| until.min(on))))
        .filter(|(from, until)| from <= until)
        .collect();
    clipped.sort_unstable();
    let mut days = 0;
    let mut counted_until: Option<NaiveDate> = None;
    for (from, until) in &clipped {
        let uncounted = match counted_until {
            Some(last) if last >= *from => last.succ_opt().unwrap_or(NaiveDate::MAX),
            _ => *from,
        };
        if uncounted <= *until {
            days += (*until - uncounted).num_days().unsigned_abs() + 1;
            counted_until = Some(*until);
        }
    }
    Tally { first_day: clipped.first().map(|(from, _)| *from), days }
}

impl Tally {
    /// How many days are missing to `years` years; 0 when they suffice. Without any period, all of them are, counted
    /// from `on` backwards in the plain length of the years.
    pub fn missing(&self, years: u32, on: NaiveDate) -> u64 {
        let first = self.first_day.unwrap_or(on);
        let needed = (anniversary(first, years) - first).num_days().max(0).unsigned_abs();
        needed.saturating_sub(self.days)
    }
}

/// The first day up to which `periods` come to `years` years, when those that are open go on; `None` where they never do.
pub fn reached_on(periods: &[Period], years: u32) -> Option<NaiveDate> {
    let first = periods
        .iter()
        .filter(|period| period.until.is_none_or(|until| period.from <= until))
        .map(|period| period.from)
        .min()?;
    let last = periods.iter().map(|period| period.until.unwrap_or(period.from).max(period.from)).max()?;
    let suffices = |day: &NaiveDate| tally(periods, *day).missing(years, *day) == 0;
    // What is counted grows by a day at the most with each day, and never shrinks.
    let (mut day, end) = (first, anniversary(last, years));
    while !suffices(&day) {
        let missing = tally(periods, day).missing(years, day);
        day = day.checked_add_days(Days::new(missing)).filter(|day| *day <= end || suffices(day))?;
    }
    Some(day)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(from: &str, until: Option<&str>) -> Period {
        Period { from: day(from), until: until.map(day) }
    }

    #[test]
    fn the_examples_of_the_scheme() {
        for (from, until, missing) in [
            ("2011-03-01", "2014-02-28", 0),
            ("2011-03-01", "2014-02-27", 1),
            ("2012-02-29", "2015-02-28", 0),
            ("2012-02-29", "2015-02-27", 1),
        ] {
            let tally = tally(&[period(from, Some(until))], day("2020-01-01"));
            assert_eq!(tally.missing(3, day("2020-01-01")), missing, "{from} to {until}");
        }
    }

    #[test]
    fn periods_are_joined_clipped_and_counted_once() {
        let on = day("2020-01-31");
        for (periods, days) in [
            (vec![], 0),
            (vec![period("2020-01-01", None)], 31),
            (vec![period("2020-01-01", Some("2020-03-01"))], 31),
            (vec![period("2020-02-01", None)], 0),
            (vec![period("2020-01-01", Some("2020-01-10")), period("2020-01-05", Some("2020-01-07"))], 10),
            (vec![period("2020-01-08", Some("2020-01-12")), period("2020-01-01", Some("2020-01-10"))], 12),
            (vec![period("2020-01-01", Some("2020-01-01")), period("2020-01-31", Some("2020-01-31"))], 2),
        ] {
            assert_eq!(tally(&periods, on).days, days, "{periods:?}");
        }
    }

    /// The scheme's words, day by day.
    fn brute_force(periods: &[Period], years: u32, on: NaiveDate) -> u64 {
        let mut worked = BTreeSet::new();
        for period in periods {
            let mut day = period.from;
            while day <= on && period.until.is_none_or(|until| day <= until) {
                worked.insert(day);
                day = day.succ_opt().unwrap();
            }
        }
        let mut laid = worked.first().copied().unwrap_or(on);
        let goal = anniversary(laid, years).pred_opt().unwrap();
        // `laid` is the day that the next worked day is laid on.
        for _ in &worked {
            laid = laid.succ_opt().unwrap();
        }
        let mut missing = 0;
        while laid <= goal {
            missing += 1;
            laid = laid.succ_opt().unwrap();
        }
        missing
    }

    #[test]
    fn the_day_is_found_by_which_it_suffices() {
        for (periods, reached) in [
            (vec![], None),
            (vec![period("2011-03-01", None)], Some("2014-02-28")),
            (vec![period("2011-03-01", Some("2014-02-27"))], None),
            (vec![period("2011-03-01", Some("2014-02-28"))], Some("2014-02-28")),
            (vec![period("2011-03-01", Some("2012-02-29")), period("2015-01-01", None)], Some("2016-12-30")),
        ] {
            assert_eq!(reached_on(&periods, 3), reached.map(day), "{periods:?}");
        }
    }

    prop_compose! {
        fn any_period()(from in 0_i64..2500, length in prop::option::of(-3_i64..900)) -> Period {
            let from = NaiveDate::from_ymd_opt(2007, 1, 1).unwrap() + chrono::Duration::days(from);
            Period { from, until: length.map(|length| from + chrono::Duration::days(length)) }
        }
    }

    proptest! {
        #[test]
        fn the_day_is_the_first(periods in prop::collection::vec(any_period(), 0..6)) {
            let days = NaiveDate::from_ymd_opt(2007, 1, 1).unwrap().iter_days().take(5000);
            let searched = days.into_iter().find(|day| tally(&periods, *day).missing(3, *day) == 0);
            prop_assert_eq!(reached_on(&periods, 3), searched);
        }

        #[test]
        fn counting_agrees_with_counting_day_by_day(periods in prop::collection::vec(any_period(), 0..6), on in 0_i64..3000) {
            let on = NaiveDate::from_ymd_opt(2007, 1, 1).unwrap() + chrono::Duration::days(on);
            prop_assert_eq!(tally(&periods, on).missing(3, on), brute_force(&periods, 3, on));
        }
    }
}
