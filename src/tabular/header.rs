//! The header of a table: which character separates the cells, and whether the columns are those that are known.

use serde::{Deserialize, Serialize};

use super::{FileError, MOST_COLUMNS, RawRow};
use crate::input::headings::plain;
use crate::input::suggestion::did_you_mean;

/// A column that is called something else than in the template, and what it was understood as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Understood {
    /// As the file has it.
    pub heading: String,
    /// As the template has it.
    pub column: String,
}

impl Understood {
    /// `None` where the heading is the column's own name, as people write it.
    pub fn new(heading: &str, column: &str) -> Option<Self> {
        (plain(heading) != column).then(|| Self { heading: shortened(heading), column: column.to_owned() })
    }
}

/// What may separate cells.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// The delimiter that Excel names in a line of its own before the header: `sep=;`.
pub fn named_delimiter(line: &str) -> Option<u8> {
    let line = line.trim_start_matches('"');
    let (name, rest) = line.split_at_checked(4)?;
    let delimiter = rest.bytes().next()?;
    let is_named = name.eq_ignore_ascii_case("sep=") && rest[1..].trim_matches([' ', '"']).is_empty();
    (is_named && DELIMITERS.contains(&delimiter)).then_some(delimiter)
}

/// The delimiter of a header line: the one by which the most columns are known.
pub fn find_delimiter(line: &str, is_column: &dyn Fn(&str) -> bool) -> u8 {
    let score = |delimiter: u8| {
        let cells = || line.split(char::from(delimiter)).map(|cell| cell.trim().trim_matches('"'));
        let known = cells().filter(|cell| !cell.trim().is_empty() && is_column(cell)).count();
        (known, cells().count())
    };
    // The first of equals: a comma.
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

/// How many cells of a row are names of columns.
pub fn known_names(row: &RawRow, is_column: &dyn Fn(&str) -> bool) -> usize {
    row.cells().filter(|cell| !cell.trim().is_empty() && is_column(cell)).count()
}

/// Whether a line looks like a header: it has delimiters, and more than one name between them is that of a column.
pub fn names_columns(line: &str, is_column: &dyn Fn(&str) -> bool) -> bool {
    let line = line.trim_start_matches('#');
    let names = line.split(char::from(find_delimiter(line, is_column))).map(|name| name.trim().trim_matches('"'));
    names.filter(|name| !name.is_empty() && is_column(name)).count() > 1
}

/// Whether so many delimiters of one kind are in the beginning that no header has them.
pub fn has_too_many(beginning: &[u8]) -> bool {
    DELIMITERS.iter().any(|delimiter| beginning.split(|byte| byte == delimiter).count() > MOST_COLUMNS)
}

pub fn too_many_columns(line: u64) -> FileError {
    let detail = format!(
        "has more than {MOST_COLUMNS} columns; one of the first rows must name the columns, and there are not so many to name"
    );
    FileError::on(line, "too_many_columns", detail)
}

/// Checks the names of columns by what they hold, `None` where that is unknown. Several may hold the same where it is not
/// `unique`, which gives what the column is called; `missing` are columns without which no row can be read. Tells everything that is wrong at once: unknown
/// columns with the `known` names that may be meant.
pub fn check_columns<T: PartialEq>(
    line: u64,
    names: &[String],
    contents: &[Option<T>],
    unique: impl Fn(&T) -> Option<String>,
    known: &[&str],
    missing: &[String],
) -> Result<(), FileError> {
    let complaints = [
        ("unknown_column", unknown_columns(names, contents, known)),
        ("duplicate_column", duplicate_columns(names, contents, unique)),
        ("missing_column", (!missing.is_empty()).then(|| format!("lacks the column {}", missing.join(", ")))),
    ];
    let told: Vec<_> = complaints.into_iter().filter_map(|(code, detail)| Some((code, detail?))).collect();
    let Some((code, _)) = told.first() else { return Ok(()) };
    let details: Vec<&str> = told.iter().map(|(_, detail)| detail.as_str()).collect();
    Err(FileError::on(line, code, details.join("; ")))
}

fn unknown_columns<T>(names: &[String], contents: &[Option<T>], known: &[&str]) -> Option<String> {
    let unknown = names.iter().zip(contents).filter(|(_, content)| content.is_none());
    let names: Vec<String> = unknown
        .map(|(name, _)| {
            let suggestion = did_you_mean(&plain(name), known.iter().copied());
            format!("`{}`{}", shortened(name), suggestion.replacen("; did", " (did", 1).replace("`?", "`?)"))
        })
        .collect();
    match names.len() {
        0 => None,
        1 => Some(format!("has an unknown column: {}; rename it or take it out", names.join(", "))),
        _ => Some(format!("has unknown columns: {}; rename them or take them out", names.join(", "))),
    }
}

fn duplicate_columns<T: PartialEq>(
    names: &[String],
    contents: &[Option<T>],
    unique: impl Fn(&T) -> Option<String>,
) -> Option<String> {
    let mut doubled: Vec<String> = Vec::new();
    for (index, (name, content)) in names.iter().zip(contents).enumerate() {
        let Some(column) = content.as_ref().and_then(&unique) else { continue };
        let Some(first) = contents[..index].iter().position(|before| before == content) else { continue };
        let meant = |name: &String| {
            let shown = shortened(name);
            if plain(name) == column { format!("`{shown}`") } else { format!("`{shown}` (`{column}`)") }
        };
        let (name, first) = (meant(name), meant(&names[first]));
        // Two headings in other words for one thing are both named.
        let told = if plain(&name) == plain(&first) { name } else { format!("{name} beside {first}") };
        if !doubled.contains(&told) {
            doubled.push(told);
        }
    }
    (!doubled.is_empty()).then(|| format!("has more than one column {}", doubled.join(", ")))
}

/// A name from outside, for a message.
fn shortened(name: &str) -> String {
    let name = name.trim();
    let clean: String = name.chars().filter(|one| !one.is_control()).take(40).collect();
    if name.chars().count() > 40 { format!("{clean}…") } else { clean }
}
