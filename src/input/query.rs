//! Query strings, read with the same reader as JSON objects.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::object::{FromObject, ObjectReader};
use super::value::Source;
use crate::error::{Code, Error, InputError, Refusal, summary};

/// The most parameters of a query. No address of ours takes half as many.
const MOST_PARAMETERS: usize = 100;

/// Reads `query`, the part of the address after `?`: [`Code::InvalidParameter`] with everything that is wrong: unknown
/// and repeated parameters, and impossible values.
pub fn parse_query<T: FromObject>(query: &str) -> Result<T, Error> {
    if query.split('&').nth(MOST_PARAMETERS).is_some() {
        let detail = format!("there are more than {MOST_PARAMETERS} parameters");
        return Err(Error::refused(Code::InvalidParameter, detail));
    }
    parse_pairs(url::form_urlencoded::parse(query.as_bytes()))
}

/// Reads names and values that came as texts, such as those of a page's form, in the same way.
pub fn parse_pairs<'a, T: FromObject>(pairs: impl Iterator<Item = (Cow<'a, str>, Cow<'a, str>)>) -> Result<T, Error> {
    let mut members = Map::new();
    let mut errors = Vec::new();
    for (name, value) in pairs {
        // What was not UTF-8 arrives as the replacement character, as does what was lost before.
        if value.contains('\u{fffd}') {
            let detail =
                "is not UTF-8, or has U+FFFD in it, which stands for a letter that a program has lost; write it anew";
            errors.push(InputError::new(pointer(&name), "not_utf8", detail));
        }
        if members.insert(name.clone().into_owned(), Value::String(value.into_owned())).is_some() {
            errors.push(InputError::new(pointer(&name), "duplicate_parameter", "is given twice"));
        }
    }
    let mut reader = ObjectReader::new(&members, String::new(), Source::Query);
    let outcome = T::from_object(&mut reader);
    errors.extend(reader.finish());
    match outcome {
        Some(value) if errors.is_empty() => Ok(value),
        _ => Err(invalid(errors)),
    }
}

fn pointer(name: &str) -> String {
    let mut pointer = String::new();
    super::json::push_token(&mut pointer, &super::json::shortened(name));
    pointer
}

fn invalid(errors: Vec<InputError>) -> Error {
    let detail = summary(&errors);
    Error::Refused(Refusal { errors, ..Refusal::new(Code::InvalidParameter, detail) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::fields::{Integer, Verbatim};
    use crate::input::form::form;

    form! {
        /// A page.
        struct Page {
            /// How long it is.
            limit: Option<Integer<1, 100>>,
            /// Whose it is.
            name: Option<Verbatim>,
            /// Whether it is listed.
            listed: Option<bool>,
        }
    }

    #[test]
    fn reads_text_as_what_it_should_be() {
        let page = parse_query::<Page>("limit=5&name=M%C3%BCller+%26+Co&listed=true").unwrap();
        assert_eq!((page.limit, page.name.as_deref(), page.listed), (Some(5), Some("Müller & Co"), Some(true)));
        assert!(parse_query::<Page>("").unwrap().limit.is_none());
    }

    #[test]
    fn too_many_parameters_are_not_read() {
        assert!(parse_query::<Page>(&"limit=5&".repeat(99)).unwrap_err().to_string().contains("98 things"));
        for query in ["a&".repeat(101), "&".repeat(1 << 20), "p=1&".repeat(101)] {
            let Err(Error::Refused(refusal)) = parse_query::<Page>(&query) else { panic!("accepted") };
            assert!(refusal.code == Code::InvalidParameter && refusal.detail.contains("more than 100"), "{refusal:?}");
        }
    }

    #[test]
    fn reports_every_mistake_at_once() {
        let query = "limit=5&limit=x&nam=a&listed=1&name=%ff%00";
        let Err(Error::Refused(refusal)) = parse_query::<Page>(query) else { panic!("accepted") };
        assert_eq!(refusal.code, Code::InvalidParameter);
        let found: Vec<_> = refusal.errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
        let expected = [
            ("/limit", "duplicate_parameter"),
            ("/name", "not_utf8"),
            ("/limit", "wrong_type"),
            ("/name", "control_character"),
            ("/listed", "wrong_type"),
            ("/nam", "unknown_parameter"),
        ];
        assert_eq!(found, expected);
    }
}
