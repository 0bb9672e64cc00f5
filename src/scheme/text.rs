//! Words that people write: what may be in them, and how long they may be.

use std::borrow::Cow;

use serde::Serialize;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::Complaint;
use super::characters::is_unseen;
use super::debris::{self, Meant};

/// The most characters that one character is written with where accents stand apart (Unicode normal form D, for
/// instance of U+1F82).
const MOST_PARTS: usize = 4;

/// Characters that say nothing and only change how their neighbours are shown; in a name or a reason they could make
/// a record read differently from what it says (Unicode TR 36, 3.2).
const fn rearranges(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// One line of plain text: trimmed, in Unicode normal form C, without control characters, of 1 to `longest`
/// characters.
pub fn line(text: &str, longest: usize) -> Result<String, Complaint> {
    check(text, longest, |_| false)
}

/// What makes letters read in another order than the one in which they are written.
pub const OVERRIDES: [char; 2] = ['\u{202D}', '\u{202E}'];

/// One line of what is only looked for or compared: as [`line`], and what comes along with what is copied does no harm.
/// Characters that nobody sees are left out, but for [`OVERRIDES`]; tabs and the ends of lines are spaces.
pub fn pasted(text: &str, longest: usize) -> Result<String, Complaint> {
    let visible = text.chars().filter(|character| !is_unseen(*character) || OVERRIDES.contains(character));
    let line: String = visible.map(|one| if one.is_whitespace() { ' ' } else { one }).collect();
    self::line(&line, longest)
}

/// Several lines: as [`line`], and line feeds and tabs are allowed. Every line ends with a line feed, however it was sent: HTML
/// forms and Windows send CRLF.
pub fn paragraph(text: &str, longest: usize) -> Result<String, Complaint> {
    let text =
        if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { Cow::Borrowed(text) };
    check(&text, longest, |character| matches!(character, '\n' | '\t'))
}

/// What a thing is called, and not what a program left in its place.
fn title(text: &str, longest: usize) -> Result<String, Complaint> {
    no_debris(text, Meant::Thing, longest).and_then(|()| line(text, longest))
}

fn number(text: &str, longest: usize) -> Result<String, Complaint> {
    no_debris(text, Meant::Number, longest).and_then(|()| line(text, longest))
}

fn reference(text: &str, longest: usize) -> Result<String, Complaint> {
    no_debris(text, Meant::Reference, longest).and_then(|()| line(text, longest))
}

fn statement(text: &str, longest: usize) -> Result<String, Complaint> {
    no_debris(text, Meant::Statement, longest).and_then(|()| paragraph(text, longest))
}

/// Refuses debris in what is not far too long, and so refused anyway: to look for it takes time.
pub(super) fn no_debris(text: &str, meant: Meant, longest: usize) -> Result<(), Complaint> {
    let is_far_too_long = text.chars().nth(longest * MOST_PARTS).is_some();
    if is_far_too_long { Ok(()) } else { debris::refuse(text, meant) }
}

fn check(text: &str, longest: usize, allowed: impl Fn(char) -> bool) -> Result<String, Complaint> {
    if let Some(character) = text.chars().find(|character| character.is_control() && !allowed(*character)) {
        return Err(Complaint::new(
            "control_character",
            format!("contains the control character U+{:04X}; take it out", u32::from(character)),
        ));
    }
    if let Some(character) = text.chars().find(|character| rearranges(*character)) {
        return Err(Complaint::new(
            "invisible_character",
            format!(
                "contains the invisible character U+{:04X}, which can make text read as another; take it out",
                u32::from(character)
            ),
        ));
    }
    let trimmed = text.trim();
    if trimmed.chars().all(|character| character.is_whitespace() || is_unseen(character)) {
        return Err(Complaint::new("empty", "is empty; give at least one character that can be seen"));
    }
    let too_long =
        |length: usize| Complaint::new("too_long", format!("has {length} characters; at most {longest} are kept"));
    // Putting accents into their order is not linear, so what is far too long is refused before.
    let written = trimmed.chars().count();
    if written > longest * MOST_PARTS {
        return Err(too_long(written));
    }
    // Nearly every text is in the normal form as it comes.
    let is_normal = is_nfc_quick(trimmed.chars()) == IsNormalized::Yes;
    let normal: String = if is_normal { trimmed.to_owned() } else { trimmed.nfc().collect() };
    let length = normal.chars().count();
    if length > longest { Err(too_long(length)) } else { Ok(normal) }
}

/// Declares a text type with its greatest length in characters.
macro_rules! texts {
    ($($(#[$documentation:meta])* $name:ident = $kind:ident($longest:literal)),+ $(,)?) => {$(
        $(#[$documentation])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The greatest length in characters.
            pub const LONGEST: usize = $longest;

            pub fn parse(text: &str) -> Result<Self, Complaint> {
                $kind(text, $longest).map(Self)
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    )+};
}

texts! {
    /// The name of an organisation, a body, a client or a course.
    Title = title(200),
    /// The name of a file where it comes from.
    FileName = line(200),
    /// A body's own reference for a result.
    Reference = reference(100),
    /// A number that somebody else gave: of a certificate, of an accreditation.
    ForeignNumber = number(100),
    /// How evidence was checked, in a word or two.
    Method = line(100),
    /// Why something was done, in words that stay on record.
    Reason = paragraph(2000),
    /// A note beside a record.
    Note = paragraph(2000),
    /// What an organisation is certified for: which services, where, for whom.
    ScopeStatement = statement(2000),
    /// A part of a country, as people there call it.
    Region = title(100),
    /// Whom to ask: a name, a department, a telephone number.
    Contact = paragraph(500),
}

/// A code in lower case with underscores, such as `itil_foundation`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Word(String);

impl Word {
    pub const LONGEST: usize = 64;

    /// Reads a code: a letter, then letters, digits and single underscores, all in lower case.
    pub fn parse(text: &str) -> Result<Self, Complaint> {
        let begins = text.starts_with(|first: char| first.is_ascii_lowercase());
        let consists = text.chars().all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_');
        if begins && consists && text.len() <= Self::LONGEST {
            return Ok(Self(text.to_owned()));
        }
        Err(Complaint::new(
            "not_a_code",
            format!(
                "is not a code: a letter, then letters, digits and underscores, all in lower case, at most {}",
                Self::LONGEST
            ),
        ))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A name for addresses: lower-case letters, digits and single hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Slug(String);

impl Slug {
    pub const LONGEST: usize = 80;

    pub fn parse(text: &str) -> Result<Self, Complaint> {
        let consists = text
            .split('-')
            .all(|part| !part.is_empty() && part.chars().all(|one| one.is_ascii_lowercase() || one.is_ascii_digit()));
        if consists && text.len() <= Self::LONGEST {
            return Ok(Self(text.to_owned()));
        }
        Err(Complaint::new(
            "not_a_slug",
            format!(
                "is not a slug: lower-case letters and digits in groups joined by single hyphens, at most {}",
                Self::LONGEST
            ),
        ))
    }

    /// The slug that a title suggests; `None` when nothing of the title can be spelled in Latin letters and digits.
    pub fn suggest(title: &str) -> Option<Self> {
        let mut slug = String::new();
        for character in super::folding::fold(title, true).chars() {
            if character.is_ascii_alphanumeric() {
                slug.push(character);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        slug.truncate(60);
        Self::parse(slug.trim_end_matches('-')).ok()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An e-mail address as RFC 5321 allows it.
pub fn email(text: &str) -> Result<String, Complaint> {
    let text = line(text, 254)?;
    let options = email_address::Options::default().without_display_text();
    if email_address::EmailAddress::parse_with_options(&text, options).is_ok() {
        return Ok(text);
    }
    Err(Complaint::new("not_an_email_address", "is not an e-mail address, such as name@example.org"))
}

/// The address of a website: absolute, http or https, with a host and without a password.
pub fn website(text: &str) -> Result<String, Complaint> {
    let text = line(text, 500)?;
    match url::Url::parse(&text) {
        Ok(url)
            if matches!(url.scheme(), "http" | "https")
                && url.has_host()
                && url.username().is_empty()
                && url.password().is_none() =>
        {
            Ok(text)
        }
        _ => Err(Complaint::new("not_a_website", "is not the address of a website, such as https://example.org")),
    }
}

/// A BCP 47 language tag in its plain form: a language of two or three letters, with an optional region.
pub fn language(text: &str) -> Result<String, Complaint> {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    let good_language = matches!(language.len(), 2 | 3) && language.chars().all(|one| one.is_ascii_lowercase());
    let good_region =
        parts.next().is_none_or(|region| region.len() == 2 && region.chars().all(|one| one.is_ascii_uppercase()));
    if good_language && good_region && parts.next().is_none() {
        return Ok(text.to_owned());
    }
    Err(Complaint::new("not_a_language", "is not a language tag, such as en, pt-BR or ja"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_trimmed_and_normalised() {
        assert_eq!(line("  Zoe\u{308} ", 10).unwrap(), "Zoë");
        assert_eq!(line("\u{200D}क्\u{200D}ष", 10).unwrap(), "\u{200D}क्\u{200D}ष");
    }

    #[test]
    fn text_that_deceives_is_refused() {
        for (text, code) in [
            ("", "empty"),
            (" \u{a0} ", "empty"),
            ("a\0b", "control_character"),
            ("a\nb", "control_character"),
            ("a\u{85}b", "control_character"),
            ("abc\u{202E}fed", "invisible_character"),
            ("\u{FEFF}a", "invisible_character"),
            ("\u{3164}", "empty"),
            ("\u{115F} \u{E0041}\u{FE0F}", "empty"),
            ("\u{2800}", "empty"),
            ("eleven char", "too_long"),
            (&"\u{301}".repeat(1 << 20), "too_long"),
            (&format!("a{}", "\u{301}\u{316}".repeat(1 << 18)), "too_long"),
            (&"\u{1F82}".repeat(11), "too_long"),
        ] {
            assert_eq!(line(text, 10).unwrap_err().code, code, "{text:?}");
        }
        for lines in ["two\nlines", "two\r\nlines", "two\rlines", "\rtwo\nlines\r\n"] {
            assert_eq!(paragraph(lines, 10).unwrap(), "two\nlines");
        }
        let apart = "\u{3B1}\u{313}\u{300}\u{345}".repeat(10);
        assert_eq!(line(&apart, 10).unwrap(), "\u{1F82}".repeat(10), "however it is written");
    }

    #[test]
    fn codes_slugs_and_addresses() {
        assert!(Word::parse("itil_foundation").is_ok());
        for bad in ["", "Itil", "1st", "a-b", "ä", "_a"] {
            assert!(Word::parse(bad).is_err(), "{bad}");
        }
        assert!(Slug::parse("auditor-course-1").is_ok());
        for bad in ["", "-a", "a--b", "a-", "A", "a b"] {
            assert!(Slug::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(
            Slug::suggest("Österreichische Prüfstelle GmbH & Co.").unwrap().as_str(),
            "osterreichische-prufstelle-gmbh-co"
        );
        assert_eq!(Slug::suggest("株式会社"), None);
        assert!(email("c1.0@example.org").is_ok());
        assert!(email("nobody").is_err());
        assert!(website("https://example.org/x").is_ok());
        for bad in
            ["example.org", "javascript:alert(1)", "https://user:pass@example.org", "ftp://example.org", "https://"]
        {
            assert!(website(bad).is_err(), "{bad}");
        }
        assert!(language("en").is_ok() && language("pt-BR").is_ok());
        assert!(language("EN").is_err() && language("en-").is_err() && language("").is_err());
    }
}
