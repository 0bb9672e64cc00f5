//! Formats and editions in the scheme file, and what a paper of a format is like.

use super::reader::TableReader;
use super::{Known, reference, short_code};
use crate::scheme::codes::{EditionCode, FormatCode};
use crate::scheme::exam::{Book, ExamFormat};
use crate::scheme::sitting::{Edition, NamedFormat, Window};
use crate::scheme::text::{Title, line};

/// What to do about a file from when the format of an examination followed from its edition.
const CURE: &str = "is missing: what is sat is a format on an edition, each with days of its own. Write a `[[format]]` with `code`, \
    `title` and its days `sat_from` and `sat_until` for each edition whose outcomes are computed, under the code of that edition; one \
    with the code \"previous\" and `declared = true` in place of that line of an edition; `sat_until` beside `sat_from` of the \
    editions; and in each `[[qualification.format]]` `format = …` in place of `edition = …`";

pub(super) fn missing_formats(root: &TableReader<'_, '_>) -> bool {
    let is_missing = root.get("format").is_none();
    if is_missing {
        root.complain("format", CURE);
    }
    is_missing
}

pub(super) fn read_formats(tables: &[TableReader<'_, '_>]) -> Option<Vec<NamedFormat>> {
    let read = |table: &TableReader<'_, '_>| {
        let (code, title, sat) = read_common(table);
        let declared = table.flag("declared");
        table.finish();
        Some(NamedFormat { code: FormatCode::new(code?), title: title?, sat: sat?, declared })
    };
    tables.iter().map(read).collect::<Vec<_>>().into_iter().collect()
}

pub(super) fn read_editions(tables: &[TableReader<'_, '_>]) -> Option<Vec<Edition>> {
    let read = |table: &TableReader<'_, '_>| {
        let (code, title, sat) = read_common(table);
        if table.get("declared").is_some() {
            table.complain("declared", "is said of a `[[format]]`, and not of an edition");
        }
        table.finish();
        Some(Edition { code: EditionCode::new(code?), title: title?, sat: sat? })
    };
    tables.iter().map(read).collect::<Vec<_>>().into_iter().collect()
}

fn read_common(table: &TableReader<'_, '_>) -> (Option<String>, Option<String>, Option<Window>) {
    let code = table.text("code", short_code);
    let title = table.text("title", Title::parse).map(String::from);
    let (from, until) = (table.day("sat_from"), table.day("sat_until"));
    if from.is_some_and(|from| until.is_some_and(|until| until < from)) {
        table.complain("sat_until", "lies before `sat_from`: both are days on which it may be sat");
        return (code, title, None);
    }
    (code, title, Some(Window { from, until }))
}

/// Exactly one paper for every format whose outcomes are computed, and none for the declared ones.
pub(super) fn check_papers(table: &TableReader<'_, '_>, papers: &[(FormatCode, ExamFormat)], formats: &[NamedFormat]) {
    for format in formats {
        let count = papers.iter().filter(|(code, _)| code == &format.code).count();
        let code = &format.code;
        match (format.declared, count) {
            (false, 0) => {
                table.complain("format", format!("is missing for format {code}, whose outcomes are computed"));
            }
            (true, 1..) => {
                table.complain("format", format!("is given for format {code}, whose outcomes are declared"));
            }
            (false, 2..) => table.complain("format", format!("is given more than once for format {code}")),
            _ => {}
        }
    }
}

pub(super) fn read_paper(table: &TableReader<'_, '_>, known: &Known) -> Option<(FormatCode, ExamFormat)> {
    if table.get("edition").is_some() {
        table.complain("edition", "is not what a paper is of: name the `format`, such as format = \"2011\"");
    }
    let format = reference(table, "format", &known.formats);
    let question_style = table.text("question_style", |text| line(text, 100));
    let questions = table.number("questions", 1..=1000);
    let marks_per_question = table.number("marks_per_question", 1..=60);
    let pass_mark = table.number("pass_mark", 1..=60_000);
    let duration_minutes = table.number("duration_minutes", 1..=1440);
    // Looked at here, so that another mistake of the format does not hide this one.
    if let (Some(questions), Some(each), Some(pass_mark)) = (questions, marks_per_question, pass_mark) {
        let available = u32::from(questions) * u32::from(each);
        if u32::from(pass_mark) > available {
            table.complain("pass_mark", format!("is {pass_mark}, but only {available} marks are available"));
        }
    }
    let book = read_book(table);
    let question_marks = table.flag("question_marks");
    table.finish();
    let paper = ExamFormat {
        question_style: question_style?,
        questions: questions?,
        marks_per_question: marks_per_question?,
        pass_mark: pass_mark?,
        duration_minutes: duration_minutes?,
        book: book?,
        question_marks,
    };
    Some((FormatCode::new(format?), paper))
}

fn read_book(table: &TableReader<'_, '_>) -> Option<Book> {
    let value = table.required("book")?;
    if value.get_ref().as_str() == Some("closed") {
        return Some(Book::Closed);
    }
    if value.get_ref().is_table() {
        let open = TableReader::of(value, table.place("book"), table.mistakes())?;
        let permitted = open.text("open", |text| line(text, 200));
        open.finish();
        return permitted.map(Book::Open);
    }
    table.complain("book", "must be \"closed\" or { open = \"what is permitted\" }");
    None
}
