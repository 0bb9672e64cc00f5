//! Wrong guesses, counted for each thing that is guessed at.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::connection::DatabaseConnection;
use super::row::{Place, from_column, to_column};
use super::schema::guesses;
use crate::clock::Moment;
use crate::error::Error;
use crate::scheme::guessing::Tally;

type TallyRow = (String, i32, String, NaiveDateTime, Option<NaiveDateTime>);

/// The tallies of these subjects, as far as there are any.
pub fn find<'a>(
    connection: &mut DatabaseConnection,
    subjects: impl IntoIterator<Item = &'a str>,
) -> Result<HashMap<String, Tally>, Error> {
    let subjects: Vec<&str> = subjects.into_iter().collect();
    if subjects.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = guesses::table
        .filter(guesses::subject.eq_any(subjects))
        .select((guesses::subject, guesses::wrong, guesses::recent, guesses::reckoned_at, guesses::wait_until))
        .load::<TallyRow>(connection)?;
    rows.into_iter().map(from_row).collect()
}

fn from_row((subject, wrong, recent, reckoned_at, wait_until): TallyRow) -> Result<(String, Tally), Error> {
    let place = Place { table: "guesses", row: &subject };
    let recent = recent.split_terminator(',').map(|digest| u64::from_str_radix(digest, 16).ok()).collect();
    let tally = Tally {
        wrong: place.value("wrong", u32::try_from(wrong).ok())?,
        recent: place.value("recent", recent)?,
        reckoned_at: from_column(reckoned_at),
        wait_until: wait_until.map(from_column),
    };
    Ok((subject, tally))
}

/// Keeps the tally of a subject in place of the one before; it is of no use any more at `forgotten_at`.
pub fn keep(
    connection: &mut DatabaseConnection,
    subject: &str,
    tally: &Tally,
    forgotten_at: Moment,
) -> Result<(), Error> {
    let recent: Vec<String> = tally.recent.iter().map(|digest| format!("{digest:x}")).collect();
    let values = (
        guesses::wrong.eq(i32::try_from(tally.wrong).unwrap_or(i32::MAX)),
        guesses::recent.eq(recent.join(",")),
        guesses::reckoned_at.eq(to_column(tally.reckoned_at)),
        guesses::wait_until.eq(tally.wait_until.map(to_column)),
        guesses::forgotten_at.eq(to_column(forgotten_at)),
    );
    let changed = diesel::update(guesses::table.find(subject)).set(values.clone()).execute(connection)?;
    if changed == 0 {
        diesel::insert_into(guesses::table).values((guesses::subject.eq(subject), values)).execute(connection)?;
    }
    Ok(())
}

/// Forgets the tallies of which nothing counts any more.
pub fn forget(connection: &mut DatabaseConnection, now: Moment) -> Result<usize, Error> {
    let old = guesses::table.filter(guesses::forgotten_at.lt(to_column(now)));
    Ok(diesel::delete(old).execute(connection)?)
}
