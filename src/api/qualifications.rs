//! Qualifications: formats by edition, and who may sit, in words and as data.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::{Answer, PUBLIC_SECONDS, public};
use crate::error::Error;
use crate::http::state::State;
use crate::scheme::Scheme;
use crate::scheme::definition::Qualification;
use crate::scheme::exam::{Book, ExamFormat};
use crate::scheme::requirement::Requirement;

/// The qualifications of the scheme.
#[derive(Serialize, ToSchema)]
pub struct QualificationsView {
    /// The scheme's name.
    pub scheme: String,
    /// The scheme's version.
    pub scheme_version: String,
    /// All of them, in the order in which they are presented.
    pub items: Vec<QualificationView>,
    /// Always null: all fit on one page.
    pub next_cursor: Option<String>,
}

/// A qualification.
#[derive(Serialize, ToSchema)]
pub struct QualificationView {
    /// Its code.
    pub code: String,
    /// Its name.
    pub title: String,
    /// What it shows.
    pub summary: String,
    /// For how many years a certificate is valid; null: for good.
    pub valid_for_years: Option<u32>,
    /// The examination in each edition, the earliest first.
    pub editions: Vec<EditionView>,
    /// Who may sit.
    pub requirement: RequirementDescription,
}

/// An edition and the examination's format in it.
#[derive(Serialize, ToSchema)]
pub struct EditionView {
    /// The edition's code.
    pub edition: String,
    /// The edition's name.
    pub title: String,
    /// The first day of sittings on it; null for the earliest.
    pub sat_from: Option<NaiveDate>,
    /// Whether results are recorded by a registrar with the outcome as declared, because the format is not known.
    pub declared: bool,
    /// The format; null where it is not known.
    pub format: Option<FormatView>,
}

/// How an examination is examined.
#[derive(Serialize, ToSchema)]
pub struct FormatView {
    /// The format in words.
    pub description: String,
    /// The kind of question.
    pub question_style: String,
    /// Questions on the paper.
    pub questions: u16,
    /// Marks that one question gives at most.
    pub marks_per_question: u16,
    /// The most marks that a paper can have.
    pub marks_available: u32,
    /// Marks needed to pass.
    pub pass_mark: u16,
    /// The time allowed, in minutes.
    pub duration_minutes: u16,
    /// `closed` or `open`.
    pub book: String,
    /// What an open book permits.
    pub permitted: Option<String>,
    /// Whether the marks of the single questions may be given with a result.
    pub question_marks: bool,
}

/// A requirement, in words and as data.
#[derive(Serialize, ToSchema)]
pub struct RequirementDescription {
    /// `anyone`, `all_of`, `any_of`, `certification`, `accredited_course` or `audit_experience`.
    pub kind: String,
    /// The requirement in words.
    pub description: String,
    /// The certification that is held, or the qualification that the course is for.
    pub code: Option<String>,
    /// The years of experience.
    pub years: Option<u32>,
    /// The roles that count.
    pub roles: Option<Vec<String>>,
    /// The parts of an `all_of` or `any_of`.
    #[schema(no_recursion)]
    pub children: Vec<RequirementDescription>,
}

fn show(scheme: &Scheme, qualification: &Qualification) -> QualificationView {
    let edition = |edition: &crate::scheme::definition::Edition| EditionView {
        edition: edition.code.as_str().to_owned(),
        title: edition.title.clone(),
        sat_from: edition.sat_from,
        declared: edition.declared,
        format: qualification.format(&edition.code).map(show_format),
    };
    QualificationView {
        code: qualification.code.as_str().to_owned(),
        title: qualification.title.clone(),
        summary: qualification.summary.clone(),
        valid_for_years: qualification.valid_for_years,
        editions: scheme.editions.iter().map(edition).collect(),
        requirement: show_requirement(scheme, &qualification.requirement),
    }
}

fn show_format(format: &ExamFormat) -> FormatView {
    let (book, permitted) = match &format.book {
        Book::Closed => ("closed", None),
        Book::Open(permitted) => ("open", Some(permitted.clone())),
    };
    FormatView {
        description: format.in_words(),
        question_style: format.question_style.clone(),
        questions: format.questions,
        marks_per_question: format.marks_per_question,
        marks_available: format.marks_available(),
        pass_mark: format.pass_mark,
        duration_minutes: format.duration_minutes,
        book: book.to_owned(),
        permitted,
        question_marks: format.question_marks,
    }
}

fn show_requirement(scheme: &Scheme, requirement: &Requirement) -> RequirementDescription {
    let (code, years, roles) = match requirement {
        Requirement::Certification(code) => (Some(code.as_str().to_owned()), None, None),
        Requirement::AccreditedCourse(code) => (Some(code.as_str().to_owned()), None, None),
        Requirement::AuditExperience { years, roles } => {
            (None, Some(*years), Some(roles.iter().map(|role| role.as_str().to_owned()).collect()))
        }
        Requirement::Anyone | Requirement::AllOf(_) | Requirement::AnyOf(_) => (None, None, None),
    };
    RequirementDescription {
        kind: requirement.kind().as_str().to_owned(),
        description: scheme.requirement_in_words(requirement),
        code,
        years,
        roles,
        children: requirement.parts().iter().map(|part| show_requirement(scheme, part)).collect(),
    }
}

/// List the qualifications
#[utoipa::path(tag = "scheme", responses((status = 200, description = "All of them", body = QualificationsView)))]
#[get("/v1/qualifications")]
pub async fn list_qualifications(state: Data<State>) -> Answer {
    let scheme = state.registry.scheme();
    let view = QualificationsView {
        scheme: scheme.title.clone(),
        scheme_version: scheme.version.clone(),
        items: scheme.qualifications.iter().map(|qualification| show(scheme, qualification)).collect(),
        next_cursor: None,
    };
    Ok(public(HttpResponse::Ok().json(view), PUBLIC_SECONDS))
}

/// Read a qualification
#[utoipa::path(
    tag = "scheme",
    params(("code" = String, Path, description = "The qualification's code", example = "practitioner")),
    responses((status = 200, description = "The qualification", body = QualificationView))
)]
#[get("/v1/qualifications/{code}")]
pub async fn read_qualification(code: Path<String>, state: Data<State>) -> Answer {
    let scheme = state.registry.scheme();
    let qualification = scheme.qualification(&code).ok_or(Error::NotFound("qualification"))?;
    Ok(public(HttpResponse::Ok().json(show(scheme, qualification)), PUBLIC_SECONDS))
}
