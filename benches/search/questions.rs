//! What is asked.

use super::Settings;
use super::support::directory_names::{Numbers, coined, named};

/// Words of which the fifth page is asked for.
pub const DEEP: [&str; 4] = ["technologies", "gmbh", "hosting", "株式会社"];

/// An address with parameters.
pub fn address(path: &str, parameters: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters);
    format!("{path}?{}", query.finish())
}

/// Every kind of question, with the addresses that ask it.
pub fn all(settings: &Settings) -> Vec<(&'static str, Vec<String>)> {
    let organisations = |question: fn(&mut Numbers, usize) -> Vec<(&'static str, String)>| -> Vec<String> {
        let ask = |number: usize| {
            let numbers = &mut Numbers::new(number as u64 + 99_000_000);
            let chosen = numbers.below(settings.amounts.organisations);
            let parameters = question(numbers, chosen);
            let parameters: Vec<_> = parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
            address("/v1/organisations", &parameters)
        };
        (0..settings.questions).map(ask).collect()
    };
    vec![
        ("the first page of all", organisations(|_, _| vec![])),
        ("a whole name", organisations(|_, chosen| vec![("q", named(chosen).name)])),
        ("part of a name", organisations(|_, chosen| vec![("q", middle(&named(chosen).name))])),
        ("accents left out", organisations(|_, chosen| vec![("q", plain(&named(chosen).name))])),
        ("a Latin spelling", organisations(|_, chosen| vec![("q", latin_word(chosen))])),
        ("a rare word", organisations(|numbers, _| vec![("q", coined(numbers))])),
        ("two letters", organisations(|numbers, _| vec![("q", coined(numbers)[..2].to_owned())])),
        ("one letter", organisations(|numbers, _| vec![("q", coined(numbers)[..1].to_owned())])),
        (
            "one Han letter",
            organisations(|numbers, _| vec![("q", numbers.one_of(&["日", "京", "海", "夏", "城"]).to_owned())]),
        ),
        (
            "a frequent word",
            organisations(|numbers, _| {
                vec![(
                    "q",
                    numbers
                        .one_of(&["technologies", "gmbh", "ltd", "systems", "data", "sa", "株式会社", "有限公司"])
                        .to_owned(),
                )]
            }),
        ),
        (
            "two frequent words",
            organisations(|numbers, _| {
                vec![(
                    "q",
                    format!(
                        "{} {}",
                        numbers.one_of(&["nova", "blue", "nord", "oak"]),
                        numbers.one_of(&["ltd", "gmbh", "hosting"])
                    ),
                )]
            }),
        ),
        (
            "a word of the scope",
            organisations(|numbers, _| {
                vec![("q", numbers.one_of(&["hosting", "banking", "quantum", "printing", "identity"]).to_owned())]
            }),
        ),
        (
            "letters inside of words",
            organisations(|numbers, _| vec![("q", numbers.one_of(&["ing", "tech", "ste", "ata"]).to_owned())]),
        ),
        (
            "a word and a country",
            organisations(|numbers, chosen| {
                vec![("q", coined(numbers)[..3].to_owned()), ("country", named(chosen).country.to_owned())]
            }),
        ),
        (
            "a frequent word where there is none",
            organisations(|_, _| vec![("q", "gmbh".to_owned()), ("country", "JP".to_owned())]),
        ),
        (
            "a country and a status",
            organisations(|_, chosen| {
                vec![("country", named(chosen).country.to_owned()), ("status", "valid".to_owned())]
            }),
        ),
        ("suspended ones", organisations(|_, _| vec![("status", "suspended".to_owned())])),
        (
            "valid on an earlier day",
            organisations(|_, _| vec![("status", "valid".to_owned()), ("on", "2018-06-01".to_owned())]),
        ),
        (
            "an edition, a word, a status",
            organisations(|numbers, _| {
                vec![
                    ("edition", "2011".to_owned()),
                    ("q", coined(numbers)[..3].to_owned()),
                    ("status", "valid".to_owned()),
                ]
            }),
        ),
        ("everything at once", everything(settings)),
        ("bodies", bodies(settings)),
        ("courses", courses(settings)),
    ]
}

/// The pages that people begin with, as a browser asks for them.
pub const BROWSED: [(&str, &str); 10] = [
    ("the home page", "/"),
    ("the page of all organisations", "/organisations"),
    ("the page of those of a country that are valid", "/organisations?country=DE&status=valid"),
    ("the page of a word", "/organisations?q=hosting"),
    ("the page of everything for a word", "/search?q=hosting"),
    ("the page of all bodies", "/bodies"),
    ("the page of all courses", "/training"),
    ("the page of the statistics", "/statistics"),
    ("the page of the qualifications", "/qualifications"),
    ("the changes as a feed", "/directory.atom"),
];

fn everything(settings: &Settings) -> Vec<String> {
    let ask = |number: usize| address("/v1/directory", &[("q", &middle(&named(number * 31).name))]);
    (0..settings.questions).map(ask).collect()
}

fn bodies(settings: &Settings) -> Vec<String> {
    let ask =
        |number: usize| address("/v1/bodies", &[("q", &middle(&named(number * 13 + 5).name)), ("status", "listed")]);
    (0..settings.questions).map(ask).collect()
}

fn courses(settings: &Settings) -> Vec<String> {
    let ask = |number: usize| {
        let numbers = &mut Numbers::new(number as u64);
        let language = numbers.one_of(&["en", "de", "fr", "es", "ja"]);
        address("/v1/courses", &[("q", &coined(numbers)[..3]), ("language", language), ("on", "2024-01-01")])
    };
    (0..settings.questions).map(ask).collect()
}

/// Some letters from within.
fn middle(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    letters[letters.len() / 4..letters.len() / 4 + 6.min(letters.len() / 2)]
        .iter()
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Without what a keyboard may not have.
fn plain(name: &str) -> String {
    name.chars()
        .map(|letter| match letter {
            'ä' | 'á' | 'ã' | 'â' => 'a',
            'é' | 'è' | 'ê' | 'ễ' => 'e',
            'ö' | 'ó' | 'ô' => 'o',
            'ü' => 'u',
            'Ł' => 'L',
            'ń' | 'ñ' => 'n',
            'ç' => 'c',
            other => other,
        })
        .collect::<String>()
        .to_uppercase()
}

/// A word of the Latin spelling of the next organisation that has one.
fn latin_word(chosen: usize) -> String {
    let spelled = (chosen..).find_map(|number| named(number).latin_name).unwrap();
    spelled.split(' ').next().unwrap().to_owned()
}
