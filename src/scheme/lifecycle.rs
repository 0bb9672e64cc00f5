//! The lifecycle of a certificate and of a body's listing: in force, suspended, withdrawn, expired (ISO/IEC 17024's
//! terms). "Status history is append-only … The status on any day, and what the registry believed at any earlier
//! moment, can be asked."

use chrono::NaiveDate;

use crate::clock::Moment;

/// A change of status, speaking of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Suspended from a day, until a day (included) or until it is reinstated.
    Suspension {
        /// The first day.
        from: NaiveDate,
        /// The last day, if it ends by itself.
        until: Option<NaiveDate>,
    },
    /// Every suspension recorded so far is lifted from this day on.
    Reinstatement {
        /// The first day in force again.
        from: NaiveDate,
    },
    /// Withdrawn for good from this day on.
    Withdrawal {
        /// The first day.
        from: NaiveDate,
    },
}

impl Change {
    /// The word in the tables and on the wire.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Suspension { .. } => "suspension",
            Self::Reinstatement { .. } => "reinstatement",
            Self::Withdrawal { .. } => "withdrawal",
        }
    }

    /// The first day it speaks of.
    #[must_use]
    pub const fn from(&self) -> NaiveDate {
        match self {
            Self::Suspension { from, .. } | Self::Reinstatement { from } | Self::Withdrawal { from } => *from,
        }
    }

    /// The last day of a suspension that ends by itself.
    #[must_use]
    pub const fn until(&self) -> Option<NaiveDate> {
        match self {
            Self::Suspension { until, .. } => *until,
            Self::Reinstatement { .. } | Self::Withdrawal { .. } => None,
        }
    }

    /// Puts a stored change together again; `None` for a word that is not a kind of change.
    #[must_use]
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
    /// What changed.
    pub change: Change,
    /// When it was recorded.
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
        /// The last day of the suspension.
        until: Option<NaiveDate>,
    },
    /// Withdrawn for good.
    Withdrawn,
    /// Past its last day.
    Expired,
}

/// An award or a listing, and all that happened to it since, in the order in which it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The first day in force.
    pub from: NaiveDate,
    /// The last day in force; `None` where there is none.
    pub expires_on: Option<NaiveDate>,
    /// The changes, in the order in which they were recorded.
    pub changes: Vec<RecordedChange>,
}

/// A day on which the status turned, and what it turned into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The first day of the status.
    pub on: NaiveDate,
    /// The status.
    pub status: Status,
}

/// Days on which one status holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The first day.
    pub from: NaiveDate,
    /// The last day; `None` where no end is known.
    pub until: Option<NaiveDate>,
    /// The status.
    pub status: Status,
}

/// Why a change cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inadmissible(pub String);

impl History {
    /// The status on `day`, as believed now.
    ///
    /// A later record prevails over an earlier one for the days of which it speaks; nothing undoes a withdrawal.
    #[must_use]
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
    #[must_use]
    pub fn status_since(&self, day: NaiveDate) -> Option<NaiveDate> {
        let kind = |day| std::mem::discriminant(&self.status_on(day));
        // The last of these days before which it was another status is the answer.
        self.possible_turns(day).into_iter().rev().take_while(|turn| kind(*turn) == kind(day)).last()
    }

    /// Every turn of the status up to `last`, as believed now: what happened in the end, without what was recorded and
    /// came to nothing. The first is the beginning of it all.
    #[must_use]
    pub fn turns_until(&self, last: NaiveDate) -> Vec<Turn> {
        let mut turns = self.possible_turns(last).into_iter().map(|on| Turn { on, status: self.status_on(on) });
        let mut kept: Vec<Turn> = turns.next().into_iter().collect();
        for turn in turns {
            if kept.last().is_none_or(|before| before.status != turn.status) {
                kept.push(turn);
            }
        }
        kept
    }

    /// The whole of it, as believed now, laid end to end: the past and what is known of the future, such as the end of a
    /// suspension or the expiry. The last has no end.
    #[must_use]
    pub fn intervals(&self) -> Vec<Interval> {
        let turns = self.turns_until(NaiveDate::MAX);
        let ends = turns.iter().skip(1).map(|next| next.on.pred_opt()).chain([None]);
        let interval = |(turn, until): (&Turn, _)| Interval { from: turn.on, until, status: turn.status };
        turns.iter().zip(ends).map(interval).collect()
    }

    /// The only days up to `last` on which the status can turn, in order.
    fn possible_turns(&self, last: NaiveDate) -> Vec<NaiveDate> {
        let changes = || self.changes.iter().map(|recorded| recorded.change);
        let ends = changes().filter_map(|change| change.until()).chain(self.expires_on);
        let starts = changes().map(|change| change.from()).chain([self.from]);
        let mut days: Vec<_> = ends.filter_map(|last| last.succ_opt()).chain(starts).collect();
        days.retain(|day| (self.from..=last).contains(day));
        days.sort_unstable();
        days
    }

    /// The history as the registry believed it at `moment`.
    #[must_use]
    pub fn believed_at(&self, moment: Moment) -> Self {
        let known = self.changes.iter().copied().filter(|recorded| recorded.recorded_at <= moment);
        Self { changes: known.collect(), ..self.clone() }
    }

    /// Whether it has ended for good by `today`: withdrawn, or past its last day.
    #[must_use]
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
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn history(changes: &[(&str, &str, Option<&str>)]) -> History {
        let recorded = changes.iter().enumerate().map(|(index, (kind, from, until))| RecordedChange {
            change: Change::restore(kind, day(from), until.map(day)).unwrap(),
            recorded_at: Moment::from_timestamp(i64::try_from(index).unwrap(), 0).unwrap(),
        });
        History { from: day("2020-01-10"), expires_on: Some(day("2025-01-09")), changes: recorded.collect() }
    }

    #[test]
    fn the_status_on_a_day_follows_from_the_records() {
        let until = Status::Suspended { until: Some(day("2021-03-31")) };
        let open = Status::Suspended { until: None };
        let suspended = [("suspension", "2021-03-01", Some("2021-03-31"))];
        let reinstated = [("suspension", "2021-03-01", None), ("reinstatement", "2021-04-01", None)];
        let withdrawn = [("withdrawal", "2021-03-01", None), ("suspension", "2021-02-01", None)];
        for (changes, on, expected) in [
            (&suspended[..0], "2020-01-09", Status::NotYet),
            (&suspended[..0], "2020-01-10", Status::InForce),
            (&suspended[..0], "2025-01-09", Status::InForce),
            (&suspended[..0], "2025-01-10", Status::Expired),
            (&suspended[..], "2021-02-28", Status::InForce),
            (&suspended[..], "2021-03-01", until),
            (&suspended[..], "2021-03-31", until),
            (&suspended[..], "2021-04-01", Status::InForce),
            (&reinstated[..], "2021-03-31", open),
            (&reinstated[..], "2021-04-01", Status::InForce),
            (&reinstated[..1], "2025-06-01", Status::Expired),
            (&withdrawn[..], "2021-02-01", open),
            (&withdrawn[..], "2021-03-01", Status::Withdrawn),
            (&withdrawn[..], "2026-01-01", Status::Withdrawn),
        ] {
            assert_eq!(history(changes).status_on(day(on)), expected, "{changes:?} on {on}");
        }
    }

    #[test]
    fn a_status_holds_since_the_day_it_last_turned() {
        let suspended = [("suspension", "2021-03-01", Some("2021-03-31"))];
        let twice = [("suspension", "2021-03-01", Some("2021-03-31")), ("suspension", "2021-04-01", None)];
        let from_award_on = [("suspension", "2021-03-01", None), ("withdrawal", "2020-01-10", None)];
        for (changes, on, since) in [
            (&suspended[..0], "2020-01-09", None),
            (&suspended[..0], "2024-01-01", Some("2020-01-10")),
            (&suspended[..0], "2025-06-01", Some("2025-01-10")),
            (&suspended[..], "2021-02-28", Some("2020-01-10")),
            (&suspended[..], "2021-03-31", Some("2021-03-01")),
            (&suspended[..], "2021-05-01", Some("2021-04-01")),
            (&twice[..], "2021-05-01", Some("2021-03-01")),
            (&from_award_on[..], "2021-05-01", Some("2020-01-10")),
        ] {
            assert_eq!(history(changes).status_since(day(on)), since.map(day), "{changes:?} on {on}");
        }
    }

    #[test]
    fn the_turns_tell_what_happened_in_the_end() {
        let (first, until) = (Status::InForce, Status::Suspended { until: Some(day("2021-03-31")) });
        let open = Status::Suspended { until: None };
        let suspended = [("suspension", "2021-03-01", Some("2021-03-31"))];
        let reinstated = [("suspension", "2021-03-01", None), ("reinstatement", "2021-04-01", None)];
        let never = [("suspension", "2021-03-01", None), ("reinstatement", "2021-03-01", None)];
        let early = [("withdrawal", "2021-05-01", None), ("withdrawal", "2021-02-01", None)];
        let void = [("withdrawal", "2020-01-10", None)];
        for (changes, last, expected) in [
            (&suspended[..0], "2020-01-09", &[][..]),
            (&suspended[..0], "2024-01-01", &[("2020-01-10", first)][..]),
            (&suspended[..0], "2025-01-10", &[("2020-01-10", first), ("2025-01-10", Status::Expired)]),
            (&suspended[..], "2021-03-15", &[("2020-01-10", first), ("2021-03-01", until)]),
            (&suspended[..], "2021-04-01", &[("2020-01-10", first), ("2021-03-01", until), ("2021-04-01", first)]),
            (&reinstated[..], "2021-05-01", &[("2020-01-10", first), ("2021-03-01", open), ("2021-04-01", first)]),
            (&never[..], "2021-05-01", &[("2020-01-10", first)]),
            (&early[..], "2026-05-01", &[("2020-01-10", first), ("2021-02-01", Status::Withdrawn)]),
            (&void[..], "2026-05-01", &[("2020-01-10", Status::Withdrawn)]),
        ] {
            let turns = history(changes).turns_until(day(last));
            let expected: Vec<_> = expected.iter().map(|(on, status)| Turn { on: day(on), status: *status }).collect();
            assert_eq!(turns, expected, "{changes:?} until {last}");
        }
    }

    #[test]
    fn the_intervals_leave_no_day_out() {
        let suspended = [("suspension", "2021-03-01", Some("2021-03-31"))];
        let withdrawn = [("suspension", "2021-03-01", None), ("withdrawal", "2021-04-01", None)];
        let (first, until) = (Status::InForce, Status::Suspended { until: Some(day("2021-03-31")) });
        let open = Status::Suspended { until: None };
        for (changes, expected) in [
            (&suspended[..0], &[("2020-01-10", Some("2025-01-09"), first), ("2025-01-10", None, Status::Expired)][..]),
            (
                &suspended[..],
                &[
                    ("2020-01-10", Some("2021-02-28"), first),
                    ("2021-03-01", Some("2021-03-31"), until),
                    ("2021-04-01", Some("2025-01-09"), first),
                    ("2025-01-10", None, Status::Expired),
                ],
            ),
            (
                &withdrawn[..],
                &[
                    ("2020-01-10", Some("2021-02-28"), first),
                    ("2021-03-01", Some("2021-03-31"), open),
                    ("2021-04-01", None, Status::Withdrawn),
                ],
            ),
        ] {
            let expected: Vec<_> = expected
                .iter()
                .map(|(from, until, status)| Interval { from: day(from), until: until.map(day), status: *status })
                .collect();
            assert_eq!(history(changes).intervals(), expected, "{changes:?}");
        }
    }

    #[test]
    fn a_withdrawal_to_come_has_not_ended_anything_yet() {
        let withdrawn = history(&[("withdrawal", "2021-03-01", None)]);
        assert!(!withdrawn.has_ended(day("2021-02-28")) && withdrawn.has_ended(day("2021-03-01")));
        let expiring = history(&[]);
        assert!(!expiring.has_ended(day("2025-01-09")) && expiring.has_ended(day("2025-01-10")));
    }

    #[test]
    fn a_change_must_start_from_the_status_that_holds() {
        let suspended = [("suspension", "2021-03-01", Some("2021-03-31"))];
        let withdrawn = [("withdrawal", "2021-03-01", None)];
        for (changes, kind, from, until, admitted) in [
            (&suspended[..0], "suspension", "2020-01-10", None, true),
            (&suspended[..0], "suspension", "2020-01-09", None, false),
            (&suspended[..0], "suspension", "2021-01-10", Some("2021-01-09"), false),
            (&suspended[..0], "reinstatement", "2021-01-10", None, false),
            (&suspended[..0], "withdrawal", "2025-01-10", None, false),
            (&suspended[..], "suspension", "2021-03-31", None, false),
            (&suspended[..], "suspension", "2021-04-01", None, true),
            (&suspended[..], "reinstatement", "2021-03-15", None, true),
            (&suspended[..], "withdrawal", "2021-03-15", None, true),
            (&withdrawn[..], "withdrawal", "2021-02-28", None, true),
            (&withdrawn[..], "withdrawal", "2021-03-01", None, false),
            (&withdrawn[..], "reinstatement", "2021-03-02", None, false),
        ] {
            let change = Change::restore(kind, day(from), until.map(day)).unwrap();
            assert_eq!(history(changes).admit(change).is_ok(), admitted, "{changes:?} then {change:?}");
        }
    }

    #[test]
    fn what_was_believed_earlier_can_be_asked() {
        let withdrawn = history(&[("suspension", "2021-03-01", None), ("withdrawal", "2021-03-01", None)]);
        let earlier = Moment::from_timestamp(0, 0).unwrap();
        assert_eq!(withdrawn.believed_at(earlier).status_on(day("2021-03-01")), Status::Suspended { until: None });
        assert_eq!(withdrawn.status_on(day("2021-03-01")), Status::Withdrawn);
    }
}
