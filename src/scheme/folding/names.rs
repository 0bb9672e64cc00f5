//! When two spellings can be of one name: where a letter is written with another one, or with two, for want of it.

use std::borrow::Cow;
use std::collections::HashSet;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

use super::transliteration::{cyrillic, greek, is_cyrillic, is_greek};
use super::{is_accent, plain_letters, separates_or_joins, typed_alike};
use crate::scheme::characters::is_unseen;

/// A letter of a name: all that it may be written as.
type Letter = Vec<Cow<'static, str>>;

/// Whether two spellings can be of one name: they are alike ([`compared`](super::likeness)), or become so when letters are
/// spelled as a passport's machine-readable zone spells them (ICAO Doc 9303-3, section 6), in whichever of the two they
/// stand. Greek and Cyrillic letters are only spelled so where the other name has none: two Cyrillic names with one
/// spelling in Latin letters stay two. Each name is read whole, so `Müller` agrees with `Muller` and with `Mueller`, which
/// do not agree with one another.
pub fn is_same_name(one: &str, other: &str) -> bool {
    let is_of_one = |is_of: fn(char) -> bool| one.chars().any(is_of) != other.chars().any(is_of);
    let (spells_cyrillic, spells_greek) = (is_of_one(is_cyrillic), is_of_one(is_greek));
    let letters = |name| letters(name, spells_cyrillic, spells_greek);
    let (one, other) = (letters(one), letters(other));
    !one.is_empty() && !other.is_empty() && agree(&one, &other)
}

fn letters(name: &str, spells_cyrillic: bool, spells_greek: bool) -> Vec<Letter> {
    let seen = name.chars().filter(|character| !is_unseen(*character));
    let parts: Vec<char> = seen.nfkd().default_case_fold().nfd().filter(|one| !is_unseen(*one)).collect();
    let mut letters: Vec<Letter> = Vec::with_capacity(parts.len());
    let mut place = 0;
    while let Some(base) = parts.get(place).copied() {
        let marks = parts[place + 1..].iter().take_while(|mark| is_accent(**mark)).count();
        let marked = &parts[place + 1..=place + marks];
        let before = parts[..place].iter().rev().find(|one| !is_accent(**one)).copied();
        place += 1 + marks;
        if is_accent(base) || separates_or_joins(base) {
            continue;
        }
        let mut letter = vec![match plain_letters(base) {
            Some(plain) => Cow::Borrowed(plain),
            None => Cow::Owned(typed_alike(base).to_string()),
        }];
        let spelled = match base {
            _ if spells_cyrillic && is_cyrillic(base) => cyrillic(base, marked),
            _ if spells_greek && is_greek(base) => greek(before, base, marked, parts.get(place).copied()),
            _ => latin(base, marked),
        };
        letter.extend(spelled.iter().map(|spelling| Cow::Borrowed(*spelling)));
        letters.push(letter);
    }
    letters
}

/// How else a Latin letter is spelled where there is none like it: ICAO Doc 9303-3, section 6, table A, as far as that is not
/// the letter without its marks; and what is written for a letter in its own country (`dj`, `ng`).
fn latin(base: char, marks: &[char]) -> &'static [&'static str] {
    let has = |mark: char| marks.contains(&mark);
    match base {
        'a' if has('\u{308}') => &["ae"],
        'a' if has('\u{30A}') => &["aa"],
        'n' if has('\u{303}') => &["nxx"],
        'o' if has('\u{308}') => &["oe"],
        'u' if has('\u{308}') => &["ue", "uxx"],
        'ø' => &["oe"],
        'đ' => &["dj"],
        'ð' => &["dh"],
        'ĸ' => &["q", "k"],
        'ŋ' => &["n", "ng"],
        'ə' => &["e"],
        _ => &[],
    }
}

/// Whether there is a text that both can be read as. Walks both at once; what one is ahead of the other is left over from one
/// letter.
fn agree(one: &[Letter], other: &[Letter]) -> bool {
    let mut seen = HashSet::new();
    let mut open = vec![(0, 0, "", true)];
    while let Some(state @ (first, second, left, is_of_one)) = open.pop() {
        if !seen.insert(state) {
            continue;
        }
        if left.is_empty() && first == one.len() && second == other.len() {
            return true;
        }
        // Whoever is behind reads on.
        let reads_one = if left.is_empty() { first < one.len() } else { !is_of_one };
        let Some(letter) = (if reads_one { one.get(first) } else { other.get(second) }) else { continue };
        let (first, second) = if reads_one { (first + 1, second) } else { (first, second + 1) };
        for spelling in letter {
            if let Some(rest) = left.strip_prefix(spelling.as_ref()) {
                open.push((first, second, rest, is_of_one));
            } else if let Some(rest) = spelling.strip_prefix(left) {
                open.push((first, second, rest, reads_one));
            }
        }
    }
    false
}

#[cfg(test)]
#[path = "names_tests.rs"]
mod tests;
