use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::*;
use crate::scheme::Scheme;
use crate::scheme::definition::Qualification;

type Contents = BTreeMap<String, BTreeSet<String>>;

fn contents(language: Language) -> Contents {
    let resource = fluent_syntax::parser::parse(source(language));
    let resource = resource.unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", language.tag()));
    let mut contents = Contents::new();
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => {
                let mut variables = BTreeSet::new();
                let pattern = message.value.as_ref().unwrap_or_else(|| panic!("{} says nothing", message.id.name));
                collect(pattern, &mut variables);
                assert!(message.attributes.is_empty(), "{} has attributes", message.id.name);
                let before = contents.insert(message.id.name.to_owned(), variables);
                assert!(before.is_none(), "{} stands twice in {}", message.id.name, language.tag());
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            other => panic!("{}: {other:?}", language.tag()),
        }
    }
    contents
}

fn collect(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let inline = match expression {
            Expression::Inline(inline) => inline,
            Expression::Select { selector, variants } => {
                for variant in variants {
                    collect(&variant.value, variables);
                }
                selector
            }
        };
        match inline {
            InlineExpression::VariableReference { id } => drop(variables.insert(id.name.to_owned())),
            other => panic!("a message is made of text and variables only, not of {other:?}"),
        }
    }
}

#[test]
fn all_languages_have_the_same_messages_with_the_same_variables() {
    let english = contents(Language::English);
    assert!(english.len() > 100, "{}", english.len());
    for language in Language::ALL {
        let other = contents(language);
        for (id, variables) in &english {
            // A language without plural forms may have no use for a choice, but says the same number.
            assert_eq!(other.get(id), Some(variables), "{id} in {}", language.tag());
        }
        let more: Vec<_> = other.keys().filter(|id| !english.contains_key(*id)).collect();
        assert!(more.is_empty(), "{} has {more:?}, which English has not", language.tag());
    }
}

/// The files below a folder of the sources whose name ends like this.
fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let (mut found, mut folders) = (Vec::new(), vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.to_str().unwrap().ends_with(ending) => {
                    let text = std::fs::read_to_string(&path).unwrap();
                    found.push((path, text));
                }
                false => {}
            }
        }
    }
    assert!(!found.is_empty());
    found
}

/// The names in an array of variables: `[("number", …), …]`.
fn names_in(array: &str) -> BTreeSet<String> {
    array.split("(\"").skip(1).map(|name| name.split('"').next().unwrap().to_owned()).collect()
}

/// The variables that a call gives after the id, in place or in an array that stands before it.
fn variables(before: &str, after: &str) -> BTreeSet<String> {
    let Some(given) = after.trim_start().strip_prefix(", &") else { return BTreeSet::new() };
    if given.starts_with('[') {
        return names_in(given.split("])").next().unwrap());
    }
    let name = given.split(|one: char| !one.is_alphanumeric() && one != '_').next().unwrap();
    let (_, array) = before.rsplit_once(&format!("let {name} = [")).unwrap_or_else(|| panic!("no array {name}"));
    names_in(array.split("];").next().unwrap())
}

/// Every call for a message in the code and the templates: where, which message, with which variables.
fn calls() -> Vec<(String, String, BTreeSet<String>)> {
    let sources = ["src/messages", "src/pdf", "src/web"].into_iter().flat_map(|room| files(room, ".rs"));
    let sources = sources.filter(|(path, _)| !path.to_str().unwrap().ends_with("tests.rs"));
    let mut calls = Vec::new();
    for (path, text) in sources.chain(files("templates", ".html")) {
        let place = path.file_name().unwrap().to_str().unwrap().to_owned();
        for call in [".say(", ".say_with("] {
            for (at, _) in text.match_indices(call) {
                let (before, rest) = (&text[..at], &text[at + call.len()..]);
                let passed_on = rest.starts_with("id)") || rest.starts_with("id, ");
                if passed_on && (path.ends_with("messages/mod.rs") || path.ends_with("web/page.rs")) {
                    continue;
                }
                let literal = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'));
                let (id, after) = literal.unwrap_or_else(|| panic!("{place}: {call} without a literal"));
                calls.push((place.clone(), id.to_owned(), variables(before, after)));
            }
        }
    }
    calls
}

#[test]
fn every_message_that_is_used_exists_and_every_message_is_used() {
    let (english, calls) = (contents(Language::English), calls());
    for (place, id, variables) in &calls {
        assert_eq!(Some(variables), english.get(id), "{place} asks for {id}");
    }
    let used: BTreeSet<_> = calls.iter().map(|(_, id, _)| id).collect();
    let unused: Vec<_> = english.keys().filter(|id| !used.contains(id)).collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

/// A template without what is no text: comments, expressions, tags. Of tags, the attributes that people read stay.
fn words_of(template: &str) -> String {
    let without = |text: &str, open: &str, close: &str| {
        let mut parts = text.split(open);
        let mut kept = parts.next().unwrap_or_default().to_owned();
        parts.for_each(|part| kept.push_str(part.split_once(close).map_or("", |(_, rest)| rest)));
        kept
    };
    let mut text = template.to_owned();
    for (open, close) in [("{#", "#}"), ("{%", "%}"), ("{{", "}}")] {
        text = without(&text, open, close);
    }
    let read = ["title=\"", "alt=\"", "placeholder=\"", "aria-label=\""];
    let attributes: String =
        read.iter().flat_map(|name| text.split(name).skip(1).map(|rest| rest.split('"').next().unwrap())).collect();
    without(&text, "<", ">") + &attributes
}

#[test]
fn templates_have_no_words_of_their_own() {
    assert_eq!(words_of("<a title=\"Go{{ x }}\">{% if y %}there{% endif %}</a>").trim(), "thereGo");
    for (path, template) in files("templates", ".html") {
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.starts_with("problem") {
            // For developers, in English like the API.
            continue;
        }
        let words = words_of(&template).replace("Touchstone", "");
        let found: Vec<_> = words.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).collect();
        assert!(found.is_empty(), "{name} says {found:?}, which belongs into messages/");
    }
}

#[test]
fn days_are_written_as_each_language_writes_them() {
    let (may, first) = (NaiveDate::from_ymd_opt(2024, 5, 17).unwrap(), NaiveDate::from_ymd_opt(1999, 12, 1).unwrap());
    let moment = may.and_hms_opt(9, 5, 59).unwrap().and_utc();
    for (language, written, written_first, written_moment) in [
        (Language::English, "17 May 2024", "1 December 1999", "17 May 2024, 09:05 UTC"),
        (Language::German, "17. Mai 2024", "1. Dezember 1999", "17. Mai 2024, 09:05 Uhr UTC"),
        (Language::French, "17 mai 2024", "1er décembre 1999", "17 mai 2024 à 09:05 UTC"),
        (Language::Spanish, "17 de mayo de 2024", "1 de diciembre de 1999", "17 de mayo de 2024, 09:05 UTC"),
        (Language::Japanese, "2024年5月17日", "1999年12月1日", "2024年5月17日 09:05(UTC)"),
    ] {
        let text = Text::new(language);
        assert_eq!((text.day(may).as_str(), text.day(first).as_str()), (written, written_first));
        assert_eq!(text.moment(moment), written_moment);
        let months: BTreeSet<_> = (1..=12).map(|month| text.day(may.with_month(month).unwrap())).collect();
        assert_eq!(months.len(), 12, "{months:?}");
    }
}

#[test]
fn numbers_choose_their_words() {
    let say =
        |language, seconds: u64| Text::new(language).say_with("error-too-many-next", &[("seconds", seconds.into())]);
    assert_eq!(say(Language::English, 1), "Please wait one second, and try again.");
    assert_eq!(say(Language::English, 2), "Please wait 2 seconds, and try again.");
    assert!(say(Language::German, 1).contains("eine Sekunde,") && say(Language::German, 0).contains("0 Sekunden,"));
    assert!(say(Language::French, 0).contains("0 seconde,") && say(Language::French, 2).contains("2 secondes,"));
    assert!(say(Language::Japanese, 30).starts_with("30秒"));
}

#[test]
fn what_the_shipped_scheme_says_is_said_in_every_language() {
    let scheme = Scheme::shipped().unwrap();
    let formats = scheme.qualifications.iter().flat_map(|qualification| &qualification.papers);
    let mut said: Vec<String> = formats.clone().map(|(_, format)| format.question_style.clone()).collect();
    said.extend(formats.filter_map(|(_, format)| match &format.book {
        crate::scheme::exam::Book::Open(permitted) => Some(permitted.clone()),
        crate::scheme::exam::Book::Closed => None,
    }));
    said.extend(scheme.qualifications.iter().map(|qualification| qualification.summary.clone()));
    said.extend(scheme.formats.iter().map(|format| format.title.clone()));
    let told = |known: &Qualification| [known.purpose.clone(), known.audience.clone(), known.course.clone()];
    said.extend(scheme.qualifications.iter().flat_map(told).flatten());
    said.push(scheme.title);
    for english in said {
        for language in Language::ALL {
            let phrase = Text::new(language).of_scheme(&english);
            assert_eq!(phrase.language, language, "{english}");
            assert_eq!(phrase.text == english, language == Language::English, "{english}");
        }
    }
    let own = Text::new(Language::German).of_scheme("Something else");
    assert_eq!((own.text.as_str(), own.language), ("Something else", Language::English));
}
