//! Status as a shape and a word.

use askama::Template;
use chrono::NaiveDate;

use crate::messages::Text;
use crate::registry::directory;
use crate::scheme::calendar::Period;
use crate::scheme::lifecycle::Status;

#[derive(Template)]
#[template(path = "standing.html")]
pub(in crate::web) struct Standing {
    /// Which shape and colour.
    kind: &'static str,
    word: String,
}

impl Standing {
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
