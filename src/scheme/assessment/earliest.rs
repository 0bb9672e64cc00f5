//! From which day on it suffices, if time alone is missing.

use chrono::{Days, NaiveDate};

use crate::scheme::Scheme;
use crate::scheme::calendar::anniversary;
use crate::scheme::definition::Qualification;
use crate::scheme::evidence::Facts;

/// How many years it looks ahead of the last fact: as many as a requirement may ask for, so that a period that goes on
/// is always followed to its end.
const LOOK_AHEAD_YEARS: u32 = 50;

impl Scheme {
    /// The first day from `on` on which the facts suffice, when nothing changes but the day: open periods go on. `None`
    /// when no waiting helps.
    ///
    /// Certificates of this registry are left out: they can be suspended, withdrawn or expire, and then a day that
    /// suffices says nothing about the next one. Everything else that counts on one day counts on every later one, so
    /// the day is found by halving.
    #[must_use]
    pub fn earliest_day(&self, qualification: &Qualification, facts: &Facts, on: NaiveDate) -> Option<NaiveDate> {
        let facts = Facts { certificates: Vec::new(), ..facts.clone() };
        let suffices = |day| self.find(qualification, &facts, day).eligible();
        let (mut too_early, mut enough) = (on, anniversary(last_day(&facts).max(on), LOOK_AHEAD_YEARS));
        if suffices(on) {
            return Some(on);
        }
        if !suffices(enough) {
            return None;
        }
        loop {
            let between = (enough - too_early).num_days().unsigned_abs() / 2;
            if between == 0 {
                return Some(enough);
            }
            let middle = too_early.checked_add_days(Days::new(between))?;
            if suffices(middle) {
                enough = middle;
            } else {
                too_early = middle;
            }
        }
    }
}

/// The last day that the facts name.
fn last_day(facts: &Facts) -> NaiveDate {
    let awards = facts.external_certificates.iter().map(|certificate| certificate.awarded_on);
    let courses = facts.course_attendances.iter().map(|attendance| attendance.completed_on);
    let periods = facts.audit_experience.iter().map(|experience| experience.period);
    let ends = periods.flat_map(|period| [Some(period.from), period.until]).flatten();
    awards.chain(courses).chain(ends).max().unwrap_or(NaiveDate::MIN)
}
