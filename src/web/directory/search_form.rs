//! Forms that find something: what they ask, what was asked, and where the list goes on. Their addresses are plain and
//! made to be shared: parameters without a value are dropped, and others that links collect on their way do no harm.

use std::borrow::Cow;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use chrono::NaiveDate;
use url::form_urlencoded;

use crate::http::cursor::Binding;
use crate::messages::Language;
use crate::registry::PageRequest;
use crate::scheme::calendar::parse_date;
use crate::scheme::search;
use crate::web::names;
use crate::web::page::{Page, Reader};

const ON_A_PAGE: u32 = 25;

const LONGEST: usize = 200;

pub(in crate::web) struct SearchForm {
    pub reader: Reader,
    pub action: String,
    pub fields: Vec<Field>,
    given: Vec<(String, String)>,
    /// Whether a parameter came without a value.
    untidy: bool,
    /// Whether an earlier part of the list came before this one.
    pub goes_on: bool,
}

pub(in crate::web) struct Field {
    pub name: &'static str,
    pub label: String,
    pub kind: Question,
    /// The value as it was given; empty where none was.
    pub value: String,
    /// The value as people read it.
    shown: String,
    pub mistake: Option<String>,
    pub hint: Option<String>,
}

pub(in crate::web) enum Question {
    Text,
    Day,
    /// One of these; the first is none of them.
    Choice(Vec<Choice>),
}

pub(in crate::web) struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// Something that was asked for, and where the list without it is.
pub(in crate::web) struct ActiveFilter {
    pub label: String,
    pub shown: String,
    /// The same list without this.
    pub without: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), chosen: false }
    }

    /// All countries, in the order of their names.
    pub fn all_countries(language: Language) -> Vec<Self> {
        names::countries(language).into_iter().map(|(code, name)| Self::new(code, name)).collect()
    }

    pub fn sorted(mut choices: Vec<Self>) -> Vec<Self> {
        choices.sort_by_cached_key(|choice| crate::scheme::folding::fold(&choice.label, true));
        choices
    }
}

impl FromRequest for SearchForm {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

impl SearchForm {
    /// A form without fields, at the address that was asked for.
    fn of(request: &HttpRequest) -> Self {
        let given = form_urlencoded::parse(request.query_string().as_bytes()).into_owned();
        let reader = Reader::of(request);
        Self {
            action: reader.path().to_owned(),
            reader,
            fields: Vec::new(),
            given: given.collect(),
            untidy: false,
            goes_on: false,
        }
    }

    /// The value of a parameter; of one that is given twice, the first that says something.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let mut values = self.given.iter().filter(|(known, _)| known == name).map(|(_, value)| value.trim());
        let value = values.clone().find(|value| !value.is_empty()).map(str::to_owned);
        self.untidy |= values.any(str::is_empty);
        value
    }

    /// Gives a parameter the value that it has in the tidy address.
    pub fn correct(&mut self, name: &str, tidy: &str) {
        for (_, value) in self.given.iter_mut().filter(|(known, _)| known == name) {
            tidy.clone_into(value);
        }
        self.untidy = true;
    }

    fn add<T>(
        &mut self,
        name: &'static str,
        (label, hint): (String, Option<String>),
        kind: Question,
        read: impl Fn(&str) -> Result<(T, String), String>,
    ) -> Option<T> {
        let given = self.take(name);
        let (found, shown, mistake) = match given.as_deref().map(read) {
            Some(Ok((value, shown))) => (Some(value), shown, None),
            Some(Err(mistake)) => (None, String::new(), Some(mistake)),
            None => (None, String::new(), None),
        };
        // What cannot be read at all does not stand in the page again, however long it was.
        let one_line = |one: char| if one.is_whitespace() { ' ' } else { one };
        let value = given.unwrap_or_default();
        let value = value.chars().map(one_line).filter(|one| !one.is_control()).take(LONGEST).collect();
        self.fields.push(Field { name, label, kind, value, shown, mistake, hint });
        found
    }

    pub fn text(&mut self, name: &'static str, label: String, hint: Option<String>) -> Option<String> {
        let text = self.reader.text;
        let read = |given: &str| match search::line(given) {
            Ok(words) => Ok((words.clone(), words)),
            Err(_) => Err(text.say("finder-unreadable")),
        };
        self.add(name, (label, hint), Question::Text, read)
    }

    pub fn day(&mut self, name: &'static str, label: String, hint: Option<String>) -> Option<NaiveDate> {
        let text = self.reader.text;
        let read = |given: &str| match parse_date(given) {
            Ok(day) => Ok((day, text.day(day))),
            Err(_) => Err(text.say("day-wrong")),
        };
        self.add(name, (label, hint), Question::Day, read)
    }

    /// A field with `choices` beside "any".
    pub fn choice<T>(
        &mut self,
        name: &'static str,
        label: String,
        mut choices: Vec<Choice>,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.reader.text;
        let given = self.take(name);
        for choice in &mut choices {
            choice.chosen = given.as_ref() == Some(&choice.value);
        }
        let chosen = choices.iter().find(|choice| choice.chosen).map(|choice| choice.label.clone());
        choices.insert(0, Choice::new("", text.say("finder-any")));
        let read = move |given: &str| {
            let known = chosen.clone().zip(read(given)).map(|(label, value)| (value, label));
            known.ok_or_else(|| text.say("finder-unknown"))
        };
        self.add(name, (label, None), Question::Choice(choices), read)
    }

    /// What was typed into the field for words, as it was understood.
    pub fn words(&self) -> Option<&str> {
        let field = self.fields.iter().find(|field| field.name == "q" && field.mistake.is_none());
        field.map(|field| field.shown.as_str()).filter(|words| !words.is_empty())
    }

    pub fn asked(&self) -> Vec<(String, String)> {
        let asked = self.fields.iter().filter(|field| !field.value.is_empty());
        asked.map(|field| (field.name.to_owned(), field.value.clone())).collect()
    }

    /// What was asked, with how to ask for less.
    pub fn active_filters(&self) -> Vec<ActiveFilter> {
        let asked = self.asked();
        let filter = |field: &Field| {
            let rest: Vec<_> = asked.iter().filter(|(name, _)| name != field.name).cloned().collect();
            let without = self.reader.link_with(&self.action, &rest);
            ActiveFilter { label: field.label.clone(), shown: field.shown.clone(), without }
        };
        self.fields.iter().filter(|field| !field.shown.is_empty()).map(filter).collect()
    }

    pub fn is_sound(&self) -> bool {
        self.fields.iter().all(|field| field.mistake.is_none())
    }

    pub fn chosen(&self) -> Option<Language> {
        self.reader.chosen()
    }

    /// The list without anything asked.
    pub fn cleared(&self) -> String {
        self.reader.link(&self.action)
    }

    /// The part of the list that is asked for; else the address that the list has, where it is another one than this.
    pub fn part(&mut self) -> Result<PageRequest, String> {
        let cursor = self.take("cursor");
        let mut asked = self.asked();
        let opened = cursor.as_deref().map(|cursor| self.binding().open(cursor)).transpose();
        match opened {
            Ok(after) if !self.untidy => {
                self.goes_on = after.is_some();
                Ok(PageRequest { after, limit: ON_A_PAGE })
            }
            outcome => {
                // A cursor of another list leads to the beginning of this one.
                asked.extend(cursor.filter(|_| outcome.is_ok()).map(|cursor| ("cursor".to_owned(), cursor)));
                Err(self.reader.link_with(&self.action, &asked))
            }
        }
    }

    fn binding(&self) -> Binding {
        let asked = self.asked();
        Binding::new(&self.action, asked.into_iter().map(|(name, value)| (Cow::Owned(name), Cow::Owned(value))))
    }

    /// Where the list goes on behind this key.
    pub fn next(&self, key: &str) -> String {
        let mut asked = self.asked();
        asked.push(("cursor".to_owned(), self.binding().seal(key)));
        self.reader.link_with(&self.action, &asked)
    }

    /// The page of this list. Only the whole list is for search engines: everything on it has a page of its own.
    pub fn page(&self, title: String, next: Option<&str>) -> Page {
        let mut asked = self.asked();
        let at = self.given.iter().find(|(name, value)| name == "cursor" && !value.is_empty());
        asked.extend(at.cloned());
        let is_whole = asked.is_empty();
        let page = self.reader.page(title).asking(asked, next.map(|key| self.next(key)));
        if is_whole { page } else { page.unlisted() }
    }
}

/// 308 to the one address of something that was asked for by another: by its id, or by the name of a record that became
/// part of this one.
pub(in crate::web) fn moved(reader: &Reader, path: &str) -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, reader.link(path))).finish()
}
