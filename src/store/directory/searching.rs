//! Searching the directory: grams narrow, `LIKE` on the folded text decides, and the SQL is the same on both engines.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, Text};

use super::conditions::{candidates, conditions, rank_of};
use super::search::Search;
use super::statement::Statement;
use super::{Kind, Standing};
use crate::error::Error;
use crate::scheme::search::{Narrowing, Query, Rank};
use crate::store::column::Codes;
use crate::store::connection::{DatabaseConnection, Engine};
use crate::store::page::{Page, PageRequest};
use crate::store::rows::Rows;
use crate::store::schema::directory_standings as standings;

/// From how many candidates on it is faster to walk along the order of the names than to gather, rank and sort them.
const MANY_TO_RANK: i64 = 2_000;

/// The same where there is nothing to rank. On SQLite, which walks among the candidates alone, that soon pays.
const fn many_to_sort(engine: Engine) -> i64 {
    match engine {
        Engine::Sqlite => 2_000,
        Engine::Postgresql => 8_000,
    }
}

/// An entry that was found.
#[derive(Clone, Debug, QueryableByName)]
pub struct FoundEntry {
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = Text)]
    pub kind: Kind,
    #[diesel(sql_type = Text, column_name = subject_id)]
    pub subject: String,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub latin_name: Option<String>,
    /// Its countries, its own first.
    #[diesel(sql_type = Codes)]
    pub countries: Vec<String>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(embed)]
    entry: FoundEntry,
    #[diesel(sql_type = Text)]
    sort_key: String,
    #[diesel(sql_type = Integer)]
    rank: i32,
}

const COLUMNS: &str = "entries.number, entries.kind, entries.subject_id, entries.slug, entries.name, \
     entries.latin_name, entries.countries, entries.sort_key, ";

/// The entries that were narrowed to, each looked up by its number: SQLite takes a `CROSS JOIN` in the order in which it is
/// written, and would else begin with everything of a kind.
const EACH: &str = "CROSS JOIN directory_entries AS entries WHERE entries.number = narrowed.entry AND ";

/// Where a page begins: after this rank and sort key.
#[derive(Clone)]
struct Start {
    rank: i64,
    sort_key: String,
}

impl Start {
    fn read(key: Option<&str>) -> Self {
        let mut letters = key.unwrap_or_default().chars();
        let rank = letters.next().and_then(|digit| digit.to_digit(10)).map_or(0, i64::from);
        Self { rank, sort_key: letters.as_str().to_owned() }
    }

    fn write(row: &Row) -> String {
        format!("{}{}", row.rank, row.sort_key)
    }
}

/// A page of what is found, the best first and then in the order of the names.
pub fn search(
    connection: &mut DatabaseConnection,
    search: &Search,
    request: &PageRequest,
) -> Result<Page<FoundEntry>, Error> {
    let place = Start::read(request.after.as_deref());
    let rows = match search.query.as_deref().map(Query::parse) {
        None => unranked(connection, search, &place, request.rows())?,
        Some(None) => Vec::new(),
        Some(Some(query)) => ranked(connection, search, &query, place, request.rows())?,
    };
    Ok(request.page(rows, Start::write).map(|row| row.entry))
}

/// Everything that the filters leave.
fn unranked(connection: &mut DatabaseConnection, search: &Search, place: &Start, rows: i64) -> Result<Vec<Row>, Error> {
    let filters = search.narrowing();
    // The kind alone may be nearly everything.
    if !search.has_filters() {
        return walk(connection, search, &Narrowing::NONE, None, &place.sort_key, rows);
    }
    if is_narrow(connection, &filters, many_to_sort(connection.engine()))? {
        return gather(connection, search, &filters, None, place, rows);
    }
    walk(connection, search, &filters, None, &place.sort_key, rows)
}

/// What answers the query. Where few may, they are gathered and sorted; else it goes rank by rank.
fn ranked(
    connection: &mut DatabaseConnection,
    search: &Search,
    query: &Query,
    mut place: Start,
    rows: i64,
) -> Result<Vec<Row>, Error> {
    let narrowing = |rank| search.narrowing().and(query.narrowing(rank));
    let all = narrowing(Rank::Elsewhere);
    if is_narrow(connection, &all, MANY_TO_RANK)? {
        return gather(connection, search, &all, Some((query, None)), &place, rows);
    }
    let mut found = Vec::new();
    let first = usize::try_from(place.rank).unwrap_or(usize::MAX);
    for rank in Rank::ALL.into_iter().skip(first) {
        let left = rows - i64::try_from(found.len()).unwrap_or(rows);
        if left <= 0 {
            break;
        }
        let of_rank = narrowing(rank);
        let more = if is_narrow(connection, &of_rank, MANY_TO_RANK)? {
            gather(connection, search, &of_rank, Some((query, Some(rank))), &place, left)?
        } else {
            walk(connection, search, &of_rank, Some((query, rank)), &place.sort_key, left)?
        };
        found.extend(more);
        place = Start { rank: rank as i64 + 1, sort_key: String::new() };
    }
    Ok(found)
}

/// Gathers what the grams narrow to, looks at each, and sorts.
fn gather(
    connection: &mut DatabaseConnection,
    search: &Search,
    narrowing: &Narrowing,
    query: Option<(&Query, Option<Rank>)>,
    place: &Start,
    rows: i64,
) -> Result<Vec<Row>, Error> {
    let mut statement = Statement::new(connection.engine());
    statement.sql("WITH narrowed AS MATERIALIZED (");
    candidates(&mut statement, narrowing);
    statement.sql(") SELECT * FROM (SELECT ").sql(COLUMNS);
    match query {
        Some((query, _)) => rank_of(&mut statement, query),
        None => _ = statement.sql("0"),
    }
    statement.sql(" AS rank FROM narrowed ").sql(EACH);
    conditions(&mut statement, search, query.map(|(query, _)| query));
    statement.sql(") AS found WHERE (rank > ").value(place.rank);
    statement.sql(" OR (rank = ").value(place.rank).sql(" AND sort_key > ").value(place.sort_key.as_str()).sql("))");
    if let Some((_, Some(rank))) = query {
        statement.sql(" AND rank = ").value(rank as i64);
    }
    statement.sql(" ORDER BY rank, sort_key LIMIT ").value(rows);
    statement.load(connection)
}

/// Walks along the order of the names until enough are found. SQLite looks only at what the grams narrow to: the names of a
/// country may all come late in that order, and up to there it reads the order's index alone. PostgreSQL reads whole entries
/// fast enough, and may compare each of them with each of the others when it is given both.
fn walk(
    connection: &mut DatabaseConnection,
    search: &Search,
    narrowing: &Narrowing,
    query: Option<(&Query, Rank)>,
    after: &str,
    rows: i64,
) -> Result<Vec<Row>, Error> {
    let mut statement = Statement::new(connection.engine());
    statement.sql("SELECT ").sql(COLUMNS);
    // No rank is as good as the best.
    statement.sql(["0", "1", "2", "3", "4"][query.map_or(0, |(_, rank)| rank as usize)]);
    statement.sql(" AS rank FROM directory_entries AS entries WHERE entries.sort_key > ").value(after).sql(" AND ");
    if statement.engine == Engine::Sqlite && !narrowing.is_none() {
        // The sign keeps it from looking each up by its number first and sorting then.
        statement.sql("+entries.number IN (");
        candidates(&mut statement, narrowing);
        statement.sql(") AND ");
    }
    if let Some((query, rank)) = query {
        rank_of(&mut statement, query);
        statement.sql(" = ").value(rank as i64).sql(" AND ");
    }
    conditions(&mut statement, search, query.map(|(query, _)| query));
    statement.sql(" ORDER BY entries.sort_key LIMIT ").value(rows);
    statement.load(connection)
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    counted: i64,
}

/// Whether the grams narrow to fewer than `many` entries.
fn is_narrow(connection: &mut DatabaseConnection, narrowing: &Narrowing, many: i64) -> Result<bool, Error> {
    let mut statement = Statement::new(connection.engine());
    statement.sql("SELECT count(*) AS counted FROM (");
    candidates(&mut statement, narrowing);
    statement.sql(" LIMIT ").value(many).sql(") AS narrowed");
    Ok(first_count(statement, connection)? < many)
}

fn first_count(statement: Statement, connection: &mut DatabaseConnection) -> Result<i64, Error> {
    Ok(statement.load::<Counted>(connection)?.first().map_or(0, |row| row.counted))
}

/// A number that is counted up to a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// So many.
    Exactly(u32),
    /// More than so many.
    MoreThan(u32),
}

/// How many entries are found, counted up to `most`.
pub fn count(connection: &mut DatabaseConnection, search: &Search, most: u32) -> Result<Count, Error> {
    let query = search.query.as_deref().map(Query::parse);
    if query == Some(None) {
        return Ok(Count::Exactly(0));
    }
    let query = query.flatten();
    let mut statement = Statement::new(connection.engine());
    statement.sql("SELECT count(*) AS counted FROM (SELECT 1 AS one FROM ");
    if let Some(query) = &query {
        let narrowing = search.narrowing().and(query.narrowing(Rank::Elsewhere));
        statement.sql("(");
        candidates(&mut statement, &narrowing);
        statement.sql(") AS narrowed ").sql(EACH);
    } else {
        statement.sql("directory_entries AS entries WHERE ");
    }
    conditions(&mut statement, search, query.as_ref());
    statement.sql(" LIMIT ").value(i64::from(most) + 1).sql(") AS found");
    let counted = u32::try_from(first_count(statement, connection)?).unwrap_or(u32::MAX);
    Ok(if counted > most { Count::MoreThan(most) } else { Count::Exactly(counted) })
}

/// What holds of each of these entries on a day: of several things, the one that says most.
pub fn statuses(
    connection: &mut DatabaseConnection,
    entries: Vec<i64>,
    on: NaiveDate,
) -> Result<HashMap<i64, Standing>, Error> {
    if entries.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = standings::table
        .filter(standings::entry.eq_any(entries))
        .filter(standings::first_day.le(on))
        .filter(standings::last_day.is_null().or(standings::last_day.assume_not_null().ge(on)))
        .select((standings::entry, standings::status))
        .rows::<(i64, Standing)>(connection)?;
    let mut best: HashMap<i64, Standing> = HashMap::new();
    for (entry, standing) in rows {
        best.entry(entry).and_modify(|best| *best = standing.min(*best)).or_insert(standing);
    }
    Ok(best)
}
