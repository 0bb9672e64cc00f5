//! The same rules for anybody, who says what there is and not who it is: nothing is looked up but courses, nothing is
//! written, and every piece is taken as verified.

use chrono::NaiveDate;

use super::attendance;
use crate::clock::latest_day_on_earth;
use crate::error::{Error, InputError};
use crate::input::form::form;
use crate::registry::PageRequest;
use crate::registry::accredited_courses::AccreditedCourses;
use crate::registry::evidence::claims::{before_award, ends_before_it_begins, in_the_future, unknown_course};
use crate::registry::references::unknown_qualification;
use crate::registry::training::{self, CourseFilter};
use crate::registry::work::Work;
use crate::scheme::Scheme;
use crate::scheme::assessment::Findings;
use crate::scheme::calendar::Period;
use crate::scheme::definition::{Qualification, QualificationCode};
use crate::scheme::evidence::{
    AttendedCourse, AuditExperience, AuditRole, CourseAttendance, ExternalCertificate, Facts, Source, Standing,
};
use crate::scheme::text::Word;
use crate::store::training::AccreditedCourse;

/// How many courses are offered for choosing. A longer list helps nobody who looks for one in it.
const MOST_COURSES: u32 = 200;

/// What somebody says to have.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    /// Certificates, of this registry too: as long as they are valid, they count alike.
    pub external_certificates: Vec<ClaimedCertificate>,
    pub course_attendances: Vec<ClaimedCourse>,
    pub audit_experience: Vec<ClaimedExperience>,
}

form! {
    /// A certificate that somebody says to hold.
    pub struct ClaimedCertificate as "ClaimedCertificateRequest" {
        /// Which certification: a code in lower case with underscores.
        pub certification: Word,
        /// The day of the award.
        pub awarded_on: NaiveDate,
        /// The last day on which it is valid, which may lie ahead; left out or null where it has none.
        pub expires_on: Option<NaiveDate>,
    }

    /// A period of conducting audits.
    pub struct ClaimedExperience as "ClaimedExperienceRequest" {
        /// In which role: `third_party` or `internal`.
        pub role: AuditRole,
        /// Whether in an IT environment; only such experience counts.
        pub it_environment: bool,
        /// The first day.
        pub started_on: NaiveDate,
        /// The last day; null while it goes on.
        pub ended_on: Option<NaiveDate>,
    }
}

/// A course that somebody says to have completed.
#[derive(Clone, Debug)]
pub struct ClaimedCourse {
    pub course: NamedCourse,
    pub completed_on: NaiveDate,
}

/// How a course is named.
#[derive(Clone, Debug)]
pub enum NamedCourse {
    /// By its id or slug in the directory.
    InDirectory(String),
    /// As an accredited course for this qualification, whichever; for the one that is asked about where none is named.
    Accredited(Option<String>),
}

/// What the rules say of claims. It is no decision: evidence counts when a body has verified it.
#[derive(Clone, Debug)]
pub struct ClaimsAssessment {
    pub findings: Findings,
    /// The first day from the one that was asked about on which the claims suffice, if time is all that is missing.
    pub earliest_on: Option<NaiveDate>,
}

/// Assesses claims for a qualification on a day; today, when none is given. Public.
///
/// # Errors
/// [`Error::Invalid`] with pointers into the claims as the API takes them: a qualification that there is not, days in
/// the future, periods that end before they begin, courses that are not in the directory.
pub fn assess_claims(
    work: &mut Work<'_>,
    qualification: &str,
    claims: &Claims,
    on: Option<NaiveDate>,
) -> Result<ClaimsAssessment, Error> {
    let scheme = work.scheme;
    let Some(qualification) = scheme.qualification(qualification) else {
        return Err(Error::Invalid(vec![unknown_qualification(scheme, "/qualification")]));
    };
    let on = on.unwrap_or_else(|| work.today());
    let courses =
        AccreditedCourses::load(work, claims.course_attendances.iter().filter_map(ClaimedCourse::named).collect())?;
    let reading = Reading { scheme, qualification, courses: &courses, latest_day: latest_day_on_earth(work.now) };
    let facts = reading.facts(claims)?;
    let findings = scheme.find(qualification, &facts, on);
    Ok(ClaimsAssessment { findings, earliest_on: scheme.earliest_day(qualification, &facts, on) })
}

/// A course that can be chosen.
#[derive(Clone, Debug)]
pub struct CourseChoice {
    pub slug: String,
    pub title: String,
    pub training_organisation: String,
}

/// The courses for a qualification that can be chosen from, whenever they are accredited; none when there are too many
/// for a list. Public.
pub fn choosable_courses(work: &mut Work<'_>, qualification: &QualificationCode) -> Result<Vec<CourseChoice>, Error> {
    let filter = CourseFilter { qualification: Some(qualification.clone()), ..CourseFilter::default() };
    let page = training::list_courses(work, &filter, &PageRequest { after: None, limit: MOST_COURSES })?;
    if page.next.is_some() {
        return Ok(Vec::new());
    }
    let slugs: Vec<_> = page.items.iter().map(|course| course.slug.as_str().to_owned()).collect();
    let courses = AccreditedCourses::load(work, slugs.clone())?;
    // In the order of the list, which is that of the titles.
    let choice = |course: &AccreditedCourse| CourseChoice {
        slug: course.slug.clone(),
        title: course.title.clone(),
        training_organisation: course.training_organisation.clone(),
    };
    Ok(slugs.iter().filter_map(|slug| courses.find(slug).map(choice)).collect())
}

impl ClaimedCourse {
    fn named(&self) -> Option<String> {
        match &self.course {
            NamedCourse::InDirectory(id_or_slug) => Some(id_or_slug.clone()),
            NamedCourse::Accredited(_) => None,
        }
    }
}

/// What claims are read with.
struct Reading<'a> {
    scheme: &'a Scheme,
    qualification: &'a Qualification,
    courses: &'a AccreditedCourses,
    latest_day: NaiveDate,
}

impl Reading<'_> {
    /// The facts that the rules look at.
    fn facts(&self, claims: &Claims) -> Result<Facts, Error> {
        let (mut facts, mut errors) = (Facts::default(), Vec::new());
        for (index, claim) in claims.external_certificates.iter().enumerate() {
            let place = format!("/external_certificates/{index}");
            errors.extend(in_the_future(claim.awarded_on, self.latest_day, &format!("{place}/awarded_on")));
            let end = format!("{place}/expires_on");
            errors.extend(claim.expires_on.and_then(|last| before_award(claim.awarded_on, last, &end)));
            facts.external_certificates.push(ExternalCertificate {
                source: Source::Claim(place),
                certification: claim.certification.clone(),
                number: None,
                awarded_on: claim.awarded_on,
                expires_on: claim.expires_on,
                standing: Standing::Verified,
            });
        }
        for (index, claim) in claims.course_attendances.iter().enumerate() {
            let attendance = self.attendance(claim, format!("/course_attendances/{index}"), &mut errors);
            facts.course_attendances.extend(attendance);
        }
        for (index, claim) in claims.audit_experience.iter().enumerate() {
            let place = format!("/audit_experience/{index}");
            let period = Period { from: claim.started_on, until: claim.ended_on };
            errors.extend(in_the_future(period.from, self.latest_day, &format!("{place}/started_on")));
            let end = format!("{place}/ended_on");
            errors.extend(period.until.and_then(|until| in_the_future(until, self.latest_day, &end)));
            errors.extend(ends_before_it_begins(period, &end));
            facts.audit_experience.push(AuditExperience {
                source: Source::Claim(place),
                organisation: None,
                role: claim.role,
                it_environment: claim.it_environment,
                period,
                standing: Standing::Verified,
            });
        }
        if errors.is_empty() { Ok(facts) } else { Err(Error::Invalid(errors)) }
    }

    /// `None` for a course that there is not, and then `errors` says so.
    fn attendance(
        &self,
        claim: &ClaimedCourse,
        place: String,
        errors: &mut Vec<InputError>,
    ) -> Option<CourseAttendance> {
        let completed_on = claim.completed_on;
        errors.extend(in_the_future(completed_on, self.latest_day, &format!("{place}/completed_on")));
        let qualification = match &claim.course {
            NamedCourse::InDirectory(id_or_slug) => {
                let Some(course) = self.courses.find(id_or_slug) else {
                    errors.push(unknown_course(&format!("{place}/course_id")));
                    return None;
                };
                return Some(attendance(Source::Claim(place), course, completed_on, Standing::Verified));
            }
            NamedCourse::Accredited(None) => self.qualification.code.clone(),
            NamedCourse::Accredited(Some(code)) => {
                let Some(known) = self.scheme.qualification(code) else {
                    errors.push(unknown_qualification(self.scheme, &format!("{place}/qualification")));
                    return None;
                };
                known.code.clone()
            }
        };
        Some(CourseAttendance {
            source: Source::Claim(place),
            qualification,
            course: AttendedCourse::TakenAsAccredited,
            completed_on,
            standing: Standing::Verified,
        })
    }
}
