//! Days and instants as a certificate says them.

use chrono::{Datelike, NaiveDate, Timelike};
use krilla::metadata::DateTime;

use crate::clock::Moment;

/// A day in English words and digits, which nobody takes for another day: `17 May 2024`.
pub(super) fn written_out(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_out() {
        let day = |text: &str| written_out(text.parse().unwrap());
        assert_eq!(day("2024-05-17"), "17 May 2024");
        assert_eq!(day("2013-01-01"), "1 January 2013");
        assert_eq!(day("2032-12-31"), "31 December 2032");
    }
}
