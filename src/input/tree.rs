//! JSON in which nothing is lost on the way: duplicate names are kept, so that they can be complained about together
//! with everything else.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

#[derive(Debug, PartialEq)]
pub enum Json<'a> {
    Null,
    Boolean(bool),
    Integer(i64),
    /// A whole number that does not fit into [`Json::Integer`].
    TooLarge,
    Fraction(f64),
    Text(Cow<'a, str>),
    Array(Vec<Self>),
    /// The members in their order, duplicates included.
    Object(Vec<(Cow<'a, str>, Self)>),
}

impl<'a> Json<'a> {
    pub fn parse(text: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The first member of this name that is not null.
    pub fn member(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(member, value)| member == name && *value != Self::Null).map(|(_, value)| value)
    }

    pub fn item(&self, index: usize) -> Option<&Self> {
        if let Self::Array(items) = self { items.get(index) } else { None }
    }

    /// How it would stand in a cell.
    pub fn cell(&self) -> Cow<'_, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Boolean(truth) => Cow::Borrowed(if *truth { "yes" } else { "no" }),
            Self::Integer(number) => Cow::Owned(number.to_string()),
            Self::TooLarge => Cow::Borrowed("(a number too large)"),
            Self::Fraction(number) => Cow::Owned(number.to_string()),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Array(items) => Cow::Owned(items.iter().map(Self::cell).collect::<Vec<_>>().join("+")),
            Self::Object(_) => Cow::Borrowed("(an object)"),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Json<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyJson)
    }
}

struct Text<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyText;
        impl<'de> Visitor<'de> for AnyText {
            type Value = Text<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a text")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(AnyText)
    }
}

struct AnyJson;

impl<'de> Visitor<'de> for AnyJson {
    type Value = Json<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json<'de>, E> {
        Ok(Json::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json<'de>, E> {
        Ok(Json::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json<'de>, E> {
        Ok(i64::try_from(value).map_or(Json::TooLarge, Json::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json<'de>, E> {
        Ok(Json::Fraction(value))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Json<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Json::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some((Text(name), value)) = access.next_entry()? {
            members.push((name, value));
        }
        Ok(Json::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duplicates_and_escapes_survive() {
        let json =
            Json::parse(r#"{"a": null, "a": [1, 2.5, "\u00e9", true], "\u0062": 18446744073709551615}"#).unwrap();
        assert_eq!(json.member("a").unwrap().cell(), "1+2.5+é+yes");
        assert_eq!(json.member("b"), Some(&Json::TooLarge));
        let Json::Object(members) = &json else { panic!() };
        assert_eq!(members.len(), 3);
    }

    #[test]
    fn depth_is_bounded() {
        assert!(Json::parse(&"[".repeat(60_000)).unwrap_err().to_string().contains("recursion limit"));
    }
}
