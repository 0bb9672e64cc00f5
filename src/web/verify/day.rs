//! The day of which a status is to speak.

use chrono::NaiveDate;

use crate::clock::latest_day_on_earth;
use crate::http::state::State;
use crate::messages::Text;
use crate::scheme::calendar::parse_date;

/// Reads a day that was asked about, or says what is wrong with it.
pub(super) fn read_day(text: Text, state: &State, day: &str) -> Result<NaiveDate, String> {
    let day = parse_date(day.trim()).map_err(|_| text.say("day-wrong"))?;
    if day > latest_day_on_earth(state.registry.now()) {
        return Err(text.say("day-future"));
    }
    Ok(day)
}
