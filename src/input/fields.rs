//! What the members of forms can be, with the limits of each: the types of the scheme, and limits that have no other type.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use super::dates::{DateOrder, day};
use super::field::Field;
use super::object::ObjectReader;
use super::value::{boolean, integer, string};
use crate::scheme::country::CountryCode;
use crate::scheme::definition::QualificationCode;
use crate::scheme::evidence::AuditRole;
use crate::scheme::exam::Outcome;
use crate::scheme::identity::ChangeReason;
use crate::scheme::numbers::CandidateNumber;
use crate::scheme::person::{FamilyName, FullName, GivenNames, LONGEST_NAME};
use crate::scheme::text::{
    Contact, ForeignNumber, Method, Note, Reason, Reference, Region, ScopeStatement, Slug, Title, Word, email,
    language, line, pasted, website,
};
use crate::scheme::{Complaint, resemblance, search};

/// Declares what is sent as a text: the type, the value that is read, how, and what the document says of it.
macro_rules! text_fields {
    ($($type:ty: $value:ty = $parse:expr, {$($schema:tt)*};)+) => {$(
        impl $crate::input::form::Field for $type {
            type Value = $value;

            fn read(
                reader: &mut $crate::input::object::ObjectReader<'_>,
                pointer: String,
                value: &::serde_json::Value,
            ) -> Option<$value> {
                reader.text(pointer, value, $parse)
            }

            fn schema() -> ::serde_json::Value {
                ::serde_json::json!({"type": "string", $($schema)*})
            }
        }
    )+};
}

/// Declares what is sent as one word of a few: the type, the value that is read, all of the values, and the word of each.
macro_rules! word_fields {
    ($($type:ty: $value:ty = $all:expr, $word:expr;)+) => {$crate::input::fields::text_fields! {$(
        $type: $value = |text| $crate::input::fields::one_of(text, &$all[..], $word),
            {"pattern": format!("^({})$", $crate::input::fields::words(&$all[..], $word).join("|"))};
    )+}};
}

pub(crate) use {text_fields, word_fields};

pub(crate) fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|one| word(*one)).collect()
}

/// The value whose word `text` is.
pub(crate) fn one_of<T: Copy>(text: &str, all: &[T], word: impl Fn(T) -> &'static str) -> Result<T, Complaint> {
    let found = all.iter().copied().find(|one| word(*one) == text);
    found.ok_or_else(|| Complaint::new("unknown_word", format!("must be one of {}", words(all, word).join(", "))))
}

pub struct Line<const LONGEST: usize>;

/// What names a record or an entry of the scheme, by id, slug or code. What has more than `LONGEST` characters names none,
/// which the document need not say.
pub struct Key<const LONGEST: usize = 100>;

/// A text that is taken as it is.
pub struct Verbatim;

/// A number as it was typed, which may be mistyped: whatever is in it, up to `LONGEST` characters.
pub struct Typed<const LONGEST: usize>;

pub struct Website;

pub struct Email;

/// A language (BCP 47).
pub struct Language;

/// A line that is only looked for or compared, typed or pasted.
pub struct Pasted<const LONGEST: usize>;

/// What somebody looks for.
pub type SearchWords = Pasted<{ search::MOST_LETTERS }>;

text_fields! {
    Title: Self = Self::parse, {"minLength": 1, "maxLength": Self::LONGEST};
    Reference: Self = Self::parse, {"minLength": 1, "maxLength": Self::LONGEST};
    ForeignNumber: Self = Self::parse, {"minLength": 1, "maxLength": Self::LONGEST};
    Method: Self = Self::parse, {"minLength": 1, "maxLength": Self::LONGEST};
    Reason: Self = Self::parse, {"minLength": 1, "maxLength": Self::LONGEST};
    Note: Self = Self::parse, {"minLength": 1, "maxLength": Self::LONGEST};
    ScopeStatement: Self = Self::parse, {"minLength": 1, "maxLength": Self::LONGEST};
    Region: Self = Self::parse, {"minLength": 1, "maxLength": Self::LONGEST};
    Contact: Self = Self::parse, {"minLength": 1, "maxLength": Self::LONGEST};
    FamilyName: Self = Self::parse, {"minLength": 1, "maxLength": LONGEST_NAME};
    GivenNames: Self = Self::parse, {"minLength": 1, "maxLength": LONGEST_NAME};
    FullName: Self = Self::parse, {"minLength": 1, "maxLength": LONGEST_NAME};
    Slug: Self = Self::parse, {"maxLength": Self::LONGEST, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"};
    Word: Self = Self::parse, {"maxLength": Self::LONGEST, "pattern": "^[a-z][a-z0-9_]*$"};
    CountryCode: Self = Self::parse, {"pattern": "^[A-Z]{2}$"};
    QualificationCode: Self = |text| line(text, Word::LONGEST).map(Self::new), {};
    Website: String = website, {"maxLength": 500};
    Email: String = email, {"format": "email", "maxLength": 254};
    Language: String = language, {"pattern": "^[a-z]{2,3}(-[A-Z]{2})?$"};
    Verbatim: String = |text| Ok(text.to_owned()), {};
    NaiveDate: Self = day, {"format": "date"};
    DateTime<Utc>: Self = parse_instant, {"format": "date-time"};
}

word_fields! {
    AuditRole: Self = Self::ALL, Self::as_str;
    ChangeReason: Self = Self::ALL, Self::as_str;
    DateOrder: Self = Self::ALL, Self::as_str;
    Outcome: Self = Self::ALL, Self::as_str;
    resemblance::Reason: Self = Self::ALL, Self::as_str;
}

fn parse_instant(text: &str) -> Result<DateTime<Utc>, Complaint> {
    let detail = "is not an instant as RFC 3339 writes it, like 2026-11-22T10:00:00Z";
    let moment = DateTime::parse_from_rfc3339(text).map(|moment| moment.to_utc());
    moment.map_err(|_| Complaint::new("invalid_instant", detail))
}

impl<const LONGEST: usize> Field for Line<LONGEST> {
    type Value = String;

    fn read(reader: &mut ObjectReader<'_>, pointer: String, value: &Value) -> Option<String> {
        reader.text(pointer, value, |text| line(text, LONGEST))
    }

    fn schema() -> Value {
        json!({"type": "string", "minLength": 1, "maxLength": LONGEST})
    }
}

impl<const LONGEST: usize> Field for Key<LONGEST> {
    type Value = String;

    fn read(reader: &mut ObjectReader<'_>, pointer: String, value: &Value) -> Option<String> {
        Line::<LONGEST>::read(reader, pointer, value)
    }

    fn schema() -> Value {
        json!({"type": "string"})
    }
}

/// Numbers are read in any spelling, control characters included.
impl<const LONGEST: usize> Field for Pasted<LONGEST> {
    type Value = String;

    fn read(reader: &mut ObjectReader<'_>, pointer: String, value: &Value) -> Option<String> {
        reader.keep(pointer, string(value).and_then(|text| pasted(text, LONGEST)))
    }

    fn schema() -> Value {
        json!({"type": "string", "minLength": 1, "maxLength": LONGEST})
    }
}

impl<const LONGEST: usize> Field for Typed<LONGEST> {
    type Value = String;

    fn read(reader: &mut ObjectReader<'_>, pointer: String, value: &Value) -> Option<String> {
        let too_long = || Complaint::new("too_long", format!("has more than {LONGEST} characters"));
        let typed = string(value).and_then(|text| match text.chars().nth(LONGEST) {
            None => Ok(text.to_owned()),
            Some(_) => Err(too_long()),
        });
        reader.keep(pointer, typed)
    }

    fn schema() -> Value {
        json!({"type": "string", "maxLength": LONGEST})
    }
}

impl Field for CandidateNumber {
    type Value = Self;

    fn read(reader: &mut ObjectReader<'_>, pointer: String, value: &Value) -> Option<Self> {
        let mistyped = |mistake| Complaint::new("mistyped_number", format!("is mistyped: {mistake}"));
        reader.keep(pointer, string(value).and_then(|text| Self::parse(text).map_err(mistyped)))
    }

    fn schema() -> Value {
        json!({"type": "string"})
    }
}

impl Field for bool {
    type Value = Self;

    fn read(reader: &mut ObjectReader<'_>, pointer: String, value: &Value) -> Option<Self> {
        let read = boolean(value, reader.source());
        reader.keep(pointer, read)
    }

    fn schema() -> Value {
        json!({"type": "boolean"})
    }
}

pub struct Integer<const LEAST: i64 = { i64::MIN }, const MOST: i64 = { i64::MAX }>;

impl<const LEAST: i64, const MOST: i64> Field for Integer<LEAST, MOST> {
    type Value = i64;

    fn read(reader: &mut ObjectReader<'_>, pointer: String, value: &Value) -> Option<i64> {
        let read = integer(value, reader.source(), &(LEAST..=MOST));
        reader.keep(pointer, read)
    }

    fn schema() -> Value {
        let mut schema = json!({"type": "integer", "format": "int64"});
        if LEAST > i64::MIN {
            schema["minimum"] = json!(LEAST);
        }
        if MOST < i64::MAX {
            schema["maximum"] = json!(MOST);
        }
        schema
    }
}

/// How many of a list at most: `USUAL` when left out; more than `GREATEST` is lowered to that.
pub struct Limit<const USUAL: u32, const GREATEST: u32>;

impl<const USUAL: u32, const GREATEST: u32> Field for Limit<USUAL, GREATEST> {
    type Value = u32;

    const REQUIRED: bool = false;

    fn read(reader: &mut ObjectReader<'_>, pointer: String, value: &Value) -> Option<u32> {
        let read = Integer::<1>::read(reader, pointer, value);
        read.map(|limit| u32::try_from(limit).unwrap_or(u32::MAX).min(GREATEST))
    }

    fn missing(_: &mut ObjectReader<'_>, _: &'static str, _: bool) -> Option<u32> {
        Some(USUAL)
    }

    fn schema() -> Value {
        json!({"type": "integer", "minimum": 1})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_word_is_told_the_words() {
        let complaint = one_of("Marriage", &ChangeReason::ALL, ChangeReason::as_str).unwrap_err();
        assert_eq!(complaint.code, "unknown_word");
        assert!(complaint.detail.contains("marriage"));
    }
}
