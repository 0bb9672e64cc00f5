//! What a form has to ask for, from the requirement of the scheme file.

use crate::scheme::Scheme;
use crate::scheme::definition::QualificationCode;
use crate::scheme::requirement::Requirement;
use crate::scheme::text::Word;

#[derive(Default)]
pub(super) struct Wanted {
    pub certifications: Vec<(Word, String)>,
    /// Qualifications that an accredited course is for, with their names.
    pub courses: Vec<(QualificationCode, String)>,
    /// Whether experience in conducting audits is asked for.
    pub experience: bool,
}

impl Wanted {
    pub fn of(scheme: &Scheme, requirement: &Requirement) -> Self {
        let mut wanted = Self::default();
        wanted.add(scheme, requirement);
        wanted
    }

    fn add(&mut self, scheme: &Scheme, requirement: &Requirement) {
        match requirement {
            Requirement::Certification(code) => {
                add_once(&mut self.certifications, code, scheme.certification_title(code));
            }
            Requirement::AccreditedCourse(code) => {
                let title = scheme.qualification(code.as_str()).map_or(code.as_str(), |known| &known.title);
                add_once(&mut self.courses, code, title);
            }
            // Every role is asked for: one that does not count is told so.
            Requirement::AuditExperience { .. } => self.experience = true,
            Requirement::Anyone | Requirement::AllOf(_) | Requirement::AnyOf(_) => {}
        }
        for part in requirement.parts() {
            self.add(scheme, part);
        }
    }

    pub fn is_nothing(&self) -> bool {
        self.certifications.is_empty() && self.courses.is_empty() && !self.experience
    }

    pub fn course_codes(&self) -> Vec<QualificationCode> {
        self.courses.iter().map(|(code, _)| code.clone()).collect()
    }
}

fn add_once<T: PartialEq + Clone>(named: &mut Vec<(T, String)>, code: &T, title: &str) {
    if named.iter().all(|(known, _)| known != code) {
        named.push((code.clone(), title.to_owned()));
    }
}

pub(super) fn awarded(certification: &Word) -> String {
    format!("awarded-{}", certification.as_str())
}

/// The field for the last day on which a certificate is valid.
pub(super) fn expires(certification: &Word) -> String {
    format!("expires-{}", certification.as_str())
}

pub(super) fn course(qualification: &QualificationCode) -> String {
    format!("course-{qualification}")
}

pub(super) fn completed(qualification: &QualificationCode) -> String {
    format!("completed-{qualification}")
}

pub(super) const PERIOD: [&str; 5] = ["role", "it", "from", "to", "still"];

/// The name of a field of the period `number`, counted from 1.
pub(super) fn of_period(field: &str, number: usize) -> String {
    format!("{field}-{number}")
}
