//! What a table of numbers is like that a body confirms: one row for each certificate.

use serde_json::json;

use super::file::called;
use crate::error::Error;
use crate::tabular::objects::{ObjectTable, RowForm};
use crate::tabular::{Said, one_line};

static FORM: RowForm = RowForm {
    columns: &[("number", "/number")],
    called,
    days: &[],
    keeps_lines: false,
    instead_of_json: "send it with the media type application/json",
    value: |_, text, _| json!(one_line(text)),
    told_at: |pointer| pointer,
};

/// Reads a table, or the wanted sheet of a workbook.
///
/// # Errors
/// See [`RowForm::read`].
pub fn read_table(bytes: &[u8], said: Said<'_>) -> Result<ObjectTable, Error> {
    FORM.read(bytes, said, &|has| if has("number") { Vec::new() } else { vec!["`number`".to_owned()] })
}
