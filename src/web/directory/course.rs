//! An accredited course: what people and programs are told of it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::sessions::{self as session_facts, SessionFacts};
use super::standing::Standing;
use crate::http::names;
use crate::messages::Text;
use crate::registry::training::sessions::CourseSession;
use crate::registry::training::{Course, TrainingOrganisation};
use crate::scheme::Scheme;
use crate::scheme::lifecycle::{History, Status, joint_status};
use crate::web::history::{Event, of_accreditation, period};
use crate::web::page::Reader;
use crate::web::structured::{document, part, postal_address};

pub(super) struct CourseFacts {
    /// Its place on the page.
    pub anchor: String,
    pub title: String,
    pub qualification: String,
    pub qualification_address: String,
    pub delivery: Option<String>,
    pub countries: Option<String>,
    pub languages: Option<String>,
    pub accredited: String,
    pub standing: Option<Standing>,
    /// What happened to the accreditation; empty where nothing did.
    pub events: Vec<Event>,
    /// When it is given next.
    pub sessions: Vec<SessionFacts>,
}

impl CourseFacts {
    pub fn of(reader: &Reader, scheme: &Scheme, course: &Course) -> Self {
        let (text, language) = (reader.text, reader.text.language());
        let code = course.qualification.as_str();
        let countries = course.countries.iter().map(|code| names::country(language, code).into_owned());
        Self {
            anchor: course.slug.as_str().to_owned(),
            title: course.title.clone(),
            qualification: scheme.qualification(code).map_or(code, |known| &known.title).to_owned(),
            qualification_address: reader.link(&format!("/qualifications/{code}")),
            delivery: joined(course.delivery.iter().map(|word| delivery(text, word))),
            countries: joined(countries),
            languages: joined(course.languages.iter().map(|tag| names::language_name(language, tag))),
            accredited: String::new(),
            standing: None,
            events: Vec::new(),
            sessions: Vec::new(),
        }
    }

    /// The same with those of these sessions that are of the course.
    pub fn with(self, text: Text, course: &Course, sessions: &[CourseSession]) -> Self {
        let own = sessions.iter().filter(|session| session.course == course.id);
        Self { sessions: own.map(|session| SessionFacts::of(text, session)).collect(), ..self }
    }

    /// The same, with what it is worth on a day: it is accredited while whoever runs it is, too.
    pub fn on(self, text: Text, course: &Course, by: &TrainingOrganisation, day: NaiveDate) -> Self {
        let own = course.accreditation();
        let both = joint_status(own.status_on(day), by.accreditation().status_on(day));
        Self {
            accredited: accredited(text, &own, day),
            standing: Some(Standing::of_accreditation(text, both)),
            events: of_accreditation(text, &course.status_changes, &own, day),
            ..self
        }
    }
}

pub(super) fn delivery(text: Text, word: &str) -> String {
    match word {
        "classroom" => text.say("delivery-classroom"),
        "online" => text.say("delivery-online"),
        other => other.to_owned(),
    }
}

fn joined(names: impl Iterator<Item = String>) -> Option<String> {
    let names: BTreeSet<_> = names.collect();
    let joined = names.into_iter().collect::<Vec<_>>().join(", ");
    (!joined.is_empty()).then_some(joined)
}

/// The days of an accreditation, and what interrupts or ends them on a day.
pub(super) fn accredited(text: Text, accreditation: &History, day: NaiveDate) -> String {
    let days = period(text, accreditation.days());
    let since = accreditation.status_since(day).unwrap_or(day);
    let since = [("since", text.day(since).into())];
    let state = match accreditation.status_on(day) {
        Status::Suspended { until: None } => text.say_with("accreditation-suspended", &since),
        Status::Suspended { until: Some(until) } => {
            let [(_, since)] = since;
            text.say_with("accreditation-suspended-until", &[("since", since), ("until", text.day(until).into())])
        }
        Status::Withdrawn => text.say_with("accreditation-withdrawn", &since),
        Status::InForce | Status::Expired | Status::NotYet => return days,
    };
    text.say_with("accreditation-state", &[("days", days.into()), ("state", state.into())])
}

pub(super) fn structured_organisation(reader: &Reader, path: &str, by: &TrainingOrganisation) -> Value {
    let address = postal_address(by.country.as_str(), None, None);
    document(reader, "Organization", path, json!({"name": by.name, "sameAs": by.website, "address": address}))
}

/// A course for programs: once for each way in which it is given, and for each of these sessions that is of it.
pub(super) fn structured_course(
    reader: &Reader,
    scheme: &Scheme,
    path: &str,
    course: &Course,
    by: &TrainingOrganisation,
    sessions: &[CourseSession],
) -> Value {
    let code = course.qualification.as_str();
    let (title, _) = scheme.qualification_words(&course.qualification);
    let languages = (!course.languages.is_empty()).then_some(&course.languages);
    let instance = |word: &String| {
        let mode = if word == "classroom" { "onsite" } else { word };
        let places: Vec<_> = course.countries.iter().map(|code| part("Country", json!({"name": code}))).collect();
        let places = (!places.is_empty()).then_some(places);
        part("CourseInstance", json!({"courseMode": mode, "inLanguage": languages, "location": places}))
    };
    let own = sessions.iter().filter(|session| session.course == course.id);
    let instances: Vec<_> = course.delivery.iter().map(instance).chain(own.map(session_facts::structured)).collect();
    let awarded = part(
        "EducationalOccupationalCredential",
        json!({"name": title, "url": reader.absolute(&format!("/qualifications/{code}"))}),
    );
    let provider = part("Organization", json!({"@id": reader.absolute(path), "name": by.name}));
    let known = json!({
        "name": course.title,
        "provider": provider,
        "inLanguage": languages,
        "hasCourseInstance": (!instances.is_empty()).then_some(instances),
        "educationalCredentialAwarded": awarded,
    });
    document(reader, "Course", &format!("{path}#{}", course.slug.as_str()), known)
}
