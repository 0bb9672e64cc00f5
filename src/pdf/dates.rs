//! Instants as a file says them.

use chrono::{Datelike, Timelike};
use krilla::metadata::DateTime;

use crate::clock::Moment;

/// An instant for the file's own dates, in UTC and to the second.
pub(super) fn stamp(moment: Moment) -> DateTime {
    let small = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
    DateTime::new(u16::try_from(moment.year()).unwrap_or(0))
        .month(small(moment.month()))
        .day(small(moment.day()))
        .hour(small(moment.hour()))
        .minute(small(moment.minute()))
        .second(small(moment.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
