//! What the pages and the paper say, in every language: the messages in `messages/*.ftl`, in Project Fluent's form.
//!
//! A message is asked for by a literal, so that a test can hold the sources against the files: [`Text::say`] and
//! [`Text::say_with`] are called with the id itself, never with a name for it.

pub mod told;

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::clock::Moment;

pub use crate::scheme::language::Language;

pub type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 5]> =
    LazyLock::new(|| Language::ALL.map(|language| bundle(language, source(language))));

const fn source(language: Language) -> &'static str {
    match language {
        Language::English => {
            concat!(include_str!("../../messages/en.ftl"), "\n", include_str!("../../messages/desk/en.ftl"))
        }
        Language::German => {
            concat!(include_str!("../../messages/de.ftl"), "\n", include_str!("../../messages/desk/de.ftl"))
        }
        Language::French => {
            concat!(include_str!("../../messages/fr.ftl"), "\n", include_str!("../../messages/desk/fr.ftl"))
        }
        Language::Spanish => {
            concat!(include_str!("../../messages/es.ftl"), "\n", include_str!("../../messages/desk/es.ftl"))
        }
        Language::Japanese => {
            concat!(include_str!("../../messages/ja.ftl"), "\n", include_str!("../../messages/desk/ja.ftl"))
        }
    }
}

/// The messages of a file in Project Fluent's form.
pub fn bundle(language: Language, source: &str) -> Bundle {
    let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // The marks would be in titles, attributes and cells too; a page isolates what it does not know by elements.
    bundle.set_use_isolating(false);
    // What cannot be read is left out of the resource; the tests see to it that there is nothing of the kind.
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    bundle
}

pub type Value<'a> = FluentValue<'a>;

#[derive(Clone, Copy, Debug)]
pub struct Text {
    language: Language,
}

impl Text {
    pub const fn new(language: Language) -> Self {
        Self { language }
    }

    pub const fn language(self) -> Language {
        self.language
    }

    pub fn say(self, id: &str) -> String {
        self.say_with(id, &[])
    }

    /// A message with its variables. Numbers are given as numbers, so that the message can choose by them.
    pub fn say_with(self, id: &str, variables: &[(&str, Value<'_>)]) -> String {
        let arguments: FluentArgs = variables.iter().map(|(name, value)| (*name, value.clone())).collect();
        let format = |language| format(language, id, &arguments);
        let said = format(self.language).or_else(|| format(Language::default()));
        debug_assert!(said.is_some(), "there is no message {id}");
        said.unwrap_or_else(|| id.to_owned())
    }

    /// What the scheme file says in English, in this language; as it stands there, where the scheme in use is another
    /// one than the messages know.
    pub fn of_scheme(self, english: &str) -> Phrase {
        let known = |text: Self| {
            [
                text.say("scheme-title"),
                text.say("scheme-foundation"),
                text.say("scheme-practitioner"),
                text.say("scheme-auditor"),
                text.say("scheme-foundation-purpose"),
                text.say("scheme-foundation-audience"),
                text.say("scheme-practitioner-purpose"),
                text.say("scheme-practitioner-audience"),
                text.say("scheme-auditor-purpose"),
                text.say("scheme-auditor-audience"),
                text.say("scheme-auditor-course"),
                text.say("scheme-multiple-choice"),
                text.say("scheme-complex-multiple-choice"),
                text.say("scheme-book-part-one"),
                text.say("scheme-edition-2011"),
                text.say("scheme-format-2011"),
                text.say("scheme-format-previous"),
            ]
        };
        let position = known(Self::new(Language::English)).iter().position(|one| one == english);
        match position.and_then(|position| known(self).into_iter().nth(position)) {
            Some(text) => Phrase { text, language: self.language },
            None => Phrase { text: english.to_owned(), language: Language::English },
        }
    }

    /// A day, written as the language writes it: "17 May 2024".
    pub fn day(self, day: NaiveDate) -> String {
        let (number, month) = (FluentValue::from(day.day()), FluentValue::from(day.month()));
        self.say_with("date-day", &[("day", number), ("month", month), ("year", day.year().to_string().into())])
    }

    /// An instant to the minute, in UTC: "17 May 2024, 09:30 UTC".
    pub fn moment(self, moment: Moment) -> String {
        let (day, time) = (self.day(moment.date_naive()), moment.format("%H:%M").to_string());
        self.say_with("date-moment", &[("day", day.into()), ("time", time.into())])
    }
}

/// A name in isolation (U+2068, U+2069): one from right to left leaves the sentence around it as it is.
pub fn isolated(name: &str) -> String {
    format!("\u{2068}{name}\u{2069}")
}

/// The characters of the messages whose ids begin like one of these, as they stand in the file.
pub fn characters(language: Language, beginnings: &[&str]) -> impl Iterator<Item = char> {
    let mut is_wanted = false;
    let lines = source(language).lines().filter(move |line| {
        // A message goes on in lines that are set in.
        if !line.starts_with(char::is_whitespace) {
            is_wanted = beginnings.iter().any(|beginning| line.starts_with(beginning));
        }
        is_wanted
    });
    lines.flat_map(str::chars)
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    pub text: String,
    /// Its language, which may be another than the page's.
    pub language: Language,
}

fn format(language: Language, id: &str, arguments: &FluentArgs<'_>) -> Option<String> {
    let bundle = BUNDLES.get(Language::ALL.iter().position(|one| *one == language)?)?;
    let pattern = bundle.get_message(id)?.value()?;
    let mut errors = Vec::new();
    let said = bundle.format_pattern(pattern, Some(arguments), &mut errors).into_owned();
    debug_assert!(errors.is_empty(), "{id} in {}: {errors:?}", language.tag());
    Some(said)
}

#[cfg(test)]
mod tests;
