//! Looking at a database without changing it: for the operator's questions.

use diesel::dsl::max;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::connection::{DatabaseConnection, Engine};
use super::rows::Rows;
use super::schema::{candidates, certificates, events};
use crate::clock::Moment;
use crate::error::Error;
use crate::scheme::numbers::{CandidateNumber, CertificateNumber, Mistyped};

#[derive(QueryableByName)]
struct TextAnswer {
    #[diesel(sql_type = Text)]
    answer: String,
}

pub(super) fn ask(connection: &mut DatabaseConnection, query: &str) -> Result<String, Error> {
    Ok(diesel::sql_query(query).get_result::<TextAnswer>(connection)?.answer)
}

/// The texts of the column `answer`.
pub(super) fn texts(connection: &mut DatabaseConnection, query: &str) -> Result<Vec<String>, Error> {
    let rows: Vec<TextAnswer> = diesel::sql_query(query).load(connection)?;
    Ok(rows.into_iter().map(|row| row.answer).collect())
}

/// The version of the engine, as it calls it itself.
pub fn version(connection: &mut DatabaseConnection) -> Result<String, Error> {
    match connection.engine() {
        Engine::Sqlite => ask(connection, "SELECT sqlite_version() AS answer"),
        Engine::Postgresql => ask(connection, "SELECT current_setting('server_version') AS answer"),
    }
}

/// The clock of the database's machine; `None` where it is our own.
pub fn clock(connection: &mut DatabaseConnection) -> Result<Option<Moment>, Error> {
    match connection.engine() {
        Engine::Sqlite => Ok(None),
        Engine::Postgresql => super::clock::now(connection).map(Some),
    }
}

/// When the last write was recorded.
pub fn last_write(connection: &mut DatabaseConnection) -> Result<Option<Moment>, Error> {
    Ok(events::table.select(max(events::recorded_at)).row(connection)?.flatten())
}

/// The most findings that are named.
const MOST_NAMED: i64 = 20;

/// How many rows are read at a time.
const ROWS_AT_ONCE: i64 = 5000;

/// What became of looking for damage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Integrity {
    /// The structure of tables and indexes is whole.
    Sound,
    /// What is broken, at most twenty findings.
    Damaged(Vec<String>),
    /// Nobody looked, and why.
    NotLooked(&'static str),
}

/// Looks for damage to the structure of the database: SQLite's pages and rows, PostgreSQL's indexes where its extension
/// `amcheck` is installed. A value that was changed and is still well formed is not seen.
pub fn integrity(connection: &mut DatabaseConnection) -> Result<Integrity, Error> {
    match connection.engine() {
        Engine::Sqlite => {
            let query = format!("SELECT quick_check AS answer FROM pragma_quick_check LIMIT {MOST_NAMED}");
            let found: Vec<TextAnswer> = diesel::sql_query(query).load(connection)?;
            let found = found.into_iter().map(|row| row.answer).filter(|answer| answer != "ok");
            Ok(sound_or_damaged(found.collect()))
        }
        Engine::Postgresql => check_indexes(connection),
    }
}

fn check_indexes(connection: &mut DatabaseConnection) -> Result<Integrity, Error> {
    if ask(connection, "SELECT CAST(count(*) AS text) AS answer FROM pg_extension WHERE extname = 'amcheck'")? == "0" {
        return Ok(Integrity::NotLooked("the server's extension `amcheck` is not installed in this database"));
    }
    let allowed = "SELECT CAST(has_function_privilege('bt_index_check(regclass)', 'EXECUTE') AS text) AS answer";
    if ask(connection, allowed)? != "true" {
        return Ok(Integrity::NotLooked("this role may not execute bt_index_check of the extension `amcheck`"));
    }
    if !connection.is_pooled()? {
        connection.run("SET statement_timeout = 0")?;
    }
    let indexes = "SELECT CAST(CAST(c.oid AS regclass) AS text) AS answer FROM pg_class c JOIN pg_am a ON a.oid = c.relam \
                   WHERE a.amname = 'btree' AND c.relkind = 'i' AND c.relnamespace = CAST(current_schema() AS regnamespace)";
    let indexes: Vec<TextAnswer> = diesel::sql_query(indexes).load(connection)?;
    let mut found = Vec::new();
    for TextAnswer { answer: index } in indexes {
        let check = "SELECT CAST(bt_index_check(CAST($1 AS regclass)) AS text) AS answer";
        if let Err(error) = diesel::sql_query(check).bind::<Text, _>(&index).get_result::<TextAnswer>(connection) {
            found.push(format!("{index}: {error}"));
        }
    }
    Ok(sound_or_damaged(found))
}

fn sound_or_damaged(mut found: Vec<String>) -> Integrity {
    found.truncate(usize::try_from(MOST_NAMED).unwrap_or(usize::MAX));
    if found.is_empty() { Integrity::Sound } else { Integrity::Damaged(found) }
}

/// The numbers of certificates and candidates on record that are none, because the check symbol or the spelling does not
/// fit: somebody or something changed them. At most twenty.
pub fn mistyped_numbers(connection: &mut DatabaseConnection) -> Result<Vec<String>, Error> {
    macro_rules! look_through {
        ($table:ident, $number:ty, $found:expr) => {{
            let mut after = String::new();
            loop {
                let query = $table::table.select(($table::id, $table::number)).filter($table::id.gt(&after));
                let rows: Vec<(String, String)> = query.order($table::id).limit(ROWS_AT_ONCE).rows(connection)?;
                let Some((last, _)) = rows.last() else { break };
                after.clone_from(last);
                let read = |number: &str| <$number>::parse(number).map(|read| read.compact() == number);
                $found
                    .extend(rows.iter().filter_map(|(id, number)| wrong(stringify!($table), id, number, read(number))));
            }
        }};
    }
    let mut found = Vec::new();
    look_through!(certificates, CertificateNumber, found);
    look_through!(candidates, CandidateNumber, found);
    found.truncate(usize::try_from(MOST_NAMED).unwrap_or(usize::MAX));
    Ok(found)
}

fn wrong(table: &str, id: &str, number: &str, read: Result<bool, Mistyped>) -> Option<String> {
    match read {
        Ok(true) => None,
        Ok(false) => Some(format!("{table} row {id}: the number {number} is not in the form that is kept")),
        Err(reason) => Some(format!("{table} row {id}: the number {number} is none; {reason}")),
    }
}
