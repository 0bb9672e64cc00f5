//! The events as an audit trail: the latest first, by record, author, body, kind and days.
//!
//! However many events there are, a page is read along one index that ends with the place of an event in the feed: of
//! the filters that are given, the one with the rarest events leads, and the others are looked at row by row. Neither
//! planner is left to choose: SQLite has counted nothing, and PostgreSQL takes the latest events to have a bit of
//! everything, so that it would read all that was done since somebody did something last. Where all filters have very many events and
//! next to none in common, a page is handed out short, so that none takes long.

use std::collections::HashMap;

use chrono::Duration;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::column::Column;
use super::connection::{DatabaseConnection, Engine, MultiBackend};
use super::events::FeedItem;
use super::page::{Page, PageRequest};
use super::plan;
use super::rows::{Columns, Rows};
use super::schema::{candidates, event_personal_data, events};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId, EventId};
use crate::scheme::numbers::CandidateNumber;

/// Which events are wanted. What is `None` is not asked about.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Of this body.
    pub body: Option<BodyId>,
    /// That happened to a record of this kind.
    pub subject_kind: Option<String>,
    /// That happened to the record with this id.
    pub subject_id: Option<String>,
    /// By whom, as events tell it.
    pub actor: Option<String>,
    /// Of this kind.
    pub kind: Option<String>,
    /// Recorded at this moment or later.
    pub from: Option<Moment>,
    /// Recorded before this moment.
    pub before: Option<Moment>,
}

/// A column along which an index goes, with what is wanted there.
type Filter = (&'static str, String);

/// The places in the feed between which events are looked for, both included.
#[derive(Clone, Copy, Debug)]
struct Span {
    first: i64,
    last: i64,
}

/// By how much the moments of events may be in another order than their places: transactions that are under way at once
/// note the moment of their beginning, and the clocks of nodes differ. A day is far more than either takes.
const DISORDER: Duration = Duration::days(1);

/// How far apart the places of events of one moment may be: the rows of a chunk share theirs, and other writes come in between.
const SPREAD: i64 = 10_000;

/// How many events are looked at in one go where not all of them are as wanted. Of more than that nobody knows whether they
/// are in memory, and one that is not takes some hundred times as long.
const AT_ONCE: i64 = 10_000;

/// How many goes a page has; then it is handed out with what was found, and the next one goes on.
const GOES: usize = 5;

/// The column with the record. Its index does not end with the place on PostgreSQL; what happened to one record is little
/// enough to be looked at and sorted as a whole.
const SUBJECT: &str = "subject_id";

/// A page of the events that are wanted, the latest first. It may have fewer than there is room for, and yet be followed by
/// another, where very many had to be looked at.
///
/// What was committed before its first page was read is in it once, whatever is added meanwhile.
///
/// # Errors
/// Those of the database.
pub fn list(
    connection: &mut DatabaseConnection,
    wanted: &Wanted,
    request: &PageRequest,
) -> Result<Page<FeedItem>, Error> {
    let (mut span, mut found) = (begin(connection, wanted, request)?, Vec::<FeedItem>::new());
    for _ in 0..GOES {
        let (query, reached) = go(connection, wanted, span)?;
        let missing = request.rows() - i64::try_from(found.len()).unwrap_or(i64::MAX);
        found.extend(query.limit(missing).select(FeedItem::columns()).rows::<FeedItem>(connection)?);
        let page = |found| request.page(found, |item: &FeedItem| item.sequence);
        let Some(reached) = reached else { return Ok(page(found)) };
        if found.len() >= usize::try_from(request.rows()).unwrap_or(usize::MAX) {
            return Ok(page(found));
        }
        span.last = reached - 1;
    }
    Ok(Page { items: found, next: Some((span.last + 1).to_string()) })
}

/// What the database does for the beginning of such a page, a line for each step: for the tests that hold it to the indexes.
///
/// # Errors
/// Those of the database.
pub fn plan(connection: &mut DatabaseConnection, wanted: &Wanted, request: &PageRequest) -> Result<Vec<String>, Error> {
    let span = begin(connection, wanted, request)?;
    let (query, _) = go(connection, wanted, span)?;
    plan::plan(connection, query.limit(request.rows()).select(FeedItem::columns()))
}

/// Where a page begins, and how far it may go.
fn begin(connection: &mut DatabaseConnection, wanted: &Wanted, request: &PageRequest) -> Result<Span, Error> {
    let mut span = span(connection, wanted.from, wanted.before)?;
    // A cursor that this list handed out is a number.
    if let Some(before) = request.after.as_deref().and_then(|before| before.parse::<i64>().ok()) {
        span.last = span.last.min(before.saturating_sub(1));
    }
    Ok(span)
}

/// What is found in one go, and the place that it reaches; `None` where it reaches the end.
fn go(
    connection: &mut DatabaseConnection,
    wanted: &Wanted,
    mut span: Span,
) -> Result<(events::BoxedQuery<'static, MultiBackend>, Option<i64>), Error> {
    let mut others = filters(wanted);
    let is_of_one_record = wanted.subject_id.is_some();
    let has_others = others.len() > 1 || wanted.from.is_some() || wanted.before.is_some();
    let (leader, reached) = match (is_of_one_record, has_others) {
        // The record is the first of them.
        (true, _) => (Some(0), None),
        (false, true) => rarest(connection, &others, span)?,
        (false, false) => ((!others.is_empty()).then_some(0), None),
    };
    span.first = reached.unwrap_or(span.first);
    let leader = leader.map(|leader| others.swap_remove(leader));
    let mut query = along(connection.engine(), leader.as_ref(), span);
    for (column, value) in others {
        // No index is of use for that, but what PostgreSQL has counted is.
        query = query.filter(sql::<Bool>(&format!("(events.{column} = ")).bind::<Text, _>(value).sql(") IS TRUE"));
    }
    if let Some(kind) = &wanted.subject_kind {
        query = query.filter(events::subject_kind.eq(kind.clone()));
    }
    if let Some(from) = wanted.from {
        query = query.filter(events::recorded_at.ge(Column(from)));
    }
    if let Some(before) = wanted.before {
        query = query.filter(events::recorded_at.lt(Column(before)));
    }
    Ok((query, reached))
}

/// What an index goes along, the record first.
fn filters(wanted: &Wanted) -> Vec<Filter> {
    let all = [
        (SUBJECT, wanted.subject_id.clone()),
        ("actor", wanted.actor.clone()),
        ("kind", wanted.kind.clone()),
        ("body_id", wanted.body.map(|body| body.to_string())),
    ];
    all.into_iter().filter_map(|(column, value)| Some((column, value?))).collect()
}

/// Which of the filters has the rarest events in a span, if there is any: that of which the latest lie the furthest apart. And
/// the place that so many of them reach; `None` where there are fewer.
fn rarest(
    connection: &mut DatabaseConnection,
    filters: &[Filter],
    span: Span,
) -> Result<(Option<usize>, Option<i64>), Error> {
    let mut reached = |filter: Option<&Filter>| {
        let query = along(connection.engine(), filter, span).offset(AT_ONCE).limit(1).select(events::sequence);
        Ok::<_, Error>(query.rows::<i64>(connection)?.pop())
    };
    if filters.is_empty() {
        return Ok((None, reached(None)?));
    }
    let mut found: Option<(Option<i64>, usize)> = None;
    for (place, filter) in filters.iter().enumerate() {
        let reached = reached(Some(filter))?;
        // What reaches the end comes before every place.
        if found.is_none_or(|(furthest, _)| reached < furthest) {
            found = Some((reached, place));
        }
        if reached.is_none() {
            break;
        }
    }
    Ok(found.map_or((None, None), |(reached, place)| (Some(place), reached)))
}

/// The events of a span that have in a column what is wanted there, the latest first, along the index of the column; all of
/// them without a column.
fn along(engine: Engine, filter: Option<&Filter>, span: Span) -> events::BoxedQuery<'static, MultiBackend> {
    let query = events::table.into_boxed();
    if let Some((column, value)) = filter
        && engine == Engine::Postgresql
        && *column != SUBJECT
    {
        // The column is no constant then, and no other index has the order that is wanted.
        let pair = |place| sql::<Bool>(&format!("(events.{column}, events.sequence) {place} ("));
        return query
            .filter(pair(">=").bind::<Text, _>(value.clone()).sql(", ").bind::<BigInt, _>(span.first).sql(")"))
            .filter(pair("<=").bind::<Text, _>(value.clone()).sql(", ").bind::<BigInt, _>(span.last).sql(")"))
            .order(sql::<Text>(&format!("events.{column} DESC, events.sequence DESC")));
    }
    let query = query.filter(events::sequence.between(span.first, span.last)).order(events::sequence.desc());
    match filter {
        Some((column, value)) => {
            query.filter(sql::<Bool>(&format!("events.{column} = ")).bind::<Text, _>(value.clone()))
        }
        None => query,
    }
}

/// The places between which everything lies that was recorded between two moments, and not much else.
///
/// The id of an event begins with its moment, so that the index of the ids leads to the places; what was recorded close to
/// either moment may lie a little beyond. Of a clock that was wrong by more than that, only the events that it dated wrongly
/// may be missed, and only where they are looked for on the wrong day.
fn span(connection: &mut DatabaseConnection, from: Option<Moment>, before: Option<Moment>) -> Result<Span, Error> {
    let mut span = Span { first: 0, last: i64::MAX };
    if let Some(from) = from
        && let Some(outside) = last_before(connection, shifted(from, -DISORDER))?
    {
        span.first = first_at(connection, from)?.map_or(outside, |inside| outside.min(inside.saturating_sub(SPREAD)));
    }
    if let Some(before) = before
        && let Some(outside) = first_at(connection, shifted(before, DISORDER))?
    {
        span.last =
            last_before(connection, before)?.map_or(outside, |inside| outside.max(inside.saturating_add(SPREAD)));
    }
    Ok(span)
}

fn shifted(moment: Moment, by: Duration) -> Moment {
    moment.checked_add_signed(by).unwrap_or(moment)
}

/// The place of the first event that was recorded at a moment or later.
fn first_at(connection: &mut DatabaseConnection, moment: Moment) -> Result<Option<i64>, Error> {
    let query = events::table.filter(events::id.ge(beginning(moment))).order(events::id).select(events::sequence);
    query.row(connection)
}

/// The place of the last event that was recorded before a moment.
fn last_before(connection: &mut DatabaseConnection, moment: Moment) -> Result<Option<i64>, Error> {
    let query =
        events::table.filter(events::id.lt(beginning(moment))).order(events::id.desc()).select(events::sequence);
    query.row(connection)
}

/// What the ids begin with that are made at a moment (RFC 9562, section 5.7): all made before sort before it.
fn beginning(moment: Moment) -> String {
    let milliseconds = moment.timestamp_millis().clamp(0, (1 << 48) - 1);
    format!("{:08x}-{:04x}", milliseconds >> 16, milliseconds & 0xffff)
}

/// What is personal of these events, as far as there is anything.
pub fn personal_data(connection: &mut DatabaseConnection, ids: &[EventId]) -> Result<HashMap<EventId, String>, Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let query = event_personal_data::table
        .filter(event_personal_data::event_id.eq_any(ids))
        .select((event_personal_data::event_id, event_personal_data::data));
    Ok(query.rows::<(EventId, String)>(connection)?.into_iter().collect())
}

/// The record of the candidate with this number, whoever knows it.
pub fn numbered(connection: &mut DatabaseConnection, number: &CandidateNumber) -> Result<Option<CandidateId>, Error> {
    candidates::table.filter(candidates::number.eq(number)).select(candidates::id).row(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_begins_with_its_moment() {
        for milliseconds in [0, 1_795_341_600_123, 253_402_300_799_999] {
            let moment = Moment::from_timestamp_millis(milliseconds).unwrap();
            let id = EventId::new(moment).to_string();
            assert!(id.starts_with(&beginning(moment)), "{id}");
            assert!(id < beginning(shifted(moment, Duration::milliseconds(1))), "{id}");
        }
        assert_eq!(beginning(Moment::MIN_UTC), "00000000-0000");
        assert_eq!(beginning(Moment::MAX_UTC), "ffffffff-ffff");
    }
}
