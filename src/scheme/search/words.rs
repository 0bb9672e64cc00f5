//! How a text is folded into words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::scheme::folding::fold;

/// The words of a text in the form in which they are compared: case, accents, Unicode form, width and invisible joiners
/// do not matter. What is neither letter nor digit separates words, and so does the border between a script that writes
/// spaces and one that does not.
pub fn words(text: &str) -> Vec<String> {
    let visible: String = text.chars().filter(|character| !is_invisible(*character)).collect();
    let mut words = Vec::new();
    let mut word = String::new();
    let mut is_spaceless_word = false;
    for character in fold(&visible, true).chars().map(plain) {
        let is_mark = is_combining_mark(character);
        if !is_mark && !character.is_alphanumeric() {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            continue;
        }
        let is_other = !is_mark && is_spaceless(character) != is_spaceless_word;
        if is_other && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if !is_mark {
            is_spaceless_word = is_spaceless(character);
        }
        word.push(character);
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// A text as what is filtered by is compared: its words with single spaces between them.
pub fn phrase(text: &str) -> String {
    words(text).join(" ")
}

/// What only joins or parts its neighbours without being seen.
pub(super) const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// Letters and digits that are typed one for the other: both kana, the Arabic and the Persian keyboard, digits.
fn plain(character: char) -> char {
    let digit = |first: char| char::from_digit(u32::from(character) - u32::from(first), 10).unwrap_or(character);
    match character {
        '\u{30A1}'..='\u{30F6}' => char::from_u32(u32::from(character) - 0x60).unwrap_or(character),
        '\u{0649}' | '\u{06CC}' => '\u{064A}',
        '\u{06A9}' => '\u{0643}',
        '\u{0629}' => '\u{0647}',
        '\u{0660}'..='\u{0669}' => digit('\u{0660}'),
        '\u{06F0}'..='\u{06F9}' => digit('\u{06F0}'),
        '\u{0966}'..='\u{096F}' => digit('\u{0966}'),
        other => other,
    }
}

/// Letters of scripts that write no spaces, or few: Thai, Lao, Burmese, Khmer, Han, kana, hangul and their like.
const fn is_spaceless(character: char) -> bool {
    matches!(character,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1100}'..='\u{11FF}' | '\u{1780}'..='\u{17FF}'
        | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30FF}' | '\u{3105}'..='\u{318F}' | '\u{31A0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{A000}'..='\u{A4CF}' | '\u{A980}'..='\u{A9DF}'
        | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AA7F}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}')
}

pub(super) fn is_spaceless_word(word: &str) -> bool {
    word.chars().next().is_some_and(is_spaceless)
}

/// The words with those put together that only a sign parts: `O’Brien`, `T-Systems`, `S.A.P.`
pub(super) fn joined_words(text: &str) -> Vec<String> {
    let mut joined = Vec::new();
    for part in text.split_whitespace() {
        let words = words(part);
        match words.len() {
            2.. if !words.iter().any(|word| is_spaceless_word(word)) => joined.push(words.concat()),
            _ => joined.extend(words),
        }
    }
    joined
}

/// The text with umlauts and their like as they are written where the keyboard has none.
pub(super) fn spelled_out(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    for character in text.nfc() {
        match character {
            'ä' | 'Ä' => spelled.push_str("ae"),
            'ö' | 'Ö' | 'ø' | 'Ø' => spelled.push_str("oe"),
            'ü' | 'Ü' => spelled.push_str("ue"),
            'å' | 'Å' => spelled.push_str("aa"),
            other => spelled.push(other),
        }
    }
    spelled
}
