//! The lifecycle of a certificate, of a body's listing and of an accreditation: in force, suspended, withdrawn, expired
//! (ISO/IEC 17024's terms). "Status history is append-only … The status on any day, and what the registry believed at any earlier
//! moment, can be asked."

use chrono::NaiveDate;

use super::calendar::Period;
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
    /// In force from this day until a later last day (included) than it had.
    Extension { from: NaiveDate, until: NaiveDate },
    /// The first and the last day were recorded wrongly; these are right.
    Correction { from: NaiveDate, until: Option<NaiveDate> },
}

impl Change {
    /// The word in the tables and on the wire.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Suspension { .. } => "suspension",
            Self::Reinstatement { .. } => "reinstatement",
            Self::Withdrawal { .. } => "withdrawal",
            Self::Extension { .. } => "extension",
            Self::Correction { .. } => "correction",
        }
    }

    pub const fn from(&self) -> NaiveDate {
        match self {
            Self::Suspension { from, .. }
            | Self::Reinstatement { from }
            | Self::Withdrawal { from }
            | Self::Extension { from, .. }
            | Self::Correction { from, .. } => *from,
        }
    }

    /// The last day of a suspension that ends by itself, or the last day that it is to be in force.
    pub const fn until(&self) -> Option<NaiveDate> {
        match self {
            Self::Suspension { until, .. } | Self::Correction { until, .. } => *until,
            Self::Extension { until, .. } => Some(*until),
            Self::Reinstatement { .. } | Self::Withdrawal { .. } => None,
        }
    }

    /// Puts a stored change together again; `None` for a word that is not a kind of change.
    pub fn restore(kind: &str, from: NaiveDate, until: Option<NaiveDate>) -> Option<Self> {
        match kind {
            "suspension" => Some(Self::Suspension { from, until }),
            "reinstatement" => Some(Self::Reinstatement { from }),
            "withdrawal" => Some(Self::Withdrawal { from }),
            "extension" => until.map(|until| Self::Extension { from, until }),
            "correction" => Some(Self::Correction { from, until }),
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

/// An award, a listing or an accreditation, and all that happened to it since, in the order in which it was recorded.
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

/// Why a change cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inadmissible(pub String);

impl History {
    /// The status on `day`, as believed now.
    ///
    /// A later record prevails over an earlier one for the days of which it speaks; nothing undoes a withdrawal.
    pub fn status_on(&self, day: NaiveDate) -> Status {
        let terms = self.terms();
        if terms.iter().all(|term| day < term.from) {
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
        let expired = !terms.iter().any(|term| term.contains(day));
        if expired && status != Status::Withdrawn { Status::Expired } else { status }
    }

    pub fn is_in_force_on(&self, day: NaiveDate) -> bool {
        self.status_on(day) == Status::InForce
    }

    /// The first and the last day of it, whatever its status is on them: as corrected and extended.
    pub fn days(&self) -> Period {
        let terms = self.terms();
        let first = terms.first().map_or(self.from, |first| first.from);
        Period { from: first, until: terms.last().and_then(|last| last.until) }
    }

    /// The days of it, whatever its status is on them: more than one where it had ended when it was extended.
    fn terms(&self) -> Vec<Period> {
        let mut terms = vec![Period { from: self.from, until: self.expires_on }];
        for recorded in &self.changes {
            let last = terms.last_mut();
            match recorded.change {
                Change::Extension { from, until } => match last {
                    Some(Period { until: Some(end), .. }) if end.succ_opt().is_some_and(|next| from <= next) => {
                        *end = until.max(*end);
                    }
                    _ => terms.push(Period { from, until: Some(until) }),
                },
                Change::Correction { from, until } => {
                    if let Some(last) = last {
                        last.until = until;
                    }
                    if let Some(first) = terms.first_mut() {
                        first.from = from;
                    }
                }
                Change::Suspension { .. } | Change::Reinstatement { .. } | Change::Withdrawal { .. } => {}
            }
        }
        terms
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
        turns(self.possible_points(last), |day| self.status_on(day))
    }

    /// The whole of it, as believed now, laid end to end: the past and what is known of the future, such as the end of a
    /// suspension or the expiry. The last has no end.
    pub fn intervals(&self) -> Vec<Interval> {
        end_to_end(&self.status_points(NaiveDate::MAX))
    }

    /// The only days up to `last` on which the status can turn, in order.
    fn possible_points(&self, last: NaiveDate) -> Vec<NaiveDate> {
        let changes = || self.changes.iter().map(|recorded| recorded.change);
        let ends = changes().filter_map(|change| change.until()).chain(self.expires_on);
        let starts = changes().map(|change| change.from()).chain([self.from]);
        let mut days: Vec<_> = ends.filter_map(|last| last.succ_opt()).chain(starts).collect();
        let first = self.days().from;
        days.retain(|day| (first..=last).contains(day));
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
            (_, Change::Correction { from, until }) => self.admit_correction(from, until),
            (Status::NotYet, _) => {
                Err(Inadmissible(format!("nothing was in force on {from}: it began on {}", self.days().from)))
            }
            (Status::Withdrawn, _) => {
                Err(Inadmissible(format!("it is withdrawn on {from}, and a withdrawal is for good")))
            }
            (_, Change::Extension { from, until }) => self.admit_extension(from, until),
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

    /// An extension adds days: it has a later last day than there is.
    fn admit_extension(&self, from: NaiveDate, until: NaiveDate) -> Result<(), Inadmissible> {
        let refuse = |why: String| Err(Inadmissible(why));
        match self.days().until {
            None => refuse("it has no last day".to_owned()),
            Some(end) if until <= end => refuse(format!("it lasts until {end} already")),
            Some(_) if self.status_on(until) == Status::Withdrawn => refuse(format!("it is withdrawn by {until}")),
            Some(_) if until < from => {
                refuse("it would end before it begins; `accredited_until` is its last day".to_owned())
            }
            Some(_) => Ok(()),
        }
    }

    /// A correction leaves days, both before and after what interrupts them.
    fn admit_correction(&self, from: NaiveDate, until: Option<NaiveDate>) -> Result<(), Inadmissible> {
        let terms = self.terms();
        let corrected = |term: &Period, is_first: bool, is_last: bool| Period {
            from: if is_first { from } else { term.from },
            until: if is_last { until } else { term.until },
        };
        let wrong = terms.iter().enumerate().map(|(index, term)| corrected(term, index == 0, index + 1 == terms.len()));
        match wrong.into_iter().find(|term| term.until.is_some_and(|until| until < term.from)) {
            Some(term) => Err(Inadmissible(format!(
                "no day would be left from {} to {}",
                term.from,
                term.until.unwrap_or(term.from)
            ))),
            None => Ok(()),
        }
    }
}

/// The turns among these days, which are in order: the first, and each on which another status holds than before.
fn turns(days: Vec<NaiveDate>, status_on: impl Fn(NaiveDate) -> Status) -> Vec<StatusPoint> {
    let mut kept: Vec<StatusPoint> = Vec::new();
    for on in days {
        let turn = StatusPoint { on, status: status_on(on) };
        if kept.last().is_none_or(|before| before.status != turn.status) {
            kept.push(turn);
        }
    }
    kept
}

fn end_to_end(turns: &[StatusPoint]) -> Vec<Interval> {
    let ends = turns.iter().skip(1).map(|next| next.on.pred_opt()).chain([None]);
    let interval = |(turn, until): (&StatusPoint, _)| Interval { from: turn.on, until, status: turn.status };
    turns.iter().zip(ends).map(interval).collect()
}

mod accreditation;
mod comings;

pub use accreditation::{Lapse, joint_intervals, joint_status};
pub use comings::{ANNOUNCED, Coming, last_days_told_on};

#[cfg(test)]
mod tests;
