//! SQL that is put together from parts, with its values bound in the order in which they stand: nearly the same text for
//! both engines.

use std::fmt::Write as _;

use chrono::NaiveDate;
use diesel::deserialize::QueryableByName;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::result::Error as DieselError;
use diesel::sql_types::{BigInt, Date, Text};
use diesel::sqlite::Sqlite;

use crate::error::Error;
use crate::store::connection::{DatabaseConnection, Engine};
use crate::store::rows::column_of;

#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Number(i64),
    Day(NaiveDate),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<NaiveDate> for Value {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

/// A statement in the making.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    pub engine: Engine,
    sql: String,
    values: Vec<Value>,
}

impl Statement {
    pub const fn new(engine: Engine) -> Self {
        Self { engine, sql: String::new(), values: Vec::new() }
    }

    pub fn sql(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    pub fn value(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        // Writing to a string does not fail.
        let _ = write!(self.sql, "${}", self.values.len());
        self
    }

    /// Appends the parts that `part` writes, with `between` between them.
    pub fn each<T>(
        &mut self,
        between: &str,
        parts: impl IntoIterator<Item = T>,
        mut part: impl FnMut(&mut Self, T),
    ) -> &mut Self {
        for (index, one) in parts.into_iter().enumerate() {
            if index > 0 {
                self.sql(between);
            }
            part(self, one);
        }
        self
    }

    /// Appends that there is a row of a query, which begins with `SELECT 1`. PostgreSQL chooses well how to find out.
    /// SQLite would make a join of `EXISTS` and may begin with everything that has a frequent value, so it is asked for the
    /// first row instead.
    pub fn exists(&mut self, query: impl FnOnce(&mut Self)) -> &mut Self {
        let (before, after) = match self.engine {
            Engine::Sqlite => ("(", " LIMIT 1) = 1"),
            Engine::Postgresql => ("EXISTS (", ")"),
        };
        self.sql(before);
        query(self);
        self.sql(after)
    }

    pub fn load<T>(self, connection: &mut DatabaseConnection) -> Result<Vec<T>, Error>
    where
        T: QueryableByName<Pg> + QueryableByName<Sqlite> + 'static,
    {
        macro_rules! load {
            ($connection:expr, $backend:ty) => {{
                let mut query = diesel::sql_query(self.sql).into_boxed::<$backend>();
                for value in self.values {
                    query = match value {
                        Value::Text(text) => query.bind::<Text, _>(text),
                        Value::Number(number) => query.bind::<BigInt, _>(number),
                        Value::Day(day) => query.bind::<Date, _>(day),
                    };
                }
                query.load::<T>($connection).map_err(misfit)
            }};
        }
        match connection {
            DatabaseConnection::Postgresql(connection) => load!(connection, Pg),
            DatabaseConnection::Sqlite(connection) => load!(connection, Sqlite),
        }
    }
}

/// A value that its type does not accept stands in the entries, the only table that whole rows are read of.
fn misfit(error: DieselError) -> Error {
    match &error {
        DieselError::DeserializationError(cause) => match column_of(&**cause) {
            Some(column) => Error::Internal(format!("directory_entries.{column} has an impossible value")),
            None => error.into(),
        },
        _ => error.into(),
    }
}
