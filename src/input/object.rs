//! A JSON object to typed values, with every mistake reported at once.
//!
//! ```
//! # use touchstone::input::object::{FromObject, ObjectReader, parse_object};
//! # use touchstone::scheme::Complaint;
//! struct Person { name: String, age: Option<i64> }
//!
//! impl FromObject for Person {
//!     fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
//!         // Read everything first: a `?` in between would hide the mistakes after it.
//!         let name = object.required("name", |text| Ok::<_, Complaint>(text.to_owned()));
//!         let age = object.optional_integer("age", 0..=150);
//!         Some(Self { name: name?, age })
//!     }
//! }
//!
//! let mistakes = parse_object::<Person>(&serde_json::json!({ "nmae": "Ada", "age": 200 })).err();
//! assert_eq!(mistakes.unwrap().to_string(), "/name: is missing; \
//!     /age: must be from 0 to 150; \
//!     /nmae: is unknown here; did you mean `name`?");
//! ```

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::given::wrong_length;
use super::json::{push_token, shortened};
use super::suggestion::did_you_mean;
pub use super::value::parse_date;
use super::value::{Source, boolean, integer, kind, string, text, wrong_type};
use crate::error::{Error, InputError, MOST_ERRORS};
use crate::scheme::Complaint;

/// What can be read from an object.
pub trait FromObject: Sized {
    /// Reads all members; `None` when one of them is wrong, and then the reader holds the reason.
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self>;
}

/// Reads `value` as a `T`.
///
/// # Errors
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

/// Reads the members of one object by name. In every `optional…` method an explicit `null` is the same as absence, and
/// a wrong value gives `None` too: the reader keeps the mistake, and the request is refused whatever is made of it.
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
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.members.get(name).is_some_and(|value| !value.is_null())
    }

    /// Records a mistake of the member `name` that only shows in the light of others.
    pub fn complain(&mut self, name: &str, complaint: Complaint) {
        let pointer = self.pointer_to(name);
        self.note(InputError::new(pointer, complaint.code, complaint.detail));
    }

    /// A text that `parse` accepts.
    pub fn required<T>(&mut self, name: &'static str, parse: impl FnOnce(&str) -> Result<T, Complaint>) -> Option<T> {
        self.read(name, true, |value| text(value).and_then(parse))
    }

    /// A text that `parse` accepts as it came, control characters included: for numbers, which are read in any spelling.
    pub fn required_spelling<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, Complaint>,
    ) -> Option<T> {
        self.read(name, true, |value| string(value).and_then(parse))
    }

    /// A text that `parse` accepts, or nothing.
    pub fn optional<T>(&mut self, name: &'static str, parse: impl FnOnce(&str) -> Result<T, Complaint>) -> Option<T> {
        self.read(name, false, |value| text(value).and_then(parse))
    }

    /// A whole number within `range`, or nothing.
    pub fn optional_integer(&mut self, name: &'static str, range: RangeInclusive<i64>) -> Option<i64> {
        let source = self.source;
        self.read(name, false, |value| integer(value, source, &range))
    }

    /// `true` or `false`.
    pub fn required_boolean(&mut self, name: &'static str) -> Option<bool> {
        let source = self.source;
        self.read(name, true, |value| boolean(value, source))
    }

    /// `true` or `false`, or nothing.
    pub fn optional_boolean(&mut self, name: &'static str) -> Option<bool> {
        let source = self.source;
        self.read(name, false, |value| boolean(value, source))
    }

    /// A day, see [`parse_date`].
    pub fn required_date(&mut self, name: &'static str) -> Option<NaiveDate> {
        self.required(name, parse_date)
    }

    /// A day, see [`parse_date`], or nothing.
    pub fn optional_date(&mut self, name: &'static str) -> Option<NaiveDate> {
        self.optional(name, parse_date)
    }

    /// An object that `read` reads, or nothing.
    pub fn optional_object<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut ObjectReader<'_>) -> Option<T>,
    ) -> Option<T> {
        let value = self.take(name, false)?;
        self.nested(self.pointer_to(name), value, read)
    }

    /// As many objects as `lengths` allows, each of which `read` reads.
    pub fn required_array_of_objects<T>(
        &mut self,
        name: &'static str,
        lengths: RangeInclusive<usize>,
        mut read: impl FnMut(&mut ObjectReader<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        self.array(name, true, &lengths, |reader, pointer, item| reader.nested(pointer, item, &mut read))
    }

    /// The same, or nothing.
    pub fn optional_array_of_objects<T>(
        &mut self,
        name: &'static str,
        lengths: RangeInclusive<usize>,
        mut read: impl FnMut(&mut ObjectReader<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        self.array(name, false, &lengths, |reader, pointer, item| reader.nested(pointer, item, &mut read))
    }

    /// As many texts as `lengths` allows, each of which `parse` accepts, or nothing.
    pub fn optional_array_of_texts<T>(
        &mut self,
        name: &'static str,
        lengths: RangeInclusive<usize>,
        mut parse: impl FnMut(&str) -> Result<T, Complaint>,
    ) -> Option<Vec<T>> {
        self.array(name, false, &lengths, |reader, pointer, item| reader.keep(pointer, text(item).and_then(&mut parse)))
    }

    /// As many whole numbers as `lengths` allows, each within `range`, or nothing.
    pub fn optional_array_of_integers(
        &mut self,
        name: &'static str,
        lengths: RangeInclusive<usize>,
        range: RangeInclusive<i64>,
    ) -> Option<Vec<i64>> {
        self.array(name, false, &lengths, |reader, pointer, item| {
            reader.keep(pointer, integer(item, Source::Json, &range))
        })
    }

    /// A member of a change (RFC 7396): `None` when it is left out, `Some(None)` when it is null and so to be cleared.
    pub fn change<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, Complaint>,
    ) -> Option<Option<T>> {
        if self.members.get(name).is_some_and(Value::is_null) {
            self.known.push(name);
            return Some(None);
        }
        self.optional(name, parse).map(Some)
    }

    /// A member of a change that is an array of texts: `None` when it is left out, `Some(None)` when it is null.
    pub fn change_array_of_texts<T>(
        &mut self,
        name: &'static str,
        lengths: RangeInclusive<usize>,
        parse: impl FnMut(&str) -> Result<T, Complaint>,
    ) -> Option<Option<Vec<T>>> {
        if self.members.get(name).is_some_and(Value::is_null) {
            self.known.push(name);
            return Some(None);
        }
        self.optional_array_of_texts(name, lengths, parse).map(Some)
    }

    /// A member of a change that cannot be cleared: null is a mistake.
    pub fn replacement<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, Complaint>,
    ) -> Option<T> {
        if self.members.get(name).is_some_and(Value::is_null) {
            self.complain(name, Complaint::new("wrong_type", "cannot be cleared; leave it out to keep it"));
        }
        self.optional(name, parse)
    }

    fn pointer_to(&self, name: &str) -> String {
        let mut pointer = self.pointer.clone();
        push_token(&mut pointer, name);
        pointer
    }

    /// The member's value; `None` when it is absent, which is a mistake if it is `required`.
    fn take(&mut self, name: &'static str, required: bool) -> Option<&'a Value> {
        self.known.push(name);
        let value = self.members.get(name).filter(|value| !value.is_null());
        if value.is_none() && required {
            self.complain(name, Complaint::new("required", "is missing"));
        }
        value
    }

    fn keep<T>(&mut self, pointer: String, outcome: Result<T, Complaint>) -> Option<T> {
        outcome.map_err(|mistake| self.note(InputError::new(pointer, mistake.code, mistake.detail))).ok()
    }

    fn read<T>(
        &mut self,
        name: &'static str,
        required: bool,
        parse: impl FnOnce(&Value) -> Result<T, Complaint>,
    ) -> Option<T> {
        let value = self.take(name, required)?;
        self.keep(self.pointer_to(name), parse(value))
    }

    fn nested<T>(
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

    fn array<T>(
        &mut self,
        name: &'static str,
        required: bool,
        lengths: &RangeInclusive<usize>,
        mut item: impl FnMut(&mut Self, String, &Value) -> Option<T>,
    ) -> Option<Vec<T>> {
        let value = self.take(name, required)?;
        let pointer = self.pointer_to(name);
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
#[must_use]
pub fn member_names<T: FromObject>() -> Vec<&'static str> {
    let members = Map::new();
    let mut reader = ObjectReader::new(&members, String::new(), Source::Json);
    let _ = T::from_object(&mut reader);
    reader.known
}

#[cfg(test)]
#[path = "object_tests.rs"]
mod tests;
