//! The number that somebody typed, dictated, photographed or pasted.

use unicode_normalization::UnicodeNormalization;

use crate::scheme::numbers::{CertificateNumber, Mistyped};
use crate::web::messages::Text;

/// Reads a number in any spelling that people and keyboards make of it, or out of a link that was pasted whole.
///
/// # Errors
/// Why it cannot be one.
pub(super) fn read(typed: &str) -> Result<CertificateNumber, Mistyped> {
    CertificateNumber::parse(&cleaned(typed))
}

fn cleaned(typed: &str) -> String {
    let in_link = typed.rsplit_once("verify/").and_then(|(_, rest)| rest.split(['/', '?', '#']).next());
    // Full-width letters and digits, as Japanese keyboards write them, become plain ones.
    in_link.unwrap_or(typed).nfkc().filter(|character| !separates(*character)).collect()
}

/// What people put between the groups, and what word processors put there unseen.
fn separates(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '-' | '_' | '.' | ',' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2010}'..='\u{2015}'
                | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{2212}' | '\u{30FC}'
                | '\u{FEFF}'
        )
}

/// Why a number cannot be one, for its reader.
pub(super) fn explain(text: Text, typed: &str, mistyped: &Mistyped) -> String {
    if cleaned(typed).is_empty() {
        return text.say("mistyped-empty");
    }
    match mistyped {
        Mistyped::Length { found, .. } => text.say_with("mistyped-length", &[("found", (*found).into())]),
        Mistyped::Character(character) => {
            text.say_with("mistyped-character", &[("character", visible(*character).into())])
        }
        Mistyped::CheckSymbol => text.say("mistyped-check"),
    }
}

/// A character as it can be shown: what is invisible or acts on its neighbours by its code.
fn visible(character: char) -> String {
    if character.is_alphanumeric() || character.is_ascii_graphic() {
        return character.to_string();
    }
    format!("U+{:04X}", u32::from(character))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::language::Language;

    #[test]
    fn every_spelling_of_people_is_read() {
        let number = CertificateNumber::from_entropy([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        let (grouped, compact) = (number.to_string(), number.compact());
        let wide: String = grouped
            .chars()
            .map(|symbol| if symbol == '-' { 'ー' } else { char::from_u32(u32::from(symbol) + 0xFEE0).unwrap() })
            .collect();
        for typed in [
            grouped.clone(),
            compact.to_lowercase(),
            format!("  {grouped}\n"),
            grouped.replace('-', " – "),
            grouped.replace('-', "\u{2011}"),
            grouped.replace('-', "."),
            format!("\u{FEFF}{compact}\u{200B}"),
            format!("https://example.org/verify/{grouped}"),
            format!("example.org/verify/{compact}/?lang=de#name"),
            wide,
        ] {
            assert_eq!(read(&typed), Ok(number), "{typed:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_explained() {
        let text = Text::new(Language::English);
        let explained = |typed: &str| explain(text, typed, &read(typed).unwrap_err());
        for empty in ["", " - ", "\u{200B}", "https://example.org/verify/?number=7"] {
            assert!(explained(empty).starts_with("Enter the number first"), "{empty:?}");
        }
        assert!(explained("7K3M").starts_with("This has 4 characters"));
        assert!(explained("7").starts_with("This has one character;"));
        assert!(explained("7K3M-9QXP-T2VU").starts_with("“U” is in no"));
        assert!(explained("7K3M-\0").starts_with("“U+0000” is in no"));
        assert!(explained("<a></a>").starts_with("“<” is in no"));
        assert!(explained("0000-0000-0000").starts_with("A character is wrong"));
        assert!(explained(&"7".repeat(5000)).starts_with("This has 5000"));
    }
}
