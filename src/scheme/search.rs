//! Searching that forgives: how texts are folded into words, which pieces of them an index knows them by, and which
//! patterns decide. Pure, and the same on every engine.

use std::collections::BTreeSet;

mod query;
mod words;

#[cfg(test)]
use query::Reading;
pub use query::{Narrowing, Query, Rank};
use words::{compounds, is_spaceless_word, readings};
pub use words::{phrase, words};

use super::folding::compared;
use super::{Complaint, text};

/// How many words of a query count.
pub const MOST_WORDS: usize = 8;

/// How many letters of a query count.
pub const MOST_LETTERS: usize = 200;

/// How many letters of a word's beginning a name is known by.
const WORD_BEGINNINGS: [usize; 4] = [1, 2, 3, 4];

/// The same of a whole name's beginning.
const NAME_BEGINNINGS: [usize; 5] = [1, 2, 3, 5, 8];

/// The same of the other words.
const OTHER_BEGINNINGS: [usize; 5] = [1, 2, 3, 4, 6];

/// What a piece is a piece of.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Piece {
    /// A name as a whole.
    Name = b'n',
    NameBeginning = b'b',
    /// The beginning of a word of a name.
    WordBeginning = b'w',
    /// Letters inside a name.
    Inside = b'i',
    /// The beginning of another word.
    OtherBeginning = b'o',
    /// Letters inside another word of a script without spaces.
    OtherInside = b'p',
    /// Something that is filtered by.
    Filter = b'f',
}

/// Reads what somebody looks for, typed or pasted.
pub fn line(given: &str) -> Result<String, Complaint> {
    text::pasted(&given.replace(text::OVERRIDES, ""), MOST_LETTERS)
}

/// Something that can be searched for, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indexed {
    /// A line for every reading of the name, each word between spaces: `"\n nordic certification \n"`.
    pub name: String,
    /// The other words, each once and between spaces, and neighbours in the name as one.
    pub words: String,
    /// The pieces by which it is found, as words of five letters and digits.
    pub grams: Vec<String>,
}

/// What a thing is found by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Indexable<'a> {
    pub name: &'a str,
    /// Its spelling in Latin letters.
    pub latin_name: Option<&'a str>,
    /// Other texts, by the beginnings of their words.
    pub texts: &'a [String],
    /// Numbers, each as a whole, however it is spaced.
    pub numbers: &'a [String],
    /// Kinds of filters, each with a value.
    pub filters: &'a [(&'a str, &'a str)],
}

/// How a thing is kept.
pub fn index(thing: &Indexable<'_>) -> Indexed {
    let Indexable { name, latin_name, texts, numbers, filters } = *thing;
    let mut spellings: Vec<Vec<String>> = Vec::new();
    for name in [Some(name), latin_name].into_iter().flatten() {
        for spelling in std::iter::once(words(name)).chain(readings(name)) {
            if !spelling.is_empty() && !spellings.contains(&spelling) {
                spellings.push(spelling);
            }
        }
    }
    let mut grams = BTreeSet::new();
    let mut lines = String::from("\n");
    let mut other_words: BTreeSet<String> = BTreeSet::new();
    for spelling in &spellings {
        let line = spelling.join(" ");
        grams.insert(gram(Piece::Name, &line));
        beginnings(Piece::NameBeginning, &line, &NAME_BEGINNINGS, &mut grams);
        for word in spelling {
            beginnings(Piece::WordBeginning, word, &WORD_BEGINNINGS, &mut grams);
            grams.extend(inner_pieces(word).map(|piece| gram(Piece::Inside, piece)));
            if is_spaceless_word(word) {
                grams.extend(letters(word).map(|letter| gram(Piece::Inside, letter)));
            }
        }
        lines.extend([" ", &line, " \n"]);
        other_words.extend(compounds(spelling).map(|(_, compound)| compound));
    }
    other_words.extend(numbers.iter().filter_map(|number| number_word(number)));
    for text in texts {
        other_words.extend(words(text));
        other_words.extend(readings(text).into_iter().flatten());
    }
    let mut other = String::from(" ");
    for word in &other_words {
        beginnings(Piece::OtherBeginning, word, &OTHER_BEGINNINGS, &mut grams);
        if is_spaceless_word(word) {
            grams.extend(inner_pieces(word).chain(letters(word)).map(|piece| gram(Piece::OtherInside, piece)));
        }
        other.extend([word, " "]);
    }
    grams.extend(filters.iter().map(|(kind, value)| filter_gram(kind, value)));
    Indexed { name: lines, words: other, grams: grams.into_iter().collect() }
}

/// A number as a word of its own kind, which is found whole or not at all; `None` for a text without a digit.
fn number_word(text: &str) -> Option<String> {
    let number = compared(text, false);
    number.chars().any(char::is_numeric).then(|| format!("#{number}#"))
}

fn beginnings(piece: Piece, text: &str, lengths: &[usize], grams: &mut BTreeSet<String>) {
    grams.extend(lengths.iter().filter_map(|length| Some(gram(piece, beginning(text, *length)?))));
}

/// The first `length` letters of a text that has as many.
fn beginning(text: &str, length: usize) -> Option<&str> {
    let (last, letter) = text.char_indices().nth(length - 1)?;
    Some(&text[..last + letter.len_utf8()])
}

/// The longest of the beginnings by which a text that begins so is known.
fn longest_beginning<'a>(text: &'a str, lengths: &[usize]) -> Option<&'a str> {
    lengths.iter().rev().find_map(|length| beginning(text, *length))
}

/// Three neighbouring letters at a time; two in a script without spaces.
fn inner_pieces(word: &str) -> impl Iterator<Item = &str> {
    let size = if is_spaceless_word(word) { 2 } else { 3 };
    word.char_indices().filter_map(move |(start, _)| beginning(&word[start..], size))
}

fn letters(word: &str) -> impl Iterator<Item = &str> {
    word.char_indices().map(|(start, letter)| &word[start..start + letter.len_utf8()])
}

/// The gram of what is filtered by.
pub fn filter_gram(kind: &str, value: &str) -> String {
    gram(Piece::Filter, &format!("{kind} {value}"))
}

/// A piece as a word of five letters and digits. Two pieces may share one: a gram only narrows, it never decides.
fn gram(piece: Piece, text: &str) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    // FNV-1a, 64 bits.
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    let mut hash = text.bytes().fold(step(0xCBF2_9CE4_8422_2325, piece as u8), step);
    hash ^= hash >> 32;
    let mut word = String::with_capacity(5);
    for _ in 0..5 {
        word.push(char::from(DIGITS[usize::try_from(hash % 36).unwrap_or(0)]));
        hash /= 36;
    }
    word
}

#[cfg(test)]
#[path = "search_tests.rs"]
mod tests;
