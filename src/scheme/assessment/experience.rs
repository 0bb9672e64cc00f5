//! "At least three years' experience conducting audits in an IT environment, as a third-party auditor or as an
//! internal auditor of an organisation."

use chrono::NaiveDate;

use super::Question;
use super::finding::{Count, EvidenceFinding, Finding, Piece, RequirementFinding, Verdict};
use super::group::leaf;
use super::holding::not_counting;
use crate::scheme::calendar::{Length, Period};
use crate::scheme::evidence::{AuditExperience, AuditRole};
use crate::scheme::experience::{reached_on, tally};
use crate::scheme::requirement::{CountedTo, Requirement};

impl Question<'_> {
    pub(super) fn audit_experience(
        &self,
        requirement: &Requirement,
        years: u32,
        roles: &[AuditRole],
        counted_to: &CountedTo,
    ) -> RequirementFinding {
        let days = self.counted_days(counted_to);
        // What is counted up to a later day is never less, so that the latest day is the one that matters.
        let latest = days.first().map(|(day, _)| *day);
        let mut evidence = Vec::new();
        let mut counting: Vec<Period> = Vec::new();
        for experience in &self.facts.audit_experience {
            let considered = conducted(experience, roles, latest);
            if considered.counts() {
                counting.push(experience.period);
            }
            evidence.push(considered);
        }
        let counts: Vec<_> = days.into_iter().map(|(until, course)| count(&counting, years, until, course)).collect();
        let satisfied = counts.iter().any(|count| count.missing_days == 0);
        let course_for = match counted_to {
            CountedTo::Sitting => None,
            CountedTo::Course(qualification) => Some(self.title(qualification)),
        };
        let enough_from = if satisfied || course_for.is_none() { None } else { reached_on(&counting, years) };
        leaf(requirement, satisfied, Finding::AuditExperience { years, course_for, counts, enough_from }, evidence)
    }

    /// The days up to which experience is counted, the latest first, with the titles of the courses that were completed then.
    fn counted_days(&self, counted_to: &CountedTo) -> Vec<(NaiveDate, Option<String>)> {
        let CountedTo::Course(qualification) = counted_to else { return vec![(self.on, None)] };
        let attended = self.courses(qualification).into_iter().filter(EvidenceFinding::counts);
        let mut days: Vec<_> = attended
            .filter_map(|attended| match attended.piece {
                Piece::Course { course, completed_on, .. } => Some((completed_on, Some(course))),
                Piece::UnnamedCourse { completed_on, .. } => Some((completed_on, None)),
                _ => None,
            })
            .collect();
        days.sort_unstable_by(|one, other| other.cmp(one));
        days.dedup();
        days
    }
}

fn count(counting: &[Period], years: u32, until: NaiveDate, course: Option<String>) -> Count {
    let tally = tally(counting, until);
    let length = tally.first_day.map(|first| Length::of(first, tally.days));
    Count { until, course, length, missing_days: tally.missing(years, until) }
}

/// What is found of a period of work; `latest` is the latest day up to which it is counted, if there is one.
fn conducted(experience: &AuditExperience, roles: &[AuditRole], latest: Option<NaiveDate>) -> EvidenceFinding {
    let piece = Piece::AuditExperience {
        role: experience.role,
        organisation: experience.organisation.clone(),
        from: experience.period.from,
        until: experience.period.until,
    };
    let verdict = not_counting(&experience.standing).unwrap_or_else(|| {
        if !experience.it_environment {
            Verdict::NoItEnvironment
        } else if !roles.contains(&experience.role) {
            Verdict::OtherRole
        } else {
            match latest {
                None => Verdict::CountsUpToCourse,
                Some(day) if experience.period.from > day => Verdict::BeganAfter(day),
                Some(day) => Verdict::CountsUpTo(day),
            }
        }
    });
    EvidenceFinding { id: experience.source.to_string(), piece, verdict }
}
