//! What no font at hand can show: said by its script and by the numbers of its characters.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use unicode_script::{Script, UnicodeScript};

use super::itemise::letters;
use super::{Typesetter, clean};
use crate::pdf::fonts::{Face, Fonts, Style};

/// Characters that no font at hand shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unshown {
    /// Each once, in the order in which they were met.
    pub characters: Vec<char>,
    /// What their scripts are called in English, in the same order, each once.
    pub scripts: Vec<&'static str>,
}

impl Unshown {
    /// The name of a character's script; what belongs to none, such as a sign that no name has, is a symbol.
    #[must_use]
    pub fn script(character: char) -> &'static str {
        match character.script() {
            Script::Common | Script::Inherited | Script::Unknown => "symbols",
            script => script.full_name(),
        }
    }

    /// A character by its number, `U+674E`.
    #[must_use]
    pub fn number(character: char) -> String {
        format!("U+{:04X}", u32::from(character))
    }

    /// The scripts in a row.
    #[must_use]
    pub fn scripts(&self) -> String {
        self.scripts.join(", ")
    }

    /// The characters in a row: each as it is, where it can be seen, and by its number; of many, the first.
    #[must_use]
    pub fn characters(&self) -> String {
        const MOST: usize = 8;
        let one = |character: &char| {
            let number = Self::number(*character);
            if character.is_alphanumeric() { format!("{character} ({number})") } else { number }
        };
        let all: Vec<_> = self.characters.iter().take(MOST).map(one).collect();
        let more = if self.characters.len() > MOST { ", …" } else { "" };
        format!("{}{more}", all.join(", "))
    }
}

impl Fonts {
    /// What of a text cannot be shown, if anything; nothing is known of it where no fonts were loaded.
    #[must_use]
    pub fn unshown(&self, text: &str) -> Option<Unshown> {
        if self.faces().is_empty() || self.has_in_front(text) {
            return None;
        }
        let typesetter = Typesetter::new(self);
        typesetter.assign(&clean(text), Style::Regular);
        typesetter.unshown(&typesetter.missing())
    }

    /// How many letters of each script the fonts have, in the order of the alphabet.
    #[must_use]
    pub fn scripts(&self) -> BTreeMap<&'static str, usize> {
        let letters: BTreeSet<char> =
            self.faces().iter().flat_map(Face::characters).filter(|one| one.is_alphabetic()).collect();
        let mut scripts = BTreeMap::new();
        for script in letters.into_iter().map(Unshown::script).filter(|script| *script != "symbols") {
            *scripts.entry(script).or_default() += 1;
        }
        scripts
    }

    /// Whether all of these characters can be shown.
    pub(in crate::pdf) fn have(&self, mut characters: impl Iterator<Item = char>) -> bool {
        let typesetter = Typesetter::new(self);
        characters.all(|character| typesetter.has_somewhere(character))
    }
}

impl Typesetter<'_> {
    /// What letters that cannot be shown are made of: the characters that no font has; all of a letter, if each is there
    /// but no font has them together.
    pub fn unshown(&self, missing: &[String]) -> Option<Unshown> {
        let mut characters: Vec<char> = Vec::new();
        for letter in missing {
            let apart: Vec<char> = letter.chars().filter(|character| !self.has_somewhere(*character)).collect();
            let missed = if apart.is_empty() { letter.chars().collect() } else { apart };
            for character in missed {
                if !characters.contains(&character) {
                    characters.push(character);
                }
            }
        }
        let mut scripts: Vec<&'static str> = Vec::new();
        for name in characters.iter().map(|character| Unshown::script(*character)) {
            if !scripts.contains(&name) {
                scripts.push(name);
            }
        }
        (!characters.is_empty()).then_some(Unshown { characters, scripts })
    }

    fn has_somewhere(&self, character: char) -> bool {
        self.fonts.candidates(Style::Regular).any(|face| self.has(face, character))
    }

    /// The text as it is set, [`clean`]; and as it is on record, where some of it is spelled out: `Ada [U+674E]`.
    pub(super) fn spell(&self, text: &str) -> (String, Option<String>) {
        let text = clean(text);
        if self.spelled.is_empty() {
            return (text, None);
        }
        let mut set = String::new();
        let mut is_open = false;
        for letter in letters(&text, 0..text.len()).into_iter().map(|range| &text[range]) {
            if self.spelled.iter().any(|spelled| spelled == letter) {
                for character in letter.chars() {
                    // Writing to a text cannot fail.
                    let _ = write!(set, "{}{}", if is_open { ' ' } else { '[' }, Unshown::number(character));
                    is_open = true;
                }
            } else {
                if std::mem::take(&mut is_open) {
                    set.push(']');
                }
                set.push_str(letter);
            }
        }
        if is_open {
            set.push(']');
        }
        let is_spelled = set != text;
        (set, is_spelled.then_some(text))
    }
}
