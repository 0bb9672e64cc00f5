//! Text without what a reader may leave out: case, accents, strokes.

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

/// Folds case, accents and Unicode form. Separators (spaces, hyphens, apostrophes, points, joiners) are kept as one
/// space each when `keep_separators`, and otherwise left out, so that `O’Brien`, `O'Brien` and `OBRIEN` agree.
pub fn fold(text: &str, keep_separators: bool) -> String {
    let mut folded = String::with_capacity(text.len());
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
    folded.nfc().collect()
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
