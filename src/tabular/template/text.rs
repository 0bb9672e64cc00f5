//! The template in CSV: comments that say what may stand in it, the header, and examples.

use std::fmt::Write;
use std::io;

use super::{Audience, Needed, Template, Words};
use crate::scheme::language::Language;
use crate::tabular::{Separator, Writer};

/// A CSV file with comments, the header and examples: itself a file that can be sent. In German, French and Spanish its
/// cells are separated by semicolons, as spreadsheets there have it.
///
/// # Errors
/// None: it is written into memory.
pub fn csv(template: &Template, audience: &Audience<'_>) -> io::Result<String> {
    let words = Words::new(audience.language, template);
    let mut text = String::new();
    let mut comment = |line: &str| {
        // Writing to a text does not fail.
        let _ = writeln!(text, "{}", format!("# {line}").trim_end());
    };
    comment(&words.plain(&format!("csv-{}", template.name)));
    comment(&words.plain("csv-lines"));
    comment(&words.plain("csv-days"));
    words.notes(template).iter().for_each(|note| comment(note));
    comment("");
    for column in template.columns {
        let needed = (column.needed == Needed::Always).then(|| words.plain("needed").to_lowercase());
        let brackets: Vec<String> = needed.into_iter().chain(words.form_in_text(column, audience)).collect();
        let brackets = if brackets.is_empty() { String::new() } else { format!(" ({})", brackets.join("; ")) };
        comment(&format!("{}{brackets}: {}", words.heading(column.name), words.meaning(column.name)));
    }
    let separator = match audience.language {
        Language::English | Language::Japanese => Separator::Comma,
        Language::German | Language::French | Language::Spanish => Separator::Semicolon,
    };
    let mut table = Writer::new(Vec::new(), false, separator.byte())?;
    let header: Vec<String> = template.columns.iter().map(|column| words.heading(column.name)).collect();
    table.write_row(header.iter().map(String::as_str))?;
    for row in template.example_rows() {
        table.write_row(&row)?;
    }
    let table = String::from_utf8_lossy(&table.into_inner()?).replace("\r\n", "\n");
    Ok(text + &table)
}
