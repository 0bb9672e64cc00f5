//! Status as a shape and a word, and what happened to it.

use askama::Template;
use chrono::NaiveDate;

use crate::registry::directory;
use crate::registry::organisation_certificates::{PublicTurn, Turned};
use crate::scheme::calendar::Period;
use crate::scheme::lifecycle::{History, Status};
use crate::web::messages::Text;
use crate::web::turns::turn;

/// A status at a glance.
#[derive(Template)]
#[template(path = "standing.html")]
pub(in crate::web) struct Standing {
    /// Which shape and colour.
    kind: &'static str,
    word: String,
}

impl Standing {
    /// Of a listing or an accreditation.
    pub fn of_listing(text: Text, status: Status) -> Self {
        let (kind, word) = match status {
            Status::InForce => ("valid", text.say("standing-listed")),
            Status::Suspended { .. } => ("suspended", text.say("status-suspended")),
            Status::Withdrawn | Status::Expired => ("withdrawn", text.say("status-withdrawn")),
            Status::NotYet => ("expired", text.say("standing-not-yet")),
        };
        Self { kind, word }
    }

    pub fn of_certificate(text: Text, status: Status) -> Self {
        let (kind, word) = match status {
            Status::InForce => ("valid", text.say("status-valid")),
            Status::Suspended { .. } => ("suspended", text.say("status-suspended")),
            Status::Withdrawn => ("withdrawn", text.say("status-withdrawn")),
            Status::Expired => ("expired", text.say("status-expired")),
            Status::NotYet => ("expired", text.say("standing-not-yet")),
        };
        Self { kind, word }
    }

    /// As the directory knows it.
    pub fn of_directory(text: Text, standing: Option<directory::Standing>) -> Self {
        use directory::Standing as Known;
        let (kind, word) = match standing {
            Some(Known::Listed) => ("valid", text.say("standing-listed")),
            Some(Known::Accredited) => ("valid", text.say("standing-accredited")),
            Some(Known::Valid) => ("valid", text.say("status-valid")),
            Some(Known::Suspended) => ("suspended", text.say("status-suspended")),
            Some(Known::Withdrawn) => ("withdrawn", text.say("status-withdrawn")),
            Some(Known::Expired) => ("expired", text.say("status-expired")),
            None => ("expired", text.say("standing-not-yet")),
        };
        Self { kind, word }
    }

    /// Of an accreditation on these days, if there are any.
    pub fn of_accreditation(text: Text, accredited: Option<Period>, today: NaiveDate) -> Self {
        let (kind, word) = match accredited {
            Some(days) if days.contains(today) => ("valid", text.say("standing-accredited")),
            Some(days) if today < days.from => ("expired", text.say("standing-not-yet")),
            _ => ("expired", text.say("standing-ended")),
        };
        Self { kind, word }
    }
}

/// Something that happened.
pub(in crate::web) struct Event {
    /// The day, for programs.
    pub machine_day: String,
    pub day: String,
    pub what: String,
    /// Why, in the words of whoever recorded it.
    pub why: Option<String>,
}

/// What happened to a listing until `today`. `why` gives the words that were recorded for a day.
pub(in crate::web) fn listing_events(
    text: Text,
    history: &History,
    today: NaiveDate,
    why: impl Fn(NaiveDate) -> Option<String>,
) -> Vec<Event> {
    let turns = history.status_points(today);
    let event = |(index, turn): (usize, &crate::scheme::lifecycle::StatusPoint)| {
        let what = match turn.status {
            Status::InForce if index == 0 => text.say("event-listed"),
            Status::InForce => text.say("event-listed-again"),
            Status::Suspended { until: Some(until) } => {
                text.say_with("event-suspended-until", &[("day", text.day(until).into())])
            }
            Status::Suspended { until: None } => text.say("event-suspended"),
            Status::Withdrawn | Status::Expired => text.say("event-withdrawn"),
            Status::NotYet => return None,
        };
        Some(Event { machine_day: turn.on.to_string(), day: text.day(turn.on), what, why: why(turn.on) })
    };
    turns.iter().enumerate().filter_map(event).collect()
}

/// What happened to a certificate of an organisation.
pub(in crate::web) fn certificate_events(text: Text, turns: &[PublicTurn]) -> Vec<Event> {
    let event = |(index, happened): (usize, &PublicTurn)| {
        let what = match &happened.what {
            Turned::Status(Status::InForce) if index == 0 => text.say("event-issued"),
            Turned::Status(status) => turn(text, *status)?,
            Turned::Transferred { body, number } => {
                // Isolated (U+2068, U+2069): a name from right to left leaves the sentence around it as it is.
                let name = format!("\u{2068}{}\u{2069}", body.name);
                text.say_with("event-transferred", &[("body", name.into()), ("number", number.as_str().into())])
            }
        };
        Some(Event { machine_day: happened.on.to_string(), day: text.day(happened.on), what, why: None })
    };
    turns.iter().enumerate().filter_map(event).collect()
}
