//! The names in addresses of all that is in the directory, for sitemaps.

use diesel::prelude::*;

use super::Kind;
use crate::error::Error;
use crate::store::connection::DatabaseConnection;
use crate::store::rows::Rows;
use crate::store::schema::directory_entries as entries;

/// How many entries there are of a kind.
pub fn count_of(connection: &mut DatabaseConnection, kind: Kind) -> Result<i64, Error> {
    Ok(entries::table.filter(entries::kind.eq(kind)).count().get_result(connection)?)
}

/// The slugs of a kind, `limit` of them behind the first `skipped`, in the order of their names.
pub fn slugs(connection: &mut DatabaseConnection, kind: Kind, skipped: i64, limit: i64) -> Result<Vec<String>, Error> {
    let of_kind = entries::table.filter(entries::kind.eq(kind));
    let query = of_kind.order(entries::sort_key).offset(skipped).limit(limit);
    query.select(entries::slug).rows(connection)
}
