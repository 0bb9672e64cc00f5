//! The scheme file: the scheme as data, read with an explanation of every mistake in it.

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::Complaint;
use super::definition::{Certification, EditionCode, Qualification, QualificationCode, Scheme, StandardEdition};
use super::sitting::NamedFormat;
use super::text::{Title, Word, line};

mod examinations;
mod listing;
mod reader;
mod renewal;
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
    formats: BTreeSet<String>,
    certifications: BTreeSet<String>,
    qualifications: BTreeSet<String>,
}

fn read_scheme(root: &TableReader<'_, '_>) -> Option<Scheme> {
    let version = root.text("version", |text| line(text, 40));
    let title = root.text("title", Title::parse);
    let standard = root.text("standard", Title::parse);
    let edition_tables = root.tables("edition");
    let format_tables = if examinations::missing_formats(root) { Vec::new() } else { root.tables("format") };
    let listing_table = root.table("listing");
    let certification_tables = root.tables("certification");
    let qualification_tables = root.tables("qualification");
    let standard_edition_tables = root.tables("standard_edition");
    root.finish();
    let known = Known {
        formats: codes(&format_tables, short_code),
        certifications: codes(&certification_tables, |text| Word::parse(text).map(String::from)),
        qualifications: codes(&qualification_tables, |text| Word::parse(text).map(String::from)),
    };
    codes(&edition_tables, short_code);
    codes(&standard_edition_tables, short_code);
    let formats = examinations::read_formats(&format_tables);
    let editions = examinations::read_editions(&edition_tables);
    let listing = listing_table.and_then(|table| listing::read(&table, &known));
    let standard_editions: Vec<_> = standard_edition_tables.iter().map(read_standard_edition).collect();
    let certifications: Vec<_> = certification_tables.iter().map(|table| read_certification(table, &known)).collect();
    let qualifications: Vec<_> =
        qualification_tables.iter().map(|table| read_qualification(table, &known, formats.as_deref())).collect();
    Some(Scheme {
        version: version?,
        title: String::from(title?),
        standard: String::from(standard?),
        formats: formats?,
        editions: editions?,
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

/// A line that may be left out; an error where it is there and wrong, which is complained of.
fn optional_line(table: &TableReader<'_, '_>, key: &'static str) -> Result<Option<String>, ()> {
    match table.get(key) {
        None => Ok(None),
        Some(_) => table.text(key, |text| line(text, 500)).map(Some).ok_or(()),
    }
}

fn short_code(text: &str) -> Result<String, Complaint> {
    let consists = text.chars().all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_');
    if consists && (1..=20).contains(&text.len()) {
        return Ok(text.to_owned());
    }
    Err(Complaint::new("not_a_code", "must be 1 to 20 lower-case letters, digits and underscores, such as 2011"))
}

fn read_standard_edition(table: &TableReader<'_, '_>) -> Option<StandardEdition> {
    let code = table.text("code", short_code);
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
    let lapsed_counts = table.flag("lapsed_counts");
    table.finish();
    Some(Certification { code: code?, title: title?.into(), qualification: qualification?, lapsed_counts })
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

fn read_qualification(
    table: &TableReader<'_, '_>,
    known: &Known,
    formats: Option<&[NamedFormat]>,
) -> Option<Qualification> {
    let code = table.text("code", Word::parse);
    let title = table.text("title", Title::parse);
    let summary = table.text("summary", |text| line(text, 500));
    let [purpose, audience, course] = ["purpose", "audience", "course"].map(|key| optional_line(table, key));
    let valid_for_years = match table.get("valid_for_years") {
        None => Some(None),
        Some(_) => table.number("valid_for_years", 1..=50).map(|years| Some(u32::from(years))),
    };
    let renewal = renewal::read(table, valid_for_years, known);
    let requirement = table
        .required("requirement")
        .and_then(|value| requirement::read(value, &table.place("requirement"), table.mistakes(), known));
    let paper_tables = table.tables("format");
    table.finish();
    let papers: Vec<_> = paper_tables.iter().map(|paper| examinations::read_paper(paper, known)).collect();
    let papers = papers.into_iter().collect::<Option<Vec<_>>>();
    if let (Some(papers), Some(formats)) = (&papers, formats) {
        examinations::check_papers(table, papers, formats);
    }
    Some(Qualification {
        code: QualificationCode::new(String::from(code?)),
        title: title?.into(),
        summary: summary?,
        purpose: purpose.ok()?,
        audience: audience.ok()?,
        course: course.ok()?,
        valid_for_years: valid_for_years?,
        renewal: renewal?,
        papers: papers?,
        requirement: requirement?,
    })
}

#[cfg(test)]
mod tests;
