//! What happens to a certificate of a person or an organisation, in words.

use super::messages::Text;
use crate::scheme::lifecycle::Status;

/// How a certificate comes to have this status, after its award or issue.
pub(super) fn turn(text: Text, status: Status) -> Option<String> {
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
