//! What a member of a form can be: there or not, one or several; [`fields`](super::fields) has the single values.

use std::marker::PhantomData;

use serde_json::{Value, json};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use super::object::ObjectReader;
use crate::scheme::Complaint;

/// What a member of a form can be: how it is read, and what the document says of it. Where no type of ours holds what was
/// read, the limits have a type of their own, and the member of the struct is the plain [`Value`](Self::Value): one that is
/// declared as `Option<Line<80>>` is an `Option<String>`.
pub trait Field {
    type Value;

    /// Whether it must be there.
    const REQUIRED: bool = true;

    /// Reads what is there and not null; what is wrong with it is noted at the place `pointer`.
    fn read(reader: &mut ObjectReader<'_>, pointer: String, value: &Value) -> Option<Self::Value>;

    /// What it is where it is left out, or null.
    fn missing(object: &mut ObjectReader<'_>, name: &'static str, _is_null: bool) -> Option<Self::Value> {
        object.complain(name, Complaint::new("required", "is missing"));
        None
    }

    /// What null makes of it where it may be cleared.
    fn cleared() -> Option<Self::Value> {
        None
    }

    fn schema() -> Value;

    /// The schemas that this one refers to, with their names.
    fn collect(_found: &mut Schemas) {}
}

pub type Schemas = Vec<(String, RefOr<Schema>)>;

/// May be left out; null is the same. Twice over it is a member of a change (RFC 7396): `None` when it is left out,
/// `Some(None)` when it is null and so to be cleared.
impl<T: Field> Field for Option<T> {
    type Value = Option<T::Value>;

    const REQUIRED: bool = false;

    fn read(reader: &mut ObjectReader<'_>, pointer: String, value: &Value) -> Option<Self::Value> {
        T::read(reader, pointer, value).map(Some)
    }

    fn missing(_: &mut ObjectReader<'_>, _: &'static str, is_null: bool) -> Option<Self::Value> {
        Some(if is_null { T::cleared() } else { None })
    }

    fn cleared() -> Option<Self::Value> {
        Some(None)
    }

    fn schema() -> Value {
        let mut schema = T::schema();
        match &schema["type"] {
            Value::String(one) => schema["type"] = json!([one, "null"]),
            Value::Null => schema = json!({"oneOf": [schema, {"type": "null"}]}),
            _ => {}
        }
        schema
    }

    fn collect(found: &mut Schemas) {
        T::collect(found);
    }
}

/// May be left out, and then is what is usual: `false`, or none of many.
pub struct OrUsual<T>(PhantomData<T>);

impl<T: Field<Value: Default>> Field for OrUsual<T> {
    type Value = T::Value;

    const REQUIRED: bool = false;

    fn read(reader: &mut ObjectReader<'_>, pointer: String, value: &Value) -> Option<Self::Value> {
        T::read(reader, pointer, value)
    }

    fn missing(_: &mut ObjectReader<'_>, _: &'static str, _: bool) -> Option<Self::Value> {
        Self::cleared()
    }

    fn cleared() -> Option<Self::Value> {
        Some(T::Value::default())
    }

    fn schema() -> Value {
        Option::<T>::schema()
    }

    fn collect(found: &mut Schemas) {
        T::collect(found);
    }
}

/// A member of a change that stays when it is left out, and cannot be cleared: null is a mistake.
pub struct Replacement<T>(PhantomData<T>);

impl<T: Field> Field for Replacement<T> {
    type Value = Option<T::Value>;

    const REQUIRED: bool = false;

    fn read(reader: &mut ObjectReader<'_>, pointer: String, value: &Value) -> Option<Self::Value> {
        T::read(reader, pointer, value).map(Some)
    }

    fn missing(object: &mut ObjectReader<'_>, name: &'static str, is_null: bool) -> Option<Self::Value> {
        if is_null {
            object.complain(name, Complaint::new("wrong_type", "cannot be cleared; leave it out to keep it"));
        }
        Some(None)
    }

    fn schema() -> Value {
        T::schema()
    }
}

/// From `LEAST` to `MOST` of a kind.
pub struct Several<T, const LEAST: usize, const MOST: usize>(PhantomData<T>);

impl<T: Field, const LEAST: usize, const MOST: usize> Field for Several<T, LEAST, MOST> {
    type Value = Vec<T::Value>;

    fn read(reader: &mut ObjectReader<'_>, pointer: String, value: &Value) -> Option<Self::Value> {
        reader.items(pointer, value, &(LEAST..=MOST), T::read)
    }

    fn schema() -> Value {
        // Of a text in a list the document says no more than that it is one.
        let item =
            Some(T::schema()).filter(|item| item["type"] != "string").unwrap_or_else(|| json!({"type": "string"}));
        let mut schema = json!({"type": "array", "items": item, "maxItems": MOST});
        if LEAST > 0 {
            schema["minItems"] = json!(LEAST);
        }
        schema
    }

    fn collect(found: &mut Schemas) {
        T::collect(found);
    }
}

impl ObjectReader<'_> {
    pub fn field<F: Field>(&mut self, name: &'static str) -> Option<F::Value> {
        match self.member(name) {
            Some(value) if !value.is_null() => F::read(self, self.pointer_to(name), value),
            found => F::missing(self, name, found.is_some()),
        }
    }
}
