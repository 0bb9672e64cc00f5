//! The events: one for every write, in the order of commit, never changed.

use std::collections::HashSet;

use diesel::dsl::max;
use diesel::prelude::*;

use super::column::{Column, Later, later};
use super::connection::{DatabaseConnection, Engine, insert_all};
use super::rows::{Columns, Rows, narrow};
use super::schema::{event_personal_data, events};
use crate::clock::Moment;
use crate::error::{Code, Error};
use crate::ids::{BodyId, EventId};

// What is personal is told to nobody who reads events.
later!(Option<String>);

/// What happened.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = events, treat_none_as_default_value = false)]
pub struct Event {
    pub id: EventId,
    /// What kind of thing, such as `result_registered`.
    pub kind: String,
    /// What kind of record it happened to, such as `result`.
    pub subject_kind: String,
    pub subject_id: String,
    /// The body that it concerns and that may read of it; `None` where it concerns registrars only.
    #[diesel(column_name = body_id)]
    pub body: Option<BodyId>,
    pub actor: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub recorded_at: Moment,
    /// What is to be known of it, without personal data: canonical JSON (RFC 8785).
    pub data: String,
    /// What of it is personal, kept apart: canonical JSON.
    #[diesel(select_expression = events::id, deserialize_as = Later, skip_insertion)]
    pub personal_data: Option<String>,
}

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = events)]
pub struct FeedItem {
    pub sequence: i64,
    /// The event, without personal data.
    #[diesel(embed)]
    pub event: Event,
}

/// Appends events to the feed; part of the transaction of the write that they tell of.
pub fn append(connection: &mut DatabaseConnection, mut all: Vec<Event>) -> Result<(), Error> {
    let personal = all.iter_mut().filter_map(|event| {
        let data = event.personal_data.take()?;
        Some((event_personal_data::event_id.eq(event.id), event_personal_data::data.eq(data)))
    });
    let personal: Vec<_> = personal.collect();
    insert_all!(connection, events::table, all);
    insert_all!(connection, event_personal_data::table, personal);
    Ok(())
}

/// The events after `after` up to the [`horizon`], in the order of commit; those of one body only, if one is given.
///
/// A reader that continues after the last event it has seen misses none: on SQLite because writes exclude one
/// another, on PostgreSQL because only events up to the horizon are shown.
pub fn list(
    connection: &mut DatabaseConnection,
    body: Option<BodyId>,
    after: i64,
    horizon: i64,
    limit: u32,
) -> Result<Vec<FeedItem>, Error> {
    if connection.is_standby()? {
        let cause =
            "on a standby nobody can tell which events may still appear before others: ask the primary".to_owned();
        return Err(Error::Unavailable { code: Code::DatabaseUnavailable, cause });
    }
    let mut query = events::table
        .filter(events::sequence.gt(after))
        .filter(events::sequence.le(horizon))
        .order(events::sequence)
        .limit(i64::from(limit))
        .select(FeedItem::columns())
        .into_boxed();
    narrow!(query: events::body_id = body);
    query.rows(connection)
}

/// The event at this place in the feed.
pub fn find(connection: &mut DatabaseConnection, sequence: i64) -> Result<Option<FeedItem>, Error> {
    let query = events::table.find(sequence).select(FeedItem::columns());
    query.row(connection)
}

/// The first event of this kind after a place in the feed.
pub fn first_of(connection: &mut DatabaseConnection, kind: &str, after: i64) -> Result<Option<FeedItem>, Error> {
    let query = events::table
        .filter(events::kind.eq(kind))
        .filter(events::sequence.gt(after))
        .order(events::sequence)
        .select(FeedItem::columns());
    query.row(connection)
}

/// Gives the next event this place in the feed, which must lie behind all that there are.
pub fn go_on_at(connection: &mut DatabaseConnection, sequence: i64) -> Result<(), Error> {
    match connection.engine() {
        Engine::Postgresql => connection.run(&format!("SELECT setval('event_sequence', {sequence}, false)")),
        Engine::Sqlite => connection.run(&format!(
            "DELETE FROM sqlite_sequence WHERE name = 'events'; \
             INSERT INTO sqlite_sequence (name, seq) VALUES ('events', {sequence} - 1)"
        )),
    }
}

/// The events with these places in the feed, in no particular order.
pub fn find_all(connection: &mut DatabaseConnection, sequences: Vec<i64>) -> Result<Vec<FeedItem>, Error> {
    let query = events::table.filter(events::sequence.eq_any(sequences)).select(FeedItem::columns());
    query.rows(connection)
}

/// The latest events of these kinds, the last first. Not for a reader that must miss none.
pub fn latest_of(connection: &mut DatabaseConnection, kinds: &[&str], limit: u32) -> Result<Vec<Event>, Error> {
    let mut latest = Vec::new();
    // Kind by kind along the index: together they would be read and sorted from the beginning on.
    for kind in kinds {
        let query = events::table
            .filter(events::kind.eq(*kind))
            .order(events::sequence.desc())
            .limit(i64::from(limit))
            .select(FeedItem::columns());
        latest.extend(query.rows::<FeedItem>(connection)?);
    }
    latest.sort_unstable_by_key(|item| std::cmp::Reverse(item.sequence));
    latest.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(latest.into_iter().map(|item| item.event).collect())
}

/// What decides on whom an event is for.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = events)]
pub struct Heading {
    pub sequence: i64,
    pub kind: String,
    #[diesel(column_name = body_id)]
    pub body: Option<BodyId>,
}

/// The headings of the events after `after` up to `through`, which is no further than the [`horizon`].
pub fn headings(
    connection: &mut DatabaseConnection,
    after: i64,
    through: i64,
    limit: u32,
) -> Result<Vec<Heading>, Error> {
    events::table
        .filter(events::sequence.gt(after))
        .filter(events::sequence.le(through))
        .order(events::sequence)
        .limit(i64::from(limit))
        .select(Heading::columns())
        .rows(connection)
}

/// The place of the last event that can be seen; on PostgreSQL, one before it may yet appear.
pub fn last(connection: &mut DatabaseConnection) -> Result<i64, Error> {
    Ok(events::table.select(max(events::sequence)).row(connection)?.flatten().unwrap_or(0))
}

/// The sequence up to which the feed is final: no event at or below it can still appear.
///
/// On PostgreSQL, writers draw their number under a shared advisory lock that they hold until they commit. Holding it
/// alone for a moment proves that every number drawn so far is committed or will never be.
/// It has a transaction of its own, so it cannot be asked within another.
pub fn horizon(connection: &mut DatabaseConnection) -> Result<i64, Error> {
    if connection.engine() == Engine::Sqlite {
        return last(connection);
    }
    connection.run("BEGIN; SELECT pg_advisory_xact_lock(20000)")?;
    let horizon = last(connection);
    connection.run("COMMIT")?;
    horizon
}

/// Which of these subjects an event of one of these `kinds` tells of that is later than `sequence`; an event of this
/// body, if one is given.
pub fn subjects_after(
    connection: &mut DatabaseConnection,
    sequence: i64,
    kinds: &[&str],
    body: Option<BodyId>,
    subjects: &[String],
) -> Result<HashSet<String>, Error> {
    let mut query = events::table
        .filter(events::subject_id.eq_any(subjects))
        .filter(events::sequence.gt(sequence))
        .filter(events::kind.eq_any(kinds))
        .select(events::subject_id)
        .into_boxed();
    narrow!(query: events::body_id = body);
    Ok(query.rows(connection)?.into_iter().collect())
}

/// When, and by whom, there were events of these `kinds` that are later than `sequence`.
pub fn moments_after(
    connection: &mut DatabaseConnection,
    sequence: i64,
    kinds: &[&str],
) -> Result<HashSet<(Moment, String)>, Error> {
    let query = events::table
        .filter(events::sequence.gt(sequence))
        .filter(events::kind.eq_any(kinds))
        .select((events::recorded_at, events::actor));
    Ok(query.rows(connection)?.into_iter().collect())
}
