//! In which languages and countries there are courses.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::error::Error;
use crate::store::connection::DatabaseConnection;
use crate::store::row::set_from_column;
use crate::store::schema::courses;

/// In which languages and countries there are courses, of whatever day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offered {
    /// The languages (BCP 47), in their order.
    pub languages: BTreeSet<String>,
    /// The countries (ISO 3166-1), in their order.
    pub countries: BTreeSet<String>,
}

/// In which languages and countries there are courses.
pub fn offered(connection: &mut DatabaseConnection) -> Result<Offered, Error> {
    let rows = courses::table
        .select((courses::languages, courses::countries))
        .distinct()
        .load::<(String, String)>(connection)?;
    let mut offered = Offered::default();
    for (languages, countries) in rows {
        offered.languages.extend(set_from_column(&languages));
        offered.countries.extend(set_from_column(&countries));
    }
    Ok(offered)
}
