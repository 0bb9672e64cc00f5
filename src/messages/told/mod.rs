//! What the scheme says, for people: told once, and shown by pages and leaflets alike. What differs from scheme to scheme
//! comes from the scheme file, the words around it are messages.

mod benefits;
mod formats;
mod level;
mod qualifications;
mod renewal;
mod requirement;
mod standard;

pub use benefits::benefits;
pub use formats::{Format, latest_format};
pub use level::{examination, level};
pub use qualifications::qualifications;
pub use renewal::renewal;
pub use requirement::requirement;
pub use standard::{standard, standard_lead};

use super::{Language, Phrase, Text};

/// A part of what is told, under a heading of its own.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its name in an address.
    pub id: &'static str,
    pub heading: String,
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug)]
pub enum Part {
    /// A heading below that of the section.
    Heading(Phrase),
    Paragraph(Phrase),
    List(Vec<Item>),
    Facts(Vec<Fact>),
}

#[derive(Clone, Debug)]
pub struct Item {
    pub text: Phrase,
    pub note: Option<String>,
    /// What belongs to it.
    pub parts: Vec<Item>,
}

#[derive(Clone, Debug)]
pub struct Fact {
    pub label: String,
    pub value: Phrase,
    pub note: Option<Phrase>,
}

/// Words of ours, as they are told.
#[must_use]
pub fn said(text: Text, words: String) -> Phrase {
    Phrase { text: words, language: text.language() }
}

/// What is the same in every language: names of documents, titles of qualifications.
fn name(text: impl Into<String>) -> Phrase {
    Phrase { text: text.into(), language: Language::English }
}

fn fact(label: String, value: Phrase) -> Fact {
    Fact { label, value, note: None }
}

fn items(text: Text, lines: impl IntoIterator<Item = String>) -> Part {
    let item = |line| Item { text: said(text, line), note: None, parts: Vec::new() };
    Part::List(lines.into_iter().map(item).collect())
}
