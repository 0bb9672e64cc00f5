//! Files to begin with: a table's columns as data, from which follow the template in CSV and the one as a workbook, in every
//! language. What columns there are, whoever reads the file knows; what is said of them stands in `messages/templates/`.

use super::Kind;
use crate::scheme::Scheme;
use crate::scheme::language::Language;

mod text;
mod words;
mod workbook;

pub use text::csv;
pub use words::Words;
pub use workbook::workbook;

/// What there is to say of a kind of file.
#[derive(Debug)]
pub struct Template {
    /// What its messages begin with.
    pub name: &'static str,
    pub columns: &'static [Column],
    /// Rows that are read without a complaint, as CSV.
    pub examples: &'static str,
    /// What is said of the file as a whole: messages with their variables.
    pub notes: &'static [(&'static str, &'static [(&'static str, Named)])],
}

/// What stands for a variable of a note.
#[derive(Clone, Copy, Debug)]
pub enum Named {
    /// A column's heading.
    Column(&'static str),
    /// As it is.
    Text(&'static str),
}

#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name, which is understood in every language.
    pub name: &'static str,
    pub needed: Needed,
    pub form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    Always,
    /// In some rows: the explanation says in which.
    Sometimes,
    Never,
}

/// How the values of a column are written.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// Whatever is typed, also where it looks like a number.
    Text,
    /// A day that has been, or is about to be.
    PastDay,
    /// Any day.
    Day,
    /// Marks: a whole number up to the most that an examination has.
    Marks,
    /// One of these words.
    Words(&'static [&'static str]),
    /// One of the codes of a list.
    Code(List),
}

/// A list of codes that is longer than a cell's message, or that depends on the scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    Countries,
    Qualifications,
    Formats,
    Editions,
    StandardEditions,
    Certifications,
}

/// What a template is made for: whoever reads it, and the registry that will read the file.
#[derive(Clone, Copy, Debug)]
pub struct Audience<'a> {
    pub language: Language,
    pub scheme: &'a Scheme,
    /// The codes of all countries with their names in that language.
    pub countries: &'a [(&'static str, &'static str)],
}

/// Codes with what they mean.
type CodeList<'a> = Vec<(&'a str, &'a str)>;

impl<'a> Audience<'a> {
    /// The codes of a list with what they mean.
    fn codes(&self, list: List) -> CodeList<'a> {
        let scheme = self.scheme;
        match list {
            List::Countries => self.countries.to_vec(),
            List::Qualifications => {
                scheme.qualifications.iter().map(|one| (one.code.as_str(), one.title.as_str())).collect()
            }
            List::Formats => scheme.formats.iter().map(|one| (one.code.as_str(), one.title.as_str())).collect(),
            List::Editions => scheme.editions.iter().map(|one| (one.code.as_str(), one.title.as_str())).collect(),
            List::StandardEditions => {
                scheme.standard_editions.iter().map(|one| (one.code.as_str(), one.title.as_str())).collect()
            }
            List::Certifications => {
                scheme.certifications.iter().map(|one| (one.code.as_str(), one.title.as_str())).collect()
            }
        }
    }

    /// The most marks that an examination of the scheme has.
    fn most_marks(&self) -> u32 {
        let papers = self.scheme.qualifications.iter().flat_map(|one| &one.papers);
        papers.map(|(_, format)| format.marks_available()).max().unwrap_or_default()
    }
}

impl Template {
    /// What the cells of a column are.
    pub fn kind(&self, name: &str) -> Kind {
        match self.columns.iter().find(|column| column.name == name).map(|column| column.form) {
            Some(Form::PastDay | Form::Day) => Kind::Day,
            Some(Form::Marks) => Kind::Number,
            _ => Kind::Text,
        }
    }

    /// The first value that an example has in each column; empty where none has one.
    fn first_examples(&self) -> Vec<String> {
        let mut found = vec![String::new(); self.columns.len()];
        for row in self.example_rows() {
            for (first, cell) in found.iter_mut().zip(&row) {
                if first.is_empty() {
                    first.push_str(cell);
                }
            }
        }
        found
    }

    fn example_rows(&self) -> Vec<csv::StringRecord> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(self.examples.as_bytes());
        reader.records().filter_map(Result::ok).collect()
    }
}
