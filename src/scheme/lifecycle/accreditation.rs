//! What counts only while two things are in force together: a course, and the accreditation of whoever runs it.

use chrono::NaiveDate;

use super::{History, Interval, Status, end_to_end, turns};

/// Why something was not in force on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lapse {
    /// It begins on this later day.
    NotBefore(NaiveDate),
    SuspendedSince(NaiveDate),
    WithdrawnOn(NaiveDate),
    /// This was its last day.
    Until(NaiveDate),
}

impl History {
    /// Why it is not in force on `day`, and since when; `None` where it is.
    pub fn lapse_on(&self, day: NaiveDate) -> Option<Lapse> {
        let since = self.status_since(day).unwrap_or(day);
        match self.status_on(day) {
            Status::InForce => None,
            Status::NotYet => Some(Lapse::NotBefore(self.days().from)),
            Status::Suspended { .. } => Some(Lapse::SuspendedSince(since)),
            Status::Withdrawn => Some(Lapse::WithdrawnOn(since)),
            Status::Expired => Some(Lapse::Until(since.pred_opt().unwrap_or(since))),
        }
    }
}

/// What holds where two things must be in force: the graver of the two.
pub fn joint_status(one: Status, other: Status) -> Status {
    let gravity = |status: Status| match status {
        Status::InForce => 0,
        Status::Suspended { .. } => 1,
        Status::NotYet => 2,
        Status::Expired => 3,
        Status::Withdrawn => 4,
    };
    match (one, other) {
        // Both without an end, or until the later one.
        (Status::Suspended { until: one }, Status::Suspended { until: other }) => {
            Status::Suspended { until: one.zip(other).map(|(one, other)| one.max(other)) }
        }
        _ if gravity(one) < gravity(other) => other,
        _ => one,
    }
}

/// What holds when where two things must be in force, laid end to end.
pub fn joint_intervals(one: &History, other: &History) -> Vec<Interval> {
    let mut days = one.possible_points(NaiveDate::MAX);
    days.extend(other.possible_points(NaiveDate::MAX));
    days.sort_unstable();
    end_to_end(&turns(days, |day| joint_status(one.status_on(day), other.status_on(day))))
}
