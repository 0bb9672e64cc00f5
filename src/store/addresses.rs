//! The names in addresses of all that has a public page, for sitemaps.

use diesel::prelude::*;

use super::connection::DatabaseConnection;
use super::schema::directory_entries as entries;
use crate::error::Error;

/// How many there are of a kind, in the directory's word for it.
pub fn count(connection: &mut DatabaseConnection, kind: &str) -> Result<i64, Error> {
    Ok(entries::table.filter(entries::kind.eq(kind)).count().get_result(connection)?)
}

/// The slugs of a kind, `limit` of them behind the first `skipped`, in the order of their names.
pub fn slugs(connection: &mut DatabaseConnection, kind: &str, skipped: i64, limit: i64) -> Result<Vec<String>, Error> {
    let query = entries::table.filter(entries::kind.eq(kind)).order(entries::sort_key).offset(skipped).limit(limit);
    Ok(query.select(entries::slug).load(connection)?)
}
