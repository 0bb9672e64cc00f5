//! The form, read: claims, and what is wrong with the fields.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::given::Given;
use super::wanted::{PERIOD, Wanted, awarded, completed, course, expires, of_period};
use crate::error::InputError;
use crate::registry::eligibility::{
    ClaimedCertificate, ClaimedCourse, ClaimedExperience, Claims, ClaimsAssessment, NamedCourse,
};
use crate::scheme::calendar::parse_date;
use crate::scheme::definition::QualificationCode;
use crate::scheme::evidence::AuditRole;
use crate::scheme::text::Word;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mistake {
    NoDay,
    FarAway,
    Future,
    EndsBefore,
    /// The field came more than once.
    Twice,
    NoBeginning,
    /// A period has no last day and does not go on.
    NoEnd,
    TwoEnds,
    NoRole,
    NoCourse,
    NotCompleted,
    NotAwarded,
}

/// The mistakes by the names of their fields; of each field the first.
pub(super) type Mistakes = BTreeMap<String, Mistake>;

#[derive(Default)]
pub(super) struct Reading {
    pub claims: Claims,
    /// The day to look at; `None` for today.
    pub on: Option<NaiveDate>,
    pub mistakes: Mistakes,
    /// Which field each place in the claims comes from.
    places: BTreeMap<String, String>,
}

impl Reading {
    /// Reads the form. What is wrong in the light of the registry is added by [`settle`](Self::settle).
    pub fn of(given: &Given, wanted: &Wanted) -> Self {
        let mut reading = Self::default();
        reading.on = reading.day(given, "on");
        for (certification, _) in &wanted.certifications {
            reading.certificate(given, certification);
        }
        for (qualification, _) in &wanted.courses {
            reading.course(given, qualification);
        }
        for number in (1..=given.periods).filter(|number| given.has_period(*number)) {
            reading.period(given, number);
        }
        reading
    }

    fn certificate(&mut self, given: &Given, certification: &Word) {
        let (field, end) = (awarded(certification), expires(certification));
        let (awarded_on, expires_on) = (self.day(given, &field), self.day(given, &end));
        let Some(awarded_on) = awarded_on else {
            if !given.value(&end).is_empty() {
                self.complain(field, Mistake::NotAwarded);
            }
            return;
        };
        let place = format!("/external_certificates/{}", self.claims.external_certificates.len());
        self.places.insert(format!("{place}/awarded_on"), field);
        self.places.insert(format!("{place}/expires_on"), end);
        let certificate = ClaimedCertificate { certification: certification.clone(), awarded_on, expires_on };
        self.claims.external_certificates.push(certificate);
    }

    fn course(&mut self, given: &Given, qualification: &QualificationCode) {
        let (field, chosen) = (completed(qualification), course(qualification));
        self.note_twice(given, &chosen);
        let named = Some(given.value(&chosen)).filter(|slug| !slug.is_empty());
        match self.day(given, &field) {
            Some(completed_on) => {
                let place = format!("/course_attendances/{}", self.claims.course_attendances.len());
                self.places.insert(format!("{place}/completed_on"), field);
                self.places.insert(format!("{place}/course_id"), chosen);
                let course = match named {
                    Some(slug) => NamedCourse::InDirectory(slug.to_owned()),
                    None => NamedCourse::Accredited(Some(qualification.to_string())),
                };
                self.claims.course_attendances.push(ClaimedCourse { course, completed_on });
            }
            None if named.is_some() => self.complain(field, Mistake::NotCompleted),
            None => {}
        }
    }

    fn period(&mut self, given: &Given, number: usize) {
        let [role_field, it, from, to, still] = PERIOD.map(|field| of_period(field, number));
        for field in [&role_field, &it, &still] {
            self.note_twice(given, field);
        }
        let role = AuditRole::parse(given.value(&role_field));
        if role.is_none() {
            self.complain(role_field, Mistake::NoRole);
        }
        let (started_on, ended_on) = (self.day(given, &from), self.day(given, &to));
        if given.value(&from).is_empty() {
            self.complain(from.clone(), Mistake::NoBeginning);
        }
        match (given.value(&to).is_empty(), given.value(&still).is_empty()) {
            (true, true) => self.complain(to.clone(), Mistake::NoEnd),
            (false, false) => self.complain(to.clone(), Mistake::TwoEnds),
            // The registry says so too, but only once everything else can be read.
            _ if ended_on < started_on && ended_on.is_some() => self.complain(to.clone(), Mistake::EndsBefore),
            _ => {}
        }
        if let (Some(role), Some(started_on)) = (role, started_on) {
            let place = format!("/audit_experience/{}", self.claims.audit_experience.len());
            self.places.insert(format!("{place}/started_on"), from);
            self.places.insert(format!("{place}/ended_on"), to);
            let it_environment = !given.value(&it).is_empty();
            self.claims.audit_experience.push(ClaimedExperience { role, it_environment, started_on, ended_on });
        }
    }

    /// The day in a field; `None` where there is none, or none that can be.
    fn day(&mut self, given: &Given, field: &str) -> Option<NaiveDate> {
        self.note_twice(given, field);
        let typed = given.value(field);
        if typed.is_empty() {
            return None;
        }
        let day = parse_date(typed).ok();
        if day.is_none() {
            let is_a_day = typed.parse::<NaiveDate>().is_ok();
            self.complain(field.to_owned(), if is_a_day { Mistake::FarAway } else { Mistake::NoDay });
        }
        day
    }

    fn note_twice(&mut self, given: &Given, field: &str) {
        if given.is_twice(field) {
            self.complain(field.to_owned(), Mistake::Twice);
        }
    }

    fn complain(&mut self, field: String, mistake: Mistake) {
        self.mistakes.entry(field).or_insert(mistake);
    }

    pub fn settle(&mut self, outcome: Result<ClaimsAssessment, Vec<InputError>>) -> Option<ClaimsAssessment> {
        let errors = match outcome {
            Ok(assessed) => return Some(assessed),
            Err(errors) => errors,
        };
        for error in errors {
            let mistake = match error.code {
                "in_the_future" => Mistake::Future,
                "ends_before_it_begins" | "before_award" => Mistake::EndsBefore,
                "unknown_reference" => Mistake::NoCourse,
                _ => Mistake::NoDay,
            };
            // Every place that the registry points at comes from a field; the day is there on every form.
            let field = self.places.get(&error.pointer).cloned().unwrap_or_else(|| "on".to_owned());
            self.complain(field, mistake);
        }
        None
    }
}
