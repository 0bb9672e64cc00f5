//! Records as if they had been there for long, written past the service.

use std::fmt::Write as _;

use super::directory_names::{Numbers, coined, named};
use super::sql::Sql;
use super::{Engine, Service};

/// How many rows go into one statement.
const AT_ONCE: usize = 500;

/// How many of each there are to be.
pub struct Amounts {
    /// Organisations, each with a certificate.
    pub organisations: usize,
    /// Bodies.
    pub bodies: usize,
    /// Courses.
    pub courses: usize,
}

/// A table that is filled, some rows at a time.
struct Table<'a> {
    sql: &'a mut Sql,
    head: &'static str,
    rows: String,
    count: usize,
}

impl<'a> Table<'a> {
    fn new(sql: &'a mut Sql, head: &'static str) -> Self {
        Self { sql, head, rows: String::new(), count: 0 }
    }

    /// Adds a row: SQL, with the texts in it quoted.
    fn row(&mut self, row: &str) {
        let separator = if self.rows.is_empty() { "" } else { "," };
        write!(self.rows, "{separator}({row})").unwrap();
        self.count += 1;
        if self.count.is_multiple_of(AT_ONCE) {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if !self.rows.is_empty() {
            self.sql.execute(&format!("INSERT INTO {} VALUES {}", self.head, self.rows)).unwrap();
            self.rows.clear();
        }
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// An id in the form that all have.
fn id(kind: u32, number: usize) -> String {
    format!("0198f3b2-7c1e-7{kind:03x}-9a55-{number:012x}")
}

const SINCE: &str = "'2020-01-01 00:00:00'";

/// Fills the tables; gives the ids of the organisations.
pub fn fill(service: &Service, amounts: &Amounts) -> Vec<String> {
    let mut sql = Sql::of(service);
    sql.execute("BEGIN").unwrap();
    bodies(&mut sql, amounts.bodies);
    training(&mut sql, amounts.courses);
    let ids = organisations(&mut sql, amounts);
    sql.execute("COMMIT").unwrap();
    ids
}

/// Lets PostgreSQL count what is there, as it does by itself some minutes after many rows have come.
pub fn analyse(service: &Service) {
    if service.engine() == Engine::Postgres {
        Sql::of(service).execute("ANALYZE").unwrap();
    }
}

fn bodies(sql: &mut Sql, count: usize) {
    let mut table = Table::new(sql, "bodies (id, slug, name, sort_key, country, listed_on, registered_at)");
    for number in 0..count {
        let (id, name) = (id(1, number), named(number * 13 + 5));
        let name_column = quoted(&format!("{} Certification", name.name));
        table
            .row(&format!("'{id}', 'body-{number}', {name_column}, '{id}', '{}', '2014-01-01', {SINCE}", name.country));
    }
    table.flush();
    let mut table =
        Table::new(sql, "body_status_changes (body_id, kind, effective_on, reason, recorded_by, recorded_at)");
    for number in (0..count).step_by(20) {
        let kind = if number % 40 == 0 { "suspension" } else { "withdrawal" };
        table.row(&format!("'{}', '{kind}', '2022-01-01', 'R', 'bench', {SINCE}", id(1, number)));
    }
    table.flush();
}

fn training(sql: &mut Sql, courses: usize) {
    let trainers = (courses / 20).max(1);
    let mut table =
        Table::new(sql, "training_organisations (id, slug, name, sort_key, country, accredited_from, registered_at)");
    for number in 0..trainers {
        let (id, name) = (id(2, number), named(number * 17 + 3));
        let name_column = quoted(&format!("{} Academy", name.name));
        table.row(&format!(
            "'{id}', 'trainer-{number}', {name_column}, '{id}', '{}', '2014-01-01', {SINCE}",
            name.country
        ));
    }
    table.flush();
    let head = "courses (id, slug, training_organisation_id, qualification, title, sort_key, languages, countries, delivery, \
         accredited_from, accredited_until, registered_at)";
    let mut table = Table::new(sql, head);
    for number in 0..courses {
        let numbers = &mut Numbers::new(number as u64 + 7_000_000);
        let (id, trainer) = (id(3, number), self::id(2, number % trainers));
        let qualification = numbers.one_of(&["foundation", "practitioner", "auditor"]);
        let language = numbers.one_of(&["en", "de", "fr", "es", "ja", "pt-BR"]);
        let country = numbers.one_of(&["GB", "DE", "FR", "ES", "JP", "BR"]);
        let delivery = numbers.one_of(&[",online,", ",classroom,", ",classroom,online,"]);
        let title = quoted(&format!("{} {} for ISO/IEC 20000", coined(numbers), qualification));
        table.row(&format!(
            "'{id}', 'course-{number}', '{trainer}', '{qualification}', {title}, '{id}', ',{language},', ',{country},', '{delivery}', \
             '2015-01-01', {}, {SINCE}",
            if number % 3 == 0 { "'2022-12-31'" } else { "NULL" }
        ));
    }
    table.flush();
}

fn organisations(sql: &mut Sql, amounts: &Amounts) -> Vec<String> {
    let ids: Vec<String> = (0..amounts.organisations).map(|number| id(4, number)).collect();
    let head = "organisations (id, slug, name, latin_name, sort_key, country, registered_at, changed_at)";
    let mut table = Table::new(sql, head);
    for (number, id) in ids.iter().enumerate() {
        let named = named(number);
        let latin = named.latin_name.as_deref().map_or_else(|| "NULL".to_owned(), quoted);
        let (name, country) = (quoted(&named.name), named.country);
        table.row(&format!("'{id}', 'organisation-{number}', {name}, {latin}, '{id}', '{country}', {SINCE}, {SINCE}"));
    }
    table.flush();
    let head = "organisation_certificates (id, organisation_id, body_id, number, edition, issued_on, expires_on, state, \
         scope_statement, submitted_by, submitted_at, published_at)";
    let mut table = Table::new(sql, head);
    for (number, organisation) in ids.iter().enumerate() {
        let (id, body, scope) = (id(5, number), id(1, number % amounts.bodies.max(1)), quoted(&named(number).scope));
        let edition = ["2018", "2018", "2018", "2011", "2005"][number % 5];
        let year = 2018 + number % 7;
        table.row(&format!(
            "'{id}', '{organisation}', '{body}', 'N-{number}', '{edition}', '{year}-05-01', '{}-04-30', 'published', {scope}, 'bench', \
             {SINCE}, {SINCE}",
            year + 6
        ));
    }
    table.flush();
    let mut table =
        Table::new(sql, "organisation_certificate_sites (organisation_certificate_id, position, locality, country)");
    for number in 0..ids.len() {
        let named = named(number);
        table.row(&format!("'{}', 0, {}, '{}'", id(5, number), quoted(named.town), named.country));
    }
    table.flush();
    let head = "organisation_certificate_status_changes (organisation_certificate_id, kind, effective_on, reason, recorded_by, recorded_at)";
    let mut table = Table::new(sql, head);
    for number in (0..ids.len()).step_by(25) {
        let kind = if number % 50 == 0 { "suspension" } else { "withdrawal" };
        table.row(&format!("'{}', '{kind}', '2025-06-01', 'R', 'bench', {SINCE}", id(5, number)));
    }
    table.flush();
    ids
}
