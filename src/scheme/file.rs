//! The scheme file: the scheme as data, read with an explanation of every mistake in it.

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::Complaint;
use super::definition::{
    Certification, Edition, EditionCode, Qualification, QualificationCode, Scheme, StandardEdition,
};
use super::exam::{Book, ExamFormat};
use super::text::{Title, Word, line};

mod listing;
mod reader;
mod requirement;

pub use reader::Mistake;
use reader::{Mistakes, TableReader};

/// The scheme file that is built into the program.
pub const SHIPPED: &str = include_str!("../../scheme/iso-iec-20000.toml");

impl Scheme {
    /// Reads a scheme file.
    ///
    /// # Errors
    /// Every mistake in it, in the order of the lines.
    pub fn parse(text: &str) -> Result<Self, Vec<Mistake>> {
        let mistakes = Mistakes::new(text);
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            mistakes.add(&error.span().unwrap_or(0..0), "", error.message());
        }
        let root = TableReader::new(table.get_ref(), 0..0, String::new(), &mistakes);
        let scheme = read_scheme(&root);
        let mistakes = mistakes.into_sorted();
        match scheme {
            Some(scheme) if mistakes.is_empty() => Ok(scheme),
            _ => Err(mistakes),
        }
    }

    /// The scheme that is built in.
    ///
    /// # Errors
    /// As [`parse`](Self::parse); a test makes sure that there are none.
    pub fn shipped() -> Result<Self, Vec<Mistake>> {
        Self::parse(SHIPPED)
    }
}

/// The codes that other places of the file may refer to.
struct Known {
    editions: BTreeSet<String>,
    certifications: BTreeSet<String>,
    qualifications: BTreeSet<String>,
}

fn read_scheme(root: &TableReader<'_, '_>) -> Option<Scheme> {
    let version = root.text("version", |text| line(text, 40));
    let title = root.text("title", Title::parse);
    let standard = root.text("standard", Title::parse);
    let edition_tables = root.tables("edition");
    let listing_table = root.table("listing");
    let certification_tables = root.tables("certification");
    let qualification_tables = root.tables("qualification");
    let standard_edition_tables = root.tables("standard_edition");
    root.finish();
    let known = Known {
        editions: codes(&edition_tables, edition_code),
        certifications: codes(&certification_tables, |text| Word::parse(text).map(String::from)),
        qualifications: codes(&qualification_tables, |text| Word::parse(text).map(String::from)),
    };
    codes(&standard_edition_tables, edition_code);
    let editions = read_editions(&edition_tables);
    let listing = listing_table.and_then(|table| listing::read(&table, &known));
    let standard_editions: Vec<_> = standard_edition_tables.iter().map(read_standard_edition).collect();
    let certifications: Vec<_> = certification_tables.iter().map(|table| read_certification(table, &known)).collect();
    let qualifications: Vec<_> =
        qualification_tables.iter().map(|table| read_qualification(table, &known, &editions)).collect();
    Some(Scheme {
        version: version?,
        title: String::from(title?),
        standard: String::from(standard?),
        editions,
        listing: listing?,
        certifications: certifications.into_iter().collect::<Option<_>>()?,
        qualifications: qualifications.into_iter().collect::<Option<_>>()?,
        standard_editions: standard_editions.into_iter().collect::<Option<_>>()?,
    })
}

impl From<Word> for String {
    fn from(word: Word) -> Self {
        word.as_str().to_owned()
    }
}

/// The codes of all tables, each of which must be there, well formed and the only one of its kind.
fn codes(tables: &[TableReader<'_, '_>], parse: impl Fn(&str) -> Result<String, Complaint>) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for table in tables {
        if let Some(code) = table.text("code", &parse)
            && !codes.insert(code.clone())
        {
            table.complain("code", format!("is used twice: {code}"));
        }
    }
    codes
}

fn edition_code(text: &str) -> Result<String, Complaint> {
    let consists = text.chars().all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_');
    if consists && (1..=20).contains(&text.len()) {
        return Ok(text.to_owned());
    }
    Err(Complaint::new("not_a_code", "must be 1 to 20 lower-case letters, digits and underscores, such as 2011"))
}

fn read_editions(tables: &[TableReader<'_, '_>]) -> Vec<Edition> {
    let mut editions: Vec<Edition> = Vec::new();
    for table in tables {
        let code = table.text("code", edition_code);
        let title = table.text("title", Title::parse);
        let sat_from = table.day("sat_from");
        let declared = table.flag("declared");
        let note = optional_line(table, "note").unwrap_or_default();
        table.finish();
        match (editions.last(), sat_from) {
            (None, Some(_)) => {
                table.complain("sat_from", "must be left out for the earliest edition, so that every day has one");
            }
            (Some(_), None) => table.complain("sat_from", "is missing: only the earliest edition has no first day"),
            (Some(before), Some(from)) if before.sat_from.is_some_and(|earlier| from <= earlier) => {
                table.complain(
                    "sat_from",
                    "must be later than that of the edition before it: give editions in their order",
                );
            }
            _ => {}
        }
        if let (Some(code), Some(title)) = (code, title) {
            editions.push(Edition { code: EditionCode::new(code), title: title.into(), sat_from, declared, note });
        }
    }
    editions
}

fn read_standard_edition(table: &TableReader<'_, '_>) -> Option<StandardEdition> {
    let code = table.text("code", edition_code);
    let title = table.text("title", Title::parse);
    let certified_until = table.day("certified_until");
    let valid_until = table.day("valid_until");
    table.finish();
    match (certified_until, valid_until) {
        (None, Some(_)) => {
            table.complain("valid_until", "needs `certified_until` beside it: an edition closes before it ends");
        }
        (Some(certified), Some(valid)) if valid < certified => {
            table.complain("valid_until", "must not lie before `certified_until`");
        }
        _ => {}
    }
    Some(StandardEdition { code: EditionCode::new(code?), title: title?.into(), certified_until, valid_until })
}

fn read_certification(table: &TableReader<'_, '_>, known: &Known) -> Option<Certification> {
    let code = table.text("code", Word::parse);
    let title = table.text("title", Title::parse);
    let qualification = match table.get("qualification") {
        None => Some(None),
        Some(_) => {
            reference(table, "qualification", &known.qualifications).map(|code| Some(QualificationCode::new(code)))
        }
    };
    table.finish();
    Some(Certification { code: code?, title: title?.into(), qualification: qualification? })
}

/// A code that must be one of those the file declares elsewhere.
fn reference(table: &TableReader<'_, '_>, key: &'static str, known: &BTreeSet<String>) -> Option<String> {
    let code = table.text(key, |text| Ok(text.to_owned()))?;
    if known.contains(&code) {
        return Some(code);
    }
    let declared: Vec<_> = known.iter().map(String::as_str).collect();
    table.complain(
        key,
        format!("names `{}`, which this file does not declare; declared are {}", code, declared.join(", ")),
    );
    None
}

fn read_qualification(table: &TableReader<'_, '_>, known: &Known, editions: &[Edition]) -> Option<Qualification> {
    let code = table.text("code", Word::parse);
    let title = table.text("title", Title::parse);
    let summary = table.text("summary", |text| line(text, 500));
    let [purpose, audience, course] = ["purpose", "audience", "course"].map(|key| optional_line(table, key));
    let valid_for_years = match table.get("valid_for_years") {
        None => Some(None),
        Some(_) => table.number("valid_for_years", 1..=50).map(|years| Some(u32::from(years))),
    };
    let requirement = table
        .required("requirement")
        .and_then(|value| requirement::read(value, &table.place("requirement"), table.mistakes(), known));
    let format_tables = table.tables("format");
    table.finish();
    let formats: Vec<_> = format_tables.iter().map(|format| read_format(format, known)).collect();
    let formats = formats.into_iter().collect::<Option<Vec<_>>>();
    if let Some(formats) = &formats {
        check_formats(table, formats, editions);
    }
    Some(Qualification {
        code: QualificationCode::new(String::from(code?)),
        title: title?.into(),
        summary: summary?,
        purpose: purpose.ok()?,
        audience: audience.ok()?,
        course: course.ok()?,
        valid_for_years: valid_for_years?,
        formats: formats?,
        requirement: requirement?,
    })
}

/// A line that may be left out; an error where it is there and wrong, which is complained of.
fn optional_line(table: &TableReader<'_, '_>, key: &'static str) -> Result<Option<String>, ()> {
    match table.get(key) {
        None => Ok(None),
        Some(_) => table.text(key, |text| line(text, 500)).map(Some).ok_or(()),
    }
}

/// Exactly one format for every edition whose outcomes are computed, and none for the declared ones.
fn check_formats(table: &TableReader<'_, '_>, formats: &[(EditionCode, ExamFormat)], editions: &[Edition]) {
    for edition in editions {
        let count = formats.iter().filter(|(code, _)| code == &edition.code).count();
        let code = &edition.code;
        match (edition.declared, count) {
            (false, 0) => {
                table.complain("format", format!("is missing for edition {code}, whose outcomes are computed"));
            }
            (true, 1..) => {
                table.complain("format", format!("is given for edition {code}, whose outcomes are declared"));
            }
            (false, 2..) => table.complain("format", format!("is given more than once for edition {code}")),
            _ => {}
        }
    }
}

fn read_format(table: &TableReader<'_, '_>, known: &Known) -> Option<(EditionCode, ExamFormat)> {
    let edition = reference(table, "edition", &known.editions);
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
    let format = ExamFormat {
        question_style: question_style?,
        questions: questions?,
        marks_per_question: marks_per_question?,
        pass_mark: pass_mark?,
        duration_minutes: duration_minutes?,
        book: book?,
        question_marks,
    };
    Some((EditionCode::new(edition?), format))
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

#[cfg(test)]
mod tests;
