//! What happened to a listing or a certificate, in words: what `history.html` shows.

use chrono::NaiveDate;

use crate::messages::{Text, isolated};
use crate::registry::StatusRecord;
use crate::registry::organisation_certificates::{PublicTurn, Turned};
use crate::scheme::calendar::Period;
use crate::scheme::departure::Departure;
use crate::scheme::lifecycle::{Change, History, Status, StatusPoint};

pub(super) struct Event {
    /// The day, for programs.
    pub machine_day: String,
    pub day: String,
    pub what: String,
    pub why: Option<String>,
}

impl Event {
    fn on(text: Text, day: NaiveDate, what: String) -> Self {
        Self { machine_day: day.to_string(), day: text.day(day), what, why: None }
    }
}

/// What happened to a listing until `today`. `why` gives the words that were recorded for a day.
pub(super) fn of_listing(
    text: Text,
    history: &History,
    today: NaiveDate,
    why: impl Fn(NaiveDate) -> Option<String>,
) -> Vec<Event> {
    let event = |(index, point): (usize, &StatusPoint)| {
        let what = match point.status {
            Status::InForce if index == 0 => text.say("event-listed"),
            Status::InForce => text.say("event-listed-again"),
            Status::Suspended { until: Some(until) } => {
                text.say_with("event-suspended-until", &[("day", text.day(until).into())])
            }
            Status::Suspended { until: None } => text.say("event-suspended"),
            Status::Withdrawn | Status::Expired => text.say("event-withdrawn"),
            Status::NotYet => return None,
        };
        Some(Event { why: why(point.on), ..Event::on(text, point.on, what) })
    };
    history.status_points(today).iter().enumerate().filter_map(event).collect()
}

/// What happened to an accreditation until `today`; nothing where it was only ever in force.
pub(super) fn of_accreditation(
    text: Text,
    records: &[StatusRecord],
    history: &History,
    today: NaiveDate,
) -> Vec<Event> {
    let why = |day: NaiveDate, kind: &str| {
        let of_day = |record: &&StatusRecord| record.change.from() == day && record.change.kind() == kind;
        records.iter().rev().find(of_day).map(|record| record.reason.clone())
    };
    let turn = |(index, point): (usize, &StatusPoint)| {
        let (what, kind) = match point.status {
            Status::InForce if index == 0 => (text.say("event-accredited"), ""),
            Status::InForce => (text.say("event-accredited-again"), "reinstatement"),
            Status::Suspended { until: Some(until) } => {
                let said = [("day", text.day(until).into())];
                (text.say_with("event-accreditation-suspended-until", &said), "suspension")
            }
            Status::Suspended { until: None } => (text.say("event-accreditation-suspended"), "suspension"),
            Status::Withdrawn => (text.say("event-accreditation-withdrawn"), "withdrawal"),
            Status::Expired => (text.say("event-accreditation-ended"), ""),
            Status::NotYet => return None,
        };
        Some((point.on, Event { why: why(point.on, kind), ..Event::on(text, point.on, what) }))
    };
    let of_days = records.iter().filter_map(|record| {
        let (day, what) = match record.change {
            Change::Extension { from, until } => {
                (from, text.say_with("event-accreditation-extended", &[("day", text.day(until).into())]))
            }
            Change::Correction { from, until } => {
                let days = period(text, Period { from, until });
                (
                    record.recorded_at.date_naive(),
                    text.say_with("event-accreditation-corrected", &[("days", days.into())]),
                )
            }
            Change::Suspension { .. } | Change::Reinstatement { .. } | Change::Withdrawal { .. } => return None,
        };
        Some((day, Event { why: Some(record.reason.clone()), ..Event::on(text, day, what) }))
    });
    if records.is_empty() {
        return Vec::new();
    }
    let mut events: Vec<_> = history.status_points(today).iter().enumerate().filter_map(turn).chain(of_days).collect();
    events.sort_by_key(|(day, _)| *day);
    events.into_iter().map(|(_, event)| event).collect()
}

/// "from … to …".
pub(super) fn period(text: Text, period: Period) -> String {
    let from = text.day(period.from);
    match period.until {
        Some(until) => text.say_with("period-until", &[("from", from.into()), ("until", text.day(until).into())]),
        None => text.say_with("period-open", &[("from", from.into())]),
    }
}

pub(super) fn of_organisation_certificate(text: Text, turns: &[PublicTurn]) -> Vec<Event> {
    let event = |(index, happened): (usize, &PublicTurn)| {
        let what = match &happened.what {
            Turned::Status(Status::InForce) if index == 0 => text.say("event-issued"),
            Turned::Status(status) => status_change(text, *status)?,
            Turned::Lapsed => text.say("event-lapsed"),
            Turned::IssuerWithdrawn { body, transferable_until } => {
                let said = [("body", isolated(&body.name).into()), ("day", text.day(*transferable_until).into())];
                text.say_with("event-issuer-withdrawn", &said)
            }
            Turned::Transferred { body, number } => {
                let said = [("body", isolated(&body.name).into()), ("number", number.as_str().into())];
                text.say_with("event-transferred", &said)
            }
        };
        Some(Event::on(text, happened.on, what))
    };
    turns.iter().enumerate().filter_map(event).collect()
}

/// What happened to a certificate of a person. The award stands first, even of one that was void from its first day.
pub(super) fn of_certificate(text: Text, points: &[StatusPoint]) -> Vec<Event> {
    let award = points.first().map(|first| Event::on(text, first.on, text.say("turn-awarded")));
    let is_award = |index: usize, point: &StatusPoint| index == 0 && point.status == Status::InForce;
    let happened = points.iter().enumerate().filter(|(index, point)| !is_award(*index, point));
    let happened =
        happened.filter_map(|(_, point)| Some(Event::on(text, point.on, status_change(text, point.status)?)));
    award.into_iter().chain(happened).collect()
}

/// How a certificate comes to have this status, after its award or issue.
fn status_change(text: Text, status: Status) -> Option<String> {
    match status {
        Status::InForce => Some(text.say("turn-reinstated")),
        Status::Suspended { until: Some(until) } => {
            Some(text.say_with("turn-suspended-until", &[("day", text.day(until).into())]))
        }
        Status::Suspended { until: None } => Some(text.say("turn-suspended")),
        Status::Withdrawn => Some(text.say("turn-withdrawn")),
        Status::Expired => Some(text.say("turn-expired")),
        Status::NotYet => None,
    }
}

/// That the body of an organisation's certificate left, in a sentence; `status` is that of the certificate.
pub(super) fn departed(text: Text, departure: Departure, status: Status) -> String {
    let (day, last) = (text.day(departure.withdrawn_on), text.day(departure.transferable_until));
    let said = [("day", day.clone().into()), ("last", last.into())];
    match status {
        Status::Expired => text.say_with("issuer-withdrawn-lapsed", &said),
        Status::Withdrawn => text.say_with("issuer-withdrawn-only", &[("day", day.into())]),
        _ => text.say_with("issuer-withdrawn", &said),
    }
}
