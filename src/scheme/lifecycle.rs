//! The lifecycle of a certificate and of a body's listing: in force, suspended, withdrawn, expired (ISO/IEC 17024's
//! terms). "Status history is append-only … The status on any day, and what the registry believed at any earlier
//! moment, can be asked."

use chrono::{Duration, NaiveDate};

use crate::clock::Moment;

/// A change of status, speaking of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Suspended from a day, until a day (included) or until it is reinstated.
    Suspension { from: NaiveDate, until: Option<NaiveDate> },
    /// Every suspension recorded so far is lifted from this day on.
    Reinstatement { from: NaiveDate },
    /// Withdrawn for good from this day on.
    Withdrawal { from: NaiveDate },
}

impl Change {
    /// The word in the tables and on the wire.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Suspension { .. } => "suspension",
            Self::Reinstatement { .. } => "reinstatement",
            Self::Withdrawal { .. } => "withdrawal",
        }
    }

    pub const fn from(&self) -> NaiveDate {
        match self {
            Self::Suspension { from, .. } | Self::Reinstatement { from } | Self::Withdrawal { from } => *from,
        }
    }

    /// The last day of a suspension that ends by itself.
    pub const fn until(&self) -> Option<NaiveDate> {
        match self {
            Self::Suspension { until, .. } => *until,
            Self::Reinstatement { .. } | Self::Withdrawal { .. } => None,
        }
    }

    /// Puts a stored change together again; `None` for a word that is not a kind of change.
    pub fn restore(kind: &str, from: NaiveDate, until: Option<NaiveDate>) -> Option<Self> {
        match kind {
            "suspension" => Some(Self::Suspension { from, until }),
            "reinstatement" => Some(Self::Reinstatement { from }),
            "withdrawal" => Some(Self::Withdrawal { from }),
            _ => None,
        }
    }
}

/// A change and when the registry learnt of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordedChange {
    pub change: Change,
    pub recorded_at: Moment,
}

/// What holds on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The day is before it all began.
    NotYet,
    /// Valid (a certificate), listed (a body).
    InForce,
    /// Suspended, with the day it ends by itself, if it does.
    Suspended {
        until: Option<NaiveDate>,
    },
    Withdrawn,
    /// Past its last day.
    Expired,
}

/// An award or a listing, and all that happened to it since, in the order in which it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    pub from: NaiveDate,
    /// The last day in force; `None` where there is none.
    pub expires_on: Option<NaiveDate>,
    pub changes: Vec<RecordedChange>,
}

/// A day on which the status turned, and what it turned into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusPoint {
    pub on: NaiveDate,
    pub status: Status,
}

/// Days on which one status holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    pub from: NaiveDate,
    /// The last day; `None` where no end is known.
    pub until: Option<NaiveDate>,
    pub status: Status,
}

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

/// Why a change cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inadmissible(pub String);

impl History {
    /// The status on `day`, as believed now.
    ///
    /// A later record prevails over an earlier one for the days of which it speaks; nothing undoes a withdrawal.
    pub fn status_on(&self, day: NaiveDate) -> Status {
        if day < self.from {
            return Status::NotYet;
        }
        let mut status = Status::InForce;
        for recorded in &self.changes {
            match (recorded.change, status) {
                (_, Status::Withdrawn) => break,
                (Change::Suspension { from, until }, _) if from <= day && until.is_none_or(|until| day <= until) => {
                    status = Status::Suspended { until };
                }
                (Change::Reinstatement { from }, Status::Suspended { .. }) if from <= day => status = Status::InForce,
                (Change::Withdrawal { from }, _) if from <= day => status = Status::Withdrawn,
                _ => {}
            }
        }
        let expired = self.expires_on.is_some_and(|last| last < day);
        if expired && status != Status::Withdrawn { Status::Expired } else { status }
    }

    /// The first day of the status that holds on `day`; `None` before it all began.
    pub fn status_since(&self, day: NaiveDate) -> Option<NaiveDate> {
        let kind = |day| std::mem::discriminant(&self.status_on(day));
        // The last of these days before which it was another status is the answer.
        self.possible_points(day).into_iter().rev().take_while(|turn| kind(*turn) == kind(day)).last()
    }

    /// Every turn of the status up to `last`, as believed now: what happened in the end, without what was recorded and
    /// came to nothing. The first is the beginning of it all.
    pub fn status_points(&self, last: NaiveDate) -> Vec<StatusPoint> {
        let mut turns = self.possible_points(last).into_iter().map(|on| StatusPoint { on, status: self.status_on(on) });
        let mut kept: Vec<StatusPoint> = turns.next().into_iter().collect();
        for turn in turns {
            if kept.last().is_none_or(|before| before.status != turn.status) {
                kept.push(turn);
            }
        }
        kept
    }

    /// The whole of it, as believed now, laid end to end: the past and what is known of the future, such as the end of a
    /// suspension or the expiry. The last has no end.
    pub fn intervals(&self) -> Vec<Interval> {
        let turns = self.status_points(NaiveDate::MAX);
        let ends = turns.iter().skip(1).map(|next| next.on.pred_opt()).chain([None]);
        let interval = |(turn, until): (&StatusPoint, _)| Interval { from: turn.on, until, status: turn.status };
        turns.iter().zip(ends).map(interval).collect()
    }

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
        if let Some(last) = self.expires_on
            && let days = (last - day).num_days()
            && ANNOUNCED.contains(&days)
            && matches!(now, Status::InForce | Status::Suspended { .. })
            && self.status_on(last) != Status::Withdrawn
        {
            comings.push(Coming::Expiring { days });
        }
        comings
    }

    /// The only days up to `last` on which the status can turn, in order.
    fn possible_points(&self, last: NaiveDate) -> Vec<NaiveDate> {
        let changes = || self.changes.iter().map(|recorded| recorded.change);
        let ends = changes().filter_map(|change| change.until()).chain(self.expires_on);
        let starts = changes().map(|change| change.from()).chain([self.from]);
        let mut days: Vec<_> = ends.filter_map(|last| last.succ_opt()).chain(starts).collect();
        days.retain(|day| (self.from..=last).contains(day));
        days.sort_unstable();
        days
    }

    /// The history as the registry believed it at `moment`.
    pub fn believed_at(&self, moment: Moment) -> Self {
        let known = self.changes.iter().copied().filter(|recorded| recorded.recorded_at <= moment);
        Self { changes: known.collect(), ..self.clone() }
    }

    /// Whether it has ended for good by `today`: withdrawn, or past its last day.
    pub fn has_ended(&self, today: NaiveDate) -> bool {
        matches!(self.status_on(today), Status::Withdrawn | Status::Expired)
    }

    /// Whether `change` may be recorded next.
    ///
    /// # Errors
    /// [`Inadmissible`] with the reason: the status that the change starts from does not hold on its first day.
    pub fn admit(&self, change: Change) -> Result<(), Inadmissible> {
        let from = change.from();
        let status = self.status_on(from);
        let refuse = |why: &str| Err(Inadmissible(why.to_owned()));
        if let Change::Suspension { until: Some(until), .. } = change
            && until < from
        {
            return refuse("the suspension would end before it begins; `until` is its last day");
        }
        match (status, change) {
            (Status::NotYet, _) => {
                Err(Inadmissible(format!("nothing was in force on {from}: it began on {}", self.from)))
            }
            (Status::Withdrawn, _) => {
                Err(Inadmissible(format!("it is withdrawn on {from}, and a withdrawal is for good")))
            }
            (Status::Expired, _) => Err(Inadmissible(format!("it has expired before {from}"))),
            (Status::InForce, Change::Reinstatement { .. }) => {
                Err(Inadmissible(format!("it is not suspended on {from}")))
            }
            (Status::Suspended { .. }, Change::Suspension { .. }) => {
                Err(Inadmissible(format!("it is suspended on {from} already")))
            }
            (Status::InForce, Change::Suspension { .. } | Change::Withdrawal { .. })
            | (Status::Suspended { .. }, Change::Reinstatement { .. } | Change::Withdrawal { .. }) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
