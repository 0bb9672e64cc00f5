//! The header of a result file as CSV: what each column holds.

use super::FileError;
use super::fields::{Content, Field, column_names};
use crate::tabular::{check_columns, names_columns};

/// Whether a column of this name is one of a result file.
pub fn knows(name: &str) -> bool {
    Content::is_known(name)
}

/// What each column holds; or everything that is wrong with the header, at once.
pub(super) fn read(line: u64, columns: &[String]) -> Result<Vec<Content>, FileError> {
    let contents = Content::of_columns(columns);
    if !contents.iter().flatten().any(|content| content.is_value()) {
        let detail = if columns.len() == 1 && names_columns(&columns[0], &knows) {
            "stands in quotation marks as a whole, so that it is one cell; save the file again with each cell by itself"
        } else {
            "names no column that is known; one of the first rows must name the columns (in CSV, separated by commas, semicolons \
             or tabs): qualification, sat_on, family_name, birth_date, marks and so on (`touchstone template csv` shows \
             them all)"
        };
        return Err(FileError::on(line, "no_header", detail));
    }
    let known: Vec<_> = column_names().collect();
    check_columns(line, columns, &contents, |content| content.column(), &known, &missing(&contents))?;
    Ok(contents.into_iter().flatten().collect())
}

/// The columns that a result file lacks.
fn missing(contents: &[Option<Content>]) -> Vec<String> {
    let has = |field: Field| contents.contains(&Some(Content::Field(field)));
    let mut names: Vec<String> = [Field::QUALIFICATION, Field::SAT_ON]
        .into_iter()
        .filter(|field| !has(*field))
        .map(|field| format!("`{}`", field.column()))
        .collect();
    let names_a_candidate = has(Field::CANDIDATE_NUMBER) || (has(Field::FAMILY_NAME) && has(Field::BIRTH_DATE));
    if !names_a_candidate {
        names.push("`family_name` and `birth_date` (or `candidate_number`)".to_owned());
    }
    names
}
