//! Pages that tell what the scheme says, section by section, as `messages/told` has it.

use askama::Template;

use super::page::Page;
use crate::messages::told::{Item, Part, Section};
use crate::messages::{Language, Phrase, Text};

#[derive(Template)]
#[template(path = "told.html")]
pub(super) struct ToldPage {
    pub page: Page,
    /// What it belongs to: address and label.
    pub kicker: Option<(String, String)>,
    pub title_language: Language,
    pub lead: Phrase,
    /// Side by side where there is room, one below the other where there is not.
    pub columns: [Vec<Shown>; 2],
}

/// The address of the leaflet about what stands at `path` of the API.
pub(super) fn leaflet(path: &str, text: Text) -> String {
    format!("{path}/leaflet?language={}", text.language().tag())
}

/// A section with where it leads on: addresses and labels.
pub(super) struct Shown {
    pub section: Section,
    pub links: Vec<(String, String)>,
}

impl From<Section> for Shown {
    fn from(section: Section) -> Self {
        Self { section, links: Vec::new() }
    }
}

/// A line of a list, with those that belong to it.
#[derive(Template)]
#[template(path = "requirement.html")]
pub(super) struct Rule {
    pub item: Item,
}

impl Rule {
    fn parts(&self) -> Vec<Self> {
        self.item.parts.iter().cloned().map(|item| Self { item }).collect()
    }
}
