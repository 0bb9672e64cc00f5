//! The events: one for every write, in the order of commit, never changed.

use std::collections::HashSet;

use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;

use super::connection::{DatabaseConnection, Engine, insert_all};
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

#[derive(Insertable)]
#[diesel(table_name = events, treat_none_as_default_value = false)]
struct NewRow<'a> {
    id: String,
    kind: &'a str,
    subject_kind: &'a str,
    subject_id: &'a str,
    body_id: Option<String>,
    actor: &'a str,
    recorded_at: NaiveDateTime,
    data: &'a str,
}

#[derive(Insertable)]
#[diesel(table_name = event_personal_data, treat_none_as_default_value = false)]
struct NewPersonalData<'a> {
    event_id: String,
    data: &'a str,
}

/// Appends events to the feed; part of the transaction of the write that they tell of.
pub fn append(connection: &mut DatabaseConnection, all: &[Event]) -> Result<(), Error> {
    let rows = all.iter().map(|event| NewRow {
        id: event.id.to_string(),
        kind: &event.kind,
        subject_kind: &event.subject_kind,
        subject_id: &event.subject_id,
        body_id: event.body.map(|body| body.to_string()),
        actor: &event.actor,
        recorded_at: to_column(event.recorded_at),
        data: &event.data,
    });
    insert_all!(connection, events::table, rows.collect::<Vec<_>>());
    let rows = all.iter().filter_map(|event| {
        event.personal_data.as_deref().map(|data| NewPersonalData { event_id: event.id.to_string(), data })
    });
    insert_all!(connection, event_personal_data::table, rows.collect::<Vec<_>>());
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
    type Row = (i64, String, String, String, String, Option<String>, String, NaiveDateTime, String);
    let horizon = horizon(connection)?;
    let mut query = events::table
        .filter(events::sequence.gt(after))
        .filter(events::sequence.le(horizon))
        .order(events::sequence)
        .limit(i64::from(limit))
        .select((
            events::sequence,
            events::id,
            events::kind,
            events::subject_kind,
            events::subject_id,
            events::body_id,
            events::actor,
            events::recorded_at,
            events::data,
        ))
        .into_boxed();
    if let Some(body) = body {
        query = query.filter(events::body_id.eq(body.to_string()));
    }
    let rows = query.load::<Row>(connection)?;
    rows.into_iter()
        .map(|(sequence, id, kind, subject_kind, subject_id, body, actor, recorded_at, data)| {
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
        })
        .collect()
}

/// The sequence up to which the feed is final: no event at or below it can still appear.
///
/// On PostgreSQL, writers draw their number under a shared advisory lock that they hold until they commit. Holding it
/// alone for a moment proves that every number drawn so far is committed or will never be.
pub fn horizon(connection: &mut DatabaseConnection) -> Result<i64, Error> {
    let greatest = |connection: &mut DatabaseConnection| -> Result<i64, Error> {
        Ok(events::table.select(max(events::sequence)).first::<Option<i64>>(connection)?.unwrap_or(0))
    };
    if connection.engine() == Engine::Sqlite {
        return greatest(connection);
    }
    connection.run("BEGIN; SELECT pg_advisory_xact_lock(20000)")?;
    let horizon = greatest(connection);
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
    if let Some(body) = body {
        query = query.filter(events::body_id.eq(body.to_string()));
    }
    Ok(query.load::<String>(connection)?.into_iter().collect())
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
    let rows = query.load::<(NaiveDateTime, String)>(connection)?;
    Ok(rows.into_iter().map(|(recorded_at, actor)| (from_column(recorded_at), actor)).collect())
}
