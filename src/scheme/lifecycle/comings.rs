//! Days that come by themselves.

use chrono::{Duration, NaiveDate};

use super::{History, Status};

/// What a day brings by itself, without anybody's deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coming {
    /// The day is the first after a suspension.
    SuspensionEnded,
    /// The day is the first after the last one in force.
    Expired,
    /// So many days are left until the last one in force.
    Expiring { days: i64 },
}

/// So many days before the last one it is said that something expires: "what expires is announced 90, 30 and 7 days before".
pub const ANNOUNCED: [i64; 3] = [90, 30, 7];

/// The last days in force that are news on `day`: the one before it, and those that are announced.
pub fn last_days_told_on(day: NaiveDate) -> Vec<NaiveDate> {
    [-1].into_iter().chain(ANNOUNCED).filter_map(|days| day.checked_add_signed(Duration::days(days))).collect()
}

impl History {
    /// What `day` brings by itself.
    pub fn comings_on(&self, day: NaiveDate) -> Vec<Coming> {
        let mut comings = Vec::new();
        let Some(eve) = day.pred_opt() else { return comings };
        let (before, now) = (self.status_on(eve), self.status_on(day));
        if before == (Status::Suspended { until: Some(eve) }) && now == Status::InForce {
            comings.push(Coming::SuspensionEnded);
        }
        if now == Status::Expired && before != Status::Expired {
            comings.push(Coming::Expired);
        }
        if let Some(last) = self.days().until
            && let days = (last - day).num_days()
            && ANNOUNCED.contains(&days)
            && matches!(now, Status::InForce | Status::Suspended { .. })
            && self.status_on(last) != Status::Withdrawn
        {
            comings.push(Coming::Expiring { days });
        }
        comings
    }
}
