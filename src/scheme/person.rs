//! People's names, and when two spellings are the same name.

use caseless::Caseless;
use chrono::NaiveDate;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

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
    /// Reads a name in any script: one line with at least one letter.
    pub fn parse(text: &str) -> Result<Self, Complaint> {
        name(text).map(Self)
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
    /// Reads a name in any script: one line with at least one letter.
    pub fn parse(text: &str) -> Result<Self, Complaint> {
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
    /// Reads names in any script: one line with at least one letter.
    pub fn parse(text: &str) -> Result<Self, Complaint> {
        name(text).map(Self)
    }

    /// The names as they were given, in Unicode normal form C.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn name(text: &str) -> Result<String, Complaint> {
    let name = text::line(text, LONGEST_NAME)?;
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
    fn a_name_has_a_letter() {
        for bad in ["  ", "", "-", "12", "\u{200D}", "a\u{202E}b", "😀"] {
            assert!(FamilyName::parse(bad).is_err(), "{bad:?}");
        }
    }
}
