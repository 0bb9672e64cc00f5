//! What a search asks of an entry, in SQL.

use super::search::Search;
use super::statement::Statement;
use super::{Facet, Standing};
use crate::scheme::search::{Narrowing, Query, Rank};
use crate::store::connection::Engine;

/// The numbers of the entries that the grams narrow to.
pub(super) fn candidates(statement: &mut Statement, narrowing: &Narrowing) {
    let (and, or) = match statement.engine {
        Engine::Sqlite => (" AND ", " OR "),
        Engine::Postgresql => (" & ", " | "),
    };
    let expression = narrowing.written(and, or);
    match statement.engine {
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
pub(super) fn rank_of(statement: &mut Statement, query: &Query) {
    statement.sql("CASE");
    for (rank, then) in
        [(Rank::Whole, " THEN 0"), (Rank::Beginning, " THEN 1"), (Rank::Words, " THEN 2"), (Rank::Inside, " THEN 3")]
    {
        statement.sql(" WHEN ").each(" OR ", query.readings(), |part, reading| {
            part.sql("(").each(" AND ", reading.patterns(rank), |part, pattern| {
                part.sql("entries.folded_name LIKE ").value(pattern);
            });
            part.sql(")");
        });
        statement.sql(then);
    }
    statement.sql(" ELSE 4 END");
}

/// What an entry must meet.
pub(super) fn conditions(statement: &mut Statement, search: &Search, query: Option<&Query>) {
    match search.kind {
        Some(kind) => statement.sql("entries.kind = ").value(kind.as_str()),
        None => statement.sql("1 = 1"),
    };
    if let Some(query) = query {
        statement.sql(" AND (").each(" OR ", query.readings(), |part, reading| {
            let words = reading.patterns(Rank::Elsewhere).into_iter().zip(reading.others());
            part.sql("(").each(" AND ", words, |part, (name, other)| {
                part.sql("(entries.folded_name LIKE ").value(name);
                part.sql(" OR entries.folded_words LIKE ").value(other).sql(")");
            });
            part.sql(")");
        });
        statement.sql(")");
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
        if search.status.is_some() {
            statement.sql(" AND ");
            has_standing(statement, "courses.entry", search);
        }
        statement.sql(")");
    }
    if search.status.is_some() || search.edition.is_some() || search.body.is_some() {
        statement.sql(" AND ");
        has_standing(statement, "entries.number", search);
    }
}

fn has_facet(statement: &mut Statement, entry: &str, facet: Facet, value: &str) {
    statement.exists(|part| {
        part.sql("SELECT 1 FROM directory_facets AS facets WHERE facets.entry = ").sql(entry);
        part.sql(" AND facets.facet = ").value(facet.as_str());
        part.sql(" AND facets.value = ").value(facet.value(value));
    });
}

/// That there is what is asked for, and nothing that says more.
fn has_standing(statement: &mut Statement, entry: &str, search: &Search) {
    statement.exists(|part| {
        standing_on_day(part, entry, search);
        if let Some(standing) = search.status {
            part.sql(" AND standings.status = ").value(standing.as_str());
        }
    });
    let better = search.status.map_or(&[][..], Standing::better);
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
