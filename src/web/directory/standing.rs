//! Status as a shape and a word.

use askama::Template;

use crate::messages::Text;
use crate::registry::directory;
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

    pub fn of_accreditation(text: Text, status: Status) -> Self {
        let (kind, word) = match status {
            Status::InForce => ("valid", text.say("standing-accredited")),
            Status::Suspended { .. } => ("suspended", text.say("status-suspended")),
            Status::Withdrawn => ("withdrawn", text.say("status-withdrawn")),
            Status::Expired => ("expired", text.say("standing-ended")),
            Status::NotYet => ("expired", text.say("standing-not-yet")),
        };
        Self { kind, word }
    }
}
