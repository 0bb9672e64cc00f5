//! The events: one for every write, in the order of commit, never changed.

use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;

use super::connection::{DatabaseConnection, Engine};
use super::row::{Place, from_column, to_column};
use super::schema::{event_personal_data, events};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, EventId};

/// What happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// The record.
    pub id: EventId,
    /// What kind of thing, such as `result_registered`.
    pub kind: String,
    /// What kind of record it happened to, such as `result`.
    pub subject_kind: String,
    /// To which.
    pub subject_id: String,
    /// The body that it concerns and that may read of it; `None` where it concerns registrars only.
    pub body: Option<BodyId>,
    /// Who did it.
    pub actor: String,
    /// When.
    pub recorded_at: Moment,
    /// What is to be known of it, without personal data: canonical JSON (RFC 8785).
    pub data: String,
    /// What of it is personal, kept apart: canonical JSON.
    pub personal_data: Option<String>,
}

/// An event in the feed.
#[derive(Clone, Debug)]
pub struct FeedItem {
    /// Its place in the order.
    pub sequence: i64,
    /// The event, without personal data.
    pub event: Event,
}

type EventRow = (i64, String, String, String, String, Option<String>, String, NaiveDateTime, String);

macro_rules! columns {
    () => {
        (
            events::sequence,
            events::id,
            events::kind,
            events::subject_kind,
            events::subject_id,
            events::body_id,
            events::actor,
            events::recorded_at,
            events::data,
        )
    };
}

/// Appends an event to the feed; part of the transaction of the write that it tells of.
pub fn append(connection: &mut DatabaseConnection, event: &Event) -> Result<(), Error> {
    diesel::insert_into(events::table)
        .values((
            events::id.eq(event.id.to_string()),
            events::kind.eq(&event.kind),
            events::subject_kind.eq(&event.subject_kind),
            events::subject_id.eq(&event.subject_id),
            events::body_id.eq(event.body.map(|body| body.to_string())),
            events::actor.eq(&event.actor),
            events::recorded_at.eq(to_column(event.recorded_at)),
            events::data.eq(&event.data),
        ))
        .execute(connection)?;
    if let Some(personal_data) = &event.personal_data {
        diesel::insert_into(event_personal_data::table)
            .values((
                event_personal_data::event_id.eq(event.id.to_string()),
                event_personal_data::data.eq(personal_data),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// The events after `after` in the order of commit; those of one body only, if one is given.
///
/// A reader that continues after the last event it has seen misses none: on SQLite because writes exclude one
/// another, on PostgreSQL because only events up to [`horizon`] are shown.
pub fn list(
    connection: &mut DatabaseConnection,
    body: Option<BodyId>,
    after: i64,
    limit: u32,
) -> Result<Vec<FeedItem>, Error> {
    let horizon = horizon(connection)?;
    let mut query = events::table
        .filter(events::sequence.gt(after))
        .filter(events::sequence.le(horizon))
        .order(events::sequence)
        .limit(i64::from(limit))
        .select(columns!())
        .into_boxed();
    if let Some(body) = body {
        query = query.filter(events::body_id.eq(body.to_string()));
    }
    query.load::<EventRow>(connection)?.into_iter().map(from_row).collect()
}

/// The event at this place in the feed.
pub fn find(connection: &mut DatabaseConnection, sequence: i64) -> Result<Option<FeedItem>, Error> {
    let query = events::table.find(sequence).select(columns!());
    query.first::<EventRow>(connection).optional()?.map(from_row).transpose()
}

/// The events with these places in the feed, in no particular order.
pub fn find_all(connection: &mut DatabaseConnection, sequences: Vec<i64>) -> Result<Vec<FeedItem>, Error> {
    let query = events::table.filter(events::sequence.eq_any(sequences)).select(columns!());
    query.load::<EventRow>(connection)?.into_iter().map(from_row).collect()
}

/// What decides on whom an event is for.
#[derive(Clone, Debug)]
pub struct Heading {
    /// The event's place in the order.
    pub sequence: i64,
    /// What kind of thing happened.
    pub kind: String,
    /// The body that it concerns.
    pub body: Option<BodyId>,
}

/// The headings of the events after `after` up to `through`, which is no further than the [`horizon`].
pub fn headings(
    connection: &mut DatabaseConnection,
    after: i64,
    through: i64,
    limit: u32,
) -> Result<Vec<Heading>, Error> {
    let rows = events::table
        .filter(events::sequence.gt(after))
        .filter(events::sequence.le(through))
        .order(events::sequence)
        .limit(i64::from(limit))
        .select((events::sequence, events::id, events::kind, events::body_id))
        .load::<(i64, String, String, Option<String>)>(connection)?;
    rows.into_iter()
        .map(|(sequence, id, kind, body)| {
            let body = Place { table: "events", row: &id }.optional("body_id", body, |body| BodyId::parse(&body))?;
            Ok(Heading { sequence, kind, body })
        })
        .collect()
}

fn from_row(row: EventRow) -> Result<FeedItem, Error> {
    let (sequence, id, kind, subject_kind, subject_id, body, actor, recorded_at, data) = row;
    let place = Place { table: "events", row: &id };
    let event = Event {
        id: place.value("id", EventId::parse(&id))?,
        body: place.optional("body_id", body, |body| BodyId::parse(&body))?,
        recorded_at: from_column(recorded_at),
        personal_data: None,
        kind,
        subject_kind,
        subject_id,
        actor,
        data,
    };
    Ok(FeedItem { sequence, event })
}

/// The place of the last event that can be seen; on PostgreSQL, one before it may yet appear.
pub fn last(connection: &mut DatabaseConnection) -> Result<i64, Error> {
    Ok(events::table.select(max(events::sequence)).first::<Option<i64>>(connection)?.unwrap_or(0))
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
