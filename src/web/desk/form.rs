//! The grammar of forms: fields with their labels, what was typed, and what is wrong with it, shown by `desk/form.html`.

use crate::error::{Error, InputError};
use crate::messages::{Language, Text};

use super::sent::Fields;

/// A form of a page of the desk.
#[derive(Debug, Default)]
pub(super) struct Form {
    pub action: String,
    pub submit: String,
    pub fields: Vec<Field>,
    /// What is wrong with it as a whole.
    pub refusal: Option<Wrong>,
    /// What makes it a form of this session.
    pub token: String,
}

#[derive(Debug)]
pub(super) struct Field {
    pub name: &'static str,
    pub label: String,
    pub hint: Option<String>,
    pub value: String,
    pub kind: Kind,
    pub is_required: bool,
    pub wrong: Option<Wrong>,
}

/// What is wrong, in words.
#[derive(Clone, Debug)]
pub(super) struct Wrong {
    pub text: String,
    /// Whether it is in English on a page that is not: the registry's own words have no translation.
    pub is_english: bool,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// One line, with what a browser calls the kind of it and what may be filled in by it.
    Line { of: &'static str, autocomplete: &'static str },
    /// One of a few, each with its value and its label.
    Choice(Vec<(String, String)>),
    /// A yes, which is no where it is not given.
    Check,
}

impl Kind {
    /// A day, for which browsers have a calendar.
    pub const DAY: Self = Self::Line { of: "date", autocomplete: "off" };
    /// A whole number.
    pub const NUMBER: Self = Self::Line { of: "text", autocomplete: "off" };
}

impl Form {
    pub fn new(action: String, submit: String, form_token: &str) -> Self {
        Self { action, submit, token: form_token.to_owned(), ..Self::default() }
    }

    /// With one more field.
    pub fn with(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    /// With what was typed before.
    pub fn filled(mut self, fields: &Fields) -> Self {
        for field in &mut self.fields {
            fields.get(field.name).clone_into(&mut field.value);
        }
        self
    }

    /// With what is wrong, each at its field; what belongs to none stands at the head.
    ///
    /// # Errors
    /// What is no fault of the form's.
    pub fn refused(mut self, text: Text, error: Error) -> Result<Self, Error> {
        let (errors, detail) = match error {
            Error::Invalid(errors) => (errors, None),
            Error::Refused(refusal) => {
                let is_whole = refusal.errors.is_empty();
                (refusal.errors, is_whole.then_some(refusal.detail))
            }
            other => return Err(other),
        };
        let mut rest: Vec<_> = detail.into_iter().collect();
        for error in errors {
            let field = self.fields.iter_mut().find(|field| error.pointer == format!("/{}", field.name));
            match field {
                Some(field) => field.wrong = Some(Wrong::of(text, &error)),
                None => rest.push(crate::error::summary(&[error])),
            }
        }
        let is_english = text.language() != Language::English && !rest.is_empty();
        let text = if rest.is_empty() { text.say("desk-form-wrong") } else { rest.join(" ") };
        self.refusal = Some(Wrong { text, is_english });
        Ok(self)
    }
}

impl Field {
    pub const fn line(name: &'static str, label: String) -> Self {
        Self::of(name, label, Kind::Line { of: "text", autocomplete: "off" })
    }

    pub const fn of(name: &'static str, label: String, kind: Kind) -> Self {
        Self { name, label, hint: None, value: String::new(), kind, is_required: false, wrong: None }
    }

    pub fn hinted(self, hint: String) -> Self {
        Self { hint: Some(hint), ..self }
    }

    pub fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    pub fn with_value(self, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..self }
    }
}

impl Wrong {
    /// What the registry says of what it does not do.
    pub fn refused(text: Text, error: &Error) -> Self {
        Self { text: error.to_string(), is_english: text.language() != Language::English }
    }

    /// The commonest faults in the reader's language; the others as the registry says them.
    fn of(text: Text, error: &InputError) -> Self {
        let known = match error.code {
            "required" => Some(text.say("desk-wrong-required")),
            "too_long" => Some(text.say("desk-wrong-too-long")),
            "not_an_email_address" => Some(text.say("desk-wrong-email")),
            "unknown_reference" => Some(text.say("desk-wrong-unknown")),
            "no_letter" => Some(text.say("desk-wrong-no-letter")),
            _ => None,
        };
        let is_english = known.is_none() && text.language() != Language::English;
        Self { text: known.unwrap_or_else(|| error.detail.clone()), is_english }
    }
}
