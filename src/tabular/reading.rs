//! What was assumed of a table that was read: what no reader can be certain of, and so is said to whoever sent it.

use serde::{Deserialize, Serialize};

use super::{Encoding, Understood};
use crate::input::dates::DateForms;

/// How a file was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// In which encoding it was.
    #[serde(default)]
    pub encoding: Encoding,
    /// The columns that are called something else than in the template.
    #[serde(default)]
    pub understood: Vec<Understood>,
    /// The forms in which its dates were read.
    #[serde(default)]
    pub dates: DateForms,
}

impl Reading {
    /// As it is kept.
    pub fn keep(&self) -> Option<String> {
        (*self != Self::default()).then(|| serde_json::to_string(self).ok()).flatten()
    }

    /// Reads what was kept; files of before had to be as they are in the template.
    pub fn kept(text: Option<&str>) -> Self {
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// For people, a sentence for each.
    pub fn in_words(&self) -> Vec<String> {
        let mut words = Vec::new();
        if self.encoding != Encoding::Utf8 {
            words.push(format!("The file was read as {}.", self.encoding.name()));
        }
        let forms: Vec<String> = self.dates.0.iter().map(ToString::to_string).collect();
        if !forms.is_empty() {
            words.push(format!("Dates were read as {}.", forms.join(", ")));
        }
        words.extend(self.understood.iter().map(|one| format!("`{}` was read as {}.", one.heading, one.column)));
        words
    }
}
