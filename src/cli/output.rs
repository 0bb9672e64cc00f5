//! What commands say on standard output: text for people, or one line of JSON.

use std::io::{self, IsTerminal, StdoutLock, Write};

use serde::Serialize;
use serde_json::Value;

use super::failure::Failure;
use crate::clock::Moment;
use crate::telemetry::wants_colour;

/// Writes text with a line feed at its end. That the reader has gone away (`touchstone … | head`) is no failure; that a
/// secret could not be written is.
pub(super) fn say(text: &str) -> Result<(), Failure> {
    write_out(|stream| writeln!(stream, "{text}"))
}

pub(super) fn write_out(write: impl FnOnce(&mut StdoutLock<'static>) -> io::Result<()>) -> Result<(), Failure> {
    let mut stream = io::stdout().lock();
    match write(&mut stream).and_then(|()| stream.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("standard output cannot be written to: {error}")))
        }
        _ => Ok(()),
    }
}

/// Refuses to write a workbook to a terminal. `example` is the name of a file to write it to instead.
pub(super) fn refuse_terminal(example: &str) -> Result<(), Failure> {
    if io::stdout().is_terminal() {
        let detail = format!("a workbook is nothing for a terminal: name a file, such as --output {example}");
        return Err(Failure::usage(detail));
    }
    Ok(())
}

pub(super) fn say_json(value: &impl Serialize) -> Result<(), Failure> {
    say(&serde_json::to_string(value)?)
}

/// Of a document: on many lines.
pub(super) fn say_json_pretty(value: &impl Serialize) -> Result<(), Failure> {
    say(&serde_json::to_string_pretty(value)?)
}

/// Text from elsewhere, without what a terminal would obey, and without what makes text read as another.
pub(super) fn printable(text: &str) -> String {
    let obeyed = |one: char| one.is_control() || matches!(one, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|one| if obeyed(one) { ' ' } else { one }).collect()
}

/// Whether standard output is a terminal that shows colours.
pub(super) fn has_colour() -> bool {
    wants_colour(io::stdout().is_terminal())
}

pub(super) fn minute(moment: Moment) -> String {
    moment.format("%Y-%m-%d %H:%M UTC").to_string()
}

/// A list: one line of JSON, or a table; `none` is said where there is nothing to list.
pub(super) fn say_list<T, const N: usize>(
    items: &[T],
    as_json: bool,
    json: impl Fn(&T) -> Value,
    none: &str,
    headings: [&str; N],
    cells: impl Fn(&T) -> [String; N],
) -> Result<(), Failure> {
    if as_json {
        return say_json(&items.iter().map(json).collect::<Vec<_>>());
    }
    if items.is_empty() {
        return say(none);
    }
    say(&table(&headings, &items.iter().map(|item| cells(item).into()).collect::<Vec<_>>()))
}

/// Columns under their headings, as wide as they need to be, and two spaces between them.
pub(super) fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain(headings.get(column).map(|heading| heading.len())).max().unwrap_or(0)
    };
    let widths: Vec<_> = (0..headings.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}", width = *width));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let mut lines = vec![line(headings.to_vec())];
    lines.extend(rows.iter().map(|row| line(row.iter().map(String::as_str).collect())));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_stand_under_each_other() {
        let rows = vec![vec!["1".to_owned(), "Prüfstelle".to_owned(), "DE".to_owned()]];
        assert_eq!(super::table(&["ID", "NAME", "C"], &rows), "ID  NAME        C\n1   Prüfstelle  DE");
    }
}
