//! In which languages and countries there are courses.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::error::Error;
use crate::store::connection::DatabaseConnection;
use crate::store::rows::Rows;
use crate::store::schema::courses;

/// In which languages and countries there are courses, of whatever day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offered {
    /// The languages (BCP 47), in their order.
    pub languages: BTreeSet<String>,
    /// The countries (ISO 3166-1), in their order.
    pub countries: BTreeSet<String>,
}

pub fn offered(connection: &mut DatabaseConnection) -> Result<Offered, Error> {
    let rows: Vec<(Vec<String>, Vec<String>)> =
        courses::table.select((courses::languages, courses::countries)).distinct().rows(connection)?;
    let mut offered = Offered::default();
    for (languages, countries) in rows {
        offered.languages.extend(languages);
        offered.countries.extend(countries);
    }
    Ok(offered)
}
