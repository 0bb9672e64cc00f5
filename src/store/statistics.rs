//! What statistics count.

use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::connection::DatabaseConnection;
use super::directory::{Facet, Standing};
use super::rows::Rows;
use super::schema::{certificates, directory_facets, directory_standings};
use crate::error::Error;

/// How many certificates were awarded of each qualification as of each day; what renews one on the same result is none of its own.
pub fn awarded(connection: &mut DatabaseConnection) -> Result<Vec<(String, NaiveDate, i64)>, Error> {
    let renewed = diesel::alias!(certificates as renewed);
    let of_its_result = renewed
        .filter(renewed.field(certificates::id).nullable().eq(certificates::renews_id))
        .filter(renewed.field(certificates::result_id).eq(certificates::result_id));
    let of_their_own = certificates::table.filter(diesel::dsl::not(diesel::dsl::exists(of_its_result)));
    let by_day = of_their_own.group_by((certificates::qualification, certificates::awarded_on)).select((
        certificates::qualification,
        certificates::awarded_on,
        count_star(),
    ));
    by_day.rows(connection)
}

/// How many entries of the directory have this standing on a day, by country. One with sites in two countries counts in
/// both.
pub fn by_country(
    connection: &mut DatabaseConnection,
    standing: Standing,
    on: NaiveDate,
) -> Result<Vec<(String, i64)>, Error> {
    let of_that_standing = directory_standings::table
        .filter(directory_standings::status.eq(standing))
        .filter(directory_standings::first_day.le(on))
        .filter(directory_standings::last_day.is_null().or(directory_standings::last_day.ge(on)))
        .select(directory_standings::entry);
    let counted = directory_facets::table
        .filter(directory_facets::facet.eq(Facet::Country))
        .filter(directory_facets::entry.eq_any(of_that_standing))
        .group_by(directory_facets::value)
        .select((directory_facets::value, count_star()));
    counted.rows(connection)
}
