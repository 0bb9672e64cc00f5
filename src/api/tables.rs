//! Lists of the directory, for programs as JSON and for people with a spreadsheet as CSV or a workbook: the same page either way.

use std::borrow::Cow;
use std::io;

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
use crate::scheme::words::words;
use crate::tabular::{self, Cell, Heading, Kind, Separator, TableWriter, Wanted};

words! {
    /// How a list is written.
    Format {
        /// For programs.
        Json = "json",
        /// For spreadsheets.
        Csv = "csv",
        Xlsx = "xlsx",
        Ods = "ods",
    }
}

form! {
    /// How a list is wanted.
    pub struct FormatQuery {
        /// `json`, `csv`, `xlsx` or `ods`; as `Accept` says when left out.
        pub format: Option<Format>,
        /// What separates the cells of CSV: `comma`, `semicolon` (for a spreadsheet that is set to a country with a decimal comma)
        /// or `tab`; a comma when left out. Who names one wants CSV.
        pub separator: Option<Separator> => |object| {
            if let (Some(Some(format)), Some(Some(_))) = (format, separator) && format != Format::Csv {
                object.complain("separator", not_separated());
            }
        },
    }
}

word_fields! {
    Format: Self = Self::ALL, Self::as_str;
    Separator: Self = Self::ALL, Self::as_str;
}

/// The complaint about a separator of a format that has no cells.
pub(super) fn not_separated() -> Complaint {
    Complaint::new(
        "contradiction",
        "separates the cells of CSV, and another format is asked for; leave it out, or ask for csv",
    )
}

impl Format {
    /// The same as a table; `None` for JSON.
    pub(super) const fn as_table(self) -> Option<tabular::Format> {
        match self {
            Self::Json => None,
            Self::Csv => Some(tabular::Format::Csv),
            Self::Xlsx => Some(tabular::Format::Xlsx),
            Self::Ods => Some(tabular::Format::Ods),
        }
    }
}

impl FormatQuery {
    /// By `format`, or `separator`, or as `Accept` says.
    pub(super) fn of(&self, request: &HttpRequest) -> Format {
        const OFFERS: &[(Format, &[&str])] = &[
            (Format::Json, &["application/json"]),
            (Format::Csv, &["text/csv"]),
            (Format::Xlsx, &[tabular::Format::Xlsx.media_type()]),
            (Format::Ods, &[tabular::Format::Ods.media_type()]),
        ];
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
    let separator = wanted.separator.unwrap_or(Separator::Comma);
    let mut response = match wanted.of(request).as_table() {
        None => lists::answer(request, page),
        Some(format) => table(request, &page, format, separator)?,
    };
    response.headers_mut().insert(header::VARY, header::HeaderValue::from_static("accept, accept-encoding"));
    Ok(response)
}

fn table<T: Row>(request: &HttpRequest, page: &Page<T>, format: tabular::Format, separator: Separator) -> Answer {
    let unwritable = |error: io::Error| Error::Internal(format!("a table cannot be written: {error}"));
    let table = written(&page.items, format, separator).map_err(unwritable)?;
    let mut response = HttpResponse::Ok();
    lists::link_to_next(request, &mut response, page.next.as_deref());
    response
        .insert_header((header::CONTENT_TYPE, content_type(format)))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}.{format}\"", T::TABLE)));
    Ok(response.body(table))
}

fn written<T: Row>(items: &[T], format: tabular::Format, separator: Separator) -> io::Result<Vec<u8>> {
    let wanted = Wanted { format, separator: separator.byte(), name: T::TABLE, is_continued: false };
    let mut sheet = TableWriter::begin(Vec::new(), wanted, head(T::COLUMNS))?;
    for item in items {
        sheet.write_row(&cells(T::COLUMNS, &serde_json::to_value(item)?))?;
    }
    sheet.finish()
}

/// What the answer says of a table.
pub(super) const fn content_type(format: tabular::Format) -> &'static str {
    match format {
        tabular::Format::Csv => "text/csv; charset=utf-8",
        other => other.media_type(),
    }
}

/// The head of a table with these columns.
pub(super) fn head(columns: &str) -> Vec<Heading> {
    let heading = |path: &str| Heading { name: path.replace('/', "_"), kind: kind(path) };
    columns.split(' ').map(heading).collect()
}

/// What an object has in the columns.
pub(super) fn cells(columns: &str, object: &Value) -> Vec<Cell<'static>> {
    columns.split(' ').map(|path| cell(object, path, kind(path))).collect()
}

/// What a column holds, by its name: days are called so; numbers are known by their values. A test holds that against the
/// document.
fn kind(path: &str) -> Kind {
    const DAYS: [&str; 6] = ["_on", "_date", "_from", "_until", "_since", "as_of"];
    if DAYS.iter().any(|end| path.ends_with(end)) { Kind::Day } else { Kind::Text }
}

/// The cell of a value.
fn cell(object: &Value, path: &str, kind: Kind) -> Cell<'static> {
    let kind = if found(object, path).is_some_and(Value::is_number) { Kind::Number } else { kind };
    Cell::new(kind, Cow::Owned(text(object, path)))
}

/// What a path leads to that goes through no array.
fn found<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('/').try_fold(value, |value, name| value.get(name))
}

/// The text of a cell: nothing for null, the items of a set with `+` between them, and JSON for an object.
fn text(value: &Value, path: &str) -> String {
    match value {
        Value::Array(items) => items.iter().map(|item| text(item, path)).collect::<Vec<_>>().join("+"),
        // The path has come to its end.
        Value::Object(_) if path.is_empty() => value.to_string(),
        Value::Object(members) => {
            let (name, rest) = path.split_once('/').unwrap_or((path, ""));
            members.get(name).map_or_else(String::new, |member| text(member, rest))
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
    fn a_text_is_what_the_path_leads_to() {
        let object =
            json!({"a": "x", "b": {"c": 1}, "d": ["p", "q"], "e": [{"f": "r"}, {"f": null}, {"f": "s"}], "g": null});
        for (path, expected) in [
            ("a", "x"),
            ("b/c", "1"),
            ("d", "p+q"),
            ("e/f", "r++s"),
            ("g", ""),
            ("g/h", ""),
            ("nothing", ""),
            ("b", r#"{"c":1}"#),
        ] {
            assert_eq!(text(&object, path), expected, "{path}");
        }
    }

    #[test]
    fn a_cell_has_a_type() {
        let object = json!({"sat_on": "2024-05-17", "reference": "2024-05-17", "marks": 31, "question_marks": [1, 2],
            "certificate": {"awarded_on": null}, "code": "42"});
        let shown = cells("sat_on reference marks question_marks certificate/awarded_on code", &object);
        let day = chrono::NaiveDate::from_ymd_opt(2024, 5, 17).unwrap();
        let text = |text: &'static str| Cell::Text(text.into());
        let number = Cell::Number("31".into());
        assert_eq!(shown, [Cell::Day(day), text("2024-05-17"), number, text("1+2"), text(""), text("42")]);
    }
}
