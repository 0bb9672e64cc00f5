//! Renewal in the scheme file: the table `renewal` of a qualification.

use super::reader::TableReader;
use super::{Known, reference};
use crate::scheme::definition::QualificationCode;
use crate::scheme::renewal::{Renewal, Route};

/// The renewal of a qualification whose certificates are valid for so many years; none where the file says nothing of it.
#[expect(clippy::option_option, reason = "there, not there, or wrong, which is complained of")]
pub(super) fn read(
    qualification: &TableReader<'_, '_>,
    valid_for_years: Option<Option<u32>>,
    known: &Known,
) -> Option<Option<Renewal>> {
    const KEY: &str = "renewal";
    if qualification.get(KEY).is_none() {
        return Some(None);
    }
    let table = qualification.table(KEY)?;
    let [window, grace] = [("window_months", 1), ("grace_months", 0)].map(|(key, least)| {
        let months = table.number(key, least..=600).map(u32::from);
        match (months, valid_for_years) {
            (Some(months), Some(Some(years))) if months > years.saturating_mul(12) => {
                table.complain(key, format!("is longer than a certificate is valid: {years} years"));
                None
            }
            _ => months,
        }
    });
    let routes = read_routes(&table, known);
    table.finish();
    if valid_for_years == Some(None) {
        qualification.complain(KEY, "needs `valid_for_years` beside it: what has no last day is not renewed");
        return None;
    }
    Some(Some(Renewal { window_months: window?, grace_months: grace?, routes: routes? }))
}

fn read_routes(table: &TableReader<'_, '_>, known: &Known) -> Option<Vec<Route>> {
    const KEY: &str = "routes";
    let mut routes = Vec::new();
    let tables = table.tables(KEY);
    for one in &tables {
        let given = ["examination", "points"].map(|key| one.get(key).is_some());
        one.finish();
        let route = match given {
            [true, false] => reference(one, "examination", &known.qualifications)
                .map(|code| Route::Examination(QualificationCode::new(code))),
            [false, true] => one.number("points", 1..=10_000).map(|points| Route::Points(u32::from(points))),
            _ => {
                one.complain("examination", "or `points` must be there, and not both");
                None
            }
        };
        if route.as_ref().is_some_and(|route| routes.iter().any(|other: &Route| is_alike(other, route))) {
            one.complain(if given[0] { "examination" } else { "points" }, "is among the routes already");
        }
        routes.extend(route);
    }
    (routes.len() == tables.len() && !routes.is_empty()).then_some(routes)
}

fn is_alike(one: &Route, other: &Route) -> bool {
    one.examination() == other.examination()
}
