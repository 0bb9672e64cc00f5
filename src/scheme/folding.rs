//! Text without what a reader may leave out: case, accents, strokes.
//!
//! There are three of these, each wider than the one before. [`fold`] makes what lists are sorted by and addresses are made
//! of; it is kept beside many records, so it stays as it is. [`compared`] is what names and words are compared by, also as
//! an identity: it tells nothing apart that merely comes from another keyboard, converter or Unicode form. Names that are
//! *spelled* otherwise (Müller, Mueller) are two names, of which [`is_same_name`] says that they can be of one person.

mod names;
mod transliteration;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

use super::characters::{is_apostrophe, is_dash, is_unseen, plain_digit};
pub use names::is_same_name;

/// Folds case, accents and Unicode form. Separators (spaces, hyphens, apostrophes, points, joiners) are kept as one
/// space each when `keep_separators`, and otherwise left out, so that `O’Brien`, `O'Brien` and `OBRIEN` agree.
pub fn fold(text: &str, keep_separators: bool) -> String {
    fold_at(text.chars(), keep_separators, separates)
}

/// What a text is compared by: folded as by [`fold`], without characters that nobody sees, and with one letter, digit or
/// sign for those that are typed for one another. Whoever changes it has a migration empty what is kept of it: the keys of
/// candidates' names, and the directory.
pub fn compared(text: &str, keep_separators: bool) -> String {
    if text.is_ascii() {
        // Most names of a large file: no letter of theirs is taken apart.
        let letters = text.chars().map(|letter| if separates(letter) { ' ' } else { letter.to_ascii_lowercase() });
        let mut compared = String::with_capacity(text.len());
        compared.extend(letters.filter(|letter| keep_separators || *letter != ' '));
        return compared;
    }
    let seen = text.chars().filter(|character| !is_unseen(*character));
    let folded = fold_at(seen, keep_separators, separates_or_joins);
    if folded.is_ascii() {
        return folded;
    }
    folded.chars().filter(|character| !is_unseen(*character)).map(typed_alike).collect()
}

fn fold_at(text: impl Iterator<Item = char>, keep_separators: bool, separates: impl Fn(char) -> bool) -> String {
    let mut folded = String::new();
    for character in text.nfkd().default_case_fold().nfd() {
        if is_accent(character) {
            continue;
        }
        if separates(character) {
            if keep_separators {
                folded.push(' ');
            }
            continue;
        }
        match plain_letters(character) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(character),
        }
    }
    if folded.is_ascii() { folded } else { folded.nfc().collect() }
}

/// Marks that a reader may leave out: Latin, Greek and Cyrillic diacritics, Hebrew points, Arabic vowel signs.
/// Not the vowel signs of Indic scripts nor the voicing marks of Japanese, which are letters of the name.
const fn is_accent(character: char) -> bool {
    matches!(character,
        '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{0591}'..='\u{05BD}' | '\u{05BF}' | '\u{05C1}' | '\u{05C2}' | '\u{05C4}' | '\u{05C5}' | '\u{05C7}'
        | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{0640}')
}

fn separates(character: char) -> bool {
    character.is_whitespace()
        || character.is_ascii_punctuation()
        || matches!(character, '\u{2000}'..='\u{206F}' | '\u{00B7}' | '\u{30FB}' | '\u{05BE}' | '\u{02B9}'..='\u{02BF}' | '´')
}

/// The same with every hyphen, apostrophe and middle dot that there is, and with what converters write for them.
fn separates_or_joins(character: char) -> bool {
    separates(character)
        || is_dash(character)
        || is_apostrophe(character)
        || matches!(character, '\u{387}' | '\u{2215}' | '\u{2219}' | '\u{22C5}')
}

/// Letters with a stroke or joined letters, which Unicode does not take apart but readers do.
const fn plain_letters(character: char) -> Option<&'static str> {
    Some(match character {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ŧ' => "t",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => return None,
    })
}

/// Letters that are typed one for the other: on Arabic, Persian, Urdu and Kurdish keyboards, digits of every script, and
/// circles for the Han zero.
fn typed_alike(character: char) -> char {
    match character {
        '\u{671}' => '\u{627}',
        '\u{649}' | '\u{6CC}' | '\u{6CD}' | '\u{6D0}' | '\u{6D2}' => '\u{64A}',
        '\u{6A9}' | '\u{6AA}' | '\u{6AC}' => '\u{643}',
        '\u{629}' | '\u{6BE}' | '\u{6C0}'..='\u{6C3}' | '\u{6D5}' => '\u{647}',
        '\u{25CB}' | '\u{25EF}' => '\u{3007}',
        other => plain_digit(other),
    }
}
