//! What a table of attendances is like: one row for each, which becomes the object that `POST /v1/attendances` takes.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::error::{Error, InputError};
use crate::input::given::Given;
use crate::input::headings::Headings;
use crate::tabular::objects::{ObjectTable, RowForm};
use crate::tabular::{Said, one_line};

/// The columns are called as in files of results.
static HEADINGS: LazyLock<Headings> = LazyLock::new(|| Headings::new(include_str!("../batches/file/headings.tsv")));

static FORM: RowForm = RowForm {
    columns: &[
        ("course", "/course_id"),
        ("completed_on", "/completed_on"),
        ("candidate_number", "/candidate_number"),
        ("birth_date", "/birth_date"),
        ("given_names", "/given_names"),
        ("family_name", "/family_name"),
        ("email", "/email"),
        ("country", "/country"),
        ("confirm_new", "/confirm_new"),
    ],
    called: |heading| match HEADINGS.column(heading)? {
        "course_completed_on" => Some("completed_on"),
        known => Some(known),
    },
    days: &["/completed_on", "/birth_date"],
    keeps_lines: false,
    instead_of_json: "record attendances in JSON one by one",
    value,
    told_at: |pointer| pointer,
};

/// Reads a table, or the wanted sheet of a workbook. The course may stand outside, where all rows are of one.
///
/// # Errors
/// See [`RowForm::read`].
pub fn read_table(bytes: &[u8], said: Said<'_>, course_is_given: bool) -> Result<ObjectTable, Error> {
    FORM.read(bytes, said, &|has| {
        let needed = ["completed_on", "birth_date"].into_iter().filter(|column| !has(column));
        let mut missing: Vec<String> = needed.map(|column| format!("`{column}`")).collect();
        if !has("course") && !course_is_given {
            missing.insert(0, "`course` (or the parameter `course`)".to_owned());
        }
        if !has("candidate_number") && !has("family_name") {
            missing.push("`candidate_number` or `family_name`".to_owned());
        }
        missing
    })
}

fn value(place: &str, text: &str, errors: &mut Vec<InputError>) -> Value {
    let text = &*one_line(text);
    if place != "/confirm_new" {
        return json!(text);
    }
    Given::Cell(text).boolean().map_or_else(
        |wrong| {
            errors.push(InputError::new(place, wrong.code, wrong.detail));
            json!(text)
        },
        |truth| json!(truth),
    )
}
