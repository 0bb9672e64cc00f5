//! What templates say, in every language: the messages in `messages/templates/*.ftl`, in Project Fluent's form.

use std::sync::LazyLock;

use fluent_bundle::FluentArgs;

use super::{Audience, Column, Form, Named, Needed, Template};
use crate::messages::{Bundle, bundle};
use crate::scheme::language::Language;

static BUNDLES: LazyLock<[Bundle; 5]> =
    LazyLock::new(|| Language::ALL.map(|language| bundle(language, source(language))));

const fn source(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("../../../messages/templates/en.ftl"),
        Language::German => include_str!("../../../messages/templates/de.ftl"),
        Language::French => include_str!("../../../messages/templates/fr.ftl"),
        Language::Spanish => include_str!("../../../messages/templates/es.ftl"),
        Language::Japanese => include_str!("../../../messages/templates/ja.ftl"),
    }
}

/// The words of one kind of template in one language.
#[derive(Clone, Copy)]
pub struct Words {
    language: Language,
    /// What the messages of its columns begin with.
    name: &'static str,
}

impl Words {
    pub const fn new(language: Language, template: &Template) -> Self {
        Self { language, name: template.name }
    }

    /// The heading of a column.
    pub fn heading(self, column: &str) -> String {
        self.say(&format!("{}-{column}", self.name), None, &[])
    }

    /// What stands in a column.
    pub fn meaning(self, column: &str) -> String {
        self.say(&format!("{}-{column}", self.name), Some("meaning"), &[])
    }

    pub fn needed(self, needed: Needed) -> String {
        self.plain(match needed {
            Needed::Always => "needed-always",
            Needed::Sometimes => "needed-sometimes",
            Needed::Never => "needed-never",
        })
    }

    /// How the values of a column are written in a workbook, where codes have a sheet of their own.
    pub fn form_in_workbook(self, column: &Column) -> String {
        match column.form {
            Form::Text => self.plain("form-text"),
            Form::PastDay | Form::Day => self.plain("form-day"),
            Form::Marks => self.plain("form-number"),
            Form::Words(words) => self.say("form-words", None, &[("words", words.join(", "))]),
            Form::Code(_) => self.say("form-codes", None, &[("sheet", self.plain("sheet-codes"))]),
        }
    }

    /// The same for a text, which has no sheets; `None` where there is nothing to say.
    pub fn form_in_text(self, column: &Column, audience: &Audience<'_>) -> Option<String> {
        match column.form {
            Form::Text => None,
            Form::PastDay | Form::Day => Some(self.plain("form-day-in-csv")),
            Form::Marks => Some(self.plain("form-number")),
            Form::Words(words) => Some(words.join(", ")),
            Form::Code(list) => {
                let codes = audience.codes(list);
                // Those of all countries would fill the page.
                (codes.len() <= 20).then(|| codes.iter().map(|(code, _)| &**code).collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// What is said of the file as a whole.
    pub fn notes(self, template: &Template) -> Vec<String> {
        let text = |named: &Named| match named {
            Named::Column(column) => self.heading(column),
            Named::Text(text) => (*text).to_owned(),
        };
        let with = |variables: &[(&'static str, Named)]| -> Vec<(&'static str, String)> {
            variables.iter().map(|(name, named)| (*name, text(named))).collect()
        };
        template.notes.iter().map(|(id, variables)| self.say(id, None, &with(variables))).collect()
    }

    pub fn plain(self, id: &str) -> String {
        self.say(id, None, &[])
    }

    fn say(self, id: &str, attribute: Option<&str>, variables: &[(&'static str, String)]) -> String {
        let arguments: FluentArgs = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let said = Language::ALL.iter().position(|one| *one == self.language).and_then(|place| {
            let message = BUNDLES.get(place)?.get_message(id)?;
            let pattern = match attribute {
                Some(name) => message.get_attribute(name)?.value(),
                None => message.value()?,
            };
            Some(BUNDLES[place].format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned())
        });
        debug_assert!(said.is_some(), "there is no message {id}");
        said.unwrap_or_else(|| id.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fluent_syntax::ast::Entry;

    use super::*;

    /// Every message, with the names of its variables as they stand in the text.
    fn contents(language: Language) -> Vec<(String, BTreeSet<String>)> {
        let resource =
            fluent_syntax::parser::parse(source(language)).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
        let messages = resource.body.iter().filter_map(|entry| match entry {
            Entry::Message(message) => Some(message),
            Entry::Junk { content } => panic!("{}: {content}", language.tag()),
            _ => None,
        });
        let variables =
            |text: String| text.split("VariableReference").skip(1).map(|rest| rest[..40].to_owned()).collect();
        let each = messages.map(|message| {
            let attributes: Vec<&str> = message.attributes.iter().map(|attribute| attribute.id.name).collect();
            (format!("{} {attributes:?}", message.id.name), variables(format!("{:?}", message.value)))
        });
        each.collect()
    }

    #[test]
    fn all_languages_say_the_same_in_the_same_order() {
        let english = contents(Language::English);
        assert!(english.len() > 60);
        for language in Language::ALL {
            assert_eq!(contents(language), english, "{}", language.tag());
        }
    }
}
