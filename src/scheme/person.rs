//! People's names, and when two spellings are the same name.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization;
use unicode_script::{Script, UnicodeScript};

use super::Complaint;
use super::debris::Meant;
use super::folding::{compared, is_same_name};
use super::{characters, text};

/// Declares a kind of name.
macro_rules! names {
    ($($(#[$documentation:meta])* $name:ident: $otherwise:literal),+ $(,)?) => {$(
        $(#[$documentation])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Reads what is given, in any script: one line with at least one letter, and without symbols.
            pub fn parse(text: &str) -> Result<Self, Complaint> {
                given(text).map(Self).map_err(|complaint| with_cure(text, complaint, $otherwise))
            }

            /// Reads what is on record: symbols were let in once.
            pub fn on_record(text: &str) -> Result<Self, Complaint> {
                name(text).map(Self)
            }

            /// As it was given, in Unicode normal form C.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether `asked` can be this name: "case, accents and Unicode form do not matter", nor whether letters are
            /// spelled as passports spell them.
            #[must_use]
            pub fn matches(&self, asked: &str) -> bool {
                is_same_name(&self.0, asked)
            }
        }
    )+};
}

names! {
    /// A family name; a person with one name has it here.
    FamilyName: "",
    /// All the names before or after the family name.
    GivenNames: "; leave it out, or null, for a person with one name",
}

/// A person's whole name, as the person writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct FullName(String);

impl FullName {
    /// Reads a name in any script: one line with at least one letter, and without symbols.
    pub fn parse(text: &str) -> Result<Self, Complaint> {
        given(text).map(Self)
    }
}

impl From<FullName> for String {
    fn from(name: FullName) -> Self {
        name.0
    }
}

/// The greatest length of any, in characters.
pub const LONGEST_NAME: usize = 200;

impl GivenNames {
    /// Whether both can be the given names of one person: "Ana" and "Ana Maria" are, as one has all names of the other in
    /// their order; "Ana" and "Maria José" are not.
    #[must_use]
    pub fn is_compatible_with(&self, other: &Self) -> bool {
        let (own, others): (Vec<_>, Vec<_>) = (split(&self.0).collect(), split(&other.0).collect());
        let (fewer, more) = if own.len() <= others.len() { (own, others) } else { (others, own) };
        let mut rest = more.iter();
        is_same_name(&self.0, &other.0) || fewer.iter().all(|name| rest.any(|one| is_same_name(one, name)))
    }
}

/// What has no letter is told that it may be left out, where it may: it is no reason to invent a name.
fn with_cure(given: &str, complaint: Complaint, otherwise: &str) -> Complaint {
    let says_nothing = matches!(complaint.code, "empty" | "not_a_name")
        && !given.chars().any(|one| one.is_alphabetic() && !characters::is_unseen(one));
    if otherwise.is_empty() || !says_nothing {
        return complaint;
    }
    let what = complaint.detail.split(';').next().unwrap_or_default();
    Complaint::new(complaint.code, format!("{what}{otherwise}"))
}

/// Reads a name that somebody gives.
fn given(text: &str) -> Result<String, Complaint> {
    text::no_debris(text, Meant::Person, LONGEST_NAME)?;
    let text = as_meant(text);
    without_symbols(&text)?;
    name(&text)
}

/// Signs of names as converters of older encodings and keyboards without them write them: the minus sign for the hyphen
/// (Shift-JIS), operators for the stroke and the middle dot, circles for the Han zero.
fn as_meant(text: &str) -> Cow<'_, str> {
    let meant = |character| match character {
        '\u{2212}' => '-',
        '\u{2215}' => '/',
        '\u{2219}' | '\u{22C5}' => '\u{B7}',
        '\u{25CB}' | '\u{25EF}' => '\u{3007}',
        other => other,
    };
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.chars().map(meant).collect()) }
}

/// Refuses what is no part of a name and on no paper: arrows, mathematical and technical signs, lines, boxes, shapes and
/// dingbats (U+2190–2BFF), pictures and keys (U+1F000–1FAFF, U+20E3), and what stands for nothing that everybody knows
/// (private use: U+E000–F8FF, from U+F0000; U+FFFC, U+FFFD). Punctuation, digits and letters of whatever kind are taken.
fn without_symbols(text: &str) -> Result<(), Complaint> {
    let is_symbol = |character: char| {
        matches!(character, '\u{20E3}' | '\u{2190}'..='\u{2BFF}' | '\u{E000}'..='\u{F8FF}' | '\u{FFFC}' | '\u{FFFD}'
            | '\u{1F000}'..='\u{1FAFF}' | '\u{F0000}'..)
    };
    match text.chars().find(|character| is_symbol(*character)) {
        None => Ok(()),
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
    let mut plain = String::with_capacity(text.len());
    let mut after_joining = false;
    for character in text.chars().filter(|character| !is_unseen(*character)) {
        if shapes(character) {
            // Part of the spelling where letters join, at the end of a word too, and unseen everywhere else.
            plain.extend(after_joining.then_some(character));
            continue;
        }
        // A mark of no script stands on the letter before it.
        if character.script() != Script::Inherited {
            after_joining = joins(character);
        }
        if is_printed_form(character) {
            plain.extend(std::iter::once(character).nfkc());
        } else {
            plain.push(character);
        }
    }
    Cow::Owned(plain)
}

/// Letters as they are printed, which stand for plain ones (Unicode compatibility characters).
const fn is_printed_form(character: char) -> bool {
    matches!(character,
        '\u{FB00}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{FF01}'..='\u{FFEE}' | '\u{1D400}'..='\u{1D7FF}')
}

/// Characters that a name is kept without: nobody sees them. Kept are those that form a letter, among them the selectors of Han
/// variants; those that change the order of what is read are refused.
const fn is_unseen(character: char) -> bool {
    characters::is_unseen(character)
        && !shapes(character)
        && !matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

/// Characters that are seen only in the form of the letter before them: joiners (Malayalam and Bengali letters without a
/// vowel among others), Mongolian vowel separators, and selectors of a form.
const fn shapes(character: char) -> bool {
    matches!(character, '\u{180B}'..='\u{180F}' | '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE02}')
}

/// Whether a character is of a script whose letters join.
fn joins(character: char) -> bool {
    !matches!(
        character.script(),
        Script::Common
            | Script::Inherited
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

/// The form in which names are an identity: what tells two names apart in it, makes two people of them, where they are not one
/// by their number. Whether a name can be of somebody is asked more widely, by [`FamilyName::matches`].
#[must_use]
pub fn comparable(name: &str) -> String {
    compared(name, false)
}

/// The single names of which a name consists, as they are compared.
pub(super) fn single_names(name: &str) -> impl Iterator<Item = String> {
    split(name).map(comparable).filter(|name| !name.is_empty())
}

fn split(name: &str) -> impl Iterator<Item = &str> {
    name.split(|one: char| one.is_whitespace() || characters::is_dash(one)).filter(|single| !single.is_empty())
}

/// What tells that two records are of the same person: the day of birth and the names, each as they are compared. At
/// most as long as a database can index.
#[must_use]
pub fn matching_key(given_names: Option<&GivenNames>, family_name: &FamilyName, birth_date: NaiveDate) -> String {
    let given_names = comparable(given_names.map_or("", GivenNames::as_str));
    matching_key_of(&given_names, &comparable(family_name.as_str()), birth_date)
}

/// The same of names in the form in which they are compared.
pub(super) fn matching_key_of(given_names: &str, family_name: &str, birth_date: NaiveDate) -> String {
    let mut key = birth_date.to_string();
    for name in [family_name, given_names] {
        key.push('\u{1}');
        key.extend(name.chars().take(LONGEST_NAME));
    }
    key
}

#[cfg(test)]
#[path = "person_tests.rs"]
mod tests;
