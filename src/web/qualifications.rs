//! `/qualifications`: all of them at a glance, and each with what its certificate shows, from the scheme file.
//! Credentials name the page of a qualification as their criteria.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use serde_json::{Value, json};

use super::page::{Keeping, Page, Reader, render};
use super::structured::{document, part, registry};
use crate::error::Error;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::messages::{Phrase, Text};
use crate::scheme::Scheme;
use crate::scheme::definition::Qualification;
use crate::scheme::evidence::AuditRole;
use crate::scheme::exam::{Book, ExamFormat};
use crate::scheme::requirement::{CountedTo, Requirement};
use crate::scheme::sitting::Pair;

pub(super) struct Line {
    pub title: String,
    pub address: String,
    /// What its holder can do.
    pub summary: Phrase,
}

impl Line {
    /// All qualifications, in the order of the scheme, each with its address below `path`.
    pub fn all(reader: &Reader, scheme: &Scheme, path: &str) -> Vec<Self> {
        let line = |qualification: &Qualification| Self {
            title: qualification.title.clone(),
            address: reader.link(&format!("{path}/{}", qualification.code)),
            summary: reader.text.of_scheme(&qualification.summary),
        };
        scheme.qualifications.iter().map(line).collect()
    }
}

#[derive(Template)]
#[template(path = "qualifications.html")]
struct QualificationsPage {
    page: Page,
    qualifications: Vec<Glance>,
}

struct Glance {
    line: Line,
    courses_address: String,
    eligibility_address: String,
    /// The examination on the latest edition, where its format is known.
    format: Option<FormatFacts>,
    rule: Rule,
}

pub(super) async fn list(reader: Reader, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let (text, scheme) = (reader.text, state.registry.scheme());
    let lines = Line::all(&reader, scheme, "/qualifications").into_iter().zip(&scheme.qualifications);
    let glance = |(line, qualification): (Line, &Qualification)| Glance {
        line,
        courses_address: courses_address(&reader, qualification),
        eligibility_address: reader.link(&format!("/eligibility/{}", qualification.code)),
        format: scheme
            .pairs()
            .iter()
            .rev()
            .find_map(|pair| qualification.paper(&pair.format.code))
            .map(|paper| FormatFacts::of(text, paper)),
        rule: Rule::of(text, scheme, &qualification.requirement),
    };
    let items = scheme.qualifications.iter().enumerate().map(|(index, qualification)| {
        let item = structured(&reader, scheme, qualification);
        part("ListItem", json!({"position": index + 1, "item": item}))
    });
    let items: Vec<_> = items.collect();
    let page = reader.page(text.say("qualifications-title")).described(text.say("qualifications-lead"));
    let page = QualificationsPage {
        page: page.telling(&document(&reader, "ItemList", "/qualifications", json!({"itemListElement": items}))),
        qualifications: lines.map(glance).collect(),
    };
    render(StatusCode::OK, text.language(), Keeping::Minutes, &page)
}

fn courses_address(reader: &Reader, qualification: &Qualification) -> String {
    reader.link_with("/training", &[("qualification".to_owned(), qualification.code.to_string())])
}

/// A qualification for programs.
fn structured(reader: &Reader, scheme: &Scheme, qualification: &Qualification) -> Value {
    let known = json!({
        "name": format!("{} {}", scheme.standard, qualification.title),
        "description": qualification.summary,
        "credentialCategory": "certification",
        "recognizedBy": registry(reader),
    });
    document(reader, "EducationalOccupationalCredential", &format!("/qualifications/{}", qualification.code), known)
}

#[derive(Template)]
#[template(path = "qualification.html")]
struct QualificationPage {
    page: Page,
    courses_address: String,
    eligibility_address: String,
    summary: Phrase,
    /// The latest first.
    editions: Vec<EditionFacts>,
    validity: String,
    rule: Rule,
}

struct EditionFacts {
    title: Phrase,
    /// What its format is called.
    name: Phrase,
    /// The first and the last day of such sittings, where there are.
    from: Option<String>,
    until: Option<String>,
    /// `None` where the format is not known.
    format: Option<FormatFacts>,
}

struct FormatFacts {
    questions: String,
    style: Phrase,
    pass: String,
    duration: String,
    aids: Phrase,
}

/// A requirement in words, with its parts.
#[derive(Template)]
#[template(path = "requirement.html")]
struct Rule {
    text: String,
    note: Option<String>,
    parts: Vec<Rule>,
}

pub(super) async fn show(reader: Reader, code: Path<String>, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let (text, scheme) = (reader.text, state.registry.scheme());
    let qualification = scheme.qualification(&code).ok_or(Error::NotFound("qualification"))?;
    let description = text.say_with("qualification-description", &[("title", qualification.title.as_str().into())]);
    let pairs = scheme.pairs();
    let page = QualificationPage {
        page: reader.page(qualification.title.clone()).described(description).telling(&structured(
            &reader,
            scheme,
            qualification,
        )),
        courses_address: courses_address(&reader, qualification),
        eligibility_address: reader.link(&format!("/eligibility/{code}")),
        summary: text.of_scheme(&qualification.summary),
        editions: pairs.iter().rev().map(|pair| EditionFacts::of(text, qualification, pair)).collect(),
        validity: match qualification.valid_for_years {
            Some(years) => text.say_with("qualification-valid-for", &[("years", years.into())]),
            None => text.say("qualification-valid-always"),
        },
        rule: Rule::of(text, scheme, &qualification.requirement),
    };
    render(StatusCode::OK, text.language(), Keeping::Minutes, &page)
}

impl EditionFacts {
    fn of(text: Text, qualification: &Qualification, pair: &Pair<'_>) -> Self {
        Self {
            title: text.of_scheme(&pair.edition.title),
            name: text.of_scheme(&pair.format.title),
            from: pair.sat.from.map(|day| text.day(day)),
            until: pair.sat.until.map(|day| text.day(day)),
            format: qualification.paper(&pair.format.code).map(|paper| FormatFacts::of(text, paper)),
        }
    }
}

impl FormatFacts {
    fn of(text: Text, format: &ExamFormat) -> Self {
        let (pass, available) = (u32::from(format.pass_mark), format.marks_available());
        let percent = pass * 100 / available.max(1);
        let questions = [("questions", format.questions.into()), ("marks", format.marks_per_question.into())];
        let pass = [("pass", pass.into()), ("available", available.into()), ("percent", percent.into())];
        Self {
            questions: text.say_with("qualification-questions", &questions),
            style: text.of_scheme(&format.question_style),
            pass: text.say_with("qualification-pass-of", &pass),
            duration: text.say_with("qualification-minutes", &[("minutes", format.duration_minutes.into())]),
            aids: match &format.book {
                Book::Open(permitted) => text.of_scheme(permitted),
                Book::Closed => Phrase { text: text.say("qualification-book-closed"), language: text.language() },
            },
        }
    }
}

impl Rule {
    fn of(text: Text, scheme: &Scheme, requirement: &Requirement) -> Self {
        let mut note = None;
        let words = match requirement {
            Requirement::Anyone => text.say("requirement-anyone"),
            Requirement::AllOf(_) => text.say("requirement-all"),
            Requirement::AnyOf(_) => text.say("requirement-any"),
            Requirement::Certification(code) => {
                note = scheme.lapsed_counts(code).then(|| text.say("requirement-lapsed-counts"));
                text.say_with("requirement-certification", &[("title", scheme.certification_title(code).into())])
            }
            Requirement::AccreditedCourse(code) => {
                let title = scheme.qualification(code.as_str()).map_or(code.as_str(), |known| &known.title);
                text.say_with("requirement-course", &[("title", title.into())])
            }
            Requirement::AuditExperience { years, roles, counted_to } => {
                let roles = match (roles.contains(&AuditRole::ThirdParty), roles.contains(&AuditRole::Internal)) {
                    (true, false) => text.say("requirement-role-third-party"),
                    (false, true) => text.say("requirement-role-internal"),
                    _ => text.say("requirement-role-both"),
                };
                note = Some(match counted_to {
                    CountedTo::Sitting => roles,
                    CountedTo::Course(_) => text.say_with("requirement-counted-to-course", &[("roles", roles.into())]),
                });
                text.say_with("requirement-experience", &[("years", (*years).into())])
            }
        };
        let parts = requirement.parts().iter().map(|part| Self::of(text, scheme, part)).collect();
        Self { text: words, note, parts }
    }
}
