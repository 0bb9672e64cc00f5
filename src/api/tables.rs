//! Lists of the directory, for programs as JSON and for people with a spreadsheet as CSV: the same page either way.

use std::io::{self, Write};

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::Value;

use super::answers::Answer;
use super::lists;
use crate::error::Error;
use crate::http::accept;
use crate::input::fields::word_fields;
use crate::input::form::form;
use crate::registry::Page;
use crate::scheme::Complaint;
use crate::tabular::{self, Separator};

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

form! {
    /// How a list is wanted.
    pub struct FormatQuery {
        /// `json` or `csv`; as `Accept` says when left out.
        pub format: Option<Format>,
        /// What separates the cells of CSV: `comma`, `semicolon` (for a spreadsheet that is set to a country with a decimal comma)
        /// or `tab`; a comma when left out. Who names one wants CSV.
        pub separator: Option<Separator> => |object| {
            if (format, separator.is_some_and(|named| named.is_some())) == (Some(Some(Format::Json)), true) {
                object.complain("separator", not_separated());
            }
        },
    }
}

word_fields! {
    Format: Self = [Self::Json, Self::Csv], |format| if format == Self::Json { "json" } else { "csv" };
    Separator: Self = Self::ALL, Self::as_str;
}

/// The complaint about a separator of a format that has no cells.
pub(super) fn not_separated() -> Complaint {
    Complaint::new(
        "contradiction",
        "separates the cells of CSV, and another format is asked for; leave it out, or ask for csv",
    )
}

impl FormatQuery {
    /// By `format`, or `separator`, or as `Accept` says.
    fn of(&self, request: &HttpRequest) -> Format {
        const OFFERS: &[(Format, &[&str])] = &[(Format::Json, &["application/json"]), (Format::Csv, &["text/csv"])];
        let preferred = || accept::preferred(request.headers(), OFFERS).map(|(format, _)| format);
        let named = self.format.or(self.separator.map(|_| Format::Csv));
        named.or_else(preferred).unwrap_or(Format::Json)
    }
}

/// What can be a row of a table.
pub trait Row: Serialize {
    /// What the table is called in the name of a file.
    const TABLE: &'static str;

    /// The columns with spaces between them, as paths into the object that the other form has: `body/name` becomes `body_name`.
    /// Where the path goes through an array, the cell has the values of all its items.
    const COLUMNS: &'static str;
}

/// Answers with a page in the form that is wanted.
pub fn answer<T: Row>(request: &HttpRequest, wanted: &FormatQuery, page: Page<T>) -> Answer {
    let mut response = match wanted.of(request) {
        Format::Json => lists::answer(request, page),
        Format::Csv => csv(request, &page, wanted.separator.unwrap_or(Separator::Comma))?,
    };
    response.headers_mut().insert(header::VARY, header::HeaderValue::from_static("accept, accept-encoding"));
    Ok(response)
}

fn csv<T: Row>(request: &HttpRequest, page: &Page<T>, separator: Separator) -> Answer {
    let unwritable = |error: io::Error| Error::Internal(format!("a table cannot be written: {error}"));
    let table = table(&page.items, separator).map_err(unwritable)?;
    let mut response = HttpResponse::Ok();
    lists::link_to_next(request, &mut response, page.next.as_deref());
    response
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}.csv\"", T::TABLE)));
    Ok(response.body(table))
}

fn table<T: Row>(items: &[T], separator: Separator) -> io::Result<Vec<u8>> {
    let mut table = tabular::Writer::new(Vec::new(), true, separator.byte())?;
    write_head(&mut table, T::COLUMNS)?;
    for item in items {
        write_line(&mut table, T::COLUMNS, &serde_json::to_value(item)?)?;
    }
    table.into_inner()
}

/// Writes the names of the columns.
pub(super) fn write_head<W: Write>(table: &mut tabular::Writer<W>, columns: &str) -> io::Result<()> {
    let names: Vec<String> = columns.split(' ').map(|path| path.replace('/', "_")).collect();
    table.write_row(names.iter().map(String::as_str))
}

/// Writes what an object has in the columns.
pub(super) fn write_line<W: Write>(table: &mut tabular::Writer<W>, columns: &str, object: &Value) -> io::Result<()> {
    let cells: Vec<String> = columns.split(' ').map(|path| cell(object, path)).collect();
    table.write_row(cells.iter().map(String::as_str))
}

/// The text of a cell: nothing for null, and the items of a set with `+` between them.
fn cell(value: &Value, path: &str) -> String {
    match value {
        Value::Array(items) => items.iter().map(|item| cell(item, path)).collect::<Vec<_>>().join("+"),
        Value::Object(members) => {
            let (name, rest) = path.split_once('/').unwrap_or((path, ""));
            members.get(name).map_or_else(String::new, |member| cell(member, rest))
        }
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_cell_is_what_the_path_leads_to() {
        let object =
            json!({"a": "x", "b": {"c": 1}, "d": ["p", "q"], "e": [{"f": "r"}, {"f": null}, {"f": "s"}], "g": null});
        for (path, expected) in
            [("a", "x"), ("b/c", "1"), ("d", "p+q"), ("e/f", "r++s"), ("g", ""), ("g/h", ""), ("nothing", "")]
        {
            assert_eq!(cell(&object, path), expected, "{path}");
        }
    }
}
