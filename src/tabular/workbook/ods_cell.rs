//! A cell of an `.ods`: its value, and what the program showed of it.

use super::sheets::{Row, push};
use super::values::{decimal, iso};
use super::xml::Element;
use super::{FileError, damaged};

#[expect(clippy::struct_excessive_bools, reason = "each is an attribute of its own, or where the reader is")]
pub(super) struct Cell {
    is_covered: bool,
    repeats: u32,
    kind: String,
    is_error: bool,
    is_formula: bool,
    value: String,
    /// What is shown.
    text: String,
    paragraphs: u32,
    /// Elements around the place in hand that are none of its text: a comment, a picture, how it is pronounced.
    aside: u32,
    /// Whether a paragraph is open.
    is_text: bool,
}

impl Cell {
    pub fn begin(element: &Element<'_>) -> Result<Self, FileError> {
        let kind = element.get("office:value-type")?.unwrap_or_default().into_owned();
        let holder = match kind.as_str() {
            "date" => "office:date-value",
            "time" => "office:time-value",
            "boolean" => "office:boolean-value",
            "string" => "office:string-value",
            _ => "office:value",
        };
        Ok(Self {
            is_covered: element.name() == "covered-table-cell",
            repeats: element.repeats("table:number-columns-repeated")?,
            is_error: element.get("calcext:value-type")?.as_deref() == Some("error"),
            is_formula: element.get("table:formula")?.is_some(),
            value: element.get(holder)?.unwrap_or_default().into_owned(),
            kind,
            text: String::new(),
            paragraphs: 0,
            aside: 0,
            is_text: false,
        })
    }

    pub fn is_closed_by(&self, name: &str) -> bool {
        self.aside == 0 && name == if self.is_covered { "covered-table-cell" } else { "table-cell" }
    }

    pub fn start(&mut self, element: &Element<'_>) -> Result<(), FileError> {
        if self.aside > 0 {
            self.aside += 1;
            return Ok(());
        }
        match element.name() {
            "p" => {
                if self.paragraphs > 0 {
                    push(&mut self.text, "\n");
                }
                (self.paragraphs, self.is_text) = (self.paragraphs + 1, true);
            }
            "s" => {
                let spaces: usize = element.get("text:c")?.and_then(|count| count.parse().ok()).unwrap_or(1);
                push(&mut self.text, &" ".repeat(spaces.min(1000)));
            }
            "tab" => push(&mut self.text, "\t"),
            "line-break" => push(&mut self.text, "\n"),
            "annotation" | "note" | "ruby-text" | "frame" | "custom-shape" | "g" | "detective" => self.aside = 1,
            _ => {}
        }
        Ok(())
    }

    pub fn text(&mut self, text: &str) {
        if !self.is_text || self.aside > 0 {
            return;
        }
        // Lines of the XML are no lines of the text (ODF 1.3, 6.1.2); several spaces LibreOffice writes and reads as they are.
        for (index, line) in text.split(['\t', '\r', '\n']).enumerate() {
            if index > 0 && !self.text.is_empty() && !self.text.ends_with([' ', '\n', '\t']) {
                push(&mut self.text, " ");
            }
            push(&mut self.text, if index > 0 { line.trim_start() } else { line });
        }
    }

    pub fn end(&mut self, name: &str) {
        if self.aside > 0 {
            self.aside -= 1;
        } else if name == "p" {
            self.is_text = false;
        }
    }

    /// Puts what it holds into the row, from this column on; how many columns it takes.
    pub fn enter(&self, row: &mut Row, column: usize) -> Result<usize, FileError> {
        let count = usize::try_from(self.repeats).map_err(|_| damaged("it has a cell too often"))?;
        // What is under a cell that was merged with it, nobody sees.
        if self.is_covered {
            return Ok(count);
        }
        if self.is_formula && self.kind.is_empty() && self.text.is_empty() {
            row.uncalculated(column);
            return Ok(count);
        }
        let text = self.written();
        if !text.is_empty() {
            for column in column..column.saturating_add(count) {
                row.set(column, &text)?;
            }
        }
        Ok(count)
    }

    fn written(&self) -> String {
        let (value, text) = (self.value.as_str(), self.text.as_str());
        if self.is_error || text.starts_with("Err:") || text.starts_with('#') && self.kind != "string" {
            return text.to_owned();
        }
        if value.is_empty() {
            return text.to_owned();
        }
        match self.kind.as_str() {
            "float" if is_a_mask(value, text) => text.to_owned(),
            "float" | "currency" => decimal(value),
            "percentage" => {
                let times_hundred =
                    value.parse::<f64>().map_or_else(|_| value.to_owned(), |one| (one * 100.0).to_string());
                format!("{}%", decimal(&times_hundred))
            }
            "date" => as_shown(&iso(value), text),
            "boolean" => value.to_uppercase(),
            "time" => text.to_owned(),
            _ if text.is_empty() => value.to_owned(),
            _ => text.to_owned(),
        }
    }
}

/// Whether a whole number is shown with zeros in front, as references are.
fn is_a_mask(value: &str, text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_whole = value.bytes().all(|byte| byte.is_ascii_digit());
    is_whole
        && digits.len() > value.len()
        && digits.trim_start_matches('0') == value.trim_start_matches('0')
        && !text.contains(['.', ','])
}

/// Whether all that is shown is a month in figures with its year, such as `01/2026`.
fn is_month_and_year(figures: &[u32], day: &str, text: &str) -> bool {
    let year: u32 = day[..4].parse().unwrap_or_default();
    let is_year = |figure: &u32| *figure == year || *figure == year % 100;
    let has_words = text.chars().any(char::is_alphabetic);
    !has_words && matches!(figures, [one, other] if is_year(one) != is_year(other))
}

/// A day as far as it is shown: a day or a year that its author does not see was not typed.
fn as_shown(day: &str, text: &str) -> String {
    let figures: Vec<u32> =
        text.split(|one: char| !one.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let Some(number) = day.get(8..10).and_then(|number| number.parse::<u32>().ok()) else { return day.to_owned() };
    let has_other_figures = text.chars().any(|one| one.is_numeric() && !one.is_ascii());
    if day.len() != 10 || text.is_empty() || has_other_figures {
        day.to_owned()
    } else if !figures.contains(&number) || is_month_and_year(&figures, day, text) {
        day[..7].to_owned()
    } else if figures.len() < 2 {
        format!("-{}", &day[4..])
    } else {
        day.to_owned()
    }
}
