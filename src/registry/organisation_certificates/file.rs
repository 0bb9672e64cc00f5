//! What a table of organisation certificates is like: one row for each, which becomes the object that
//! `POST /v1/organisation-certificates` takes.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::error::{Error, InputError};
use crate::input::headings::Headings;
use crate::tabular::objects::{ObjectTable, RowForm};
use crate::tabular::{Said, one_line};

/// What else people call the columns.
static HEADINGS: LazyLock<Headings> = LazyLock::new(|| Headings::new(include_str!("headings.tsv")));

static FORM: RowForm = RowForm {
    columns: &COLUMNS,
    called: |heading| HEADINGS.column(heading),
    days: &["/issued_on", "/expires_on"],
    keeps_lines: true,
    instead_of_json: "send it with the media type application/json",
    value,
    told_at: |pointer| match pointer {
        "/organisation" => "/organisation/name",
        place if place.starts_with("/sites/") => "/sites",
        place => place,
    },
};

const COLUMNS: [(&str, &str); 14] = [
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
];

/// Columns without which no row can be read.
const NEEDED: [&str; 6] = ["number", "edition", "issued_on", "expires_on", "sites", "scope_statement"];

/// How many sites of a cell are complained about.
const MOST_BAD_SITES: usize = 20;

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
        // Each site on a line of its own.
        "/sites" => sites(&text.replace(['\n', '\r'], ";"), errors),
        _ => json!(one_line(text)),
    }
}

/// The sites of a cell: separated by semicolons, each `locality | country`, `locality | region | country` or
/// `name | locality | region | country`; what is empty between the strokes is left out.
fn sites(text: &str, errors: &mut Vec<InputError>) -> Value {
    let mut sites = Vec::new();
    for site in text.split(';').map(str::trim).filter(|site| !site.is_empty()) {
        let parts: Vec<&str> = site.split('|').map(str::trim).collect();
        let names: &[&str] = match parts.len() {
            2 => &["locality", "country"],
            3 => &["locality", "region", "country"],
            4 => &["name", "locality", "region", "country"],
            found => {
                let detail = format!(
                    "has {found} parts; a site is written as `locality | country`, `locality | region | country` or \
                     `name | locality | region | country`, and sites are separated by semicolons"
                );
                if errors.len() < MOST_BAD_SITES {
                    errors.push(InputError::new(format!("/sites/{}", sites.len()), "not_a_site", detail));
                }
                sites.push(Value::Null);
                continue;
            }
        };
        let given = names.iter().zip(&parts).filter(|(_, part)| !part.is_empty());
        sites.push(Value::Object(given.map(|(name, part)| ((*name).to_owned(), json!(part))).collect()));
    }
    Value::Array(sites)
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
