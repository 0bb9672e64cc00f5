//! Sessions of courses: when, where, in which language, and where to enrol.

use serde_json::{Value, json};

use super::list::Row;
use crate::http::names;
use crate::messages::Text;
use crate::registry::training::sessions::{CourseSession, SessionOfCourse};
use crate::scheme::calendar::Period;
use crate::web::history::period;
use crate::web::page::Reader;
use crate::web::structured::{part, postal_address};

pub(super) struct SessionFacts {
    pub when: String,
    pub place: String,
    pub language: String,
    pub enrol_url: String,
}

impl SessionFacts {
    pub fn of(text: Text, session: &CourseSession) -> Self {
        let when = if session.starts_on == session.ends_on {
            text.day(session.starts_on)
        } else {
            period(text, Period { from: session.starts_on, until: Some(session.ends_on) })
        };
        let place = match (&session.locality, &session.country) {
            (Some(locality), Some(country)) => {
                format!("{locality}, {}", names::country(text.language(), country.as_str()))
            }
            _ => text.say("delivery-online"),
        };
        let language = names::language_name(text.language(), &session.language);
        Self { when, place, language, enrol_url: session.enrol_url.clone() }
    }
}

/// A session in a list: it leads to its course on the page of whoever runs it.
pub(super) fn row(reader: &Reader, known: &SessionOfCourse) -> Row {
    let SessionFacts { when, place, language, .. } = SessionFacts::of(reader.text, &known.session);
    let path = format!("/training/{}", known.by.slug.as_str());
    Row {
        address: format!("{}#{}", reader.link(&path), known.course.slug.as_str()),
        path: format!("{path}#{}", known.course.slug.as_str()),
        name: known.course.title.clone(),
        standing: None,
        facts: vec![when, place, language, known.by.name.clone()],
        summary: None,
    }
}

/// A session for programs.
pub(super) fn structured(session: &CourseSession) -> Value {
    let location = session.locality.as_deref().zip(session.country).map(|(locality, country)| {
        part("Place", json!({"name": locality, "address": postal_address(country.as_str(), None, Some(locality))}))
    });
    let mode = if location.is_some() { "onsite" } else { "online" };
    let known = json!({
        "courseMode": mode,
        "startDate": session.starts_on.to_string(),
        "endDate": session.ends_on.to_string(),
        "inLanguage": session.language,
        "location": location,
        "offers": part("Offer", json!({"url": session.enrol_url})),
    });
    part("CourseInstance", known)
}
