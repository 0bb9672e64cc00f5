//! Names of countries and languages, and numbers, as the reader's language writes them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use crate::messages::Language;
use crate::scheme::folding::fold;

/// The names of each code, in the order of [`Language::ALL`].
type Names = HashMap<&'static str, [&'static str; 5]>;

static COUNTRIES: LazyLock<Names> = LazyLock::new(|| read(include_str!("names/countries.tsv")));
static LANGUAGES: LazyLock<Names> = LazyLock::new(|| read(include_str!("names/languages.tsv")));

fn read(table: &'static str) -> Names {
    let line = |line: &'static str| {
        let mut cells = line.split('\t');
        Some((cells.next()?, [cells.next()?, cells.next()?, cells.next()?, cells.next()?, cells.next()?]))
    };
    table.lines().filter_map(line).collect()
}

fn in_language(names: &[&'static str; 5], language: Language) -> &'static str {
    Language::ALL.iter().zip(names).find(|(one, _)| **one == language).map_or(names[0], |(_, name)| name)
}

/// The name of a country (ISO 3166-1 alpha-2); the code itself where there is no name.
pub(super) fn country(language: Language, code: &str) -> Cow<'_, str> {
    COUNTRIES.get(code).map_or(Cow::Borrowed(code), |names| Cow::Borrowed(in_language(names, language)))
}

pub(super) fn countries(language: Language) -> Vec<(&'static str, &'static str)> {
    let mut all: Vec<_> = COUNTRIES.iter().map(|(code, names)| (*code, in_language(names, language))).collect();
    all.sort_by_cached_key(|(code, name)| (fold(name, true), *code));
    all
}

/// The name of a language (BCP 47): of `pt-BR` the language with the country behind it; the tag itself where there is
/// no name.
pub(super) fn language_name(language: Language, tag: &str) -> String {
    let (primary, region) = tag.split_once('-').map_or((tag, None), |(primary, region)| (primary, Some(region)));
    let Some(names) = LANGUAGES.get(primary) else { return tag.to_owned() };
    let name = in_language(names, language);
    match region {
        None => name.to_owned(),
        Some(region) => format!("{name} ({})", country(language, region)),
    }
}

/// A whole number with the digits in groups of three, as the language separates them.
pub(super) fn number(language: Language, value: u64) -> String {
    let (separator, shortest) = match language {
        Language::English | Language::Japanese => (',', 4),
        Language::German => ('.', 4),
        Language::French => ('\u{202f}', 4),
        // "Los números de cuatro cifras se escriben sin espacio" (Ortografía de la lengua española).
        Language::Spanish => ('\u{202f}', 5),
    };
    let digits = value.to_string();
    if digits.len() < shortest {
        return digits;
    }
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::country::CountryCode;

    #[test]
    fn every_country_has_a_name_in_every_language() {
        assert_eq!(COUNTRIES.len(), 249);
        for (code, names) in COUNTRIES.iter() {
            assert!(CountryCode::parse(code).is_ok() && names.iter().all(|name| !name.is_empty()), "{code}");
        }
        assert_eq!(country(Language::German, "JP"), "Japan");
        assert_eq!(country(Language::Japanese, "DE"), "ドイツ");
        assert_eq!(country(Language::English, "XX"), "XX");
    }

    #[test]
    fn countries_stand_in_the_order_of_their_names() {
        let french = countries(Language::French);
        let place = |code: &str| french.iter().position(|(one, _)| *one == code).unwrap();
        assert!(place("ES") < place("ET") && place("EG") < place("ES"), "an accent does not matter");
        assert_eq!(french.len(), 249);
    }

    #[test]
    fn languages_have_names() {
        assert_eq!(language_name(Language::French, "de"), "allemand");
        assert_eq!(language_name(Language::German, "pt-BR"), "Portugiesisch (Brasilien)");
        assert_eq!(language_name(Language::English, "gsw"), "gsw");
    }

    #[test]
    fn digits_are_grouped_as_the_language_does() {
        for (language, value, expected) in [
            (Language::English, 0, "0"),
            (Language::English, 999, "999"),
            (Language::English, 1_000, "1,000"),
            (Language::German, 1_234_567, "1.234.567"),
            (Language::French, 100_000, "100\u{202f}000"),
            (Language::Spanish, 1_234, "1234"),
            (Language::Spanish, 12_345, "12\u{202f}345"),
            (Language::Japanese, 12_345, "12,345"),
        ] {
            assert_eq!(number(language, value), expected);
        }
    }
}
