//! A JSON object, or a query, to typed values, with every mistake reported at once: what a [form](super::form) is read with.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::given::wrong_length;
use super::json::{push_token, shortened};
use super::suggestion::did_you_mean;
pub use super::value::parse_date;
use super::value::{Source, kind, text, wrong_type};
use crate::error::{Error, InputError, MOST_ERRORS};
use crate::scheme::Complaint;

/// What can be read from an object.
pub trait FromObject: Sized {
    /// Reads all members; `None` when one of them is wrong, and then the reader holds the reason.
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self>;
}

/// Nothing is asked.
impl FromObject for () {
    fn from_object(_: &mut ObjectReader<'_>) -> Option<Self> {
        Some(())
    }
}

/// What one reads, and then the other.
impl<A: FromObject, B: FromObject> FromObject for (A, B) {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let (first, second) = (A::from_object(object), B::from_object(object));
        Some((first?, second?))
    }
}

impl<A: FromObject, B: FromObject, C: FromObject> FromObject for (A, B, C) {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let (first, second, third) = (A::from_object(object), B::from_object(object), C::from_object(object));
        Some((first?, second?, third?))
    }
}

/// [`Error::Invalid`] with everything that is wrong.
pub fn parse_object<T: FromObject>(value: &Value) -> Result<T, Error> {
    let Value::Object(members) = value else {
        return Err(Error::invalid("", "wrong_type", format!("must be an object, not {}", kind(value))));
    };
    let mut reader = ObjectReader::new(members, String::new(), Source::Json);
    let outcome = T::from_object(&mut reader);
    match (outcome, reader.finish()) {
        (Some(value), errors) if errors.is_empty() => Ok(value),
        (None, errors) if errors.is_empty() => Err(Error::Internal("a reader refused without a reason".to_owned())),
        (_, errors) => Err(Error::Invalid(errors)),
    }
}

/// Reads the members of one object by name, and keeps the mistakes: where there are any the request is refused, whatever is made
/// of the rest.
pub struct ObjectReader<'a> {
    members: &'a Map<String, Value>,
    pointer: String,
    source: Source,
    known: Vec<&'static str>,
    errors: Vec<InputError>,
    /// How many mistakes are taken down: one more than are told, so that it shows that there are more.
    room: usize,
}

impl<'a> ObjectReader<'a> {
    pub(super) fn new(members: &'a Map<String, Value>, pointer: String, source: Source) -> Self {
        Self { members, pointer, source, known: Vec::new(), errors: Vec::new(), room: MOST_ERRORS + 1 }
    }

    /// All mistakes as far as there is room, those of unknown members last.
    pub(super) fn finish(mut self) -> Vec<InputError> {
        for name in self.members.keys().filter(|name| !self.known.contains(&name.as_str())) {
            if self.errors.len() >= self.room {
                break;
            }
            let mut pointer = self.pointer.clone();
            push_token(&mut pointer, &shortened(name));
            let code = match self.source {
                Source::Json => "unknown_field",
                Source::Query => "unknown_parameter",
            };
            let suggestion = did_you_mean(name, self.known.iter().copied());
            let detail = format!("is unknown here{suggestion}");
            self.errors.push(InputError::new(pointer, code, detail));
        }
        self.errors
    }

    fn note(&mut self, error: InputError) {
        if self.errors.len() < self.room {
            self.errors.push(error);
        }
    }

    /// Whether the member is there and not `null`.
    pub fn has(&self, name: &str) -> bool {
        self.members.get(name).is_some_and(|value| !value.is_null())
    }

    /// Records a mistake of the member `name` that only shows in the light of others.
    pub fn complain(&mut self, name: &str, complaint: Complaint) {
        let pointer = self.pointer_to(name);
        self.note(InputError::new(pointer, complaint.code, complaint.detail));
    }

    /// A member, which is known from now on.
    pub(super) fn member(&mut self, name: &'static str) -> Option<&'a Value> {
        self.known.push(name);
        self.members.get(name)
    }

    pub(super) fn source(&self) -> Source {
        self.source
    }

    /// A text that `parse` accepts, at the place `pointer`.
    pub(crate) fn text<T>(
        &mut self,
        pointer: String,
        value: &Value,
        parse: impl FnOnce(&str) -> Result<T, Complaint>,
    ) -> Option<T> {
        self.keep(pointer, text(value).and_then(parse))
    }

    pub(super) fn pointer_to(&self, name: &str) -> String {
        let mut pointer = self.pointer.clone();
        push_token(&mut pointer, name);
        pointer
    }

    pub fn keep<T>(&mut self, pointer: String, outcome: Result<T, Complaint>) -> Option<T> {
        outcome.map_err(|mistake| self.note(InputError::new(pointer, mistake.code, mistake.detail))).ok()
    }

    pub fn nested<T>(
        &mut self,
        pointer: String,
        value: &Value,
        read: impl FnOnce(&mut ObjectReader<'_>) -> Option<T>,
    ) -> Option<T> {
        let Value::Object(members) = value else {
            return self.keep(pointer, Err(wrong_type("an object", value)));
        };
        let room = self.room - self.errors.len();
        let mut reader = ObjectReader { room, ..ObjectReader::new(members, pointer, self.source) };
        let outcome = read(&mut reader);
        self.errors.extend(reader.finish());
        outcome
    }

    /// As many items of an array as `lengths` allows, each of which `item` reads.
    pub(super) fn items<T>(
        &mut self,
        pointer: String,
        value: &Value,
        lengths: &RangeInclusive<usize>,
        mut item: impl FnMut(&mut Self, String, &Value) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Value::Array(items) = value else {
            return self.keep(pointer, Err(wrong_type("an array", value)));
        };
        if !lengths.contains(&items.len()) {
            return self.keep(pointer, Err(wrong_length(lengths, items.len())));
        }
        // Every entry is read, so that the mistakes of all of them show, before one wrong entry spoils the whole.
        let mut read = Vec::with_capacity(items.len());
        for (index, value) in items.iter().enumerate() {
            if self.errors.len() >= self.room {
                return None;
            }
            read.push(item(self, format!("{pointer}/{index}"), value));
        }
        read.into_iter().collect()
    }
}

/// The names of the members that a `T` is read from, for comparing them with its documentation.
pub fn member_names<T: FromObject>() -> Vec<&'static str> {
    let members = Map::new();
    let mut reader = ObjectReader::new(&members, String::new(), Source::Json);
    let _ = T::from_object(&mut reader);
    reader.known
}

#[cfg(test)]
#[path = "object_tests.rs"]
mod tests;
