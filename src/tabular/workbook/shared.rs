//! The texts that cells of an `.xlsx` share: one after another in one piece of memory.

use std::io::Read;

use super::sheets::push;
use super::xml::{Node, Xml};
use super::{FileError, damaged, too_large};

/// The most bytes of them, and the most of them.
const MOST_BYTES: usize = 64 << 20;
const MOST_TEXTS: usize = 2_000_000;

#[derive(Default)]
pub(super) struct SharedTexts {
    text: String,
    ends: Vec<u32>,
}

impl SharedTexts {
    pub fn read(content: impl Read) -> Result<Self, FileError> {
        let mut shared = Self::default();
        let mut xml = Xml::new(content);
        let mut rich = RichText::default();
        loop {
            match xml.next()? {
                Node::Start(element) if element.name() == "si" => rich.begin(),
                Node::Start(element) => rich.start(element.name()),
                Node::Text(text) => rich.text(&text),
                Node::End(element) if element.name() == "si" => shared.add(&rich.text)?,
                Node::End(element) => rich.end(element.name()),
                Node::Over => return Ok(shared),
            }
        }
    }

    fn add(&mut self, text: &str) -> Result<(), FileError> {
        self.text.push_str(text);
        if self.text.len() > MOST_BYTES || self.ends.len() == MOST_TEXTS {
            let detail = format!("its texts have more than {} MiB, or are more than {MOST_TEXTS}", MOST_BYTES >> 20);
            return Err(too_large(detail));
        }
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        Ok(())
    }

    pub fn get(&self, index: &str) -> Result<&str, FileError> {
        let missing = || damaged("a cell in it refers to a text that is not there");
        let index: usize = index.trim().parse().map_err(|_| missing())?;
        let end = *self.ends.get(index).ok_or_else(missing)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start as usize..end as usize).ok_or_else(missing)
    }
}

/// A text in pieces that look different, without how it is pronounced.
#[derive(Default)]
pub(super) struct RichText {
    pub text: String,
    is_text: bool,
    is_phonetic: bool,
}

impl RichText {
    pub fn begin(&mut self) {
        self.text.clear();
        (self.is_text, self.is_phonetic) = (false, false);
    }

    pub fn start(&mut self, name: &str) {
        match name {
            "t" => self.is_text = !self.is_phonetic,
            "rPh" => self.is_phonetic = true,
            _ => {}
        }
    }

    pub fn text(&mut self, text: &str) {
        if self.is_text {
            push(&mut self.text, text);
        }
    }

    pub fn end(&mut self, name: &str) {
        match name {
            "t" => self.is_text = false,
            "rPh" => self.is_phonetic = false,
            _ => {}
        }
    }
}
