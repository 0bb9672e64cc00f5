//! What the registry counts for the public: nothing of it tells of a single person.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::directory::Standing;
use super::work::Work;
use crate::error::Error;
use crate::store::statistics as counted;

/// The numbers of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistics {
    pub on: NaiveDate,
    /// How many certificates were awarded, by qualification (in the order of the scheme) and year. Every qualification
    /// has the same years: from the first in which any certificate was awarded to the present one, or the next where it
    /// has begun.
    pub awarded: Vec<(String, BTreeMap<i32, u64>)>,
    /// How many bodies are listed, by country; the greatest number first.
    pub bodies: Vec<(String, u64)>,
    /// How many organisations hold a valid certificate, by country; the greatest number first.
    pub organisations: Vec<(String, u64)>,
}

/// The numbers of today. Public.
pub fn of_today(work: &mut Work<'_>) -> Result<Statistics, Error> {
    let on = work.today();
    let awarded = counted::awarded(work.connection)?;
    let first = awarded.iter().map(|(_, day, _)| day.year()).min().unwrap_or_else(|| on.year());
    // An examination may be on a day that has begun elsewhere, and that day in another year.
    let last = awarded.iter().map(|(_, day, _)| day.year()).max().unwrap_or_default().max(on.year());
    let empty: BTreeMap<i32, u64> = (first..=last).map(|year| (year, 0)).collect();
    let codes = work.scheme.qualifications.iter().map(|known| known.code.as_str().to_owned());
    let mut by_qualification: Vec<_> = codes.map(|code| (code, empty.clone())).collect();
    for (qualification, day, count) in awarded {
        if let Some((_, years)) = by_qualification.iter_mut().find(|(code, _)| *code == qualification) {
            *years.entry(day.year()).or_default() += positive(count);
        }
    }
    Ok(Statistics {
        on,
        awarded: by_qualification,
        // Only bodies are listed, and of what is in the directory only organisations have a valid certificate.
        bodies: by_country(work, Standing::Listed, on)?,
        organisations: by_country(work, Standing::Valid, on)?,
    })
}

/// How many have this standing, by country; the greatest number first.
fn by_country(work: &mut Work<'_>, standing: Standing, on: NaiveDate) -> Result<Vec<(String, u64)>, Error> {
    let counts = counted::by_country(work.connection, standing, on)?;
    let mut counts: Vec<_> = counts.into_iter().map(|(country, count)| (country, positive(count))).collect();
    counts.sort_by(|(country, count), (other_country, other)| other.cmp(count).then(country.cmp(other_country)));
    Ok(counts)
}

fn positive(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}
