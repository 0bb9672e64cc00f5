//! `/qualifications`: all of them at a glance, and each with what its certificate shows, from the scheme file.
//! Credentials name the page of a qualification as their criteria.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use serde_json::{Value, json};

use super::page::{Keeping, Page, Reader, render};
use super::structured::{document, part, registry};
use super::told::{Rule, Shown, ToldPage, leaflet};
use crate::error::Error;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::messages::told::{self, Section};
use crate::messages::{Language, Phrase};
use crate::scheme::Scheme;
use crate::scheme::definition::Qualification;

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
    format: Option<told::Format>,
    rule: Rule,
}

pub(super) async fn list(reader: Reader, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let (text, scheme) = (reader.text, state.registry.scheme());
    let lines = Line::all(&reader, scheme, "/qualifications").into_iter().zip(&scheme.qualifications);
    let glance = |(line, qualification): (Line, &Qualification)| Glance {
        line,
        courses_address: courses_address(&reader, qualification),
        eligibility_address: reader.link(&format!("/eligibility/{}", qualification.code)),
        format: told::latest_format(scheme, qualification).map(|format| told::Format::of(text, format)),
        rule: Rule { item: told::requirement(text, scheme, &qualification.requirement) },
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

pub(super) async fn show(reader: Reader, code: Path<String>, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let (text, scheme) = (reader.text, state.registry.scheme());
    let qualification = scheme.qualification(&code).ok_or(Error::NotFound("qualification"))?;
    let description = text.say_with("qualification-description", &[("title", qualification.title.as_str().into())]);
    let shown = |section: Section| {
        let links = match section.id {
            "who" => vec![(reader.link(&format!("/eligibility/{code}")), text.say("qualification-eligibility"))],
            "course" => vec![(courses_address(&reader, qualification), text.say("qualification-courses"))],
            "purpose" => {
                let words = text.say_with("leaflet-of-level", &[("title", qualification.title.as_str().into())]);
                vec![(leaflet(&format!("/v1/qualifications/{code}"), text), words)]
            }
            "validity" => vec![(reader.link("/verify"), text.say("navigation-verify"))],
            "current" => vec![(reader.link("/standard"), text.say("standard-title"))],
            _ => Vec::new(),
        };
        Shown { section, links }
    };
    let mut level: Vec<_> = told::level(text, scheme, qualification).into_iter().map(shown).collect();
    if !level.iter().any(|shown| shown.section.id == "course") {
        let courses = (courses_address(&reader, qualification), text.say("qualification-courses"));
        level.iter_mut().filter(|shown| shown.section.id == "who").for_each(|who| who.links.push(courses.clone()));
    }
    let page = reader.page(qualification.title.clone()).described(description);
    let page = ToldPage {
        page: page.telling(&structured(&reader, scheme, qualification)),
        kicker: Some((reader.link("/qualifications"), text.say("menu-qualifications"))),
        title_language: Language::English,
        lead: text.of_scheme(&qualification.summary),
        columns: [level, told::examination(text, scheme, qualification).into_iter().map(shown).collect()],
    };
    render(StatusCode::OK, text.language(), Keeping::Minutes, &page)
}
