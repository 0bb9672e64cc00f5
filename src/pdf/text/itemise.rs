//! Which font shows which part of a text, and where one script ends and the next one begins.

use std::ops::Range;

use unicode_script::{Script, UnicodeScript};

use super::{Typesetter, clings, is_optional};
use crate::pdf::fonts::Style;

impl Typesetter<'_> {
    /// Assigns every part of `text` to a face: the first one that has the whole of it; else word by word; else letter
    /// by letter. What no face has is remembered as missing.
    pub(super) fn assign(&self, text: &str, style: Style) -> Vec<(Range<usize>, usize)> {
        if let Some(face) = self.first_that_has(text, style) {
            return vec![(0..text.len(), face)];
        }
        let mut parts: Vec<(Range<usize>, usize)> = Vec::new();
        let mut add = |range: Range<usize>, face: usize| match parts.last_mut() {
            Some((last, same)) if *same == face && last.end == range.start => last.end = range.end,
            _ => parts.push((range, face)),
        };
        for word in words(text) {
            if let Some(face) = self.first_that_has(&text[word.clone()], style) {
                add(word, face);
                continue;
            }
            for letter in letters(text, word) {
                match self.first_that_has(&text[letter.clone()], style) {
                    Some(face) => add(letter, face),
                    None => self.remember(&text[letter]),
                }
            }
        }
        parts
    }

    fn first_that_has(&self, text: &str, style: Style) -> Option<usize> {
        self.fonts.candidates(style).find(|face| text.chars().all(|character| self.has(*face, character)))
    }

    pub(super) fn has(&self, face: usize, character: char) -> bool {
        is_optional(character)
            // What stands for nothing that everybody knows cannot be read aloud or copied, whatever a font draws.
            || !is_private(character)
                && self.shaper(face).is_some_and(|shaper| shaper.has(character))
    }
}

fn is_private(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// Words, each with the space behind it.
fn words(text: &str) -> Vec<Range<usize>> {
    let lengths = text.split_inclusive(' ').map(str::len);
    lengths
        .scan(0, |start, length| {
            let range = *start..*start + length;
            *start = range.end;
            Some(range)
        })
        .collect()
}

/// Letters with the marks on them.
pub(super) fn letters(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut letters: Vec<Range<usize>> = Vec::new();
    for (offset, character) in text[range.clone()].char_indices() {
        let start = range.start + offset;
        let end = start + character.len_utf8();
        match letters.last_mut() {
            Some(last) if clings(character) => last.end = end,
            _ => letters.push(start..end),
        }
    }
    letters
}

/// `range` in pieces of one script each. Spaces, digits and the like go with what stands before them.
pub(super) fn scripts(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces: Vec<(Range<usize>, Option<Script>)> = Vec::new();
    for (offset, character) in text[range.clone()].char_indices() {
        let start = range.start + offset;
        let end = start + character.len_utf8();
        let script = Some(character.script()).filter(|script| !matches!(script, Script::Common | Script::Inherited));
        match pieces.last_mut() {
            Some((last, of)) if script.is_none() || of.is_none() || *of == script => {
                last.end = end;
                *of = of.or(script);
            }
            _ => pieces.push((start..end, script)),
        }
    }
    pieces.into_iter().map(|(range, _)| range).collect()
}
