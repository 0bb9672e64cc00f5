//! What was assumed of a table that was read: what no reader can be certain of, and so is said to whoever sent it.

use serde::{Deserialize, Serialize};

use super::{Encoding, Format, Understood};
use crate::input::dates::{DateForms, DateOrder};

/// The sheet of a workbook that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Of which kind the workbook is.
    pub format: Format,
    pub name: String,
    /// The others that are there, 20 at the most.
    pub others: Vec<String>,
    /// How many of its rows, read like all others, are not to be seen in it.
    pub hidden_rows: u32,
}

/// What whoever sends a table says of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Said<'a> {
    /// In which order it has the parts of its dates.
    pub dates: Option<DateOrder>,
    /// Which sheet of a workbook is meant, by its name.
    pub sheet: Option<&'a str>,
}

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
    /// What was read of a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<Sheet>,
    /// The rows above the header, which were passed over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed_over: Vec<String>,
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

    /// The format in which the file came, of one that is stored in this one.
    pub fn format(&self, stored: Format) -> Format {
        self.sheet.as_ref().map_or(stored, |sheet| sheet.format)
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
        if let Some(sheet) = &self.sheet {
            let others: Vec<_> = sheet.others.iter().map(|name| format!("`{name}`")).collect();
            let others = if others.is_empty() { String::new() } else { format!(", and not {}", others.join(", ")) };
            words.push(format!("Of the workbook (.{}), the sheet `{}` was read{others}.", sheet.format, sheet.name));
            if sheet.hidden_rows > 0 {
                words.push(format!("Rows that are hidden in it were read like the others: {}.", sheet.hidden_rows));
            }
        }
        words
            .extend(self.passed_over.iter().map(|row| format!("Above the header, this row was passed over: `{row}`.")));
        words.extend(self.understood.iter().map(|one| format!("`{}` was read as {}.", one.heading, one.column)));
        words
    }
}
