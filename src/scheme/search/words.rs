//! How a text is folded into words, and in how many ways it can be read.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::scheme::folding::compared;

/// What is written for the sign `&`, which is no word: in English, German, Spanish, Italian, French, Danish, Swedish, Dutch,
/// Russian and Greek.
const ANDS: [&str; 12] = ["and", "und", "u", "y", "e", "et", "og", "och", "en", "i", "и", "και"];

/// The words of a text in the form in which they are compared: case, accents, Unicode form, width and invisible joiners
/// do not matter. What is neither letter nor digit separates words, and so does the border between a script that writes
/// spaces and one that does not.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut is_spaceless_word = false;
    for character in compared(text, true).chars().map(plain) {
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

/// A text as what is filtered by is compared: its words with single spaces between them, and umlauts and their like as they
/// are written without dots, however they were spelled.
pub fn phrase(text: &str) -> String {
    let mut phrase = words(text).join(" ");
    for (spelled, letter) in [("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a")] {
        phrase = phrase.replace(spelled, letter);
    }
    phrase
}

/// Both kana are one.
fn plain(character: char) -> char {
    match character {
        '\u{30A1}'..='\u{30F6}' => char::from_u32(u32::from(character) - 0x60).unwrap_or(character),
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

/// Whether it is a single letter of a script with spaces.
fn is_initial(word: &str) -> bool {
    word.chars().nth(1).is_none() && !is_spaceless_word(word)
}

/// The ways in which a text can be read, the most literal first: names and queries have the same ones, so a name is found
/// where one of its readings has the words of one of the query's.
///
/// Words that a sign parts are two, or one (`Nordic-IT`), and so are initials (`A B C`, `A.B.C.`, `R & D`); `and` is a sign;
/// umlauts are written with or without dots.
pub(super) fn readings(text: &str) -> Vec<Vec<String>> {
    let mut readings = Vec::new();
    for spelling in [text, &spelled_out(text)] {
        let parts: Vec<Vec<String>> = spelling.split_whitespace().map(words).collect();
        let apart = parts
            .iter()
            .flat_map(|part| if part.iter().all(|one| is_initial(one)) { joined(part) } else { part.clone() });
        let together: Vec<String> = parts.iter().flat_map(|part| joined(part)).collect();
        for reading in [
            without_ands(apart.collect()),
            with_initials_joined(&without_ands(together.clone())),
            with_initials_joined(&together),
        ] {
            if !reading.is_empty() && !readings.contains(&reading) {
                readings.push(reading);
            }
        }
    }
    readings
}

/// What no space parts, as one word: `O’Brien`, `T-Systems`, `S.A.P.`
fn joined(part: &[String]) -> Vec<String> {
    if part.len() < 2 || part.iter().any(|word| is_spaceless_word(word)) { part.to_vec() } else { vec![part.concat()] }
}

fn without_ands(words: Vec<String>) -> Vec<String> {
    let last = words.len().saturating_sub(1);
    let is_and = |(place, word): (usize, &String)| place > 0 && place < last && ANDS.contains(&word.as_str());
    if !words.iter().enumerate().any(is_and) {
        return words;
    }
    let kept = words.iter().enumerate().filter(|one| !is_and(*one));
    kept.map(|(_, word)| word.clone()).collect()
}

fn with_initials_joined(words: &[String]) -> Vec<String> {
    let runs = words.chunk_by(|one, next| is_initial(one) && is_initial(next));
    runs.flat_map(|run| if run.len() > 1 { vec![run.concat()] } else { run.to_vec() }).collect()
}

/// Each two neighbours as one word, with the place of the first: a compound may be written with a space in it.
pub(super) fn compounds(words: &[String]) -> impl Iterator<Item = (usize, String)> {
    let pairs = words.windows(2).enumerate();
    let pairs = pairs.filter(|(_, pair)| !pair.iter().any(|word| is_spaceless_word(word)));
    pairs.map(|(place, pair)| (place, pair.concat()))
}

/// The text with umlauts and their like as they are written where the keyboard has none.
fn spelled_out(text: &str) -> String {
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
