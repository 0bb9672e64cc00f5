//! From rows to typed values. What a row cannot be is the database's inconsistency, and is told with its place.

use std::any::type_name;
use std::collections::HashMap;
use std::error::Error as StdError;
use std::fmt::Display;
use std::hash::Hash;

use diesel::connection::LoadConnection;
use diesel::deserialize::{FromSql, FromSqlRow};
use diesel::dsl::Limit;
use diesel::expression::QueryMetadata;
use diesel::prelude::*;
use diesel::query_builder::{AsQuery, QueryFragment, QueryId};
use diesel::query_dsl::methods::LimitDsl;
use diesel::result::DeserializeFieldError;
use diesel::row::{Field, Row};
use diesel::sql_types::Text;

use super::connection::{DatabaseConnection, MultiBackend};
use crate::error::Error;

/// What cannot be made of the values of several columns: the column that does not go with the others.
#[derive(Debug, thiserror::Error)]
#[error("{0} does not go with the other columns")]
pub struct Impossible(pub &'static str);

/// The columns of a record, to be selected.
pub(super) trait Columns: Selectable<MultiBackend> {
    fn columns() -> Self::SelectExpression {
        Self::construct_selection()
    }
}

impl<T: Selectable<MultiBackend>> Columns for T {}

/// Runs a query. A value that its type does not accept is an error that names table, column and row.
pub(super) trait Rows: AsQuery<Query: QueryFragment<MultiBackend> + QueryId> + Sized {
    /// All rows.
    fn rows<T>(self, connection: &mut DatabaseConnection) -> Result<Vec<T>, Error>
    where
        MultiBackend: QueryMetadata<Self::SqlType>,
        T: FromSqlRow<Self::SqlType, MultiBackend>,
    {
        let mut found = Vec::new();
        for row in LoadConnection::load(connection, self.as_query())? {
            let row = row?;
            found.push(T::build_from_row(&row).map_err(|error| misfit::<Self>(&*error, &row))?);
        }
        Ok(found)
    }

    /// The first row.
    fn row<T>(self, connection: &mut DatabaseConnection) -> Result<Option<T>, Error>
    where
        Self: LimitDsl<Output: Rows>,
        MultiBackend: QueryMetadata<<Limit<Self> as AsQuery>::SqlType>,
        T: FromSqlRow<<Limit<Self> as AsQuery>::SqlType, MultiBackend>,
    {
        Ok(LimitDsl::limit(self, 1).rows(connection)?.pop())
    }
}

impl<Q: AsQuery<Query: QueryFragment<MultiBackend> + QueryId>> Rows for Q {}

/// Narrows a boxed query to the rows that have in each of these columns what is wanted there, if anything is.
macro_rules! narrow {
    ($query:ident: $($column:path = $wanted:expr),+) => {$(
        if let Some(wanted) = $wanted {
            $query = $query.filter($column.eq(wanted));
        }
    )+};
}
pub(super) use narrow;

/// The rows of a query that have one of these values in a column. One value and many are two statements, so that each is
/// prepared once.
macro_rules! rows_with {
    ($query:expr, $column:path = one of $values:expr, $connection:expr) => {
        match $values {
            [only] => $query.filter($column.eq(only)).rows($connection),
            many => $query.filter($column.eq_any(many)).rows($connection),
        }
    };
}
pub(super) use rows_with;

/// What is put into columns of a table, by an insertion or an update: `values!(bodies: name = x)` is
/// `(bodies::name.eq(x),)`, and a `None` is NULL.
macro_rules! values {
    ($table:ident: $($column:ident = $value:expr),+) => { ($($table::$column.eq($value),)+) };
}
pub(super) use values;

/// What belongs to each of several records, in the order of the rows.
pub(super) fn grouped<Id: Eq + Hash, T>(rows: Vec<(Id, T)>) -> HashMap<Id, Vec<T>> {
    let mut groups: HashMap<Id, Vec<T>> = HashMap::new();
    for (id, one) in rows {
        groups.entry(id).or_default().push(one);
    }
    groups
}

/// Names the place, and not the value, which may be personal.
#[cold]
fn misfit<'a, Query>(error: &(dyn StdError + Send + Sync + 'static), row: &impl Row<'a, MultiBackend>) -> Error {
    let query = type_name::<Query>();
    let Some(column) = column_of(error) else {
        return Error::Internal(format!("a row of {}: {error}", table_of(query, "")));
    };
    let names_a_row =
        |field: &_| Field::field_name(field).is_some_and(|name| name == "number" || name.ends_with("_id"));
    let id = row.get("id").or_else(|| row.get(0).filter(names_a_row));
    let id = id.and_then(|field| <String as FromSql<Text, MultiBackend>>::from_nullable_sql(field.value()).ok());
    // PostgreSQL sends numbers as bytes.
    let id = id.filter(|id| id.bytes().all(|byte| byte.is_ascii_graphic()));
    let place = format!("{}.{column}", table_of(query, column));
    id.map_or_else(|| Error::Internal(format!("{place} has an impossible value")), |id| impossible(&place, id))
}

/// The error of a value that cannot be: `table.column`, and the row.
pub fn impossible(place: &str, row: impl Display) -> Error {
    Error::Internal(format!("{place} of row {row} has an impossible value"))
}

/// The column that an error of reading a row is about.
pub(super) fn column_of<'a>(error: &'a (dyn StdError + Send + Sync + 'static)) -> Option<&'a str> {
    match error.downcast_ref::<Impossible>() {
        Some(Impossible(column)) => Some(column),
        None => error.downcast_ref::<DeserializeFieldError>().and_then(|field| field.field_name.as_deref()),
    }
}

/// The table that a query has a column from, read from the name of the query's type, in which the paths of all its columns
/// and tables stand; the first of its tables, where columns do not stand there.
fn table_of<'a>(query: &'a str, column: &str) -> &'a str {
    let name = |path: &'a str| path.split(|one: char| !one.is_alphanumeric() && one != '_').next().unwrap_or_default();
    let mut tables = query.split("::schema::").skip(1).map(|path| (name(path), path));
    let first = tables.clone().next().map_or("", |(table, _)| table);
    let has_it = |(table, path): &(&'a str, &'a str)| {
        path[table.len()..].strip_prefix("::columns::").is_some_and(|path| name(path) == column)
    };
    tables.find(has_it).map_or(first, |(table, _)| table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::schema::{certificates, courses, training_organisations};

    #[test]
    fn the_table_of_a_column_is_read_from_the_query() {
        fn table<Q>(_: &Q, column: &str) -> &'static str {
            table_of(type_name::<Q>(), column)
        }
        let joined = courses::table.inner_join(training_organisations::table).select((
            courses::id,
            courses::slug,
            training_organisations::name,
        ));
        assert_eq!(table(&joined, "slug"), "courses");
        assert_eq!(table(&joined, "name"), "training_organisations");
        let boxed = certificates::table.select(certificates::edition).into_boxed::<MultiBackend>();
        assert_eq!(table(&boxed, "edition"), "certificates");
    }
}
