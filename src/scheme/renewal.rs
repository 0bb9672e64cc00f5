//! Renewal: what a certificate that expires is renewed by, and on which days. A scheme that says nothing of it renews none.

use chrono::{Months, NaiveDate};

use super::calendar::Period;
use super::codes::QualificationCode;

/// How certificates of a qualification are renewed. They have a last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewal {
    /// How many months before the last day one may be renewed at the earliest.
    pub window_months: u32,
    /// How many months after the last day, when it has expired, it may still be renewed.
    pub grace_months: u32,
    /// Each of which suffices; at least one.
    pub routes: Vec<Route>,
}

/// What a certificate is renewed by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// Passing this examination on one of the days: the certificate's own, or another one.
    Examination(QualificationCode),
    /// So many verified points of continuing education since the award.
    Points(u32),
}

impl Route {
    /// The word in the scheme file and on the wire.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Examination(_) => "examination",
            Self::Points(_) => "points",
        }
    }

    #[must_use]
    pub const fn examination(&self) -> Option<&QualificationCode> {
        match self {
            Self::Examination(code) => Some(code),
            Self::Points(_) => None,
        }
    }

    #[must_use]
    pub const fn points(&self) -> Option<u32> {
        match self {
            Self::Examination(_) => None,
            Self::Points(points) => Some(*points),
        }
    }
}

impl Renewal {
    /// The days on which a certificate with this last day is renewed.
    #[must_use]
    pub fn days(&self, last: NaiveDate) -> Period {
        let from = last.checked_sub_months(Months::new(self.window_months)).unwrap_or(NaiveDate::MIN);
        let until = last.checked_add_months(Months::new(self.grace_months)).unwrap_or(NaiveDate::MAX);
        Period { from, until: Some(until) }
    }

    /// Whether passing this examination renews.
    #[must_use]
    pub fn is_by_examination(&self, code: &QualificationCode) -> bool {
        self.routes.iter().any(|route| route.examination() == Some(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_days_lie_around_the_last_one() {
        let renewal = Renewal { window_months: 6, grace_months: 3, routes: vec![Route::Points(60)] };
        for (last, from, until) in [
            ("2027-05-16", "2026-11-16", "2027-08-16"),
            ("2027-08-31", "2027-02-28", "2027-11-30"),
            ("2028-02-29", "2027-08-29", "2028-05-29"),
        ] {
            assert_eq!(renewal.days(day(last)), Period { from: day(from), until: Some(day(until)) }, "{last}");
        }
    }
}
