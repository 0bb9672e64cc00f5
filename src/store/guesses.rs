//! Wrong guesses, counted for each thing that is guessed at.

use std::collections::HashMap;

use diesel::prelude::*;

use super::column::{Column, composed};
use super::connection::DatabaseConnection;
use super::rows::{Impossible, Rows, values};
use super::schema::guesses;
use crate::clock::Moment;
use crate::error::Error;
use crate::scheme::guessing::Tally;

composed!(Tally: (u32, String, Moment, Option<Moment>), |(wrong, recent, reckoned_at, wait_until)| {
    let recent = recent.split_terminator(',').map(|digest| u64::from_str_radix(digest, 16).ok()).collect();
    let recent = Option::ok_or(recent, Impossible("recent"))?;
    Ok(Self { wrong, reckoned_at, wait_until, recent })
});

/// The tallies of these subjects, as far as there are any.
pub fn find<'a>(
    connection: &mut DatabaseConnection,
    subjects: impl IntoIterator<Item = &'a str>,
) -> Result<HashMap<String, Tally>, Error> {
    let subjects: Vec<&str> = subjects.into_iter().collect();
    if subjects.is_empty() {
        return Ok(HashMap::new());
    }
    let tally = (guesses::wrong, guesses::recent, guesses::reckoned_at, guesses::wait_until);
    let query = guesses::table.filter(guesses::subject.eq_any(subjects)).select((guesses::subject, tally));
    Ok(query.rows::<(String, Tally)>(connection)?.into_iter().collect())
}

/// Keeps the tally of a subject in place of the one before; it is of no use any more at `forgotten_at`.
pub fn keep(
    connection: &mut DatabaseConnection,
    subject: &str,
    tally: &Tally,
    forgotten_at: Moment,
) -> Result<(), Error> {
    let recent: Vec<String> = tally.recent.iter().map(|digest| format!("{digest:x}")).collect();
    let values = values!(guesses: wrong = Column(tally.wrong), recent = recent.join(","),
        reckoned_at = Column(tally.reckoned_at), wait_until = tally.wait_until.map(Column),
        forgotten_at = Column(forgotten_at));
    let changed = diesel::update(guesses::table.find(subject)).set(values.clone()).execute(connection)?;
    if changed == 0 {
        diesel::insert_into(guesses::table).values((guesses::subject.eq(subject), values)).execute(connection)?;
    }
    Ok(())
}

/// Forgets the tallies of which nothing counts any more.
pub fn forget(connection: &mut DatabaseConnection, now: Moment) -> Result<usize, Error> {
    let old = guesses::table.filter(guesses::forgotten_at.lt(Column(now)));
    Ok(diesel::delete(old).execute(connection)?)
}
