//! Bytes to JSON, strictly: what two readers could understand differently is refused (RFC 8259 leaves duplicate names,
//! and much else, to the reader).

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::error::{Code, Error, InputError, Refusal};

/// Reads one JSON text in UTF-8. [`Code::MalformedRequest`], with line and column: for broken JSON, a byte order mark,
/// anything after the text, nesting beyond 128 levels, numbers out of range, and for a name that occurs twice in one
/// object (with a pointer).
pub fn parse(bytes: &[u8]) -> Result<Value, Error> {
    if bytes.is_empty() {
        return Err(Error::refused(Code::MalformedRequest, "the request has no body; a JSON object is expected"));
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        let detail = "the body starts with a byte order mark (line 1, column 1); send UTF-8 without it";
        return Err(Error::refused(Code::MalformedRequest, detail));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let mut pointer = String::new();
    Strict { pointer: &mut pointer }
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| malformed(&error, &pointer))
}

/// The longest name of the input that is repeated in an error, in characters.
const LONGEST_SHOWN: usize = 100;

pub(super) fn shortened(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => Cow::Owned(format!("{}…", &name[..end])),
        None => Cow::Borrowed(name),
    }
}

/// `pointer` is where the reader stopped.
fn malformed(error: &serde_json::Error, pointer: &str) -> Error {
    let mut errors = Vec::new();
    // The only complaint about well-formed JSON is ours, about a duplicate name.
    if error.is_data() {
        errors.push(InputError::new(shortened(pointer), "duplicate_name", "this name occurs twice in the same object"));
    }
    let detail = format!("the body is not valid JSON: {error}");
    Error::Refused(Refusal { errors, ..Refusal::new(Code::MalformedRequest, detail) })
}

/// Appends a reference token to a JSON pointer (RFC 6901, section 3).
pub fn push_token(pointer: &mut String, token: &str) {
    pointer.push('/');
    pointer.push_str(&token.replace('~', "~0").replace('/', "~1"));
}

/// Builds a [`Value`]. On an error `pointer` is left where it happened.
struct Strict<'p> {
    pointer: &'p mut String,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        let here = self.pointer.len();
        loop {
            push_token(self.pointer, &items.len().to_string());
            let item = sequence.next_element_seed(Strict { pointer: self.pointer })?;
            self.pointer.truncate(here);
            match item {
                Some(item) => items.push(item),
                None => return Ok(Value::Array(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        let here = self.pointer.len();
        while let Some(name) = access.next_key::<String>()? {
            push_token(self.pointer, &name);
            if members.contains_key(&name) {
                return Err(de::Error::custom("a name occurs twice in the same object"));
            }
            let value = access.next_value_seed(Strict { pointer: self.pointer })?;
            self.pointer.truncate(here);
            members.insert(name, value);
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn refusal(text: &str) -> Refusal {
        match parse(text.as_bytes()) {
            Err(Error::Refused(refusal)) => refusal,
            other => panic!("{text} was not refused: {other:?}"),
        }
    }

    #[test]
    fn reads_json() {
        let text = r#" {"a": [1, -2, 2.5, null, true, "\u00e9"], "b": {}, "": []} "#;
        assert_eq!(parse(text.as_bytes()).unwrap(), json!({"a": [1, -2, 2.5, null, true, "é"], "b": {}, "": []}));
    }

    #[test]
    fn points_at_a_duplicate_name() {
        let refusal = refusal(r#"{"list": [{"x": 1}, {"a/b": 1, "a/b": 2}]}"#);
        assert_eq!(refusal.errors[0].pointer, "/list/1/a~1b");
        assert_eq!(refusal.errors[0].code, "duplicate_name");
        assert!(refusal.detail.contains("line 1 column"), "{}", refusal.detail);
    }

    #[test]
    fn refuses_what_is_not_exactly_one_json_text() {
        for text in ["", "{", "{} {}", "{}x", "\u{feff}{}", "{'a': 1}", "[1,]", "1e999", "NaN", "\"\\ud800\"", "nul"] {
            let refusal = refusal(text);
            assert_eq!(refusal.code, Code::MalformedRequest);
            assert!(refusal.errors.is_empty());
        }
        assert!(parse(b"\"\xff\"").is_err(), "invalid UTF-8");
    }

    #[test]
    fn survives_a_depth_bomb() {
        assert!(refusal(&"[".repeat(1_000_000)).detail.contains("recursion limit"));
    }

    proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&bytes);
        }

        #[test]
        fn agrees_with_serde_json(text in r#"[\[\]{}:,"a1 e.\-tfn]{0,30}"#) {
            if let Ok(value) = parse(text.as_bytes()) {
                prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
            }
        }
    }
}
