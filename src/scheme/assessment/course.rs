//! Attending an accredited course: "run by an accredited training organisation, accredited for the … qualification on
//! the day the course was completed".

use super::group::{explain, leaf};
use super::holding::not_counting;
use super::{AssessedRequirement, ConsideredEvidence, Question};
use crate::scheme::definition::QualificationCode;
use crate::scheme::evidence::CourseAttendance;
use crate::scheme::requirement::Requirement;

impl Question<'_> {
    pub(super) fn accredited_course(
        &self,
        requirement: &Requirement,
        qualification: &QualificationCode,
    ) -> AssessedRequirement {
        let title =
            self.scheme.qualification(qualification.as_str()).map_or(qualification.as_str(), |known| &known.title);
        let attendances = self.facts.course_attendances.iter();
        let evidence: Vec<_> = attendances.map(|attendance| self.attended(attendance, qualification, title)).collect();
        let missing = if evidence.is_empty() {
            format!("No attendance of an accredited {title} course is on record.")
        } else {
            format!("No course on record counts as an accredited {title} course attended by {}.", self.on)
        };
        let satisfied = evidence.iter().any(|piece| piece.counts);
        leaf(requirement, satisfied, explain(&missing, &evidence), evidence)
    }

    fn attended(
        &self,
        attendance: &CourseAttendance,
        qualification: &QualificationCode,
        title: &str,
    ) -> ConsideredEvidence {
        let completed = attendance.completed_on;
        let what = format!(
            "The course “{}” of {}, completed on {completed}",
            attendance.course, attendance.training_organisation
        );
        let obstacle = not_counting(&attendance.standing).or_else(|| {
            if &attendance.qualification != qualification {
                Some(format!("is a course for the qualification `{}`, not {title}", attendance.qualification))
            } else if completed > self.on {
                Some(format!("was completed after {}", self.on))
            } else if !attendance.organisation_accredited.contains(completed) {
                Some("was run by a training organisation that was not accredited on that day".to_owned())
            } else if !attendance.course_accredited.contains(completed) {
                Some("was not accredited on that day".to_owned())
            } else {
                None
            }
        });
        let counts = obstacle.is_none();
        let summary =
            format!("{what}, {}.", obstacle.unwrap_or_else(|| format!("was accredited for {title} on that day")));
        ConsideredEvidence { kind: "course_attendance".to_owned(), id: attendance.id.to_string(), counts, summary }
    }
}
