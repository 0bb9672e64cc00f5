//! Searching that forgives: how texts are folded into words, which pieces of them an index knows them by, and which
//! patterns decide. Pure, and the same on every engine.

use std::collections::BTreeSet;

mod words;

use words::{is_spaceless_word, joined_words, spelled_out};
pub use words::{phrase, words};

use super::{Complaint, text};

/// How many words of a query count.
pub const MOST_WORDS: usize = 8;

/// How many letters of a query count.
pub const MOST_LETTERS: usize = 200;

/// How many pieces of one word of a query are looked for: with more, nothing more is ruled out.
const MOST_PIECES: usize = 16;

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

/// Reads what somebody looks for: one line. Invisible characters, which come along with what is copied, do no harm here.
pub fn line(given: &str) -> Result<String, Complaint> {
    let is_direction =
        |character| matches!(character, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let visible: String = given.chars().filter(|one| !is_direction(*one) && !words::is_invisible(*one)).collect();
    text::line(&visible, MOST_LETTERS)
}

/// Something that can be searched for, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indexed {
    /// A line for every spelling of the name, each word between spaces: `"\n nordic certification \n"`.
    pub name: String,
    /// The other words, each once and between spaces.
    pub words: String,
    /// The pieces by which it is found, as words of five letters and digits.
    pub grams: Vec<String>,
}

/// How a thing with this name, this spelling of it in Latin letters and these other texts is kept. It is also found by
/// each of the `filters`, a kind of filter and its value.
pub fn index(name: &str, latin_name: Option<&str>, others: &[&str], filters: &[(&str, &str)]) -> Indexed {
    let mut spellings: Vec<Vec<String>> = Vec::new();
    for name in [Some(name), latin_name].into_iter().flatten() {
        for spelling in [words(name), joined_words(name), words(&spelled_out(name))] {
            if !spelling.is_empty() && !spellings.contains(&spelling) {
                spellings.push(spelling);
            }
        }
    }
    let mut grams = BTreeSet::new();
    let mut lines = String::from("\n");
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
    }
    let other_words: BTreeSet<String> = others.iter().flat_map(|text| words(text)).collect();
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

/// How well a name answers a query: the lower, the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// It is the name.
    Whole,
    /// The name begins with it.
    Beginning,
    /// Each of its words begins a word of the name.
    Words,
    /// Each of its words is somewhere in the name.
    Inside,
    /// Some of its words are in the other words only.
    Elsewhere,
}

impl Rank {
    /// All of them, the best first.
    pub const ALL: [Self; 5] = [Self::Whole, Self::Beginning, Self::Words, Self::Inside, Self::Elsewhere];
}

/// What is narrowed by: of each of these, at least one alternative, whose grams must all be there.
pub type Narrowing = Vec<Vec<Vec<String>>>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
}

impl Query {
    /// Reads a query; `None` where there is neither letter nor digit in it. What is too long is cut off.
    pub fn parse(text: &str) -> Option<Self> {
        let (mut kept, mut left) = (Vec::new(), MOST_LETTERS);
        for part in text.split_whitespace() {
            let mut words = words(part);
            // Initials are one word, with or without points.
            if words.len() > 1 && words.iter().all(|word| word.chars().count() == 1 && !is_spaceless_word(word)) {
                words = vec![words.concat()];
            }
            for word in words {
                if kept.len() == MOST_WORDS || left == 0 {
                    break;
                }
                let word = beginning(&word, left).unwrap_or(&word).to_owned();
                left -= word.chars().count();
                kept.push(word);
            }
        }
        (!kept.is_empty()).then_some(Self { words: kept })
    }

    /// The `LIKE` patterns that [`Indexed::name`] must match, all of them, for this rank; for the last, [`Self::others`]
    /// may take the place of each. There is nothing in them to escape: a word has only letters, marks and digits.
    pub fn patterns(&self, rank: Rank) -> Vec<String> {
        let whole = self.words.join(" ");
        match rank {
            Rank::Whole => vec![format!("%\n {whole} \n%")],
            Rank::Beginning => vec![format!("%\n {whole}%")],
            Rank::Words => self.words.iter().map(|word| format!("% {word}%")).collect(),
            Rank::Inside | Rank::Elsewhere => self.words.iter().map(|word| inside(word)).collect(),
        }
    }

    /// For each word, the `LIKE` pattern for [`Indexed::words`].
    pub fn others(&self) -> Vec<String> {
        let pattern = |word: &String| if is_spaceless_word(word) { format!("%{word}%") } else { format!("% {word}%") };
        self.words.iter().map(pattern).collect()
    }

    /// What narrows to the things of this rank and of better ones.
    pub fn narrowing(&self, rank: Rank) -> Narrowing {
        let whole = self.words.join(" ");
        let words = || self.words.iter();
        match rank {
            Rank::Whole => vec![vec![vec![gram(Piece::Name, &whole)]]],
            Rank::Beginning => {
                let first = longest_beginning(&whole, &NAME_BEGINNINGS).map(|text| gram(Piece::NameBeginning, text));
                let mut all: Narrowing = words().map(|word| vec![in_name(word)]).collect();
                all.push(vec![first.into_iter().collect()]);
                all
            }
            Rank::Words => words()
                .map(|word| {
                    let mut grams = in_name(word);
                    let first = longest_beginning(word, &WORD_BEGINNINGS);
                    grams.extend(first.map(|text| gram(Piece::WordBeginning, text)));
                    vec![grams]
                })
                .collect(),
            Rank::Inside => words().map(|word| vec![in_name(word)]).collect(),
            Rank::Elsewhere => words().map(|word| vec![in_name(word), in_others(word)]).collect(),
        }
    }
}

/// Whether a word is only looked for where words begin: one or two letters are inside nearly everything.
fn is_short(word: &str) -> bool {
    !is_spaceless_word(word) && word.chars().nth(2).is_none()
}

fn inside(word: &str) -> String {
    if is_short(word) { format!("% {word}%") } else { format!("%{word}%") }
}

/// The grams of every name with this word in it.
fn in_name(word: &str) -> Vec<String> {
    if is_short(word) {
        return vec![gram(Piece::WordBeginning, word)];
    }
    let single = word.chars().nth(1).is_none().then_some(word);
    single.into_iter().chain(inner_pieces(word)).take(MOST_PIECES).map(|piece| gram(Piece::Inside, piece)).collect()
}

/// The grams of everything with this word among its other words.
fn in_others(word: &str) -> Vec<String> {
    if !is_spaceless_word(word) {
        let first = longest_beginning(word, &OTHER_BEGINNINGS);
        return first.map(|text| gram(Piece::OtherBeginning, text)).into_iter().collect();
    }
    let single = word.chars().nth(1).is_none().then_some(word);
    let pieces = single.into_iter().chain(inner_pieces(word)).take(MOST_PIECES);
    pieces.map(|piece| gram(Piece::OtherInside, piece)).collect()
}

#[cfg(test)]
#[path = "search_tests.rs"]
mod tests;
