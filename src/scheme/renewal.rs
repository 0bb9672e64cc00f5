//! Renewal: what a certificate that expires is renewed by, and on which days. A scheme that says nothing of it renews none.

use chrono::{Months, NaiveDate};

use super::calendar::{Period, counted};
use super::codes::QualificationCode;
use super::definition::{Qualification, Scheme};

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

    /// The points that suffice, where points do.
    #[must_use]
    pub fn points(&self) -> Option<u32> {
        self.routes.iter().filter_map(Route::points).min()
    }
}

impl Qualification {
    /// The last day of a certificate that renews one with the last day `before`: its years begin where those of the other end,
    /// so that nobody loses days by being early, nor gains any by being late.
    #[must_use]
    pub fn renewed_until(&self, before: NaiveDate) -> Option<NaiveDate> {
        self.expires_on(before.succ_opt()?)
    }
}

impl Scheme {
    /// What a route takes, in words.
    #[must_use]
    pub fn route_in_words(&self, route: &Route) -> String {
        match route {
            Route::Examination(code) => {
                let title = self.qualification(code.as_str()).map_or(code.as_str(), |known| &known.title);
                format!("passing the {title} examination")
            }
            Route::Points(points) => {
                format!("{} of continuing education", counted(u64::from(*points), "verified point"))
            }
        }
    }

    /// When a certificate is renewed and by what, in words.
    #[must_use]
    pub fn renewal_in_words(&self, renewal: &Renewal) -> String {
        let routes: Vec<_> = renewal.routes.iter().map(|route| self.route_in_words(route)).collect();
        let months = |months: u32| counted(u64::from(months), "month");
        format!(
            "renewed from {} before its last day until {} after it, by {}",
            months(renewal.window_months),
            months(renewal.grace_months),
            routes.join(", or by ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_days_lie_around_the_last_one_and_the_years_end_to_end() {
        let renewal = Renewal { window_months: 6, grace_months: 3, routes: vec![Route::Points(60)] };
        for (last, from, until) in [
            ("2027-05-16", "2026-11-16", "2027-08-16"),
            ("2027-08-31", "2027-02-28", "2027-11-30"),
            ("2028-02-29", "2027-08-29", "2028-05-29"),
        ] {
            assert_eq!(renewal.days(day(last)), Period { from: day(from), until: Some(day(until)) }, "{last}");
        }
        let scheme = Scheme::shipped().unwrap();
        let mut foundation = scheme.qualification("foundation").unwrap().clone();
        assert_eq!((&foundation.renewal, foundation.renewed_until(day("2027-05-16"))), (&None, None));
        foundation.valid_for_years = Some(3);
        assert_eq!(foundation.renewed_until(day("2027-05-16")), Some(day("2030-05-16")));
    }
}
