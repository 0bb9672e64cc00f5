//! People's names, and when two spellings are the same name.

use std::borrow::Cow;

use caseless::Caseless;
use chrono::NaiveDate;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization;
use unicode_script::{Script, UnicodeScript};

use super::Complaint;
use super::text;

/// A family name; a person with one name has it here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct FamilyName(String);

/// All the names before or after the family name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct GivenNames(String);

/// A person's whole name, as the person writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct FullName(String);

impl FullName {
    /// Reads a name in any script: one line with at least one letter, and without symbols.
    pub fn parse(text: &str) -> Result<Self, Complaint> {
        without_symbols(text).and_then(name).map(Self)
    }
}

impl From<FullName> for String {
    fn from(name: FullName) -> Self {
        name.0
    }
}

/// The greatest length of any, in characters.
pub const LONGEST_NAME: usize = 200;

impl FamilyName {
    /// Reads a name in any script: one line with at least one letter, and without symbols.
    pub fn parse(text: &str) -> Result<Self, Complaint> {
        without_symbols(text).and_then(name).map(Self)
    }

    /// Reads a name that is on record: symbols were let in once.
    pub fn on_record(text: &str) -> Result<Self, Complaint> {
        name(text).map(Self)
    }

    /// The name as it was given, in Unicode normal form C.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `asked` is this name: "case, accents and Unicode form do not matter".
    #[must_use]
    pub fn matches(&self, asked: &str) -> bool {
        let own = comparable(&self.0);
        !own.is_empty() && own == comparable(asked)
    }
}

impl GivenNames {
    /// Reads names in any script: one line with at least one letter, and without symbols.
    pub fn parse(text: &str) -> Result<Self, Complaint> {
        without_symbols(text).and_then(name).map(Self)
    }

    /// Reads names that are on record: symbols were let in once.
    pub fn on_record(text: &str) -> Result<Self, Complaint> {
        name(text).map(Self)
    }

    /// The names as they were given, in Unicode normal form C.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Pictures, arrows and the like, and what stands for nothing that everybody knows: no part of a name, and on no paper.
fn without_symbols(text: &str) -> Result<&str, Complaint> {
    let is_symbol = |character: char| {
        matches!(character, '\u{20E3}' | '\u{2190}'..='\u{2BFF}' | '\u{E000}'..='\u{F8FF}' | '\u{FFFC}' | '\u{FFFD}'
            | '\u{1F000}'..='\u{1FAFF}' | '\u{F0000}'..)
    };
    match text.chars().find(|character| is_symbol(*character)) {
        None => Ok(text),
        Some(symbol) => Err(Complaint::new(
            "not_a_name",
            format!("has “{symbol}” (U+{:04X}) in it, which is no letter of a name; take it out", u32::from(symbol)),
        )),
    }
}

/// A name in plain letters: what is copied out of documents and input methods may have letters in the form in which they
/// are printed (ligatures, full-width, mathematical), and characters that nobody sees.
fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let letters: Vec<char> = text
        .chars()
        .filter(|character| !is_unseen(*character))
        .flat_map(|character| {
            let printed = is_printed_form(character).then(|| std::iter::once(character).nfkc());
            let kept = printed.is_none().then_some(character);
            printed.into_iter().flatten().chain(kept)
        })
        .collect();
    let around = |place: usize| place.checked_sub(1).and_then(|before| letters.get(before)).zip(letters.get(place + 1));
    let kept = letters.iter().enumerate().filter(|(place, letter)| {
        // Joiners tell letters apart in scripts whose letters join, and are unseen everywhere else.
        !matches!(letter, '\u{200C}' | '\u{200D}')
            || around(*place).is_some_and(|(one, other)| joins(*one) && joins(*other))
    });
    Cow::Owned(kept.map(|(_, letter)| letter).collect())
}

/// Letters as they are printed, which stand for plain ones (Unicode compatibility characters).
const fn is_printed_form(character: char) -> bool {
    matches!(character,
        '\u{FB00}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{FF01}'..='\u{FFEE}' | '\u{1D400}'..='\u{1D7FF}')
}

/// Characters without a form, which make two names of one. Those that change the order of what is read are refused.
const fn is_unseen(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180E}'
        | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Whether a character is of a script whose letters join, or stands on one.
fn joins(character: char) -> bool {
    !matches!(
        character.script(),
        Script::Common
            | Script::Latin
            | Script::Greek
            | Script::Cyrillic
            | Script::Armenian
            | Script::Georgian
            | Script::Hebrew
            | Script::Han
            | Script::Hiragana
            | Script::Katakana
            | Script::Hangul
    )
}

fn name(text: &str) -> Result<String, Complaint> {
    let name = text::line(&plain(text), LONGEST_NAME)?;
    // A Latin letter is enough to be compared by, and spares the long way.
    let has_latin_letter = name.bytes().any(|byte| byte.is_ascii_alphabetic());
    if has_latin_letter || (name.chars().any(char::is_alphabetic) && !comparable(&name).is_empty()) {
        return Ok(name);
    }
    Err(Complaint::new("not_a_name", "has no letter in it; a name has at least one"))
}

/// The names as they are written together: given names first, but after the family name where both are written in
/// Chinese, Japanese or Korean letters, as is usual there. In katakana, which is for foreign names, given names stay first.
#[must_use]
pub fn full_name(given_names: Option<&str>, family_name: &str) -> String {
    let Some(given_names) = given_names else { return family_name.to_owned() };
    let is_east_asian = |name: &str| name.chars().any(is_east_asian);
    let family_first = is_east_asian(family_name) && is_east_asian(given_names);
    let (first, second) = if family_first { (family_name, given_names) } else { (given_names, family_name) };
    format!("{first} {second}")
}

/// Han characters, hiragana and hangul.
const fn is_east_asian(character: char) -> bool {
    matches!(character, '\u{3041}'..='\u{309F}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// The form in which names are compared and searched: folded, and without what separates words.
#[must_use]
pub fn comparable(name: &str) -> String {
    fold(name, false)
}

/// What tells that two records are of the same person: the day of birth and the names, each as they are compared. At
/// most as long as a database can index.
#[must_use]
pub fn matching_key(given_names: Option<&GivenNames>, family_name: &FamilyName, birth_date: NaiveDate) -> String {
    let mut key = birth_date.to_string();
    for name in [family_name.as_str(), given_names.map_or("", GivenNames::as_str)] {
        key.push('\u{1}');
        key.extend(comparable(name).chars().take(LONGEST_NAME));
    }
    key
}

/// Folds case, accents and Unicode form. Separators (spaces, hyphens, apostrophes, points, joiners) are kept as one
/// space each when `keep_separators`, and otherwise left out, so that `O’Brien`, `O'Brien` and `OBRIEN` agree.
#[must_use]
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
        if is_unseen(character) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_unicode_form_do_not_matter() {
        for (name, asked) in [
            ("Müller", "MULLER"),
            ("Müller", "mu\u{308}ller"),
            ("Straße", "STRASSE"),
            ("Dumanlı", "DUMANLI"),
            ("Nguyễn", "nguyen"),
            ("O’Brien", "o'brien"),
            ("Sørensen", "Sorensen"),
            ("García-Márquez", "garcia marquez"),
            ("Σίσυφος", "σισυφοσ"),
            ("Хохлова", "хохлова"),
            ("نَجْم", "نجم"),
            ("박", "\u{1107}\u{1161}\u{11A8}"),
        ] {
            assert!(FamilyName::parse(name).unwrap().matches(asked), "{name} / {asked}");
        }
    }

    #[test]
    fn different_names_differ() {
        for (name, asked) in
            [("Müller", "Mueller"), ("सिंह", "सह"), ("がく", "かく"), ("Kim", ""), ("Kim", "Kimm"), ("Kim", "-")]
        {
            assert!(!FamilyName::parse(name).unwrap().matches(asked), "{name} / {asked}");
        }
    }

    #[test]
    fn a_name_is_in_plain_letters_that_are_seen() {
        for (given, kept) in [
            ("\u{FB01}ona", "fiona"),
            ("Stra\u{DF}e O\u{FB00}er", "Straße Offer"),
            ("Zo\u{200B}e\u{AD}", "Zoe"),
            ("A\u{200D}da\u{FE0F}\u{200C}", "Ada"),
            ("ＳＡＴＯ", "SATO"),
            ("ｶﾞｸ", "ガク"),
            ("\u{FE8D}\u{FEDF}\u{FEFC}", "اللا"),
            ("\u{1D400}da", "Ada"),
            ("علی\u{200C}رضا", "علی\u{200C}رضا"),
            ("क्\u{200D}ष", "क्\u{200D}ष"),
            ("Mª José O’Brien-Smith", "Mª José O’Brien-Smith"),
            ("葛\u{E0100}", "葛\u{E0100}"),
        ] {
            assert_eq!(FamilyName::parse(given).unwrap().as_str(), kept, "{given}");
            assert!(FamilyName::on_record(kept).unwrap().matches(given), "{given}");
        }
        for symbol in ["Zoe 😀", "Ada \u{2764}\u{FE0F}", "\u{E001}da", "Z\u{FFFD}e", "Ada\u{F0001}"] {
            assert_eq!(FamilyName::parse(symbol).unwrap_err().code, "not_a_name", "{symbol}");
            assert!(FamilyName::on_record(symbol).is_ok(), "{symbol}");
        }
        assert!(FamilyName::parse("\u{200B}\u{3164}").is_err());
    }

    #[test]
    fn a_name_has_a_letter() {
        for bad in ["  ", "", "-", "12", "\u{200D}", "a\u{202E}b", "😀"] {
            assert!(FamilyName::parse(bad).is_err(), "{bad:?}");
        }
    }
}
