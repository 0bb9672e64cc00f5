//! Places in the feed, and whether what somebody has read up to a place is still this feed.
//!
//! A registry that is restored from a backup forgets what came after it, and a consumer that was further has read what is
//! on record no more. `touchstone restore` lets the feed go on at a number that it cannot have had before, with an event
//! that says how much of it is left, so a place in between is known for one that is gone. A cursor also bears a mark of
//! the very event: so it shows as well that a copy was put back by hand, that a replica which had not received everything
//! took over, or that the cursor is of another registry.

use std::fmt;

use serde_json::Value;

use crate::clock::Moment;
use crate::error::{Code, Error, InputError, Refusal};
use crate::ids::EventId;
use crate::store::DatabaseConnection;
use crate::store::events::{self as kept, FeedItem};

/// How many hexadecimal digits the mark of an event has. They are random.
const MARK: usize = 12;

/// The kind of the event with which the feed goes on after a restore.
pub(super) const RESTORED: &str = "registry_restored";

/// A place in the feed, as a consumer hands it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedPlace {
    /// The sequence of the last event that was read; 0 at the beginning.
    pub sequence: i64,
    /// The mark of that event; a plain number, as events bear it, has none.
    mark: Option<String>,
}

impl FeedPlace {
    /// Before everything.
    pub const BEGINNING: Self = Self { sequence: 0, mark: None };

    /// The place behind this event.
    pub fn behind(sequence: i64, event: EventId) -> Self {
        Self { sequence, mark: Some(mark_of(event)) }
    }

    /// A place without a mark.
    pub(super) const fn plain(sequence: i64) -> Self {
        Self { sequence, mark: None }
    }

    /// Reads what was handed out, or the plain number of an event.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, mark) = text.split_once('.').map_or((text, None), |(number, mark)| (number, Some(mark)));
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let is_mark = |mark: &str| mark.len() == MARK && mark.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_number || !mark.is_none_or(is_mark) {
            return None;
        }
        Some(Self { sequence: number.parse().ok()?, mark: mark.map(str::to_ascii_lowercase) })
    }

    /// Makes sure that what was read up to here is what the feed has up to here. `end` is its last place.
    ///
    /// # Errors
    /// [`Code::FeedRestored`], with from where to read anew.
    pub(super) fn check(&self, connection: &mut DatabaseConnection, end: i64) -> Result<(), Error> {
        let read_up_to = self.sequence;
        if let Some((first_left, restored_at)) = self.cut_off(connection)? {
            return Err(refused(format!(
                "what you have read up to {read_up_to} is not on record any more: on {restored_at} the registry was restored \
                 to the state that it had at {first_left}; read anew with after={first_left}"
            )));
        }
        if read_up_to > end {
            // A replica may not have received it yet.
            return if connection.is_standby()? {
                Ok(())
            } else {
                Err(refused(format!(
                    "{read_up_to} lies behind the end of the feed, which is {end}: the registry was restored from a backup, or \
                 this is the place of another registry; read anew with after=0, or after an event that you know and that it \
                 still has"
                )))
            };
        }
        let Some(mark) = &self.mark else { return Ok(()) };
        match kept::find(connection, read_up_to)? {
            Some(item) if mark_of(item.event.id) == *mark => Ok(()),
            _ => Err(refused(format!(
                "the event at {read_up_to} is not the one that you have read: the registry was restored from a backup, or this \
                 is the place of another registry; read anew with after=0, or after an event that you know and that it still \
                 has"
            ))),
        }
    }

    /// If a restore has taken this place from the feed: the last place that it left, and when that was.
    fn cut_off(&self, connection: &mut DatabaseConnection) -> Result<Option<(i64, Moment)>, Error> {
        let Some(restored) = kept::first_of(connection, RESTORED, self.sequence)? else { return Ok(None) };
        let data: Option<Value> = serde_json::from_str(&restored.event.data).ok();
        let left = data.as_ref().and_then(|data| data["last_sequence"].as_i64());
        Ok(left.filter(|left| *left < self.sequence).map(|left| (left, restored.event.recorded_at)))
    }
}

impl fmt::Display for FeedPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.sequence)?;
        self.mark.as_ref().map_or(Ok(()), |mark| write!(formatter, ".{mark}"))
    }
}

impl From<&FeedItem> for FeedPlace {
    fn from(item: &FeedItem) -> Self {
        Self::behind(item.sequence, item.event.id)
    }
}

fn mark_of(event: EventId) -> String {
    let id = event.to_string();
    id[id.len() - MARK..].to_owned()
}

fn refused(detail: String) -> Error {
    let errors = vec![InputError::new("/after", "feed_restored", "is not a place of this feed any more")];
    Error::Refused(Refusal { errors, ..Refusal::new(Code::FeedRestored, detail) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_number_and_at_most_a_mark() {
        let event = EventId::new(Moment::UNIX_EPOCH);
        let place = FeedPlace::behind(454, event);
        assert_eq!(FeedPlace::parse(&place.to_string()), Some(place.clone()));
        assert_eq!(FeedPlace::parse("454"), Some(FeedPlace::plain(454)));
        assert_ne!(place, FeedPlace::behind(454, EventId::new(Moment::UNIX_EPOCH)));
        for bad in [
            "",
            "-1",
            "+1",
            "x",
            "1.5",
            "1.",
            ".0123456789ab",
            "1.0123456789abc",
            "1.0123456789ag",
            "1.é123456789",
            " 1",
            "99999999999999999999",
        ] {
            assert_eq!(FeedPlace::parse(bad), None, "{bad}");
        }
    }
}
