//! What a form has to ask for, from the requirement of the scheme file.

use crate::scheme::Scheme;
use crate::scheme::definition::QualificationCode;
use crate::scheme::evidence::AuditRole;
use crate::scheme::requirement::Requirement;
use crate::scheme::text::Word;

/// What a requirement and its parts ask for, each thing once.
#[derive(Default)]
pub(super) struct Wanted {
    /// Certifications with their names.
    pub certifications: Vec<(Word, String)>,
    /// Qualifications that an accredited course is for, with their names.
    pub courses: Vec<(QualificationCode, String)>,
    /// Whether experience in conducting audits is asked for.
    pub experience: bool,
}

impl Wanted {
    /// What `requirement` asks for.
    pub fn of(scheme: &Scheme, requirement: &Requirement) -> Self {
        let mut wanted = Self::default();
        wanted.add(scheme, requirement);
        wanted
    }

    fn add(&mut self, scheme: &Scheme, requirement: &Requirement) {
        match requirement {
            Requirement::Certification(code) if !self.certifications.iter().any(|(known, _)| known == code) => {
                self.certifications.push((code.clone(), scheme.certification_title(code).to_owned()));
            }
            Requirement::AccreditedCourse(code) if !self.courses.iter().any(|(known, _)| known == code) => {
                let title = scheme.qualification(code.as_str()).map_or(code.as_str(), |known| &known.title);
                self.courses.push((code.clone(), title.to_owned()));
            }
            // Every role is asked for: one that does not count is told so.
            Requirement::AuditExperience { .. } => self.experience = true,
            _ => {}
        }
        for part in requirement.parts() {
            self.add(scheme, part);
        }
    }

    /// Whether there is nothing to ask for but the day.
    pub fn is_nothing(&self) -> bool {
        self.certifications.is_empty() && self.courses.is_empty() && !self.experience
    }

    /// The qualifications that courses are asked for.
    pub fn course_codes(&self) -> Vec<QualificationCode> {
        self.courses.iter().map(|(code, _)| code.clone()).collect()
    }
}

/// The name of the field with the day of an award.
pub(super) fn awarded(certification: &Word) -> String {
    format!("awarded-{}", certification.as_str())
}

/// The name of the field with the course that was attended.
pub(super) fn course(qualification: &QualificationCode) -> String {
    format!("course-{qualification}")
}

/// The name of the field with the day on which a course was completed.
pub(super) fn completed(qualification: &QualificationCode) -> String {
    format!("completed-{qualification}")
}

/// What is asked about a period of experience.
pub(super) const PERIOD: [&str; 5] = ["role", "it", "from", "to", "still"];

/// The name of a field of the period `number`, counted from 1.
pub(super) fn of_period(field: &str, number: usize) -> String {
    format!("{field}-{number}")
}

/// The word for a role in the form.
pub(super) fn role(word: &str) -> Option<AuditRole> {
    AuditRole::parse(word)
}
