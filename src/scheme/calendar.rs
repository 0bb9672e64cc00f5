//! Counting by the calendar: anniversaries, periods, and the length of a stretch of days in words.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Complaint;
use crate::clock::{Moment, latest_day_on_earth};

/// Reads a day as `YYYY-MM-DD`: a day that exists, in the years 1900 to 2200.
///
/// # Errors
/// `invalid_date`.
pub fn parse_date(text: &str) -> Result<NaiveDate, Complaint> {
    let complaint = |detail: &str| Complaint::new("invalid_date", detail);
    let digits = |range: std::ops::Range<usize>| {
        let part = text.get(range)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u32>().ok())?
    };
    let has_form = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    let (true, Some(year), Some(month), Some(day)) = (has_form, digits(0..4), digits(5..7), digits(8..10)) else {
        return Err(complaint("is not a date written YYYY-MM-DD, like 2026-11-22"));
    };
    date_of(year, month, day)
}

/// The day of these numbers, if it exists, in the years 1900 to 2200.
///
/// # Errors
/// `invalid_date`.
pub fn date_of(year: u32, month: u32, day: u32) -> Result<NaiveDate, Complaint> {
    let complaint = |detail: &str| Complaint::new("invalid_date", detail);
    let date = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
    let date = date.ok_or_else(|| complaint("is no day of the calendar"))?;
    if !(1900..=2200).contains(&date.year()) {
        return Err(complaint("must lie in the years 1900 to 2200"));
    }
    Ok(date)
}

/// The day of which an answer that is given at `now` speaks when none was asked for: today. Where the calendar is ahead of
/// UTC a certificate is awarded on a day that UTC has yet to reach; then that day.
pub fn day_of(now: Moment, awarded_on: NaiveDate) -> NaiveDate {
    now.date_naive().max(awarded_on.min(latest_day_on_earth(now)))
}

/// The `years`-th anniversary of `day`.
///
/// "29 February has its anniversary on 1 March in a common year."
pub fn anniversary(day: NaiveDate, years: u32) -> NaiveDate {
    after_months(day, years.saturating_mul(12))
}

/// The ages at which people sit examinations: outside them a date is wrong.
const AGES_AT_A_SITTING: std::ops::RangeInclusive<u32> = 10..=120;

/// The complaint about a sitting on `sat_on` of somebody who was born on `birth_date`, before it, and would have been too young
/// or too old. The day of birth is personal, and complaints are kept: it is not repeated.
pub fn impossible_age(birth_date: NaiveDate, sat_on: NaiveDate) -> Option<Complaint> {
    let (least, most) = (*AGES_AT_A_SITTING.start(), *AGES_AT_A_SITTING.end());
    let age = (0..=most).rev().find(|years| anniversary(birth_date, *years) <= sat_on).unwrap_or_default();
    let who = if sat_on < anniversary(birth_date, least) {
        format!("{}, but nobody sits an examination before the age of {least}", counted(u64::from(age), "year"))
    } else if sat_on >= anniversary(birth_date, most + 1) {
        format!("more than {most} years")
    } else {
        return None;
    };
    let detail = format!(
        "does not go with the day of birth: on {sat_on} the candidate would have had the age of {who}; check both dates"
    );
    Some(Complaint::new("impossible_age", detail))
}

/// The day `months` months after `day`; where that month is too short, the first day of the month after it, which
/// is the rule for 29 February applied to every month.
fn after_months(day: NaiveDate, months: u32) -> NaiveDate {
    let clamped = day.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX);
    if clamped.day() == day.day() { clamped } else { clamped.succ_opt().unwrap_or(NaiveDate::MAX) }
}

/// How long a stretch of days is, as people say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    pub years: u32,
    /// Whole months beside them, up to 11.
    pub months: u32,
    /// The days that are left.
    pub days: u64,
}

impl Length {
    /// The length of the `days` days that begin on `from`.
    pub fn of(from: NaiveDate, days: u64) -> Self {
        let end = from.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX);
        let mut months = 0;
        while after_months(from, months + 1) <= end {
            months += 1;
        }
        let rest = (end - after_months(from, months)).num_days().max(0).unsigned_abs();
        Self { years: months / 12, months: months % 12, days: rest }
    }

    pub const fn is_nothing(self) -> bool {
        self.years == 0 && self.months == 0 && self.days == 0
    }
}

impl fmt::Display for Length {
    /// "2 years, 11 months and 27 days".
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        for (count, unit) in [(u64::from(self.years), "year"), (u64::from(self.months), "month"), (self.days, "day")] {
            if count > 0 {
                parts.push(counted(count, unit));
            }
        }
        match parts.split_last() {
            None => formatter.write_str("0 days"),
            Some((only, [])) => formatter.write_str(only),
            Some((last, others)) => write!(formatter, "{} and {last}", others.join(", ")),
        }
    }
}

/// "1 day", "4 days".
pub fn counted(count: u64, unit: &str) -> String {
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// A stretch of days, both ends included; an open one has no last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
}

impl Period {
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn anniversaries_of_a_leap_day_fall_on_the_first_of_march_in_common_years() {
        for (from, years, expected) in [
            ("2011-03-01", 3, "2014-03-01"),
            ("2012-02-29", 3, "2015-03-01"),
            ("2012-02-29", 4, "2016-02-29"),
            ("2012-02-28", 1, "2013-02-28"),
        ] {
            assert_eq!(anniversary(day(from), years), day(expected), "{from} + {years}");
        }
    }

    #[test]
    fn nobody_sits_in_the_cradle_nor_beyond_all_ages() {
        for (born, sat, expected) in [
            ("2026-03-11", "2026-03-12", Some("the age of 0 years, but")),
            ("2005-06-01", "2015-05-31", Some("the age of 9 years, but")),
            ("2005-06-01", "2015-06-01", None),
            ("2004-02-29", "2014-02-28", Some("2014-02-28")),
            ("2004-02-29", "2014-03-01", None),
            ("1900-01-01", "2020-12-31", None),
            ("1900-01-01", "2021-01-01", Some("more than 120 years")),
        ] {
            let told = impossible_age(day(born), day(sat));
            assert_eq!(told.is_some(), expected.is_some(), "{born} {sat}");
            let detail = told.map(|complaint| complaint.detail).unwrap_or_default();
            assert!(detail.contains(expected.unwrap_or_default()) && !detail.contains(born), "{detail}");
        }
    }

    #[test]
    fn lengths_are_said_as_people_say_them() {
        for (from, days, expected) in [
            ("2011-03-01", 0, "0 days"),
            ("2011-03-01", 1, "1 day"),
            ("2011-03-01", 31, "1 month"),
            ("2011-04-01", 365 * 3 + 1 - 4, "2 years, 11 months and 27 days"),
            ("2011-03-01", 366 * 2, "2 years and 1 day"),
            ("2012-01-31", 29, "29 days"),
            ("2012-01-31", 30, "1 month"),
        ] {
            assert_eq!(Length::of(day(from), days).to_string(), expected, "{days} days from {from}");
        }
    }

    #[test]
    fn a_period_includes_both_ends() {
        let closed = Period { from: day("2020-01-01"), until: Some(day("2020-01-31")) };
        assert!(closed.contains(day("2020-01-01")) && closed.contains(day("2020-01-31")));
        assert!(!closed.contains(day("2019-12-31")) && !closed.contains(day("2020-02-01")));
        assert!(Period { until: None, ..closed }.contains(day("2199-01-01")));
    }
}
