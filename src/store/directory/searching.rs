//! Searching the directory: grams narrow, `LIKE` on the folded text decides, and the SQL is the same on both engines.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, Text};

use super::statement::Statement;
use super::{Facet, Kind, Standing};
use crate::error::Error;
use crate::ids::BodyId;
use crate::scheme::search::{Narrowing, Query, Rank, filter_gram};
use crate::store::connection::{DatabaseConnection, Engine};
use crate::store::page::{Page, PageRequest};
use crate::store::row::set_from_column;
use crate::store::schema::directory_standings as standings;

/// From how many candidates on it is faster to walk along the order and look at each entry than to gather and sort them.
const MANY: i64 = 2_000;

/// What is searched for.
#[derive(Clone, Debug)]
pub struct Search {
    /// The words; `None` for everything.
    pub query: Option<Query>,
    /// Only of this kind.
    pub kind: Option<Kind>,
    /// Only with all of these.
    pub facets: Vec<(Facet, String)>,
    /// Only where this holds on the day.
    pub standing: Option<Standing>,
    /// Only with a certificate against this edition.
    pub edition: Option<String>,
    /// Only with a certificate that this body answers for.
    pub body: Option<BodyId>,
    /// The day.
    pub on: NaiveDate,
}

/// An entry that was found.
#[derive(Clone, Debug)]
pub struct FoundEntry {
    /// Its number.
    pub number: i64,
    /// Of what kind of thing.
    pub kind: Kind,
    /// The id of the record.
    pub subject: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its name in Latin letters.
    pub latin_name: Option<String>,
    /// Its countries, its own first.
    pub countries: Vec<String>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    subject_id: String,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Text>)]
    latin_name: Option<String>,
    #[diesel(sql_type = Text)]
    countries: String,
    #[diesel(sql_type = Text)]
    sort_key: String,
    #[diesel(sql_type = Integer)]
    rank: i32,
}

const COLUMNS: &str = "entries.number, entries.kind, entries.subject_id, entries.slug, entries.name, \
     entries.latin_name, entries.countries, entries.sort_key, ";

/// Where a page begins: after this rank and sort key.
#[derive(Clone)]
struct Place {
    rank: i64,
    sort_key: String,
}

impl Place {
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
    let place = Place::read(request.after.as_deref());
    let rows = match &search.query {
        None => unranked(connection, search, &place, request.rows())?,
        Some(query) => ranked(connection, search, query, place, request.rows())?,
    };
    request.page(rows, Place::write).try_map(found)
}

/// Everything that the filters leave.
fn unranked(connection: &mut DatabaseConnection, search: &Search, place: &Place, rows: i64) -> Result<Vec<Row>, Error> {
    let filters = search.narrowing();
    // The kind alone may be nearly everything.
    let few = filters.len() > usize::from(search.kind.is_some()) && narrowed(connection, &filters)? < MANY;
    if few {
        gather(connection, search, &filters, None, place, rows)
    } else {
        walk(connection, search, None, &place.sort_key, rows)
    }
}

/// What answers the query. Where few may, they are gathered and sorted; else it goes rank by rank.
fn ranked(
    connection: &mut DatabaseConnection,
    search: &Search,
    query: &Query,
    mut place: Place,
    rows: i64,
) -> Result<Vec<Row>, Error> {
    let narrowing = |rank| [search.narrowing(), query.narrowing(rank)].concat();
    let all = narrowing(Rank::Elsewhere);
    if narrowed(connection, &all)? < MANY {
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
        let more = if narrowed(connection, &of_rank)? < MANY {
            gather(connection, search, &of_rank, Some((query, Some(rank))), &place, left)?
        } else {
            walk(connection, search, Some((query, rank)), &place.sort_key, left)?
        };
        found.extend(more);
        place = Place { rank: rank as i64 + 1, sort_key: String::new() };
    }
    Ok(found)
}

/// Gathers what the grams narrow to, looks at each, and sorts.
fn gather(
    connection: &mut DatabaseConnection,
    search: &Search,
    narrowing: &Narrowing,
    query: Option<(&Query, Option<Rank>)>,
    place: &Place,
    rows: i64,
) -> Result<Vec<Row>, Error> {
    let mut statement = Statement::default();
    statement.sql("WITH narrowed AS MATERIALIZED (");
    candidates(&mut statement, connection.engine(), narrowing);
    statement.sql(") SELECT * FROM (SELECT ").sql(COLUMNS);
    match query {
        Some((query, _)) => rank_of(&mut statement, query),
        None => _ = statement.sql("0"),
    }
    statement.sql(" AS rank FROM narrowed JOIN directory_entries AS entries ON entries.number = narrowed.entry WHERE ");
    conditions(&mut statement, search, query.map(|(query, _)| query));
    statement.sql(") AS found WHERE (rank > ").value(place.rank);
    statement.sql(" OR (rank = ").value(place.rank).sql(" AND sort_key > ").value(place.sort_key.as_str()).sql("))");
    if let Some((_, Some(rank))) = query {
        statement.sql(" AND rank = ").value(rank as i64);
    }
    statement.sql(" ORDER BY rank, sort_key LIMIT ").value(rows);
    statement.load(connection)
}

/// Walks along the order of the names until enough are found.
fn walk(
    connection: &mut DatabaseConnection,
    search: &Search,
    query: Option<(&Query, Rank)>,
    after: &str,
    rows: i64,
) -> Result<Vec<Row>, Error> {
    let mut statement = Statement::default();
    statement.sql("SELECT ").sql(COLUMNS);
    // No rank is as good as the best.
    statement.sql(["0", "1", "2", "3", "4"][query.map_or(0, |(_, rank)| rank as usize)]);
    statement.sql(" AS rank FROM directory_entries AS entries WHERE entries.sort_key > ").value(after).sql(" AND ");
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

/// How many entries the grams narrow to, counted up to [`MANY`].
fn narrowed(connection: &mut DatabaseConnection, narrowing: &Narrowing) -> Result<i64, Error> {
    let mut statement = Statement::default();
    statement.sql("SELECT count(*) AS counted FROM (");
    candidates(&mut statement, connection.engine(), narrowing);
    statement.sql(" LIMIT ").value(MANY).sql(") AS narrowed");
    first_count(statement, connection)
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
    let mut statement = Statement::default();
    statement.sql("SELECT count(*) AS counted FROM (SELECT 1 AS one FROM ");
    if let Some(query) = &search.query {
        let narrowing = [search.narrowing(), query.narrowing(Rank::Elsewhere)].concat();
        statement.sql("(");
        candidates(&mut statement, connection.engine(), &narrowing);
        statement.sql(") AS narrowed JOIN directory_entries AS entries ON entries.number = narrowed.entry WHERE ");
    } else {
        statement.sql("directory_entries AS entries WHERE ");
    }
    conditions(&mut statement, search, search.query.as_ref());
    statement.sql(" LIMIT ").value(i64::from(most) + 1).sql(") AS found");
    let counted = u32::try_from(first_count(statement, connection)?).unwrap_or(u32::MAX);
    Ok(if counted > most { Count::MoreThan(most) } else { Count::Exactly(counted) })
}

/// The numbers of the entries that the grams narrow to.
fn candidates(statement: &mut Statement, engine: Engine, narrowing: &Narrowing) {
    let (and, or) = match engine {
        Engine::Sqlite => (" AND ", " OR "),
        Engine::Postgresql => (" & ", " | "),
    };
    let alternative = |grams: &Vec<String>| format!("({})", grams.join(and));
    let each = |any: &Vec<Vec<String>>| format!("({})", any.iter().map(alternative).collect::<Vec<_>>().join(or));
    let expression = narrowing.iter().map(each).collect::<Vec<_>>().join(and);
    match engine {
        Engine::Sqlite => {
            statement.sql("SELECT rowid AS entry FROM directory_grams WHERE directory_grams MATCH ").value(expression);
        }
        Engine::Postgresql => {
            let select = "SELECT entry FROM directory_grams WHERE grams @@ CAST(";
            statement.sql(select).value(expression).sql(" AS tsquery)");
        }
    }
}

/// How well an entry answers the query.
fn rank_of(statement: &mut Statement, query: &Query) {
    statement.sql("CASE");
    for (rank, then) in
        [(Rank::Whole, " THEN 0"), (Rank::Beginning, " THEN 1"), (Rank::Words, " THEN 2"), (Rank::Inside, " THEN 3")]
    {
        statement.sql(" WHEN ").each(" AND ", query.patterns(rank), |part, pattern| {
            part.sql("entries.folded_name LIKE ").value(pattern);
        });
        statement.sql(then);
    }
    statement.sql(" ELSE 4 END");
}

/// What an entry must meet.
fn conditions(statement: &mut Statement, search: &Search, query: Option<&Query>) {
    statement.sql("entries.kind ");
    match search.kind {
        Some(kind) => statement.sql("= ").value(kind.as_str()),
        None => statement.sql("<> ''"),
    };
    for (name, other) in query.iter().flat_map(|query| query.patterns(Rank::Elsewhere).into_iter().zip(query.others()))
    {
        statement.sql(" AND (entries.folded_name LIKE ").value(name);
        statement.sql(" OR entries.folded_words LIKE ").value(other).sql(")");
    }
    let (of_courses, own): (Vec<_>, Vec<_>) = search.facets.iter().partition(|(facet, _)| search.is_of_courses(*facet));
    for (facet, value) in own {
        statement.sql(" AND ");
        has_facet(statement, "entries.number", *facet, value);
    }
    if !of_courses.is_empty() {
        statement.sql(
            " AND entries.subject_id IN (SELECT courses.value FROM directory_facets AS courses \
             WHERE courses.facet = 'training_organisation'",
        );
        for (facet, value) in of_courses {
            statement.sql(" AND ");
            has_facet(statement, "courses.entry", *facet, value);
        }
        if search.standing.is_some() {
            statement.sql(" AND ");
            has_standing(statement, "courses.entry", search);
        }
        statement.sql(")");
    }
    if search.standing.is_some() || search.edition.is_some() || search.body.is_some() {
        statement.sql(" AND ");
        has_standing(statement, "entries.number", search);
    }
}

fn has_facet(statement: &mut Statement, entry: &str, facet: Facet, value: &str) {
    statement.sql("EXISTS (SELECT 1 FROM directory_facets AS facets WHERE facets.entry = ").sql(entry);
    statement.sql(" AND facets.facet = ").value(facet.as_str());
    statement.sql(" AND facets.value = ").value(facet.value(value)).sql(")");
}

/// That there is what is asked for, and nothing that says more.
fn has_standing(statement: &mut Statement, entry: &str, search: &Search) {
    statement.sql("EXISTS (");
    standing_on_day(statement, entry, search);
    if let Some(standing) = search.standing {
        statement.sql(" AND standings.status = ").value(standing.as_str());
    }
    statement.sql(")");
    let better = search.standing.map_or(&[][..], Standing::better);
    if !better.is_empty() {
        statement.sql(" AND NOT EXISTS (");
        standing_on_day(statement, entry, search);
        statement.sql(" AND standings.status IN (").each(", ", better, |part, standing| {
            part.value(standing.as_str());
        });
        statement.sql("))");
    }
}

fn standing_on_day(statement: &mut Statement, entry: &str, search: &Search) {
    statement.sql("SELECT 1 FROM directory_standings AS standings WHERE standings.entry = ").sql(entry);
    statement.sql(" AND standings.first_day <= ").value(search.on);
    statement.sql(" AND (standings.last_day IS NULL OR standings.last_day >= ").value(search.on).sql(")");
    if let Some(edition) = &search.edition {
        statement.sql(" AND standings.edition = ").value(edition.as_str());
    }
    if let Some(body) = search.body {
        statement.sql(" AND standings.body_id = ").value(body.to_string());
    }
}

impl Search {
    /// Whether it is asked of a training organisation's courses.
    fn is_of_courses(&self, facet: Facet) -> bool {
        self.kind == Some(Kind::TrainingOrganisation)
            && matches!(facet, Facet::Language | Facet::Delivery | Facet::Qualification)
    }

    /// The grams of the filters.
    fn narrowing(&self) -> Narrowing {
        let mut filters: Vec<(&str, String)> = Vec::new();
        filters.extend(self.kind.map(|kind| ("kind", kind.as_str().to_owned())));
        let own = self.facets.iter().filter(|(facet, _)| !self.is_of_courses(*facet));
        filters.extend(own.map(|(facet, value)| (facet.as_str(), facet.value(value))));
        filters.extend(self.standing.map(|standing| ("status", standing.as_str().to_owned())));
        filters.extend(self.edition.iter().map(|edition| ("edition", edition.clone())));
        filters.extend(self.body.map(|body| ("body", body.to_string())));
        filters.iter().map(|(kind, value)| vec![vec![filter_gram(kind, value)]]).collect()
    }
}

fn found(row: Row) -> Result<FoundEntry, Error> {
    let kind = Kind::parse(&row.kind);
    let impossible =
        || Error::Internal(format!("directory_entries.kind of row {} has an impossible value", row.number));
    Ok(FoundEntry {
        number: row.number,
        kind: kind.ok_or_else(impossible)?,
        subject: row.subject_id,
        slug: row.slug,
        name: row.name,
        latin_name: row.latin_name,
        countries: set_from_column(&row.countries),
    })
}

/// What holds of each of these entries on a day: of several things, the one that says most.
pub fn statuses(
    connection: &mut DatabaseConnection,
    entries: Vec<i64>,
    on: NaiveDate,
) -> Result<HashMap<i64, Standing>, Error> {
    let rows = standings::table
        .filter(standings::entry.eq_any(entries))
        .filter(standings::first_day.le(on))
        .filter(standings::last_day.is_null().or(standings::last_day.assume_not_null().ge(on)))
        .select((standings::entry, standings::status))
        .load::<(i64, String)>(connection)?;
    let mut best: HashMap<i64, Standing> = HashMap::new();
    for (entry, status) in rows {
        let Some(standing) = Standing::parse(&status) else { continue };
        best.entry(entry).and_modify(|best| *best = standing.min(*best)).or_insert(standing);
    }
    Ok(best)
}
