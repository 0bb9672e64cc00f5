//! Eligibility: may this candidate sit this examination on this day, and why.

mod claims;

pub use claims::{
    ClaimedCertificate, ClaimedCourse, ClaimedExperience, Claims, ClaimsAssessment, CourseChoice, NamedCourse,
    assess_claims, choosable_courses,
};

use chrono::NaiveDate;

use super::accredited_courses::AccreditedCourses;
use super::candidates;
use super::work::Work;
use crate::error::Error;
use crate::ids::CandidateId;
use crate::scheme::Scheme;
use crate::scheme::assessment::Assessment;
use crate::scheme::calendar::Period;
use crate::scheme::definition::Qualification;
use crate::scheme::evidence::{
    AttendedCourse, AuditExperience, CourseAttendance, ExternalCertificate, Facts, HeldCertificate, Source, Standing,
};
use crate::scheme::requirement::Requirement;
use crate::store::candidates as kept_candidates;
use crate::store::certificates::{self, Certificate};
use crate::store::evidence::{self, Claim, Evidence};
use crate::store::training::AccreditedCourse;

/// Assesses a candidate for a qualification on a day; today, when none is given.
pub fn assess(
    work: &mut Work<'_>,
    candidate: CandidateId,
    qualification: &str,
    on: Option<NaiveDate>,
) -> Result<Assessment, Error> {
    let candidate = candidates::find_survivor(work, candidate)?;
    let scheme = work.scheme;
    let qualification = scheme.qualification(qualification).ok_or(Error::NotFound("qualification"))?;
    let on = on.unwrap_or_else(|| work.today());
    let records = kept_candidates::group(work.connection, candidate.id)?;
    let held = certificates::of_candidates(work.connection, &records)?;
    let (evidence, courses) = load(work, &records, qualification)?;
    assess_with(scheme, qualification, &Known { held: &held, evidence: &evidence, courses: &courses }, on)
}

/// What is known of a candidate.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub held: &'a [Certificate],
    pub evidence: &'a [Evidence],
    pub courses: &'a AccreditedCourses,
}

/// The evidence of all records of a candidate with its courses, where the qualification asks for any.
pub(super) fn load(
    work: &mut Work<'_>,
    records: &[CandidateId],
    qualification: &Qualification,
) -> Result<(Vec<Evidence>, AccreditedCourses), Error> {
    if qualification.requirement == Requirement::Anyone {
        return Ok((Vec::new(), AccreditedCourses::default()));
    }
    let evidence = evidence::of_candidates(work.connection, records)?;
    let courses = AccreditedCourses::load(work, evidence.iter().filter_map(course_of).collect())?;
    Ok((evidence, courses))
}

/// The id of the course that a piece of evidence refers to.
pub(super) fn course_of(piece: &Evidence) -> Option<String> {
    match piece.claim {
        Claim::CourseAttendance { course, .. } => Some(course.to_string()),
        Claim::ExternalCertificate { .. } | Claim::AuditExperience { .. } | Claim::ContinuingEducation { .. } => None,
    }
}

/// The same for a caller that has what is known at hand.
pub(super) fn assess_with(
    scheme: &Scheme,
    qualification: &Qualification,
    known: &Known<'_>,
    on: NaiveDate,
) -> Result<Assessment, Error> {
    let facts = if qualification.requirement == Requirement::Anyone { Facts::default() } else { known.facts()? };
    Ok(scheme.assess(qualification, &facts, on))
}

impl Known<'_> {
    /// What the rules look at.
    fn facts(&self) -> Result<Facts, Error> {
        let mut facts = Facts::default();
        for certificate in self.held {
            facts.certificates.push(HeldCertificate {
                number: certificate.number,
                qualification: certificate.qualification.clone(),
                history: certificate.history(),
            });
        }
        for piece in self.evidence {
            self.add(piece, &mut facts)?;
        }
        Ok(facts)
    }

    fn add(&self, piece: &Evidence, facts: &mut Facts) -> Result<(), Error> {
        let (id, source, standing) = (piece.id, Source::Record(piece.id), piece.standing());
        match piece.claim.clone() {
            Claim::ExternalCertificate { certification, number, awarded_on, expires_on, .. } => {
                let number = Some(number);
                let certificate =
                    ExternalCertificate { source, certification, number, awarded_on, expires_on, standing };
                facts.external_certificates.push(certificate);
            }
            Claim::CourseAttendance { course, completed_on } => {
                let course = self
                    .courses
                    .get(course)
                    .ok_or_else(|| Error::Internal(format!("evidence {id} refers to a course that is not there")))?;
                facts.course_attendances.push(attendance(source, course, completed_on, standing));
            }
            Claim::AuditExperience { organisation, role, it_environment, started_on, ended_on } => {
                let period = Period { from: started_on, until: ended_on };
                let organisation = Some(organisation);
                let experience = AuditExperience { source, organisation, role, it_environment, period, standing };
                facts.audit_experience.push(experience);
            }
            Claim::ContinuingEducation { .. } => {}
        }
        Ok(())
    }
}

/// Attending a course of the directory.
fn attendance(
    source: Source,
    course: &AccreditedCourse,
    completed_on: NaiveDate,
    standing: Standing,
) -> CourseAttendance {
    CourseAttendance {
        source,
        qualification: course.qualification.clone(),
        course: AttendedCourse::Known {
            title: course.title.clone(),
            accredited: course.accreditation.clone(),
            training_organisation: course.training_organisation.clone(),
            organisation_accredited: course.organisation_accreditation.clone(),
        },
        completed_on,
        standing,
    }
}
