//! What a database means to do for a query: by which indexes it goes, for the tests that hold queries to theirs.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Integer, Text};

use super::connection::{DatabaseConnection, Engine, MultiBackend};
use super::rows::Rows;
use crate::error::Error;

/// A query that is explained instead of being carried out; `Answer` is what the engine's answer consists of.
struct Explained<Q, Answer> {
    query: Q,
    answer: std::marker::PhantomData<Answer>,
    command: &'static str,
}

impl<Q: QueryFragment<MultiBackend>, Answer> QueryFragment<MultiBackend> for Explained<Q, Answer> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql(self.command);
        self.query.walk_ast(out.reborrow())
    }
}

impl<Q, Answer> QueryId for Explained<Q, Answer> {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q, Answer> Query for Explained<Q, Answer> {
    type SqlType = Answer;
}

/// The plan for a query, a line for each step.
///
/// # Errors
/// Those of the database.
pub(super) fn plan<Q: QueryFragment<MultiBackend>>(
    connection: &mut DatabaseConnection,
    query: Q,
) -> Result<Vec<String>, Error> {
    match connection.engine() {
        Engine::Postgresql => {
            let answer = std::marker::PhantomData;
            Explained::<Q, Text> { query, answer, command: "EXPLAIN (COSTS OFF) " }.rows(connection)
        }
        Engine::Sqlite => {
            let answer = std::marker::PhantomData;
            let explained =
                Explained::<Q, (Integer, Integer, Integer, Text)> { query, answer, command: "EXPLAIN QUERY PLAN " };
            let steps: Vec<(i32, i32, i32, String)> = explained.rows(connection)?;
            Ok(steps.into_iter().map(|(.., step)| step).collect())
        }
    }
}
