//! What a table of organisation certificates is like: one row for each, which becomes the object that
//! `POST /v1/organisation-certificates` takes.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::error::{Error, InputError};
use crate::input::given::Given;
use crate::input::headings::Headings;
use crate::tabular::objects::{ObjectTable, RowForm};
use crate::tabular::{Cell, Heading, Kind, Said, one_line};

mod cells;

/// What else people call the columns.
static HEADINGS: LazyLock<Headings> = LazyLock::new(|| Headings::new(include_str!("headings.tsv")));

static FORM: RowForm = RowForm {
    columns: &COLUMNS,
    called,
    days: &["/issued_on", "/expires_on", "/originally_issued_on"],
    keeps_lines: true,
    instead_of_json: "send it with the media type application/json",
    value,
    told_at: |pointer| match pointer {
        "/organisation" => "/organisation/name",
        place => LISTS.into_iter().find(|list| is_in(place, list)).unwrap_or(place),
    },
};

const COLUMNS: [(&str, &str); 24] = [
    ("organisation", "/organisation/name"),
    ("organisation_id", "/organisation_id"),
    ("latin_name", "/organisation/latin_name"),
    ("country", "/organisation/country"),
    ("region", "/organisation/region"),
    ("website", "/organisation/website"),
    ("registration_number", "/organisation/registration_number"),
    ("number", "/number"),
    ("edition", "/edition"),
    ("issued_on", "/issued_on"),
    ("expires_on", "/expires_on"),
    ("sites", "/sites"),
    ("scope_statement", "/scope_statement"),
    ("renews", "/renews_id"),
    ("follows", "/follows_id"),
    ("originally_issued_on", "/originally_issued_on"),
    ("trading_names", "/trading_names"),
    ("street", "/street"),
    ("postcode", "/postcode"),
    ("accreditation_body", "/accreditation_body"),
    ("accreditation_number", "/accreditation_number"),
    ("legal_entities", "/legal_entities"),
    ("sector_codes", "/sector_codes"),
    ("confidential", "/confidential"),
];

/// Places of cells with several things in them.
const LISTS: [&str; 4] = ["/sites", "/trading_names", "/legal_entities", "/sector_codes"];

/// Whether a place lies in a list.
fn is_in(place: &str, list: &str) -> bool {
    place.strip_prefix(list).is_some_and(|rest| rest.starts_with('/'))
}

/// The column that people call something else.
pub(super) fn called(heading: &str) -> Option<&'static str> {
    HEADINGS.column(heading)
}

/// Columns without which no row can be read.
const NEEDED: [&str; 6] = ["number", "edition", "issued_on", "expires_on", "sites", "scope_statement"];

/// Reads a table, or the wanted sheet of a workbook.
///
/// # Errors
/// See [`RowForm::read`].
pub fn read_table(bytes: &[u8], said: Said<'_>) -> Result<ObjectTable, Error> {
    FORM.read(bytes, said, &|has| {
        let needed = NEEDED.iter().filter(|column| !has(column));
        let mut missing: Vec<String> = needed.map(|column| format!("`{column}`")).collect();
        if !(has("organisation_id") || has("organisation") && has("country")) {
            missing.insert(0, "`organisation` and `country` (or `organisation_id`)".to_owned());
        }
        missing
    })
}

/// The names of all columns.
#[cfg(test)]
pub(super) fn column_names() -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().map(|(column, _)| *column)
}

fn value(place: &str, text: &str, errors: &mut Vec<InputError>) -> Value {
    match place {
        "/scope_statement" => json!(text),
        list if LISTS.contains(&list) => cells::read(list, text, errors),
        "/confidential" => Given::Cell(&one_line(text)).boolean().map_or_else(
            |wrong| {
                errors.push(InputError::new(place, wrong.code, wrong.detail));
                Value::Null
            },
            |truth| json!(truth),
        ),
        _ => json!(one_line(text)),
    }
}

/// The heading of every column.
pub fn headings() -> Vec<Heading> {
    let kind = |place: &str| if FORM.days.contains(&place) { Kind::Day } else { Kind::Text };
    COLUMNS.iter().map(|(name, place)| Heading { name: (*name).to_owned(), kind: kind(place) }).collect()
}

/// The row that is read as this object again.
pub fn row(object: &Value) -> Vec<Cell<'static>> {
    let cell = |(heading, (_, place)): (Heading, &(&str, &'static str))| {
        let text = match object.pointer(place) {
            None | Some(Value::Null) => String::new(),
            Some(Value::Array(list)) => cells::write(place, list),
            Some(Value::Bool(truth)) => if *truth { "yes" } else { "no" }.to_owned(),
            Some(value) => value.as_str().map_or_else(|| value.to_string(), str::to_owned),
        };
        Cell::new(heading.kind, text.into())
    };
    headings().into_iter().zip(&COLUMNS).map(cell).collect()
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
