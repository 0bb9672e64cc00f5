//! From which day on it suffices, if time alone is missing.

use chrono::{Days, NaiveDate};

use crate::scheme::Scheme;
use crate::scheme::calendar::anniversary;
use crate::scheme::definition::Qualification;
use crate::scheme::evidence::Facts;

/// How many years it looks ahead of the last fact: as many as a requirement may ask for, so that a period that goes on
/// is always followed to its end.
const LOOK_AHEAD_YEARS: u32 = 50;

impl Scheme {
    /// The first day from `on` on which the facts suffice, when nothing changes but the day: open periods go on. `None`
    /// when no waiting helps.
    ///
    /// Certificates of this registry are left out: they can be suspended, withdrawn or expire, and then a day that
    /// suffices says nothing about the next one. Everything else that counts on one day counts on every later one up to the
    /// day on which a certificate of others lapses, so the day is found by halving what lies between two such days.
    #[must_use]
    pub fn earliest_day(&self, qualification: &Qualification, facts: &Facts, on: NaiveDate) -> Option<NaiveDate> {
        let facts = Facts { certificates: Vec::new(), ..facts.clone() };
        let suffices = |day| self.find(qualification, &facts, day).eligible();
        let lapses = facts.external_certificates.iter().filter_map(|certificate| certificate.expires_on);
        let mut ends: Vec<_> = lapses.filter(|last| *last >= on).collect();
        ends.push(anniversary(last_day(&facts).max(on), LOOK_AHEAD_YEARS));
        ends.sort_unstable();
        ends.dedup();
        let mut begin = on;
        for end in ends {
            if suffices(end) {
                return Some(first(begin, end, suffices));
            }
            begin = end.succ_opt()?;
        }
        None
    }
}

/// The first day on which it suffices, of the days from `begin` to `end`, on the last of which it does.
fn first(begin: NaiveDate, end: NaiveDate, suffices: impl Fn(NaiveDate) -> bool) -> NaiveDate {
    let (mut begin, mut enough) = (begin, end);
    while begin < enough {
        let between = (enough - begin).num_days().unsigned_abs() / 2;
        let middle = begin.checked_add_days(Days::new(between)).unwrap_or(begin);
        if suffices(middle) {
            enough = middle;
        } else {
            begin = middle.succ_opt().unwrap_or(enough);
        }
    }
    enough
}

/// The last day that the facts name.
fn last_day(facts: &Facts) -> NaiveDate {
    let certificates = facts.external_certificates.iter();
    let awards = certificates.flat_map(|one| [Some(one.awarded_on), one.expires_on]).flatten();
    let courses = facts.course_attendances.iter().map(|attendance| attendance.completed_on);
    let periods = facts.audit_experience.iter().map(|experience| experience.period);
    let ends = periods.flat_map(|period| [Some(period.from), period.until]).flatten();
    awards.chain(courses).chain(ends).max().unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use proptest::prelude::*;

    use super::*;
    use crate::scheme::calendar::Period;
    use crate::scheme::definition::QualificationCode;
    use crate::scheme::evidence::{
        AttendedCourse, AuditExperience, AuditRole, CourseAttendance, ExternalCertificate, Source, Standing,
    };
    use crate::scheme::requirement::{CountedTo, Requirement};
    use crate::scheme::text::Word;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn claim() -> Source {
        Source::Claim(String::new())
    }

    fn course(completed_on: NaiveDate) -> CourseAttendance {
        let qualification = QualificationCode::new("auditor");
        let (course, standing) = (AttendedCourse::TakenAsAccredited, Standing::Verified);
        CourseAttendance { source: claim(), qualification, course, completed_on, standing }
    }

    fn work(from: NaiveDate, until: Option<NaiveDate>) -> AuditExperience {
        AuditExperience {
            source: claim(),
            organisation: None,
            role: AuditRole::Internal,
            it_environment: true,
            period: Period { from, until },
            standing: Standing::Verified,
        }
    }

    fn earliest(qualification: &str, facts: &Facts, on: &str) -> Option<NaiveDate> {
        let scheme = Scheme::shipped().unwrap();
        scheme.earliest_day(scheme.qualification(qualification).unwrap(), facts, day(on))
    }

    #[test]
    fn time_alone_brings_it_or_does_not() {
        let work = |from: &str, until: Option<&str>| work(day(from), until.map(day));
        let with = |completed_on: &str, work: AuditExperience| Facts {
            course_attendances: vec![course(day(completed_on))],
            audit_experience: vec![work],
            ..Facts::default()
        };
        assert_eq!(earliest("foundation", &Facts::default(), "2015-06-01"), Some(day("2015-06-01")));
        assert_eq!(earliest("auditor", &Facts::default(), "2015-06-01"), None);
        let mut to_sitting = Scheme::shipped().unwrap();
        let auditor = to_sitting.qualifications.iter_mut().find(|known| known.code.as_str() == "auditor").unwrap();
        let Requirement::AllOf(parts) = &mut auditor.requirement else { panic!("{auditor:?}") };
        let Requirement::AuditExperience { counted_to, .. } = &mut parts[1] else { panic!("{parts:?}") };
        *counted_to = CountedTo::Sitting;
        let auditor = to_sitting.qualification("auditor").unwrap();
        for (facts, on, expected) in [
            (with("2013-06-01", work("2011-03-01", None)), "2012-01-01", Some("2014-02-28")),
            (with("2013-06-01", work("2012-02-29", None)), "1900-01-01", Some("2015-02-28")),
            (with("2013-06-01", work("2011-03-01", Some("2014-02-27"))), "2012-01-01", None),
            (with("2013-06-01", work("2011-03-01", Some("2014-02-28"))), "2012-01-01", Some("2014-02-28")),
        ] {
            assert_eq!(to_sitting.earliest_day(auditor, &facts, day(on)), expected.map(day), "{facts:?} on {on}");
        }
        for (facts, on, expected) in [
            (with("2014-02-28", work("2011-03-01", None)), "2012-01-01", Some("2014-02-28")),
            (with("2014-02-28", work("2011-03-01", None)), "2026-01-01", Some("2026-01-01")),
            (with("2016-06-01", work("2011-03-01", None)), "2012-01-01", Some("2016-06-01")),
            (with("2016-06-01", work("2011-03-01", Some("2014-02-27"))), "2012-01-01", None),
            (with("2016-06-01", work("2011-03-01", Some("2014-02-28"))), "2012-01-01", Some("2016-06-01")),
            // No waiting helps whoever attended the course too early.
            (with("2014-02-27", work("2011-03-01", None)), "2012-01-01", None),
        ] {
            assert_eq!(earliest("auditor", &facts, on), expected.map(day), "{facts:?} on {on}");
        }
        let certificate = ExternalCertificate {
            source: claim(),
            certification: Word::parse("itil_foundation").unwrap(),
            number: None,
            awarded_on: day("2015-06-02"),
            expires_on: None,
            standing: Standing::Verified,
        };
        let facts = Facts { external_certificates: vec![certificate.clone()], ..Facts::default() };
        assert_eq!(earliest("practitioner", &facts, "2015-06-01"), Some(day("2015-06-02")));
        // Between two that lapse there are days on which neither is valid.
        let valid = |awarded_on: &str, expires_on: &str| {
            let (awarded_on, expires_on) = (day(awarded_on), Some(day(expires_on)));
            ExternalCertificate { awarded_on, expires_on, ..certificate.clone() }
        };
        let two = vec![valid("2018-03-01", "2018-03-01"), valid("2015-06-02", "2016-06-01")];
        let facts = Facts { external_certificates: two, ..Facts::default() };
        for (on, expected) in [
            ("2015-06-01", Some("2015-06-02")),
            ("2016-06-01", Some("2016-06-01")),
            ("2016-06-02", Some("2018-03-01")),
            ("2018-03-02", None),
        ] {
            assert_eq!(earliest("practitioner", &facts, on), expected.map(day), "{on}");
        }
    }

    proptest! {
        #[test]
        fn no_earlier_day_suffices(
            periods in prop::collection::vec((0_i64..900, prop::option::of(0_i64..900)), 1..4),
            completed in 0_i64..900,
            on in 0_i64..1200,
        ) {
            let base = day("2012-01-01");
            let scheme = Scheme::shipped().unwrap();
            let auditor = scheme.qualification("auditor").unwrap();
            let facts = Facts {
                course_attendances: vec![course(base + Duration::days(completed))],
                audit_experience: periods.iter().map(|(from, length)| {
                    let from = base + Duration::days(*from);
                    work(from, length.map(|length| from + Duration::days(length)))
                }).collect(),
                ..Facts::default()
            };
            let on = base + Duration::days(on);
            let days = on.iter_days().take(3000);
            let searched = days.into_iter().find(|day| scheme.find(auditor, &facts, *day).eligible());
            prop_assert_eq!(scheme.earliest_day(auditor, &facts, on), searched);
        }
    }
}
