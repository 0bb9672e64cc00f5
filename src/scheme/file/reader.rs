//! Reads TOML tables into typed values and collects every mistake with its line, instead of stopping at the first.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::scheme::Complaint;

/// One mistake in a scheme file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// The line it is on, from 1.
    pub line: usize,
    /// Which value, as a path of keys: `qualification[1].format[0].pass_mark`.
    pub place: String,
    /// What is wrong, and what would be right.
    pub detail: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            return write!(formatter, "line {}: {}", self.line, self.detail);
        }
        write!(formatter, "line {}: `{}` {}", self.line, self.place, self.detail)
    }
}

/// The mistakes found so far, and the text they are in.
pub(super) struct Mistakes<'a> {
    text: &'a str,
    mistakes: RefCell<Vec<Mistake>>,
}

impl<'a> Mistakes<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, mistakes: RefCell::new(Vec::new()) }
    }

    pub(super) fn add(&self, span: &Range<usize>, place: &str, detail: impl Into<String>) {
        let before = self.text.get(..span.start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        self.mistakes.borrow_mut().push(Mistake { line, place: place.to_owned(), detail: detail.into() });
    }

    pub(super) fn into_sorted(self) -> Vec<Mistake> {
        let mut mistakes = self.mistakes.into_inner();
        mistakes.sort();
        mistakes.dedup();
        mistakes
    }
}

/// Reads one table; what was not asked for is reported by [`finish`](Self::finish).
pub(super) struct TableReader<'a, 'text> {
    table: &'a DeTable<'text>,
    span: Range<usize>,
    place: String,
    mistakes: &'a Mistakes<'text>,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'a, 'text> TableReader<'a, 'text> {
    pub(super) fn new(
        table: &'a DeTable<'text>,
        span: Range<usize>,
        place: String,
        mistakes: &'a Mistakes<'text>,
    ) -> Self {
        Self { table, span, place, mistakes, asked: RefCell::default() }
    }

    pub(super) fn of(value: &'a Spanned<DeValue<'text>>, place: String, mistakes: &'a Mistakes<'text>) -> Option<Self> {
        if let Some(table) = value.get_ref().as_table() {
            return Some(Self::new(table, value.span(), place, mistakes));
        }
        mistakes.add(&value.span(), &place, format!("must be a table, but is {}", described(value.get_ref())));
        None
    }

    pub(super) fn span(&self) -> &Range<usize> {
        &self.span
    }

    pub(super) fn place(&self, key: &str) -> String {
        if self.place.is_empty() { key.to_owned() } else { format!("{}.{key}", self.place) }
    }

    pub(super) fn complain(&self, key: &str, detail: impl Into<String>) {
        let span = self.table.get(key).map_or_else(|| self.span.clone(), Spanned::span);
        self.mistakes.add(&span, &self.place(key), detail);
    }

    pub(super) fn get(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'text>>> {
        self.asked.borrow_mut().insert(key);
        self.table.get(key)
    }

    pub(super) fn required(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'text>>> {
        let value = self.get(key);
        if value.is_none() {
            self.mistakes.add(&self.span, &self.place(key), "is missing");
        }
        value
    }

    fn typed<T>(&self, key: &'static str, value: &DeValue<'text>, expected: &str, read: Option<T>) -> Option<T> {
        if read.is_none() {
            self.complain(key, format!("must be {expected}, but is {}", described(value)));
        }
        read
    }

    /// A text that `parse` accepts.
    pub(super) fn text<T>(&self, key: &'static str, parse: impl Fn(&str) -> Result<T, Complaint>) -> Option<T> {
        let value = self.required(key)?;
        let text = self.typed(key, value.get_ref(), "a text in quotes", value.get_ref().as_str())?;
        match parse(text) {
            Ok(read) => Some(read),
            Err(complaint) => {
                self.complain(key, complaint.detail);
                None
            }
        }
    }

    pub(super) fn number(&self, key: &'static str, range: std::ops::RangeInclusive<u16>) -> Option<u16> {
        let value = self.required(key)?;
        let number = value.get_ref().as_integer().and_then(|number| number.as_str().parse().ok());
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        self.typed(key, value.get_ref(), &expected, number.filter(|number| range.contains(number)))
    }

    /// A truth value; false where it is left out.
    pub(super) fn flag(&self, key: &'static str) -> bool {
        self.get(key).is_some_and(|value| {
            self.typed(key, value.get_ref(), "true or false", value.get_ref().as_bool()).unwrap_or(false)
        })
    }

    pub(super) fn day(&self, key: &'static str) -> Option<NaiveDate> {
        let value = self.get(key)?;
        let datetime = value.get_ref().as_datetime().filter(|datetime| datetime.time.is_none());
        let day = datetime.and_then(|datetime| datetime.to_string().parse().ok());
        self.typed(key, value.get_ref(), "a day such as 2012-06-01, without quotes", day)
    }

    pub(super) fn table(&self, key: &'static str) -> Option<Self> {
        Self::of(self.required(key)?, self.place(key), self.mistakes)
    }

    /// The tables of an array of tables; at least one.
    pub(super) fn tables(&self, key: &'static str) -> Vec<TableReader<'a, 'text>> {
        let Some(value) = self.required(key) else { return Vec::new() };
        self.items(key, value)
            .iter()
            .enumerate()
            .filter_map(|(index, item)| Self::of(item, format!("{}[{index}]", self.place(key)), self.mistakes))
            .collect()
    }

    /// The items of an array; at least one.
    pub(super) fn items(&self, key: &'static str, value: &'a Spanned<DeValue<'text>>) -> &'a [Spanned<DeValue<'text>>] {
        match self.typed(key, value.get_ref(), "a list", value.get_ref().as_array()) {
            Some(items) if items.is_empty() => {
                self.complain(key, "is empty; at least one is needed");
                &[]
            }
            Some(items) => items,
            None => &[],
        }
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn finish(&self) {
        let asked = self.asked.borrow();
        for key in self.table.keys() {
            if !asked.contains(key.get_ref().as_ref()) {
                let known: Vec<_> = asked.iter().copied().collect();
                self.mistakes.add(
                    &key.span(),
                    &self.place(key.get_ref()),
                    format!("is not known here; known are {}", known.join(", ")),
                );
            }
        }
    }

    pub(super) fn mistakes(&self) -> &'a Mistakes<'text> {
        self.mistakes
    }
}

fn described(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text \"{text}\""),
        DeValue::Integer(number) => format!("the number {number}"),
        DeValue::Float(number) => format!("the number {number}"),
        DeValue::Boolean(flag) => format!("{flag}"),
        DeValue::Datetime(datetime) => format!("the date {datetime}"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}
