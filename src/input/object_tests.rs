use chrono::NaiveDate;
use serde_json::json;

use super::*;
use crate::input::fields::{Integer, Verbatim, text_fields};
use crate::input::form::{Several, form};

form! {
    /// A course.
    #[derive(PartialEq)]
    struct Course {
        /// Its title.
        title: Verbatim,
        /// Its name in addresses.
        slug: Option<Verbatim>,
        /// How many can attend.
        seats: Option<Integer<1, 40>>,
        /// Whether anybody can.
        open: Option<bool>,
        /// Its first day.
        from: NaiveDate,
        /// Its languages.
        languages: Option<Several<Spoken, 1, 3>>,
        /// Four marks.
        marks: Option<Several<Integer<0, 20>, 4, 4>>,
        /// How it was checked.
        check: Option<Check>,
    }

    /// How something was checked.
    #[derive(PartialEq)]
    struct Check {
        /// How.
        method: Verbatim,
        /// What else is to be said.
        note: Option<Verbatim>,
    }
}

/// One of two languages.
struct Spoken;

text_fields! {
    Spoken: String = |text| match text {
        "en" | "de" => Ok(text.to_owned()),
        _ => Err(Complaint::new("unknown_language", "no such language")),
    }, {};
}

/// Pointers and codes of what is wrong with `value`.
fn mistakes(value: &Value) -> Vec<(String, &'static str)> {
    match parse_object::<Course>(value) {
        Err(Error::Invalid(errors)) => errors.into_iter().map(|error| (error.pointer, error.code)).collect(),
        other => panic!("not invalid: {other:?}"),
    }
}

fn expected(list: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
    list.iter().map(|(pointer, code)| ((*pointer).to_owned(), *code)).collect()
}

#[test]
fn reads_a_whole_object() {
    let course = parse_object::<Course>(&json!({
        "title": "Service management", "slug": null, "seats": 12, "open": false, "from": "2026-11-22",
        "languages": ["en", "de"], "marks": [1, 2, 3, 20], "check": { "method": "e-mail", "note": null }
    }));
    let expected = Course {
        title: "Service management".to_owned(),
        slug: None,
        seats: Some(12),
        open: Some(false),
        from: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
        languages: Some(vec!["en".to_owned(), "de".to_owned()]),
        marks: Some(vec![1, 2, 3, 20]),
        check: Some(Check { method: "e-mail".to_owned(), note: None }),
    };
    assert_eq!(course.unwrap(), expected);
}

#[test]
fn reports_every_mistake_at_once() {
    let found = mistakes(&json!({
        "slug": 7, "seats": 41, "open": "yes", "from": "2026-02-30", "languages": ["en", "xx", 5],
        "marks": [1, 2, 3], "check": { "note": "a\0b", "methode": "e-mail" }, "colour/hue": 1
    }));
    let wanted = [
        ("/title", "required"),
        ("/slug", "wrong_type"),
        ("/seats", "out_of_range"),
        ("/open", "wrong_type"),
        ("/from", "invalid_date"),
        ("/languages/1", "unknown_language"),
        ("/languages/2", "wrong_type"),
        ("/marks", "wrong_length"),
        ("/check/method", "required"),
        ("/check/note", "control_character"),
        ("/check/methode", "unknown_field"),
        ("/colour~1hue", "unknown_field"),
    ];
    assert_eq!(found, expected(&wanted));
}

#[test]
fn an_integer_is_a_whole_number_in_json() {
    let base = json!({ "title": "t", "from": "2026-11-22" });
    for (seats, code) in [
        (json!(1.5), "wrong_type"),
        (json!("12"), "wrong_type"),
        (json!([12]), "wrong_type"),
        (json!(u64::MAX), "out_of_range"),
        (json!(0), "out_of_range"),
        (json!(-1), "out_of_range"),
    ] {
        let mut value = base.clone();
        value["seats"] = seats;
        assert_eq!(mistakes(&value), expected(&[("/seats", code)]), "{value}");
    }
}

#[test]
fn the_whole_must_be_an_object() {
    for value in [json!([]), json!("x"), json!(null)] {
        assert_eq!(mistakes(&value), expected(&[("", "wrong_type")]));
    }
}

#[test]
fn a_date_is_a_real_day_in_one_spelling() {
    assert!(parse_date("2024-02-29").is_ok());
    assert!(parse_date("1900-01-01").is_ok() && parse_date("2200-12-31").is_ok());
    for text in [
        "",
        "2026-2-3",
        "2026-02-29",
        "2026-13-01",
        "2026-00-10",
        "1899-12-31",
        "2201-01-01",
        "22.11.2026",
        "2026-11-22T00:00:00Z",
        " 2026-11-22",
        "+026-11-22",
        "2026/11/22",
        "２０２６-11-22",
        "20261122",
        "日日日-",
    ] {
        assert!(parse_date(text).is_err(), "{text}");
    }
}

struct Many;
impl FromObject for Many {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let read = object.field::<Several<Course, 0, 100_000>>("many");
        read.map(|_| Self)
    }
}

#[test]
fn tells_so_many_mistakes_and_does_not_look_for_more() {
    let unknown: Map<String, Value> = (0..100_000).map(|number| (format!("titel{number}"), json!(0))).collect();
    let Err(Error::Invalid(errors)) = parse_object::<Course>(&Value::Object(unknown)) else { panic!("accepted") };
    assert_eq!(errors.len(), MOST_ERRORS + 1);
    let many = json!({ "many": vec![json!({"titel": 1}); 100_000], "more": 1 });
    let Err(Error::Invalid(errors)) = parse_object::<Many>(&many) else { panic!("accepted") };
    assert_eq!(errors.len(), MOST_ERRORS + 1);
    let long = json!({ ("é".repeat(100_000)): 1, "title": "x".repeat(100_000), "from": "x".repeat(100_000) });
    let Err(Error::Invalid(errors)) = parse_object::<Course>(&long) else { panic!("accepted") };
    assert!(errors.iter().all(|error| error.pointer.len() + error.detail.len() < 500), "{errors:.300?}");
}
