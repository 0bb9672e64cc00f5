//! The fields of the form, with what stands in them and what is wrong with it.

use askama::Template;

use super::given::Given;
use super::reading::{Mistake, Mistakes};
use super::wanted::{Wanted, awarded, completed, course, expires, of_period};
use crate::messages::Text;
use crate::registry::eligibility::CourseChoice;
use crate::scheme::evidence::AuditRole;

pub(super) struct Fields {
    pub on: DayField,
    /// Of each certification the day of the award, and the last day.
    pub certificates: Vec<DayField>,
    pub courses: Vec<CourseFields>,
    pub periods: Vec<PeriodFields>,
    /// How many periods there would be, if one was added; `None` where there can be no more.
    pub next_period: Option<usize>,
    /// The fields with mistakes, in the order of the form: id, and what is wrong.
    pub mistaken: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "eligibility_day.html")]
pub(super) struct DayField {
    name: String,
    label: String,
    value: String,
    mistake: Option<String>,
    /// The id of a hint that is elsewhere.
    hint: Option<&'static str>,
}

pub(super) struct CourseFields {
    pub legend: String,
    /// The choice of a course; without one, any is meant.
    pub choice: ChoiceField,
    pub completed: DayField,
}

#[derive(Template)]
#[template(path = "eligibility_choice.html")]
pub(super) struct ChoiceField {
    name: String,
    label: String,
    mistake: Option<String>,
    nothing: String,
    options: Vec<Choice>,
}

struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "eligibility_tick.html")]
pub(super) struct TickField {
    name: String,
    label: String,
    ticked: bool,
    mistake: Option<String>,
}

pub(super) struct PeriodFields {
    /// The place that a link leads to.
    pub id: String,
    pub legend: String,
    pub role: ChoiceField,
    pub it: TickField,
    pub from: DayField,
    pub to: DayField,
    pub still: TickField,
}

struct Maker<'a> {
    text: Text,
    given: &'a Given,
    mistakes: &'a Mistakes,
    mistaken: Vec<(String, String)>,
}

impl Fields {
    /// The fields, in the order in which they stand on the page. `choices` are the courses for each that is wanted.
    pub fn of(text: Text, given: &Given, wanted: &Wanted, choices: &[Vec<CourseChoice>], mistakes: &Mistakes) -> Self {
        let mut maker = Maker { text, given, mistakes, mistaken: Vec::new() };
        let on = maker.day("on".to_owned(), text.say("eligibility-day"), Some("on-hint"));
        let certificates = wanted.certifications.iter().flat_map(|(code, title)| {
            let until = text.say_with("eligibility-certificate-until", &[("title", title.as_str().into())]);
            [(awarded(code), title.clone()), (expires(code), until)]
        });
        let certificates =
            certificates.map(|(name, label)| maker.day(name, label, Some("certificates-hint"))).collect();
        let courses = wanted.courses.iter().zip(choices).map(|((code, title), choices)| CourseFields {
            legend: text.say_with("eligibility-course", &[("title", title.as_str().into())]),
            choice: maker.course(course(code), choices),
            completed: maker.day(completed(code), text.say("eligibility-completed"), None),
        });
        let courses = courses.collect();
        let periods = (1..=given.periods).map(|number| maker.period(number)).collect();
        let next_period = (given.periods > 0 && given.can_grow()).then_some(given.periods + 1);
        Self { on, certificates, courses, periods, next_period, mistaken: maker.mistaken }
    }
}

impl ChoiceField {
    pub fn is_empty(&self) -> bool {
        self.options.is_empty()
    }
}

impl Maker<'_> {
    /// What is wrong with a field, in words; it joins the summary.
    fn mistake(&mut self, name: &str, label: &str) -> Option<String> {
        let words = explain(self.text, *self.mistakes.get(name)?);
        let line = self
            .text
            .say_with("eligibility-mistake-at", &[("field", label.into()), ("mistake", words.as_str().into())]);
        self.mistaken.push((name.to_owned(), line));
        Some(words)
    }

    fn day(&mut self, name: String, label: String, hint: Option<&'static str>) -> DayField {
        let mistake = self.mistake(&name, &label);
        DayField { value: self.given.value(&name).to_owned(), name, label, mistake, hint }
    }

    fn tick(&mut self, name: String, label: String) -> TickField {
        let mistake = self.mistake(&name, &label);
        TickField { ticked: !self.given.value(&name).is_empty(), name, label, mistake }
    }

    fn choice(&mut self, name: String, label: String, nothing: String, options: Vec<(String, String)>) -> ChoiceField {
        let mistake = self.mistake(&name, &label);
        let chosen = self.given.value(&name);
        let options = options.into_iter().map(|(value, label)| Choice { chosen: value == chosen, value, label });
        ChoiceField { options: options.collect(), name, label, mistake, nothing }
    }

    fn course(&mut self, name: String, choices: &[CourseChoice]) -> ChoiceField {
        let options = choices.iter().map(|choice| {
            let label = format!("{} ({})", choice.title, choice.training_organisation);
            (choice.slug.clone(), label)
        });
        let mut options: Vec<_> = options.collect();
        let given = self.given.value(&name);
        if options.is_empty() && !given.is_empty() {
            // There are too many for a list, or none; an address may name one all the same, and it stays in the form.
            options.push((given.to_owned(), given.to_owned()));
        }
        let (label, nothing) = (self.text.say("eligibility-which-course"), self.text.say("eligibility-any-course"));
        self.choice(name, label, nothing, options)
    }

    fn period(&mut self, number: usize) -> PeriodFields {
        let text = self.text;
        let roles = AuditRole::ALL.map(|role| {
            let label = match role {
                AuditRole::ThirdParty => text.say("evidence-role-third-party"),
                AuditRole::Internal => text.say("evidence-role-internal"),
            };
            (role.as_str().to_owned(), label)
        });
        let name = |field| of_period(field, number);
        let (role, nothing) = (text.say("eligibility-role"), text.say("eligibility-choose"));
        PeriodFields {
            id: format!("period-{number}"),
            legend: text.say_with("eligibility-period", &[("number", number.into())]),
            role: self.choice(name("role"), role, nothing, roles.into()),
            it: self.tick(name("it"), text.say("eligibility-it")),
            from: self.day(name("from"), text.say("eligibility-from"), None),
            to: self.day(name("to"), text.say("eligibility-to"), None),
            still: self.tick(name("still"), text.say("eligibility-still")),
        }
    }
}

fn explain(text: Text, mistake: Mistake) -> String {
    match mistake {
        Mistake::NoDay => text.say("day-wrong"),
        Mistake::FarAway => text.say("eligibility-mistake-years"),
        Mistake::Future => text.say("eligibility-mistake-future"),
        Mistake::EndsBefore => text.say("eligibility-mistake-order"),
        Mistake::Twice => text.say("eligibility-mistake-twice"),
        Mistake::NoBeginning => text.say("eligibility-mistake-beginning"),
        Mistake::NoEnd => text.say("eligibility-mistake-end"),
        Mistake::TwoEnds => text.say("eligibility-mistake-ends"),
        Mistake::NoRole => text.say("eligibility-mistake-role"),
        Mistake::NoCourse => text.say("eligibility-mistake-course"),
        Mistake::NotAwarded => text.say("eligibility-mistake-awarded"),
        Mistake::NotCompleted => text.say("eligibility-mistake-completed"),
    }
}
