//! The directory as it is searched: an index over bodies, certified organisations, training organisations and courses.
//! It follows from the records and is written with them; nothing is known from it alone.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};

use super::column::{Column, word_columns};
use super::connection::{DatabaseConnection, insert_all};
use super::page::sort_key;
use super::rows::{Rows, values};
use super::schema::{directory_entries, directory_facets, directory_standings};
use crate::error::Error;
use crate::ids::BodyId;
use crate::scheme::search::{Indexable, index, phrase};
use crate::scheme::text::Slug;
use crate::scheme::words::words;

mod addresses;
mod certified;
mod conditions;
mod missing;
mod search;
mod searching;
mod statement;

pub use addresses::{count_of, slugs};
pub use certified::certified_names;
pub use missing::{
    bodies as missing_bodies, courses as missing_courses, organisations as missing_organisations,
    training_organisations as missing_training_organisations,
};
pub use search::Search;
pub use searching::{Count, FoundEntry, count, search, statuses};

words! {
    /// What an entry is an entry of.
    Kind {
        Body = "body",
        Organisation = "organisation",
        TrainingOrganisation = "training_organisation",
        Course = "course",
    }
    /// What entries are filtered by. Of a training organisation, what is said of courses is said of one course of it.
    Facet {
        /// A country (ISO 3166-1): of an organisation, its own or that of a site.
        Country = "country",
        /// A part of a country, in any spelling: of an organisation, its own or that of a site.
        Region = "region",
        /// The language of a course (BCP 47).
        Language = "language",
        Delivery = "delivery",
        Qualification = "qualification",
        /// Who runs a course: the training organisation's id.
        TrainingOrganisation = "training_organisation",
    }
    /// What holds of an entry on a day.
    Standing {
        /// Of a body.
        Listed = "listed",
        /// Of training.
        Accredited = "accredited",
        /// Of a certificate.
        Valid = "valid",
        /// Of a certificate or a body, for the time being.
        Suspended = "suspended",
        /// Of a certificate past its last day, of training past its accreditation.
        Expired = "expired",
        /// Of a certificate or a body, for good.
        Withdrawn = "withdrawn",
    }
}

word_columns!(Kind, Facet, Standing);

impl Standing {
    /// What says more of an organisation that has several certificates: one that is valid counts for more than one that
    /// has expired.
    #[must_use]
    pub fn better(self) -> &'static [Self] {
        let position = Self::ALL.iter().position(|one| *one == self).unwrap_or(0);
        // The first three are of different kinds and never meet.
        if position < 3 { &[] } else { &Self::ALL[..position] }
    }
}

/// An entry as it is written.
#[derive(Clone, Debug)]
pub struct Entry {
    pub kind: Kind,
    pub subject: String,
    pub slug: Slug,
    pub name: String,
    pub latin_name: Option<String>,
    /// Its countries, its own first.
    pub countries: Vec<String>,
    /// Other texts that it is found by.
    pub texts: Vec<String>,
    /// Numbers that it is found by, each as a whole.
    pub numbers: Vec<String>,
    pub facets: Vec<(Facet, String)>,
    pub standings: Vec<Period>,
}

/// Days on which something holds of an entry, both ends included; without a last day it has no end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    pub standing: Standing,
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
    /// The edition that a certificate is against.
    pub edition: Option<String>,
    /// The body that answers for it.
    pub body: Option<BodyId>,
}

impl Entry {
    /// What it is filtered by, as the grams have it: whatever held at any time.
    fn filters(&self) -> Vec<(&'static str, String)> {
        let mut filters = vec![("kind", self.kind.as_str().to_owned())];
        filters.extend(self.facets.iter().map(|(facet, value)| (facet.as_str(), facet.value(value))));
        for period in &self.standings {
            filters.push(("status", period.standing.as_str().to_owned()));
            filters.extend(period.edition.iter().map(|edition| ("edition", edition.clone())));
            filters.extend(period.body.iter().map(|body| ("body", body.to_string())));
        }
        filters
    }
}

impl Facet {
    /// A value in the form in which it is compared.
    fn value(self, value: &str) -> String {
        if self == Self::Region { phrase(value) } else { value.to_owned() }
    }
}

/// Writes entries, in the place of those that their subjects have.
pub fn write(connection: &mut DatabaseConnection, entries: Vec<Entry>) -> Result<(), Error> {
    let subjects: Vec<&str> = entries.iter().map(|entry| entry.subject.as_str()).collect();
    let known = take_out(connection, &subjects)?;
    let mut new = new_numbers(connection, entries.len() - known.len())?.into_iter();
    let (mut rows, mut facets, mut standings, mut grams) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for entry in entries {
        let drawn = || Error::Internal("fewer numbers were drawn than are needed".to_owned());
        let number = known.get(&entry.subject).copied().or_else(|| new.next()).ok_or_else(drawn)?;
        let filters = entry.filters();
        let filters: Vec<_> = filters.iter().map(|(kind, value)| (*kind, value.as_str())).collect();
        let indexed = index(&Indexable {
            name: &entry.name,
            latin_name: entry.latin_name.as_deref(),
            texts: &entry.texts,
            numbers: &entry.numbers,
            filters: &filters,
        });
        grams.push((number, indexed.grams.join(" ")));
        let mut values: Vec<_> = entry.facets.iter().map(|(facet, value)| (*facet, facet.value(value))).collect();
        values.sort_unstable();
        values.dedup();
        let facet = |(facet, value)| values!(directory_facets: entry = number, facet = facet, value = value);
        facets.extend(values.into_iter().map(facet));
        standings.extend((0..).zip(entry.standings).map(|(position, period)| {
            values!(directory_standings: entry = number, position = position, status = period.standing,
                first_day = period.from, last_day = period.until, edition = period.edition, body_id = period.body)
        }));
        rows.push(values!(directory_entries: number = number, kind = entry.kind,
            sort_key = sort_key(&entry.name, &entry.subject), subject_id = entry.subject, slug = entry.slug,
            name = entry.name, latin_name = entry.latin_name, countries = Column(entry.countries),
            folded_name = indexed.name, folded_words = indexed.words));
    }
    insert_all!(connection, directory_entries::table, rows);
    insert_all!(connection, directory_facets::table, facets);
    insert_all!(connection, directory_standings::table, standings);
    insert_grams(connection, grams)
}

/// Removes the entry of this subject, if it has one.
pub fn remove(connection: &mut DatabaseConnection, subject: &str) -> Result<(), Error> {
    take_out(connection, &[subject]).map(|_| ())
}

/// Takes the entries of these subjects out and says which numbers they had. Facets and standings go with them.
fn take_out(connection: &mut DatabaseConnection, subjects: &[&str]) -> Result<HashMap<String, i64>, Error> {
    let known = directory_entries::table
        .filter(directory_entries::subject_id.eq_any(subjects))
        .select((directory_entries::subject_id, directory_entries::number));
    let known: HashMap<String, i64> = known.rows(connection)?.into_iter().collect();
    if known.is_empty() {
        return Ok(known);
    }
    let numbers: Vec<i64> = known.values().copied().collect();
    if let DatabaseConnection::Sqlite(connection) = connection {
        for number in &numbers {
            let statement = diesel::sql_query("DELETE FROM directory_grams WHERE rowid = $1");
            statement.bind::<BigInt, _>(*number).execute(connection)?;
        }
    }
    diesel::delete(directory_entries::table.filter(directory_entries::number.eq_any(numbers))).execute(connection)?;
    Ok(known)
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// Numbers that no entry has. They are small and go up, which is what the lists of the gram index are short by.
fn new_numbers(connection: &mut DatabaseConnection, how_many: usize) -> Result<Vec<i64>, Error> {
    if how_many == 0 {
        return Ok(Vec::new());
    }
    let how_many = i64::try_from(how_many).unwrap_or(i64::MAX);
    match connection {
        DatabaseConnection::Sqlite(connection) => {
            // Writers exclude one another.
            let query = diesel::sql_query("SELECT coalesce(max(number), 0) AS number FROM directory_entries");
            let Number { number } = query.get_result(connection)?;
            Ok((number + 1..=number + how_many).collect())
        }
        DatabaseConnection::Postgresql(connection) => {
            let query = "SELECT nextval('directory_numbers') AS number FROM generate_series(1, $1)";
            let drawn = diesel::sql_query(query).bind::<BigInt, _>(how_many).load::<Number>(connection)?;
            Ok(drawn.into_iter().map(|drawn| drawn.number).collect())
        }
    }
}

fn insert_grams(connection: &mut DatabaseConnection, grams: Vec<(i64, String)>) -> Result<(), Error> {
    match connection {
        DatabaseConnection::Sqlite(connection) => {
            for (number, grams) in grams {
                diesel::sql_query("INSERT INTO directory_grams (rowid, grams) VALUES ($1, $2)")
                    .bind::<BigInt, _>(number)
                    .bind::<Text, _>(grams)
                    .execute(connection)?;
            }
        }
        DatabaseConnection::Postgresql(connection) => {
            let (numbers, grams): (Vec<i64>, Vec<String>) = grams.into_iter().unzip();
            let statement = "INSERT INTO directory_grams (entry, grams) \
                 SELECT number, CAST(grams AS tsvector) FROM unnest($1, $2) AS new (number, grams)";
            diesel::sql_query(statement)
                .bind::<Array<BigInt>, _>(numbers)
                .bind::<Array<Text>, _>(grams)
                .execute(connection)?;
        }
    }
    Ok(())
}
