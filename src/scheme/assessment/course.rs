//! Attending an accredited course: "run by an accredited training organisation, accredited for the … qualification on
//! the day the course was completed".

use chrono::NaiveDate;

use super::Question;
use super::finding::{EvidenceFinding, Finding, NotAccredited, Piece, RequirementFinding, Verdict};
use super::group::leaf;
use super::holding::not_counting;
use crate::scheme::definition::QualificationCode;
use crate::scheme::evidence::{AttendedCourse, CourseAttendance};
use crate::scheme::lifecycle::History;
use crate::scheme::requirement::Requirement;

impl Question<'_> {
    pub(super) fn accredited_course(
        &self,
        requirement: &Requirement,
        qualification: &QualificationCode,
    ) -> RequirementFinding {
        let title = self.title(qualification);
        let evidence = self.courses(qualification);
        let satisfied = evidence.iter().any(EvidenceFinding::counts);
        leaf(requirement, satisfied, Finding::AccreditedCourse { title }, evidence)
    }

    /// What is found of each course that was attended, as one for this qualification.
    pub(super) fn courses(&self, qualification: &QualificationCode) -> Vec<EvidenceFinding> {
        let title = self.title(qualification);
        let attendances = self.facts.course_attendances.iter();
        attendances.map(|attendance| self.attended(attendance, qualification, &title)).collect()
    }

    /// A qualification's name; its code where the scheme does not know it.
    pub(super) fn title(&self, qualification: &QualificationCode) -> String {
        let known = self.scheme.qualification(qualification.as_str());
        known.map_or(qualification.as_str(), |known| &known.title).to_owned()
    }

    fn attended(
        &self,
        attendance: &CourseAttendance,
        qualification: &QualificationCode,
        title: &str,
    ) -> EvidenceFinding {
        let completed_on = attendance.completed_on;
        let piece = match &attendance.course {
            AttendedCourse::Known { title, training_organisation, .. } => Piece::Course {
                course: title.clone(),
                training_organisation: training_organisation.clone(),
                completed_on,
            },
            AttendedCourse::TakenAsAccredited => {
                Piece::UnnamedCourse { title: self.title(&attendance.qualification), completed_on }
            }
        };
        let verdict = not_counting(&attendance.standing).unwrap_or_else(|| {
            if &attendance.qualification != qualification {
                Verdict::OtherQualification { code: attendance.qualification.to_string(), title: title.to_owned() }
            } else if completed_on > self.on {
                Verdict::CompletedAfter
            } else {
                match &attendance.course {
                    AttendedCourse::TakenAsAccredited => Verdict::TakenAsAccredited,
                    AttendedCourse::Known { accredited, organisation_accredited, .. } => {
                        not_accredited(accredited, organisation_accredited, completed_on)
                            .map_or_else(|| Verdict::Accredited { title: title.to_owned() }, Verdict::NotAccredited)
                    }
                }
            }
        });
        EvidenceFinding { id: attendance.source.to_string(), piece, verdict }
    }
}

/// What of both was not accredited on `day`.
#[must_use]
pub fn not_accredited(course: &History, organisation: &History, day: NaiveDate) -> Option<NotAccredited> {
    Some(match (course.lapse_on(day), organisation.lapse_on(day)) {
        (None, None) => return None,
        (Some(course), None) => NotAccredited::Course(course),
        (None, Some(organisation)) => NotAccredited::Organisation(organisation),
        (Some(course), Some(organisation)) => NotAccredited::Both { course, organisation },
    })
}
