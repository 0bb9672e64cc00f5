//! What a piece of evidence says, and whether it can be so.

use chrono::NaiveDate;

use crate::error::InputError;
use crate::registry::accredited_courses::AccreditedCourses;
use crate::registry::candidates::before_birth;
use crate::registry::work::Context;
use crate::scheme::calendar::Period;
use crate::scheme::evidence::AuditRole;
use crate::scheme::text::{ForeignNumber, Title, Word};
use crate::store::evidence::Claim;

/// What a new piece of evidence says.
#[derive(Clone, Debug)]
pub enum NewClaim {
    ExternalCertificate {
        certification: Word,
        number: ForeignNumber,
        awarded_on: NaiveDate,
        /// Its last day of validity; `None` where it never lapses.
        expires_on: Option<NaiveDate>,
        /// When and where it was looked up.
        checked_on: Option<NaiveDate>,
        checked_url: Option<String>,
    },
    CourseAttendance {
        /// Which: id or slug.
        course: String,
        completed_on: NaiveDate,
    },
    AuditExperience {
        organisation: Title,
        role: AuditRole,
        it_environment: bool,
        started_on: NaiveDate,
        /// The last day; `None` while it goes on.
        ended_on: Option<NaiveDate>,
    },
    ContinuingEducation {
        points: u32,
        activity: Title,
        /// By whom it was offered.
        organisation: Title,
        completed_on: NaiveDate,
    },
}

impl NewClaim {
    /// The course that it refers to: id or slug.
    #[must_use]
    pub fn course(&self) -> Option<&str> {
        match self {
            Self::CourseAttendance { course, .. } => Some(course),
            Self::ExternalCertificate { .. } | Self::AuditExperience { .. } | Self::ContinuingEducation { .. } => None,
        }
    }
}

/// Checks that the days are possible and that what is referred to is among `courses`. What is wrong joins `errors`, at
/// pointers below `place`; `None` where there is nothing that could be recorded.
pub(in crate::registry) fn check(
    context: &Context<'_>,
    birth_date: Option<NaiveDate>,
    new: NewClaim,
    courses: &AccreditedCourses,
    place: &str,
    errors: &mut Vec<InputError>,
) -> Option<Claim> {
    let mut check_day = |day: NaiveDate, field: &str| {
        let pointer = format!("{place}/{field}");
        errors.extend(in_the_future(day, context.latest_day(), &pointer));
        errors.extend(birth_date.and_then(|birth_date| before_birth(birth_date, day, &pointer)));
    };
    match new {
        NewClaim::ExternalCertificate { certification, number, awarded_on, expires_on, checked_on, checked_url } => {
            check_day(awarded_on, "awarded_on");
            if let Some(checked_on) = checked_on {
                check_day(checked_on, "checked_on");
            }
            for (day, field) in [(expires_on, "expires_on"), (checked_on, "checked_on")] {
                errors.extend(day.and_then(|day| before_award(awarded_on, day, &format!("{place}/{field}"))));
            }
            let number = number.into();
            Some(Claim::ExternalCertificate { certification, number, awarded_on, expires_on, checked_on, checked_url })
        }
        NewClaim::CourseAttendance { course, completed_on } => {
            check_day(completed_on, "completed_on");
            let Some(course) = courses.find(&course) else {
                errors.push(unknown_course(&format!("{place}/course_id")));
                return None;
            };
            Some(Claim::CourseAttendance { course: course.id, completed_on })
        }
        NewClaim::AuditExperience { organisation, role, it_environment, started_on, ended_on } => {
            check_day(started_on, "started_on");
            if let Some(ended_on) = ended_on {
                check_day(ended_on, "ended_on");
            }
            let period = Period { from: started_on, until: ended_on };
            errors.extend(ends_before_it_begins(period, &format!("{place}/ended_on")));
            let organisation = organisation.into();
            Some(Claim::AuditExperience { organisation, role, it_environment, started_on, ended_on })
        }
        NewClaim::ContinuingEducation { points, activity, organisation, completed_on } => {
            check_day(completed_on, "completed_on");
            let (activity, organisation) = (activity.into(), organisation.into());
            Some(Claim::ContinuingEducation { points, activity, organisation, completed_on })
        }
    }
}

/// The complaint about a day that has begun nowhere yet.
pub(in crate::registry) fn in_the_future(day: NaiveDate, latest_day: NaiveDate, pointer: &str) -> Option<InputError> {
    let detail = "lies in the future; what has not happened is no evidence";
    (day > latest_day).then(|| InputError::new(pointer, "in_the_future", detail))
}

/// The complaint about a day of a certificate that lies before that of its award.
pub(in crate::registry) fn before_award(awarded_on: NaiveDate, day: NaiveDate, pointer: &str) -> Option<InputError> {
    let detail = format!("lies before `awarded_on`, {awarded_on}");
    (day < awarded_on).then(|| InputError::new(pointer, "before_award", detail))
}

/// The complaint about the end of a period that lies before its beginning.
pub(in crate::registry) fn ends_before_it_begins(period: Period, pointer: &str) -> Option<InputError> {
    let wrong = period.until.is_some_and(|until| until < period.from);
    wrong.then(|| InputError::new(pointer, "ends_before_it_begins", "lies before `started_on`"))
}

/// The complaint about a course that is not in the directory.
pub(in crate::registry) fn unknown_course(pointer: &str) -> InputError {
    InputError::new(pointer, "unknown_reference", "there is no course with this id or slug")
}
