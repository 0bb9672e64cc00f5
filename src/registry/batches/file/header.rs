//! The header of a CSV file: which character separates the cells, and what each column holds.

use super::fields::{Content, Field, column_names, plain};
use super::{FileError, MOST_COLUMNS};
use crate::input::suggestion::did_you_mean;

/// What may separate cells.
pub(super) const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// The delimiter that Excel names in a line of its own before the header: `sep=;`.
pub(super) fn named_delimiter(line: &str) -> Option<u8> {
    let line = line.trim_start_matches('"');
    let (name, rest) = line.split_at_checked(4)?;
    let delimiter = rest.bytes().next()?;
    let is_named = name.eq_ignore_ascii_case("sep=") && rest[1..].trim_matches([' ', '"']).is_empty();
    (is_named && DELIMITERS.contains(&delimiter)).then_some(delimiter)
}

/// The delimiter of a header line: the one by which the most columns are known.
pub(super) fn find_delimiter(line: &str, is_column: &dyn Fn(&str) -> bool) -> u8 {
    let score = |delimiter: u8| {
        let cells = || line.split(char::from(delimiter)).map(|cell| cell.trim().trim_matches('"'));
        let known = cells().filter(|cell| !cell.trim().is_empty() && is_column(cell)).count();
        (known, cells().count())
    };
    // The first of equals: a comma.
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

/// Whether a column of this name is one of a result file.
pub(super) fn knows(name: &str) -> bool {
    Content::of_column(name).is_some()
}

/// Whether a line looks like a header: it has delimiters, and some of what is between them are columns.
pub(super) fn names_columns(line: &str) -> bool {
    let line = line.trim_start_matches('#');
    let names = line.split(char::from(find_delimiter(line, &knows)));
    let known = names.map(|name| name.trim().trim_matches('"')).filter(|name| !name.is_empty());
    known.filter(|name| Content::of_column(name).is_some()).count() > 1
}

/// Whether so many delimiters of one kind are in the beginning that no header has them.
pub(super) fn has_too_many(beginning: &[u8]) -> bool {
    DELIMITERS.iter().any(|delimiter| beginning.split(|byte| byte == delimiter).count() > MOST_COLUMNS)
}

/// The complaint about a header with too many columns.
pub(super) fn too_many_columns(line: u64) -> FileError {
    let detail = format!(
        "has more than {MOST_COLUMNS} columns; the first line must name the columns, and there are not so many to name"
    );
    FileError::on(line, "too_many_columns", detail)
}

/// What each column holds; or everything that is wrong with the header, at once.
pub(super) fn read(line: u64, columns: &[String]) -> Result<Vec<Content>, FileError> {
    if columns.len() > MOST_COLUMNS {
        return Err(too_many_columns(line));
    }
    let contents: Vec<Option<Content>> = columns.iter().map(|name| Content::of_column(name)).collect();
    if !contents.iter().flatten().any(|content| content.is_value()) {
        let detail = if columns.len() == 1 && names_columns(&columns[0]) {
            "stands in quotation marks as a whole, so that it is one cell; save the file again with each cell by itself"
        } else {
            "names no column that is known; the first line must name the columns, separated by commas, semicolons or \
             tabs: qualification, sat_on, family_name, birth_date, marks and so on (`touchstone template csv` shows \
             them all)"
        };
        return Err(FileError::on(line, "no_header", detail));
    }
    let complaints = [
        (
            "unknown_column",
            unknown_columns(columns, |index| contents[index].is_some(), &column_names().collect::<Vec<_>>()),
        ),
        ("duplicate_column", duplicate_columns(columns, |index| contents[index].filter(|content| content.is_value()))),
        ("missing_column", missing(&contents)),
    ];
    let mut complaints = complaints.into_iter().filter(|(_, detail)| !detail.is_empty());
    if let Some((code, mut detail)) = complaints.next() {
        for (_, other) in complaints {
            detail.push_str("; ");
            detail.push_str(&other);
        }
        return Err(FileError::on(line, code, detail));
    }
    Ok(contents.into_iter().flatten().collect())
}

/// What is wrong where columns are unknown, with the known names that may be meant; empty where none is.
pub(in crate::registry) fn unknown_columns(
    columns: &[String],
    is_known: impl Fn(usize) -> bool,
    known: &[&str],
) -> String {
    let names: Vec<String> = columns
        .iter()
        .enumerate()
        .filter(|(index, _)| !is_known(*index))
        .map(|(_, name)| {
            let suggestion = did_you_mean(&plain(name), known.iter().copied());
            format!("`{}`{}", shortened(name), suggestion.replacen("; did", " (did", 1).replace("`?", "`?)"))
        })
        .collect();
    match names.len() {
        0 => String::new(),
        1 => format!("has an unknown column: {}; rename it or take it out", names.join(", ")),
        _ => format!("has unknown columns: {}; rename them or take them out", names.join(", ")),
    }
}

/// What is wrong where several columns hold the same; empty where none do, or nothing is known of what they hold.
pub(in crate::registry) fn duplicate_columns<T: PartialEq>(
    columns: &[String],
    content: impl Fn(usize) -> Option<T>,
) -> String {
    let mut names: Vec<String> = Vec::new();
    for (index, name) in columns.iter().enumerate() {
        let name = format!("`{}`", shortened(name));
        let Some(own) = content(index) else { continue };
        if (0..index).any(|before| content(before).as_ref() == Some(&own)) && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { String::new() } else { format!("has more than one column {}", names.join(", ")) }
}

fn missing(contents: &[Option<Content>]) -> String {
    let has = |field: Field| contents.contains(&Some(Content::Field(field)));
    let mut names: Vec<String> = [Field::Qualification, Field::SatOn]
        .into_iter()
        .filter(|field| !has(*field))
        .map(|field| format!("`{}`", field.column()))
        .collect();
    let names_a_candidate = has(Field::CandidateNumber) || (has(Field::FamilyName) && has(Field::BirthDate));
    if !names_a_candidate {
        names.push("`family_name` and `birth_date` (or `candidate_number`)".to_owned());
    }
    if names.is_empty() { String::new() } else { format!("lacks the column {}", names.join(", ")) }
}

/// A name from outside, for a message.
fn shortened(name: &str) -> String {
    let name = name.trim();
    let clean: String = name.chars().filter(|one| !one.is_control()).take(40).collect();
    if name.chars().count() > 40 { format!("{clean}…") } else { clean }
}
